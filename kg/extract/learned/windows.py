"""Cut a parsed text into windows of word pieces that the encoder can hold, at paragraphs where it can."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from kg.extract.nlp import Parse

if TYPE_CHECKING:
    from tokenizers import Tokenizer

PIECES, CONTEXT, LONGEST = 250, 48, 6
"""Word pieces in a window and, of them, in the words before it that are read again; pieces of one word."""

BEGIN, END, UNKNOWN = 101, 102, 100
"""The numbers of [CLS], [SEP] and [UNK] in the vocabulary of BERT."""


@dataclass(frozen=True, slots=True)
class Window:
    """The tokens `first` to `last` of a parse, half-open; those before `own` are context and read by the window before.

    `pieces` are vocabulary numbers, [CLS] and [SEP] included, `word[k]` the token of piece k (-1 for those two), and
    `at[i]` the place of the first piece of token `first + i`.
    """

    first: int
    own: int
    last: int
    pieces: tuple[int, ...]
    word: tuple[int, ...]
    at: tuple[int, ...]


def load_tokenizer(path: Path) -> Tokenizer:
    """Load a WordPiece tokenizer from its JSON file."""
    from tokenizers import Tokenizer

    tokenizer = Tokenizer.from_file(str(path))
    tokenizer.no_padding()
    tokenizer.no_truncation()
    return tokenizer


def windows(parse: Parse, tokenizer: Tokenizer) -> list[Window]:
    """Give windows that together own every token once, in text order."""
    words = _pieces(parse.words, tokenizer)
    return [_window(words, i, j) for i, j in _ranges(parse, [len(pieces) for pieces in words])]


def _pieces(words: list[str], tokenizer: Tokenizer) -> list[list[int]]:
    pieces: list[list[int]] = [[] for _ in words]
    encoding = tokenizer.encode(words, is_pretokenized=True, add_special_tokens=False)
    for number, word in zip(encoding.ids, encoding.word_ids, strict=True):
        if word is not None:
            pieces[word].append(number)
    return [some[:LONGEST] or [UNKNOWN] for some in pieces]


def _ranges(parse: Parse, sizes: list[int]) -> Iterator[tuple[int, int]]:
    """Pack whole paragraphs, of a long one whole sentences, of a long sentence as many words as fit."""
    room, first, used, last = PIECES - CONTEXT, 0, 0, 0
    for i, j in _units(parse, sizes, room):
        size = sum(sizes[i:j])
        if used and used + size > room:
            yield first, i
            first, used = i, 0
        used, last = used + size, j
    if last > first:
        yield first, last


def _units(parse: Parse, sizes: list[int], room: int) -> Iterator[tuple[int, int]]:
    for i, j in parse.blocks:
        if sum(sizes[i:j]) <= room:
            yield i, j
            continue
        for a, b in parse.sents:
            if i <= a < j:
                yield from _halves(a, b, sizes, room)


def _halves(i: int, j: int, sizes: list[int], room: int) -> Iterator[tuple[int, int]]:
    if j - i < 2 or sum(sizes[i:j]) <= room:
        yield i, j
    else:
        middle = (i + j) // 2
        yield from _halves(i, middle, sizes, room)
        yield from _halves(middle, j, sizes, room)


def _window(words: list[list[int]], own: int, last: int) -> Window:
    first, used = own, 0
    while first and used + len(words[first - 1]) <= CONTEXT:
        first -= 1
        used += len(words[first])
    pieces, word, at = [BEGIN], [-1], []
    for token in range(first, last):
        at.append(len(pieces))
        pieces += words[token]
        word += [token] * len(words[token])
    return Window(first, own, last, (*pieces, END), (*word, -1), tuple(at))
