"""The graph as an N-Quads file: one named graph a document."""

from __future__ import annotations

from pathlib import Path

from pyoxigraph import RdfFormat, serialize

from kg.graph.lines import nquads
from kg.graph.partition import quads
from kg.graph.store import Graph
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the named graphs (see `kg.graph.partition.quads`) to `path`, a quad a line; the ontology adds nothing."""
    parts = graph.parts()
    if parts is None:
        path.write_bytes(serialize(quads(graph), format=RdfFormat.N_QUADS) or b"")
        return
    with path.open("wb") as file:
        file.writelines(nquads(lines, iri).encode() for iri, lines in parts)
