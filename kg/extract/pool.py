"""Many documents -> extractions, in this process or in workers that hold the model once; never more than a few ahead."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import ExitStack, contextmanager
from functools import cache, cached_property, partial
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import Any, Generic, TypeVar

from kg.errors import InputError, KGError
from kg.extract import DEFAULT_ATTRIBUTION, Extractor
from kg.model import Document, Extraction
from kg.ontology import Ontology

S = TypeVar("S")
T = TypeVar("T")
R = TypeVar("R")

AHEAD = 8
"""Batches that wait for each worker, so that none is idle while one reads a long text."""

BATCH, LETTERS = 8, 2_000
"""Documents that go to a worker at once, at most, and letters with which there are enough."""


def extract_all(
    documents: Iterable[Document],
    ontology: Ontology,
    model: str,
    workers: int = 1,
    attribution: str = DEFAULT_ATTRIBUTION,
) -> Iterator[Extraction | InputError]:
    """Read documents, in their order; one that cannot be parsed is an `InputError`.

    They are taken as they are needed: at most `AHEAD` batches for each worker are in memory. Raises `ModelMissing`, and
    `KGError` where a worker dies.
    """
    with crew(partial(Extractor, ontology, model, attribution), workers) as hands:
        yield from hands.each(read_one, documents, letters)


def read_one(extractor: Extractor, document: Document) -> Extraction | InputError:
    """Read one document; what cannot be parsed is an `InputError`."""
    try:
        return extractor.extract(document)
    except (KGError, ValueError) as error:  # spaCy's refusals are ValueErrors
        return InputError(document.source or document.key, "cannot be parsed", " ".join(str(error).split()))


def letters(document: Document) -> float:
    """Give the share of a batch that a document is."""
    return len(document.text) / LETTERS


@contextmanager
def crew(make: Callable[[], S], workers: int) -> Iterator[Crew[S]]:
    """Give workers, each of which makes once what it works with; they begin when there is work for two."""
    with ExitStack() as stack:
        yield Crew(make, workers, stack)


class Crew(Generic[S]):
    """Workers, or with one of them or one task this process; `each` has them do tasks."""

    def __init__(self, make: Callable[[], S], workers: int, stack: ExitStack) -> None:
        self._make, self._workers, self._stack = make, workers, stack
        self._pool: ProcessPoolExecutor | None = None

    def begin(self) -> None:
        """Let the workers load what they need, while this process does something else."""
        if self._workers > 1 and self._pool is None:
            self._stack.enter_context(_surroundings())
            given = self._stack.enter_context(_handed_over(self._make))
            self._pool = ProcessPoolExecutor(self._workers, get_context("spawn"), _begin, (given,))
            self._stack.callback(self._pool.shutdown, wait=True, cancel_futures=True)
            self._stack.callback(Path(given).unlink)  # at an interrupt workers look no further than their document
            for _ in range(self._workers):
                self._pool.submit(_load)

    def each(self, do: Callable[[S, T], R], tasks: Iterable[T], share: Callable[[T], float]) -> Iterator[R]:
        """Give what `do` makes of each task, in their order; `share` says how much of a batch a task is.

        Raises what making or doing raises, and `KGError` where a worker dies.
        """
        tasks = iter(tasks)
        first = list(islice(tasks, 2 if self._workers > 1 else 1))
        if len(first) > 1:
            self.begin()
        if self._pool is None:
            yield from (do(self._here, task) for task in chain(first, tasks))
            return
        try:
            yield from _results(self._pool, do, batches(chain(first, tasks), share), self._workers * AHEAD)
        except BrokenProcessPool as error:
            raise KGError("a worker process died, perhaps for want of memory; try fewer --workers") from error

    @cached_property
    def _here(self) -> S:
        return self._make()


def batches(tasks: Iterable[T], share: Callable[[T], float]) -> Iterator[list[T]]:
    """Put tasks together until their shares are one."""
    batch, full = list[T](), 0.0
    for task in tasks:
        batch.append(task)
        full += share(task)
        if full >= 1 or len(batch) == BATCH:
            yield batch
            batch, full = [], 0.0
    if batch:
        yield batch


def _results(pool: ProcessPoolExecutor, do: Callable[[S, T], R], batches: Iterable[list[T]], ahead: int) -> Iterator[R]:
    waiting: deque[Future[list[R]]] = deque()
    for batch in batches:
        waiting.append(pool.submit(_in_worker, do, batch))
        if len(waiting) >= ahead:
            yield from waiting.popleft().result()
    while waiting:
        yield from waiting.popleft().result()


_given: list[str] = []
"""The file a worker process was begun with; empty in the process that builds."""


@contextmanager
def _handed_over(given: object) -> Iterator[str]:
    """Put what the workers need into a file: a worker that dies at its start leaves a pipe that blocks for good."""
    with tempfile.TemporaryDirectory(prefix="newskg-") as folder:
        path = Path(folder) / "given.pickle"
        path.write_bytes(pickle.dumps(given))
        yield str(path)


def _begin(given: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    _given.append(given)


def _load() -> None:
    if _wanted():
        _made()


def _in_worker(do: Callable[[Any, T], R], tasks: list[T]) -> list[R]:
    return [do(_made(), task) for task in tasks if _wanted()]


def _wanted() -> bool:
    """Tell whether anybody waits for results."""
    return Path(_given[0]).exists()


@cache
def _made() -> Any:
    """Load the model where a failure still reaches the parent with its reason: with the first tasks."""
    return pickle.loads(Path(_given[0]).read_bytes())()


_SURROUNDINGS = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
"""One thread for each worker's linear algebra, for two workers of two threads are slower than one of one."""


@contextmanager
def _surroundings() -> Iterator[None]:
    """Put these into the environment that the workers inherit."""
    before = {name: os.environ.get(name) for name in _SURROUNDINGS}
    os.environ.update(_SURROUNDINGS)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
