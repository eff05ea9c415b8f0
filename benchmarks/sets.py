"""The sets that accuracy is measured on, and the scorer that measures it (run as its own process, on Turtle alone)."""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Build = Callable[[Path, Path], Path]
"""Builds the texts of the first folder into the second and gives the path of the Turtle file."""


@dataclass(frozen=True, slots=True)
class GoldSet:
    """Texts with gold: `texts` is a folder of .txt files, or the `rows` that the scorer turns into one.

    `measures` are the scorer's commands (what follows a comma only tells two apart), each with the path of its gold.
    """

    name: str
    measures: tuple[tuple[str, str], ...]
    texts: str = ""
    rows: tuple[str, str] = ("", "")


SETS = (
    GoldSet(
        "gold/train",
        (
            ("statements", "gold/train"),
            ("statements, first article", "gold/train/209557fcaab4685d.json"),
            ("entities", "gold/train"),
        ),
        "gold/train/text",
    ),
    GoldSet("gold/dev", (("statements", "gold/dev"), ("entities", "gold/dev")), "gold/dev/text"),
    GoldSet("polnear/dev", (("attributions", "data/polnear/dev"),), "data/polnear/dev/text"),
    GoldSet("stance/dev", (("stance", "data/stance/dev.tsv"),), rows=("stance", "data/stance/dev.tsv")),
    GoldSet("plover/dev", (("plover", "data/plover/dev.json"),), rows=("plover", "data/plover/dev.json")),
)


def arguments(description: str | None) -> argparse.ArgumentParser:
    """Give a parser that knows --data, --sets and --json."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument(
        "--data", type=Path, default=os.environ.get("NEWSKG_DATA"), help="holds gold/, data/ and score/ ($NEWSKG_DATA)"
    )
    parser.add_argument("--sets", nargs="+", choices=[s.name for s in SETS], default=[s.name for s in SETS])
    parser.add_argument("--json", action="store_true", help="print the figures instead of the table")
    return parser


def parse(parser: argparse.ArgumentParser) -> argparse.Namespace:
    """Read the command line; stops with a message where the data folder is not one."""
    options = parser.parse_args()
    if options.data is None or not (options.data / "score" / "score.py").is_file():
        parser.error("give the folder that holds gold/, data/ and score/score.py by --data or NEWSKG_DATA")
    return options


def chosen(names: list[str]) -> Iterator[GoldSet]:
    """Give the sets of these names."""
    return (gold for gold in SETS if gold.name in names)


def texts_of(gold: GoldSet, data: Path, work: Path) -> Path:
    """Give the folder of a set's texts, written into `work` where the set comes in rows."""
    if gold.texts:
        return data / gold.texts
    kind, path = gold.rows
    folder = work / "texts" / kind
    _scorer(data, "texts", kind, str(data / path), str(folder))
    return folder


def measure(gold: GoldSet, data: Path, work: Path, build: Build) -> dict[str, Any]:
    """Build one set and score it: {measure: figures}, with evidence and direct layer for every set."""
    texts = texts_of(gold, data, work)
    graph = build(texts, work / gold.name.replace("/", "-"))
    measures = [*((name, data / path) for name, path in gold.measures), ("evidence", texts), ("direct", "-")]
    return {name: json.loads(_scorer(data, name.partition(",")[0], str(graph), str(path))) for name, path in measures}


def _scorer(data: Path, *command: str) -> str:
    script = str(data / "score" / "score.py")
    return subprocess.run([sys.executable, script, *command], check=True, stdout=subprocess.PIPE, text=True).stdout
