"""Score rules and network on the documents of a prepared file, each `--every`-th of them (those that training kept apart).

python training/attribution/evaluate.py --prepared prepared.pkl --data "$NEWSKG_DATA" [--weights attribution.onnx] [--curve]

With --curve also how well a word's probability of being content tells those that are, at several thresholds.
"""

from __future__ import annotations

import argparse
import pickle
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from kg.extract.attribution import AttributionFinder
from kg.extract.learned.reading import LearnedReading
from kg.extract.learned.tagger import CONTENT, OUTSIDE, WEIGHTS, Tagger
from kg.extract.mentions import MentionTable
from kg.extract.reports import Reports
from kg.extract.syntax import Syntax
from kg.ontology import load_ontology

ROLES = ("source", "cue", "content")


def spans(reports: Reports, mentions: MentionTable) -> list[dict[str, list[tuple[int, int]]]]:
    """Give the outer attributions' spans in code points, as the gold has them."""
    found = reports.attributions(mentions)
    return [{role: [(s.start, s.end) for s in getattr(a, role)] for role in ROLES} for a in found if a.parent is None]


def curve(said: list[NDArray[np.float32]], gold: list[NDArray[np.bool_]]) -> str:
    """Give precision, recall and F1 of "a word is content" at thresholds of its probability."""
    likely, true = np.concatenate(said), np.concatenate(gold)
    lines = ["| word is content from | precision | recall | F1 |", "|---|---|---|---|"]
    for least in (0.3, 0.35, 0.4, 0.45, 0.5, 0.55, 0.6):
        found = likely > least
        both = (found & true).sum()
        precision, recall = both / found.sum(), both / true.sum()
        f1 = 2 * precision * recall / (precision + recall)
        lines.append(f"| {least:.2f} | {precision:.3f} | {recall:.3f} | {f1:.3f} |")
    return "\n".join(lines)


def table(figures: dict[str, Any]) -> str:
    """Give the scorer's figures in lines."""
    rows = [(name, value["F1"], value["P"], value["R"]) for name, value in figures.items() if isinstance(value, dict)]
    return "\n".join(f"  {name[:44]:46}F1 {f:.4f}  P {p:.4f}  R {r:.4f}" for name, f, p, r in rows)


def main() -> None:
    """Print both tables."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prepared", type=Path, required=True)
    options.add_argument("--data", type=Path, required=True, help="the folder that holds score/")
    options.add_argument("--weights", type=Path, default=WEIGHTS)
    options.add_argument("--every", type=int, default=14)
    options.add_argument("--curve", action="store_true")
    given = options.parse_args()
    sys.path.insert(0, str(given.data / "score"))
    import attributions as scorer

    documents = pickle.loads(given.prepared.read_bytes())
    ontology, tagger = load_ontology(), Tagger(given.weights)
    gold, by_rule, learned = {}, {}, {}
    said, content = [], []
    spent = [0.0, 0.0]
    for name in sorted(documents)[:: given.every]:
        parse = documents[name]["parse"]
        gold[name] = (parse.text, documents[name]["gold"])
        syntax = Syntax(parse, ontology.words)
        mentions = MentionTable(parse, syntax, ontology)
        begun = time.process_time()
        rules = AttributionFinder(syntax, ontology).find()
        half = time.process_time()
        reading = LearnedReading(syntax, ontology, tagger)
        both = reading.read(rules)
        spent[0] += half - begun
        spent[1] += time.process_time() - half
        if given.curve and reading.scores is not None:
            said.append(1 - np.exp(reading.scores.tags[:, CONTENT, OUTSIDE]))
            inside = np.zeros(len(parse.words), dtype=bool)
            inside[[k for tokens in documents[name]["tokens"] for k in tokens["content"]]] = True
            content.append(inside)
        by_rule[name], learned[name] = spans(rules, mentions), spans(both, mentions)
    print(f"{len(gold)} documents; processor seconds: rules {spent[0]:.2f}, network {spent[1]:.2f}")
    print("rules\n" + table(scorer.score(gold, by_rule)))
    print("network\n" + table(scorer.score(gold, learned)))
    if given.curve:
        print(curve(said, content))


if __name__ == "__main__":
    main()
