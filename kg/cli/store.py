"""The commands of a store that grows: remove and verify; kg build --store fills it."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import GRAPH, NOTHING, SOME_FAILED, OntologyOption, app
from kg.cli.output import count, printable, progress, say, tell_store


@app.command()
def remove(
    store: Annotated[Path, typer.Argument(help="The folder of the store.", metavar="STORE")],
    documents: Annotated[
        list[str] | None,
        typer.Argument(
            help="Keys, identifiers or IRIs; none clears away what replaced documents left.", metavar="[KEY]…"
        ),
    ] = None,
    workers: Annotated[int, typer.Option(min=1, help="Processes, should documents have to be read again.")] = 1,
    ontology: OntologyOption = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
) -> None:
    """Take documents out of a store: no text, name, claim or dispute of them is left in any of its files.

    Exit codes: 0 they are gone, 2 there is no such document or another process writes, 3 some that had to be read
    again failed.
    """
    from kg import pipeline

    with progress(quiet) as shown:
        graph = pipeline.remove(store, documents or [], ontology=ontology, workers=workers, progress=shown)
    (store / "report.json").unlink(missing_ok=True)  # it may name them
    tell_store(graph, store, quiet=quiet)
    if graph.report.errors:
        raise typer.Exit(SOME_FAILED)


@app.command()
def verify(
    graph: Annotated[Path, typer.Argument(help="The folder of a store, or a graph file.", metavar="[STORE]")] = GRAPH,
    ontology: OntologyOption = None,
) -> None:
    """Replay every promise: offsets, shapes, direct layer, two parsers; of a store, every graph against its journal.

    Exit codes: 0 all holds, 1 there are faults, 2 it cannot be opened or another process writes.
    """
    from kg.knowledge_graph import load
    from kg.store.verify import verify_graph, verify_store

    if graph.is_dir():
        faults = verify_store(graph, ontology)
    else:
        loaded = load(graph, ontology=ontology)
        faults = verify_graph(loaded.graph, loaded.ontology)
    for fault in faults:
        print(printable(f"{fault.kind}: {fault.where}: {fault.what}"))
    if faults:
        say(f"{count(len(faults), 'fault')} in {graph}")
        raise typer.Exit(NOTHING)
    print(f"{graph}: every promise holds")
