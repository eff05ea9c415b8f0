"""The graph as one JSON value for the page: entities and documents by number, spans as code points."""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from kg.export.page.view import View
from kg.graph.namespaces import PREFIXES
from kg.model import NARRATOR

if TYPE_CHECKING:
    from kg.graph.record import (
        AttributionRecord,
        ClaimRecord,
        DisputeRecord,
        DocumentRecord,
        EntityRecord,
        GraphRecords,
        SpanRecord,
        StatementRecord,
    )
    from kg.ontology import Ontology

_ESCAPES = {"<": "\\u003c", ">": "\\u003e", "&": "\\u0026", "\u2028": "\\u2028", "\u2029": "\\u2029"}
_SURROGATE = re.compile("[\ud800-\udfff]")


def page_data(records: GraphRecords, ontology: Ontology, shown: View) -> dict[str, Any]:
    """Give everything the page knows; absent keys have the defaults that `graph.js` fills in."""
    numbers = _Numbers(records, shown)
    return {
        "base": numbers.base,
        "namespaces": PREFIXES,
        "first": shown.first,
        "relations": _relations(ontology, {statement.relation for statement in records.statements}),
        "documents": [_document(numbers, records.documents[iri]) for iri in numbers.documents],
        "entities": [_entity(numbers, records.entities[iri], shown) for iri in shown.order],
        "attributions": [_attribution(numbers, records.attributions[iri]) for iri in numbers.attributions],
        "statements": [_statement(numbers, statement) for statement in records.statements],
        "claims": [_claim(numbers, claim) for claim in numbers.claims.values()],
        "disputes": [_dispute(numbers, dispute) for dispute in records.disputes],
        "lines": [[*_ends(numbers, line.subject, line.object), line.bend, *line.statements] for line in shown.lines],
    }


def embed(value: object) -> str:
    """Write JSON that may stand inside a script element: no character in it can end the element.

    Lone surrogates, which UTF-8 cannot hold, become U+FFFD.
    """
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    text = _SURROGATE.sub("\ufffd", text)
    return re.sub("[<>&\u2028\u2029]", lambda match: _ESCAPES[match.group()], text)


class _Numbers:
    """The place of every IRI in its list."""

    def __init__(self, records: GraphRecords, shown: View) -> None:
        self.documents = {iri: i for i, iri in enumerate(sorted(records.documents))}
        self.entities = {iri: i for i, iri in enumerate(shown.order)}
        self.attributions = {iri: i for i, iri in enumerate(sorted(records.attributions))}
        self.statements = {statement.iri: i for i, statement in enumerate(records.statements)}
        self.claims = records.claims
        self.texts = {iri: document.text is not None for iri, document in records.documents.items()}
        self.base = _base([*self.documents, *self.entities, *self.statements, *self.attributions])

    def short(self, iri: str) -> str:
        return iri.removeprefix(self.base)

    def spans(self, spans: Iterable[SpanRecord]) -> list[int]:
        return [edge for span in sorted(spans, key=lambda s: (s.start, s.end)) for edge in (span.start, span.end)]


def _base(iris: list[str]) -> str:
    """Give what all IRIs begin with, up to a slash."""
    first, last = min(iris, default=""), max(iris, default="")
    alike = next((i for i, (a, b) in enumerate(zip(first, last, strict=False)) if a != b), len(first))
    return first[: first.rfind("/", 0, alike) + 1]


def _filled(**values: object) -> dict[str, Any]:
    """Drop what is empty: the page is smaller and fills it in."""
    return {key: value for key, value in values.items() if value}


def _ends(numbers: _Numbers, *iris: str) -> list[int]:
    return [numbers.entities[iri] for iri in iris]


def _relations(ontology: Ontology, used: set[str]) -> dict[str, dict[str, Any]]:
    known = {id_: ontology.relations[id_] for id_ in sorted(used) if id_ in ontology.relations}
    found = {id_: {"label": r.label, "stance": r.stance.lower(), "symmetric": r.symmetric} for id_, r in known.items()}
    return found | {id_: {"label": id_, "stance": "neutral", "symmetric": False} for id_ in sorted(used - known.keys())}


def _document(numbers: _Numbers, document: DocumentRecord) -> dict[str, Any]:
    return _filled(
        iri=numbers.short(document.iri),
        identifier=document.identifier,
        title=document.title,
        issued=document.issued,
        publisher=document.publisher,
        source=document.source,
        text=document.text,
    )


def _entity(numbers: _Numbers, entity: EntityRecord, shown: View) -> dict[str, Any]:
    places = sorted((numbers.documents[m.document], m.start, m.end) for m in entity.mentions)
    return _filled(
        iri=numbers.short(entity.iri),
        type=entity.type,
        label=entity.label,
        aliases=list(entity.aliases),
        anonymous=entity.anonymous,
        same=list(entity.same_as),
        merges=list(entity.merges),
        mentions=[number for place in places for number in place],
        at=list(shown.positions[entity.iri]),
    )


def _attribution(numbers: _Numbers, attribution: AttributionRecord) -> dict[str, Any]:
    return _filled(
        iri=numbers.short(attribution.iri),
        source=numbers.spans(attribution.source),
        cue=numbers.spans(attribution.cue),
        content=numbers.spans(attribution.content),
        quotation=attribution.quotation,
    ) | _present(
        document=numbers.documents[attribution.document],
        speaker=numbers.entities.get(attribution.speaker or ""),
        within=numbers.attributions.get(attribution.within or ""),
    )


def _present(**values: float | None) -> dict[str, float]:
    return {key: value for key, value in values.items() if value is not None}


def _statement(numbers: _Numbers, statement: StatementRecord) -> dict[str, Any]:
    told = statement.speaker == NARRATOR
    quotes = [] if numbers.texts[statement.document] else [span.text for span in statement.evidence]
    return _filled(
        iri=numbers.short(statement.iri),
        relation=statement.relation,
        negative=statement.polarity == "Negative",
        modality="" if statement.modality == "Asserted" else statement.modality,
        cues=list(statement.cues),
        evidence=numbers.spans(statement.evidence),
        subjects=numbers.spans(statement.subject_mentions),
        objects=numbers.spans(statement.object_mentions),
        content=[numbers.statements[iri] for iri in statement.content if iri in numbers.statements],
        timeText=statement.time_text,
        time=statement.time,
        quotes=quotes,
    ) | _present(
        confidence=float(statement.confidence),
        document=numbers.documents[statement.document],
        subject=numbers.entities.get(statement.subject or ""),
        object=numbers.entities.get(statement.object or ""),
        speaker=None if told else numbers.entities.get(statement.speaker, -1),
        via=numbers.attributions.get(statement.via or ""),
    )


def _claim(numbers: _Numbers, claim: ClaimRecord) -> dict[str, Any]:
    return {
        "statements": sorted(numbers.statements[iri] for iri in claim.statements if iri in numbers.statements),
        "reports": claim.reports,
    }


def _dispute(numbers: _Numbers, dispute: DisputeRecord) -> dict[str, Any]:
    sides = {"claim": (dispute.claim,), "counter": dispute.counter}
    said = {side: sorted({n for iri in iris for n in _said(numbers, iri)}) for side, iris in sides.items()}
    parties = sorted(numbers.entities[iri] for iri in dispute.parties if iri in numbers.entities)
    return {"iri": numbers.short(dispute.iri), "parties": parties} | said


def _said(numbers: _Numbers, iri: str) -> list[int]:
    """Give the statements behind a claim's or a statement's IRI."""
    if iri in numbers.statements:
        return [numbers.statements[iri]]
    claim = numbers.claims.get(iri)
    return [numbers.statements[s] for s in claim.statements if s in numbers.statements] if claim else []
