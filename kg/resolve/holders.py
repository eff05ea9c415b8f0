"""Decide who is meant by an office: "the minister", "the Norra senator", "the 83-year-old justice"."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable
from functools import cached_property
from typing import TypeAlias

from kg.model import Mention
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold

_LATELY = 2
"""Sentences within which a holder must have been named whom only the kind of office tells."""

Answer: TypeAlias = tuple[int | None, str]
"""The number of a chain, and why it is the one."""


class HolderReader:
    """Finds the holders of offices in the chains of one document."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer, self.forms = ontology.gazetteer, ontology.maps["office_forms"]
        self._offices: dict[str, str] = {}

    def holder(self, mention: Mention) -> Answer:
        """Give the chain of the one who holds that office, and why; an office once held counts where nobody holds it."""
        name, before = self.office(mention.name), list(self.chains.last)
        found = self._by_office(self._written(mention.name), before, self._written) or self._by_office(
            name, before, self.office
        )
        found = found or self._of_place(mention, name, before) or self._told_later(name)
        if len(found) == 1:
            return found[0], f"{mention.name}: office of {self.chains.name_of(found[0])}"
        return None, ""

    def _by_office(self, name: str, numbers: list[int], read: Callable[[str], str]) -> list[int]:
        """Give the chains of that office: its very words, its last word, its words before "of", its head."""
        tests: tuple[Callable[[str], bool], ...] = (
            lambda role: role == name,
            lambda role: role.split()[-1] == name,
            lambda role: role == name.partition(" of ")[0],
            lambda role: role.split()[-1] == name.split()[-1] and self._merely(name.split()[:-1]),
        )
        hits = ([n for n in numbers if any(test(read(r)) for r in self.chains.list[n].roles)] for test in tests)
        return next((hit for hit in hits if hit), [])

    def _written(self, name: str) -> str:
        """Give an office as it is written, its short forms aside; one once held as nothing that anybody holds now."""
        past = fold(name).split()[:1] and fold(name).split()[0] in self.words["past_words"]
        return f"once-{self.office(name).replace(' ', '-')}" if past else self.office(name)

    def office(self, name: str) -> str:
        """Give an office as offices are compared: "Sen." is "senator", and whose it was before is no part of it."""
        if name not in self._offices:
            words = fold(name).split()
            while len(words) > 1 and words[0] in self.words["past_words"]:
                words.pop(0)
            whole = self.forms.get(" ".join(words))
            self._offices[name] = whole or " ".join(self.forms.get(word, word) for word in words)
        return self._offices[name]

    def _told_later(self, name: str) -> list[int]:
        """Read "the bank's chairwoman" in the lead: who is said further on to hold that very office, if one alone does."""
        several = len(name.split()) > 1
        chains = enumerate(self.chains.list) if several else ()
        return [n for n, chain in chains if any(self.office(role) == name for role in chain.roles)]

    def _merely(self, words: list[str]) -> bool:
        """Tell "83-year-old", "embattled", "U.S." from words that make it another office."""
        return all(w in self.words["mere_adjectives"] or w.endswith(("-old", "-term", "-serving")) for w in words)

    def _of_place(self, mention: Mention, name: str, before: list[int]) -> list[int]:
        """Find the only holder of an office that the text ties to the place named with it, or to none, and told of lately."""
        place, _, head = name.rpartition(" ")
        if not place or not (self.gazetteer.find(place) or self.gazetteer.find(place.title())):
            return []
        holders = [n for n in before if any(self.office(r).split()[-1] == head for r in self.chains.list[n].roles)]
        of_place = [n for n in holders if self._from(n, place)]
        if of_place:
            return of_place
        others = [n for n in before if self.chains.list[n].type == "Person" and self.chains.list[n].named]
        others = [n for n in others if n not in holders and not self.chains.list[n].roles]
        near = [n for n in others if self._distance(n, mention) <= _LATELY]
        lately = [n for n in holders if self._distance(n, mention) <= _LATELY and self.chains.gender_fits(mention, n)]
        return lately if len(holders) == 1 and not near and not self.seats.get(holders[0]) else []

    def _from(self, number: int, place: str) -> bool:
        return any(self._same_place(place, seat) for seat in self.seats.get(number, ()))

    def _same_place(self, one: str, other: str) -> bool:
        known = [self.gazetteer.find(name.title() if name.islower() else name) for name in (one, other)]
        return fold(one) == fold(other) or (known[0] is not None and known[0] == known[1])

    @cached_property
    def seats(self) -> dict[int, set[str]]:
        """Give the places to which the text ties each chain: "Bob Hall, R-Texas"."""
        found: dict[int, set[str]] = defaultdict(set)
        mentions = self.chains.mentions
        for link in self.chains.extraction.links:
            if link.reason == "member" and mentions[link.second].type == "Place" and link.first in self.chains.of:
                found[self.chains.of[link.first]].add(mentions[link.second].name)
        return found

    def _distance(self, number: int, mention: Mention) -> int:
        return mention.sentence - self.chains.mentions[self.chains.last[number]].sentence
