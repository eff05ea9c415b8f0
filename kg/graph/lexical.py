"""Oxigraph keeps numbers by value; here they get back the letters in which the contract writes them."""

from __future__ import annotations

from pyoxigraph import Literal, Triple

from kg.graph import namespaces as ns
from kg.graph.terms import typed


def as_written(triple: Triple) -> Triple:
    """Give a triple that comes out of an Oxigraph store as `kg.graph.write` made it: 0.5 becomes 0.50 again."""
    if triple.predicate in _WRITTEN and isinstance(triple.object, Literal):
        return Triple(triple.subject, triple.predicate, _WRITTEN[triple.predicate](triple.object))
    return triple


def _offset(literal: Literal) -> Literal:
    return typed(literal.value, "nonNegativeInteger")


def _confidence(literal: Literal) -> Literal:
    return typed(f"{float(literal.value):.2f}", "decimal")


_WRITTEN = {ns.BEGIN: _offset, ns.END: _offset, ns.CONFIDENCE: _confidence}
