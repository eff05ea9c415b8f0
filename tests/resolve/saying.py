"""Extractions made by hand for the tests of the resolution: names, phrases and pronouns found in a text by their words."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from kg.model import (
    Attribution,
    Extraction,
    Link,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Quotation,
    RelationMention,
    Resolution,
    Span,
)
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.factory import make_document


@dataclass(slots=True)
class Story:
    """One document being written; every method gives the index of what it adds."""

    text: str
    key: str = "a.txt"
    mentions: list[Mention] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    attributions: list[Attribution] = field(default_factory=list)
    relations: list[RelationMention] = field(default_factory=list)

    def span(self, phrase: str, nth: int = 0) -> Span:
        at = -1
        for _ in range(nth + 1):
            at = self.text.index(phrase, at + 1)
        return Span(at, at + len(phrase))

    def _add(self, words: str, nth: int, **fields: object) -> int:
        span = self.span(words, nth)
        last = words.split()[-1]
        head = Span(span.end - len(last), span.end)
        sentence = self.text[: span.start].count(". ")
        values: dict[str, object] = {"name": words, "sentence": sentence, "number": "singular", "salience": 2}
        self.mentions.append(Mention(span, head, **(values | fields)))  # type: ignore[arg-type]
        return len(self.mentions) - 1

    def name(self, words: str, type_: str = "Person", nth: int = 0, **fields: object) -> int:
        return self._add(words, nth, **({"kind": MentionKind.NAME, "type": type_} | fields))

    def phrase(self, words: str, type_: str = "Topic", nth: int = 0, **fields: object) -> int:
        article, _, rest = words.partition(" ")
        bare = rest if article.lower() in ("a", "an", "the") else words
        definite = article.lower() == "the"
        kept = {"kind": MentionKind.NOMINAL, "type": type_, "name": bare, "definite": definite}
        return self._add(words, nth, **(kept | fields))

    def pronoun(self, words: str, gender: str, nth: int = 0, **fields: object) -> int:
        type_ = "Person" if gender in ("male", "female", "speaker") else ""
        return self._add(words, nth, **({"kind": MentionKind.PRONOUN, "type": type_, "gender": gender} | fields))

    def says(self, speaker: int | None, cue: str, content: str, parent: int | None = None) -> int:
        source = () if speaker is None else (self.mentions[speaker].span,)
        spans = (self.span(content),)
        found = Attribution(source, (self.span(cue),), spans, Quotation.INDIRECT, speaker, parent)
        self.attributions.append(found)
        return len(self.attributions) - 1

    def relate(self, subject: int | None, relation: str, object_: int | None, cue: str, **fields: object) -> int:
        span = self.span(cue)
        ends = [self.mentions[i].span for i in (subject, object_) if i is not None]
        evidence = Span(min(s.start for s in [span, *ends]), max(s.end for s in [span, *ends]))
        made = RelationMention(
            relation, subject, object_, Polarity.POSITIVE, Modality.ASSERTED, span, evidence, f"{relation}/verb/x"
        )
        self.relations.append(replace(made, **fields))  # type: ignore[arg-type]
        return len(self.relations) - 1

    def extraction(self) -> Extraction:
        made = (tuple(self.mentions), tuple(self.links), tuple(self.attributions), tuple(self.relations))
        return Extraction(make_document(self.text, self.key), *made)


def names(resolution: Resolution) -> dict[str, tuple[str, ...]]:
    """Give each entity's other names by its name."""
    return {entity.name: entity.aliases for entity in resolution.entities}


def settle(ontology: Ontology, *stories: Story) -> Resolution:
    return resolve([story.extraction() for story in stories], ontology)


def who(resolution: Resolution, story: Story, mention: int) -> str | None:
    """Give the name of the entity that a mention of a document denotes."""
    by_id = {entity.id: entity.name for entity in resolution.entities}
    [document] = [d for d in resolution.documents if d.document.key == story.key]
    found = {d.entity for d in document.denotations if d.span == story.mentions[mention].span}
    return by_id[found.pop()] if found else None


def told(resolution: Resolution) -> list[tuple[str | None, str, str | None, str]]:
    """Give the statements of all documents: subject, relation, object, speaker."""
    by_id: dict[str | None, str] = {entity.id: entity.name for entity in resolution.entities}
    statements = [s for d in resolution.documents for s in d.statements]
    return sorted(
        ((by_id.get(s.subject), s.relation, by_id.get(s.object), by_id.get(s.speaker, s.speaker)) for s in statements),
        key=str,
    )
