"""Any user text survives the way through Turtle, in three parsers, and the order of the input leaves no trace."""

from __future__ import annotations

import re
import subprocess
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, parse

from kg.graph import namespaces as ns
from kg.graph.rdf import to_rdflib
from kg.graph.store import Graph
from kg.graph.validate import validate
from kg.graph.write import triples, turtle
from kg.model import (
    NARRATOR,
    Denotation,
    Document,
    Entity,
    Modality,
    Polarity,
    Quotation,
    Resolution,
    ResolvedAttribution,
    ResolvedDocument,
    Span,
    Statement,
)
from tests.conftest import program
from tests.factory import RUN, shipped

ANY = st.text(st.characters(exclude_categories=()), min_size=1, max_size=12)
"""Any code points at all, lone surrogates and NUL among them, as a gazetteer or an HTML title may hold."""

NASTY = st.sampled_from(
    ['"', '"""', "\\", "\\u0041", "\r\n", "</script><script>", "]]>", "a.", "%00", "#", "'", "\u2028", "\ufeff"]
)
TEXT = st.text(min_size=1, max_size=40) | st.lists(NASTY, min_size=1, max_size=4).map("".join)
"""Text that strict UTF-8 can give."""

PATHS = st.sampled_from(["a/b.txt", "a//b", "a b#c?d%25", "C:\\news\\a.txt", "https://x.example/a?b=c#d", "e\u0301"])
KEYS = (st.text(st.characters(exclude_categories=()), min_size=1, max_size=8) | PATHS).filter(
    lambda key: {".", ".."}.isdisjoint(key.split("/"))  # no file is named so
)


@st.composite
def documents(draw: st.DrawFn, key: str) -> ResolvedDocument:
    text = draw(TEXT)
    end = draw(st.integers(1, len(text)))
    span = Span(draw(st.integers(0, end - 1)), end)
    cue = text[span.start : span.end]
    document = Document(key, draw(ANY), text, source=draw(ANY), title=draw(ANY), publisher=draw(ANY))
    mark = key.encode("utf-8", "surrogatepass").hex()
    said = ResolvedAttribution(f"a{mark}", (span,), (span,), (span,), draw(st.sampled_from(Quotation)), "person-0")
    statement = Statement(
        id=f"s{mark}",
        subject="person-1",
        relation=draw(st.sampled_from(["accuses", "denies"])),
        object="person-2",
        polarity=draw(st.sampled_from(Polarity)),
        modality=draw(st.sampled_from(Modality)),
        speaker=draw(st.sampled_from([NARRATOR, "person-0"])),
        cues=(cue,),
        evidence=(span,),
        time_text=draw(st.none() | st.just(cue)),
        confidence=draw(st.floats(0, 1)),
    )
    return ResolvedDocument(document, (Denotation(span, "person-1"),), (said,), (statement,))


@st.composite
def resolutions(draw: st.DrawFn) -> Resolution:
    names = draw(st.lists(ANY, min_size=3, max_size=3))
    aliases = draw(st.lists(ANY, max_size=2))
    entities = tuple(
        Entity(f"person-{n}", "Person", name, aliases=tuple(aliases), merges=(name,)) for n, name in enumerate(names)
    )
    keys = draw(st.lists(KEYS, min_size=1, max_size=3, unique=True))
    return Resolution(entities, tuple(draw(documents(key)) for key in keys))


slow = settings(deadline=None)

ONTOLOGY = shipped()


@slow
@given(resolutions())
def test_pyoxigraph_reads_what_was_written(resolution: Resolution) -> None:
    written = triples(resolution, RUN, ONTOLOGY)
    parsed = parse(turtle(written), format=RdfFormat.TURTLE)
    assert {Triple(q.subject, q.predicate, q.object) for q in parsed} == set(written)


@settings(slow, max_examples=50)
@given(resolutions())
def test_rdflib_reads_what_was_written(resolution: Resolution) -> None:
    import rdflib

    written = triples(resolution, RUN, ONTOLOGY)
    parsed = rdflib.Graph().parse(data=turtle(written), format="turtle")
    assert set(parsed) == set(to_rdflib(written))


@pytest.mark.store
@settings(slow, max_examples=50)
@given(resolutions())
def test_raptor_reads_what_was_written(resolution: Resolution) -> None:
    written = triples(resolution, RUN, ONTOLOGY)
    if any(isinstance(t.object, Literal) and re.search("[\x00\ufffe\uffff]", t.object.value) for t in written):
        return  # valid Turtle, but raptor is written in C and refuses non-characters; only texts may hold them
    command = [program("rapper"), "-q", "-i", "turtle", "-o", "ntriples", "-", RUN.base]
    done = subprocess.run(command, input=turtle(written), capture_output=True, check=True)
    assert done.stderr == b""
    parsed = parse(done.stdout, format=RdfFormat.N_TRIPLES)
    assert {Triple(q.subject, q.predicate, q.object) for q in parsed} == set(written)


@settings(slow, max_examples=20)
@given(resolutions())
def test_any_text_makes_a_graph_that_keeps_the_contract(resolution: Resolution) -> None:
    assert validate(Graph.from_triples(triples(resolution, RUN, ONTOLOGY)), ONTOLOGY) == []


@slow
@given(resolutions())
def test_the_order_of_the_input_leaves_no_trace(resolution: Resolution) -> None:
    turned = replace(resolution, entities=resolution.entities[::-1], documents=resolution.documents[::-1])
    assert turtle(triples(turned, RUN, ONTOLOGY)) == turtle(triples(resolution, RUN, ONTOLOGY))


def test_every_literal_of_the_file_is_on_one_line() -> None:
    document = Document("a", "a", "one.\n@prefix kg: <urn:x> .\n\r\u2028two", title='" .\n@prefix rel: <urn:y> .\n')
    written = triples(Resolution(documents=(ResolvedDocument(document),)), RUN, ONTOLOGY)
    graph = {Triple(q.subject, q.predicate, q.object) for q in parse(turtle(written), format=RdfFormat.TURTLE)}
    assert graph == set(written)
    assert Triple(NamedNode(RUN.base + "doc/a"), ns.TITLE, Literal('" .\n@prefix rel: <urn:y> .\n')) in graph
