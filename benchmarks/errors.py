"""Count what is wrong with the statements of a graph against hand-made gold, by kind.

    python benchmarks/errors.py --data "$NEWSKG_DATA" --set gold/train GRAPH.ttl

For each certain gold statement that is missed, and for each statement that is not in the gold, the first that holds of
any statement beside it in the same article: sign only, relation only, one end, both ends, nothing beside it.
"""

from __future__ import annotations

import argparse
import sys
from collections import Counter
from collections.abc import Sequence
from pathlib import Path
from typing import Any

KINDS = (
    "another sign",
    "another relation between the same two",
    "one end another",
    "both ends others",
    "nothing like it",
)


def kind(one: Any, others: Sequence[Any], names: Any, scorer: Any) -> str:
    """Name how the nearest of `others` differs from `one`; of both, the gold comes first in each comparison."""

    def ends(other: Any) -> tuple[bool, bool]:
        return tuple(  # type: ignore[return-value]
            not a or not b or names.same(a, b) for a, b in ((one.subject, other.subject), (one.object, other.object))
        )

    alike = [(ends(other), scorer.rel_match(one, other, False), other) for other in others]
    if any(all(e) and r and one.negated != o.negated for e, r, o in alike):
        return KINDS[0]
    if any(all(e) and one.subject and one.object for e, r, o in alike):
        return KINDS[1]
    if any(any(e) and r for e, r, _ in alike):
        return KINDS[2]
    return KINDS[3] if any(r for _, r, _ in alike) else KINDS[4]


def main() -> None:
    """Print both columns as a table."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("graph", type=Path)
    options.add_argument("--data", type=Path, required=True, help="the folder that holds gold/ and score/")
    options.add_argument("--set", default="gold/train")
    given = options.parse_args()
    sys.path.insert(0, str(given.data / "score"))
    import json

    import graph as graphs
    import statements as scorer

    found = graphs.Graph(str(given.graph)).statements()
    missed, wrong = Counter[str](), Counter[str]()
    for file in sorted((given.data / given.set).glob("*.json")):
        gold_file = json.loads(file.read_text(encoding="utf-8"))
        names = scorer.Names([*gold_file["entities"], *gold_file.get("entities_b", [])])
        gold = [s for s in scorer.from_gold(gold_file) if s.relation not in scorer.STATIC]
        said = [
            scorer.Stmt(p.subject, p.relation, p.object, p.negated, p.speaker, True, set(), p)
            for p in found.get(gold_file["doc"], [])
            if p.relation not in scorer.STATIC and (p.subject or p.object)
        ]
        pairs, taken = scorer.pair(gold, said, names)
        missed.update(kind(g, said, names, scorer) for i, g in enumerate(gold) if g.certain and i not in pairs)
        wrong.update(kind(p, gold, names, scorer) for j, p in enumerate(said) if j not in taken)
    write = sys.stdout.write
    write("| | missed | not in the gold |\n|---|---|---|\n")
    for name in KINDS:
        write(f"| {name} | {missed[name]} | {wrong[name]} |\n")


if __name__ == "__main__":
    main()
