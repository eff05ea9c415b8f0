"""Ask a dependency tree for labels, forms, phrases; the parser's labels are named in the ontology's grammar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cached_property

from kg.extract.nlp import Parse

VERBAL = frozenset({"VERB", "AUX"})


class Tree:
    """Questions about a word and the words that hang on it; all arguments and answers are token indexes."""

    def __init__(self, parse: Parse, words: Mapping[str, frozenset[str]]) -> None:
        self.parse, self.words = parse, words

    def kids(self, i: int, labels: str) -> list[int]:
        """Give the children of `i` whose label is in the grammar's list."""
        wanted, dep = self.words[labels], self.parse.dep
        return [c for c in self.parse.children[i] if dep[c] in wanted]

    def hyphenated(self, i: int) -> int | None:
        """Give the union in "the union-backed candidate" for "backed"."""
        joined = i > 1 and self.parse.words[i - 1] == "-" and self.parse.head[i - 2] == i
        return i - 2 if joined and self.is_dep(i, "modifier_labels") else None

    def is_dep(self, i: int, labels: str) -> bool:
        """Tell whether token `i` hangs on its head by one of the labels."""
        return self.parse.dep[i] in self.words[labels]

    def verbal(self, i: int) -> bool:
        """Tell whether `i` is a verb or auxiliary by its tag (an adjective tagged VBN counts)."""
        return self.parse.pos[i] in VERBAL or self.parse.tag[i].startswith("VB")

    def passive(self, i: int) -> bool:
        """Tell whether the verb's surface subject is its patient ("was accused", "a deal backed by")."""
        if self.kids(i, "passive_auxiliary_labels") or self.kids(i, "passive_subject_labels"):
            return True
        if self.parse.tag[i] != "VBN" or self.kids(i, "subject_labels"):
            return False
        if any(self.parse.dep[c] in self.words["auxiliary_labels"] for c in self.parse.children[i]):
            return False
        if self.is_dep(i, "conjunct_labels") and self.verbal(self.parse.head[i]):
            head = self.parse.head[i]
            return self.passive(head) or (self.parse.tag[head] != "VBN" and not self.kids(i, "object_labels"))
        return True

    def antecedent(self, i: int) -> int:
        """Replace a relative pronoun by the noun that its clause modifies."""
        if self.parse.lower[i] not in self.words["relative_pronouns"]:
            return i
        j = self.parse.head[i]
        for _ in range(6):
            if self.is_dep(j, "relative_labels"):
                return self._described(self._nearer(i, self.parse.head[j]))
            if self.parse.head[j] == j:
                break
            j = self.parse.head[j]
        return i

    def _nearer(self, i: int, noun: int) -> int:
        """Give the man for Ann Smith in "Ann Smith asked to jail a man who lied", whose clause the parser hung too high."""
        parse, k = self.parse, i - 1
        if k <= noun or parse.pos[k] not in ("NOUN", "PROPN"):
            return noun
        while parse.head[k] not in (k, noun) and not self.verbal(parse.head[k]):
            k = parse.head[k]
        return k if parse.head[k] != noun and parse.pos[k] in ("NOUN", "PROPN") else noun

    def _described(self, i: int) -> int:
        """Give Ann Smith for the liar in "Ann Smith is a liar who has sued them", but not "it" in "it was a liar who"."""
        if (named := self._identified(i)) is not None:
            return named
        head = self.parse.head[i]
        if self.is_dep(i, "apposition_labels") and self.parse.pos[head] == "PROPN" and self._new(i):
            return head  # "Ann Smith, a doctor who sued them"
        said = i
        while self.is_dep(said, "conjunct_labels") or self.is_dep(said, "apposition_labels"):
            said = self.parse.head[said]
        verb = self.parse.head[said]
        if not self.is_dep(said, "predicate_labels") or self.parse.lemma[verb] != "be":
            return i
        subject = next((c for c in self.kids(verb, "subject_labels") if c < i), i)
        clear = self.parse.lower[subject] not in self.words["bare_subjects"] and not self.kids(verb, "negation_labels")
        return self.antecedent(subject) if self._new(said) and clear and subject != i else i

    def _new(self, i: int) -> bool:
        """Tell "a doctor" from "the doctor"."""
        return any(self.parse.lower[c] in self.words["indefinite_determiners"] for c in self.parse.children[i])

    def _identified(self, i: int) -> int | None:
        """Give Ann Smith for the one in "the only one who refused was Ann Smith" (a specificational clause)."""
        verb, parse = self.parse.head[i], self.parse
        definite = any(parse.lower[c] == "the" for c in parse.children[i])
        if not (definite and self.is_dep(i, "subject_labels") and i < verb and parse.lemma[verb] == "be"):
            return None
        if self.kids(verb, "negation_labels"):
            return None
        said = [n for k in self.kids(verb, "predicate_labels") for n in (k, *self.kids(k, "apposition_labels"))]
        return next((k for k in said if parse.pos[k] == "PROPN"), None)

    def singled_out(self, i: int) -> int | None:
        """Give Ann Smith for the one in "the only one who refused was Ann Smith"."""
        alone = {self.parse.lower[i], *(self.parse.lower[c] for c in self.parse.children[i])}
        return self._identified(i) if alone & self.words["exclusive_words"] else None

    def preposition_object(self, i: int, word: str) -> int | None:
        """Give the complement of a preposition that hangs on `i`."""
        for prep in self.parse.children[i]:
            if self.parse.lower[prep] == word and self.is_dep(prep, "preposition_labels"):
                return next(iter(self.kids(prep, "preposition_object_labels")), None)
        return None

    def after_preposition(self, i: int, words: str) -> int | None:
        """Give the complement of a preposition of the grammar's list that hangs on `i`."""
        for prep in self.kids(i, "preposition_labels"):
            if self.parse.lower[prep] in self.words[words]:
                return next(iter(self.kids(prep, "preposition_object_labels")), None)
        return None

    def conjuncts(self, i: int) -> Iterator[int]:
        """Yield the noun itself and what is coordinated with it ("Labour and the union"), nothing in brackets."""
        yield i
        for c in self.parse.children[i]:
            noun = self.parse.pos[c] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ") and not self._bracketed(i, c)
            if noun and (self.is_dep(c, "conjunct_labels") or self._listed(i, c)):
                yield from self.conjuncts(c)

    def _listed(self, i: int, c: int) -> bool:
        """Tell the second of "roads, bridges and a port", "Ann Smith, Hugo Mann and Otto Lang", parsed as an apposition."""
        parse = self.parse
        if not self.is_dep(c, "apposition_labels") or parse.words[parse.left_edge[c] - 1] != ",":
            return False
        bare = not any(parse.pos[k] in ("DET", "PRON") for k in parse.children[c] if k < c)
        alike = parse.tag[i] == parse.tag[c] and parse.tag[c] in ("NNP", "NNS") and bare and parse.words[c].isalpha()
        place = any(label == "GPE" and a <= c < b for a, b, label in parse.ents)
        more = [k for k in (*self.kids(c, "conjunct_labels"), *self.kids(i, "conjunct_labels")) if k > c]
        return alike and len(parse.words[c]) > 1 and not place and bool(more)

    def _bracketed(self, i: int, k: int) -> bool:
        """Tell whether a bracket opens between two words and does not close before the second ("Ann Smith (R-Utah)")."""
        depth = 0
        for word in self.parse.words[i + 1 : k]:
            depth += (word in "([") - (word in ")]")
        return depth > 0

    def phrase(self, i: int) -> tuple[int, int]:
        """Give the token range of the noun phrase headed by `i`, without relative clauses, appositions, conjuncts."""
        parse, end_labels = self.parse, self.words["phrase_end_labels"]
        start = i
        for c in parse.children[i]:
            if c < i and not (parse.dep[c] in end_labels and parse.pos[c] in ("PUNCT", "CCONJ")):
                start = min(start, parse.left_edge[c])
        end = i + 1
        for c in parse.children[i]:
            if c < i:
                continue
            if parse.dep[c] in end_labels or parse.left_edge[c] != end or self._gerund_phrase(c) or self._dated(c):
                break
            if (
                parse.lower[c] in self.words["subject_matter_prepositions"]
                and parse.lemma[i] in self.words["person_heads"]
            ):
                break
            end = self._right(c) + 1
        return start, end

    def _gerund_phrase(self, i: int) -> bool:
        """Tell "of misleading parents", which belongs to the verb before and not to the noun."""
        return any(self.parse.tag[c] == "VBG" for c in self.kids(i, "preposition_object_labels"))

    def _dated(self, i: int) -> bool:
        """Tell "on Tuesday", "in 2014"."""
        return any(k in self._times for k in self.kids(i, "preposition_object_labels"))

    @cached_property
    def _times(self) -> frozenset[int]:
        """Give the tokens of dates and times of day."""
        found = (range(i, j) for i, j, label in self.parse.ents if label in ("DATE", "TIME"))
        return frozenset(k for tokens in found for k in tokens)

    def _right(self, i: int) -> int:
        """Give the last token of the subtree of `i`, cut before relative clauses and what follows a comma."""
        parse, last = self.parse, i
        for c in parse.children[i]:
            if c < i:
                continue
            if parse.dep[c] in self.words["relative_labels"] or parse.pos[c] == "PUNCT":
                break
            last = self._right(c)
        return last
