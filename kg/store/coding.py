"""Frozen dataclasses to JSON and back, by their type hints: nothing that is read can run code."""

from __future__ import annotations

import json
import types
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kg.ids import content_hash

T = TypeVar("T")
_Reader = Callable[[Any], Any]
_PLAIN = (str, int, bool, type(None))


def encode(value: object) -> bytes:
    """Write a value as ASCII JSON; a dataclass is the list of its fields in their order."""
    return json.dumps(_plain(value), separators=(",", ":")).encode("ascii")


def decode(kind: type[T], written: bytes) -> T:
    """Read a value of a dataclass; raises `ValueError` for anything that is not exactly one."""
    try:
        return cast(T, _reader(cast(Any, kind))(json.loads(written)))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def shape(*kinds: type) -> str:
    """Hash the names and types of the fields of dataclasses and of all that they hold."""
    seen: dict[str, list[str]] = {}
    waiting: list[Any] = list(kinds)
    while waiting:
        kind = waiting.pop()
        waiting += [part for part in get_args(kind) if part is not Ellipsis]
        if is_dataclass(kind) and kind.__qualname__ not in seen:  # type: ignore[union-attr]
            hints = get_type_hints(kind)
            seen[kind.__qualname__] = [f"{field.name}:{hints[field.name]}" for field in fields(kind)]  # type: ignore[union-attr]
            waiting += hints.values()
    return content_hash(*(f"{name}({','.join(parts)})" for name, parts in sorted(seen.items())))


def _plain(value: object) -> object:
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field)) for field in _names(type(value))]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    if isinstance(value, set | frozenset):
        return sorted(_plain(part) for part in value)  # type: ignore[type-var]
    if isinstance(value, dict):
        return [[_plain(key), _plain(part)] for key, part in value.items()]
    return value


@cache
def _names(kind: type) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


@cache
def _reader(hint: Any) -> _Reader:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _either(hint, parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return _fixed(parts)
    if origin in (tuple, list, set, frozenset):
        return _many(origin, _reader(parts[0]))
    if origin is dict:
        pair = _fixed(parts)
        return lambda value: dict(map(pair, _listed(value)))
    if is_dataclass(hint):
        return _record(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return hint
    return _one(hint)


def _record(kind: type) -> _Reader:
    hints = get_type_hints(kind)
    readers = [_reader(hints[name]) for name in _names(kind)]

    def read(value: Any) -> Any:
        return kind(*[reader(part) for reader, part in zip(readers, _listed(value), strict=True)])

    return read


def _one(hint: Any) -> _Reader:
    if hint is float:
        return _number
    if hint not in _PLAIN:
        raise TypeError(f"no way to store a value of {hint}")

    def read(value: Any) -> Any:
        if type(value) is not hint:
            raise ValueError(f"{value!r:.40} is not of {hint.__name__}")
        return value

    return read


def _number(value: Any) -> float:
    if type(value) not in (int, float):
        raise ValueError(f"{value!r:.40} is no number")
    return float(value)


def _either(hint: Any, parts: tuple[Any, ...]) -> _Reader:
    others = [part for part in parts if part is not type(None)]
    if len(others) == 1:
        reader = _reader(others[0])
        return lambda value: None if value is None else reader(value)
    if any(is_dataclass(part) or get_origin(part) for part in others):
        raise TypeError(f"no way to tell the parts of {hint} apart")
    readers = {part: _reader(part) for part in parts}

    def read(value: Any) -> Any:
        if type(value) not in readers:
            raise ValueError(f"{value!r:.40} is not of {hint}")
        return readers[type(value)](value)

    return read


def _many(kind: Any, reader: _Reader) -> _Reader:
    return lambda value: kind(map(reader, _listed(value)))


def _fixed(parts: tuple[Any, ...]) -> _Reader:
    readers = [_reader(part) for part in parts]
    return lambda value: tuple(reader(part) for reader, part in zip(readers, _listed(value), strict=True))


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r:.40} is no list")
    return value
