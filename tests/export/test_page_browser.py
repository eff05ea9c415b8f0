"""The page in a real Chromium, opened from disk: what a reader sees, clicks, types and finds again."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Locator, Page

from kg.graph.record import GraphRecords
from kg.ontology import Ontology
from tests.export.conftest import Open, go, write_page
from tests.export.story import make_story
from tests.export.telling import BASE, entity, make_entity

pytestmark = pytest.mark.browser

HOSTILE = (
    '<img src=x onerror="window.hurt=1">',
    "</script><script>window.hurt=1</script>",
    "\u202eevil\u2066 name",
    "N" * 10_000,
    "{{ 7*7 }} ${window.hurt=1}",
)


def click_entity(page: Page, label: str) -> None:
    at = page.evaluate("label => newskg.entityAt(label)", label)
    page.mouse.click(at["x"], at["y"])


def panel(page: Page) -> Locator:
    return page.locator("#panel")


def test_it_opens_with_a_readable_view(open_page: Open) -> None:
    page = open_page()
    assert page.locator("#shown").inner_text().startswith("22 of 23 entities shown")
    assert page.title() == "2 articles, 2024-06-11 to 2024-06-12 · Who says what about whom"
    assert "36 statements: 26 told by the articles, 10 claimed by 7 speakers." in panel(page).inner_text()
    assert panel(page).locator(".actors li").first.inner_text().startswith("Northline Trams")
    assert page.evaluate("newskg.shown().lines.length") == len(page.evaluate("newskg.graph.lines"))


def test_a_click_on_an_edge_shows_who_says_it_and_the_sentence(open_page: Open) -> None:
    page = open_page()
    line = page.evaluate(
        "newskg.graph.lines.find(l => newskg.graph.entities[l.from].label === 'Paul Reyes' &&"
        " newskg.graph.entities[l.to].label === 'pay agreement').id"
    )
    at = page.evaluate("id => newskg.lineAt(id)", line)
    page.mouse.click(at["x"], at["y"])
    said = panel(page).locator(".said")
    assert said.inner_text() == "source close to the talks claims: Paul Reyes rejects pay agreement"
    assert panel(page).locator(".chain").inner_text() == (
        "The article reports that source close to the talks (“claimed”) says this."
    )
    marked = "".join(panel(page).locator("blockquote mark.evidence").all_inner_texts())
    assert marked == "chief executive Paul Reyes vetoed the agreement personally"
    assert panel(page).locator("blockquote mark.cue").inner_text() == "vetoed"
    assert panel(page).locator("blockquote mark.subject").inner_text() == "chief executive Paul Reyes"
    assert panel(page).locator("blockquote mark.object").inner_text() == "the agreement"
    assert panel(page).locator("blockquote").inner_text().startswith("A source close to the talks claimed")
    assert (
        panel(page).get_by_role("link", name="Open the source").get_attribute("href") == "https://courier.example/trams"
    )


def test_all_statements_of_a_pair_are_shown_with_their_marks(open_page: Open) -> None:
    page = open_page("#from=entity/northline&to=entity/deal")
    assert page.locator(".card .said").all_inner_texts() == [
        "Ines Okafor claims: Northline Trams rejects pay agreement",
        "Northline Trams claims: Northline Trams ✕ not rejects pay agreement",
        "The article says: Northline Trams denies pay agreement",
    ]
    assert page.locator(".card").nth(1).locator(".chain").inner_text() == (
        "The article reports that Northline Trams (“denied”) says this."
    )
    assert page.locator(".card").nth(1).locator(".badge").all_inner_texts()[:2] == ["claimed", "said not to be so"]
    assert "on Wednesday (2024-06-12)" in page.locator(".card").nth(2).inner_text()
    assert "Northline had " in page.locator("blockquote").first.inner_text()


def test_nested_speakers_and_questions_are_told(open_page: Open) -> None:
    page = open_page("#from=entity/northline&to=entity/contract")
    assert panel(page).locator(".chain").inner_text() == (
        "The article reports that Ines Okafor (“said”) says that Tom Arden (“had told her”) says this."
    )
    asked = open_page("#from=entity/northline&to=entity/offer")
    assert panel(asked).locator(".said").inner_text() == (
        "Dana Whitfield asks: Northline Trams questionrejects an offer that cost it nothing"
    )
    assert "Asked, not stated" in panel(asked).inner_text()


def test_a_click_on_a_node_shows_its_card(open_page: Open) -> None:
    page = open_page()
    click_entity(page, "Paul Reyes")
    text = panel(page).inner_text()
    assert text.startswith("Paul Reyes")
    assert "Mr Reyes" in text and "only person here with this surname" in text
    assert panel(page).locator("h3").all_inner_texts() == [
        "Over time",
        "Has to do with 5",
        "What Paul Reyes does or says 4",
        "What is said or done to Paul Reyes 3",
    ]
    panel(page).locator(".row .toggle").first.click()
    assert panel(page).locator("blockquote").first.is_visible()
    assert page.url.endswith("#entity=entity/reyes")


def test_back_returns_to_what_was_shown(open_page: Open) -> None:
    page = open_page()
    click_entity(page, "Paul Reyes")
    click_entity(page, "Tom Arden")
    page.go_back()
    assert panel(page).locator("h2").inner_text() == "Paul Reyes"


def test_the_legend_filters_and_the_address_keeps_it(open_page: Open) -> None:
    page = open_page()
    page.get_by_role("button", name="Claimed by someone").click()
    page.get_by_role("button", name="Conflict").click()
    page.get_by_role("button", name="Statements").click()
    assert page.locator("#list-view .count").first.inner_text() == "13 of 36 statements, 23 hidden by filters"
    again = open_page(page.url[page.url.index("#") :])
    assert again.locator("tbody tr").count() == 13
    assert again.locator("[data-key=conflict]").get_attribute("aria-pressed") == "false"
    again.get_by_role("button", name="Clear all").click()
    assert again.locator("tbody tr").count() == 36


def test_search_finds_names_and_sentences_by_keyboard_alone(open_page: Open) -> None:
    page = open_page()
    page.locator("#search").press_sequentially("reyes", delay=5)
    options = page.get_by_role("option")
    assert options.first.inner_text().strip() == "Paul Reyes"
    assert page.locator("[data-kind=Sentences]").count() >= 4
    page.keyboard.press("ArrowDown")
    page.keyboard.press("Enter")
    assert panel(page).locator("h2").inner_text() == "Paul Reyes"
    assert page.evaluate("document.activeElement.id") == "panel"
    page.locator("#search").fill("torn up a deal")
    page.keyboard.press("Enter")
    assert "torn up" in panel(page).locator("mark.cue").first.inner_text()


def test_the_canvas_answers_to_keys(open_page: Open) -> None:
    page = open_page()
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    first = panel(page).locator("h2").inner_text()
    page.keyboard.press("ArrowLeft")
    assert panel(page).locator("h2").inner_text() != first
    page.keyboard.press("Escape")
    assert panel(page).locator("h2").inner_text() == "Overview"
    for key in "+-0":
        page.keyboard.press(key)


def test_the_list_is_a_table_that_leads_to_the_sentence(open_page: Open) -> None:
    page = open_page("#view=list")
    assert page.get_by_role("columnheader").count() == 8
    assert page.get_by_role("row").count() == 37
    page.get_by_role("link", name=re.compile("Tom Arden criticises Paul Reyes")).press("Enter")
    assert panel(page).locator("mark.cue").first.inner_text() == "criticised"
    assert page.locator("tr.chosen").count() == 1


def test_the_article_shows_who_says_what_and_leads_back(open_page: Open) -> None:
    page = open_page("#view=article&article=doc/trams&statement=statement/s008")
    article = page.locator("#article-view")
    assert (
        "".join(article.locator(".article-text mark.chosen").all_inner_texts())
        == "chief executive Paul Reyes vetoed the agreement personally"
    )
    assert article.locator(".article-text mark.nested").count() > 0
    assert article.locator("mark.says").filter(has_text="asked whether").count() == 1
    article.locator(".beside a").filter(has_text="Tom Arden criticises").click()
    assert (
        "".join(article.locator(".article-text mark.chosen").all_inner_texts()) == "Mayor Tom Arden criticised Mr Reyes"
    )
    article.locator("select").select_option(label="Northline denies blocking deal")
    assert article.locator("h2").inner_text() == "Northline denies blocking deal"


def test_offsets_are_right_after_characters_outside_the_bmp(open_page: Open) -> None:
    page = open_page("#from=entity/northline&to=entity/deal")
    assert page.locator(".card").first.locator("mark.cue").inner_text() == "torn up"


@pytest.mark.parametrize("width", [360, 700, 1000, 1600])
def test_nothing_is_wider_than_the_window(open_page: Open, width: int) -> None:
    page = open_page(width=width)
    for view in ("", "#view=list", "#view=article", "#entity=entity/northline"):
        go(page, view)
        assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_dark_and_light_have_their_own_colours(open_page: Open) -> None:
    grounds = [
        open_page(color_scheme=scheme).evaluate("getComputedStyle(document.body).backgroundColor")
        for scheme in ("light", "dark")
    ]
    assert grounds == ["rgb(255, 255, 255)", "rgb(20, 22, 26)"]


def test_it_prints_the_panel_and_the_picture(open_page: Open) -> None:
    page = open_page("#entity=entity/reyes")
    page.emulate_media(media="print")
    assert page.locator("#panel").is_visible() and page.locator("#canvas").is_visible()
    assert not page.locator("#search").is_visible()


@pytest.mark.parametrize("name", HOSTILE, ids=["image", "script", "direction", "long", "template"])
def test_hostile_names_and_texts_do_nothing(open_page: Open, ontology: Ontology, tmp_path: Path, name: str) -> None:
    story = make_story()
    text = f"{name} said: {name}. " + story.documents[f"{BASE}doc/trams"].text  # type: ignore[operator]
    document = replace(
        story.documents[f"{BASE}doc/trams"], title=name, publisher=name, source=f"javascript:{name}", text=text
    )
    bad = make_entity(
        "northline", "Organisation", name, texts={}, aliases=(name,), merges=(name,), same_as=(f"javascript:{name}",)
    )
    statements = tuple(replace(s, time_text=name, cues=(name,)) for s in story.statements)
    records = replace(
        story,
        documents=story.documents | {document.iri: document},
        entities=story.entities | {bad.iri: bad},
        statements=statements,
    )
    page = open_page(path=write_page(records, ontology, tmp_path))
    for view in (
        "",
        "#entity=entity/northline",
        "#from=entity/northline&to=entity/deal",
        "#view=list",
        "#view=article&article=doc/trams",
    ):
        go(page, view)
        assert page.evaluate("window.hurt") is None
        assert page.locator("#panel img, main script, a[href^='javascript']").count() == 0
        assert page.evaluate("document.documentElement.scrollWidth") <= 1280


def test_more_entities_come_on_demand(open_page: Open, ontology: Ontology, tmp_path: Path) -> None:
    story = make_story()
    many = {entity(f"x{i:03}"): make_entity(f"x{i:03}", "Person", f"Person {i}", texts={}) for i in range(100)}
    extra = tuple(
        replace(story.statements[0], iri=f"{BASE}statement/x{i:03}", subject=iri) for i, iri in enumerate(many)
    )
    records = replace(story, entities=story.entities | many, statements=story.statements + extra)
    page = open_page(path=write_page(records, ontology, tmp_path))
    assert page.locator("#shown span").inner_text() == "40 of 123 entities shown"
    page.get_by_role("button", name="Show 40 more").click()
    assert page.locator("#shown span").inner_text().startswith("80 of 123 entities shown")
    page.locator("#search").fill("Person 99")
    page.keyboard.press("Enter")
    assert panel(page).locator("h2").inner_text() == "Person 99"
    assert page.evaluate("newskg.shown().entities.length") > 80


def test_an_empty_graph_opens(open_page: Open, ontology: Ontology, tmp_path: Path) -> None:
    empty = GraphRecords({}, {}, {}, (), {}, ())
    page = open_page(path=write_page(empty, ontology, tmp_path))
    for view in ("", "#view=list", "#view=article"):
        go(page, view)
        assert page.locator("#views button").count() == 4
