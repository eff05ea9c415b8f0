"""Note who holds which office and who belongs to whom, each tie once, with the words that show it."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.offices import OfficeReader
from kg.extract.phrases import Phrase
from kg.extract.syntax import Syntax
from kg.model import DEFINITE, Link, MentionKind
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


class TieBook:
    """Keeps the links and ties of the mentions made so far."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.offices = OfficeReader(syntax, mentions, ontology)
        self.gazetteer = ontology.gazetteer
        self.ties: list[Tie] = []
        self.links: list[Link] = []

    def _head(self, index: int) -> int:
        start, end = self.mentions.range[index]
        at = self.mentions.found[index].head.start
        return next((k for k in range(start, end) if self.parse.start[k] == at), start)

    def _tie(
        self, relation: str, subject: int, object_: int, token: int, first: int, end: int, *, rule: str = "role"
    ) -> None:
        if subject == object_ or any(
            (t.relation, t.subject, t.object) == (relation, subject, object_) for t in self.ties
        ):
            return
        if relation == "affiliatedWith":
            self.links.append(Link(subject, object_, "member"))
        self.ties.append(Tie(relation, subject, object_, token, first, end - 1, rule))

    def _hold(self, person: int, phrase: Phrase, first: int, end: int, *, rule: str = "role") -> None:
        """Tie a person to an office and to the bodies that have it; `first` to `end` is the evidence."""
        bodies = self.offices.bodies(phrase)
        for body in bodies:
            self._tie("affiliatedWith", person, body, phrase.head, first, end, rule=rule)
        role = self.offices.office(phrase, bodies)
        self._tie("holdsRole", person, role, phrase.head, first, end, rule=rule)
        if rule != DEFINITE and self.mentions.found[person].kind is MentionKind.NAME:
            self.links.append(Link(person, role, "role"))
        self.links += [Link(role, body, "office") for body in bodies[:1]]

    def _fellows(self, index: int, role: int) -> list[int]:
        """Give the person, for "Senators Ross and Vale" all of them; "he chairs Lumetra" is no chair."""
        if not self.offices.plural(role):
            return [index]
        heads = list(self.syntax.conjuncts(self._head(index)))
        found = [self.mentions.name_of[k] for k in heads if k in self.mentions.name_of]
        people = [i for i in found if self.mentions.found[i].type == "Person"]
        one_of = self.parse.lower[max(0, role - 8) : role].count("one") > 0  # "one of the court's justices, X"
        return people if len(people) > 1 or one_of else []
