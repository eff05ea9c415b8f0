"""Cut a text into blocks (headline, paragraph, caption) and set aside what is no prose."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.model import Skip, Span
from kg.ontology import Layout

_LINE = re.compile(r"[^\r\n\u2028\u2029\x0b\x0c\x85]+")
_TERMINAL = re.compile(r"[.!?:;,…\"”’')\]]\s*$")


@dataclass(frozen=True, slots=True)
class Block:
    """A run of text read as one paragraph; `speaker` is the part before the colon in a transcript."""

    span: Span
    headline: bool = False
    speaker: Span | None = None


def blocks(text: str, layout: Layout) -> tuple[list[Block], list[Skip]]:
    """Split `text` at its line ends into blocks to be read and lines that are skipped with a reason."""
    kept: list[Block] = []
    skips: list[Skip] = []
    credit_next = False
    turns = _has_turns(text, layout)
    for line in _LINE.finditer(text):
        span = _trim(text, line.start(), line.end())
        if span is None:
            continue
        words = text[span.start : span.end]
        reason = "credit" if credit_next and len(words) < 80 else _reason(words, layout)
        credit_next = bool(layout.credit_label.search(words))
        if reason:
            skips.append(Skip(span, "layout", reason))
            continue
        dateline = layout.dateline.match(words)
        if dateline:
            skips.append(Skip(Span(span.start, span.start + dateline.end()), "layout", "dateline"))
            span = Span(span.start + dateline.end(), span.end)
            words = words[dateline.end() :]
        tail = layout.credit_tail.search(words)
        if tail and tail.start() > 0:
            skips.append(Skip(Span(span.start + tail.start(), span.end), "layout", "credit"))
            span = Span(span.start, span.start + tail.start())
        kept.append(_block(text, span, layout if turns else None, first=not kept))
    return kept, skips


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and (text[start].isspace() or text[start] == "\ufeff"):
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None


def _reason(words: str, layout: Layout) -> str:
    if layout.credit_label.search(words) or any(p.search(words) for p in layout.credit):
        return "credit"
    if any(p.search(words) for p in layout.byline):
        return "byline"
    if any(p.search(words) for p in layout.boilerplate):
        return "boilerplate"
    return ""


def _has_turns(text: str, layout: Layout) -> bool:
    """Tell a transcript: two paragraphs or more begin with a name in capitals and a colon."""
    return sum(bool(layout.transcript.match(line.group().lstrip())) for line in _LINE.finditer(text)) > 1


def _block(text: str, span: Span, layout: Layout | None, *, first: bool) -> Block:
    words = text[span.start : span.end]
    turn = layout.transcript.match(words) if layout else None
    if turn:
        speaker = Span(span.start + turn.start("speaker"), span.start + turn.end("speaker"))
        return Block(Span(span.start + turn.end(), span.end), speaker=speaker)
    return Block(span, headline=first and len(words) < 160 and not _TERMINAL.search(words))
