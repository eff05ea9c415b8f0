from __future__ import annotations

from pathlib import Path

import pytest
import rdflib
from pyvis.network import Network

import kg
from kg.errors import GraphInvalid, QueryError
from kg.ontology import Ontology
from tests.factory import make_graph


def test_a_saved_graph_is_loaded_as_it_was(ontology: Ontology, tmp_path: Path) -> None:
    made = make_graph(ontology)
    turtle, page = made.save(tmp_path / "new" / "folder")
    assert (turtle.name, page.name) == ("graph.ttl", "graph.html")
    assert sorted(path.name for path in turtle.parent.iterdir()) == ["graph.html", "graph.ttl"]
    loaded = kg.load(turtle, ontology=ontology)
    assert loaded.records == made.records
    assert loaded.save(tmp_path, page=False)[0].read_bytes() == turtle.read_bytes()


def test_the_graph_is_given_as_rdflib_and_pyvis(ontology: Ontology) -> None:
    made = make_graph(ontology)
    assert isinstance(made.rdf, rdflib.Graph)
    assert len(made.rdf) == len(made.graph)
    assert isinstance(made.pyvis(), Network)
    assert len(made.pyvis().nodes) == 5


def test_questions_are_asked_in_sparql_or_by_name(ontology: Ontology) -> None:
    made = make_graph(ontology)
    assert len(made.query("SELECT ?who { ?who rel:denies ?what }").rows) == 1
    for name in made.questions:
        assert made.query(name) == made.ask(name)
    with pytest.raises(QueryError, match="there is no saved question 'nonsense'"):
        made.query("nonsense")
    with pytest.raises(QueryError, match="line 1"):
        made.query("SELECT ?who { ")


def test_a_graph_of_our_own_has_no_faults(ontology: Ontology) -> None:
    assert make_graph(ontology).validate() == []


def test_what_is_no_graph_is_refused(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "bad.ttl"
    path.write_text("@prefix : <urn:x> .\n:a :b", encoding="utf-8")
    with pytest.raises(GraphInvalid, match=r"bad\.ttl:2"):
        kg.load(path, ontology=ontology)


def test_a_failed_save_leaves_no_half_file(ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from kg import export

    def fail(graph: object, path: Path, known: object) -> None:
        path.write_text("half", encoding="utf-8")
        raise OSError("disk full")

    monkeypatch.setitem(export.EXPORTERS, "ttl", fail)
    with pytest.raises(OSError, match="disk full"):
        make_graph(ontology).save(tmp_path)
    assert list(tmp_path.iterdir()) == []
