"""Workers that read documents and make their graphs, and one process that merges: the same as one process does alone."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from kg import pipeline
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Document, Extraction
from kg.ontology import Ontology
from kg.store import Options
from kg.store import dealt as dealt_module
from kg.store.dealt import Dealt, dealt
from tests.store.news import TEXTS, Shelf, exported, write

pytestmark = pytest.mark.model


class Reader:
    """Stands in for a model: gives what was read before; a text it does not know is one it cannot parse."""

    def __init__(self, readings: Shelf) -> None:
        self._known = readings.known

    def extract(self, document: Document) -> Extraction:
        if document.text not in self._known:
            raise ValueError("never seen")
        return replace(self._known[document.text], document=document)


@pytest.fixture
def reader(readings: Shelf, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dealt_module, "Extractor", lambda *_: Reader(readings))


def here(settings: Any, paths: Any, workers: int, progress: Any) -> KnowledgeGraph:
    """Build with the stages of several workers, each done in this process."""
    with dealt(settings, 1) as memory:
        return pipeline._fill(memory, paths, memory.extract, progress)


def test_the_bytes_and_the_report_are_those_of_one_process(
    shelf: Shelf, reader: None, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = write(tmp_path / "news", dict.fromkeys(TEXTS, 0))
    (news / "odd.txt").write_text("This is unreadable.", encoding="utf-8")
    alone = pipeline.build([news], ontology=ontology)
    monkeypatch.setattr(pipeline, "_by_workers", here)
    seen: list[tuple[int, int | None, str]] = []
    told = pipeline.build([news], ontology=ontology, workers=2, progress=lambda *step: seen.append(step))
    assert exported(told, tmp_path) == exported(alone, tmp_path)
    assert (told.report.read, told.report.built, told.report.skips) == (10, 9, alone.report.skips)
    assert [error.reason for error in told.report.errors] == ["cannot be parsed"]
    assert [key for *_, key in seen] == sorted([*TEXTS, "odd.txt"])


def test_nothing_that_was_found_is_kept_after_the_graph_is_made(
    readings: Shelf, reader: None, ontology: Ontology
) -> None:
    documents = [replace(e.document, key=f"{n}.txt") for n, e in enumerate(readings.known.values())]
    with dealt(Options(ontology=ontology).settings(), 1) as memory:
        found = list(memory.extract(documents))
        assert {e.document.text for e in found if isinstance(e, Extraction)} == {""}
        assert len(memory._found) == len(documents)
        memory.finish()
    assert memory._found == {}


def test_corrections_are_applied_in_one_process(
    shelf: Shelf, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    news = write(tmp_path / "news", {"a.txt": 0, "e.txt": 0})
    put_right = tmp_path / "corrections.csv"
    put_right.write_text("kind,subject,object,who,why\nsame,Ann Miller,Maria Lopez,Editor,test\n", encoding="utf-8")
    alone = pipeline.build([news], ontology=ontology, corrections=[put_right])
    monkeypatch.setattr(pipeline, "dealt", lambda *_: pytest.fail("corrections reach across documents"))
    told = pipeline.build([news], ontology=ontology, corrections=[put_right], workers=2)
    assert exported(told, tmp_path) == exported(alone, tmp_path)
    assert told.report.unmatched == ()


def test_the_workers_begin_with_the_second_document(ontology: Ontology) -> None:
    begun: list[int] = []
    taken: list[int] = []

    class Hands:
        def begin(self) -> None:
            begun.append(len(taken))

    def documents() -> Any:
        for n in range(3):
            taken.append(n)
            yield Document(f"{n}.txt", str(n), "")

    memory = Dealt(Options(ontology=ontology).settings(), Hands())  # type: ignore[arg-type]
    assert len(list(memory.unread(documents()))) == 3
    assert begun == [2]
