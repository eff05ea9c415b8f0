"""Decide which names of a document are one thing: short forms, acronyms, titles with surnames; never two full names."""

from __future__ import annotations

from collections import Counter

from kg.gazetteer import Entry, Gazetteer
from kg.model import Mention, MentionKind, Span
from kg.ontology import Ontology
from kg.resolve.chains import Chain, Chains, fold

_SMALL = frozenset({"of", "the", "and", "for", "&", "in", "on", "to", "de", "del", "du", "la", "le", "al"})

_NEAR = 2
"""Sentences within which a surname may be that of another who bears it."""


class NameJoiner:
    """Joins the names of one document; `join` opens the chains and fills them."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer: Gazetteer = ontology.gazetteer
        self.given, self.kinds = ontology.maps["nicknames"], ontology.maps["body_kinds"]
        self.bodily = self.words["corporate_words"] | self.words["organisation_suffixes"]
        self.bodily_words = self.bodily | self.words["organisation_heads"]
        self.home: dict[str, int] = {}
        self.unclear: dict[str, int] = {}

    def join(self) -> None:
        """Join the names: fullest first, so that short forms find the long ones wherever they stand."""
        mentions = self.chains.mentions
        found = [i for i, m in enumerate(mentions) if m.kind is MentionKind.NAME]
        length = {i: (-len(mentions[i].name.split()), -len(mentions[i].name)) for i in found}
        for i in sorted(found, key=lambda i: (length[i], mentions[i].span)):
            number, reason = self._same(mentions[i])
            if number is None:
                number = self.chains.open(i, named=True)
                if len(self._sharers(mentions[i])) > 1:
                    self.unclear[fold(mentions[i].name)] = number
            else:
                self.chains.join(i, number, reason)
            self._explain(mentions[i], number)
            self.home.setdefault(fold(mentions[i].name), number)
        for chain in self.chains.list:
            chain.type = self._type(chain)

    def _explain(self, mention: Mention, number: int) -> None:
        """Say why what the text calls otherwise has the name of a gazetteer entry: "Republicans", "R"."""
        written = self.chains.extraction.document.text[mention.span.start : mention.span.end]
        reasons = self.chains.list[number].reasons
        if fold(mention.name) not in fold(" ".join(written.split())) and self.gazetteer.find(mention.name):
            reason = f"gazetteer: {written} is {mention.name}"
            reasons += [reason] if reason not in reasons else []

    def _type(self, chain: Chain) -> str:
        """Give the type that most of the fullest names have."""
        members = [self.chains.mentions[i] for i in chain.members]
        full = max(len(m.name.split()) for m in members)
        kinds = Counter(m.type for m in members if m.type and len(m.name.split()) == full)
        return min(kinds, key=lambda t: (-kinds[t], t)) if kinds else chain.type

    def _same(self, mention: Mention) -> tuple[int | None, str]:
        name = mention.name
        if len(sharers := self._sharers(mention)) > 1:
            return self._introduced(mention, sharers)
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
            (self._without_front, "the end of the name"),
        )
        for test, reason in tests:
            hits = [n for n, chain in enumerate(self.chains.list) if any(test(name, o, chain) for o in chain.names)]
            hits = [n for n in hits if self.chains.gender_fits(mention, n) and not self._other_entry(entry, n)]
            if len(hits) == 1:
                return hits[0], f"{name}: {reason} {self.chains.list[hits[0]].names[0]}"
        return None, ""

    def _sharers(self, mention: Mention) -> list[int]:
        """Give the people of several names who may be meant by one name alone."""
        if " " in mention.name or mention.type not in ("Person", ""):
            return []
        chains = enumerate(self.chains.list)
        found = [n for n, chain in chains if any(self._part_of_person(mention.name, o, chain) for o in chain.names)]
        return [n for n in found if self.chains.gender_fits(mention, n)]

    def _introduced(self, mention: Mention, sharers: list[int]) -> tuple[int | None, str]:
        """Take a surname that several bear for the one whom alone the text has named in full by then.

        Once another has been named in full, it stays with the one so called before unless the other is near; else nobody's.
        """
        told = [n for n in sharers if self._first(n) < mention.span]
        if len(told) == 1:
            return told[0], f"{mention.name}: the only one of that name so far is {self.chains.list[told[0]].names[0]}"
        called = [n for n in told if self._called(n, mention)]
        if len(called) == 1 and not any(self._near(n, mention) for n in told if n not in called):
            return called[0], f"{mention.name}: so called before, {self.chains.list[called[0]].names[0]}"
        return self.unclear.get(fold(mention.name)), ""

    def _called(self, number: int, mention: Mention) -> bool:
        members = (self.chains.mentions[i] for i in self.chains.list[number].members)
        return any(m.name == mention.name and m.span < mention.span for m in members)

    def _near(self, number: int, mention: Mention) -> bool:
        members = (self.chains.mentions[i] for i in self.chains.list[number].members)
        return any(0 <= mention.sentence - m.sentence <= _NEAR for m in members)

    def _first(self, number: int) -> Span:
        return min(self.chains.mentions[i].span for i in self.chains.list[number].members)

    def _other_entry(self, entry: Entry | None, number: int) -> bool:
        """Tell "New York", the state, from New York City: the gazetteer knows both, and as two."""
        others = (self.gazetteer.find(name) for name in self.chains.list[number].names)
        return entry is not None and any(other is not None and other.id != entry.id for other in others)

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
        """Read "Labour" for "Labour Party", "Acme" for "Acme Inc.", "the Bank" for "Bank of England"."""
        if chain.type == "Person" or not fold(other).startswith(fold(name) + " "):
            return False
        rest = fold(other)[len(fold(name)) + 1 :].split()
        if chain.type == "Place":
            return rest == ["city"]
        if rest[0] == "of":
            return self._place(" ".join(rest[1:]).removeprefix("the "))
        return all(word in self.bodily for word in rest) or " ".join(rest) in self.words["describing_tails"]

    def _place(self, name: str) -> bool:
        """Tell "Bank of Norra", the Bank, from "House of Representatives"."""
        entry = self.gazetteer.find(name.title())
        return entry is not None and entry.type == "Place"

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

    def _without_front(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Supreme Court" for "U.S. Supreme Court", "School of Art" for "Norra School of Art": a long end of the name."""
        short, long = fold(name), fold(other)
        if chain.type != "Organisation" or " " not in short or not long.endswith(" " + short):
            return False
        if len(short.split()) > 2 and set(short.split()) & self.bodily_words:
            return True  # "Graduate School of Journalism" of one university
        return self.gazetteer.find(other[: len(other) - len(name)].strip()) is not None

    def _is_acronym(self, name: str, other: str, chain: Chain) -> bool:
        """Tell whether `name` is made of the initials of `other`, small words left out or not."""
        letters = name.replace(".", "").replace("&", "")
        letters = letters[:-1] if letters[-1:] == "s" and letters[:-1].isupper() else letters  # "MDGs"
        if chain.type == "Person" or not (2 <= len(letters) <= 8 and letters.isupper() and " " in other):
            return False
        words = other.replace("-", " ").split()
        full = "".join(w[0] for w in words if w[0].isalnum()).upper()
        short = "".join(w[0] for w in words if w.lower() not in _SMALL and w[0].isalnum()).upper()
        return letters in (full, short) or (len(short) > 2 and letters == short + "A")  # "of America" left out
