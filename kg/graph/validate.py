"""Check a graph against the contract: shapes, terms, offsets and the direct layer."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from pyoxigraph import NamedNode, RdfFormat, Triple, parse

from kg.errors import GraphInvalid
from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.rdf import to_rdflib
from kg.graph.read import GraphRecords, SpanRecord, StatementRecord, records
from kg.graph.store import Graph
from kg.graph.write import in_order, turtle
from kg.ontology import Ontology

if TYPE_CHECKING:
    import rdflib

_OURS = (ns.KG, *ns.LAYERS.values())
_SUBCLASS = NamedNode(ns.RDFS + "subClassOf")
_TARGET = NamedNode("http://www.w3.org/ns/shacl#targetClass")


@dataclass(frozen=True, slots=True, order=True)
class Fault:
    """One breach of the contract: `kind` is "shape", "term", "offset", "direct" or "parse"; `where` names a node."""

    kind: str
    where: str
    what: str

    def __str__(self) -> str:
        """Say it in one line."""
        return f"{self.where}: {self.what}"


def validate(graph: Graph, ontology: Ontology) -> list[Fault]:
    """Give every fault, sorted; an empty list means that the graph keeps the contract."""
    vocabulary = Graph.load(ontology.folder / "kg.ttl").triples()
    faults = [*check_shapes(graph, ontology.folder / "shapes.ttl", vocabulary), *check_terms(graph, vocabulary)]
    try:
        read = records(graph)
    except GraphInvalid as error:
        faults.append(Fault("shape", "the graph", str(error)))
    else:
        faults += [*check_offsets(graph, read), *check_direct(graph, read.statements)]
    return sorted(set(faults))


def check_shapes(graph: Graph, shapes: Path, vocabulary: Iterable[Triple]) -> Iterator[Fault]:
    """Run the SHACL shapes; the vocabulary gives the classes their subclasses."""
    if not any(t.predicate == ns.CONTRACT_VERSION for t in graph.triples()):
        yield Fault("shape", "the graph", "no run says kg:contractVersion, so this is no graph of newskg")
    data = [*graph.triples(), *classes_above(vocabulary)]
    yield from run_shapes(data, Graph.load(shapes).triples(), str(shapes))


def classes_above(vocabulary: Iterable[Triple]) -> list[Triple]:
    """Give what says which class is one of another."""
    return [t for t in vocabulary if t.predicate == _SUBCLASS and isinstance(t.object, NamedNode)]


def run_shapes(
    data: Iterable[Triple], shapes: Iterable[Triple], named: str, only: Collection[object] | None = None
) -> Iterator[Fault]:
    """Run SHACL shapes on triples; with `only` no shape that aims at another class. Raises `GraphInvalid`."""
    import pyshacl
    import rdflib

    kept = (t for t in shapes if only is None or t.predicate != _TARGET or t.object in only)
    rules = to_rdflib(kept)
    _aim_properties(rules)
    _, report, _ = pyshacl.validate(to_rdflib(data), shacl_graph=rules, inplace=True)
    if not isinstance(report, rdflib.Graph):
        raise GraphInvalid(f"{named}: the shapes cannot be run ({report})")
    yield from _results(report)


def _aim_properties(shapes: rdflib.Graph) -> None:
    """Give each property shape its node shape's target.

    The meaning is the same, and pyshacl then checks a property for all nodes at once, four times as fast.
    """
    from rdflib import SH

    for shape, property_ in list(shapes.subject_objects(SH.property)):
        aims = [(aim, at) for aim in (SH.targetClass, SH.targetSubjectsOf) for at in shapes.objects(shape, aim)]
        if aims and (None, None, shape) not in shapes:
            shapes.remove((shape, SH.property, property_))
            for aim, at in aims:
                shapes.add((property_, aim, at))


def _results(report: rdflib.Graph) -> Iterator[Fault]:
    from rdflib import SH, URIRef

    for result in report.subjects(SH.resultSeverity, None):
        message = str(report.value(result, SH.resultMessage))
        value, path = report.value(result, SH.value), report.value(result, SH.resultPath)
        found = f" (found {str(value)[:80]!r})" if value is not None and isinstance(path, URIRef) else ""
        yield Fault("shape", str(report.value(result, SH.focusNode)), message + found)


def check_terms(graph: Graph, vocabulary: Iterable[Triple]) -> Iterator[Fault]:
    """Find the terms of our namespaces that the vocabulary does not declare; each is reported once."""
    declared = {t.subject.value for t in vocabulary if isinstance(t.subject, NamedNode)}
    seen: dict[str, str] = {}
    for triple in graph.triples():
        for term in (triple.predicate, triple.object):
            if isinstance(term, NamedNode) and term.value.startswith(_OURS) and term.value not in declared:
                seen.setdefault(term.value, str(triple.subject).strip("<>"))
    for term_iri, where in seen.items():
        yield Fault("term", where, f"{_short(term_iri)} is not declared in kg.ttl")


def check_offsets(graph: Graph, read: GraphRecords) -> Iterator[Fault]:
    """Find spans whose words are not the text at their offsets, and texts that are not the ones read."""
    digests = {t.subject: t.object for t in graph.triples() if t.predicate == ns.SHA256}
    for iri, document in read.documents.items():
        digest = digests.get(NamedNode(iri))
        if document.text is not None and digest is not None:
            found = hashlib.sha256(document.text.encode("utf-8", "replace")).hexdigest()
            if found != getattr(digest, "value", ""):
                yield Fault("offset", iri, "the text is not the one that kg:sha256 was taken of")
    for iri, span in _spans(graph):
        document_ = read.documents.get(span.document)
        if document_ is not None and document_.text is not None:
            yield from _check_span(iri, span, document_.text)


def _check_span(iri: str, span: SpanRecord, text: str) -> Iterator[Fault]:
    if not iri.endswith(f"#char={span.start},{span.end}"):
        yield Fault("offset", iri, f"the IRI says otherwise than its offsets {span.start} to {span.end}")
    if span.end > len(text):
        yield Fault("offset", iri, f"the span ends at {span.end}, but the text has {len(text)} code points")
    elif span.text != text[span.start : span.end]:
        there = text[span.start : span.end]
        yield Fault("offset", iri, f"nif:anchorOf says {span.text[:80]!r}, but the text there is {there[:80]!r}")


def _spans(graph: Graph) -> Iterator[tuple[str, SpanRecord]]:
    """Give every span that has offsets and words."""
    parts: dict[str, dict[NamedNode, str]] = {}
    for triple in graph.triples():
        if triple.predicate in (ns.BEGIN, ns.END, ns.ANCHOR, ns.CONTEXT):
            value = getattr(triple.object, "value", "")
            parts.setdefault(str(triple.subject).strip("<>"), {})[triple.predicate] = value
    for iri, part in sorted(parts.items()):
        if len(part) == 4 and part[ns.BEGIN].isdecimal() and part[ns.END].isdecimal():
            yield iri, SpanRecord(part[ns.CONTEXT], int(part[ns.BEGIN]), int(part[ns.END]), part[ns.ANCHOR])


def check_direct(graph: Graph, statements: Iterable[StatementRecord]) -> Iterator[Fault]:
    """Compare the direct layer with what the asserted statements justify, both ways."""
    due = {fact: statement.iri for statement in statements if (fact := direct(statement))}
    there = {
        (str(t.subject).strip("<>"), t.predicate.value, str(t.object).strip("<>"))
        for t in graph.triples()
        if t.predicate.value.startswith(tuple(ns.LAYERS.values()))
    }
    for fact in there - due.keys():
        yield Fault("direct", fact[0], f"no statement justifies {_sentence(fact)}")
    for fact in due.keys() - there:
        yield Fault("direct", due[fact], f"the direct triple {_sentence(fact)} is missing")


def check_parsers(graph: Graph) -> Iterator[Fault]:
    """Write the graph and read it with Oxigraph, which is strict, and with rdflib: the same triples come back."""
    import rdflib

    written = turtle(in_order(graph.triples()))
    try:
        if {quad.triple for quad in parse(written, format=RdfFormat.TURTLE)} != set(graph.triples()):
            yield Fault("parse", "the graph", "Oxigraph reads other triples than were written")
        if set(rdflib.Graph().parse(data=written, format="turtle")) != set(to_rdflib(graph.triples())):
            yield Fault("parse", "the graph", "rdflib reads other triples than were written")
    except (SyntaxError, ValueError) as error:
        yield Fault("parse", "the graph", str(error))


def _sentence(fact: tuple[str, str, str]) -> str:
    return f"<{fact[0]}> {_short(fact[1])} <{fact[2]}>"


def _short(iri: str) -> str:
    for prefix, namespace in ns.PREFIXES.items():
        if iri.startswith(namespace):
            return f"{prefix}:{iri.removeprefix(namespace)}"
    return iri
