"""The graph as a TriG 1.1 file: one named graph a document."""

from __future__ import annotations

from pathlib import Path

from kg.graph.partition import quads
from kg.graph.store import Graph
from kg.graph.write import base_of, trig
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the named graphs (see `kg.graph.partition.quads`) to `path` as UTF-8; the ontology adds nothing."""
    path.write_bytes(trig(quads(graph), base_of(graph.triples())))
