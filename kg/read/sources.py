"""Where documents come from: the files under what was given, each with its key and identifier."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from glob import has_magic
from pathlib import Path

from kg.errors import InputError

STANDARD_INPUT = "-"


@dataclass(frozen=True, slots=True)
class Found:
    """A file; `part` is its path relative to what was given, `named` is true if it was given by name itself."""

    path: Path
    part: str
    named: bool


@dataclass(frozen=True, slots=True)
class Source:
    """A file to read, its path as given, and the key and identifier of the document that it becomes."""

    path: Path
    given: str
    key: str
    identifier: str


def clean(name: str) -> str:
    r"""Give a file name as plain Unicode: a byte that is not UTF-8 becomes `\xff`."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "backslashreplace")


def find(paths: Iterable[Path | str], *, recursive: bool = True) -> Iterator[Found | InputError]:
    """Find every file under the paths, each once; the order of the paths does not matter."""
    seen: set[Path] = set()
    for root in sorted(Path(path) for path in paths):
        for item in _under(root, recursive):
            if isinstance(item, InputError):
                yield item
            elif (real := _real(item.path)) in seen:
                yield InputError(clean(str(item.path)), "same source twice")
            else:
                seen.add(real)
                yield item


def name_sources(found: Sequence[Found]) -> list[Source]:
    """Give each file a key and an identifier, both unique, as short as they can be.

    A key that two roots give is lengthened by the folder above; an identifier that two keys give is the key itself.
    """
    keys = _settle([_keys(item) for item in found])
    identifiers = _settle([_identifiers(key) for key in keys])
    rows = zip(found, keys, identifiers, strict=True)
    return [Source(item.path, clean(item.path.as_posix()), key, identifier) for item, key, identifier in rows]


def identify(given: Mapping[str, tuple[str, str]]) -> dict[str, str]:
    """Give each document of a collection, by key, an identifier of its own, as short as can be.

    Given are its identifier and its source by key. What comes of it depends on the whole collection alone, not on what
    was read together or before.
    """
    rows = [_wanted(key, identifier, source) for key, (identifier, source) in given.items()]
    return dict(zip(given, _settle(rows), strict=True))


def _wanted(key: str, identifier: str, source: str) -> Iterator[str]:
    is_file = source.endswith(key) and "://" not in key and identifier in _identifiers(key)
    return _identifiers(key) if is_file else iter((identifier, key))


def _under(root: Path, recursive: bool) -> Iterator[Found | InputError]:
    if str(root) == STANDARD_INPUT:
        yield Found(root, "standard-input", named=True)
    elif _is_folder(root):
        yield from _walk(root, recursive)
    elif _is_pattern(root):
        yield from _matches(root, recursive)
    else:
        yield Found(root, root.name, named=True)


def _is_pattern(path: Path) -> bool:
    try:
        return has_magic(str(path)) and not path.exists()
    except (OSError, ValueError):
        return False


def _matches(pattern: Path, recursive: bool) -> Iterator[Found | InputError]:
    """Find what a glob means; the parts are relative to the folder before its first wildcard."""
    parts = pattern.parts
    first = next(i for i, part in enumerate(parts) if has_magic(part))
    home = Path(*parts[:first])
    matches = sorted(match for match in home.glob(str(Path(*parts[first:]))) if not _is_hidden(match, home))
    files = [match for match in matches if not _is_folder(match)]
    for match in files:
        yield Found(match, match.relative_to(home).as_posix(), named=False)
    if not files:
        folders = [match for match in matches if "**" not in parts]
        for folder in folders:
            yield from _walk(folder, recursive, home)
        if not folders:
            yield InputError(clean(str(pattern)), "missing", "nothing is like that")


def _is_hidden(path: Path, home: Path) -> bool:
    return any(part.startswith(".") for part in path.relative_to(home).parts)


def _walk(root: Path, recursive: bool, home: Path | None = None) -> Iterator[Found | InputError]:
    folders = [root]
    while folders:
        folder = folders.pop()
        try:
            entries = sorted(entry for entry in folder.iterdir() if not entry.name.startswith("."))
        except OSError as error:
            yield InputError(clean(str(folder)), "unreadable", error.strerror or "")
            continue
        inner = []
        for entry in entries:
            if not _is_folder(entry):
                yield Found(entry, entry.relative_to(home or root).as_posix(), named=False)
            elif entry.is_symlink():  # may point back up
                yield InputError(clean(str(entry)), "linked folder", "give the folder that it points to")
            elif recursive:
                inner.append(entry)
        folders.extend(reversed(inner))


def _is_folder(path: Path) -> bool:
    try:
        return path.is_dir()
    except OSError:  # no permission to look
        return False


def _real(path: Path) -> Path:
    try:
        return path.resolve()
    except (OSError, RuntimeError, ValueError):  # a link that points to itself; a NUL in the name
        return path.absolute()


def _keys(item: Found) -> Iterator[str]:
    yield clean(item.part)
    parts = (*_real(item.path.parent).parts[1:], item.path.name)
    for length in range(item.part.count("/") + 2, len(parts) + 1):
        yield clean("/".join(parts[-length:]))


def _identifiers(key: str) -> Iterator[str]:
    path = Path(key)
    yield from (path.stem, path.with_suffix("").as_posix(), key)


def _settle(rows: Sequence[Iterator[str]]) -> list[str]:
    """Take each row's first name; rows that agree take their next, until all differ or none has another."""
    names = [next(row) for row in rows]
    while clashes := _clashes(names):
        following = {i: next(rows[i], None) for i in clashes}
        if all(name is None for name in following.values()):
            return names
        for i, name in following.items():
            names[i] = names[i] if name is None else name
    return names


def _clashes(names: Sequence[str]) -> list[int]:
    counts = Counter(names)
    return [i for i, name in enumerate(names) if counts[name] > 1]
