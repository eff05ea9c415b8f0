"""What was settled between the documents of a store, kept so that an update costs what it touches.

    met     each document by key: the version of it that is entered here, what the collection settled of it, and the hash
            of the graph that its statements were told with
    chain   its chains, with the normal name of each, that of the group it belongs to, and its entity
    form    short forms that a longer name may be called by
    entity  what the graph says of each entity, under the normal name of its group
    told    its statements, under the pair of entities they are about
    skip    what was seen in it and not taken
    claim   what the graph says of the claims about a pair
    dispute what it says of the disputes over them

All of it follows from the documents. It is entered in one transaction, and thrown away where the settings have changed.
"""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from typing import NamedTuple, TypeVar

from kg.errors import StoreError
from kg.gazetteer import Gazetteer
from kg.model import Statement
from kg.resolve.coreference import Chain
from kg.resolve.entities import Member, canonical, is_local
from kg.resolve.known import entry_of
from kg.resolve.naming import normal
from kg.store.coding import decode, encode
from kg.store.journal import Journal, as_bytes, as_text

T = TypeVar("T")

TABLES = ("met", "chain", "form", "entity", "told", "skip", "claim", "dispute")
_SETTING = "ledger of"


class Met(NamedTuple):
    """A document that is entered: its version, what the collection settled of it, the hash of its graph."""

    version: str
    settled: str
    digest: str


class Place(NamedTuple):
    """Where a chain meets others: its normal name, that of its group, and the short forms that this may be called by."""

    name: str
    home: str
    forms: frozenset[str]


@dataclass(frozen=True, slots=True)
class Row:
    """A statement that is about a pair, or that denies one about it; the document by key, and whose copy that is."""

    key: str
    copy_of: str | None
    statement: Statement


class Ledger:
    """The tables; nothing is decided here."""

    def __init__(self, journal: Journal, settings: str) -> None:
        self._journal = journal
        self._settings = settings

    @contextmanager
    def entering(self) -> Iterator[None]:
        """Enter all of it or nothing; what stands there of other settings is thrown away."""
        with self._journal.whole():
            if self._journal.setting(_SETTING) != self._settings:
                self.clear()
                self._journal.set(_SETTING, self._settings)
            yield

    def clear(self) -> None:
        """Throw everything away; it is overwritten."""
        self.clear_documents()
        self._journal.set(_SETTING, "")

    def clear_documents(self) -> None:
        """Throw away what was settled between documents."""
        for table in TABLES:
            self._journal.write(f"DELETE FROM {table}")

    # ---- documents

    def met(self) -> dict[str, Met]:
        """Give what is entered, by key."""
        rows = self._journal.rows("SELECT key, version, settled, digest FROM met")
        return {
            as_text(key): Met(str(version), as_text(settled), str(digest)) for key, version, settled, digest in rows
        }

    def meet(self, key: str, met: Met) -> None:
        """Enter a document."""
        row = as_bytes(key), met.version, as_bytes(met.settled), met.digest
        self._journal.write("INSERT OR REPLACE INTO met VALUES (?, ?, ?, ?)", *row)

    def forget(self, key: str) -> None:
        """Take a document out, its chains and forms too."""
        for table in ("met", "chain", "form"):
            self._journal.write(f"DELETE FROM {table} WHERE key = ?", as_bytes(key))

    # ---- names

    def touched(self, key: str) -> tuple[set[str], set[str]]:
        """Give the names of the chains of a document and of their groups, and the short forms in it."""
        rows = self._journal.rows("SELECT name, home FROM chain WHERE key = ?", as_bytes(key))
        names = {as_text(name) for row in rows for name in row}
        return names, self._texts("SELECT form FROM form WHERE key = ?", [key])

    def enter_chains(
        self, key: str, chains: Sequence[bytes], places: Sequence[Place], entities: Sequence[str] = ()
    ) -> None:
        """Enter the chains of a document, as JSON; those without an entity have "" for it."""
        rows = []
        for number, (chain, place) in enumerate(zip(chains, places, strict=True)):
            entity = entities[number] if entities else ""
            rows.append((as_bytes(key), number, as_bytes(place.name), as_bytes(place.home), chain, entity))
        borne = {(as_bytes(form), as_bytes(place.home), as_bytes(key)) for place in places for form in place.forms}
        self._journal.write_many("INSERT INTO chain VALUES (?, ?, ?, ?, ?, ?)", rows)
        self._journal.write_many("INSERT INTO form VALUES (?, ?, ?)", sorted(borne))

    def forms(self, homes: Iterable[str]) -> set[str]:
        """Give the short forms that groups of these names may be called by."""
        return self._texts("SELECT DISTINCT form FROM form WHERE home = ?", homes)

    def bearers(self, forms: Iterable[str]) -> set[str]:
        """Give the names of the groups that may be called by these short forms."""
        return self._texts("SELECT DISTINCT home FROM form WHERE form = ?", forms)

    def members(self, names: Iterable[str]) -> tuple[list[Member], dict[tuple[str, int], str]]:
        """Give the chains of these names, or of groups of them, sorted by document and number; the names of their groups."""
        found: dict[tuple[str, int], Chain] = {}
        homes: dict[tuple[str, int], str] = {}
        sql = "SELECT key, number, home, written FROM chain WHERE home = ? UNION ALL "
        sql += "SELECT key, number, home, written FROM chain WHERE name = ? AND home <> name"
        for name in names:
            for key, number, home, written in self._journal.rows(sql, *[as_bytes(name)] * 2):
                place = as_text(key), int(str(number))
                if place not in found:
                    found[place], homes[place] = _decoded(Chain, written), as_text(home)
        return [(*place, found[place]) for place in sorted(found)], homes

    def entities_of(self, key: str) -> list[str]:
        """Give the entity of each chain of a document."""
        rows = self._journal.rows("SELECT entity FROM chain WHERE key = ? ORDER BY number", as_bytes(key))
        return [str(entity) for (entity,) in rows]

    def settle(self, of: Mapping[tuple[str, int], str]) -> set[str]:
        """Enter the entities of chains, and give the keys of the documents in which one became another."""
        changed = set()
        for (key, number), entity in of.items():
            where = as_bytes(key), number
            sql = "UPDATE chain SET entity = ? WHERE key = ? AND number = ? AND entity <> ?"
            if self._journal.write(sql, entity, *where, entity):
                changed.add(key)
        return changed

    def put_entities(self, homes: Iterable[str], found: Iterable[tuple[str, str]]) -> None:
        """Enter what the graph says of the entities of these names, (name, lines), in place of what stands there."""
        for home in homes:
            self._journal.write("DELETE FROM entity WHERE home = ?", as_bytes(home))
        rows = [(as_bytes(home), lines) for home, lines in found]
        self._journal.write_many("INSERT INTO entity VALUES (?, ?)", rows)

    # ---- statements

    def pairs(self, key: str) -> set[str]:
        """Give the pairs that something is told about in a document."""
        return self._texts("SELECT DISTINCT pair FROM told WHERE key = ?", [key])

    def tell(self, key: str, rows: Iterable[tuple[str, Row]], skips: Iterable[tuple[str, str, int]]) -> None:
        """Enter what a document says, by pair, and what was not taken, in place of what stands there of it."""
        self.untell(key)
        self._journal.write_many(
            "INSERT INTO told VALUES (?, ?, ?, ?)",
            [(as_bytes(pair), as_bytes(key), row.statement.id, encode(row)) for pair, row in rows],
        )
        self._journal.write_many("INSERT INTO skip VALUES (?, ?, ?, ?)", [(as_bytes(key), *skip) for skip in skips])

    def untell(self, key: str) -> None:
        """Take out what a document says."""
        for table in ("told", "skip"):
            self._journal.write(f"DELETE FROM {table} WHERE key = ?", as_bytes(key))

    def told(self, pairs: Iterable[str]) -> list[Row]:
        """Give what is told about some pairs, each statement once, sorted by document and id."""
        found: dict[tuple[str, str], Row] = {}
        for pair in pairs:
            for key, id_, written in self._journal.rows(
                "SELECT key, id, written FROM told WHERE pair = ?", as_bytes(pair)
            ):
                found.setdefault((as_text(key), str(id_)), _decoded(Row, written))
        return [found[place] for place in sorted(found)]

    def skips(self) -> Iterator[tuple[str, str, int]]:
        """Give how often what was seen and not taken, in all documents."""
        for stage, reason, number in self._journal.rows("SELECT stage, reason, sum(number) FROM skip GROUP BY 1, 2"):
            yield str(stage), str(reason), int(str(number))

    def put_claims(self, pairs: Iterable[str], claims: Mapping[str, str], disputes: Mapping[str, str]) -> None:
        """Enter what the graph says of the claims about pairs and of their disputes, in place of what stands there."""
        for table, of in (("claim", claims), ("dispute", disputes)):
            self._journal.write_many(f"DELETE FROM {table} WHERE pair = ?", [(as_bytes(pair),) for pair in pairs])
            rows = [(as_bytes(pair), lines) for pair, lines in of.items()]
            self._journal.write_many(f"INSERT INTO {table} VALUES (?, ?)", rows)

    def lines(self, table: str) -> str:
        """Give all lines of entities, claims or disputes as one text."""
        return "".join([str(text) for (text,) in self._journal.rows(f"SELECT lines FROM {table}")])

    def _texts(self, sql: str, given: Iterable[str]) -> set[str]:
        return {as_text(found) for one in given for (found,) in self._journal.rows(sql, as_bytes(one))}


def places(key: str, chains: Sequence[Chain], gazetteer: Gazetteer) -> list[Place]:
    """Give where each chain of a document meets others: what is local, under a name that no other document has."""
    called = [canonical(chain) for chain in chains]
    odd = {normal(name) for chain, name in zip(chains, called, strict=True) if chain.named and _is_odd(chain)}
    return [_place(key, chain, name, gazetteer, odd) for chain, name in zip(chains, called, strict=True)]


def _is_odd(chain: Chain) -> bool:
    """Tell a chain that has a name and stays in its document: it may be one with what is local there."""
    return chain.anonymous or chain.apart


def _place(key: str, chain: Chain, name: str, gazetteer: Gazetteer, odd: Container[str]) -> Place:
    entry, here = entry_of(chain, name, gazetteer), normal(name)
    if entry is None and is_local(chain) and here not in odd:
        alone = f"{here}\n{key}"
        return Place(alone, alone, frozenset())
    longest = entry.name if entry else name
    person = chain.named or "Person" in (chain.type, entry.type if entry else "")
    last = {normal(found.split()[-1]) for found in (name, longest) if person and " " in found}
    return Place(here, normal(longest), frozenset(last.union(normal(n) for n in chain.names if " " not in n)))


def _decoded(kind: type[T], written: object) -> T:
    if not isinstance(written, bytes):
        raise StoreError(f"the store's ledger: {written!r:.80} is not what newskg writes; somebody has changed it")
    try:
        return decode(kind, written)
    except ValueError as error:
        raise StoreError(f"the store's ledger: {error}; kg verify says more") from error
