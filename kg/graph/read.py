"""Read a graph back into plain records, through the contract only."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.errors import GraphInvalid
from kg.graph import namespaces as ns
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
from kg.graph.store import Graph
from kg.model import NARRATOR, UNATTRIBUTED

__all__ = [
    "AttributionRecord",
    "ClaimRecord",
    "DisputeRecord",
    "DocumentRecord",
    "EntityRecord",
    "GraphRecords",
    "SpanRecord",
    "StatementRecord",
    "records",
]

Node: TypeAlias = dict[str, list[str]]


def records(graph: Graph) -> GraphRecords:
    """Read the records; what is missing stays empty, a number that is none raises `GraphInvalid`."""
    nodes, kinds = _nodes(graph)
    spans = _Spans(nodes)
    mentions = _mentions(nodes, spans)
    statements = [_statement(iri, nodes[iri], spans) for iri in kinds[ns.STATEMENT.value]]
    return GraphRecords(
        documents={iri: _document(iri, nodes[iri]) for iri in kinds[ns.DOCUMENT.value]},
        entities={iri: _entity(iri, nodes[iri], mentions) for iri in kinds["entity"]},
        attributions={iri: _attribution(iri, nodes[iri], spans) for iri in kinds[ns.ATTRIBUTION.value]},
        statements=tuple(sorted(statements, key=_reading_order)),
        claims={iri: _claim(iri, nodes[iri]) for iri in kinds[ns.CLAIM_CLASS.value]},
        disputes=tuple(_dispute(iri, nodes[iri]) for iri in kinds[ns.DISPUTE.value]),
    )


def _nodes(graph: Graph) -> tuple[dict[str, Node], dict[str, list[str]]]:
    """Group the triples by subject and predicate, and the subjects by class ("entity" for all entity classes)."""
    nodes: dict[str, Node] = defaultdict(lambda: defaultdict(list))
    for triple in graph.triples():
        if isinstance(triple.subject, NamedNode) and isinstance(triple.object, NamedNode | Literal | BlankNode):
            nodes[triple.subject.value][triple.predicate.value].append(triple.object.value)
    kinds: dict[str, list[str]] = defaultdict(list)
    for iri in sorted(nodes):
        for kind in _kinds(nodes[iri].get(ns.TYPE.value, ())):
            kinds[kind].append(iri)
    return nodes, kinds


def _kinds(types: Iterable[str]) -> set[str]:
    ours = {type_ for type_ in types if type_.startswith(ns.KG)}
    known = ours & ns.NODE_KINDS
    return known if known or not ours else {"entity"}


class _Spans:
    """Span records by IRI, made at first use and shared."""

    def __init__(self, nodes: dict[str, Node]) -> None:
        self._nodes = nodes
        self._made: dict[str, SpanRecord] = {}

    def __call__(self, iris: Iterable[str]) -> tuple[SpanRecord, ...]:
        return tuple(sorted(self._span(iri) for iri in iris if iri in self._nodes))

    def _span(self, iri: str) -> SpanRecord:
        if iri not in self._made:
            self._made[iri] = self._make(iri)
        return self._made[iri]

    def _make(self, iri: str) -> SpanRecord:
        node = self._nodes[iri]
        document = _one(node, ns.CONTEXT) or iri.partition("#")[0]
        start, end = _number(iri, node, ns.BEGIN), _number(iri, node, ns.END)
        text = _one(node, ns.ANCHOR)
        if text is None:
            text = (_one(self._nodes.get(document, {}), ns.TEXT) or "")[start:end]
        return SpanRecord(document, start, end, text)


def _mentions(nodes: dict[str, Node], spans: _Spans) -> dict[str, tuple[SpanRecord, ...]]:
    found: dict[str, list[str]] = defaultdict(list)
    for iri, node in nodes.items():
        for entity in node.get(ns.DENOTES.value, ()):
            found[entity].append(iri)
    return {entity: spans(iris) for entity, iris in found.items()}


def _document(iri: str, node: Node) -> DocumentRecord:
    return DocumentRecord(
        iri=iri,
        identifier=_one(node, ns.IDENTIFIER) or iri,
        title=_one(node, ns.TITLE),
        issued=_one(node, ns.ISSUED),
        publisher=_one(node, ns.PUBLISHER),
        source=_one(node, ns.SOURCE),
        text=_one(node, ns.TEXT),
        sha256=_one(node, ns.SHA256),
        copy_of=_one(node, ns.VERSION_OF),
        author=_one(node, ns.AUTHOR),
        language=_one(node, ns.LANGUAGE),
    )


def _entity(iri: str, node: Node, mentions: dict[str, tuple[SpanRecord, ...]]) -> EntityRecord:
    return EntityRecord(
        iri=iri,
        type=min(t.removeprefix(ns.KG) for t in node[ns.TYPE.value] if t.startswith(ns.KG)),
        label=_one(node, ns.LABEL) or iri.rpartition("/")[2],
        aliases=_all(node, ns.ALIAS),
        anonymous=_one(node, ns.ANONYMOUS) in ("true", "1"),
        same_as=_all(node, ns.SAME_AS),
        merges=_all(node, ns.MERGE_REASON),
        mentions=mentions.get(iri, ()),
    )


def _attribution(iri: str, node: Node, spans: _Spans) -> AttributionRecord:
    return AttributionRecord(
        iri=iri,
        document=_one(node, ns.IN_DOCUMENT) or "",
        source=spans(_all(node, ns.SOURCE_SPAN)),
        cue=spans(_all(node, ns.CUE_SPAN)),
        content=spans(_all(node, ns.CONTENT_SPAN)),
        speaker=_one(node, ns.SPEAKER),
        quotation=(_one(node, ns.QUOTATION) or "").removeprefix(ns.KG),
        within=_one(node, ns.WITHIN),
        confidence=_decimal(iri, node),
    )


def _statement(iri: str, node: Node, spans: _Spans) -> StatementRecord:
    return StatementRecord(
        iri=iri,
        document=_one(node, ns.IN_DOCUMENT) or "",
        subject=_one(node, ns.SUBJECT),
        relation=(_one(node, ns.PREDICATE) or "").removeprefix(ns.REL),
        object=_one(node, ns.OBJECT),
        polarity=(_one(node, ns.POLARITY) or "").removeprefix(ns.KG),
        modality=(_one(node, ns.MODALITY) or "").removeprefix(ns.KG),
        speaker=_speaker(_one(node, ns.ATTRIBUTED_TO) or ""),
        via=_one(node, ns.VIA),
        cues=_all(node, ns.CUE),
        evidence=spans(_all(node, ns.EVIDENCE)),
        subject_mentions=spans(_all(node, ns.SUBJECT_MENTION)),
        object_mentions=spans(_all(node, ns.OBJECT_MENTION)),
        content=_all(node, ns.CONTENT),
        time_text=_one(node, ns.TIME_TEXT),
        time=_one(node, ns.TIME),
        confidence=_decimal(iri, node),
    )


def _speaker(iri: str) -> str:
    local = iri.removeprefix(ns.KG)
    return local if local in (NARRATOR, UNATTRIBUTED) else iri


def _claim(iri: str, node: Node) -> ClaimRecord:
    return ClaimRecord(
        iri=iri,
        statements=_all(node, ns.STATEMENT_OF),
        reports=_number(iri, node, ns.REPORTS),
        documents=_all(node, ns.DOCUMENTS),
        speakers=_all(node, ns.SPEAKERS),
    )


def _dispute(iri: str, node: Node) -> DisputeRecord:
    counter, parties = _all(node, ns.COUNTER), _all(node, ns.PARTY)
    return DisputeRecord(iri, _one(node, ns.CLAIM_OF) or "", counter, parties)


def _reading_order(statement: StatementRecord) -> tuple[str, int, str]:
    first = statement.evidence[0].start if statement.evidence else -1
    return statement.document, first, statement.iri


def _all(node: Node, predicate: NamedNode) -> tuple[str, ...]:
    return tuple(sorted(node.get(predicate.value, ())))


def _one(node: Node, predicate: NamedNode) -> str | None:
    return min(node.get(predicate.value, ()), default=None)


def _number(iri: str, node: Node, predicate: NamedNode) -> int:
    text = _one(node, predicate)
    try:
        return int(text or 0)
    except ValueError as error:
        raise GraphInvalid(f"{iri}: {predicate.value} is {text!r}, not a whole number") from error


def _decimal(iri: str, node: Node) -> float:
    text = _one(node, ns.CONFIDENCE)
    try:
        return float(text or 1)
    except ValueError as error:
        raise GraphInvalid(f"{iri}: {ns.CONFIDENCE.value} is {text!r}, not a number") from error
