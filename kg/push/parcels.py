"""What is sent: each named graph, cut into pieces that a store takes at once."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path

from pyoxigraph import BlankNode, DefaultGraph, NamedNode, Quad, Store, Triple

from kg.graph.lexical import as_written
from kg.graph.partition import quads
from kg.graph.store import Graph
from kg.serve.source import graph_file
from kg.store import generations
from kg.store.graph import is_store


@dataclass(frozen=True, slots=True)
class Parcel:
    """One named graph ("" is the default graph): lines of N-Triples in pieces, and a hash of these."""

    graph: str
    pieces: tuple[bytes, ...]
    triples: int
    mark: str

    @classmethod
    def of(cls, graph: str, triples: Iterable[Triple], size: int) -> Parcel:
        """Cut a graph into pieces of at most `size` triples; one with blank nodes is left whole.

        A blank node's name holds within one request alone.
        """
        lines, named = [], True
        for triple in triples:
            lines.append(f"{triple} .\n".encode())
            named = named and not (isinstance(triple.subject, BlankNode) or isinstance(triple.object, BlankNode))
        lines.sort()
        step = size if named else max(len(lines), 1)
        pieces = tuple(b"".join(lines[at : at + step]) for at in range(0, len(lines), step))
        digest = hashlib.sha256()
        for piece in pieces:
            digest.update(hashlib.sha256(piece).digest())
        return cls(graph, pieces, len(lines), digest.hexdigest())


@contextmanager
def parcels(path: Path, size: int) -> Iterator[Iterator[Parcel]]:
    """Read a graph file, a build's folder or a store and give its named graphs, in the order of their names.

    Raises `InputError`, `GraphInvalid`, `StoreError`.
    """
    if is_store(path):
        with generations.held(path) as state:
            yield _stored(Store.read_only(str(state.oxigraph)), size)
    else:
        yield _read(graph_file(path), size)


def _read(file: Path, size: int) -> Iterator[Parcel]:
    for graph, group in groupby(quads(Graph.load(file)), key=_name):
        yield Parcel.of(graph, (quad.triple for quad in group), size)


def _stored(store: Store, size: int) -> Iterator[Parcel]:
    for graph in sorted(store.named_graphs(), key=str):
        triples = (as_written(quad.triple) for quad in store.quads_for_pattern(None, None, None, graph))
        yield Parcel.of(graph.value, triples, size)


def _name(quad: Quad) -> str:
    graph: NamedNode | BlankNode | DefaultGraph = quad.graph_name
    return graph.value if isinstance(graph, NamedNode) else ""
