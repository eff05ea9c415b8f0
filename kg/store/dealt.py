"""A build without a store by several workers: they read each document and make its graph, names are merged here."""

from __future__ import annotations

import pickle
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import partial

from kg.errors import InputError
from kg.extract import Extractor
from kg.extract.pool import Crew, crew, letters, read_one
from kg.graph.lines import named
from kg.graph.names import Names
from kg.graph.nodes import claim_lines, dispute_lines, document_lines, shared_lines
from kg.graph.store import Graph
from kg.graph.write import check_relations
from kg.model import Document, Extraction, ResolvedDocument
from kg.read.copies import copies, signature
from kg.read.sources import identify
from kg.resolve import compare
from kg.resolve.entities import merge
from kg.resolve.known import typed
from kg.resolve.statements import StatementMaker
from kg.store.coding import decode, encode
from kg.store.entries import References
from kg.store.memory import Memory, Outcome
from kg.store.settings import Settings
from kg.store.worked_out import Said


class Dealt(Memory):
    """The same where several workers read: what is within a document they do, and here its names are merged.

    They cannot apply corrections, which reach from any document to any other.
    """

    def __init__(self, settings: Settings, hands: Crew[Desk]) -> None:
        super().__init__(settings)
        self._hands = hands
        self._found: dict[str, Found] = {}

    def unread(self, documents: Iterable[Document]) -> Iterator[Document | InputError]:
        """Give the documents that must be read; the workers begin while this process still looks for them."""
        yield from super().unread(self._awaited(documents))

    def _awaited(self, documents: Iterable[Document]) -> Iterator[Document]:
        for number, document in enumerate(documents):
            if number == 1:
                self._hands.begin()
            yield document

    def extract(self, documents: Iterable[Document]) -> Iterator[Extraction | InputError]:
        """Have the documents read; what is given of each says which it is and whether it is English, and no more."""
        for found in self._hands.each(find, documents, letters):
            if isinstance(found, Found):
                self._found[found.document.key] = found
                yield Extraction(found.document, english=found.english)
            else:
                yield found

    def _finished(self) -> Outcome:
        ontology, names, skips = self.settings.ontology, Names.of(self.settings.run), Counter[tuple[str, str]]()
        chains = [(key, pickle.loads(self._found[key].chains)) for key in sorted(self._found)]
        entities, of = merge(chains, None, ontology.gazetteer)
        tasks = self._tasks({key: [of[key, number] for number in range(len(found))] for key, found in chains})
        made, documents = dict[str, list[str]](), list[ResolvedDocument]()
        for told in self._hands.each(tell, tasks, lambda task: len(task.packed) / _PACKED):
            made[names.document(told.document.key).value] = told.lines
            documents.append(ResolvedDocument(told.document, statements=told.said.statements))
            skips.update({(stage, reason): number for stage, reason, number in told.said.skips})
        check_relations(documents, ontology)
        claims, disputes = compare(documents, ontology)
        shared = {
            "entities": shared_lines(self.settings.run, entities, (), names),
            "claims": (line for claim in claims for line in claim_lines(claim, names)),
            "disputes": (line for dispute in disputes for line in dispute_lines(dispute, names)),
        }
        made |= {f"{self.settings.run.base}graph/{name}": sorted(set(lines)) for name, lines in shared.items()}
        return Outcome(Graph.from_parts([(iri, made[iri]) for iri in sorted(made, key=named)]), skips)

    def _tasks(self, entities: Mapping[str, list[str]]) -> Iterator[Task]:
        """Give what is to be told of each document, and forget what was found in it."""
        called = {key: self._found[key].document for key in sorted(self._found)}
        names = identify({key: (document.identifier, document.source) for key, document in called.items()})
        leads = copies({key: (document.published, self._found[key].signature) for key, document in called.items()})
        for key, name in names.items():
            yield Task(self._found.pop(key).packed, name, leads.get(key), entities[key])


_PACKED = 100_000
"""Bytes of what was found in documents that go to a worker at once."""


@dataclass(frozen=True, slots=True)
class Found:
    """What merging needs of a document, which is here without its text; the rest is packed until it is told."""

    document: Document
    english: bool
    signature: bytes
    chains: bytes
    packed: bytes


@dataclass(frozen=True, slots=True)
class Packed:
    """What was read in a document, the number of the chain for the index of a mention, and which chains have a name."""

    extraction: Extraction
    of: dict[int, int]
    named: frozenset[int]


@dataclass(frozen=True, slots=True)
class Task:
    """What was found in a document and what the collection settles of it: how it is called, its lead, its entities."""

    packed: bytes
    identifier: str
    copy_of: str | None
    entities: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A document by its key and its lead, its graph as lines, sorted and each once, and what it says."""

    document: Document
    lines: list[str]
    said: Said


class Desk:
    """What a worker has at hand."""

    def __init__(self, settings: Settings) -> None:
        self.ontology, self.names = settings.ontology, Names.of(settings.run)
        self.extractor = Extractor(settings.ontology, settings.run.model, settings.attribution)


def find(desk: Desk, document: Document) -> Found | InputError:
    """Read a document and find out who is who in it."""
    extraction = read_one(desk.extractor, document)
    if isinstance(extraction, InputError):
        return extraction
    who = References.of_extraction(extraction, desk.ontology)
    with_names = frozenset(number for number, chain in enumerate(who.chains) if chain.named)
    return Found(
        replace(document, text=""),
        extraction.english,
        signature(document.text),
        pickle.dumps(who.chains, pickle.HIGHEST_PROTOCOL),
        encode(Packed(extraction, who.of, with_names)),
    )


def tell(desk: Desk, task: Task) -> Told:
    """Make the graph of a document whose entities are known."""
    found = decode(Packed, task.packed)
    document = replace(found.extraction.document, identifier=task.identifier, copy_of=task.copy_of)
    extraction = typed(replace(found.extraction, document=document), desk.ontology.gazetteer)
    entity = {i: task.entities[number] for i, number in found.of.items()}
    with_names = {i for i, number in found.of.items() if number in found.named}
    resolved = StatementMaker(extraction, entity, with_names, desk.ontology).resolve()
    lines = sorted(set(document_lines(resolved, desk.names)))
    return Told(Document(document.key, document.key, "", copy_of=task.copy_of), lines, Said.by(resolved))


@contextmanager
def dealt(settings: Settings, workers: int) -> Iterator[Dealt]:
    """Give a memory whose documents are read and told by workers; the settings have no corrections."""
    with crew(partial(Desk, settings), workers) as hands:
        yield Dealt(settings, hands)
