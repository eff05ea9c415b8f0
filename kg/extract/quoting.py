"""Give each quotation to who says it: the report that it touches, the last speaker, or nobody yet."""

from __future__ import annotations

from kg.extract.nlp import Parse
from kg.extract.quotes import LONG, Quote
from kg.extract.reports import Report
from kg.ontology import Reporting

_MONOLOGUE = 12
_QUOTED = Reporting(frozenset({"quote"}))


def attach(parse: Parse, quotes: list[Quote], reports: list[Report], events: frozenset[str]) -> list[Report]:
    """Widen the reports by the quotations that belong to them; add those that nobody is found to say, and transcripts.

    Every report given has a cue.
    `events` are nouns that head a headline's topic ("Ferry inquiry: …") and name nobody who speaks.
    """
    reports = list(reports)
    taken = _touched(parse, quotes, reports)
    _continue(parse, quotes, taken)
    reports += _orphans(parse, quotes, taken, reports)
    return reports + _turns(parse) + _headlines(parse, reports, events)


def _touched(parse: Parse, quotes: list[Quote], reports: list[Report]) -> dict[Quote, Report]:
    """Give each report the whole of the quotations that it touches."""
    taken: dict[Quote, Report] = {}
    for report in reports:
        for quote in quotes if report.clausal else ():
            body = set(range(quote.first, quote.last + 1))
            shared = report.content & body
            cue_inside = any(quote.first < k < quote.last for k in report.cue)
            if shared and not cue_inside and (quote.size >= LONG or shared == body):
                if quote.block == parse.block_of[min(report.cue)]:
                    report.content |= body
                taken.setdefault(quote, report)
    return taken


def _continue(parse: Parse, quotes: list[Quote], taken: dict[Quote, Report]) -> None:
    """Give a quotation without a cue to the paragraph's last speaker, or to the one whose quotation it goes on with."""
    last: Quote | None = None
    for quote in quotes:
        if quote not in taken and quote.size >= LONG and last is not None and last in taken:
            same_block = quote.block == last.block and _is_sentence(parse, quote)
            continued = quote.chain == last.chain and quote.block == last.block + 1
            whole = quote.block == last.block + 1 and _fills(parse, quote) and _ends_told(parse, last, taken[last])
            if same_block or continued or whole:
                taken[quote] = taken[last]
                taken[last].content |= set(range(quote.first, quote.last + 1))
        if quote in taken:
            last = quote


def _fills(parse: Parse, quote: Quote) -> bool:
    """Tell whether the quotation is its whole paragraph, and too long for the next turn of a dialogue."""
    i, j = parse.blocks[quote.block]
    return quote.first == i and quote.last >= j - 1 and quote.size >= _MONOLOGUE


def _ends_told(parse: Parse, quote: Quote, report: Report) -> bool:
    """Tell whether the paragraph ends with its quotation's speaker: the next quotation alone goes on with it."""
    cue = max(report.cue)
    return cue > quote.first and parse.sents[parse.sent_of[cue]][1] >= parse.blocks[quote.block][1] - 1


def _is_sentence(parse: Parse, quote: Quote) -> bool:
    """Tell whether the quotation is a sentence of its own rather than words quoted inside one."""
    return quote.first == parse.blocks[quote.block][0] or parse.words[quote.first - 1] in (".", "!", "?")


def _orphans(parse: Parse, quotes: list[Quote], taken: dict[Quote, Report], reports: list[Report]) -> list[Report]:
    """Keep a long quotation that nobody is found to say, without a source: it still is somebody's."""
    found = []
    for quote in quotes:
        covered = quote in taken or any(quote.first in r.content and quote.last in r.content for r in reports)
        if not covered and quote.size >= 2 * LONG and _is_sentence(parse, quote):
            found.append(Report([], None, set(range(quote.first, quote.last + 1)), _QUOTED))
    return found


def _headlines(parse: Parse, reports: list[Report], events: frozenset[str]) -> list[Report]:
    """Read a headline's "Union: ministry broke its word" as the union's words."""
    found = []
    for block, (i, j) in zip(parse.layout, parse.blocks, strict=True):
        colon = (
            next((k for k in range(i + 1, min(i + 6, j)) if parse.words[k] == ":"), None) if block.headline else None
        )
        if colon is None or colon + 2 >= j or any(i in r.content for r in reports):
            continue
        head = next((k for k in range(i, colon) if not i <= parse.head[k] < colon or parse.head[k] == k), i)
        if parse.pos[head] in ("NOUN", "PROPN") and parse.lower[head] not in events:
            found.append(Report([colon], head, set(range(colon + 1, j)), _QUOTED))
    return found


def _turns(parse: Parse) -> list[Report]:
    """Read "SMITH: We never signed.": the paragraph is the content, the name before the colon the source."""
    return [
        Report([], None, set(range(i, j)), _QUOTED, outside=block.speaker)
        for block, (i, j) in zip(parse.layout, parse.blocks, strict=True)
        if block.speaker and i < j
    ]
