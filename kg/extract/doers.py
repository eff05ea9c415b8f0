"""Tell whose act a noun or a passive verb names: owner, author, who announces it or is behind it. Contains no verb."""

from __future__ import annotations

from collections import defaultdict
from functools import cached_property

from kg.extract.kinds import Filler, Kinds
from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.ontology import Ontology


class Doers(Kinds):
    """Finds who does what the nouns and passive verbs of one parse name; answers are token indexes."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        super().__init__(syntax, mentions, ontology)
        self.reporting = ontology.reporting

    def doer(self, i: int) -> int | None:
        """Give whose act a noun names; in "announced the Norra lawsuit" not who only tells of it."""
        doer = self.syntax.doer(i)
        if doer is not None and doer == self.syntax.light_subject(i):
            verb = self.syntax.light_verb(i)
            named = self._modifying_name(i) if verb is not None else None
            if verb is not None and named is not None and ("verb", self.parse.lemma[verb]) in self.reporting:
                return named
        return self._modifying_name(i) if doer is None else doer

    def late_agent(self, i: int) -> int | None:
        """Give the court in "was ordered to pay the fine by the court", which the parser hangs on the words between."""
        if not self.syntax.verbal(i) or not self.syntax.passive(i):
            return None
        for c in self.syntax.kids(i, "infinitive_labels"):
            for host in () if self.syntax.passive(c) else (c, *self.syntax.kids(c, "object_labels")):
                by = self.syntax.after_preposition(host, "agent_prepositions")
                if by is not None and by not in self.times and self.agentive(Filler(by)):
                    return by
        return None

    def author(self, i: int | None) -> int | None:
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
            here = author is not None and self.mentions.maps["person_pronouns"].get(self.parse.lower[author])
            if here in ("speaker", "addressee"):
                continue  # "your letter", in somebody's words
            if author is not None and self.agentive(Filler(self.syntax.antecedent(author))):
                found[lemma].append((i, author))
        return found

    def _series(self, i: int) -> int:
        """Give "series" for the letters in "a series of letters"."""
        prep = self.parse.head[i]
        of = self.syntax.is_dep(i, "preposition_object_labels") and self.parse.lower[prep] == "of"
        return self._series(self.parse.head[prep]) if of else i

    def _modifying_name(self, i: int) -> int | None:
        """Give the people or body whose name stands right before the noun ("Democratic attacks on", "GOP criticism of")."""
        names = [c for c in self.syntax.kids(i, "modifier_labels") if c < i and c in self.mentions.name_of]
        kinds = {c: self.mentions.found[self.mentions.name_of[c]].type for c in names}
        fit = [c for c in names if kinds[c] in ("Group", "Organisation") or self.parse.pos[c] == "ADJ"]
        return fit[0] if len(fit) == 1 else None

    def undergoer(self, i: int) -> int | None:
        """Give to whom the act that a noun names is done: who receives it, or whose it is in "came to her defence"."""
        if self.syntax.rescuer(i) is not None:
            return self.syntax.kids(i, "possessor_labels")[0]
        verb = self.syntax.light_verb(i)
        if verb is None or self.parse.lemma[verb] not in self.words["receiving_verbs"]:
            return None
        if self.syntax.is_dep(i, "preposition_object_labels"):
            if self.parse.lower[self.parse.head[i]] not in self.words["receiving_prepositions"]:
                return None
        return self.syntax.surface_subject(verb)
