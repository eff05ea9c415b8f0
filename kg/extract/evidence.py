"""Show a statement in its words: the run of text that proves it, the clause that is its end, its time."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.fillers import Filler
from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.extract.triggers import Match
from kg.model import Span

_BETWEEN = frozenset({"PUNCT", "CCONJ", "SCONJ", "ADP"})
"""What does not end a clause."""


class EvidenceReader:
    """Cuts spans for the statements of one parse."""

    def __init__(self, syntax: Syntax, mentions: MentionTable) -> None:
        self.syntax, self.parse, self.words, self.mentions = syntax, syntax.parse, syntax.words, mentions

    def evidence(self, match: Match, subject: Filler | None, object_: Filler | None) -> Span:
        """Cover trigger, ends, auxiliaries and negation: the smallest run of words that shows the statement."""
        i = match.token
        tokens = set(match.words) | {
            c
            for c in self.parse.children[i]
            if self.parse.dep[c] in self.words["auxiliary_labels"] | self.words["negation_labels"]
        }
        for filler in (subject, object_):
            if filler is not None and self.parse.sent_of[filler.token] == self.parse.sent_of[i]:
                start, end = self.mentions.range[self.index(filler) or 0]
                tokens |= {start, end - 1}
        if match.content is not None and self.parse.sent_of[match.content.token] == self.parse.sent_of[i]:
            tokens.add(self.parse.right_edge[match.content.token])
        block = self.parse.block_of[i]
        tokens = {t for t in tokens if self.parse.block_of[t] == block}
        last = max(tokens)
        while last > i and self.parse.pos[last] == "PUNCT":
            last -= 1
        return self.parse.span(min(tokens), last + 1)

    def index(self, filler: Filler | None) -> int | None:
        """Give the mention of what fills a role."""
        if filler is None:
            return None
        return self._clause(filler) if filler.clause else self.mentions.at(filler.token)

    def _clause(self, filler: Filler) -> int:
        """Give the mention of a clause without the clauses that only explain it ("to wait [until the court rules]")."""
        index = self.mentions.clause(filler.token, filler.first)
        start, end = self.mentions.range[index]
        last = next((k for k in range(filler.token + 1, end) if self._leads_away(k, filler.token)), end)
        if last < end:
            while last - 1 > filler.token and self.parse.pos[last - 1] in _BETWEEN:
                last -= 1
            span = self.parse.span(start, last)
            name = " ".join(self.parse.text[span.start : span.end].split())
            self.mentions.found[index] = replace(self.mentions.found[index], span=span, name=name)
            self.mentions.range[index] = (start, last)
        return index

    def _leads_away(self, k: int, verb: int) -> bool:
        """Tell where a relative or adverbial clause begins, or a verb of equal rank."""
        for c in (self.parse.head[k], k):
            if c > verb and self.parse.left_edge[c] == k and self.syntax.verbal(c):
                if self.syntax.is_dep(c, "relative_labels") or self.syntax.is_dep(c, "adverbial_labels"):
                    return True
        return self.parse.dep[k] in self.words["conjunct_labels"] and self.parse.head[k] == verb

    def time(self, i: int) -> Span | None:
        """Give the time phrase of the trigger's clause."""
        for start, end, label in self.parse.ents:
            if label in ("DATE", "TIME") and self.parse.sent_of[start] == self.parse.sent_of[i]:
                head = next((k for k in range(start, end) if not start <= self.parse.head[k] < end), start)
                up = self.parse.head[head]
                if i in (up, self.parse.head[up]):
                    return self.parse.span(start, end)
        return None
