"""Turn a resolution into triples and Turtle: the one file that knows the RDF form of the contract."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from typing import TypeAlias

from pyoxigraph import NamedNode, Quad, RdfFormat, Triple, serialize

from kg.errors import GraphInvalid
from kg.graph import namespaces as ns
from kg.graph.names import Names
from kg.graph.publish import without_texts
from kg.graph.terms import iri, moment, name, typed, verbatim
from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Claim,
    Correction,
    Dispute,
    Document,
    Entity,
    Modality,
    Resolution,
    ResolvedAttribution,
    ResolvedDocument,
    Run,
    Span,
    Statement,
)
from kg.ontology import Ontology

Row: TypeAlias = tuple[NamedNode, NamedNode, ns.Term]


def triples(resolution: Resolution, run: Run, ontology: Ontology, *, texts: bool = True) -> list[Triple]:
    """Give the whole graph, sorted and without repetition.

    `texts=False` leaves out the documents' texts and quotes, as `kg.graph.publish.without_texts` says.
    Raises `GraphInvalid` for a relation that the ontology lacks, a bad base IRI or a bad `same_as`.
    """
    check_relations(resolution.documents, ontology)
    names = Names.of(run)
    found = in_order(Triple(*row) for row in set(_rows(resolution, run, names)))
    return found if texts else without_texts(found)


def in_order(triples: Iterable[Triple]) -> list[Triple]:
    """Sort triples by subject, predicate and object; the order of every file that is written."""
    return sorted(triples, key=_order)


def turtle(triples: Iterable[Triple]) -> bytes:
    """Write triples as Turtle 1.1 in UTF-8; the same triples in the same order give the same bytes."""
    listed = list(triples)
    return _with_header(serialize(listed, format=RdfFormat.TURTLE, prefixes=prefixes(base_of(listed))) or b"")


def trig(quads: Iterable[Quad], base: str) -> bytes:
    """Write quads, sorted by graph, as TriG 1.1 in UTF-8; `base` is the base IRI or ""."""
    written = serialize(quads, format=RdfFormat.TRIG, prefixes=prefixes(base)) or b""
    return _with_header(written).replace(b"\n\n}", b"\n}\n")


def _with_header(written: bytes) -> bytes:
    """Sort the prefixes and set nodes apart."""
    *header, body = written.split(b"\n", written.count(b"\n@prefix ") + 1)
    # line ends inside literals are escaped, so " .\n" always ends a node
    return b"\n".join([*sorted(header), b"", body.replace(b" .\n", b" .\n\n").rstrip(b"\n"), b""])


def base_of(triples: Iterable[Triple]) -> str:
    """Give the base IRI of a graph, told by its run; "" where there is none."""
    run = next((str(t.subject) for t in triples if t.predicate == ns.CONTRACT_VERSION), "")
    return run.removeprefix("<").rpartition("run/")[0]


def prefixes(base: str) -> dict[str, str]:
    """Give the contract's prefixes, and those of the instances under a base IRI where there is one."""
    return ns.PREFIXES | ({prefix: base + folder for prefix, folder in ns.INSTANCES.items()} if base else {})


def _order(triple: Triple) -> tuple[str, str, str]:
    # rdf:type first, as people expect to read a node
    predicate = "" if triple.predicate == ns.TYPE else triple.predicate.value
    return str(triple.subject), predicate, str(triple.object)


def check_relations(documents: Iterable[ResolvedDocument], ontology: Ontology) -> None:
    """Refuse relations that the ontology lacks; raises `GraphInvalid`."""
    used = {statement.relation for resolved in documents for statement in resolved.statements}
    missing = sorted(used - set(ontology.relations))
    if missing:
        raise GraphInvalid(f"the ontology has no relation {', '.join(missing)}; declare it in kg.ttl")


def _rows(resolution: Resolution, run: Run, names: Names) -> Iterator[Row]:
    yield from shared_rows(run, resolution.entities, resolution.corrections, names)
    for resolved in resolution.documents:
        yield from document_rows(resolved, names)
    for claim in resolution.claims:
        yield from claim_rows(claim, names)
    for dispute in resolution.disputes:
        yield from dispute_rows(dispute, names)


def shared_rows(run: Run, entities: Iterable[Entity], corrections: Iterable[Correction], names: Names) -> Iterator[Row]:
    """Give what stands in the graph of entities: them, the run and the corrections."""
    yield from _run(run, names)
    for entity in entities:
        yield from _entity(entity, names)
    for correction in corrections:
        yield from correction_rows(correction, names)


def document_rows(resolved: ResolvedDocument, names: Names) -> Iterator[Row]:
    """Give what stands in the graph of one document."""
    yield from _document(resolved.document, names)
    yield from _spans(resolved, names)
    where = names.document(resolved.document.key)
    for attribution in resolved.attributions:
        yield from _attribution(attribution, where, names)
    for statement in resolved.statements:
        yield from _statement(statement, where, names)
        yield from _direct(statement, names)


def _run(run: Run, names: Names) -> Iterator[Row]:
    node = names.run
    yield node, ns.TYPE, ns.ACTIVITY
    yield node, ns.CONTRACT_VERSION, typed(str(ns.CONTRACT), "integer")
    yield node, ns.kg("softwareVersion"), name(run.version)
    yield node, ns.kg("model"), name(run.model)
    for key, value in run.settings:
        yield node, ns.kg("setting"), name(f"{key}={value}")


def _entity(entity: Entity, names: Names) -> Iterator[Row]:
    node = names.entity(entity.id)
    label = name(entity.name)
    yield node, ns.TYPE, ns.kg(entity.type)
    yield node, ns.LABEL, label
    for alias in map(name, entity.aliases):
        if alias != label:
            yield node, ns.ALIAS, alias
    if entity.anonymous:
        yield node, ns.ANONYMOUS, typed("true", "boolean")
    for same in entity.same_as:
        yield node, ns.SAME_AS, iri(same, f"owl:sameAs of {entity.name!r}")
    for reason in entity.merges:
        yield node, ns.MERGE_REASON, name(reason)


def _document(document: Document, names: Names) -> Iterator[Row]:
    node = names.document(document.key)
    for kind in ns.DOCUMENT_TYPES:
        yield node, ns.TYPE, kind
    yield node, ns.IDENTIFIER, name(document.identifier)
    yield node, ns.LANGUAGE, name(document.language)
    yield node, ns.SHA256, name(hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest())
    for predicate, value in _header(document):
        if value:
            yield node, predicate, name(value)
    if document.published:
        yield node, ns.ISSUED, moment(document.published)
    if document.copy_of is not None:
        yield node, ns.VERSION_OF, names.document(document.copy_of)
    yield node, ns.TEXT, verbatim(document.text)


def _header(document: Document) -> tuple[tuple[NamedNode, str | None], ...]:
    return (
        (ns.SOURCE, document.source),
        (ns.TITLE, document.title),
        (ns.PUBLISHER, document.publisher),
        (ns.AUTHOR, document.author),
    )


def _spans(resolved: ResolvedDocument, names: Names) -> Iterator[Row]:
    document = resolved.document
    where = names.document(document.key)
    for span in _used_spans(resolved):
        node = names.span(where, span)
        yield node, ns.TYPE, ns.STRING
        yield node, ns.CONTEXT, where
        yield node, ns.BEGIN, typed(str(span.start), "nonNegativeInteger")
        yield node, ns.END, typed(str(span.end), "nonNegativeInteger")
        yield node, ns.ANCHOR, verbatim(document.text[span.start : span.end])
    for denotation in resolved.denotations:
        node = names.span(where, denotation.span)
        yield node, ns.TYPE, ns.MENTION
        yield node, ns.DENOTES, names.entity(denotation.entity)


def _used_spans(resolved: ResolvedDocument) -> set[Span]:
    used = {denotation.span for denotation in resolved.denotations}
    for attribution in resolved.attributions:
        used.update(attribution.source, attribution.cue, attribution.content)
    for statement in resolved.statements:
        used.update(statement.evidence, statement.subject_mentions, statement.object_mentions)
    return used


def _attribution(attribution: ResolvedAttribution, where: NamedNode, names: Names) -> Iterator[Row]:
    node = names.attribution(attribution.id)
    yield node, ns.TYPE, ns.ATTRIBUTION
    yield node, ns.IN_DOCUMENT, where
    yield node, ns.QUOTATION, ns.kg(attribution.quotation)
    spans = (
        (ns.SOURCE_SPAN, attribution.source),
        (ns.CUE_SPAN, attribution.cue),
        (ns.CONTENT_SPAN, attribution.content),
    )
    for predicate, values in spans:
        for span in values:
            yield node, predicate, names.span(where, span)
    if attribution.speaker is not None:
        yield node, ns.SPEAKER, names.entity(attribution.speaker)
    if attribution.parent is not None:
        yield node, ns.WITHIN, names.attribution(attribution.parent)
    yield node, ns.CONFIDENCE, typed(f"{attribution.confidence:.2f}", "decimal")


def _statement(statement: Statement, where: NamedNode, names: Names) -> Iterator[Row]:
    node = names.statement(statement.id)
    yield node, ns.TYPE, ns.STATEMENT
    yield node, ns.PREDICATE, NamedNode(ns.REL + statement.relation)
    if statement.subject is not None:
        yield node, ns.SUBJECT, names.entity(statement.subject)
    if statement.object is not None:
        yield node, ns.OBJECT, names.entity(statement.object)
    yield node, ns.POLARITY, ns.kg(statement.polarity)
    yield node, ns.MODALITY, ns.kg(statement.modality)
    yield node, ns.ATTRIBUTED_TO, _speaker(statement.speaker, names)
    yield node, ns.CONFIDENCE, typed(f"{statement.confidence:.2f}", "decimal")
    yield node, ns.IN_DOCUMENT, where
    yield node, ns.GENERATED_BY, names.run
    yield from _words(node, statement, where, names)


def _words(node: NamedNode, statement: Statement, where: NamedNode, names: Names) -> Iterator[Row]:
    for cue in statement.cues:
        yield node, ns.CUE, verbatim(cue)
    spans = (
        (ns.EVIDENCE, statement.evidence),
        (ns.SUBJECT_MENTION, statement.subject_mentions),
        (ns.OBJECT_MENTION, statement.object_mentions),
    )
    for predicate, values in spans:
        for span in values:
            yield node, predicate, names.span(where, span)
    for span in statement.evidence:
        yield names.span(where, span), ns.TYPE, ns.EVIDENCE_SPAN
    for other in statement.content:
        yield node, ns.CONTENT, names.statement(other)
    if statement.correction is not None:
        yield node, ns.CORRECTED_BY, names.correction(statement.correction)
    if statement.via is not None:
        yield node, ns.VIA, names.attribution(statement.via)
    if statement.time_text:
        yield node, ns.TIME_TEXT, verbatim(statement.time_text)
    if statement.time:
        yield node, ns.TIME, moment(statement.time)


def _speaker(speaker: str, names: Names) -> NamedNode:
    return ns.kg(speaker) if speaker in (NARRATOR, UNATTRIBUTED) else names.entity(speaker)


def _direct(statement: Statement, names: Names) -> Iterator[Row]:
    if statement.modality != Modality.ASSERTED or statement.subject is None or statement.object is None:
        return
    layer = ns.LAYERS[statement.speaker != NARRATOR, statement.polarity]
    yield names.entity(statement.subject), NamedNode(layer + statement.relation), names.entity(statement.object)


def claim_rows(claim: Claim, names: Names) -> Iterator[Row]:
    """Give what the graph says of a claim."""
    node = names.claim(claim.id)
    yield node, ns.TYPE, ns.CLAIM_CLASS
    yield node, ns.REPORTS, typed(str(claim.reports), "integer")
    for _, statement in claim.statements:
        yield node, ns.STATEMENT_OF, names.statement(statement)
    for key in claim.documents:
        yield node, ns.DOCUMENTS, names.document(key)
    for speaker in claim.speakers:
        yield node, ns.SPEAKERS, names.entity(speaker)


def dispute_rows(dispute: Dispute, names: Names) -> Iterator[Row]:
    """Give what the graph says of a dispute."""
    node = names.dispute(dispute.id)
    yield node, ns.TYPE, ns.DISPUTE
    yield node, ns.CLAIM_OF, names.claim(dispute.claim)
    for counter in dispute.counter:
        yield node, ns.COUNTER, names.claim(counter)
    for party in dispute.parties:
        yield node, ns.PARTY, names.entity(party)


def correction_rows(correction: Correction, names: Names) -> Iterator[Row]:
    """Give what the graph says of a correction that took effect; of a rejected statement nothing but its document."""
    if correction.unmatched or (correction.kind == "missing" and not correction.targets):
        return
    node = names.correction(correction.id)
    yield node, ns.TYPE, ns.CORRECTION
    yield node, ns.KIND, name(correction.kind)
    yield node, ns.WHO, name(correction.who)
    yield node, ns.WHY, name(correction.why)
    if correction.when:
        yield node, ns.WHEN, moment(correction.when)
    for key in correction.documents:
        yield node, ns.DOCUMENTS, names.document(key)
    mint = names.statement if correction.kind == "missing" else names.entity
    for target in correction.targets:
        yield node, ns.TARGET, mint(target)
