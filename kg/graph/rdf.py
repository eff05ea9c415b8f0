"""Hand triples over to rdflib, term by term (twenty times faster than through a file)."""

from __future__ import annotations

from collections.abc import Iterable
from functools import lru_cache
from typing import TYPE_CHECKING

from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.errors import GraphInvalid
from kg.graph.namespaces import PREFIXES, XSD

if TYPE_CHECKING:
    import rdflib
    from rdflib.term import Node

_STRING = XSD + "string"


def to_rdflib(triples: Iterable[Triple]) -> rdflib.Graph:
    """Copy the triples into an in-memory rdflib graph with the contract's prefixes bound."""
    import rdflib

    graph = rdflib.Graph(bind_namespaces="none")
    for prefix, namespace in PREFIXES.items():
        graph.bind(prefix, namespace)
    for triple in triples:
        graph.add((_term(triple.subject), _term(triple.predicate), _term(triple.object)))
    return graph


@lru_cache(maxsize=65536)
def _term(term: object) -> Node:
    from rdflib import BNode, URIRef

    if isinstance(term, NamedNode):
        return URIRef(term.value)
    if isinstance(term, BlankNode):
        return BNode(term.value)
    if isinstance(term, Literal):
        return _literal(term)
    raise GraphInvalid(f"{term} is a quoted triple, which the contract's plain RDF 1.1 does not have")


def _literal(term: Literal) -> Node:
    from rdflib import Literal as RdflibLiteral
    from rdflib import URIRef

    if term.language:
        return RdflibLiteral(term.value, lang=term.language)
    datatype = None if term.datatype.value == _STRING else URIRef(term.datatype.value)
    return RdflibLiteral(term.value, datatype=datatype, normalize=False)
