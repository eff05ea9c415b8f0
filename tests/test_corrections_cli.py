"""The commands that put right: what they write, what goes at once, and that it stays gone."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.graph.validate import validate
from kg.knowledge_graph import load
from kg.ontology import Ontology
from tests.factory import make_graph

run = CliRunner()
ME = ["--who", "Ann Example", "--when", "2024-05-31"]
LINE = "claimed by union source: port authority rejects pay offer"
FORMATS = ("ttl", "trig", "nq", "nt", "jsonld")
NEWS = {
    "a.txt": "The port authority denied the claim.\n\nAnn Smith accused the Harbour Board of fraud on Monday.\n"
    "The Harbour Board praised Ann Smith.\n",
    "b.txt": "Joe Miller said Ann Smith had accused the Harbour Board of fraud. Harbour Board denied it.\n",
}


@pytest.fixture
def folder(ontology: Ontology, tmp_path: Path) -> Path:
    make_graph(ontology).save(tmp_path, formats=FORMATS)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.glob("graph.*")}


@pytest.mark.parametrize(
    "named", [["s1"], ["st:s1"], ["https://newskg.example/statement/s1"], ["--line", f"  {LINE} "]]
)
def test_reject_takes_a_statement_out_of_every_file_at_once(named: list[str], folder: Path, ontology: Ontology) -> None:
    graph = folder / "graph.ttl"
    assert f"s1  {LINE}" in run.invoke(app, ["show", str(graph), "--ids"]).stdout
    done = run.invoke(app, ["reject", str(graph), *named, "--why", "it was withdrawn", *ME])
    assert done.exit_code == 0, done.stderr
    assert set(done.stdout.split()) == {str(folder / f"graph.{form}") for form in (*FORMATS, "html")}
    assert "1 statement taken out" in done.stderr and "corrections.csv:2" in done.stderr
    for name, data in contents(folder).items():
        for trace in (b"statement/s1", b"st:s1", b"pay-offer", b"/claimed/rejects>", b"claim:rejects e:"):
            assert trace not in data, (name, trace)
    left = load(graph, ontology=ontology)
    assert left.validate() == []
    assert [s.relation for s in left.records.statements] == ["denies", "meets"]
    assert not left.records.disputes and not left.records.statements[0].content
    asked = left.query('SELECT ?who ?why { ?c a kg:Correction ; kg:kind "wrong" ; kg:who ?who ; kg:why ?why }')
    assert [[term.value for term in row if term] for row in asked.rows] == [["Ann Example", "it was withdrawn"]]
    again = run.invoke(app, ["reject", str(graph), "s1", "--why", "again", *ME])
    assert again.exit_code == 2 and "no statement is 's1'" in again.stderr


def test_a_graph_without_texts_gets_none_back(folder: Path, ontology: Ontology) -> None:
    bare = load(folder / "graph.ttl", ontology=ontology).without_texts()
    bare.export(folder / "graph.nt")
    done = run.invoke(app, ["reject", str(folder / "graph.ttl"), "s1", "--why", "wrong", *ME])
    assert done.exit_code == 0
    assert b"isString" in (folder / "graph.ttl").read_bytes()
    published = (folder / "graph.nt").read_bytes()
    assert b"isString" not in published and b"rejected the pay offer" not in published


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["reject", "s9", "--why", "x"], "no statement is 's9'"),
        (["reject", "--why", "x"], "give a statement's id or --line"),
        (["reject", "s1", "--why", ""], "'wrong' needs 'why'"),
        (["reject", "s1", "--why", "x", "--when", "soon"], "'soon' is not a date"),
        (["merge", "port authority", "nobody", "--why", "x"], "nothing in the graph is called 'nobody'"),
        (["split", "claim", "claim", "--why", "x"], "two of one name need 'document'"),
        (["split", "claim", "pay offer", "--why", "x", "--document", "z"], "no document is called 'z'"),
    ],
)
def test_what_cannot_be_put_right_changes_nothing(arguments: list[str], message: str, folder: Path) -> None:
    before = contents(folder)
    done = run.invoke(app, [arguments[0], str(folder / "graph.ttl"), *arguments[1:], "--who", "me"])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())
    assert contents(folder) == before
    assert not (folder / "corrections.csv").exists()


def test_merge_and_split_write_names_that_a_build_finds(folder: Path) -> None:
    graph = str(folder / "graph.ttl")
    assert (
        run.invoke(app, ["merge", graph, "authority", "e:organisation-dockers-union", "--why", "x", *ME]).exit_code == 0
    )
    assert (
        run.invoke(app, ["split", graph, "authority", "claim", "--why", "y", *ME, "--document", "port"]).exit_code == 0
    )
    lines = (folder / "corrections.csv").read_text(encoding="utf-8").splitlines()
    assert lines[1].startswith("same,,port authority (Organisation),,dockers' union (Organisation),")
    assert lines[2].startswith("different,port.txt,authority,,claim,")
    assert lines[2].endswith(",Ann Example,y,2024-05-31")


@pytest.mark.parametrize("term", ["kind", "who", "why"])
def test_a_correction_without_its_parts_breaks_a_shape(term: str, folder: Path, ontology: Ontology) -> None:
    graph = folder / "graph.ttl"
    assert run.invoke(app, ["reject", str(graph), "s1", "--why", "x", *ME]).exit_code == 0
    left = load(graph, ontology=ontology).graph.triples()
    [fault] = validate(Graph.from_triples(t for t in left if t.predicate != ns.kg(term)), ontology)
    assert "a correction" in fault.what


def build(news: Path, output: Path, *options: str) -> str:
    done = run.invoke(app, ["build", str(news), "-o", str(output), *options])
    assert done.exit_code == 0, done.stderr
    return done.stderr


@pytest.fixture
def news(tmp_path: Path, model: str) -> Path:
    folder = tmp_path / "news"
    folder.mkdir()
    for name, text in NEWS.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def statement(graph: Path, relation: str) -> str:
    shown = run.invoke(app, ["show", str(graph), "--relation", relation, "--ids"]).stdout.splitlines()
    return next(line.split()[0] for line in shown if line.startswith("  ") and "“" not in line and "about:" not in line)


@pytest.mark.model
def test_what_was_rejected_is_gone_for_good(news: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(news, output)
    id_ = statement(output / "graph.ttl", "accuses")
    assert all(id_.encode() in data for data in contents(output).values())
    assert run.invoke(app, ["reject", str(output / "graph.ttl"), id_, "--why", "court order", *ME]).exit_code == 0
    rejected = contents(output)
    said = build(news, output)
    assert "corrections.csv apply" in said and "matched nothing" not in said
    assert contents(output) == rejected  # the same bytes as if it had never been read
    for data in rejected.values():
        assert id_.encode() not in data
        assert b"rel:accuses e:" not in data
    assert (run.invoke(app, ["validate", str(output / "graph.ttl")])).exit_code == 0
    more = tmp_path / "news" / "c.txt"  # a growing collection brings it back no more
    more.write_text("Ann Smith met Joe Miller.\n", encoding="utf-8")
    build(news, output)
    assert all(id_.encode() not in data for data in contents(output).values())


@pytest.mark.model
def test_everywhere_takes_it_out_of_all_articles_whoever_says_it(news: Path, tmp_path: Path) -> None:
    output = tmp_path / "output"
    build(news, output)
    graph = output / "graph.ttl"
    assert len(load(graph).query("SELECT ?s { ?s rdf:predicate rel:accuses }").rows) == 2
    id_ = statement(graph, "accuses")
    done = run.invoke(app, ["reject", str(graph), id_, "--everywhere", "--why", "never happened", *ME])
    assert "2 statements taken out" in done.stderr
    rejected = contents(output)
    build(news, output)
    assert contents(output) == rejected
    assert not load(graph).query("SELECT ?s { ?s rdf:predicate rel:accuses }").rows


@pytest.mark.model
def test_a_build_applies_files_and_says_what_matched_nothing(news: Path, tmp_path: Path) -> None:
    output, given = tmp_path / "output", tmp_path / "ours.csv"
    output.mkdir()
    given.write_text(
        "kind,document,subject,relation,object,evidence,who,why\n"
        "same,,Joe Miller,,Nobody Known,,me,one man\n"
        'missing,b.txt,Joe Miller,criticises,Ann Smith,"Joe Miller said Ann Smith",me,read it\n'
        "wrong,a.txt,Ann Smith,attacks,*,,me,never was\n",
        encoding="utf-8",
    )
    (output / "corrections.csv").write_text(
        "kind,subject,object,who,why\nsame,Joe Miller,Ann Smith,me,a pen name\n", encoding="utf-8"
    )
    said = build(news, output, "--corrections", str(given), "--quiet")
    assert said.splitlines() == [
        "2 corrections matched nothing:",
        "  ours.csv:2: same: nothing is called 'Nobody Known'",
        "  ours.csv:4: wrong: no statement is like that",
    ]
    graph = load(output / "graph.ttl")
    assert graph.validate() == []
    assert graph.query(
        "ASK { ?s kg:correction ?c ; rdf:predicate rel:criticises . ?c kg:target ?s ; kg:why 'read it' }"
    ).boolean
    merged = graph.query("SELECT ?l { ?e rdfs:label ?l ; kg:mergeReason ?why FILTER CONTAINS(?why, 'a pen name') }")
    assert len(merged.rows) == 1
    given.write_text("kind,who\nsame,me\n", encoding="utf-8")
    broken = run.invoke(app, ["build", str(news), "-o", str(output), "--corrections", str(given)])
    assert (broken.exit_code, "ours.csv:2: 'same' needs 'subject'" in broken.stderr) == (2, True)
