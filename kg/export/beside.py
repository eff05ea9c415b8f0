"""The tables, networks and other files that were exported beside a graph: which still tell what it tells."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

from kg.errors import KGError
from kg.export import EXPORTERS, GRAPH_FORMATS
from kg.graph.store import Graph
from kg.ontology import Ontology

_OTHERS = tuple(form for form in EXPORTERS if form not in (*GRAPH_FORMATS, "html"))
"""What cannot be read back as a graph; the page is drawn anew whatever it was drawn of."""


def beside(path: Path) -> list[Path]:
    """Give the files and folders of such formats that have the name of a graph's file."""
    return [found for form in _OTHERS if (found := path.with_suffix(f".{form}")).exists()]


def is_whole(graph: Graph, path: Path, ontology: Ontology) -> bool:
    """Tell whether a file or folder is, byte for byte, what exporting the whole of this graph gives."""
    with tempfile.TemporaryDirectory() as folder:
        made = Path(folder) / path.name
        try:
            EXPORTERS[path.suffix.removeprefix(".")](graph, made, ontology)
        except KGError:  # the library that writes this format is not installed
            return False
        return _contents(made) == _contents(path)


def telling(path: Path, id_: str) -> list[Path]:
    """Give the files of other names beside a graph's file, of formats that newskg writes, in which an id stands."""
    found = (other for other in sorted(path.parent.iterdir()) if other.stem != path.stem)
    known = (other for other in found if other.suffix.removeprefix(".") in EXPORTERS)
    return [other for other in known if any(id_.encode() in data for data in _contents(other).values())]


def _contents(path: Path) -> dict[str, bytes]:
    return {file.relative_to(path).as_posix(): file.read_bytes() for file in _files(path)}


def _files(path: Path) -> Iterator[Path]:
    yield from (file for file in ([path] if path.is_file() else sorted(path.rglob("*"))) if file.is_file())
