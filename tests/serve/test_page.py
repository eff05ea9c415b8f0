"""The served page in a real Chromium: it knows its server, asks it, and lets nothing else in or out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.export.conftest import browser as browser
from tests.serve.conftest import Start

pytestmark = [pytest.mark.browser, pytest.mark.store]

View = Callable[..., Page]


@pytest.fixture
def visit(browser: Browser, url: str) -> Iterator[View]:
    """Open a path of the server; a script's fault, a broken policy or a request elsewhere fails the test."""
    faults: list[str] = []
    context = browser.new_context(viewport={"width": 1280, "height": 800}, accept_downloads=True)

    def open_(path: str = "#view=query", at: str = url, patient: bool = False) -> Page:
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        if not patient:
            page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: None if r.url.startswith((at, "blob:" + at)) else faults.append(r.url))
        page.goto(at + path)
        return page

    yield open_
    context.close()
    assert faults == []


def said(page: Page) -> str:
    expect(page.locator(".query-said")).to_have_text(re.compile("row|Yes|No|Triples|error|took"), timeout=10_000)
    return page.locator(".query-said").inner_text()


def ask(page: Page, query: str) -> str:
    page.get_by_label("Query", exact=True).fill(query)
    page.get_by_role("button", name="Run", exact=True).click()
    return said(page)


def test_the_query_view_is_there_where_the_page_is_served(visit: View) -> None:
    page = visit("")
    page.get_by_role("button", name="Query", exact=True).click()
    assert page.get_by_role("heading", name="Ask the graph in SPARQL").is_visible()


def test_a_saved_question_with_a_parameter_is_run_and_its_answer_leads_to_the_card(visit: View) -> None:
    page = visit()
    page.get_by_label("Saved questions").select_option("about")
    page.locator(".query-parameters input").first.fill("port authority")
    page.get_by_label("Query", exact=True).press("Control+Enter")
    assert said(page).split()[0] == "3"
    ask(page, "SELECT ?who ?what { ?who rel:denies ?what }")
    assert page.locator(".query-answer td").all_inner_texts() == [
        "entity/organisation-port-authority",
        "entity/topic-claim",
    ]
    page.get_by_role("link", name="entity/organisation-port-authority").click()
    assert "port authority" in page.locator("#panel").inner_text()


def test_every_kind_of_answer_is_shown(visit: View) -> None:
    page = visit()
    assert ask(page, "ASK { ?s a kg:Statement }").startswith("Yes")
    assert ask(page, "ASK { ?s a kg:Nothing }").startswith("No")
    assert ask(page, "CONSTRUCT { ?s a kg:Statement } WHERE { ?s a kg:Statement }").startswith("Triples")
    assert "newskg.example/statement/s1" in page.locator(".query-answer pre").inner_text()
    assert ask(page, "SELECT ?s { ?s a kg:Nothing }").startswith("0 rows")


def test_rows_are_saved_as_csv(visit: View) -> None:
    page = visit()
    ask(page, "SELECT ?l { ?s rdfs:label ?l } ORDER BY ?l")
    with page.expect_download() as coming:
        page.get_by_role("button", name="Save as CSV").click()
    assert coming.value.path().read_text().splitlines()[:2] == ["l", "claim"]


def test_faults_are_told_in_words(visit: View) -> None:
    page = visit(patient=True)
    assert "error at 1:" in ask(page, "SELECT oops")
    assert page.locator(".query-said.wrong").count() == 1
    page.get_by_label("Query", exact=True).fill("DELETE WHERE { ?s ?p ?o }")
    page.get_by_role("button", name="Run", exact=True).click()
    expect(page.locator(".query-said.wrong")).to_contain_text("error at 1:1")


def test_a_running_query_can_be_stopped_and_a_slow_one_ends(visit: View, start: Start) -> None:
    page = visit(at=start(limit=1.5).url, patient=True)
    endless = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
    page.get_by_label("Query", exact=True).fill(endless)
    page.get_by_role("button", name="Run", exact=True).click()
    page.get_by_role("button", name="Stop", exact=True).click()
    expect(page.locator(".query-said")).to_have_text("Stopped.")
    assert "took longer than 1.5 s" in ask(page, endless)


def test_the_page_cannot_reach_beyond_its_server(visit: View) -> None:
    page = visit(patient=True)
    outcome = "fetch('https://evil.example/').then(() => 'out', () => 'in')"
    with page.expect_event("console", lambda m: "Content Security Policy" in m.text):
        assert page.evaluate(outcome) == "in"


def test_a_card_leads_to_the_page_and_needs_no_script(visit: View) -> None:
    page = visit("entity/organisation-port-authority")
    assert page.get_by_role("heading", level=1).inner_text() == "port authority"
    assert page.evaluate("document.scripts.length") == 0
    page.get_by_role("link", name="Show it on the page").click()
    expect(page.locator("#panel")).to_contain_text("port authority")


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("width", [360, 1280])
def test_axe_finds_nothing_to_mend(browser: Browser, url: str, scheme: Literal["light", "dark"], width: int) -> None:
    with closing(browser.new_context(viewport={"width": width, "height": 800}, color_scheme=scheme)) as context:
        page = context.new_page()
        page.goto(f"{url}#view=query")
        page.get_by_label("Saved questions").select_option("about")
        ask(page, "SELECT ?who ?what { ?who rel:denies ?what }")
        assert Axe().run(page).response["violations"] == []
        for path in ("entity/organisation-port-authority", "doc/port.txt", "entity/nobody"):
            page.goto(url + path)
            assert Axe().run(page).response["violations"] == []


def test_the_query_view_is_used_by_keyboard_alone(visit: View) -> None:
    page = visit()
    page.get_by_label("Saved questions").focus()
    order = []
    for _ in range(4):
        page.keyboard.press("Tab")
        order.append(page.evaluate("document.activeElement.id || document.activeElement.textContent"))
    assert order[order.index("query-editor") + 1] == "Run"
    page.get_by_label("Query", exact=True).fill("ASK { ?s a kg:Statement }")
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    assert said(page).startswith("Yes")


def test_the_query_of_a_selection_is_run_where_it_is_served(visit: View) -> None:
    page = visit("#entity=entity/organisation-port-authority")
    page.get_by_role("button", name="Take away").click()
    page.get_by_role("button", name="Run it here").click()
    assert int(said(page).split()[0]) >= 3
    assert "SELECT" in page.get_by_label("Query", exact=True).input_value()
