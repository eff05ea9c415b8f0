"""Bytes, files and folders become documents; a file that cannot be one is named with its reason."""

from __future__ import annotations

import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from kg.errors import InputError
from kg.model import Document
from kg.read import html, text
from kg.read.sources import STANDARD_INPUT, Source, find, name_sources

Reader = Callable[[bytes, Source], Document]

READERS: dict[str, Reader] = {".txt": text.read, ".html": html.read, ".htm": html.read, ".xhtml": html.read}

MAX_BYTES = 16_000_000


def read(paths: Sequence[Path | str], *, recursive: bool = True) -> Iterator[Document | InputError]:
    """Read files, folders (in sorted order, hidden files left out) and `-`, the standard input.

    Nothing vanishes: each file gives a `Document` or an `InputError` whose reason is one of "missing", "unreadable",
    "not a file", "unknown format", "linked folder", "same source twice", "too long", "empty", "not text",
    "not UTF-8", "no article text".
    """
    found = list(find(paths, recursive=recursive))
    yield from (item for item in found if isinstance(item, InputError))
    for source in name_sources([item for item in found if not isinstance(item, InputError)]):
        try:
            yield _read(source)
        except InputError as error:
            yield error


def _read(source: Source) -> Document:
    if source.given == STANDARD_INPUT:
        data = sys.stdin.buffer.read(MAX_BYTES + 1)
        return _reader_of(data)(_checked(data, source), source)
    reader = READERS.get(source.path.suffix.lower())
    try:
        mode = source.path.stat().st_mode
        if not stat.S_ISREG(mode):
            raise InputError(source.given, "not a file")
        if reader is None:
            raise InputError(source.given, "unknown format", f"known are {', '.join(READERS)}")
        with source.path.open("rb") as file:
            data = file.read(MAX_BYTES + 1)
    except FileNotFoundError as error:
        raise InputError(source.given, "missing") from error
    except (OSError, ValueError) as error:
        raise InputError(source.given, "unreadable", getattr(error, "strerror", None) or str(error)) from error
    return reader(_checked(data, source), source)


def _reader_of(data: bytes) -> Reader:
    return html.read if data.lstrip()[:9].lower().startswith((b"<!doctype", b"<html")) else text.read


def _checked(data: bytes, source: Source) -> bytes:
    if not data.strip():
        raise InputError(source.given, "empty")
    if len(data) > MAX_BYTES:
        raise InputError(source.given, "too long", f"more than {MAX_BYTES:,} bytes")
    return data
