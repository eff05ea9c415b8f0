"""Rows on their way between tasks: one file a task, cut into a segment for each partition; and what is in them."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TypeVar

from kg.cluster.places import Place
from kg.errors import KGError
from kg.resolve.coreference import Chain
from kg.store.coding import decode, encode

T = TypeVar("T")
_OFFSET = struct.Struct("<Q")


def partition(key: str, count: int) -> int:
    """Give the partition of a key, the same on every machine."""
    return zlib.crc32(key.encode("utf-8", "surrogatepass")) % count


@dataclass(frozen=True, slots=True)
class Placed:
    """A chain and where it is from: the number of a batch, the key of a document in it, its number there."""

    batch: int
    key: str
    number: int
    chain: Chain


class Outbox:
    """Gathers the rows of one task by partition; `send` writes them."""

    def __init__(self, partitions: int) -> None:
        self.partitions = partitions
        self._rows: list[list[bytes]] = [[] for _ in range(partitions)]

    def put(self, where: int, kind: str, row: object) -> None:
        """Add a row of a kind, one letter, for a partition."""
        self._rows[where].append(kind.encode("ascii") + encode(row) + b"\n")

    def send(self, place: Place, name: str) -> None:
        """Write the rows: where each segment ends, then the segments."""
        segments = [b"".join(rows) for rows in self._rows]
        end, ends = _OFFSET.size * len(segments), []
        for segment in segments:
            end += len(segment)
            ends.append(_OFFSET.pack(end))
        place.write(name, (*ends, *segments))


def arrived(place: Place, names: Iterable[str], where: int, partitions: int) -> Iterator[tuple[str, bytes]]:
    """Give kind and row of everything that these files have for a partition, in their order."""
    first = _OFFSET.size * partitions
    for name in names:
        at = max(where - 1, 0) * _OFFSET.size
        ends = [end for (end,) in _OFFSET.iter_unpack(place.cut(name, at, (where + 1) * _OFFSET.size))]
        start = first if where == 0 else ends[0]
        for line in place.cut(name, start, ends[-1]).splitlines():
            yield chr(line[0]), line[1:]


def row(kind: type[T], written: bytes) -> T:
    """Read a row; raises `KGError` for a file that something else has changed."""
    try:
        return decode(kind, written)
    except ValueError as error:
        raise KGError(f"a file between two stages is broken ({error}); run the same command again") from error
