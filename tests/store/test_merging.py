"""Names that come and go one document at a time: the entities are those of all documents merged at once."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.gazetteer import Entry as Known
from kg.gazetteer import Gazetteer
from kg.graph.names import Names
from kg.graph.nodes import entity_lines
from kg.model import Run
from kg.resolve import entities
from kg.resolve.coreference import Chain
from kg.resolve.entities import merge
from kg.store.blocks import parted
from kg.store.coding import encode
from kg.store.entries import Entry, References
from kg.store.journal import Journal
from kg.store.ledger import Ledger, Met
from kg.store.merging import Merging
from kg.store.worked_out import Kept

KNOWN = (Known("q1", "Place", "Port Norra", ("Norra", "PN")), Known("q2", "Person", "Ann Miller"))
GAZETTEER = Gazetteer({name.casefold(): entry for entry in KNOWN for name in (entry.name, *entry.aliases)})
NAMES = Names.of(Run("1", "none", "https://x.example/", ()))
WORDS = ("Ann", "Miller", "Norra", "PN", "Brandt", "Ann Miller", "Tom Miller", "Ann Brandt", "Port Norra", "The Norra")
PHRASES = ("the mayor", "the pay deal", "a health secretary", "the norra", "union members", "the Miller report")
TYPES = ("Person", "Organisation", "Place", "Topic", "Group", "Role")

NAMED = st.builds(
    lambda type_, names, members, anonymous: Chain(
        type_, list(range(members)), list(names), phrases=list(names), named=True, anonymous=anonymous
    ),
    st.sampled_from(TYPES),
    st.lists(st.sampled_from(WORDS), min_size=1, max_size=3, unique=True),
    st.integers(1, 3),
    st.sampled_from((False, False, False, True)),
)
UNNAMED = st.builds(
    lambda type_, phrases, label, office, anonymous: Chain(
        type_, [0], [], phrases=list(phrases), label=label, office_of=office, anonymous=anonymous
    ),
    st.sampled_from(TYPES),
    st.lists(st.sampled_from(PHRASES), min_size=1, max_size=2, unique=True),
    st.sampled_from(("", "mayor", "Norra", "pay deal")),
    st.sampled_from(("", "", "Norra", "2")),
    st.booleans(),
)
STEPS = st.lists(
    st.dictionaries(
        st.sampled_from("123456"),
        st.one_of(st.none(), st.lists(st.one_of(NAMED, NAMED, UNNAMED), max_size=4)),
        min_size=1,
        max_size=3,
    ),
    min_size=1,
    max_size=5,
)


class Bench:
    """A journal in which documents come and go, and the ledger that follows it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir()
        self.journal = Journal(folder)
        self.ledger = Ledger(self.journal, "settings")
        self.merging = Merging(self.ledger, Kept(self.journal), GAZETTEER, NAMES)
        self.chains: dict[str, list[Chain]] = {}

    def step(self, changes: dict[str, list[Chain] | None]) -> set[str]:
        """Put documents, or take them out where there are no chains; give the keys of those that became another."""
        gone = [key for key, chains in changes.items() if chains is None and key in self.chains]
        new = [key for key, chains in sorted(changes.items()) if chains is not None]
        for key in gone:
            self.journal.remove(key)
            del self.chains[key]
        for key in new:
            self.chains[key] = changes[key] or []
            empty = dict.fromkeys(("identifier", "place", "given", "made", "settings", "issued"), "")
            blank = dict.fromkeys(("signature", "document", "extraction"), b"")
            self.journal.put(Entry(key, **empty, **blank, chains=encode(References(self.chains[key], {}))))
        with self.ledger.entering():
            return set(self.merging.join(gone, new))

    def found(self) -> tuple[dict[str, list[str]], set[str]]:
        """Give the entity of each chain, and what is said of entities."""
        of = {key: self.ledger.entities_of(key) for key in sorted(self.chains)}
        return of, set(parted(self.ledger.lines("entity")))

    def wanted(self) -> tuple[dict[str, list[str]], set[str]]:
        """Give what merging all at once gives."""
        documents = sorted(self.chains.items())
        made, of = merge(documents, None, GAZETTEER)
        lines = {line for entity in made for line in entity_lines(entity, NAMES)}
        return {key: [of[key, n] for n in range(len(chains))] for key, chains in documents}, lines


@pytest.fixture
def folders(tmp_path: Path) -> Iterator[Path]:
    """Give new folders, one after the other."""
    return map(tmp_path.joinpath, map(str, count()))


def follows(folders: Iterator[Path], steps: list[dict[str, list[Chain] | None]]) -> None:
    bench = Bench(next(folders))
    for changes in steps:
        before, _ = bench.found()
        changed = bench.step(changes)
        found, lines = bench.found()
        assert (found, lines) == bench.wanted()
        assert changed >= {key for key in found if found[key] != before.get(key, found[key])}
    bench.journal.close()


def test_names_that_come_and_go_are_merged_as_if_all_came_at_once(folders: Iterator[Path]) -> None:
    @settings(max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[dict[str, list[Chain] | None]]) -> None:
        follows(folders, steps)

    check()


@pytest.mark.long
def test_names_that_come_and_go_are_merged_as_if_all_came_at_once_many_times(folders: Iterator[Path]) -> None:
    @settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[dict[str, list[Chain] | None]]) -> None:
        follows(folders, steps)

    check()


def person(*names: str) -> Chain:
    return Chain("Person", [0], list(names), phrases=list(names), named=True)


def test_a_second_bearer_takes_a_short_form_back_from_the_first(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "store")
    bench.step({"1": [person("Eva Stone")], "2": [person("Stone")]})
    assert bench.found()[0] == {"1": ["person-eva-stone"], "2": ["person-eva-stone"]}
    assert bench.step({"3": [person("Karl Stone")]}) == {"2", "3"}
    assert bench.found()[0]["2"] == ["person-stone"]
    assert bench.step({"1": None}) == {"2"}
    assert bench.found()[0]["2"] == ["person-karl-stone"]


def test_only_what_a_document_touches_is_merged_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench = Bench(tmp_path / "store")
    letters = "abcdefghijklmnopqrst"
    bench.step({str(n): [person(f"Eva {letters[n] * 3}"), person("Ann Brandt")] for n in range(20)})
    looked_at = []
    kept = entities.grouped
    monkeypatch.setattr(entities, "grouped", lambda members, *rest: looked_at.extend(members) or kept(members, *rest))
    bench.step({"20": [person("Eva ccc")]})
    assert {(key, number) for key, number, _ in looked_at} == {("2", 0), ("20", 0)}


def test_a_ledger_is_entered_whole_or_not_at_all(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "store")
    bench.step({"1": [person("Eva Stone")]})
    with pytest.raises(KeyboardInterrupt), bench.ledger.entering():
        bench.ledger.clear_documents()
        bench.ledger.meet("2", Met("v", "s", "d"))
        raise KeyboardInterrupt
    bench.journal.commit()
    assert (bench.ledger.met(), bench.found()[0]) == ({}, {"1": ["person-eva-stone"]})


def test_other_settings_throw_away_what_was_settled(tmp_path: Path) -> None:
    bench = Bench(tmp_path / "store")
    bench.step({"1": [person("Eva Stone")]})
    with Ledger(bench.journal, "settings").entering():
        assert bench.ledger.entities_of("1") == ["person-eva-stone"]
    with Ledger(bench.journal, "others").entering():
        assert bench.ledger.entities_of("1") == []
