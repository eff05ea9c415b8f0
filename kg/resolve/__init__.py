"""Extractions -> Resolution: who is who, in one document and across all; statements, claims, disputes."""

from __future__ import annotations

from collections.abc import Iterable

from kg.model import Extraction, Resolution
from kg.ontology import Ontology
from kg.resolve.claims import claims, disputes
from kg.resolve.coreference import Coreference
from kg.resolve.entities import merge
from kg.resolve.statements import StatementMaker


def resolve(extractions: Iterable[Extraction], ontology: Ontology) -> Resolution:
    """Resolve a whole collection; the result does not depend on the order of the documents."""
    ordered = sorted(extractions, key=lambda e: e.document.key)
    coreferences = [Coreference(extraction, ontology) for extraction in ordered]
    for coreference in coreferences:
        coreference.drop_unused()
    entities, of = merge([(e.document.key, c.chains) for e, c in zip(ordered, coreferences, strict=True)])
    documents = []
    for extraction, coreference in zip(ordered, coreferences, strict=True):
        entity = {i: of[(extraction.document.key, n)] for i, n in coreference.of.items()}
        named = {i for i, n in coreference.of.items() if coreference.chains[n].named}
        documents.append(StatementMaker(extraction, entity, named, ontology).resolve())
    symmetric = ontology.of("symmetric")
    opposites = {r.id: r.contradicts for r in ontology.relations.values() if r.contradicts}
    found = claims(documents, symmetric=symmetric)
    return Resolution(
        entities=tuple(entities),
        documents=tuple(documents),
        claims=found,
        disputes=disputes(
            found,
            documents,
            denial=ontology.of("denial"),
            opposites=opposites,
            symmetric=symmetric,
            accusation=ontology.of("accusation"),
        ),
    )
