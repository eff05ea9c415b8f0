"""Saved questions with parameters: values find what they name, and no value becomes part of the query."""

from __future__ import annotations

import re
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import QueryError
from kg.graph.query import Question, saved
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Resolution
from kg.ontology import Ontology
from tests.factory import RUN, make_resolution, shipped

QUESTIONS = saved(shipped())
WITH_PARAMETERS = [question for question in QUESTIONS.values() if question.parameters]

ATTACKS = [
    '" } ?s ?p ?o . VALUES ?x { "',
    '"} . FILTER(true) #',
    '\\" } ?s ?p ?o #',
    "\\",
    "\\u0022 } #",
    "a\nb\r\t\x0b\x0c",
    "\x00\x1f\x7f",
    "'''\"\"\"",
    '$1 \\1 \\g<0> VALUES ?about { "x" }',
    "”’«»\u2028\U0001f600",
    "\ud800",
]


def dated(issued: str) -> Resolution:
    made = make_resolution()
    [document] = made.documents
    return replace(made, documents=(replace(document, document=replace(document.document, published=issued)),))


@pytest.fixture(scope="module")
def graph(ontology: Ontology) -> KnowledgeGraph:
    resolution = dated("2016-01-12")
    return KnowledgeGraph(Graph.from_triples(triples(resolution, RUN, ontology)), ontology)


def test_some_questions_have_parameters_with_a_meaning() -> None:
    names = {question.name: [p.name for p in question.parameters] for question in WITH_PARAMETERS}
    assert names == {
        "about": ["about"],
        "what-did-x-say-about-y": ["speaker", "about"],
        "what-changed-between-dates": ["from", "until"],
    }
    assert all(p.meaning for question in WITH_PARAMETERS for p in question.parameters)


@pytest.mark.parametrize("question", WITH_PARAMETERS, ids=lambda question: str(question.name))
def test_the_defaults_are_the_question_as_it_stands(question: Question, graph: KnowledgeGraph) -> None:
    name = question.name
    defaults = {p.name: p.default for p in QUESTIONS[name].parameters}
    assert QUESTIONS[name].asked_with(defaults) == QUESTIONS[name].sparql
    assert graph.ask(name).rows


@pytest.mark.parametrize(
    ("values", "found"),
    [({}, 3), ({"about": "DOCKERS"}, 1), ({"about": "pay offer"}, 1), ({"about": "nobody"}, 0)],
)
def test_about_finds_by_any_part_of_a_name(values: dict[str, str], found: int, graph: KnowledgeGraph) -> None:
    assert len(graph.ask("about", values).rows) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"speaker": "source"}, 1),
        ({"speaker": "source", "about": "offer"}, 1),
        ({"speaker": "source", "about": "dockers"}, 0),
        ({"speaker": "authority"}, 0),
    ],
)
def test_who_said_what_about_whom(values: dict[str, str], found: int, graph: KnowledgeGraph) -> None:
    assert len(graph.query("what-did-x-say-about-y", values).rows) == found


@pytest.mark.parametrize(
    ("values", "found"),
    [
        ({"from": "2016-01-12", "until": "2016-01-12"}, 2),
        ({"from": "2016-01"}, 2),
        ({"until": "2016"}, 2),
        ({"from": "2016-01-13"}, 0),
        ({"until": "2016-01-11"}, 0),
    ],
)
def test_what_changed_between_dates(values: dict[str, str], found: int, graph: KnowledgeGraph) -> None:
    assert len(graph.ask("what-changed-between-dates", values).rows) == found


def test_what_an_earlier_article_says_is_not_new(ontology: Ontology) -> None:
    made, later = dated("2016-01-12"), make_resolution()
    [second] = later.documents
    document = replace(second.document, key="later.txt", identifier="later", published="2016-02-01")
    statements = tuple(replace(s, id=f"{s.id}b", content=(), via=None) for s in second.statements)
    other = replace(second, document=document, statements=statements, attributions=(), denotations=())
    claims = tuple(
        replace(
            c, statements=(*c.statements, ("later.txt", f"{c.statements[0][1]}b")), documents=("later.txt", "port.txt")
        )
        for c in made.claims
    )
    both = replace(made, documents=(*made.documents, other), claims=claims)
    graph = KnowledgeGraph(Graph.from_triples(triples(both, RUN, ontology)), ontology)
    assert not graph.ask("what-changed-between-dates", {"from": "2016-02"}).rows
    assert len(graph.ask("what-changed-between-dates", {"from": "2016-01"}).rows) == 4


@pytest.mark.parametrize("attack", ATTACKS)
@pytest.mark.parametrize("question", [q.name for q in WITH_PARAMETERS])
def test_a_value_never_becomes_part_of_the_query(attack: str, question: str, graph: KnowledgeGraph) -> None:
    names = [p.name for p in QUESTIONS[question].parameters]
    for name in names:
        rows = graph.ask(question, {name: attack}).rows
        assert not rows or question == "what-changed-between-dates"
    text = QUESTIONS[question].asked_with(dict.fromkeys(names, attack))
    assert text.count("\n") == QUESTIONS[question].sparql.count("\n")


@given(st.text())
def test_any_text_comes_through_as_it_is(value: str) -> None:
    question = replace(QUESTIONS["about"], sparql='SELECT ?about { VALUES ?about { "" } }')
    [[found]] = Graph().query(question.asked_with({"about": value})).rows
    assert getattr(found, "value", None) == re.sub("[\ud800-\udfff]", "\ufffd", value)


def test_an_unknown_parameter_is_told_with_the_nearest(graph: KnowledgeGraph) -> None:
    with pytest.raises(QueryError, match="did you mean 'about'"):
        graph.ask("about", {"abuot": "x"})
    with pytest.raises(QueryError, match="it has none"):
        graph.ask("who-denies-what", {"about": "x"})
    with pytest.raises(QueryError, match="only a saved question"):
        graph.query("ASK { ?s ?p ?o }", {"about": "x"})


def test_a_parameter_without_a_place_is_told(ontology: Ontology) -> None:
    broken = replace(ontology, queries={"odd": "# Who?\n# parameter: who somebody\nASK { ?s ?p ?o }"})
    with pytest.raises(QueryError, match=r"odd\.rq: the parameter who needs VALUES"):
        saved(broken)


@pytest.mark.model
def test_every_question_finds_something_in_the_seeds(seed_graph: KnowledgeGraph) -> None:
    assert not [name for name in QUESTIONS if not seed_graph.ask(name).rows]


@pytest.mark.parametrize("name", sorted(QUESTIONS))
def test_two_answers_are_the_same_and_in_order(name: str, graph: KnowledgeGraph) -> None:
    assert graph.ask(name).rows == graph.ask(name).rows
