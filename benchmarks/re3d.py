"""Score the relations of re3d (Dstl, Open Government Licence) that ours map to, and print a table.

python benchmarks/re3d.py --data "$NEWSKG_DATA" [--parts "UK Government"] [--model NAME] [--json]

A relation of ours is the key's where the type is the same and both ends overlap, one to one; symmetric types either way
round. Ends of ours are the mentions in the evidence. IsSynonymOf are two names or descriptions of one entity in one
sentence, and a person with the office that the text gives. Negated and merely possible statements do not count.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import combinations
from pathlib import Path

import kg
from kg.extract import DEFAULT_MODEL
from kg.graph.record import GraphRecords, SpanRecord

MAPPED = {
    "supports": "Likes",
    "praises": "Likes",
    "criticises": "Dislikes",
    "accuses": "Dislikes",
    "opposes": "Dislikes",
    "rejects": "Dislikes",
    "threatens": "Dislikes",
    "cooperates": "AlliesOf",
    "aids": "AlliesOf",
    "agrees": "AlliesOf",
    "attacks": "FightingAgainst",
    "defeats": "FightingAgainst",
    "detains": "FightingAgainst",
    "meets": "CommWith",
    "negotiates": "CommWith",
    "questions": "CommWith",
    "demands": "CommWith",
    "appoints": "InChargeOf",
    "affiliatedWith": "BelongsTo",
    "holdsRole": "IsSynonymOf",
}
"""Our relation -> re3d's; what stands in no row is not scored."""

SYMMETRIC = frozenset({"AlliesOf", "CommWith", "IsSynonymOf"})
TYPES = tuple(sorted(set(MAPPED.values())))
Span = tuple[int, int]


@dataclass(frozen=True, slots=True, order=True)
class Edge:
    """A relation between two places of a document, half-open code points."""

    document: str
    type: str
    source: Span
    target: Span


def main() -> None:
    """Measure and print."""
    options = _arguments()
    found = {part: figures(options.data / "data/re3d" / part, options.model) for part in options.parts}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("NEWSKG_DATA"), help="holds data/re3d")
    parser.add_argument("--parts", nargs="+", default=["UK Government"], help="folders of re3d")
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--json", action="store_true", help="print the figures instead of the table")
    options = parser.parse_args()
    if options.data is None or not (options.data / "data/re3d").is_dir():
        parser.error("give the folder that holds data/re3d by --data or NEWSKG_DATA")
    return options


def figures(part: Path, model: str = DEFAULT_MODEL) -> dict[str, dict[str, float]]:
    """Give precision, recall and F1 of one part: of each type, and of all together."""
    gold = sorted(set(key_edges(part / "relations.json")))
    with tempfile.TemporaryDirectory() as work:
        for document in _lines(part / "documents.json"):
            (Path(work) / f"{document['_id']}.txt").write_text(document["text"], encoding="utf-8", newline="")
        ours = sorted(set(our_edges(kg.build([work], model=model).records)))
    wanted, have, both = Counter(e.type for e in gold), Counter(e.type for e in ours), Counter(paired(gold, ours))
    rows = {type_: _scores(both[type_], wanted[type_], have[type_]) for type_ in TYPES}
    return {**rows, "all": _scores(both.total(), wanted.total(), have.total())}


def _lines(path: Path) -> Iterator[dict[str, str]]:
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield json.loads(line)


# ---- the two sides


def key_edges(path: Path) -> Iterator[Edge]:
    """Read the relations of a part; those of symmetric types lie with the earlier end first."""
    for row in _lines(path):
        if row["type"] in TYPES:
            source = int(row["sourceBegin"]), int(row["sourceEnd"])
            target = int(row["targetBegin"]), int(row["targetEnd"])
            yield _edge(row["documentId"], row["type"], source, target)


def _edge(document: str, type_: str, source: Span, target: Span) -> Edge:
    if type_ in SYMMETRIC:
        source, target = sorted((source, target))
    return Edge(document, type_, source, target)


def our_edges(records: GraphRecords) -> Iterator[Edge]:
    """Give our asserted statements, and the names of one thing in one sentence, as relations of re3d."""
    for s in records.statements:
        type_ = MAPPED.get(s.relation)
        if type_ is None or s.polarity != "Positive" or s.modality != "Asserted":
            continue
        document = records.documents[s.document].identifier
        for subject in s.subject_mentions[:1]:
            for target in s.object_mentions[:1]:
                yield _edge(document, type_, (subject.start, subject.end), (target.start, target.end))
    yield from _synonyms(records)


def _synonyms(records: GraphRecords) -> Iterator[Edge]:
    for entity in records.entities.values():
        names = {name.casefold() for name in (entity.label, *entity.aliases)}
        here: dict[str, list[SpanRecord]] = defaultdict(list)
        for mention in entity.mentions:
            if mention.text.casefold() in names:
                here[mention.document].append(mention)
        for iri, mentions in here.items():
            document = records.documents[iri]
            for one, other in combinations(sorted(mentions), 2):
                between = (document.text or "")[one.end : other.start]
                if one.end <= other.start and not set(".!?\n") & set(between) and one.text != other.text:
                    yield _edge(document.identifier, "IsSynonymOf", (one.start, one.end), (other.start, other.end))


# ---- figures


def paired(gold: Iterable[Edge], ours: Iterable[Edge]) -> Iterator[str]:
    """Yield the type of each pair of edges that fit, one to one, in the order of the key."""
    free = list(ours)
    for edge in gold:
        hit = next((other for other in free if fits(edge, other)), None)
        if hit is not None:
            free.remove(hit)
            yield edge.type


def fits(edge: Edge, other: Edge) -> bool:
    """Tell whether type and document are the same and both ends overlap."""
    if (edge.document, edge.type) != (other.document, other.type):
        return False
    straight = _overlap(edge.source, other.source) and _overlap(edge.target, other.target)
    turned = _overlap(edge.source, other.target) and _overlap(edge.target, other.source)
    return straight or (turned and edge.type in SYMMETRIC)


def _overlap(one: Span, other: Span) -> bool:
    return one[0] < other[1] and other[0] < one[1]


def _scores(right: int, wanted: int, have: int) -> dict[str, float]:
    precision, recall = right / have if have else 0.0, right / wanted if wanted else 0.0
    f1 = 2 * right / (wanted + have) if wanted + have else 0.0
    return {"P": round(precision, 3), "R": round(recall, 3), "F1": round(f1, 3), "key": wanted, "ours": have}


def table(found: dict[str, dict[str, dict[str, float]]]) -> str:
    """Give the figures as a markdown table."""
    lines = ["| part | relation | P | R | F1 | key | ours |", "|---|---|---|---|---|---|---|"]
    for part, rows in found.items():
        lines += [
            f"| {part} | {name} | " + " | ".join(str(v) for v in row.values()) + " |" for name, row in rows.items()
        ]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
