"""Three tasks as somebody new would do them, with the clicks each takes; typing a name and Enter are no clicks."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from kg.export.page import write
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.export.conftest import Open
from tests.export.press import make_press
from tests.factory import RUN

pytestmark = pytest.mark.browser


def counting() -> tuple[Callable[[Locator], None], list[int]]:
    clicks = [0]

    def click(target: Locator) -> None:
        target.click()
        clicks[0] += 1

    return click, clicks


def look_up(page: Page, name: str) -> None:
    page.locator("#search").fill(name)
    page.keyboard.press("Enter")


def test_one_click_shows_who_denies_the_main_claim_and_the_sentence(open_page: Open) -> None:
    click, clicks = counting()
    page = open_page()
    click(page.locator("#panel").get_by_role("link", name="side by side"))
    against = page.locator(".sides").filter(has_text="vetoed").locator(".counter")
    assert "Northline Trams denies the claims" in against.inner_text()
    assert against.locator("blockquote").first.inner_text() == 'Northline said the claims were "simply wrong"'
    assert clicks == [1]


def test_two_clicks_show_all_that_an_actor_is_accused_of_in_a_month(
    open_page: Open, ontology: Ontology, tmp_path: Path
) -> None:
    graph = Graph.from_triples(triples(make_press(), RUN, ontology))
    write(graph, tmp_path / "graph.html", ontology)
    click, clicks = counting()
    page = open_page(path=tmp_path / "graph.html")
    look_up(page, "Port Authority")
    click(page.locator("[data-key='kind true accuses']"))
    click(page.get_by_role("button", name="Only 2024-02:"))
    wanted = graph.query(
        "SELECT DISTINCT ?s { ?s rdf:predicate rel:accuses ; rdf:object/rdfs:label 'Port Authority' ; kg:inDocument ?d ."
        " ?d dct:issued ?day FILTER(STRSTARTS(STR(?day), '2024-02') || STR(?day) = '2024') }"
    )
    heading = page.locator("#panel h3").filter(has_text="What is said or done to Port Authority")
    assert heading.inner_text().rsplit(" ", 1)[1] == str(len(wanted.rows)) != "0"
    assert clicks == [2]


def test_three_clicks_make_a_picture_of_an_actor_for_a_report(open_page: Open) -> None:
    click, clicks = counting()
    page = open_page()
    look_up(page, "Reyes")
    click(page.get_by_role("button", name="Show only what is within 1 step"))
    click(page.get_by_role("button", name="Take away"))
    with page.expect_download() as waiting:
        click(page.get_by_role("button", name="PNG"))
    assert Path(waiting.value.path()).stat().st_size > 20_000
    assert clicks == [3]
