"""What the user gave, read and checked."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.output import say
from kg.errors import QueryError

StoreOption = Annotated[
    Path | None,
    typer.Option("--store", help="Add to the store in this folder; with -o the files are written, too.", metavar="DIR"),
]


def correction_files(output: Path, given: list[Path], quiet: bool) -> list[Path]:
    """Give the corrections files that apply: those given and the one in the output folder."""
    from kg.read.corrections import FILE_NAME

    beside = output / FILE_NAME
    if not beside.exists():
        return given
    if not quiet:
        say(f"corrections of {beside} apply")
    return [*given, beside]


def formats_of(given: list[str]) -> list[str]:
    """Read formats, some by commas; raises `typer.BadParameter`."""
    from kg.export import GRAPH_FORMATS

    names = [name.strip().lower() for item in given for name in item.split(",")]
    for name in names:
        if name not in GRAPH_FORMATS:
            raise typer.BadParameter(f"'{name}' is none of {', '.join(GRAPH_FORMATS)}", param_hint="--format")
    return names


def values_of(given: list[str] | None) -> dict[str, str]:
    """Read NAME=VALUE; raises `typer.BadParameter`."""
    pairs = [text.partition("=") for text in given or ()]
    for name, equals, _ in pairs:
        if not equals:
            raise typer.BadParameter(f"'{name}' is not NAME=VALUE", param_hint="--set")
    return {name.strip(): value for name, _, value in pairs}


def text_of(path: Path) -> str:
    """Read a file of SPARQL; raises `QueryError`."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise QueryError(f"{path}: not UTF-8") from error
