"""Find which noun before a verb is its subject where the parser takes a neighbour; labels are the grammar's. Contains no word."""

from __future__ import annotations

from kg.extract.tree import Tree

_BREAKS = frozenset({",", "-", "–", "—"})


class Subjects(Tree):
    """Mends the subjects of one parse; all arguments and answers are token indexes."""

    def meant_subject(self, found: list[int], i: int) -> int:
        """Give the subject of the verb at `i` among those that the parser has hung on it."""
        return self._unclosed(self._nearer_subject(found, i))

    def _nearer_subject(self, found: list[int], i: int) -> int:
        """Give of two subjects before a verb the nearer: the first is of a clause between ("Smith - as the union told - left")."""
        parse = self.parse
        near = [k for k in found if k < i and parse.words[k].isalnum() and ")" not in parse.words[k:i]]
        if len(near) < 2 or (parse.lower[near[0]] in self.words["relative_pronouns"] and parse.tag[near[-1]] == "DT"):
            return found[0]
        return near[-1]

    def _unclosed(self, i: int) -> int:
        """Give Hugo Mann in "after a word with her rival, Ann Smith, Hugo Mann left", where the parser joins the names.

        An apposition is closed before the verb; the name before an open one ends the phrase that leads the sentence.
        """
        parse, verb = self.parse, self.parse.head[i]
        first = parse.left_edge[i]
        fronted = any(parse.right_edge[c] in (first - 1, first - 2) for c in parse.children[verb] if c < first)
        if not fronted or not first or verb < i or parse.words[first - 1] not in _BREAKS:
            return i
        for c in self.kids(i, "apposition_labels"):
            last = parse.right_edge[c]
            opened = parse.words[parse.left_edge[c] - 1] in _BREAKS
            if (
                c > i
                and opened
                and last == parse.right_edge[i]
                and "PUNCT" not in (parse.pos[last], parse.pos[last + 1])
            ):
                return c
        return i

    def after_front(self, i: int) -> int | None:
        """Give Ann Smith in "after talks in Norra, Ann Smith left", where the parser hangs her on the phrase that leads."""
        parse = self.parse
        if parse.tag[i] not in ("VBD", "VBZ", "VBP") or not (parse.head[i] == i or self.is_dep(i, "clause_labels")):
            return None
        last = next((parse.right_edge[c] for c in parse.children[i] if c < i and self._leads(c, i)), None)
        if last is None or parse.pos[last] not in ("NOUN", "PROPN"):
            return None
        comma = next((k for k in range(last, parse.sents[parse.sent_of[i]][0], -1) if parse.words[k] == ","), None)
        while comma is not None and comma < parse.head[last] < i:
            last = parse.head[last]
        return last if comma is not None and parse.pos[last] in ("NOUN", "PROPN") else None

    def _leads(self, c: int, i: int) -> bool:
        """Tell a phrase that reaches right up to the verb."""
        return self.is_dep(c, "preposition_labels") and self.parse.right_edge[c] == i - 1
