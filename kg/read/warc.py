"""Web archives (WARC): a document a page that was fetched; what is no page is counted and left out."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.read.keys import SAME
from kg.read.limits import MAX_BYTES, in_time
from kg.read.sources import Source

if TYPE_CHECKING:
    from warcio.recordloader import ArcWarcRecord

NO_PAGE = "not a page"
_HOLD_PAGES = ("response", "resource", "conversion")
_TELL_OF_PAGES = ("warcinfo", "request", "metadata")

Parse = Callable[[bytes, str, Source], Iterator[Document | InputError]]
"""Makes documents of a page's bytes, its media type and its source."""


def read(stream: BinaryIO, source: Source, parse: Parse) -> Iterator[Document | InputError]:
    """Read the pages; requests and what else describes the fetching are no pages and are not counted.

    Errors: "broken" (no WARC, or cut off: what came before is read), "too long"; "not a page" for pictures, scripts,
    and answers other than 200.
    """
    records = _records(stream, source)
    for number, record in enumerate(records, start=1):
        if record.rec_type in _HOLD_PAGES:
            try:
                yield from _page(record, f"{source.given}:{number}", source, parse)
            except InputError as error:
                yield error
        elif record.rec_type not in _TELL_OF_PAGES:
            where = _address(record) or f"{source.given}:{number}"
            yield (
                InputError(where, SAME) if record.rec_type == "revisit" else InputError(where, NO_PAGE, record.rec_type)
            )


def _records(stream: BinaryIO, source: Source) -> Iterator[ArcWarcRecord]:
    from warcio.archiveiterator import ArchiveIterator
    from warcio.exceptions import ArchiveLoadFailed

    spilt = io.StringIO()  # the library writes its warnings to standard error
    records = iter(ArchiveIterator(stream))
    count = 0
    while True:
        try:
            with contextlib.redirect_stderr(spilt), in_time(f"{source.given}:{count + 1}"):
                record = next(records)
        except StopIteration:
            break
        except (ArchiveLoadFailed, ValueError, KeyError, AttributeError, TypeError) as error:
            reason = " ".join(str(error).split())[:80]
            raise InputError(f"{source.given}:{count + 1}", "broken", f"{reason}; the rest is not read") from error
        count += 1
        if not record.rec_type or not record.rec_headers.get_header("Content-Length"):
            raise InputError(
                f"{source.given}:{count}", "broken", "a record without type or length; the rest is not read"
            )
        yield record
    if not count:
        raise InputError(source.given, "empty", "no record in it")


def _page(record: ArcWarcRecord, place: str, source: Source, parse: Parse) -> Iterator[Document | InputError]:
    address = _address(record)
    where = address or place
    status = record.http_headers.get_statuscode() if record.http_headers else "200"
    if status != "200" or where.endswith("/robots.txt"):
        raise InputError(where, NO_PAGE, f"status {status}")
    headers = record.http_headers or record.rec_headers
    kind = (headers.get_header("Content-Type") or "").partition(";")[0].strip().lower()
    data = record.content_stream().read(MAX_BYTES + 1)
    if len(data) > MAX_BYTES:
        raise InputError(where, "too long", f"more than {MAX_BYTES:,} bytes")
    if getattr(record.raw_stream, "limit", 0) > 0:
        raise InputError(where, "broken", "the record is cut off")
    key = address or f"{source.key}/{place.rpartition(':')[2]}"
    yield from parse(data, kind, Source(source.path, where, key, key))


def _address(record: ArcWarcRecord) -> str | None:
    found = record.rec_headers.get_header("WARC-Target-URI")
    return found.strip().strip("<>") if found else None
