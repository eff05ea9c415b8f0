"""Decide what a description denotes: "the minister", "the department", "the deal", "those claims"."""

from __future__ import annotations

from collections import defaultdict

from kg.model import Mention, MentionKind
from kg.ontology import Ontology
from kg.resolve.chains import Chains, fold
from kg.resolve.holders import Answer, HolderReader

_NEAR, _FAR = 2, 12
"""Sentences within which "the company" finds a body of no kind, and "the deal" a deal."""

_UNTOLD = ("company",)
"""Kinds of bodies whose names often do not say what they are."""


class DescriptionReader:
    """Finds the antecedents of the noun phrases of one document, in text order."""

    def __init__(self, chains: Chains, ontology: Ontology) -> None:
        self.chains, self.words = chains, ontology.words
        self.kinds, self.things = ontology.maps["body_kinds"], ontology.maps["thing_kinds"]
        self.other_names = ontology.maps["other_names_of_bodies"]
        self.gazetteer, self.holders = ontology.gazetteer, HolderReader(chains, ontology)
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
        if (same := self._same_phrase(i, mention)) is not None:
            return same, ""
        if not mention.definite:
            return None, ""
        found = self._person(mention) if single else (None, "")
        found = self._same_head(i, mention) if found[0] is None else found
        found = self._named(i, mention) if found[0] is None and not single else found
        if found[0] is None and mention.type == "Organisation" and mention.number == "singular":
            found = self._body(i, mention)
        return found if found[0] is not None else self._like(i, mention)

    # ---- things and groups

    def _office(self, mention: Mention) -> int | None:
        found = self.by_phrase.get(fold(mention.name), [])
        return next(
            (n for n in found if self.chains.list[n].type == "Role" and self.chains.list[n].office_of == ""), None
        )

    def _same_phrase(self, i: int, mention: Mention) -> int | None:
        same = [n for n in self.by_phrase.get(fold(mention.name), []) if self._kind_fits(mention, n)]
        kin = fold(self.chains.head(mention)) in self.words["kin_words"]  # "his wife"; an office: see below
        same = [n for n in same if kin or not (mention.type == "Person" and self.chains.list[n].named)]
        same = [n for n in same if self._same_owner(i, n)]
        if not same or not (mention.definite or mention.type in ("Topic", "Event", "Group")):
            return None
        new = self._article(mention) in self.words["indefinite_determiners"] and mention.number == "singular"
        return None if new else same[-1]

    def _kind_fits(self, mention: Mention, number: int) -> bool:
        types = {mention.type, self.chains.list[number].type}
        return len(types) == 1 or types <= {"Topic", "Event"}

    def _article(self, mention: Mention) -> str:
        text = self.chains.extraction.document.text[mention.span.start : mention.span.end]
        return text.split()[0].lower() if text.split() else ""

    def _same_owner(self, i: int, number: int) -> bool:
        """Tell "his plan" of one man from another's: what the possessives stand for must be one, where there are two."""
        mine = self._owner(i)
        others = [o for o in map(self._owner, self.chains.list[number].members) if o is not None]
        return mine in others[-2:] if others and mine is not None else mine is None or not self._bare(number)

    def _bare(self, number: int) -> bool:
        """Tell "parents" of nobody from somebody's."""
        return self.chains.mentions[self.chains.list[number].members[0]].definite is False

    def _owner(self, i: int) -> int | None:
        first = self.pronouns.get(self.chains.mentions[i].span.start)
        inside = first is not None and self.chains.mentions[first].span != self.chains.mentions[i].span
        return self.chains.of.get(first, -1 - first) if first is not None and inside else None

    @property
    def pronouns(self) -> dict[int, int]:
        """Give the pronoun that starts at an offset."""
        if not hasattr(self, "_pronouns"):
            mentions = enumerate(self.chains.mentions)
            self._pronouns = {m.span.start: i for i, m in mentions if m.kind is MentionKind.PRONOUN}
        return self._pronouns

    def _same_head(self, i: int, mention: Mention) -> Answer:
        """Read "the deal" for "the pay deal": the last thing so called that has all the words of the new phrase."""
        return self._last_called(i, mention, fold(self.chains.head(mention)))

    def _like(self, i: int, mention: Mention) -> Answer:
        """Read "the agreement" for "a deal": another word for the same kind of thing."""
        head = fold(self.chains.head(mention))
        if (
            head not in self.things
            or fold(mention.name) != head
            or self._article(mention) not in ("the", "this", "that")
        ):
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
            if near and not chain.named and self._kind_fits(mention, number) and wanted <= known:
                agree = chain.number in ("", mention.number) and self._same_owner(i, number)
                if agree and not self._around(i, number):
                    return number, f"{mention.name}: the last {key.removeprefix('=')} named before"
        return None, ""

    def _named(self, i: int, mention: Mention) -> Answer:
        """Read "the telescope" for "Norra Space Telescope", "the country" for the one country spoken of just before."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        if self._article(mention) not in ("the", "this", "that") or mention.number == "plural":
            return None, ""
        named = [n for n in self.chains.last if self.chains.list[n].named and not self._around(i, n)]
        named = [n for n in named if self.chains.list[n].type not in ("Person", "Organisation", "Role")]
        hits = [n for n in named if any(fold(o).endswith(" " + name) for o in self.chains.list[n].names)]
        if not hits and name in self.words["country_words"]:
            hits = [n for n in named if self.chains.list[n].type == "Place" and self._distance(n, mention) <= _NEAR]
            hits = [n for n in hits if self._land(n)]
        if hits and self._one(hits):
            return hits[-1], f"{mention.name}: the {head} named before, {self.chains.name_of(hits[-1])}"
        return None, ""

    def _land(self, number: int) -> bool:
        known = (self.gazetteer.find(name) for name in self.chains.list[number].names)
        return any(entry is not None and entry.type == "Place" and not entry.country for entry in known)

    def _around(self, i: int, number: int) -> bool:
        """Tell whether the chain's last mention holds this one, or is held by it."""
        last = self.chains.mentions[self.chains.last[number]]
        return last.span.overlaps(self.chains.mentions[i].span)

    # ---- bodies

    def _body(self, i: int, mention: Mention) -> Answer:
        """Read "the department" for the one department, "the company" for the one body spoken of just before."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        if self._article(mention) not in ("the", "this", "that") or len(name.split()) > 2:
            return None, ""
        bodies = [n for n in self.chains.last if self._is_body(n) and not self._around(i, n)]
        name = self.other_names.get(name, name)
        worded = [n for n in bodies if set(name.split()) <= self._words_of(n)]
        ending = [n for n in worded if any(f" {fold(o)}".endswith(f" {name}") for o in self.chains.list[n].names)]
        for hits in (ending, worded, self._kin(head, bodies, mention) if name == head else []):
            if self._sure(hits, head):
                return hits[-1], f"{mention.name}: the {head} named before, {self.chains.name_of(hits[-1])}"
        return None, ""

    def _kin(self, head: str, bodies: list[int], mention: Mention) -> list[int]:
        """Give the bodies of the kind; a company's or a union's name need not say what it is, if it stands near."""
        kind = self.kinds.get(head)
        kinds = {kind, "department"} if kind == "agency" else {kind}
        return [
            n
            for n in bodies
            if kinds & self._kinds_of(n)
            or (kind in _UNTOLD and not self._kinds_of(n) and self._distance(n, mention) <= _NEAR)
        ]

    def _sure(self, numbers: list[int], head: str) -> bool:
        """Tell whether there is no doubt; a body whose name does not say its kind must have been a subject."""
        if not numbers or not self._one(numbers):
            return False
        told = any(self.chains.mentions[i].salience == 2 for i in self.chains.list[numbers[-1]].members)
        kinds = self._kinds_of(numbers[-1])
        return bool({self.kinds.get(head)} & kinds) or told or head not in self.kinds

    def _is_body(self, number: int) -> bool:
        return self.chains.list[number].named and self.chains.list[number].type == "Organisation"

    def _words_of(self, number: int) -> set[str]:
        return {word for name in self.chains.list[number].names for word in fold(name).split()}

    def _kinds_of(self, number: int) -> set[str]:
        words = self._words_of(number)
        words -= {"united"} if words & {"states", "kingdom", "nations"} else set()
        return {self.kinds[word] for word in words if word in self.kinds}

    def _one(self, numbers: list[int]) -> bool:
        """Tell whether there is no doubt: one body, or one spoken of far more lately than the others."""
        places = [self.chains.mentions[self.chains.last[n]].sentence for n in numbers]
        return len(numbers) == 1 or places[-1] - places[-2] >= _NEAR

    def _distance(self, number: int, mention: Mention) -> int:
        return mention.sentence - self.chains.mentions[self.chains.last[number]].sentence

    # ---- people

    def _person(self, mention: Mention) -> Answer:
        """Read "the source": the last one; "the minister": the only person named so far."""
        head, name = fold(self.chains.head(mention)), fold(mention.name)
        before = list(self.chains.last)
        unnamed = [n for n in before if self.chains.list[n].anonymous and self.chains.list[n].head == head]
        if mention.anonymous or unnamed:
            return (unnamed[-1], f"{mention.name}: the unnamed {head} before") if unnamed else (None, "")
        people = [n for n in before if self.chains.list[n].type == "Person" and self.chains.list[n].named]
        capital = self.chains.head(mention)[:1].isupper()
        office = head in self.words["role_heads"] and mention.salience == 2
        if len(people) == 1 and (capital or office) and self._may_be(mention, people[0]):
            if not any(p in name.split() for p in ("of", "for", "in", "who")):
                return people[0], f"{mention.name}: the only person named before"
        return self._just_named(mention, head, people)

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
        if told and self._may_be(mention, near[0]):
            return near[0], f"{mention.name}: the one person spoken of just before"
        return None, ""
