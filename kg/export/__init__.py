"""A graph becomes a file: one module a format, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.export import jsonld, nquads, ntriples, page, trig, turtle
from kg.graph.store import Graph
from kg.ontology import Ontology

Exporter = Callable[[Graph, Path, Ontology], None]

EXPORTERS: dict[str, Exporter] = {
    "ttl": turtle.write,
    "trig": trig.write,
    "nq": nquads.write,
    "nt": ntriples.write,
    "jsonld": jsonld.write,
    "html": page.write,
}
"""By the suffix of the file; the same triples give the same bytes, whatever their order."""

GRAPH_FORMATS = tuple(name for name in EXPORTERS if name != "html")
"""The formats that `kg.load` reads back."""
