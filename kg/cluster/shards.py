"""Shards: compressed N-Quads files, each sorted by graph, then by triple as `kg.graph.lines` sorts; and their merging.

What two shards have in common (the run, a direct triple that several documents give) is told once in what is merged.
"""

from __future__ import annotations

import gzip
import heapq
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import ExitStack
from itertools import islice
from pathlib import Path
from typing import IO, TypeAlias, cast

from kg.cluster.places import Place
from kg.graph import namespaces as ns
from kg.graph.lines import FIRST, nquads
from kg.model import Run

Block: TypeAlias = tuple[str, Iterable[str]]
"""The IRI of a named graph, and what stands in it as lines (`kg.graph.lines`), in any order."""

Sorting: TypeAlias = Callable[[bytes], tuple[bytes, ...]]

SUFFIX = ".nq.gz"
_FAN = 64
"""Files that are open at once while they are merged."""

_QUICK = 1
"""The level of compression: sorted lines are so alike that a higher one wins little."""

_TYPE, _FIRST = str(ns.TYPE).encode(), FIRST.encode()


def shared_graph(run: Run, name: str) -> str:
    """Give the IRI of the graph of all entities, claims or disputes."""
    return f"{run.base}graph/{name}"


# ---- order


def by_graph(line: bytes) -> tuple[bytes, ...]:
    """Give what a line of N-Quads is sorted by in an N-Quads file."""
    return terms(line)[3], *by_triple(line)


def by_triple(line: bytes) -> tuple[bytes, ...]:
    """Give what a line of N-Quads is sorted by in a file of triples; UTF-8 sorts as the code points do."""
    subject, predicate, object_, _ = terms(line)
    return (b"%s %s %s .\n" % (subject, _FIRST if predicate == _TYPE else predicate, object_),)


def terms(line: bytes) -> tuple[bytes, bytes, bytes, bytes]:
    """Part a line into subject, predicate, object and graph; no IRI has a space in it."""
    subject, predicate, rest = line.split(b" ", 2)
    object_, graph, _ = rest.rsplit(b" ", 2)
    return subject, predicate, object_, graph


# ---- write


def quads(blocks: Iterable[Block]) -> list[bytes]:
    """Write named graphs as sorted lines of N-Quads."""
    found: list[bytes] = []
    for graph, lines in sorted(blocks, key=lambda block: f"<{block[0]}>"):
        found += nquads(sorted(set(lines)), graph).encode().splitlines(keepends=True)
    return found


def write_shard(place: Place, kind: str, number: int, blocks: Iterable[Block]) -> None:
    """Write one shard; nothing where there is nothing to write."""
    _write(place, kind, number, quads(blocks))


def write_merged(place: Place, kind: str, number: int, batches: Iterable[Iterable[Block]]) -> None:
    """Write one shard of many batches, no more than one of which is in memory at a time."""
    with Sorter(by_graph) as sorter:
        for batch in batches:
            sorter.add(quads(batch))
        _write(place, kind, number, sorter.merged())


def _write(place: Place, kind: str, number: int, found: Iterable[bytes]) -> None:
    found = iter(found)
    first = list(islice(found, 1))
    if first:
        place.write(f"{kind}-{number:05}{SUFFIX}", _compressed([*first], found))


def _compressed(first: list[bytes], rest: Iterator[bytes]) -> Iterator[bytes]:
    """Compress lines bit by bit; the same lines give the same bytes."""
    import zlib

    packer = zlib.compressobj(_QUICK, wbits=31)
    yield packer.compress(b"".join(first))
    while chunk := b"".join(islice(rest, 1000)):
        yield packer.compress(chunk)
    yield packer.flush()


# ---- read


def shards(place: Place) -> list[str]:
    """Name the shards that are in a place."""
    return [name for name in place.names() if name.endswith(SUFFIX)]


def merged(place: Place, names: Sequence[str], order: Sorting) -> Iterator[bytes]:
    """Give the lines of shards in an order, each once; memory holds a shard at a time if the order is another one."""
    with Sorter(order) as sorter:
        for name in names:
            with place.opened(name) as file, gzip.open(file) as unpacked:
                if order is by_graph:
                    sorter.take(cast(IO[bytes], unpacked))
                else:
                    sorter.add(sorted(unpacked, key=order))
        yield from sorter.merged()


class Sorter:
    """Merges sorted runs of lines that wait in files of their own; the last one of equal lines is dropped."""

    def __init__(self, order: Sorting) -> None:
        self._order = order

    def __enter__(self) -> Sorter:
        self._stack = ExitStack()
        self._folder = Path(self._stack.enter_context(tempfile.TemporaryDirectory(prefix="newskg-")))
        self._files: list[Path] = []
        self._made = 0
        return self

    def __exit__(self, *_: object) -> None:
        self._stack.close()

    def add(self, found: Iterable[bytes]) -> None:
        """Add a run, sorted already."""
        with self._new().open("wb") as file:
            file.writelines(found)

    def take(self, file: IO[bytes]) -> None:
        """Add a run that stands in a file, sorted already."""
        with self._new().open("wb") as run:
            shutil.copyfileobj(file, run)

    def merged(self) -> Iterator[bytes]:
        """Give all lines in their order, each once; few files are open at a time."""
        while len(self._files) > _FAN:
            first, self._files = self._files[:_FAN], self._files[_FAN:]
            self.add(self._merge(first))
            for path in first:
                path.unlink()
        yield from self._merge(self._files)

    def _new(self) -> Path:
        self._made += 1
        self._files.append(self._folder / str(self._made))
        return self._files[-1]

    def _merge(self, files: Sequence[Path]) -> Iterator[bytes]:
        with ExitStack() as stack:
            runs = [stack.enter_context(path.open("rb")) for path in files]
            found = _graph_by_graph(runs) if self._order is by_graph else heapq.merge(*runs, key=self._order)
            before = b""
            for line in found:
                if line != before:
                    yield line
                before = line


class _Run:
    """A file sorted by graph while it is read: the graph it has come to, b"" at its end."""

    def __init__(self, lines: IO[bytes]) -> None:
        self._lines, self._first, self.graph = lines, b"", b""
        self._come_to(next(lines, b""))

    def block(self) -> Iterator[bytes]:
        """Give the lines of this graph, and come to the next one."""
        end = b" %s .\n" % self.graph
        yield self._first
        for line in self._lines:
            if not line.endswith(end):
                self._come_to(line)
                return
            yield line
        self._come_to(b"")

    def _come_to(self, line: bytes) -> None:
        self._first, self.graph = line, terms(line)[3] if line else b""


def _graph_by_graph(files: Iterable[IO[bytes]]) -> Iterator[bytes]:
    """Merge runs in the order `by_graph`; only the lines of a graph that several have are compared."""
    runs = [run for run in map(_Run, files) if run.graph]
    while runs:
        least = min(run.graph for run in runs)
        now = [run for run in runs if run.graph == least]
        yield from now[0].block() if len(now) == 1 else heapq.merge(*(run.block() for run in now), key=by_triple)
        runs = [run for run in runs if run.graph]
