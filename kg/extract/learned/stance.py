"""Ask a second, small network who is for or against whom: two layers over the states that attribution has made."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from kg.extract.judges import NEITHER, Chances, Judge
from kg.extract.leaning import End
from kg.extract.learned.tagger import Floats, Scores, session
from kg.extract.nlp import Parse

WEIGHTS = Path(__file__).parent / "stance.onnx"
THRESHOLD, SHARE = 0.4, 0.6
"""The probability that makes a statement; what the network has of it, the regression having the rest.

Chosen on a tenth of the sentences that neither had seen, where precision is .6 (`training/stance/evaluate.py`).
"""
LEAST = 0.12
"""What the regression must give some reading of two names before the network is asked, which takes longer."""

Tokens = NDArray[np.int64]


class StanceNetwork:
    """Judges the pairs of names of one text; `first` is asked before it, and what that holds for nothing is nothing."""

    threshold = THRESHOLD

    def __init__(self, parse: Parse, scores: Scores, first: Judge) -> None:
        self.parse, self.scores, self.first = parse, scores, first
        self._sentences: dict[int, tuple[Floats, Tokens] | None] = {}

    def judge(self, one: End, other: End) -> Chances:
        """Give the probabilities of one for other, other for one, one against other, other against one."""
        first = self.first.judge(one, other)
        if max(first) < LEAST:
            return NEITHER
        sentence = self._sentence(self.parse.sent_of[one.token])
        if sentence is None:
            return NEITHER
        states, tokens = sentence
        marks = np.zeros(len(tokens), dtype=np.int64)
        for number, end in ((1, one), (2, other)):
            marks[(tokens >= end.first) & (tokens < end.last)] = number
        (chances,) = session(WEIGHTS).run(None, {"states": states[None], "marks": marks[None]})
        _, *found = (float(chance) for chance in chances[0])
        mixed = [SHARE * mine + (1 - SHARE) * given for mine, given in zip(found, first, strict=True)]
        return mixed[0], mixed[1], mixed[2], mixed[3]

    def _sentence(self, number: int) -> tuple[Floats, Tokens] | None:
        """Give the states and tokens of a sentence's pieces; None for one that no window holds whole."""
        if number not in self._sentences:
            self._sentences[number] = self._cut(*self.parse.sents[number])
        return self._sentences[number]

    def _cut(self, first: int, last: int) -> tuple[Floats, Tokens] | None:
        for window, states in zip(self.scores.windows, self.scores.states, strict=True):
            if window.own <= first and last <= window.last:
                tokens = np.array(window.word)
                inside = (tokens >= first) & (tokens < last)
                return states[inside], tokens[inside]
        return None
