"""Find what fills the roles of a trigger: agent, patient, doer, the phrase after a preposition. Contains no verb."""

from __future__ import annotations

from kg.extract.doers import Doers
from kg.extract.kinds import Filler
from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.syntax import Syntax
from kg.ontology import Ontology

__all__ = ["Filler", "Fillers"]


class Fillers(Doers):
    """Finds the fillers of roles in one parse."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, reports: Reports, ontology: Ontology) -> None:
        super().__init__(syntax, mentions, ontology)
        self.reports = reports

    def role(self, roles: tuple[str, ...], i: int, words: list[int]) -> Filler | None:
        """Give what fills the first of the roles that is filled, of the trigger at `i` with its words."""
        for role in roles:
            filler = self._fill(role, i, words)
            if filler is not None and self._refers(filler):
                return filler
        return None

    def _refers(self, filler: Filler) -> bool:
        word = self.parse.lower[filler.token]
        return filler.clause or not (
            self.parse.dep[filler.token] in self.words["expletive_labels"]
            or word in self.words["hollow_pronouns"]
            or filler.token in self.times
            or (self.parse.lemma[filler.token] in self.words["path_nouns"] and self._owned(filler.token))
            or (word in self.words["preposition_nouns"] and self._in_preposition(filler.token))
        )

    def _owned(self, i: int) -> bool:
        """Tell "his way" from "the way"."""
        return any(self.parse.tag[c] == "PRP$" for c in self.parse.children[i])

    def _in_preposition(self, i: int) -> bool:
        """Tell "behalf" in "on behalf of": a bare noun between two prepositions, or before a clause."""
        before = self.parse.head[i] == i - 1 and self.syntax.is_dep(i, "preposition_object_labels")
        return before and any(c > i for c in self.parse.children[i])

    def _fill(self, role: str, i: int, words: list[int]) -> Filler | None:
        if role == "agent":
            agent = self.syntax.agent(i)
            agent = self.late_agent(i) if agent is None else agent
            hollow = (
                agent is not None
                and self.parse.pos[i] == "ADJ"
                and self.parse.lower[agent] in self.words["expletive_words"]
            )
            return None if hollow else self._noun(self.author(agent))
        if role == "patient":
            patient = self._noun(self._patient(i, words))
            return self._deed(i) if patient is None else patient
        if role == "doer":
            return self._noun(self.doer(i))
        if role == "undergoer":
            return self._noun(self.undergoer(i))
        if role == "clause-subject":
            clause = self._clause(i, words, finite=True)
            return self._noun(self.syntax.surface_subject(clause.token)) if clause else None
        if role in ("clause", "infinitive"):
            return self._clause(i, words, finite=role == "clause")
        if role == "complement":
            return self._complement(i)
        if role == "self":
            return Filler(words[-1] if self.parse.pos[words[-1]] in ("NOUN", "PROPN") else i)
        if role == "speaker":
            return self._speaker(i)
        if role == "obliged":
            return self._obliged(i)
        if role == "undertaken":
            return self._undertaken(i)
        if role in ("recipient", "possessor", "compound", "attribute"):
            labels = {"attribute": "predicate_labels"}.get(role, f"{role}_labels")
            return self._noun(next((k for w in words for k in self.syntax.kids(w, labels) if k not in words), None))
        return self._after(role, i, words)

    def _noun(self, token: int | None) -> Filler | None:
        if token is None:
            return None
        token = self._named(self.syntax.antecedent(token))
        return Filler(token, clause=self.parse.pos[token] in ("VERB", "AUX"))

    def _named(self, i: int) -> int:
        """Give for a description the name beside it ("his rival, Ann Smith", "Acme, a firm that")."""
        if i in self.mentions.name_of:
            return self.titled(i)
        if self.parse.pos[i] not in ("NOUN", "PROPN") and self.parse.lower[i] != "one":
            return i
        of = self.syntax.preposition_object(i, "of") if self.parse.lower[i] == "one" else None
        beside = [c for k in (i, of) if k is not None for c in self.syntax.kids(k, "apposition_labels")]
        beside = [c for c in beside if c in self.mentions.name_of]
        if self.syntax.is_dep(i, "apposition_labels") and self.parse.head[i] in self.mentions.name_of:
            beside = [self.parse.head[i]]
        return beside[0] if len(beside) == 1 and self.agentive(Filler(i)) else i

    def titled(self, i: int) -> int:
        """Give Ann Smith for Norra in "Norra Gov. Ann Smith", where the parser takes the first name alone."""
        index, parse = self.mentions.name_of[i], self.parse
        k = end = self.mentions.range[index][1]
        while k < len(parse.words) and parse.lower[k] in self.words["role_heads"] | self.words["office_words"]:
            k += 1
        person = self.mentions.name_of.get(k) if end < k and parse.lower[k - 1] in self.words["role_heads"] else None
        if person is None or self.mentions.found[index].type == "Person" or not self.named_person(k):
            return i
        start, end = self.mentions.range[person]
        head = self.mentions.found[person].head.start
        return next((k for k in range(start, end) if parse.start[k] == head), k)

    def _patient(self, i: int, words: list[int]) -> int | None:
        found = self.syntax.patient(i)
        if found is None:
            found = self._small_clause(i)
        return None if found in words else found

    def _small_clause(self, i: int) -> int | None:
        """Find the subject of what the verb makes of it ("found him guilty", "implored the court to wait")."""
        for c in self.syntax.kids(i, "clause_labels"):
            infinitive = any(self.parse.tag[k] == "TO" for k in self.parse.children[c])
            bare = self.parse.tag[c] == "VB" and not self.syntax.kids(c, "auxiliary_labels")  # "helped him win"
            if infinitive or bare or self.parse.pos[c] == "ADJ":
                return next(iter(self.syntax.kids(c, "subject_labels")), None)
        return self._called(self.syntax.kids(i, "predicate_labels"))

    def _called(self, complements: list[int]) -> int | None:
        """Find "Lenk" in "called Lenk weak", which the parser takes for one phrase or for two complements."""
        for c in complements if self.parse.pos[complements[-1] if complements else 0] == "ADJ" else ():
            before = [k for k in self.parse.children[c] if k < c and self.parse.pos[k] in ("NOUN", "PROPN")]
            if c != complements[-1] or before:
                return c if c != complements[-1] else before[-1]
        return None

    def _deed(self, i: int) -> Filler | None:
        """Find what others do that the verb is about ("supported people sharing their views")."""
        for c in self.syntax.kids(i, "clause_labels"):
            if c > i and self.parse.tag[c] == "VBG" and self.syntax.kids(c, "subject_labels"):
                if not self.syntax.kids(c, "auxiliary_labels") and not self.syntax.kids(c, "marker_labels"):
                    return Filler(c, clause=True, first=self.parse.left_edge[c])
        return None

    def _clause(self, i: int, words: list[int], *, finite: bool) -> Filler | None:
        topics = self.words["topic_prepositions"]
        for w in reversed(words):
            for c in self.parse.children[w]:
                if c > i and self.syntax.verbal(c) and self._is_clause(c, finite):
                    return Filler(c, clause=True, first=w + 1)
            for prep in self.syntax.kids(w, "preposition_labels"):
                for c in self.syntax.kids(prep, "preposition_object_labels"):
                    if self.parse.pos[c] == "VERB" and (finite or self.parse.lower[prep] not in topics):
                        return Filler(c, clause=True)
        return self._clause_behind(i) if finite and self.parse.pos[i] == "NOUN" else None

    def _clause_behind(self, i: int) -> Filler | None:
        """Find the that-clause right behind a noun's phrase that the parser hung on a verb before ("claims by Y that")."""
        that, verb = self.parse.right_edge[i] + 1, self.parse.head[i]
        if that >= len(self.parse.words) or self.parse.lower[that] != "that":
            return None
        clause = self.parse.head[that]
        behind = self.syntax.is_dep(clause, "clause_labels") and self.parse.left_edge[clause] == that
        return Filler(clause, clause=True, first=that) if behind and clause != verb else None

    def _is_clause(self, c: int, finite: bool) -> bool:
        infinitive = any(self.parse.tag[k] == "TO" for k in self.parse.children[c])
        if self.syntax.is_dep(c, "infinitive_labels") or self.syntax.is_dep(c, "clause_labels"):
            return finite or infinitive
        if self.syntax.is_dep(c, "participle_labels"):
            return infinitive or (finite and not self.syntax.passive(c))
        return self.syntax.is_dep(c, "adverbial_labels") and infinitive and c == min(self._infinitives(c))

    def _infinitives(self, c: int) -> list[int]:
        """Give the infinitives that hang on the same word."""
        siblings = self.parse.children[self.parse.head[c]]
        return [k for k in siblings if any(self.parse.tag[t] == "TO" for t in self.parse.children[k])]

    def _complement(self, i: int) -> Filler | None:
        """Find what the verb makes of its object ("called him a liar", "described the plan as unworkable")."""
        found = self.syntax.kids(i, "predicate_labels")[-1:]
        found += [k for k in self.syntax.kids(i, "preposition_labels") if self.parse.lower[k] == "as"]
        return Filler(found[0]) if found else None

    def _speaker(self, i: int) -> Filler | None:
        """Find who says the words in which the trigger stands."""
        for report in self.reports.around(i):
            speaker = Filler(report.source) if report.source is not None else None
            return speaker if speaker and self.agentive(speaker) else None
        return None

    def _obliged(self, i: int) -> Filler | None:
        """Find who is told what to do by a modal or "has to": "the mayor [should] resign", but not "I should be frank"."""
        verb = self._modal_verb(i)
        if verb is None or self.syntax.passive(verb) or self.parse.lemma[verb] in self.words["states"]:
            return None
        subject = next(iter(self.syntax.kids(verb, "subject_labels") or self.syntax.kids(i, "subject_labels")), None)
        if subject is None or subject > i or self.parse.lower[subject] in self.words["anybody_pronouns"]:
            return None
        return self._noun(subject) if self._told_plainly(i if self.parse.head[verb] == i else verb) else None

    def _undertaken(self, i: int) -> Filler | None:
        """Find what the speaker says that he will do: "we [will] close the port", but not "we will see"."""
        verb = self._modal_verb(i)
        if verb is None or self.syntax.passive(verb) or self.parse.lemma[verb] in self.words["states"]:
            return None
        subject = next(iter(self.syntax.kids(verb, "subject_labels")), None)
        mine = subject is not None and subject < i and self.parse.lower[subject] in self.words["own_pronouns"]
        return Filler(verb, clause=True, first=verb) if mine and self._told_plainly(verb) else None

    def _told_plainly(self, verb: int) -> bool:
        """Tell a main clause, or one that is told, from those with "if", "whether", "who" and from what is thought."""
        parse = self.parse
        marks = {parse.lower[m] for m in self.syntax.kids(verb, "marker_labels")}
        if marks - self.words["telling_marks"] or any(parse.tag[c] in ("WRB", "WP") for c in parse.children[verb]):
            return False
        if self.syntax.is_dep(verb, "clause_labels"):
            return parse.lemma[parse.head[verb]] in self.words["telling_verbs"]
        return parse.head[verb] == verb or self.syntax.is_dep(verb, "conjunct_labels")

    def _modal_verb(self, i: int) -> int | None:
        """Give the verb of a modal in a plain tense, of "ought to" too."""
        aux = self.syntax.is_dep(i, "auxiliary_labels")
        found = [self.parse.head[i]] if aux else [c for c in self.parse.children[i] if self._is_clause(c, finite=False)]
        if self.parse.tag[i] != "MD" or not found or self.parse.pos[found[0]] != "VERB":
            return None
        auxiliaries = {self.parse.lower[c] for c in self.syntax.kids(found[0], "auxiliary_labels")}
        return None if auxiliaries & self.words["perfect_auxiliaries"] else found[0]  # "should have resigned"

    def _after(self, word: str, i: int, words: list[int]) -> Filler | None:
        hosts = [*words]
        if self.parse.pos[i] in ("NOUN", "PROPN") and (verb := self.syntax.light_verb(i)) is not None:
            hosts.append(verb)
        hosts += [c for c in self.syntax.kids(i, "object_labels") if self.parse.pos[i] == "VERB"]
        for host in hosts:
            if (told := self._clause_after(word, host)) is not None:
                return told
            if self.parse.lower[host] == word and (kids := self.syntax.kids(host, "preposition_object_labels")):
                return self._noun(kids[0]) if kids[0] not in self.times else None
            for prep in self.parse.children[host]:
                if (
                    self.parse.lower[prep] == word
                    and prep > i
                    and (kids := self.syntax.kids(prep, "preposition_object_labels"))
                ):
                    return self._noun(kids[0]) if kids[0] not in self.times else None
        return self._beside_doer(word, i) if self.parse.pos[i] == "NOUN" else None

    def _clause_after(self, word: str, host: int) -> Filler | None:
        """Give the doer in "calls for him to go", all of "calls for him to be sacked": clauses with a preposition's mark."""
        parse = self.parse
        verbs = [parse.head[host]] if parse.lower[host] == word and self.syntax.is_dep(host, "marker_labels") else []
        for verb in verbs or parse.children[host]:
            marks = [k for k in self.syntax.kids(verb, "marker_labels") if parse.lower[k] == word]
            if marks and any(parse.tag[k] == "TO" for k in parse.children[verb]):
                doer = next(iter(self.syntax.kids(verb, "subject_labels")), None)
                return Filler(verb, clause=True, first=marks[0] + 1) if doer is None else self._noun(doer)
        return None

    def _beside_doer(self, word: str, i: int) -> Filler | None:
        """Find the phrase that the parser hung on the doer ("attacks [by rebels [on towns]]")."""
        by = self.syntax.preposition_object(i, "by")
        for host in self.syntax.conjuncts(by) if by is not None and word != "by" else ():
            found = self.syntax.preposition_object(host, word) if word not in ("of", "in", "from") else None
            if found is not None and found not in self.times:
                return self._noun(found)
        return None
