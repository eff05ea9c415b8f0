"""Graphs load, answer, and say exactly where a file or a query is broken."""

from __future__ import annotations

from pathlib import Path

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphInvalid, QueryError
from kg.graph.store import Graph
from kg.graph.write import triples, turtle
from kg.ontology import Ontology
from tests.factory import RUN, make_resolution

X = "https://x.example/"
ONE = Triple(NamedNode(X + "a"), NamedNode(X + "b"), Literal("c"))


def write(folder: Path, name: str, text: str | bytes) -> Path:
    path = folder / name
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return path


def test_what_is_written_is_what_is_loaded(ontology: Ontology, tmp_path: Path) -> None:
    written = triples(make_resolution(), RUN, ontology)
    assert set(Graph.load(write(tmp_path, "g.ttl", turtle(written))).triples()) == set(written)


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("g.ttl", "<https://x.example/a> <https://x.example/b> 'c' ."),
        ("g.nt", '<https://x.example/a> <https://x.example/b> "c" .\n'),
        ("g.nq", '<https://x.example/a> <https://x.example/b> "c" <https://x.example/g> .\n'),
        ("g.trig", "<https://x.example/g> { <https://x.example/a> <https://x.example/b> 'c' }"),
        ("G.TTL", "<https://x.example/a> <https://x.example/b> 'c' , 'c' ."),
    ],
)
def test_the_suffix_tells_the_format(name: str, text: str, tmp_path: Path) -> None:
    assert Graph.load(write(tmp_path, name, text)).triples() == (ONE,)


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("<https://x.example/a>\n  <https://x.example/b> .", ":2:"),
        ("<a> <b> <c> .", ":1:1: "),
        (b'<https://x.example/a> <https://x.example/b> "\xff" .', ":1:"),
        ("\n\nkg:a kg:b 1 .", ":3:1: "),
    ],
)
def test_a_syntax_error_has_path_line_and_column(text: str | bytes, place: str, tmp_path: Path) -> None:
    path = write(tmp_path, "bad.ttl", text)
    with pytest.raises(GraphInvalid) as caught:
        Graph.load(path)
    assert str(caught.value).startswith(f"{path}{place}")


def test_a_file_that_is_not_there_or_not_rdf_is_named(tmp_path: Path) -> None:
    with pytest.raises(GraphInvalid, match=r"none\.ttl: cannot be read"):
        Graph.load(tmp_path / "none.ttl")
    with pytest.raises(GraphInvalid, match=r"g\.txt: not an RDF file that newskg knows"):
        Graph.load(write(tmp_path, "g.txt", "x"))


def test_a_query_gives_variables_and_rows() -> None:
    result = Graph.from_triples([ONE]).query("SELECT ?o ?none { ?s ?p ?o }")
    assert result.variables == ("o", "none")
    assert result.rows == ((Literal("c"), None),)
    assert (result.boolean, result.triples) == (None, None)


def test_ask_and_construct() -> None:
    graph = Graph.from_triples([ONE])
    assert graph.query("ASK { ?s ?p 'c' }").boolean is True
    assert graph.query("CONSTRUCT { ?s ?p ?o } WHERE { ?s ?p ?o }").triples == (ONE,)


def test_the_contracts_prefixes_need_no_declaration(ontology: Ontology) -> None:
    graph = Graph.from_triples(triples(make_resolution(), RUN, ontology))
    assert graph.query("ASK { ?who rel:denies ?what }").boolean is True
    assert graph.query("PREFIX rel: <urn:other:> ASK { ?who rel:denies ?what }").boolean is False


@pytest.mark.parametrize(
    ("sparql", "message"),
    [
        ("SELECT ?x {\n ?x a foo:x }", "line 2, column 12: this prefix is not declared"),
        ("SELECT ?x {\n ?x a }", "line 2, column 8: "),
        ("DELETE WHERE { ?s ?p ?o }", "line 1, column"),
        ("", "does not parse"),
        ("SELECT * { SERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "stays offline"),
        ("SELECT * { VALUES ?x {<http://a/>} FILTER(1<2)SERVICE?x{?s ?p ?o}FILTER(3>2) }", "stays offline"),
        ("SELECT * { \\u0053ERVICE <http://127.0.0.1:1/> { ?s ?p ?o } }", "stays offline"),
    ],
)
def test_a_broken_query_says_where(sparql: str, message: str) -> None:
    with pytest.raises(QueryError) as caught:
        Graph.from_triples([ONE]).query(sparql)
    assert message in str(caught.value)
    assert len(str(caught.value)) < 300


def test_rdflib_holds_the_same_triples(ontology: Ontology) -> None:
    import rdflib

    written = triples(make_resolution(), RUN, ontology)
    graph = Graph.from_triples(written)
    parsed = rdflib.Graph().parse(data=turtle(written), format="turtle")
    assert set(graph.rdf) == set(parsed)
    assert graph.rdf is graph.rdf
    assert dict(graph.rdf.namespaces())["claimnot"] == rdflib.URIRef("https://w3id.org/newskg/claimed-not/")


def test_a_quoted_triple_is_refused_by_rdflib_in_words() -> None:
    graph = Graph.from_triples([Triple(NamedNode(X + "a"), NamedNode(X + "b"), ONE)])
    with pytest.raises(GraphInvalid, match="quoted triple"):
        _ = graph.rdf
