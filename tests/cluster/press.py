"""Forty short documents read once, and ways to build them in one piece, in stages here, and on workers that may die."""

from __future__ import annotations

import json
import os
import pickle
import signal
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from kg.cluster import ClusterGraph, Collection
from kg.cluster.bench import Bench
from kg.cluster.graph import ShardedGraph
from kg.errors import InputError
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Document, Extraction
from kg.store import Memory, Outcome
from kg.store.settings import Settings
from tests.store.news import all_documents

T = TypeVar("T")
R = TypeVar("R")

CASES = Path(__file__).parent.parent / "stories" / "cases" / "claims.json"
SHORT = [
    "Mrs Voss denied the claim.",
    "Mr Brandt denied the claim.",
    "The Harbour Workers Union (HWU) accused Mrs Voss of lying.",
    "The HWU accused the ministry of lying.",
]
"""One person is called Voss in the whole collection, two are called Brandt, and one body HWU."""

FORMS = ("nq", "nt", "ttl")


def forty() -> list[Document]:
    """News in which documents depend on each other, and single sentences; half of them with a stem that others have."""
    texts = SHORT + [case["text"] for case in json.loads(CASES.read_text(encoding="utf-8"))]
    news = all_documents()
    folder = [f"{'ab'[n % 2]}/{n // 2}.txt" for n in range(40 - len(news))]
    return news + [
        Document(key, Path(key).stem, text, source=f"/press/{key}") for key, text in zip(folder, texts, strict=False)
    ]


class Reader:
    """Stands in for a model: gives what was read before. Some texts take their worker with them."""

    def __init__(self, folder: Path, slow: float, poison: str) -> None:
        self._folder, self._slow, self._poison = folder, slow, poison
        self._known: dict[str, Extraction] = pickle.loads((folder / "known.pickle").read_bytes())
        (folder / f"{os.getpid()}.pid").touch()

    def extract(self, document: Document) -> Extraction:
        time.sleep(self._slow)
        with (self._folder / f"{os.getpid()}.pid").open("a", encoding="utf-8") as file:
            file.write(f"{document.key}\n")
        if document.key == self._poison:
            os.kill(os.getpid(), signal.SIGKILL)
        return replace(self._known[document.text], document=document)


class Making:
    """Makes such readers, in any process that sees the folder."""

    def __init__(self, folder: Path, known: Iterable[Extraction], slow: float = 0.0, poison: str = "") -> None:
        self.folder, self._slow, self._poison = folder, slow, poison
        (folder / "known.pickle").write_bytes(pickle.dumps({e.document.text: e for e in known}))

    def __call__(self, *_: object) -> Reader:
        return Reader(self.folder, self._slow, self._poison)

    def workers(self) -> dict[int, list[str]]:
        """Give what each worker was asked to read, by its process."""
        return {int(p.stem): p.read_text(encoding="utf-8").split("\n")[:-1] for p in self.folder.glob("*.pid")}


class Here:
    """Does the tasks of a stage in this process."""

    def __init__(self, bench: Bench) -> None:
        self._bench = bench

    def each(
        self, stage: Callable[[Bench, T], R], tasks: Iterable[T], *, part: object = None, model: bool = False
    ) -> Iterator[tuple[T, R]]:
        for task in tasks:
            yield task, stage(self._bench, task)


def in_one_piece(settings: Settings, read: Iterable[Extraction]) -> tuple[KnowledgeGraph, Outcome]:
    """Build as without a cluster."""
    memory = Memory(settings)
    for extraction in read:
        memory.put(extraction)
    outcome = memory.finish()
    return KnowledgeGraph(outcome.graph, settings.ontology), outcome


def in_stages(collection: Collection, documents: Iterable[Document]) -> tuple[ClusterGraph, Outcome, list[InputError]]:
    """Build with every stage of a cluster."""
    errors = []
    unread = (document for document in collection.unread(documents) if isinstance(document, Document))
    for found in collection.extract(unread):
        errors += [found] if isinstance(found, InputError) else []
    outcome = collection.finish()
    assert isinstance(outcome.graph, ShardedGraph)
    return ClusterGraph(outcome.graph, collection.settings.ontology), outcome, errors


def written(graph: KnowledgeGraph, folder: Path) -> dict[str, bytes]:
    """Give the bytes of the files that are written from shards."""
    return {form: graph.export(folder / f"graph.{form}").read_bytes() for form in FORMS}
