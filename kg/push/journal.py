"""What a store has taken already: a file of lines, so that a push that was broken off goes on where it stood."""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

from kg.errors import PushError


def journal_path(source: Path, address: str) -> Path:
    """Name the journal of one source and one store: beside the graph, or in the folder given."""
    mark = hashlib.sha256(address.encode()).hexdigest()[:8]
    return source / f"push-{mark}.jsonl" if source.is_dir() else source.with_name(f"{source.stem}.push-{mark}.jsonl")


class Journal:
    """How far each named graph has come, as {graph: (hash, pieces taken)}; each step is on the disk before the next.

    A line that was torn by a crash counts as not written. Raises `PushError` where the file cannot be used.
    """

    def __init__(self, path: Path, address: str) -> None:
        self.path, self.address = path, address
        self._steps: dict[str, tuple[str, int]] = {}
        self._file: BinaryIO | None = None

    def __enter__(self) -> Journal:
        try:
            for row in self._rows():
                self._keep(row)
            self._file = self.path.open("ab")
            if self._file.tell() == 0:
                self._write({"store": self.address})
            else:
                self._file.write(b"\n")  # ends a torn line
        except OSError as error:
            raise PushError(f"{self.path}: the journal cannot be used ({error.strerror}); choose another") from error
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        if self._file:
            self._file.close()

    def taken(self, graph: str, mark: str) -> int:
        """Say how many pieces of this very content the store has taken."""
        known, pieces = self._steps.get(graph, ("", 0))
        return pieces if known == mark else 0

    def note(self, graph: str, mark: str, pieces: int) -> None:
        """Write down that the store has taken so many pieces."""
        self._steps[graph] = (mark, pieces)
        self._write({"graph": graph, "content": mark, "pieces": pieces})

    def forget(self, graph: str) -> None:
        """Write down that the store does not have the graph."""
        self._steps.pop(graph, None)
        self._write({"graph": graph, "gone": True})

    def graphs(self) -> tuple[str, ...]:
        """Name the graphs of which the store has taken something."""
        return tuple(sorted(self._steps))

    def _rows(self) -> Iterator[dict[str, object]]:
        if not self.path.exists():
            return
        for number, line in enumerate(self.path.read_bytes().splitlines()):
            try:
                row = json.loads(line)
            except ValueError:
                continue
            if not isinstance(row, dict) or (number == 0 and row.get("store") != self.address):
                raise PushError(f"{self.path}: not the journal of a push to {self.address}; choose another")
            yield row

    def _keep(self, row: dict[str, object]) -> None:
        graph, mark, pieces = row.get("graph"), row.get("content"), row.get("pieces")
        if isinstance(graph, str) and row.get("gone"):
            self._steps.pop(graph, None)
        elif isinstance(graph, str) and isinstance(mark, str) and isinstance(pieces, int):
            self._steps[graph] = (mark, pieces)

    def _write(self, row: dict[str, object]) -> None:
        if self._file:
            self._file.write(json.dumps(row, ensure_ascii=False).encode() + b"\n")
            self._file.flush()
            os.fsync(self._file.fileno())
