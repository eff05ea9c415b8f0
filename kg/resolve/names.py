"""Decide which names of a document are one thing: short forms, acronyms, titles with surnames; never two full names."""

from __future__ import annotations

from collections import Counter

from kg.gazetteer import Gazetteer
from kg.model import Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.chains import Chain, Chains, fold

_SMALL = frozenset({"of", "the", "and", "for", "&", "in", "on", "to", "de", "del", "du", "la", "le", "al"})


class NameJoiner:
    """Joins the names of one document; `join` opens the chains and fills them."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer: Gazetteer = ontology.gazetteer
        self.given, self.kinds = ontology.maps["nicknames"], ontology.maps["body_kinds"]
        self.bodily = self.words["corporate_words"] | self.words["organisation_suffixes"]
        self.home: dict[str, int] = {}

    def join(self) -> None:
        """Join the names: fullest first, so that short forms find the long ones wherever they stand."""
        mentions = self.chains.mentions
        found = [i for i, m in enumerate(mentions) if m.kind is MentionKind.NAME]
        length = {i: (-len(mentions[i].name.split()), -len(mentions[i].name)) for i in found}
        for i in sorted(found, key=lambda i: (length[i], mentions[i].span)):
            number, reason = self._same(mentions[i])
            if number is None:
                number = self.chains.open(i, named=True)
            else:
                self.chains.join(i, number, reason)
            self.home.setdefault(fold(mentions[i].name), number)
        for chain in self.chains.list:
            chain.type = self._type(chain)

    def _type(self, chain: Chain) -> str:
        """Give the type that most of the fullest names have."""
        members = [self.chains.mentions[i] for i in chain.members]
        full = max(len(m.name.split()) for m in members)
        kinds = Counter(m.type for m in members if m.type and len(m.name.split()) == full)
        return min(kinds, key=lambda t: (-kinds[t], t)) if kinds else chain.type

    def _same(self, mention: Mention) -> tuple[int | None, str]:
        name = mention.name
        if (number := self.home.get(fold(name))) is not None and self._same_bearer(mention, number):
            return number, ""
        if (entry := self.gazetteer.find(name)) and (number := self._known_as(entry.name)) is not None:
            return number, f"gazetteer: {name} is {entry.name}"
        tests = (
            (self._part_of_person, "short form of the name"),
            (self._is_acronym, "acronym of the name"),
            (self._shortened, "short form of the name"),
            (self._first_word, "first word of the name"),
            (self._last_word, "last word of the name"),
            (self._without_country, "the name without its country"),
        )
        for test, reason in tests:
            hits = [n for n, chain in enumerate(self.chains.list) if any(test(name, o, chain) for o in chain.names)]
            hits = [n for n in hits if self.chains.gender_fits(mention, n)]
            if len(hits) == 1:
                return hits[0], f"{name}: {reason} {self.chains.list[hits[0]].names[0]}"
        return None, ""

    def _same_bearer(self, mention: Mention, number: int) -> bool:
        """Tell Mrs Smith from the Smith that was taken for Tom."""
        return " " in mention.name or self.chains.gender_fits(mention, number)

    def _known_as(self, name: str) -> int | None:
        """Find the chain that has another name of the same entry."""
        for number, chain in enumerate(self.chains.list):
            if any((entry := self.gazetteer.find(other)) and entry.name == name for other in chain.names):
                return number
        return None

    def _part_of_person(self, name: str, other: str, chain: Chain) -> bool:
        if chain.type != "Person":
            return False
        short, long = fold(name).split(), fold(other).split()
        while len(long) > 2 and long[-1] in ("jr", "sr", "ii", "iii"):
            long.pop()
        if len(short) >= 2 and len(long) >= len(short):
            given = short[0] == long[0] or self._nickname(short[0], long[0])
            return given and short[-1] == long[-1] and short != long
        return len(short) == 1 and len(long) > 1 and short[0] in (long[-1], long[0])

    def _nickname(self, one: str, other: str) -> bool:
        """Read "J." for "Jane", and "Bob" for "Robert", whichever of them stands in the fuller name."""
        short, long = sorted((one, other), key=len)
        return (len(short) == 1 and long.startswith(short)) or long in (self.given.get(short), self.given.get(one))

    def _shortened(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Labour" for "Labour Party", "Acme" for "Acme Inc."."""
        if chain.type == "Person" or not fold(other).startswith(fold(name) + " "):
            return False
        rest = fold(other)[len(fold(name)) + 1 :].split()
        if chain.type == "Place":
            return rest == ["city"]
        return all(word in self.bodily for word in rest)

    def _first_word(self, name: str, other: str, chain: Chain) -> bool:
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

    def _without_country(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Supreme Court" for "U.S. Supreme Court": two words or more after what the gazetteer knows."""
        short, long = fold(name), fold(other)
        if chain.type != "Organisation" or " " not in short or not long.endswith(" " + short):
            return False
        return self.gazetteer.find(other[: len(other) - len(name)].strip()) is not None

    def _is_acronym(self, name: str, other: str, chain: Chain) -> bool:
        """Tell whether `name` is made of the initials of `other`, small words left out or not."""
        letters = name.replace(".", "").replace("&", "")
        if chain.type == "Person" or not (2 <= len(letters) <= 8 and letters.isupper() and " " in other):
            return False
        words = other.replace("-", " ").split()
        full = "".join(w[0] for w in words if w[0].isalnum()).upper()
        short = "".join(w[0] for w in words if w.lower() not in _SMALL and w[0].isalnum()).upper()
        return letters in (full, short) or (len(short) > 2 and letters == short + "A")  # "of America" left out
