"""What a graph says, as plain frozen records keyed by IRI."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True, order=True)
class SpanRecord:
    """A range of a document's text: `document` is its IRI, offsets are code points, half-open."""

    document: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class DocumentRecord:
    """One article; `text` is None where the graph was written without texts, `sha256` is that of the text.

    `copy_of` is the IRI of the document that leads its near-duplicates, None for the lead and for what is like no other.
    """

    iri: str
    identifier: str
    title: str | None
    issued: str | None
    publisher: str | None
    source: str | None
    text: str | None
    sha256: str | None = None
    copy_of: str | None = None
    author: str | None = None
    language: str | None = None


@dataclass(frozen=True, slots=True)
class EntityRecord:
    """A person, body, place or thing; `type` is the local name of its class, `merges` the reasons in words."""

    iri: str
    type: str
    label: str
    aliases: tuple[str, ...]
    anonymous: bool
    same_as: tuple[str, ...]
    merges: tuple[str, ...]
    mentions: tuple[SpanRecord, ...]


@dataclass(frozen=True, slots=True)
class AttributionRecord:
    """Who says what: `speaker` and `within` are IRIs, `quotation` "Direct", "Indirect" or "Mixed"; 0..1 how surely."""

    iri: str
    document: str
    source: tuple[SpanRecord, ...]
    cue: tuple[SpanRecord, ...]
    content: tuple[SpanRecord, ...]
    speaker: str | None
    quotation: str
    within: str | None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class StatementRecord:
    """A statement; `relation` is a local id, `speaker` "Narrator", "Unattributed" or an entity's IRI."""

    iri: str
    document: str
    subject: str | None
    relation: str
    object: str | None
    polarity: str
    modality: str
    speaker: str
    via: str | None
    cues: tuple[str, ...]
    evidence: tuple[SpanRecord, ...]
    subject_mentions: tuple[SpanRecord, ...]
    object_mentions: tuple[SpanRecord, ...]
    content: tuple[str, ...]
    time_text: str | None
    time: str | None
    confidence: float


@dataclass(frozen=True, slots=True)
class ClaimRecord:
    """Statements of any documents that say the same; all but `reports` are IRIs."""

    iri: str
    statements: tuple[str, ...]
    reports: int
    documents: tuple[str, ...]
    speakers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class DisputeRecord:
    """A claim, the claims that counter it, and the entities on both sides; all IRIs."""

    iri: str
    claim: str
    counter: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class GraphRecords:
    """Everything in a graph; mappings are keyed by IRI and sorted, statements stand in reading order."""

    documents: dict[str, DocumentRecord]
    entities: dict[str, EntityRecord]
    attributions: dict[str, AttributionRecord]
    statements: tuple[StatementRecord, ...]
    claims: dict[str, ClaimRecord]
    disputes: tuple[DisputeRecord, ...]
