"""Replay everything that a graph or a store promises: GRAPH.md's promises, and that a store is what its journal says."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import StoreError
from kg.graph import namespaces as ns
from kg.graph.lexical import as_written
from kg.graph.lines import triples
from kg.graph.piecewise import validate_parts
from kg.graph.store import Graph
from kg.graph.validate import Fault, check_parsers, validate
from kg.graph.write import in_order
from kg.ontology import Ontology
from kg.read.copies import signature
from kg.store import generations, lock, resolving
from kg.store.disk import state_of
from kg.store.graph import StoredGraph
from kg.store.journal import Journal
from kg.store.settings import Options, Settings, given, read
from kg.store.spool import spooled

_DIRECT = tuple(f"<{layer}" for layer in ns.LAYERS.values())

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
        faults += _check_promises(folder, settings)
    return sorted(set(faults))


def _check_journal(journal: Journal, settings: Settings) -> Iterator[Fault]:
    """Check the file, and each document: its words are those that were read, and what was read is whole."""
    yield from (Fault("journal", str(journal.path), what) for what in journal.faults())
    for entry, digest in journal.entries():
        try:
            if entry.digest != digest:
                yield Fault("journal", entry.key, "is not what was written")
            document = entry.read_document()
            if entry.signature != signature(document.text):
                yield Fault("journal", entry.key, "the signature is not that of the text")
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
    with generations.held(folder) as now, spooled(folder, None) as spool:
        parts = resolving.afresh(journal, settings, spool).parts
        stored, blocks = StoredGraph(folder).store, now.blocks
        known = {part.iri for part in parts}
        for name in {*blocks.index, *(str(getattr(n, "value", n)) for n in stored.named_graphs())} - known:
            yield Fault("graph", name, "is not of this store")
        facts: set[str] = set()
        number = 0
        for part in parts:
            lines = part.lines()
            if blocks.index and blocks.lines(part.iri) != lines:
                yield Fault("graph", part.iri, f"is not what the documents give in {blocks.path}")
            yield from _compare(part.iri, stored, lines, NamedNode(part.iri))
            again = [line for line in lines if _is_direct(line)]
            number += len(lines) - len(facts.intersection(again))
            facts.update(again)
            yield from _lacking("the union", stored, lines, DefaultGraph())
        if sum(1 for _ in stored.quads_for_pattern(None, None, None, DefaultGraph())) != number:
            yield from _unfounded(stored)


def _is_direct(line: str) -> bool:
    """Tell a triple of the direct layer; no other stands in more than one named graph."""
    return line.partition(" ")[2].startswith(_DIRECT)


def _compare(where: str, stored: Store, lines: list[str], name: NamedNode) -> Iterator[Fault]:
    """Compare a named graph with the lines that it should have."""
    number = sum(1 for _ in stored.quads_for_pattern(None, None, None, name))
    lacking = list(_lacking(where, stored, lines, name))
    yield from lacking
    if lacking or number != len(lines):
        found = {as_written(quad.triple) for quad in stored.quads_for_pattern(None, None, None, name)}
        for triple in in_order(found.difference(triples(lines)))[:_SHOWN]:
            yield Fault("graph", where, f"holds {str(triple)[:200]}, which no document gives")


def _lacking(where: str, stored: Store, lines: list[str], graph: NamedNode | DefaultGraph) -> Iterator[Fault]:
    """Give the first triples of the lines that a graph has not."""
    missing = (t for t in triples(lines) if Quad(t.subject, t.predicate, t.object, graph) not in stored)
    for triple in islice(missing, _SHOWN):
        yield Fault("graph", where, f"lacks {str(triple)[:200]}")


def _unfounded(stored: Store) -> Iterator[Fault]:
    """Give the first triples of the union that no named graph has."""
    everything = (quad.triple for quad in stored.quads_for_pattern(None, None, None, DefaultGraph()))
    for triple in islice((t for t in everything if not _is_named(stored, t)), _SHOWN):
        yield Fault("graph", "the union", f"holds {str(as_written(triple))[:200]}, which no document gives")


def _is_named(stored: Store, triple: Triple) -> bool:
    found = stored.quads_for_pattern(triple.subject, triple.predicate, triple.object, None)
    return any(quad.graph_name != DefaultGraph() for quad in found)


def _check_promises(folder: Path, settings: Settings) -> Iterator[Fault]:
    """Check the promises of the graph, piece by piece where it is kept as lines."""
    graph = StoredGraph(folder)
    parts = graph.parts()
    if parts is None:
        yield from verify_graph(graph, settings.ontology)
        return

    def classes(nodes: Iterable[NamedNode]) -> Iterator[Triple]:
        for node in nodes:
            yield from (quad.triple for quad in graph.store.quads_for_pattern(node, ns.TYPE, None, DefaultGraph()))

    yield from validate_parts(parts, classes, settings.run.base, settings.ontology.folder)
