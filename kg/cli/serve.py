"""The command that serves a graph on this machine."""

from __future__ import annotations

import logging
import signal
import threading
from contextlib import suppress
from pathlib import Path
from typing import Annotated

import typer

from kg.cli.app import GRAPH, OntologyOption, app
from kg.cli.output import say


class _Said(logging.Handler):
    """Tells what went wrong with a request."""

    def emit(self, record: logging.LogRecord) -> None:
        fault = record.exc_info[1] if record.exc_info else None
        say(f"kg: {record.getMessage()}" + (f": {fault}" if fault else ""))


@app.command()
def serve(
    graph: Annotated[
        Path, typer.Argument(help="The folder of a build, a graph file, or a store.", metavar="[GRAPH]")
    ] = GRAPH.parent,
    port: Annotated[int, typer.Option(min=0, max=65535, help="The port; 0 takes a free one.")] = 7070,
    host: Annotated[
        str, typer.Option(help="The address to listen on; others than yourself can read then.")
    ] = "127.0.0.1",
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds that a query may take.")] = 30.0,
    open_: Annotated[bool, typer.Option("--open", help="Open the page in the browser.")] = False,
    ontology: OntologyOption = None,
) -> None:
    """Serve the page, a read-only SPARQL endpoint (/query) and every IRI of the graph; Ctrl-C ends it.

    An IRI of the graph is looked up by its path (/entity/…, /statement/…, /doc/…) or as /lookup?iri=…: HTML for people,
    Turtle, JSON-LD or N-Triples by the Accept header. Needs the extra newskg[serve].
    """
    from kg.ontology import load_ontology
    from kg.serve import serve as serving

    logging.getLogger("kg.serve").addHandler(_Said())
    signal.signal(signal.SIGTERM, signal.default_int_handler)
    with serving(graph, load_ontology(ontology), host=host, port=port, limit=timeout) as server:
        print(server.url, flush=True)
        if host not in ("127.0.0.1", "localhost", "::1"):
            say(f"everybody who reaches {host} can read this graph")
        say("Ctrl-C ends it")
        if open_:
            typer.launch(server.url)
        with suppress(KeyboardInterrupt):
            threading.Event().wait()
    say("stopped")
