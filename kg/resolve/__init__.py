"""Extractions -> Resolution: who is who, in one document and across all; statements, claims, disputes."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from kg.model import Claim, Correction, Dispute, Extraction, Resolution, ResolvedDocument
from kg.ontology import Ontology
from kg.read.copies import with_copies
from kg.resolve.claims import claims, disputes
from kg.resolve.coreference import Coreference
from kg.resolve.corrections import Corrections
from kg.resolve.entities import merge
from kg.resolve.known import typed
from kg.resolve.statements import StatementMaker


def resolve(
    extractions: Iterable[Extraction], ontology: Ontology, corrections: Sequence[Correction] = ()
) -> Resolution:
    """Resolve a whole collection; the result does not depend on the order of the documents."""
    known = (typed(extraction, ontology.gazetteer) for extraction in _linked(extractions))
    ordered = sorted(known, key=lambda e: e.document.key)
    coreferences = [Coreference(extraction, ontology) for extraction in ordered]
    people = Corrections(corrections, ontology)
    people.regroup(coreferences)
    for coreference in coreferences:
        coreference.drop_unused()
    chains = [(e.document.key, c.chains) for e, c in zip(ordered, coreferences, strict=True)]
    entities, of = merge(chains, people.judgements, ontology.gazetteer)
    documents = []
    for extraction, coreference in zip(ordered, coreferences, strict=True):
        entity = {i: of[(extraction.document.key, n)] for i, n in coreference.of.items()}
        named = {i for i, n in coreference.of.items() if coreference.chains[n].named}
        documents.append(StatementMaker(extraction, entity, named, ontology).resolve())
    entities, documents = people.amend(entities, documents, chains, of)
    found, disputed = compare(documents, ontology)
    return Resolution(tuple(entities), tuple(documents), found, disputed, people.outcome(entities, documents))


def _linked(extractions: Iterable[Extraction]) -> Iterator[Extraction]:
    """Tell each near-duplicate of which document it is one."""
    listed = list(extractions)
    documents = with_copies(extraction.document for extraction in listed)
    yield from (replace(e, document=document) for e, document in zip(listed, documents, strict=True))


def compare(documents: Sequence[ResolvedDocument], ontology: Ontology) -> tuple[tuple[Claim, ...], tuple[Dispute, ...]]:
    """Group what the documents say into claims, and find those that stand against each other."""
    symmetric = ontology.of("symmetric")
    found = claims(documents, symmetric=symmetric)
    return found, disputes(
        found,
        documents,
        denial=ontology.of("denial"),
        opposites={r.id: r.contradicts for r in ontology.relations.values() if r.contradicts},
        symmetric=symmetric,
        accusation=ontology.of("accusation"),
    )
