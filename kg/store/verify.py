"""Replay everything that a graph or a store promises: GRAPH.md's promises, and that a store is what its journal says."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Triple

from kg.errors import StoreError
from kg.graph.lexical import as_written
from kg.graph.lines import triples
from kg.graph.partition import quads
from kg.graph.store import Graph
from kg.graph.validate import Fault, check_parsers, validate
from kg.graph.write import in_order
from kg.ontology import Ontology
from kg.store import generations, lock, resolving
from kg.store.disk import state_of
from kg.store.graph import StoredGraph
from kg.store.journal import Journal
from kg.store.settings import Options, Settings, given, read

_SHOWN = 5
"""Differences of one graph that are told."""


def verify_graph(graph: Graph, ontology: Ontology) -> list[Fault]:
    """Replay the promises that a graph makes by itself: shapes, terms, offsets, direct layer, and two parsers."""
    return sorted({*validate(graph, ontology), *check_parsers(graph)})


def verify_store(folder: Path | str, ontology: Path | str | Ontology | None = None) -> list[Fault]:
    """Replay the promises of a store's graph, and make every named graph again from the journal to compare.

    Nothing is written, and no other process may write meanwhile. Raises `StoreBusy`, and `StoreError` for what cannot
    even be opened.
    """
    folder = Path(folder)
    with lock.writing(folder):
        journal = Journal(folder)
        try:
            options = Options(ontology=ontology).over(Options.remembered(journal.setting("options")))
            settings = options.beside(folder).settings()
            faults = [*_check_journal(journal, settings), *_check_state(folder, journal, settings)]
            if not faults:
                faults += _check_parts(folder, journal, settings)
        finally:
            journal.close(keep=False)
    if not faults:
        faults += verify_graph(StoredGraph(folder), settings.ontology)
    return sorted(set(faults))


def _check_journal(journal: Journal, settings: Settings) -> Iterator[Fault]:
    """Check the file, and each document: its words are those that were read, and what was read is whole."""
    yield from (Fault("journal", str(journal.path), what) for what in journal.faults())
    for entry, digest in journal.entries():
        try:
            if entry.digest != digest:
                yield Fault("journal", entry.key, "is not what was written")
            document = entry.read_document()
            if (document.key, given(document), read(document)) != (entry.key, entry.given, entry.made):
                yield Fault("journal", entry.key, "the document is not the one that was read")
            if entry.settings == settings.reading:
                entry.read_extraction(entry.identifier)
                entry.read_references()
            else:
                yield Fault("journal", entry.key, "was read with other settings; kg build --store reads it again")
        except StoreError as error:
            yield Fault("journal", entry.key, str(error))


def _check_state(folder: Path, journal: Journal, settings: Settings) -> Iterator[Fault]:
    """Check that the graph is that of the documents and settings of today."""
    now = generations.current(folder)
    if now is None:
        yield Fault("graph", str(folder), "there is none yet; finish the build that began it")
    elif now.state != state_of(journal, settings):
        yield Fault("graph", str(folder), "is not that of the documents in the store; run kg build --store again")


def _check_parts(folder: Path, journal: Journal, settings: Settings) -> Iterator[Fault]:
    """Make every named graph again, and compare it with what stands there."""
    parts = resolving.plan(journal, settings, afresh=True).parts
    union: set[Triple] = set()
    with generations.held(folder) as now:
        graph = StoredGraph(folder)
        stored, blocks = graph.store, now.blocks
        known = {part.iri for part in parts}
        for name in {*blocks.index, *(str(getattr(n, "value", n)) for n in stored.named_graphs())} - known:
            yield Fault("graph", name, "is not of this store")
        for part in parts:
            lines = part.lines()
            if blocks.index and blocks.lines(part.iri) != lines:
                yield Fault("graph", part.iri, f"is not what the documents give in {blocks.path}")
            wanted = set(triples(lines))
            union |= wanted
            found = stored.quads_for_pattern(None, None, None, NamedNode(part.iri))
            yield from _differences(part.iri, {as_written(quad.triple) for quad in found}, wanted)
        everything = stored.quads_for_pattern(None, None, None, DefaultGraph())
        yield from _differences("the union", {as_written(quad.triple) for quad in everything}, union)
        yield from _check_homes(graph, settings)


def _differences(where: str, found: set[Triple], wanted: set[Triple]) -> Iterator[Fault]:
    for triple in in_order(found - wanted)[:_SHOWN]:
        yield Fault("graph", where, f"holds {str(triple)[:200]}, which no document gives")
    for triple in in_order(wanted - found)[:_SHOWN]:
        yield Fault("graph", where, f"lacks {str(triple)[:200]}")


def _check_homes(graph: StoredGraph, settings: Settings) -> Iterator[Fault]:
    """Check that each triple stands in the named graph in which an export would write it."""
    due = {(str(quad.graph_name), quad.triple) for quad in quads(graph)}
    there = {(str(q.graph_name), as_written(q.triple)) for q in graph.store if q.graph_name != DefaultGraph()}
    for name, triple in sorted(due ^ there, key=str)[:_SHOWN]:
        yield Fault("graph", name.strip("<>"), f"should {'hold' if (name, triple) in due else 'not hold'} {triple}")
