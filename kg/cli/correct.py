"""The commands that write corrections: merge, split, reject."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import OntologyOption, app
from kg.cli.output import count, printable, say
from kg.errors import QueryError

if TYPE_CHECKING:
    from kg.knowledge_graph import KnowledgeGraph
    from kg.model import Correction

GraphFile = Annotated[Path, typer.Argument(help="The graph file; corrections.csv beside it is written.")]
WhyOption = Annotated[str, typer.Option(help="The reason; it stands in the graph, so name nothing that shall go.")]
WhoOption = Annotated[str | None, typer.Option(envvar="KG_WHO", help="Your name, else that of your login.")]
WhenOption = Annotated[str, typer.Option(help="A year, month or day, such as 2024-05-31.", metavar="DATE")]
DocumentOption = Annotated[str, typer.Option(help="Only in this document.", metavar="DOCUMENT")]


@app.command()
def merge(
    graph: GraphFile,
    first: Annotated[str, typer.Argument(help='A name, "Name (Type)" or id in the graph.')],
    second: Annotated[str, typer.Argument(help="Another of the same person or thing.")],
    why: WhyOption,
    who: WhoOption = None,
    when: WhenOption = "",
    document: DocumentOption = "",
    ontology: OntologyOption = None,
) -> None:
    """Say that two names are one; the next build into the same folder makes them one entity."""
    from kg.export.corrections import same

    loaded = _load(graph, ontology)
    row = same(loaded.graph, loaded.records, first, second, document=document, why=why, who=_who(who), when=when)
    _write(row, graph, loaded)
    say("the next build into that folder applies it")


@app.command()
def split(
    graph: GraphFile,
    first: Annotated[str, typer.Argument(help="A name in the graph.")],
    second: Annotated[str, typer.Argument(help="A name of somebody else; the same name needs --document.")],
    why: WhyOption,
    who: WhoOption = None,
    when: WhenOption = "",
    document: DocumentOption = "",
    ontology: OntologyOption = None,
) -> None:
    """Say that two names are not one; the next build into the same folder keeps them apart."""
    from kg.export.corrections import different

    loaded = _load(graph, ontology)
    row = different(loaded.graph, loaded.records, first, second, document=document, why=why, who=_who(who), when=when)
    _write(row, graph, loaded)
    say("the next build into that folder applies it")


@app.command()
def reject(
    graph: GraphFile,
    why: WhyOption,
    statement: Annotated[str, typer.Argument(help="The statement's id, as kg show --ids prints it.")] = "",
    line: Annotated[str, typer.Option(help="Its line instead, as kg show prints it.", metavar="LINE")] = "",
    everywhere: Annotated[
        bool, typer.Option("--everywhere", help="In all documents, whoever says it and however sure.")
    ] = False,
    who: WhoOption = None,
    when: WhenOption = "",
    ontology: OntologyOption = None,
) -> None:
    """Take a wrong statement out for good: out of the graph's files now, and out of every later build into the folder.

    Rewritten are the graph and the files beside it that have its name and a suffix that kg writes; graph.html is drawn
    anew from the graph. A table or network that was made of a part of the graph is named instead: export it again. Claims
    and disputes are made anew; entities that only the statement was about go with it.
    """
    from kg.export.corrections import find_statement, wrong

    if bool(statement) == bool(line):
        raise typer.BadParameter("give a statement's id or --line", param_hint="STATEMENT")
    loaded = _load(graph, ontology)
    found = find_statement(loaded.records, loaded.ontology, id=statement, line=line)
    given = {"why": why, "who": _who(who), "when": when}
    row = wrong(loaded.graph, loaded.records, found, everywhere=everywhere, **given)
    left = loaded.reject(row)
    _write(row, graph, loaded)
    for path in _rewritten(graph, loaded, left, row):
        print(printable(str(path)))
    gone = len(loaded.records.statements) - len(left.records.statements)
    say(f"{count(gone, 'statement')} taken out")


def _load(graph: Path, ontology: Path | None) -> KnowledgeGraph:
    from kg.knowledge_graph import load

    return load(graph, ontology=ontology)


def _who(given: str | None) -> str:
    import getpass

    try:
        return given or getpass.getuser()
    except (OSError, KeyError, ImportError) as error:
        raise typer.BadParameter("your login has no name; give yours", param_hint="--who") from error


def _write(row: Correction, graph: Path, loaded: KnowledgeGraph) -> None:
    from kg.read.corrections import FILE_NAME, append_correction

    path = (graph if graph.is_dir() else graph.parent) / FILE_NAME
    line = append_correction(path, row, loaded.ontology)
    say(f"written to {path}:{line}")


def _rewritten(graph: Path, loaded: KnowledgeGraph, left: KnowledgeGraph, row: Correction) -> Iterator[Path]:
    """Write the graph, the same graph in other formats (each keeps the texts that it has or lacks), and the page."""
    from kg.export import GRAPH_FORMATS

    if graph.is_dir():
        from kg.pipeline import build

        build((), store=graph, ontology=left.ontology.folder)
        yield graph
        return
    yield left.export(graph)
    others = (graph.with_suffix(f".{form}") for form in GRAPH_FORMATS)
    for path in (path for path in others if path != graph and path.exists()):
        try:
            yield _load(path, left.ontology.folder).reject(row).export(path)
        except QueryError:
            say(f"{path} does not hold it")
    page = graph.with_suffix(".html")
    if page.exists():
        yield left.export(page)
    yield from _exported(graph, loaded, left, row)


def _exported(graph: Path, loaded: KnowledgeGraph, left: KnowledgeGraph, row: Correction) -> Iterator[Path]:
    """Write the tables and networks beside the graph anew; name those that were made of something else."""
    from kg.export.beside import beside, is_whole, telling

    for path in beside(graph):
        if is_whole(loaded.graph, path, loaded.ontology):
            yield left.export(path)
        else:
            say(f"{path} is not of the whole graph as it was, and may still hold it: export it again, or delete it")
    for path in telling(graph, row.statement):
        say(f"{path} still holds it: export it again, or delete it")
