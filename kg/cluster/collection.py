"""The whole run as its driver sees it: documents go out in batches, stage follows stage, a graph of shards comes back.

The driver keeps of each document no more than its key (and the number of its batch); of what the stages find only what
concerns few documents: near-duplicates, identifiers in doubt, failures.
"""

from __future__ import annotations

import tempfile
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from secrets import token_hex
from typing import Protocol, TypeVar

from kg.cluster import engine
from kg.cluster.alike import Called, Likeness, identifiers, leads
from kg.cluster.bench import WORK, Bench, Make, Settled
from kg.cluster.graph import Counts, ShardedGraph
from kg.cluster.names import Part, meet, settle, shorten
from kg.cluster.places import Place
from kg.cluster.reading import Batch, Batches, Result, extract, read
from kg.cluster.told import Outline, contrast, tell, whole
from kg.errors import InputError, KGError
from kg.extract import Extractor
from kg.model import Document, Extraction
from kg.store.memory import Outcome, Tally, each_once, unmatched
from kg.store.settings import Settings

T = TypeVar("T")
R = TypeVar("R")

Step = Callable[[int, int, str], None]
"""Called after each task of a stage with how many are done, how many there are, and the name of the stage."""

_PARTITIONS, _FEWEST = 4, 16
"""Partitions for each worker, and at least: a late one of few small tasks holds up less than one of few large ones."""


class Hands(Protocol):
    """What does the tasks of a stage; see `kg.cluster.engine.Engine`."""

    def each(
        self,
        stage: Callable[[Bench, T], R],
        tasks: Iterable[T],
        *,
        part: Callable[[T], list[T]] | None = None,
        model: bool = False,
    ) -> Iterator[tuple[T, R | engine.Lost]]:
        """Give each task with its result, as they come."""
        ...


class Collection:
    """Stands where a build on one machine has its memory or its store; `finish` runs the stages behind the reading."""

    def __init__(self, hands: Hands, bench: Bench, *, kept: bool, step: Step | None = None) -> None:
        self.settings, self.tally = bench.settings, Tally()
        self._hands, self._bench, self._kept, self._step = hands, bench, kept, step
        self._batches: list[int] = []

    def unread(self, documents: Iterable[Document]) -> Iterator[Document | InputError]:
        """Give the documents that must be read: here each, once."""
        yield from each_once(documents)

    def extract(self, documents: Iterable[Document]) -> Iterator[Result]:
        """Have the documents read; what is given of each says which it is and whether it is English, and no more."""
        batches = Batches(documents)
        for batch, found in self._hands.each(read, batches, part=batches.part, model=True):
            if isinstance(found, engine.Lost):
                yield from _given_up(batch)
            else:
                self._batches.append(batch.number)
                yield from found

    def put(self, extraction: Extraction) -> None:
        """Do nothing: what was read is in the shared folder already."""

    def finish(self) -> Outcome:
        """Settle who is who and who says the same, and give the graph."""
        if self.settings.corrections:
            outlines = list(self._all(whole, [tuple(self._batches)]))
        else:
            outlines = self._in_stages()
        self._bench.place.remove(WORK)
        skips = Counter[tuple[str, str]]()
        for outline in outlines:
            skips.update({(stage, reason): number for stage, reason, number in outline.skips})
        counts = Counts(*(sum(getattr(o, name) for o in outlines) for name in Counts.__slots__))
        graph = ShardedGraph(self._bench.place, self.settings.run.base, counts, kept=self._kept)
        return Outcome(graph, skips, unmatched(c for o in outlines for c in o.corrections))

    def _in_stages(self) -> list[Outline]:
        count = self._bench.partitions
        every, shares = tuple(self._batches), [tuple(b for b in self._batches if b % count == n) for n in range(count)]
        parts = [Part(number, every, count) for number in range(count)]
        self._bench.settle(self._settled(parts))
        list(self._all(shorten, parts))
        entities = sum(self._all(settle, parts))
        told = list(self._all(tell, [Part(number, shares[number], count) for number in range(count)]))
        return [Outline([], entities=entities), *told, *self._all(contrast, parts)]

    def _settled(self, parts: list[Part]) -> Settled:
        alike, called = list[Likeness](), dict[str, Called]()
        for met in self._all(meet, parts):
            alike += met.likenesses
            called |= met.contested
        return Settled(identifiers(called), leads(alike))

    def _all(self, stage: Callable[[Bench, T], R], tasks: list[T]) -> Iterator[R]:
        """Have all tasks of a stage done; raises `KGError` where one cannot be."""
        name = stage.__name__
        for done, (_, found) in enumerate(self._hands.each(stage, tasks), start=1):
            if isinstance(found, engine.Lost):
                hint = "perhaps for want of memory; fewer workers a machine leave each more"
                raise KGError(f"the stage '{name}' was given up, {engine.TRIES} workers died on one task of it, {hint}")
            if self._step:
                self._step(done, len(tasks), name)
            yield found


def _given_up(batch: Batch) -> Iterator[InputError]:
    hint = f"given up after {engine.TRIES} workers died on it, perhaps for want of memory"
    for document in batch.documents:
        yield InputError(document.source or document.key, "kills its worker", hint)


@contextmanager
def collected(
    settings: Settings,
    *,
    workers: int | None = None,
    address: str | None = None,
    shards: str | None = None,
    step: Step | None = None,
    make: Make = Extractor,
) -> Iterator[Collection]:
    """Give a collection whose documents are read and merged on a Ray cluster.

    `shards` is the folder (a path or URL) that all machines reach, where the graph stays; without it the shards go with
    the graph. Raises `KGError`, and `ModelMissing` where a worker lacks the model.
    """
    folder = shards or tempfile.mkdtemp(prefix="newskg-shards-")
    bench = Bench(settings, Place(folder), partitions(workers), token_hex(8), make)
    bench.begin()
    try:
        with engine.joined(bench, workers, address) as hands:
            yield Collection(hands, bench, kept=shards is not None, step=step)
    except BaseException:
        bench.place.remove(WORK if shards else "")
        raise


@contextmanager
def read_on(
    settings: Settings, *, workers: int | None = None, address: str | None = None, make: Make = Extractor
) -> Iterator[Callable[[Iterable[Document]], Iterator[Result]]]:
    """Give a function that has documents read on a Ray cluster, and gives what is read as it comes, for a store."""
    bench = Bench(settings, None, partitions(workers), make=make)
    with engine.joined(bench, workers, address) as hands:
        yield lambda documents: _extracted(hands, documents)


def _extracted(hands: Hands, documents: Iterable[Document]) -> Iterator[Result]:
    batches = Batches(documents)
    for batch, found in hands.each(extract, batches, part=batches.part, model=True):
        yield from _given_up(batch) if isinstance(found, engine.Lost) else found


def partitions(workers: int | None) -> int:
    """Say how many parts keys are dealt to."""
    return max(_FEWEST, _PARTITIONS * (workers or 1))
