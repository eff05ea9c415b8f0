"""Cells that a spreadsheet shows as they are: no text of a stranger becomes a formula there.

A spreadsheet computes a cell that begins with = + - @ (or the wide forms of these), also where it cuts a line at
semicolons, quotes and spaces before the sign left aside. Such a cell gets an apostrophe in front, which says that it is
text; `unguarded` takes it off again, so that nothing is lost to a program (OWASP, CSV Injection).
"""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Sequence
from pathlib import Path

_SIGNS = "=+\\-@＝＋－＠"
_BEGINS = re.compile(rf"(^|;)(?=[ '\"]*[{_SIGNS}])")
_BEGAN = re.compile(rf"(^|;)'(?=[ '\"]*[{_SIGNS}])")
_UNSEEN = re.compile("[\x00-\x1f\x7f\u2028\u2029\ufeff]+")


def guarded(text: str) -> str:
    """Give a text as one line that no spreadsheet computes."""
    line = " ".join(_UNSEEN.sub(" ", text).split())
    return _BEGINS.sub(r"\1'", line)


def unguarded(cell: str) -> str:
    """Give the line that a guarded cell was made of."""
    return _BEGAN.sub(r"\1", cell)


def write(path: Path, header: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    """Write a table as CSV in UTF-8 with CRLF line ends (RFC 4180); texts are guarded, numbers are not."""
    with path.open("w", encoding="utf-8", newline="", errors="replace") as file:
        writer = csv.writer(file)
        writer.writerow(header)
        writer.writerows([_cell(value) for value in row] for row in rows)


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, bool):
        return str(value).lower()
    return guarded(value) if isinstance(value, str) else value
