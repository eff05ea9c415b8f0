"""The graph as a Turtle 1.1 file."""

from __future__ import annotations

from pathlib import Path

from kg.graph.store import Graph
from kg.graph.write import turtle_of
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the graph to `path` as UTF-8, the same bytes for the same triples; the ontology adds nothing."""
    with path.open("wb") as file:
        file.writelines(turtle_of(graph.lines()))
