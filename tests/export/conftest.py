"""A real Chromium for the tests of the page; without it they are skipped by name, in CI they fail."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kg.export.page import html
from kg.graph.record import GraphRecords
from kg.ontology import Ontology
from tests.conftest import program
from tests.export.story import make_story

FLAGS = (
    "--headless --no-sandbox --disable-gpu --no-first-run --disable-background-networking "
    "--disable-component-update --disable-sync"
).split()
Open = Callable[..., Page]


def until(page: Page, told: str, seconds: float = 20) -> None:
    """Wait until an expression holds; wait_for_function may not ask twice under the page's security policy."""
    end = monotonic() + seconds
    while not page.evaluate(f"Boolean({told})"):
        assert monotonic() < end, f"not within {seconds} s: {told}"
        page.wait_for_timeout(25)


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    path = program("chromium", "chromium-browser", "google-chrome")
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=path, args=FLAGS)
        yield chromium
        chromium.close()


@pytest.fixture(scope="module")
def story_file(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_page(make_story(), ontology, tmp_path_factory.mktemp("page"))


def write_page(records: GraphRecords, ontology: Ontology, folder: Path) -> Path:
    path = folder / "graph.html"
    path.write_text(html(records, ontology), encoding="utf-8", newline="\n")
    return path


def go(page: Page, fragment: str) -> None:
    """Follow a link inside the page and wait until it is drawn."""
    page.evaluate("fragment => { location.hash = fragment; }", fragment)
    page.evaluate("new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))")


@pytest.fixture
def open_page(browser: Browser, story_file: Path) -> Iterator[Open]:
    """Open a page; it fails the test when a script fails, the policy is broken or anything is requested."""
    faults: list[str] = []
    contexts = []

    def open_(fragment: str = "", path: Path = story_file, width: int = 1280, height: int = 800, **more: Any) -> Page:
        context = browser.new_context(viewport={"width": width, "height": height}, **more)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: faults.append(str(error)))
        page.on("console", lambda m: faults.append(m.text) if m.type in ("error", "warning") else None)
        page.on("request", lambda r: None if r.url.startswith(("file:", "data:", "blob:")) else faults.append(r.url))
        page.goto(path.as_uri() + fragment)
        until(page, "globalThis.newskg")
        return page

    yield open_
    for context in contexts:
        context.close()
    assert faults == []
