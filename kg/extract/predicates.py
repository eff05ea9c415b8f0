"""Read who is said to be what: "X is the founder", "X became chairman of Y", "X, who leads Y"."""

from __future__ import annotations

from kg.extract.ties import TieBook
from kg.model import Link

_DONE = frozenset({"after", "since", "on", "upon", "while", "despite", "by"})
"""Words before "becoming mayor" that tell it as done."""


class PredicateReader(TieBook):
    """Finds the links and ties that a verb tells."""

    def _identity(self, index: int, head: int) -> None:
        """Read "The one who refused was X": the subject is X."""
        verb = self.parse.head[head]
        if self.syntax.is_dep(head, "subject_labels") and self.parse.lemma[verb] == "be":
            self._is(index, head, verb)
        if self.syntax.is_dep(head, "predicate_labels") and self.parse.lemma[verb] == "be":
            for subject in self.syntax.kids(verb, "subject_labels"):
                if self.parse.pos[subject] == "NOUN" and self._plain(verb, subject):
                    self.links.append(Link(index, self.mentions.at(subject), "identity"))

    def _is(self, index: int, head: int, verb: int) -> None:
        """Read "Ann Smith is the founder": what the narrator says that she is, she may be called."""
        for noun in self.syntax.kids(verb, "predicate_labels"):
            if self.parse.tag[noun] == "NN" and noun not in self.mentions.name_of and self._plain(verb, head):
                described = self.mentions.found[self.mentions.at(noun)]
                determined = described.definite or self.parse.lower[self.syntax.phrase(noun)[0]] in ("a", "an")
                if determined and described.type == self.mentions.found[index].type:
                    self.links.append(Link(index, self.mentions.at(noun), "told"))

    def _told(self, k: int) -> None:
        """Read "X became chairman of Y", "X, who is Y's lawyer", "As chairman of Y, X signed"."""
        verb = self.parse.head[k]
        if self.syntax.is_dep(k, "preposition_object_labels") and self.parse.lower[verb] == "as":
            prep, verb = verb, self.parse.head[verb]
            fronted = prep < verb and self.parse.left_edge[verb] == prep
            if not self.syntax.verbal(verb) or not (fronted or self.parse.lemma[verb] in self.words["office_as_verbs"]):
                return
        elif not (self.syntax.is_dep(k, "predicate_labels") and self._makes_office(verb)):
            return
        subject = self.syntax.surface_subject(verb)
        if (
            subject is None
            or not self._plain(verb, subject)
            or self.parse.lower[subject] in self.words["hollow_pronouns"]
        ):
            return
        named = self.mentions.name_of.get(subject)
        if named is None and self.parse.pos[subject] != "PRON":
            return
        index = self.mentions.at(subject)
        if self.mentions.found[index].type == "Person":
            phrase = self.offices.whole(k)
            start, end = self.mentions.range[index]
            self._hold(index, phrase, min(start, phrase.start), max(end, phrase.end))

    def _leads(self, verb: int) -> None:
        """Read "X, who leads the Greenmark Trust": X belongs to it."""
        subject = self.syntax.surface_subject(verb)
        objects = self.syntax.kids(verb, "object_labels")
        if subject is None or not objects or not self._plain(verb, subject):
            return
        person, body = self.mentions.name_of.get(subject), self.mentions.name_of.get(objects[0])
        if person is None or body is None:
            return
        if self.mentions.found[person].type == "Person" and self.mentions.found[body].type == "Organisation":
            start, end = self.mentions.range[person][0], self.mentions.range[body][1]
            self._tie("affiliatedWith", person, body, verb, min(start, verb), max(end, verb + 1))

    def _makes_office(self, verb: int) -> bool:
        lemma = self.parse.lemma[verb]
        return lemma in self.words["office_verbs"] or (
            lemma in self.words["office_givers"] and self.syntax.passive(verb)
        )

    def _plain(self, verb: int, subject: int) -> bool:
        """Tell whether it is told plainly: no negation, no modal, no condition, no question."""
        for c in self.parse.children[verb]:
            marks = self.parse.lower[c] in self.words["conditional_markers"] and self.syntax.is_dep(c, "marker_labels")
            if marks or self.syntax.is_dep(c, "negation_labels") or self.parse.tag[c] in ("MD", "TO"):
                return False
        up = self.parse.head[verb]
        undone = self.parse.pos[up] in ("ADP", "SCONJ") and self.parse.lower[up] not in _DONE
        if self.parse.tag[verb] == "VBG" and undone:
            return False  # "barred from becoming mayor"
        return subject < verb or self.parse.lower[self.parse.left_edge[verb]] == "as"
