"""Part a graph into named graphs: one a document, one each for entities, claims and disputes."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Triple

from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.read import records
from kg.graph.store import Graph
from kg.graph.write import base_of, in_order

Home = NamedNode | BlankNode | DefaultGraph
Fact = tuple[str, str, str]

_DIRECT = tuple(ns.LAYERS.values())
_LEADS_HOME = (ns.IN_DOCUMENT, ns.CONTEXT)
_KINDS = {ns.CLAIM_CLASS: "claims", ns.DISPUTE: "disputes"}


def quads(graph: Graph) -> list[Quad]:
    """Give the graph with the name of its named graph on every triple, sorted; their union is the graph.

    A document's nodes (itself, spans, attributions, statements) stand in the graph of the document's IRI, and so does
    a direct triple, once for every document that says it. The run and whatever else belongs to no document stand with
    the entities. A graph without a run has no base IRI: there all this stays in the default graph.
    """
    triples = in_order(graph.triples())
    base = base_of(triples)
    homes, facts = _homes(triples, base), _facts(graph)
    rest = _shared(base, "entities")
    found = [
        Quad(triple.subject, triple.predicate, triple.object, home)
        for triple in triples
        for home in _where(triple, homes, facts, rest)
    ]
    return sorted(found, key=lambda quad: str(quad.graph_name))


def _shared(base: str, name: str) -> Home:
    return NamedNode(f"{base}graph/{name}") if base else DefaultGraph()


def _homes(triples: Iterable[Triple], base: str) -> dict[object, Home]:
    """Find the graph of each document, node of a document, claim and dispute."""
    homes: dict[object, Home] = {}
    for triple in triples:
        node, target = triple.subject, triple.object
        if triple.predicate in _LEADS_HOME and isinstance(target, NamedNode):
            homes[node] = target
        elif triple.predicate == ns.TYPE and target == ns.DOCUMENT and isinstance(node, NamedNode):
            homes[node] = node
        elif triple.predicate == ns.TYPE and isinstance(target, NamedNode) and target in _KINDS:
            homes[node] = _shared(base, _KINDS[target])
    return homes


def _facts(graph: Graph) -> Mapping[Fact, set[str]]:
    """Give the documents that justify each direct triple."""
    facts: dict[Fact, set[str]] = defaultdict(set)
    for statement in records(graph).statements:
        fact = direct(statement)
        if fact and statement.document:
            facts[fact].add(statement.document)
    return facts


def _where(triple: Triple, homes: Mapping[object, Home], facts: Mapping[Fact, set[str]], rest: Home) -> Iterable[Home]:
    if triple.predicate.value.startswith(_DIRECT):
        fact = (_iri(triple.subject), triple.predicate.value, _iri(triple.object))
        if fact in facts:
            return [NamedNode(document) for document in sorted(facts[fact])]
    return [homes.get(triple.subject, rest)]


def _iri(term: object) -> str:
    return term.value if isinstance(term, NamedNode) else ""
