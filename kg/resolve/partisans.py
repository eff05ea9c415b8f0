"""Decide who "the Norra Democrat" is: the one told of just before, where nothing says that it is another party's."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.model import Mention, MentionKind, Quotation, Span
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold
from kg.resolve.holders import PLAIN, Answer, HolderReader


class PartisanReader:
    """Finds the people whom one document calls by their party."""

    def __init__(self, chains: Chains, ontology: Ontology, holders: HolderReader) -> None:
        self.chains, self.words, self.holders = chains, ontology.words, holders
        self.kinds = ontology.maps["body_kinds"]

    def partisan(self, mention: Mention) -> Answer:
        """Give whom "the Norra Democrat" denotes, and why: the last sentence's subject, or the only one of the party."""
        party = self.parties.get(mention.head)
        if party is None or self._quoted(mention) or self._article(mention) != "the":
            return None, ""
        named = [n for n in self.chains.last if self._person(n) and self._apart(n, mention)]
        ours = [n for n in named if self._sides(n) and self._of(party, n)]
        near = [n for n in ours if self._last(n, mention, 3)]
        lately = [n for n in named if n in ours or not self._sides(n)]
        subject = [n for n in lately if self._spoken_of(n, mention)]
        found = near if len(near) == len(ours) == 1 else subject
        if len(found) != 1 or not self._from(found[0], mention):
            return None, ""
        return found[0], f"{mention.name}: the one of that party spoken of just before"

    def _quoted(self, mention: Mention) -> bool:
        """Tell whether the words are somebody else's."""
        said = mention.attribution
        return said is not None and self.chains.extraction.attributions[said].quotation is not Quotation.INDIRECT

    @cached_property
    def by_sentence(self) -> dict[int, list[int]]:
        """Give the mentions of each sentence."""
        found: dict[int, list[int]] = defaultdict(list)
        for k, mention in enumerate(self.chains.mentions):
            found[mention.sentence].append(k)
        return found

    @cached_property
    def parties(self) -> dict[Span, str]:
        """Give the parties named in the text, by the place of the name's head."""
        mentions = self.chains.mentions
        named = (m for m in mentions if m.kind is MentionKind.NAME and m.type in ("Group", "Organisation"))
        return {m.head: m.name for m in named if self._is_party(m.name)}

    def _is_party(self, name: str) -> bool:
        words = fold(name).split()
        return any(self.kinds.get(w) == "party" or w in self.words["party_words"] for w in (*words, f"{words[-1]}s"))

    def _person(self, number: int) -> bool:
        """Tell a person with a name."""
        chain = self.chains.list[number]
        return chain.type == "Person" and chain.named

    def _sides(self, number: int) -> set[str]:
        """Give the words of the parties that the text or the public knowledge of offices gives a person."""
        known = self.holders.public_chains.get(number, frozenset()) - PLAIN
        told = {word for name in self.holders.parties.get(number, ()) for word in fold(name).split()} - PLAIN
        return {w for w in known | told if self.kinds.get(w) == "party" or self.kinds.get(f"{w}s") == "party"} | (
            told & self.words["party_words"]
        )

    def _of(self, party: str, number: int) -> bool:
        sides = self._sides(number)
        return any(
            word in sides or f"{word}s" in sides or word.removesuffix("s") in sides for word in fold(party).split()
        )

    def _spoken_of(self, number: int, mention: Mention) -> bool:
        """Tell whether the sentence before has the person as a subject, in the narrator's words, or as who says it all."""
        before = [(k, self.chains.mentions[k]) for k in self.by_sentence.get(mention.sentence - 1, ())]
        told = [self.chains.of.get(k) for k, m in before if m.attribution is None and m.salience == 2]
        if told:
            return number in told
        said = {m.attribution for _, m in before if m.attribution is not None}
        speakers = {self.chains.extraction.attributions[a].speaker for a in said}
        return {self.chains.of.get(k) for k in speakers if k is not None} == {number}

    def _last(self, number: int, mention: Mention, far: int) -> bool:
        return mention.sentence - self.chains.mentions[self.chains.last[number]].sentence <= far

    def _apart(self, number: int, mention: Mention) -> bool:
        """Tell that the person is not named beside it: "Ann Smith met the Norra Democrat" is two people."""
        return self.chains.mentions[self.chains.last[number]].sentence < mention.sentence

    def _from(self, number: int, mention: Mention) -> bool:
        """Tell whether a place in the description, if the text gives the person a seat, is that seat."""
        seats = self.holders.seats.get(number)
        named = [m.name for m in self.chains.mentions if m.type == "Place" and mention.span.contains(m.span)]
        return not seats or not named or any(self.holders.same_place(place, seat) for place in named for seat in seats)

    def _article(self, mention: Mention) -> str:
        text = self.chains.extraction.document.text[mention.span.start : mention.span.end]
        return text.split()[0].lower() if text.split() else ""
