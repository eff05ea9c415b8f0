"""A store on disk as a graph to ask: nothing is loaded that the question does not need."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack
from functools import cached_property
from pathlib import Path
from weakref import finalize

import pyoxigraph as ox

from kg.errors import StoreError
from kg.graph.lexical import as_written
from kg.graph.lines import line, triples, union
from kg.graph.store import Graph
from kg.store import generations, journal


def is_store(path: Path | str) -> bool:
    """Tell whether a path is the folder of a store."""
    return (Path(path) / journal.NAME).is_file()


class StoredGraph(Graph):
    """The graph of a store, as it was when it was opened: a writer changes nothing in it."""

    def __init__(self, folder: Path) -> None:
        super().__init__()
        stack = ExitStack()
        self._release = finalize(self, stack.close)
        self.generation = stack.enter_context(generations.held(folder))
        self._oxigraph = _opened(self.generation.oxigraph)

    @property
    def store(self) -> ox.Store:
        """The Oxigraph store, read only; its default graph is the union of its named graphs."""
        return self._oxigraph

    def __len__(self) -> int:
        """Count the triples."""
        return len(self.lines())

    def triples(self) -> tuple[ox.Triple, ...]:
        """Give every triple once, sorted; they are read from the disk at the first time."""
        return self._sorted

    @cached_property
    def _sorted(self) -> tuple[ox.Triple, ...]:
        return tuple(triples(self.lines()))

    def lines(self) -> list[str]:
        """Give every triple once as a line, sorted; they are read from the disk each time."""
        blocks = self.generation.blocks
        if not blocks.index:  # of an earlier newskg
            return sorted(line(as_written(quad.triple)) for quad in self._quads())
        return union(blocks.all())

    def parts(self) -> Iterator[tuple[str, list[str]]] | None:
        """Give the named graphs as lines, sorted, one at a time."""
        blocks = self.generation.blocks
        return blocks.all() if blocks.index else None

    def _quads(self) -> Iterator[ox.Quad]:
        try:
            yield from self._oxigraph.quads_for_pattern(None, None, None, ox.DefaultGraph())
        except (OSError, ValueError) as error:
            raise StoreError(f"{self.generation.oxigraph}: cannot be read ({error})") from error


def open_graph(path: Path | str) -> Graph:
    """Open the graph of a store to read, also while another process writes; raises `StoreError`."""
    if not is_store(path):
        raise StoreError(f"{path}: not the folder of a store")
    return StoredGraph(Path(path))


def _opened(path: Path) -> ox.Store:
    try:
        return ox.Store.read_only(str(path))
    except (OSError, ValueError) as error:
        raise StoreError(f"{path}: cannot be opened ({error}); kg verify says more") from error
