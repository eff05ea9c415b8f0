"""Feeds (RSS, Atom, RDF): a document an entry, of the words that the feed itself holds; no link is followed."""

from __future__ import annotations

import calendar
import io
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from kg.errors import InputError
from kg.model import Document
from kg.read import html, text
from kg.read.sources import Source

HEADLINE_ONLY = "headline only"

_DOCTYPE = re.compile(rb"<!DOCTYPE[^\[>]*(\[|>)", re.IGNORECASE)
_END_OF_SUBSET = re.compile(rb"\]\s*>")
_ROOT = re.compile(rb"<(rss|feed|rdf:RDF)[\s>]", re.IGNORECASE)


def is_feed(head: bytes) -> bool:
    """Tell a feed by its first bytes."""
    return _ROOT.search(head) is not None


def read(data: bytes, source: Source) -> Iterator[Document | InputError]:
    """Read a document an entry; its key is its link or else its id.

    Errors: "not a feed", "broken", "empty" for the whole; "headline only", "too long" for an entry.
    """
    import feedparser

    if not is_feed(data):
        raise InputError(source.given, "not a feed")
    try:
        found = feedparser.parse(io.BytesIO(_without_doctype(data)), sanitize_html=True, resolve_relative_uris=False)
    except ValueError as error:  # the library's own slips over damaged names
        raise InputError(source.given, "broken", " ".join(str(error).split())[:80]) from error
    if not found.entries and found.bozo:
        raise InputError(source.given, "broken", " ".join(str(found.bozo_exception).split())[:80])
    if not found.entries:
        raise InputError(source.given, "empty", "the feed has no entry")
    publisher = found.feed.get("title")
    for number, entry in enumerate(found.entries, start=1):
        try:
            yield _document(entry, number, publisher, source)
        except InputError as error:
            yield error


def _without_doctype(data: bytes) -> bytes:
    """Take out the declaration that could define entities; in steps, since one expression for it could take forever."""
    begin = _DOCTYPE.search(data)
    if begin is None:
        return data
    end = _END_OF_SUBSET.search(data, begin.end()) if begin[1] == b"[" else begin
    return data[: begin.start()] + data[end.end() if end else begin.end() :]


def _document(entry: Mapping[str, Any], number: int, publisher: str | None, source: Source) -> Document:
    link = entry.get("link") or entry.get("id")
    place = link or f"{source.given}:{number}"
    body = _body(entry)
    if not body:
        raise InputError(place, HEADLINE_ONLY)
    text.check(body, Source(source.path, place, "", ""))
    return Document(
        key=link or f"{source.key}/{number}",
        identifier=entry.get("id") or link or f"{source.identifier}-{number}",
        text=body,
        source=place,
        title=_line(entry.get("title")),
        published=_moment(entry),
        publisher=_line((entry.get("source") or {}).get("title") or publisher),
        author=_line(entry.get("author")),
        language=next((part["language"] for part in entry.get("content", ()) if part.get("language")), None) or "",
    )


def _body(entry: Mapping[str, Any]) -> str:
    """Give the fullest text that the entry has, by paragraphs."""
    parts = [part for part in (*entry.get("content", ()), entry.get("summary_detail")) if part]
    found = [_text(part.get("value") or "", part.get("type") or "") for part in parts]
    return max(found, key=len, default="")


def _text(value: str, kind: str) -> str:
    if "html" in kind or re.search(r"<\w+|&\w+;", value):
        value = html.fragment(value)
    lines = (" ".join(line.split()) for line in value.replace("\x00", "").splitlines())
    return "\n\n".join(line for line in lines if line)


def _line(value: object) -> str | None:
    return " ".join(html.fragment(str(value)).split()) or None if value else None


def _moment(entry: Mapping[str, Any]) -> str | None:
    """Give when the entry was published, in UTC."""
    # asked with "in", because .get warns of a stand-in for a date that there is not
    found = (entry[name] for name in ("published_parsed", "updated_parsed") if name in entry)
    parsed = next((value for value in found if value), None)
    if not parsed:
        return None
    try:
        return datetime.fromtimestamp(calendar.timegm(parsed), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    except (ValueError, OverflowError, OSError):
        return None
