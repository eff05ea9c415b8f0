"""Match every relation of the lexicon in one pass: trigger and roles become a relation mention. Contains no verb."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

from kg.extract.attribution import AttributionFinder, Report
from kg.extract.factuality import Factuality, FactualityReader
from kg.extract.mentions import MentionTable
from kg.extract.roles import Tie
from kg.extract.syntax import Syntax
from kg.model import Mention, MentionKind, Modality, Polarity, RelationMention, Skip, Span
from kg.ontology import Ontology, Trigger

_PARTS = {
    "VERB": ("verb", "adjective"),
    "AUX": ("verb",),
    "NOUN": ("noun", "verb"),
    "PROPN": ("noun", "verb"),
    "ADJ": ("adjective", "verb"),
}
_AGENTS = frozenset({"Person", "Organisation", "Group", "Place", ""})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a noun phrase by its head, or a clause by its verb (`first` is where it begins)."""

    token: int
    clause: bool = False
    first: int | None = None


@dataclass(slots=True)
class Match:
    """A trigger found at a token, with the words it took and what fills its roles."""

    trigger: Trigger
    token: int
    words: list[int]
    subject: Filler | None
    object: Filler | None
    content: Filler | None


class RelationFinder:
    """Matches the triggers of one parse; `reports` are the attributions in token form."""

    def __init__(
        self, syntax: Syntax, mentions: MentionTable, reader: AttributionFinder, reports: list[Report], ontology: Ontology
    ) -> None:
        self.syntax, self.parse, self.mentions = syntax, syntax.parse, mentions
        self.reader, self.reports, self.ontology = reader, reports, ontology
        self.words = ontology.words
        self.factuality = FactualityReader(syntax, ontology.reporting)
        self.skips: list[Skip] = []

    def find(self) -> list[RelationMention]:
        """Give the relation mentions in text order, their `content` filled in."""
        found: list[tuple[Match, RelationMention]] = []
        used: set[int] = set()
        for i in range(len(self.parse.words)):
            match = self._match_at(i) if i not in used else None
            if match:
                used.update(match.words)
                found.extend((match, mention) for mention in self._mentions_of(match))
        return self._with_content(self._give_way(found))

    def _give_way(self, found: list[tuple[Match, RelationMention]]) -> list[tuple[Match, RelationMention]]:
        """ "Refused to deny the claims" is a denial that was not made; "refused to negotiate" stays a refusal."""
        dropped: set[int] = set()
        for n, (match, _) in enumerate(found):
            if match.trigger.gives_way and match.object is not None and match.object.clause:
                inner = [k for k, (other, _) in enumerate(found) if other.token == match.object.token]
                whole = [k for k in inner if found[k][1].object is not None]
                dropped.update([n] if whole else inner)
        return [pair for n, pair in enumerate(found) if n not in dropped]

    # ---- triggers

    def _match_at(self, i: int) -> Match | None:
        for part in _PARTS.get(self.parse.pos[i], ()):
            if part == "verb" and not self.syntax.verbal(i) or (part == "adjective" and not self._adjectival(i)):
                continue
            lemma = self.parse.lemma[i]
            for trigger in self.ontology.triggers.get((part, lemma), ()):
                words = self._words(trigger, i)
                match = self._filled(trigger, i, words) if words else None
                if match:
                    return match
        return None

    def _adjectival(self, i: int) -> bool:
        return self.parse.pos[i] == "ADJ" or self.syntax.is_dep(i, "predicate_labels")

    def _words(self, trigger: Trigger, i: int) -> list[int] | None:
        """Find the trigger's further words among what hangs below the first, in order and near."""
        found = [i]
        for word in trigger.words[1:]:
            last = found[-1]
            reach = range(last + 1, min(last + 6, len(self.parse.words)))
            hit = next((k for k in reach if self._says(k, word) and self._below(k, found)), None)
            if hit is None:
                return None
            found.append(hit)
        return found

    def _says(self, k: int, word: str) -> bool:
        return self.parse.lower[k] == word or self.parse.lemma[k] == word

    def _below(self, k: int, found: list[int]) -> bool:
        head = self.parse.head[k]
        for _ in range(3):
            if head in found:
                return True
            head = self.parse.head[head]
        return k == found[-1] + 1 and self.parse.sent_of[k] == self.parse.sent_of[found[0]]

    def _filled(self, trigger: Trigger, i: int, words: list[int]) -> Match | None:
        subject = self._role(trigger.subject, i, words)
        object_ = self._role(trigger.object, i, words)
        content = self._role(trigger.content, i, words)
        if subject and object_ and subject.token == object_.token:
            object_ = None
        if subject is None and object_ is None:
            return None
        if subject is None and self._misses_subject(trigger, i):
            return None
        match = Match(trigger, i, words, subject, object_, content)
        return match if self._satisfied(match) else None

    def _misses_subject(self, trigger: Trigger, i: int) -> bool:
        """An active verb or an adjective whose subject cannot be found is a fragment or a command."""
        return trigger.part == "adjective" or (trigger.part == "verb" and not self.syntax.passive(i))

    def _satisfied(self, match: Match) -> bool:
        for need in match.trigger.needs:
            end, _, role = need.partition("-")
            filler = getattr(match, role or end)
            if filler is None:
                return False
            if role and self._agentive(filler) != (end == "agent"):
                return False
        return True

    def _agentive(self, filler: Filler) -> bool:
        if filler.clause:
            return False
        mention = self.mentions.found[self.mentions.at(filler.token)]
        if mention.kind is MentionKind.PRONOUN:
            return mention.gender != "neuter" and mention.gender != ""
        return mention.type in _AGENTS

    # ---- roles

    def _role(self, roles: tuple[str, ...], i: int, words: list[int]) -> Filler | None:
        for role in roles:
            filler = self._fill(role, i, words)
            if filler is not None and self._refers(filler):
                return filler
        return None

    def _refers(self, filler: Filler) -> bool:
        word = self.parse.lower[filler.token]
        return filler.clause or not (
            self.parse.dep[filler.token] in self.words["expletive_labels"] or word in ("there", "what", "who", "which")
        )

    def _fill(self, role: str, i: int, words: list[int]) -> Filler | None:
        if role == "agent":
            return self._noun(self.syntax.agent(i))
        if role == "patient":
            return self._noun(self._patient(i, words))
        if role == "doer":
            return self._noun(self.syntax.doer(i))
        if role == "undergoer":
            return self._noun(self._undergoer(i))
        if role == "clause":
            return self._clause(i, words)
        if role == "speaker":
            return self._speaker(i)
        if role in ("recipient", "possessor", "compound", "attribute"):
            labels = {"attribute": "predicate_labels"}.get(role, f"{role}_labels")
            return self._noun(next((k for w in words for k in self.syntax.kids(w, labels) if k not in words), None))
        return self._after(role, i, words)

    def _noun(self, token: int | None) -> Filler | None:
        if token is None:
            return None
        token = self.syntax.antecedent(token)
        return Filler(token, clause=self.parse.pos[token] in ("VERB", "AUX"))

    def _patient(self, i: int, words: list[int]) -> int | None:
        found = self.syntax.patient(i)
        if found in words:
            return None
        return found

    def _undergoer(self, i: int) -> int | None:
        verb = self.syntax.light_verb(i)
        if verb is None or self.parse.lemma[verb] not in self.words["receiving_verbs"]:
            return None
        if self.syntax.is_dep(i, "preposition_object_labels"):
            if self.parse.lower[self.parse.head[i]] not in self.words["receiving_prepositions"]:
                return None
        return self.syntax.surface_subject(verb)

    def _clause(self, i: int, words: list[int]) -> Filler | None:
        for w in reversed(words):
            for labels in ("infinitive_labels", "clause_labels", "participle_labels"):
                for c in self.syntax.kids(w, labels):
                    if c > i and self.syntax.verbal(c) and not (labels == "participle_labels" and self.syntax.passive(c)):
                        return Filler(c, clause=True, first=w + 1)
            for prep in self.syntax.kids(w, "preposition_labels"):
                for c in self.syntax.kids(prep, "preposition_object_labels"):
                    if self.parse.pos[c] == "VERB":
                        return Filler(c, clause=True)
        return None

    def _speaker(self, i: int) -> Filler | None:
        """Find who says the words in which the trigger stands."""
        for report in self._around(i):
            return Filler(report.source) if report.source is not None else None
        return None

    def _after(self, word: str, i: int, words: list[int]) -> Filler | None:
        hosts = [*words]
        if self.parse.pos[i] in ("NOUN", "PROPN") and (verb := self.syntax.light_verb(i)) is not None:
            hosts.append(verb)
        hosts += [c for c in self.syntax.kids(i, "object_labels") if self.parse.pos[i] == "VERB"]
        for host in hosts:
            if self.parse.lower[host] == word and (kids := self.syntax.kids(host, "preposition_object_labels")):
                return self._noun(kids[0])
            for prep in self.parse.children[host]:
                if self.parse.lower[prep] == word and prep > i and (
                    kids := self.syntax.kids(prep, "preposition_object_labels")
                ):
                    return self._noun(kids[0])
        return None

    # ---- relation mentions

    def _mentions_of(self, match: Match) -> Iterator[RelationMention]:
        ends = tuple(f.token if f and not f.clause else None for f in (match.subject, match.object))
        reading = self.factuality.read(match.token, ends)
        for word in match.words[1:]:
            if self.parse.lower[word] in self.words["negators"] and word not in match.words:
                reading.negative = not reading.negative
        self._colour(match.trigger, reading)
        attribution, quoted = self._attribution(match.token, match.subject)
        for subject in self._expand(match.subject):
            for object_ in self._expand(match.object):
                yield self._mention(match, subject, object_, reading, attribution, quoted)

    def _colour(self, trigger: Trigger, reading: Factuality) -> None:
        if trigger.polarity == "negative":
            reading.negative = not reading.negative
        if trigger.modality != "asserted":
            reading.weaken(Modality(trigger.modality.capitalize()))

    def _expand(self, filler: Filler | None) -> list[Filler | None]:
        if filler is None or filler.clause:
            return [filler]
        return [Filler(k) for k in list(self.syntax.conjuncts(filler.token))[:6]]

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
            subject=self._index(subject),
            object=self._index(object_),
            polarity=Polarity(reading.polarity),
            modality=reading.modality,
            cue=self.parse.span(min(match.words), max(match.words) + 1),
            evidence=self._evidence(match, subject, object_),
            rule=trigger.rule,
            attribution=attribution,
            unattributed=reading.hearsay or (quoted and attribution is None),
            time=self._time(match.token),
            confidence=self._confidence(trigger, subject, object_, reading),
        )

    def _index(self, filler: Filler | None) -> int | None:
        if filler is None:
            return None
        return self.mentions.clause(filler.token, filler.first) if filler.clause else self.mentions.at(filler.token)

    def _confidence(
        self, trigger: Trigger, subject: Filler | None, object_: Filler | None, reading: Factuality
    ) -> float:
        missing = (subject is None) + (object_ is None and bool(trigger.object))
        hedged = reading.modality is not Modality.ASSERTED
        return round(max(0.05, trigger.confidence - 0.15 * missing - 0.05 * hedged), 2)

    def _evidence(self, match: Match, subject: Filler | None, object_: Filler | None) -> Span:
        """Cover trigger, ends, auxiliaries and negation: the smallest run of words that shows the statement."""
        i = match.token
        tokens = set(match.words) | {
            c
            for c in self.parse.children[i]
            if self.parse.dep[c] in self.words["auxiliary_labels"] | self.words["negation_labels"]
        }
        for filler in (subject, object_):
            if filler is not None and self.parse.sent_of[filler.token] == self.parse.sent_of[i]:
                start, end = self.mentions.range[self._index(filler) or 0]
                tokens |= {start, end - 1}
        if match.content is not None and self.parse.sent_of[match.content.token] == self.parse.sent_of[i]:
            tokens.add(self.parse.right_edge[match.content.token])
        block = self.parse.block_of[i]
        tokens = {t for t in tokens if self.parse.block_of[t] == block}
        last = max(tokens)
        while last > i and self.parse.pos[last] == "PUNCT":
            last -= 1
        return self.parse.span(min(tokens), last + 1)

    def _time(self, i: int) -> Span | None:
        """Give the time phrase of the trigger's clause."""
        for start, end, label in self.parse.ents:
            if label in ("DATE", "TIME") and self.parse.sent_of[start] == self.parse.sent_of[i]:
                head = next((k for k in range(start, end) if not start <= self.parse.head[k] < end), start)
                up = self.parse.head[head]
                if i in (up, self.parse.head[up]):
                    return self.parse.span(start, end)
        return None

    # ---- who says it

    def _around(self, i: int) -> list[Report]:
        """Give the reports whose clause or quotation holds the token, innermost first."""
        holders = [r for r in self.reports if i in r.content and i not in r.cue and r.entry.source]
        holders = [r for r in holders if r.clausal or self._long_quote(i)]
        return sorted(holders, key=lambda r: len(r.content))

    def _long_quote(self, i: int) -> bool:
        return i in self.reader.inside and self.reader.inside[i].size > 3

    def _attribution(self, i: int, subject: Filler | None = None) -> tuple[int | None, bool]:
        """Give the innermost attribution, and whether the words are somebody's whom it does not name.

        What is denied is no word of the denier: "denied that X left" reports a claim of nobody in particular.
        """
        around = [r for r in self._around(i) if not (r.infinitive and subject and r.source == subject.token)]
        if around and around[0].entry.negative and i not in self.reader.inside:
            return None, True
        quoted = self._long_quote(i)
        return (self.reports.index(around[0]) if around else None), quoted

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
            quoted = self._long_quote(tie.token)
            attribution = self._attribution(tie.token)[0] if quoted else None
            yield RelationMention(
                relation=tie.relation,
                subject=tie.subject,
                object=tie.object,
                polarity=Polarity.POSITIVE,
                modality=Modality.ASSERTED,
                cue=self.parse.span(tie.token, tie.token + 1),
                evidence=self.parse.span(tie.first, tie.last + 1),
                rule=f"{tie.relation}/role",
                attribution=attribution,
                unattributed=quoted and attribution is None,
                confidence=0.8,
            )

    def with_speakers(self) -> Iterator[Mention]:
        """Give the mentions, each with the innermost attribution in whose content it stands."""
        for index, mention in enumerate(self.mentions.found):
            around = self._around(self.mentions.range[index][0])
            yield replace(mention, attribution=self.reports.index(around[0])) if around else mention

    def _region(self, match: Match) -> set[int]:
        region: set[int] = set()
        if not match.trigger.content:
            return region
        if match.content is not None:
            region |= set(self.parse.subtree(match.content.token))
        for report in self.reports:
            if match.token in report.cue and report.clausal:
                region |= report.content
        return region - {match.token}
