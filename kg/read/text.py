"""Plain text, UTF-8: the text is that of the file, line ends and byte order mark untouched, so that offsets hold."""

from __future__ import annotations

import codecs

from kg.errors import InputError
from kg.model import Document
from kg.read.sources import Source

MAX_TEXT = 2_000_000
MAX_LINE = 200_000

BYTE_ORDER_MARK = "\ufeff"


def read(data: bytes, source: Source, encoding: str = "utf-8") -> Document:
    """Make a document of a text file's bytes.

    Raises `InputError`: "not text" (a NUL character), "not UTF-8" (or another encoding that was named), "empty",
    "too long" (in code points).
    """
    ours = codecs.lookup(encoding).name == "utf-8"
    if b"\x00" in data and ours:
        raise InputError(source.given, "not text", f"NUL at byte {data.index(0):,}")
    try:
        text = data.decode(encoding)
    except UnicodeDecodeError as error:
        reason = "not UTF-8" if ours else f"not {encoding}"
        raise InputError(source.given, reason, f"at byte {error.start:,}, counted from 0") from error
    if "\x00" in text:
        raise InputError(source.given, "not text", f"NUL at character {text.index(chr(0)):,}")
    check(text, source)
    return Document(source.key, source.identifier, text, source=source.given)


def check(text: str, source: Source) -> None:
    """Refuse a text without a word in it and one that no article has the length of; raises `InputError`."""
    if not text.strip().strip(BYTE_ORDER_MARK).strip():
        raise InputError(source.given, "empty")
    if len(text) > MAX_TEXT:
        raise InputError(source.given, "too long", f"{len(text):,} characters, at most {MAX_TEXT:,}")
    for number, line in enumerate(text.split("\n"), start=1):
        if len(line) > MAX_LINE:
            raise InputError(
                source.given, "too long", f"line {number} has {len(line):,} characters, at most {MAX_LINE:,}"
            )
