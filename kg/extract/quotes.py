"""Find quotations by their marks: double, single and guillemets, straight and curly, carried over paragraphs."""

from __future__ import annotations

from dataclasses import dataclass

from kg.extract.nlp import Parse

LONG = 4
"""Tokens, marks included, from which quoted words are more than a phrase put in scare quotes."""

_OPEN = {"“": "”", "«": "»", "„": "“”", "‘": "’", '"': '"', "'": "'", "``": "''", "''": "''"}
_SINGLE = frozenset("‘'")
_AMBIGUOUS = frozenset({'"', "'", "''"})


@dataclass(frozen=True, slots=True)
class Quote:
    """A quotation as a token range with its marks; `chain` numbers the quotation it belongs to."""

    first: int
    last: int
    chain: int
    block: int
    closed: bool

    @property
    def size(self) -> int:
        """Count the tokens, marks included."""
        return self.last - self.first + 1


def find_quotes(parse: Parse) -> list[Quote]:
    """Give the quotations in text order; one left open at a paragraph's end goes on where the next opens with a mark."""
    found: list[Quote] = []
    chain = 0
    for number, (i, j) in enumerate(parse.blocks):
        for first, last, closed in _in_block(parse, i, j):
            previous = found[-1] if found else None
            goes_on = bool(previous and not previous.closed and previous.block == number - 1 and first == i)
            chain = chain if goes_on else chain + 1
            found.append(Quote(first, last, chain, number, closed))
    return found


def _in_block(parse: Parse, i: int, j: int) -> list[tuple[int, int, bool]]:
    spans, k = [], i
    while k < j:
        mark = parse.words[k]
        if mark in _OPEN and _opens(parse, k, i):
            close = _closing(parse, k, j)
            if close is not None:
                spans.append((k, close, True))
                k = close
            elif mark not in _SINGLE or k == i or parse.words[k - 1] == ":":
                spans.append((k, j - 1, False))
                k = j
        k += 1
    return spans


def _opens(parse: Parse, k: int, block_start: int) -> bool:
    """Tell whether a mark opens: a straight one where no word stands directly before it and one directly after."""
    before = k > block_start and parse.end[k - 1] == parse.start[k]
    after = k + 1 < len(parse.words) and parse.end[k] == parse.start[k + 1]
    if parse.words[k] not in _AMBIGUOUS and parse.words[k] not in _SINGLE:
        return True
    return after and (not before or parse.words[k - 1] in ("(", "[", "—", "–", "-", "“", '"'))


def _closing(parse: Parse, k: int, j: int) -> int | None:
    mark, closers = parse.words[k], _OPEN[parse.words[k]]
    candidates = []
    for m in range(k + 1, j):
        word = parse.words[m]
        if word == mark and mark not in _AMBIGUOUS:
            if _slips(parse, m, j):
                return m
            break
        if word in closers and not (mark in _AMBIGUOUS and _opens(parse, m, k)):
            if mark not in _SINGLE:
                return m
            candidates.append(m)
        elif mark in _SINGLE and word == mark and _opens(parse, m, k):
            break
    return _best_single(parse, candidates)


def _slips(parse: Parse, m: int, j: int) -> bool:
    """Tell an opening mark typed where one closes: a word stands directly before it and none directly after."""
    return parse.end[m - 1] == parse.start[m] and (m + 1 == j or parse.end[m] < parse.start[m + 1])


def _best_single(parse: Parse, candidates: list[int]) -> int | None:
    """Choose among single marks, some of which are apostrophes: the first after punctuation, else the last."""
    for m in candidates:
        if parse.pos[m - 1] == "PUNCT":
            return m
    return candidates[0] if candidates else None
