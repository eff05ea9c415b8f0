"""Many documents -> extractions, in this process or in workers that hold the model once; never more than a few ahead."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from functools import cache
from itertools import chain, islice
from multiprocessing import get_context
from pathlib import Path
from typing import TypeAlias

from kg.errors import InputError, KGError
from kg.extract import DEFAULT_ATTRIBUTION, Extractor
from kg.model import Document, Extraction
from kg.ontology import Ontology

Reading: TypeAlias = tuple[Ontology, str, str]
"""What an `Extractor` is made of: the ontology, the spaCy pipeline, the way to attributions."""

AHEAD = 8
"""Documents that wait for each worker, so that none is idle while one reads a long text."""


def extract_all(
    documents: Iterable[Document],
    ontology: Ontology,
    model: str,
    workers: int = 1,
    attribution: str = DEFAULT_ATTRIBUTION,
) -> Iterator[Extraction | InputError]:
    """Read documents, in their order; one that cannot be parsed is an `InputError`.

    They are taken as they are needed: at most `AHEAD` for each worker are in memory. Raises `ModelMissing`, and
    `KGError` where a worker dies.
    """
    documents = iter(documents)
    first = list(islice(documents, 2 if workers > 1 else 1))
    if not first:
        return
    several = min(workers, len(first)) > 1
    results = _in_parallel if several else _in_turn
    yield from results(chain(first, documents), (ontology, model, attribution), workers)


def _in_turn(documents: Iterable[Document], how: Reading, _: int) -> Iterator[Extraction | InputError]:
    extractor = Extractor(*how)
    yield from (read_one(extractor, document) for document in documents)


def _in_parallel(documents: Iterable[Document], how: Reading, workers: int) -> Iterator[Extraction | InputError]:
    with (
        _one_thread_each(),
        _handed_over(how) as given,
        ProcessPoolExecutor(workers, get_context("spawn"), _begin, (given,)) as pool,
    ):
        try:
            yield from _results(pool, documents, workers * AHEAD)
        except BrokenProcessPool as error:
            raise KGError("a worker process died, perhaps for want of memory; try fewer --workers") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _results(pool: ProcessPoolExecutor, documents: Iterable[Document], ahead: int) -> Iterator[Extraction | InputError]:
    waiting: deque[Future[Extraction | InputError]] = deque()
    for document in documents:
        waiting.append(pool.submit(_in_worker, document))
        if len(waiting) >= ahead:
            yield waiting.popleft().result()
    yield from (future.result() for future in waiting)


def read_one(extractor: Extractor, document: Document) -> Extraction | InputError:
    """Read one document; what cannot be parsed is an `InputError`."""
    try:
        return extractor.extract(document)
    except (KGError, ValueError) as error:  # spaCy's refusals are ValueErrors
        return InputError(document.source or document.key, "cannot be parsed", " ".join(str(error).split()))


_given: list[str] = []
"""The file a worker process was begun with; empty in the process that builds."""


@contextmanager
def _handed_over(given: Reading) -> Iterator[str]:
    """Put what the workers need into a file: a worker that dies at its start leaves a pipe that blocks for good."""
    with tempfile.TemporaryDirectory(prefix="newskg-") as folder:
        path = Path(folder) / "given.pickle"
        path.write_bytes(pickle.dumps(given))
        yield str(path)


def _begin(given: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    _given.append(given)


def _in_worker(document: Document) -> Extraction | InputError:
    return read_one(_extractor(), document)


@cache
def _extractor() -> Extractor:
    """Load the model at the first document, where a failure still reaches the parent with its reason."""
    return Extractor(*pickle.loads(Path(_given[0]).read_bytes()))


@contextmanager
def _one_thread_each() -> Iterator[None]:
    """Let each worker's linear algebra use one thread: two workers of two threads are slower than one of one."""
    names = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
    before = {name: os.environ.get(name) for name in names}
    os.environ.update(dict.fromkeys(names, "1"))
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})
