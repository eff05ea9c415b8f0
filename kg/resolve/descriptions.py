"""Decide what a description denotes: "the minister", "the department", "the deal", "those claims"."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.model import Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.bodies import NEAR, BodyReader
from kg.resolve.chains import Chains, fold
from kg.resolve.holders import Answer, HolderReader
from kg.resolve.partisans import PartisanReader
from kg.resolve.relatives import RelativeReader

_FAR = 12
"""Sentences within which "the deal" finds a deal."""


class DescriptionReader(BodyReader):
    """Finds the antecedents of the noun phrases of one document, in text order."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        super().__init__(chains, ontology)
        self.things = ontology.maps["thing_kinds"]
        self.holders = HolderReader(chains, ontology)
        self.relatives = RelativeReader(chains, ontology, self.holders)
        self.partisans = PartisanReader(chains, ontology, self.holders)
        self.unknown: dict[tuple[str, int | None], int] = {}
        self.by_phrase: dict[str, list[int]] = defaultdict(list)
        self.by_head: dict[str, list[int]] = defaultdict(list)

    def note(self, number: int, mention: Mention) -> None:
        """Remember how a chain was described."""
        head = fold(self.chains.head(mention))
        keys = [(self.by_phrase, fold(mention.name)), (self.by_head, head)]
        keys += [(self.by_head, f"={self.things[head]}")] if head in self.things else []
        for index, key in keys:
            if number in index[key]:
                index[key].remove(number)
            index[key].append(number)

    def antecedent(self, i: int) -> Answer:
        """Give the chain that a description continues, and why; None where it brings in something new."""
        mention = self.chains.mentions[i]
        if mention.type == "Role":
            return self._office(mention), ""
        single = mention.type in ("Person", "") and mention.number == "singular"
        if single and mention.definite and (held := self.holders.holder(mention))[0] is not None:
            return held
        if single and (relative := self.relatives.relative(i, mention))[0] is not None:
            return relative
        if single and (partisan := self.partisans.partisan(mention))[0] is not None:
            return partisan
        if (same := self._same_phrase(i, mention)) is not None:
            return same, ""
        if not mention.definite:
            return None, ""
        found = self._person(mention) if single else (None, "")
        found = self._same_head(i, mention) if found[0] is None else found
        found = self._named(i, mention) if found[0] is None and not single else found
        if found[0] is None and mention.type == "Organisation" and mention.number == "singular":
            found = self._owned(i, mention)
            found = self._body(i, mention) if found[0] is None else found
        return found if found[0] is not None else self._like(i, mention)

    # ---- things and groups

    def _office(self, mention: Mention) -> int | None:
        found = self.by_phrase.get(fold(mention.name), [])
        return next(
            (n for n in found if self.chains.list[n].type == "Role" and self.chains.list[n].office_of == ""), None
        )

    def _same_phrase(self, i: int, mention: Mention) -> int | None:
        same = [n for n in self.by_phrase.get(fold(mention.name), []) if self._kind_fits(mention, n)]
        kin = fold(self.chains.head(mention)) in self.words["kin_words"]  # "his wife"; an office of one word: see below
        titled = mention.definite and " " in fold(mention.name) and len(same) == 1  # "the finance minister" again
        same = [n for n in same if kin or titled or not (mention.type == "Person" and self.chains.list[n].named)]
        same = [n for n in same if self._same_owner(i, n)]
        if not same or not (mention.definite or mention.type in ("Topic", "Event", "Group")):
            return None
        new = self._article(mention) in self.words["indefinite_determiners"] and mention.number == "singular"
        return None if new else same[-1]

    def _kind_fits(self, mention: Mention, number: int) -> bool:
        types = {mention.type, self.chains.list[number].type}
        return len(types) == 1 or types <= {"Topic", "Event"}

    def _same_owner(self, i: int, number: int) -> bool:
        """Tell "his plan" of one man from another's: what the possessives stand for must be one, where there are two."""
        mine = self._owner(i)
        others = [o for o in map(self._owner, self.chains.list[number].members) if o is not None]
        return mine in others[-2:] if others and mine is not None else mine is None or not self._bare(number)

    def _bare(self, number: int) -> bool:
        """Tell "parents" of nobody from somebody's."""
        return self.chains.mentions[self.chains.list[number].members[0]].definite is False

    def _owner(self, i: int) -> int | None:
        """Give the chain that a possessive stands for, or a number below 0 for one who is not known: one for "our" of a voice."""
        first = self.pronouns.get(self.chains.mentions[i].span.start)
        if first is None or self.chains.mentions[first].span == self.chains.mentions[i].span:
            return None
        mention = self.chains.mentions[first]
        unknown = -1 - first
        if mention.gender == "speaker":
            unknown = self.unknown.setdefault((mention.name.lower(), self._voice(mention)), unknown)
        return self.chains.of.get(first, unknown)

    def _voice(self, mention: Mention) -> int | None:
        """Give the chain of who says the words, a number below 0 for words whose speaker is not known."""
        if mention.attribution is None:
            return None
        speaker = self.chains.extraction.attributions[mention.attribution].speaker
        return -1 - mention.attribution if speaker is None else self.chains.of.get(speaker, -1 - mention.attribution)

    @cached_property
    def pronouns(self) -> dict[int, int]:
        """Give the pronoun that starts at an offset."""
        mentions = enumerate(self.chains.mentions)
        return {m.span.start: i for i, m in mentions if m.kind is MentionKind.PRONOUN}

    def _same_head(self, i: int, mention: Mention) -> Answer:
        """Read "the deal" for "the pay deal": the last thing so called that has all the words of the new phrase."""
        return self._last_called(i, mention, fold(self.chains.head(mention)))

    def _like(self, i: int, mention: Mention) -> Answer:
        """Read "the agreement" for "a deal": another word for the same kind of thing."""
        head = fold(self.chains.head(mention))
        pointing = self.words["definite_determiners"] | self.words["plural_demonstratives"]
        if head not in self.things or fold(mention.name) != head or self._article(mention) not in pointing:
            return None, ""
        return self._last_called(i, mention, f"={self.things[head]}")

    def _last_called(self, i: int, mention: Mention, key: str) -> Answer:
        head = fold(self.chains.head(mention))
        hollow = self.words["possessive_pronouns"] | self.words["count_words"]
        wanted = set(fold(mention.name).split()) - {head} - hollow
        for number in reversed(self.by_head.get(key, [])):
            if number not in self.chains.last:
                continue
            chain = self.chains.list[number]
            near = mention.sentence - self.chains.mentions[self.chains.last[number]].sentence <= _FAR
            known = {word for phrase in chain.phrases for word in fold(phrase).split()}
            if (
                near
                and not chain.named
                and not self._each(number)
                and self._kind_fits(mention, number)
                and wanted <= known
            ):
                agree = chain.number in ("", mention.number) and self._same_owner(i, number)
                if agree and not self._around(i, number):
                    return number, f"{mention.name}: the last {key.removeprefix('=')} named before"
        return None, ""

    def _each(self, number: int) -> bool:
        """Tell "every company" from a company."""
        first = self.chains.mentions[self.chains.list[number].members[0]]
        words = self.chains.extraction.document.text[first.span.start : first.head.start].lower().split()
        return not self.words["distributive_words"].isdisjoint(words[:2])

    def _named(self, i: int, mention: Mention) -> Answer:
        """Read "the telescope" for "Norra Space Telescope", "the country" for the one country spoken of just before."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        if self._article(mention) not in self.words["definite_determiners"] or mention.number == "plural":
            return None, ""
        named = [n for n in self.chains.last if self.chains.list[n].named and not self._around(i, n)]
        named = [n for n in named if self.chains.list[n].type not in ("Person", "Organisation", "Role")]
        hits = [n for n in named if any(fold(o).endswith(" " + name) for o in self.chains.list[n].names)]
        if not hits and name == "state":
            hits = [n for n in named if self._distance(n, mention) <= NEAR and self._state(n)]
        if not hits and name in self.words["country_words"]:
            hits = [n for n in named if self.chains.list[n].type == "Place" and self._distance(n, mention) <= NEAR]
            hits = [n for n in hits if self._land(n)]
        if hits and self._one(hits):
            return hits[-1], f"{mention.name}: the {head} named before, {self.chains.name_of(hits[-1])}"
        return None, ""

    def _state(self, number: int) -> bool:
        """Tell a state of a federation, which the gazetteer knows with its country."""
        known = [self.gazetteer.find(name) for name in self.chains.list[number].names]
        return any(entry is not None and entry.type == "Place" and entry.id.endswith("-state") for entry in known)

    def _land(self, number: int) -> bool:
        known = (self.gazetteer.find(name) for name in self.chains.list[number].names)
        return any(entry is not None and entry.type == "Place" and not entry.country for entry in known)

    # ---- people

    def _person(self, mention: Mention) -> Answer:
        """Read "the source": the last one; "the minister": the only person named so far."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        before = list(self.chains.last)
        unnamed = [n for n in before if self.chains.list[n].anonymous and self.chains.list[n].head == head]
        if mention.anonymous or unnamed:
            return (unnamed[-1], f"{mention.name}: the unnamed {head} before") if unnamed else (None, "")
        if any(self._so_described(n, head) for n in before):
            return None, ""  # "Ann is not the owner. The owner …"
        people = [n for n in before if self.chains.list[n].type == "Person" and self.chains.list[n].named]
        capital = self.chains.head(mention)[:1].isupper()
        office = head in self.words["role_heads"] and mention.salience == 2
        if len(people) == 1 and (capital or office) and self._may_be(mention, people[0]):
            if self.words["narrowing_words"].isdisjoint(name.split()):
                return people[0], f"{mention.name}: the only person named before"
        return self._just_named(mention, head, people)

    def _so_described(self, number: int, head: str) -> bool:
        chain = self.chains.list[number]
        return chain.type == "Person" and not chain.named and chain.head == head

    def _may_be(self, mention: Mention, number: int) -> bool:
        """Tell whether a person without another office may be meant: not one named in the same sentence."""
        chain, last = self.chains.list[number], self.chains.mentions[self.chains.last[number]]
        apart = last.sentence < mention.sentence
        return apart and not chain.roles and self.chains.gender_fits(mention, number)

    def _just_named(self, mention: Mention, head: str, people: list[int]) -> Answer:
        """Take "the Vermont senator" for the one person named in the sentence before, where that holds no other office."""
        if mention.salience != 2 or head not in self.words["role_heads"] or mention.attribution is not None:
            return None, ""
        everybody = [n for n in self.chains.last if self.chains.list[n].type == "Person"]
        near = [n for n in everybody if self._distance(n, mention) == 1]  # who is named beside it is another
        if len(near) != 1 or near[0] not in people:
            return None, ""
        members = [self.chains.mentions[i] for i in self.chains.list[near[0]].members]
        told = any(m.salience == 2 and mention.sentence - 1 <= m.sentence and m.span < mention.span for m in members)
        if told and len(members) > 1 and self._may_be(mention, near[0]):
            return near[0], f"{mention.name}: the one person spoken of just before"
        return None, ""
