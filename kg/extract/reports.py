"""The reports of one text: who is found to say which words, in tokens, and what the graph needs of them."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.nlp import Parse
from kg.extract.quotes import LONG, Quote
from kg.extract.syntax import Syntax
from kg.model import Attribution, Quotation, Span
from kg.ontology import Reporting

_FINITE = frozenset({"VBD", "VBZ", "VBP"})
BY_RULE = 0.6
"""The share of the rules' reports that are right: content and source overlap the annotators' by half (PolNeAR)."""


@dataclass(slots=True)
class Report:
    """An attribution while it is being built, in tokens.

    `clausal` content is a clause or words in quotation marks, `infinitive` content an infinitive;
    `outside` is a source that stands before the paragraph ("SMITH:"), `pronoun` the "who" that stands for the source;
    `source_tokens` are the source's words where they are known (by rule they follow from `source`, its head), and
    `probability` is how surely it is an attribution.
    """

    cue: list[int]
    source: int | None
    content: set[int]
    entry: Reporting
    clausal: bool = True
    infinitive: bool = False
    outside: Span | None = None
    pronoun: int | None = None
    source_tokens: frozenset[int] | None = None
    probability: float = BY_RULE


class Reports:
    """The reports in the order of their cues; `inside` gives the quotation that holds a token.

    `doubtful` are tokens that may well be somebody's words although no report holds them.
    """

    def __init__(
        self, syntax: Syntax, found: list[Report], quotes: list[Quote], doubtful: frozenset[int] = frozenset()
    ) -> None:
        self.syntax, self.parse = syntax, syntax.parse
        self.found, self.quotes, self.doubtful = found, quotes, doubtful
        self.inside = {k: q for q in quotes for k in range(q.first, q.last + 1)}
        self._numbers = {id(report): number for number, report in enumerate(found)}

    def quoted(self, i: int) -> bool:
        """Tell whether the token stands in a quotation of more than a few words."""
        return i in self.inside and self.inside[i].size >= LONG

    def spoken(self, i: int) -> bool:
        """Tell whether the token is in somebody's very words: in quotation marks or a transcript."""
        return self.quoted(i) or any(not r.cue and i in r.content for r in self.found)

    def around(self, i: int) -> list[Report]:
        """Give the reports whose clause or quotation holds the token, innermost first."""
        holders = [r for r in self.found if i in r.content and i not in r.cue and r.entry.source]
        holders = [r for r in holders if r.clausal or self.quoted(i) or self._clause(i, r)]
        return sorted(holders, key=lambda r: len(r.content))

    def _clause(self, i: int, report: Report) -> bool:
        """Tell the deed in "blamed the army for attacking it", "sees proof that they attacked it" from that of a noun.

        What describes a noun ("blamed the army, which attacked it", "blamed its attack") is told by whoever blames it.
        """
        parse, clause = self.parse, False
        while i in report.content:
            if self.syntax.is_dep(i, "relative_labels"):
                return False
            head = parse.head[i]
            served = self.syntax.is_dep(i, "preposition_object_labels") or parse.head[head] in report.cue
            clause = clause or parse.tag[i] in _FINITE or (parse.tag[i] == "VBG" and served)
            if head == i:
                break
            i = head
        return clause

    def index_around(self, i: int) -> int | None:
        """Give the number of the innermost report that holds the token."""
        around = self.around(i)
        return self._numbers[id(around[0])] if around else None

    def attribution(self, i: int, subject: int | None = None) -> tuple[int | None, bool]:
        """Give the innermost attribution, and whether the words are somebody's whom it does not name.

        What is denied is no word of the denier: "denied that X left" reports a claim of nobody in particular.
        What `subject` refuses or plans to do himself is told, not said.
        """
        around = [r for r in self.around(i) if not (r.infinitive and subject is not None and r.source == subject)]
        if around and around[0].entry.negative and i not in self.inside:
            return None, True
        if around:
            return self._numbers[id(around[0])], False
        return None, i in self.inside or i in self.doubtful

    def attributions(self, mentions: MentionTable) -> list[Attribution]:
        """Turn reports into attributions; the parent is the smallest other content that holds the cue or content."""
        return [self._attribution(report, self._parent(k), mentions) for k, report in enumerate(self.found)]

    def _parent(self, k: int) -> int | None:
        mine = set(self.found[k].cue) or self.found[k].content
        holders = [
            (len(other.content), n)
            for n, other in enumerate(self.found)
            if n != k and mine <= other.content and not (set(other.cue) & self.found[k].content)
        ]
        return min(holders)[1] if holders else None

    def _attribution(self, report: Report, parent: int | None, mentions: MentionTable) -> Attribution:
        if report.outside is not None:
            speaker: int | None = mentions.outside(report.outside)
        else:
            speaker = mentions.at(report.source) if report.source is not None else None
        source = self._source_spans(report)
        cue, content = self._spans(set(report.cue)), self._spans(report.content)
        return Attribution(source, cue, content, self._quotation(report), speaker, parent, report.probability)

    def _source_spans(self, report: Report) -> tuple[Span, ...]:
        if report.outside is not None:
            return (report.outside,)
        return self._spans(self.source_tokens(report))

    def source_tokens(self, report: Report) -> set[int]:
        """Give the words of a source: those found with it, or the phrase of its head."""
        if report.source_tokens is not None:
            return set(report.source_tokens)
        if report.source is None:
            return set()
        if report.pronoun is not None:
            return {report.pronoun}
        tokens = set(self.parse.subtree(report.source)) - report.content - set(report.cue)
        tokens = self._without_cue_side(tokens, report)
        tokens = trimmed(self.parse, self.inside, tokens)
        return self._closing_comma(tokens, report) or {report.source}

    def _without_cue_side(self, tokens: set[int], report: Report) -> set[int]:
        """Keep the side of the cue where the source's head stands: a subject ends before its verb."""
        first, last = (min(report.cue), max(report.cue)) if report.cue else (-1, -1)
        head = report.source if report.source is not None else -1
        return {t for t in tokens if (t < first) == (head < first) and (t > last) == (head > last)}

    def _closing_comma(self, tokens: set[int], report: Report) -> set[int]:
        """Add the comma that closes an apposition before the cue ("Ann Smith, the minister, said")."""
        last = max(tokens, default=-1)
        inner = any(self.parse.words[t] in (",", "—", "–", "-") for t in tokens)
        closes = 0 <= last < len(self.parse.words) - 1 and self.parse.words[last + 1] in (",", "—", "–", "-")
        before = bool(report.cue) and last + 1 < min(report.cue)
        return tokens | {last + 1} if inner and closes and before else tokens

    def _spans(self, tokens: set[int]) -> tuple[Span, ...]:
        spans: list[Span] = []
        run: list[int] = []
        for k in sorted(tokens):
            if run and (k != run[-1] + 1 or self.parse.block_of[k] != self.parse.block_of[run[-1]]):
                spans.append(self.parse.span(run[0], run[-1] + 1))
                run = []
            run.append(k)
        if run:
            spans.append(self.parse.span(run[0], run[-1] + 1))
        return tuple(spans)

    def _quotation(self, report: Report) -> Quotation:
        """Tell the very words from a report of them; what is reported within a quotation is not quoted by that."""
        around = {id(self.inside[k]) for k in report.cue if k in self.inside}
        quoted = {k for k in report.content if k in self.inside and id(self.inside[k]) not in around}
        if not quoted:
            return Quotation.INDIRECT
        words = {k for k in report.content if self.parse.pos[k] != "PUNCT"}
        return Quotation.DIRECT if words <= quoted else Quotation.MIXED


def trimmed(parse: Parse, inside: dict[int, Quote], tokens: set[int]) -> set[int]:
    """Drop commas at both ends and the final stop, unless a closing quotation mark follows them."""
    order = sorted(tokens)
    while order and parse.words[order[0]] in (",", ":", ";", "-", "–", "—", "."):
        order.pop(0)
    while order and parse.words[order[-1]] in (",", ":", ";", "-", "–", "—", ".", "!", "?"):
        if order[-1] in inside and inside[order[-1]].last == order[-1] + 1:
            break
        order.pop()
    return set(order)
