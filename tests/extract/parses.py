"""Parses written by hand, one string a sentence: "the guild/NN/nsubj/left left=leave/VBD/ROOT .".

A token is word=lemma/TAG/label/head, the head a word of its sentence (or its number from 0). The part of speech
follows from the tag, or stands before it ("PRON:NN"). Articles, "to", "'s" and punctuation stand bare: they hang on
the next noun, the next verb, the noun before and the root. A sentence that begins with "¶" begins a paragraph.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from kg.extract.attribution import AttributionFinder
from kg.extract.factuality import FactualityReader
from kg.extract.layout import Block
from kg.extract.mentions import MentionTable
from kg.extract.nlp import Parse
from kg.extract.relations import RelationFinder
from kg.extract.reports import Reports
from kg.extract.roles import RoleReader
from kg.extract.syntax import Syntax
from kg.model import Mention, Span
from kg.ontology import Ontology

_POS = {
    "NN": "NOUN", "NNS": "NOUN", "NNP": "PROPN", "NNPS": "PROPN", "MD": "AUX", "DT": "DET", "IN": "ADP", "TO": "PART",
    "PRP": "PRON", "PRP$": "PRON", "WDT": "PRON", "WP": "PRON", "RB": "ADV", "RP": "ADP", "POS": "PART", "CC": "CCONJ",
    "CD": "NUM", "JJ": "ADJ",
}  # fmt: skip
_ARTICLES = frozenset({"a", "an", "the", "no", "any", "this", "these"})
_OPENING = frozenset("“‘«(")
_CLOSING = frozenset("”’».,!?:;)")
_STRAIGHT = frozenset("\"'")


@dataclass(frozen=True, slots=True)
class Token:
    """A token as it is written."""

    word: str
    lemma: str
    pos: str
    tag: str
    dep: str
    head: str


def parse(*sentences: str, ents: Mapping[str, str] | None = None, turn: str = "") -> Parse:
    """Give the Parse of the sentences; `ents` labels every run of these words, `turn` names who speaks before a colon."""
    text, sents, blocks = f"{turn}:" if turn else "", [], []
    tokens: list[Token] = []
    head: list[int] = []
    start: list[int] = []
    for number, sentence in enumerate(sentences):
        here = [_token(part) for part in sentence.removeprefix("¶").split()]
        first, new_block = len(start), sentence.startswith("¶") or not number
        gaps = _gaps([token.word for token in here])
        for k, (token, gap) in enumerate(zip(here, gaps, strict=True)):
            text += "\n\n" if new_block and number and not k else gap if text else ""
            start.append(len(text))
            text += token.word
            head.append(first + _head(token, k, here))
        tokens += here
        sents.append((first, len(start)))
        if new_block:
            blocks.append(sents[-1])
        blocks[-1] = (blocks[-1][0], len(start))
    words = [token.word for token in tokens]
    end = [at + len(word) for at, word in zip(start, words, strict=True)]
    speaker = Span(0, len(turn)) if turn else None
    return Parse(
        text=text,
        words=words,
        lower=[word.lower() for word in words],
        lemma=[token.lemma for token in tokens],
        pos=[token.pos for token in tokens],
        tag=[token.tag for token in tokens],
        dep=[token.dep for token in tokens],
        head=head,
        start=start,
        end=end,
        sents=sents,
        ents=list(_ents(words, ents or {})),
        blocks=blocks,
        layout=[Block(Span(start[i], end[j - 1]), speaker=speaker) for i, j in blocks],
    )


def _token(part: str) -> Token:
    if "/" not in part:
        return _bare(part)
    word, tag, dep, head = [*part.split("/"), ""][:4]
    word, _, lemma = word.partition("=")
    lemma = lemma or word.lower()
    pos, _, tag = tag.rpartition(":")
    return Token(word, lemma, pos or _pos(lemma, tag, dep), tag, dep, head)


def _bare(word: str) -> Token:
    if word.lower() in _ARTICLES:
        return Token(word, word.lower(), "DET", "DT", "det", ">N")
    if word == "to":
        return Token(word, word, "PART", "TO", "aux", ">V")
    if word in ("'s", "’s"):
        return Token(word, word, "PART", "POS", "case", "<N")
    return Token(word, word, "PUNCT", word, "punct", "^")


def _pos(lemma: str, tag: str, dep: str) -> str:
    if tag.startswith("VB"):
        return "AUX" if lemma == "be" or dep in ("aux", "auxpass") else "VERB"
    if dep == "mark":
        return "SCONJ"
    return "PART" if lemma in ("not", "n't") else _POS[tag]


def _gaps(words: list[str]) -> list[str]:
    """Give what stands before each word: nothing before a closing mark and after an opening one."""
    gaps, straight = [], False
    for k, word in enumerate(words):
        before = words[k - 1] if k else ""
        opens_before = before in _OPENING or (before in _STRAIGHT and straight)
        if word in _STRAIGHT:
            straight = not straight
        closes = word in _CLOSING or word in ("'s", "’s") or (word in _STRAIGHT and not straight)
        gaps.append("" if opens_before or closes else " ")
    return gaps


def _head(token: Token, k: int, tokens: list[Token]) -> int:
    if token.dep == "ROOT":
        return k
    if token.head.isdigit():
        return int(token.head)
    if token.head == "^":
        return next(n for n, other in enumerate(tokens) if other.dep == "ROOT")
    if token.head == ">N":
        return next(
            n for n in range(k + 1, len(tokens)) if tokens[n].tag.startswith("NN") and tokens[n].dep != "compound"
        )
    if token.head == ">V":
        return next(n for n in range(k + 1, len(tokens)) if tokens[n].pos == "VERB" or tokens[n].lemma == "be")
    if token.head == "<N":
        return next(n for n in reversed(range(k)) if tokens[n].tag.startswith("NN"))
    [found] = [n for n, other in enumerate(tokens) if other.word == token.head]
    return found


def _ents(words: list[str], ents: Mapping[str, str]) -> Iterator[tuple[int, int, str]]:
    for i in range(len(words)):
        for name, label in ents.items():
            length = len(name.split())
            if words[i : i + length] == name.split():
                yield i, i + length, label


def plain(text: str) -> Parse:
    """Give a Parse of words and marks only, without a tree; each line is a paragraph and a sentence."""
    words: list[str] = []
    start: list[int] = []
    blocks: list[tuple[int, int]] = []
    at = 0
    for line in text.split("\n"):
        first = len(words)
        for chunk in line.split(" "):
            for piece in _pieces(chunk):
                words.append(piece)
                start.append(at)
                at += len(piece)
            at += 1
        if first < len(words):
            blocks.append((first, len(words)))
    size = len(words)
    lower = [word.lower() for word in words]
    pos = ["X" if any(c.isalnum() for c in word) else "PUNCT" for word in words]
    end = [i + len(word) for i, word in zip(start, words, strict=True)]
    layout = [Block(Span(start[i], end[j - 1])) for i, j in blocks]
    labels = ["ROOT"] * size
    return Parse(text, words, lower, lower, pos, pos, labels, [*range(size)], start, end, blocks, [], blocks, layout)


def _pieces(chunk: str) -> Iterator[str]:
    """Cut quotation marks and stops off a word, as a tokeniser does; an apostrophe inside stays."""
    marks = "“”\"‘’'«»„.,!?:;()—"
    left = len(chunk) - len(chunk.lstrip(marks))
    right = max(left, len(chunk.rstrip(marks)))
    yield from chunk[:left]
    if left < right:
        yield chunk[left:right]
    yield from chunk[right:]


class Reading:
    """One hand-made parse with the rooms that read it, asked by words."""

    def __init__(self, ontology: Ontology, tree: Parse) -> None:
        self.parse, self.ontology = tree, ontology
        self.syntax = Syntax(tree, ontology.words)
        self.mentions = MentionTable(tree, self.syntax, ontology)
        self.factuality = FactualityReader(self.syntax, ontology.reporting)
        self.roles = RoleReader(self.syntax, self.mentions, ontology)

    def at(self, word: str, nth: int = 0) -> int:
        """Give the token of a word."""
        return [i for i, other in enumerate(self.parse.words) if other == word][nth]

    def word(self, i: int | None) -> str | None:
        """Give the word of a token."""
        return None if i is None else self.parse.words[i]

    def text(self, *spans: Span) -> list[str]:
        """Give the words of the spans."""
        return [self.parse.text[span.start : span.end] for span in spans]

    def mention(self, word: str) -> Mention:
        """Give the mention headed by a word."""
        return self.mentions.found[self.mentions.at(self.at(word))]

    def reports(self) -> Reports:
        """Find who says what."""
        return AttributionFinder(self.syntax, self.ontology).find()

    def relations(self) -> list[tuple[str | None, str, str | None, str, str]]:
        """Find the relations: subject, relation, object, polarity, modality."""
        finder = RelationFinder(self.syntax, self.mentions, self.reports(), self.ontology)
        return [
            (self._name(r.subject), r.relation, self._name(r.object), r.polarity.value, r.modality.value)
            for r in finder.find()
        ]

    def _name(self, index: int | None) -> str | None:
        return None if index is None else self.mentions.found[index].name
