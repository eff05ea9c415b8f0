"""`kg build` over everything that can be read: its options, what it says, and report.json."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.knowledge_graph import load
from tests.read.make import ARTICLE, GERMAN, OTHER, gzipped, page, pdf, put, response
from tests.read.make import jsonl as lines

pytestmark = pytest.mark.model
run = CliRunner()


@pytest.fixture
def corpus(tmp_path: Path, model: str) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    put(folder / "a.txt", f"Port talks fail\n\n{ARTICLE}\n")
    put(
        folder / "b.jsonl.gz",
        gzipped(lines({"nr": 7, "story": OTHER, "on": "2024-02-05"}, {"nr": 8, "story": GERMAN}, {"nr": 9})),
    )
    put(folder / "c.csv", f'nr;story\n1;"{ARTICLE}"\n1;"{ARTICLE}"\n')
    put(folder / "d.pdf", pdf([[OTHER]]))
    put(folder / "e.warc", response("https://post.example/e", page(ARTICLE, "It was a long week for them all.")))
    put(folder / "f.pdf", b"%PDF-1.4 nothing")
    return folder


FIELDS = ["--text-field", "story", "--id-field", "nr", "--date-field", "on"]


def build(*arguments: str | Path) -> tuple[int, str, str]:
    done = run.invoke(app, ["build", *map(str, arguments), "--no-page"])
    return done.exit_code, done.stdout, done.stderr


def test_everything_becomes_one_graph_and_nothing_vanishes(corpus: Path, tmp_path: Path) -> None:
    code, said, told = build(corpus, *FIELDS, "-o", tmp_path / "out")
    assert (code, said.splitlines()) == (3, [str(tmp_path / "out" / "graph.ttl")])
    assert "b.jsonl.gz:3: no text" in told
    assert "f.pdf: broken" in told
    assert "left out: not English 1, same record twice 1" in told
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert (report["in"], report["built"]) == (9, 5)
    assert report["skipped"] == {"not English": 1, "same record twice": 1}
    assert report["failed"] == {"broken": 1, "no text": 1}
    assert list(report["errors"]) == [str(corpus / "b.jsonl.gz"), str(corpus / "f.pdf")]
    graph = load(tmp_path / "out" / "graph.ttl")
    assert sorted(d.identifier for d in graph.records.documents.values()) == [
        "1",
        "7",
        "a",
        "d",
        "https://post.example/e",
    ]
    assert graph.validate() == []


def test_agency_copy_is_linked_and_counts_once(tmp_path: Path, model: str) -> None:
    wire = (
        "The Ministry of Health accused Northline Trams of breaking the rules on Monday. Anna Berg praised Northline "
        "Trams for its patience. The ministry said that it would answer the letter next week, after the holidays."
    )
    own = (
        "Anna Berg praised Northline Trams in a speech on Tuesday that few people in the hall had come to hear, for it "
        "was raining and the trams, as the mayor said to those who were there, had been late all day."
    )
    put(tmp_path / "a.jsonl", lines({"text": wire, "id": "post", "date": "2024-02-06"}, {"text": own, "id": "own"}))
    put(tmp_path / "b.jsonl", lines({"text": f"{wire} It was a long week.", "id": "times", "date": "2024-02-05"}))
    build(tmp_path / "a.jsonl", tmp_path / "b.jsonl", "-o", tmp_path / "out")
    graph = load(tmp_path / "out" / "graph.ttl")
    names = {d.iri: d.identifier for d in graph.records.documents.values()}
    assert {d.identifier: names[d.copy_of] for d in graph.records.documents.values() if d.copy_of} == {"post": "times"}
    counted = {tuple(sorted(names[d] for d in c.documents)): c.reports for c in graph.records.claims.values()}
    assert counted == {("post", "times"): 1, ("own", "post", "times"): 2}
    assert graph.validate() == []


def test_other_languages_are_built_when_asked_for_and_warned_of(corpus: Path, tmp_path: Path) -> None:
    code, _, told = build(corpus / "b.jsonl.gz", *FIELDS, "--any-language", "-o", tmp_path / "out")
    assert code == 3
    assert "does not look like English" in told
    graph = load(tmp_path / "out" / "graph.ttl")
    language = "SELECT ?language { ?document dct:identifier '8' ; dct:language ?language }"
    assert [row[0].value for row in graph.query(language).rows if row[0]] == ["de"]


def test_timings_are_in_the_report_alone(corpus: Path, tmp_path: Path) -> None:
    for name in ("x", "y"):
        build(corpus, *FIELDS, "-o", tmp_path / name)
    first, second = ((tmp_path / name / "graph.ttl").read_bytes() for name in ("x", "y"))
    assert first == second
    assert json.loads((tmp_path / "x" / "report.json").read_text(encoding="utf-8"))["seconds"]


def test_where_nothing_is_built_the_report_says_why_in_a_folder_that_is_there(tmp_path: Path) -> None:
    (tmp_path / "out").mkdir()
    code, _, told = build(put(tmp_path / "a.jsonl", lines(*({"x": n} for n in range(30)))), "-o", tmp_path / "out")
    assert code == 1
    assert told.count("no text") == 21
    assert "… and 10 more: no text (report.json names them all)" in told
    report = json.loads((tmp_path / "out" / "report.json").read_text(encoding="utf-8"))
    assert len(report["errors"][str(tmp_path / "a.jsonl")]) == 30


def test_only_left_out_is_no_failure(tmp_path: Path, model: str) -> None:
    put(tmp_path / "a.jsonl", lines({"text": ARTICLE}, {"text": GERMAN}))
    assert build(tmp_path / "a.jsonl", "-o", tmp_path / "out")[0] == 0


@pytest.mark.parametrize("option", [["--encoding", "utf-9"], ["--input-format", "doc"]])
def test_a_wrong_option_is_told_before_the_work(option: list[str], tmp_path: Path) -> None:
    code, _, told = build(put(tmp_path / "a.txt", ARTICLE), *option, "-o", tmp_path / "out")
    assert (code, (tmp_path / "out").exists()) == (2, False)
    assert option[1] in told
