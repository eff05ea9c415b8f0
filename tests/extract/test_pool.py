"""Documents go through workers as they are needed, never all at once, and come back in their order."""

from __future__ import annotations

import os
import signal
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future
from pathlib import Path
from typing import Any

import pytest

from kg.cli.output import pace
from kg.errors import KGError
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

    def submit(self, _: object, do: Callable[[Any, Document], Any], batch: list[Document]) -> Future[list[Any]]:
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        future: Future[list[Any]] = Future()
        future.set_result([do(Instant(), document) for document in batch])
        return future


def documents(number: int, taken: list[int]) -> Iterator[Document]:
    for n in range(number):
        taken.append(n)
        yield make_document(key=f"{n}.txt")


def test_no_more_documents_are_taken_than_are_needed() -> None:
    counting, taken = Counting(), list[int]()
    batches = pool.batches(documents(100, taken), lambda _: 0.5)
    for done, result in enumerate(pool._results(counting, pool.read_one, batches, 16)):  # type: ignore[arg-type]
        counting.waiting -= done % 2
        assert isinstance(result, Extraction)
        assert result.document.key == f"{done}.txt"
        assert len(taken) <= 2 * (done // 2 + 16)
    assert (done, counting.most) == (99, 16)


def test_a_batch_ends_with_a_long_document_and_is_never_of_too_many() -> None:
    taken: list[int] = []
    lengths = [1, 1, pool.LETTERS, 2 * pool.LETTERS, *[1] * (pool.BATCH + 1)]
    given = [make_document("x" * length, f"{n}.txt") for n, length in enumerate(lengths)]
    found = list(pool.batches(given, pool.letters))
    assert [len(batch) for batch in found] == [3, 1, pool.BATCH, 1]
    assert [document for batch in found for document in batch] == given
    assert next(pool.batches(documents(100, taken), lambda _: 1.0))[0].key == "0.txt"
    assert taken == [0]


def test_one_process_reads_one_at_a_time(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Extractor", Instant)
    taken: list[int] = []
    for done, _ in enumerate(pool.extract_all(documents(9, taken), ontology, "none"), start=1):
        assert len(taken) == done


def test_nothing_to_read_loads_nothing(ontology: Ontology, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Extractor", lambda *_: pytest.fail("loaded"))
    assert list(pool.extract_all([], ontology, "none", 4)) == []


def own_process(_: int, task: str) -> tuple[str, int, str | None]:
    return task, os.getpid(), os.environ.get("OMP_NUM_THREADS")


def die(_: int, task: str) -> str:
    if task == "d":
        os.kill(os.getpid(), signal.SIGKILL)
    return task


def linger(_: int, task: str) -> str:
    time.sleep(0 if task == "a" else 1)
    return task


def refuse() -> int:
    raise KGError("no such model")


def half(_: str) -> float:
    return 0.5


def test_work_for_two_is_done_in_order_by_workers_of_one_thread_each() -> None:
    before = dict(os.environ)
    with pool.crew(int, 2) as hands:
        found = list(hands.each(own_process, iter("abcdefgh"), half))
        again = list(hands.each(own_process, iter("xy"), half))
    assert [task for task, _, _ in (*found, *again)] == list("abcdefghxy")
    assert {threads for _, _, threads in found} == {"1"}
    assert os.getpid() not in {process for _, process, _ in (*found, *again)}
    assert dict(os.environ) == before


def test_one_task_is_done_in_this_process() -> None:
    with pool.crew(int, 2) as hands:
        assert [process for _, process, _ in hands.each(own_process, ["a"], half)] == [os.getpid()]


def test_a_worker_that_dies_is_told_and_leaves_nothing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("tempfile.tempdir", str(tmp_path))
    with pytest.raises(KGError, match=r"a worker process died, .* try fewer --workers"), pool.crew(int, 2) as hands:
        list(hands.each(die, iter("abcdefgh"), half))
    assert list(tmp_path.iterdir()) == []


def test_what_nobody_waits_for_is_not_done() -> None:
    with pool.crew(int, 2) as hands:
        results = hands.each(linger, iter("a" * 8 + "b" * 800), lambda _: 0.1)
        assert next(results) == "a"
        started = time.perf_counter()
    assert time.perf_counter() - started < 6, "five batches of eight seconds wait for two workers"


def test_what_workers_cannot_load_is_told() -> None:
    with pytest.raises(KGError, match="no such model"), pool.crew(refuse, 2) as hands:
        list(hands.each(own_process, iter("ab"), half))


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
