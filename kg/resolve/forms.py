"""Tell whether two names are forms of one: short forms, acronyms, nicknames, the end or the beginning of the longer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from typing import TypeAlias

from kg.gazetteer import Gazetteer
from kg.ontology import Ontology
from kg.resolve.chains import Chain, fold

_LETTERS = 8
"""Capitals at most in an acronym."""

Test: TypeAlias = Callable[[str, str, Chain], bool]
"""Tells whether the first name is another form of the second, a name of the chain."""


class NameForms:
    """Compares names; `tests` are the ways in which one is a form of the other, surest first, each with a why.

    All save `is_acronym` hold only of names that share the first or the last word of the shorter.
    """

    def __init__(self, ontology: Ontology) -> None:
        self.words, self.given = ontology.words, ontology.maps["nicknames"]
        self.gazetteer: Gazetteer = ontology.gazetteer
        self.given_names = self.words["male_names"] | self.words["female_names"]
        self.bodily = self.words["corporate_words"] | self.words["organisation_suffixes"] | self.words["company_tails"]
        self.bodily_words = self.bodily | self.words["organisation_heads"]
        self.tests: tuple[tuple[Test, str], ...] = (
            (self.part_of_person, "short form of the name"),
            (self.is_acronym, "acronym of the name"),
            (self._shortened, "short form of the name"),
            (self.first_word, "first word of the name"),
            (self._last_word, "last word of the name"),
            (self._without_front, "the end of the name"),
        )

    def part_of_person(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Smith", "Bob Smith" and "R. Smith" for "Robert Smith"; a father is not his son ("Ray Hall Jr.")."""
        if chain.type != "Person":
            return False
        short, long = fold(name).split(), fold(other).split()
        if len(long) > 2 and long[-1] in self.words["generation_words"]:
            if len(short) > 1:
                return short[-1] == long[-1] and self.part_of_person(" ".join(short[:-1]), " ".join(long[:-1]), chain)
            long.pop()
        if len(short) >= 2 and len(long) > len(short) and long[-len(short) :] == short:
            return not {long[0], short[0]} <= self.given_names  # "Tycoon Ann Smith", but not "Mary Ann Smith"
        if len(short) >= 2 and len(long) >= len(short):
            given = short[0] == long[0] or self._nickname(short[0], long[0])
            return given and short[-1] == long[-1] and short != long and _middle_fits(short[1:-1], long[1:-1])
        return len(short) == 1 and len(long) > 1 and short[0] in (long[-1], long[0])

    def _nickname(self, one: str, other: str) -> bool:
        """Read "J." for "Jane", and "Bob" for "Robert", whichever of them stands in the fuller name."""
        short, long = sorted((one, other), key=len)
        return (len(short) == 1 and long.startswith(short)) or long in (self.given.get(short), self.given.get(one))

    def _shortened(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Labour" for "Labour Party", "Acme" for "Acme Inc.", "the Bank" for "Bank of England"."""
        if chain.type == "Person" or not fold(other).startswith(fold(name) + " "):
            return False
        rest = fold(other)[len(fold(name)) + 1 :].split()
        if chain.type == "Place":
            return rest == ["city"]
        if rest[0] == "of":
            return self._place(" ".join(rest[1:]).removeprefix("the "))
        tail = " ".join(other.split()[-len(rest) :])  # small, as in "Norra Press news agency"
        return all(word in self.bodily for word in rest) or tail in self.words["describing_tails"]

    def _place(self, name: str) -> bool:
        """Tell "Bank of Norra", the Bank, and "Assembly of the NGU" from "House of Representatives"."""
        entry = self.gazetteer.find(name.title())
        return entry is not None and entry.type in ("Place", "Organisation")

    def first_word(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Exxon" for "Exxon Mobil", "the North" for "North Korea": no known name and no common word."""
        short, long = fold(name), fold(other).split()
        if len(long) != 2 or short != long[0] or self.gazetteer.find(name):
            return False
        if chain.type == "Place":
            return short in self.words["compass_words"]
        tail = long[1] in self.words["body_tails"] | self.words["event_heads"]
        common = short in self.words["organisation_heads"] | self.words["party_words"]
        return chain.type == "Organisation" and not tail and not common

    def _last_word(self, name: str, other: str, chain: Chain) -> bool:
        """Read "the Steelworkers" for "United Steelworkers", "the Times" for "Norra Times"."""
        short, long = fold(name), fold(other).split()
        return (
            chain.type == "Organisation" and 1 < len(long) < 4 and short == long[-1] and not self.gazetteer.find(name)
        )

    def _without_front(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Supreme Court" for "U.S. Supreme Court", "School of Art" for "Norra School of Art": a long end of the name."""
        short, long = fold(name), fold(other)
        if chain.type != "Organisation" or " " not in short or not long.endswith(" " + short):
            return False
        if len(short.split()) > 2 and set(short.split()) & self.bodily_words:
            return True  # "Graduate School of Journalism" of one university
        front = self.gazetteer.find(other[: len(other) - len(name)].strip())
        return front is not None and not front.country  # the party of one state is not that of all

    def is_acronym(self, name: str, other: str, chain: Chain) -> bool:
        """Tell whether `name` is made of the initials of `other`, small words left out or not."""
        letters = letters_of(name)
        if chain.type == "Person" or not letters or " " not in other:
            return False
        words = other.replace("-", " ").split()
        full = "".join(w[0] for w in words if w[0].isalnum()).upper()
        small = self.words["small_words"]
        short = "".join(w[0] for w in words if w.lower() not in small and w[0].isalnum()).upper()
        return letters in (full, short) or (len(short) > 2 and letters == short + "A")  # "of America" left out


def _middle_fits(one: list[str], other: list[str]) -> bool:
    """Tell "George H. W." from "George W.": initials between the names, where both have them, must be the same."""
    initials = ["".join(words) for words in (one, other) if words and all(len(word) < 3 for word in words)]
    return len(initials) < 2 or initials[0] == initials[1]


def abbreviates(name: str, other: str) -> bool:
    """Tell whether capitals are the first of a phrase and among the first letters of its words, each of them once."""
    letters = letters_of(name)
    words = other.replace("-", " ").replace("/", " ").split()
    if not letters or not words or "." in other[:-1]:
        return False
    return words[0][:1] == letters[0] and not Counter(letters) - Counter(word[0].upper() for word in words)


def letters_of(name: str) -> str:
    """Give the capitals of an acronym, "" for another name: "B.M.A." and "MDGs"."""
    letters = name.replace(".", "").replace("&", "")
    letters = letters[:-1] if letters[-1:] == "s" and letters[:-1].isupper() else letters
    return letters if 2 <= len(letters) <= _LETTERS and letters.isupper() else ""
