"""Decide which names of a document are one thing: short forms, acronyms, titles with surnames; never two full names."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable

from kg.gazetteer import Entry, Gazetteer
from kg.model import Mention, MentionKind, Span
from kg.ontology import Ontology
from kg.resolve.chains import Chain, Chains, fold
from kg.resolve.forms import NameForms, Test, abbreviates, letters_of

_NEAR = 2
"""Sentences within which a surname may be that of another who bears it."""

_REACH, _BACK = 40, 3
"""Code points and names within which brackets follow the name that they shorten."""


class NameJoiner:
    """Joins the names of one document; `join` opens the chains and fills them."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.gazetteer: Gazetteer = ontology.gazetteer
        self.forms = NameForms(ontology)
        self.home: dict[str, int] = {}
        self.unclear: dict[str, int] = {}
        self.by_word: dict[str, set[int]] = defaultdict(set)
        self.titles: dict[int, set[str]] = defaultdict(set)
        self.ladies = self.words["male_titles"] | self.words["female_titles"]
        self.offices, self.beside = self._offices(), self._beside()

    def _offices(self) -> dict[Span, set[str]]:
        """Give for each name, by its place, the offices that stand with it."""
        found: dict[Span, set[str]] = defaultdict(set)
        for link in self.chains.extraction.links:
            if link.reason == "role":
                words = fold(self.chains.mentions[link.second].name).split()
                held = words[1:] if words[0] in self.words["past_words"] else words
                found[self.chains.mentions[link.first].span].add(" ".join(held))
        return found

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
            for word in fold(mentions[i].name).split():
                self.by_word[word].add(number)
            if " " in mentions[i].name:
                self.titles[number] |= self._addressed(mentions[i])
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
        number = self.home.get(fold(name))
        if sharers and number in (None, self.unclear.get(fold(name))):
            return sharers[0], f"{name}: short form of the name {self.chains.list[sharers[0]].names[0]}"
        if number is not None and self._same_bearer(mention, number):
            return number, ""
        if (before := self.beside.get(mention.span)) in self.chains.of:
            number = self.chains.of[before]
            return number, f"{name}: stands in brackets after the name {self.chains.name_of(number)}"
        if (entry := self.gazetteer.find(name)) and (number := self._known_as(entry.name)) is not None:
            return number, f"gazetteer: {name} is {entry.name}"
        for test, reason in self.forms.tests:
            hits = [n for n in self._hits(test, name) if self.chains.gender_fits(mention, n)]
            hits = [n for n in hits if not self._other_entry(entry, n)]
            hits = [n for n in hits if not self._honoured(mention, n) and not self._elsewhere(entry, n)]
            if len(hits) == 1:
                return hits[0], f"{name}: {reason} {self.chains.list[hits[0]].names[0]}"
        return None, ""

    def _hits(self, test: Test, name: str) -> list[int]:
        """Give the chains with a name that passes the test: all save acronyms share a word with it."""
        if test == self.forms.is_acronym:
            near: Iterable[int] = range(len(self.chains.list)) if letters_of(name) else ()
        else:
            near = self._near(name)
        chains = ((n, self.chains.list[n]) for n in near)
        return [n for n, chain in chains if any(test(name, o, chain) for o in chain.names)]

    def _near(self, name: str) -> list[int]:
        """Give the chains that have the first or the last word of a name in a name of theirs."""
        words = fold(name).split() or [""]
        return sorted(self.by_word[words[0]] | self.by_word[words[-1]])

    def _sharers(self, mention: Mention) -> list[int]:
        """Give the people of several names who may be meant by one name alone."""
        if " " in mention.name or mention.type not in ("Person", ""):
            return []
        entry = self.gazetteer.find(mention.name)
        found = [n for n in self._hits(self.forms.part_of_person, mention.name) if not self._elsewhere(entry, n)]
        found = [n for n in found if self.chains.gender_fits(mention, n) or self._surname(mention, n)]
        addressed = [n for n in found if self._addressed(mention) & self.titles[n]] if len(found) > 1 else []
        return addressed if len(addressed) == 1 else found

    def _surname(self, mention: Mention, number: int) -> bool:
        """Tell whether a name that is a given name, too, is hers: "Russell" of Nina Russell."""
        untitled = mention.span.end - mention.span.start == len(mention.name)
        long = [fold(name).split() for name in self.chains.list[number].names]
        return untitled and any(len(words) > 1 and words[-1] == fold(mention.name) for words in long)

    def _addressed(self, mention: Mention) -> set[str]:
        """Give the titles and offices that stand at a name: "Dr." and "director" of "Director Dr. Smith"."""
        span = mention.span
        written = fold(self.chains.extraction.document.text[span.start : span.end]).removesuffix(fold(mention.name))
        return {word for word in written.split() if word not in self.ladies} | self.offices.get(span, set())

    def _introduced(self, mention: Mention, sharers: list[int]) -> tuple[int | None, str]:
        """Take a surname that several bear for the one whom alone the text has named in full by then.

        Once another has been named in full, it stays with the one so called before unless the other was named since; else
        nobody's. Before anybody is named in full, as in a headline, it is the one who is first.
        """
        told = [n for n in sharers if self._first(n) < mention.span]
        if len(told) == 1:
            return told[0], f"{mention.name}: the only one of that name so far is {self.chains.list[told[0]].names[0]}"
        if not told and (first := self._leading(sharers)) is not None:
            return first, f"{mention.name}: the first of that name in the text is {self.chains.list[first].names[0]}"
        called = [n for n in told if self._called(n, mention)]
        if len(called) == 1 and not any(self._since(n, called[0], mention) for n in told if n != called[0]):
            return called[0], f"{mention.name}: so called before, {self.chains.list[called[0]].names[0]}"
        return self.unclear.get(fold(mention.name)), ""

    def _leading(self, sharers: list[int]) -> int | None:
        """Give the one who is named before all others of that name, none of whom stands in the same sentence."""
        first, second = sorted(sharers, key=self._first)[:2]
        sentences = [
            min(self.chains.mentions[i].sentence for i in self.chains.list[n].members) for n in (first, second)
        ]
        return first if sentences[0] < sentences[1] else None

    def _called(self, number: int, mention: Mention) -> bool:
        members = (self.chains.mentions[i] for i in self.chains.list[number].members)
        return any(m.name == mention.name and m.span < mention.span for m in members)

    def _since(self, other: int, number: int, mention: Mention) -> bool:
        """Tell whether another of the name was named shortly before, and not in an earlier sentence than the one."""
        before = [self._last_before(n, mention) for n in (other, number)]
        return before[0].sentence >= before[1].sentence and mention.sentence - before[0].sentence <= _NEAR

    def _last_before(self, number: int, mention: Mention) -> Mention:
        members = (self.chains.mentions[i] for i in self.chains.list[number].members)
        return max((m for m in members if m.span < mention.span), key=lambda m: m.span)

    def _first(self, number: int) -> Span:
        return min(self.chains.mentions[i].span for i in self.chains.list[number].members)

    def _honoured(self, mention: Mention, number: int) -> bool:
        """Tell who or what a body is named for from the body: Ann Smith, Norra of "Ann Smith Trust", "Norra Mobil"."""
        chain, name = self.chains.list[number], mention.name
        if chain.type != "Person" and mention.type == "Person":
            return True
        if chain.type != "Person" and " " in name and fold(name).split()[0] in self.forms.given_names:
            return True
        town = chain.type == "Organisation" and mention.type == "Place"
        known = (
            town and self.gazetteer.find(name) is not None and not self.forms.is_acronym(name, chain.names[0], chain)
        )
        return known or (town and self.forms.first_word(name, chain.names[0], chain))

    def _elsewhere(self, entry: Entry | None, number: int) -> bool:
        """Tell London, the city, from what the tagger takes for a person called Harbour London; Ann London is one."""
        chain = self.chains.list[number]
        known = entry is not None and entry.type != "Person" and chain.type == "Person"
        return known and not any(fold(name).split()[0] in self.forms.given_names for name in chain.names)

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

    def _beside(self) -> dict[Span, int]:
        """Give for each short name in brackets the name before them that has all its letters, "Mission in Norra (MIN)"."""
        text = self.chains.extraction.document.text
        found: dict[Span, int] = {}
        named = [i for i, m in enumerate(self.chains.mentions) if m.kind is MentionKind.NAME]
        named.sort(key=lambda i: self.chains.mentions[i].span)
        for at, other in enumerate(named):
            span = self.chains.mentions[other].span
            if text[span.start - 1 : span.start] in ("(", "[") and text[span.end : span.end + 1] in (")", "]"):
                one = next((i for i in reversed(named[max(0, at - _BACK) : at]) if self._stands_for(other, i)), None)
                found |= {} if one is None else {span: one}
        return found

    def _stands_for(self, short: int, other: int) -> bool:
        """Tell whether brackets hold the acronym of what begins with another name and ends before them."""
        first, second = self.chains.mentions[other], self.chains.mentions[short]
        near = 0 < second.span.start - first.span.end <= _REACH
        text = self.chains.extraction.document.text
        return near and abbreviates(second.name, text[first.span.start : second.span.start - 1])
