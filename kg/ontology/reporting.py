"""Read lexicon/en/reporting.yaml: the words that report what somebody says or thinks."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from pathlib import Path

from kg.ontology.checking import (
    Place,
    choice,
    comma_separated,
    entries,
    flag,
    instead,
    mapping,
    read_yaml,
    shown,
    words,
)
from kg.ontology.model import MODALITIES, PARTS, POLARITIES, Reporting

_KEYS = ("part", "content", "modality", "polarity", "source", "words")
CONTENTS = ("clause", "quote", "infinitive", "gerund", "object")


def read_reporting(path: Path, prepositions: Collection[str], faults: list[str]) -> dict[tuple[str, str], Reporting]:
    """Index the groups {part, content, modality, polarity, source, words} by part of speech and word.

    A word of two groups is read as in the first; its content may stand where either says.
    """
    found: dict[tuple[str, str], Reporting] = {}
    place = Place(path.name, faults)
    for number, value in enumerate(entries(read_yaml(path, faults), place), 1):
        for key, entry in _group(value, prepositions, place.at(f"group {number} ({_name(value)})")).items():
            first = found.get(key)
            found[key] = replace(first, content=first.content | entry.content) if first else entry
    return found


def _name(group: object) -> str:
    return shown(group.get("words") or group) if isinstance(group, dict) else shown(group)


def _group(value: object, prepositions: Collection[str], place: Place) -> dict[tuple[str, str], Reporting]:
    group = mapping(value, place, _KEYS)
    missing = [key for key in ("part", "content", "words") if group.get(key) is None]
    if missing:
        if isinstance(value, dict):
            place.tell(f"{' and '.join(missing)} missing; a group needs part, content and words")
        return {}
    part = choice(group, "part", PARTS, place)
    content = words(group["content"], place.at("content"))
    for role in content:
        if prepositions and role not in CONTENTS and role not in prepositions:
            place.tell(f"unknown content '{role}'{instead(role, CONTENTS, prepositions)}")
    entry = Reporting(
        content=frozenset(content),
        modality=choice(group, "modality", MODALITIES, place),
        negative=choice(group, "polarity", POLARITIES, place) == "negative",
        source=flag(group, "source", place, absent=True),
    )
    return {(part, word): entry for word in comma_separated(group["words"], place.at("words"))}
