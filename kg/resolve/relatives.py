"""Decide who is meant by whose he or she is: "her husband", "Ann Smith's campaign manager"."""

from __future__ import annotations

from functools import cached_property

from kg.model import Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold
from kg.resolve.holders import Answer, HolderReader

_MARKS = ("'s", "’s", "'", "’", "")
"""What stands between an owner and what is his: a possessive mark, or nothing after a pronoun."""


class RelativeReader:
    """Finds kin and staff of those whom the text of one document names, in text order."""

    def __init__(self, chains: Chains, ontology: Ontology, holders: HolderReader) -> None:
        self.chains, self.words, self.holders = chains, ontology.words, holders
        relations = chains.extraction.relations
        self.held = {r.object for r in relations if r.relation == "holdsRole"}
        self.merely = self.words["mere_adjectives"] | self.words["past_words"]

    def relative(self, i: int, mention: Mention) -> Answer:
        """Give whom "her husband" or "Ann Smith's campaign manager" denotes, and why."""
        owner, rest = self._owner(i, mention)
        if owner is None or not rest or i in self.held:
            return None, ""
        kin = rest[-1] in self.words["kin_words"]
        if kin and not self._sure(i, mention, owner):
            return None, ""
        found = self._kin(owner, mention, rest) if kin else self._staff(owner, rest)
        if len(found) != 1:
            return None, ""
        return found[0], f"{mention.name}: the {' '.join(rest)} of {self.chains.name_of(owner)}"

    def _owner(self, i: int, mention: Mention) -> tuple[int | None, list[str]]:
        """Give the chain of X in "X's late husband", and the words for what is X's without those that tell nothing."""
        text = self.chains.extraction.document.text
        for k in self.starting.get(mention.span.start, ()) if mention.span.end == mention.head.end else ():
            other = self.chains.mentions[k]
            after = text[other.span.end : mention.head.end]
            mark = next((m for m in _MARKS if after.startswith(f"{m} ")), None)
            pronoun = other.kind is MentionKind.PRONOUN
            if k != i and mark is not None and bool(mark) != pronoun and k in self.chains.of:
                words = fold(after[len(mark) :]).split()
                while len(words) > 1 and (words[0] in self.merely or words[0].endswith("-old")):
                    words.pop(0)
                return self.chains.of[k], words
        return None, []

    @cached_property
    def starting(self) -> dict[int, list[int]]:
        """Give the names and pronouns with which a phrase that starts at an offset may begin, titles before them aside."""
        found: dict[int, list[int]] = {}
        for k, mention in enumerate(self.chains.mentions):
            if mention.kind is not MentionKind.NOMINAL:
                found.setdefault(mention.span.start, []).append(k)
        for link in self.chains.extraction.links:
            if link.reason == "called":
                found.setdefault(self.chains.mentions[link.second].span.start, []).append(link.first)
        return found

    def _sure(self, i: int, mention: Mention, owner: int) -> bool:
        """Tell whether a possessive pronoun has but one antecedent in its sentence: of two men, "his wife" may be either's."""
        first = next((k for k in self.starting.get(mention.span.start, ()) if k != i), i)
        pronoun = self.chains.mentions[first]
        if pronoun.kind is not MentionKind.PRONOUN:
            return True
        for n, last in reversed(self.chains.last.items()):
            if self.chains.mentions[last].sentence < mention.sentence:
                break
            chain = self.chains.list[n]
            if n != owner and chain.named and chain.type == "Person" and self.chains.gender_fits(pronoun, n):
                return False
        return True

    def _kin(self, owner: int, mention: Mention, rest: list[str]) -> list[int]:
        """Give who alone bears the surname and is of the sex that the word tells: "her father" of Ida Crane is Tom Crane."""
        surname = self._surname(owner)
        if len(rest) > 1 or not surname or mention.gender not in ("male", "female"):
            return []
        people = [n for n in range(len(self.chains.list)) if n != owner and self._surname(n) == surname]
        fit = [n for n in people if self.chains.list[n].gender == mention.gender]
        return fit if len(fit) == len([n for n in people if self.chains.list[n].gender in ("", mention.gender)]) else []

    def _surname(self, number: int) -> str:
        """Give the surname of a person named in full."""
        chain = self.chains.list[number]
        full = [fold(name).split() for name in chain.names if " " in name] if chain.type == "Person" else []
        return full[0][-1] if full else ""

    def _staff(self, owner: int, rest: list[str]) -> list[int]:
        """Give who, anywhere in the text, is said to hold that office with the owner."""
        office = self.holders.office(" ".join(rest))
        return sorted(
            n
            for n in self.tied.get(owner, ())
            if any(self.holders.office(role) == office for role in self.chains.list[n].roles)
        )

    @cached_property
    def tied(self) -> dict[int, set[int]]:
        """Give the people whom the text ties to each person or body."""
        found: dict[int, set[int]] = {}
        of = self.chains.of
        for link in self.chains.extraction.links:
            if link.reason == "member" and link.first in of and link.second in of:
                found.setdefault(of[link.second], set()).add(of[link.first])
        return found
