"""A graph becomes a file: one module a format, and a line here."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from kg.export import page, turtle
from kg.graph.store import Graph
from kg.ontology import Ontology

Exporter = Callable[[Graph, Path, Ontology], None]

EXPORTERS: dict[str, Exporter] = {"ttl": turtle.write, "html": page.write}
