"""What the words over and beside a predicate make of it: infinitives, gerunds, conditions without "if". Contains no word."""

from __future__ import annotations

from collections.abc import Mapping

from kg.extract.syntax import Syntax
from kg.model import Modality
from kg.ontology import Reporting

_PRESENT = frozenset({"VBZ", "VBP"})


class Governing:
    """Questions about one parse; all arguments are token indexes."""

    def __init__(self, syntax: Syntax, reporting: Mapping[tuple[str, str], Reporting]) -> None:
        self.syntax, self.parse, self.words, self.reporting = syntax, syntax.parse, syntax.words, reporting

    # ---- infinitives

    def infinitive(self, i: int) -> bool:
        """Tell "to reject" from other forms."""
        return any(self.parse.tag[c] == "TO" for c in self.parse.children[i])

    def open(self, head: int, i: int) -> bool:
        """Tell whether nothing says that the infinitive at `i` under `head` was done ("flew there to meet them").

        It was where the governor implies it ("managed to", "went on to", "the first to"), where it is perfect ("to
        have met") and where the governor only reports it ("is known to support").
        """
        if not self.infinitive(i):
            return False
        if any(self.parse.lemma[c] == "have" for c in self.syntax.kids(i, "auxiliary_labels")):
            return False
        return not (self._told(head) or self.fulfilling(head))

    def _told(self, head: int) -> bool:
        entry = self.reporting.get(("verb", self.parse.lemma[head]))
        return bool(entry and "clause" in entry.content and entry.modality == "asserted" and self.syntax.passive(head))

    def fulfilling(self, head: int) -> bool:
        """Find what implies it: the governor with or without its particle, its predicate, or what a noun is ("only")."""
        parse, wanted = self.parse, self.words["fulfilled_governors"]
        lemma = parse.lemma[head]
        if lemma == "have":  # "had to resign" happened, "has to resign" did not
            return parse.tag[head] == "VBD"
        noun = parse.pos[head] in ("NOUN", "PROPN")
        if (lemma in wanted and not noun) or any(f"{lemma} {parse.lower[c]}" in wanted for c in parse.children[head]):
            return True
        near = self.syntax.kids(head, "predicate_labels") if self.syntax.verbal(head) else parse.children[head]
        return any(parse.lemma[c] in wanted and parse.pos[c] in ("ADJ", "ADV") for c in near)

    def acts(self, head: int, i: int) -> bool:
        """Tell whether the verb over the infinitive is what its subject did for it ("flew there to", not "was sent to")."""
        if self.parse.lemma[head] in self.words["document_nouns"]:  # "issued a statement to thank them"
            return True
        told = self.parse.tag[head] in ("VBD", "VBZ", "VBP") and self.parse.lemma[head] != "be"
        meant = self.syntax.is_dep(i, "adverbial_labels") or self.syntax.is_dep(i, "infinitive_labels")
        return told and meant and not self.syntax.kids(i, "subject_labels") and not self.syntax.passive(head)

    def foretold(self, i: int) -> bool:
        """Tell "will be a disaster", "would be a disaster" from "may be one" and from "if she is one"."""
        hosts = [i, self.parse.head[i]] if self.syntax.is_dep(i, "predicate_labels") else [i]
        marks = {self.parse.lower[c] for k in hosts for c in self.syntax.kids(k, "marker_labels")}
        words = {self.parse.lower[c] for k in hosts for c in self.syntax.kids(k, "auxiliary_labels")}
        open_ = marks & (self.words["conditional_markers"] | self.words["question_markers"])
        return bool(words & (self.words["planned_modals"] | self.words["volition_modals"])) and not open_

    def yet(self, head: int) -> bool:
        """Tell "has yet to decide" from "may yet have to decide"."""
        kids = self.parse.children[head]
        yet = any(self.parse.lower[c] in self.words["unfulfilled_adverbs"] for c in kids)
        return yet and not any(self.parse.tag[c] == "MD" for c in kids)

    # ---- gerunds

    def gerund(self, i: int, prep: int, *, whole: bool = True) -> Modality | None:
        """Give how far "of attacking", "on attacking" is from done; None where the preposition does not say.

        `whole` is False where the gerund describes the preposition's noun: "the sight of soldiers attacking" was seen.
        """
        governor = self.parse.lemma[self.parse.head[prep]]
        word = self.parse.lower[prep]
        if self.parse.tag[i] != "VBG" or f"{governor} {word}" in self.words["factual_gerunds"] or self.negated(i):
            return None
        if word in self.words["genitive_prepositions"] and not whole:
            return Modality.POSSIBLE if governor in self.words["possible_nouns"] else None
        if word not in self.words["doubtful_prepositions"]:
            return None
        sure = governor in self.words["possible_governors"] or word in self.words["content_prepositions"]
        return Modality.POSSIBLE if whole or sure else None

    def charged(self, prep: int) -> bool:
        """Tell "charged with", "accused of": what follows is said to have been done."""
        head = self.parse.head[prep]
        return f"{self.parse.lemma[head]} {self.parse.lower[prep]}" in self.words["charging_phrases"]

    # ---- phrases and clauses

    def negated(self, i: int) -> bool:
        """Tell whether "far from", "instead of", "anything but" stands before the word and its own modifiers."""
        k, parse = i, self.parse
        while k > 1 and (k == i or parse.head[k] == i) and parse.sent_of[k - 2] == parse.sent_of[i]:
            if f"{parse.lower[k - 2]} {parse.lower[k - 1]}" in self.words["negative_phrases"]:
                return True
            k -= 1
        return False

    def condition(self, i: int) -> Modality | None:
        """Read "had he apologised", "as long as he supports it", "when it signs" beside "will": not yet so."""
        parse = self.parse
        if not (self.syntax.verbal(i) and self.syntax.is_dep(i, "adverbial_labels")):
            return None
        if self._inverted(i) or parse.lower[parse.head[i]] in self.words["conditional_adverbs"]:
            return Modality.POSSIBLE
        marks = [c for c in parse.children[i] if c < i and parse.lower[c] in self.words["temporal_markers"]]
        modal = any(parse.tag[c] == "MD" for c in self.syntax.kids(parse.head[i], "auxiliary_labels"))
        return Modality.PLANNED if marks and modal and self._present(i) else None

    def _inverted(self, i: int) -> bool:
        """Tell "had the minister apologised": the auxiliary leads the clause, its subject follows."""
        parse = self.parse
        first, subjects = parse.left_edge[i], self.syntax.kids(i, "subject_labels")
        leads = parse.lower[first] in self.words["inverted_auxiliaries"] and parse.head[first] in (i, first)
        return leads and bool(subjects) and subjects[0] > first

    def _present(self, i: int) -> bool:
        """Tell the simple present."""
        return self.parse.tag[i] in _PRESENT and not self.syntax.kids(i, "auxiliary_labels")

    def whole(self, i: int) -> bool:
        """Tell the clause of "the event that he signs it" from the relative one of "an idea that he opposed"."""
        done = self.syntax.kids(i, "object_labels") or self.syntax.kids(i, "passive_subject_labels")
        return bool(self.syntax.kids(i, "marker_labels") and done)

    def unfounded(self, i: int, head: int) -> bool:
        """Tell "no evidence that he signed", "it is not true that he signed" from "no doubt that he signed"."""
        parse, words = self.parse, self.words
        near = [head, *self.syntax.kids(head, "predicate_labels")]
        if any(parse.lemma[k] in words["certain_words"] for k in near) or not self.syntax.kids(i, "marker_labels"):
            return False
        if parse.pos[head] == "NOUN":
            return any(parse.lower[c] in words["negative_determiners"] for c in parse.children[head] if c < head)
        return len(near) > 1 and bool(self.syntax.kids(head, "negation_labels"))

    def subjunctive(self, i: int) -> bool:
        """Tell "it is time that he be dismissed": demanded, not done."""
        parse, auxiliaries = self.parse, self.syntax.kids(i, "auxiliary_labels")
        bare = any(parse.lower[c] == "be" and parse.tag[c] == "VB" for c in auxiliaries)
        if not bare or any(parse.tag[c] in ("MD", "TO") for c in auxiliaries):
            return False
        return bool(self.syntax.kids(i, "passive_subject_labels") or self.syntax.kids(i, "subject_labels"))

    def generic(self, i: int) -> bool:
        """Tell "anyone who attacks judges", "a man who attacks judges is a danger": nobody in particular does."""
        parse, head = self.parse, self.parse.head[i]
        if not self.syntax.is_dep(i, "relative_labels") or not self._present(i):
            return False
        if parse.lower[head] in self.words["generic_pronouns"]:
            return True
        indefinite = any(parse.lower[c] in self.words["indefinite_determiners"] for c in parse.children[head])
        over = parse.head[head]
        return indefinite and self.syntax.is_dep(head, "subject_labels") and self._present(over)

    def indefinite(self, i: int) -> bool:
        """Tell "an attack", "attacks" from "the attack", "its attack": a noun that is not presupposed."""
        kids = self.parse.children[i]
        if self.syntax.kids(i, "possessor_labels"):
            return False
        articles = [self.parse.lower[c] for c in kids if self.parse.pos[c] == "DET"]
        return not articles or any(word in self.words["indefinite_determiners"] for word in articles)

    # ---- signs, questions, auxiliaries

    def negative_phrase(self, i: int) -> bool:
        """Tell "no deal", "nobody", "not one senator", "neither side" from "a few"."""
        wanted = self.words["negative_determiners"]
        kids = [c for c in self.parse.children[i] if c < i]
        if any(self.parse.lower[c] == "a" for c in kids):  # "a few"
            return False
        if self.parse.lower[i] in wanted:
            return True
        return any(
            (self.parse.lower[c] in wanted and self.parse.pos[c] in ("DET", "ADJ", "PRON", "CCONJ"))
            or self.parse.dep[c] in self.words["negation_labels"]  # "the bank, not the union, rejected it"
            for c in kids
        ) or any(
            self.parse.lower[k] in self.words["negators"] for c in (i, *kids) for k in self.parse.children[c] if k < c
        )  # "hardly anyone", "not one senator"

    def neither(self, i: int) -> bool:
        """Tell "neither confirmed nor denied": the first verb has "neither" before it, the others "nor"."""
        first = i
        while self.syntax.is_dep(first, "conjunct_labels"):
            first = self.parse.head[first]
        near = range(max(0, first - 2), first)
        return self.parse.pos[first] == "VERB" and any(
            self.parse.lower[k] in self.words["first_negators"] and self.parse.pos[k] != "DET" for k in near
        )

    def backshifted(self, verb: int) -> bool:
        """Tell "said it would sign", which was "will" when it was said."""
        return self.syntax.is_dep(verb, "clause_labels") and self.parse.tag[self.parse.head[verb]] in ("VBD", "VBN")

    def refused(self, verb: int) -> bool:
        """Tell "would not deny it", a refusal, from the counterfactual "would not have denied it"."""
        kids = self.parse.children[verb]
        negated = any(self.parse.dep[c] in self.words["negation_labels"] for c in kids)
        return negated and not any(self.parse.lemma[c] == "have" for c in self.syntax.kids(verb, "auxiliary_labels"))

    def either(self, i: int, head: int) -> bool:
        """Tell whether "or" or "nor" stands between two that are coordinated."""
        return any(self.parse.lower[k] in self.words["alternative_coordinators"] for k in range(head, i))

    def asked(self, i: int) -> bool:
        """Tell whether the sentence ends in a question mark that is not a later quotation's."""
        for k in range(i + 1, self.parse.sents[self.parse.sent_of[i]][1]):
            if self.parse.words[k] == "?":
                return True
            if self.parse.words[k] in ("”", '"', "“"):
                return False
        return False
