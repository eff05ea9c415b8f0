"""Find a trigger of the lexicon at a token and what fills its roles. Contains no verb."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.fillers import Filler, Fillers
from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.syntax import Syntax
from kg.ontology import INTRANSITIVE, Ontology, Trigger

_PARTS = {
    "VERB": ("verb", "adjective"),
    "AUX": ("verb",),
    "NOUN": ("noun", "verb"),
    "PROPN": ("noun", "verb"),
    "ADJ": ("adjective", "verb"),
}
_REACH = 9
"""Tokens within which the next word of a trigger stands ("ask the minister a very direct question")."""


@dataclass(slots=True)
class Match:
    """A trigger found at a token, with the words it took and what fills its roles.

    `mutual` is true where both ends are coordinated ("Oman and Qatar met"): the object is the second of the subjects.
    """

    trigger: Trigger
    token: int
    words: list[int]
    subject: Filler | None
    object: Filler | None
    content: Filler | None
    mutual: bool = False


class TriggerMatcher:
    """Matches the triggers of one parse; `at` gives the match at a token."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, reports: Reports, ontology: Ontology) -> None:
        self.syntax, self.parse = syntax, syntax.parse
        self.triggers, self.words, self.denial = ontology.triggers, ontology.words, ontology.of("denial")
        self.fillers = Fillers(syntax, mentions, reports, ontology)
        self._near: tuple[int, set[str]] = (-1, set())

    def at(self, i: int) -> Match | None:
        """Give the first trigger, the most specific before others, whose roles are filled at the token."""
        for part in _PARTS.get(self.parse.pos[i], ()):
            if self.parse.pos[i] == "PROPN" and self.fillers.named_person(i):
                continue
            if (part == "verb" and not self._predicate(i)) or (part == "adjective" and not self._adjectival(i)):
                continue
            lemma = self.parse.lemma[i]
            for trigger in self.triggers.get((part, lemma), ()):
                if len(trigger.words) > 1 and trigger.words[1] not in self._ahead(i):
                    continue
                words = self._words(trigger, i) if len(trigger.words) > 1 or not self._another_verb(i) else None
                match = self._filled(trigger, i, words) if words else None
                if match:
                    return match
        return None

    def _predicate(self, i: int) -> bool:
        """Tell a verb from a preposition that has its form ("barring a strike")."""
        prepositional = self.parse.tag[i] == "VBG" and self.syntax.is_dep(i, "preposition_labels")
        return self.syntax.verbal(i) and not prepositional

    def _ahead(self, i: int) -> set[str]:
        """Give the words that may follow a trigger's first: those near it, and the subject of a passive verb."""
        if self._near[0] != i:
            near = slice(i + 1, i + _REACH)
            found = {*self.parse.lower[near], *self.parse.lemma[near]}
            if self.syntax.passive(i) and (subject := self.syntax.surface_subject(i)) is not None:
                found |= {self.parse.lower[subject], self.parse.lemma[subject]}
            self._near = i, found
        return self._near[1]

    def _another_verb(self, i: int) -> bool:
        """Tell "shell out", "blast off", which a particle makes another verb than the bare one."""
        return any(self.parse.lower[c] in self.words["sense_particles"] for c in self.syntax.kids(i, "particle_labels"))

    def _adjectival(self, i: int) -> bool:
        return self.parse.pos[i] == "ADJ" or self.syntax.is_dep(i, "predicate_labels")

    def _words(self, trigger: Trigger, i: int) -> list[int] | None:
        """Find the trigger's further words among what hangs below the first, in order and near."""
        found = [i]
        for word in trigger.words[1:]:
            last = found[-1]
            reach = range(last + 1, min(last + _REACH, len(self.parse.words)))
            hit = next((k for k in reach if self._says(k, word) and self._below(k, found)), None)
            hit = self._passive_object(i, word) if hit is None else hit
            if hit is None:
                return None
            found.append(hit)
        return found

    def _passive_object(self, i: int, word: str) -> int | None:
        """Find the idiom's noun before a passive verb ("the claims were dismissed")."""
        if not self.syntax.passive(i) or (subject := self.syntax.surface_subject(i)) is None:
            return None
        return subject if self._says(subject, word) else None

    def _says(self, k: int, word: str) -> bool:
        return self.parse.lower[k] == word or self.parse.lemma[k] == word

    def _below(self, k: int, found: list[int]) -> bool:
        """Tell whether a word hangs on the trigger's words so far, at most one clause below the first."""
        parse, last = self.parse, found[-1]
        head = parse.head[k]
        if head in found:
            return True
        if self.syntax.is_dep(k, "particle_labels"):
            return False  # "forced them to bail it out"
        if self.syntax.is_dep(k, "preposition_labels"):
            loose = parse.pos[head] in ("ADJ", "ADV") or self.syntax.is_dep(head, "object_labels")
            beside = parse.head[last] == found[0] if last != found[0] else loose
            return k == last + 1 or (parse.head[head] == found[0] and beside)
        clauses = 0
        for _ in range(2):
            if any(self.syntax.is_dep(w, "preposition_object_labels") for w in (k, head)):
                return False
            clauses += self.syntax.verbal(head)
            head = parse.head[head]
            if head in found:
                return clauses < 2
        return k == last + 1 and parse.sent_of[k] == parse.sent_of[found[0]]

    def _filled(self, trigger: Trigger, i: int, words: list[int]) -> Match | None:
        if (trigger.beside or trigger.unless) and not self._beside(trigger, i):
            return None
        if ("speaker" in trigger.subject and self._only_describes(i)) or self._transitive(trigger, i, words):
            return None
        subject = self.fillers.role(trigger.subject, i, words)
        if subject is not None and subject.token not in words and (subject := self.fillers.actor(subject, i)) is None:
            return None
        object_ = self.fillers.role(trigger.object, i, words)
        if object_ is not None and self.parse.lower[object_.token] in self.words["reflexive_pronouns"]:
            return None
        if trigger.unless and object_ is not None and self.parse.lemma[object_.token] in trigger.unless:
            return None
        content = self.fillers.role(trigger.content, i, words)
        if subject and object_ and subject.token == object_.token:
            object_ = None
        partner = self._partner(trigger, subject) if object_ is None else None
        object_ = object_ or partner
        alone = subject is not None and object_ is None and self._alone(trigger, i)
        if object_ is None and (subject is None or (trigger.part == "noun" and trigger.object and not alone)):
            return None
        if subject is None and self._misses_subject(trigger, i):
            return None
        match = Match(trigger, i, words, subject, object_, content, partner is not None)
        return match if self._satisfied(match, alone) else None

    def _alone(self, trigger: Trigger, i: int) -> bool:
        """Tell a denial in one word: "'Nonsense,' she said"."""
        quote = self.fillers.reports.inside.get(i)
        if quote is None or trigger.relation not in self.denial or "speaker" not in trigger.subject:
            return False
        words = [k for k in range(quote.first, quote.last + 1) if self.parse.pos[k] not in ("PUNCT", "ADV", "INTJ")]
        return words == [i]

    def _beside(self, trigger: Trigger, i: int) -> bool:
        """Tell whether one of the trigger's "with" and none of its "unless" hangs on its first word or on its "be"."""
        hosts = [i, self.parse.head[i]] if self.syntax.is_dep(i, "predicate_labels") else [i]
        beside = {self.parse.lemma[c] for host in hosts for c in self.parse.children[host]}
        return not trigger.unless & beside and (not trigger.beside or bool(trigger.beside & beside))

    def _transitive(self, trigger: Trigger, i: int, words: list[int]) -> bool:
        """Tell "called the idea for a wall stupid" from "called for a wall": an object stands before the preposition."""
        if trigger.part != "verb" or len(words) != 2 or trigger.beside or trigger.object != (trigger.words[1],):
            return False
        on_verb = self.parse.head[words[1]] == i
        between = [*(() if on_verb else self.syntax.kids(i, "object_labels")), *self.syntax.kids(i, "predicate_labels")]
        return any(i < k < words[1] and k not in self.fillers.times for k in between)

    def _only_describes(self, i: int) -> bool:
        """Tell an adjective before a noun that is not said of anything ("our brave soldiers")."""
        head = self.parse.head[i]
        modifier = self.parse.pos[i] == "ADJ" and self.syntax.is_dep(i, "modifier_labels")
        return modifier and self.syntax.agent(i) == head

    def _partner(self, trigger: Trigger, subject: Filler | None) -> Filler | None:
        """Find with whom the subject does what needs two ("Oman and Qatar met", "talks between Oman and Qatar")."""
        if "with" not in trigger.object or subject is None or subject.clause:
            return None
        others = [k for k in self.syntax.conjuncts(subject.token) if k != subject.token]
        return Filler(others[0]) if others and all(self.fillers.agentive(Filler(k)) for k in others) else None

    def _misses_subject(self, trigger: Trigger, i: int) -> bool:
        """Tell an active verb or adjective without a subject: a fragment or a command."""
        if "agent" not in trigger.subject and trigger.part == "verb":
            return False  # "came under fire"
        attributive = self.syntax.is_dep(i, "modifier_labels")  # "the rejected suitor"
        return trigger.part == "adjective" or (trigger.part == "verb" and (attributive or not self.syntax.passive(i)))

    def _satisfied(self, match: Match, alone: bool) -> bool:
        needs = match.trigger.needs
        if INTRANSITIVE in needs and self.syntax.patient(match.token) is not None:
            return False  # "demonstrated her skill"
        for need in sorted(needs - {INTRANSITIVE}):  # the order makes mentions, and mentions must not depend on hashes
            end, _, role = need.partition("-")
            filler = getattr(match, role or end)
            if filler is None and alone and "object" in (end, role):
                continue
            if filler is None:
                return False
            if role and not self.fillers.is_(end, filler):
                return False
        return True
