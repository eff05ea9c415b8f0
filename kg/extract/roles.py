"""Read who holds which office and who belongs to whom: titles before names, appositions, "is", unnamed spokespeople."""

from __future__ import annotations

import re

from kg.extract.mentions import MentionTable
from kg.extract.phrases import Phrase
from kg.extract.predicates import PredicateReader
from kg.extract.syntax import Syntax
from kg.extract.ties import Tie
from kg.model import DEFINITE, Link, MentionKind
from kg.ontology import Ontology

__all__ = ["RoleReader", "Tie"]

_SEAT = re.compile(
    r"(?:['’]s?)?\s*[,(]\s*(?P<party>[A-Za-z]+)\.?\s?[-–—]\s?(?P<place>[A-Z][\w.’']*(?: [A-Z][\w.’']*)*)\s?(?=[,).])"
)


class RoleReader(PredicateReader):
    """Finds the links and ties of the mentions made so far."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        super().__init__(syntax, mentions, ontology)
        self.parties = ontology.maps["party_letters"]

    def read_names(self) -> None:
        """Read the titles and appositions of every named person, and the offices told with "is" and "as"."""
        for index, mention in list(enumerate(self.mentions.found)):
            if index in self.mentions.nested or index not in self.mentions.range:
                continue
            if mention.kind is MentionKind.NAME and mention.type == "Person":
                self._before(index)
                self._beside(index)
                self._after(index)
                self._member(index)
            elif mention.kind is MentionKind.NAME and mention.type in ("Organisation", "Place"):
                self._called(index, mention.type)
                self._identity(index, self._head(index))
        for k, pos in enumerate(self.parse.pos):
            if pos in ("NOUN", "PROPN") and self.offices.is_office(k) and k not in self.mentions.name_of:
                self._told(k)
            elif pos == "VERB" and self.parse.lemma[k] in self.words["leading_verbs"]:
                self._leads(k)

    def read_nominals(self) -> None:
        """Read for whom the unnamed speak ("a source in the union"), and the office in "the Health Secretary"."""
        for index, mention in list(enumerate(self.mentions.found)):
            if mention.kind is MentionKind.NOMINAL and mention.type in ("Person", "Group"):
                head = self._head(index)
                if self.parse.lemma[head] in self.words["spokes_heads"]:
                    start, end = self.mentions.range[index]
                    for body in self.offices.bodies(Phrase(start, end, head)):
                        self._tie("affiliatedWith", index, body, head, start, end)
                self._definite(index, head)

    def _definite(self, index: int, head: int) -> None:
        """Tie "the Health Secretary" to the office and "the top Republican" to the party, should it turn out who that is."""
        mention = self.mentions.found[index]
        if mention.type != "Person" or not mention.definite:
            return
        start, end = self.mentions.range[index]
        if head in self.mentions.name_of:
            self._tie("affiliatedWith", index, self.mentions.name_of[head], head, start, end, rule=DEFINITE)
        elif self.offices.is_office(head):
            first = start
            while first < head and (self.parse.pos[first] == "DET" or self.parse.tag[first] == "PRP$"):
                first += 1
            self._hold(index, Phrase(first, max(end, head + 1), head), start, end, rule=DEFINITE)

    # ---- "Labour leader Ann Smith", "Democrat Ann Smith", "the union's Ann Smith"

    def _before(self, index: int) -> None:
        start, end = self.mentions.range[index]
        before = self.mentions.name_of.get(start - 1)
        if before is not None and self.mentions.found[before].type == "Group":
            self._tie("affiliatedWith", index, before, start - 1, start - 1, end)
        if start > 1 and self.parse.tag[start - 1] == "POS":
            body = self.mentions.name_of.get(start - 2)
            if body is not None and self.mentions.found[body].type == "Organisation":
                self._tie("affiliatedWith", index, body, start - 1, self.mentions.range[body][0], end)
        for phrase in self.offices.before(self._bare_start(index)):
            for person in self._fellows(index, phrase.head):
                self._hold(person, phrase, phrase.start, max(end, self.mentions.range[person][1]))

    def _bare_start(self, index: int) -> int:
        """Give where the name starts, or the courtesy title that is an office ("Professor Alma Reyes")."""
        start, end = self.mentions.range[index]
        while start < end - 1 and self.offices.is_office(start):
            start += 1
        return start

    def _called(self, index: int, type_: str) -> None:
        """Read "the news agency Norra Press", "Lumetra, a drug maker,", "the town of Norra": the description is the name."""
        start, end = self.mentions.range[index]
        head = self._head(index)
        if type_ == "Place":
            noun = self.parse.head[self.parse.head[head]]
            of = self.parse.lower[self.parse.head[head]] == "of" and self.parse.lemma[noun] in self.words["place_kinds"]
            if of and noun < head and self.parse.tag[noun] == "NN":
                self.links.append(Link(index, self.mentions.at(noun), "identity"))
            return
        near = [self.parse.head[head]] if self.syntax.is_dep(head, "apposition_labels") else []
        near += [c for c in self.syntax.kids(head, "apposition_labels") if c >= end]
        near += (
            [start - 1]
            if start and start - 1 not in near and self.parse.sent_of[start - 1] == self.parse.sent_of[start]
            else []
        )
        for noun in near:
            kind = self.parse.lemma[noun] in self.words["place_kinds"]  # "the state House"
            if kind or self.parse.pos[noun] != "NOUN" or noun in self.mentions.name_of:
                continue
            if self.mentions.is_body(noun):
                described = self.mentions.at(noun)
                if self.mentions.found[described].type == "Organisation" and self.parse.tag[noun] == "NN":
                    self.links.append(Link(index, described, "identity"))

    # ---- "the leader, Ann Smith," and "X is Y"

    def _beside(self, index: int) -> None:
        start, end = self.mentions.range[index]
        head = self._head(index)
        comma = end < len(self.parse.words) and self.parse.pos[end] == "PUNCT"  # "Was Ann Smith the mayor?" has none
        for c in self.syntax.kids(head, "apposition_labels") if comma else ():
            closed = self.offices.closed(self.parse.right_edge[c] + 1)
            if c > head and c not in self.mentions.name_of and closed and self._person(c):
                self.links.append(Link(index, self.mentions.at(c), "identity"))
            elif c > head and self._party(c):  # "Ann Smith, a Democrat,"
                self._tie("affiliatedWith", index, self.mentions.name_of[c], c, start, self.parse.right_edge[c] + 1)
        if self.syntax.is_dep(head, "apposition_labels"):
            noun = self._described(self.parse.head[head])
            if self.parse.pos[noun] in ("NOUN", "PROPN") and noun not in self.mentions.name_of and self._person(noun):
                if not self.offices.plural(noun):
                    self.links.append(Link(index, self.mentions.at(noun), "identity"))
            for office in self.syntax.conjuncts(noun):
                if self.offices.is_office(office) and office < start and office not in self.mentions.name_of:
                    self._announced(index, office)
        self._identity(index, head)

    def _announced(self, index: int, office: int) -> None:
        """Tie the person to the office whose description ends before the name's comma."""
        start, end = self.mentions.range[index]
        phrase = self.offices.whole(office)
        for person in self._fellows(index, office):
            stop = max(end, self.mentions.range[person][1])
            self._hold(person, Phrase(phrase.start, min(phrase.end, start), office), phrase.start, stop)

    def _described(self, noun: int) -> int:
        """Climb from "Lumetra" in "the head of Lumetra, Ida Crane," to the head, and down from "one of its lawyers"."""
        if self.parse.lower[noun] == "one" and (many := self.syntax.preposition_object(noun, "of")) is not None:
            return many
        up = self.parse.head[self.parse.head[noun]]
        inside = self.syntax.is_dep(noun, "preposition_object_labels")
        return up if inside and not self.offices.is_office(noun) and self.offices.is_office(up) else noun

    def _person(self, k: int) -> bool:
        return self.mentions.found[self.mentions.at(k)].type == "Person"

    def _party(self, k: int) -> bool:
        index = self.mentions.name_of.get(k)
        return index is not None and self.mentions.found[index].type == "Group" and self.parse.tag[k] != "NNPS"

    # ---- "Ann Smith, leader of Labour,", "Bob Hall, R-Texas,", "Ann Smith of the Norra Council"

    def _after(self, index: int) -> None:
        start, end = self.mentions.range[index]
        for phrase in self.offices.after(end):
            self._hold(index, phrase, start, phrase.end)
            described = self.mentions.by_head.get(phrase.head)
            if described is not None and self.mentions.found[described].type == "Person":
                self.links.append(Link(index, described, "identity"))
        seat = _SEAT.match(self.parse.text, self.parse.end[end - 1])
        party = self.parties.get(seat["party"].lower()) if seat else None
        if seat and party:
            self._seat(index, seat, party)

    def _seat(self, index: int, seat: re.Match[str], party: str) -> None:
        start, end = self.mentions.range[index]
        tokens = [k for k in range(end, min(end + 12, len(self.parse.words))) if self.parse.end[k] <= seat.end()]
        if not tokens:
            return
        for role, name, type_ in (("party", party.title(), "Group"), ("place", seat["place"], "Place")):
            body = self.mentions.cut(*seat.span(role), name=name, type_=type_, token=tokens[-1])
            self._tie("affiliatedWith", index, body, tokens[-1], start, tokens[-1] + 1)

    def _member(self, index: int) -> None:
        """Read "Ann Smith of the Norra Council", "Ann Smith, from Friends of the Lune,"."""
        end = self.mentions.range[index][1]
        inside = self.mentions.name_of.get(end + 1) if self.parse.words[end : end + 1] == ["("] else None
        if inside is not None and self.mentions.found[inside].type == "Organisation":  # "Ann Smith (National Party)"
            self._tie("affiliatedWith", index, inside, end, self.mentions.range[index][0], end + 2)
        comma = self.parse.words[end : end + 1] == [","]
        at = end + comma
        if self.parse.lower[at : at + 1] not in (["of"], ["from"], ["at"], ["with"]) or not self._governs(
            index, at, comma
        ):
            return
        k = at + 1
        while k < len(self.parse.words) and self.parse.pos[k] in ("DET", "ADJ") and k not in self.mentions.name_of:
            k += 1
        body = self.mentions.name_of.get(k)
        if body is not None and self.mentions.found[body].type == "Organisation":
            self._tie("affiliatedWith", index, body, at, self.mentions.range[index][0], self.mentions.range[body][1])

    def _governs(self, index: int, at: int, comma: bool) -> bool:
        of = self.parse.lower[at] == "of"
        return (of and not comma) or self.parse.head[at] == self._head(index) or (comma and of)
