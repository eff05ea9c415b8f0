"""Bring what was settled between the documents of a store (`kg.store.ledger`) to what the journal says.

A document that comes, changes or goes touches names, and these the short forms that they share with others: the groups of
those names alone are made again. What becomes another entity there touches other documents; what these say touches pairs
of entities, and only the claims about those pairs are compared again. The rules are those of `kg.resolve`, on a part.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass

from kg.graph.names import Names
from kg.graph.nodes import claim_lines, dispute_lines, shared_lines
from kg.graph.write import check_relations
from kg.model import Document, Modality, Polarity, ResolvedDocument, Statement
from kg.resolve import compare
from kg.store.blocks import parted
from kg.store.journal import Journal
from kg.store.ledger import Ledger, Met, Row
from kg.store.merging import Merging
from kg.store.resolving import Maker, Part, Plan, Settled, collection, digest_of, shared_part, whole
from kg.store.settings import Settings
from kg.store.spool import Spool
from kg.store.worked_out import Kept, Said

_TABLES = {"entities": "entity", "claims": "claim", "disputes": "dispute"}
"""The tables that hold what stands in the graphs that belong to no document."""


def plan(journal: Journal, settings: Settings, spool: Spool) -> Plan:
    """Work out what the graphs of a store should hold; raises `GraphInvalid`, and `StoreError` for a broken journal.

    Graphs that are made on the way, and that the former state lacks, go into the spool.
    """
    ledger = Ledger(journal, settings.writing)
    if settings.corrections:
        ledger.clear()
        return whole(journal, settings)
    with ledger.entering():
        return _Update(journal, settings, spool, ledger).plan()


class _Update:
    """One update, from the documents that came and went to the named graphs."""

    def __init__(self, journal: Journal, settings: Settings, spool: Spool, ledger: Ledger) -> None:
        self._settings, self._ledger, self._spool = settings, ledger, spool
        self._names, self._kept = Names.of(settings.run), Kept(journal)
        self._settled = collection(journal, settings)
        self._before = ledger.met()
        self._maker = Maker(journal, settings, self._settled, ledger.entities_of, spool, self._kept)

    def plan(self) -> Plan:
        """Do it."""
        gone = [key for key in self._before if key not in self._settled]
        new = [key for key, it in self._settled.items() if not self._has(key, it)]
        pairs = {pair for key in gone for pair in self._ledger.pairs(key)}
        merging = Merging(self._ledger, self._kept, self._settings.ontology.gazetteer, self._names)
        if len(new) == len(self._settled):
            changed = merging.begin(self._settled)
        else:
            changed = merging.join(gone, new)
        for key in gone:
            self._ledger.untell(key)
        told = self._tell(changed, pairs)
        self._contrast(pairs, told)
        skips = Counter({(stage, reason): number for stage, reason, number in self._ledger.skips()})
        return Plan((*self._maker.parts, *self._shared()), skips)

    def _has(self, key: str, it: Settled) -> bool:
        return key in self._before and self._before[key].version == it.version

    # ---- what is said

    def _tell(self, changed: Set[str], pairs: set[str]) -> dict[str, ResolvedDocument]:
        """Enter what documents say that did not say it before, and add the pairs that it is about."""
        found = {}
        for key, it in self._settled.items():
            mark, before = f"{it.identifier}\n{it.copy_of or ''}", self._before.get(key)
            if before and key not in changed and before[:2] == (it.version, mark):
                self._maker.add(key, before.digest)
                continue
            digest = digest_of(self._settings, it, self._ledger.entities_of(key))
            if before and before.digest == digest:
                self._maker.add(key, digest)
            else:
                said = self._maker.say(key, digest)
                found[key] = _resolved(key, it.copy_of, said.statements)
                self._enter_said(found[key], said, pairs)
            self._ledger.meet(key, Met(it.version, mark, digest))
        check_relations(found.values(), self._settings.ontology)
        return found

    def _enter_said(self, document: ResolvedDocument, said: Said, pairs: set[str]) -> None:
        key, rows = document.document.key, list(_rows(document, self._settings.ontology.of("denial")))
        pairs |= self._ledger.pairs(key)
        pairs.update(pair for pair, _ in rows)
        self._ledger.tell(key, rows, said.skips)

    def _contrast(self, pairs: Set[str], told: dict[str, ResolvedDocument]) -> None:
        """Enter the claims about these pairs, and the disputes over them.

        A denial of what is said of a pair helps to find who disputes it; the claim that it makes itself is made where it
        is at home.
        """
        documents = list(told.values()) if len(told) == len(self._settled) else _documents(self._ledger.told(pairs))
        claims, disputes = compare(documents, self._settings.ontology)
        home = {claim.id: pair_of(claim.documents[0], claim.subject, claim.object) for claim in claims}
        found, disputed = defaultdict[str, list[str]](list), defaultdict[str, list[str]](list)
        for claim in claims:
            if home[claim.id] in pairs:
                found[home[claim.id]] += claim_lines(claim, self._names)
        for dispute in disputes:
            disputed[home[dispute.claim]] += dispute_lines(dispute, self._names)
        self._ledger.put_claims(
            pairs, *({pair: "".join(some) for pair, some in of.items()} for of in (found, disputed))
        )

    # ---- out

    def _shared(self) -> Iterator[Part]:
        """Give the graphs of entities, claims and disputes."""
        run = self._settings.run
        for name in _TABLES:
            yield shared_part(f"{run.base}graph/{name}", self._settings, _Lines(self, name), self._spool)

    def lines(self, of: str) -> Iterator[str]:
        """Give the lines of such a graph."""
        if of == "entities":
            yield from shared_lines(self._settings.run, (), (), self._names)
        yield from parted(self._ledger.lines(_TABLES[of]))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of a graph, as often as they are asked for."""

    update: _Update
    of: str

    def __call__(self) -> Iterator[str]:
        return self.update.lines(self.of)


def pair_of(key: str, subject: str | None, object_: str | None) -> str:
    """Name a pair of entities in either order; with one end alone they are those of one document."""
    return "\n".join(sorted((subject or "", object_ or "", "" if subject and object_ else key)))


def _rows(document: ResolvedDocument, denial: Set[str]) -> Iterator[tuple[str, Row]]:
    """Give each asserted statement for the pair of its ends; a denial also for those of what it denies."""
    key, copy_of = document.document.key, document.document.copy_of
    asserted = {s.id: s for s in document.statements if s.modality == Modality.ASSERTED and (s.subject or s.object)}
    where = {id_: pair_of(key, s.subject, s.object) for id_, s in asserted.items()}
    for id_, statement in asserted.items():
        homes = {where[id_]}
        if statement.relation in denial and statement.polarity == Polarity.POSITIVE:
            homes.update(where[other] for other in statement.content if other in where)
        yield from ((home, Row(key, copy_of, statement)) for home in sorted(homes))


def _documents(rows: Iterable[Row]) -> list[ResolvedDocument]:
    """Put statements together by their document."""
    statements, leads = defaultdict[str, list[Statement]](list), dict[str, str | None]()
    for row in rows:
        statements[row.key].append(row.statement)
        leads[row.key] = row.copy_of
    return [_resolved(key, leads[key], tuple(found)) for key, found in statements.items()]


def _resolved(key: str, copy_of: str | None, statements: tuple[Statement, ...]) -> ResolvedDocument:
    return ResolvedDocument(Document(key, key, "", copy_of=copy_of), statements=statements)
