from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.choose import chosen, part_of
from kg.export.filter import Filter
from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Correction
from kg.ontology import Ontology
from tests.export.test_filter import resolution
from tests.factory import make_graph

FILTERS = [
    {"relation": "denies"},
    {"stance": "conflict"},
    {"speaker": "narrator"},
    {"publisher": "gazette"},
    {"modality": "asked"},
    {"polarity": "negative", "modality": "asserted"},
    {"confidence": 0.99},
]


def part(graph: KnowledgeGraph, **words: str | float) -> KnowledgeGraph:
    return KnowledgeGraph(chosen(graph.graph, Filter.of(**words), graph.ontology), graph.ontology)


@pytest.mark.parametrize("words", FILTERS, ids=str)
def test_a_part_holds_what_passes_and_keeps_the_contract(words: dict[str, str], ontology: Ontology) -> None:
    whole = make_graph(ontology, resolution())
    found = part(whole, **words)
    passing = Filter.of(**words).choose(whole.records, ontology)
    assert [s.iri for s in found.records.statements] == [s.iri for s in passing]
    assert found.validate() == []
    assert found.records == part_of(whole.records, passing)


@pytest.mark.model
@pytest.mark.parametrize("words", FILTERS, ids=str)
def test_a_part_of_real_articles_keeps_the_contract(words: dict[str, str], seed_graph: KnowledgeGraph) -> None:
    found = part(seed_graph, **words)
    assert found.validate() == []
    assert found.records == part_of(
        seed_graph.records, Filter.of(**words).choose(seed_graph.records, seed_graph.ontology)
    )
    outside = set(found.graph.triples()) - set(seed_graph.graph.triples())
    assert {t.predicate for t in outside} <= {ns.REPORTS}  # counted anew


def test_nothing_asked_gives_the_same_graph(ontology: Ontology) -> None:
    graph = make_graph(ontology).graph
    assert chosen(graph, Filter(), ontology) is graph


def test_what_was_said_of_what_does_not_pass_is_gone(ontology: Ontology) -> None:
    whole = make_graph(ontology)
    denial = part(whole, relation="denies")
    assert not denial.records.disputes
    assert denial.records.statements[0].content == ()
    assert "rejects" not in " ".join(map(str, denial.graph.triples())).replace("rejected", "")
    assert "union source" not in {entity.label for entity in denial.records.entities.values()}
    both = part(whole, relation="denies", modality="asserted", stance="conflict")
    assert both.records.statements == denial.records.statements
    dispute = part(whole, modality="asserted")
    assert len(dispute.records.disputes) == 1
    assert dispute.records.statements[1].content == (dispute.records.statements[0].iri,)


def test_reports_are_counted_anew_and_near_duplicates_still_once(ontology: Ontology) -> None:
    made = resolution()
    [first, later] = made.documents
    copy = replace(first.document, key="copy.txt", identifier="copy", copy_of="port.txt", publisher="Harbour Gazette")
    again = tuple(replace(s, id=f"c{s.id}", content=(), via=None) for s in first.statements)
    parts = (first, replace(first, document=copy, statements=again, attributions=()), later)
    said = tuple(("port.txt", "s1") if c.id == "c1" else ("port.txt", "s2") for c in made.claims)
    claims = tuple(
        replace(c, statements=(place, ("copy.txt", f"c{place[1]}")), documents=("copy.txt", "port.txt"))
        for c, place in zip(made.claims, said, strict=True)
    )
    whole = make_graph(ontology, replace(made, documents=parts, claims=claims))
    assert {c.reports for c in part(whole, about="authority").records.claims.values()} == {1}
    alone = part(whole, publisher="gazette").records
    assert {c.reports for c in alone.claims.values()} == {1}
    assert [d.copy_of for d in alone.documents.values()] == [None, None]


def test_a_correction_goes_with_the_statement_that_it_put_in(ontology: Ontology) -> None:
    made = make_graph(ontology).records.statements[0]
    correction = Correction(
        "k1", "missing", "Jo", "it is there", documents=("port.txt",), targets=("s1",), statement=made.iri
    )
    whole = resolution()
    [first, later] = whole.documents
    statements = tuple(replace(s, correction="k1") if s.id == "s1" else s for s in first.statements)
    graph = make_graph(
        ontology, replace(whole, documents=(replace(first, statements=statements), later), corrections=(correction,))
    )
    kinds = [t for t in part(graph, relation="rejects").graph.triples() if t.object == ns.CORRECTION]
    assert len(kinds) == 1
    assert not [t for t in part(graph, relation="denies").graph.triples() if t.object == ns.CORRECTION]
    assert part(graph, relation="rejects").validate() == []


@settings(deadline=None, max_examples=40)
@given(data=st.data())
def test_any_two_parts_hold_what_their_filters_hold(data: st.DataObject, ontology: Ontology) -> None:
    whole = make_graph(ontology, resolution()).graph
    words = data.draw(st.sampled_from(FILTERS))
    found = chosen(whole, Filter.of(**words), ontology)
    assert chosen(found, Filter.of(**words), ontology).triples() == found.triples()
    assert set(Graph.from_triples(found.triples()).triples()) == set(found.triples())
