"""The documentation is true: its queries run, its generated pages are up to date, every command and relation is there."""

from __future__ import annotations

import importlib.util
import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
import typer

from kg.cli import app
from kg.extract import Extractor
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Document
from kg.ontology import Ontology, load_ontology
from kg.ontology.triggers import KEYS, ROLES
from kg.pipeline import build
from tests.factory import shipped

ROOT = Path(__file__).parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", *sorted(DOCS.glob("*.md"))]
BLOCK = re.compile(r"^```(?P<language>\w+)\n(?P<text>.*?)^```$", re.DOTALL | re.MULTILINE)


def blocks(page: Path, language: str) -> list[str]:
    return [m["text"] for m in BLOCK.finditer(page.read_text(encoding="utf-8")) if m["language"] == language]


def script(name: str) -> ModuleType:
    spec = importlib.util.spec_from_file_location(name, DOCS / f"{name}.py")
    assert spec and spec.loader
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


QUERIES = [
    pytest.param(query, id=f"{page.name}:{number}")
    for page in PAGES
    for number, query in enumerate(blocks(page, "sparql"), 1)
]


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_has_an_answer_in_the_seeds(seed_graph: KnowledgeGraph, query: str) -> None:
    result = seed_graph.query(query)
    assert result.rows or result.boolean or result.triples


@pytest.mark.parametrize("query", QUERIES)
def test_every_query_runs_in_any_store_with_the_prefixes_that_are_shown(query: str) -> None:
    import rdflib

    shown = next(text for text in re.findall(r"^```\n(PREFIX.*?)^```$", read("querying.md"), re.DOTALL | re.MULTILINE))
    rdflib.Graph().query(shown + query)


def read(name: str) -> str:
    return (DOCS / name).read_text(encoding="utf-8")


def test_the_answers_shown_are_the_answers_given(seed_graph: KnowledgeGraph) -> None:
    assert read("querying.md") == script("make_answers").page(read("querying.md"), seed_graph), (
        "python docs/make_answers.py"
    )


def test_the_list_of_relations_is_up_to_date(ontology: Ontology) -> None:
    assert read("relations.md") == script("make_relations").page(ontology), "python docs/make_relations.py"


@pytest.mark.parametrize("relation", list(shipped().relations))
def test_every_relation_is_listed_with_its_example(relation: str) -> None:
    [row] = [line for line in read("relations.md").splitlines() if line.startswith(f"| `{relation}` |")]
    assert all(cell.strip() for cell in row.strip("|").split("|"))


def test_the_list_of_commands_is_up_to_date() -> None:
    assert read("commands.md") == script("make_commands").page(), "python docs/make_commands.py"


def flags() -> Iterator[str]:
    for name, command in typer.main.get_command(app).commands.items():  # type: ignore[attr-defined]
        yield f"kg {name}"
        yield from (flag for option in command.params for flag in option.opts if flag.startswith("-"))


@pytest.mark.parametrize("flag", sorted(set(flags())))
def test_every_command_and_flag_is_mentioned(flag: str) -> None:
    assert any(re.search(rf"{re.escape(flag)}\b", page.read_text(encoding="utf-8")) for page in PAGES)


def test_every_link_leads_somewhere() -> None:
    for page in PAGES:
        for target in re.findall(r"\]\(([^)#]+)[^)]*\)", page.read_text(encoding="utf-8")):
            assert "://" in target or (page.parent / target).exists(), f"{page.name}: {target}"


# ---- a relation of one's own, as docs/adding-a-relation.md tells it


@pytest.fixture(scope="module")
def own_ontology(tmp_path_factory: pytest.TempPathFactory) -> Ontology:
    page, folder = DOCS / "adding-a-relation.md", tmp_path_factory.mktemp("own") / "my-ontology"
    shutil.copytree(load_ontology().folder, folder)
    [terms], [triggers] = blocks(page, "turtle"), blocks(page, "yaml")
    with (folder / "kg.ttl").open("a", encoding="utf-8") as file:
        file.write("\n" + terms)
    (folder / "relations" / "endorsesCandidate.yaml").write_text(triggers, encoding="utf-8")
    return load_ontology(folder)


def test_an_own_relation_is_found_and_valid(own_ontology: Ontology, model: str, tmp_path: Path) -> None:
    news = "The teachers' union endorsed Maria Lopez on Monday. Germany endorsed the plan."
    (tmp_path / "news.txt").write_text(news, encoding="utf-8")
    graph = build([tmp_path / "news.txt"], model=model, ontology=own_ontology)
    found = {statement.relation for statement in graph.records.statements}
    assert found >= {"endorsesCandidate", "supports"}
    assert graph.query("ASK { ?who rel:endorsesCandidate/rdfs:label 'Maria Lopez' }").boolean
    assert graph.validate() == []
    assert graph.show(relation="endorsesCandidate")


def test_the_examples_of_an_own_relation_hold(own_ontology: Ontology, model: str) -> None:
    extractor = Extractor(own_ontology, model)
    own = {t for ts in own_ontology.triggers.values() for t in ts if t.relation == "endorsesCandidate"}
    assert len(own) == 3
    for trigger in own:
        for text in (trigger.example.text, *trigger.counterexamples):
            document = Document(key="example.txt", identifier="example", text=text)
            rules = {relation.rule for relation in extractor.extract(document).relations}
            assert (trigger.rule in rules) == (text == trigger.example.text), text


@pytest.mark.parametrize("key", sorted({*KEYS, *ROLES}))
def test_every_key_and_role_of_a_trigger_is_explained(key: str) -> None:
    assert re.search(rf"`{key}[`:]", read("adding-a-relation.md"))
