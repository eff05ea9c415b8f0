"""NIF 2.0: the texts with every mention and what it denotes, as tools of that format exchange annotations.

Only terms of NIF Core and ITS-RDF are used; who says what has no words there and stays in the other formats.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

from pyoxigraph import NamedNode, RdfFormat, Triple, serialize

from kg.errors import KGError
from kg.graph import namespaces as ns
from kg.graph.read import DocumentRecord, GraphRecords, SpanRecord, records
from kg.graph.store import Graph
from kg.graph.terms import name, typed, verbatim
from kg.graph.write import in_order
from kg.ids import span_iri
from kg.ontology import Ontology

ITSRDF = "http://www.w3.org/2005/11/its/rdf#"
_IDENTITY, _CLASS = NamedNode(ITSRDF + "taIdentRef"), NamedNode(ITSRDF + "taClassRef")
_CONTEXT, _PHRASE = NamedNode(ns.NIF + "Context"), NamedNode(ns.NIF + "Phrase")
_SOURCE_URL = NamedNode(ns.NIF + "sourceUrl")
_ADDRESS = re.compile(r"https?://[^\s<>\"{}|\\^`]+")


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the annotated texts as Turtle; the ontology adds nothing. Raises `KGError` for a graph without texts."""
    read = records(graph)
    if lacking := next((d.identifier for d in read.documents.values() if d.text is None), None):
        raise KGError(f"NIF needs the texts, and the graph has none of {lacking}; build it without --no-texts")
    known = {prefix: ns.PREFIXES[prefix] for prefix in ("kg", "nif", "owl", "rdf", "rdfs", "xsd")}
    triples = in_order(set(_triples(read)))
    path.write_bytes(serialize(triples, format=RdfFormat.TURTLE, prefixes=known | {"itsrdf": ITSRDF}) or b"")


def _triples(read: GraphRecords) -> Iterator[Triple]:
    contexts = {iri: _context(document) for iri, document in read.documents.items()}
    for iri, document in read.documents.items():
        yield from _text(document, contexts[iri])
    for entity in read.entities.values():
        node = NamedNode(entity.iri)
        yield Triple(node, ns.LABEL, name(entity.label))
        yield from (Triple(node, ns.SAME_AS, NamedNode(same)) for same in entity.same_as)
        for span in (span for span in entity.mentions if span.document in contexts):
            phrase = NamedNode(span_iri(span.document, span.start, span.end))
            yield from _range(phrase, span)
            yield Triple(phrase, ns.TYPE, _PHRASE)
            yield Triple(phrase, ns.CONTEXT, contexts[span.document])
            yield Triple(phrase, ns.ANCHOR, verbatim(span.text))
            yield Triple(phrase, _IDENTITY, node)
            yield Triple(phrase, _CLASS, ns.kg(entity.type))


def _context(document: DocumentRecord) -> NamedNode:
    return NamedNode(span_iri(document.iri, 0, len(document.text or "")))


def _text(document: DocumentRecord, context: NamedNode) -> Iterator[Triple]:
    text = document.text or ""
    yield Triple(context, ns.TYPE, _CONTEXT)
    yield from _range(context, SpanRecord(document.iri, 0, len(text), text))
    yield Triple(context, ns.TEXT, verbatim(text))
    if document.source and _ADDRESS.fullmatch(document.source):
        yield Triple(context, _SOURCE_URL, NamedNode(document.source))


def _range(node: NamedNode, span: SpanRecord) -> Iterator[Triple]:
    yield Triple(node, ns.TYPE, ns.STRING)
    yield Triple(node, ns.BEGIN, typed(str(span.start), "nonNegativeInteger"))
    yield Triple(node, ns.END, typed(str(span.end), "nonNegativeInteger"))
