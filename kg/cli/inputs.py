"""What `kg build` reads: its options, and what is told of what could not be read."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.output import say

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph
    from kg.read import Inputs

_TABLES = "Fields of JSONL and CSV (else the usual names are tried)"
_LET_IN = "What is let in"
MOST = 20
"""Failures of one reason that are named; report.json has them all."""


def _field(flag: str, meaning: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(
        flag, help=f"The field with {meaning}.", metavar="NAME", rich_help_panel=_TABLES
    )
    return found


TextField = Annotated[str | None, _field("--text-field", "the article's text; a.b is b inside a")]
TitleField = Annotated[str | None, _field("--title-field", "the title")]
DateField = Annotated[str | None, _field("--date-field", "the date of publication")]
AuthorField = Annotated[str | None, _field("--author-field", "the author")]
PublisherField = Annotated[str | None, _field("--publisher-field", "the publisher")]
IdField = Annotated[str | None, _field("--id-field", "the record's own id")]
SourceField = Annotated[str | None, _field("--source-field", "the article's address")]
LanguageField = Annotated[str | None, _field("--language-field", "the language, such as en")]
InputFormat = Annotated[
    str | None,
    typer.Option(
        "--input-format",
        help="txt, html, pdf, jsonl, csv, warc or feed, where name or bytes do not tell.",
        metavar="FORMAT",
        rich_help_panel=_LET_IN,
    ),
]
Encoding = Annotated[
    str, typer.Option(help="That of texts and tables that are not UTF-8.", metavar="NAME", rich_help_panel=_LET_IN)
]
AnyLanguage = Annotated[
    bool, typer.Option("--any-language", help="Build texts that are surely not English.", rich_help_panel=_LET_IN)
]
AllowPrivate = Annotated[
    bool,
    typer.Option("--allow-private", help="Fetch addresses inside a private network, too.", rich_help_panel=_LET_IN),
]


def inputs_of(paths: list[str], options: dict[str, object]) -> Inputs:
    """Give what to read, of the options of `kg build` by their names; raises `KGError`."""
    from dataclasses import fields

    from kg.read import Fields, Inputs

    named = {field.name: options[f"{field.name}_field"] for field in fields(Fields)}
    return Inputs(
        tuple(paths),
        Fields(**named),  # type: ignore[arg-type]
        form=options["input_format"],  # type: ignore[arg-type]
        encoding=str(options["encoding"]),
        any_language=bool(options["any_language"]),
        allow_private=bool(options["allow_private"]),
    )


def tell_failures(graph: KnowledgeGraph, *, quiet: bool) -> None:
    """Name what failed, and count what was left out."""
    named: Counter[str] = Counter()
    for error in graph.report.errors:
        named[error.reason] += 1
        if named[error.reason] <= MOST:
            say(str(error))
    for reason, number in named.items():
        if number > MOST:
            say(f"… and {number - MOST:,} more: {reason} (report.json names them all)")
    if graph.report.left_out and not quiet:
        say(
            "left out: " + ", ".join(f"{reason} {number:,}" for reason, number in sorted(graph.report.left_out.items()))
        )


def write_report(graph: KnowledgeGraph, output: Path) -> None:
    """Write report.json into the output folder; where nothing was built, only if the folder is there."""
    from kg.cli.report import FILE_NAME, as_json

    if graph.report.built:
        output.mkdir(parents=True, exist_ok=True)
    elif not output.is_dir():
        return
    (output / FILE_NAME).write_text(as_json(graph.report), encoding="utf-8", newline="\n")
