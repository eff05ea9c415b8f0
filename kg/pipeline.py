"""The whole flow on one screen: documents, extractions, resolution, triples, graph; in memory or in a store that grows."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from time import perf_counter
from typing import TYPE_CHECKING, TypeVar

from kg.errors import InputError, KGError
from kg.extract.pool import extract_all
from kg.knowledge_graph import KnowledgeGraph, Report
from kg.model import Document, Extraction
from kg.ontology import Ontology
from kg.read import LEFT_OUT, read
from kg.store import Memory, Options, Settings, Store, opened
from kg.store.dealt import dealt

if TYPE_CHECKING:
    from kg.cluster import Collection

LOCAL, RAY = "local", "ray"
ENGINES = (LOCAL, RAY)
"""Where documents are read and merged: in processes of this machine, or on a Ray cluster."""

Reader = Callable[[Iterable[Document]], Iterator[Extraction | InputError]]
"""Reads documents; what it gives may come in another order."""

Progress = Callable[[int, int | None, str], None]
"""Called after each document with how many are done, how many there are (None: not known yet), and its key."""

T = TypeVar("T", Document, Extraction)
R = TypeVar("R")
_END = object()


def build(
    paths: Sequence[Path | str],
    *,
    model: str | None = None,
    base: str | None = None,
    ontology: Path | str | Ontology | None = None,
    gazetteer: Sequence[Path | str] = (),
    corrections: Sequence[Path | str] = (),
    attribution: str | None = None,
    workers: int | None = None,
    store: Path | str | None = None,
    engine: str = LOCAL,
    address: str | None = None,
    shards: str | None = None,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Build the graph of files and folders; a document that fails is named in the report, the others are built.

    The same documents give the same graph, whatever their order and the number of workers. `gazetteer` names files
    of known people, bodies and places (CSV or Turtle), of which a later one wins a name; `corrections` names CSV files
    of what people put right, and the report lists those that matched nothing; `attribution` is one of
    `kg.extract.ATTRIBUTIONS`.
    With a `store`, a folder, the documents are added to it: those it has already are not read again, those that have
    changed are replaced, and the graph is that of all its documents. It remembers the options for the next time.
    `engine` is one of `ENGINES`. With "ray" the work is done on a Ray cluster, that at `address` (or of RAY_ADDRESS) or
    one on this machine; `shards` is the folder, a path or URL that all its machines reach, where the graph stays as
    N-Quads files. With a `store` only the reading is done there. `workers` is 1, with Ray every processor.
    Raises `ModelMissing`, `OntologyError`, `CorrectionError`, `GraphInvalid` (a bad base IRI), `StoreError`.
    """
    options = Options(model, base, ontology, tuple(gazetteer), tuple(corrections), attribution)
    if engine not in ENGINES:
        raise KGError(f"there is no engine '{engine}'; there are {', '.join(ENGINES)}")
    if engine == RAY and store is None:
        return _on_cluster(options, paths, workers, address, shards, progress)
    if shards is not None:
        raise KGError("shards are what a build with the engine 'ray' and without a store leaves")
    if store is None and (workers or 1) > 1:
        return _by_workers(options.settings(), paths, workers or 1, progress)
    with _shelf(store, options) as shelf, _reader(engine, shelf.settings, workers, address) as reader:
        return _fill(shelf, paths, reader, progress)


def _by_workers(
    settings: Settings, paths: Sequence[Path | str], workers: int, progress: Progress | None
) -> KnowledgeGraph:
    """Build with every stage in workers that can be: with corrections, which reach across documents, the reading."""
    if settings.corrections:
        with _reader(LOCAL, settings, workers, None) as reader:
            return _fill(Memory(settings), paths, reader, progress)
    with dealt(settings, workers) as memory:
        return _fill(memory, paths, memory.extract, progress)


def _on_cluster(
    options: Options,
    paths: Sequence[Path | str],
    workers: int | None,
    address: str | None,
    shards: str | None,
    progress: Progress | None,
) -> KnowledgeGraph:
    """Build with every stage on a cluster; see `kg.cluster`."""
    from kg.cluster import ClusterGraph, collected

    with collected(
        options.settings(), workers=workers, address=address, shards=shards, step=_told(progress)
    ) as collection:
        return ClusterGraph.of(_fill(collection, paths, collection.extract, progress))


def _told(progress: Progress | None) -> Callable[[int, int, str], None] | None:
    """Tell of the tasks of a stage as of documents."""
    return progress and (lambda done, total, stage: progress(done, total, f"{stage}: parts"))


@contextmanager
def _reader(engine: str, settings: Settings, workers: int | None, address: str | None) -> Iterator[Reader]:
    """Give what reads documents: processes of this machine, or a cluster."""
    if engine == LOCAL:
        of = (settings.ontology, settings.run.model, workers or 1, settings.attribution)
        yield lambda documents: extract_all(documents, *of)
    else:
        from kg.cluster import read_on

        with read_on(settings, workers=workers, address=address) as reader:
            yield reader


def remove(
    store: Path | str,
    documents: Sequence[str],
    *,
    ontology: Path | str | Ontology | None = None,
    workers: int = 1,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Take documents, named by key, identifier or IRI, out of a store: no text, name, claim or dispute of them is left.

    Raises `StoreError`, also where there is no such document; then none is taken out.
    """
    with opened(store, Options(ontology=ontology)) as shelf, _reader(LOCAL, shelf.settings, workers, None) as reader:
        shelf.remove(documents)
        return _fill(shelf, (), reader, progress)


@contextmanager
def _shelf(store: Path | str | None, options: Options) -> Iterator[Memory | Store]:
    """Give the place where extractions are kept."""
    if store is None:
        yield Memory(options.settings())
    else:
        with opened(store, options, create=True) as shelf:
            yield shelf


def _fill(
    shelf: Memory | Store | Collection, paths: Sequence[Path | str], reader: Reader, progress: Progress | None
) -> KnowledgeGraph:
    """Read what is given, extract what the shelf has not, and make the graph of all that it has."""
    clock, sieve, settings = Clock(), Sieve(), shelf.settings
    given = sieve.good("read", clock.each("read", read(paths)))
    missing: Iterable[Document] = sieve.good("look up", clock.each("look up", shelf.unread(given)))
    if isinstance(shelf, Memory):
        missing = list(missing)  # so that progress has an end
    seen = Seen(missing, progress)
    found = clock.each("extract", reader(seen))
    foreign = []
    for extraction in sieve.good("extract", seen.shown(found)):
        with clock.on("keep"):
            shelf.put(extraction)
        foreign += [] if extraction.english else [extraction.document.source or extraction.document.key]
    with clock.on("resolve and write"):
        outcome = shelf.finish()
    report = Report(
        read=sieve.passed["read"],
        built=sieve.passed["extract"] + shelf.tally.unchanged,
        errors=tuple(sorted(sieve.errors, key=str)),
        skips=outcome.skips,
        unmatched=outcome.unmatched,
        foreign=tuple(sorted(foreign)),
        left_out=sieve.left_out,
        unchanged=shelf.tally.unchanged,
        replaced=shelf.tally.replaced,
        again=shelf.tally.again,
        held=outcome.held,
        timings=clock.seconds,
    )
    return KnowledgeGraph(outcome.graph, settings.ontology, report)


class Sieve:
    """Parts what succeeded from what failed: `passed` counts by stage, `left_out` what is nobody's fault by reason."""

    def __init__(self) -> None:
        self.passed: Counter[str] = Counter()
        self.left_out: Counter[str] = Counter()
        self.errors: list[InputError] = []

    def good(self, stage: str, items: Iterable[T | InputError]) -> Iterator[T]:
        """Give what succeeded."""
        for item in items:
            if not isinstance(item, InputError):
                self.passed[stage] += 1
                yield item
            elif item.reason in LEFT_OUT:
                self.left_out[item.reason] += 1
            else:
                self.errors.append(item)


class Seen:
    """Documents on their way, so that progress can name each one that is done."""

    def __init__(self, documents: Iterable[Document], progress: Progress | None) -> None:
        self._documents, self._progress = documents, progress
        self._total = len(documents) if isinstance(documents, list) else None
        self._keys: deque[str] = deque()

    def __iter__(self) -> Iterator[Document]:
        for document in self._documents:
            self._keys.append(document.key)
            yield document

    def shown(self, results: Iterable[R]) -> Iterator[R]:
        """Tell of each result; the key is that of a document whose turn it is, for results may come in another order."""
        for done, result in enumerate(results, start=1):
            if self._progress:
                self._progress(done, self._total, self._keys[0])
            self._keys.popleft()
            yield result


class Clock:
    """Adds up the seconds of each stage, as `now` tells them; a stage inside another is taken out of it."""

    def __init__(self, now: Callable[[], float] = perf_counter) -> None:
        self._now = now
        self.seconds: dict[str, float] = {}
        self._stages: list[str] = []
        self._since = 0.0

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count what is done inside to a stage."""
        self._turn()
        self._stages.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._stages.pop()

    def each(self, stage: str, items: Iterable[R]) -> Iterator[R]:
        """Give the items, and count to a stage what it takes to make them."""
        iterator = iter(items)
        while True:
            with self.on(stage):
                item = next(iterator, _END)
            if item is _END:
                return
            yield item  # type: ignore[misc]

    def _turn(self) -> None:
        now = self._now()
        if self._stages:
            self.seconds[self._stages[-1]] = self.seconds.get(self._stages[-1], 0.0) + now - self._since
        self._since = now
