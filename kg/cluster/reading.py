"""The first stage: documents -> what is said in them, kept in the shared folder; names and signatures go on their way."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import count
from typing import TypeAlias

from kg.cluster.alike import bands, possible_names
from kg.cluster.bench import Bench
from kg.cluster.shuffle import Outbox, Placed, partition
from kg.errors import InputError
from kg.extract.pool import read_one
from kg.model import Document, Extraction
from kg.read.copies import signature
from kg.resolve.coreference import Coreference
from kg.resolve.entities import Member, canonical, votes
from kg.resolve.known import entry_of, typed
from kg.resolve.naming import normal
from kg.store.entries import References

STAGE = "read"
_DOCUMENTS, _LETTERS = 16, 200_000
"""A batch ends at so many documents or letters: long ones must not wait in one worker."""

Result: TypeAlias = Extraction | InputError


@dataclass(frozen=True, slots=True)
class Batch:
    """Some documents to read, and a number that no other batch of the run has."""

    number: int
    documents: tuple[Document, ...]


class Batches:
    """Deals documents into batches as they come, and parts the batches that must be read one by one."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents, self._numbers = documents, count()

    def __iter__(self) -> Iterator[Batch]:
        waiting: list[Document] = []
        letters = 0
        for document in self._documents:
            waiting.append(document)
            letters += len(document.text)
            if len(waiting) >= _DOCUMENTS or letters >= _LETTERS:
                yield self._batch(waiting)
                waiting, letters = [], 0
        if waiting:
            yield self._batch(waiting)

    def part(self, batch: Batch) -> list[Batch]:
        """Give a batch for each of its documents."""
        return [self._batch([document]) for document in batch.documents]

    def _batch(self, documents: list[Document]) -> Batch:
        return Batch(next(self._numbers), tuple(documents))


def extract(bench: Bench, batch: Batch) -> list[Result]:
    """Read the documents, and give what is read."""
    return [read_one(bench.extractor, document) for document in batch.documents]


def read(bench: Bench, batch: Batch) -> list[Result]:
    """Read the documents and keep what is read; what is given says only which they are and whether they are English."""
    outbox, kept, results = bench.outbox(), [], list[Result]()
    for document in batch.documents:
        found = read_one(bench.extractor, document)
        if isinstance(found, Extraction):
            who = _references(bench, found)
            kept.append((found, who))
            _send_names(bench, outbox, batch.number, document.key, who)
            _send_document(outbox, document)
            found = Extraction(replace(document, text=""), english=found.english)
        results.append(found)
    bench.keep(batch.number, kept)
    bench.send(outbox, STAGE, batch.number)
    return results


def _references(bench: Bench, extraction: Extraction) -> References:
    ontology = bench.settings.ontology
    found = Coreference(typed(extraction, ontology.gazetteer), ontology)
    found.drop_unused()
    return References(found.chains, found.of)


def _send_names(bench: Bench, outbox: Outbox, batch: int, key: str, who: References) -> None:
    """Send each chain to where its group is made, and its vote for a type to where all of its name are counted."""
    members: list[Member] = [(key, number, chain) for number, chain in enumerate(who.chains)]
    for _, number, chain in members:
        name = canonical(chain)
        known = entry_of(chain, name, bench.settings.ontology.gazetteer)
        where = partition(normal(known.name if known else name), outbox.partitions)
        outbox.put(where, "c", Placed(batch, key, number, chain))
    for name, kinds in votes(members).items():
        for type_, number in kinds.items():
            outbox.put(partition(name, outbox.partitions), "v", (name, type_, number))


def _send_document(outbox: Outbox, document: Document) -> None:
    """Send the names that a document could be called by, and its signature to each partition that has a band of it."""
    for name in sorted(possible_names(document)):
        called = (document.identifier, document.source)
        outbox.put(partition(name, outbox.partitions), "i", (name, document.key, called))
    found = signature(document.text)
    for where in sorted(set(bands(found, outbox.partitions))):
        outbox.put(where, "s", (document.key, (document.published, found.hex())))
