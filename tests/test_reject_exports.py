"""What was exported beside a graph goes on telling a rejected statement, unless it is written anew or named."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.export import EXPORTERS, GRAPH_FORMATS
from kg.knowledge_graph import KnowledgeGraph, load
from kg.ontology import Ontology
from tests.factory import make_graph

run = CliRunner()
OTHERS = tuple(form for form in EXPORTERS if form not in (*GRAPH_FORMATS, "html"))


@pytest.fixture
def graph(ontology: Ontology, tmp_path: Path) -> Path:
    for library in ("networkx", "pyarrow"):
        pytest.importorskip(library)
    make_graph(ontology).save(tmp_path, page=False)
    return tmp_path / "graph.ttl"


def bytes_of(path: Path) -> dict[str, bytes]:
    files = [path] if path.is_file() else sorted(path.rglob("*"))
    return {str(file.relative_to(path)): file.read_bytes() for file in files if file.is_file()}


def reject(graph: Path) -> tuple[list[str], str]:
    done = run.invoke(app, ["reject", str(graph), "s1", "--why", "withdrawn", "--who", "Ann Example"])
    assert done.exit_code == 0, done.stderr
    return done.stdout.split(), done.stderr


@pytest.mark.parametrize("form", OTHERS)
def test_an_export_of_the_whole_graph_is_written_anew(form: str, graph: Path, ontology: Ontology) -> None:
    path = load(graph, ontology=ontology).export(graph.with_suffix(f".{form}"))
    before = bytes_of(path)
    written, said = reject(graph)
    assert written == [str(graph), str(path)] and str(path) not in said
    wanted = load(graph, ontology=ontology).export(graph.parent / f"wanted.{form}")
    assert bytes_of(path) == bytes_of(wanted) != before


def test_an_export_of_a_part_stays_as_it_is_and_is_named(graph: Path, ontology: Ontology) -> None:
    path = graph.with_suffix(".csv")
    part = ["export", str(graph), "-o", str(path), "--relation", "rejects"]
    assert run.invoke(app, part).exit_code == 0
    before = bytes_of(path)
    written, said = reject(graph)
    assert written == [str(graph)]
    assert f"{path} is not of the whole graph as it was" in said
    assert bytes_of(path) == before


def test_an_export_of_another_name_that_holds_the_statement_is_named(graph: Path, ontology: Ontology) -> None:
    whole = load(graph, ontology=ontology)
    named, silent = whole.export(graph.parent / "all.csv"), graph.parent / "none.csv"
    KnowledgeGraph(whole.graph.from_triples(()), ontology).export(silent)
    _, said = reject(graph)
    assert f"{named} still holds it" in said
    assert str(silent) not in said
