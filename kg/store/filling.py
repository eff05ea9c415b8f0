"""Fill a new Oxigraph folder while the graphs that it is to hold are still being made.

Loading is most of the work of a large build, and needs no Python: two threads load beside the one that makes, one the
named graphs, the other their union. Each holds one piece; who brings the next before it is done waits for it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from itertools import islice
from pathlib import Path

from pyoxigraph import RdfFormat, Store

from kg.graph.lines import nquads, ntriples
from kg.store.blocks import parted, text_of

_AT_ONCE = 40_000
"""Lines that are loaded at once: Oxigraph holds them in memory, sorted in three ways or in six."""


class Filling:
    """Takes graphs in any order; what the folder holds in the end does not depend on it.

    Every method raises `OSError` for what it or an earlier one brought and could not be written.
    """

    def __init__(self, path: Path) -> None:
        self._store: Store | None = Store(str(path))
        self._lanes = _Lane(self._store), _Lane(self._store)
        self._seen: set[str] = set()

    def add(self, iri: str, text: str) -> None:
        """Bring the lines of a graph (`kg.graph.lines`) as one text."""
        self._seen.add(iri)
        named, union = self._lanes
        for some in _texts(text):
            number, written = some.count("\n"), ntriples(some)
            named.add(nquads(written, iri), number)
            union.add(written, number)

    def fill(self, graphs: Iterable[tuple[str, bytes]]) -> None:
        """Bring those of all graphs, as blocks, that are not there yet, and close the folder."""
        for iri, data in graphs:
            if iri not in self._seen:
                self.add(iri, text_of(data))
        for lane in self._lanes:
            lane.send()
        for lane in self._lanes:
            lane.wait()
        if self._store is not None:
            self._store.flush()
        self.close()

    def close(self) -> None:
        """Let go of the folder, whole or not; Oxigraph closes it as soon as nothing refers to it."""
        for lane in self._lanes:
            lane.close()
        self._store = None


class _Lane:
    """Gathers a piece while another thread loads the one before it."""

    def __init__(self, store: Store) -> None:
        self._store: Store | None = store
        self._thread = ThreadPoolExecutor(max_workers=1)
        self._before: Future[None] | None = None
        self._waiting: list[bytes] = []
        self._number = 0

    def add(self, text: str, number: int) -> None:
        self._waiting.append(text.encode())
        self._number += number
        if self._number >= _AT_ONCE:
            self.send()

    def send(self) -> None:
        """Have the piece loaded, once the one before it is."""
        self.wait()
        if self._store is not None:
            self._before = self._thread.submit(_load, self._store, b"".join(self._waiting))
        self._waiting, self._number = [], 0

    def wait(self) -> None:
        if self._before is not None:
            self._before.result()

    def close(self) -> None:
        self._thread.shutdown(cancel_futures=True)
        self._store = self._before = None


def _load(store: Store, data: bytes) -> None:
    store.bulk_load(data, RdfFormat.N_QUADS, lenient=True)


def _texts(text: str) -> Iterable[str]:
    """Cut the lines of a large graph into pieces."""
    if text.count("\n") <= _AT_ONCE:
        return (text,)
    return ("".join(piece) for piece in pieces(parted(text), _AT_ONCE))


def pieces(lines: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    """Cut lines into pieces of so many."""
    rest = iter(lines)
    while piece := list(islice(rest, size)):
        yield piece
