"""Bring the graphs of a store to what they should hold: a new state beside the old, then in its place."""

from __future__ import annotations

from collections.abc import Callable, Container, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.graph.lines import named, nquads, ntriples
from kg.store import generations
from kg.store.blocks import Blocks, Writer, unpacked
from kg.store.filling import Filling, pieces
from kg.store.generations import Generation
from kg.store.resolving import Part

_MUCH = 0.5
"""The share of changed graphs from which a whole new Oxigraph folder is faster than changing one."""

_IN_ONE = 5_000
"""Lines that are changed at once: Oxigraph holds them in memory, sorted in nine ways."""

Step = Callable[[int, int, str], None]


class Change(NamedTuple):
    """The lines that a named graph loses and gains."""

    iri: str
    gone: Sequence[str]
    new: Sequence[str]


class Draft:
    """The next state while it is made.

    Only named graphs whose hash has changed are made again. With `anew` nothing of the old Oxigraph folder is kept, so
    that no byte of what is gone is left: Oxigraph forgets triples but never the words in them, and has no way to be told
    to. A new one is then filled from the lines of all graphs; where it is clear from the start that there will be one,
    it takes each graph as soon as it is made.
    """

    def __init__(self, folder: Path, *, anew: bool) -> None:
        self._folder, self._anew = folder, anew
        self._old = generations.current(folder)
        self._blocks = self._old.blocks if self._old else None
        self._before = self._blocks.index if self._blocks else {}
        self._begun = self._begin(None) if anew or not self._before else None

    def _begin(self, of: Generation | None) -> _Begun:
        made = generations.draft(self._folder, of)
        return _Begun(made, None if of else Filling(made.oxigraph))

    def take(self, iri: str, text: str) -> None:
        """Take the lines of a graph that is new or has changed, as one text."""
        if self._begun and self._begun.filling:
            self._begun.filling.add(iri, text)

    def write(self, parts: Sequence[Part], state: str, step: Step | None = None) -> Generation:
        """Make the state that these parts describe, and make it the current one."""
        before, after = self._before, {part.iri for part in parts}
        changed = {part.iri for part in parts if part.iri not in before or before[part.iri].digest != part.digest}
        gone = [iri for iri in before if iri not in after]
        much = len(changed) + len(gone) >= _MUCH * len(parts)
        begun = self._begun = self._begun or self._begin(None if much else self._old)
        with Writer(begun.made.folder, self._blocks) as writer:
            written = _rewritten(writer, parts, changed, step, every=begun.filling is not None)
            if begun.filling:
                begun.filling.fill(written)
            elif self._blocks:
                _bring(begun.made.oxigraph, _changes(self._blocks, gone, written))
            writer.finish()
        return generations.publish(self._folder, begun.made, state)

    def close(self) -> None:
        """Let go of what is open, whole or not."""
        if self._begun and self._begun.filling:
            self._begun.filling.close()


class _Begun(NamedTuple):
    """A state that is being made, and what fills its Oxigraph folder where that begins empty."""

    made: Generation
    filling: Filling | None


@contextmanager
def drafted(folder: Path, *, anew: bool = False) -> Iterator[Draft]:
    """Begin the next state of a store; raises `StoreError` where it cannot be written."""
    try:
        with closing(Draft(folder, anew=anew)) as draft:
            yield draft
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error}); what it held before it still holds") from error


def _rewritten(
    writer: Writer, parts: Iterable[Part], changed: Container[str], step: Step | None, *, every: bool
) -> Iterator[tuple[str, bytes]]:
    """Write the lines of all graphs, packed, and give those of the changed ones or of every one."""
    ordered = sorted(parts, key=lambda part: named(part.iri))
    for number, part in enumerate(ordered, start=1):
        if part.iri in changed or every:
            data = part.packed() if part.iri in changed else writer.kept(part.iri)
            writer.add(part.iri, part.digest, data)
            yield part.iri, data
        else:
            writer.keep(part.iri)
        if step:
            step(number, len(ordered), part.iri)


def _changes(old: Blocks, gone: Iterable[str], written: Iterable[tuple[str, bytes]]) -> Iterator[Change]:
    """Tell what graphs lose and gain."""
    for iri in gone:
        yield Change(iri, old.lines(iri), ())
    for iri, data in written:
        yield _change(iri, old.lines(iri), unpacked(data))


def _change(iri: str, before: Sequence[str], after: Sequence[str]) -> Change:
    gone, new = set(before).difference(after), set(after).difference(before)
    return Change(iri, [line for line in before if line in gone], [line for line in after if line in new])


def _bring(path: Path, changes: Iterable[Change]) -> None:
    """Change some graphs of an Oxigraph folder; it is closed at the end, as soon as nothing here refers to it."""
    store = Store(str(path))
    for change in changes:
        for lines in pieces(change.gone, _IN_ONE):
            _take(store, change.iri, lines)
        for lines in pieces(change.new, _IN_ONE):
            store.load(_both(change.iri, lines), RdfFormat.N_QUADS, lenient=True)
        if change.gone and not any(store.quads_for_pattern(None, None, None, NamedNode(change.iri))):
            store.remove_graph(NamedNode(change.iri))
    store.flush()


def _take(store: Store, iri: str, lines: Sequence[str]) -> None:
    """Take triples out of a named graph, and out of the union of all where no other graph has them."""
    store.update(f"DELETE DATA {{ GRAPH <{iri}> {{ {ntriples(lines)} }} }}")
    found = parse(ntriples(lines).encode(), RdfFormat.N_TRIPLES, lenient=True)
    lost = [
        line
        for line, quad in zip(lines, found, strict=True)
        if all(
            other.graph_name == DefaultGraph()
            for other in store.quads_for_pattern(quad.subject, quad.predicate, quad.object, None)
        )
    ]
    store.update(f"DELETE DATA {{ {ntriples(lost)} }}")


def _both(iri: str, lines: Iterable[str]) -> bytes:
    """Give lines as N-Quads, in their named graph and in the default graph, which is the union of all."""
    written = ntriples(lines)
    return (nquads(written, iri) + written).encode()
