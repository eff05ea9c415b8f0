"""Find what fills the roles of a trigger: agent, patient, doer, the phrase after a preposition. Contains no verb."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.syntax import Syntax
from kg.model import MentionKind
from kg.ontology import Ontology

_AGENTS = frozenset({"Person", "Organisation", "Group", "Place", ""})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a noun phrase by its head, or a clause by its verb (`first` is where it begins)."""

    token: int
    clause: bool = False
    first: int | None = None


class Fillers:
    """Finds the fillers of roles in one parse, and tells of which kind they are."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, reports: Reports, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.reports = syntax, syntax.parse, mentions, reports
        self.words = ontology.words
        self.times = {k for i, j, label in self.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}

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
        if i in self.mentions.name_of or self.parse.pos[i] not in ("NOUN", "PROPN"):
            return i
        beside = [c for c in self.syntax.kids(i, "apposition_labels") if c in self.mentions.name_of]
        if self.syntax.is_dep(i, "apposition_labels") and self.parse.head[i] in self.mentions.name_of:
            beside = [self.parse.head[i]]
        return beside[0] if len(beside) == 1 and self.agentive(Filler(i)) else i

    def _author(self, i: int | None) -> int | None:
        """Give for a writing who wrote it, where the sentence tells ("published a letter accusing the firm")."""
        if i is None or self.parse.lemma[i] not in self.words["document_nouns"]:
            return i
        author = self.syntax.doer(self._series(i))
        return i if author is None else author

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
        return None

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

    def _beside_doer(self, word: str, i: int) -> Filler | None:
        """Find the phrase that the parser hung on the doer ("attacks [by rebels [on towns]]")."""
        by = self.syntax.preposition_object(i, "by")
        for host in self.syntax.conjuncts(by) if by is not None and word != "by" else ():
            found = self.syntax.preposition_object(host, word) if word not in ("of", "in", "from") else None
            if found is not None and found not in self.times:
                return self._noun(found)
        return None

    def is_(self, kind: str, filler: Filler) -> bool:
        """Tell whether a filler is of the kind that the trigger needs."""
        if kind == "claim":
            return not filler.clause and self.parse.lower[filler.token] in self.words["claim_nouns"]
        if kind == "referring":
            return filler.clause or not self._bare(filler.token)
        if kind in ("favourable", "unfavourable"):
            return self._coloured(filler.token, kind)
        if kind == "named":
            return self._named_or_meant(filler)
        if kind == "person":
            return self.agentive(filler) and self.mentions.found[self.mentions.at(filler.token)].type == "Person"
        return self.agentive(filler) == (kind == "agent")

    def named_person(self, i: int) -> bool:
        """Tell whether the token is part of a person's name ("Dan Backer")."""
        name = self.mentions.name_of.get(i)
        return name is not None and self.mentions.found[name].type == "Person"

    def _named_or_meant(self, filler: Filler) -> bool:
        """Tell a name, and a pronoun for a person."""
        mention = self.mentions.found[self.mentions.at(filler.token)] if not filler.clause else None
        if mention is None or mention.kind is MentionKind.NAME:
            return mention is not None
        return mention.kind is MentionKind.PRONOUN and self.agentive(filler)

    def _bare(self, i: int) -> bool:
        """Tell "it", "this" and "that", which mostly stand for what was said."""
        return self.parse.pos[i] in ("PRON", "DET") and not self.agentive(Filler(i))

    def _coloured(self, i: int, colour: str) -> bool:
        """Tell whether the words below a token are all for, or all against, somebody."""
        told = {
            name
            for k in self.parse.subtree(i)
            for name in ("favourable", "unfavourable")
            if {self.parse.lemma[k], self.parse.lower[k]} & self.words[f"{name}_words"]
        }
        return told == {colour}

    def agentive(self, filler: Filler) -> bool:
        """Tell who may act, a person, body, group or place, from a thing."""
        if filler.clause:
            return False
        mention = self.mentions.found[self.mentions.at(filler.token)]
        if mention.kind is MentionKind.PRONOUN:
            return mention.gender != "neuter" and mention.gender != ""
        return mention.type in _AGENTS

    # ---- roles
