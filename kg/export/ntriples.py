"""The graph as an N-Triples file."""

from __future__ import annotations

from pathlib import Path

from kg.graph.lines import ntriples
from kg.graph.store import Graph
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the graph to `path`, a triple a line; the ontology adds nothing."""
    path.write_bytes(ntriples(graph.lines()).encode())
