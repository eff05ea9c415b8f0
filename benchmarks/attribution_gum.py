"""Score attribution outside its training texts: do cues lie in the clauses that GUM calls attributions.

    python benchmarks/attribution_gum.py --data "$NEWSKG_DATA" [--genres news interview speech]

GUM (CC BY) marks in each elementary discourse unit its relation to another one; "attribution-positive" and
"attribution-negative" are the units that say who says or thinks something ("said Smith", "I believe", "according to
X"). Recall: such units with a cue found in them. Precision: cues found that lie in such a unit. Turns of interviews
have no cue and do not count. The texts are not part of this project.
"""

from __future__ import annotations

import argparse
import sys
from bisect import bisect_right
from pathlib import Path

from gum import read_gum

from kg.extract import Extractor
from kg.model import Document
from kg.ontology import load_ontology


def units(path: Path) -> list[tuple[int, bool]]:
    """Give the number of the word that begins each discourse unit, and whether the unit is an attribution."""
    found, word = [], 0
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = line.split("\t")
        if len(cells) != 10 or "." in cells[0] or "-" in cells[0]:
            continue
        for field in cells[9].split("|"):
            if field.startswith("Discourse="):
                found.append((word, field.startswith("Discourse=attribution-")))
        word += 1
    return found


def main() -> None:
    """Print one row a genre and reading."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--data", type=Path, required=True)
    options.add_argument("--genres", nargs="*", default=["interview", "speech", "news"])
    given = options.parse_args()
    ontology = load_ontology()
    sys.stdout.write("| genre | attribution | documents | P | R | F1 |\n|---|---|---|---|---|---|\n")
    for reading in ("rules", "learned"):
        extractor = Extractor(ontology, attribution=reading)
        for genre in given.genres:
            paths = sorted((given.data / "data" / "gum" / "dep").glob(f"GUM_{genre}_*.conllu"))
            right = predicted = hit = gold = 0
            for path in paths:
                text, marks = read_gum(path), units(path)
                starts = [text.tokens[word].start for word, _ in marks]
                attributions = extractor.extract(Document(path.stem, path.stem, text.text)).attributions
                cues = [a.cue[0].start for a in attributions if a.cue]
                at = [bisect_right(starts, cue) - 1 for cue in cues]
                predicted += len(at)
                right += sum(k >= 0 and marks[k][1] for k in at)
                gold += sum(kind for _, kind in marks)
                hit += sum(kind and k in set(at) for k, (_, kind) in enumerate(marks))
            p, r = right / max(1, predicted), hit / max(1, gold)
            sys.stdout.write(
                f"| {genre} | {reading} | {len(paths)} | {p:.3f} | {r:.3f} | {2 * p * r / max(1e-9, p + r):.3f} |\n"
            )


if __name__ == "__main__":
    main()
