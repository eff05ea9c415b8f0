"""Two stages at the end: what each document says becomes its named graph; what they all say, claims and disputes."""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.cluster.bench import Bench
from kg.cluster.names import SETTLE, Part
from kg.cluster.shards import Block, shared_graph, write_merged, write_shard
from kg.cluster.shuffle import partition, row
from kg.graph.names import Names
from kg.graph.nodes import claim_lines, dispute_lines, document_lines, shared_lines
from kg.graph.write import check_relations
from kg.model import Claim, Correction, Dispute, Document, Extraction, Modality, Polarity, ResolvedDocument, Statement
from kg.read.sources import identify
from kg.resolve import compare, resolve
from kg.resolve.known import typed
from kg.resolve.statements import StatementMaker
from kg.store.entries import References
from kg.store.resolving import bare

TELL = "tell"

Skips = list[tuple[str, str, int]]


@dataclass(frozen=True, slots=True)
class Outline:
    """What a task put into the graph: how many statements, entities and disputes; what was seen and not taken."""

    skips: Skips
    statements: int = 0
    entities: int = 0
    disputes: int = 0
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class _Told:
    """A statement on its way to a pair of entities: the key of its document, whose copy that is, and what it says."""

    key: str
    copy_of: str | None
    statement: Statement


def tell(bench: Bench, part: Part) -> Outline:
    """Write the graphs of the documents of a share of the batches, and send their statements to be compared."""
    teller = _Teller(bench)
    entities: dict[str, dict[int, str]] = defaultdict(dict)
    for _, written in bench.arrived(SETTLE, part.all, part.number):
        _, key, number, entity = json.loads(written)
        entities[key][number] = entity
    write_merged(bench.place, "documents", part.number, (teller.blocks(batch, entities) for batch in part.batches))
    bench.send(teller.outbox, TELL, part.number)
    return Outline(_rows(teller.skips), statements=teller.statements)


class _Teller:
    """Turns batches into named graphs, and notes on the way what goes to others."""

    def __init__(self, bench: Bench) -> None:
        self._bench, self._names = bench, Names.of(bench.settings.run)
        self.outbox, self.skips, self.statements = bench.outbox(), Counter[tuple[str, str]](), 0

    def blocks(self, batch: int, entities: Mapping[str, dict[int, str]]) -> Iterator[Block]:
        """Give the named graph of each document; `entities` gives that of each chain by the document's key."""
        for extraction, who in self._bench.kept(batch):
            resolved = _resolved(self._bench, extraction, who, entities.get(extraction.document.key, {}))
            check_relations([resolved], self._bench.settings.ontology)
            self.skips.update((skip.stage, skip.reason) for skip in resolved.skips)
            self.statements += len(resolved.statements)
            for where, sent in _sent(self._bench, resolved):
                self.outbox.put(where, "t", sent)
            yield _block(resolved, self._names)


def _block(resolved: ResolvedDocument, names: Names) -> Block:
    return names.document(resolved.document.key).value, document_lines(resolved, names)


def _rows(skips: Counter[tuple[str, str]]) -> Skips:
    return [(*skip, number) for skip, number in sorted(skips.items())]


def _resolved(bench: Bench, extraction: Extraction, who: References, of: dict[int, str]) -> ResolvedDocument:
    settled, ontology = bench.settled, bench.settings.ontology
    document = _called(extraction.document, settled.identifiers)
    extraction = replace(extraction, document=replace(document, copy_of=settled.leads.get(document.key)))
    entity = {i: of[number] for i, number in who.of.items()}
    named = {i for i, number in who.of.items() if who.chains[number].named}
    return StatementMaker(typed(extraction, ontology.gazetteer), entity, named, ontology).resolve()


def _called(document: Document, contested: Mapping[str, str]) -> Document:
    """Give a document with its identifier: the one that was settled, or its first choice, which nobody else wants."""
    if document.key in contested:
        return replace(document, identifier=contested[document.key])
    [first] = identify({document.key: (document.identifier, document.source)}).values()
    return replace(document, identifier=first)


def _sent(bench: Bench, resolved: ResolvedDocument) -> Iterator[tuple[int, _Told]]:
    """Give each asserted statement for the partition of its ends; a denial also for those of what it denies."""
    document = resolved.document
    asserted = {s.id: s for s in resolved.statements if s.modality == Modality.ASSERTED and (s.subject or s.object)}
    where = {id_: _partition(document.key, s.subject, s.object, bench) for id_, s in asserted.items()}
    denial = bench.settings.ontology.of("denial")
    for id_, statement in asserted.items():
        homes = {where[id_]}
        if statement.relation in denial and statement.polarity == Polarity.POSITIVE:
            homes.update(where[other] for other in statement.content if other in where)
        yield from ((home, _Told(document.key, document.copy_of, bare(statement))) for home in sorted(homes))


def _partition(key: str, subject: str | None, object_: str | None, bench: Bench) -> int:
    """Give the partition of a pair of entities, in either order; with one end alone they are those of one document."""
    ends = sorted((subject or "", object_ or "", "" if subject and object_ else key))
    return partition("\n".join(ends), bench.partitions)


def contrast(bench: Bench, part: Part) -> Outline:
    """Make the claims about the pairs of a partition, and the disputes over them.

    A denial that came as a visitor helps to find who disputes what it denies; the claim that it makes itself is made
    where it is at home.
    """
    told: dict[str, dict[str, _Told]] = defaultdict(dict)
    for _, written in bench.arrived(TELL, part.all, part.number):
        found = row(_Told, written)
        told[found.key][found.statement.id] = found
    documents = [_bare(key, list(found.values())) for key, found in sorted(told.items())]
    claims, disputes = compare(documents, bench.settings.ontology)
    ours = {c.id: c for c in claims if _partition(c.documents[0], c.subject, c.object, bench) == part.number}
    kept = [dispute for dispute in disputes if dispute.claim in ours]
    _write_shared(bench, part.number, list(ours.values()), kept)
    return Outline([], disputes=len(kept))


def _bare(key: str, found: Sequence[_Told]) -> ResolvedDocument:
    document = Document(key, key, "", copy_of=found[0].copy_of)
    return ResolvedDocument(document, statements=tuple(told.statement for told in found))


def _write_shared(bench: Bench, number: int, claims: Iterable[Claim], disputes: Iterable[Dispute]) -> None:
    """Write the shards of some claims and disputes."""
    names = Names.of(bench.settings.run)
    lines = (line for claim in claims for line in claim_lines(claim, names))
    write_shard(bench.place, "claims", number, [(shared_graph(bench.settings.run, "claims"), lines)])
    lines = (line for dispute in disputes for line in dispute_lines(dispute, names))
    write_shard(bench.place, "disputes", number, [(shared_graph(bench.settings.run, "disputes"), lines)])


def whole(bench: Bench, batches: Sequence[int]) -> Outline:
    """Resolve the whole collection in one piece, as corrections need it, which reach from any document to any other."""
    settings, names = bench.settings, Names.of(bench.settings.run)
    read = [extraction for batch in batches for extraction, _ in bench.kept(batch)]
    called = identify({e.document.key: (e.document.identifier, e.document.source) for e in _by_key(read)})
    extractions = [replace(e, document=replace(e.document, identifier=called[e.document.key])) for e in read]
    found = resolve(extractions, settings.ontology, settings.corrections)
    check_relations(found.documents, settings.ontology)
    skips = Counter((skip.stage, skip.reason) for resolved in found.documents for skip in resolved.skips)
    blocks = ([_block(resolved, names)] for resolved in found.documents)
    write_merged(bench.place, "documents", 0, blocks)
    lines = shared_lines(settings.run, found.entities, found.corrections, names)
    write_shard(bench.place, "entities", 0, [(shared_graph(settings.run, "entities"), lines)])
    _write_shared(bench, 0, found.claims, found.disputes)
    count = sum(len(resolved.statements) for resolved in found.documents)
    return Outline(_rows(skips), count, len(found.entities), len(found.disputes), found.corrections)


def _by_key(extractions: Iterable[Extraction]) -> list[Extraction]:
    return sorted(extractions, key=lambda extraction: extraction.document.key)
