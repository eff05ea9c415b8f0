"""The graph of seeds/ in real stores: the same questions get the same answers everywhere."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.export.results import write_json
from kg.knowledge_graph import KnowledgeGraph
from tests import stores
from tests.factory import shipped
from tests.stores import Ask, Rows

pytestmark = [pytest.mark.model, pytest.mark.store]

SAVED = sorted(shipped().queries)

QUESTIONS = {
    "every term of every kind": "SELECT ?p (COUNT(*) AS ?n) { ?s ?p ?o } GROUP BY ?p",
    "direct": "SELECT ?who ?what { ?who rel:denies ?what }",
    "claimed": "SELECT ?who ?relation ?what { ?who ?relation ?what FILTER(STRSTARTS(STR(?relation), STR(claim:))) }",
    "labels": "SELECT ?entity ?label { ?entity rdfs:label ?label }",
    "aliases": "SELECT ?entity ?alias { ?entity skos:altLabel ?alias }",
    "unnamed": "SELECT ?who { ?who kg:anonymous true }",
    "confidence": "SELECT ?st ?c { ?st a kg:Statement ; kg:confidence ?c FILTER(?c >= 0.5) }",
    "texts": "SELECT ?document ?text { ?document nif:isString ?text }",
    "spans": "SELECT ?span ?begin ?end ?words { ?span nif:beginIndex ?begin ; nif:endIndex ?end ; nif:anchorOf ?words }",
    "long spans": "SELECT ?span { ?span nif:beginIndex ?b ; nif:endIndex ?e FILTER(?e - ?b > 20) }",
    "header": "SELECT ?d ?p ?o { ?d a kg:Document ; ?p ?o FILTER(?p IN (dct:identifier, dct:issued, schema:publisher)) }",
    "who says what": """SELECT ?speaker ?subject ?relation ?object ?words {
        ?st kg:attributedTo ?speaker ; rdf:predicate ?relation ; kg:evidence/nif:anchorOf ?words .
        OPTIONAL { ?st rdf:subject/rdfs:label ?subject } OPTIONAL { ?st rdf:object/rdfs:label ?object } }""",
    "denied claims": """SELECT ?denier ?speaker { ?st rdf:predicate rel:denies ; rdf:subject ?denier ; kg:content ?c .
        ?c kg:attributedTo ?speaker }""",
    "speakers by claims": """SELECT ?who (COUNT(DISTINCT ?st) AS ?n) { ?st kg:attributedTo ?who FILTER(?who != kg:Narrator) }
        GROUP BY ?who""",
    "undisputed": "SELECT ?claim { ?claim a kg:Claim FILTER NOT EXISTS { ?d a kg:Dispute ; kg:claim ?claim } }",
}


@pytest.fixture(scope="module")
def oxigraph(seed_turtle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    yield from stores.oxigraph(seed_turtle, tmp_path_factory.mktemp("oxigraph"))


@pytest.fixture(scope="module")
def virtuoso(seed_turtle: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Ask]:
    yield from stores.virtuoso(seed_turtle, tmp_path_factory.mktemp("virtuoso"))


def text_of(graph: KnowledgeGraph, name: str) -> str:
    return QUESTIONS.get(name) or graph.ontology.queries[name]


def in_pyoxigraph(graph: KnowledgeGraph, query: str) -> Rows:
    return stores.rows_of(json.loads(write_json(graph.graph.query(query))))


def in_rdflib(graph: KnowledgeGraph, query: str) -> Rows:
    answer = graph.rdf.query(stores.prefixed(query)).serialize(format="json")
    return stores.rows_of(json.loads(answer or b""))


@pytest.mark.parametrize("name", [*QUESTIONS, *SAVED])
def test_rdflib_answers_as_pyoxigraph_does(name: str, seed_graph: KnowledgeGraph) -> None:
    query = text_of(seed_graph, name)
    assert in_rdflib(seed_graph, query) == in_pyoxigraph(seed_graph, query)


@pytest.mark.parametrize("name", [*QUESTIONS, *SAVED])
def test_an_oxigraph_server_answers_the_same(name: str, seed_graph: KnowledgeGraph, oxigraph: Ask) -> None:
    query = text_of(seed_graph, name)
    assert oxigraph(query) == in_pyoxigraph(seed_graph, query)


@pytest.mark.parametrize("name", [*QUESTIONS, *SAVED])
def test_virtuoso_answers_the_same(name: str, seed_graph: KnowledgeGraph, virtuoso: Ask) -> None:
    query = text_of(seed_graph, name)
    assert virtuoso(query) == in_pyoxigraph(seed_graph, query)


def test_the_questions_are_not_empty(seed_graph: KnowledgeGraph) -> None:
    wanted = {"direct", "claimed", "labels", "unnamed", "texts", "spans", "who says what"}
    assert not [name for name in wanted if not seed_graph.query(QUESTIONS[name]).rows]


def test_a_second_strict_parser_reads_every_triple(seed_graph: KnowledgeGraph, seed_turtle: Path) -> None:
    assert stores.rapper_count(seed_turtle) == len(seed_graph.graph)
