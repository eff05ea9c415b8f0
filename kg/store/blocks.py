"""The named graphs of one state as sorted lines (`kg.graph.lines`), a compressed block each, in one file.

An Oxigraph folder gives back a triple after three look-ups at random; what is exported, compared or copied as a whole
is read here from end to end.
"""

from __future__ import annotations

import zlib
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, NamedTuple

from kg.errors import StoreError

NAME, INDEX = "lines", "parts"
_AT_ONCE = 1 << 20
"""Bytes that are copied at once."""

_QUICK = 1
"""zlib's level: a tenth of the size, and as fast as a disk."""


class Block(NamedTuple):
    """Where the lines of a named graph stand, in bytes, and a hash of what they were made of."""

    digest: str
    start: int
    length: int


@dataclass(frozen=True, slots=True)
class Blocks:
    """A file of blocks, by the IRI of the graph and in the order of N-Quads files."""

    path: Path
    index: Mapping[str, Block]

    @classmethod
    def of(cls, folder: Path) -> Blocks:
        """Read the index; it is empty for a state that an earlier newskg wrote. Raises `StoreError`."""
        try:
            rows = [row.split(" ", 2) for row in (folder / INDEX).read_text(encoding="utf-8").splitlines()]
            found, start = {}, 0
            for digest, length, iri in rows if all(len(row) == 3 for row in rows) else ():
                found[iri] = Block(digest, start, int(length))
                start += int(length)
        except (OSError, ValueError) as error:
            raise StoreError(f"{folder / INDEX}: cannot be read ({error}); kg verify says more") from error
        return cls(folder / NAME, found)

    def lines(self, iri: str) -> list[str]:
        """Give the lines of a graph, sorted; none where there is no such graph. Raises `StoreError`."""
        return next((parted(text) for _, text in self._read([iri] if iri in self.index else [])), [])

    def all(self) -> Iterator[tuple[str, list[str]]]:
        """Give every graph and its lines, sorted; no more than one is in memory at a time. Raises `StoreError`."""
        return ((iri, parted(text)) for iri, text in self.texts())

    def texts(self) -> Iterator[tuple[str, str]]:
        """Give every graph and its lines as one text; no more than one is in memory at a time. Raises `StoreError`."""
        return self._read(self.index)

    def _read(self, iris: Iterable[str]) -> Iterator[tuple[str, str]]:
        try:
            with self.path.open("rb") as file:
                for iri in iris:
                    yield iri, text_of(_bytes(file, self.index[iri]))
        except (OSError, ValueError, zlib.error) as error:
            raise StoreError(f"{self.path}: cannot be read ({error}); kg verify says more") from error


class Writer:
    """Writes blocks, one after the other in the order of N-Quads files (`kg.graph.lines.named`)."""

    def __init__(self, folder: Path, old: Blocks | None) -> None:
        self._folder, self._old = folder, old
        self._rows: list[str] = []
        self._waiting = 0, 0

    def __enter__(self) -> Writer:
        self._file = (self._folder / NAME).open("wb")
        self._from = self._old.path.open("rb") if self._old and self._old.index else None
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()
        if self._from:
            self._from.close()

    def add(self, iri: str, digest: str, data: bytes) -> None:
        """Write the lines of a graph, which are `packed`."""
        self._copy()
        self._file.write(data)
        self._rows.append(f"{digest} {len(data)} {iri}\n")

    def kept(self, iri: str) -> bytes:
        """Give a graph as the old file has it."""
        return _bytes(self._source(), self._block(iri))

    def keep(self, iri: str) -> None:
        """Take a graph over from the old file; those that stand there together are copied together."""
        block, (start, length) = self._block(iri), self._waiting
        if start + length != block.start:
            self._copy()
            start, length = block.start, 0
        self._waiting = start, length + block.length
        self._rows.append(f"{block.digest} {block.length} {iri}\n")

    def finish(self) -> Blocks:
        """Write the index, and give what was written."""
        self._copy()
        self._file.flush()
        (self._folder / INDEX).write_text("".join(self._rows), encoding="utf-8")
        return Blocks.of(self._folder)

    def _copy(self) -> None:
        """Copy what is waiting."""
        start, length = self._waiting
        self._waiting = 0, 0
        while length:
            data = _bytes(self._source(), Block("", start, min(length, _AT_ONCE)))
            if not data:
                raise StoreError(f"{self._folder}: the former state ends too soon; kg verify says more")
            self._file.write(data)
            start, length = start + len(data), length - len(data)

    def _source(self) -> IO[bytes]:
        if self._from is None:
            raise StoreError(f"{self._folder}: there is no former state to copy from")
        return self._from

    def _block(self, iri: str) -> Block:
        if self._old is None or iri not in self._old.index:
            raise StoreError(f"{self._folder}: there is no former state to copy {iri} from")
        return self._old.index[iri]


def packed(lines: Iterable[str]) -> bytes:
    """Compress lines, or one text of them; the same lines give the same bytes."""
    return zlib.compress((lines if isinstance(lines, str) else "".join(lines)).encode(), _QUICK)


def unpacked(data: bytes) -> list[str]:
    """Give lines back."""
    return parted(text_of(data))


def text_of(data: bytes) -> str:
    """Give lines back as one text."""
    return zlib.decompress(data).decode()


def parted(text: str) -> list[str]:
    """Part a text into its lines, whatever else than a line feed may end a line elsewhere."""
    return [f"{line}\n" for line in text.split("\n")[:-1]]


def _bytes(file: IO[bytes], block: Block) -> bytes:
    file.seek(block.start)
    return file.read(block.length)
