"""The commands that give a graph out: show and export, and the options that say which of its statements."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from inspect import Parameter, Signature, signature
from pathlib import Path
from typing import Annotated, Any

import typer

from kg.cli.app import GraphArgument, NoTextsOption, OntologyOption, app
from kg.cli.output import printable, say

GRAPH = Path("output/graph.ttl")
_PANEL = "Which statements (of several values one must hold)"


def _choice(*flags: str, meaning: str, metavar: str) -> typer.models.OptionInfo:
    found: typer.models.OptionInfo = typer.Option(*flags, help=meaning, metavar=metavar, rich_help_panel=_PANEL)
    return found


About = Annotated[list[str] | None, _choice("--about", meaning="Only what has this name at one end.", metavar="NAME")]
Relation = Annotated[list[str] | None, _choice("--relation", meaning="Only this relation.", metavar="RELATION")]
Stance = Annotated[
    list[str] | None,
    _choice("--stance", meaning="Only relations of conflict, cooperation, neutral or static.", metavar="STANCE"),
]
Speaker = Annotated[
    list[str] | None,
    _choice("--speaker", meaning="Only what this one says; Narrator is the article.", metavar="NAME"),
]
Document = Annotated[list[str] | None, _choice("--document", meaning="Only this document.", metavar="DOCUMENT")]
Publisher = Annotated[list[str] | None, _choice("--publisher", meaning="Only this publisher's.", metavar="NAME")]
Since = Annotated[
    str, _choice("--since", meaning="Published on this day or later; a month or year will do.", metavar="DATE")
]
Until = Annotated[str, _choice("--until", meaning="Published on this day or earlier.", metavar="DATE")]
PolarityOption = Annotated[
    list[str] | None, _choice("--polarity", meaning="Only positive or negative.", metavar="POLARITY")
]
ModalityOption = Annotated[
    list[str] | None, _choice("--modality", meaning="Only asserted, possible, planned or asked.", metavar="MODALITY")
]
Confidence = Annotated[
    float,
    typer.Option("--confidence", help="Only this sure or surer, 0 to 1.", min=0, max=1, rich_help_panel=_PANEL),
]

Words = dict[str, str | float | list[str] | None]
"""What a filter is made of, by the names of its options."""


def _words(
    about: About = None,
    relation: Relation = None,
    stance: Stance = None,
    speaker: Speaker = None,
    document: Document = None,
    publisher: Publisher = None,
    since: Since = "",
    until: Until = "",
    polarity: PolarityOption = None,
    modality: ModalityOption = None,
    confidence: Confidence = 0,
) -> Words:
    """Gather the options of a filter."""
    return dict(locals())


def _filtered(command: Callable[..., None]) -> Callable[..., None]:
    """Give a command the options of a filter where it takes `words`, and hand them over as these."""
    own, options = (dict(signature(function, eval_str=True).parameters) for function in (command, _words))

    @wraps(command)
    def call(**given: Any) -> None:
        words = _words(**{name: given.pop(name) for name in options})
        command(**given, words=words)

    shown = [part for name, one in own.items() for part in (options.values() if name == "words" else [one])]
    named = [parameter.replace(kind=Parameter.KEYWORD_ONLY) for parameter in shown]
    call.__signature__ = Signature(named)  # type: ignore[attr-defined]  # where typer looks
    return call


@app.command()
@_filtered
def show(
    *,
    graph: GraphArgument = GRAPH,
    words: Words,
    ids: Annotated[bool, typer.Option("--ids", help="Put its id before each statement, for kg reject.")] = False,
    ontology: OntologyOption = None,
) -> None:
    """Show who says what about whom, line by line, with the words that say it."""
    from kg.export.show import lines
    from kg.knowledge_graph import load

    loaded = load(graph, ontology=ontology)
    shown = lines(loaded.records, loaded.ontology, ids=ids, **words)
    for line in shown:
        print(printable(line))
    if not shown:
        say("nothing in the graph is like that")


@app.command()
@_filtered
def export(
    *,
    output: Annotated[
        Path, typer.Option("--output", "-o", help="The file (for neo4j and gephi the folder) to write.", metavar="FILE")
    ],
    graph: GraphArgument = GRAPH,
    form: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="ttl, trig, nq, nt, jsonld, html; csv, parquet; graphml, gexf, neo4j, gephi; nif; ttl12 (RDF 1.2); "
            "else FILE's suffix tells.",
            metavar="FORMAT",
        ),
    ] = None,
    no_texts: NoTextsOption = False,
    words: Words,
    ontology: OntologyOption = None,
) -> None:
    """Write a graph, or the part of it that passes, in another format; with named graphs in trig and nq (see kg build).

    Of the part that passes everything it needs is written: its documents, entities, attributions, claims and disputes.
    Tables and networks never show as a fact what somebody only said: columns and the names of edges say who says it.

    Exit codes: 0 written, 1 nothing passes and nothing is written.
    """
    from kg.export.choose import chosen
    from kg.export.filter import Filter
    from kg.knowledge_graph import KnowledgeGraph, load

    loaded, wanted = load(graph, ontology=ontology), Filter.of(**words)
    if wanted:
        loaded = KnowledgeGraph(chosen(loaded.graph, wanted, loaded.ontology), loaded.ontology)
        if not loaded.records.statements:
            say("nothing in the graph is like that")
            raise typer.Exit(1)
    print((loaded.without_texts() if no_texts else loaded).export(output, form))
