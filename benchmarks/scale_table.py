"""The figures of scale.py as a table: a column a cell, the exponent of each row, more workers against one."""

from __future__ import annotations

import argparse
import math
from collections.abc import Iterator
from typing import Any

Figures = dict[str, Any]

BARE = "bare nlp.pipe, {} process(es)"

ROWS = (
    ("triples", "triples", 0),
    ("entities", "entities", 0),
    ("processor, all", "processor s", 1),
    ("reading the texts", "extract s", 1),
    ("the rest: merging, graph, store", "rest s", 1),
    ("writing N-Quads", "export s", 1),
    ("documents a second of processor", "documents a second", 1),
    ("triples a second, merging and writing", "triples a second", 0),
    ("seconds for 1 M triples, merging and writing", "seconds a million", 1),
    ("peak of the main process, building, MB", "peak MB", 0),
    ("the same after writing N-Quads, MB", "export peak MB", 0),
    ("peak of the largest worker, MB", "worker MB", 0),
    ("on disk, MB", "disk MB", 0),
)
"""Title, name among the figures, decimals."""

GROWTH = (
    "triples",
    "entities",
    "processor s",
    "extract s",
    "rest s",
    "export s",
    "peak MB",
    "export peak MB",
    "worker MB",
    "disk MB",
)


def growth(cells: list[Figures]) -> dict[str, float]:
    """Give the exponent of each figure of the cells with the fewest workers."""
    fewest = min(cell["workers"] for cell in cells)
    found = {}
    for name in GROWTH:
        points = [(cell["documents"], cell[name]) for cell in cells if cell["workers"] == fewest and cell[name] > 0]
        if len({size for size, _ in points}) > 1:
            found[name] = slope([(math.log(size), math.log(value)) for size, value in points])
    return found


def slope(points: list[tuple[float, float]]) -> float:
    """Give the slope of the least-squares line."""
    mean_x, mean_y = (sum(axis) / len(points) for axis in zip(*points, strict=True))
    return sum((x - mean_x) * (y - mean_y) for x, y in points) / sum((x - mean_x) ** 2 for x, _ in points)


def table(found: Figures, options: argparse.Namespace) -> str:
    """Give the figures as markdown tables."""
    cells, exponents = found["cells"], found["growth"]
    place = "into a store" if options.store else "in memory"
    how = "500 articles parsed, what was read in them repeated" if options.repeat else "every article parsed"
    heads = [f"{cell['documents']:,} documents, {cell['workers']} worker(s)" for cell in cells]
    lines = [f"Attribution {options.attribution}; {place}; {how}.", ""]
    lines += ["| | " + " | ".join([*heads, "exponent"]) + " |", "|---" * (len(heads) + 2) + "|"]
    for title, name, decimals in ROWS:
        if any(cell[name] for cell in cells):
            values = [f"{cell[name]:,.{decimals}f}" if cell[name] else "" for cell in cells]
            lines.append(
                "| " + " | ".join([title, *values, f"{exponents[name]:.2f}" if name in exponents else ""]) + " |"
            )
    lines += ["", "| beside it | documents a second of processor | by the clock |", "|---|---|---|"]
    for name, figures in found["beside"].items():
        rates = [figures.get(key) for key in ("documents a second", "documents a second by the clock")]
        lines.append(
            f"| {name} | " + " | ".join(f"{rate:,.1f}" if rate else figures.get("error", "") for rate in rates) + " |"
        )
    return "\n".join([*lines, "", *scaling(cells), *scaling_beside(found["beside"])]) + "\n"


def scaling(cells: list[Figures]) -> Iterator[str]:
    """Say how much faster more workers are, by the clock."""
    one = {cell["documents"]: cell for cell in cells if cell["workers"] == 1}
    for cell in cells:
        if cell["workers"] > 1 and (first := one.get(cell["documents"])):
            ratio = cell["documents a second by the clock"] / first["documents a second by the clock"]
            yield f"{cell['documents']:,} documents, {cell['workers']} workers against 1, by the clock: {ratio:.2f} times."


def scaling_beside(beside: dict[str, Figures]) -> Iterator[str]:
    """Say the same of several processes of what is beside it."""
    first = beside.get(BARE.format(1))
    for name, figures in beside.items():
        if first and figures is not first and name.startswith(BARE.partition(",")[0]):
            ratio = figures["documents a second by the clock"] / first["documents a second by the clock"]
            yield f"{figures['documents']:,} documents, {name} against 1, by the clock: {ratio:.2f} times."
