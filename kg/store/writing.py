"""Bring the graphs of a store to what they should hold: a new state beside the old, then in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence, Set
from pathlib import Path

from pyoxigraph import DefaultGraph, NamedNode, Quad, Store, Triple

from kg.errors import StoreError
from kg.graph.lexical import as_written
from kg.store import generations
from kg.store.generations import Generation
from kg.store.resolving import Part

_MUCH = 0.5
"""The share of changed graphs from which a whole new Oxigraph folder is faster than changing one."""

_UNION = DefaultGraph()

Step = Callable[[int, int, str], None]


def write(
    folder: Path, parts: Sequence[Part], state: str, *, anew: bool = False, step: Step | None = None
) -> Generation:
    """Make the state that these parts describe, and make it the current one.

    Only named graphs whose hash has changed are written. With `anew` nothing of the old folder is kept, so that no
    byte of what is gone is left; Oxigraph itself forgets triples but not the words in them.
    """
    old = generations.current(folder)
    before = old.parts if old else {}
    after = {part.iri: part.digest for part in parts}
    changed = [part for part in parts if before.get(part.iri) != part.digest]
    gone = [iri for iri in before if iri not in after]
    copied = old if not anew and len(changed) + len(gone) < _MUCH * len(parts) else None
    try:
        made = generations.draft(folder, copied)
        if copied:
            _bring(made.oxigraph, [NamedNode(iri) for iri in gone], _told(changed, step))
        else:
            _load(made.oxigraph, _told(parts, step))
        return generations.publish(folder, made, state, after)
    except OSError as error:
        raise StoreError(f"{folder}: cannot be written ({error}); what it held before it still holds") from error


def _bring(path: Path, gone: Iterable[NamedNode], changed: Iterable[Part]) -> None:
    """Change some graphs of an Oxigraph folder; it is closed at the end, as soon as nothing here refers to it."""
    store = Store(str(path))
    for name in gone:
        _change(store, name, set())
    for part in changed:
        _change(store, NamedNode(part.iri), part.triples())
    store.flush()


def _load(path: Path, parts: Iterable[Part]) -> None:
    """Fill a new Oxigraph folder, and close it."""
    store = Store(str(path))
    store.bulk_extend(_quads(parts))
    store.flush()


def _told(parts: Sequence[Part], step: Step | None) -> Iterator[Part]:
    for number, part in enumerate(parts, start=1):
        yield part
        if step:
            step(number, len(parts), part.iri)


def _quads(parts: Iterable[Part]) -> Iterator[Quad]:
    for part in parts:
        name = NamedNode(part.iri)
        for triple in part.triples():
            yield Quad(*_terms(triple), name)
            yield Quad(*_terms(triple), _UNION)


def _change(store: Store, name: NamedNode, wanted: Set[Triple]) -> None:
    """Make a named graph hold exactly these triples, and the default graph stay the union of all."""
    there = {as_written(quad.triple) for quad in store.quads_for_pattern(None, None, None, name)}
    for triple in there - wanted:
        store.remove(Quad(*_terms(triple), name))
        elsewhere = store.quads_for_pattern(*_terms(triple), None)
        if all(quad.graph_name == _UNION for quad in elsewhere):
            store.remove(Quad(*_terms(triple), _UNION))
    store.extend(Quad(*_terms(triple), graph) for triple in wanted - there for graph in (name, _UNION))
    if not wanted:
        store.remove_graph(name)


def _terms(triple: Triple) -> tuple[NamedNode, NamedNode, NamedNode]:
    return triple.subject, triple.predicate, triple.object  # type: ignore[return-value]
