"""A row of a table or an object of JSON becomes a document."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from kg.errors import InputError
from kg.model import Document
from kg.read import text
from kg.read.dates import issued
from kg.read.inputs import Fields, wanted
from kg.read.sources import Source

Row = Mapping[str, object]

_SURROGATE = re.compile("[\ud800-\udfff]")


class RowReader:
    """Makes documents of the rows of one file; a row that cannot be one raises `InputError`."""

    def __init__(self, source: Source, fields: Fields) -> None:
        self._source, self._names = source, wanted(fields)

    def read(self, row: Row, number: int) -> Document:
        """Make a document of a row, `number` its line from 1; raises "no text", "not text", "not UTF-8", "too long".

        The key is the row's id or else its address, where it has one, or else the file's key and the number.
        """
        place = f"{self._source.given}:{number}"
        body = _SURROGATE.sub("\ufffd", self._part(row, "text") or "")
        if not body.strip():
            names = ", ".join(list(row)[:12])
            raise InputError(place, "no text", f"give --text-field; there are {names}" if names else "it is empty")
        if "\x00" in body:
            raise InputError(place, "not text", "it holds a NUL")
        text.check(body, Source(self._source.path, place, "", ""))
        found = self._part(row, "id") or self._part(row, "source")
        return Document(
            key=found or f"{self._source.key}/{number}",
            identifier=found or f"{self._source.identifier}-{number}",
            text=body,
            source=self._part(row, "source") or place,
            title=self._part(row, "title"),
            published=issued(self._value(row, "date")),
            publisher=self._part(row, "publisher"),
            author=self._part(row, "author"),
            language=self._part(row, "language") or "",
        )

    def _part(self, row: Row, part: str) -> str | None:
        if part == "text":
            return _plain(self._value(row, part), "\n\n")
        return " ".join(_plain(self._value(row, part), ", ").split()) or None

    def _value(self, row: Row, part: str) -> object:
        for name in self._names[part]:
            value = _at(row, name)
            if value not in (None, "", [], {}):
                return value
        return None


def _at(row: Row, name: str) -> object:
    """Find a field by its name, then by its name in other capitals, then by its path."""
    if name in row:
        return row[name]
    folded = name.casefold()
    for key in row:
        if key.casefold() == folded:
            return row[key]
    first, dot, rest = name.partition(".")
    inner = _at(row, first) if dot else None
    return _at(inner, rest) if isinstance(inner, Mapping) else None


def _plain(value: object, joint: str) -> str:
    """Put a value into words: a list with the joint between its parts, an object by its name."""
    if isinstance(value, str):
        return value
    if value is None or isinstance(value, bool):
        return ""
    if isinstance(value, list):
        return joint.join(filter(None, (_plain(part, joint) for part in value)))
    if isinstance(value, Mapping):
        return next((_plain(value[key], joint) for key in ("name", "title", "text", "value") if value.get(key)), "")
    return json.dumps(value)
