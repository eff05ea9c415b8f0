"""The command line's saved questions with values, and its gazetteer."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.knowledge_graph import load
from kg.ontology import Ontology
from tests.factory import make_graph

run = CliRunner()


@pytest.fixture(scope="module")
def turtle(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> str:
    return str(make_graph(ontology).save(tmp_path_factory.mktemp("graph"), page=False)[0])


def rows(*arguments: str) -> list[str]:
    done = run.invoke(app, ["query", *arguments, "--format", "csv"])
    assert done.exit_code == 0, done.stderr
    return done.stdout.splitlines()[1:]


def test_a_saved_question_takes_values(turtle: str) -> None:
    assert len(rows("about", "-g", turtle)) == 3
    [row] = rows("about", "--set", "about=dockers' union", "-g", turtle)
    assert "Possible" in row
    both = ("--set", "speaker=union source", "--set", "about=offer")
    assert len(rows("--saved", "what-did-x-say-about-y", *both, "-g", turtle)) == 1
    assert rows("about", "--set", 'about=" } ?s ?p ?o #', "-g", turtle) == []
    assert rows("about", "--set", "about=a=b", "-g", turtle) == []


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["about", "--set", "abuot=x"], "did you mean 'about'"),
        (["who-denies-what", "--set", "about=x"], "it has none"),
        (["ASK { ?s ?p ?o }", "--set", "about=x"], "only a saved question"),
        (["about", "--set", "about"], "NAME=VALUE"),
    ],
)
def test_a_wrong_value_is_code_2(arguments: list[str], message: str, turtle: str) -> None:
    done = run.invoke(app, ["query", *arguments, "-g", turtle])
    assert done.exit_code == 2
    assert message in " ".join(done.stderr.split())


def test_the_list_tells_the_parameters() -> None:
    assert "--set about=… " in run.invoke(app, ["query", "--list"]).stdout


def test_a_broken_gazetteer_is_code_2(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("Nothing.", encoding="utf-8")
    (tmp_path / "mine.csv").write_text("id,type,name\nx,Town,X\n", encoding="utf-8")
    arguments = ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path / "out")]
    done = run.invoke(app, [*arguments, "--gazetteer", str(tmp_path / "mine.csv")])
    assert done.exit_code == 2
    assert "mine.csv: line 2: unknown type 'Town'" in done.stderr
    assert not (tmp_path / "out").exists()


@pytest.mark.model
def test_a_gazetteer_joins_names_links_them_and_is_recorded(tmp_path: Path, model: str) -> None:
    (tmp_path / "a.txt").write_text("Ann Smith criticised the Harbour Guild on Monday.", encoding="utf-8")
    (tmp_path / "b.txt").write_text("The GHX denied the claims.", encoding="utf-8")
    rows = "id,type,name,aliases,same_as\nguild,Organisation,Harbour Guild,GHX,https://x.example/guild\n"
    (tmp_path / "mine.csv").write_text(rows, encoding="utf-8")
    texts = [str(tmp_path / name) for name in ("a.txt", "b.txt")]
    given = ["--gazetteer", str(tmp_path / "mine.csv"), "-o", str(tmp_path / "out"), "--no-page", "--model", model]
    done = run.invoke(app, ["build", *texts, *given])
    assert done.exit_code == 0, done.stderr
    graph = load(tmp_path / "out" / "graph.ttl")
    [guild] = [entity for entity in graph.records.entities.values() if entity.same_as]
    assert (guild.label, guild.type, guild.same_as) == ("Harbour Guild", "Organisation", ("https://x.example/guild",))
    assert "gazetteer: GHX is Harbour Guild" in guild.merges
    assert "gazetteer=mine.csv" in (tmp_path / "out" / "graph.ttl").read_text(encoding="utf-8")
    assert graph.validate() == []
