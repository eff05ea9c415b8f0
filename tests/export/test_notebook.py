"""What a notebook shows: nothing of it can act there, and nothing is lost."""

from __future__ import annotations

import base64
import re
from collections.abc import Iterator
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from kg.export.page import html
from kg.export.table import COLUMNS
from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import Ontology
from tests.factory import make_graph, make_resolution

HOSTILE = "</bdi></iframe><script>alert(1)</script>\"' onload=x \u202e"


@pytest.fixture
def graph(ontology: Ontology) -> KnowledgeGraph:
    return make_graph(ontology)


@pytest.fixture
def hostile(ontology: Ontology) -> KnowledgeGraph:
    whole = make_resolution()
    entities = tuple(replace(one, name=one.name + HOSTILE) for one in whole.entities)
    return make_graph(ontology, replace(whole, entities=entities))


class Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.cells = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        self.cells += tag == "td"


def test_a_graph_shows_what_is_in_it_and_its_first_statements(graph: KnowledgeGraph) -> None:
    shown = graph._repr_html_()
    assert "1 document, 5 entities, 3 statements, 2 claims, 1 dispute" in shown
    assert "<bdi>The authority denied the claim</bdi>" in shown
    assert "<bdi>meets (possible)</bdi>" in shown


def test_the_table_has_a_row_a_statement_and_the_columns_of_the_export(graph: KnowledgeGraph) -> None:
    table = graph.table()
    assert len(table) == len(list(table)) == 3
    assert table.columns == tuple(COLUMNS)
    assert all(tuple(row) == table.columns for row in table)
    assert table[0]["subject"] == "port authority"
    assert [row["speaker"] for row in table] == ["union source", "Narrator", "Narrator"]


def test_a_long_table_shows_its_beginning_and_says_so(graph: KnowledgeGraph) -> None:
    table = graph.table()
    long = replace(table, rows=table.rows * 1000)
    tags = Tags()
    tags.feed(long._repr_html_())
    assert tags.cells == 20 * len(table.shown)
    assert "2,980 more of 3,000" in long._repr_html_()


def test_nothing_in_a_graph_becomes_a_tag_or_a_handler(hostile: KnowledgeGraph) -> None:
    for shown in (hostile._repr_html_(), hostile.table()._repr_html_()):
        tags = Tags()
        tags.feed(shown)
        assert tags.names <= {"p", "b", "table", "thead", "tbody", "tr", "th", "td", "bdi", "scope", "style"}


def test_the_frame_holds_the_page_and_keeps_it_apart(graph: KnowledgeGraph, ontology: Ontology) -> None:
    frame = graph.page_iframe(height=500)
    found = re.fullmatch(
        r'<iframe [^>]*src="data:text/html;charset=utf-8;base64,([^"]+)"></iframe>', frame._repr_html_()
    )
    assert found
    assert base64.b64decode(found[1]).decode() == html(graph.records, ontology)
    assert "height: 500px" in frame._repr_html_()
    assert "allow-same-origin" not in frame._repr_html_()


@pytest.fixture
def notebook(browser: Browser, hostile: KnowledgeGraph, tmp_path: Path) -> Iterator[Page]:
    path = tmp_path / "notebook.html"
    cells = f"{hostile._repr_html_()}{hostile.page_iframe()._repr_html_()}"
    path.write_text(f'<!doctype html><meta charset="utf-8">{cells}', encoding="utf-8")
    faults: list[str] = []
    page = browser.new_page(viewport={"width": 1200, "height": 1200})
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("dialog", lambda dialog: faults.append(dialog.message))
    page.goto(path.as_uri(), timeout=90_000)
    yield page
    page.close()
    assert faults == []


@pytest.mark.browser
def test_the_page_works_in_the_frame(notebook: Page) -> None:
    page = notebook.frame_locator("iframe")
    page.get_by_role("button", name="Statements").click()
    page.locator("#list-view a").first.click()
    expect(page.locator("#panel")).to_contain_text("port authority")
