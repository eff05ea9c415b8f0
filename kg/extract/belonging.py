"""Read who belongs where by what stands beside a name: "Bob Hall, R-Texas,", "Ann Smith of the Norra Council"."""

from __future__ import annotations

import re

from kg.extract.mentions import MentionTable
from kg.extract.predicates import PredicateReader
from kg.extract.syntax import Syntax
from kg.model import MentionKind
from kg.ontology import Ontology

_SEAT = re.compile(
    r"(?:['’]s?)?\s*[,(]\s*(?P<party>[A-Za-z]+)\.?\s?[-–—]\s?(?P<place>[A-Z][\w.’']*(?: [A-Z][\w.’']*)*)\s?(?=[,).])"
)
_REACH = 5
"""Words of a description before the name of a body: "of digital consulting firm Lumetra"."""


class MemberReader(PredicateReader):
    """Finds the ties that a seat, a place, a preposition or an owner tells."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        super().__init__(syntax, mentions, ontology)
        self.parties, self.places = ontology.maps["party_letters"], ontology.maps["seat_places"]

    def _seat(self, index: int) -> None:
        """Read "Bob Hall, R-Texas," and "Bob Hall (D-Ohio)": the party and the place."""
        start, end = self.mentions.range[index]
        seat = _SEAT.match(self.parse.text, self.parse.end[end - 1])
        party = self.parties.get(seat["party"].lower()) if seat else None
        if seat is None or not party:
            return
        tokens = [k for k in range(end, min(end + 12, len(self.parse.words))) if self.parse.end[k] <= seat.end()]
        if not tokens:
            return
        known = self.places.get(seat["place"].lower().replace(".", ""))  # "R-TX"
        place = known.title() if known else seat["place"]
        for role, name, type_ in (("party", party.title(), "Group"), ("place", place, "Place")):
            body = self.mentions.cut(*seat.span(role), name=name, type_=type_, token=tokens[-1])
            self._tie("affiliatedWith", index, body, tokens[-1], start, tokens[-1] + 1)

    def _member(self, index: int) -> None:
        """Read "Ann Smith of the Norra Council", "Ann Smith, from Friends of the Lune,", "Sen. Ann Smith of Ohio"."""
        start, end = self.mentions.range[index]
        self._bracketed(index)
        comma = self.parse.words[end : end + 1] == [","]
        at = end + comma + 3 * self._accompanied(end)
        if comma and self._among(at, "all_of_them") and self._among(at + 1, "origin_prepositions"):
            return self._all_of(index, at + 1)
        if not self._among(at, "belonging_prepositions") or not self._governs(index, at, comma):
            return
        body = self._body_after(at, comma)
        if body is not None and self._may_hold(index, body, at, comma):
            self._tie("affiliatedWith", index, body, at, start, self.mentions.range[body][1])

    def _among(self, k: int, words: str) -> bool:
        """Tell whether there is a word at `k` and it stands in the word list."""
        return k < len(self.parse.lower) and self.parse.lower[k] in self.words[words]

    def _accompanied(self, k: int) -> bool:
        """Tell "Ann Smith and her team at the Norra Institute"."""
        own = self.parse.lower[k : k + 1] == ["and"] and self.parse.tag[k + 1 : k + 2] == ["PRP$"]
        return own and self.parse.lemma[k + 2 : k + 3] != [] and self.parse.lemma[k + 2] in self.words["companions"]

    def _all_of(self, index: int, at: int) -> None:
        """Read "Ann Smith and Bo Hale, both of the Norra Council"."""
        head = self._head(index)
        first = self.parse.head[head] if self.syntax.is_dep(head, "conjunct_labels") else head
        body = self._body_after(at, comma=False)
        people = [self.mentions.name_of[k] for k in self.syntax.conjuncts(first) if k in self.mentions.name_of]
        for person in [i for i in people if self.mentions.found[i].type == "Person"]:
            if body is not None and self._may_hold(person, body, at, comma=False):
                self._tie(
                    "affiliatedWith",
                    person,
                    body,
                    at,
                    *(f(self.mentions.range[i]) for i, f in ((person, min), (body, max))),
                )

    def _bracketed(self, index: int) -> None:
        """Read "Ann Smith (National Party)" and "Sen. Ann Smith (Ohio)"."""
        start, end = self.mentions.range[index]
        inside = self.mentions.name_of.get(end + 1) if self.parse.words[end : end + 1] == ["("] else None
        if inside is None:
            return
        type_, last = self.mentions.found[inside].type, self.mentions.range[inside][1]
        if last == end + 2 and (party := self.parties.get(self.parse.lower[end + 1])):  # "Bob Hall (R)"
            span = self.parse.span(end + 1, last)
            inside = self.mentions.cut(span.start, span.end, name=party.title(), type_="Group", token=end + 1)
            type_ = "Group"
        alone = self.parse.words[last : last + 1] == [")"]
        if type_ == "Organisation" or (alone and (type_ == "Group" or (type_ == "Place" and self._titled(index)))):
            self._tie("affiliatedWith", index, inside, end, start, last)

    def _titled(self, index: int) -> bool:
        """Tell "Sen. Ann Smith" and "former Governor Ann Smith" from a bare name."""
        start = self.mentions.range[index][0]
        return start > 0 and self.offices.is_office(start - 1) and self.parse.words[start - 1][:1].isupper()

    def _governs(self, index: int, at: int, comma: bool) -> bool:
        of = self.parse.lower[at] == "of" or self._accompanied(at - 3)
        return (of and not comma) or self.parse.head[at] == self._head(index) or (comma and of)

    def _body_after(self, at: int, comma: bool) -> int | None:
        """Give the body after a preposition: a name, one after its description, "the Norra delegation"."""
        k = at + 1
        while k < len(self.parse.words) and self.parse.pos[k] in ("DET", "ADJ") and k not in self.mentions.name_of:
            k += 1
        if (found := self.mentions.name_of.get(k)) is not None and not self._inside(k, at):
            return found
        if comma:
            return None
        for name in range(k + 1, min(k + _REACH, len(self.parse.words))):
            if name in self.mentions.name_of and self.mentions.is_body(name - 1):
                return self.mentions.name_of[name]
            if self.parse.pos[name] not in ("NOUN", "ADJ") or self.parse.words[name][:1].isupper():
                break
        return self._delegation(at)

    def _inside(self, k: int, at: int) -> bool:
        """Tell the place in "of the Norra delegation" from a body."""
        noun = next(iter(self.syntax.kids(at, "preposition_object_labels")), k)
        last = self.mentions.range[self.mentions.name_of[k]][1]
        place = self.mentions.found[self.mentions.name_of[k]].type in ("Place", "Group")
        return place and noun == last and noun not in self.mentions.name_of and self.mentions.is_body(noun)

    def _delegation(self, at: int) -> int | None:
        noun = next(iter(self.syntax.kids(at, "preposition_object_labels")), None)
        if noun is None or noun in self.mentions.name_of or not self.mentions.is_body(noun):
            return None
        index = self.mentions.at(noun)
        found = self.mentions.found[index]
        return index if found.type == "Organisation" and found.definite and found.number == "singular" else None

    def _may_hold(self, index: int, body: int, at: int, comma: bool) -> bool:
        """Tell whether one may belong there: a body, a place for one with a title, after "of" a name without a label."""
        mention, of = self.mentions.found[body], self.parse.lower[at] == "of"
        if mention.type == "Organisation":
            return True
        if mention.type == "Place":
            return not comma and self.parse.lower[at] in ("of", "from") and self._titled(index)
        return of and not comma and not mention.type and mention.kind is MentionKind.NAME

    # ---- bodies that belong to others: "Norra's news agency Norra Press", "Lumetra, a unit of Greenmark"

    def _owned(self, index: int, type_: str) -> None:
        """Read whose a body is by the noun that describes it."""
        if type_ != "Organisation":
            return
        start, end = self.mentions.range[index]
        head = self._head(index)
        self._followed(index, head)
        nouns = [c for c in self.syntax.kids(head, "apposition_labels") if c >= end]
        nouns += [self.parse.head[head]] if self.syntax.is_dep(head, "apposition_labels") else []
        nouns += [start - 1] if start and self.parse.sent_of[start - 1] == self.parse.sent_of[start] else []
        for noun in nouns:
            described = self.parse.tag[noun] == "NN" and noun not in self.mentions.name_of
            body = self.mentions.is_body(noun) or self.parse.lemma[noun] in self.words["parts_of_bodies"]
            if self.parse.lower[noun - 1] in self.words["other_bodies"]:
                continue  # "Lumetra's parent company, Greenmark"
            if described and body and (owner := self._owner(noun)) is not None and owner != index:
                first, last = self.mentions.range[owner]
                self._tie("affiliatedWith", index, owner, noun, min(start, first), max(end, last, noun + 1))

    def _followed(self, index: int, head: int) -> None:
        """Read "Ann Smith's Norra Party" and "the Norra Party of Ann Smith": she belongs to it."""
        words = self.parse.lower[slice(*self.mentions.range[index])]
        if not any(word in self.mentions.maps["body_kinds"] for word in words):
            return
        people = self.syntax.kids(head, "possessor_labels")
        party = any(self.mentions.maps["body_kinds"].get(word) == "party" for word in words)
        of = self.syntax.preposition_object(head, "of") if party else None
        for k in (*people, *([of] if of is not None else [])):
            person = self.mentions.name_of.get(k)
            if person is not None and self.mentions.found[person].type == "Person":
                (a, b), (c, d) = self.mentions.range[person], self.mentions.range[index]
                self._tie("affiliatedWith", person, index, head, min(a, c), max(b, d))

    def _owner(self, noun: int) -> int | None:
        """Give whose "Norra's main news agency", "the Norran bank" and "a unit of Greenmark" is."""
        part = self.parse.lemma[noun] in self.words["parts_of_bodies"]
        its = next((c for c in self.parse.children[noun] if c < noun and self.parse.lower[c] == "its"), None)
        if part and its is not None:
            return self.mentions.at(its)  # "its subsidiary, Lumetra"
        k = noun - 1
        while k >= 0 and self.parse.sent_of[k] == self.parse.sent_of[noun] and k not in self.mentions.name_of:
            if self.parse.pos[k] not in ("ADJ", "NOUN", "PART") and self.parse.tag[k] not in ("POS", "HYPH"):
                break
            k -= 1
        named = self.mentions.name_of.get(k) if k >= 0 else None
        if named is not None:
            mine = self.parse.tag[self.mentions.range[named][1]] == "POS"
            return named if mine or self.mentions.found[named].type in ("Group", "Place") else None
        if not part:
            return None
        whole = self.syntax.preposition_object(noun, "of")
        return self.mentions.name_of.get(whole) if whole is not None else None
