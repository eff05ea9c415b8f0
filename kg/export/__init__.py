"""A graph becomes a file: one module a format, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.export import jsonld, networks, nif, nquads, ntriples, page, reifiers, table, trig, turtle
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
    "ttl12": reifiers.write,
    "nif": nif.write,
    "csv": table.write_csv,
    "parquet": table.write_parquet,
    "graphml": networks.write_graphml,
    "gexf": networks.write_gexf,
    "neo4j": networks.write_neo4j,
    "gephi": networks.write_gephi,
}
"""By the suffix of the file; the same triples give the same bytes, whatever their order. The last two write folders."""

GRAPH_FORMATS = ("ttl", "trig", "nq", "nt", "jsonld")
"""The formats that `kg.load` reads back."""
