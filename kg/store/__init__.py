"""Extractions kept and made a graph: in memory for one build, or on disk as a store that grows.

A store is a folder: `documents.sqlite`, the journal, has the documents and what was read in each, `graphs/` the graph
that follows from it, `current` leads to its last whole state. `generations` says how it survives any end.
"""

from __future__ import annotations

from kg.store.disk import Store, opened
from kg.store.graph import StoredGraph, is_store, open_graph
from kg.store.memory import Memory, Outcome, Tally
from kg.store.settings import Options, Settings

__all__ = [
    "Memory",
    "Options",
    "Outcome",
    "Settings",
    "Store",
    "StoredGraph",
    "Tally",
    "is_store",
    "open_graph",
    "opened",
]
