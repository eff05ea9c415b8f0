"""Tell by a common noun what a phrase is about: a person, a body, an event, a place, many people, or a thing."""

from __future__ import annotations

from kg.extract.names import is_office, loose, office_end
from kg.extract.syntax import Syntax
from kg.ontology import Ontology


class NounReader:
    """Reads the common nouns of one parse."""

    def __init__(self, syntax: Syntax, ontology: Ontology) -> None:
        self.parse, self.syntax, self.words = syntax.parse, syntax, ontology.words

    def _only_told(self, i: int) -> bool:
        """Tell the office in "to be president", which is nobody, and "state" in "secretary of state", which is no body."""
        words, parse = self.words, self.parse
        for head in (i - 2, i - 3):
            if head >= 0 and is_office(parse.lower[head], words) and i < office_end(parse, head, words):
                return True
        if not is_office(parse.lower[i], words) or parse.tag[i] != "NN":
            return False
        bare = self.syntax.phrase(i)[0]
        told = self.syntax.is_dep(i, "predicate_labels") or parse.lower[parse.head[i]] == "as"
        return told and self._bare(bare) and parse.pos[bare] != "DET"

    def _before_a_gerund(self, i: int, end: int) -> int:
        """Cut "accused the ministry [of breaking its promise]": what an agent does is no part of what it is called."""
        of = (k for k in range(i + 1, end - 1) if self.parse.lower[k] == "of" and self.parse.tag[k + 1] == "VBG")
        return next(of, end)

    def _bare(self, start: int) -> bool:
        """Tell "to become president" and "as mayor" from "the mayor", "her mayor" and "Norra mayor"."""
        return self.parse.words[start].islower() and self.parse.tag[start] not in ("PRP$", "CD", "WP$")

    def _chief(self, i: int) -> bool:
        """Tell "the chief executive", of whom there is one, from "an executive"."""
        return i > 0 and self.parse.lower[i - 1] in self.words["role_heads"]

    def _empty(self, k: int) -> bool:
        """Tell the words that a thing's label does without: articles, "no", "alleged", quotation marks."""
        word = self.parse.lower[k]
        hollow = self.words["negative_determiners"] | self.words["hearsay_adjectives"] | self.words["determiners"]
        return word in hollow or word in self.words["focus_adverbs"] or self.parse.pos[k] == "PUNCT"

    def _in(self, i: int, words: str) -> bool:
        """Tell whether a list has the word as it stands or its lemma."""
        return self.parse.lower[i] in self.words[words] or self.parse.lemma[i] in self.words[words]

    def of_people(self, i: int) -> bool:
        """Tell by its ending a noun for what people do that no list has ("surgeons", "a retired anaesthetist")."""
        lemma, words = self.parse.lemma[i], self.words
        told = lemma.endswith(tuple(words["person_suffixes"])) or lemma in words["female_words"] | words["male_words"]
        return told and lemma not in words["non_person_nouns"]

    def is_body(self, i: int) -> bool:
        """Tell whether the noun is one for a body, an event or a place."""
        return self._nominal_type(i, self.parse.lemma[i]) in ("Organisation", "Event", "Place")

    def is_person(self, i: int) -> bool:
        """Tell whether the noun is one for a person."""
        return self._nominal_type(i, self.parse.lemma[i]) == "Person"

    def _nominal_type(self, i: int, lemma: str) -> str:
        person = lemma in self.words["person_heads"] or lemma in self.words["role_heads"]
        if person and not loose(self.parse, i, self.words):
            return "Person"
        if self._in(i, "group_words"):
            return "Group"
        for type_, heads in (
            ("Organisation", "organisation_heads"),
            ("Event", "event_heads"),
            ("Place", "place_heads"),
        ):
            if lemma in self.words[heads] or self.parse.lower[i] in self.words[heads]:
                return type_
        return "Group" if self._counts(i) else "Topic"

    def _counts(self, i: int) -> bool:
        """Tell "a number of senators", "60 percent of voters" from "a number of bills"."""
        if not self._in(i, "partitive_words"):
            return False
        of = self.syntax.preposition_object(i, "of")
        if of is None:
            return False
        if self.parse.tag[of] == "NNPS":
            return True
        return self._nominal_type(of, self.parse.lemma[of]) in ("Person", "Group", "Organisation")
