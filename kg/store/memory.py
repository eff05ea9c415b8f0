"""Where a build without a store keeps what it reads: in memory, until the graph is made."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace

from kg.errors import InputError
from kg.graph.store import Graph
from kg.graph.write import parts
from kg.model import Correction, Document, Extraction
from kg.read.sources import identify
from kg.resolve import resolve
from kg.store.quiet import uncollected
from kg.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Outcome:
    """The graph of a collection, and what the report says of it: see `kg.knowledge_graph.Report`."""

    graph: Graph
    skips: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched: tuple[str, ...] = ()
    held: tuple[str, ...] = ()


@dataclass(slots=True)
class Tally:
    """What became of the documents given: known already, known by the same key in other words, or read again.

    They are `again` because the settings have changed since the store read them.
    """

    unchanged: int = 0
    replaced: int = 0
    again: int = 0


class Memory:
    """Keeps extractions by key; `tally` stays empty, since nothing is there beforehand."""

    def __init__(self, settings: Settings) -> None:
        self.settings, self.tally = settings, Tally()
        self._extractions: dict[str, Extraction] = {}

    def unread(self, documents: Iterable[Document]) -> Iterator[Document | InputError]:
        """Give the documents that must be read: here each, sorted by key."""
        yield from each_once(sorted(documents, key=lambda document: document.key))

    def put(self, extraction: Extraction) -> None:
        """Keep what was read."""
        self._extractions[extraction.document.key] = extraction

    def finish(self) -> Outcome:
        """Resolve all that was kept and make the graph."""
        with uncollected():
            return self._finished()

    def _finished(self) -> Outcome:
        documents = [self._extractions[key].document for key in sorted(self._extractions)]
        names = identify({document.key: (document.identifier, document.source) for document in documents})
        extractions = (_called(self._extractions[key], name) for key, name in names.items())
        resolution = resolve(extractions, self.settings.ontology, self.settings.corrections)
        skips = Counter((skip.stage, skip.reason) for resolved in resolution.documents for skip in resolved.skips)
        graph = Graph.from_parts(parts(resolution, self.settings.run, self.settings.ontology))
        return Outcome(graph, skips, unmatched(resolution.corrections))


def unmatched(corrections: Iterable[Correction]) -> tuple[str, ...]:
    """Name the corrections that matched nothing, each with place and reason."""
    found = (c for c in corrections if c.unmatched)
    return tuple(f"{c.place}: {c.kind}: {c.unmatched}" for c in sorted(found, key=lambda c: (len(c.place), c.place)))


def each_once(documents: Iterable[Document]) -> Iterator[Document | InputError]:
    """Refuse a document whose key another one of the same run has."""
    seen: set[str] = set()
    for document in documents:
        if document.key in seen:
            yield InputError(document.source or document.key, "same key twice", f"another document is '{document.key}'")
        else:
            seen.add(document.key)
            yield document


def _called(extraction: Extraction, identifier: str) -> Extraction:
    if extraction.document.identifier == identifier:
        return extraction
    return replace(extraction, document=replace(extraction.document, identifier=identifier))
