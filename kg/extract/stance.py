"""Choose, with learned weights, who is for or against whom among names near a word that tells it. Contains no word."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations
from math import exp
from pathlib import Path
from typing import Protocol, TypeAlias

from kg.extract.factuality import FactualityReader
from kg.extract.leaning import End, Leanings
from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import MentionKind

WEIGHTS = Path(__file__).parent / "stance.json"
ACTORS = frozenset({"Person", "Organisation", "Group", "Place", ""})
_MOST_NAMES, _WIDEST, _LONGEST = 10, 30, 8
"""Names of a sentence that are paired (longer lists are tables); tokens between the two, and on the path joining them."""


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


@dataclass(frozen=True, slots=True)
class Choice:
    """One is for (`sign` 1) or against (-1) another by the word `token`; `relation` is what that word says of them."""

    subject: End
    object: End
    sign: int
    token: int
    relation: str
    probability: float


class StanceChooser:
    """Reads the pairs of names of one parse that no trigger has joined."""

    def __init__(
        self,
        syntax: Syntax,
        mentions: MentionTable,
        leanings: Leanings,
        factuality: FactualityReader,
        judge: Judge,
    ) -> None:
        self.syntax, self.parse, self.mentions = syntax, syntax.parse, mentions
        self.leanings, self.factuality, self.judge = leanings, factuality, judge
        self._signs: dict[int, int] = {}

    def choose(self) -> Iterator[Choice]:
        """Give the choices in text order: at most one for two names, in one direction, with one sign."""
        for one, other in self.pairs():
            open_pair = self._own(one) and self._own(other) and not self.leanings.joined(one, other)
            choice = self._best(one, other) if open_pair else None
            if choice is not None:
                yield choice

    def pairs(self) -> Iterator[tuple[End, End]]:
        """Give the pairs of different names that stand in one sentence, near each other, and a telling word with them."""
        ends: dict[int, list[End]] = {}
        for end in self.ends():
            ends.setdefault(self.parse.sent_of[end.token], []).append(end)
        for sentence, found in sorted(ends.items()):
            telling = any(self.leanings.sign(k)[0] for k in range(*self.parse.sents[sentence]))
            if telling and len(found) <= _MOST_NAMES:
                yield from (pair for pair in combinations(found, 2) if self._apart(*pair))

    def _apart(self, one: End, other: End) -> bool:
        names = [self.mentions.found[end.index].name for end in (one, other)]
        return one.last <= other.first <= one.last + _WIDEST and names[0] != names[1]

    def _own(self, end: End) -> bool:
        """Tell a name that stands for itself or owns a thing from one inside another name ("Acme chief Ann Smith")."""
        return self.mentions.name_of.get(self.whole(end), end.index) == end.index

    def ends(self) -> Iterator[End]:
        """Give the names of people, bodies, groups and places in text order."""
        found = []
        for index, mention in enumerate(self.mentions.found):
            if mention.kind is MentionKind.NAME and mention.type in ACTORS and index in self.mentions.range:
                first, last = self.mentions.range[index]
                token = next((k for k in range(first, last) if self.parse.start[k] == mention.head.start), first)
                found.append(End(index, token, first, last))
        yield from sorted(found, key=lambda end: (end.first, end.last))

    def _best(self, one: End, other: End) -> Choice | None:
        """Give the likeliest reading of two names, if some word bears it out."""
        readings = ((1, one, other), (1, other, one), (-1, one, other), (-1, other, one))
        borne = [self._borne(*reading) for reading in readings] if self._near(one, other) else []
        if not any(borne):  # to judge takes far longer than to look
            return None
        probability, n = max((chance, -n) for n, chance in enumerate(self.judge.judge(one, other)))
        told, (sign, x, y) = borne[-n], readings[-n]
        if told is None or probability < self.judge.threshold:
            return None
        return Choice(x, y, sign, *told, probability)

    def _near(self, one: End, other: End) -> bool:
        path = self.leanings.path(one.token, other.token)
        return len(path.one) + len(path.other) <= _LONGEST

    def _borne(self, sign: int, x: End, y: End) -> tuple[int, str] | None:
        """Give the first word by which x is for or against y, and the relation that it tells."""
        for k in self.leanings.near(self.leanings.path(*sorted((x.token, y.token)))):
            telling = self.leanings.sign(k)[0] and self.leanings.weighs(k) and self._outside(k, x, y)
            if telling and self._signed(k) == sign and self._parted(k, x, y) and self._together(k, x):
                relation = self._relation(k, x, y)
                if relation is not None:
                    return k, relation
        return None

    def _together(self, k: int, x: End) -> bool:
        """Tell whether the subject is in the voice of the word, or is that voice.

        Across the edge of somebody's content a name seldom does what a word says.
        """
        reports = self.leanings.reports
        word, subject = (reports.attribution(token, x.token) for token in (k, x.token))
        own = word[0] is not None and x.token in reports.source_tokens(reports.found[word[0]])
        return own or subject == word

    def _parted(self, k: int, x: End, y: End) -> bool:
        """Tell whether the phrases of the two neither hold each other nor are what the word names."""
        heads = [self.whole(end) for end in (x, y)]
        (a, b), (c, d) = (self.syntax.phrase(head) for head in heads)
        return k not in heads and not (a < d and c < b)

    def tells(self, k: int, one: End, other: End) -> int:
        """Give the sign that a word outside the two names has here, 0 for none: "did not praise" is against."""
        return self._signed(k) if self._outside(k, one, other) and self.leanings.sign(k)[0] else 0

    def _outside(self, k: int, one: End, other: End) -> bool:
        return not (one.first <= k < one.last or other.first <= k < other.last)

    def _signed(self, k: int) -> int:
        if k not in self._signs:
            sign = self.leanings.sign(k)[0]
            self._signs[k] = -sign if self.factuality.read(k).negative else sign
        return self._signs[k]

    def _relation(self, k: int, x: End, y: End) -> str | None:
        """Give the relation that the word triggers; else what x says with it, or is; None where its ends are others'."""
        sign, relation = self.leanings.sign(k)
        doer, told = self._name_at(self.leanings.doer(k)), self.leanings.says(x, k)
        if told and doer == y.index:  # who says that another accused a third accuses nobody
            return None if relation else "praises" if sign > 0 else "accuses"
        if doer not in (None, x.index) or self._name_at(self.leanings.undergoer(k)) not in (None, y.index):
            return None
        if told and all(self.leanings.another(self.leanings.doer(k), end) for end in (x, y)):
            return None  # who says what a third does
        if relation and relation not in self.leanings.ontology.words["relations_to_things"]:
            return relation
        return ("praises" if told else "supports") if sign > 0 else ("criticises" if told else "opposes")

    def _name_at(self, token: int | None) -> int | None:
        """Give the index of the name that a token belongs to, or that owns it ("the Acme board")."""
        if token is None or token in self.mentions.name_of:
            return None if token is None else self.mentions.name_of[token]
        owners = [c for c in self.parse.children[token] if c in self.mentions.name_of and c < token]
        return self.mentions.name_of[owners[0]] if len(owners) == 1 else None

    def whole(self, end: End) -> int:
        """Give the head of the phrase that the name stands in as owner or modifier ("Acme's offer", "Acme workers")."""
        k = end.token
        while self.syntax.is_dep(k, "possessor_labels") or self.syntax.is_dep(k, "modifier_labels"):
            if self.parse.pos[self.parse.head[k]] not in ("NOUN", "PROPN"):
                break
            k = self.parse.head[k]
        return k
