"""The commands that check: whether a graph keeps the contract, and what changed between two."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import GRAPH, NOTHING, GraphArgument, OntologyOption, app
from kg.cli.output import count, printable, say


@app.command()
def validate(graph: GraphArgument = GRAPH, ontology: OntologyOption = None) -> None:
    """Check a graph: shapes, terms, offsets, direct layer; says in words what is wrong and where.

    Exit codes: 0 all is well, 1 there are faults.
    """
    from kg.knowledge_graph import load

    faults = load(graph, ontology=ontology).validate()
    for fault in faults:
        print(printable(f"{fault.kind}: {fault.where}: {fault.what}"))
    if faults:
        say(f"{count(len(faults), 'fault')} in {graph}")
        raise typer.Exit(NOTHING)
    print(f"{graph}: no faults")


@app.command()
def diff(
    before: Annotated[Path, typer.Argument(help="The earlier graph file.", metavar="BEFORE")],
    after: Annotated[Path, typer.Argument(help="The later graph file.", metavar="AFTER")],
    form: Annotated[str, typer.Option("--format", help="text or json.")] = "text",
    ontology: OntologyOption = None,
) -> None:
    """Say what changed between two graphs: documents, names and merges of entities, statements.

    "-" is gone, "+" new, "~" changed. Told by content, not by IRI alone: a statement is the same if document, speaker,
    subject, relation, object, polarity and modality are. Not compared: places in the text, evidence, confidence.

    Exit codes: 0 no difference, 1 differences.
    """
    from kg.export import changes
    from kg.knowledge_graph import load

    if form not in changes.FORMATS:
        raise typer.BadParameter(f"'{form}' is none of {', '.join(changes.FORMATS)}", param_hint="--format")
    later = load(after, ontology=ontology)
    found = load(before, ontology=later.ontology).diff(later)
    if form == "json":
        sys.stdout.write(changes.as_json(found))
    else:
        for line in changes.lines(found, later.ontology):
            print(printable(line))
    if found:
        raise typer.Exit(NOTHING)
    say("no difference")
