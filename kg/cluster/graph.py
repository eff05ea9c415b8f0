"""The graph of a run as its shards: written to a file in one stream, or loaded into Oxigraph to be asked."""

from __future__ import annotations

import gzip
import shutil
import tempfile
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby
from pathlib import Path
from typing import IO, cast
from weakref import finalize

import pyoxigraph as ox

from kg.cluster import shards
from kg.cluster.places import Place
from kg.graph.lines import line as line_of
from kg.graph.store import Graph
from kg.graph.write import prefixes
from kg.knowledge_graph import KnowledgeGraph


@dataclass(frozen=True, slots=True)
class Counts:
    """How much is in a graph."""

    statements: int = 0
    entities: int = 0
    disputes: int = 0


class ShardedGraph(Graph):
    """The graph that shards hold; `base` is its base IRI. With `kept=False` the shards go when nobody needs it more."""

    def __init__(self, place: Place, base: str, counts: Counts, *, kept: bool = True) -> None:
        super().__init__()
        self.place, self.base, self.counts = place, base, counts
        self._release = finalize(self, lambda: None if kept else place.remove())

    def __len__(self) -> int:
        """Count the triples."""
        return len(self.triples())

    def triples(self) -> tuple[ox.Triple, ...]:
        """Give every triple once, sorted; all of them are read into memory at the first time."""
        return self._sorted

    @cached_property
    def _sorted(self) -> tuple[ox.Triple, ...]:
        return tuple(self.in_order())

    def lines(self) -> list[str]:
        """Give every triple once as a line (`kg.graph.lines`), sorted; all of them at once."""
        return list(map(line_of, self.in_order()))

    def parts(self) -> Iterator[tuple[str, list[str]]]:
        """Give its named graphs as (IRI, lines), sorted; no more than one is in memory at a time."""
        for graph, found in groupby(self._merged(shards.by_graph), key=lambda line: shards.terms(line)[3]):
            told = (shards.by_triple(line)[0].decode() for line in found)
            yield graph.decode()[1:-1], list(told)

    def in_order(self) -> Iterator[ox.Triple]:
        """Give every triple once, sorted, and keep none of them."""
        with _file(_distinct(self._merged(shards.by_triple))) as file:
            for quad in ox.parse(file, format=ox.RdfFormat.N_TRIPLES):
                yield ox.Triple(quad.subject, quad.predicate, quad.object)

    @cached_property
    def store(self) -> ox.Store:
        """An Oxigraph store, bulk-loaded into a folder that goes with the graph; its default graph is the union of all."""
        folder = tempfile.mkdtemp(prefix="newskg-")
        finalize(self, shutil.rmtree, folder, ignore_errors=True)
        return bulk_load(self.place, Path(folder))

    def write_nquads(self, path: Path) -> None:
        """Write an N-Quads file, the same as `kg.export.nquads` writes."""
        with path.open("wb") as file:
            file.writelines(self._merged(shards.by_graph))

    def write_ntriples(self, path: Path) -> None:
        """Write an N-Triples file, the same as `kg.export.ntriples` writes."""
        with path.open("wb") as file:
            file.writelines(_distinct(self._merged(shards.by_triple)))

    def write_turtle(self, path: Path) -> None:
        """Write a Turtle file, the same as `kg.export.turtle` writes."""
        with tempfile.TemporaryFile() as part, path.open("wb") as file:
            ox.serialize(self.in_order(), part, ox.RdfFormat.TURTLE, prefixes=prefixes(self.base))
            part.seek(0)
            file.writelines(_set_apart(part))

    def _merged(self, order: shards.Sorting) -> Iterator[bytes]:
        return shards.merged(self.place, shards.shards(self.place), order)


_STREAMS: dict[str, Callable[[ShardedGraph, Path], None]] = {
    "nq": ShardedGraph.write_nquads,
    "nt": ShardedGraph.write_ntriples,
    "ttl": ShardedGraph.write_turtle,
}
"""The formats that are written without the graph in memory."""


class ClusterGraph(KnowledgeGraph):
    """What a build on a cluster gives: a knowledge graph whose large files are written from the shards, bit by bit."""

    graph: ShardedGraph

    @classmethod
    def of(cls, found: KnowledgeGraph) -> ClusterGraph:
        """Take over what a build gave."""
        return cls(found.graph, found.ontology, found.report)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many statements, entities and disputes there are, as the stages counted them."""
        found = self.graph.counts
        return found.statements, found.entities, found.disputes

    def _write(self, path: Path, name: str) -> None:
        if name in _STREAMS:
            _STREAMS[name](self.graph, path)
        else:
            super()._write(path, name)


def bulk_load(place: Place, folder: Path) -> ox.Store:
    """Load shards into a new Oxigraph store: each named graph, and in the default graph their union."""
    store = ox.Store(str(folder))
    for name in shards.shards(place):
        with place.opened(name) as file, gzip.open(file) as unpacked:
            store.bulk_load(cast(IO[bytes], unpacked), ox.RdfFormat.N_QUADS)
        with place.opened(name) as file, gzip.open(file) as unpacked:
            store.bulk_extend(_without_graph(cast(IO[bytes], unpacked)))
    return store


def _without_graph(file: IO[bytes]) -> Iterator[ox.Quad]:
    for quad in ox.parse(file, format=ox.RdfFormat.N_QUADS):
        yield ox.Quad(quad.subject, quad.predicate, quad.object)


def _distinct(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Give sorted lines of N-Quads as N-Triples, each once."""
    before = None
    for line in lines:
        subject, predicate, object_, _ = shards.terms(line)
        found = b"%s %s %s .\n" % (subject, predicate, object_)
        if found != before:
            yield found
        before = found


@contextmanager
def _file(lines: Iterable[bytes]) -> Iterator[IO[bytes]]:
    with tempfile.TemporaryFile() as file:
        file.writelines(lines)
        file.seek(0)
        yield file


def _set_apart(lines: Iterable[bytes]) -> Iterator[bytes]:
    """Sort the prefixes and set nodes apart, as `kg.graph.write.turtle` does."""
    header: list[bytes] = []
    in_body, gap = False, b""
    for line in lines:
        if not in_body and line.startswith(b"@prefix "):
            header.append(line)
            continue
        if not in_body:
            yield from (*sorted(header), b"\n")
            in_body = True
        yield gap + line
        gap = b"\n" if line.endswith(b" .\n") else b""
