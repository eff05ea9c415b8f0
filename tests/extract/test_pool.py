"""Documents go through workers as they are needed, never all at once, and come back in their order."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import Future

import pytest

from kg.cli.output import pace
from kg.extract import pool
from kg.model import Document, Extraction
from kg.ontology import Ontology
from tests.factory import make_document


class Instant:
    """Reads nothing, at once."""

    def __init__(self, *_: object) -> None:
        pass

    def extract(self, document: Document) -> Extraction:
        return Extraction(document)


class Counting:
    """A pool whose workers are never done before they are asked."""

    def __init__(self) -> None:
        self.waiting = self.most = 0

    def submit(self, _: object, document: Document) -> Future[Extraction]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future: Future[Extraction] = Future()
        future.set_result(Extraction(document))
        return future


def documents(number: int, taken: list[int]) -> Iterator[Document]:
    for n in range(number):
        taken.append(n)
        yield make_document(key=f"{n}.txt")


def test_no_more_documents_are_taken_than_are_needed() -> None:
    counting, taken = Counting(), list[int]()
    for done, result in enumerate(pool._results(counting, documents(100, taken), 16)):  # type: ignore[arg-type]
        counting.waiting -= 1
        assert isinstance(result, Extraction)
        assert result.document.key == f"{done}.txt"
        assert len(taken) <= done + 16
    assert (done, counting.most) == (99, 16)


def test_one_process_reads_one_at_a_time(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Extractor", Instant)
    taken: list[int] = []
    for done, _ in enumerate(pool.extract_all(documents(9, taken), ontology, "none"), start=1):
        assert len(taken) == done


def test_nothing_to_read_loads_nothing(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Extractor", None)
    assert list(pool.extract_all([], ontology, "none", 4)) == []


@pytest.mark.model
def test_workers_give_what_one_process_gives(ontology: Ontology, model: str) -> None:
    given = [make_document(f"The union accused minister {n} of lying.", f"{n}.txt") for n in "ABCDE"]
    one, two = (list(pool.extract_all(iter(given), ontology, model, workers)) for workers in (1, 2))
    assert one == two


@pytest.mark.parametrize(
    ("speed", "left", "told"),
    [
        (None, 3, ""),
        (4.0, None, "4.0 documents a second"),
        (0.5, 7200, "2.0 seconds a document, 4:00:00 left"),
        (10.0, 605, "10.0 documents a second, 0:01:00 left"),
    ],
)
def test_pace_is_told_with_what_is_left(speed: float | None, left: int | None, told: str) -> None:
    assert pace(speed, left) == told
