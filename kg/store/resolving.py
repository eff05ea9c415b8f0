"""From the extractions of a store to what each of its named graphs holds; only what has changed is worked out again.

The same as `kg.resolve.resolve`, cut where documents meet: who is who inside a document is kept with it, and its
statements are made again only when one of its entities became another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from hashlib import sha256
from itertools import islice

from kg.graph.names import Names
from kg.graph.nodes import claim_lines, dispute_lines, document_lines, shared_lines
from kg.graph.write import check_relations
from kg.ids import content_hash
from kg.model import Correction, Document, Entity, ResolvedDocument, Statement
from kg.read.copies import copies
from kg.read.sources import identify
from kg.resolve import compare, resolve
from kg.resolve.entities import merge
from kg.resolve.known import typed
from kg.resolve.statements import StatementMaker
from kg.store.coding import encode
from kg.store.entries import decoded, read_chains
from kg.store.journal import Journal
from kg.store.memory import unmatched
from kg.store.settings import Settings

Skips = Counter[tuple[str, str]]

_AT_ONCE = 1000
"""Lines that are hashed at once."""


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says, for claims and disputes, and how often what was seen and not taken."""

    statements: tuple[Statement, ...]
    skips: tuple[tuple[str, str, int], ...]

    @classmethod
    def by(cls, resolved: ResolvedDocument) -> Said:
        """Take it from a resolved document."""
        counts = Counter((skip.stage, skip.reason) for skip in resolved.skips)
        statements = tuple(map(bare, resolved.statements))
        return cls(statements, tuple((*skip, number) for skip, number in sorted(counts.items())))


def bare(statement: Statement) -> Statement:
    """Leave out what claims and disputes do not ask for: they hold those of all documents."""
    return replace(
        statement,
        cues=(),
        evidence=(),
        subject_mentions=(),
        object_mentions=(),
        via=None,
        time_text=None,
        time=None,
    )


@dataclass(frozen=True, slots=True)
class Settled:
    """What a collection settles of a document, its identifier and whose copy it is, and a mark of its version."""

    identifier: str
    copy_of: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph: its IRI, a hash of what it is made of, and how to make it."""

    iri: str
    digest: str
    make: Callable[[], Iterable[str]]

    def lines(self) -> list[str]:
        """Make what it holds: lines (`kg.graph.lines`), sorted and each once."""
        return sorted(set(self.make()))


@dataclass(frozen=True, slots=True)
class Plan:
    """Every named graph that a store should have, and what the report of a build says."""

    parts: tuple[Part, ...]
    skips: Skips
    unmatched: tuple[str, ...] = ()


def plan(journal: Journal, settings: Settings, *, afresh: bool = False) -> Plan:
    """Work out what the graphs of a store should hold; raises `GraphInvalid`, and `StoreError` for a broken journal.

    With `afresh` nothing that was worked out before is used, and the hashes of the parts are others.
    """
    if settings.corrections or afresh:  # corrections reach across documents in every direction
        return _whole(journal, settings)
    return _stepwise(journal, settings)


def _collection(journal: Journal, settings: Settings) -> dict[str, Settled]:
    """Give what the collection settles of each document that was read with these settings, by key and sorted."""
    marks = list(journal.marks(settings.reading))
    names = identify({mark.key: (mark.identifier, mark.place) for mark in marks})
    leads = copies(dict(journal.signatures(settings.reading)))
    return {m.key: Settled(names[m.key], leads.get(m.key), f"{m.given} {m.made}") for m in marks}


def _whole(journal: Journal, settings: Settings) -> Plan:
    settled = _collection(journal, settings)
    extractions = (journal.entry(key).read_extraction(it.identifier, it.copy_of) for key, it in settled.items())
    resolution = resolve(extractions, settings.ontology, settings.corrections)
    check_relations(resolution.documents, settings.ontology)
    names, skips = Names.of(settings.run), Skips()
    parts = []
    for resolved in resolution.documents:
        parts.append(_document_part(resolved, settings, names))
        skips.update((skip.stage, skip.reason) for skip in resolved.skips)
    parts += _shared(resolution.entities, resolution.corrections, resolution.documents, settings)
    return Plan(tuple(parts), skips, unmatched(resolution.corrections))


def _document_part(resolved: ResolvedDocument, settings: Settings, names: Names) -> Part:
    digest = content_hash(settings.writing, encode(resolved).decode("ascii"), length=16)
    return Part(names.document(resolved.document.key).value, digest, lambda: document_lines(resolved, names))


def _stepwise(journal: Journal, settings: Settings) -> Plan:
    names, skips = Names.of(settings.run), Skips()
    settled = _collection(journal, settings)
    entities, of = _merged(journal, settings)
    made = _Maker(journal, settings, settled, of, names)
    documents = []
    for key, said in made.said():
        skips.update({(stage, reason): number for stage, reason, number in said.skips})
        document = Document(key, key, "", copy_of=settled[key].copy_of)
        documents.append(ResolvedDocument(document, statements=said.statements))
    check_relations(documents, settings.ontology)
    return Plan((*made.parts(), *_shared(entities, (), documents, settings)), skips)


def _merged(journal: Journal, settings: Settings) -> tuple[list[Entity], dict[str, list[str]]]:
    """Merge the chains of all documents: the entities, and for each document those of its chains in their order."""
    chains = [(key, read_chains(found, key)) for key, found in journal.chains(settings.reading)]
    entities, of = merge(chains, None, settings.ontology.gazetteer)
    return entities, {key: [of[key, number] for number in range(len(found))] for key, found in chains}


class _Maker:
    """Makes the resolved documents of a store whose entities are known."""

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        settled: dict[str, Settled],
        of: dict[str, list[str]],
        names: Names,
    ) -> None:
        self._journal, self._settings, self._settled, self._of, self._names = journal, settings, settled, of, names
        self._digests = {
            key: content_hash(settings.writing, it.version, it.identifier, it.copy_of, *of[key], length=16)
            for key, it in settled.items()
        }

    def parts(self) -> Iterator[Part]:
        """Give the graph of each document."""
        for key, digest in self._digests.items():
            yield Part(self._names.document(key).value, digest, lambda key=key: self._lines(key))  # type: ignore[misc]

    def said(self) -> Iterator[tuple[str, Said]]:
        """Give what each document says, from the journal where it still holds."""
        for key, digest in self._digests.items():
            written = self._journal.said(key, digest)
            found = Said.by(self._resolved(key)) if written is None else decoded(Said, written, key)
            if written is None:
                self._journal.say(key, digest, encode(found))
            yield key, found

    def _lines(self, key: str) -> Iterator[str]:
        return document_lines(self._resolved(key), self._names)

    def _resolved(self, key: str) -> ResolvedDocument:
        entry, it = self._journal.entry(key), self._settled[key]
        extraction, found = entry.read_extraction(it.identifier, it.copy_of), entry.read_references()
        entity = {i: self._of[key][n] for i, n in found.of.items()}
        named = {i for i, n in found.of.items() if found.chains[n].named}
        ontology = self._settings.ontology
        return StatementMaker(typed(extraction, ontology.gazetteer), entity, named, ontology).resolve()


def _shared(
    entities: Sequence[Entity],
    corrections: tuple[Correction, ...],
    documents: Sequence[ResolvedDocument],
    settings: Settings,
) -> Iterator[Part]:
    """Give the graphs of entities, claims and disputes."""
    run, names = settings.run, Names.of(settings.run)
    claims, disputes = compare(documents, settings.ontology)
    yield _shared_part("entities", settings, lambda: shared_lines(run, entities, corrections, names))
    yield _shared_part("claims", settings, lambda: (line for found in claims for line in claim_lines(found, names)))
    yield _shared_part(
        "disputes", settings, lambda: (line for found in disputes for line in dispute_lines(found, names))
    )


def _shared_part(name: str, settings: Settings, make: Callable[[], Iterable[str]]) -> Part:
    digest, lines = sha256(settings.writing.encode()), iter(make())
    while piece := "".join(islice(lines, _AT_ONCE)):
        digest.update(piece.encode())
    return Part(f"{settings.run.base}graph/{name}", digest.hexdigest()[:16], make)
