"""The whole flow on one screen: documents, extractions, resolution, triples, graph."""

from __future__ import annotations

import os
import pickle
import signal
import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from contextlib import contextmanager
from dataclasses import replace
from functools import cache
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from kg import __version__
from kg.errors import InputError, KGError
from kg.extract import DEFAULT_MODEL, Extractor
from kg.graph.names import Names
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ids import DEFAULT_BASE
from kg.knowledge_graph import KnowledgeGraph, Report
from kg.model import Document, Extraction, Resolution, Run
from kg.ontology import Ontology, load_ontology
from kg.read import read
from kg.read.corrections import load_corrections
from kg.resolve import resolve

Progress = Callable[[int, int, str], None]
"""Called after each document with how many are done, how many there are, and the document's key."""

T = TypeVar("T", Document, Extraction)


def build(
    paths: Sequence[Path | str],
    *,
    model: str = DEFAULT_MODEL,
    base: str = DEFAULT_BASE,
    ontology: Path | str | Ontology | None = None,
    gazetteer: Sequence[Path | str] = (),
    corrections: Sequence[Path | str] = (),
    workers: int = 1,
    progress: Progress | None = None,
) -> KnowledgeGraph:
    """Build the graph of files and folders; a document that fails is named in the report, the others are built.

    The same documents give the same graph, whatever their order and the number of workers. `gazetteer` names files
    of known people, bodies and places (CSV or Turtle), of which a later one wins a name; `corrections` names CSV files
    of what people put right, and the report lists those that matched nothing.
    Raises `ModelMissing`, `OntologyError`, `CorrectionError`, `GraphInvalid` (a bad base IRI).
    """
    run = Run(version=__version__, model=model, base=base, settings=_settings(gazetteer))
    Names.of(run)  # a bad base IRI is told before the work
    known = ontology if isinstance(ontology, Ontology) else load_ontology(ontology)
    known = replace(known, gazetteer=known.gazetteer.with_files(gazetteer)) if gazetteer else known
    put_right = load_corrections(corrections, known)
    documents, unread = _sort(read(paths))
    extractions, unparsed = _sort(_extract(documents, known, model, workers, progress))
    resolution = resolve(extractions, known, put_right)
    graph = Graph.from_triples(triples(resolution, run, known))
    errors = sorted((*unread, *unparsed), key=str)
    report = Report(
        len(documents),
        len(extractions),
        tuple(errors),
        _skips(resolution),
        _unmatched(resolution),
        _foreign(extractions),
    )
    return KnowledgeGraph(graph, known, report)


def _settings(gazetteer: Sequence[Path | str]) -> tuple[tuple[str, str], ...]:
    """Give the settings that shape the graph, as it records them."""
    return tuple(("gazetteer", Path(path).name) for path in gazetteer)


def _extract(
    documents: Sequence[Document], ontology: Ontology, model: str, workers: int, progress: Progress | None
) -> Iterator[Extraction | InputError]:
    results = _in_parallel if min(workers, len(documents)) > 1 else _in_turn
    for done, result in enumerate(results(documents, ontology, model, workers), start=1):
        if progress:
            progress(done, len(documents), documents[done - 1].key)
        yield result


def _in_turn(
    documents: Sequence[Document], ontology: Ontology, model: str, _: int
) -> Iterator[Extraction | InputError]:
    if documents:
        extractor = Extractor(ontology, model)
        yield from (_one(extractor, document) for document in documents)


def _in_parallel(
    documents: Sequence[Document], ontology: Ontology, model: str, workers: int
) -> Iterator[Extraction | InputError]:
    size, spawn = min(workers, len(documents)), get_context("spawn")
    with (
        _one_thread_each(),
        _handed_over((ontology, model)) as given,
        ProcessPoolExecutor(size, spawn, _begin, (given,)) as pool,
    ):
        try:
            futures = [pool.submit(_in_worker, document) for document in documents]
            yield from (future.result() for future in futures)
        except BrokenProcessPool as error:
            raise KGError("a worker process died, perhaps for want of memory; try fewer --workers") from error
        finally:
            pool.shutdown(wait=True, cancel_futures=True)


def _one(extractor: Extractor, document: Document) -> Extraction | InputError:
    try:
        return extractor.extract(document)
    except (KGError, ValueError) as error:  # spaCy's refusals are ValueErrors
        return InputError(document.source or document.key, "cannot be parsed", " ".join(str(error).split()))


_given: list[str] = []
"""The file a worker process was begun with; empty in the process that builds."""


@contextmanager
def _handed_over(given: tuple[Ontology, str]) -> Iterator[str]:
    """Put what the workers need into a file: a worker that dies at its start leaves a pipe that blocks for good."""
    with tempfile.TemporaryDirectory(prefix="newskg-") as folder:
        path = Path(folder) / "given.pickle"
        path.write_bytes(pickle.dumps(given))
        yield str(path)


def _begin(given: str) -> None:
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # an interrupt is the parent's to answer
    _given.append(given)


def _in_worker(document: Document) -> Extraction | InputError:
    return _one(_extractor(), document)


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


def _sort(items: Iterable[T | InputError]) -> tuple[list[T], list[InputError]]:
    """Part what succeeded, by document key, from what failed."""
    good: list[T] = []
    bad: list[InputError] = []
    for item in items:
        bad.append(item) if isinstance(item, InputError) else good.append(item)
    return sorted(good, key=_key), bad


def _key(item: Document | Extraction) -> str:
    return item.key if isinstance(item, Document) else item.document.key


def _foreign(extractions: Sequence[Extraction]) -> tuple[str, ...]:
    """Name the documents that do not look like English; they are built all the same."""
    return tuple(e.document.source or e.document.key for e in extractions if not e.english)


def _skips(resolution: Resolution) -> Counter[tuple[str, str]]:
    return Counter((skip.stage, skip.reason) for resolved in resolution.documents for skip in resolved.skips)


def _unmatched(resolution: Resolution) -> tuple[str, ...]:
    found = (c for c in resolution.corrections if c.unmatched)
    return tuple(f"{c.place}: {c.kind}: {c.unmatched}" for c in sorted(found, key=lambda c: (len(c.place), c.place)))
