"""What every data file is checked with: a place that collects faults, and the shapes that YAML values may have."""

from __future__ import annotations

import difflib
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import yaml

_LOADER: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
_ENTRY = 60
"""Characters shown of an entry that has no name."""


@dataclass(frozen=True, slots=True)
class Place:
    """A file, or a part of one, and the list in which all places collect their faults as 'file: place: what'."""

    name: str
    faults: list[str]

    def at(self, part: str) -> Place:
        """Give a place within this one."""
        return Place(f"{self.name}: {part}", self.faults)

    def tell(self, what: str) -> None:
        """Add a fault: what is wrong here, and what to do."""
        self.faults.append(f"{self.name}: {what}")


def near(word: object, known: Iterable[str]) -> str:
    """Give "; did you mean 'patient'?" where a known word is like this one, else nothing."""
    found = difflib.get_close_matches(str(word), sorted(known), n=1)
    return f"; did you mean '{found[0]}'?" if found else ""


def instead(word: object, known: Collection[str], prepositions: Collection[str] = ()) -> str:
    """Give the known word, or preposition, that is like this one, or else tell all that are known."""
    also = ", and the prepositions of grammar.yaml" if prepositions else ""
    return near(word, [*known, *prepositions]) or f"; known are {', '.join(known)}{also}"


def read_text(path: Path, place: Place) -> str | None:
    """Read a file of the folder; None where that fails, and the fault is told."""
    try:
        return path.read_text(encoding="utf-8")
    except OSError as error:
        place.tell(f"cannot be read: {error.strerror or error}")
    except UnicodeDecodeError as error:
        place.tell(f"is not UTF-8 (byte {error.start}); save it as UTF-8")
    return None


def read_yaml(path: Path, faults: list[str]) -> Any:
    """Read a YAML file; None where it is empty or has a fault, which is told with its line, counted from 1."""
    place = Place(path.name, faults)
    text = read_text(path, place)
    if text is None:
        return None
    try:
        return yaml.load(text, Loader=_LOADER)
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark or error.context_mark
        what = ", ".join(filter(None, (error.context, error.problem)))
        place.tell(f"line {mark.line + 1}: {what}" if mark else what)
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        place.tell(f"is no YAML: {' '.join(str(error).split())}")
    return None


def mapping(value: object, place: Place, known: Collection[str] = ()) -> dict[str, Any]:
    """Take a mapping, with its keys checked where some are known; empty where it is none, which is told."""
    if not isinstance(value, dict):
        place.tell(f"must be a mapping of names to values, not {_kind(value)}")
        return {}
    for key in value:
        if known and key not in known:
            place.tell(f"unknown key '{shown(key)}'{_quoted(key) or instead(key, known)}")
    return {str(key): entry for key, entry in value.items()}


def entries(value: object, place: Place) -> list[Any]:
    """Take a list ("- …" lines); empty where there is none, or something else, which is told."""
    if value is None or isinstance(value, list):
        return value or []
    place.tell(f"must be a list ('- …' lines), not {_kind(value)}")
    return []


def words(value: object, place: Place) -> tuple[str, ...]:
    """Take a word or a list of words; nothing and "none" are no words; anything else is told."""
    if value is None or value == "none":
        return ()
    found = value if isinstance(value, list) else [value]
    for word in found:
        if not isinstance(word, str) or not word.strip():
            place.tell(f"must be a word or a list of words, not {_kind(word)}{_quoted(word)}")
            return ()
    return tuple(found)


def comma_separated(value: object, place: Place) -> tuple[str, ...]:
    """Take words in one string with commas between them; anything else, and none at all, is told."""
    if isinstance(value, str) and (found := tuple(filter(None, map(str.strip, value.split(","))))):
        for word in found:
            if word[0] in "'\"" and word[-1] == word[0]:
                place.tell(f"{word} is in quotation marks, which would count as letters; leave them out")
        return found
    place.tell(f"must be words with commas between them, not {_kind(value)}{_quoted(value)}")
    return ()


def text(entry: Mapping[str, Any], key: str, place: Place) -> str:
    """Take a text that must be there."""
    value = entry.get(key)
    if value is None:
        place.tell(f"{key} is missing")
    elif not isinstance(value, str) or not value.strip():
        place.tell(f"{key} must be text, not {_kind(value)}{_quoted(value)}")
    return str(value)


def choice(entry: Mapping[str, Any], key: str, known: Collection[str], place: Place) -> str:
    """Take one of the known words; the first where there is none."""
    value = entry.get(key, next(iter(known)))
    if value not in known:
        place.tell(f"unknown {key} '{shown(value)}'{_quoted(value) or instead(value, known)}")
    return str(value)


def flag(entry: Mapping[str, Any], key: str, place: Place, *, absent: bool) -> bool:
    """Take true or false."""
    value = entry.get(key, absent)
    if not isinstance(value, bool):
        place.tell(f"{key} must be true or false, not {_kind(value)}")
    return value is True


def shown(entry: object) -> str:
    """Show the beginning of an entry in a message."""
    line = " ".join(str(entry).split())
    return line if len(line) <= _ENTRY else line[: _ENTRY - 1] + "…"


def _quoted(value: object) -> str:
    """Explain the words that YAML takes for something else."""
    hint = "; YAML reads on, off, yes and no as true and false: put quotation marks round the word"
    return hint if isinstance(value, bool) else ""


def _kind(value: object) -> str:
    if isinstance(value, (dict, list)):
        return "a mapping" if isinstance(value, dict) else "a list"
    if value is None or not str(value).strip():
        return "nothing"
    return f"'{shown(value)}'"
