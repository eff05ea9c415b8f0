"""Tables (CSV and its kin): an article a row below a row of names; a row that is none is named and the next one read."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO

from kg.errors import InputError
from kg.model import Document
from kg.read.inputs import Inputs
from kg.read.limits import MAX_BYTES
from kg.read.records import RowReader
from kg.read.sources import Source
from kg.read.streams import spoilt, texts

SEPARATORS = ",;\t|"


def read(stream: BinaryIO, source: Source, inputs: Inputs) -> Iterator[Document | InputError]:
    """Read a document a row; the separator is the one of `,;|` and tab that the first line has most of.

    Errors: "broken" (quotes that do not end, more cells than names), "too long", "not UTF-8", and those of
    `RowReader.read`.
    """
    rows, table = RowReader(source, inputs.fields), _Table(stream, source, inputs.encoding)
    for number, cells in table:
        try:
            if isinstance(cells, InputError):
                raise cells
            yield rows.read(table.named(cells, number), number)
        except InputError as error:
            yield error


class _Table:
    """The rows below the names, each with the line on which it begins, or why it cannot be had."""

    def __init__(self, stream: BinaryIO, source: Source, encoding: str) -> None:
        self._texts, self._source = texts(stream, source.given, encoding=encoding), source
        self.names: list[str] = []
        self._lost: list[int] = []

    def __iter__(self) -> Iterator[tuple[int, list[str] | InputError]]:
        _, first = next(self._texts, (0, ""))
        if first is None or not first.strip():
            raise InputError(self._source.given, "broken", "the first line must name the columns")
        separator = max(SEPARATORS, key=first.count)
        reader = csv.reader(self._after(first), delimiter=separator, strict=True)
        line = 1
        while True:
            try:
                with _long_fields():
                    cells = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                yield line, InputError(self._place(line), "broken", str(error))
            else:
                if not self.names:
                    self.names = [name.strip() for name in cells]
                elif any(map(str.strip, cells)):
                    yield line, cells
            yield from ((lost, InputError(self._place(lost), "too long", "the line")) for lost in self._lost)
            self._lost.clear()
            line = reader.line_num + 1

    def named(self, cells: list[str], line: int) -> dict[str, object]:
        """Put the names to the cells of a row; raises "broken", "not UTF-8"."""
        if len(cells) > len(self.names):
            raise InputError(self._place(line), "broken", f"{len(cells)} cells under {len(self.names)} names")
        if any(map(spoilt, cells)):
            raise InputError(self._place(line), "not UTF-8", "name the encoding with --encoding")
        return dict(zip(self.names, cells, strict=False))

    def _after(self, first: str) -> Iterator[str]:
        yield first
        for number, line in self._texts:
            if line is None:
                self._lost.append(number)
            yield line or ""

    def _place(self, line: int) -> str:
        return f"{self._source.given}:{line}"


@contextmanager
def _long_fields() -> Iterator[None]:
    """Let a cell be as long as a document; the limit is the process's, so it is put back."""
    before = csv.field_size_limit(MAX_BYTES)
    try:
        yield
    finally:
        csv.field_size_limit(before)
