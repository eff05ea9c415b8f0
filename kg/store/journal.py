"""The documents of a store and what was read in each: one SQLite file, changed in whole transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from kg.errors import StoreError
from kg.store.entries import Entry

NAME = "documents.sqlite"
FORMAT = 1
_APPLICATION = 0x6E65776B  # "newk"
_SCHEMA = """
CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL);
CREATE TABLE document (
    key BLOB PRIMARY KEY, identifier BLOB NOT NULL, place BLOB NOT NULL,
    given TEXT NOT NULL, made TEXT NOT NULL, settings TEXT NOT NULL,
    issued TEXT NOT NULL, signature BLOB NOT NULL, document BLOB NOT NULL, extraction BLOB NOT NULL, chains BLOB NOT NULL, digest TEXT NOT NULL,
    part TEXT NOT NULL DEFAULT '', said BLOB NOT NULL DEFAULT x''
);
CREATE INDEX document_settings ON document (settings);
"""
_COLUMNS = ", ".join(Entry.__slots__)
_TEXTS, _BLOBS = 3, 7
"""The columns before the first are any text, those from the second on bytes."""


class Mark(NamedTuple):
    """What identifies one version of a document; see `Entry`."""

    key: str
    identifier: str
    place: str
    given: str
    made: str


class Journal:
    """An open journal; every method but `reading` and the iterators writes, and `commit` makes it last."""

    def __init__(self, folder: Path) -> None:
        self.path = folder / NAME
        with self._told():
            self._base = sqlite3.connect(self.path, isolation_level=None, timeout=30)
            for pragma in ("journal_mode=DELETE", "synchronous=EXTRA", "secure_delete=ON", "trusted_schema=OFF"):
                self._base.execute(f"PRAGMA {pragma}")
            self._begin()

    def _begin(self) -> None:
        """Make the tables of a new store; refuse what another program or a later newskg wrote."""
        application, found = (
            self._base.execute(f"PRAGMA {name}").fetchone()[0] for name in ("application_id", "user_version")
        )
        tables = self._base.execute("SELECT count(*) FROM sqlite_schema").fetchone()[0]
        if not application and not tables:
            script = f"PRAGMA application_id={_APPLICATION}; PRAGMA user_version={FORMAT};"
            self._base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {script} COMMIT;")
        elif application != _APPLICATION:
            raise StoreError(f"{self.path}: not the journal of a newskg store")
        elif found != FORMAT:
            raise StoreError(
                f"{self.path}: of format {found}, and this newskg knows {FORMAT}; use the one that wrote it"
            )

    def close(self, *, keep: bool = True) -> None:
        """Make what was written last, or with `keep=False` forget it, and let go of the file."""
        try:
            if keep:
                self.commit()
        finally:
            self._base.close()

    def commit(self) -> None:
        """Make what was written last."""
        if self._base.in_transaction:
            with self._told():
                self._base.execute("COMMIT")

    def find(self, key: str) -> tuple[Entry, str] | None:
        """Give a document and the digest written with it; None where the store has none of this key."""
        rows = self._rows(f"SELECT {_COLUMNS}, digest FROM document WHERE key = ?", _bytes(key))
        return next((_entry(row) for row in rows), None)

    def entry(self, key: str) -> Entry:
        """Give a document that is there; raises `StoreError` where it is not."""
        found = self.find(key)
        if found is None:
            raise StoreError(f"{self.path}: no document {key}")
        return found[0]

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Give all documents and the digest written with each, sorted by key."""
        rows = self._rows(f"SELECT {_COLUMNS}, digest FROM document ORDER BY key")
        return map(_entry, rows)

    def keys(self, *, without: str | None = None) -> list[str]:
        """Give the keys, sorted; with `without` those that were read with other settings than these."""
        where = "" if without is None else "WHERE settings <> ?"
        parameters = () if without is None else (without,)
        return [_text(key) for (key,) in self._rows(f"SELECT key FROM document {where} ORDER BY key", *parameters)]

    def marks(self, settings: str) -> Iterator[Mark]:
        """Give the marks of the documents read with these settings, sorted by key."""
        sql = f"SELECT {', '.join(Mark._fields)} FROM document WHERE settings = ? ORDER BY key"
        for key, identifier, place, *rest in self._rows(sql, settings):
            yield Mark(_text(key), _text(identifier), _text(place), *map(str, rest))

    def signatures(self, settings: str) -> Iterator[tuple[str, tuple[str | None, bytes]]]:
        """Give each key with the date of issue and the signature of the document, as `kg.read.copies` takes them."""
        sql = "SELECT key, issued, signature FROM document WHERE settings = ? ORDER BY key"
        for key, issued, signature in self._rows(sql, settings):
            yield _text(key), (str(issued) or None, _blob(signature))

    def chains(self, settings: str) -> Iterator[tuple[str, bytes]]:
        """Give each key with who is who inside the document, as JSON, of the documents read with these settings."""
        for key, chains in self._rows("SELECT key, chains FROM document WHERE settings = ? ORDER BY key", settings):
            yield _text(key), _blob(chains)

    def put(self, entry: Entry) -> None:
        """Write a document, in place of the one of the same key."""
        values = (getattr(entry, name) for name in Entry.__slots__)
        row = (*(_bytes(v) if n < _TEXTS else v for n, v in enumerate(values)), entry.digest)
        marks = ", ".join("?" * len(row))
        self._write(f"INSERT OR REPLACE INTO document ({_COLUMNS}, digest) VALUES ({marks})", *row)

    def remove(self, key: str) -> None:
        """Take a document out; its bytes are overwritten."""
        self._write("DELETE FROM document WHERE key = ?", _bytes(key))

    def said(self, key: str, part: str) -> bytes | None:
        """Give what a document says, if it was made of what this hash stands for."""
        rows = self._rows("SELECT said FROM document WHERE key = ? AND part = ?", _bytes(key), part)
        return next((_blob(said) for (said,) in rows), None)

    def say(self, key: str, part: str, said: bytes) -> None:
        """Write what a document says, and the hash of what it was made of."""
        self._write("UPDATE document SET part = ?, said = ? WHERE key = ?", part, said, _bytes(key))

    def setting(self, name: str) -> str:
        """Give a setting of the store; "" where there is none."""
        rows = self._rows("SELECT value FROM setting WHERE name = ?", name)
        return next((str(value) for (value,) in rows), "")

    def set(self, name: str, value: str) -> None:
        """Write a setting of the store."""
        self._write("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def faults(self) -> list[str]:
        """Give what SQLite's own check finds in the file."""
        return [str(found) for (found,) in self._rows("PRAGMA integrity_check") if found != "ok"]

    def _rows(self, sql: str, *parameters: object) -> Iterator[Sequence[object]]:
        with self._told():
            yield from self._base.execute(sql, parameters)

    def _write(self, sql: str, *parameters: object) -> None:
        with self._told():
            if not self._base.in_transaction:
                self._base.execute("BEGIN IMMEDIATE")
            self._base.execute(sql, parameters)

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error


def _entry(row: Sequence[object]) -> tuple[Entry, str]:
    texts, words = map(_text, row[:_TEXTS]), map(str, row[_TEXTS:_BLOBS])
    return Entry(*texts, *words, *map(_blob, row[_BLOBS:-1])), str(row[-1])  # type: ignore[arg-type]


def _bytes(key: str) -> bytes:
    return key.encode("utf-8", "surrogatepass")


def _text(key: object) -> str:
    try:
        return _blob(key).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise StoreError(f"{NAME}: {key!r:.80} is not UTF-8; somebody has changed the journal") from error


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise StoreError(f"{NAME}: {value!r:.80} is not what newskg writes; somebody has changed the journal")
    return value
