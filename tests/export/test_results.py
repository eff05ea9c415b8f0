from __future__ import annotations

import csv
import io
import json

import pyoxigraph as ox
import pytest

from kg.export.results import short, write_csv, write_json, write_tsv, write_turtle
from kg.graph.namespaces import REL
from kg.graph.store import Graph

QUERY = "SELECT ?o ?none { ?s ?p ?o } ORDER BY STR(?o)"
DECIMAL = ox.NamedNode("http://www.w3.org/2001/XMLSchema#decimal")
OBJECTS = [
    ox.Literal('a "quoted", word\nand\ta tab'),
    ox.Literal("mot", language="fr"),
    ox.Literal("0.50", datatype=DECIMAL),
    ox.NamedNode(REL + "denies"),
    ox.BlankNode("b"),
]


@pytest.fixture
def graph() -> Graph:
    subject, predicate = ox.NamedNode("urn:s"), ox.NamedNode("urn:p")
    return Graph.from_triples(ox.Triple(subject, predicate, value) for value in OBJECTS)


@pytest.mark.parametrize(
    ("write", "form"),
    [(write_json, ox.QueryResultsFormat.JSON), (write_tsv, ox.QueryResultsFormat.TSV)],
)
def test_the_w3c_formats_are_read_back_by_another_reader(write, form, graph: Graph) -> None:  # type: ignore[no-untyped-def]
    result = graph.query(QUERY)
    found = ox.parse_query_results(write(result).encode(), format=form)
    assert isinstance(found, ox.QuerySolutions)
    assert [tuple(solution) for solution in found] == list(result.rows)


def test_csv_holds_bare_values(graph: Graph) -> None:
    rows = list(csv.reader(io.StringIO(write_csv(graph.query(QUERY)), newline="")))
    assert rows[0] == ["o", "none"]
    assert {row[0] for row in rows[1:]} >= {'a "quoted", word\nand\ta tab', "mot", "0.5", f"{REL}denies"}
    assert {row[1] for row in rows[1:]} == {""}


def test_ask_and_construct(graph: Graph) -> None:
    assert json.loads(write_json(graph.query("ASK { ?s ?p ?o }"))) == {"head": {}, "boolean": True}
    turtle = write_turtle(graph.query("CONSTRUCT { ?s rel:x ?o } { ?s ?p ?o FILTER(ISIRI(?o)) }"))
    assert "<urn:s> rel:x rel:denies" in turtle


def test_terms_are_short_for_reading() -> None:
    assert short(ox.NamedNode(REL + "denies")) == "rel:denies"
    assert short(ox.NamedNode("https://a.example/x/entity/person-ann-smith")) == "e:person-ann-smith"
    assert short(ox.NamedNode("https://a.example/doc/a.txt#char=1,2")) == "https://a.example/doc/a.txt#char=1,2"
    assert (short(ox.Literal("word")), short(None)) == ("word", "")
