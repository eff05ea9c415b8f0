"""The part of a graph that holds some statements and what they need; it keeps the contract as the whole does."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.filter import Filter
from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.read import ClaimRecord, DisputeRecord, GraphRecords, StatementRecord, records
from kg.graph.store import Graph
from kg.graph.write import in_order
from kg.model import NARRATOR, UNATTRIBUTED
from kg.ontology import Ontology
from kg.resolve.claims import count_reports

_DIRECT = tuple(ns.LAYERS.values())
_SPANS = (ns.SOURCE_SPAN, ns.CUE_SPAN, ns.CONTENT_SPAN, ns.EVIDENCE, ns.SUBJECT_MENTION, ns.OBJECT_MENTION)
_VOICES = (NARRATOR, UNATTRIBUTED)


def chosen(graph: Graph, wanted: Filter, ontology: Ontology) -> Graph:
    """Give the graph of the statements that pass, the same graph where nothing is asked.

    With them stay their documents, entities with every mention in those documents, attributions with what encloses
    them, and the corrections that put one in. Direct triples, claims and disputes are those of the statements that
    stay. A statement that one of them is about (`kg:content`) stays only if it passes, too. Raises `QueryError`.
    """
    if not wanted:
        return graph
    read = records(graph)
    part = part_of(read, wanted.choose(read, ontology))
    kept = _nodes(graph, part)
    made = {*read.claims, *(dispute.iri for dispute in read.disputes)}
    triples = [t for t in graph.triples() if _stays(t, kept, made)]
    triples += _derived(part)
    return Graph.from_triples(in_order(_without_loose_ends(set(triples), kept)))


def part_of(read: GraphRecords, statements: Sequence[StatementRecord]) -> GraphRecords:
    """Give the records that some statements need; claims count anew what is left of them."""
    ids = {s.iri for s in statements}
    documents = {s.document for s in statements}
    attributions = set(_enclosing(read, (s.via for s in statements if s.via)))
    ends = {end for s in statements for end in (s.subject, s.object, s.speaker) if end}
    ends |= {speaker for iri in attributions if (speaker := read.attributions[iri].speaker)}
    leads = {d.iri: d.copy_of for d in read.documents.values() if d.copy_of}
    by_iri = {s.iri: s for s in statements}
    found = (_left(claim, by_iri, leads) for claim in read.claims.values() if ids & set(claim.statements))
    claims = {claim.iri: claim for claim in found}
    return GraphRecords(
        documents={
            iri: replace(d, copy_of=d.copy_of if d.copy_of in documents else None)
            for iri, d in read.documents.items()
            if iri in documents
        },
        entities={
            iri: replace(e, mentions=tuple(m for m in e.mentions if m.document in documents))
            for iri, e in read.entities.items()
            if iri in ends
        },
        attributions={iri: read.attributions[iri] for iri in sorted(attributions)},
        statements=tuple(replace(s, content=tuple(c for c in s.content if c in ids)) for s in statements),
        claims=claims,
        disputes=tuple(_disputes(read.disputes, claims, ids, ends)),
    )


def _enclosing(read: GraphRecords, first: Iterable[str]) -> Iterator[str]:
    waiting, seen = list(first), set[str]()
    while waiting:
        iri = waiting.pop()
        if iri in read.attributions and iri not in seen:
            seen.add(iri)
            yield iri
            waiting += filter(None, [read.attributions[iri].within])


def _left(claim: ClaimRecord, statements: Mapping[str, StatementRecord], leads: Mapping[str, str]) -> ClaimRecord:
    left = [statements[iri] for iri in claim.statements if iri in statements]
    return ClaimRecord(
        iri=claim.iri,
        statements=tuple(s.iri for s in left),
        reports=count_reports((s.document for s in left), leads),
        documents=tuple(sorted({s.document for s in left})),
        speakers=tuple(sorted({s.speaker for s in left if s.speaker not in _VOICES})),
    )


def _disputes(
    disputes: Iterable[DisputeRecord], claims: Mapping[str, ClaimRecord], statements: set[str], ends: set[str]
) -> Iterator[DisputeRecord]:
    for dispute in disputes:
        counter = tuple(iri for iri in dispute.counter if iri in claims or iri in statements)
        if dispute.claim in claims and counter:
            yield replace(dispute, counter=counter, parties=tuple(p for p in dispute.parties if p in ends))


def _nodes(graph: Graph, part: GraphRecords) -> set[str]:
    """Give the IRIs of all nodes that stay but claims, disputes and spans, which need more care."""
    kept = {*part.documents, *part.entities, *part.attributions, *(s.iri for s in part.statements)}
    for triple in graph.triples():
        if triple.predicate == ns.CONTRACT_VERSION or (
            triple.predicate == ns.CORRECTED_BY and _iri(triple.subject) in kept
        ):
            kept.add(_iri(triple.subject if triple.predicate == ns.CONTRACT_VERSION else triple.object))
    documents = set(part.documents)
    for triple in graph.triples():
        if triple.predicate == ns.DENOTES and _iri(triple.object) in kept:
            if _iri(triple.subject).partition("#")[0] in documents:
                kept.add(_iri(triple.subject))
        elif triple.predicate in _SPANS and _iri(triple.subject) in kept:
            kept.add(_iri(triple.object))
    return kept


def _stays(triple: Triple, kept: set[str], made: set[str]) -> bool:
    if _iri(triple.subject) not in kept or triple.predicate.value.startswith(_DIRECT):
        return False
    leads_out = triple.predicate in (ns.CONTENT, ns.VERSION_OF, ns.TARGET, ns.DOCUMENTS, ns.DENOTES)
    return not leads_out or _iri(triple.object) in kept


def _without_loose_ends(triples: set[Triple], kept: set[str]) -> set[Triple]:
    """Forget that a span is evidence or a mention where nothing says so any more."""
    evidence = {_iri(t.object) for t in triples if t.predicate == ns.EVIDENCE}
    mentions = {_iri(t.subject) for t in triples if t.predicate == ns.DENOTES}

    def is_kept(triple: Triple) -> bool:
        if triple.predicate != ns.TYPE:
            return True
        if triple.object == ns.EVIDENCE_SPAN:
            return _iri(triple.subject) in evidence
        return triple.object != ns.MENTION or _iri(triple.subject) in mentions

    return {triple for triple in triples if is_kept(triple)}


def _derived(part: GraphRecords) -> Iterator[Triple]:
    for statement in part.statements:
        if fact := direct(statement):
            yield Triple(*map(NamedNode, fact))
    for claim in part.claims.values():
        node = NamedNode(claim.iri)
        yield Triple(node, ns.TYPE, ns.CLAIM_CLASS)
        yield Triple(node, ns.REPORTS, Literal(str(claim.reports), datatype=NamedNode(ns.XSD + "integer")))
        yield from _links(node, (ns.STATEMENT_OF, claim.statements), (ns.DOCUMENTS, claim.documents))
        yield from _links(node, (ns.SPEAKERS, claim.speakers))
    for dispute in part.disputes:
        node = NamedNode(dispute.iri)
        yield Triple(node, ns.TYPE, ns.DISPUTE)
        yield Triple(node, ns.CLAIM_OF, NamedNode(dispute.claim))
        yield from _links(node, (ns.COUNTER, dispute.counter), (ns.PARTY, dispute.parties))


def _links(node: NamedNode, *rows: tuple[NamedNode, Iterable[str]]) -> Iterator[Triple]:
    yield from (Triple(node, predicate, NamedNode(iri)) for predicate, iris in rows for iri in iris)


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
