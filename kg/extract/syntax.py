"""Read who does what from a dependency tree, in roles; the parser's labels are named in the ontology's grammar."""

from __future__ import annotations

from kg.extract.subjects import Subjects


class Syntax(Subjects):
    """Questions that the extraction asks of one parse; all arguments and answers are token indexes."""

    def relative_subject(self, i: int) -> int | None:
        """Give the relative pronoun that is the verb's own subject ("the minister, who said")."""
        own = self.kids(i, "subject_labels")
        return own[0] if own and self.antecedent(own[0]) != own[0] else None

    def surface_subject(self, i: int, depth: int = 0) -> int | None:
        """Give the grammatical subject of a verb, its own or inherited over coordination, control and participles."""
        own = self.kids(i, "subject_labels") or self.kids(i, "passive_subject_labels")
        if own:
            return self.antecedent(self.meant_subject(own, i))
        if (fronted := self.after_front(i)) is not None:
            return fronted
        if depth > 5 or self.parse.head[i] == i:
            return None
        return self._inherited(i, self.parse.head[i], depth + 1)

    def _inherited(self, i: int, head: int, depth: int) -> int | None:
        parse = self.parse
        if self._infinitive(i) and (left := self._left_to(i, head)) is not None:
            return left
        if self.is_dep(i, "conjunct_labels") and (self.verbal(head) or parse.pos[head] == "ADJ"):
            return self.surface_subject(self._matching(i, head), depth)
        if self.is_dep(i, "infinitive_labels") or self.is_dep(i, "clause_labels"):
            return self._controller(i, head, depth)
        if self.is_dep(i, "participle_labels"):
            return self._participle_subject(i, head)
        if self.is_dep(i, "relative_labels"):
            return None
        if self.is_dep(i, "adverbial_labels"):
            return self._described_as(i, head, depth) if self._subjectless_form(i) else None
        if self.is_dep(i, "preposition_object_labels"):
            return self._gerund_subject(head, depth)
        if self.is_dep(i, "predicate_labels") and self.verbal(head) and parse.pos[i] == "ADJ":
            return self.surface_subject(head, depth)
        if self.is_dep(i, "modifier_labels") and parse.tag[i] in ("VBN", "VBG"):
            return head
        if self.is_dep(i, "auxiliary_labels"):
            return self.surface_subject(head, depth)
        return None

    def _matching(self, i: int, head: int) -> int:
        """Give "telling" for "asking" in "telling them that he is wrong and asking why": two of one form go together."""
        parse, over = self.parse, head
        loose = parse.tag[i] == "VBG" and not self.kids(i, "auxiliary_labels")
        while loose and parse.tag[over] != "VBG" and parse.head[over] != over:
            over = parse.head[over]
        return over if parse.tag[over] == "VBG" else head

    def _described_as(self, i: int, head: int, depth: int) -> int | None:
        """Give the party in "sees the party as committed to it", else who does what the clause stands beside."""
        objects = [k for k in self.kids(head, "object_labels") if k < i]
        if objects and self.words["describing_marks"] & {self.parse.lower[c] for c in self.kids(i, "marker_labels")}:
            return objects[0]
        first = self.parse.left_edge[i]
        beside = first > 0 and self.parse.pos[first - 1] == "CCONJ"
        return self.surface_subject(self._matching(i, head) if beside else head, depth)

    def _subjectless_form(self, i: int) -> bool:
        return self.parse.tag[i] in ("VBG", "VBN") or self._infinitive(i)

    def _infinitive(self, i: int) -> bool:
        return any(self.parse.tag[c] == "TO" for c in self.parse.children[i])

    def _controller(self, i: int, head: int, depth: int) -> int | None:
        """Find who does the infinitive: the object of "urged him to go", else the subject of "refused to go"."""
        if self.is_dep(i, "clause_labels") and not self._subjectless_form(i):
            return None
        told = self._told_to(i, head) if self._infinitive(i) else None
        if told is not None:
            return told
        if self.passive(head) and self.parse.lemma[head] in self.words["subject_control_verbs"]:
            return self._by_phrase(head)  # "the gun used by him to kill them"
        subject = self.surface_subject(head, depth)
        return None if subject is not None and self._impersonal(subject, head) else subject

    def _told_to(self, i: int, head: int) -> int | None:
        """Give whom the verb has do the infinitive: its object if that can, or the one after "called on", "waited for"."""
        objects = [k for k in self.kids(head, "object_labels") if k < i]
        if objects:
            return None if self._own_means(head, objects[0]) else objects[0]
        for prep in self.kids(head, "preposition_labels"):
            if self.parse.lower[prep] in self.words["appealing_prepositions"] and head < prep < i:
                return next(iter(self.kids(prep, "preposition_object_labels")), None)
        return None

    def _left_to(self, i: int, head: int) -> int | None:
        """Give the council in "it is up to the council to decide", "it was left to the council to decide"."""
        subject = next(iter(self.kids(head, "subject_labels") or self.kids(head, "passive_subject_labels")), None)
        if subject is None or self.parse.lower[subject] not in self.words["bare_subjects"]:
            return None
        for host in (head, *self.kids(head, "preposition_labels"), *self.kids(head, "adverb_labels")):
            found = self.after_preposition(host, "goal_prepositions")
            if found is not None and head < found < i:
                return found
        return None

    def _own_means(self, verb: int, object_: int) -> bool:
        """Tell "used the speech to attack her", "signed the bill to ban it" from "urged the council to ban it"."""
        words, lemma = self.words, self.parse.lemma[verb]
        if lemma in words["subject_control_verbs"]:
            return True
        governs = lemma in words["planned_governors"] | words["possible_governors"] | words["fulfilled_governors"]
        return not governs and self.parse.lemma[object_] in words["norm_nouns"] | words["document_nouns"]

    def _impersonal(self, subject: int, head: int) -> bool:
        """Tell "it is hard to beat her", "she is hard to beat", "it means backing him": the subject does nothing."""
        parse, words = self.parse, self.words
        near = [head, *self.kids(head, "predicate_labels")]
        if any(parse.lemma[k] in words["tough_adjectives"] and parse.pos[k] == "ADJ" for k in near):
            return True
        if parse.lower[subject] not in words["bare_subjects"]:
            return False
        if parse.lemma[head] in words["impersonal_verbs"] or parse.pos[head] == "NOUN":
            return True
        return any(parse.lemma[k] in words["impersonal_adjectives"] or parse.pos[k] == "NOUN" for k in near)

    def _participle_subject(self, i: int, head: int) -> int | None:
        if self._infinitive(i):
            return self.doer(head)
        spender = self._spender(head) if self.parse.tag[i] == "VBG" else None
        return head if spender is None else spender

    def _spender(self, noun: int) -> int | None:
        """Find who does it in "spent much of the debate attacking", "had a hard time explaining"."""
        top = self._whole_of(noun)
        if not self.is_dep(top, "object_labels"):
            return None
        verb = self.parse.head[top]
        trouble = self.parse.lemma[verb] == "have" and self.parse.lemma[noun] in self.words["trouble_nouns"]
        if trouble or self.parse.lemma[verb] in self.words["spending_verbs"]:
            return self.surface_subject(verb)
        return None

    def _whole_of(self, noun: int) -> int:
        """Give "much" for the debate in "much of the debate"."""
        prep = self.parse.head[noun]
        genitive = self.parse.lower[prep] in self.words["genitive_prepositions"]
        of = genitive and self.is_dep(noun, "preposition_object_labels")
        return self._whole_of(self.parse.head[prep]) if of and prep != noun else noun

    def _gerund_subject(self, prep: int, depth: int) -> int | None:
        """Find who does the gerund after a preposition: "accused him of vetoing", "apologised for vetoing"."""
        head, word = self.parse.head[prep], self.parse.lower[prep]
        target = self._target(head, prep) if word in self.words["grievance_prepositions"] else None
        if target is not None:
            return target
        if not self.verbal(head):
            over = self.parse.head[head]  # "stopped short of denying it"
            if self.is_dep(head, "predicate_labels") and (called := self.kids(over, "object_labels")):
                return called[0]  # "called the voters stupid for supporting it"
            short = self.parse.pos[head] in ("ADV", "ADJ") and self.verbal(over)
            return self.surface_subject(over, depth) if short else self.doer(head)
        objects = self.kids(head, "object_labels")
        if objects and word in self.words["object_control_prepositions"]:
            return objects[0]
        part = objects and self.parse.lemma[objects[0]] in self.words["part_nouns"]
        if part and word == "in" and objects[0] == prep - 1:  # "noted his role in drafting"
            owner = next(iter(self.kids(objects[0], "possessor_labels")), None)
            return self.surface_subject(head, depth) if owner is None else owner
        return self.surface_subject(head, depth)

    def _target(self, head: int, prep: int) -> int | None:
        """Give whom "railed against him for vetoing", "criticism of him for vetoing" is aimed at."""
        aims = self.words["aiming_prepositions"]
        if not self.verbal(head):
            aims |= self.words["genitive_prepositions"]
        for aim in self.kids(head, "preposition_labels"):
            if aim < prep and self.parse.lower[aim] in aims:
                return next(iter(self.kids(aim, "preposition_object_labels")), None)
        return None

    def agent(self, i: int) -> int | None:
        """Give the doer of a verb, or what an adjective is said of."""
        if self.verbal(i) and self.passive(i):
            return self._by_phrase(i)
        if self.verbal(i):
            return self.surface_subject(i)
        head = self.parse.head[i]
        if self.is_dep(i, "modifier_labels"):
            verb = self.parse.head[head]
            named = self.is_dep(head, "predicate_labels") and self.verbal(verb)  # "she is an honest woman"
            done = self.is_dep(head, "object_labels") and self.parse.lemma[head] in self.words["conduct_nouns"]
            return self.surface_subject(verb) if named or done else head
        if self.is_dep(i, "predicate_labels") or self._predicated(i):
            return self.surface_subject(head)
        return None

    def _predicated(self, i: int) -> bool:
        """Tell "is able and honest", "was hurt and angry" from "stood up and, oddly, brave", "beaten by foes and allies"."""
        top = i
        while self.is_dep(top, "conjunct_labels"):
            top = self.parse.head[top]
        if self.verbal(top):
            return top != i and (self.passive(top) or self.parse.lemma[top] == "be")
        return top != i and self.is_dep(top, "predicate_labels")

    def _by_phrase(self, i: int) -> int | None:
        for prep in self.kids(i, "preposition_labels"):
            if self.parse.lower[prep] in self.words["agent_prepositions"]:
                return next((c for c in self.kids(prep, "preposition_object_labels")), None)
        if (before := self.hyphenated(i)) is not None:
            return before
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
        for conjunct in self.kids(i, "conjunct_labels") if not self.kids(i, "clause_labels") else ():
            if self.verbal(conjunct) and (shared := self.kids(conjunct, "object_labels")):
                return shared[0]
        return None

    def doer(self, noun: int) -> int | None:
        """Give whose act a noun names: possessor, by- or from-phrase, or the subject of the verb that gives it."""
        if (rescuer := self.rescuer(noun)) is not None:
            return rescuer
        for c in self.kids(noun, "possessor_labels"):
            return c
        for word in ("by", "from", "among"):
            if (found := self.preposition_object(noun, word)) is not None:
                return found
        for found in (self.light_subject(noun), self._adverbial_doer(noun), self._attender(noun)):
            if found is not None:
                return found
        verb = self.light_verb(noun)
        drawn = verb is not None and self.parse.lemma[verb] in self.words["receiving_verbs"]
        return self.preposition_object(verb, "among") if verb is not None and drawn else None

    def rescuer(self, noun: int) -> int | None:
        """Give the senators in "the senators came to her defence", where the possessor is who gets it."""
        prep = self.parse.head[noun]
        verb = self.parse.head[prep]
        goal = self.parse.lower[prep] in self.words["goal_prepositions"]
        helped = goal and self.is_dep(noun, "preposition_object_labels")
        if not helped or self.parse.lemma[verb] not in self.words["rescue_verbs"]:
            return None
        return self.surface_subject(verb) if self.kids(noun, "possessor_labels") else None

    def _attender(self, noun: int) -> int | None:
        """Give who was there in "he left after a meeting with the union"."""
        prep = self.parse.head[noun]
        if self.parse.lower[prep] not in self.words["event_prepositions"] or not self.verbal(self.parse.head[prep]):
            return None
        met = self.after_preposition(noun, "partner_prepositions") is not None
        there = met and self.is_dep(noun, "preposition_object_labels")
        return self.surface_subject(self.parse.head[prep]) if there else None

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
