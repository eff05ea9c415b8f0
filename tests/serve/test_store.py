"""A store on disk is served and pushed as it is, while others may go on writing into it."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from kg import pipeline
from kg.push.parcels import parcels
from tests.serve.conftest import Start, ask, fetch

pytestmark = [pytest.mark.model, pytest.mark.store]

NEWS = {
    "one.txt": "Kyiv accused Moscow of shelling the port, Anna Smith said on Monday.",
    "two.txt": "The mayor denied the claims. Anna Smith rejected the offer.",
}
STATEMENTS = "SELECT ?s { ?s a kg:Statement }"


@pytest.fixture
def stored(model: str, tmp_path: Path) -> Path:
    for name, text in NEWS.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    pipeline.build([tmp_path / "one.txt"], model=model, store=tmp_path / "store")
    return tmp_path / "store"


def test_a_store_is_served_as_it_was_when_it_was_opened(stored: Path, start: Start) -> None:
    url = start(stored).url
    before = ask(url, STATEMENTS).rows
    assert before
    pipeline.build([stored.parent / "two.txt"], store=stored)
    assert ask(url, STATEMENTS).rows == before
    iri = before[0]["s"].removeprefix("https://newskg.example")
    turtle = fetch(url, iri, accept="text/turtle").text
    assert re.search(r"kg:confidence 0\.\d\d ;", turtle)
    assert "Who says what" in fetch(url, "").text
    later = start(stored).url
    assert len(ask(later, STATEMENTS).rows) > len(before)
    assert len(ask(later, "SELECT DISTINCT ?g { GRAPH ?g { ?d a kg:Document } }").rows) == 2


def test_the_parcels_of_a_store_are_those_of_its_export(stored: Path) -> None:
    graph = pipeline.build([stored.parent / "two.txt"], store=stored)
    [file] = graph.save(stored.parent / "out", page=False)
    with parcels(stored, 50) as ours, parcels(file, 50) as theirs:
        assert list(ours) == list(theirs)
