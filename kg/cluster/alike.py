"""What documents settle between each other besides names: whose near-duplicate each is, and what it is called."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

from kg.model import Document
from kg.read.copies import ROWS, copies
from kg.read.sources import identify

Signed = tuple[str | None, bytes]
"""A document's date of issue and its signature."""

_WIDTH = 4 * ROWS


@dataclass(frozen=True, slots=True)
class Likeness:
    """Two documents, by key and date of issue, that are near-duplicates."""

    first: tuple[str, str | None]
    second: tuple[str, str | None]


# ---- near-duplicates


def bands(signature: bytes, partitions: int) -> list[int]:
    """Give for each band of a signature the partition where its like meet."""
    return [crc32(signature[start : start + _WIDTH], start) % partitions for start in range(0, len(signature), _WIDTH)]


def likenesses(signed: Mapping[str, Signed], where: int, partitions: int) -> list[Likeness]:
    """Find near-duplicates among documents that agree in a band of this partition, enough of them to join them all."""
    meeting: dict[tuple[int, bytes], list[str]] = defaultdict(list)
    for key, (_, signature) in sorted(signed.items()):
        for band, home in enumerate(bands(signature, partitions)):
            if home == where:
                meeting[band, signature[band * _WIDTH : (band + 1) * _WIDTH]].append(key)
    joined = Joined()
    for keys in meeting.values():
        apart = {joined.root(key) for key in keys}
        if len(apart) > 1:
            for key, lead in copies({key: signed[key] for key in keys}).items():
                joined.join(key, lead)
    pairs = ((key, joined.root(key)) for key in sorted(signed))
    return [Likeness((one, signed[one][0]), (other, signed[other][0])) for one, other in pairs if one != other]


def leads(found: Iterable[Likeness]) -> dict[str, str]:
    """Give key -> key of the lead for each near-duplicate, as `kg.read.copies.copies` does of a whole collection."""
    joined, issued = Joined(), dict[str, str | None]()
    for pair in found:
        issued.update((pair.first, pair.second))
        joined.join(pair.first[0], pair.second[0])
    groups: dict[str, list[str]] = defaultdict(list)
    for key in issued:
        groups[joined.root(key)].append(key)
    firsts = {root: min(group, key=lambda key: (issued[key] or "9", key)) for root, group in groups.items()}
    return {key: firsts[root] for root, group in groups.items() for key in group if key != firsts[root]}


class Joined:
    """A forest of keys (union-find); those that were joined, by whatever way, have one root, the least of them."""

    def __init__(self) -> None:
        self._above: dict[str, str] = {}

    def root(self, key: str) -> str:
        """Give the root of a key; its own where it was never joined."""
        above = self._above
        while above.get(key, key) != key:
            above[key] = above.get(above[key], above[key])
            key = above[key]
        return key

    def join(self, one: str, other: str) -> None:
        """Put two keys, and all that they were joined with, under one root."""
        first, second = sorted((self.root(one), self.root(other)))
        self._above[second] = first


# ---- identifiers

Called = tuple[str, str]
"""A document's identifier, as it was read, and its source."""


def possible_names(document: Document) -> set[str]:
    """Give every identifier that `kg.read.sources.identify` may give a document, and perhaps more."""
    path = Path(document.key)
    return {document.identifier, document.key, path.stem, path.with_suffix("").as_posix() if path.name else ""}


def contested(rows: Iterable[tuple[str, str, Called]]) -> dict[str, Called]:
    """Give the documents, by key, of which another one may want a name; rows are a name, a key and how that is called."""
    first: dict[str, tuple[str, Called]] = {}
    found: dict[str, Called] = {}
    for name, key, called in rows:
        other, there = first.setdefault(name, (key, called))
        if other != key:
            found |= {other: there, key: called}
    return found


def identifiers(found: Mapping[str, Called]) -> dict[str, str]:
    """Give the identifier of each contested document; what no other document can want does not bear on it."""
    return identify(dict(sorted(found.items())))
