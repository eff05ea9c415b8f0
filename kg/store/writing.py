"""Bring the graphs of a store to what they should hold: a new state beside the old, then in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import NamedTuple

from pyoxigraph import DefaultGraph, NamedNode, RdfFormat, Store, parse

from kg.errors import StoreError
from kg.graph.lines import named, nquads, ntriples
from kg.store import generations
from kg.store.blocks import Blocks, Writer, parted, unpacked
from kg.store.generations import Generation
from kg.store.resolving import Part

_MUCH = 0.5
"""The share of changed graphs from which a whole new Oxigraph folder is faster than changing one."""

_AT_ONCE, _IN_ONE = 50_000, 5_000
"""Lines that are loaded, and changed, at once: Oxigraph holds them in memory, sorted in nine ways."""

Step = Callable[[int, int, str], None]


class Change(NamedTuple):
    """The lines that a named graph loses and gains."""

    iri: str
    gone: Sequence[str]
    new: Sequence[str]


def write(
    folder: Path, parts: Sequence[Part], state: str, *, anew: bool = False, step: Step | None = None
) -> Generation:
    """Make the state that these parts describe, and make it the current one.

    Only named graphs whose hash has changed are made again. With `anew` nothing of the old Oxigraph folder is kept, so
    that no byte of what is gone is left: Oxigraph forgets triples but never the words in them, and has no way to be told
    to. A new one is then filled from the lines of all graphs, a piece at a time.
    """
    old = generations.current(folder)
    blocks = old.blocks if old else None
    before = blocks.index if blocks else {}
    after = {part.iri for part in parts}
    changed = {part.iri for part in parts if part.iri not in before or before[part.iri].digest != part.digest}
    gone = [iri for iri in before if iri not in after]
    copied = old if before and not anew and len(changed) + len(gone) < _MUCH * len(parts) else None
    try:
        made = generations.draft(folder, copied)
        with Writer(made.folder, blocks) as writer:
            changes = _rewritten(writer, parts, changed, blocks if copied else None, step)
            if copied and blocks:
                _bring(made.oxigraph, (*(Change(iri, blocks.lines(iri), ()) for iri in gone), *changes))
            else:
                for _ in changes:
                    pass
            written = writer.finish()
        if not copied:
            _load(made.oxigraph, written)
        return generations.publish(folder, made, state)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error}); what it held before it still holds") from error


def _rewritten(
    writer: Writer, parts: Iterable[Part], changed: set[str], old: Blocks | None, step: Step | None
) -> Iterator[Change]:
    """Write the lines of all graphs, and tell what changes in those that were there before."""
    ordered = sorted(parts, key=lambda part: named(part.iri))
    for number, part in enumerate(ordered, start=1):
        if part.iri in changed:
            data = part.packed()
            writer.add(part.iri, part.digest, data)
            if old:
                yield _change(part.iri, old.lines(part.iri), unpacked(data))
        else:
            writer.copy(part.iri)
        if step:
            step(number, len(ordered), part.iri)


def _change(iri: str, before: Sequence[str], after: Sequence[str]) -> Change:
    gone, new = set(before).difference(after), set(after).difference(before)
    return Change(iri, [line for line in before if line in gone], [line for line in after if line in new])


def _bring(path: Path, changes: Iterable[Change]) -> None:
    """Change some graphs of an Oxigraph folder; it is closed at the end, as soon as nothing here refers to it."""
    store = Store(str(path))
    for change in changes:
        for lines in _pieces(change.gone, _IN_ONE):
            _take(store, change.iri, lines)
        for lines in _pieces(change.new, _IN_ONE):
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


def _load(path: Path, blocks: Blocks) -> None:
    """Fill a new Oxigraph folder, and close it."""
    store = Store(str(path))
    waiting, number = list[bytes](), 0
    for iri, text in blocks.texts():
        for some in _texts(text):
            waiting.append(_both(iri, some))
            number += some.count("\n")
            if number >= _AT_ONCE:
                store.bulk_load(b"".join(waiting), RdfFormat.N_QUADS, lenient=True)
                waiting, number = [], 0
    store.bulk_load(b"".join(waiting), RdfFormat.N_QUADS, lenient=True)
    store.flush()


def _both(iri: str, lines: Iterable[str]) -> bytes:
    """Give lines as N-Quads, in their named graph and in the default graph, which is the union of all."""
    written = ntriples(lines)
    return (nquads(written, iri) + written).encode()


def _texts(text: str) -> Iterable[str]:
    """Cut the lines of a large graph into pieces."""
    if text.count("\n") <= _AT_ONCE:
        return (text,)
    return ("".join(piece) for piece in _pieces(parted(text), _AT_ONCE))


def _pieces(lines: Sequence[str], size: int) -> Iterator[Sequence[str]]:
    rest = iter(lines)
    while piece := list(islice(rest, size)):
        yield piece
