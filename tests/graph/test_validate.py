"""Validation finds planted faults and says in words what is wrong and where; shapes are tested in tests/ontology."""

from __future__ import annotations

from pyoxigraph import Literal, NamedNode, Triple

from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.graph.validate import Fault, validate
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.factory import RUN, TEXT, make_resolution

E = RUN.base + "entity/"
AUTHORITY = NamedNode(E + "organisation-port-authority")
OFFER = NamedNode(E + "topic-pay-offer")
DOCUMENT = NamedNode(RUN.base + "doc/port.txt")


def written(ontology: Ontology) -> list[Triple]:
    return triples(make_resolution(), RUN, ontology)


def faults(found: list[Triple], ontology: Ontology) -> list[Fault]:
    return validate(Graph.from_triples(found), ontology)


def test_what_is_written_keeps_the_contract(ontology: Ontology) -> None:
    assert faults(written(ontology), ontology) == []


def test_a_graph_without_texts_keeps_the_contract(ontology: Ontology) -> None:
    assert faults(triples(make_resolution(), RUN, ontology, texts=False), ontology) == []


def test_an_allegation_asserted_as_a_fact_is_found(ontology: Ontology) -> None:
    leak = Triple(AUTHORITY, NamedNode(ns.REL + "rejects"), OFFER)
    [fault] = faults([*written(ontology), leak], ontology)
    assert (fault.kind, fault.where) == ("direct", AUTHORITY.value)
    assert fault.what == f"no statement justifies <{AUTHORITY.value}> rel:rejects <{OFFER.value}>"


def test_a_missing_direct_triple_is_found(ontology: Ontology) -> None:
    kept = [t for t in written(ontology) if t.predicate.value != ns.CLAIM + "rejects"]
    [fault] = faults(kept, ontology)
    assert (fault.kind, fault.where) == ("direct", RUN.base + "statement/s1")
    assert fault.what == f"the direct triple <{AUTHORITY.value}> claim:rejects <{OFFER.value}> is missing"


def test_a_direct_triple_to_a_text_is_found(ontology: Ontology) -> None:
    odd = Triple(AUTHORITY, NamedNode(ns.REL + "rejects"), Literal("the offer"))
    assert [fault.kind for fault in faults([*written(ontology), odd], ontology)] == ["direct"]


def test_an_undeclared_term_is_found_once(ontology: Ontology) -> None:
    odd = [Triple(node, ns.kg("mood"), Literal("bad")) for node in (AUTHORITY, OFFER)]
    [fault] = faults([*written(ontology), *odd], ontology)
    assert fault == Fault("term", AUTHORITY.value, "kg:mood is not declared in kg.ttl")


def test_an_undeclared_class_is_found(ontology: Ontology) -> None:
    odd = Triple(OFFER, ns.TYPE, ns.kg("Mystery"))
    assert Fault("term", OFFER.value, "kg:Mystery is not declared in kg.ttl") in faults(
        [*written(ontology), odd], ontology
    )


def test_words_that_are_not_the_text_at_their_offsets_are_found(ontology: Ontology) -> None:
    def alter(triple: Triple) -> Triple:
        wrong = triple.predicate == ns.ANCHOR and triple.object == Literal("the claim")
        return Triple(triple.subject, triple.predicate, Literal("the blame")) if wrong else triple

    [fault] = faults([alter(t) for t in written(ontology)], ontology)
    assert fault.kind == "offset"
    assert fault.where.startswith(DOCUMENT.value + "#char=")
    assert fault.what == "nif:anchorOf says 'the blame', but the text there is 'the claim'"


def test_a_span_beyond_the_text_or_with_another_iri_is_found(ontology: Ontology) -> None:
    end = len(TEXT)
    span = NamedNode(f"{DOCUMENT.value}#char=0,4")
    odd = [
        Triple(span, ns.TYPE, ns.STRING),
        Triple(span, ns.CONTEXT, DOCUMENT),
        Triple(span, ns.BEGIN, Literal("0", datatype=NamedNode(ns.XSD + "nonNegativeInteger"))),
        Triple(span, ns.END, Literal(str(end + 1), datatype=NamedNode(ns.XSD + "nonNegativeInteger"))),
        Triple(span, ns.ANCHOR, Literal(TEXT)),
    ]
    assert [fault.what for fault in faults([*written(ontology), *odd], ontology)] == [
        f"the IRI says otherwise than its offsets 0 to {end + 1}",
        f"the span ends at {end + 1}, but the text has {end} code points",
    ]


def test_a_text_that_was_changed_is_found(ontology: Ontology) -> None:
    def alter(triple: Triple) -> Triple:
        text = triple.predicate == ns.TEXT
        return Triple(triple.subject, triple.predicate, Literal(TEXT + " More.")) if text else triple

    [fault] = faults([alter(t) for t in written(ontology)], ontology)
    assert (fault.kind, fault.where) == ("offset", DOCUMENT.value)
    assert "kg:sha256" in fault.what


def test_an_empty_graph_is_no_graph_of_ours(ontology: Ontology) -> None:
    [fault] = faults([], ontology)
    assert "kg:contractVersion" in str(fault)


def test_a_number_that_is_none_is_a_fault_and_not_a_crash(ontology: Ontology) -> None:
    def alter(triple: Triple) -> Triple:
        begin = triple.predicate == ns.BEGIN
        return Triple(triple.subject, triple.predicate, Literal("many")) if begin else triple

    found = faults([alter(t) for t in written(ontology)], ontology)
    assert any("is 'many', not a whole number" in fault.what for fault in found)
    assert any("a span has one nif:beginIndex" in fault.what for fault in found)
