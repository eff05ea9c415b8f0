"""What is served: a graph file, a build's folder or a store, each as an Oxigraph store that nobody writes to."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from itertools import chain
from pathlib import Path

from pyoxigraph import DefaultGraph, Quad, Store

from kg.errors import GraphInvalid, InputError
from kg.export import GRAPH_FORMATS, page
from kg.graph import namespaces as ns
from kg.graph.partition import quads
from kg.graph.read import records
from kg.graph.store import Graph
from kg.graph.write import base_of
from kg.ontology import Ontology
from kg.store import generations
from kg.store.graph import is_store

_TEMPLATE = Path(__file__).parent / "template"
_BEFORE, _MARK = '<meta charset="utf-8">', '<meta name="newskg-server" content="{}">'


@dataclass(frozen=True)
class Source:
    """A graph to serve: `location` is an Oxigraph store whose default graph holds all triples, `litter` what of it is ours."""

    name: str
    location: Path
    ontology: Ontology
    litter: str = ""

    @cached_property
    def store(self) -> Store:
        """The store, open for reading."""
        return Store.read_only(str(self.location))

    @cached_property
    def base(self) -> str:
        """The graph's base IRI; "" where there is none."""
        return base_of(quad.triple for quad in self.store.quads_for_pattern(None, ns.CONTRACT_VERSION, None))

    def page(self) -> bytes:
        """Draw the page, which then knows that it is served and where to ask."""
        graph = Graph.from_triples(
            quad.triple for quad in self.store.quads_for_pattern(None, None, None, DefaultGraph())
        )
        drawn = page.html(records(graph), self.ontology)
        return drawn.replace(_BEFORE, f"{_BEFORE}\n{_MARK.format('/query')}", 1).encode("utf-8", "replace")

    def style(self) -> bytes:
        """Give the style of the cards."""
        return (_TEMPLATE / "card.css").read_bytes()


@contextmanager
def opened(path: Path, ontology: Ontology) -> Iterator[Source]:
    """Open a graph file, a folder that a build wrote, or a store.

    A file is loaded into a store in a temporary folder, which goes with the server. Raises `GraphInvalid`, `InputError`.
    """
    if is_store(path):
        with generations.held(path) as state:
            yield Source(str(path), state.oxigraph, ontology)
        return
    file = graph_file(path)
    folder = tempfile.mkdtemp(prefix="newskg-serve-")
    try:
        yield Source(str(file), _filled(Path(folder) / "store", Graph.load(file)), ontology, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def graph_file(path: Path) -> Path:
    """Find the graph in a folder that a build wrote; a file is taken as it is. Raises `InputError`."""
    if not path.exists():
        raise InputError(str(path), "is not there", "kg build writes a graph")
    if not path.is_dir():
        return path
    found = [file for form in GRAPH_FORMATS if (file := path / f"graph.{form}").is_file()]
    if not found:
        raise InputError(str(path), "holds no graph", "kg build -o FOLDER writes FOLDER/graph.ttl")
    return found[0]


def _filled(location: Path, graph: Graph) -> Path:
    """Fill a new store: the document graphs, and in the default graph their union, so that no fact counts twice."""
    named = quads(graph)
    union = (Quad(triple.subject, triple.predicate, triple.object) for triple in graph.triples())
    try:
        store = Store(str(location))
        store.bulk_extend(chain(named, union))
        store.flush()
    except OSError as error:
        raise GraphInvalid(f"{location}: the graph cannot be made ready to serve ({error})") from error
    return location
