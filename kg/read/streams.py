"""Bytes as they come: unpacked, put into UTF-8, cut into lines, each no longer than it may be."""

from __future__ import annotations

import codecs
import gzip
import io
import zlib
from collections.abc import Iterator
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.read.limits import MAX_BYTES

GZIP = b"\x1f\x8b"
BROKEN = (EOFError, zlib.error, gzip.BadGzipFile)
"""What reading a packed stream raises that is cut off or damaged."""

MAX_WASTE = 1_000_000_000
"""Bytes of lines that are too long which are read over, in hope of the next line, before a file is given up."""

_BLOCK = 1 << 16


class _Chained(io.RawIOBase):
    """A stream whose first bytes were read already."""

    def __init__(self, head: bytes, rest: BinaryIO) -> None:
        super().__init__()
        self._head, self._rest = head, rest

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        data = self._head[: len(view)] or self._rest.read(len(view))
        self._head = self._head[len(data) :]
        view[: len(data)] = data
        return len(data)


class _Recoded(io.RawIOBase):
    """A text stream of another encoding as UTF-8; what cannot be decoded becomes bytes that are not UTF-8."""

    def __init__(self, stream: BinaryIO, encoding: str) -> None:
        super().__init__()
        self._stream, self._decoder = stream, codecs.getincrementaldecoder(encoding)("replace")
        self._ready = b""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: object) -> int:
        view = memoryview(cast(bytearray, buffer))
        while not self._ready:
            data = self._stream.read(_BLOCK)
            self._ready = self._decoder.decode(data, final=not data).encode("utf-8", "replace").replace(_LOST, b"\xff")
            if not data:
                break
        piece, self._ready = self._ready[: len(view)], self._ready[len(view) :]
        view[: len(piece)] = piece
        return len(piece)


_LOST = "\ufffd".encode()


class Lenient(io.RawIOBase):
    """A stream that ends where it is broken, after all that comes before.

    `fault` says whether and why, `tail` has the last bytes that were read.
    """

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__()
        self._stream = stream
        self.fault: Exception | None = None
        self.tail = b""

    def readable(self) -> bool:
        """Say yes."""
        return True

    def readinto(self, buffer: object) -> int:
        """Read what is there; 0 at the end or the fault."""
        view = memoryview(cast(bytearray, buffer))
        try:
            data: bytes = self._stream.read1(len(view))  # type: ignore[attr-defined]
        except BROKEN as error:
            self.fault, data = error, b""
        self.tail = (self.tail + data)[-4:]
        view[: len(data)] = data
        return len(data)


def peeked(stream: BinaryIO, size: int = 4096) -> tuple[bytes, BinaryIO]:
    """Give the first bytes of a stream and a stream that still begins with them."""
    head = stream.read(size)
    return head, io.BufferedReader(_Chained(head, stream), _BLOCK)


def unpacked(stream: BinaryIO) -> BinaryIO:
    """Give what a gzip stream holds; any other stream as it is."""
    head, whole = peeked(stream)
    return cast(BinaryIO, gzip.GzipFile(fileobj=whole, mode="rb")) if head.startswith(GZIP) else whole


def as_utf8(stream: BinaryIO, encoding: str) -> BinaryIO:
    """Put a text stream into UTF-8: of the encoding, or of UTF-16 where its first bytes say so."""
    head, whole = peeked(stream)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return io.BufferedReader(_Recoded(whole, "utf-16"), _BLOCK)
    if codecs.lookup(encoding).name == "utf-8":
        return whole
    return io.BufferedReader(_Recoded(whole, encoding), _BLOCK)


def whole(stream: BinaryIO, source: str) -> bytes:
    """Read a stream to its end; raises `InputError`: "empty", "too long"."""
    data = stream.read(MAX_BYTES + 1)
    if not data.strip():
        raise InputError(source, "empty")
    if len(data) > MAX_BYTES:
        raise InputError(source, "too long", f"more than {MAX_BYTES:,} bytes")
    return data


def lines(stream: BinaryIO, source: str) -> Iterator[tuple[int, bytes | None]]:
    """Give each line with its number from 1, None for one that is too long.

    Raises `InputError` "too long" where such lines go on and on.
    """
    waste = number = 0
    while line := stream.readline(MAX_BYTES + 1):
        number += 1
        if len(line) <= MAX_BYTES or line.endswith(b"\n"):
            yield number, line
            continue
        yield number, None
        while line and not line.endswith(b"\n"):
            waste += len(line)
            if waste > MAX_WASTE:
                raise InputError(f"{source}:{number}", "too long", "the line does not end; the rest is not read")
            line = stream.readline(_BLOCK)


def texts(stream: BinaryIO, source: str, *, encoding: str) -> Iterator[tuple[int, str | None]]:
    """Give each line as text, without a byte order mark; what is not UTF-8 becomes lone surrogates, as `spoilt` tells."""
    for number, line in lines(as_utf8(stream, encoding), source):
        if line is not None and number == 1:
            line = line.removeprefix(codecs.BOM_UTF8)
        yield number, None if line is None else line.decode("utf-8", "surrogateescape")


def spoilt(text: str) -> bool:
    """Tell whether a line held bytes that are not UTF-8."""
    try:
        text.encode("utf-8")
    except UnicodeEncodeError:
        return True
    return False
