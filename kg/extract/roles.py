"""Read who holds which office and who belongs to whom: titles before names, appositions, unnamed spokespeople."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import DEFINITE, Link, Mention, MentionKind
from kg.ontology import Ontology


@dataclass(frozen=True, slots=True)
class Tie:
    """A static relation between two mentions; `token` is the word that shows it, `first` to `last` the evidence."""

    relation: str
    subject: int
    object: int
    token: int
    first: int
    last: int
    rule: str = "role"


class RoleReader:
    """Finds the links and ties of the mentions made so far."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.ties: list[Tie] = []
        self.links: list[Link] = []

    def read_names(self) -> None:
        """Read the titles and appositions of every named person."""
        for index, mention in list(enumerate(self.mentions.found)):
            if mention.kind is MentionKind.NAME and mention.type == "Person":
                self._before(index)
                self._beside(index)

    def read_nominals(self) -> None:
        """Read for whom the unnamed speak ("a source in the union"), and the office in "the Health Secretary"."""
        for index, mention in list(enumerate(self.mentions.found)):
            if mention.kind is MentionKind.NOMINAL and mention.type in ("Person", "Group"):
                head = self._head(index)
                self._definite(index, mention, head)
                if self.parse.lemma[head] in self.words["spokes_heads"]:
                    start, end = self.mentions.range[index]
                    for body in self._bodies(start, end, head):
                        self._tie("affiliatedWith", index, body, head, start, end)

    def _definite(self, index: int, mention: Mention, head: int) -> None:
        """Tie "the Health Secretary" to the office and "the top Republican" to the party, should it turn out who that is."""
        if mention.type != "Person" or not mention.definite:
            return
        start, end = self.mentions.range[index]
        if head in self.mentions.name_of:
            self._tie("affiliatedWith", index, self.mentions.name_of[head], head, start, end, rule=DEFINITE)
        elif self._is_role(head):
            if any(self.syntax.is_dep(c, "possessor_labels") for c in self.parse.children[head]):
                return
            first = start
            for c in self.parse.children[head]:
                if c < head and self.parse.pos[c] == "DET":
                    first = max(first, c + 1)
            role = self._role_mention(first, head)
            self._tie("holdsRole", index, role, head, start, end, rule=DEFINITE)

    def _head(self, index: int) -> int:
        start, end = self.mentions.range[index]
        at = self.mentions.found[index].head.start
        return next((k for k in range(start, end) if self.parse.start[k] == at), start)

    def _tie(
        self, relation: str, subject: int, object_: int, token: int, first: int, end: int, *, rule: str = "role"
    ) -> None:
        if subject != object_:
            if relation == "affiliatedWith":
                self.links.append(Link(subject, object_, "member"))
            self.ties.append(Tie(relation, subject, object_, token, first, end - 1, rule))

    # ---- "Labour leader Ann Smith"

    def _before(self, index: int) -> None:
        start, end = self.mentions.range[index]
        head = self._head(index)
        first = start
        modifiers = self.words["modifier_labels"] | self.words["possessor_labels"] | self.words["apposition_labels"]
        for c in self.parse.children[head]:
            if c < start and self.parse.dep[c] in modifiers and self.parse.right_edge[c] < start:
                first = min(first, self.parse.left_edge[c])
        while first < start and self.parse.pos[first] in ("DET", "PUNCT", "ADV", "ADJ") and self._no_title_word(first):
            first += 1
        for body in self._bodies(start - 1, start, head) if start > 0 else []:
            if self.mentions.found[body].type == "Group":  # "Democrat Ann Smith"
                self._tie("affiliatedWith", index, body, start - 1, start - 1, end)
        if first < start and self._is_role(start - 1) and "," not in self.parse.words[first:start]:
            self._role_phrase(index, first, start, start - 1, first, end)

    def _no_title_word(self, k: int) -> bool:
        return self.parse.words[k][:1].islower() or self.parse.pos[k] in ("DET", "PUNCT")

    def _is_role(self, k: int) -> bool:
        return (
            self.parse.lemma[k].lower() in self.words["role_heads"] or self.parse.lower[k] in self.words["role_heads"]
        )

    def _occupation(self, k: int) -> bool:
        """Tell "an instrument technician": a common noun for what a person does, by its ending."""
        lemma = self.parse.lemma[k]
        known = lemma in self.words["person_heads"]
        ending = lemma.endswith(tuple(sorted(self.words["person_suffixes"])))
        person = known or (ending and lemma not in self.words["non_person_nouns"])
        return self.parse.tag[k] == "NN" and person and not self.mentions.is_body(k)

    # ---- "Ann Smith, leader of Labour," and "the leader, Ann Smith,"

    def _beside(self, index: int) -> None:
        start, end = self.mentions.range[index]
        head = self._head(index)
        for c in self.syntax.kids(head, "apposition_labels"):
            if c > head and (self._is_role(c) or self._occupation(c)):
                self._apposition(index, c, start, self.syntax.phrase(c)[1])
            if (
                c > head
                and c not in self.mentions.name_of
                and self.mentions.found[self.mentions.at(c)].type == "Person"
            ):
                self.links.append(Link(index, self.mentions.at(c), "identity"))
        noun = self.parse.head[head]
        if self.syntax.is_dep(head, "apposition_labels") and self.parse.pos[noun] in ("NOUN", "PROPN"):
            if noun not in self.mentions.name_of and self.mentions.found[self.mentions.at(noun)].type == "Person":
                self.links.append(Link(index, self.mentions.at(noun), "identity"))
        if self.syntax.is_dep(head, "apposition_labels") and self._is_role(self.parse.head[head]):
            self._apposition(index, self.parse.head[head], self.syntax.phrase(self.parse.head[head])[0], end)
        self._identity(index, head)
        if self.syntax.is_dep(head, "subject_labels"):
            for c in self.syntax.kids(self.parse.head[head], "predicate_labels"):
                if self._is_role(c) and self.parse.lemma[self.parse.head[head]] == "be" and self._plain(head):
                    self._apposition(index, c, start, self.syntax.phrase(c)[1])

    def _identity(self, index: int, head: int) -> None:
        """Read "The one who refused was X": the subject is X."""
        verb = self.parse.head[head]
        if self.syntax.is_dep(head, "predicate_labels") and self.parse.lemma[verb] == "be":
            for subject in self.syntax.kids(verb, "subject_labels"):
                if self.parse.pos[subject] == "NOUN" and self._plain(subject):
                    self.links.append(Link(index, self.mentions.at(subject), "identity"))

    def _plain(self, subject: int) -> bool:
        """Tell whether "X is the Y" is told plainly: no negation, no modal, no question."""
        verb = self.parse.head[subject]
        odd = self.words["negation_labels"] | self.words["auxiliary_labels"]
        return not any(self.parse.dep[c] in odd for c in self.parse.children[verb]) and subject < verb

    def _apposition(self, index: int, role: int, first: int, end: int) -> None:
        start, stop = self.syntax.phrase(role)
        while start < role and self.parse.pos[start] in ("DET", "PUNCT"):
            start += 1
        self._role_phrase(index, start, stop, role, min(first, start), max(end, stop))

    # ---- the phrase itself

    def _role_phrase(self, person: int, start: int, end: int, head: int, first: int, last: int) -> None:
        """Split a role phrase into body and office, and tie the person to both."""
        bodies = self._bodies(start, end, head)
        for body in bodies:
            self._tie("affiliatedWith", person, body, head, first, last)
        inner = max([self.mentions.range[b][1] for b in bodies if self.mentions.range[b][1] <= head], default=start)
        for c in self.parse.children[head]:  # "its director", "among them the secretary"
            if c < head and (self.parse.pos[c] == "DET" or self.syntax.is_dep(c, "possessor_labels")):
                inner = max(inner, self.parse.right_edge[c] + 1)
        past = [k for k in range(start, head) if self.parse.lower[k] in self.words["past_words"]]
        inner = min([inner, *past])  # "a former Conservative minister" is no minister
        while inner < head and (self.parse.tag[inner] == "POS" or self.parse.pos[inner] in ("PUNCT", "DET")):
            inner += 1
        role = self._role_mention(inner, head)
        self._tie("holdsRole", person, role, head, first, last)
        self.links.append(Link(person, role, "role"))

    def _role_mention(self, start: int, head: int) -> int:
        span = self.parse.span(start, head + 1)
        for index, mention in enumerate(self.mentions.found):
            if mention.span == span and mention.type == "Role":
                return index
        name = " ".join(self.parse.text[span.start : span.end].split())
        head_span = self.parse.span(head, head + 1)
        mention = Mention(span, head_span, MentionKind.NOMINAL, "Role", name, self.parse.sent_of[head], "singular")
        self.mentions.found.append(mention)
        self.mentions.range[len(self.mentions.found) - 1] = (start, head + 1)
        return len(self.mentions.found) - 1

    def _bodies(self, start: int, end: int, head: int) -> list[int]:
        """Give the named bodies and places in a role phrase: before the office, possessive, or after "of" and "for"."""
        found: list[int] = []
        for k in range(start, end):
            index = self.mentions.name_of.get(k)
            if index is None or index in found or k == head:
                continue
            mention = self.mentions.found[index]
            s, e = self.mentions.range[index]
            possessive = e < len(self.parse.words) and self.parse.tag[e] == "POS"
            after = (
                k > head
                and self.parse.lower[self.parse.head[self._head(index)]] in self.words["membership_prepositions"]
            )
            named = mention.type in ("Organisation", "Group", "Place") and self._whole_name(s, e, head)
            if s <= head < e:
                continue
            if (k < head and (named or possessive)) or (after and mention.type != "Topic"):
                found.append(index)
        return found

    def _whole_name(self, start: int, end: int, head: int) -> bool:
        """Tell a body's name from a capitalised word of the office: "Finance" in "Finance Minister" is none."""
        if end - start > 1 or self.parse.words[start].isupper():
            return True
        word = self.parse.words[start]
        label = next((label for i, j, label in self.parse.ents if i <= start < j), "")
        if label in ("NORP", "GPE"):
            return True
        elsewhere = any(
            self.parse.words[i] == word and self.mentions.range[self.mentions.name_of[i]] == (i, i + 1)
            for i in self.mentions.name_of
            if i != start and not (i + 1 < len(self.parse.words) and self._is_role(i + 1))
        )
        return elsewhere or self.parse.words[head][:1].islower()
