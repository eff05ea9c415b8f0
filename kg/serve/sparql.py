"""The SPARQL 1.1 protocol, its reading half: what is asked is checked here and answered by Oxigraph."""

from __future__ import annotations

from typing import Final
from urllib.parse import urlencode

from kg.graph.query import with_prefixes
from kg.graph.service import leaves
from kg.serve.answers import TEXT, Answer, Refused, Request, parameters
from kg.serve.negotiate import choose
from kg.serve.oxigraph import Endpoint

_FORM, _QUERY, _UPDATE = "application/x-www-form-urlencoded", "application/sparql-query", "application/sparql-update"
_GRAPHS = ("default-graph-uri", "named-graph-uri")
_RESULTS = "application/sparql-results+json"

READ_ONLY: Final = "this server is read-only; it answers queries and takes no updates"


def answer(request: Request, endpoint: Endpoint, address: str) -> Answer:
    """Answer a request to the endpoint; raises `Refused`, `TooLong`, and `KGError` where Oxigraph fails."""
    asked = _asked(request)
    if "update" in asked:
        raise Refused(403, READ_ONLY)
    if "query" not in asked:
        return description(request, address)
    if len(asked["query"]) != 1:
        raise Refused(400, "give one query, not several")
    query = complete(asked["query"][0])
    named = urlencode([(name, value) for name in _GRAPHS for value in asked.get(name, ())])
    headers = {"Content-Type": _QUERY, "Accept": request.accept or _RESULTS}
    reply = endpoint.ask(f"/query?{named}" if named else "/query", query.encode("utf-8", "replace"), headers)
    if reply is None:
        raise Refused(503, "too many queries run at once; try again in a moment", ("Retry-After", "2"))
    return Answer(reply.status, reply.type, reply, (("Vary", "Accept"),))


def complete(query: str) -> str:
    """Put missing prefixes in front, on the first line, so that a fault's line stays right; raises `Refused`."""
    if leaves(query):
        raise Refused(403, "SERVICE asks another server, and this one stays offline; take that clause out")
    whole = with_prefixes(query)
    return whole.removesuffix(query).replace("\n", " ") + query


def _asked(request: Request) -> dict[str, list[str]]:
    """Read the parameters of all three forms that the protocol has (SPARQL 1.1 Protocol, 2.1)."""
    if request.method in ("GET", "HEAD"):
        return request.parameters
    if request.method != "POST":
        raise Refused(405, READ_ONLY, ("Allow", "GET, HEAD, POST"))
    kind = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    if kind == _UPDATE:
        raise Refused(403, READ_ONLY)
    if kind not in (_FORM, _QUERY):
        raise Refused(415, f"send {_FORM} or {_QUERY}")
    try:
        text = request.body.decode("utf-8")
    except UnicodeDecodeError as error:
        raise Refused(400, "the query is not UTF-8") from error
    if kind == _QUERY:
        return request.parameters | {"query": [text]}
    return _together(request.parameters, parameters(text))


def _together(first: dict[str, list[str]], second: dict[str, list[str]]) -> dict[str, list[str]]:
    return {name: first.get(name, []) + second.get(name, []) for name in first | second}


def description(request: Request, address: str) -> Answer:
    """Say what the endpoint is (SPARQL 1.1 Service Description, 2), to people on the page."""
    chosen = choose(request.accept, ("text/turtle", "text/html"))
    if chosen == "text/html":
        return Answer(303, TEXT, b"see the page\n", (("Location", "/#view=query"),))
    turtle = (
        "@prefix sd: <http://www.w3.org/ns/sparql-service-description#> .\n"
        f"[] a sd:Service ; sd:endpoint <{address}query> ; sd:supportedLanguage sd:SPARQL11Query .\n"
    )
    return Answer(200, "text/turtle; charset=utf-8", turtle.encode())
