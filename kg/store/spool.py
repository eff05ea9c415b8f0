"""Graphs just made, compressed and on disk until the next state is written: none is made twice, none stays in memory."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from kg.errors import StoreError
from kg.store.blocks import packed
from kg.store.generations import Generation

Told = Callable[[str, str], None]
"""Takes the IRI of a graph and its lines as one text."""


class Spool:
    """Where they are in a file; `held` has the hash of each graph of the former state, `told` is told of each made."""

    def __init__(self, file: IO[bytes], held: Mapping[str, str], told: Told | None = None) -> None:
        self._file, self._held, self._told = file, held, told
        self._places: dict[str, tuple[int, int]] = {}

    def lacks(self, iri: str, digest: str) -> bool:
        """Tell whether neither the former state nor this file has the graph that is made of what this hash stands for."""
        return self._held.get(iri) != digest and iri not in self._places

    def put(self, iri: str, lines: Iterable[str]) -> None:
        """Keep the lines of a graph."""
        text = "".join(lines)
        if self._told:
            self._told(iri, text)
        data = packed(text)
        self._places[iri] = self._file.seek(0, 2), len(data)
        self._file.write(data)

    def get(self, iri: str) -> bytes | None:
        """Give the compressed lines of a graph; None where it was not made."""
        if iri not in self._places:
            return None
        start, length = self._places[iri]
        self._file.seek(start)
        return self._file.read(length)


@contextmanager
def spooled(folder: Path, former: Generation | None, told: Told | None = None) -> Iterator[Spool]:
    """Open a file that has no name and goes with the process; raises `StoreError` where the disk is full."""
    try:
        with tempfile.TemporaryFile(dir=folder) as file:
            yield Spool(file, former.parts if former else {}, told)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error}); what it held before it still holds") from error
