"""Check a graph that is kept in named graphs piece by piece: the same faults, and never more than a piece in memory.

What a piece says of its own nodes is checked with the classes of the nodes elsewhere that it speaks of; no shape asks for
more of these than their class.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.errors import GraphInvalid
from kg.graph import lines as ln
from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.read import records
from kg.graph.record import StatementRecord
from kg.graph.store import Graph
from kg.graph.validate import (
    Fault,
    check_direct,
    check_offsets,
    check_parsers,
    check_terms,
    classes_above,
    run_shapes,
)

Part = tuple[str, list[str]]
Classes = Callable[[Iterable[NamedNode]], Iterable[Triple]]
"""Gives for nodes the triples that say of what class they are."""

_FULL = 20_000
"""Lines from which a piece is checked."""

_SHARED = {ns.CLAIM_CLASS: "claims", ns.DISPUTE: "disputes"}


def validate_parts(parts: Iterable[Part], classes: Classes, base: str, folder: Path) -> Iterator[Fault]:
    """Give every fault of the named graphs, which are sorted lines; `folder` is that of the ontology.

    A direct triple must be justified in its own graph, and every node stand in the graph that it belongs to.
    """
    checker = _Checker(folder, classes)
    seen: dict[str, Fault] = {}
    ours = False
    for piece in _pieces(parts, base):
        for iri, lines in piece:
            ours = ours or bool(ln.base_of(lines))
            yield from _check_home(iri, lines, base)
        for fault in checker.check(Graph.from_lines(ln.union(piece))):
            if fault.kind != "term":
                yield fault
            elif fault.what not in seen or fault.where < seen[fault.what].where:  # each term is told of once
                seen[fault.what] = fault
    yield from seen.values()
    if not ours:
        yield Fault("shape", "the graph", "no run says kg:contractVersion, so this is no graph of newskg")


def _pieces(parts: Iterable[Part], base: str) -> Iterator[list[Part]]:
    """Put small graphs of documents together, and cut the others between two nodes."""
    waiting: list[Part] = []
    number = 0
    for iri, lines in parts:
        if iri.startswith(f"{base}graph/"):
            yield from ([(iri, list(piece))] for piece in ln.pieces(lines))
            continue
        waiting.append((iri, lines))
        number += len(lines)
        if number >= _FULL:
            yield waiting
            waiting, number = [], 0
    if waiting:
        yield waiting


@dataclass(frozen=True)
class _Checker:
    """Checks pieces against the ontology in a folder."""

    folder: Path
    classes: Classes

    @cached_property
    def vocabulary(self) -> tuple[Triple, ...]:
        return Graph.load(self.folder / "kg.ttl").triples()

    @cached_property
    def shapes(self) -> tuple[Triple, ...]:
        return Graph.load(self.folder / "shapes.ttl").triples()

    def check(self, graph: Graph) -> Iterator[Fault]:
        """Give the faults of a piece."""
        triples = graph.triples()
        yield from self._check_shapes(triples)
        yield from check_terms(graph, self.vocabulary)
        yield from check_parsers(graph)
        try:
            read = records(graph)
        except GraphInvalid as error:
            yield Fault("shape", "the graph", str(error))
        else:
            yield from check_offsets(graph, read)
            yield from check_direct(graph, read.statements)

    def _check_shapes(self, triples: Iterable[Triple]) -> Iterator[Fault]:
        """Run the shapes that aim at nodes of the piece; those elsewhere are told of where they stand."""
        typed = {triple.subject for triple in triples if triple.predicate == ns.TYPE}
        spoken_of = {t.object for t in triples if isinstance(t.object, NamedNode) and t.predicate != ns.TYPE}
        around = sorted((node for node in spoken_of - typed if isinstance(node, NamedNode)), key=str)
        kinds: set[object] = {triple.object for triple in triples if triple.predicate == ns.TYPE}
        known = classes_above(self.vocabulary)
        data = [*triples, *self.classes(around), *known]
        elsewhere = {node.value for node in around}
        for fault in run_shapes(data, self.shapes, str(self.folder / "shapes.ttl"), _with_parents(kinds, known)):
            if fault.where not in elsewhere:
                yield fault


def _with_parents(kinds: set[object], classes: Iterable[Triple]) -> set[object]:
    """Add to classes all that they are kinds of."""
    above: dict[object, set[object]] = {}
    for triple in classes:
        above.setdefault(triple.subject, set()).add(triple.object)
    found, waiting = set(kinds), list(kinds)
    while waiting:
        more = above.get(waiting.pop(), set()) - found
        found |= more
        waiting += more
    return found


def _check_home(iri: str, lines: list[str], base: str) -> Iterator[Fault]:
    """Check that each triple stands in the named graph in which an export would write it."""
    graph = Graph.from_lines(lines)
    homes = _homes(graph, base)
    facts = _facts(iri, graph)
    rest = f"{base}graph/entities"
    for triple in graph.triples():
        if triple.predicate.value.startswith(tuple(ns.LAYERS.values())):
            fits = (_iri(triple.subject), triple.predicate.value, _iri(triple.object)) in facts
        else:
            fits = homes.get(triple.subject, rest) == iri
        if not fits:
            yield Fault("graph", iri, f"should not hold {triple}")


def _homes(graph: Graph, base: str) -> dict[object, str]:
    """Find the graph of each document, node of a document, claim and dispute."""
    homes: dict[object, str] = {}
    for triple in graph.triples():
        if triple.predicate in (ns.IN_DOCUMENT, ns.CONTEXT):
            homes[triple.subject] = _iri(triple.object)
        elif triple.predicate == ns.TYPE and triple.object == ns.DOCUMENT:
            homes[triple.subject] = _iri(triple.subject)
        elif triple.predicate == ns.TYPE and triple.object in _SHARED:
            homes[triple.subject] = f"{base}graph/{_SHARED[triple.object]}"  # type: ignore[index]
    return homes


def _facts(iri: str, graph: Graph) -> set[tuple[str, str, str]]:
    """Give the direct triples that the statements of a document justify."""
    if not any(triple.object == ns.STATEMENT for triple in graph.triples()):
        return set()
    try:
        statements: Iterable[StatementRecord] = records(graph).statements
    except GraphInvalid:  # told of elsewhere
        return set()
    return {fact for one in statements if one.document == iri and (fact := direct(one))}


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
