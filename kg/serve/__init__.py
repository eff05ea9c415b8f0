"""A graph on the reader's own machine: the page, a read-only SPARQL endpoint, and IRIs that can be looked up."""

from __future__ import annotations

from kg.serve.server import Server, serve

__all__ = ["Server", "serve"]
