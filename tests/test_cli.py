"""The command line: what it prints where, and its exit codes."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.ontology import Ontology
from tests.factory import make_graph

ROOT = Path(__file__).parent.parent
SELECT = "SELECT ?who ?what { ?who rel:denies ?what }"

run = CliRunner()


def kg(*arguments: str | Path, stdin: str | None = None, **options: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kg", *map(str, arguments)]
    return subprocess.run(  # type: ignore[call-overload, no-any-return]
        command, capture_output=True, text=True, check=False, cwd=ROOT, input=stdin, **options
    )


@pytest.fixture(scope="module")
def turtle(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_graph(ontology).save(tmp_path_factory.mktemp("graph"), page=False)[0])


def test_version_and_help() -> None:
    assert run.invoke(app, ["--version"]).stdout == "newskg 0.1.0\n"
    assert "Exit codes: 0" in run.invoke(app, ["--help"]).stdout
    for command in ("build", "query", "validate", "show"):
        assert run.invoke(app, [command, "--help"]).exit_code == 0


@pytest.mark.parametrize("arguments", [["build"], ["dance"], ["query"], ["query", SELECT, "--format", "xml"]])
def test_wrong_use_is_code_2(arguments: list[str]) -> None:
    assert run.invoke(app, arguments).exit_code == 2


@pytest.mark.parametrize("form", ["table", "csv", "tsv", "json"])
def test_query_gives_each_format(form: str, turtle: str) -> None:
    done = run.invoke(app, ["query", SELECT, "-g", turtle, "--format", form])
    assert done.exit_code == 0
    assert "organisation-port-authority" in done.stdout
    if form == "json":
        assert len(json.loads(done.stdout)["results"]["bindings"]) == 1


def test_query_takes_a_file_an_ask_a_construct_and_a_saved_name(
    turtle: str, tmp_path: Path, ontology: Ontology
) -> None:
    (tmp_path / "q.rq").write_text("\ufeff" + SELECT, encoding="utf-8")
    assert "e:topic-claim" in run.invoke(app, ["query", "-f", str(tmp_path / "q.rq"), "-g", turtle]).stdout
    assert run.invoke(app, ["query", "ASK { ?s rel:denies ?o }", "-g", turtle]).stdout == "true\n"
    assert "rel:x" in run.invoke(app, ["query", "CONSTRUCT { ?s rel:x ?o } { ?s rel:denies ?o }", "-g", turtle]).stdout
    listed = run.invoke(app, ["query", "--list"]).stdout
    for name in ontology.queries:
        assert name in listed
        assert run.invoke(app, ["query", name, "-g", turtle]).exit_code == 0
        assert run.invoke(app, ["query", "--saved", name, "-g", turtle]).exit_code == 0


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["query", "SELECT ?x {"], "the query does not parse"),
        (["query", "--saved", "nonsense"], "no saved question 'nonsense'"),
        (["query", "-f", "nowhere.rq"], "nowhere.rq"),
        (["show", "--relation", "adores"], "no relation 'adores'"),
        (["show", "nowhere.ttl"], "nowhere.ttl"),
        (["validate", "--ontology", "/nowhere"], "no kg.ttl"),
    ],
)
def test_what_cannot_be_done_is_said_in_a_line(arguments: list[str], message: str, turtle: str) -> None:
    if arguments[0] == "query":
        arguments = [*arguments, "-g", turtle]
    elif "nowhere.ttl" not in arguments:
        arguments = [arguments[0], turtle, *arguments[1:]]
    done = run.invoke(app, arguments)
    assert done.exit_code == 2
    assert message in done.stderr
    assert "Traceback" not in done.stderr
    assert done.stdout == ""


def test_show_and_validate(turtle: str, tmp_path: Path) -> None:
    shown = run.invoke(app, ["show", turtle, "--speaker", "union source"])
    assert "claimed by union source: port authority rejects pay offer" in shown.stdout
    assert "nothing in the graph" in run.invoke(app, ["show", turtle, "--about", "nobody"]).stderr
    good = run.invoke(app, ["validate", turtle])
    assert (good.exit_code, "no faults" in good.stdout) == (0, True)
    bad = tmp_path / "bad.ttl"
    text = Path(turtle).read_text(encoding="utf-8")
    bad.write_text(re.sub(r'(nif:anchorOf ")The authority', r"\1An authority", text), encoding="utf-8")
    faulty = run.invoke(app, ["validate", str(bad)])
    assert faulty.exit_code == 1
    assert "offset" in faulty.stdout


def test_terminal_codes_in_a_text_are_not_printed(ontology: Ontology, tmp_path: Path) -> None:
    turtle = tmp_path / "graph.ttl"
    made = make_graph(ontology).save(tmp_path, page=False)[0].read_text(encoding="utf-8")
    turtle.write_text(made.replace('rdfs:label "pay offer"', r'rdfs:label "pay \u001B[31moffer"'), encoding="utf-8")
    for arguments in (["show", str(turtle)], ["query", "SELECT ?l { ?e rdfs:label ?l }", "-g", str(turtle)]):
        done = run.invoke(app, arguments)
        assert "[31moffer" in done.stdout
        assert "\x1b" not in done.stdout


def test_a_missing_model_is_one_message() -> None:
    done = kg("build", "seeds", "--model", "en_no_such_model", "-o", "/nonexistent/output")
    assert done.returncode == 2
    assert done.stderr.count("\n") == 1
    assert "'en_no_such_model' is not installed" in done.stderr


@pytest.mark.model
def test_bad_files_among_good_ones_are_named_and_the_others_built(model: str, tmp_path: Path) -> None:
    news, output = tmp_path / "news", tmp_path / "output"
    news.mkdir()
    good = "The port authority denied the claim.\n\nAnn Smith criticised the port authority on Monday.\n"
    for name in ("good.txt", "also good – ü.txt"):
        (news / name).write_text(good, encoding="utf-8")
    (news / "binary.txt").write_bytes(b"\x89PNG\r\n\x1a\n\x00\x00\x00")
    (news / "empty.txt").write_bytes(b"")
    (news / "bytes.txt").write_bytes(b"The deal \xff failed.\n")
    (news / "line.txt").write_bytes(b"word " * 1_000_000)
    (news / "shut.txt").symlink_to(news / "shut.txt")
    (news / "page.html").write_text("<html><body></body></html>", encoding="utf-8")
    (news / "photo.jpg").write_bytes(b"\xff\xd8")
    done = kg("build", news, "-o", output)
    assert done.returncode == 3, done.stderr
    for name, reason in {
        "binary.txt": "not text",
        "empty.txt": "empty",
        "bytes.txt": "not UTF-8",
        "line.txt": "too long",
        "shut.txt": "unreadable",
        "page.html": "no article text",
        "photo.jpg": "unknown format",
    }.items():
        assert f"{news / name}: {reason}" in done.stderr
    assert "2 documents of 9 built" in done.stderr
    assert done.stdout.splitlines() == [str(output / "graph.ttl"), str(output / "graph.html")]
    asked = kg("query", "SELECT ?who ?what { ?who rel:criticises ?what }", "-g", output / "graph.ttl")
    assert "e:person-ann-smith" in asked.stdout
    assert kg("validate", output / "graph.ttl").returncode == 0


@pytest.mark.model
def test_building_from_standard_input_and_building_nothing(model: str, tmp_path: Path) -> None:
    done = kg("build", "-", "-o", tmp_path, "--no-page", "--quiet", stdin="The minister denied the claim.\n")
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout == f"{tmp_path / 'graph.ttl'}\n"
    nothing = kg("build", tmp_path / "none.txt", "-o", tmp_path / "no")
    assert nothing.returncode == 1
    assert "none.txt: missing" in nothing.stderr
    assert "nothing was built" in nothing.stderr
    assert not (tmp_path / "no").exists()


def test_a_closed_pipe_is_no_error(turtle: str) -> None:
    command = f"{sys.executable} -m kg query 'SELECT * {{ ?s ?p ?o . ?a ?b ?c }}' -g {turtle} --format csv | head -1"
    done = subprocess.run(["bash", "-c", command], capture_output=True, text=True, check=True, cwd=ROOT)
    assert (done.stdout.strip(), done.stderr) != ("", "Traceback")
    assert "Traceback" not in done.stderr


def test_a_plain_locale_prints_every_letter(turtle: str) -> None:
    environment = {**os.environ, "LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}
    done = kg("show", turtle, env=environment, encoding="utf-8")
    assert done.returncode == 0
    assert "“The authority denied the claim”" in done.stdout
