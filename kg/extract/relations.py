"""Turn each trigger with its roles into relation mentions: sign, certainty, evidence, whose words. Contains no verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

from kg.extract.blame import BlameReader
from kg.extract.ends import EndReader
from kg.extract.evidence import EvidenceReader
from kg.extract.factuality import Factuality, FactualityReader
from kg.extract.fillers import Filler
from kg.extract.judges import Judge, Regression, load_weights
from kg.extract.leaning import Leanings
from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.roles import Tie
from kg.extract.stance import Choice, StanceChooser
from kg.extract.syntax import Syntax
from kg.extract.triggers import Match, TriggerMatcher
from kg.model import Mention, Modality, Polarity, RelationMention, Span
from kg.ontology import Ontology, Trigger

if TYPE_CHECKING:
    from kg.extract.learned import Scores


def _without_object(relation: RelationMention) -> tuple[str, int | None, Span]:
    return relation.relation, relation.subject, relation.cue


class RelationFinder:
    """Turns the matches of one parse into relation mentions; `reports` say whose words they stand in.

    `scores` are what the network has made of the text, where it has read it.
    """

    def __init__(
        self,
        syntax: Syntax,
        mentions: MentionTable,
        reports: Reports,
        ontology: Ontology,
        scores: Scores | None = None,
    ) -> None:
        self.scores = scores
        self.syntax, self.parse, self.mentions, self.reports = syntax, syntax.parse, mentions, reports
        self.words, self.ontology = ontology.words, ontology
        self.matcher = TriggerMatcher(syntax, mentions, reports, ontology)
        self.fillers = self.matcher.fillers
        self.ends, self.shown = EndReader(self.fillers), EvidenceReader(syntax, mentions)
        self.factuality = FactualityReader(syntax, ontology.reporting)

    def find(self) -> list[RelationMention]:
        """Give the relation mentions, their `content` filled in: of triggers in text order, then the chosen ones."""
        relations = self.triggered()
        leanings = Leanings(self.syntax, self.mentions, self.reports, relations, self.ontology)
        chosen = list(self._chosen(leanings))
        completed = [self._completed(relation, chosen) for relation in relations]
        blame = BlameReader(self.fillers, leanings, self.factuality).read()
        return [*completed, *(relation for relation in chosen if relation not in completed), *blame]

    def _completed(self, relation: RelationMention, chosen: list[RelationMention]) -> RelationMention:
        """Take over the object that was chosen by the same word for the same subject, where the trigger has none."""
        if relation.object is not None:
            return relation
        same = (other for other in chosen if _without_object(other) == _without_object(relation))
        return next(same, relation)

    def triggered(self) -> list[RelationMention]:
        """Give the relation mentions whose ends stand where their triggers have them."""
        found: list[tuple[Match, RelationMention]] = []
        used: set[int] = set()
        for i in range(len(self.parse.words)):
            match = self.matcher.at(i) if i not in used else None
            if match:
                used.update(match.words)
                found.extend((match, mention) for mention in self._mentions_of(match))
        return self._with_content(self._whole(self._give_way(found)))

    def _chosen(self, leanings: Leanings) -> Iterator[RelationMention]:
        """Add who is for or against whom where no trigger has found its ends, but learned weights do."""
        chooser = StanceChooser(self.syntax, self.mentions, leanings, self.factuality, self._judge(leanings))
        whole = (
            choice for choice in chooser.choose() if self.fillers.titled(choice.object.token) == choice.object.token
        )
        return (self._chosen_mention(choice, chooser) for choice in whole)

    def _judge(self, leanings: Leanings) -> Judge:
        """Give the regression, and the network over it where the text was read by one."""
        regression = Regression(leanings, load_weights())
        if self.scores is None:
            return regression
        from kg.extract.learned import StanceNetwork

        return StanceNetwork(self.parse, self.scores, regression)

    def _chosen_mention(self, choice: Choice, chooser: StanceChooser) -> RelationMention:
        token, ends = choice.token, (choice.subject, choice.object)
        subject, object_ = (self.mentions.at(chooser.whole(end)) for end in ends)
        reading = self.factuality.read(token)
        attribution, quoted = self._voice(choice)
        tokens = (token, *(end.first for end in ends), *(end.last - 1 for end in ends))
        return RelationMention(
            relation=choice.relation,
            subject=subject,
            object=object_,
            polarity=reading.polarity,
            modality=reading.modality,
            cue=self.parse.span(token, token + 1),
            evidence=self.parse.span(min(tokens), max(tokens) + 1),
            rule=f"{choice.relation}/learned/{self.parse.lemma[token]}",
            attribution=attribution,
            unattributed=reading.hearsay or (quoted and attribution is None),
            time=self.shown.time(token),
            confidence=round(choice.probability / 2, 2),
        )

    def _voice(self, choice: Choice) -> tuple[int | None, bool]:
        """Give whose words the telling word is in; nobody's in particular where its object is in other words than it."""
        word, object_ = (self.reports.attribution(k, choice.subject.token) for k in (choice.token, choice.object.token))
        return (None, True) if word == (None, False) != object_ else word

    def _give_way(self, found: list[tuple[Match, RelationMention]]) -> list[tuple[Match, RelationMention]]:
        """Read "refused to deny the claims" as a denial that was not made; "refused to negotiate" stays a refusal."""
        dropped: set[int] = set()
        for n, (match, _) in enumerate(found):
            if match.trigger.gives_way and match.object is not None and match.object.clause:
                within = {match.object.token, *self.syntax.kids(match.object.token, "infinitive_labels")}
                inner = [k for k, (other, _) in enumerate(found) if other.token in within]
                whole = [k for k in inner if found[k][1].object is not None]
                dropped.update([n] if whole else inner)
        return [pair for n, pair in enumerate(found) if n not in dropped]

    def _whole(self, found: list[tuple[Match, RelationMention]]) -> list[tuple[Match, RelationMention]]:
        """Leave out "resign" of "urged her to resign": the demand tells it, and it has no object to add."""
        asked: set[int] = set()
        for match, mention in found:
            if mention.relation in self.words["directing_relations"]:
                asked |= self._region(match)
        return [(m, mention) for m, mention in found if mention.object is not None or m.token not in asked]

    # ---- relation mentions

    def _mentions_of(self, match: Match) -> Iterator[RelationMention]:
        ends = tuple(f.token if f and not f.clause else None for f in (match.subject, match.object))
        spoken = self.ontology.relations[match.trigger.relation].performative
        nouns = self._idiom_nouns(match, ends)
        reading = self.factuality.read(match.token, (*ends, *nouns), tuple(match.words[1:]), spoken=spoken)
        self._colour(match.trigger, reading)
        if "speaker" in match.trigger.subject:
            if reading.negative:
                return  # who says that somebody did not lie accuses nobody
            if reading.modality is not Modality.ASKED and self.factuality.governing.foretold(match.token):
                reading.modality = Modality.ASSERTED  # "she would be a disaster": so she is judged now
        attribution, quoted = self.reports.attribution(match.token, match.subject.token if match.subject else None)
        if reading.modality is not Modality.ASSERTED and match.subject and match.subject.token in match.words:
            return  # "prospective supporters" are none yet
        for subject, object_ in self.ends.pairs(match):
            half = subject is None or (object_ is None and bool(match.trigger.object))
            if half and reading.modality is not Modality.ASSERTED:
                continue  # "he may resign", "she should be sued": neither done nor told of whom
            yield self._mention(match, subject, object_, reading, attribution, quoted)

    def _idiom_nouns(self, match: Match, ends: tuple[int | None, ...]) -> list[int]:
        """Give the nouns of the trigger itself, of which "no" is no part ("found no fault with")."""
        own = set(match.words)
        nouns = [k for k in match.words[1:] if self.parse.pos[k] == "NOUN" and k not in ends]
        return [k for k in nouns if not own & set(self.parse.children[k])]

    def _colour(self, trigger: Trigger, reading: Factuality) -> None:
        if trigger.polarity == "negative":
            reading.negative = not reading.negative
        if trigger.modality != "asserted":
            reading.weaken(Modality(trigger.modality.capitalize()))

    def _mention(
        self,
        match: Match,
        subject: Filler | None,
        object_: Filler | None,
        reading: Factuality,
        attribution: int | None,
        quoted: bool,
    ) -> RelationMention:
        trigger = match.trigger
        return RelationMention(
            relation=trigger.relation,
            subject=self.shown.index(subject),
            object=self.shown.index(object_),
            polarity=Polarity(reading.polarity),
            modality=reading.modality,
            cue=self.parse.span(min(match.words), max(match.words) + 1),
            evidence=self.shown.evidence(match, subject, object_),
            rule=trigger.rule,
            attribution=attribution,
            unattributed=reading.hearsay or (quoted and attribution is None),
            time=self.shown.time(match.token),
            confidence=self._confidence(trigger, subject, object_, reading),
        )

    def _confidence(
        self, trigger: Trigger, subject: Filler | None, object_: Filler | None, reading: Factuality
    ) -> float:
        missing = (subject is None) + (object_ is None and bool(trigger.object))
        hedged = reading.modality is not Modality.ASSERTED
        return round(max(0.05, trigger.confidence - 0.15 * missing - 0.05 * hedged), 2)

    def _with_content(self, found: list[tuple[Match, RelationMention]]) -> list[RelationMention]:
        """Give each statement the ones that stand in what it accuses, denies, demands or promises."""
        out = []
        for match, mention in found:
            region = self._region(match)
            inside = tuple(
                n
                for n, (other, _) in enumerate(found)
                if other.token in region and other is not match and other.token not in match.words
            )
            out.append(replace(mention, content=inside) if inside else mention)
        return out

    def ties(self, ties: list[Tie]) -> Iterator[RelationMention]:
        """Turn roles and memberships into relation mentions, with the speaker in whose words they stand."""
        for tie in ties:
            told = self._told(tie.token)
            quoted = told or self.reports.spoken(tie.token)
            attribution, unsaid = self.reports.attribution(tie.token) if quoted else (None, False)
            reading = self.factuality.read(tie.token) if told else Factuality()
            yield RelationMention(
                relation=tie.relation,
                subject=tie.subject,
                object=tie.object,
                polarity=reading.polarity,
                modality=reading.modality,
                cue=self.parse.span(tie.token, tie.token + 1),
                evidence=self.parse.span(tie.first, tie.last + 1),
                rule=f"{tie.relation}/{tie.rule}",
                attribution=attribution,
                unattributed=reading.hearsay or (unsaid and attribution is None),
                confidence=0.8,
            )

    def _told(self, i: int) -> bool:
        """Tell an office or membership told by a clause ("X is Y", "as president", "X leads Y") from a name's title."""
        head = self.parse.head[i]
        if self.syntax.is_dep(i, "predicate_labels") or self.parse.pos[i] == "VERB" or self.parse.lower[head] == "as":
            return True
        return self.syntax.is_dep(i, "subject_labels") and bool(self.syntax.kids(head, "predicate_labels"))

    def with_speakers(self) -> Iterator[Mention]:
        """Give the mentions, each with the innermost attribution in whose content it stands."""
        for index, mention in enumerate(self.mentions.found):
            start = self.mentions.range[index][0] if index in self.mentions.range else None
            yield mention if start is None else replace(mention, attribution=self.reports.index_around(start))

    def _region(self, match: Match) -> set[int]:
        region: set[int] = set()
        if not match.trigger.content:
            return region
        if match.content is not None:
            region |= set(self.parse.subtree(match.content.token))
        for report in self.reports.found:
            if match.token in report.cue and report.clausal:
                region |= report.content
        return region - {match.token}
