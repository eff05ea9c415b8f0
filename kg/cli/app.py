"""The command `kg`: parses, calls, prints; nothing outside this room prints."""

from __future__ import annotations

import logging
import sys
from pathlib import Path
from typing import Annotated, Any

import typer
from typer.core import TyperGroup

from kg import __version__
from kg.cli.given import (
    AddressOption,
    EngineOption,
    ShardsOption,
    StoreOption,
    check_engine,
    correction_files,
    formats_of,
    text_of,
    values_of,
)
from kg.cli.inputs import (
    AllowPrivate,
    AnyLanguage,
    AuthorField,
    DateField,
    Encoding,
    IdField,
    InputFormat,
    LanguageField,
    PublisherField,
    SourceField,
    TextField,
    TitleField,
    inputs_of,
    tell_failures,
    write_report,
)
from kg.cli.output import count, print_result, progress, say, summary, tell_store
from kg.errors import KGError

EXIT_CODES = """
Exit codes: 0 all is well; 1 nothing was built, validate found faults or diff differences; 2 wrong use, or a
model, graph, ontology or query that is missing or broken; 3 some inputs failed, each named on standard error, and the
others were built.
"""

NOTHING, BROKEN, SOME_FAILED, INTERRUPTED = 1, 2, 3, 130

GRAPH = Path("output/graph.ttl")


class _Commands(TyperGroup):
    """Turns our errors into one line on standard error."""

    def invoke(self, ctx: Any) -> object:
        try:
            return super().invoke(ctx)
        except KGError as error:
            say(f"kg: {error}")
        except BrokenPipeError:
            raise
        except OSError as error:
            say(f"kg: {error.filename or 'input or output'}: {error.strerror or error}")
        except KeyboardInterrupt:
            say("kg: stopped")
            raise typer.Exit(INTERRUPTED) from None
        raise typer.Exit(BROKEN)


app = typer.Typer(
    cls=_Commands,
    help="Reads news text and builds an RDF graph of who says what about whom.",
    epilog=" ".join(EXIT_CODES.split()),
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)

OntologyOption = Annotated[Path | None, typer.Option("--ontology", help="Another ontology folder.", metavar="DIR")]
GraphArgument = Annotated[Path, typer.Argument(help="The graph file.", metavar="[GRAPH]")]
NoTextsOption = Annotated[
    bool, typer.Option("--no-texts", help="For publishing: no article's text, no quote beyond the evidence.")
]


def _version(wanted: bool) -> None:
    if wanted:
        print(f"newskg {__version__}")
        raise typer.Exit


@app.callback()
def prepare(
    version: Annotated[
        bool, typer.Option("--version", help="Print the version.", is_eager=True, callback=_version)
    ] = False,
) -> None:
    """Read news text and build an RDF graph of who says what about whom."""
    logging.lastResort = None  # libraries report through us


@app.command()
def build(
    paths: Annotated[
        list[str],
        typer.Argument(
            help="Files (.txt .html .pdf .jsonl .csv .warc, feeds; .gz behind it), folders, globs, http(s) addresses, "
            "or - for standard input.",
            metavar="PATH…",
        ),
    ],
    output: Annotated[
        Path | None, typer.Option("--output", "-o", help="The folder to write into; output, or with --store none.")
    ] = None,
    store: StoreOption = None,
    model: Annotated[str | None, typer.Option(help="The spaCy pipeline.")] = None,
    attribution: Annotated[
        str | None,
        typer.Option(
            help="How who says what is found: learned (the default), or rules alone.", metavar="learned|rules"
        ),
    ] = None,
    base: Annotated[str | None, typer.Option(help="The IRI under which documents and entities are named.")] = None,
    ontology: OntologyOption = None,
    gazetteer: Annotated[
        list[Path] | None,
        typer.Option(help="Known people, bodies and places (.csv or .ttl); may be given again.", metavar="FILE"),
    ] = None,
    workers: Annotated[
        int | None,
        typer.Option(
            min=1,
            help="Processes that read in parallel, 1 or with Ray as many as there are processors; the graph is the same.",
        ),
    ] = None,
    engine: EngineOption = "local",
    address: AddressOption = None,
    shards: ShardsOption = None,
    page: Annotated[bool, typer.Option("--page/--no-page", help="Write the page as well.")] = True,
    form: Annotated[
        list[str], typer.Option("--format", help="ttl, trig, nq, nt, jsonld; several by commas.", metavar="FORMAT")
    ] = ["ttl"],  # noqa: B006  # typer copies it
    no_texts: NoTextsOption = False,
    corrections: Annotated[
        list[Path] | None,
        typer.Option(help="A file of corrections, besides corrections.csv in the output folder.", metavar="FILE"),
    ] = None,
    quiet: Annotated[bool, typer.Option("--quiet", "-q", help="Say nothing but what failed.")] = False,
    text_field: TextField = None,
    title_field: TitleField = None,
    date_field: DateField = None,
    author_field: AuthorField = None,
    publisher_field: PublisherField = None,
    id_field: IdField = None,
    source_field: SourceField = None,
    language_field: LanguageField = None,
    input_format: InputFormat = None,
    encoding: Encoding = "utf-8",
    any_language: AnyLanguage = False,
    allow_private: AllowPrivate = False,
) -> None:
    """Build a graph: writes graph.ttl and graph.html and prints their paths; report.json says what became of the input.

    With --format trig,nq (or one --format each) writes graph.trig and graph.nq instead. These two put what each
    document says into a named graph of the document's IRI; entities (and the run), claims and disputes stand in
    BASE/graph/entities, BASE/graph/claims and BASE/graph/disputes. The other formats hold the union of these graphs.

    Exit codes: 0 all inputs built, 1 nothing built, 3 some inputs failed (each is named with its reason).
    """
    inputs = inputs_of(paths, locals())
    from kg import pipeline
    from kg.extract import ATTRIBUTIONS

    if attribution not in (None, *ATTRIBUTIONS):
        raise typer.BadParameter(f"'{attribution}' is none of {', '.join(ATTRIBUTIONS)}", param_hint="--attribution")
    check_engine(engine, address, shards, store)
    formats = formats_of(form)
    if output is None and store is None:
        output = GRAPH.parent
    home = store or output or GRAPH.parent
    with progress(quiet) as shown:
        graph = pipeline.build(
            inputs,
            model=model,
            attribution=attribution,
            base=base,
            ontology=ontology,
            gazetteer=gazetteer or (),
            corrections=(corrections or []) if store else correction_files(home, corrections or [], quiet),
            workers=workers,
            store=store,
            engine=engine,
            address=address,
            shards=shards,
            progress=shown,
        )
    write_report(graph, output or home)
    tell_failures(graph, quiet=quiet)
    for source in graph.report.foreign:
        say(f"warning: {source}: does not look like English; what is read from it is worth little")
    if unmatched := graph.report.unmatched:
        say("\n  ".join([f"{count(len(unmatched), 'correction')} matched nothing:", *unmatched]))
    if not graph.report.built:
        say("kg: nothing was built")
        raise typer.Exit(NOTHING)
    if output:
        for path in (graph.without_texts() if no_texts else graph).save(output, formats=formats, page=page):
            print(path)
    if store:
        tell_store(graph, store, quiet=quiet)
    elif not quiet:
        say(summary(graph))
    if graph.report.errors:
        raise typer.Exit(SOME_FAILED)


@app.command()
def query(
    question: Annotated[str | None, typer.Argument(help="SPARQL, or the name of a saved question.")] = None,
    graph: Annotated[Path, typer.Option("--graph", "-g", help="The graph file.")] = GRAPH,
    file: Annotated[Path | None, typer.Option("--file", "-f", help="A file that holds the SPARQL.")] = None,
    saved: Annotated[str | None, typer.Option(help="The name of a saved question.")] = None,
    set_: Annotated[
        list[str] | None,
        typer.Option("--set", help="A value for a saved question's parameter.", metavar="NAME=VALUE"),
    ] = None,
    form: Annotated[str, typer.Option("--format", help="table, csv, tsv or json.")] = "table",
    list_: Annotated[bool, typer.Option("--list", help="List the saved questions.")] = False,
    ontology: OntologyOption = None,
) -> None:
    """Ask a graph in SPARQL 1.1; the usual prefixes need no declaration."""
    from kg.export.results import FORMATS
    from kg.graph.query import saved as saved_questions
    from kg.knowledge_graph import load
    from kg.ontology import load_ontology

    if form not in ("table", *FORMATS):
        raise typer.BadParameter(f"'{form}' is none of table, {', '.join(FORMATS)}", param_hint="--format")
    known = load_ontology(ontology)
    if list_:
        for item in saved_questions(known).values():
            print(f"{item.name:<28} {item.title}")
            for parameter in item.parameters:
                print(f"{'':<28} --set {parameter.name}=… {parameter.meaning}")
        return
    if sum(given is not None for given in (question, file, saved)) != 1:
        raise typer.BadParameter("give one of: a query, --file, --saved, --list", param_hint="QUESTION")
    asked = load(graph, ontology=known)
    if saved is not None:
        print_result(asked.ask(saved, values_of(set_)), form)
    else:
        print_result(asked.query(text_of(file) if file else str(question), values_of(set_)), form)


def main() -> None:
    """Run the command line."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="replace")  # news has more letters than the C locale
    app()
