"""Give every pair of ends of a match: coordinated ones each with each, names in place of the group that they stand for."""

from __future__ import annotations

from kg.extract.fillers import Filler, Fillers
from kg.extract.triggers import Match

_MOST_ENDS = 6
"""Conjuncts of one end that become statements; longer lists are mostly tables read as prose."""


class EndReader:
    """Reads who stands at the ends of the matches of one parse."""

    def __init__(self, fillers: Fillers) -> None:
        self.fillers, self.syntax, self.mentions = fillers, fillers.syntax, fillers.mentions
        self.parse, self.words = fillers.parse, fillers.words

    def pairs(self, match: Match) -> list[tuple[Filler | None, Filler | None]]:
        """Give every subject with every object; of those who do it together, the first with each other."""
        subjects, objects = self._expand(match.subject, match), self._expand(match.object, match)
        if match.mutual:
            return [(subjects[0], other) for other in subjects[1:]]
        return [(subject, object_) for subject in subjects for object_ in objects]

    def _expand(self, filler: Filler | None, match: Match) -> list[Filler | None]:
        """Give every one of "Labour and the union"; of the trigger's own noun only itself ("a backer and friend of Y")."""
        if filler is not None and filler.clause:
            return [filler, *self._clauses(filler, match)]
        if filler is None or filler.token in match.words:
            return [filler]
        alike = [c for c in self.syntax.conjuncts(filler.token) if self._alike(filler, c)]
        if not self._refers_back(match.object):
            alike = [k for c in alike for k in self._examples(c)]
        return [Filler(k) for k in alike[:_MOST_ENDS]]

    def _clauses(self, filler: Filler, match: Match) -> list[Filler]:
        """Give the further infinitives or gerunds of a row ("promised to cut taxes, [raise wages] and [build roads]").

        The parser may hang them on the trigger, whose form is another.
        """
        tag, row = self.parse.tag[filler.token], [filler.token]
        hosts = {filler.token, match.token} if self.parse.tag[match.token] != tag else {filler.token}
        for k in range(filler.token + 1, len(self.parse.words) if tag in ("VB", "VBG") else 0):
            equal = self.syntax.is_dep(k, "conjunct_labels") and self.parse.head[k] in {*row, *hosts}
            if equal and self.parse.tag[k] == tag and not self.syntax.kids(k, "subject_labels"):
                row.append(k)
        return [Filler(k, clause=True, first=self.parse.left_edge[k]) for k in row[1:_MOST_ENDS]]

    def _refers_back(self, filler: Filler | None) -> bool:
        """Tell a pronoun, which means none of the group that it stands beside ("leaders like Ann Smith back them")."""
        return filler is not None and self.parse.pos[filler.token] == "PRON"

    def _alike(self, filler: Filler, k: int) -> bool:
        """Tell "sued Acme, or its campaign against us", whose second hangs on something before."""
        cc = next((c for c in self.syntax.kids(filler.token, "coordinator_labels") if c > filler.token), None)
        pair = cc is not None and not any(
            filler.token < c < cc for c in self.syntax.kids(filler.token, "conjunct_labels")
        )
        parted = cc is not None and pair and self.parse.words[cc - 1] == ","
        return k == filler.token or not parted or self.fillers.agentive(Filler(k)) == self.fillers.agentive(filler)

    def _examples(self, i: int) -> list[int]:
        """Give in place of "politicians like X and Y" the names X and Y."""
        for prep in self.syntax.kids(i, "preposition_labels") if i not in self.mentions.name_of else ():
            first = self.parse.left_edge[prep]
            such = {self.parse.lower[k] for k in range(first, prep + 1)} & self.words["example_words"]
            if such and self.parse.pos[first - 1] != "PUNCT":
                names = [
                    k for c in self.syntax.kids(prep, "preposition_object_labels") for k in self.syntax.conjuncts(c)
                ]
                if names and all(k in self.mentions.name_of for k in names):
                    return names
        return [i]
