"""The graphs of a store: each state is a folder of its own that is never changed once it is the current one.

    STORE/current -> graphs/7        the state that readers see
    STORE/graphs/7/oxigraph/         an Oxigraph store: every named graph, and in the default graph their union
    STORE/graphs/7/lines             every named graph as sorted lines, compressed one by one
    STORE/graphs/7/parts             where each stands in that file, and a hash of what it was made of
    STORE/graphs/7/state             a hash of what the whole was made of

The next state is made beside it, out of links to the same immutable files, and takes its place in one rename.
"""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from kg.errors import StoreError
from kg.store import lock
from kg.store.blocks import INDEX, Blocks
from kg.store.blocks import NAME as LINES

CURRENT, FOLDER = "current", "graphs"
_DRAFT, _GONE = ".part", ".gone"


@dataclass(frozen=True, slots=True)
class Generation:
    """One state of the graphs, in its folder."""

    folder: Path

    @property
    def oxigraph(self) -> Path:
        """The folder of the Oxigraph store."""
        return self.folder / "oxigraph"

    @property
    def state(self) -> str:
        """The hash of what the whole was made of."""
        return self._read("state").strip()

    @property
    def parts(self) -> dict[str, str]:
        """The hash of what each named graph was made of, by its IRI."""
        return {iri: block.digest for iri, block in self.blocks.index.items()}

    @property
    def blocks(self) -> Blocks:
        """The named graphs as lines; none where an earlier newskg wrote this state."""
        return Blocks.of(self.folder)

    def _read(self, name: str) -> str:
        try:
            return (self.folder / name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise StoreError(f"{self.folder / name}: cannot be read ({error}); kg verify says more") from error


def current(store: Path) -> Generation | None:
    """Give the current state; None where none was ever finished."""
    try:
        return Generation(store / (store / CURRENT).readlink())
    except FileNotFoundError:
        return None
    except OSError as error:
        raise StoreError(f"{store / CURRENT}: no link to a folder of graphs ({error.strerror})") from error


@contextmanager
def held(store: Path) -> Iterator[Generation]:
    """Read the current state, and keep it from being cleared away meanwhile; raises `StoreError` where none is."""
    while True:
        found = current(store)
        if found is None:
            raise StoreError(f"{store}: the store has no graph yet; finish the build that began it")
        with ExitStack() as stack:
            try:
                safe = stack.enter_context(lock.reading(found.folder))
            except FileNotFoundError as error:
                if current(store) == found:
                    raise StoreError(f"{found.folder}: missing; build into the store again") from error
                continue
            if safe and current(store) == found:
                yield found
                return


def draft(store: Path, of: Generation | None) -> Generation:
    """Begin the next state: empty, or with what another one has."""
    folder = store / FOLDER
    folder.mkdir(exist_ok=True)
    numbers = [int(path.name) for path in folder.iterdir() if path.name.isdecimal()]
    made = Generation(folder / f"{max(numbers, default=0) + 1}{_DRAFT}")
    made.folder.mkdir()
    if of:
        _link(of.oxigraph, made.oxigraph)
    return made


def publish(store: Path, made: Generation, state: str) -> Generation:
    """Make a draft the current state, all of it or nothing."""
    (made.folder / "state").write_text(f"{state}\n", encoding="utf-8")
    for path in (*made.oxigraph.iterdir(), *(made.folder / name for name in (LINES, INDEX, "state"))):
        _sync(path)
    _sync(made.oxigraph)
    _sync(made.folder)
    named = Generation(made.folder.with_suffix(""))
    made.folder.rename(named.folder)
    _sync(named.folder.parent)
    link = store / f"{CURRENT}{_DRAFT}"
    link.unlink(missing_ok=True)
    link.symlink_to(Path(FOLDER) / named.folder.name)
    link.replace(store / CURRENT)
    _sync(store)
    return named


def sweep(store: Path) -> list[Path]:
    """Clear away drafts and former states; give those that a reader still holds."""
    now = current(store)
    kept = []
    folder = store / FOLDER
    for path in sorted(folder.iterdir()) if folder.is_dir() else ():
        if now is not None and path == now.folder:
            continue
        with lock.clearing(path) as free:
            if not free:
                kept.append(path)
                continue
            gone = path.with_suffix(_GONE)
            if path != gone:
                path.rename(gone)
            shutil.rmtree(gone)
    (store / f"{CURRENT}{_DRAFT}").unlink(missing_ok=True)
    return kept


def _link(old: Path, new: Path) -> None:
    """Copy an Oxigraph folder: its tables never change, so a link will do for them."""
    new.mkdir()
    for path in old.iterdir():
        if path.suffix == ".sst":
            try:
                (new / path.name).hardlink_to(path)
                continue
            except OSError:  # a file system without links
                pass
        if path.name not in ("LOCK", "LOG"):
            shutil.copyfile(path, new / path.name)


def _sync(path: Path) -> None:
    """Wait until a file or folder is on the disk."""
    file = os.open(path, os.O_RDONLY)
    try:
        os.fsync(file)
    finally:
        os.close(file)
