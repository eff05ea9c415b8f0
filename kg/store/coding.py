"""Frozen dataclasses to JSON and back, by their type hints: nothing that is read can run code."""

from __future__ import annotations

import json
import types
from collections.abc import Callable, Sequence
from dataclasses import fields, is_dataclass
from enum import Enum
from functools import cache
from operator import attrgetter
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

from kg.ids import content_hash

T = TypeVar("T")
_Reader = Callable[[Any], Any]
_PLAIN: tuple[Any, ...] = (str, int, bool, type(None))


def encode(value: object) -> bytes:
    """Write a value as ASCII JSON; a dataclass is the list of its fields in their order, a mapping that of its pairs."""
    return _WRITER.encode(_plain(value)).encode("ascii")


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


def parted_field(kind: type, name: str, written: bytes) -> list[bytes]:
    """Give what is in one field of a dataclass, a list, each part as `encode` writes it; raises `ValueError`."""
    parts, names = _sized(json.loads(written), len(_names(kind))), _names(kind)
    return [_WRITER.encode(part).encode("ascii") for part in _listed(parts[names.index(name)])]


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
    """Give what JSON can write of a value and, where it is a dataclass, leave those inside it for later."""
    if isinstance(value, set | frozenset):
        return sorted(map(_plain, value))  # type: ignore[type-var]
    if isinstance(value, dict):
        return [[_plain(key), _plain(part)] for key, part in value.items()]
    if isinstance(value, tuple | list):
        return [_plain(part) for part in value]
    return _listed_fields(value) if is_dataclass(value) else value


def _listed_fields(value: object) -> Sequence[object]:
    """Give the fields of a dataclass; JSON comes back for the dataclasses in them."""
    kind: Any = type(value)
    get, kept = _getter(kind)
    return get(value) if not kept else [_plain(part) if n in kept else part for n, part in enumerate(get(value))]


@cache
def _getter(kind: type) -> tuple[Callable[[object], Sequence[object]], frozenset[int]]:
    """Give what reads the fields of a dataclass, and the places of those that JSON would write in another way."""
    if not is_dataclass(kind):
        raise TypeError(f"no way to store a value of {kind}")
    names, hints = _names(kind), _hints(kind)
    others = frozenset(n for n, name in enumerate(names) if not _is_plain(hints[name]))
    return (attrgetter(*names) if len(names) > 1 else lambda value: [getattr(value, names[0])]), others


def _is_plain(hint: Any) -> bool:
    """Tell whether JSON writes a value of this hint as it should be: no set, no mapping, and no enumeration but of words."""
    if get_origin(hint) in (set, frozenset, dict):
        return False
    if isinstance(hint, type) and issubclass(hint, Enum) and not issubclass(hint, str):
        raise TypeError(f"no way to store a value of {hint}")
    return all(_is_plain(part) for part in get_args(hint) if part is not Ellipsis)


_WRITER = json.JSONEncoder(separators=(",", ":"), check_circular=False, default=_listed_fields)


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
        return _fixed(parts)
    if origin in (tuple, list, set, frozenset):
        return _many(origin, parts[0])
    if origin is dict:
        pair = _fixed(parts)
        return lambda value: dict(map(pair, _listed(value)))
    if is_dataclass(hint):
        return _record(cast(type, hint))
    if isinstance(hint, type) and issubclass(hint, Enum):
        return _member(hint)
    return _one(hint)


def _record(kind: type) -> _Reader:
    """Read a list of the fields of a dataclass."""
    read = _parts([_hints(kind)[name] for name in _names(kind)])
    return lambda value: kind(*read(value))


def _fixed(hints: Sequence[Any]) -> _Reader:
    """Read a tuple of so many parts."""
    read = _parts(hints)
    return lambda value: tuple(read(value))


def _parts(hints: Sequence[Any]) -> Callable[[Any], Sequence[Any]]:
    """Read a list of so many parts, each of its kind."""
    others = [(n, _reader(hint)) for n, hint in enumerate(hints) if not _plain_types(hint)]
    allowed = [_plain_types(hint) for hint in hints]
    seen: set[tuple[type, ...]] = set()

    def read(value: Any) -> Sequence[Any]:
        types_ = tuple(map(type, value)) if type(value) is list else ()
        if types_ not in seen:
            _check(value, hints, allowed)
            seen.add(types_)
        for n, reader in others:
            value[n] = reader(value[n])
        return cast(Sequence[Any], value)

    return read


def _check(value: Any, hints: Sequence[Any], allowed: Sequence[frozenset[type]]) -> None:
    """Refuse a list that has not so many parts, or a plain one of another type."""
    for part, hint, types_ in zip(_sized(value, len(hints)), hints, allowed, strict=True):
        if types_ and type(part) not in types_:
            raise ValueError(f"{part!r:.40} is not of {hint}")


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
