"""The graph as RDF 1.2 Turtle: each statement is also a reifier, so that `<<( ?s ?p ?o )>>` finds who says it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, Triple

from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.read import records
from kg.graph.store import Graph
from kg.graph.write import in_order, turtle
from kg.ontology import Ontology

REIFIES = NamedNode(ns.RDF + "reifies")


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the graph with an `rdf:reifies` for each statement that has both ends; the ontology adds nothing.

    An asserted statement reifies its direct triple (`claim:rejects` where somebody claims it), which stands in the
    graph; any other the triple of `rel:`, which does not. Nothing else is said than in the plain graph.
    """
    triples = in_order({*graph.triples(), *reifiers(graph)})
    path.write_bytes(b'VERSION "1.2"\n' + turtle(triples))


def reifiers(graph: Graph) -> Iterator[Triple]:
    """Give statement, `rdf:reifies`, triple term."""
    for statement in records(graph).statements:
        if statement.subject and statement.object:
            fact = direct(statement) or (statement.subject, ns.REL + statement.relation, statement.object)
            yield Triple(NamedNode(statement.iri), REIFIES, Triple(*map(NamedNode, fact)))
