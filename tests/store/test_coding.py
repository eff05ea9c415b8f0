"""What a store keeps comes back as it was, and nothing else comes back."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from enum import Enum
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import StoreError
from kg.graph.lexical import as_written
from kg.graph.store import Graph
from kg.graph.terms import moment, typed, verbatim
from kg.graph.write import triples
from kg.model import Document, Extraction, MentionKind, Run
from kg.ontology import Ontology
from kg.resolve.coreference import Chain
from kg.store.blocks import unpacked
from kg.store.coding import decode, encode, shape
from kg.store.entries import Entry, References
from kg.store.settings import Options, Settings, digest
from kg.store.spool import spooled
from tests.factory import RUN, make_document, make_extraction, make_mention, make_resolution
from tests.store.news import Shelf


@pytest.mark.model
def test_every_extraction_comes_back(readings: Shelf) -> None:
    for extraction in readings.known.values():
        assert decode(Extraction, encode(extraction)) == extraction


@settings(deadline=None)
@given(st.text(), st.text(), st.none() | st.text())
def test_any_text_comes_back(text: str, key: str, title: str | None) -> None:
    extraction = Extraction(Document(key, key, text, title=title), mentions=(make_mention("x", "x", type=text),))
    assert decode(Extraction, encode(extraction)) == extraction


@pytest.mark.parametrize(
    "broken",
    [
        b"",
        b"null",
        b"[]",
        b"{}",
        b"[[1,2,3]]",
        b"[" * 100_000,
        encode(make_extraction()).replace(b'"en"', b"1"),
        encode(make_extraction()).replace(b"true", b"1"),
        encode(make_extraction())[:-2],
    ],
)
def test_what_is_no_extraction_is_refused(broken: bytes) -> None:
    with pytest.raises(ValueError):  # the store says where
        decode(Extraction, broken)


def test_an_unknown_kind_of_mention_is_refused() -> None:
    written = encode(replace(make_extraction(), mentions=(make_mention("x", "x", kind=MentionKind.NAME),)))
    with pytest.raises(ValueError, match="'rumour' is not a valid MentionKind"):
        decode(Extraction, written.replace(b'"name"', b'"rumour"'))


def test_the_shape_of_what_is_kept_is_part_of_the_settings() -> None:
    @dataclass(frozen=True)
    class One:
        a: int

    @dataclass(frozen=True)
    class Other:
        a: int
        b: int

    Other.__qualname__ = One.__qualname__
    assert shape(One) != shape(Other)
    assert shape(One) == shape(One)


def test_a_document_of_an_earlier_shape_still_reads(ontology: Ontology) -> None:
    entry = Entry.of(make_extraction(make_document(title="T")), Settings(RUN, ontology))
    found = json.loads(entry.document)
    del found["author"]
    earlier = replace(entry, document=json.dumps({**found, "mood": "grave"}).encode())
    assert earlier.read_document() == make_document(title="T")


def test_the_hash_of_settings_sees_every_word_and_no_order(ontology: Ontology) -> None:
    assert digest({"a": {1, 2}, "b": ()}) == digest({"b": (), "a": {2, 1}})
    assert digest({"a": "b"}) != digest({"b": "a"})
    made = Settings(RUN, ontology)
    words = {**ontology.words, "corporate_words": ontology.words["corporate_words"] | {"zzz"}}
    assert Settings(RUN, replace(ontology, words=words)).reading != made.reading
    assert Settings(RUN, replace(ontology, queries={}, folder=Path("elsewhere"))).reading == made.reading
    assert Settings(RUN, ontology, attribution="other").reading != made.reading
    other = Settings(Run(RUN.version, RUN.model, "https://other.example/"), ontology)
    assert (other.reading == made.reading, other.writing == made.writing) == (True, False)


def test_options_are_remembered_and_overruled() -> None:
    first = Options(model="m", base="https://x.example/", gazetteer=("/g.csv",))
    assert Options.remembered(first.written()) == first
    assert Options(model="n").over(Options.remembered(first.written())) == replace(first, model="n")
    assert Options.remembered("") == Options()


# ---- what Oxigraph keeps by value gets its letters back


def through_oxigraph(found: Graph) -> set[object]:
    return {as_written(quad.triple) for quad in found.store}


def test_every_triple_of_a_graph_survives_an_oxigraph_store(ontology: Ontology) -> None:
    written = Graph.from_triples(triples(make_resolution(), RUN, ontology))
    assert through_oxigraph(written) == set(written.triples())


DATES = (
    st.datetimes().map(lambda d: d.isoformat())
    | st.dates().map(str)
    | st.from_regex(r"[0-9]{4}(-[0-9]{2})?", fullmatch=True)
)
ZONES = st.sampled_from(["", "Z", "+00:00", "-00:00", "+05:30", "-13:59"])


@settings(deadline=None)
@given(DATES, ZONES)
def test_every_moment_survives_an_oxigraph_store(date: str, zone: str) -> None:
    from pyoxigraph import NamedNode, Triple

    literal = moment(date + zone)
    graph = Graph.from_triples([Triple(NamedNode("urn:a"), NamedNode("urn:b"), literal)])
    assert through_oxigraph(graph) == set(graph.triples())


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("2016-05-31T10:00:00.500000+00:00", "2016-05-31T10:00:00.5Z"),
        ("2016-05-31T10:00:00.000", "2016-05-31T10:00:00"),
        ("2016-05-31T10:00:00-05:00", "2016-05-31T10:00:00-05:00"),
    ],
)
def test_a_time_is_written_in_its_shortest_form(text: str, written: str) -> None:
    assert moment(text) == typed(written, "dateTime")


@settings(deadline=None)
@given(st.text())
def test_every_text_survives_an_oxigraph_store(text: str) -> None:
    from pyoxigraph import NamedNode, Triple

    graph = Graph.from_triples([Triple(NamedNode("urn:a"), NamedNode("urn:b"), verbatim(text))])
    assert through_oxigraph(graph) == set(graph.triples())


def test_sets_and_mappings_come_back_and_are_written_in_one_order() -> None:
    chains = [Chain("Person", [1, 3], ["Ann"], roles={"mayor", "chair"}), Chain("Topic", [2], [])]
    found = References(chains, {3: 0, 1: 0, 2: 1})
    written = encode(found)
    assert decode(References, written) == found
    assert b'["chair","mayor"]' in written and b"[[3,0],[1,0],[2,1]]" in written


def test_an_enumeration_of_no_words_cannot_be_kept() -> None:
    class Size(Enum):
        SMALL = 1

    @dataclass(frozen=True)
    class Sized:
        size: Size

    Sized.__annotations__["size"] = Size
    with pytest.raises(TypeError, match="no way to store"):
        encode(Sized(Size.SMALL))


def test_what_is_spooled_comes_back_and_leaves_no_file(tmp_path: Path) -> None:
    with spooled(tmp_path, None) as spool:
        assert spool.lacks("urn:a", "1")
        spool.put("urn:a", ["<a> <b> <c> .\n"])
        spool.put("urn:b", [])
        found = [spool.get(iri) for iri in ("urn:b", "urn:a", "urn:c")]
        assert [data if data is None else unpacked(data) for data in found] == [[], ["<a> <b> <c> .\n"], None]
        assert not spool.lacks("urn:a", "1") and not list(tmp_path.iterdir())
    with pytest.raises(StoreError, match="cannot be written"), spooled(tmp_path / "none", None):
        pass
