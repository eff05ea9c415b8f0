"""Build every gold set with kg, score the graphs, and print one table (or, with --json, all figures).

python benchmarks/accuracy.py --data "$NEWSKG_DATA" [--sets gold/dev ...] [--model NAME] [--workers 2]
    [--attribution learned|rules]
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from sets import arguments, chosen, measure, parse

import kg
from kg.extract import ATTRIBUTIONS, DEFAULT_ATTRIBUTION, DEFAULT_MODEL

WHO = "who said what (content and source overlap >= .5)"
SHOWN: dict[str, tuple[tuple[str, tuple[str, ...]], ...]] = {
    "statements": (
        ("recall / precision", ("recall", "precision")),
        ("F1 strict / lenient", ("F1", "F1 lenient")),
        ("speaker / modality / polarity right", ("speaker right", "modality right", "polarity right")),
        ("evidence overlaps", ("evidence overlaps",)),
        ("leaks / predictions", ("leaks", "counts.pred")),
        ("traps hit / traps", ("traps hit", "traps")),
        ("role and affiliation recall", ("role and affiliation recall",)),
    ),
    "entities": (
        ("name forms on one entity", ("name forms on one entity",)),
        ("wrong merges", ("wrong merges",)),
    ),
    "attributions": (
        ("exact F1 source / cue / content", ("exact source.F1", "exact cue.F1", "exact content.F1")),
        ("who said what, F1", (f"{WHO}.F1",)),
        ("who said what, P / R", (f"{WHO}.P", f"{WHO}.R")),
        (
            "whole tuple soft / exact, F1",
            ("tuple soft (content and source overlap >= .5, cue touches).F1", "tuple exact.F1"),
        ),
        ("characters of content, F1", ("characters content.F1",)),
    ),
    "stance": (
        ("directed signed edges, P / R / F1", ("P", "R", "F1")),
        ("direction flipped / sign wrong / edges", ("direction flipped", "sign wrong", "edges")),
    ),
    "plover": (
        ("type / type and source / type, source and target", ("type", "type and source", "type, source and target")),
    ),
    "evidence": (("spans wrong / checked", ("wrong", "spans checked")),),
    "direct": (
        (
            "loose / missing direct triples",
            ("direct triples without a statement", "asserted statements without a direct triple"),
        ),
    ),
}


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--attribution", choices=ATTRIBUTIONS, default=DEFAULT_ATTRIBUTION)
    options = parse(parser)

    def build(texts: Path, output: Path) -> Path:
        built = kg.build([texts], model=options.model, attribution=options.attribution, workers=options.workers)
        if built.report.errors:
            sys.exit(f"not built: {'; '.join(map(str, built.report.errors))}")
        return built.save(output, page=False)[0]

    with tempfile.TemporaryDirectory() as work:
        found = {gold.name: measure(gold, options.data, Path(work), build) for gold in chosen(options.sets)}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def table(found: dict[str, dict[str, Any]]) -> str:
    """Give the chosen figures as a markdown table."""
    lines = ["| set | figure | value |", "|---|---|---|", *rows(found)]
    return "\n".join(lines) + "\n"


def rows(found: dict[str, dict[str, Any]]) -> Iterator[str]:
    """Give a table row for each figure of each set."""
    for name, measures in found.items():
        for measured, figures in measures.items():
            kind, _, part = measured.partition(", ")
            for label, paths in SHOWN[kind]:
                values = " / ".join(_number(_at(figures, path)) for path in paths)
                yield f"| {name}{', ' + part if part else ''} | {label} | {values} |"


def _at(figures: dict[str, Any], path: str) -> float:
    if path in figures:
        return float(figures[path]) if isinstance(figures[path], float) else int(figures[path])
    outer, _, inner = path.rpartition(".")
    return _at(figures[outer], inner)


def _number(value: float) -> str:
    return f"{value:.3f}" if isinstance(value, float) else f"{value:,}"


if __name__ == "__main__":
    main()
