"""`kg verify` finds what a disk, a person or a fault has changed; and the commands of a store."""

from __future__ import annotations

import re
import sqlite3
from pathlib import Path

import pyoxigraph as ox
import pytest
from typer.testing import CliRunner

from kg import pipeline
from kg.cli import app
from kg.errors import StoreError
from kg.ontology import Ontology
from kg.store import generations
from kg.store.verify import verify_graph, verify_store
from tests.factory import make_graph
from tests.store.news import TEXTS, Shelf, write

pytestmark = pytest.mark.model

run = CliRunner()
EVERYTHING = dict.fromkeys(TEXTS, 0)


@pytest.fixture
def store(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> Path:
    pipeline.build([write(tmp_path / "news", EVERYTHING)], ontology=ontology, store=tmp_path / "store")
    return tmp_path / "store"


def change(store: Path, sql: str) -> None:
    with sqlite3.connect(store / "documents.sqlite") as base:
        base.execute(sql)
    base.close()


def oxigraph(store: Path) -> ox.Store:
    found = generations.current(store)
    assert found
    return ox.Store(str(found.oxigraph))


def kinds(store: Path, ontology: Ontology) -> set[str]:
    return {fault.kind for fault in verify_store(store, ontology)}


def test_a_store_keeps_every_promise(store: Path, ontology: Ontology) -> None:
    assert verify_store(store, ontology) == []


def test_with_corrections_it_keeps_them_too(store: Path, ontology: Ontology, tmp_path: Path) -> None:
    rows = "kind,who,why,subject,object\nsame,me,spelling,Peter Brandt,Maria Lopez\n"
    (store / "corrections.csv").write_text(rows, encoding="utf-8")
    assert [fault.kind for fault in verify_store(store, ontology)] == ["graph"]  # not applied yet
    pipeline.build([], ontology=ontology, store=store)
    assert verify_store(store, ontology) == []


@pytest.mark.parametrize(
    "sql",
    [
        "UPDATE document SET document = CAST(replace(document, 'Miller', 'Mueller') AS BLOB) WHERE key = x'612e747874'",
        "UPDATE document SET extraction = CAST('[]' AS BLOB) WHERE key = x'612e747874'",
        "UPDATE document SET digest = 'x' WHERE key = x'612e747874'",
        "UPDATE document SET settings = 'x' WHERE key = x'612e747874'",
    ],
)
def test_a_changed_journal_is_found(sql: str, store: Path, ontology: Ontology) -> None:
    change(store, sql)
    faults = [fault for fault in verify_store(store, ontology) if fault.kind == "journal"]
    assert [fault.where for fault in faults][:1] == ["a.txt"]


def test_a_journal_of_other_types_is_told(store: Path, ontology: Ontology) -> None:
    change(store, "UPDATE document SET extraction = 'text' WHERE key = x'612e747874'")
    with pytest.raises(StoreError, match="somebody has changed the journal"):
        verify_store(store, ontology)


def test_a_lost_document_is_found(store: Path, ontology: Ontology) -> None:
    change(store, "DELETE FROM document WHERE key = x'612e747874'")
    assert kinds(store, ontology) == {"graph"}


def test_what_was_worked_out_before_is_not_believed(store: Path, ontology: Ontology) -> None:
    change(store, "UPDATE document SET said = CAST('[[],[]]' AS BLOB)")
    assert verify_store(store, ontology) == []


def test_a_triple_too_many_or_too_few_is_found(store: Path, ontology: Ontology) -> None:
    stored = oxigraph(store)
    document = ox.NamedNode("https://newskg.example/doc/a.txt")
    quad = next(stored.quads_for_pattern(None, None, None, document))
    stored.remove(quad)
    stored.flush()
    del stored
    told = {str(fault) for fault in verify_store(store, ontology)}
    assert any(f"lacks {quad.triple}"[:60] in line for line in told)
    stored = oxigraph(store)
    stored.add(quad)
    stored.add(ox.Quad(quad.subject, quad.predicate, ox.Literal("odd"), ox.NamedNode("https://x.example/odd")))
    stored.flush()
    del stored
    assert {fault.where for fault in verify_store(store, ontology)} >= {"https://x.example/odd"}


def test_a_graph_is_verified_by_itself(ontology: Ontology) -> None:
    assert verify_graph(make_graph(ontology).graph, ontology) == []


# ---- the commands


def test_the_commands_of_a_store(store: Path, tmp_path: Path) -> None:
    news = tmp_path / "news"
    again = run.invoke(app, ["build", str(news), "--store", str(store)])
    assert (again.exit_code, again.stdout) == (0, "")
    assert f"{len(TEXTS)} documents; of those given {len(TEXTS)} unchanged" in again.stderr
    written = run.invoke(app, ["build", str(news), "--store", str(store), "-o", str(tmp_path / "out"), "--no-page"])
    assert written.stdout == f"{tmp_path / 'out' / 'graph.ttl'}\n"
    assert run.invoke(app, ["verify", str(store)]).stdout == f"{store}: every promise holds\n"
    assert run.invoke(app, ["verify", str(tmp_path / "out" / "graph.ttl")]).exit_code == 0
    gone = run.invoke(app, ["remove", str(store), "rare", "sub/a"])
    assert (gone.exit_code, f"{len(TEXTS) - 2} documents" in gone.stderr) == (0, True)
    for command in (
        ["show", str(store)],
        ["query", "SELECT * { ?s ?p ?o }", "-g", str(store)],
        ["validate", str(store)],
    ):
        shown = run.invoke(app, command)
        assert (shown.exit_code, "Quastenflosser" in shown.stdout) == (0, False), shown.stderr
    exported = run.invoke(app, ["export", str(store), "-o", str(tmp_path / "out" / "all.nq")])
    assert exported.exit_code == 0, exported.stderr


def test_a_statement_is_rejected_in_a_store(store: Path) -> None:
    listed = run.invoke(app, ["show", str(store), "--ids", "--relation", "praises"]).stdout
    [id_] = re.findall(r"^\s*([0-9a-f]{12}) .*Lopez", listed, re.MULTILINE)
    rejected = run.invoke(app, ["reject", str(store), id_, "--why", "wrong", "--who", "me"])
    assert rejected.exit_code == 0, rejected.stderr
    assert id_ not in run.invoke(app, ["show", str(store), "--ids"]).stdout
    assert run.invoke(app, ["verify", str(store)]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["remove", "{store}", "nobody"], "there is no document 'nobody'"),
        (["remove", "{folder}/none", "a"], "not the folder of a store"),
        (["verify", "{folder}/none"], "none"),
        (["build", "{folder}/news", "--store", "{folder}"], "is no store"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], message: str, store: Path, tmp_path: Path) -> None:
    done = run.invoke(app, [part.format(store=store, folder=tmp_path) for part in arguments])
    assert (done.exit_code, message in done.stderr, done.stderr.count("\n")) == (2, True, 1), done.stderr
