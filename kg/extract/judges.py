"""Tell, with learned weights, how likely one of two names is for or against the other. Contains no word."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from math import exp
from pathlib import Path
from typing import Protocol, TypeAlias

from kg.extract.leaning import End, Leanings

WEIGHTS = Path(__file__).parent / "stance.json"

Chances: TypeAlias = tuple[float, float, float, float]
"""Probabilities of one for other, other for one, one against other, other against one."""
NEITHER: Chances = (0.0, 0.0, 0.0, 0.0)


@dataclass(frozen=True, slots=True)
class Weights:
    """A logistic regression over features of an ordered pair; each feature adds to "for" and to "against"."""

    threshold: float
    bias: tuple[float, float]
    of: dict[str, tuple[float, float]]

    def probabilities(self, features: Sequence[str]) -> tuple[float, float]:
        """Give how likely the first of the two is for the second, and against it."""
        known = [self.of[name] for name in features if name in self.of]
        towards = exp(min(self.bias[0] + sum(w[0] for w in known), 50.0))
        against = exp(min(self.bias[1] + sum(w[1] for w in known), 50.0))
        return towards / (1 + towards + against), against / (1 + towards + against)


@cache
def load_weights(path: Path = WEIGHTS) -> Weights:
    """Read the weights that training/stance wrote."""
    data = json.loads(path.read_text(encoding="utf-8"))
    bias, of = data["bias"], {name: (w[0], w[1]) for name, w in data["weights"].items()}
    return Weights(data["threshold"], (bias[0], bias[1]), of)


class Judge(Protocol):
    """Tells how likely one of two names is for or against the other; a statement needs `threshold`."""

    @property
    def threshold(self) -> float:
        """The probability that makes a statement."""

    def judge(self, one: End, other: End) -> Chances:
        """Give the probabilities of one for other, other for one, one against other, other against one."""


class Regression:
    """The judge that needs no network."""

    def __init__(self, leanings: Leanings, weights: Weights) -> None:
        self.leanings, self.weights, self.threshold = leanings, weights, weights.threshold

    def judge(self, one: End, other: End) -> Chances:
        """Give the probabilities of one for other, other for one, one against other, other against one."""
        ahead = self.weights.probabilities(self.leanings.features(one, other))
        back = self.weights.probabilities(self.leanings.features(other, one))
        return ahead[0], back[0], ahead[1], back[1]
