"""The only module that touches spaCy: text in, plain lists of words, tags and a dependency tree out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from kg.errors import ModelMissing
from kg.extract.layout import Block
from kg.model import Span

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

_CLOSING = frozenset("\"”’')]»")
_TERMINAL = frozenset(".!?…,;:") | _CLOSING


@dataclass(slots=True)
class Parse:
    """One text parsed: parallel lists over its tokens; `start` and `end` are code points, half-open.

    `head[i] == i` marks the root of a sentence; `children[i]` are in text order;
    `sents`, `ents` and `blocks` are half-open token ranges.
    """

    text: str
    words: list[str]
    lower: list[str]
    lemma: list[str]
    pos: list[str]
    tag: list[str]
    dep: list[str]
    head: list[int]
    start: list[int]
    end: list[int]
    sents: list[tuple[int, int]]
    ents: list[tuple[int, int, str]]
    blocks: list[tuple[int, int]]
    layout: list[Block] = field(default_factory=list)
    children: list[list[int]] = field(init=False)
    sent_of: list[int] = field(init=False)
    block_of: list[int] = field(init=False)
    left_edge: list[int] = field(init=False)
    right_edge: list[int] = field(init=False)

    def __post_init__(self) -> None:
        size = len(self.words)
        self.children = [[] for _ in range(size)]
        for i, head in enumerate(self.head):
            if head != i:
                self.children[head].append(i)
        self.sent_of = [0] * size
        for k, (i, j) in enumerate(self.sents):
            self.sent_of[i:j] = [k] * (j - i)
        self.block_of = [0] * size
        for k, (i, j) in enumerate(self.blocks):
            self.block_of[i:j] = [k] * (j - i)
        self._edges()

    def _edges(self) -> None:
        size = len(self.words)
        self.left_edge, self.right_edge = list(range(size)), list(range(size))
        for i in range(size):
            j = i
            while self.head[j] != j and self.left_edge[self.head[j]] > i:
                j = self.head[j]
                self.left_edge[j] = i
        for i in reversed(range(size)):
            j = i
            while self.head[j] != j and self.right_edge[self.head[j]] < i:
                j = self.head[j]
                self.right_edge[j] = i

    def span(self, i: int, j: int) -> Span:
        """Give the code-point range of the tokens i to j, half-open."""
        return Span(self.start[i], self.end[j - 1])

    def subtree(self, i: int) -> range:
        """Give the tokens from the left to the right edge of the subtree of token `i`."""
        return range(self.left_edge[i], self.right_edge[i] + 1)


_ENOUGH_WORDS, _ENGLISH_SHARE = 30, 0.12


def foreign(tree: Parse, function_words: frozenset[str]) -> bool:
    """Tell a text that is not English: fewer than one word in eight is one of the commonest English words.

    English prose has three to four in eight, the languages beside it one in twenty or less; a text of under 30
    words is not judged.
    """
    words = [word for word in tree.lower if word.isalpha()]
    return len(words) >= _ENOUGH_WORDS and sum(w in function_words for w in words) < _ENGLISH_SHARE * len(words)


def load(model: str) -> Language:
    """Load a spaCy pipeline by name or path; raises ModelMissing."""
    import spacy

    try:
        nlp = spacy.load(model)
    except OSError as error:
        raise ModelMissing(model) from error
    nlp.max_length = 5_000_000
    return nlp


def parse(nlp: Language, text: str, layout: list[Block], lemmas: Mapping[str, str]) -> Parse:
    """Parse the blocks of `text` as one spaCy Doc whose sentences never cross a block.

    `lemmas` mends the lemmatiser's slips. One Doc at a time, never in a batch: the figures of a text must not depend on its neighbours.
    """
    from spacy.tokens import Doc

    pieces = [nlp.tokenizer(text[block.span.start : block.span.end]) for block in layout]
    starts = [block.span.start + idx for block, piece in zip(layout, pieces, strict=True) for idx in _offsets(piece)]
    bounds, at = [], 0
    for piece in pieces:
        bounds.append((at, at + len(piece)))
        at += len(piece)
    doc = Doc.from_docs(pieces, ensure_whitespace=True) if pieces else Doc(nlp.vocab)
    if doc is None or not len(doc):
        return Parse(text, [], [], [], [], [], [], [], [], [], [], [], [], layout)
    _fix_sentence_starts(doc, bounds)
    for _, component in nlp.pipeline:
        doc = component(doc)
    tree = _plain(doc, text, starts, bounds, layout)
    tree.lemma = [lemmas.get(lemma, lemma) for lemma in tree.lemma]
    return tree


def _offsets(piece: Doc) -> list[int]:
    return [token.idx for token in piece]


def _fix_sentence_starts(doc: Doc, bounds: list[tuple[int, int]]) -> None:
    """Begin a sentence with each block, none at a closing quotation mark or at a small letter after one."""
    for i, j in bounds:
        for k in range(i + 1, j):
            before, here = doc[k - 1], doc[k].text
            closes = here in _CLOSING and not before.whitespace_
            goes_on = before.text in _CLOSING and here[:1].islower()
            if closes or goes_on:
                doc[k].is_sent_start = False
        if i < j:
            doc[i].is_sent_start = True


def _plain(doc: Doc, text: str, starts: list[int], bounds: list[tuple[int, int]], layout: list[Block]) -> Parse:
    words = [token.text for token in doc]
    return Parse(
        text=text,
        words=words,
        lower=[word.lower() for word in words],
        lemma=[token.lemma_.lower() for token in doc],
        pos=[token.pos_ for token in doc],
        tag=[token.tag_ for token in doc],
        dep=[token.dep_ for token in doc],
        head=[token.head.i for token in doc],
        start=starts,
        end=[start + len(word) for start, word in zip(starts, words, strict=True)],
        sents=[(sent.start, sent.end) for sent in doc.sents],
        ents=[(ent.start, ent.end, ent.label_) for ent in doc.ents],
        blocks=bounds,
        layout=layout,
    )
