"""Read who does what from a dependency tree, in roles; the parser's labels are named in the ontology's grammar."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from kg.extract.nlp import Parse

VERBAL = frozenset({"VERB", "AUX"})


class Syntax:
    """Questions that the extraction asks of one parse; all arguments and answers are token indexes."""

    def __init__(self, parse: Parse, words: Mapping[str, frozenset[str]]) -> None:
        self.parse, self.words = parse, words

    def kids(self, i: int, labels: str) -> list[int]:
        """Give the children of `i` whose label is in the grammar's list."""
        wanted, dep = self.words[labels], self.parse.dep
        return [c for c in self.parse.children[i] if dep[c] in wanted]

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
                return self.parse.head[j]
            if self.parse.head[j] == j:
                break
            j = self.parse.head[j]
        return i

    def relative_subject(self, i: int) -> int | None:
        """Give the relative pronoun that is the verb's own subject ("the minister, who said")."""
        own = self.kids(i, "subject_labels")
        return own[0] if own and self.antecedent(own[0]) != own[0] else None

    def surface_subject(self, i: int, depth: int = 0) -> int | None:
        """Give the grammatical subject of a verb, its own or inherited over coordination, control and participles."""
        own = self.kids(i, "subject_labels") or self.kids(i, "passive_subject_labels")
        if own:
            return self.antecedent(own[0])
        if depth > 5 or self.parse.head[i] == i:
            return None
        return self._inherited(i, self.parse.head[i], depth + 1)

    def _inherited(self, i: int, head: int, depth: int) -> int | None:
        parse = self.parse
        if self.is_dep(i, "conjunct_labels") and (self.verbal(head) or parse.pos[head] == "ADJ"):
            return self.surface_subject(head, depth)
        if self.is_dep(i, "infinitive_labels") or self.is_dep(i, "clause_labels"):
            return self._controller(i, head, depth)
        if self.is_dep(i, "participle_labels"):
            return self._participle_subject(i, head)
        if self.is_dep(i, "relative_labels"):
            return None
        if self.is_dep(i, "adverbial_labels"):
            return self.surface_subject(head, depth) if self._subjectless_form(i) else None
        if self.is_dep(i, "preposition_object_labels"):
            return self._gerund_subject(head, depth)
        if self.is_dep(i, "predicate_labels") and self.verbal(head) and parse.pos[i] == "ADJ":
            return self.surface_subject(head, depth)
        if self.is_dep(i, "modifier_labels") and parse.tag[i] in ("VBN", "VBG"):
            return head
        if self.is_dep(i, "auxiliary_labels"):
            return self.surface_subject(head, depth)
        return None

    def _subjectless_form(self, i: int) -> bool:
        return self.parse.tag[i] in ("VBG", "VBN") or self._infinitive(i)

    def _infinitive(self, i: int) -> bool:
        return any(self.parse.tag[c] == "TO" for c in self.parse.children[i])

    def _controller(self, i: int, head: int, depth: int) -> int | None:
        """Find who does the infinitive: the object of "urged him to go", else the subject of "refused to go"."""
        if self.is_dep(i, "clause_labels") and not self._subjectless_form(i):
            return None
        objects = self.kids(head, "object_labels")
        if objects and objects[0] < i and self._infinitive(i):
            return objects[0]
        for prep in self.kids(head, "preposition_labels"):
            if self.parse.lower[prep] in ("on", "for") and prep < i and self._infinitive(i):
                return next(iter(self.kids(prep, "preposition_object_labels")), None)
        return self.surface_subject(head, depth)

    def _participle_subject(self, i: int, head: int) -> int | None:
        if self._infinitive(i):
            return self.doer(head)
        return head

    def _gerund_subject(self, prep: int, depth: int) -> int | None:
        """Find who does the gerund after a preposition: "accused him of vetoing", "apologised for vetoing"."""
        head = self.parse.head[prep]
        if not self.verbal(head):
            return self.doer(head)
        objects = self.kids(head, "object_labels")
        told = objects and self.parse.lower[prep] in self.words["object_control_prepositions"]
        return objects[0] if told else self.surface_subject(head, depth)

    def agent(self, i: int) -> int | None:
        """Give the doer of a verb, or what an adjective is said of."""
        if self.verbal(i) and self.passive(i):
            return self._by_phrase(i)
        if self.verbal(i):
            return self.surface_subject(i)
        head = self.parse.head[i]
        if self.is_dep(i, "modifier_labels"):
            named = self.is_dep(head, "predicate_labels") and self.verbal(self.parse.head[head])
            return self.surface_subject(self.parse.head[head]) if named else head  # "she is an honest woman"
        if self.is_dep(i, "predicate_labels") or self.is_dep(i, "conjunct_labels"):
            return self.surface_subject(head)
        return None

    def _by_phrase(self, i: int) -> int | None:
        for prep in self.kids(i, "preposition_labels"):
            if self.parse.lower[prep] == "by":
                return next((c for c in self.kids(prep, "preposition_object_labels")), None)
        if self.is_dep(i, "conjunct_labels") and self.passive(self.parse.head[i]):
            return None
        for conjunct in self.kids(i, "conjunct_labels"):
            if self.verbal(conjunct) and not self.kids(conjunct, "passive_subject_labels"):
                return self._by_phrase(conjunct)
        return None

    def patient(self, i: int) -> int | None:
        """Give what the verb is done to: the object, or the subject of a passive."""
        if self.passive(i):
            return self.surface_subject(i)
        if objects := self.kids(i, "object_labels"):
            return self.antecedent(objects[0])
        if self.is_dep(i, "relative_labels") and self.kids(i, "subject_labels"):
            subject = self.kids(i, "subject_labels")[0]
            if self.antecedent(subject) == subject and not self.kids(i, "clause_labels"):
                return self.parse.head[i]
        for conjunct in self.kids(i, "conjunct_labels"):
            if self.verbal(conjunct) and (shared := self.kids(conjunct, "object_labels")):
                return shared[0]
        return None

    def doer(self, noun: int) -> int | None:
        """Give whose act a noun names: possessor, by- or from-phrase, or the subject of the verb that gives it."""
        for c in self.kids(noun, "possessor_labels"):
            return c
        for word in ("by", "from"):
            if (found := self.preposition_object(noun, word)) is not None:
                return found
        found = self.light_subject(noun)
        return self._adverbial_doer(noun) if found is None else found

    def _adverbial_doer(self, noun: int) -> int | None:
        """Give the subject of what is done "in support of", "in protest at": a bare singular noun after "in"."""
        prep = self.parse.head[noun]
        if prep != noun - 1 or self.parse.lower[prep] != "in" or self.parse.tag[noun] != "NN":
            return None
        verb = self.parse.head[prep]
        if not self.verbal(verb) or not any(c == noun + 1 for c in self.kids(noun, "preposition_labels")):
            return None
        return self.agent(verb)

    def light_verb(self, noun: int) -> int | None:
        """Give the verb of which the noun is the object ("launched an attack", "came under fire")."""
        head = self.parse.head[noun]
        if head == noun:
            return None
        if self.is_dep(noun, "object_labels") and self.verbal(head):
            return head
        if self.is_dep(noun, "passive_subject_labels"):
            return head
        if self.is_dep(noun, "preposition_object_labels"):
            host = self.parse.head[head]
            if self.is_dep(host, "predicate_labels"):  # "was subject to criticism"
                host = self.parse.head[host]
            return host if self.verbal(host) else None
        return None

    def light_subject(self, noun: int) -> int | None:
        """Give the subject of a verb that gives the noun as its object ("made an accusation")."""
        verb = self.light_verb(noun)
        if verb is None or not self.is_dep(noun, "object_labels"):
            return None
        return self.agent(verb) if self.parse.lemma[verb] in self.words["giving_verbs"] else None

    def preposition_object(self, i: int, word: str) -> int | None:
        """Give the complement of a preposition that hangs on `i`."""
        for prep in self.parse.children[i]:
            if self.parse.lower[prep] == word and self.is_dep(prep, "preposition_labels"):
                return next(iter(self.kids(prep, "preposition_object_labels")), None)
        return None

    def conjuncts(self, i: int) -> Iterator[int]:
        """Yield the noun itself and what is coordinated with it ("Labour and the union")."""
        yield i
        for c in self.kids(i, "conjunct_labels"):
            if self.parse.pos[c] in ("NOUN", "PROPN", "PRON", "NUM", "ADJ"):
                yield from self.conjuncts(c)

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
            if parse.dep[c] in end_labels or parse.left_edge[c] != end or self._gerund_phrase(c):
                break
            end = self._right(c) + 1
        return start, end

    def _gerund_phrase(self, i: int) -> bool:
        """Tell "of misleading parents", which belongs to the verb before and not to the noun."""
        return any(self.parse.tag[c] == "VBG" for c in self.kids(i, "preposition_object_labels"))

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
