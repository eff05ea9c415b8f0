"""How a piece of a named graph is put into a request, in the two protocols that stores have."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from kg.errors import PushError
from kg.push.sender import Request
from kg.push.target import Target

SIZES: Final = {"graph-store": 10_000, "update": 1_000}
"""Triples a request where the user does not say; Virtuoso takes no update of more than 10,000 lines."""

_TRIPLES, _UPDATE, _RESULTS = "application/n-triples", "application/sparql-update", "application/sparql-results+json"
_NOT_THERE: Final = frozenset({404})


def put(target: Target, graph: str, piece: bytes, *, first: bool) -> Request:
    """Send a piece: the first replaces what the graph held, the others are added; the default graph is only added to."""
    what = f"graph {graph or '(default)'}"
    if target.protocol == "graph-store":
        method = "PUT" if first and graph else "POST"
        return Request(what, method, target.address, _graph(graph), _TRIPLES, piece)
    block = b"GRAPH <%b> {\n%b}" % (graph.encode(), piece) if graph else piece
    clear = b"DROP SILENT GRAPH <%b> ;\n" % graph.encode() if first and graph else b""
    body = b"%bINSERT DATA {\n%b\n}\n" % (clear, block)
    return Request(what, "POST", target.address, {}, _UPDATE, body)


def drop(target: Target, graph: str) -> Request:
    """Take a whole graph out; one that is not there is fine."""
    what = f"graph {graph}"
    if target.protocol == "graph-store":
        return Request(what, "DELETE", target.address, _graph(graph), fine=_NOT_THERE)
    body = f"DROP SILENT GRAPH <{graph}>\n".encode()
    return Request(what, "POST", target.address, {}, _UPDATE, body)


def count(target: Target, graphs: list[str]) -> Request:
    """Ask how many triples these named graphs hold; raises `PushError` where no address for queries is known."""
    if target.query is None:
        raise PushError("to count what arrived, the store must be one of the presets")
    values = " ".join(f"<{graph}>" for graph in graphs)
    query = f"SELECT ?g (COUNT(*) AS ?n) {{ VALUES ?g {{ {values} }} GRAPH ?g {{ ?s ?p ?o }} }} GROUP BY ?g"
    body = urlencode({"query": query}).encode()  # Virtuoso waits for ever on a body of plain SPARQL
    return Request("counting", "POST", target.query, {}, "application/x-www-form-urlencoded", body, _RESULTS)


def _graph(graph: str) -> dict[str, str]:
    return {"graph": graph} if graph else {"default": ""}
