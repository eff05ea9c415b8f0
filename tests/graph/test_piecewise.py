"""A graph checked piece by piece shows the faults that it shows as a whole, and where a triple has lost its way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

import pytest
from pyoxigraph import NamedNode, Triple

from kg.graph import lines as ln
from kg.graph import namespaces as ns
from kg.graph import piecewise
from kg.graph.piecewise import validate_parts
from kg.graph.store import Graph
from kg.graph.validate import Fault, check_parsers, validate
from kg.graph.write import parts
from kg.ontology import Ontology
from tests.factory import RUN, make_resolution

Parts = list[tuple[str, list[str]]]
ENTITIES, CLAIMS = f"{RUN.base}graph/entities", f"{RUN.base}graph/claims"


@pytest.fixture(autouse=True)
def small(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(piecewise, "_FULL", 10)
    monkeypatch.setattr(ln, "_PIECE", 10)


def piecemeal(found: Parts, ontology: Ontology) -> list[Fault]:
    graph = Graph.from_parts(found)

    def classes(nodes: Iterable[NamedNode]) -> Iterator[Triple]:
        wanted = set(nodes)
        return (t for t in graph.triples() if t.predicate == ns.TYPE and t.subject in wanted)

    return sorted(set(validate_parts(found, classes, RUN.base, ontology.folder)))


def without(found: Parts, *words: str) -> Parts:
    """Leave out the first line in which all these words stand."""
    place = next((n, line) for n, (_, lines) in enumerate(found) for line in lines if all(w in line for w in words))
    return [(iri, [line for line in lines if (n, line) != place]) for n, (iri, lines) in enumerate(found)]


def with_line(found: Parts, where: str, line: str) -> Parts:
    return [(iri, sorted([*lines, line]) if iri == where else lines) for iri, lines in found]


def test_what_is_written_has_no_fault(ontology: Ontology) -> None:
    assert piecemeal(parts(make_resolution(), RUN, ontology), ontology) == []


@pytest.mark.parametrize(
    "words",
    [
        ("/entity/", str(ns.LABEL)),
        ("/entity/", f" {ln.FIRST} "),
        ("/statement/", str(ns.POLARITY)),
        ("/statement/", str(ns.EVIDENCE)),
        ("#char=", str(ns.ANCHOR)),
        ("/entity/", f"<{ns.CLAIM}rejects>"),
        ("/claim/", str(ns.REPORTS)),
        (f" {ln.FIRST} ", str(ns.ACTIVITY)),
        (str(ns.CONTRACT_VERSION),),
    ],
)
def test_a_lost_triple_is_found_as_in_the_whole(words: tuple[str, ...], ontology: Ontology) -> None:
    found = without(parts(make_resolution(), RUN, ontology), *words)
    graph = Graph.from_parts(found)
    whole = sorted({*validate(graph, ontology), *check_parsers(graph)})
    assert whole
    assert [fault for fault in piecemeal(found, ontology) if fault.kind != "graph"] == whole


def test_an_undeclared_term_is_told_of_once(ontology: Ontology) -> None:
    found = parts(make_resolution(), RUN, ontology)
    for node in ("entity/person-x", "entity/person-y"):
        found = with_line(found, ENTITIES, f'<{RUN.base}{node}> <{ns.KG}mood> "bad" .\n')
    assert [f for f in piecemeal(found, ontology) if f.kind == "term"] == [
        Fault("term", f"{RUN.base}entity/person-x", "kg:mood is not declared in kg.ttl")
    ]


def test_a_triple_in_the_graph_of_another_node_is_found(ontology: Ontology) -> None:
    found = parts(make_resolution(), RUN, ontology)
    [odd, *_] = [line for iri, lines in found if iri == CLAIMS for line in lines]
    moved = with_line(without(found, odd), ENTITIES, odd)
    assert any(f.kind == "graph" and f.where == ENTITIES for f in piecemeal(moved, ontology))


def test_a_direct_triple_in_a_graph_that_does_not_say_so_is_found(ontology: Ontology) -> None:
    found = parts(make_resolution(), RUN, ontology)
    [fact] = [line for _, lines in found for line in lines if f"<{ns.CLAIM}rejects>" in line]
    faults = piecemeal(with_line(found, ENTITIES, fact), ontology)
    assert (ENTITIES, True) in {(f.where, "should not hold" in f.what) for f in faults}
