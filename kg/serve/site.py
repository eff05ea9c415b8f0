"""Which path gives what: the page, the endpoint, the look-up; every answer with its guards."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cached_property
from typing import Final

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.graph.namespaces import PREFIXES
from kg.graph.query import saved
from kg.graph.write import in_order, turtle
from kg.serve import sparql
from kg.serve.answers import HTML, TEXT, Answer, Refused, Request
from kg.serve.cards import html, missing
from kg.serve.lookup import Neighbourhood
from kg.serve.negotiate import choose
from kg.serve.oxigraph import Endpoint, TooLong
from kg.serve.source import Source

_JSON: Final = "application/json; charset=utf-8"
_MOST = 300
"""How many nodes that speak of one a card shows; the other forms have all."""

FORMS: Final[Mapping[str, RdfFormat]] = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
_NARROW: Final = "default-src 'none'; style-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
_GUARDS: Final = (
    ("X-Content-Type-Options", "nosniff"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Cross-Origin-Opener-Policy", "same-origin"),
    ("Cache-Control", "no-cache"),
)


class Site:
    """Answers requests; `address` is that of the server itself, ending in "/"."""

    def __init__(self, source: Source, endpoint: Endpoint, address: str) -> None:
        self.source, self.endpoint, self.address = source, endpoint, address

    def answer(self, request: Request) -> Answer:
        """Answer any request; what cannot be answered says so in plain text."""
        try:
            found = self._route(request)
        except Refused as refusal:
            found = refusal.answer()
        except TooLong as error:
            found = Answer(504, TEXT, f"{error}\n".encode())
        policy = "frame-ancestors 'none'" if request.path == "/" else _NARROW  # the page brings a policy of its own
        headers = (*found.headers, *_GUARDS, ("Content-Security-Policy", policy))
        return Answer(found.status, found.type, found.body, headers)

    def _route(self, request: Request) -> Answer:
        if request.path in ("/query", "/sparql"):
            return sparql.answer(request, self.endpoint, self.address)
        if request.method not in ("GET", "HEAD"):
            raise Refused(405, sparql.READ_ONLY, ("Allow", "GET, HEAD"))
        if request.path == "/":
            return Answer(200, HTML, self._page)
        if request.path == "/questions":
            return Answer(200, _JSON, self._questions)
        if request.path == "/card.css":
            return Answer(200, "text/css; charset=utf-8", self.source.style())
        return self._lookup(request)

    @cached_property
    def _page(self) -> bytes:
        return self.source.page()

    @cached_property
    def _questions(self) -> bytes:
        questions = [
            {
                "name": item.name,
                "title": item.title,
                "sparql": item.sparql,
                "parameters": [{"name": p.name, "meaning": p.meaning, "default": p.default} for p in item.parameters],
            }
            for item in saved(self.source.ontology).values()
        ]
        told = {"questions": questions, "prefixes": PREFIXES, "base": self.source.base, "limit": self.endpoint.limit}
        return json.dumps(told, ensure_ascii=False).encode()

    def _lookup(self, request: Request) -> Answer:
        """Look up `?iri=`, or the IRI that has this path under the graph's base."""
        given = request.parameters
        wanted = given.get("iri", [""])[0] if request.path == "/lookup" else self._under_base(request.path)
        chosen = choose(given.get("type", [request.accept])[0], (*FORMS, "text/html"))
        if chosen is None:
            raise Refused(406, f"there is {', '.join(FORMS)} and text/html")
        node = _node(wanted)
        people = chosen == "text/html"
        found = Neighbourhood(self.source.store, node, _MOST if people else None) if node else None
        if found is None or not found.known:
            return _unknown(wanted or request.path, people)
        triples = in_order(found.triples)
        vary = (("Vary", "Accept"),)
        if people:
            page = html(wanted, triples, self.source.base, self.source.ontology, found.cut)
            return Answer(200, HTML, page.encode("utf-8", "replace"), vary)
        return Answer(200, f"{chosen}; charset=utf-8", _written(triples, chosen), vary)

    def _under_base(self, path: str) -> str:
        """Give the IRI that has this path under the base, "" where it is not under it."""
        base = self.source.base
        host, _, folder = base.partition("://")[2].partition("/")
        return base + path.removeprefix("/" + folder) if host and path.startswith("/" + folder) else ""


def _node(iri: str) -> NamedNode | None:
    try:
        return NamedNode(iri)
    except ValueError:
        return None


def _unknown(iri: str, people: bool) -> Answer:
    if people:
        return Answer(404, HTML, missing(iri).encode("utf-8", "replace"))
    return Answer(404, TEXT, f"the graph that is served here says nothing of {iri}\n".encode("utf-8", "replace"))


def _written(triples: list[Triple], type_: str) -> bytes:
    return turtle(triples) if type_ == "text/turtle" else serialize(triples, format=FORMS[type_]) or b""
