"""Triples as lines: the same letters as Oxigraph writes, the same order as ever, and back again."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, serialize

from kg.export import EXPORTERS
from kg.graph import lines as ln
from kg.graph import namespaces as ns
from kg.graph import terms
from kg.graph.store import Graph
from kg.graph.write import in_order, lines, parts, triples, turtle, turtle_of
from kg.ontology import Ontology
from tests.factory import RUN, make_resolution

WORDS = st.text(st.sampled_from('aZé ’"\\\n\r\t\x00\x01\x7f\x85\u2028\ud800\ufffe\U0001f600<>.^@_:-#'), max_size=8)
NODES = st.sampled_from(
    [NamedNode(f"https://x.example/{tail}") for tail in ("a", "a#b", "a/b", "ab", "a-", "é")] + [BlankNode("b")]
)
PREDICATES = st.sampled_from([ns.TYPE, ns.LABEL, ns.SUBJECT, ns.TEXT, NamedNode(ns.REL + "meets")])
LITERALS = st.one_of(
    WORDS.map(terms.verbatim), WORDS.map(terms.name), st.sampled_from([terms.typed("1", "integer"), Literal("a")])
)
TRIPLES = st.lists(st.builds(Triple, NODES, PREDICATES, st.one_of(NODES, LITERALS)), max_size=12)


def by_terms(triple: Triple) -> tuple[str, str, str]:
    predicate = "" if triple.predicate == ns.TYPE else triple.predicate.value
    return str(triple.subject), predicate, str(triple.object)


@given(WORDS)
def test_text_is_written_as_oxigraph_writes_it(text: str) -> None:
    assert ln.quoted(text) == str(terms.verbatim(text))
    assert ln.label(text) == str(terms.name(text))
    assert ln.FIRST not in ln.quoted(text) and "\n" not in ln.quoted(text)


@given(TRIPLES)
def test_lines_come_back_and_sort_as_their_terms_do(found: list[Triple]) -> None:
    assert in_order(found) == sorted(found, key=by_terms)
    written = sorted(map(ln.line, found))
    assert [by_terms(triple) for triple in ln.triples(written)] == sorted(map(by_terms, found))
    assert ln.ntriples(written).encode() == (serialize(in_order(found), format=RdfFormat.N_TRIPLES) or b"")
    graph = Graph.from_lines(ln.each_once(written))
    assert (len(graph), set(graph.triples())) == (len(set(found)), set(found))
    assert Graph.from_triples(found).lines() == graph.lines()


@pytest.mark.parametrize("size", [1, 5, 20_000])
def test_lines_and_triples_of_a_graph_give_the_same_turtle(
    size: int, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ln, "_PIECE", size)
    written = lines(make_resolution(), RUN, ontology)
    assert [line for piece in ln.pieces(written) for line in piece] == written
    assert b"".join(turtle_of(written)) == turtle(triples(make_resolution(), RUN, ontology))
    assert b"".join(turtle_of([])) == turtle([])
    assert ln.base_of(written) == RUN.base
    assert ln.base_of([line for line in written if "contractVersion" not in line]) == ""


def test_a_text_that_looks_like_a_run_does_not_set_the_base(ontology: Ontology) -> None:
    odd = f"<https://evil.example/run/1> {ns.CONTRACT_VERSION} "
    line = ln.line(Triple(NamedNode("https://a.example/x"), ns.TEXT, terms.verbatim(odd)))
    assert ln.base_of([line, *lines(make_resolution(), RUN, ontology)]) == RUN.base


def test_named_graphs_are_written_as_the_graph_without_them_is(ontology: Ontology, tmp_path: Path) -> None:
    kept = Graph.from_parts(parts(make_resolution(), RUN, ontology))
    loose = Graph.from_triples(kept.triples())
    assert len(kept) == len(loose) and kept.lines() == loose.lines()
    for form in ("nq", "trig", "ttl", "nt"):
        written = []
        for graph in (kept, loose):
            EXPORTERS[form](graph, tmp_path / form, ontology)
            written.append((tmp_path / form).read_bytes())
        assert written[0] == written[1], form


def test_a_graph_of_no_named_graphs_is_empty() -> None:
    graph = Graph.from_parts([])
    assert (len(graph), graph.lines(), graph.triples()) == (0, [], ())
