"""What the page hands out, in a real Chromium: the query, Turtle, CSV and GraphML held against the graph, pictures, links."""

from __future__ import annotations

import csv
import io
import re
import struct
from pathlib import Path

import networkx as nx
import pytest
from playwright.sync_api import Download, Page
from pyoxigraph import RdfFormat, parse

from kg.export.page import write
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import Ontology
from tests.export.conftest import Open, go
from tests.export.press import ODD, make_press
from tests.factory import RUN

pytestmark = pytest.mark.browser

FILTERS = (
    "",
    "#hide=conflict",
    "#hide=told&hide=Negative",
    "#hide=claimed&hide=Asked&hide=Planned",
    "#hide=Topic",
    "#hide=Role&hide=cooperation",
    "#relation=accuses&relation=denies",
    "#speaker=Narrator",
    "#speaker=Unattributed&speaker=entity/person-source",
    "#publisher=Courier",
    "#publisher=The+%22Post%22%2C+Ltd",
    "#since=2024-02-10",
    "#until=2024-02-10",
    "#since=2024-02-01&until=2024-02-29&relation=rejects",
    "#since=2024-03-10&until=2024-03-20",
    "#confidence=0.6",
    "#document=doc/press/03%2520%25E2%2580%259Ca%2520b%25E2%2580%259D.txt",
    "#entity=entity/person-ada",
    "#entity=entity/organisation-port&depth=1&hide=Possible",
    "#entity=entity/organisation-port&path=entity/topic-offer&relation=rejects",
    "#from=entity/person-ada&to=entity/organisation-union&hide=told",
    "#statement=statement/s03-04",
    "#speaker=nobody",
)


@pytest.fixture(scope="module")
def press(ontology: Ontology) -> Graph:
    return Graph.from_triples(triples(make_press(), RUN, ontology))


@pytest.fixture(scope="module")
def press_file(press: Graph, ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("press") / "graph.html"
    write(press, path, ontology)
    return path


def open_dialog(page: Page) -> None:
    page.get_by_role("button", name="Take away").click()


def sparql(page: Page) -> str:
    open_dialog(page)
    query = page.locator("#takeaway textarea").input_value()
    page.keyboard.press("Escape")
    return query


def take(page: Page, button: str) -> Download:
    open_dialog(page)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=button).click()
    page.keyboard.press("Escape")
    return waiting.value


def content(download: Download) -> str:
    return Path(download.path()).read_text(encoding="utf-8")


def statements_of(result: object) -> list[str]:
    return [row[0].value for row in result.rows]  # type: ignore[attr-defined]


def test_the_query_gives_just_what_the_filter_lets_through(open_page: Open, press: Graph, press_file: Path) -> None:
    page = open_page("", press_file)
    counts = {}
    for fragment in FILTERS:
        go(page, fragment)
        found = statements_of(press.query(sparql(page)))
        rows = list(csv.DictReader(io.StringIO(content(take(page, "CSV (table)")))))
        assert sorted(found) == sorted(row["statement"] for row in rows), fragment
        assert len(found) == len(set(found)), fragment
        if not re.search("entity=|from=|statement=", fragment):
            assert sorted(found) == sorted(page.evaluate("newskg.passing()")), fragment
        counts[fragment] = len(found)
    assert counts.pop("") == 252 and counts.pop("#speaker=nobody") == 0
    assert {fragment: n for fragment, n in counts.items() if not 0 < n < 252} == {}


@pytest.mark.parametrize("fragment", ["", "#relation=denies&hide=Negative", "#entity=entity/person-ada"])
def test_the_turtle_of_a_selection_is_a_part_of_the_graph(
    open_page: Open, press: Graph, press_file: Path, fragment: str
) -> None:
    page = open_page(fragment, press_file)
    wanted = set(statements_of(press.query(sparql(page))))
    quads = list(parse(content(take(page, "Turtle")).encode(), format=RdfFormat.TURTLE))
    known = {str(triple) for triple in press.triples()}
    assert [str(q.triple) for q in quads if str(q.triple) not in known] == []
    types = {q.subject.value for q in quads if q.object.value.endswith("ontology#Statement")}
    assert types == wanted


def test_the_turtle_of_a_real_graph_is_a_part_of_it(
    open_page: Open, seed_graph: KnowledgeGraph, tmp_path: Path
) -> None:
    path = seed_graph.export(tmp_path / "graph.html")
    page = open_page("#hide=static", path)
    quads = list(parse(content(take(page, "Turtle")).encode(), format=RdfFormat.TURTLE))
    known = {str(triple) for triple in seed_graph.graph.triples()}
    assert len(quads) > 3_000
    assert [str(q.triple) for q in quads if str(q.triple) not in known] == []
    assert sorted(statements_of(seed_graph.graph.query(sparql(page)))) == sorted(page.evaluate("newskg.passing()"))


def test_the_graphml_of_a_selection_opens_in_networkx(open_page: Open, press_file: Path) -> None:
    download = take(open_page("#relation=accuses", press_file), "GraphML")
    assert download.suggested_filename.endswith(".graphml")
    graph = nx.read_graphml(download.path(), force_multigraph=True)
    assert {data["label"] for _, data in graph.nodes(data=True)} >= {ODD, "Port Authority", "Dockers' Union 🚢"}
    assert {data["relation"] for *_, data in graph.edges(data=True)} == {"accuses"}
    assert {data["claimed"] for *_, data in graph.edges(data=True)} == {True, False}


def test_no_cell_of_the_table_is_a_formula(open_page: Open, press_file: Path) -> None:
    rows = list(csv.reader(io.StringIO(content(take(open_page("", press_file), "CSV (table)")))))
    assert len(rows) == 253
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@"))]


def test_the_picture_is_saved_as_png_and_svg(open_page: Open) -> None:
    page = open_page("#entity=entity/northline")
    png = Path(take(page, "PNG").path()).read_bytes()
    assert png.startswith(b"\x89PNG\r\n")
    width, height = struct.unpack(">II", png[16:24])
    assert width >= 1600 and height > 1200
    svg = content(take(page, "SVG"))
    assert "Northline Trams" in svg and "Claimed by someone" in svg
    assert not [line for one in page.evaluate("newskg.labels()") for line in one["lines"] if f">{line}<" not in svg]
    assert not re.search(r"<script|<image|<foreignObject|href=", svg)


def test_the_picture_names_nothing_that_could_run(open_page: Open, press_file: Path, tmp_path: Path) -> None:
    path = tmp_path / "picture.svg"
    path.write_text(content(take(open_page("", press_file), "SVG")), encoding="utf-8")
    context = open_page("", press_file).context
    page = context.new_page()
    page.goto(path.as_uri())
    assert page.evaluate("document.querySelectorAll('b, script').length") == 0
    assert page.evaluate("document.querySelectorAll('text').length") > 5


def test_the_link_restores_the_whole_state(open_page: Open, press_file: Path) -> None:
    page = open_page("", press_file)
    page.get_by_role("button", name="More filters").click()
    page.locator("#finer").get_by_role("button", name="rejects").click()
    page.locator("#pick-publisher").fill("Courier")
    page.get_by_role("button", name="Conflict").first.click()
    page.get_by_role("button", name="Conflict").first.click()
    page.locator("#confidence").fill("0.35")
    page.get_by_role("button", name="Zoom in").click()
    open_dialog(page)
    address = page.locator("#takeaway input").input_value()
    assert address == page.url
    page.keyboard.press("Escape")
    again = open_page(address[address.index("#") :], press_file)
    assert again.evaluate("newskg.passing()") == page.evaluate("newskg.passing()")
    assert again.evaluate("newskg.labels()") == page.evaluate("newskg.labels()")
    assert again.locator("#set").inner_text() == page.locator("#set").inner_text()
    assert again.locator("#finer").is_visible()


def test_a_file_without_texts_gives_its_quotes(open_page: Open, seed_graph: KnowledgeGraph, tmp_path: Path) -> None:
    page = open_page("", seed_graph.without_texts().export(tmp_path / "graph.html"))
    rows = list(csv.DictReader(io.StringIO(content(take(page, "CSV (table)")))))
    assert all(row["sentence"] for row in rows)
