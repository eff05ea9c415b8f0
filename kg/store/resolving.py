"""From the extractions of a store to what each of its named graphs holds.

The same as `kg.resolve.resolve`, cut where documents meet: who is who inside a document is kept with it, and its
statements are made again only when one of its entities became another.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import sha256

from kg.graph.names import Names
from kg.graph.nodes import claim_lines, dispute_lines, document_lines, shared_lines
from kg.graph.write import check_relations
from kg.ids import content_hash
from kg.model import Correction, Document, Entity, ResolvedDocument
from kg.read.copies import copies
from kg.read.sources import identify
from kg.resolve import compare, resolve
from kg.resolve.coreference import Chain
from kg.resolve.entities import merge
from kg.resolve.known import typed
from kg.resolve.statements import StatementMaker
from kg.store.blocks import packed, unpacked
from kg.store.coding import encode
from kg.store.journal import Journal
from kg.store.memory import unmatched
from kg.store.settings import Settings
from kg.store.spool import Spool
from kg.store.worked_out import Fresh, Kept, Said, bare

__all__ = ["Maker", "Part", "Plan", "Settled", "afresh", "bare", "collection", "digest_of", "shared_part", "whole"]

Skips = Counter[tuple[str, str]]

_AT_ONCE = 1000
"""Lines that are hashed at once."""


@dataclass(frozen=True, slots=True)
class Settled:
    """What a collection settles of a document, its identifier and whose copy it is, and a mark of its version."""

    identifier: str
    copy_of: str | None
    version: str


@dataclass(frozen=True, slots=True)
class Part:
    """A named graph: its IRI, a hash of what it is made of, and how to make its lines, sorted and each once."""

    iri: str
    digest: str
    make: Callable[[], list[str]]
    made: Callable[[], bytes | None] = lambda: None

    def lines(self) -> list[str]:
        """Give what it holds (`kg.graph.lines`)."""
        data = self.made()
        return self.make() if data is None else unpacked(data)

    def packed(self) -> bytes:
        """Give its lines as a block of the file of all (`kg.store.blocks`)."""
        data = self.made()
        return packed(self.make()) if data is None else data


@dataclass(frozen=True, slots=True)
class Plan:
    """Every named graph that a store should have, and what the report of a build says."""

    parts: tuple[Part, ...]
    skips: Skips
    unmatched: tuple[str, ...] = ()


def afresh(journal: Journal, settings: Settings, spool: Spool) -> Plan:
    """Work out what the graphs of a store should hold, from what was read in each document alone; nothing is written."""
    if settings.corrections:
        return whole(journal, settings)
    return _stepwise(journal, settings, spool, Fresh(journal, settings))


def collection(journal: Journal, settings: Settings) -> dict[str, Settled]:
    """Give what the collection settles of each document that was read with these settings, by key and sorted."""
    marks = list(journal.marks(settings.reading))
    names = identify({mark.key: (mark.identifier, mark.place) for mark in marks})
    leads = copies(dict(journal.signatures(settings.reading)))
    return {m.key: Settled(names[m.key], leads.get(m.key), f"{m.given} {m.made}") for m in marks}


def whole(journal: Journal, settings: Settings) -> Plan:
    """Work it out in one piece, as corrections need it: they reach across documents in every direction."""
    settled = collection(journal, settings)
    extractions = (journal.entry(key).read_extraction(it.identifier, it.copy_of) for key, it in settled.items())
    resolution = resolve(extractions, settings.ontology, settings.corrections)
    check_relations(resolution.documents, settings.ontology)
    names, skips = Names.of(settings.run), Skips()
    parts = []
    for resolved in resolution.documents:
        parts.append(_document_part(resolved, settings, names))
        skips.update((skip.stage, skip.reason) for skip in resolved.skips)
    parts += _shared(resolution.entities, resolution.corrections, resolution.documents, settings, None)
    return Plan(tuple(parts), skips, unmatched(resolution.corrections))


def _document_part(resolved: ResolvedDocument, settings: Settings, names: Names) -> Part:
    digest = content_hash(settings.writing, encode(resolved).decode("ascii"), length=16)
    iri = names.document(resolved.document.key).value
    return Part(iri, digest, lambda: sorted(set(document_lines(resolved, names))))


def _stepwise(journal: Journal, settings: Settings, spool: Spool, worked_out: Fresh) -> Plan:
    skips = Skips()
    settled = collection(journal, settings)
    entities, of = _merged(worked_out.chains(settings.reading), settings)
    made = Maker(journal, settings, settled, of.__getitem__, spool, worked_out)
    documents = []
    for key, it in settled.items():
        said = made.say(key, digest_of(settings, it, of[key]))
        skips.update({(stage, reason): number for stage, reason, number in said.skips})
        document = Document(key, key, "", copy_of=settled[key].copy_of)
        documents.append(ResolvedDocument(document, statements=said.statements))
    check_relations(documents, settings.ontology)
    return Plan((*made.parts, *_shared(entities, (), documents, settings, spool)), skips)


def _merged(found: Iterable[tuple[str, list[Chain]]], settings: Settings) -> tuple[list[Entity], dict[str, list[str]]]:
    """Merge the chains of all documents: the entities, and for each document those of its chains in their order."""
    chains = list(found)
    entities, of = merge(chains, None, settings.ontology.gazetteer)
    return entities, {key: [of[key, number] for number in range(len(found))] for key, found in chains}


def digest_of(settings: Settings, it: Settled, entities: Iterable[str]) -> str:
    """Hash what the graph of a document is made of."""
    return content_hash(settings.writing, it.version, it.identifier, it.copy_of, *entities, length=16)


class Maker:
    """Makes the documents of a store whose entities are known: `of` gives those of the chains of a document."""

    def __init__(
        self,
        journal: Journal,
        settings: Settings,
        settled: Mapping[str, Settled],
        of: Callable[[str], Sequence[str]],
        spool: Spool,
        worked_out: Kept | Fresh,
    ) -> None:
        self._journal, self._settings, self._settled, self._of, self._spool = journal, settings, settled, of, spool
        self._worked_out = worked_out
        self._names = Names.of(settings.run)
        self.parts: list[Part] = []

    def add(self, key: str, digest: str) -> None:
        """Note the graph of a document, made of what this hash stands for."""
        iri = self._names.document(key).value
        self.parts.append(Part(iri, digest, lambda: self._lines(self._resolved(key)), lambda: self._spool.get(iri)))

    def say(self, key: str, digest: str) -> Said:
        """Do so, and give what the document says, from the journal where it still holds."""
        self.add(key, digest)
        return self._worked_out.said(key, digest) or self._say(key, digest)

    def _say(self, key: str, digest: str) -> Said:
        """Work out what a document says and, since that takes most of it, its graph."""
        resolved, iri = self._resolved(key), self._names.document(key).value
        found = Said.by(resolved)
        self._worked_out.say(key, digest, found)
        if self._spool.lacks(iri, digest):
            self._spool.put(iri, self._lines(resolved))
        return found

    def _lines(self, resolved: ResolvedDocument) -> list[str]:
        return sorted(set(document_lines(resolved, self._names)))

    def _resolved(self, key: str) -> ResolvedDocument:
        entry, it = self._journal.entry(key), self._settled[key]
        extraction, found = entry.read_extraction(it.identifier, it.copy_of), self._worked_out.references(entry)
        entities = self._of(key)
        entity = {i: entities[n] for i, n in found.of.items()}
        named = {i for i, n in found.of.items() if found.chains[n].named}
        ontology = self._settings.ontology
        return StatementMaker(typed(extraction, ontology.gazetteer), entity, named, ontology).resolve()


def _shared(
    entities: Sequence[Entity],
    corrections: tuple[Correction, ...],
    documents: Sequence[ResolvedDocument],
    settings: Settings,
    spool: Spool | None,
) -> Iterator[Part]:
    """Give the graphs of entities, claims and disputes."""
    run, names = settings.run, Names.of(settings.run)
    claims, disputes = compare(documents, settings.ontology)
    made: dict[str, Callable[[], Iterable[str]]] = {
        "entities": lambda: shared_lines(run, entities, corrections, names),
        "claims": lambda: (line for claim in claims for line in claim_lines(claim, names)),
        "disputes": lambda: (line for dispute in disputes for line in dispute_lines(dispute, names)),
    }
    for name, make in made.items():
        yield shared_part(f"{run.base}graph/{name}", settings, make, spool)


def shared_part(iri: str, settings: Settings, make: Callable[[], Iterable[str]], spool: Spool | None) -> Part:
    """Make a graph that belongs to no document, for its hash is that of its lines."""
    lines = sorted(set(make()))
    digest = sha256(settings.writing.encode())
    for start in range(0, len(lines), _AT_ONCE):
        digest.update("".join(lines[start : start + _AT_ONCE]).encode())
    found = digest.hexdigest()[:16]
    if spool and spool.lacks(iri, found):
        spool.put(iri, lines)
    return Part(iri, found, lambda: sorted(set(make())), lambda: spool.get(iri) if spool else None)
