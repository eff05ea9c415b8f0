"""Merge the chains of a store's documents, as `kg.resolve.entities.merge` does, where something came or went."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence, Set
from dataclasses import dataclass, field

from kg.gazetteer import Gazetteer
from kg.graph.names import Names
from kg.graph.nodes import entity_lines
from kg.resolve.entities import Member, entities_of, groups_of
from kg.resolve.judgements import Judgements
from kg.store.ledger import Ledger, Place, places
from kg.store.worked_out import Kept


@dataclass(slots=True)
class _Touched:
    """Names of chains and of their groups, and short forms."""

    names: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)

    def add(self, names: Iterable[str], forms: Iterable[str]) -> None:
        self.names.update(names)
        self.forms.update(forms)


class Merging:
    """Enters into a ledger who is who among its documents; `kept` has who is who inside each."""

    def __init__(self, ledger: Ledger, kept: Kept, gazetteer: Gazetteer, names: Names) -> None:
        self._ledger, self._kept, self._gazetteer, self._names = ledger, kept, gazetteer, names

    def begin(self, keys: Collection[str]) -> Set[str]:
        """Merge the chains of these documents, sorted by key, and forget all others; give the keys."""
        self._ledger.clear_documents()
        members, homes = list[Member](), dict[tuple[str, int], str]()
        found = dict[str, list[Place]]()
        for key in keys:
            chains = self._kept.chains(key)
            found[key] = places(key, chains, self._gazetteer)
            members += ((key, number, chain) for number, chain in enumerate(chains))
            homes |= {(key, number): place.home for number, place in enumerate(found[key])}
        of = self._group(members, homes, None)
        for key, where in found.items():
            entities = [of[key, number] for number in range(len(where))]
            self._ledger.enter_chains(key, self._kept.written_chains(key), where, entities)
        return set(keys)

    def join(self, gone: Sequence[str], new: Sequence[str]) -> Set[str]:
        """Merge what touches documents that went, came or changed; give the keys of the new, and of those that follow.

        A group changes where a chain of its name comes or goes, and where one does of a name that shares a short form
        with it. What settles whose short form that is are all names that share it: those are looked at, too.
        """
        ledger, touched = self._ledger, self._enter(gone, new)
        forms = touched.forms | ledger.forms(touched.names)
        again = touched.names | forms | ledger.bearers(forms | touched.names)
        around = ledger.forms(again)
        members, homes = ledger.members(again | around | ledger.bearers(around | again))
        return {*new, *ledger.settle(self._group(members, homes, again))}

    def _enter(self, gone: Sequence[str], new: Sequence[str]) -> _Touched:
        """Enter the chains of new documents, take out former ones, and give what both touch."""
        touched = _Touched()
        for key in (*gone, *new):
            touched.add(*self._ledger.touched(key))
            self._ledger.forget(key)
        for key in new:
            where = places(key, self._kept.chains(key), self._gazetteer)
            self._ledger.enter_chains(key, self._kept.written_chains(key), where)
            for place in where:
                touched.add((place.name, place.home), place.forms)
        return touched

    def _group(
        self, members: Sequence[Member], homes: dict[tuple[str, int], str], again: Set[str] | None
    ) -> dict[tuple[str, int], str]:
        """Enter the entities of groups of these names (None: of all), and give which one each of their chains is."""
        of, lines = dict[tuple[str, int], str](), list[tuple[str, str]]()
        for key, group in groups_of(members, self._gazetteer, Judgements()).items():
            home = homes[group.members[0]]
            if again is None or home in again:
                [entity], which = entities_of({key: group})
                lines.append((home, "".join(entity_lines(entity, self._names))))
                of |= which
        self._ledger.put_entities(again or (), lines)
        return of
