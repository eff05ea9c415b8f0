"""The documents of a store and what was read in each: one SQLite file, changed in whole transactions."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
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
_LEDGER = """
CREATE TABLE met (key BLOB PRIMARY KEY, version TEXT NOT NULL, settled BLOB NOT NULL, digest TEXT NOT NULL);
CREATE TABLE chain (
    key BLOB, number INTEGER, name BLOB NOT NULL, home BLOB NOT NULL, written BLOB NOT NULL, entity TEXT NOT NULL,
    PRIMARY KEY (key, number)
) WITHOUT ROWID;
CREATE INDEX chain_name ON chain (name);
CREATE INDEX chain_home ON chain (home);
CREATE TABLE form (form BLOB, home BLOB, key BLOB, PRIMARY KEY (form, home, key)) WITHOUT ROWID;
CREATE INDEX form_home ON form (home);
CREATE INDEX form_key ON form (key);
CREATE TABLE entity (home BLOB NOT NULL, lines TEXT NOT NULL);
CREATE INDEX entity_home ON entity (home);
CREATE TABLE told (pair BLOB, key BLOB, id TEXT, written BLOB NOT NULL, PRIMARY KEY (pair, key, id)) WITHOUT ROWID;
CREATE INDEX told_key ON told (key);
CREATE TABLE skip (key BLOB, stage TEXT, reason TEXT, number INTEGER NOT NULL, PRIMARY KEY (key, stage, reason));
CREATE TABLE claim (pair BLOB PRIMARY KEY, lines TEXT NOT NULL);
CREATE TABLE dispute (pair BLOB PRIMARY KEY, lines TEXT NOT NULL);
"""
"""What follows from the documents: see `kg.store.ledger`."""
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
            self._base.executescript(f"BEGIN IMMEDIATE; {_SCHEMA} {_LEDGER} {script} COMMIT;")
        elif application != _APPLICATION:
            raise StoreError(f"{self.path}: not the journal of a newskg store")
        elif found != FORMAT:
            raise StoreError(
                f"{self.path}: of format {found}, and this newskg knows {FORMAT}; use the one that wrote it"
            )
        elif not self._base.execute("SELECT count(*) FROM sqlite_schema WHERE name = 'met'").fetchone()[0]:
            self._base.executescript(f"BEGIN IMMEDIATE; {_LEDGER} COMMIT;")

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
        rows = self.rows(f"SELECT {_COLUMNS}, digest FROM document WHERE key = ?", as_bytes(key))
        return next((_entry(row) for row in rows), None)

    def entry(self, key: str) -> Entry:
        """Give a document that is there; raises `StoreError` where it is not."""
        found = self.find(key)
        if found is None:
            raise StoreError(f"{self.path}: no document {key}")
        return found[0]

    def entries(self) -> Iterator[tuple[Entry, str]]:
        """Give all documents and the digest written with each, sorted by key."""
        rows = self.rows(f"SELECT {_COLUMNS}, digest FROM document ORDER BY key")
        return map(_entry, rows)

    def keys(self, *, without: str | None = None) -> list[str]:
        """Give the keys, sorted; with `without` those that were read with other settings than these."""
        where = "" if without is None else "WHERE settings <> ?"
        parameters = () if without is None else (without,)
        return [as_text(key) for (key,) in self.rows(f"SELECT key FROM document {where} ORDER BY key", *parameters)]

    def marks(self, settings: str) -> Iterator[Mark]:
        """Give the marks of the documents read with these settings, sorted by key."""
        sql = f"SELECT {', '.join(Mark._fields)} FROM document WHERE settings = ? ORDER BY key"
        for key, identifier, place, *rest in self.rows(sql, settings):
            yield Mark(as_text(key), as_text(identifier), as_text(place), *map(str, rest))

    def signatures(self, settings: str) -> Iterator[tuple[str, tuple[str | None, bytes]]]:
        """Give each key with the date of issue and the signature of the document, as `kg.read.copies` takes them."""
        sql = "SELECT key, issued, signature FROM document WHERE settings = ? ORDER BY key"
        for key, issued, signature in self.rows(sql, settings):
            yield as_text(key), (str(issued) or None, _blob(signature))

    def chains(self, settings: str) -> Iterator[tuple[str, bytes]]:
        """Give each key with who is who inside the document, as JSON, of the documents read with these settings."""
        for key, chains in self.rows("SELECT key, chains FROM document WHERE settings = ? ORDER BY key", settings):
            yield as_text(key), _blob(chains)

    def chains_of(self, key: str) -> bytes:
        """Give who is who inside one document; raises `StoreError` where it is not there."""
        for (chains,) in self.rows("SELECT chains FROM document WHERE key = ?", as_bytes(key)):
            return _blob(chains)
        raise StoreError(f"{self.path}: no document {key}")

    def put(self, entry: Entry) -> None:
        """Write a document, in place of the one of the same key."""
        values = (getattr(entry, name) for name in Entry.__slots__)
        row = (*(as_bytes(v) if n < _TEXTS else v for n, v in enumerate(values)), entry.digest)
        marks = ", ".join("?" * len(row))
        self.write(f"INSERT OR REPLACE INTO document ({_COLUMNS}, digest) VALUES ({marks})", *row)

    def remove(self, key: str) -> None:
        """Take a document out; its bytes are overwritten."""
        self.write("DELETE FROM document WHERE key = ?", as_bytes(key))

    def said(self, key: str, part: str) -> bytes | None:
        """Give what a document says, if it was made of what this hash stands for."""
        rows = self.rows("SELECT said FROM document WHERE key = ? AND part = ?", as_bytes(key), part)
        return next((_blob(said) for (said,) in rows), None)

    def say(self, key: str, part: str, said: bytes) -> None:
        """Write what a document says, and the hash of what it was made of."""
        self.write("UPDATE document SET part = ?, said = ? WHERE key = ?", part, said, as_bytes(key))

    def setting(self, name: str) -> str:
        """Give a setting of the store; "" where there is none."""
        rows = self.rows("SELECT value FROM setting WHERE name = ?", name)
        return next((str(value) for (value,) in rows), "")

    def set(self, name: str, value: str) -> None:
        """Write a setting of the store."""
        self.write("INSERT OR REPLACE INTO setting VALUES (?, ?)", name, value)

    def faults(self) -> list[str]:
        """Give what SQLite's own check finds in the file."""
        return [str(found) for (found,) in self.rows("PRAGMA integrity_check") if found != "ok"]

    def rows(self, sql: str, *parameters: object) -> Iterator[Sequence[object]]:
        """Ask the file."""
        with self._told():
            yield from self._base.execute(sql, parameters)

    def write(self, sql: str, *parameters: object) -> int:
        """Change the file, and give how many rows it touched."""
        with self._told():
            self._change()
            return self._base.execute(sql, parameters).rowcount

    def write_many(self, sql: str, rows: Iterable[Sequence[object]]) -> None:
        """Change the file in the same way for each row of parameters."""
        with self._told():
            self._change()
            self._base.executemany(sql, rows)

    @contextmanager
    def whole(self) -> Iterator[None]:
        """Keep all that is written inside, or where it fails nothing."""
        with self._told():
            self._change()
            self._base.execute("SAVEPOINT whole")
        try:
            yield
        except BaseException:
            if self._base.in_transaction:
                self._base.execute("ROLLBACK TO whole")
            raise
        self.write("RELEASE whole")

    def _change(self) -> None:
        if not self._base.in_transaction:
            self._base.execute("BEGIN IMMEDIATE")

    @contextmanager
    def _told(self) -> Iterator[None]:
        try:
            yield
        except sqlite3.Error as error:
            raise StoreError(f"{self.path}: {error}") from error


def _entry(row: Sequence[object]) -> tuple[Entry, str]:
    texts, words = map(as_text, row[:_TEXTS]), map(str, row[_TEXTS:_BLOBS])
    return Entry(*texts, *words, *map(_blob, row[_BLOBS:-1])), str(row[-1])  # type: ignore[arg-type]


def as_bytes(key: str) -> bytes:
    """Give text as the file keeps it, lone surrogates too."""
    return key.encode("utf-8", "surrogatepass")


def as_text(key: object) -> str:
    """Give it back; raises `StoreError` for what newskg would not have written."""
    try:
        return _blob(key).decode("utf-8", "surrogatepass")
    except UnicodeDecodeError as error:
        raise StoreError(f"{NAME}: {key!r:.80} is not UTF-8; somebody has changed the journal") from error


def _blob(value: object) -> bytes:
    if not isinstance(value, bytes):
        raise StoreError(f"{NAME}: {value!r:.80} is not what newskg writes; somebody has changed the journal")
    return value
