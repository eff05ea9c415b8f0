"""The gold of the stories is itself sound: fields, identifiers, offsets and names. No model is loaded."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

HERE = Path(__file__).parent
SEEDS = HERE.parents[1] / "seeds"
RELATIONS = frozenset(
    """accuses criticises denies confirms praises supports opposes rejects demands proposes promises threatens questions
    negotiates meets agrees cooperates aids concedes withdraws protests sanctions investigates prosecutes detains
    attacks defeats appoints mobilises holdsRole affiliatedWith""".split()
)
STATEMENT = {
    "subject", "subject_forms", "relation", "object", "object_forms", "object_type", "also", "negated", "modality",
    "speaker", "start", "end", "certain",
}  # fmt: skip
OPTIONAL = {"more", "speaker_also", "modality_also"}
CASE = {"id", "text", "expect", "absent", "denies", "disputes"}
SHORT = {"subject", "relation", "object", "polarity", "modality", "speaker"}
POLARITIES = {"Positive", "Negative"}
MODALITIES = {"Asserted", "Possible", "Planned", "Asked"}
TYPES = {"Person", "Organisation", "Place", "Group", "Other"}
VOICES = {"narrator", "unattributed"}

STORIES = sorted(p.stem for p in HERE.glob("*.json"))
CASES: list[dict[str, Any]] = json.loads((HERE / "cases" / "claims.json").read_text(encoding="utf-8"))


def story(slug: str) -> dict[str, Any]:
    """Return the gold of one report."""
    data: dict[str, Any] = json.loads((HERE / f"{slug}.json").read_text(encoding="utf-8"))
    return data


def seed(slug: str) -> str:
    """Return the text of one report as the offsets count it."""
    with (SEEDS / f"{slug}.txt").open(encoding="utf-8", newline="") as file:
        return file.read()


def any_of(value: object) -> list[Any]:
    """Return the answers that a field of a short case allows."""
    return value if isinstance(value, list) else [value]


def plain(text: str) -> str:
    """Return the text as names are compared: lower case, one kind of apostrophe."""
    return text.casefold().replace("’", "'")


def named_in(name: str, text: str) -> bool:
    """Tell whether the text holds the name as whole words."""
    return re.search(rf"(?<!\w){re.escape(plain(name))}(?!\w)", plain(text)) is not None


def short_statements(case: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """Yield every statement and every denied claim of a short case."""
    yield from case["expect"]
    yield from case["absent"]
    yield from (link["claim"] for link in case["denies"] + case.get("absent_denies", []))


def test_there_are_enough_stories_and_cases() -> None:
    assert len(STORIES) >= 5
    assert len(CASES) >= 60
    assert len({case["id"] for case in CASES}) == len(CASES)


@pytest.mark.parametrize("slug", STORIES)
def test_story_fields(slug: str) -> None:
    gold = story(slug)
    assert set(gold) == {"doc", "statements", "traps", "entities"}
    assert gold["doc"] == slug
    assert 3 <= len(gold["traps"]) <= 8
    for found in gold["statements"]:
        assert set(found) >= STATEMENT
        assert set(found) <= STATEMENT | OPTIONAL
        assert {found["relation"], *found["also"]} <= RELATIONS
        assert {found["modality"], found.get("modality_also", "asserted")} <= {m.lower() for m in MODALITIES}
        assert found["object_type"] in {"agent", "thing", "claim"}
    for trap in gold["traps"]:
        assert set(trap) == {"subject", "relation", "object", "why"}
        assert trap["relation"] in RELATIONS


@pytest.mark.parametrize("slug", STORIES)
def test_story_offsets(slug: str) -> None:
    text = seed(slug)
    for found in story(slug)["statements"]:
        for start, end in [(found["start"], found["end"]), *found.get("more", [])]:
            assert 0 <= start < end <= len(text)
            clause = text[start:end]
            assert clause == clause.strip()
            assert not (start and text[start - 1].isalnum() and clause[0].isalnum())
            assert not (end < len(text) and text[end].isalnum() and clause[-1].isalnum())


@pytest.mark.parametrize("slug", STORIES)
def test_story_names(slug: str) -> None:
    gold, text = story(slug), seed(slug)
    names = {entity["name"] for entity in gold["entities"]}
    assert len(names) == len(gold["entities"])
    for entity in gold["entities"]:
        assert set(entity) == {"name", "type", "forms"}
        assert entity["type"] in TYPES
        assert any(named_in(form, text) for form in entity["forms"]), entity["name"]
    for found in gold["statements"]:
        assert {found["subject"], found["speaker"], found.get("speaker_also")} <= names | {None}
        assert found["object_type"] != "agent" or found["object"] in names | {None, "Tory", "Conservative"}
    assert {trap["subject"] for trap in gold["traps"]} <= names | {None}


@pytest.mark.parametrize("slug", STORIES)
def test_story_says_nothing_twice(slug: str) -> None:
    fields = ("subject", "relation", "object", "negated", "modality", "speaker")
    keys = [tuple(found[f] for f in fields) for found in story(slug)["statements"]]
    assert len(set(keys)) == len(keys)


@pytest.mark.parametrize("slug", STORIES)
def test_no_trap_is_what_the_narrator_asserts(slug: str) -> None:
    gold = story(slug)
    told = {
        (found["subject"], found["relation"], found["object"])
        for found in gold["statements"]
        if not found["negated"] and found["modality"] == "asserted" and found["speaker"] is None
    }
    assert not told & {(trap["subject"], trap["relation"], trap["object"]) for trap in gold["traps"]}


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_case_fields(case: dict[str, Any]) -> None:
    assert set(case) - {"absent_denies"} == CASE
    assert all(isinstance(n, int) and n >= 0 for n in any_of(case["disputes"]))
    for found in case["expect"] + case["absent"]:
        assert set(found) == SHORT
        assert set(any_of(found["polarity"])) <= POLARITIES
        assert set(any_of(found["modality"])) <= MODALITIES
    for link in case["denies"] + case.get("absent_denies", []):
        assert set(link) == {"denier", "claim"}
        assert set(link["claim"]) == SHORT - {"polarity", "modality"}
    assert not [found for found in case["expect"] if found in case["absent"]]


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_case_names_are_in_its_text(case: dict[str, Any]) -> None:
    for found in short_statements(case):
        assert found["relation"] in RELATIONS
        for end in (found["subject"], found["object"]):
            assert end is None or any(named_in(name, case["text"]) for name in any_of(end)), end
        speakers = any_of(found["speaker"])
        assert VOICES & set(speakers) or any(named_in(name, case["text"]) for name in speakers), speakers
    for link in case["denies"]:
        assert any(named_in(name, case["text"]) for name in any_of(link["denier"]))


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_case_length(case: dict[str, Any]) -> None:
    sentences = [s for s in re.split(r"(?<=[.?!])[\"'’”]*\s+(?=[\"'‘“A-Z])", case["text"]) if s.strip()]
    assert 1 <= len(sentences) <= 4


@pytest.mark.parametrize("case", CASES, ids=lambda case: str(case["id"]))
def test_denied_claims_are_expected_or_unattributed(case: dict[str, Any]) -> None:
    for link in case["denies"]:
        claim = link["claim"]
        known = [{key: found[key] for key in claim} for found in case["expect"]]
        assert claim["speaker"] == "unattributed" or any(
            all(set(any_of(claim[key])) & set(any_of(found[key])) for key in claim) for found in known
        )
