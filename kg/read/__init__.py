"""Files, folders, tables, archives, feeds and addresses become documents; what cannot be one is named with its reason."""

from __future__ import annotations

import io
import stat
import sys
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO, cast

from kg.errors import InputError
from kg.model import Document
from kg.read import feed, html, jsonl, pdf, sniff, table, text, warc, web
from kg.read.inputs import FORMATS, Fields, Inputs
from kg.read.keys import SAME, Keys
from kg.read.language import NOT_ENGLISH, told
from kg.read.limits import MAX_BYTES, in_time
from kg.read.sources import STANDARD_INPUT, Source, find, name_sources
from kg.read.streams import BROKEN, Lenient, unpacked, whole

__all__ = ["FORMATS", "LEFT_OUT", "MAX_BYTES", "SUFFIXES", "Fields", "Inputs", "read"]

SUFFIXES = {
    ".txt": "txt",
    ".html": "html",
    ".htm": "html",
    ".xhtml": "html",
    ".pdf": "pdf",
    ".jsonl": "jsonl",
    ".ndjson": "jsonl",
    ".csv": "csv",
    ".tsv": "csv",
    ".warc": "warc",
    ".rss": "feed",
    ".atom": "feed",
    ".xml": "feed",
}
"""The format of a file by its suffix; each may be followed by .gz."""

LEFT_OUT = frozenset((NOT_ENGLISH, warc.NO_PAGE, feed.HEADLINE_ONLY, SAME))
"""The reasons that are nobody's fault: what has one is counted, and no failure."""

Found = Iterator[Document | InputError]


def read(paths: Sequence[Path | str], *, recursive: bool = True) -> Iterator[Document | InputError]:
    """Read files, folders (in sorted order, hidden files left out), globs, http(s) addresses and `-`, standard input.

    `Inputs` say more than paths: the fields of tables, the format, what to let in. Files come first, addresses last.
    Nothing vanishes: each file, and each record in it, gives a `Document` or an `InputError` with a countable reason,
    of which those in `LEFT_OUT` are no failures.
    """
    inputs = paths if isinstance(paths, Inputs) else Inputs(tuple(paths), recursive=recursive)
    found = list(find((path for path in inputs if not web.is_address(path)), recursive=inputs.recursive))
    yield from (item for item in found if isinstance(item, InputError))
    sources = name_sources([item for item in found if not isinstance(item, InputError)])
    keys = Keys(sources)
    for source in sources:
        yield from _settled(_file(source, inputs), source, keys, inputs)
    for address in sorted({str(path) for path in inputs if web.is_address(path)}):
        source = Source(Path(), address, address, address)
        yield from _settled(_page(source, inputs), source, keys, inputs)


def _settled(found: Found, source: Source, keys: Keys, inputs: Inputs) -> Found:
    """Let the documents of a file in that are of a language we read, each under a key of its own."""
    items = _guarded(found, source)
    for item in items:
        if isinstance(item, InputError):
            yield item
            continue
        try:
            document = told(item, any_language=inputs.any_language)
            yield document if _is_the_file(document, source) else keys.settle(document, source)
        except InputError as error:
            yield error


def _is_the_file(document: Document, source: Source) -> bool:
    is_named = (document.key, document.identifier) == (source.key, source.identifier)
    return is_named and not web.is_address(source.given)


def _guarded(found: Found, source: Source) -> Found:
    """End a file at the fault that ends it, with what came before kept."""
    try:
        yield from found
    except InputError as error:
        yield error
    except BROKEN as error:
        yield InputError(source.given, "broken", f"the packing: {error}; the rest is not read")
    except FileNotFoundError:
        yield InputError(source.given, "missing")
    except (OSError, ValueError) as error:
        yield InputError(source.given, "unreadable", getattr(error, "strerror", None) or str(error))


def _file(source: Source, inputs: Inputs) -> Found:
    if source.given == STANDARD_INPUT:
        yield from _stream(cast(BinaryIO, sys.stdin.buffer), inputs.form, source, inputs)
        return
    if not stat.S_ISREG(source.path.stat().st_mode):
        raise InputError(source.given, "not a file")
    form = inputs.form or form_of(source.path)
    if form is None:
        raise InputError(source.given, "unknown format", f"known are {', '.join(SUFFIXES)}, or say --input-format")
    with source.path.open("rb") as file:
        yield from _stream(file, form, source, inputs)


def form_of(path: Path) -> str | None:
    """Tell a file's format by its suffix, .gz or none behind it."""
    suffix = path.suffix.lower()
    return SUFFIXES.get(Path(path.stem).suffix.lower() if suffix == ".gz" else suffix)


def _page(source: Source, inputs: Inputs) -> Found:
    page = web.fetch(source.given, allow_private=inputs.allow_private)
    form = inputs.form or sniff.by_media_type(page.kind)
    for item in _stream(io.BytesIO(page.data), form, source, inputs):
        here = isinstance(item, Document) and item.source == source.given
        yield replace(item, source=page.address) if here and isinstance(item, Document) else item


def _stream(stream: BinaryIO, form: str | None, source: Source, inputs: Inputs) -> Found:
    """Read a stream of a known format, or of the one that its first bytes tell."""
    with closing(unpacked(stream)) as plain:
        if form is None:
            form, plain = sniff.peeked(plain)
        if form == "jsonl":
            yield from jsonl.read(plain, source, inputs)
        elif form == "csv":
            yield from table.read(plain, source, inputs)
        elif form == "warc":
            yield from _archive(plain, source, inputs)
        else:
            yield from _whole(whole(plain, source.given), form, source, inputs)


def _archive(stream: BinaryIO, source: Source, inputs: Inputs) -> Found:
    lenient, whole_so_far = Lenient(stream), True
    for item in warc.read(cast(BinaryIO, io.BufferedReader(lenient)), source, _archived(inputs)):
        whole_so_far &= not (isinstance(item, InputError) and item.reason == "broken")
        yield item
    if lenient.fault is not None:
        raise lenient.fault
    if whole_so_far and not lenient.tail.endswith((b"\n\r\n", b"\n\n")):
        yield InputError(source.given, "broken", "the last record is cut off")


def _archived(inputs: Inputs) -> warc.Parse:
    def parse(data: bytes, kind: str, source: Source) -> Found:
        form = sniff.by_bytes(data) if sniff.is_vague(kind) else sniff.by_media_type(kind)
        if form not in _WHOLE:
            raise InputError(source.given, warc.NO_PAGE, kind)
        try:
            return _whole(data, form, source, inputs)
        except InputError as error:
            if error.reason in ("empty", "no article text"):  # a list of headlines, a form
                raise InputError(source.given, warc.NO_PAGE, error.reason) from error
            raise

    return parse


def _whole(data: bytes, form: str, source: Source, inputs: Inputs) -> Found:
    """Make documents of bytes that are held as a whole, in the time that they may take."""
    with in_time(source.given):
        return iter(list(feed.read(data, source)) if form == "feed" else [_WHOLE[form](data, source, inputs)])


def _text(data: bytes, source: Source, inputs: Inputs) -> Document:
    return text.read(data, source, inputs.encoding)


_WHOLE: dict[str, Callable[[bytes, Source, Inputs], Document]] = {
    "txt": _text,
    "html": lambda data, source, _: html.read(data, source),
    "pdf": lambda data, source, _: pdf.read(data, source),
}
