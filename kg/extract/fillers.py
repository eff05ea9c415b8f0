"""Find what fills the roles of a trigger: agent, patient, doer, the phrase after a preposition. Contains no verb."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.extract.kinds import Filler, Kinds
from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.syntax import Syntax
from kg.ontology import Ontology

__all__ = ["Filler", "Fillers"]


class Fillers(Kinds):
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
            or (word in self.words["preposition_nouns"] and self._in_preposition(filler.token))
        )

    def _in_preposition(self, i: int) -> bool:
        """Tell "behalf" in "on behalf of": a bare noun between two prepositions, or before a clause."""
        before = self.parse.head[i] == i - 1 and self.syntax.is_dep(i, "preposition_object_labels")
        return before and any(c > i for c in self.parse.children[i])

    def _fill(self, role: str, i: int, words: list[int]) -> Filler | None:
        if role == "agent":
            agent = self.syntax.agent(i)
            hollow = (
                agent is not None
                and self.parse.pos[i] == "ADJ"
                and self.parse.lower[agent] in self.words["expletive_words"]
            )
            return None if hollow else self._noun(self._author(agent))
        if role == "patient":
            return self._noun(self._patient(i, words))
        if role == "doer":
            doer = self.syntax.doer(i)
            return self._noun(self._modifying_name(i) if doer is None else doer)
        if role == "undergoer":
            return self._noun(self._undergoer(i))
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

    def _author(self, i: int | None) -> int | None:
        """Give for a writing who wrote it, as this sentence or one before tells ("published a letter accusing the firm")."""
        if i is None or self.parse.lemma[i] not in self.words["document_nouns"]:
            return i
        author = self._writer(i)
        if author is None and any(self.parse.lower[c] in ("the", "that", "this") for c in self.parse.children[i]):
            author = next((who for k, who in reversed(self._written[self.parse.lemma[i]]) if k < i), None)
        return i if author is None else author

    def _writer(self, i: int) -> int | None:
        whole = self._series(i)
        author = self.syntax.doer(whole)
        if author is None and self.syntax.is_dep(whole, "object_labels"):
            verb = self.parse.head[whole]
            author = self.syntax.agent(verb) if self.parse.lemma[verb] in self.words["issuing_verbs"] else None
        return author

    @cached_property
    def _written(self) -> dict[str, list[tuple[int, int]]]:
        """Give by noun the writings of the text with their authors, in text order."""
        found: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for i, lemma in enumerate(self.parse.lemma):
            author = self._writer(i) if lemma in self.words["document_nouns"] else None
            if author is not None and self.agentive(Filler(self.syntax.antecedent(author))):
                found[lemma].append((i, author))
        return found

    def _series(self, i: int) -> int:
        """Give "series" for the letters in "a series of letters"."""
        prep = self.parse.head[i]
        of = self.syntax.is_dep(i, "preposition_object_labels") and self.parse.lower[prep] == "of"
        return self._series(self.parse.head[prep]) if of else i

    def _patient(self, i: int, words: list[int]) -> int | None:
        found = self.syntax.patient(i)
        if found is None:
            found = self._small_clause(i)
        return None if found in words else found

    def _small_clause(self, i: int) -> int | None:
        """Find the subject of what the verb makes of it ("found him guilty", "implored the court to wait")."""
        for c in self.syntax.kids(i, "clause_labels"):
            infinitive = any(self.parse.tag[k] == "TO" for k in self.parse.children[c])
            if infinitive or self.parse.pos[c] == "ADJ":
                return next(iter(self.syntax.kids(c, "subject_labels")), None)
        return None

    def _modifying_name(self, i: int) -> int | None:
        """Give the people or body whose name stands right before the noun ("Democratic attacks on", "GOP criticism of")."""
        names = [c for c in self.syntax.kids(i, "modifier_labels") if c < i and c in self.mentions.name_of]
        kinds = {c: self.mentions.found[self.mentions.name_of[c]].type for c in names}
        fit = [c for c in names if kinds[c] in ("Group", "Organisation") or self.parse.pos[c] == "ADJ"]
        return fit[0] if len(fit) == 1 else None

    def _undergoer(self, i: int) -> int | None:
        verb = self.syntax.light_verb(i)
        if verb is None or self.parse.lemma[verb] not in self.words["receiving_verbs"]:
            return None
        if self.syntax.is_dep(i, "preposition_object_labels"):
            if self.parse.lower[self.parse.head[i]] not in self.words["receiving_prepositions"]:
                return None
        return self.syntax.surface_subject(verb)

    def _clause(self, i: int, words: list[int], *, finite: bool) -> Filler | None:
        for w in reversed(words):
            for c in self.parse.children[w]:
                if c > i and self.syntax.verbal(c) and self._is_clause(c, finite):
                    return Filler(c, clause=True, first=w + 1)
            for prep in self.syntax.kids(w, "preposition_labels"):
                for c in self.syntax.kids(prep, "preposition_object_labels"):
                    if self.parse.pos[c] == "VERB":
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
        found = self.syntax.kids(i, "predicate_labels")
        found += [k for k in self.syntax.kids(i, "preposition_labels") if self.parse.lower[k] == "as"]
        return Filler(found[0]) if found else None

    def _speaker(self, i: int) -> Filler | None:
        """Find who says the words in which the trigger stands."""
        for report in self.reports.around(i):
            speaker = Filler(report.source) if report.source is not None else None
            return speaker if speaker and self.agentive(speaker) else None
        return None

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
