"""The command that sends a graph to a triple store."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from kg.cli.app import GRAPH, SOME_FAILED, app
from kg.cli.output import count, say
from kg.errors import PushBroken, PushError

if TYPE_CHECKING:
    from kg.push import Credentials, Outcome, Target
    from kg.push.sender import Sender

_BULK = "qlever"


@app.command()
def push(
    to: Annotated[str, typer.Option(help="The store's address; for qlever a folder to write into.", metavar="URL")],
    graph: Annotated[
        Path, typer.Argument(help="The folder of a build, a graph file, or a store.", metavar="[GRAPH]")
    ] = GRAPH.parent,
    preset: Annotated[
        str | None,
        typer.Option(help="oxigraph, virtuoso, fuseki, graphdb, rdf4j, blazegraph or qlever.", metavar="STORE"),
    ] = None,
    dataset: Annotated[str, typer.Option(help="The store's dataset, repository or namespace.", metavar="NAME")] = "",
    protocol: Annotated[
        str | None, typer.Option(help="graph-store or update, else what the preset does best.", metavar="NAME")
    ] = None,
    auth: Annotated[
        str | None,
        typer.Option(help="none, basic, digest (KG_PUSH_USER, KG_PUSH_PASSWORD) or bearer (KG_PUSH_TOKEN)."),
    ] = None,
    chunk: Annotated[int | None, typer.Option(min=1, help="Triples a request, at most.", metavar="N")] = None,
    retries: Annotated[int, typer.Option(min=0, help="How often a request is sent again.")] = 5,
    timeout: Annotated[float, typer.Option(min=0.1, help="Seconds of silence that end a try.")] = 60.0,
    journal: Annotated[
        Path | None, typer.Option(help="Where to write down what is done, else beside the graph.", metavar="FILE")
    ] = None,
    again: Annotated[bool, typer.Option("--again", help="Send all, whatever the journal says is there.")] = False,
    prune: Annotated[bool, typer.Option("--prune", help="Take out graphs pushed before and gone since.")] = False,
    verify: Annotated[bool, typer.Option("--verify", help="Count what arrived, and mend it.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
) -> None:
    """Send a graph to a triple store, one named graph a document; the same command goes on where one broke off.

    Each graph replaces what the store had under its name; the default graph and all other graphs stay. Without --preset
    URL is the address of the Graph Store Protocol, with --protocol update that of SPARQL Update. Names, passwords and
    tokens are read from the environment alone. Needs the extra newskg[push].

    Exit codes: 0 all is there, 2 the store refuses or something is missing, 3 it stopped answering: try again.
    """
    from kg.push import Credentials, Target, write_bulk
    from kg.push import push as pushing
    from kg.push.journal import Journal, journal_path

    if preset == _BULK:
        for path in write_bulk(graph, Path(to)):
            print(path)
        return
    target = Target.of(to, preset, dataset=dataset, protocol=protocol)
    credentials = Credentials.of(auth or target.auth)
    if credentials.kind != "none" and not target.private:
        say(f"warning: {target.address} is not https; what logs you in can be read on the way")
    try:
        with (
            closing(_sender(target, credentials, retries, timeout, quiet)) as sender,
            Journal(journal or journal_path(graph, target.address), target.address) as steps,
        ):
            done = pushing(graph, target, sender, steps, size=chunk, again=again, prune=prune, verify=verify)
    except PushBroken as error:
        say(f"kg: {error}\nwhat is there is written down; the same command goes on from here")
        raise typer.Exit(SOME_FAILED) from None
    if not quiet:
        _tell(done)


def _sender(target: Target, credentials: Credentials, retries: int, wait: float, quiet: bool) -> Sender:
    from kg.push.sender import Sender

    try:
        return Sender(target, credentials, retries=retries, wait=wait, say=(lambda _: None) if quiet else say)
    except ImportError as error:
        raise PushError("kg push needs httpx, which is not installed; pip install 'newskg[push]'") from error


def _tell(done: Outcome) -> None:
    parts = [f"{count(done.sent, 'graph')} sent ({count(done.triples, 'triple')})"]
    parts += [f"{done.skipped:,} there already"] if done.skipped else []
    parts += [f"{done.pruned:,} taken out"] if done.pruned else []
    parts += [f"{count(done.retried, 'request')} sent again"] if done.retried else []
    say(", ".join(parts))
    if done.stale:
        say(f"{count(len(done.stale), 'graph')} pushed before and gone since; --prune takes them out of the store")
