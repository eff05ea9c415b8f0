"""JSON Lines: an article a line; a line that is none is named and the next one read."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.read.inputs import Inputs
from kg.read.records import RowReader
from kg.read.sources import Source
from kg.read.streams import spoilt, texts


def read(stream: BinaryIO, source: Source, inputs: Inputs) -> Iterator[Document | InputError]:
    """Read a document a line, blank lines left out.

    Errors: "too long", "not UTF-8", "not JSON", "not an object", and those of `RowReader.read`.
    """
    rows = RowReader(source, inputs.fields)
    for number, line in texts(stream, source.given, encoding=inputs.encoding):
        try:
            if line is None or line.strip():
                yield rows.read(_object(line, f"{source.given}:{number}"), number)
        except InputError as error:
            yield error


def _object(line: str | None, place: str) -> dict[str, object]:
    if line is None:
        raise InputError(place, "too long", "the line")
    if spoilt(line):
        raise InputError(place, "not UTF-8", "name the encoding with --encoding")
    try:
        found = json.loads(line)
    except RecursionError:
        raise InputError(place, "not JSON", "nested too deep") from None
    except ValueError as error:  # with it a number of thousands of digits
        raise InputError(place, "not JSON", " ".join(str(error).split())[:80]) from None
    if not isinstance(found, dict):
        raise InputError(place, "not an object")
    return found
