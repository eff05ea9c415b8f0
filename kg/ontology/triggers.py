"""Read relations/*.yaml: the words that express each relation, with their examples."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kg.ontology.checking import Place, choice, entries, flag, instead, mapping, near, read_yaml, shown, text, words
from kg.ontology.model import INTRANSITIVE, MODALITIES, PARTS, POLARITIES, Example, Trigger

_ENDS = ("subject", "object", "content")
_KINDS = ("agent", "thing", "claim", "said", "person", "named", "referring")
_COLOURS = ("favourable", "unfavourable")
_TESTS = ("example", "counterexample")
KEYS = (*PARTS, *_ENDS, "needs", "with", "unless", "polarity", "modality", "confidence", "gives_way", *_TESTS)
NEEDS = (
    *_ENDS,
    INTRANSITIVE,
    *(f"{kind}-{end}" for kind in _KINDS for end in ("subject", "object")),
    *(f"{colour}-content" for colour in _COLOURS),
)
ROLES = tuple(
    """agent patient recipient doer undergoer possessor compound attribute complement clause clause-subject infinitive
    speaker self obliged undertaken""".split()
)
"""Where an end may stand; the other places are prepositions."""
_CONFIDENCE = 0.7


def read_triggers(
    folder: Path, relations: Collection[str] | None, prepositions: Collection[str], faults: list[str]
) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Index the triggers by part of speech and first word; longer ones first, so that the most specific wins.

    `relations` is None and `prepositions` empty where these could not be read: then nothing is checked against them.
    """
    index: dict[tuple[str, str], list[Trigger]] = {}
    for path in sorted(folder.glob("*.yaml")):
        told = len(faults)
        data, place = read_yaml(path, faults), Place(path.name, faults)
        if len(faults) == told:
            for trigger in _file(mapping(data, place, ("relation", "triggers")), relations, prepositions, place):
                index.setdefault((trigger.part, trigger.words[0]), []).append(trigger)
    return {
        key: tuple(sorted(found, key=lambda t: (-len(t.words), -len(t.needs) - bool(t.beside), t.rule)))
        for key, found in sorted(index.items())
    }


def _file(
    data: Mapping[str, Any], relations: Collection[str] | None, prepositions: Collection[str], place: Place
) -> list[Trigger]:
    if not data:
        return []
    relation = text(data, "relation", place)
    if relations is not None and isinstance(data.get("relation"), str) and relation not in relations:
        place.tell(f"relation '{relation}' is not declared in kg.ttl{near(relation, relations)}")
    found = []
    for number, value in enumerate(entries(data.get("triggers"), place.at("triggers")), 1):
        trigger = _trigger(relation, value, prepositions, place.at(f"trigger {number} ({_name(value)})"))
        if trigger is not None:
            found.append(trigger)
    return found


def _name(entry: object) -> str:
    """Name a trigger as its file does: "verb throw weight behind"."""
    named = [f"{part} {entry[part]}" for part in PARTS if part in entry] if isinstance(entry, dict) else []
    return shown(", ".join(named) or entry)


def _trigger(relation: str, value: object, prepositions: Collection[str], place: Place) -> Trigger | None:
    """Read one trigger; None where it has faults."""
    told = len(place.faults)
    if not (entry := mapping(value, place, KEYS)):
        if value == {}:
            place.tell("is empty")
        return None
    parts = [part for part in PARTS if part in entry]
    if len(parts) != 1:
        place.tell(f"needs exactly one of {', '.join(PARTS)}")
    part = parts[0] if parts else ""
    roles = {end: _roles(entry, end, part, prepositions, place) for end in _ENDS}
    trigger = Trigger(
        relation=relation,
        part=part,
        words=tuple(text(entry, part, place).split()) if part else (),
        **roles,
        polarity=choice(entry, "polarity", POLARITIES, place),
        modality=choice(entry, "modality", MODALITIES, place),
        needs=_needs(entry, place),
        confidence=_confidence(entry, place),
        example=_example(entry.get("example"), place),
        counterexamples=_counterexamples(entry, place),
        gives_way=flag(entry, "gives_way", place, absent=False),
        beside=frozenset(words(entry.get("with"), place.at("with"))),
        unless=frozenset(words(entry.get("unless"), place.at("unless"))),
    )
    return trigger if len(place.faults) == told else None


def _roles(
    entry: Mapping[str, Any], end: str, part: str, prepositions: Collection[str], place: Place
) -> tuple[str, ...]:
    absent = {"subject": "doer" if part == "noun" else "agent", "object": "patient" if part == "verb" else None}
    found = words(entry.get(end, absent.get(end)), place.at(end))
    for role in found:
        if prepositions and role not in ROLES and role not in prepositions:
            place.tell(f"{end}: unknown role '{role}'{instead(role, ROLES, prepositions)}")
    return found


def _needs(entry: Mapping[str, Any], place: Place) -> frozenset[str]:
    found = words(entry.get("needs"), place.at("needs"))
    for need in found:
        if need not in NEEDS:
            place.tell(f"unknown needs '{need}'{instead(need, NEEDS)}")
    return frozenset(found)


def _confidence(entry: Mapping[str, Any], place: Place) -> float:
    value = entry.get("confidence", _CONFIDENCE)
    number = isinstance(value, (int, float)) and not isinstance(value, bool)
    if not number or not 0 <= value <= 1:
        place.tell(f"confidence must be a number from 0 to 1, not '{shown(value)}'")
        return 0.0
    return float(value)


def _example(value: object, place: Place) -> Example:
    if value is None:
        place.tell("example is missing: give {text: a sentence, finds: [subject, object]}")
        return Example("", None, None)
    place = place.at("example")
    entry = mapping(value, place, ("text", "finds", "polarity", "modality"))
    subject, object_ = _finds(entry.get("finds"), place) if entry else (None, None)
    return Example(
        text=text(entry, "text", place) if entry else "",
        subject=subject,
        object=object_,
        polarity=choice(entry, "polarity", POLARITIES, place),
        modality=choice(entry, "modality", MODALITIES, place),
    )


def _finds(value: object, place: Place) -> tuple[str | None, str | None]:
    if isinstance(value, list) and len(value) == 2 and all(end is None or isinstance(end, str) for end in value):
        return value[0], value[1]
    place.tell("finds must be [subject, object]: the words at both ends, null where there is none")
    return None, None


def _counterexamples(entry: Mapping[str, Any], place: Place) -> tuple[str, ...]:
    if not entry.get("counterexample"):
        place.tell("counterexample is missing: give a sentence with the word in which it must find nothing")
    return words(entry.get("counterexample"), place.at("counterexample"))
