"""The graph as an N-Triples file."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.graph.store import Graph
from kg.graph.write import in_order
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the graph to `path`, a triple a line; the ontology adds nothing."""
    path.write_bytes(serialize(in_order(graph.triples()), format=RdfFormat.N_TRIPLES) or b"")
