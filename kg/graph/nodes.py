"""What the graph says of each node, as lines (`kg.graph.lines`): documents, spans, entities, statements, claims."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator

from pyoxigraph import NamedNode

from kg.graph import namespaces as ns
from kg.graph.lines import FIRST, label, moment, quoted, typed
from kg.graph.names import Names
from kg.graph.terms import iri
from kg.ids import span_iri
from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Claim,
    Correction,
    Dispute,
    Document,
    Entity,
    Modality,
    ResolvedAttribution,
    ResolvedDocument,
    Run,
    Span,
    Statement,
)

_LABEL, _ALIAS, _MERGE_REASON, _DENOTES, _BEGIN, _END, _ANCHOR = map(
    str, (ns.LABEL, ns.ALIAS, ns.MERGE_REASON, ns.DENOTES, ns.BEGIN, ns.END, ns.ANCHOR)
)
_SOURCE_SPAN, _CUE_SPAN, _CONTENT_SPAN, _SPEAKER, _WITHIN, _QUOTATION, _CONFIDENCE, _IN_DOCUMENT = map(
    str,
    (ns.SOURCE_SPAN, ns.CUE_SPAN, ns.CONTENT_SPAN, ns.SPEAKER, ns.WITHIN, ns.QUOTATION, ns.CONFIDENCE, ns.IN_DOCUMENT),
)
_SUBJECT, _PREDICATE, _OBJECT, _POLARITY, _MODALITY, _ATTRIBUTED_TO, _GENERATED_BY = map(
    str, (ns.SUBJECT, ns.PREDICATE, ns.OBJECT, ns.POLARITY, ns.MODALITY, ns.ATTRIBUTED_TO, ns.GENERATED_BY)
)
_CUE, _EVIDENCE, _SUBJECT_MENTION, _OBJECT_MENTION, _CONTENT, _VIA, _TIME_TEXT, _TIME = map(
    str, (ns.CUE, ns.EVIDENCE, ns.SUBJECT_MENTION, ns.OBJECT_MENTION, ns.CONTENT, ns.VIA, ns.TIME_TEXT, ns.TIME)
)
_REPORTS, _STATEMENT_OF, _DOCUMENTS, _SPEAKERS = map(str, (ns.REPORTS, ns.STATEMENT_OF, ns.DOCUMENTS, ns.SPEAKERS))

_IS_STRING, _IS_MENTION, _IS_EVIDENCE, _IS_ATTRIBUTION, _IS_STATEMENT, _IS_CLAIM = (
    f"{FIRST} {kind} .\n"
    for kind in (ns.STRING, ns.MENTION, ns.EVIDENCE_SPAN, ns.ATTRIBUTION, ns.STATEMENT, ns.CLAIM_CLASS)
)
_OFFSET, _SHARE, _COUNT = (f"^^<{ns.XSD}{kind}> .\n" for kind in ("nonNegativeInteger", "decimal", "integer"))


def shared_lines(
    run: Run, entities: Iterable[Entity], corrections: Iterable[Correction], names: Names
) -> Iterator[str]:
    """Give what stands in the graph of entities: them, the run and the corrections."""
    yield from _run(run, names)
    for entity in entities:
        yield from entity_lines(entity, names)
    for correction in corrections:
        yield from correction_lines(correction, names)


def document_lines(resolved: ResolvedDocument, names: Names) -> Iterator[str]:
    """Give what stands in the graph of one document."""
    where = names.document(resolved.document.key).value
    yield from _document(resolved.document, names)
    yield from _spans(resolved, where, names)
    for attribution in resolved.attributions:
        yield from _attribution(attribution, where, names)
    for statement in resolved.statements:
        yield from _statement(statement, where, names)
        yield from _direct(statement, names)


def _run(run: Run, names: Names) -> Iterator[str]:
    node = str(names.run)
    yield f"{node} {FIRST} {ns.ACTIVITY} .\n"
    yield f"{node} {ns.CONTRACT_VERSION} {typed(str(ns.CONTRACT), 'integer')} .\n"
    yield f"{node} {ns.kg('softwareVersion')} {label(run.version)} .\n"
    yield f"{node} {ns.kg('model')} {label(run.model)} .\n"
    for key, value in run.settings:
        yield f"{node} {ns.kg('setting')} {label(f'{key}={value}')} .\n"


def entity_lines(entity: Entity, names: Names) -> Iterator[str]:
    """Give what the graph says of an entity."""
    node, called = names.at("entity", entity.id), label(entity.name)
    yield f"{node} {FIRST} {ns.kg(entity.type)} .\n"
    yield f"{node} {_LABEL} {called} .\n"
    for alias in map(label, entity.aliases):
        if alias != called:
            yield f"{node} {_ALIAS} {alias} .\n"
    if entity.anonymous:
        yield f"{node} {ns.ANONYMOUS} {typed('true', 'boolean')} .\n"
    for same in entity.same_as:
        yield f"{node} {ns.SAME_AS} {iri(same, f'owl:sameAs of {entity.name!r}')} .\n"
    for reason in entity.merges:
        yield f"{node} {_MERGE_REASON} {label(reason)} .\n"


def _document(document: Document, names: Names) -> Iterator[str]:
    node = str(names.document(document.key))
    for kind in ns.DOCUMENT_TYPES:
        yield f"{node} {FIRST} {kind} .\n"
    yield f"{node} {ns.IDENTIFIER} {label(document.identifier)} .\n"
    yield f"{node} {ns.LANGUAGE} {label(document.language)} .\n"
    yield f'{node} {ns.SHA256} "{hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()}" .\n'
    for predicate, value in _header(document):
        if value:
            yield f"{node} {predicate} {label(value)} .\n"
    if document.published:
        yield f"{node} {ns.ISSUED} {moment(document.published)} .\n"
    if document.copy_of is not None:
        yield f"{node} {ns.VERSION_OF} {names.document(document.copy_of)} .\n"
    yield f"{node} {ns.TEXT} {quoted(document.text)} .\n"


def _header(document: Document) -> tuple[tuple[NamedNode, str | None], ...]:
    return (
        (ns.SOURCE, document.source),
        (ns.TITLE, document.title),
        (ns.PUBLISHER, document.publisher),
        (ns.AUTHOR, document.author),
    )


def _spans(resolved: ResolvedDocument, where: str, names: Names) -> Iterator[str]:
    text, context = resolved.document.text, f"{ns.CONTEXT} <{where}> .\n"
    for span in _used_spans(resolved):
        node = f"<{span_iri(where, span.start, span.end)}>"
        yield f"{node} {_IS_STRING}"
        yield f"{node} {context}"
        yield f'{node} {_BEGIN} "{span.start}"{_OFFSET}'
        yield f'{node} {_END} "{span.end}"{_OFFSET}'
        yield f"{node} {_ANCHOR} {quoted(text[span.start : span.end])} .\n"
    for denotation in resolved.denotations:
        node = f"<{span_iri(where, denotation.span.start, denotation.span.end)}>"
        yield f"{node} {_IS_MENTION}"
        yield f"{node} {_DENOTES} {names.at('entity', denotation.entity)} .\n"


def _used_spans(resolved: ResolvedDocument) -> set[Span]:
    used = {denotation.span for denotation in resolved.denotations}
    for attribution in resolved.attributions:
        used.update(attribution.source, attribution.cue, attribution.content)
    for statement in resolved.statements:
        used.update(statement.evidence, statement.subject_mentions, statement.object_mentions)
    return used


def _attribution(attribution: ResolvedAttribution, where: str, names: Names) -> Iterator[str]:
    node = names.at("attribution", attribution.id)
    yield f"{node} {_IS_ATTRIBUTION}"
    yield f"{node} {_IN_DOCUMENT} <{where}> .\n"
    yield f"{node} {_QUOTATION} <{ns.KG}{attribution.quotation}> .\n"
    spans = (
        (_SOURCE_SPAN, attribution.source),
        (_CUE_SPAN, attribution.cue),
        (_CONTENT_SPAN, attribution.content),
    )
    yield from _pointers(node, spans, where)
    if attribution.speaker is not None:
        yield f"{node} {_SPEAKER} {names.at('entity', attribution.speaker)} .\n"
    if attribution.parent is not None:
        yield f"{node} {_WITHIN} {names.at('attribution', attribution.parent)} .\n"
    yield f'{node} {_CONFIDENCE} "{attribution.confidence:.2f}"{_SHARE}'


def _pointers(node: str, spans: Iterable[tuple[str, Iterable[Span]]], where: str) -> Iterator[str]:
    for predicate, values in spans:
        for span in values:
            yield f"{node} {predicate} <{span_iri(where, span.start, span.end)}> .\n"


def _statement(statement: Statement, where: str, names: Names) -> Iterator[str]:
    node = names.at("statement", statement.id)
    yield f"{node} {_IS_STATEMENT}"
    yield f"{node} {_PREDICATE} <{ns.REL}{statement.relation}> .\n"
    if statement.subject is not None:
        yield f"{node} {_SUBJECT} {names.at('entity', statement.subject)} .\n"
    if statement.object is not None:
        yield f"{node} {_OBJECT} {names.at('entity', statement.object)} .\n"
    yield f"{node} {_POLARITY} <{ns.KG}{statement.polarity}> .\n"
    yield f"{node} {_MODALITY} <{ns.KG}{statement.modality}> .\n"
    yield f"{node} {_ATTRIBUTED_TO} {_speaker(statement.speaker, names)} .\n"
    yield f'{node} {_CONFIDENCE} "{statement.confidence:.2f}"{_SHARE}'
    yield f"{node} {_IN_DOCUMENT} <{where}> .\n"
    yield f"{node} {_GENERATED_BY} <{names.run.value}> .\n"
    yield from _words(node, statement, where, names)


def _words(node: str, statement: Statement, where: str, names: Names) -> Iterator[str]:
    for cue in statement.cues:
        yield f"{node} {_CUE} {quoted(cue)} .\n"
    spans = (
        (_EVIDENCE, statement.evidence),
        (_SUBJECT_MENTION, statement.subject_mentions),
        (_OBJECT_MENTION, statement.object_mentions),
    )
    yield from _pointers(node, spans, where)
    for span in statement.evidence:
        yield f"<{span_iri(where, span.start, span.end)}> {_IS_EVIDENCE}"
    for other in statement.content:
        yield f"{node} {_CONTENT} {names.at('statement', other)} .\n"
    if statement.correction is not None:
        yield f"{node} {ns.CORRECTED_BY} {names.at('correction', statement.correction)} .\n"
    if statement.via is not None:
        yield f"{node} {_VIA} {names.at('attribution', statement.via)} .\n"
    if statement.time_text:
        yield f"{node} {_TIME_TEXT} {quoted(statement.time_text)} .\n"
    if statement.time:
        yield f"{node} {_TIME} {moment(statement.time)} .\n"


def _speaker(speaker: str, names: Names) -> str:
    return f"<{ns.KG}{speaker}>" if speaker in (NARRATOR, UNATTRIBUTED) else names.at("entity", speaker)


def _direct(statement: Statement, names: Names) -> Iterator[str]:
    if statement.modality != Modality.ASSERTED or statement.subject is None or statement.object is None:
        return
    layer = ns.LAYERS[statement.speaker != NARRATOR, statement.polarity]
    subject, object_ = names.at("entity", statement.subject), names.at("entity", statement.object)
    yield f"{subject} <{layer}{statement.relation}> {object_} .\n"


def claim_lines(claim: Claim, names: Names) -> Iterator[str]:
    """Give what the graph says of a claim."""
    node = names.at("claim", claim.id)
    yield f"{node} {_IS_CLAIM}"
    yield f'{node} {_REPORTS} "{claim.reports}"{_COUNT}'
    for _, statement in claim.statements:
        yield f"{node} {_STATEMENT_OF} {names.at('statement', statement)} .\n"
    for key in claim.documents:
        yield f"{node} {_DOCUMENTS} {names.document(key)} .\n"
    for speaker in claim.speakers:
        yield f"{node} {_SPEAKERS} {names.at('entity', speaker)} .\n"


def dispute_lines(dispute: Dispute, names: Names) -> Iterator[str]:
    """Give what the graph says of a dispute."""
    node = names.at("dispute", dispute.id)
    yield f"{node} {FIRST} {ns.DISPUTE} .\n"
    yield f"{node} {ns.CLAIM_OF} {names.at('claim', dispute.claim)} .\n"
    for counter in dispute.counter:
        yield f"{node} {ns.COUNTER} {names.at('claim', counter)} .\n"
    for party in dispute.parties:
        yield f"{node} {ns.PARTY} {names.at('entity', party)} .\n"


def correction_lines(correction: Correction, names: Names) -> Iterator[str]:
    """Give what the graph says of a correction that took effect; of a rejected statement nothing but its document."""
    if correction.unmatched or (correction.kind == "missing" and not correction.targets):
        return
    node = names.at("correction", correction.id)
    yield f"{node} {FIRST} {ns.CORRECTION} .\n"
    yield f"{node} {ns.KIND} {label(correction.kind)} .\n"
    yield f"{node} {ns.WHO} {label(correction.who)} .\n"
    yield f"{node} {ns.WHY} {label(correction.why)} .\n"
    if correction.when:
        yield f"{node} {ns.WHEN} {moment(correction.when)} .\n"
    for key in correction.documents:
        yield f"{node} {ns.DOCUMENTS} {names.document(key)} .\n"
    folder = "statement" if correction.kind == "missing" else "entity"
    for target in correction.targets:
        yield f"{node} {ns.TARGET} {names.at(folder, target)} .\n"
