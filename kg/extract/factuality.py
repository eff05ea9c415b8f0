"""Tell the polarity and the modality of a predicate from the words that govern it (FactBank's source and degree)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from kg.extract.governing import Governing
from kg.extract.syntax import Syntax
from kg.model import Modality, Polarity
from kg.ontology import Reporting

_STRENGTH = {Modality.ASSERTED: 0, Modality.PLANNED: 1, Modality.POSSIBLE: 2, Modality.ASKED: 3}


@dataclass(slots=True)
class Factuality:
    """The reading of one predicate so far; `hearsay` is true where it is said but not by whom."""

    negative: bool = False
    modality: Modality = Modality.ASSERTED
    hearsay: bool = False

    @property
    def polarity(self) -> Polarity:
        """Give the sign as the graph writes it."""
        return Polarity.NEGATIVE if self.negative else Polarity.POSITIVE

    def weaken(self, modality: Modality) -> None:
        """Keep the weaker of the two modalities."""
        if _STRENGTH[modality] > _STRENGTH[self.modality]:
            self.modality = modality


class FactualityReader:
    """Climbs from a trigger to the verbs, nouns and markers that it stands under."""

    def __init__(self, syntax: Syntax, reporting: Mapping[tuple[str, str], Reporting]) -> None:
        self.syntax, self.parse, self.words, self.reporting = syntax, syntax.parse, syntax.words, reporting
        self.governing = Governing(syntax, reporting)
        self.ignored: frozenset[int] = frozenset()
        self.spoken = False

    def read(
        self, i: int, ends: tuple[int | None, ...] = (), own: tuple[int, ...] = (), *, spoken: bool = False
    ) -> Factuality:
        """Read the factuality of the predicate at `i`.

        `ends` are its subject and object (for "no", "nobody"), `own` the trigger's words, which colour nothing;
        `spoken` is what is done by saying it: "took the stage to denounce them" tells that they were denounced.
        """
        self.ignored, self.spoken = frozenset(own), spoken
        reading = Factuality()
        self._own(i, reading)
        for end in ends:
            if end is not None and self.governing.negative_phrase(end):
                reading.negative = not reading.negative
        self._climb(i, reading, 0)
        if self.governing.asked(i):
            reading.weaken(Modality.ASKED)
        return reading

    def _own(self, i: int, reading: Factuality) -> None:
        """Read negators, auxiliaries, adverbs and conditional clauses that hang on the predicate itself."""
        parse, words = self.parse, self.words
        host = self._copula(i)
        if self.governing.neither(i) != self.governing.negated(i):
            reading.negative = not reading.negative
        if self.syntax.is_dep(i, "modifier_labels") and parse.lower[parse.head[i]] in words["negative_determiners"]:
            reading.negative = not reading.negative  # "nothing wrong with"
        if modality := self.governing.condition(i):
            reading.weaken(modality)
        if self.governing.generic(i):
            reading.weaken(Modality.POSSIBLE)
        if self.governing.subjunctive(i):
            reading.weaken(Modality.PLANNED)
        for c in {*parse.children[i], *(parse.children[host] if host is not None else ())}:
            word = parse.lower[c]
            if c in self.ignored:
                continue
            if parse.dep[c] in words["negation_labels"] or (
                word in words["negators"] and parse.pos[c] in ("ADV", "PART")
            ):
                reading.negative = not reading.negative
            elif word in words["negative_determiners"] and c < i and parse.pos[c] in ("DET", "PRON"):
                if parse.pos[i] in ("NOUN", "PROPN"):
                    reading.negative = not reading.negative
            if parse.dep[c] in words["adverb_labels"] and any(
                parse.lower[k] in words["ending_negatives"] for k in parse.children[c]
            ):
                reading.negative = not reading.negative  # "no longer"
            self._hedge(c, word, reading)
            if parse.dep[c] in words["adverbial_labels"] and any(
                m not in self.ignored and parse.lower[m] in words["conditional_markers"]
                for m in self.syntax.kids(c, "marker_labels")
            ):
                reading.weaken(Modality.POSSIBLE)

    def _copula(self, i: int) -> int | None:
        return self.parse.head[i] if self.syntax.is_dep(i, "predicate_labels") else None

    def _hedge(self, c: int, word: str, reading: Factuality) -> None:
        dep, words = self.parse.dep[c], self.words
        if dep in words["modifier_labels"] and self.parse.words[c - 1] == "-":  # "so-called" is three tokens
            word = "".join(self.parse.lower[k] for k in range(self.parse.left_edge[c], c + 1))
        if dep in words["auxiliary_labels"]:
            if word in words["volition_modals"] and self.governing.refused(self.parse.head[c]):
                return
            if word in words["volition_modals"] and self.governing.backshifted(self.parse.head[c]):
                reading.weaken(Modality.PLANNED)
            elif word in words["possible_modals"]:
                reading.weaken(Modality.POSSIBLE)
            elif word in words["planned_modals"]:
                reading.weaken(Modality.PLANNED)
        elif dep in words["marker_labels"] and word in words["question_markers"]:
            reading.weaken(Modality.ASKED)
        elif dep in words["marker_labels"] and word in words["conditional_markers"]:
            reading.weaken(Modality.POSSIBLE)
        elif word in words["hearsay_adverbs"] or (
            word in words["hearsay_adjectives"] and dep in words["modifier_labels"]
        ):
            reading.hearsay = True
        elif dep not in words["modifier_labels"] | words["adverb_labels"]:
            return
        elif word in words["possible_adverbs"] or word in words["possible_adjectives"]:
            reading.weaken(Modality.POSSIBLE)
        elif word in words["planned_adjectives"]:
            reading.weaken(Modality.PLANNED)

    def _climb(self, i: int, reading: Factuality, depth: int) -> None:
        head = self.parse.head[i]
        if head == i and any(self.parse.tag[c] == "TO" for c in self.parse.children[i]):
            reading.weaken(Modality.PLANNED)  # a headline's "X to endorse Y"
        if head == i or depth > 6:
            return
        syntax = self.syntax
        if syntax.is_dep(i, "predicate_labels") and syntax.verbal(head) and self.parse.pos[i] != "VERB":
            self._climb(head, reading, depth + 1)
        elif syntax.is_dep(i, "infinitive_labels") or syntax.is_dep(i, "participle_labels"):
            self._governed(i, head, reading, depth)
        elif syntax.is_dep(i, "adverbial_labels") or syntax.is_dep(i, "relative_labels"):
            self._purposed(i, head, reading)
        elif syntax.is_dep(i, "clause_labels"):
            self._reported(i, head, reading)
        elif syntax.is_dep(i, "conjunct_labels"):
            self._coordinated(i, head, reading, depth)
        elif syntax.is_dep(i, "preposition_object_labels"):
            self._under_preposition(i, head, reading, depth)
        elif syntax.is_dep(i, "object_labels") and self.parse.pos[i] in ("NOUN", "PROPN"):
            self._object_of(head, reading, depth)
            if self.governing.indefinite(i):
                self._own_modals(head, reading)
        elif syntax.is_dep(i, "passive_subject_labels") and self.parse.pos[i] == "NOUN":
            self._object_of(head, reading, depth)
        elif syntax.is_dep(i, "subject_labels") and self._open_noun(i):
            self._own_modals(head, reading)

    def _open_noun(self, i: int) -> bool:
        """Tell "talks may begin", "attacking them will fail" from "his backing of her will cost him", which there is."""
        if self.parse.tag[i] == "VBG":
            return True
        return self.parse.pos[i] == "NOUN" and not self.syntax.kids(i, "possessor_labels")

    def _own_modals(self, verb: int, reading: Factuality) -> None:
        """Hedge a noun with its verb ("talks may begin"); its negation too ("no", "not")."""
        for c in self.parse.children[verb]:
            self._hedge(c, self.parse.lower[c], reading)

    def _governed(self, i: int, head: int, reading: Factuality, depth: int) -> None:
        """Read an infinitive or gerund under "refused", "plans", "appears", "refusal"."""
        lemma, words = self.parse.lemma[head], self.words
        infinitive = self.syntax.is_dep(i, "infinitive_labels") or self.governing.infinitive(i)
        if self.syntax.is_dep(i, "participle_labels") and not infinitive:
            self._reported(i, head, reading)
            if lemma in words["possible_nouns"] and self.governing.whole(i):
                reading.weaken(Modality.POSSIBLE)
            if self.syntax.is_dep(head, "preposition_object_labels"):  # "worried about the council suing"
                reading.weaken(self.governing.gerund(i, self.parse.head[head], whole=False) or reading.modality)
            return
        if self.governing.yet(head):
            reading.negative = not reading.negative  # "has yet to decide"
        elif self.governing.infinitive(i) and self.governing.fulfilling(head):
            pass  # "stopped to thank them"
        elif lemma in words["unwilling_governors"]:
            reading.negative = not reading.negative
            if lemma in words["unlikely_governors"]:
                reading.weaken(Modality.POSSIBLE)
        elif lemma in words["negative_implicatives"] or lemma in words["lack_nouns"]:
            reading.negative = not reading.negative
        elif self._planned(head, lemma, i):
            reading.weaken(Modality.PLANNED)
        elif lemma in words["possible_governors"] or lemma in words["possible_nouns"]:
            reading.weaken(Modality.POSSIBLE)
        elif self.governing.open(head, i) and not (self.spoken and self.governing.acts(head, i)):
            reading.weaken(Modality.PLANNED)
        self._own(head, reading)
        self._climb(head, reading, depth + 1)

    def _purposed(self, i: int, head: int, reading: Factuality) -> None:
        """Read "came to meet them", "wrong for him to meet them", "the risk that they meet": meant or feared, not done."""
        if self.governing.infinitive(i):
            if self.governing.open(head, i) and not (self.spoken and self.governing.acts(head, i)):
                reading.weaken(Modality.PLANNED)
            self._own_modals(head, reading)
        elif self.parse.lemma[head] in self.words["possible_nouns"] and self.governing.whole(i):
            reading.weaken(Modality.POSSIBLE)

    def _planned(self, head: int, lemma: str, i: int) -> bool:
        if lemma in self.words["planned_governors"]:
            return True
        if self.parse.lower[head] in self.words["prospective_words"] and self.governing.infinitive(i):
            return True
        entry = self.reporting.get(("noun", lemma)) if self.parse.pos[head] == "NOUN" else None
        return bool(entry and (entry.modality == "planned" or "infinitive" in entry.content))

    def _reported(self, i: int, head: int, reading: Factuality) -> None:
        """Colour a clause under a verb that hopes or asks; a speaker's quoted words keep their own."""
        if self.governing.unfounded(i, head):
            reading.weaken(Modality.POSSIBLE)
        part = {"ADJ": "adjective", "NOUN": "noun"}.get(self.parse.pos[head], "verb")
        entry = self.reporting.get((part, self.parse.lemma[head]))
        if entry is None or self._quoted(i, head):
            return
        if entry.modality != "asserted":
            reading.weaken(Modality(entry.modality.capitalize()))

    def _quoted(self, i: int, head: int) -> bool:
        """Tell whether a quotation mark stands between the verb and its clause."""
        between = self.parse.words[min(i, head) + 1 : max(i, head)]
        return any(word in '“”"' for word in between)

    def _coordinated(self, i: int, head: int, reading: Factuality, depth: int) -> None:
        """Share the auxiliaries of the first verb with a bare second one ("will sign and accept")."""
        if self.parse.pos[i] in ("NOUN", "PROPN"):
            self._climb(head, reading, depth + 1)
            return
        own = self.syntax.kids(i, "subject_labels") or self.syntax.kids(i, "passive_subject_labels")
        same_form = self.parse.tag[i] == self.parse.tag[head] and self.parse.tag[i] in ("VB", "VBN", "VBG")
        auxiliaries = [c for c in self.syntax.kids(i, "auxiliary_labels") if self.parse.tag[c] != "TO"]
        if own or auxiliaries or not (same_form or self.governing.either(i, head)):
            return
        for c in self.parse.children[head]:
            if self.parse.dep[c] in self.words["auxiliary_labels"]:
                self._hedge(c, self.parse.lower[c], reading)
            if self.parse.dep[c] in self.words["negation_labels"] and self.governing.either(i, head):
                reading.negative = not reading.negative
        self._climb(head, reading, depth + 1)

    def _under_preposition(self, i: int, prep: int, reading: Factuality, depth: int) -> None:
        governor, words = self.parse.head[prep], self.words
        word, lemma = self.parse.lower[prep], self.parse.lemma[governor]
        declined = self.parse.tag[i] == "VBG" and f"{lemma} {word}" in words["declining_phrases"]
        if word in words["negative_markers"] or declined:
            reading.negative = not reading.negative
        elif lemma in words["lack_nouns"] and word in words["genitive_prepositions"]:
            reading.negative = not reading.negative
        elif word in words["withholding_prepositions"] and lemma in words["negative_implicatives"]:
            reading.negative = not reading.negative
        elif self.governing.charged(prep):
            reading.hearsay = True
        elif self._object_governor(governor, word, reading):
            self._climb(governor, reading, depth + 1)
        elif modality := self.governing.gerund(i, prep):
            reading.weaken(modality)
        elif self.parse.tag[i] == "VBG" and word in words["carrying_prepositions"]:
            self._carry(governor, reading, depth)
        elif self.syntax.verbal(governor) and self.governing.indefinite(i):
            self._own_modals(governor, reading)

    def _carry(self, verb: int, reading: Factuality, depth: int) -> None:
        """Take over how certain the verb is, not its sign: "could not win by attacking them"."""
        over = Factuality()
        self._own_modals(verb, over)
        self._climb(verb, over, depth + 1)
        reading.weaken(over.modality)

    def _object_governor(self, governor: int, word: str, reading: Factuality) -> bool:
        """Read "called for talks", "threat of a strike", "plan for a merger": not yet so."""
        lemma, words = self.parse.lemma[governor], self.words
        noun = self.reporting.get(("noun", lemma)) if self.parse.pos[governor] == "NOUN" else None
        sought = word in words["purpose_prepositions"]
        if (noun and noun.modality == "planned") or (sought and lemma in words["planned_governors"]):
            reading.weaken(Modality.PLANNED)
            return True
        if lemma in words["possible_nouns"] and (sought or word in words["genitive_prepositions"]):
            reading.weaken(Modality.POSSIBLE)
            return True
        return False

    def _object_of(self, verb: int, reading: Factuality, depth: int) -> None:
        """Read a noun under a verb that wants, refuses or lacks it."""
        lemma = self.parse.lemma[verb]
        if lemma in self.words["giving_verbs"] or lemma in self.words["receiving_verbs"]:
            self._own(verb, reading)
            self._climb(verb, reading, depth + 1)
        elif lemma in self.words["negative_implicatives"] | self.words["cancelling_verbs"]:
            reading.negative = not reading.negative
        elif lemma in self.words["planned_governors"]:
            reading.weaken(Modality.PLANNED)
