"""Read who holds which office and who belongs to whom: titles before names, appositions, "is", unnamed spokespeople."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.belonging import MemberReader
from kg.extract.phrases import Phrase
from kg.extract.ties import Tie
from kg.model import DEFINITE, Link, MentionKind

__all__ = ["RoleReader", "Tie"]


_FULL_NAME, _LONG_NAME = 3, 6
"""Words of a name, and words below which it has its office with it."""


class RoleReader(MemberReader):
    """Finds the links and ties of the mentions made so far."""

    def read_names(self) -> None:
        """Read the titles and appositions of every named person, and the offices told with "is" and "as"."""
        for index, mention in list(enumerate(self.mentions.found)):
            if index in self.mentions.nested or index not in self.mentions.range:
                continue
            if mention.kind is MentionKind.NAME and (mention.type == "Person" or self._must_be_person(index)):
                self._before(index)
                self._beside(index)
                self._after(index)
                self._together(index)
                self._listed(index)
                self._seat(index)
                self._member(index)
            elif mention.kind is MentionKind.NAME and mention.type in ("Organisation", "Place"):
                self._called(index, mention.type)
                self._kind(index)
                self._owned(index, mention.type)
                self._identity(index, self._head(index))
            elif mention.kind is MentionKind.NAME and mention.type in ("Topic", "Event"):
                self._kind(index)
            elif mention.kind is MentionKind.PRONOUN and mention.gender in ("male", "female"):
                self._identity(index, self._head(index))  # "She is the founder"
        self._read_clauses()

    def _read_clauses(self) -> None:
        """Read the offices and bodies that a verb tells: "X is the founder", "X leads Y", "its letter, signed by X"."""
        parse, leading, writing = self.parse, self.words["leading_verbs"], self.words["writing_verbs"]
        predicates, objects = self.words["predicate_labels"], self.words["preposition_object_labels"]
        for k, (pos, dep) in enumerate(zip(parse.pos, parse.dep, strict=True)):
            if pos == "VERB":
                if parse.lemma[k] in leading:
                    self._leads(k)
                elif parse.lemma[k] in writing:
                    self._signs(k)
            elif pos in ("NOUN", "PROPN") and k not in self.mentions.name_of:
                told = dep in predicates or (dep in objects and parse.lower[parse.head[k]] == "as")
                if told and self.offices.is_told(k):
                    self._told(k)

    def read_nominals(self) -> None:
        """Read for whom the unnamed speak ("a source in the union"), and the office in "the Health Secretary"."""
        for index, mention in list(enumerate(self.mentions.found)):
            if mention.kind is MentionKind.NOMINAL and mention.type in ("Person", "Group"):
                head = self._head(index)
                if self.parse.lemma[head] in self.words["spokes_heads"]:
                    start, end = self.mentions.range[index]
                    for body in self.offices.named_bodies(Phrase(start, end, head)):
                        self._tie("affiliatedWith", index, body, head, start, end)
                self._definite(index, head)

    def _definite(self, index: int, head: int) -> None:
        """Tie "the Health Secretary" to the office and "the top Republican" to the party, should it turn out who that is."""
        mention = self.mentions.found[index]
        if mention.type != "Person" or not mention.definite:
            return
        start, end = self.mentions.range[index]
        if head in self.mentions.name_of:
            for body in dict.fromkeys((self.mentions.name_of[head], *self._seats(start, head))):
                self._tie("affiliatedWith", index, body, head, start, end, rule=DEFINITE)
        elif self.offices.is_told(head):
            first = start
            while first < head and (self.parse.pos[first] == "DET" or self.parse.tag[first] == "PRP$"):
                first += 1
            self._hold(index, Phrase(first, max(end, head + 1), head), start, end, rule=DEFINITE)

    def _seats(self, start: int, head: int) -> list[int]:
        """Give the place in "the Norra Democrat"."""
        named = (self.mentions.name_of.get(k) for k in range(start, head))
        return [index for index in named if index is not None and self.mentions.found[index].type == "Place"]

    # ---- "Labour leader Ann Smith", "Democrat Ann Smith", "the union's Ann Smith"

    def _before(self, index: int) -> None:
        start, end = self.mentions.range[index]
        before = self.mentions.name_of.get(start - 1)
        if before is not None and self.mentions.found[before].type == "Group" and self._is_side(start - 1):
            for person in self._fellows(index, start - 1):
                self._tie("affiliatedWith", person, before, start - 1, start - 1, self.mentions.range[person][1])
        if start > 1 and self.parse.tag[start - 1] == "POS":
            body = self.mentions.name_of.get(start - 2)
            if body is not None and self.mentions.found[body].type in ("Organisation", "Group", "Place"):
                self._tie("affiliatedWith", index, body, start - 1, self.mentions.range[body][0], end)
        for phrase in self.offices.before(self._bare_start(index)) or self.offices.before(start):
            for person in self._fellows(index, phrase.head):
                self._hold(person, phrase, phrase.start, max(end, self.mentions.range[person][1]))

    def _must_be_person(self, index: int) -> bool:
        """Take for a person who has no label and an office beside the name: "Ann Vale, president of the guild,"."""
        mention, (start, end) = self.mentions.found[index], self.mentions.range[index]
        if mention.type or not 1 < end - start < _LONG_NAME or self.mentions.is_body(end - 1):
            return False
        titles = [k for k in range(start, end - 2) if self.offices.is_told(k)]
        if titles:  # "Public Advocate Ann Vale"
            if all(
                self.offices.is_told(k) or self.parse.lower[k] in self.words["office_words"]
                for k in range(titles[-1] + 1, end)
            ):
                return False  # "Principal Deputy Assistant Secretary"
            mention = replace(mention, name=" ".join(self.parse.words[titles[-1] + 1 : end]))
        elif end - start > _FULL_NAME or not any(
            self.offices.is_office(p.head) and not self.mentions.is_body(p.head)
            for p in (*self.offices.before(start), *self.offices.after(end))
        ):
            return False
        self.mentions.found[index] = replace(mention, type="Person")
        return True

    def _is_side(self, k: int) -> bool:
        """Tell "Democrat Ann Smith" from "anti-Smith" and from a faith or descent."""
        word = self.parse.lower[k]
        return "-" not in word and self.parse.words[k - 1] != "-" and word not in self.words["no_bodies"]

    def _bare_start(self, index: int) -> int:
        """Give where the name starts, or the courtesy title that is an office ("Professor Alma Reyes")."""
        start, end = self.mentions.range[index]
        name = self.mentions.found[index].name
        start = next((k for k in range(start, end) if " ".join(self.parse.words[k:end]) == name), start)
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
            if self.parse.tag[noun] == "NN" and self._is_kind(noun):
                described = self.mentions.at(noun)
                self.mentions.found[described] = replace(self.mentions.found[described], type="Organisation")
                self.links.append(Link(index, described, "identity"))

    def _kind(self, index: int) -> None:
        """Read "the Harbour Voices movement" and "Harbour Circle magazine": the whole is what the name names."""
        end, head = self.mentions.range[index][1], self._head(index)
        noun = self.parse.head[head]
        type_ = self.mentions.found[index].type
        known = self.words["kind_nouns" if type_ == "Organisation" else "work_nouns"]
        if not end <= noun < end + _LONG_NAME or self.parse.tag[noun] != "NN" or self.parse.lemma[noun] not in known:
            return
        inside = all(
            self.parse.pos[k] in ("ADJ", "NOUN", "PUNCT") and self.parse.tag[k] != "POS" for k in range(end, noun)
        )
        first = self.syntax.phrase(noun)[0]
        bare = first == self.mentions.range[index][0] or (
            self.parse.lower[first] in ("the", "this") and first + 1 == self.mentions.range[index][0]
        )
        entry = self.gazetteer.find(self.mentions.found[index].name)
        place = entry is not None and entry.type in ("Place", "Person")  # "the Norra deal"
        if inside and bare and noun not in self.mentions.name_of and not place and not self._of_party(index):
            self.links.append(Link(index, self.mentions.at(noun), "identity"))

    def _of_party(self, index: int) -> bool:
        """Tell "the Labour group", a part of the party, from a group's name."""
        kinds, words = self.mentions.maps["body_kinds"], self.mentions.found[index].name.lower().split()
        return any(word in self.words["party_words"] or kinds.get(word) in ("party", "parliament") for word in words)

    def _is_kind(self, noun: int) -> bool:
        """Tell what a body is, "the retailer [Lumetra]" among it, though "the retailer" alone may be somebody."""
        if self.mentions.is_body(noun):
            return self.mentions.found[self.mentions.at(noun)].type == "Organisation"
        return self.parse.lemma[noun] in self.words["organisation_heads"] | frozenset(self.mentions.maps["body_kinds"])

    # ---- "the leader, Ann Smith," and "X is Y"

    def _beside(self, index: int) -> None:
        start, end = self.mentions.range[index]
        head = self._head(index)
        comma = end < len(self.parse.words) and self.parse.pos[end] == "PUNCT"  # "Was Ann Smith the mayor?" has none
        for c in self.syntax.kids(head, "apposition_labels") if comma else ():
            closed = self.offices.closed(self.parse.right_edge[c] + 1)
            called = self.parse.lower[self.parse.left_edge[c]] in self.words["courtesy_titles"]  # "X, Madam Chair,"
            if c > head and c not in self.mentions.name_of and closed and not called and self._person(c):
                self.links.append(Link(index, self.mentions.at(c), "identity"))
            elif c > head and self._party(c):  # "Ann Smith, a Democrat,"
                self._tie("affiliatedWith", index, self.mentions.name_of[c], c, start, self.parse.right_edge[c] + 1)
        offices: list[int] = []
        if self.syntax.is_dep(head, "apposition_labels"):
            self._ranked(index, self.parse.head[head])
            noun = self._described(self.parse.head[head])
            if self.parse.pos[noun] in ("NOUN", "PROPN") and noun not in self.mentions.name_of and self._person(noun):
                if not self.offices.plural(noun):
                    self.links.append(Link(index, self.mentions.at(noun), "identity"))
            offices = [k for k in self.syntax.conjuncts(noun) if k < start and self._is_title(k)]
        last = None if offices else self.offices.announced(start, self.mentions.range[index][1])
        for office in offices if last is None else [last]:
            self._announced(index, office)
        self._identity(index, head)

    def _is_title(self, k: int) -> bool:
        return self.offices.is_told(k) and k not in self.mentions.name_of

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

    def _ranked(self, index: int, group: int) -> None:
        """Read "two Norra Democrats, Ann Smith and Bo Hale,": each belongs to the party."""
        party = self.mentions.name_of.get(group)
        if party is None or self.mentions.found[party].type != "Group" or not self.offices.plural(group):
            return
        for person in self._fellows(index, group):
            self._tie("affiliatedWith", person, party, group, group, self.mentions.range[person][1])

    def _listed(self, index: int) -> None:
        """Read "two Norra Democrats in the race: Ann Smith and Bo Hale" and "Labour ministers such as Ann Smith"."""
        start = self.mentions.range[index][0]
        at = start - 1 - (self.parse.lower[start - 2 : start] == ["such", "as"])
        if self.parse.words[at] != ":" and self.parse.lower[at] not in self.words["example_words"]:
            return
        many = next((k for k in range(at - 1, max(at - _LONG_NAME, -1), -1) if self._many(k)), None)
        if many is None or self.parse.sent_of[many] != self.parse.sent_of[start]:
            return
        inside = [self.mentions.name_of.get(k) for k in (many, *self.parse.children[many]) if k <= many]
        parties = [k for k in inside if k is not None and self.mentions.found[k].type == "Group"]
        head = self._head(index)
        named = [self.mentions.name_of[k] for k in self.syntax.conjuncts(head) if k in self.mentions.name_of]
        for person in sorted({index, *named}) if parties else ():
            if self.mentions.found[person].type == "Person":
                self._tie("affiliatedWith", person, parties[0], many, many, self.mentions.range[person][1])

    def _many(self, k: int) -> bool:
        """Tell "lawmakers" and "Democrats", whose names a list gives."""
        plural = self.parse.tag[k] in ("NNS", "NNPS")
        return plural and (k in self.mentions.name_of or self.mentions.is_person(k))

    # ---- "Ann Smith, leader of Labour,", "Ann Smith and Bo Hale, leaders of Labour,"

    def _after(self, index: int) -> None:
        start, end = self.mentions.range[index][0], self.offices.beyond(self.mentions.range[index][1])
        for phrase in list(self.offices.after(end)) or self.offices.beside(self._head(index), end):
            self._hold(index, phrase, start, phrase.end)
            described = self.mentions.by_head.get(phrase.head)
            if described is not None and self.mentions.found[described].type == "Person":
                self.links.append(Link(index, described, "identity"))

    def _shared(self, noun: int) -> bool:
        return self.offices.plural(noun) and self.offices.is_told(noun)

    def _together(self, index: int) -> None:
        """Read "Ann Smith and Bo Hale, co-chairs of the guild,": the office is everybody's."""
        head, end = self._head(index), self.mentions.range[index][1]
        first = self.parse.head[head] if self.syntax.is_dep(head, "conjunct_labels") else head
        if first == head or self.parse.words[end : end + 1] != [","]:
            return
        for noun in {*self.syntax.kids(first, "apposition_labels"), *self.syntax.kids(head, "apposition_labels")}:
            if noun > end and self.parse.left_edge[noun] == end + 1 and self._shared(noun):
                for person in self._fellows(self.mentions.name_of.get(first, index), noun):
                    phrase = self.offices.whole(noun)
                    self._hold(person, phrase, self.mentions.range[person][0], phrase.end)
