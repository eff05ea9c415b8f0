"""Decide who is meant by an office: "the minister", "the Norra senator", "the 83-year-old justice"."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Set
from functools import cached_property, lru_cache
from typing import TypeAlias

from kg.model import Mention
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold

_LATELY = 2
"""Sentences within which a holder must have been named whom only the kind of office tells."""

PLAIN = frozenset({"of", "party", "people", "from", "in", "for", "the"})
"""Words that tell no party and no place from another."""

_PLACED = re.compile(r" (?:in|for|at|from) (?:the )?")
"""What stands between an office and where it is held."""

Pairs: TypeAlias = tuple[tuple[str, str], ...]
"""A table of the lexicon: word and kind."""

Answer: TypeAlias = tuple[int | None, str]
"""The number of a chain, and why it is the one."""


def _plain(name: str) -> str:
    """Give a person's name without initials and titles of rank: "Ann B. Smith" is looked up as "ann smith"."""
    words = fold(name).split()
    return " ".join(word for word in words if len(word) > 1 or len(words) < 3)


@lru_cache(maxsize=8)
def _public(known: Pairs, forms: Pairs) -> tuple[dict[str, frozenset[str]], frozenset[str]]:
    """Give for each known person the words of all the offices that he or she is known for, and all such words."""
    one = dict(forms)
    words = {offices: frozenset(one.get(w, w) for w in fold(offices).split()) for _, offices in known}
    return {_plain(name): words[offices] for name, offices in known}, frozenset().union(*words.values())


class HolderReader:
    """Finds the holders of offices in the chains of one document."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer, self.forms = ontology.gazetteer, ontology.maps["office_forms"]
        self.kin = ontology.maps["office_kin"]
        known, forms = ontology.maps["known_offices"], self.forms
        self.public, self.public_words = _public(tuple(known.items()), tuple(forms.items()))
        self._offices: dict[str, str] = {}

    def holder(self, mention: Mention) -> Answer:
        """Give the chain of the one who holds that office, and why; an office once held counts where nobody holds it."""
        name, before = self.office(mention.name), list(self.chains.last)
        found = self._by_office(self._written(mention.name), before, self._written) or self._by_office(
            name, before, self.office
        )
        found = found or self._of_place(mention, name, before) or self._told_later(name) or self._of_kin(name, before)
        found = found or self._placed(name, before)
        known = [] if found else self._known(mention, name, before)
        found = found or known or self._of_kin(name, before, party=False)
        if len(found) != 1:
            return None, ""
        return found[0], f"{mention.name}: {'known ' if known else ''}office of {self.chains.name_of(found[0])}"

    def _by_office(self, name: str, numbers: list[int], read: Callable[[str], str]) -> list[int]:
        """Give the chains of that office: its very words, its last word, its words before "of", its head."""
        tests: tuple[Callable[[str], bool], ...] = (
            lambda role: role == name,
            lambda role: role.split()[-1] == name,
            lambda role: role == name.partition(" of ")[0],
            lambda role: role.split()[-1] == name.split()[-1] and self._merely(name.split()[:-1]),
        )
        numbers = [n for n in numbers if self.chains.list[n].roles]
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

    def _placed(self, name: str, numbers: list[int]) -> list[int]:
        """Read "the senator from Norra" for the senator whom the text ties to Norra."""
        office, *rest = _PLACED.split(name, maxsplit=1)
        where = {word for words in rest for word in words.split()} - PLAIN
        found = [n for n in numbers if any(self.office(role) == office for role in self.chains.list[n].roles)]
        return [n for n in found if where & {word for told in self.tied.get(n, ()) for word in fold(told).split()}]

    @cached_property
    def tied(self) -> dict[int, set[str]]:
        """Give all to which the text ties each chain."""
        return self._tied("Place", "Organisation", "Group", "Person")

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

    def _of_kin(self, name: str, before: list[int], *, party: bool = True) -> list[int]:
        """Read "the Labour nominee" for the one Labour candidate, without `party` for the one of whom no party is told."""
        *rest, head = name.partition(" of ")[0].split()
        kind, asked = self.kin.get(head), [word for word in rest if word not in self.trimmings]
        if kind is None:
            return []
        found = [n for n in before if any(self.kin.get(role.split()[-1]) == kind for role in self.chains.list[n].roles)]
        if party:
            return [n for n in found if self._sides(n) and all(self._fits(word, self._sides(n)) for word in asked)]
        return [n for n in found if not self._sides(n) and not self._telling(n) - set(asked)]

    def _telling(self, number: int) -> set[str]:
        """Give the words of a chain's offices that may tell its party: "libertarian" of "libertarian nominee"."""
        return {word for role in self.chains.list[number].roles for word in role.split()[:-1]} - self.trimmings

    def _sides(self, number: int) -> set[str]:
        """Give the words of the parties to which the text ties a chain."""
        return {word for name in self.parties.get(number, ()) for word in fold(name).split()}

    def _fits(self, word: str, words: Set[str]) -> bool:
        """Tell whether a word is among them, under whatever name it goes ("GOP", "Republican")."""
        entry = self.gazetteer.find(word)
        return (
            word in words
            or self.kin.get(word) in words
            or (entry is not None and bool(set(fold(entry.name).split()) & words - PLAIN))
        )

    def _known(self, mention: Mention, name: str, before: list[int]) -> list[int]:
        """Read "the Norra senator" for the one of those named who is publicly known as that."""
        words = {word for word in name.split() if word not in self.trimmings} - PLAIN
        head = name.split()[-1]
        if not words or not {head, self.kin.get(head)} & self.public_words:
            return []
        public = [n for n in before if n in self.public_chains]
        found = [n for n in public if all(self._fits(word, self.public_chains[n]) for word in words)]
        if len(words) == 1:
            near = [n for n in found if self._distance(n, mention) <= _LATELY]
            once = fold(mention.name).split()[0] in self.words["past_words"]  # "the former president"
            return near if len(found) == 1 and not once and name not in self.kin else []
        return found if len(found) < 2 else self._chief_of(found)

    def _chief_of(self, numbers: list[int]) -> list[int]:
        """Of several, give the one of whom the text tells at least twice as much as of any other."""
        counts = sorted(((len(self.chains.list[n].members), n) for n in numbers), reverse=True)
        return [counts[0][1]] if counts[0][0] >= 2 * counts[1][0] else []

    @cached_property
    def trimmings(self) -> frozenset[str]:
        """Give the words before an office that do not tell whose it is."""
        return self.words["office_trimmings"] | self.words["mere_adjectives"] | self.words["past_words"]

    @cached_property
    def public_chains(self) -> dict[int, frozenset[str]]:
        """Give the words of the offices that the people named in the text are known for, by chain."""
        people = ((n, chain) for n, chain in enumerate(self.chains.list) if chain.type == "Person" and chain.named)
        known = ((n, next((self.public[k] for k in map(_plain, c.names) if k in self.public), None)) for n, c in people)
        return {n: words for n, words in known if words}

    @cached_property
    def parties(self) -> dict[int, set[str]]:
        """Give the parties to which the text ties each chain: "Republican candidate Ann Smith"."""
        return self._tied("Group", "Organisation")

    def _from(self, number: int, place: str) -> bool:
        return any(self.same_place(place, seat) for seat in self.seats.get(number, ()))

    def same_place(self, one: str, other: str) -> bool:
        """Tell whether two names are one place's."""
        known = [self.gazetteer.find(name.title() if name.islower() else name) for name in (one, other)]
        return fold(one) == fold(other) or (known[0] is not None and known[0] == known[1])

    @cached_property
    def seats(self) -> dict[int, set[str]]:
        """Give the places to which the text ties each chain: "Bob Hall, R-Texas"."""
        return self._tied("Place")

    def _tied(self, *types: str) -> dict[int, set[str]]:
        found: dict[int, set[str]] = defaultdict(set)
        mentions = self.chains.mentions
        for link in self.chains.extraction.links:
            if link.reason == "member" and mentions[link.second].type in types and link.first in self.chains.of:
                found[self.chains.of[link.first]].add(mentions[link.second].name)
        return found

    def _distance(self, number: int, mention: Mention) -> int:
        return mention.sentence - self.chains.mentions[self.chains.last[number]].sentence
