"""Who holds which office and who belongs to whom, in sentences of our own: a scored gate with floors that only rise.

`cases/roles.json`: `text`; `roles` and `members` are pairs of a person and the office or body (a list: any will do);
`absent` are pairs that no statement may hold. `RAISE_FLOORS=1` raises `cases/roles_floors.json`.
"""

from __future__ import annotations

import json
import math
import os
from pathlib import Path
from typing import Any

import pytest

from kg.extract import Extractor
from kg.model import Document, Modality, Polarity
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.stories.test_cases import answers, fold

FOLDER = Path(__file__).parent / "cases"
CASES: list[dict[str, Any]] = json.loads((FOLDER / "roles.json").read_text(encoding="utf-8"))
FLOORS: dict[str, float] = json.loads((FOLDER / "roles_floors.json").read_text(encoding="utf-8"))
LEAST = 0.85
KINDS = {"roles": "holdsRole", "members": "affiliatedWith"}
Fact = tuple[frozenset[str], str, frozenset[str]]


def facts(extractor: Extractor, ontology: Ontology, text: str) -> list[Fact]:
    """Give the asserted offices and memberships of a text by all names of both ends."""
    resolution = resolve([extractor.extract(Document(key="case.txt", identifier="case", text=text))], ontology)
    names = {e.id: frozenset(map(fold, (e.name, *e.aliases))) for e in resolution.entities}
    return [
        (names[s.subject], s.relation, names[s.object])
        for document in resolution.documents
        for s in document.statements
        if s.relation in KINDS.values() and s.polarity is Polarity.POSITIVE and s.modality is Modality.ASSERTED
        if s.subject and s.object
    ]


@pytest.fixture(scope="module")
def read(ontology: Ontology, model: str) -> list[list[Fact]]:
    extractor = Extractor(ontology, model)
    return [facts(extractor, ontology, case["text"]) for case in CASES]


def has(found: list[Fact], person: str, thing: object, relation: str = "") -> bool:
    wanted = set(map(fold, answers(thing)))
    return any(fold(person) in names and wanted & things and relation in ("", r) for names, r, things in found)


def missed(read: list[list[Fact]], kind: str) -> list[str]:
    return [
        f"{case['text']}: {person}: {thing}"
        for case, found in zip(CASES, read, strict=True)
        for person, thing in case[kind]
        if not has(found, person, thing, KINDS[kind])
    ]


def recall(read: list[list[Fact]], kind: str) -> float:
    return 1 - len(missed(read, kind)) / sum(len(case[kind]) for case in CASES)


def test_there_are_enough_cases() -> None:
    assert len(CASES) >= 100
    assert len({case["text"] for case in CASES}) == len(CASES)
    assert sum(bool(case["absent"]) for case in CASES) >= 10


@pytest.mark.parametrize("kind", sorted(KINDS))
def test_recall_keeps_its_floor(read: list[list[Fact]], kind: str) -> None:
    assert recall(read, kind) >= max(LEAST, FLOORS[kind]), "\n".join(missed(read, kind))


def test_nobody_is_given_another_ones_office(read: list[list[Fact]]) -> None:
    wrong = [
        f"{case['text']}: {person}: {thing}"
        for case, found in zip(CASES, read, strict=True)
        for person, thing in case["absent"]
        if has(found, person, thing)
    ]
    assert not wrong, "\n".join(wrong)


def test_the_floors_are_raised_on_demand(read: list[list[Fact]]) -> None:
    if "RAISE_FLOORS" not in os.environ:
        return
    raised = {kind: max(math.floor(recall(read, kind) * 100) / 100, FLOORS[kind]) for kind in sorted(KINDS)}
    (FOLDER / "roles_floors.json").write_text(json.dumps(raised, indent=1) + "\n", encoding="utf-8")
    assert raised == FLOORS, "raised the floors: commit roles_floors.json"
