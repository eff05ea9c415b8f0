"""Judge who is for or against whom on sentences that were kept apart from training: regression against network.

    python training/stance/evaluate.py --rows stance/train.tsv --data "$NEWSKG_DATA"
        [--apart 0] [--tenth 0] [--weights kg/extract/learned/stance.onnx]

`--apart` are the tenths that the network did not see (`network.py --apart`); the regression is trained without them,
too. Prints precision, recall and F1 of directed signed edges on one of them, `--tenth`: of triggers alone, with the
regression, and with the network over it, none of them told where the actors are; then of the regression that is told
them. Ten minutes on one core, most of it for the features of the other sentences.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from pathlib import Path
from typing import Any

from train import TENTHS, Model, Pair, Row, best, pair, read_rows, tenth, unbracketed, written

import kg
from kg.extract import relations
from kg.extract.judges import Judge, Regression, Weights, load_weights
from kg.extract.leaning import Leanings
from kg.extract.learned import stance as network

Judging = Callable[[relations.RelationFinder, Leanings], Judge]
NOBODY = Weights(2.0, (0.0, 0.0), {})
"""Weights that choose nothing."""


def weights_of(model: Model) -> Weights:
    """Give a trained regression as the extraction reads it."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "stance.json"
        path.write_text(written(model.weights()), encoding="utf-8")
        return load_weights(path)


def judges(weights: Weights) -> Iterator[tuple[str, Judging]]:
    """Give the ways to judge by name."""
    shipped = relations.RelationFinder._judge
    yield "triggers alone", lambda finder, leanings: Regression(leanings, NOBODY)
    yield "with the regression", lambda finder, leanings: Regression(leanings, weights)
    yield "with the network over it", shipped


def scored(texts: Path, gold: Path, judging: Judging) -> str:
    """Build the graph of the sentences and score it."""
    from graph import Graph
    from score import score_stance

    relations.RelationFinder._judge = judging
    with tempfile.TemporaryDirectory() as folder:
        graph, *_ = kg.build([texts]).save(Path(folder), page=False)
        found: dict[str, Any] = score_stance(Graph(graph), gold)
    figures = "  ".join(f"{name} {found[name]:.3f}" for name in ("P", "R", "F1"))
    return f"{figures}  of {found['predicted']}; turned {found['direction flipped']}, sign {found['sign wrong']}"


def told(model: Model, some: Sequence[tuple[Row, Pair | None]]) -> Iterator[str]:
    """Give the figures of the regression that is told the two actors, at several thresholds."""
    judged = [(row[2], *best(model, found), found[0][1]) for row, found in some if found]
    gold = sum(row[2] > 0 for row, _ in some)
    for threshold in (0.2, 0.3, 0.4):
        said = [label == answer for label, p, answer, sign, near in judged if p > threshold and sign in near]
        p, r = sum(said) / len(said), sum(said) / gold
        yield f"regression, told the actors, {threshold:.2f}  P {p:.3f}  R {r:.3f}  F1 {2 * p * r / (p + r):.3f}"


def laid_out(rows: Path, number: int, folder: Path) -> tuple[Path, Path]:
    """Write the rows of a tenth as the scorer reads them: the texts in a folder, the labels in a file."""
    gold, texts = folder / "gold.tsv", folder / "texts"
    texts.mkdir()
    lines = []
    for line in rows.read_text(encoding="utf-8").splitlines():
        text, spans = unbracketed(line.split("\t")[0])
        if line.count("\t") == 3 and len(spans) == 2 and tenth(text) == number:
            (texts / f"row-{len(lines)}.txt").write_text(text, encoding="utf-8")
            lines.append(line)
    gold.write_text("".join(f"{line}\n" for line in lines), encoding="utf-8")
    return texts, gold


def main() -> None:
    """Print the figures."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--rows", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True, help="the folder that holds score/")
    options.add_argument("--apart", type=int, nargs="+", default=[0], choices=range(TENTHS))
    options.add_argument("--tenth", type=int, default=0, choices=range(TENTHS))
    options.add_argument("--weights", type=Path, default=network.WEIGHTS)
    given = options.parse_args()
    sys.path.insert(0, str(given.data / "score"))
    rows = read_rows(given.rows)
    with ProcessPoolExecutor(1) as pool:
        pairs = list(pool.map(pair, rows, chunksize=100))
    learn = [k for k, (text, _, _) in enumerate(rows) if tenth(text) not in given.apart]
    model = Model([rows[k] for k in learn], [pairs[k] for k in learn])
    weights = weights_of(model)
    relations.load_weights = lambda: weights
    network.WEIGHTS = given.weights
    with tempfile.TemporaryDirectory() as folder:
        texts, gold = laid_out(given.rows, given.tenth, Path(folder))
        for name, judging in judges(weights):
            print(f"{name}  {scored(texts, gold, judging)}", flush=True)
    own = [(row, found) for row, found in zip(rows, pairs, strict=True) if tenth(row[0]) == given.tenth]
    print("\n".join(told(model, own)))


if __name__ == "__main__":
    main()
