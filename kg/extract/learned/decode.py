"""From scores to attributions: the best spans of each role, then which source and content go with which cue."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from math import exp, log
from pathlib import Path

import numpy as np

from kg.extract.learned.tagger import BEGIN, CONTENT, CUE, INSIDE, OUTSIDE, SOURCE, Floats, Scores
from kg.extract.nlp import Parse

Tokens = tuple[int, ...]
HOLE = 4
"""Words inside a content that may be nobody's by mistake: a longer hole is a remark of the narrator."""
TUNED = Path(__file__).parent / "tuned.json"


@dataclass(frozen=True, slots=True)
class Tuning:
    """What was chosen on documents kept apart from training (`training/attribution/tune.py`).

    `begin` and `inside` are added to the log-probabilities of these tags of source, cue and content; a content whose words point at its
    cue with less than `least` on average has none; a report of the rules that the network has not found is kept where
    it holds its cue and content for one at least as likely as `keep`; a word outside all contents that is likelier than
    `doubt` to be inside one is not the narrator's; `slope` and `intercept` calibrate the
    probability (Platt 1999).
    """

    begin: tuple[float, float, float] = (0.0, 0.0, 0.0)
    inside: tuple[float, float, float] = (0.0, 0.0, 0.0)
    least: float = 0.1
    keep: float = 0.1
    doubt: float = 0.2
    slope: float = 1.0
    intercept: float = 0.0

    @classmethod
    def load(cls, path: Path = TUNED) -> Tuning:
        """Read the file that ships with the weights."""
        given = json.loads(path.read_text(encoding="utf-8"))
        return cls(
            tuple(given["begin"]),
            tuple(given["inside"]),
            given["least"],
            given["keep"],
            given["doubt"],
            given["slope"],
            given["intercept"],
        )

    def calibrated(self, product: float) -> float:
        """Give how often an attribution with this product of probabilities is right, to four digits."""
        product = min(max(product, 1e-6), 1 - 1e-6)
        return round(1 / (1 + exp(-self.slope * log(product / (1 - product)) - self.intercept)), 4)


@dataclass(frozen=True, slots=True)
class Found:
    """One attribution in tokens, any part of which may be empty, with the network's probability that it is one."""

    cue: Tokens
    source: Tokens
    content: Tokens
    probability: float


def decode(parse: Parse, scores: Scores, tuning: Tuning) -> list[Found]:
    """Give the attributions of a text in the order of their cues; those without content or without cue are dropped."""
    leaning = scores.tags + np.array(
        [[0.0, *lean] for lean in zip(tuning.begin, tuning.inside, strict=True)], dtype=np.float32
    )
    cues, sources, contents = (_spans(parse, leaning[:, role]) for role in (CUE, SOURCE, CONTENT))
    owner = [_owner(scores, cues, content, tuning.least) for content in contents]
    cues = [_whole(parse, cue) for cue in cues]
    found = []
    for number, cue in enumerate(cues):
        content = tuple(token for span, by in zip(contents, owner, strict=True) if by == number for token in span)
        if content:
            source, sure = _source(scores, cue, sources)
            product = certainty(scores, cue, source, content) * sure
            found.append(Found(cue, source, content, tuning.calibrated(product)))
    taken = frozenset(token for one in found for token in (*one.cue, *one.source))
    return [replace(one, content=_filled(parse, one.content, taken, one.cue)) for one in found]


def _whole(parse: Parse, cue: Tokens) -> Tokens:
    """Give a cue with the verb that its auxiliaries wait for, and without a determiner that waits for a noun."""
    head = parse.head[cue[-1]]
    if all(parse.pos[k] == "AUX" for k in cue) and parse.pos[head] == "VERB" and 0 < head - cue[-1] < HOLE:
        return tuple(range(cue[0], head + 1))
    end = len(cue)
    while end > 1 and parse.pos[cue[end - 1]] in ("DET", "NUM"):
        end -= 1
    return cue[:end]


def _filled(parse: Parse, content: Tokens, taken: frozenset[int], cue: Tokens) -> Tokens:
    """Add the few words between two pieces of a content that belong to no cue or source and make no clause."""
    tokens = sorted(set(content) - set(cue))
    holes = [range(a + 1, b) for a, b in pairwise(tokens) if 1 < b - a <= HOLE + 1]
    idle = [k for hole in holes if not any(i in taken or _parts(parse, i) for i in hole) for k in hole]
    return tuple(sorted({*tokens, *idle}))


def _parts(parse: Parse, i: int) -> bool:
    """Tell a semicolon or a finite verb, which part a clause from what stands before it."""
    return parse.words[i] == ";" or parse.tag[i] in ("VBD", "VBZ", "VBP", "MD")


def _spans(parse: Parse, tags: Floats) -> list[Tokens]:
    """Give the best sequence's spans; none crosses a paragraph."""
    best = _viterbi(tags.tolist(), {i for i, _ in parse.blocks})
    spans: list[list[int]] = []
    for token, tag in enumerate(best):
        if tag == BEGIN:
            spans.append([token])
        elif tag == INSIDE:
            spans[-1].append(token)
    return [tuple(span) for span in spans]


def _viterbi(tags: Sequence[Sequence[float]], starts: set[int]) -> list[int]:
    """Find the likeliest tags in which "inside" follows only "begin" or "inside" of the same paragraph (Viterbi 1967)."""
    back: list[tuple[int, int]] = []
    outside, begin, inside = 0.0, -1e9, -1e9
    for token, (o, b, i) in enumerate(tags):
        within, held = (BEGIN, begin) if begin >= inside else (INSIDE, inside)
        free, best = (OUTSIDE, outside) if outside >= held else (within, held)
        outside, begin = best + o, best + b
        inside = -1e9 if token in starts else held + i
        back.append((free, within))
    at = max((OUTSIDE, BEGIN, INSIDE), key=(outside, begin, inside).__getitem__)
    path = []
    for step in reversed(back):
        path.append(at)
        at = step[at == INSIDE]
    return path[::-1]


def _pointed(scores: Scores, tables: Sequence[Floats], tokens: Tokens) -> Floats:
    """Sum the probabilities with which the tokens point at each token of the text; the last place is "none"."""
    total = np.zeros(len(scores.tags) + 1, dtype=np.float32)
    for window, table in zip(scores.windows, tables, strict=True):
        rows = [token - window.first for token in tokens if window.own <= token < window.last]
        if rows:
            mass = np.exp(table[rows]).sum(0)
            total[window.first : window.last] += mass[:-1]
            total[-1] += mass[-1]
    return total


def _owner(scores: Scores, cues: Sequence[Tokens], content: Tokens, least: float) -> int | None:
    """Give the number of the content's cue, the one that its words point at most, or none."""
    at = _pointed(scores, scores.cue, content)
    mass = [float(at[list(cue)].sum()) for cue in cues]
    best = max(range(len(cues)), key=mass.__getitem__, default=None)
    return best if best is not None and mass[best] > least * len(content) else None


def _source(scores: Scores, cue: Tokens, sources: Sequence[Tokens]) -> tuple[Tokens, float]:
    """Give the source that the cue's first word points at, or none, and how surely."""
    at = _pointed(scores, scores.source, cue[:1])
    options = [(float(at[-1]), ()), *((float(at[list(source)].sum()), source) for source in sources)]
    mass, best = max(options)
    return best, mass / max(1e-6, sum(chance for chance, _ in options))


def certainty(scores: Scores, cue: Sequence[int], source: Sequence[int], content: Sequence[int]) -> float:
    """Give the product of the mean probabilities that the words of each span belong to one of its kind."""
    product = 1.0
    for role, span in ((CUE, cue), (SOURCE, source), (CONTENT, content)):
        if span:
            product *= sum(1 - exp(float(scores.tags[token, role, OUTSIDE])) for token in span) / len(span)
    return product
