"""A store that grows: documents go in and out, and the graph is always the one that a build of all would give."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from difflib import get_close_matches
from hashlib import sha256
from pathlib import Path
from time import monotonic

from kg.errors import InputError, StoreError
from kg.graph.names import Names
from kg.model import Document, Extraction
from kg.store import generations, lock, resolving, updating, writing
from kg.store.entries import Entry, place
from kg.store.generations import Generation
from kg.store.graph import StoredGraph, is_store
from kg.store.journal import NAME, Journal
from kg.store.memory import Outcome, Tally, each_once
from kg.store.quiet import uncollected
from kg.store.settings import Options, Settings, given, read
from kg.store.spool import spooled

_LASTING = 2.0
"""Seconds after which what was read is made to last, whatever comes."""

_OURS = (NAME, f"{NAME}-journal", lock.NAME, generations.FOLDER, generations.CURRENT, "corrections.csv")


class Store:
    """A store open to write.

    The journal is the truth, and what it holds of a document lasts from a commit on; the graphs follow it in one step
    at the end. Killed anywhere, the store opens, shows its last whole graph, and the same command goes on from there.
    """

    def __init__(self, folder: Path, journal: Journal, settings: Settings) -> None:
        self.folder, self.settings, self.tally = folder, settings, Tally()
        self._journal = journal
        self._asked: set[str] = set()
        self._since = monotonic()

    def unread(self, documents: Iterable[Document]) -> Iterator[Document | InputError]:
        """Give the documents that must be read: new ones, changed ones, and at the end those of other settings."""
        for document in each_once(documents):
            if isinstance(document, InputError):
                yield document
                continue
            try:
                if self._is_new(document):
                    self._asked.add(document.key)
                    yield document
            except InputError as error:
                yield error
        for key in self._journal.keys(without=self.settings.reading):
            if key not in self._asked:
                self.tally.again += 1
                yield self._journal.entry(key).read_document()

    def put(self, extraction: Extraction) -> None:
        """Keep what was read, in place of what was there of this document."""
        self._journal.put(Entry.of(extraction, self.settings))
        self._asked.discard(extraction.document.key)
        self.commit(after=_LASTING)

    def remove(self, names: Iterable[str]) -> list[str]:
        """Take documents out, named by key, identifier or IRI, and give their keys; raises `StoreError` for none such.

        All or none are taken. Their words leave the graphs with `finish`, and so do those of replaced documents.
        """
        keys = [self._key(name) for name in dict.fromkeys(names)]
        for key in keys:
            self._journal.remove(key)
        self._journal.set("purge", "yes")
        self._journal.commit()
        return keys

    def finish(self, step: writing.Step | None = None) -> Outcome:
        """Bring the graphs to what the journal says, if they are not, and open them to read."""
        self._journal.commit()
        state, now = state_of(self._journal, self.settings), generations.current(self.folder)
        purge = bool(self._journal.setting("purge"))
        if purge or now is None or now.state != state or self._journal.setting("outcome of") != state:
            plan = self._brought(state, now, anew=purge, step=step)
            self._journal.set("outcome", json.dumps([_rows(plan.skips), plan.unmatched]))
            self._journal.set("outcome of", state)
            self._journal.set("purge", "")
            self._journal.commit()
        held = generations.sweep(self.folder)
        skips, unmatched = json.loads(self._journal.setting("outcome"))
        counts = Counter({(stage, reason): number for stage, reason, number in skips})
        return Outcome(StoredGraph(self.folder), counts, tuple(unmatched), tuple(map(str, held)))

    def _brought(self, state: str, now: Generation | None, *, anew: bool, step: writing.Step | None) -> resolving.Plan:
        """Make the next state and make it the current one."""
        with (
            uncollected(),
            writing.drafted(self.folder, anew=anew) as draft,
            spooled(self.folder, now, draft.take) as spool,
        ):
            plan = updating.plan(self._journal, self.settings, spool)
            self._journal.commit()
            draft.write(plan.parts, state, step)
        return plan

    def commit(self, after: float = 0.0) -> None:
        """Make what was put last, or only if so many seconds have passed since."""
        if monotonic() - self._since >= after:
            self._journal.commit()
            self._since = monotonic()

    def keys(self) -> list[str]:
        """Give the keys of the documents, sorted."""
        return self._journal.keys()

    def _is_new(self, document: Document) -> bool:
        """Tell whether a document must be read; one that only came from elsewhere is written down."""
        found = self._journal.find(document.key)
        if found is None:
            return True
        entry = found[0]
        if entry.made != read(document):
            _refuse_namesake(entry, document)
            self.tally.replaced += 1
            return True
        if entry.settings != self.settings.reading:
            self.tally.again += 1
            return True
        if (entry.given, entry.identifier) != (given(document), document.identifier):
            self._journal.put(entry.with_document(document))
        self.tally.unchanged += 1
        return False

    def _key(self, name: str) -> str:
        if self._journal.find(name):
            return name
        keys = self._journal.keys()
        names = Names.of(self.settings.run)
        marks = self._journal.marks(self.settings.reading)
        found = [mark.key for mark in marks if name in (mark.identifier, names.document(mark.key).value)]
        if len(found) == 1:
            return found[0]
        near = get_close_matches(name, keys, n=1, cutoff=0.0)
        said = "there are several documents" if found else "there is no document"
        raise StoreError(
            f"{self.folder}: {said} '{name}'" + (f"; did you mean '{(found or near)[0]}'?" if near else "")
        )


def state_of(journal: Journal, settings: Settings) -> str:
    """Hash what the graphs should be made of: every document, and the settings."""
    digest = sha256(settings.writing.encode())
    for mark in journal.marks(settings.reading):
        digest.update("\x1f".join(mark).encode("utf-8", "surrogatepass") + b"\n")
    return digest.hexdigest()[:32]


@contextmanager
def opened(folder: Path | str, options: Options, *, create: bool = False) -> Iterator[Store]:
    """Open a store to write, with these options over those that it remembers.

    Raises `StoreBusy` while another process writes, `StoreError` for a folder that is no store and may not become one.
    """
    folder = Path(folder)
    if create:
        _make(folder)
    elif not is_store(folder):
        raise StoreError(f"{folder}: not the folder of a store; kg build --store {folder} makes one")
    with lock.writing(folder):
        generations.sweep(folder)
        journal = Journal(folder)
        try:
            options = options.over(Options.remembered(journal.setting("options")))
            settings = options.beside(folder).settings()
            if journal.setting("options") != options.written():
                journal.set("options", options.written())
            yield Store(folder, journal, settings)
        finally:
            journal.close()


def _make(folder: Path) -> None:
    """Make the folder, unless it holds something else."""
    folder.mkdir(parents=True, exist_ok=True)
    strange = sorted(path.name for path in folder.iterdir() if path.name not in _OURS)
    if strange and not is_store(folder):
        raise StoreError(f"{folder}: holds {strange[0]} and is no store; give a new or empty folder")


def _refuse_namesake(entry: Entry, document: Document) -> None:
    """Keep a file from taking the place of another one that has the same path in another folder."""
    here = place(document)
    if here != entry.place and here.endswith(f"/{entry.key}") and entry.place.endswith(f"/{entry.key}"):
        hint = f"the store has it from {entry.place}; give the folder above both, or kg remove that one"
        raise InputError(document.source or document.key, "key taken", hint)


def _rows(skips: Counter[tuple[str, str]]) -> list[tuple[str, str, int]]:
    return [(*skip, number) for skip, number in sorted(skips.items())]
