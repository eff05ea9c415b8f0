"""The data that flows through newskg: frozen dataclasses that know neither spaCy nor RDF.

Offsets are Unicode code points into `Document.text`, half-open. Indexes (`int`) point into the
tuples of the `Extraction` that holds them.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

NARRATOR = "Narrator"
UNATTRIBUTED = "Unattributed"
DEFINITE = "definite"
"""The rule of a tie that holds only if a later step finds who "the Health Secretary" is."""


class Polarity(StrEnum):
    """Whether the statement says that it is so or that it is not so."""

    POSITIVE = "Positive"
    NEGATIVE = "Negative"


class Modality(StrEnum):
    """How the statement is put: only an asserted one is told or claimed as having happened."""

    ASSERTED = "Asserted"
    POSSIBLE = "Possible"
    PLANNED = "Planned"
    ASKED = "Asked"


class Quotation(StrEnum):
    """Whether the content is given in the speaker's words, the writer's, or both."""

    DIRECT = "Direct"
    INDIRECT = "Indirect"
    MIXED = "Mixed"


class MentionKind(StrEnum):
    """ACE's three mention levels."""

    NAME = "name"
    NOMINAL = "nominal"
    PRONOUN = "pronoun"


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """A half-open range of code points in one document's text."""

    start: int
    end: int

    def overlaps(self, other: Span) -> bool:
        """Tell whether the two ranges share a code point."""
        return self.start < other.end and other.start < self.end

    def contains(self, other: Span) -> bool:
        """Tell whether `other` lies inside this range."""
        return self.start <= other.start and other.end <= self.end


@dataclass(frozen=True, slots=True)
class Document:
    """One article; `key` is unique in its collection and makes the IRI, `text` is never altered.

    `identifier` is the file stem or record id, `source` the path or URL as given; `copy_of` the key of the document
    that leads the near-duplicates it is one of, None for the lead itself and for what is like no other.
    """

    key: str
    identifier: str
    text: str
    source: str = ""
    title: str | None = None
    published: str | None = None
    publisher: str | None = None
    author: str | None = None
    language: str = "en"
    copy_of: str | None = None


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in the text that refers to something.

    `name` is the reference without determiner, possessive mark and courtesy title; `type` is a class of
    the ontology ("Person") or "" where the words do not say; `number` is "singular", "plural"
    or ""; `gender` "male", "female" or ""; `definite` is True for "the …" and names.
    `salience` is 2 for a subject, 1 for an object, else 0; `attribution` is the innermost whose content it is in.
    """

    span: Span
    head: Span
    kind: MentionKind
    type: str
    name: str
    sentence: int
    number: str = ""
    gender: str = ""
    definite: bool = True
    anonymous: bool = False
    salience: int = 0
    attribution: int | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """Two mentions that the syntax itself says are one thing, or joins as role or member."""

    first: int
    second: int
    reason: str


@dataclass(frozen=True, slots=True)
class Attribution:
    """Source, cue and content of one report (PARC 3, PolNeAR); any source may be missing.

    `speaker` is the mention that the source is; `parent` the attribution whose content holds this one; `probability`
    (0..1) how surely somebody is said to say this and the source says who.
    """

    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotation: Quotation
    speaker: int | None = None
    parent: int | None = None
    probability: float = 1.0


@dataclass(frozen=True, slots=True)
class RelationMention:
    """One place where the text expresses a typed relation (ACE's relation mention).

    `attribution` is the innermost attribution whose content holds the cue; `unattributed` is
    true where the words say that it is said but not by whom ("reportedly").
    """

    relation: str
    subject: int | None
    object: int | None
    polarity: Polarity
    modality: Modality
    cue: Span
    evidence: Span
    rule: str
    content: tuple[int, ...] = ()
    attribution: int | None = None
    unattributed: bool = False
    time: Span | None = None
    confidence: float = 0.5


@dataclass(frozen=True, slots=True)
class Skip:
    """Something seen and not taken: where, at which stage, and a countable reason."""

    span: Span
    stage: str
    reason: str


@dataclass(frozen=True, slots=True)
class Extraction:
    """All that one document's words say, before anybody decides who is who."""

    document: Document
    mentions: tuple[Mention, ...] = ()
    links: tuple[Link, ...] = ()
    attributions: tuple[Attribution, ...] = ()
    relations: tuple[RelationMention, ...] = ()
    skips: tuple[Skip, ...] = ()
    english: bool = True


@dataclass(frozen=True, slots=True)
class Entity:
    """A person, body, place or thing; `id` is the local part of its IRI.

    `merges` says in words why several names are taken for one entity.
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    anonymous: bool = False
    same_as: tuple[str, ...] = ()
    merges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Denotation:
    """A mention and the entity it refers to."""

    span: Span
    entity: str


@dataclass(frozen=True, slots=True)
class ResolvedAttribution:
    """An attribution whose speaker is an entity; `parent` is the id of the enclosing one, `confidence` is 0..1."""

    id: str
    source: tuple[Span, ...]
    cue: tuple[Span, ...]
    content: tuple[Span, ...]
    quotation: Quotation
    speaker: str | None = None
    parent: str | None = None
    confidence: float = 1.0


@dataclass(frozen=True, slots=True)
class Statement:
    """What one document says, once for each subject, relation, object, polarity, modality, speaker.

    `speaker` is an entity id, `NARRATOR` or `UNATTRIBUTED`; `content` holds statement ids;
    `via` is the innermost attribution's id, `correction` that of the correction which added it.
    """

    id: str
    subject: str | None
    relation: str
    object: str | None
    polarity: Polarity
    modality: Modality
    speaker: str
    cues: tuple[str, ...]
    evidence: tuple[Span, ...]
    subject_mentions: tuple[Span, ...] = ()
    object_mentions: tuple[Span, ...] = ()
    content: tuple[str, ...] = ()
    via: str | None = None
    time_text: str | None = None
    time: str | None = None
    confidence: float = 0.5
    correction: str | None = None


@dataclass(frozen=True, slots=True)
class ResolvedDocument:
    """One document with its references resolved to entities of the collection."""

    document: Document
    denotations: tuple[Denotation, ...] = ()
    attributions: tuple[ResolvedAttribution, ...] = ()
    statements: tuple[Statement, ...] = ()
    skips: tuple[Skip, ...] = ()


@dataclass(frozen=True, slots=True)
class Claim:
    """The asserted statements of any documents that say the same."""

    id: str
    subject: str | None
    relation: str
    object: str | None
    polarity: Polarity
    statements: tuple[tuple[str, str], ...]
    speakers: tuple[str, ...]
    documents: tuple[str, ...]
    reports: int


@dataclass(frozen=True, slots=True)
class Dispute:
    """A claim and what denies, contradicts or negates it (`counter`: claim ids)."""

    id: str
    claim: str
    counter: tuple[str, ...]
    parties: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Correction:
    """What a person puts right, as written: `kind` is "same", "different", "wrong" or "missing".

    `place` is its file and line. Once applied, `targets` holds the ids of the entities or the statement that it is
    about, `documents` the keys where it took effect; `unmatched` says why it found nothing.
    """

    id: str
    kind: str
    who: str
    why: str
    when: str = ""
    document: str = ""
    statement: str = ""
    subject: str = ""
    relation: str = ""
    object: str = ""
    polarity: str = ""
    modality: str = ""
    speaker: str = ""
    evidence: str = ""
    cue: str = ""
    place: str = ""
    targets: tuple[str, ...] = ()
    documents: tuple[str, ...] = ()
    unmatched: str = ""


@dataclass(frozen=True, slots=True)
class Resolution:
    """The whole collection, ready to be written as a graph."""

    entities: tuple[Entity, ...] = ()
    documents: tuple[ResolvedDocument, ...] = ()
    claims: tuple[Claim, ...] = ()
    disputes: tuple[Dispute, ...] = ()
    corrections: tuple[Correction, ...] = ()


@dataclass(frozen=True, slots=True)
class Run:
    """What made a graph: version, spaCy model, base IRI and the settings that shape the output."""

    version: str
    model: str
    base: str
    settings: tuple[tuple[str, str], ...] = field(default=())
