"""Decide which body a description denotes: "the department", "the company", "her party"."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.model import Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold
from kg.resolve.holders import Answer

NEAR = 2
"""Sentences within which "the company" finds a body of no kind."""


class BodyReader:
    """Finds the bodies that the descriptions of one document mean, in text order."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer = ontology.gazetteer
        self.kinds, self.other_names = ontology.maps["body_kinds"], ontology.maps["other_names_of_bodies"]

    def _body(self, i: int, mention: Mention) -> Answer:
        """Read "the department" for the one department, "the company" for the one body spoken of just before."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        plain = [word for word in name.split()[:-1] if word not in self.words["body_trimmings"]]
        if (
            self._article(mention) not in self.words["definite_determiners"]
            or len(plain) > 1
            or name.split()[-1] != head
        ):
            return None, ""
        bodies = [n for n in self.chains.last if self._is_body(n) and not self._around(i, n)]
        name = self.other_names.get(name, name)
        worded = [n for n in bodies if set(name.split()) <= self._words_of(n)]
        ending = [n for n in worded if any(f" {fold(o)}".endswith(f" {name}") for o in self.chains.list[n].names)]
        kin = self._kin(head, bodies, mention) if not plain else []
        described = [n for n in kin if self.kinds.get(head) in self._described(n)]
        for hits in (ending, worded, described, kin):
            if self._sure(hits, head) or self._goes_on(hits, mention):
                return hits[-1], f"{mention.name}: the {head} named before, {self.chains.name_of(hits[-1])}"
        return None, ""

    def _owned(self, i: int, mention: Mention) -> Answer:
        """Read "her party" for the party to which the text ties her, "Mr Smith's department" for the one department."""
        head, owner = fold(self.chains.head(mention)), self._possessor(i, mention)
        if owner is None or head not in self.kinds:
            return None, ""
        kind = {self.kinds[head]}
        tied = sorted(n for n in self.ties.get(owner, ()) if self._is_body(n) and kind & self._kinds_of(n))
        if not tied and self.chains.list[owner].type == "Place":  # "Norra's central bank" is the Bank of Norra
            place = set(fold(self.chains.name_of(owner)).split())
            tied = [n for n in self.chains.last if self._is_body(n) and kind & self._kinds_of(n) and n != owner]
            tied = [n for n in tied if place <= self._words_of(n)]
        if not tied and head in self.words["lone_bodies"] and not self.ties.get(owner):
            tied = [n for n in self.chains.last if self._is_body(n) and kind & self._kinds_of(n)]
        if len(tied) != 1 or self._around(i, tied[0]):
            return None, ""
        owned, body = self.chains.name_of(owner), self.chains.name_of(tied[0])
        return tied[0], f"{mention.name}: the {head} of {owned}, {body}"

    def _possessor(self, i: int, mention: Mention) -> int | None:
        """Give the chain of X in "X's party" and "her party", where nothing else describes the party."""
        text = self.chains.extraction.document.text
        first = self.starting.get(mention.span.start, i)
        between = text[self.chains.mentions[first].span.end : mention.head.start].split()
        between = [word for word in between if word.lower() not in self.words["body_trimmings"]]
        plain = first != i and " ".join(between) in ("", "'s", "’s", "'", "’") and mention.span.end == mention.head.end
        return self.chains.of.get(first) if plain else None

    @cached_property
    def starting(self) -> dict[int, int]:
        """Give the name or pronoun that starts at an offset."""
        mentions = enumerate(self.chains.mentions)
        return {m.span.start: i for i, m in mentions if m.kind is not MentionKind.NOMINAL}

    @cached_property
    def ties(self) -> dict[int, set[int]]:
        """Give the chains of the bodies to which the text ties a chain."""
        found: dict[int, set[int]] = defaultdict(set)
        of = self.chains.of
        for link in self.chains.extraction.links:
            if link.reason == "member" and link.first in of and link.second in of:
                found[of[link.first]].add(of[link.second])
        return found

    def _kin(self, head: str, bodies: list[int], mention: Mention) -> list[int]:
        """Give the bodies of the kind; a company's or a union's name need not say what it is, if it stands near."""
        kind = self.kinds.get(head)
        if any(head in self._words_of(n) for n in range(len(self.chains.list)) if self._is_body(n)):
            return []  # the text has another that bears the very word
        kinds = {kind, "department"} if kind == "agency" else {kind}
        return [n for n in bodies if kinds & self._kinds_of(n) or self._untold(n, head, mention)]

    def _untold(self, number: int, head: str, mention: Mention) -> bool:
        """Tell whether a body of no told kind may be meant by "the company", or, if named twice, by "the group"."""
        again = head in self.words["untold_bodies"] and len(self.chains.list[number].members) > 1
        if self._kinds_of(number) or self._distance(number, mention) > NEAR:
            return False
        return again or self.kinds.get(head) in self.words["untold_kinds"]

    def _sure(self, numbers: list[int], head: str) -> bool:
        """Tell whether there is no doubt; a body whose name does not say its kind must have been a subject."""
        if not numbers or not self._one(numbers):
            return False
        told = any(self.chains.mentions[i].salience == 2 for i in self.chains.list[numbers[-1]].members)
        kinds = self._kinds_of(numbers[-1])
        loose = head not in self.kinds and head not in self.words["untold_bodies"]
        return bool({self.kinds.get(head)} & kinds) or told or loose

    def _goes_on(self, numbers: list[int], mention: Mention) -> bool:
        """Tell whether one of them alone was the subject of the sentence before: "Lumetra fell. The company said"."""
        last = [self.chains.mentions[self.chains.last[n]] for n in numbers]
        if not last or mention.salience != 2 or last[-1].salience != 2:
            return False
        alone = all(m.sentence < mention.sentence - 1 for m in last[:-1])
        return alone and last[-1].sentence == mention.sentence - 1 and last[-1].attribution == mention.attribution

    def _is_body(self, number: int) -> bool:
        return self.chains.list[number].named and self.chains.list[number].type == "Organisation"

    def _words_of(self, number: int) -> set[str]:
        """Give the words of a body's names, and of its full name where that is known: the FBI is a bureau."""
        names = self.chains.list[number].names
        entries = (self.gazetteer.find(name) for name in names)
        full = [entry.name for entry in entries if entry is not None]
        return {word for name in (*names, *full) for word in fold(name).split()}

    def _described(self, number: int) -> set[str]:
        """Give the kinds of body that the text itself calls it beside its name: "the oil giant Lumetra"."""
        chain = self.chains.list[number]
        fronts = (fold(phrase).removesuffix(fold(name)) for phrase in chain.phrases for name in chain.names)
        told = (front.split() for front in fronts if front.endswith(" "))
        return {self.kinds[word] for words in told for word in words if word in self.kinds}

    def _kinds_of(self, number: int) -> set[str]:
        words = self._words_of(number)
        words -= {"united"} if words & {"states", "kingdom", "nations"} else set()
        return {self.kinds[word] for word in words if word in self.kinds}

    def _one(self, numbers: list[int]) -> bool:
        """Tell whether there is no doubt: one body, or one spoken of far more lately than the others."""
        places = [self.chains.mentions[self.chains.last[n]].sentence for n in numbers]
        return len(numbers) == 1 or places[-1] - places[-2] >= NEAR

    def _distance(self, number: int, mention: Mention) -> int:
        return mention.sentence - self.chains.mentions[self.chains.last[number]].sentence

    def _article(self, mention: Mention) -> str:
        text = self.chains.extraction.document.text[mention.span.start : mention.span.end]
        return text.split()[0].lower() if text.split() else ""

    def _around(self, i: int, number: int) -> bool:
        """Tell whether the chain's last mention holds this one, or is held by it."""
        last = self.chains.mentions[self.chains.last[number]]
        return last.span.overlaps(self.chains.mentions[i].span)
