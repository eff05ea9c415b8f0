"""Tell a format by what the sender says, or by the first bytes."""

from __future__ import annotations

import json
from typing import BinaryIO

from kg.read import streams
from kg.read.feed import is_feed

_MEDIA_TYPES = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/pdf": "pdf",
    "text/plain": "txt",
    "text/csv": "csv",
    "text/tab-separated-values": "csv",
    "application/jsonl": "jsonl",
    "application/x-ndjson": "jsonl",
    "application/ndjson": "jsonl",
    "application/warc": "warc",
    "application/rss+xml": "feed",
    "application/atom+xml": "feed",
    "application/rdf+xml": "feed",
}
_VAGUE = ("", "text/xml", "application/xml", "application/octet-stream", "application/gzip", "application/x-gzip")


def by_media_type(kind: str) -> str | None:
    """Tell a format by its media type; None where that is vague or unknown, then the bytes must tell."""
    return _MEDIA_TYPES.get(kind)


def is_vague(kind: str) -> bool:
    """Tell a media type that says nothing about what is in it."""
    return kind in _VAGUE


def by_bytes(head: bytes) -> str:
    """Tell a format by its first bytes; what looks like nothing else is plain text."""
    start = head.removeprefix(b"\xef\xbb\xbf").lstrip()
    if head[:1024].find(b"%PDF-") >= 0:
        return "pdf"
    if start.startswith(b"WARC/"):
        return "warc"
    if start.startswith(b"<") and is_feed(head):
        return "feed"
    if start[:9].lower().startswith((b"<!doctype", b"<html")) or (start.startswith(b"<?xml") and b"<html" in head):
        return "html"
    return "jsonl" if _is_object(start) else "txt"


def peeked(stream: BinaryIO) -> tuple[str, BinaryIO]:
    """Tell the format of a stream, and give it with nothing lost."""
    head, whole = streams.peeked(stream)
    return by_bytes(head), whole


def _is_object(start: bytes) -> bool:
    line, end, _ = start.partition(b"\n")
    if not end:
        return line.startswith((b'{"', b'{ "'))
    try:
        return isinstance(json.loads(line), dict)
    except (ValueError, RecursionError):
        return False
