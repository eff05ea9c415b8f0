"""Show what the threshold `doubt` does: statements in the narrator's voice that stand inside somebody's content.

    python training/attribution/doubt.py --prepared prepared.pkl [--every 14] [--doubt 0.2 0.25 0.3 0.4 1]

Counted on documents that training kept apart, by the annotators' contents with a finite verb. A word outside all
contents found that is likelier than `doubt` to be inside one is not the narrator's; a low threshold costs statements
that are the narrator's and get another voice ("kept from the narrator").
"""

from __future__ import annotations

import argparse
import pickle
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

import kg.extract
from kg.extract import Extractor
from kg.extract.learned import reading
from kg.extract.learned.decode import Tuning
from kg.model import Document, Modality
from kg.ontology import load_ontology

FINITE = ("VBD", "VBZ", "VBP", "MD")
OFFICES = ("holdsRole", "affiliatedWith")


def counts(extractor: Extractor, documents: list[dict[str, Any]]) -> Counter[str]:
    """Count statements, those inside an annotated content, and whose they are."""
    found: Counter[str] = Counter()
    for document in documents:
        tree = document["parse"]
        inside = {
            k for g in document["tokens"] if any(tree.tag[k] in FINITE for k in g["content"]) for k in g["content"]
        }
        token = {start: k for k, start in enumerate(tree.start)}
        with mock.patch.object(kg.extract, "parse", lambda *_, tree=tree: tree):
            extraction = extractor.extract(Document("a", "a", tree.text))
        for relation in extraction.relations:
            if relation.relation in OFFICES:
                continue
            narrated = relation.attribution is None and not relation.unattributed
            narrated = narrated and relation.modality is Modality.ASSERTED
            said = token.get(relation.cue.start) in inside
            found["statements"] += 1
            found["inside a content"] += said
            found["of them in the narrator's voice"] += said and narrated
            found["kept from the narrator outside"] += not said and not narrated
    return found


def main() -> None:
    """Print a row for each threshold."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--prepared", type=Path, required=True)
    options.add_argument("--every", type=int, default=14)
    options.add_argument("--doubt", type=float, nargs="+", default=[0.2, 0.25, 0.3, 0.4, 1.0])
    given = options.parse_args()
    documents = pickle.loads(given.prepared.read_bytes())
    kept = [documents[name] for name in sorted(documents)[:: given.every]]
    extractor = Extractor(load_ontology(), attribution="learned")
    for doubt in given.doubt:
        tuning = replace(Tuning.load(), doubt=doubt)
        with mock.patch.object(reading, "_tuning", lambda tuning=tuning: tuning):
            print(f"doubt {doubt:.2f}: {dict(counts(extractor, kept))}", flush=True)


if __name__ == "__main__":
    main()
