"""The page's cards, articles, disputes and filters in a real Chromium: every way in, and the way back."""

from __future__ import annotations

import functools
import http.server
import re
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from kg.export.page import write
from kg.graph.record import DisputeRecord
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.export.conftest import Open, go, until, write_page
from tests.export.press import make_press
from tests.export.story import make_story
from tests.export.telling import BASE, entity
from tests.factory import RUN

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def press_file(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("press") / "graph.html"
    write(Graph.from_triples(triples(make_press(), RUN, ontology)), path, ontology)
    return path


def panel(page: Page) -> Locator:
    return page.locator("#panel")


def fact(page: Page, title: str) -> str:
    return panel(page).locator("details.facts").filter(has_text=title).inner_text()


def passing(page: Page) -> int:
    return len(page.evaluate("newskg.passing()"))


def test_the_card_says_where_names_and_roles_come_from(open_page: Open) -> None:
    page = open_page("#entity=entity/reyes")
    panel(page).locator("details").evaluate_all("all => all.forEach(one => { one.open = true; })")
    assert re.search(r"Mr Reyes\s+· (once|\d+ times) · Tram firm", fact(page, "Names, and"))
    assert "holds the role of" in fact(page, "Roles") and "Tram firm" in fact(page, "Roles")
    assert "only person here with this surname" in fact(page, "Why these names are one")
    panel(page).get_by_role("link", name=re.compile("^Tram firm")).first.click()
    marked = page.locator("#article-view .article-text mark.chosen").all_inner_texts()
    assert "Mr Reyes" in marked and "Paul Reyes" in " ".join(marked)
    page.get_by_role("button", name="Graph").click()
    assert panel(page).locator("h2").inner_text() == "Paul Reyes"


def test_the_card_shows_company_and_limits_itself_to_a_time_or_a_kind(open_page: Open) -> None:
    page = open_page("#entity=entity/northline")
    assert panel(page).locator(".actors a").first.inner_text() == "pay agreement"
    assert panel(page).locator(".share").first.get_attribute("aria-label") == "Conflict 3"
    page.get_by_role("button", name=re.compile("^Only 2024-06-12:")).click()
    assert page.locator("#set .tag").inner_text().replace("\n", " ") == "REPORTED 2024-06-12 to 2024-06-12 ×"
    assert page.evaluate("newskg.passing().length") < 36
    page.get_by_role("button", name=re.compile("^Take back")).click()
    page.get_by_role("button", name=re.compile("^Only denies:")).first.click()
    assert page.url.endswith("relation=denies")
    panel(page).locator(".actors a").first.click()
    assert "from=entity/northline&to=" in page.url


def test_a_speaker_can_be_heard_alone(open_page: Open) -> None:
    page = open_page("#entity=entity/okafor")
    page.get_by_role("button", name="Only what it says").click()
    assert passing(page) == 1 and "speaker=entity/okafor" in page.url


def test_the_neighbourhood_has_a_depth(open_page: Open) -> None:
    page = open_page("#entity=entity/moss")
    sizes = []
    for depth in (1, 2, 3):
        page.get_by_role("button", name=f"Show only what is within {depth} step").click()
        assert page.evaluate("document.activeElement.textContent") == str(depth)
        assert f"within {depth} step" in page.locator("#shown").inner_text()
        sizes.append(len(page.evaluate("newskg.shown().entities")))
    assert 1 < sizes[0] < sizes[1] < sizes[2] <= 23
    page.get_by_role("button", name="Show the whole picture").click()
    assert len(page.evaluate("newskg.shown().entities")) >= 22


def test_a_path_is_found_by_name_and_told_step_by_step(open_page: Open) -> None:
    page = open_page("#entity=entity/moss")
    page.get_by_label("Path to").fill("Ruth Abe")
    assert page.url.endswith("path=entity/abe")
    title = panel(page).locator("h3").first.inner_text()
    assert title.startswith("No path to Ruth Abe") or "steps to Ruth Abe" in title
    page.get_by_label("Path to").fill("Paul Reyes")
    assert re.match(r"\d steps to Paul Reyes", panel(page).locator("h3").first.inner_text())
    steps = panel(page).locator(".way").first.locator("li")
    assert "Lena Moss" in steps.first.inner_text() and "Paul Reyes" in steps.last.inner_text()
    page.get_by_role("button", name="End the path").click()
    assert "path=" not in page.url


def test_the_article_nests_who_says_what_and_leads_there_and_back(open_page: Open) -> None:
    page = open_page("#view=article&article=doc/trams")
    outer = page.locator(".beside > li.voice").filter(has_text="had told her")
    assert outer.locator("> .says").inner_text() == "Ines Okafor (“said”)"
    inner = outer.locator("> ul > li.voice")
    assert inner.locator("> .says").inner_text() == "Tom Arden (“had told her”)"
    assert inner.locator("ul a").inner_text() == "Northline Trams threatens contract"
    assert page.locator("mark.depth-2").count() > 0
    inner.hover()
    assert page.locator("mark.lit").count() > 0
    inner.locator("ul a").click()
    assert "".join(page.locator(".article-text mark.chosen").all_inner_texts()).startswith("Northline threatened")
    page.get_by_role("link", name="In the graph", exact=True).click()
    assert page.locator("#canvas").is_visible() and "statement=" in page.url
    panel(page).get_by_role("link", name="Read in the article").first.click()
    page.locator(".article-text mark a").filter(has_text="Lena Moss").click()
    assert panel(page).locator("h2").inner_text() == "Lena Moss"


def test_the_sentence_marks_source_cue_content_and_both_ends(open_page: Open) -> None:
    page = open_page("#statement=statement/s008")
    for kind, words in (
        ("source", "A source close to the talks"),
        ("says", "claimed"),
        ("content", "chief executive Paul Reyes vetoed the agreement personally"),
        ("subject", "chief executive Paul Reyes"),
        ("cue", "vetoed"),
        ("object", "the agreement"),
    ):
        assert "".join(panel(page).locator(f"blockquote mark.{kind}").all_inner_texts()) == words


def test_disputes_stand_side_by_side(open_page: Open, ontology: Ontology, tmp_path: Path) -> None:
    story = make_story()
    parties = (entity("reyes"), entity("northline"), entity("source"))
    records = replace(story, disputes=(replace(story.disputes[0], parties=parties), *story.disputes[1:]))
    page = open_page("#view=disputes", write_page(records, ontology, tmp_path))
    first = page.locator(".sides").filter(has_text="vetoed")
    assert first.locator(".parties a").all_inner_texts() == [
        page.evaluate("iri => newskg.graph.entities.find(e => e.iri === iri).label", iri.removeprefix(BASE))
        for iri in sorted(parties, key=lambda i: page.evaluate("i => newskg.graph.entities.findIndex(e => e.iri === i)", i.removeprefix(BASE)))
    ]  # fmt: skip
    assert "source close to the talks claims: Paul Reyes rejects pay agreement" in first.locator(".claim").inner_text()
    assert "vetoed the agreement" in first.locator(".claim blockquote").inner_text()
    assert "simply wrong" in first.locator(".counter blockquote").inner_text()
    assert "Harwick Courier, 2024-06-11" in first.locator(".counter").inner_text()
    left, right = (first.locator(side).bounding_box() for side in (".claim", ".counter"))
    assert left and right and left["x"] + left["width"] <= right["x"] + 1 and abs(left["y"] - right["y"]) < 2
    go(page, "#view=disputes&entity=entity/source")
    assert page.locator("#disputes-view h2").inner_text() == "1 dispute with source close to the talks"
    go(page, "#view=disputes&relation=meets")
    assert page.locator("#disputes-view h2").inner_text() == "0 disputes"


def test_every_filter_works_from_the_page(open_page: Open, press_file: Path) -> None:
    page = open_page("", press_file)
    page.get_by_role("button", name="More filters").click()
    seen = [passing(page)]

    def narrowed() -> None:
        until(page, f"newskg.passing().length < {seen[-1]}")
        seen.append(passing(page))
        assert 0 < seen[-1] < seen[-2], seen

    page.locator("#finer").get_by_role("button", name="Is not so").click()
    narrowed()
    page.locator("#finer").get_by_role("button", name="Asked").click()
    narrowed()
    page.locator("#pick-publisher").fill("Courier")
    narrowed()
    page.locator("#pick-speaker").fill("Unnamed sources")
    page.locator("#pick-speaker").fill("union source")
    narrowed()
    page.locator("#finer").get_by_role("button", name="accuses").click()
    page.locator("#finer").get_by_role("button", name="denies").click()
    page.locator("#finer").get_by_role("button", name="supports").click()
    narrowed()
    page.locator("[data-key=since]").fill("2024-02-01")
    narrowed()
    assert page.locator("#set .tag").count() == 9
    assert page.locator("#set .count").inner_text() == f"{seen[-1]} of 252 statements"
    page.get_by_role("button", name="Clear all").click()
    assert passing(page) == 252 and page.locator("#set").is_hidden()
    page.locator("#pick-document").fill("Article <i>3</i>")
    assert passing(page) == 21
    page.locator("#confidence").fill("0.6")
    until(page, "newskg.passing().length === 11")


def test_the_timeline_is_brushed_by_mouse_and_by_keys(open_page: Open, press_file: Path) -> None:
    page = open_page("#filters=1", press_file)
    bars = page.locator(".bars").bounding_box()
    assert bars
    months = page.locator(".handle.until").get_attribute("max")
    assert months == "4"
    middle = bars["y"] + bars["height"] / 2
    page.mouse.move(bars["x"] + bars["width"] * 0.25, middle)
    page.mouse.down()
    page.mouse.move(bars["x"] + bars["width"] * 0.5, middle, steps=4)
    page.mouse.up()
    until(page, "location.hash.includes('since=2024-02-01&until=2024-03-31')")
    page.locator(".handle.since").focus()
    page.keyboard.press("ArrowRight")
    until(page, "location.hash.includes('since=2024-03-01&until=2024-03-31')")
    assert page.locator(".handle.since").get_attribute("aria-valuetext") == "2024-03-01"
    assert page.locator("[data-key=until]").input_value() == "2024-03-31"


def test_relations_are_merged_and_can_be_taken_apart(open_page: Open, press_file: Path) -> None:
    page = open_page("", press_file)
    merged = page.evaluate("newskg.shown().lines.length")
    page.get_by_role("button", name="Each relation apart").click()
    assert page.evaluate("newskg.shown().lines.length") > merged
    page.get_by_role("button", name="Each relation apart").click()
    assert page.evaluate("newskg.shown().lines.length") == merged
    go(page, "#from=entity/person-ada&to=entity/organisation-port")
    assert page.evaluate("newskg.shown().lines.length") > merged


def test_labels_of_the_picture_do_not_cover_each_other(open_page: Open) -> None:
    page = open_page()
    for _ in range(3):
        boxes = page.evaluate("newskg.labels()")
        crossing = [
            (a["lines"], b["lines"])
            for i, a in enumerate(boxes)
            for b in boxes[:i]
            if a["x"] < b["x"] + b["width"] - 1 and b["x"] < a["x"] + a["width"] - 1
            and a["y"] < b["y"] + b["height"] - 1 and b["y"] < a["y"] + a["height"] - 1
        ]  # fmt: skip
        assert crossing == []
        assert len(boxes) >= 20
        page.locator("#canvas").press("+")
        page.wait_for_timeout(50)
        page.locator("#canvas").press("-")


@pytest.fixture
def address(press_file: Path) -> Iterator[str]:
    handler = functools.partial(http.server.SimpleHTTPRequestHandler, directory=str(press_file.parent))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/graph.html"
        server.shutdown()
        thread.join()


def test_from_disk_there_is_no_query_view_and_over_http_nothing_else_is_asked(open_page: Open, address: str) -> None:
    page = open_page("#view=query")
    assert page.get_by_role("button", name="Query").count() == 0
    assert page.locator("#canvas").is_visible()
    other = page.context.new_page()
    asked: list[str] = []
    other.on("request", lambda request: asked.append(request.url))
    other.goto(address)
    until(other, "globalThis.newskg")
    assert all(url.startswith(address.rpartition("/")[0]) or url.startswith("data:") for url in asked)
    other.close()


def test_a_dispute_record_may_lack_what_it_names(open_page: Open, ontology: Ontology, tmp_path: Path) -> None:
    story = make_story()
    lost = DisputeRecord(f"{BASE}dispute/x", f"{BASE}claim/none", (), (entity("nobody"),))
    page = open_page("#view=disputes", write_page(replace(story, disputes=(lost,)), ontology, tmp_path))
    assert page.locator(".sides").count() == 0
