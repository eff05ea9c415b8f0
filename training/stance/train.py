"""Train the weights that choose who is for or against whom (kg/extract/stance.json).

    python training/stance/train.py --rows stance/train.tsv --out kg/extract/stance.json [--folds 5]

A row is a sentence with two bracketed actors and a label: 0 neither, 1 the first is for the second, 2 the second for the
first, 3 and 4 the same for against (Park, Pan and Joo 2021). Each row gives two examples, one for each order of the two.
Needs newskg and scikit-learn; the same rows give the same file. `--folds` prints figures by cross-validation instead.
"""

from __future__ import annotations

import argparse
import json
import re
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from functools import cache
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from scipy.sparse import csr_matrix
from sklearn.linear_model import LogisticRegression

from kg.extract import Extractor
from kg.extract.judges import load_weights
from kg.extract.layout import blocks
from kg.extract.leaning import End, Leanings
from kg.extract.mentions import MentionTable
from kg.extract.nlp import parse
from kg.extract.relations import RelationFinder
from kg.extract.roles import RoleReader
from kg.extract.stance import StanceChooser
from kg.extract.syntax import Syntax
from kg.ontology import load_ontology

STRENGTH, RAREST, THRESHOLD, SMALLEST = 0.03, 5, 0.3, 0.02
"""Inverse of the L2 penalty; rows a feature must occur in; probability that makes a statement; weight left out as zero."""

TENTHS = 10

Row = tuple[str, list[tuple[int, int]], int]
Pair = list[tuple[list[str], set[int]]]
"""The features of both orders of a row's two actors, each with the signs of the words of their sentence."""


def read_rows(path: Path) -> list[Row]:
    """Read sentences without their brackets, the two spans and the label."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        columns = line.split("\t")
        if len(columns) == 4:
            text, spans = unbracketed(columns[0])
            if len(spans) == 2:
                found.append((text, spans, int(columns[3])))
    return found


def unbracketed(marked: str) -> tuple[str, list[tuple[int, int]]]:
    """Take the brackets out of a text; give it with their places, in code points."""
    text, spans, open_at = "", [], 0
    for piece in re.split(r"([\[\]])", marked):
        if piece == "[":
            open_at = len(text)
        elif piece == "]":
            spans.append((open_at, len(text)))
        else:
            text += piece
    return text, spans


def tenth(text: str) -> int:
    """Give the tenth, 0 to 9, of a sentence: the same in every run, and for all rows of one sentence."""
    return md5(text.encode()).digest()[0] % TENTHS


@cache
def extractor() -> Extractor:
    """Load the pipeline once a process."""
    return Extractor(load_ontology())


def pair(row: Row) -> Pair | None:
    """Give the features of a row; None where its actors are no two names of one sentence."""
    text, spans, _ = row
    reader = extractor()
    layout, _ = blocks(text, reader.ontology.layout)
    return pair_of(parse(reader.nlp, text, layout, reader.ontology.maps["lemma"]), spans)


def pair_of(tree: Any, spans: Sequence[tuple[int, int]]) -> Pair | None:
    """Give the features of two spans of a parsed text."""
    ontology = extractor().ontology
    syntax = Syntax(tree, ontology.words)
    mentions = MentionTable(tree, syntax, ontology)
    mentions.add_referable()
    reports, _ = extractor()._reports(syntax)
    RoleReader(syntax, mentions, ontology).read_names()
    finder = RelationFinder(syntax, mentions, reports, ontology)
    leanings = Leanings(syntax, mentions, reports, finder.triggered(), ontology)
    chooser = StanceChooser(syntax, mentions, leanings, finder.factuality, load_weights())
    ends = list(chooser.ends())
    found = [bracketed(ends, tree, span) for span in spans]
    one, other = found
    if one is None or other is None or one == other or tree.sent_of[one.token] != tree.sent_of[other.token]:
        return None
    words = range(*tree.sents[tree.sent_of[one.token]])
    signs = {sign for k in words if (sign := chooser.tells(k, one, other))}
    return [(leanings.features(one, other), signs), (leanings.features(other, one), signs)]


def bracketed(ends: Sequence[End], tree: Any, span: tuple[int, int]) -> End | None:
    """Give the name that shares most characters with a span."""
    shared = [(min(tree.end[e.last - 1], span[1]) - max(tree.start[e.first], span[0]), e) for e in ends]
    best = max(shared, key=lambda s: (s[0], -s[1].first), default=None)
    return best[1] if best and best[0] > 0 else None


def target(label: int, order: int) -> int:
    """Give 1 for, 2 against, 0 neither, of a row's label and the order of its actors."""
    return {(1, 0): 1, (2, 1): 1, (3, 0): 2, (4, 1): 2}.get((label, order), 0)


class Model:
    """A logistic regression with its vocabulary."""

    def __init__(self, rows: Sequence[Row], pairs: Sequence[Pair | None]) -> None:
        examples = [(f, target(r[2], k)) for r, p in zip(rows, pairs, strict=True) if p for k, (f, _) in enumerate(p)]
        counts = Counter(name for features, _ in examples for name in features)
        self.vocabulary = {n: i for i, n in enumerate(sorted(n for n, c in counts.items() if c >= RAREST))}
        matrix = self.matrix([features for features, _ in examples])
        self.regression = LogisticRegression(C=STRENGTH, max_iter=1000, tol=1e-5)
        self.regression.fit(matrix, np.array([label for _, label in examples]))

    def matrix(self, rows: Sequence[Sequence[str]]) -> csr_matrix:
        """Turn lists of features into rows of ones."""
        indices, starts = [], [0]
        for features in rows:
            indices += [self.vocabulary[name] for name in features if name in self.vocabulary]
            starts.append(len(indices))
        return csr_matrix((np.ones(len(indices)), indices, starts), shape=(len(rows), len(self.vocabulary)))

    def weights(self) -> dict[str, Any]:
        """Give what the extraction reads: each feature's weights for and against, less that of neither."""
        none, towards, against = self.regression.coef_
        bias = self.regression.intercept_
        of = {}
        for name, i in self.vocabulary.items():
            pair = [round(float(towards[i] - none[i]), 3), round(float(against[i] - none[i]), 3)]
            if max(map(abs, pair)) >= SMALLEST:
                of[name] = pair
        return {
            "threshold": THRESHOLD,
            "bias": [round(float(bias[1] - bias[0]), 3), round(float(bias[2] - bias[0]), 3)],
            "weights": of,
        }


def written(weights: dict[str, Any]) -> str:
    """Give the file of weights as text: one feature a line."""
    features = ",\n".join(
        f"{json.dumps(name)}: {json.dumps(pair)}" for name, pair in sorted(weights["weights"].items())
    )
    head = "".join(f'"{name}": {json.dumps(weights[name])},\n' for name in ("bias", "threshold"))
    return f'{{\n{head}"weights": {{\n{features}\n}}\n}}\n'


def best(model: Model, found: Pair) -> tuple[float, int, int]:
    """Give the likeliest reading of a row: probability, label, sign."""
    p = model.regression.predict_proba(model.matrix([features for features, _ in found]))
    return max((p[0][1], 1, 1), (p[1][1], 2, 1), (p[0][2], 3, -1), (p[1][2], 4, -1))


def cross_validate(rows: Sequence[Row], pairs: Sequence[Pair | None], folds: int) -> None:
    """Print precision and recall of the chooser alone at several thresholds, each sentence judged by what it did not train."""
    fold = [md5(text.encode()).digest()[0] % folds for text, _, _ in rows]
    judged = []
    for k in range(folds):
        kept = [i for i in range(len(rows)) if fold[i] != k]
        model = Model([rows[i] for i in kept], [pairs[i] for i in kept])
        for i in range(len(rows)):
            if fold[i] == k and (found := pairs[i]):
                judged.append((rows[i][2], *best(model, found), found[0][1]))
    gold = sum(label > 0 for _, _, label in rows)
    for threshold in (0.2, 0.25, 0.3, 0.35, 0.4, 0.5):
        said = [(label, answer) for label, p, answer, sign, near in judged if p > threshold and sign in near]
        right = sum(label == answer for label, answer in said)
        p, r = right / len(said), right / gold
        print(f"{threshold:.2f}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}  of {len(said)}")


def main() -> None:
    """Train, or judge by cross-validation."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=Path, required=True)
    options.add_argument("--out", type=Path)
    options.add_argument("--folds", type=int, default=0)
    options.add_argument("--workers", type=int, default=2)
    given = options.parse_args()
    rows = read_rows(given.rows)
    with ProcessPoolExecutor(given.workers) as pool:
        pairs = list(pool.map(pair, rows, chunksize=100))
    if given.folds:
        cross_validate(rows, pairs, given.folds)
    if given.out:
        given.out.write_text(written(Model(rows, pairs).weights()), encoding="utf-8")


if __name__ == "__main__":
    main()
