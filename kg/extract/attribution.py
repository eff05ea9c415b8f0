"""Find who says what by rule: source, cue and content as PARC 3 and PolNeAR define them."""

from __future__ import annotations

from dataclasses import dataclass, field

from kg.extract.mentions import MentionTable
from kg.extract.nlp import Parse
from kg.extract.quotes import Quote, find_quotes
from kg.extract.syntax import Syntax
from kg.model import Attribution, Quotation, Span
from kg.ontology import Ontology, Reporting

_LONG_QUOTE = 4
_PART = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}


@dataclass(slots=True)
class Report:
    """An attribution while it is being built, in tokens; `clausal` content is a clause or words in quotation marks."""

    cue: list[int]
    source: int | None
    content: set[int]
    entry: Reporting
    clausal: bool = True
    infinitive: bool = False
    quotes: list[Quote] = field(default_factory=list)
    source_tokens: tuple[int, int] | None = None


class AttributionFinder:
    """Reads one parse; `find` gives the reports, `attributions` what the graph needs of them."""

    def __init__(self, parse: Parse, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.parse, self.syntax, self.mentions = parse, syntax, mentions
        self.words, self.reporting = ontology.words, ontology.reporting
        self.fixes = {wrong: right for wrong, right in ontology.maps.get("lemma", {}).items()}
        self.quotes = find_quotes(parse)
        self.inside = {k: q for q in self.quotes for k in range(q.first, q.last + 1)}

    def find(self) -> list[Report]:
        """Give every report of the text, in the order of its cue."""
        reports = []
        for i in range(len(self.parse.words)):
            if report := self._at(i):
                reports.append(report)
        reports = self._drop_doubles(reports)
        self._attach_quotes(reports)
        self._transcripts(reports)
        return sorted(reports, key=lambda r: (min(r.cue or sorted(r.content) or [0]), -len(r.content)))

    def _at(self, i: int) -> Report | None:
        if self.parse.lower[i] in self.words["reporting_prepositions"]:
            return self._according(i)
        if self.parse.lower[i] in self.words["hearsay_adverbs"]:
            return None
        part = _PART.get(self.parse.pos[i])
        lemma = self.fixes.get(self.parse.lemma[i], self.parse.lemma[i])
        entry = self.reporting.get((part, lemma)) if part else None
        if entry is None:
            return None
        if part == "verb":
            return self._verb(i, entry)
        return self._noun(i, entry) if part == "noun" else self._adjective(i, entry)

    # ---- verbs

    def _verb(self, i: int, entry: Reporting) -> Report | None:
        content, extra, clausal = self._verb_content(i, entry)
        quote = self._quote_beside(i) if "quote" in entry.content else None
        if quote and not content & set(range(quote.first, quote.last + 1)):
            content |= set(range(quote.first, quote.last + 1))
            clausal = True
        if not content:
            return None
        source = self._source(i) if entry.source else None
        if source is None and not self._sourceless(i, entry):
            return None
        infinitive = any(c in content for c in self.syntax.kids(i, "infinitive_labels"))
        return Report(self._cue(i, extra), source, content - set(self._cue(i, extra)), entry, clausal, infinitive)

    def _sourceless(self, i: int, entry: Reporting) -> bool:
        """A verb without a source reports only in the passive, or as appear and seem do."""
        return not entry.source or self.syntax.passive(i) or self.parse.tag[i] == "VBG"

    def _verb_content(self, i: int, entry: Reporting) -> tuple[set[int], list[int], bool]:
        parse, kinds = self.parse, entry.content
        for c in self.syntax.kids(i, "clause_labels"):
            if "clause" in kinds and parse.lower[c] not in self.words["expletive_words"]:
                return self._clause(c, i), [], True
        for c in self.syntax.kids(i, "infinitive_labels"):
            if "infinitive" in kinds and c > i and self.syntax.verbal(c):
                return self._clause(c, i), [], True
        if "quote" in kinds or "clause" in kinds:
            if self._parenthetical(i):
                return self._host_clause(i), [], True
        for c in parse.children[i]:
            if c > i and parse.lower[c] in kinds and self.syntax.is_dep(c, "preposition_labels"):
                gerunds = [k for k in self.syntax.kids(c, "preposition_object_labels") if parse.pos[k] in ("VERB", "AUX")]
                if gerunds:
                    return self._clause(gerunds[0], i), [], True
        if self.syntax.passive(i) and "object" in kinds and (subject := self.syntax.surface_subject(i)) is not None:
            if self._is_thing(subject):
                return self._phrase(subject), [], False
        if "object" in kinds and not self.syntax.passive(i):
            for c in self.syntax.kids(i, "object_labels"):
                return self._phrase(c, whole=True), [], False
        for c in parse.children[i]:
            if c > i and parse.lower[c] in kinds and parse.dep[c] in self.words["preposition_labels"]:
                objects = self.syntax.kids(c, "preposition_object_labels") or self.syntax.kids(c, "clause_labels")
                if objects:
                    gerund = parse.pos[objects[0]] in ("VERB", "AUX")
                    return self._phrase(objects[0], whole=True), [c], gerund
        return set(), [], False

    def _is_thing(self, i: int) -> bool:
        return self.parse.pos[i] == "NOUN"

    def _parenthetical(self, i: int) -> bool:
        """ "The plan, he said, was dead": the reporting verb hangs on the verb of what is reported."""
        if not (self.syntax.is_dep(i, "parataxis_labels") or self.syntax.is_dep(i, "clause_labels")):
            return self.syntax.is_dep(i, "adverbial_labels") and any(
                self.parse.lower[c] == "as" for c in self.syntax.kids(i, "marker_labels")
            )
        edge = self.parse.left_edge[i]
        return self.syntax.is_dep(i, "parataxis_labels") and edge > 0 and self.parse.words[edge - 1] in (",", "”", '"')

    def _host_clause(self, i: int) -> set[int]:
        head = self.parse.head[i]
        tokens = set(self.parse.subtree(head)) - set(self.parse.subtree(i))
        return self._trimmed(tokens)

    def _clause(self, c: int, cue: int) -> set[int]:
        tokens = set(self.parse.subtree(c))
        if cue in tokens:
            tokens -= {cue} | {t for k in self.parse.children[cue] if k != c for t in self.parse.subtree(k)}
        return self._trimmed(tokens)

    def _phrase(self, i: int, *, whole: bool = False) -> set[int]:
        if whole:
            return self._trimmed(set(self.parse.subtree(i)))
        start, end = self.syntax.phrase(i)
        return set(range(start, end))

    def _trimmed(self, tokens: set[int]) -> set[int]:
        """Drop commas at both ends and the final stop, unless a closing quotation mark follows them."""
        order = sorted(tokens)
        while order and self.parse.words[order[0]] in (",", ":", ";", "-", "–", "—", "."):
            order.pop(0)
        while order and self.parse.words[order[-1]] in (",", ":", ";", "-", "–", "—", ".", "!", "?"):
            if order[-1] in self.inside and self.inside[order[-1]].last == order[-1] + 1:
                break
            order.pop()
        return set(order)

    def _source(self, i: int) -> int | None:
        """Find who reports: the agent; for inverted order ("said X") the subject after the verb."""
        source = self.syntax.agent(i)
        if source is None or self.parse.lower[source] in self.words["expletive_words"]:
            return None
        if self.parse.dep[source] in self.words["expletive_labels"]:
            return None
        return source

    def _cue(self, i: int, extra: list[int]) -> list[int]:
        """The verb with its auxiliaries, negation, adverbs and particle; then the preposition before the content."""
        cue = [i, *extra]
        for c in self.parse.children[i]:
            dep = self.parse.dep[c]
            near = c in (i - 1, i - 2, i - 3, i + 1)
            grammar = dep in self.words["auxiliary_labels"] | self.words["negation_labels"]
            if (grammar and c < i) or dep in self.words["particle_labels"]:
                cue.append(c)
            elif dep in self.words["adverb_labels"] and near and not self.parse.children[c]:
                cue.append(c)
        first = min(cue)
        between = [k for k in range(first, i) if k not in cue]
        if any(self.parse.pos[k] not in ("ADV", "PART", "AUX") for k in between):
            cue = [k for k in cue if k >= i or all(m in cue for m in range(k, i))]
        return sorted(cue)

    # ---- nouns, adjectives, prepositions

    def _noun(self, i: int, entry: Reporting) -> Report | None:
        content: set[int] = set()
        extra: list[int] = []
        for c in self.parse.children[i]:
            if c < i:
                continue
            finite = self._finite(c)
            if self._content_clause(c) and (
                ("clause" in entry.content and finite) or ("infinitive" in entry.content and not finite)
            ):
                content = self._clause(c, i)
            elif self.parse.lower[c] in entry.content and self.syntax.kids(c, "preposition_object_labels"):
                content, extra = self._phrase(self.syntax.kids(c, "preposition_object_labels")[0], whole=True), [c]
            if content:
                clausal = not extra
                source = self.syntax.doer(i)
                if source is None and not clausal:
                    return None
                return Report(sorted([i, *extra]), source, content, entry, clausal)
        return None

    def _content_clause(self, c: int) -> bool:
        """Tell a noun's content clause; "claims he ruled it out" parses as a relative clause without a pronoun."""
        if self.parse.dep[c] in self.words["participle_labels"] | self.words["clause_labels"]:
            return True
        pronouns = [k for k in self.parse.subtree(c) if self.parse.lower[k] in self.words["relative_pronouns"]]
        whole = self.syntax.kids(c, "subject_labels") and not pronouns
        return bool(whole and self.syntax.is_dep(c, "relative_labels") and self.syntax.kids(c, "object_labels"))

    def _finite(self, i: int) -> bool:
        return not any(self.parse.tag[c] == "TO" for c in self.parse.children[i])

    def _adjective(self, i: int, entry: Reporting) -> Report | None:
        if not self.syntax.is_dep(i, "predicate_labels"):
            return None
        for c in self.parse.children[i]:
            clause = self.parse.dep[c] in self.words["clause_labels"] | self.words["infinitive_labels"]
            if c > i and clause and ({"clause", "infinitive"} & entry.content):
                content, extra = self._clause(c, i), []
            elif c > i and self.parse.lower[c] in entry.content and self.parse.children[c]:
                content, extra = self._phrase(self.parse.children[c][0], whole=True), [c]
            else:
                continue
            source = self.syntax.agent(i)
            if source is None or self.parse.lower[source] in self.words["expletive_words"]:
                return None
            verb = self.parse.head[i]
            return Report(sorted({verb, i, *extra}), source, content, entry, not extra)
        return None

    def _according(self, i: int) -> Report | None:
        """ "According to X, CONTENT": the content is the sentence without the phrase."""
        to = next((c for c in self.parse.children[i] if self.parse.lower[c] == "to"), None)
        to = to if to is not None else (i + 1 if i + 1 < len(self.parse.words) else None)
        if to is None or self.parse.lower[to] != "to":
            return None
        objects = self.syntax.kids(to, "preposition_object_labels")
        if not objects:
            return None
        head = self.parse.head[i]
        phrase = set(self.parse.subtree(i)) | set(self.parse.subtree(to))
        host = head if head != i else self.parse.head[to]
        content = self._trimmed(set(self.parse.subtree(host)) - phrase)
        if not content:
            return None
        return Report([i, to], objects[0], content, Reporting(frozenset({"clause"})))

    # ---- quotations

    def _drop_doubles(self, reports: list[Report]) -> list[Report]:
        """Keep one report a cue word; a noun that is the object of a reporting verb with the same content goes."""
        kept: list[Report] = []
        for report in sorted(reports, key=lambda r: (-len(r.content), r.cue)):
            if not any(set(report.cue) & set(other.cue) for other in kept):
                kept.append(report)
        return kept

    def _quote_beside(self, i: int) -> Quote | None:
        """Find the quotation next to the reporting verb's own words, in its paragraph."""
        block = self.parse.block_of[i]
        start, end = self.parse.sents[self.parse.sent_of[i]]
        for quote in self.quotes:
            if quote.block != block or quote.size < _LONG_QUOTE or quote.first <= i <= quote.last:
                continue
            if i < quote.first and self._leads_to(i, quote.first):
                return quote
            if quote.last < i < end and quote.last + 12 > i and (start <= quote.last + 1):
                if not any(self.parse.words[k] in (".", ";") for k in range(quote.last + 1, i)):
                    return quote
        return None

    def _leads_to(self, i: int, first: int) -> bool:
        """Tell whether only the verb's own phrase stands between it and the opening mark ("told the paper: “")."""
        between = range(i + 1, first)
        if len(between) > 14 or not between:
            return not between
        return self.parse.words[first - 1] in (":", ",") and not any(self.parse.words[k] == "." for k in between)

    def _attach_quotes(self, reports: list[Report]) -> None:
        """Give each report the whole of the quotations it touches, then those that only go on from one it has."""
        taken: dict[Quote, Report] = {}
        for report in reports:
            if not report.clausal:
                continue
            for quote in self.quotes:
                body = set(range(quote.first, quote.last + 1))
                touched = report.content & body
                cue_inside = any(quote.first < k < quote.last for k in report.cue)
                if touched and not cue_inside and (quote.size >= _LONG_QUOTE or touched == body):
                    if self._reaches(report, quote):
                        report.content |= body
                    taken.setdefault(quote, report)
                    report.quotes.append(quote)
        self._continue_quotes(taken)
        self._orphans(taken, reports)

    def _reaches(self, report: Report, quote: Quote) -> bool:
        return quote.block == self.parse.block_of[min(report.cue)] or not report.cue

    def _continue_quotes(self, taken: dict[Quote, Report]) -> None:
        """A quotation with no cue of its own belongs to the paragraph's last speaker, or goes on from the one before."""
        last: Quote | None = None
        for quote in self.quotes:
            if quote not in taken and quote.size >= _LONG_QUOTE and last is not None and last in taken:
                same_block = quote.block == last.block and self._sentence_quote(quote)
                continued = quote.chain == last.chain and quote.block == last.block + 1
                if (same_block or continued) and taken[last].cue:
                    taken[quote] = taken[last]
                    taken[last].content |= set(range(quote.first, quote.last + 1))
                    taken[last].quotes.append(quote)
            if quote in taken:
                last = quote

    def _sentence_quote(self, quote: Quote) -> bool:
        """Tell whether the quotation is a sentence of its own rather than words quoted inside one."""
        return quote.first == self.parse.blocks[quote.block][0] or self.parse.words[quote.first - 1] in (".", "!", "?")

    def _orphans(self, taken: dict[Quote, Report], reports: list[Report]) -> None:
        """A long quotation that nobody is found to say still is somebody's: keep it without a source."""
        for quote in self.quotes:
            covered = quote in taken or any(quote.first in r.content and quote.last in r.content for r in reports)
            if not covered and quote.size >= 2 * _LONG_QUOTE and self._sentence_quote(quote):
                content = set(range(quote.first, quote.last + 1))
                report = Report([], None, content, Reporting(frozenset({"quote"})), quotes=[quote])
                reports.append(report)
                taken[quote] = report

    def _transcripts(self, reports: list[Report]) -> None:
        """ "SMITH: We never signed.": the paragraph is the content, the name before the colon the source."""
        # Source spans in front of the block are kept as characters: the speaker is no token of the parse.


    # ---- out

    def attributions(self, reports: list[Report]) -> list[Attribution]:
        """Turn reports into attributions; the parent is the smallest other content that holds the cue or content."""
        parents = [self._parent(k, reports) for k in range(len(reports))]
        return [self._attribution(report, parents[k]) for k, report in enumerate(reports)]

    def _parent(self, k: int, reports: list[Report]) -> int | None:
        mine = set(reports[k].cue) or reports[k].content
        holders = [
            (len(other.content), n)
            for n, other in enumerate(reports)
            if n != k and mine <= other.content and not (set(other.cue) & reports[k].content)
        ]
        return min(holders)[1] if holders else None

    def _attribution(self, report: Report, parent: int | None) -> Attribution:
        speaker = self.mentions.at(report.source) if report.source is not None else None
        source = self._source_spans(report)
        return Attribution(
            source, self._spans(set(report.cue)), self._spans(report.content), self._quotation(report), speaker, parent
        )

    def _source_spans(self, report: Report) -> tuple[Span, ...]:
        if report.source is None:
            return ()
        tokens = set(self.parse.subtree(report.source)) - report.content - set(report.cue)
        tokens = {t for t in self._trimmed(tokens)}
        start = min(tokens, default=report.source)
        return self._spans({t for t in tokens if t >= start})

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
        quoted = sum(k in self.inside for k in report.content)
        if not quoted:
            return Quotation.INDIRECT
        words = [k for k in report.content if self.parse.pos[k] != "PUNCT"]
        return Quotation.DIRECT if all(k in self.inside for k in words) else Quotation.MIXED
