"""Count the errors on documents that training kept apart, by kind, and show a sample of them.

    python training/attribution/errors.py --prepared prepared.pkl [--weights attribution.onnx] [--show 100]

An error is a gold attribution of which not everything is exactly right, or one that is not in the gold. Its kind is
the first that holds: missed, source wrong, source missing, source not in the gold, content cut, content too long,
content shifted, cue only, spurious.
"""

from __future__ import annotations

import argparse
import pickle
import random
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from kg.extract.attribution import AttributionFinder
from kg.extract.learned import LearnedReading, Tagger
from kg.extract.learned.tagger import WEIGHTS
from kg.extract.syntax import Syntax
from kg.ontology import load_ontology

ROLES = ("source", "cue", "content")
Tokens = dict[str, set[int]]


def overlap(a: set[int], b: set[int]) -> float:
    """Give the Jaccard overlap; two empty sets are the same."""
    return len(a & b) / len(a | b) if a or b else 1.0


def kind(gold: Tokens, found: Tokens | None) -> str:
    """Name the first thing that is wrong; "" where all is right."""
    if found is None:
        return "missed"
    if overlap(gold["source"], found["source"]) < 0.5:
        return (
            "source missing"
            if not found["source"]
            else "source not in the gold"
            if not gold["source"]
            else "source wrong"
        )
    if gold["content"] != found["content"]:
        if found["content"] < gold["content"]:
            return "content cut"
        return "content too long" if found["content"] > gold["content"] else "content shifted"
    return "" if gold["cue"] == found["cue"] and gold["source"] == found["source"] else "cue or source ends"


def errors(gold: list[Tokens], found: list[Tokens]) -> Iterator[tuple[str, Tokens | None, Tokens | None]]:
    """Pair gold and found by content, best first, and give each pair with its kind of error."""
    pairs = sorted(
        ((overlap(g["content"], f["content"]), i, j) for i, g in enumerate(gold) for j, f in enumerate(found)),
        key=lambda x: (-x[0], x[1], x[2]),
    )
    partner: dict[int, int] = {}
    for score, i, j in pairs:
        if score >= 0.5 and i not in partner and j not in partner.values():
            partner[i] = j
    for i, g in enumerate(gold):
        match = found[partner[i]] if i in partner else None
        yield kind(g, match), g, match
    for j, f in enumerate(found):
        if j not in partner.values():
            yield "spurious", None, f


def main() -> None:
    """Print counts and sample."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prepared", type=Path, required=True)
    options.add_argument("--weights", type=Path, default=WEIGHTS)
    options.add_argument("--every", type=int, default=14)
    options.add_argument("--show", type=int, default=0)
    given = options.parse_args()
    documents = pickle.loads(given.prepared.read_bytes())
    ontology, tagger = load_ontology(), Tagger(given.weights)
    all_: list[tuple[str, Tokens | None, Tokens | None, Any]] = []
    for name in sorted(documents)[:: given.every]:
        tree = documents[name]["parse"]
        syntax = Syntax(tree, ontology.words)
        reports = LearnedReading(syntax, ontology, tagger).read(AttributionFinder(syntax, ontology).find())
        found = [
            {"source": set(r.source_tokens), "cue": set(r.cue), "content": set(r.content)}
            for r in reports.found
            if r.source_tokens is not None
        ]
        gold = [{role: set(tokens[role]) for role in ROLES} for tokens in documents[name]["tokens"]]
        all_ += [(*error, tree) for error in errors(gold, found)]
    counts = Counter(error[0] or "right" for error in all_)
    for name, count in counts.most_common():
        print(f"{count:6} {100 * count / len(all_):5.1f} %  {name}")
    for error in random.Random(7).sample([e for e in all_ if e[0]], given.show):
        print(f"\n{error[0]}")
        for label, tokens in (("gold", error[1]), ("found", error[2])):
            if tokens is not None:
                print(
                    f"  {label}: " + " | ".join(" ".join(error[3].words[k] for k in sorted(tokens[r])) for r in ROLES)
                )


if __name__ == "__main__":
    main()
