"""The page for everybody: axe-core, the keyboard alone, names for screen readers, contrast, colour blindness, paper."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

from kg.export.page import assemble
from tests.export.conftest import Open, go

VIEWS = (
    "#",
    "#entity=entity/northline&depth=1",
    "#entity=entity/moss&path=entity/reyes",
    "#from=entity/northline&to=entity/deal",
    "#view=list&statement=statement/s008",
    "#view=disputes",
    "#view=article&article=doc/trams&statement=statement/s008",
    "#filters=1&relation=accuses&hide=Asked&confidence=0.4&since=2024-06-01",
)


def violations(page: Page) -> list[str]:
    found = Axe().run(page).response["violations"]
    return [f"{one['id']}: {one['nodes'][0]['html'][:200]}" for one in found]


@pytest.mark.browser
@pytest.mark.parametrize(("scheme", "width"), [("light", 360), ("dark", 1280)])
def test_axe_finds_nothing_to_mend(open_page: Open, scheme: str, width: int) -> None:
    page = open_page(width=width, color_scheme=scheme)
    page.locator("#legend").evaluate("element => { element.open = true; }")
    for view in VIEWS:
        go(page, view)
        assert violations(page) == [], view
    page.get_by_role("button", name="Take away").click()
    assert violations(page) == []
    page.keyboard.press("Escape")
    page.locator("#search").fill("reyes")
    assert violations(page) == []


@pytest.mark.browser
def test_the_keyboard_alone_reaches_everything(open_page: Open) -> None:
    page = open_page()
    seen = []
    for _ in range(40):
        page.keyboard.press("Tab")
        seen.append(page.evaluate("document.activeElement.id || document.activeElement.textContent.trim()"))
    for wanted in ("skip", "search", "Graph", "Disputes", "take", "finer-button", "canvas", "Northline Trams"):
        assert wanted in seen, seen
    page.locator("#finer-button").focus()
    page.keyboard.press("Enter")
    assert page.locator("#finer").is_visible()
    assert page.evaluate("document.activeElement.id") == "finer-button"
    page.keyboard.press("Shift+Tab")
    page.locator("[data-key='relation denies']").focus()
    page.keyboard.press("Space")
    assert page.evaluate("document.activeElement.dataset.key") == "relation denies"
    page.locator("#take").focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.closest('dialog') !== null")
    page.keyboard.press("Escape")
    assert page.evaluate("document.activeElement.id") == "take"


@pytest.mark.browser
def test_what_changes_is_told_to_screen_readers(open_page: Open) -> None:
    page = open_page()
    page.locator("#canvas").focus()
    page.keyboard.press("ArrowRight")
    name = page.locator("#panel h2").inner_text()
    assert page.locator("#status").inner_text() == name
    page.locator("[data-key=conflict]").click()
    assert re.search(r"\d+ of 36 statements$", page.locator("#status").inner_text())
    assert re.match(r"Graph of \d+ entities", page.get_by_role("application").get_attribute("aria-label") or "")
    for button in page.get_by_role("button").all():
        assert button.get_attribute("aria-label") or button.inner_text().strip()


@pytest.mark.browser
def test_paper_has_the_view_and_no_controls(open_page: Open) -> None:
    page = open_page("#view=disputes", color_scheme="dark")
    page.emulate_media(media="print", color_scheme="dark")
    for hidden in ("#search", "#legend", "#take", "#views"):
        assert not page.locator(hidden).is_visible()
    assert page.locator(".sides").first.is_visible()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert page.pdf().startswith(b"%PDF")


def channel(value: float) -> float:
    return value / 12.92 if value <= 0.04045 else ((value + 0.055) / 1.055) ** 2.4


def linear(color: str) -> list[float]:
    return [channel(int(color[i : i + 2], 16) / 255) for i in (1, 3, 5)]


def contrast(one: str, other: str) -> float:
    """WCAG 2.2, 'contrast ratio'."""
    light = sorted(sum(w * c for w, c in zip((0.2126, 0.7152, 0.0722), linear(x), strict=True)) for x in (one, other))
    return (light[1] + 0.05) / (light[0] + 0.05)


GROUND = {"light": "#ffffff", "dark": "#14161a"}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_the_colours_drawn_on_the_canvas_can_be_read(theme: str) -> None:
    looks = assemble.style()
    assert GROUND[theme] in (assemble.TEMPLATE / "page.css").read_text(encoding="utf-8")
    for name, look in (looks["types"] | looks["stances"]).items():
        assert contrast(look[theme], GROUND[theme]) >= 4.5, name


# Machado, Oliveira and Fernandes (2009), severity 1.0: what a deuteranope and a protanope see of linear RGB.
BLIND = {
    "deuteranopia": ((0.367322, 0.860646, -0.227968), (0.280085, 0.672501, 0.047413), (-0.011820, 0.042940, 0.968881)),
    "protanopia": ((0.152286, 1.052583, -0.204868), (0.114503, 0.786281, 0.099216), (-0.003882, -0.048116, 1.051998)),
}


@pytest.mark.parametrize("theme", ["light", "dark"])
@pytest.mark.parametrize("kind", sorted(BLIND))
def test_conflict_and_cooperation_differ_for_the_colour_blind(kind: str, theme: str) -> None:
    stances = assemble.style()["stances"]
    seen = {
        name: [sum(w * c for w, c in zip(row, linear(look[theme]), strict=True)) for row in BLIND[kind]]
        for name, look in stances.items()
    }
    apart = sum((a - b) ** 2 for a, b in zip(seen["conflict"], seen["cooperation"], strict=True)) ** 0.5
    assert apart > 0.2


def test_no_stance_and_no_type_is_told_by_colour_alone() -> None:
    looks = assemble.style()
    arrows = [look["arrow"] for look in looks["stances"].values()]
    shapes = [look["shape"] for name, look in looks["types"].items() if name != "Other"]
    assert len(set(arrows)) == len(arrows) and len(set(shapes)) == len(shapes)


def test_the_english_texts_of_the_page_stand_in_one_place() -> None:
    code = {
        path.name: path.read_text(encoding="utf-8")
        for path in Path(assemble.TEMPLATE).glob("*.js")
        if path.stem != "words"
    }
    spoken = re.compile(r'(?:textContent = |aria-label": |placeholder: |title: )"[A-Za-z]')
    assert [name for name, text in code.items() if spoken.search(text)] == []
