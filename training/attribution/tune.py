"""Choose the decoder's thresholds and calibrate its probability on the documents that training kept apart.

    python training/attribution/tune.py --prepared prepared.pkl --data "$NEWSKG_DATA" --out kg/extract/learned/tuned.json

Chosen by the sum of the exact F1 of source, cue, content and whole attributions and of "who said what", one threshold
after another; calibrated by logistic regression (Platt 1999) on whether content and source overlap the gold by half.
"""

from __future__ import annotations

import argparse
import json
import pickle
import sys
from dataclasses import asdict, replace
from pathlib import Path
from typing import Any

import numpy as np
from evaluate import spans

from kg.extract.attribution import AttributionFinder
from kg.extract.learned import LearnedReading, Tagger
from kg.extract.learned.decode import Found, Tuning, decode
from kg.extract.learned.tagger import WEIGHTS
from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.ontology import load_ontology

COUNTED = (
    "exact source",
    "exact cue",
    "exact content",
    "tuple exact",
    "who said what (content and source overlap >= .5)",
)
GRID = {
    "least": (0.05, 0.1, 0.2, 0.3, 0.4, 0.5),
    "keep": (0.0, 0.02, 0.05, 0.1, 0.2, 0.3, 0.5, 1.1),
    "lean": (-0.6, -0.3, 0.0, 0.3, 0.6, 0.9, 1.2),
}


def right(found: Found, gold: list[dict[str, list[int]]]) -> bool:
    """Tell whether content and source overlap some gold attribution by half."""

    def overlap(a: tuple[int, ...], b: list[int]) -> float:
        return len(set(a) & set(b)) / len(set(a) | set(b)) if a or b else 1.0

    return any(overlap(found.content, g["content"]) >= 0.5 and overlap(found.source, g["source"]) >= 0.5 for g in gold)


def fit(products: np.ndarray, hits: np.ndarray) -> tuple[float, float]:
    """Fit slope and intercept over the logit by Newton's method."""
    x = np.stack([np.log(products / (1 - products)), np.ones_like(products)], 1)
    weights = np.array([1.0, 0.0])
    for _ in range(50):
        p = 1 / (1 + np.exp(-x @ weights))
        hessian = (x * (p * (1 - p))[:, None]).T @ x + 1e-6 * np.eye(2)
        weights = weights + np.linalg.solve(hessian, x.T @ (hits - p))
    return float(weights[0]), float(weights[1])


def reliability(probabilities: np.ndarray, hits: np.ndarray) -> str:
    """Give a table of five bins: the mean probability and the share that is right."""
    lines = ["| probability | attributions | mean | right |", "|---|---|---|---|"]
    for low in (0.0, 0.2, 0.4, 0.6, 0.8):
        inside = (probabilities >= low) & (probabilities < low + 0.2 + 1e-9)
        if inside.any():
            lines.append(
                f"| {low:.1f}-{low + 0.2:.1f} | {inside.sum()} | {probabilities[inside].mean():.2f} | {hits[inside].mean():.2f} |"
            )
    return "\n".join(lines)


def main() -> None:
    """Choose, write and print the table."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prepared", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True, help="the folder that holds score/")
    options.add_argument("--weights", type=Path, default=WEIGHTS)
    options.add_argument("--every", type=int, default=14)
    options.add_argument("--tuning", type=Path, help="only print the table of this tuning")
    options.add_argument("--out", type=Path)
    given = options.parse_args()
    sys.path.insert(0, str(given.data / "score"))
    import attributions as scorer

    documents = pickle.loads(given.prepared.read_bytes())
    ontology, tagger = load_ontology(), Tagger(given.weights)
    names = sorted(documents)[:: given.every]
    gold = {name: (documents[name]["parse"].text, documents[name]["gold"]) for name in names}
    texts: dict[str, Any] = {}
    for name in names:
        tree = documents[name]["parse"]
        syntax = Syntax(tree, ontology.words)
        rules = AttributionFinder(syntax, ontology).find()
        scores = tagger.score(tree, rules.quotes, rules.found)
        reading = LearnedReading(syntax, ontology, tagger)
        texts[name] = (tree, rules, scores, reading, MentionTable(tree, syntax, ontology))

    def value(tuning: Tuning) -> float:
        found = {}
        for name, (_, rules, scores, reading, mentions) in texts.items():
            found[name] = spans(reading.join(scores, tuning, rules), mentions)
        figures = scorer.score(gold, found)
        return sum(figures[measure]["F1"] for measure in COUNTED)

    def judged(tuning: Tuning) -> tuple[np.ndarray, np.ndarray]:
        found = [(f, documents[name]["tokens"]) for name, t in texts.items() for f in decode(t[0], t[2], tuning)]
        return np.array([f.probability for f, _ in found]), np.array([right(f, g) for f, g in found], dtype=float)

    best = Tuning.load(given.tuning) if given.tuning else Tuning()
    if not given.tuning:
        top = value(best)
        for _ in range(2):
            for tag in ("inside", "begin"):
                for role in range(3):
                    for lean in GRID["lean"]:
                        now = getattr(best, tag)
                        changed = replace(best, **{tag: (*now[:role], lean, *now[role + 1 :])})
                        if (one := value(changed)) > top:
                            top, best = one, changed
            for name in ("least", "keep"):
                for number in GRID[name]:
                    if (one := value(replace(best, **{name: number}))) > top:
                        top, best = one, replace(best, **{name: number})
            print(top, best, flush=True)
        products, hits = judged(best)
        slope, intercept = fit(np.clip(products, 1e-4, 1 - 1e-4), hits)
        best = replace(best, slope=round(slope, 4), intercept=round(intercept, 4))
    print(reliability(*judged(best)))
    if given.out:
        given.out.write_text(json.dumps(asdict(best)) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
