"""Short news with everything in which documents can depend on each other, and quick ways to fill a store with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from kg.errors import InputError
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Document, Extraction

LONG = (
    "The ferry company said on Monday that it would cut forty jobs in the northern harbour, because fewer lorries cross "
    "the strait since the new bridge has been open, and its chairwoman, Ann Miller, blamed the transport ministry for it."
)
TEXTS: dict[str, tuple[str, ...]] = {
    "a.txt": ("Ann Miller accused the Port Authority of hiding a report. The Port Authority denied the claim.",),
    "b.txt": (
        "Peter Brandt said the Port Authority had rejected the pay offer. Brandt praised Ann Miller.",
        "Peter Brandt said on Friday the Port Authority had accepted the pay offer.",
    ),
    "c.txt": ("Miller criticised Brandt. A source claimed that Ann Miller had threatened the union.",),
    "d.txt": (
        "The Trades Union Congress (TUC) rejected the pay offer.",
        "The TUC did not reject the pay offer, Maria Lopez said.",
    ),
    "e.txt": (
        "The TUC met Peter Brandt. Maria Lopez, the health secretary, praised the TUC. Peter Brandt praised Ann Miller. "
        "The TUC did not reject the pay offer.",
    ),
    "f.txt": (LONG,),
    "g.txt": (f"{LONG} Union members protested against the ferry company.", LONG.replace("forty", "fifty")),
    "rare.txt": ("Zwölf Quastenflosser accused the Port Authority of arson. The TUC denied the claim.",),
    "sub/a.txt": ("Lopez denied that she had met Peter Brandt – “never”, she said.",),
}
"""The versions of each document by name; "a" is the stem of two, f and g are near-duplicates."""


def write(folder: Path, contents: Mapping[str, int]) -> Path:
    """Make a folder hold exactly these versions of these documents."""
    folder.mkdir(exist_ok=True)
    for name, texts in TEXTS.items():
        path = folder / name
        path.parent.mkdir(exist_ok=True)
        if name in contents:
            path.write_text(texts[contents[name]], encoding="utf-8")
        else:
            path.unlink(missing_ok=True)
    return folder


class Shelf:
    """Stands in for reading: gives what was read of each text before; a text with "unreadable" in it fails."""

    def __init__(self, extractions: Iterable[Extraction | InputError]) -> None:
        self.known = {e.document.text: e for e in extractions if isinstance(e, Extraction)}
        self.asked: list[str] = []

    def extract_all(self, documents: Iterable[Document], *_: object) -> Iterator[Extraction | InputError]:
        for document in documents:
            self.asked.append(document.key)
            if "unreadable" in document.text:
                yield InputError(document.source, "cannot be parsed")
            else:
                yield replace(self.known[document.text], document=document)


def all_documents() -> list[Document]:
    return [Document(f"{name}/{v}", name, text) for name, texts in TEXTS.items() for v, text in enumerate(texts)]


def exported(graph: KnowledgeGraph, folder: Path) -> dict[str, bytes]:
    """Give the bytes of every format that depends on order or on named graphs."""
    return {form: graph.export(folder / f"exported.{form}").read_bytes() for form in ("ttl", "nq", "trig")}
