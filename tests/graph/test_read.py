"""Records read back from the RDF alone say what the resolution said."""

from __future__ import annotations

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphInvalid
from kg.graph import namespaces as ns
from kg.graph.read import GraphRecords, SpanRecord, records
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.factory import RUN, TEXT, make_resolution

BASE = RUN.base
DOCUMENT = BASE + "doc/port.txt"


@pytest.fixture
def read(ontology: Ontology) -> GraphRecords:
    return records(Graph.from_triples(triples(make_resolution(), RUN, ontology)))


def test_documents(read: GraphRecords) -> None:
    [document] = read.documents.values()
    assert (document.iri, document.identifier, document.source) == (DOCUMENT, "port", "news/port.txt")
    assert (document.text, document.title, document.issued) == (TEXT, None, None)


def test_entities_with_their_mentions_in_reading_order(read: GraphRecords) -> None:
    authority = read.entities[BASE + "entity/organisation-port-authority"]
    assert (authority.type, authority.label, authority.aliases) == ("Organisation", "port authority", ("authority",))
    assert [mention.text for mention in authority.mentions] == ["The port authority", "The authority", "It"]
    assert read.entities[BASE + "entity/person-union-source"].anonymous
    assert len(read.entities) == 5


def test_attributions(read: GraphRecords) -> None:
    [said] = read.attributions.values()
    assert said.speaker == BASE + "entity/person-union-source"
    assert [span.text for span in said.source + said.cue] == ["a union source", "said"]
    assert (said.quotation, said.within) == ("Indirect", None)


def test_statements_in_reading_order(read: GraphRecords) -> None:
    assert [(s.relation, s.modality) for s in read.statements] == [
        ("rejects", "Asserted"),
        ("denies", "Asserted"),
        ("meets", "Possible"),
    ]
    claimed, denied, _ = read.statements
    assert claimed.speaker == BASE + "entity/person-union-source"
    assert claimed.via == BASE + "attribution/a1"
    assert claimed.confidence == 0.8
    assert (denied.speaker, denied.content, denied.cues) == ("Narrator", (claimed.iri,), ("denied",))
    assert denied.evidence[0] == SpanRecord(DOCUMENT, 65, 95, "The authority denied the claim")


def test_claims_and_disputes(read: GraphRecords) -> None:
    [dispute] = read.disputes
    claim = read.claims[dispute.claim]
    assert claim.statements == (BASE + "statement/s1",)
    assert claim.speakers == (BASE + "entity/person-union-source",)
    assert (claim.documents, claim.reports) == ((DOCUMENT,), 1)
    assert dispute.counter == (BASE + "claim/c2",)
    assert len(dispute.parties) == 2


def test_words_of_a_span_without_anchor_come_from_the_text(ontology: Ontology) -> None:
    written = [t for t in triples(make_resolution(), RUN, ontology) if t.predicate != ns.ANCHOR]
    read = records(Graph.from_triples(written))
    assert read.statements[0].evidence[0].text == "The port authority rejected the pay offer"


def test_an_empty_or_foreign_graph_gives_no_records() -> None:
    foreign = Triple(NamedNode("urn:a"), ns.TYPE, NamedNode("urn:b"))
    for graph in (Graph(), Graph.from_triples([foreign])):
        assert records(graph) == GraphRecords({}, {}, {}, (), {}, ())


def test_a_number_that_is_none_is_named(ontology: Ontology) -> None:
    written = triples(make_resolution(), RUN, ontology)
    broken = [Triple(t.subject, t.predicate, Literal("many")) if t.predicate == ns.BEGIN else t for t in written]
    with pytest.raises(GraphInvalid, match=r"#char=.*beginIndex is 'many'"):
        records(Graph.from_triples(broken))
