"""What the commands print: results on standard output, everything else on standard error."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

if TYPE_CHECKING:
    from kg.graph.store import Result
    from kg.knowledge_graph import KnowledgeGraph
    from kg.pipeline import Progress

_CONTROLS = {code: "\ufffd" for code in (*range(9), *range(11, 32), *range(127, 160))}


def say(text: str) -> None:
    """Tell the user something on standard error."""
    print(printable(text), file=sys.stderr)


def printable(text: str) -> str:
    """Take out what would steer a terminal; news text comes from strangers."""
    return text.translate(_CONTROLS)


@contextmanager
def progress(quiet: bool) -> Iterator[Progress | None]:
    """Show progress on standard error where somebody watches."""
    console = Console(stderr=True)
    if quiet or not console.is_terminal:
        yield None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, SpinnerColumn, TextColumn, TimeElapsedColumn
    from rich.progress import Progress as Bar

    columns = (SpinnerColumn(), BarColumn(), MofNCompleteColumn(), TextColumn("{task.fields[pace]}"))
    with Bar(*columns, TimeElapsedColumn(), TextColumn("{task.description}"), console=console, transient=True) as bar:
        task = bar.add_task("reading", total=None, pace="")

        def show(done: int, total: int | None, key: str) -> None:
            described = printable(key).replace("[", "\\[")
            bar.update(task, completed=done, total=total, description=described)
            bar.update(task, pace=pace(bar.tasks[task].speed, total and total - done))

        yield show


def pace(speed: float | None, left: int | None) -> str:
    """Say how many documents a second, and how long the rest will take where it is known."""
    if not speed:
        return ""
    told = f"{speed:,.1f} documents a second" if speed >= 1 else f"{1 / speed:,.1f} seconds a document"
    if left is None:
        return told
    hours, rest = divmod(round(left / speed), 3600)
    return f"{told}, {hours}:{rest // 60:02}:{rest % 60:02} left"


def summary(graph: KnowledgeGraph) -> str:
    """Say what a build gave, and what it saw and did not take."""
    report, (statements, entities, disputes) = graph.report, graph.counts
    counts = (
        count(statements, "statement"),
        count(entities, "entity", "entities"),
        count(disputes, "dispute"),
    )
    of = f" of {report.built + len(report.errors)}" if report.errors else ""
    lines = [f"{count(report.built, 'document')}{of} built: {', '.join(counts)}"]
    if report.skips:
        reasons = ", ".join(f"{reason} {number}" for (_, reason), number in sorted(report.skips.items()))
        lines.append(f"seen and not taken: {reasons}")
    return "\n".join(lines)


def tell_store(graph: KnowledgeGraph, store: Path, *, quiet: bool) -> None:
    """Say what became of a store, and what is still in its files."""
    report = graph.report
    for folder in report.held:
        say(f"warning: another process still reads {folder}; what it holds goes with the next write to the store")
    if quiet:
        return
    counts = (
        (report.built - report.unchanged - report.again - report.replaced, "new"),
        (report.replaced, "replaced"),
        (report.again, "read again for other settings"),
        (report.unchanged, "unchanged"),
    )
    told = ", ".join(f"{number:,} {what}" for number, what in counts if number > 0)
    documents = graph.query("SELECT (COUNT(*) AS ?n) { ?d a kg:Document }").rows[0][0]
    number = int(getattr(documents, "value", 0))
    say(f"{store}: {count(number, 'document')}" + (f"; of those given {told}" if told else ""))


def count(number: int, one: str, many: str | None = None) -> str:
    """Give "1 row", "2 rows", "1,000 entities"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def print_result(result: Result, form: str) -> None:
    """Print the answer to a query; `form` is "table", "csv", "tsv" or "json"."""
    from kg.export.results import FORMATS, write_turtle

    if result.triples is not None:
        print(write_turtle(result), end="")
    elif form == "json" or (form != "table" and result.boolean is None):
        sys.stdout.write(FORMATS[form](result))
    elif result.boolean is not None:
        print("true" if result.boolean else "false")
    else:
        _print_table(result)


def _print_table(result: Result) -> None:
    from kg.export.results import short

    console = Console()
    if not console.is_terminal:
        console = Console(width=10_000)  # a file or pipe has no edge to wrap at
    table = Table(*result.variables)
    for row in result.rows:
        table.add_row(*(Text(printable(" ".join(short(term).split()))) for term in row))
    console.print(table)
    say(count(len(result.rows), "row"))
