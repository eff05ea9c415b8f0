"""Find near-duplicates: the same agency's words in several papers, an article and its later edition.

MinHash over runs of five words (Broder 1997), candidates by bands of the signature (locality-sensitive hashing).
Own code, because the library that has it brings scipy; every figure is fixed, so that the same texts give the same
groups on any machine and in any order.
"""

from __future__ import annotations

import hashlib
import re
import zlib
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING, TypeAlias

from kg.model import Document

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Signature: TypeAlias = NDArray[np.uint32]

RUN = 5
"""Words in a run."""

ENOUGH = 30
"""Words without which a text is not judged: two short notices may agree by chance."""

SIZE, ROWS = 126, 3
"""Hashes in a signature, and in a band of it; 42 bands of 3 miss one pair in sixteen at .4 alike, one in 270 at .5."""

ALIKE = 0.4
"""The share of runs that two texts have in common (Jaccard), from which they are one report: .5 is a text cut in half."""

_BLOCK = 4096
"""Runs at a time: a long text must not fill the memory."""

_WORD = re.compile(r"\w+")


def with_copies(documents: Iterable[Document]) -> list[Document]:
    """Give the documents in their order, each near-duplicate with the key of the one that leads its group."""
    listed = list(documents)
    leads = copies({document.key: (document.published, signature(document.text)) for document in listed})
    return [replace(d, copy_of=leads[d.key]) if d.key in leads else d for d in listed]


def signature(text: str) -> bytes:
    """Give a text's signature, 504 bytes; b"" for one that is too short to judge. Equal texts have equal ones."""
    words = _WORD.findall(text.casefold())
    if len(words) < ENOUGH:
        return b""
    return _least(_runs(words)).tobytes()


def copies(signatures: Mapping[str, tuple[str | None, bytes]]) -> dict[str, str]:
    """Give key -> key of the lead for each document that is near another; (date of issue, signature) by key.

    Groups are the connected parts of what is alike; the lead is the one issued first, of equals the first by key.
    """
    groups: dict[str, list[str]] = defaultdict(list)
    of = _joined({key: found for key, (_, found) in sorted(signatures.items()) if found})
    for key in of:
        groups[_root(of, key)].append(key)
    leads = {}
    for group in groups.values():
        lead = min(group, key=lambda key: (signatures[key][0] or "9", key))
        leads.update({key: lead for key in group if key != lead})
    return leads


def _runs(words: list[str]) -> NDArray[np.uint64]:
    """Hash each run of words once, to 64 bits."""
    import numpy as np

    hashed = np.fromiter((zlib.crc32(word.encode("utf-8", "surrogatepass")) for word in words), np.uint64, len(words))
    found = np.zeros(len(words) - RUN + 1, np.uint64)
    for place in range(RUN):
        found = found * np.uint64(0x9E3779B97F4A7C15) + hashed[place : place + len(found)]
    return np.unique(_mixed(found))


def _mixed(values: NDArray[np.uint64]) -> NDArray[np.uint64]:
    """Spread the bits (the finaliser of SplitMix64)."""
    import numpy as np

    values = (values ^ (values >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    values = (values ^ (values >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return values ^ (values >> np.uint64(31))


def _least(runs: NDArray[np.uint64]) -> Signature:
    """Give the least value of the runs under each of the hash functions a * x + b mod 2^64."""
    import numpy as np

    factors, terms = _functions()
    least = np.full(SIZE, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(runs), _BLOCK):
        found = np.outer(factors, runs[start : start + _BLOCK]) + terms[:, None]
        least = np.minimum(least, found.min(axis=1))
    return (least >> np.uint64(32)).astype(np.uint32)


@cache
def _functions() -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
    import numpy as np

    drawn = np.frombuffer(hashlib.shake_256(b"newskg near-duplicates").digest(16 * SIZE), "<u8")
    return drawn[:SIZE] | np.uint64(1), drawn[SIZE:]


def _joined(signatures: Mapping[str, bytes]) -> dict[str, str]:
    """Give a forest (key -> key above it) in which those that are alike have one root."""
    above = {key: key for key in signatures}
    first: dict[bytes, str] = {}
    for key, found in signatures.items():
        above[key] = first.setdefault(found, key)
    for one, other in _alike({key: found for found, key in first.items()}):
        a, b = _root(above, one), _root(above, other)
        if a != b:
            above[max(a, b)] = min(a, b)
    return above


def _alike(signatures: Mapping[str, bytes]) -> Iterator[tuple[str, str]]:
    """Give the pairs that agree in a band and are alike in all."""
    if len(signatures) < 2:
        return
    import numpy as np

    keys = list(signatures)
    table = np.frombuffer(b"".join(signatures.values()), np.uint32).reshape(len(keys), SIZE)
    for start in range(0, SIZE, ROWS):
        for one, other in _candidates(table[:, start : start + ROWS]):
            alike = _likeness(table[one], table[other]) >= ALIKE
            yield from ((keys[a], keys[b]) for a, b in zip(one[alike], other[alike], strict=True))


def _candidates(band: Signature) -> Iterator[tuple[NDArray[np.intp], NDArray[np.intp]]]:
    """Give the pairs of rows that agree, by their numbers: neighbours in a sorted list first, then those two apart."""
    import numpy as np

    order = np.lexsort(band.T)
    of = np.cumsum(np.any(band[order] != band[np.roll(order, 1)], axis=1))
    for apart in range(1, len(order)):
        [agree] = np.nonzero(of[apart:] == of[:-apart])
        if not len(agree):
            return
        yield order[agree], order[agree + apart]


def _likeness(one: bytes | Signature, other: bytes | Signature) -> NDArray[np.float64]:
    """Give the share of hashes that signatures have in common, the first two, the second two and so on."""
    import numpy as np

    same = np.frombuffer(one, np.uint32) == np.frombuffer(other, np.uint32)
    shares: NDArray[np.float64] = np.mean(same.reshape(-1, SIZE), axis=1)
    return shares


def _root(above: dict[str, str], key: str) -> str:
    while above[key] != key:
        above[key] = above[above[key]]
        key = above[key]
    return key
