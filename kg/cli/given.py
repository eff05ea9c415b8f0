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

EngineOption = Annotated[
    str,
    typer.Option(
        help="Where the work is done: in processes here, or on a Ray cluster (needs the extra 'ray').",
        metavar="local|ray",
    ),
]
AddressOption = Annotated[
    str | None,
    typer.Option(
        help="With --engine ray: the cluster to join, as Ray says (host:port); else RAY_ADDRESS, else one started here.",
        metavar="ADDRESS",
    ),
]
ShardsOption = Annotated[
    str | None,
    typer.Option(
        help="With --engine ray: a folder that all its machines reach (a path, s3://…), where the graph stays as "
        "sorted N-Quads files.",
        metavar="DIR",
    ),
]


def check_engine(engine: str, address: str | None, shards: str | None, store: Path | None) -> None:
    """Refuse options that do not go together; raises `typer.BadParameter`."""
    from kg.pipeline import ENGINES, RAY

    if engine not in ENGINES:
        raise typer.BadParameter(f"'{engine}' is none of {', '.join(ENGINES)}", param_hint="--engine")
    for name, value in (("--address", address), ("--shards", shards)):
        if value is not None and engine != RAY:
            raise typer.BadParameter("goes with --engine ray", param_hint=name)
    if shards is not None and store is not None:
        raise typer.BadParameter(
            "a store keeps the graph itself; give one of --shards and --store", param_hint="--shards"
        )


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
