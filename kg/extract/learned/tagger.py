"""Run the learned network on a parsed text; the only module that loads onnxruntime."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from kg.errors import ModelMissing
from kg.extract.learned.features import features
from kg.extract.learned.windows import Window, load_tokenizer, windows
from kg.extract.nlp import Parse
from kg.extract.quotes import Quote
from kg.extract.reports import Report

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from tokenizers import Tokenizer

_FOLDER = Path(__file__).parent
WEIGHTS, TOKENIZER = _FOLDER / "attribution.onnx", _FOLDER / "tokenizer.json"
SOURCE, CUE, CONTENT = 0, 1, 2
OUTSIDE, BEGIN, INSIDE = 0, 1, 2

Floats = NDArray[np.float32]


@dataclass(frozen=True, slots=True)
class Scores:
    """What the network says of one text, in log-probabilities.

    `tags` (tokens, 3 roles, 3 tags: outside, begin, inside). Of each window, `source` and `cue` (words, words + 1):
    for a word as a cue's first where its source begins, for a word as content where its cue begins; the last column
    is "none"; `states` (pieces, 384) are what its fourth layer makes of it.
    """

    tags: Floats
    windows: tuple[Window, ...]
    source: tuple[Floats, ...]
    cue: tuple[Floats, ...]
    states: tuple[Floats, ...] = ()


class Tagger:
    """The network and its tokenizer, loaded once a process and run on one thread, one window at a time.

    Raises ModelMissing where the weights or a library that runs them is not installed.
    """

    def __init__(self, weights: Path = WEIGHTS) -> None:
        if not weights.is_file():
            raise ModelMissing(weights.name, "install newskg again, or build with --attribution rules")
        try:
            self.session, self.tokenizer = session(weights), _tokenizer()
        except ImportError as error:
            cure = "install it with 'pip install onnxruntime tokenizers', or build with --attribution rules"
            raise ModelMissing(error.name or "onnxruntime", cure) from error

    def score(self, parse: Parse, quotes: Sequence[Quote], reports: Sequence[Report]) -> Scores:
        """Score a text; the same text gives the same scores, whatever else is read before or after it."""
        table = features(parse, quotes, reports)
        tags = np.zeros((len(parse.words), 3, 3), dtype=np.float32)
        source, cue, states = [], [], []
        found = tuple(windows(parse, self.tokenizer))
        for window in found:
            window_tags, to_source, to_cue, state = self._run(window, table)
            near = (
                window.own - window.first
            )  # the nearer half of what is read twice counts by the mean of both readings
            tags[window.first + near // 2 : window.own] += window_tags[near // 2 : near]
            tags[window.first + near // 2 : window.own] /= 2
            tags[window.own : window.last] = window_tags[near:]
            source.append(to_source)
            cue.append(to_cue)
            states.append(state[0])
        return Scores(tags, found, tuple(source), tuple(cue), tuple(states))

    def _run(self, window: Window, table: NDArray[np.int64]) -> list[Floats]:
        word = np.array(window.word)
        given = table[np.maximum(word, 0)] * (word >= 0)[:, None]
        pieces, words = np.array([window.pieces]), np.array([window.at])
        return list(self.session.run(None, {"pieces": pieces, "features": given[None], "words": words}))


@cache
def session(weights: Path) -> InferenceSession:
    """Load a network to be run on one thread, once a process."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    slower = ["SkipLayerNormFusion"]  # its kernel takes three times as long as the addition and the norm it replaces
    return onnxruntime.InferenceSession(
        str(weights), options, providers=["CPUExecutionProvider"], disabled_optimizers=slower
    )


@cache
def _tokenizer() -> Tokenizer:
    return load_tokenizer(TOKENIZER)
