"""Take a statement out of a graph that stands: nothing is left that only this statement says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence, Set
from dataclasses import replace
from urllib.parse import unquote

from pyoxigraph import NamedNode, Triple

from kg.errors import GraphInvalid, QueryError
from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.names import Names
from kg.graph.read import GraphRecords, StatementRecord, records
from kg.graph.store import Graph
from kg.graph.write import base_of, claim_rows, correction_rows, dispute_rows, in_order
from kg.model import Correction, Document, Entity, Modality, Polarity, ResolvedDocument, Span, Statement
from kg.ontology import Ontology
from kg.resolve import compare
from kg.resolve.corrections import disowned, is_meant
from kg.resolve.judgements import is_document
from kg.resolve.naming import normal

_SPAN_ENDS = {
    ns.SOURCE_SPAN,
    ns.CUE_SPAN,
    ns.CONTENT_SPAN,
    ns.EVIDENCE,
    ns.SUBJECT_MENTION,
    ns.OBJECT_MENTION,
}
_DIRECT = tuple(ns.LAYERS.values())


def reject(graph: Graph, correction: Correction, ontology: Ontology) -> Graph:
    """Give the graph without what the correction calls wrong and with the correction, as a rebuild would give it.

    Direct triples, claims and disputes are made anew of what is left; entities, mentions and spans that only the
    wrong statements used go with them. Raises `GraphInvalid` for a graph without base IRI, `QueryError` if nothing
    is like that.
    """
    read, names = records(graph), Names(base_of(graph.triples()), NamedNode("run:"))
    removed = _meant(correction, read, names.base)
    if not removed:
        raise QueryError("no statement in the graph is like that")
    gone = {statement.iri for statement in removed}
    left = [statement for statement in read.statements if statement.iri not in gone]
    gone |= _unused(removed, left, read)
    triples = [t for t in graph.triples() if not _is_about(t, gone)]
    triples = _without_offices(triples, removed, left, read, ontology)
    triples = _without_loose_ends(triples, read)
    made = {*read.claims, *(dispute.iri for dispute in read.disputes)}
    triples = [t for t in triples if _value(t.subject) not in made and not t.predicate.value.startswith(_DIRECT)]
    documents = tuple(sorted({key_of(statement.document, names.base) for statement in removed}))
    triples += _derived(left, read, names, ontology)
    triples += [Triple(*row) for row in correction_rows(replace(correction, documents=documents), names)]
    return Graph.from_triples(in_order(set(triples)))


def key_of(document: str, base: str) -> str:
    """Give a document's key by its IRI, the reverse of `kg.ids.document_iri`; raises `GraphInvalid` without base."""
    if not base:
        raise GraphInvalid("the graph names no run, so its base IRI is not known; build it again")
    return unquote(document.removeprefix(f"{base}doc/"), errors="surrogatepass")


def _meant(correction: Correction, read: GraphRecords, base: str) -> list[StatementRecord]:
    entities = {_id(e.iri): Entity(_id(e.iri), e.type, e.label, e.aliases) for e in read.entities.values()}
    documents = {
        d.iri: Document(key_of(d.iri, base), d.identifier, "", d.source or "") for d in read.documents.values()
    }
    return [
        s
        for s in read.statements
        if (not correction.document or is_document(correction.document, documents[s.document]))
        and is_meant(correction, _local(s), entities)
    ]


def _value(term: object) -> str:
    return getattr(term, "value", "")


def _is_about(triple: Triple, gone: Set[str]) -> bool:
    return _value(triple.subject) in gone or _value(triple.object) in gone


def _unused(removed: Iterable[StatementRecord], left: Iterable[StatementRecord], read: GraphRecords) -> set[str]:
    used = {end for s in left for end in (s.subject, s.object, s.speaker)}
    used |= {attribution.speaker for attribution in read.attributions.values()}
    return {end for s in removed for end in (s.subject, s.object, s.speaker) if end in read.entities and end} - used


def _without_offices(
    triples: Iterable[Triple],
    removed: Iterable[StatementRecord],
    left: Iterable[StatementRecord],
    read: GraphRecords,
    ontology: Ontology,
) -> list[Triple]:
    """Take the names that only the removed statements gave off their entities."""
    entities = [Entity(e.iri, e.type, e.label, e.aliases) for e in read.entities.values()]
    found = disowned(map(_plain, removed), map(_plain, left), entities, ontology)
    spans = {f"{s.document}#char={s.start},{s.end}": s.text for e in found for s in read.entities[e].mentions}

    def is_kept(triple: Triple) -> bool:
        subject, target = _value(triple.subject), _value(triple.object)
        if triple.predicate == ns.ALIAS:
            return normal(target) not in found.get(subject, ())
        if triple.predicate == ns.MERGE_REASON:
            return normal(target.partition(": ")[0]) not in found.get(subject, ())
        if triple.predicate == ns.DENOTES and target in found:
            return normal(spans.get(subject, "")) not in found[target]
        return True

    return [t for t in triples if is_kept(t)] if found else list(triples)


def _without_loose_ends(triples: Sequence[Triple], read: GraphRecords) -> list[Triple]:
    """Forget spans that nothing points to, kinds that a span is no longer, and corrections without their statement."""
    held = {predicate: set[str]() for predicate in (*_SPAN_ENDS, ns.CORRECTED_BY)}
    for triple in triples:
        if triple.predicate in held:
            held[triple.predicate].add(_value(triple.object))
    mentions = {_value(t.subject) for t in triples if t.predicate == ns.DENOTES}
    spans = {_value(t.subject) for t in triples if t.predicate == ns.TYPE and t.object == ns.STRING}
    loose = spans - mentions - set().union(*(held[end] for end in _SPAN_ENDS))
    added = {_value(t.subject) for t in triples if t.predicate == ns.KIND and _value(t.object) == "missing"}
    loose |= added - held[ns.CORRECTED_BY]
    quotes = spans - mentions - set().union(*(held[end] for end in _SPAN_ENDS - {ns.CONTENT_SPAN}))
    textless = {iri for iri, document in read.documents.items() if document.text is None}

    def is_kept(triple: Triple) -> bool:
        subject = _value(triple.subject)
        if triple.predicate == ns.TYPE and triple.object == ns.MENTION:
            return subject in mentions
        if triple.predicate == ns.TYPE and triple.object == ns.EVIDENCE_SPAN:
            return subject in held[ns.EVIDENCE]
        if triple.predicate == ns.ANCHOR and subject in quotes:
            return subject.partition("#")[0] not in textless
        return True

    return [t for t in triples if is_kept(t) and not _is_about(t, loose)]


def _derived(left: Sequence[StatementRecord], read: GraphRecords, names: Names, ontology: Ontology) -> Iterator[Triple]:
    for statement in left:
        if fact := direct(statement):
            yield Triple(*map(NamedNode, fact))
    documents: dict[str, list[Statement]] = {}
    for statement in left:
        documents.setdefault(key_of(statement.document, names.base), []).append(_local(statement))
    leads = {key_of(d.iri, names.base): key_of(d.copy_of, names.base) for d in read.documents.values() if d.copy_of}
    resolved = [
        ResolvedDocument(
            Document(key, key, "", copy_of=leads.get(key)), statements=tuple(sorted(found, key=lambda s: s.id))
        )
        for key, found in sorted(documents.items())
    ]
    claims, disputes = compare(resolved, ontology)
    for claim in claims:
        yield from (Triple(*row) for row in claim_rows(claim, names))
    for dispute in disputes:
        yield from (Triple(*row) for row in dispute_rows(dispute, names))


def _plain(statement: StatementRecord) -> Statement:
    """Give a statement as the model has it, with IRIs for ids."""
    return Statement(
        id=statement.iri,
        subject=statement.subject,
        relation=statement.relation,
        object=statement.object,
        polarity=Polarity(statement.polarity),
        modality=Modality(statement.modality),
        speaker=statement.speaker,
        cues=statement.cues,
        evidence=tuple(Span(s.start, s.end) for s in statement.evidence),
        content=statement.content,
    )


def _local(record: StatementRecord) -> Statement:
    """Give a statement as the build had it, with ids."""
    return replace(
        _plain(record),
        id=_id(record.iri),
        subject=record.subject and _id(record.subject),
        object=record.object and _id(record.object),
        speaker=_id(record.speaker),
        content=tuple(map(_id, record.content)),
    )


def _id(iri: str) -> str:
    return iri.rpartition("/")[2]
