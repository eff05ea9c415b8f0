"""Mint the IRIs of nodes under the run's base IRI."""

from __future__ import annotations

from dataclasses import dataclass

from pyoxigraph import NamedNode

from kg.errors import GraphInvalid
from kg.graph.terms import iri
from kg.ids import content_hash, document_iri, span_iri
from kg.model import Run, Span


@dataclass(frozen=True, slots=True)
class Names:
    """The IRIs of one graph; `base` ends in "/" and `run` is the activity that made it."""

    base: str
    run: NamedNode

    @classmethod
    def of(cls, run: Run) -> Names:
        """Check the base IRI and name the run by its content; raises `GraphInvalid`."""
        if not run.base.endswith("/") or "#" in run.base or "?" in run.base:
            raise GraphInvalid(f"the base IRI {run.base!r} must end in '/' and hold neither '#' nor '?'")
        settings = (f"{key}={value}" for key, value in run.settings)
        mark = content_hash(run.version, run.model, *settings)
        return cls(run.base, iri(f"{run.base}run/{mark}", "the base IRI"))

    def at(self, folder: str, id_: str) -> str:
        """Write the IRI of a node, told by its folder ("entity") and id, as N-Triples has it."""
        return f"<{self.base}{folder}/{id_}>"

    def document(self, key: str) -> NamedNode:
        """Name a document by its key."""
        return NamedNode(document_iri(self.base, key))

    def span(self, document: NamedNode, span: Span) -> NamedNode:
        """Name a range of a document's text (RFC 5147)."""
        return NamedNode(span_iri(document.value, span.start, span.end))

    def entity(self, id_: str) -> NamedNode:
        """Name an entity."""
        return NamedNode(f"{self.base}entity/{id_}")

    def statement(self, id_: str) -> NamedNode:
        """Name a statement."""
        return NamedNode(f"{self.base}statement/{id_}")

    def attribution(self, id_: str) -> NamedNode:
        """Name an attribution."""
        return NamedNode(f"{self.base}attribution/{id_}")

    def correction(self, id_: str) -> NamedNode:
        """Name a correction."""
        return NamedNode(f"{self.base}correction/{id_}")

    def claim(self, id_: str) -> NamedNode:
        """Name a claim."""
        return NamedNode(f"{self.base}claim/{id_}")

    def dispute(self, id_: str) -> NamedNode:
        """Name a dispute."""
        return NamedNode(f"{self.base}dispute/{id_}")
