"""Turn one document's relation mentions into statements about entities, each with its speaker."""

from __future__ import annotations

from collections.abc import Mapping, Set
from dataclasses import dataclass, field

from kg.ids import content_hash
from kg.model import (
    DEFINITE,
    NARRATOR,
    UNATTRIBUTED,
    Attribution,
    Denotation,
    Extraction,
    MentionKind,
    Modality,
    Polarity,
    RelationMention,
    ResolvedAttribution,
    ResolvedDocument,
    Skip,
    Span,
    Statement,
)
from kg.ontology import Ontology
from kg.resolve.times import TimeReader

LEARNED = "/learned/"
"""Stands in the rule of a relation whose ends learned weights chose."""
_SURE = 0.5
"""Least confidence in what somebody says of one end alone: of those below it two of three were read wrongly."""
Key = tuple[str | None, str, str | None, str, str, str]


@dataclass(slots=True)
class Draft:
    """A statement being gathered: the relation mentions (by index) that say the same."""

    key: Key
    members: list[int] = field(default_factory=list)


class StatementMaker:
    """Resolves one extraction; `entity` gives the entity id of a mention index, `named` those of named entities."""

    def __init__(self, extraction: Extraction, entity: Mapping[int, str], named: Set[int], ontology: Ontology) -> None:
        self.extraction, self.entity, self.named, self.ontology = extraction, entity, named, ontology
        self.document = extraction.document
        self.times = TimeReader(ontology, self.document.published)
        self.attribution_ids = [self._attribution_id(a) for a in extraction.attributions]
        self.skips: list[Skip] = []

    def resolve(self) -> ResolvedDocument:
        """Give the document with entities in place of mentions."""
        drafts: dict[Key, Draft] = {}
        draft_of: dict[int, Key] = {}
        for index, relation in enumerate(self.extraction.relations):
            key = self._key(relation)
            if key is not None:
                drafts.setdefault(key, Draft(key)).members.append(index)
                draft_of[index] = key
        denied = self._denied(draft_of)
        made = [self._statement(draft, draft_of, denied) for draft in drafts.values()]
        meant = {id_ for statement in made for id_ in statement.content}
        statements = [
            s for s, draft in zip(made, drafts.values(), strict=True) if s.id in meant or self._clear(s, draft)
        ]
        return ResolvedDocument(
            document=self.document,
            denotations=tuple(sorted(self._denotations(), key=lambda d: (d.span, d.entity))),
            attributions=tuple(sorted(self._attributions(), key=lambda a: a.id)),
            statements=tuple(sorted(statements, key=lambda s: s.id)),
            skips=(*self.extraction.skips, *self.skips),
        )

    def _clear(self, statement: Statement, draft: Draft) -> bool:
        """Tell it from what somebody says of one end alone, with little confidence: that is read wrongly too often."""
        whole = statement.subject is not None and statement.object is not None
        if whole or statement.speaker == NARRATOR or statement.confidence >= _SURE:
            return True
        evidence = self.extraction.relations[draft.members[0]].evidence
        self.skips.append(Skip(evidence, "resolve", "one end in somebody's words, and doubtful"))
        return False

    # ---- ends and speakers

    def _key(self, relation: RelationMention) -> Key | None:
        subject, object_ = self._end(self._doer(relation)), self._end(relation.object)
        if relation.rule.endswith(f"/{DEFINITE}") and relation.subject not in self.named:
            return None  # "the minister is minister" says nothing
        if relation.subject is not None and (subject is None or self._nobody(relation.subject)):
            return self._skipped(relation, "subject is an unresolved pronoun")
        if subject is None and object_ is None:
            return self._skipped(relation, "no end is known")
        if subject == object_:
            return self._skipped(relation, "both ends are one")
        if LEARNED in relation.rule and self._another_says(relation, subject):
            return self._skipped(relation, "another says so")
        if self.ontology.relations[relation.relation].static and object_ is None:
            return self._skipped(relation, "object is not known")
        speaker = self._speaker(relation, subject)
        return subject, relation.relation, object_, relation.polarity, relation.modality, speaker

    def _skipped(self, relation: RelationMention, reason: str) -> Key | None:
        self.skips.append(Skip(relation.evidence, "resolve", reason))
        return None

    def _doer(self, relation: RelationMention) -> int | None:
        """Give the subject; for "X said Y was calm, and urged them" X, whom the parser passes over.

        A subject that stands in what somebody says, of a verb that stands outside it, is whoever says it.
        """
        subject, cue = relation.subject, relation.cue
        if subject is None or relation.attribution is not None:
            return subject
        span = self.extraction.mentions[subject].span
        tellers = self._tellers(relation) if relation.evidence.contains(span) else set()
        for attribution in self.extraction.attributions if tellers else ():
            inside = any(content.contains(span) and content.end <= cue.start for content in attribution.content)
            if inside and self._end(attribution.speaker) in tellers:
                return attribution.speaker
        return subject

    def _tellers(self, relation: RelationMention) -> set[str]:
        """Give the speakers in whose cues the word stands that shows the relation."""
        cues = (a for a in self.extraction.attributions if any(cue.contains(relation.cue) for cue in a.cue))
        return {speaker for a in cues if (speaker := self._end(a.speaker)) is not None}

    def _another_says(self, relation: RelationMention, subject: str | None) -> bool:
        """Tell whether the word that shows it is somebody else's: "told the paper that he backs Y" is no word of the paper."""
        tellers = self._tellers(relation)
        return bool(tellers) and subject not in tellers and not self._jointly(relation)

    def _jointly(self, relation: RelationMention) -> bool:
        """Tell whether "they" say it, who may be several with the subject among them."""
        told = [a.speaker for a in self.extraction.attributions if any(cue.contains(relation.cue) for cue in a.cue)]
        mentions = [self.extraction.mentions[speaker] for speaker in told if speaker is not None]
        return any(m.kind is MentionKind.PRONOUN and m.number == "plural" for m in mentions)

    def _end(self, mention: int | None) -> str | None:
        return None if mention is None else self.entity.get(mention)

    def _speaker(self, relation: RelationMention, subject: str | None) -> str:
        """Give the innermost speaker who is not the statement's own subject (GRAPH contract, attributedTo)."""
        number = relation.attribution
        while number is not None:
            speaker = self._voice(self.extraction.attributions[number].speaker)
            if speaker != subject:
                return speaker
            number = self.extraction.attributions[number].parent
        if relation.unattributed and relation.attribution is None:
            return UNATTRIBUTED
        return subject if subject and self._self_report(relation) else NARRATOR

    def _voice(self, speaker: int | None) -> str:
        """Give who speaks; "no one" is nobody in particular."""
        if speaker is not None and self.extraction.mentions[speaker].kind is not MentionKind.NAME:
            words = self._text(self.extraction.mentions[speaker].span).lower().split()
            if self.ontology.words["nobodies"] & set(words):
                return UNATTRIBUTED
        return self._end(speaker) or UNATTRIBUTED

    def _nobody(self, mention: int) -> bool:
        """Tell "no one", who is not the one spoken of before."""
        span, head = self.extraction.mentions[mention].span, self.extraction.mentions[mention].head
        nobodies, words = self.ontology.words["nobodies"], self._text(span).lower().split()
        return self._text(head).lower() in nobodies or (words[-1:] == ["one"] and bool(nobodies & set(words)))

    def _self_report(self, relation: RelationMention) -> bool:
        """Tell a deed that its doer only tells ("said it had met them") from one done by saying so ("said it agreed")."""
        performed = self.ontology.relations[relation.relation].performative and relation.polarity is Polarity.POSITIVE
        return relation.attribution is not None and not performed

    # ---- what a denial denies

    def _denied(self, draft_of: Mapping[int, Key]) -> dict[int, tuple[int, ...]]:
        """Link a denial of "the claims" or "this" to what the last other speaker before it claimed."""
        found = {}
        for index, key in draft_of.items():
            relation = self.extraction.relations[index]
            if not self.ontology.relations[relation.relation].denial or relation.content:
                continue
            if not self._about_claims(relation):
                continue
            claims = [n for n in draft_of if self._claimed_before(n, draft_of[n], relation, key)]
            claims = self._by_their_source(claims, relation, draft_of)
            if claims:
                last = max(claims, key=lambda n: self.extraction.relations[n].cue)
                found[index] = tuple(n for n in claims if draft_of[n][5] == draft_of[last][5])
        return found

    def _by_their_source(self, claims: list[int], denial: RelationMention, draft_of: Mapping[int, Key]) -> list[int]:
        """Keep of "the claims by the union" the union's own, and those that are said to be nobody's in particular."""
        mentions, said = self.extraction.mentions, self._end(denial.object)
        names = [mentions[i].span for i, entity in self.entity.items() if entity == said and said is not None]
        sources = {self.entity[i] for i in self.entity for name in names if self._is_source(mentions[i].span, name)}
        open_ = {
            n for n in claims if draft_of[n][5] == UNATTRIBUTED and self.extraction.relations[n].attribution is not None
        }
        return [n for n in claims if not sources or n in open_ or draft_of[n][5] in sources]

    def _is_source(self, span: Span, name: Span) -> bool:
        """Tell "the union" in "the claims by the union"."""
        before = self._text(Span(name.start, max(name.start, span.start))).lower().split()[-1:]
        return name.contains(span) and not self.ontology.words["source_prepositions"].isdisjoint(before)

    def _about_claims(self, relation: RelationMention) -> bool:
        if relation.object is None:
            return True
        mention = self.extraction.mentions[relation.object]
        if mention.kind is MentionKind.PRONOUN:
            return mention.gender not in ("male", "female")
        head = self.document.text[mention.head.start : mention.head.end].lower()
        return head in self.ontology.words["claim_nouns"]

    def _claimed_before(self, number: int, key: Key, denial: RelationMention, denial_key: Key) -> bool:
        other = self.extraction.relations[number]
        return (
            other.cue < denial.cue
            and key[5] not in (NARRATOR, denial_key[0])
            and other.modality is Modality.ASSERTED
            and not self.ontology.relations[other.relation].static
            and key[1] != denial_key[1]
        )

    # ---- out

    def _statement(self, draft: Draft, draft_of: Mapping[int, Key], denied: Mapping[int, tuple[int, ...]]) -> Statement:
        relations = [self.extraction.relations[i] for i in draft.members]
        subject, relation, object_, _, _, speaker = draft.key
        first = min(relations, key=lambda r: r.cue)
        content = {self._id(draft_of[n]) for i in draft.members for n in denied.get(i, ()) if n in draft_of}
        content |= {self._id(draft_of[n]) for r in relations for n in r.content if n in draft_of}
        times = [r.time for r in relations if r.time]
        return Statement(
            id=self._id(draft.key),
            subject=subject,
            relation=relation,
            object=object_,
            polarity=first.polarity,
            modality=first.modality,
            speaker=speaker,
            cues=tuple(sorted({self._text(r.cue) for r in relations})),
            evidence=tuple(sorted({r.evidence for r in relations})),
            subject_mentions=self._end_spans([self._doer(r) for r in relations]),
            object_mentions=self._end_spans([r.object for r in relations]),
            content=tuple(sorted(content - {self._id(draft.key)})),
            via=None if first.attribution is None else self.attribution_ids[first.attribution],
            time_text=self._text(min(times)) if times else None,
            time=self.times.at(self.document.text, min(times), first.modality) if times else None,
            confidence=max(self._confidence(r) for r in relations),
        )

    def _confidence(self, relation: RelationMention) -> float:
        """Give the trigger's confidence, for a claim times the probability that it is said so."""
        said = 1.0 if relation.attribution is None else self.extraction.attributions[relation.attribution].probability
        return round(relation.confidence * said, 2)

    def _end_spans(self, mentions: list[int | None]) -> tuple[Span, ...]:
        return tuple(sorted({self.extraction.mentions[m].span for m in mentions if m is not None and m in self.entity}))

    def _id(self, key: Key) -> str:
        return content_hash(self.document.key, *key)

    def _text(self, span: Span) -> str:
        return self.document.text[span.start : span.end]

    def _denotations(self) -> list[Denotation]:
        mentions = self.extraction.mentions
        return [Denotation(mentions[i].span, entity) for i, entity in self.entity.items()]

    def _attribution_id(self, attribution: Attribution) -> str:
        spans = (attribution.source, attribution.cue, attribution.content)
        return content_hash(self.document.key, *[f"{s.start}-{s.end}" for role in spans for s in (*role, Span(0, 0))])

    def _attributions(self) -> list[ResolvedAttribution]:
        return [
            ResolvedAttribution(
                id=self.attribution_ids[n],
                source=a.source,
                cue=a.cue,
                content=a.content,
                quotation=a.quotation,
                speaker=self._end(a.speaker),
                parent=None if a.parent is None else self.attribution_ids[a.parent],
                confidence=round(a.probability, 2),
            )
            for n, a in enumerate(self.extraction.attributions)
        ]
