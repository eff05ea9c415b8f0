"""Frozen dataclasses to JSON and back, by their type hints: nothing that is read can run code."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kg.ids import content_hash

T = TypeVar("T")
_Reader = Callable[[Any], Any]
_PLAIN: tuple[Any, ...] = (str, int, bool, type(None))


def encode(value: object) -> bytes:
    """Write a value as ASCII JSON; a dataclass is the list of its fields in their order."""
    return json.dumps(_plain(value), separators=(",", ":")).encode("ascii")


def decode(kind: type[T], written: bytes) -> T:
    """Read a value of a dataclass; raises `ValueError` for anything that is not exactly one."""
    try:
        return cast(T, _reader(cast(Any, kind))(json.loads(written)))
    except (TypeError, RecursionError) as error:
        raise ValueError(str(error)) from error


def decode_field(kind: type, name: str, written: bytes) -> Any:
    """Read one field of a dataclass, and of the others no more than that they are there; raises `ValueError`."""
    try:
        parts, names = _sized(json.loads(written), len(_names(kind))), _names(kind)
        return _reader(_hints(kind)[name])(parts[names.index(name)])
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
            hints = _hints(kind)  # type: ignore[arg-type]
            seen[kind.__qualname__] = [f"{field.name}:{hints[field.name]}" for field in fields(kind)]  # type: ignore[union-attr]
            waiting += hints.values()
    return content_hash(*(f"{name}({','.join(parts)})" for name, parts in sorted(seen.items())))


def _plain(value: object) -> object:
    if type(value) in _PLAIN:
        return value
    if isinstance(value, Enum):
        return value.value
    if is_dataclass(value) and not isinstance(value, type):
        return [_plain(getattr(value, field)) for field in _names(type(value))]
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
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


@cache
def _reader(hint: Any) -> _Reader:
    origin, parts = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return _either(hint, parts)
    if origin is tuple and parts[-1] is not Ellipsis:
        return _parts(parts, tuple)
    if origin in (tuple, list, set, frozenset):
        return _many(origin, parts[0])
    if origin is dict:
        pair = _parts(parts, tuple)
        return lambda value: dict(map(pair, _listed(value)))
    if is_dataclass(hint):
        return _record(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint)
    return _one(hint)


def _record(kind: type) -> _Reader:
    kinds = [_hints(kind)[name] for name in _names(kind)]
    return _parts(kinds, lambda parts: kind(*parts))


def _parts(hints: Sequence[Any], make: Callable[[list[Any]], Any]) -> _Reader:
    """Read a list of so many parts, each of its kind."""
    plain = [(n, _plain_types(hint)) for n, hint in enumerate(hints) if _plain_types(hint)]
    others = [(n, _reader(hint)) for n, hint in enumerate(hints) if not _plain_types(hint)]
    size = len(hints)

    def read(value: Any) -> Any:
        parts = _sized(value, size)
        for n, types_ in plain:
            if type(parts[n]) not in types_:
                raise ValueError(f"{parts[n]!r:.40} is not of {hints[n]}")
        for n, reader in others:
            parts[n] = reader(parts[n])
        return make(parts)

    return read


def _plain_types(hint: Any) -> frozenset[type]:
    """Give the types of plain values that a hint allows; none where it allows others."""
    parts = get_args(hint) if get_origin(hint) in (Union, types.UnionType) else (hint,)
    return frozenset(parts) if all(part in _PLAIN for part in parts) else frozenset()


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


def _member(kind: type[Enum]) -> _Reader:
    members = {member.value: member for member in kind}

    def read(value: Any) -> Any:
        if value not in members:
            raise ValueError(f"{value!r:.40} is not a valid {kind.__name__}")
        return members[value]

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


def _many(kind: Any, hint: Any) -> _Reader:
    types_ = _plain_types(hint)
    if not types_:
        reader = _reader(hint)
        return lambda value: kind(map(reader, _listed(value)))

    def read(value: Any) -> Any:
        if not types_.issuperset(map(type, _listed(value))):
            raise ValueError(f"{value!r:.40} is not a list of {hint}")
        return kind(value)

    return read


def _sized(value: Any, size: int) -> list[Any]:
    if len(_listed(value)) != size:
        raise ValueError(f"{value!r:.40} has not {size} parts")
    return cast(list[Any], value)


def _listed(value: Any) -> list[Any]:
    if not isinstance(value, list):
        raise ValueError(f"{value!r:.40} is no list")
    return value
