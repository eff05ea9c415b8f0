"""The changes between two graphs as lines of plain text or as JSON."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from operator import itemgetter
from typing import Any

from kg.export.networkx import speaker_label
from kg.export.show import Teller
from kg.graph.changes import (
    DOCUMENT_FACTS,
    ENTITY_FACTS,
    ENTITY_LISTS,
    Changes,
    DocumentChange,
    EntityChange,
    differing,
)
from kg.graph.record import DocumentRecord, EntityRecord, GraphRecords, StatementRecord
from kg.ontology import Ontology

FORMATS = ("text", "json")

_WORDS = {"sha256": "text", "issued": "date", "same_as": "links", "merges": "reason", "aliases": "name"}


def lines(changes: Changes, ontology: Ontology) -> list[str]:
    """List the changes, a line each: "-" gone, "+" new, "~" changed; documents, then entities, then statements."""
    documents = sorted(_document_line(change) for change in changes.documents)
    entities = sorted(line for change in changes.entities for line in _entity_lines(change))
    statements = [
        *_statement_lines("-", changes.gone, changes.before, ontology),
        *_statement_lines("+", changes.new, changes.after, ontology),
    ]
    return [*documents, *entities, *(line for _, line in sorted(statements, key=itemgetter(0)))]


def as_json(changes: Changes) -> str:
    """Give the changes as one JSON object, statements with their evidence."""
    told = {
        "documents": [_document_json(change) for change in changes.documents],
        "entities": [_entity_json(change) for change in changes.entities],
        "statements": {
            "gone": [_statement_json(statement, changes.before) for statement in changes.gone],
            "new": [_statement_json(statement, changes.after) for statement in changes.new],
        },
    }
    return json.dumps(told, ensure_ascii=False, indent=1) + "\n"


def _document_line(change: DocumentChange) -> str:
    if change.before and change.after:
        facts = differing(change.before, change.after, DOCUMENT_FACTS)
        return f"~ document {change.after.identifier}: {', '.join(_WORDS.get(fact, fact) for fact in facts)}"
    document = change.after or change.before
    return f"{'+' if change.after else '-'} document {_title(document)}"


def _title(document: DocumentRecord | None) -> str:
    if document is None:
        return ""
    return f"{document.identifier} ({document.title})" if document.title else document.identifier


def _entity_lines(change: EntityChange) -> Iterator[str]:
    before, after = change.before, change.after
    if change.how == "merged":
        yield f"~ {_named(before)} is now part of {_named(after)}"
    elif change.how == "split":
        yield f"~ {_named(after)} was part of {_named(before)}"
    elif before is None or after is None:
        yield f"{'+' if after else '-'} {_named(after or before)}"
    else:
        yield from _facts(before, after)


def _facts(before: EntityRecord, after: EntityRecord) -> Iterator[str]:
    if differing(before, after, ENTITY_FACTS[:2]):
        yield f"~ {_named(before)} is now {_named(after)}"
    if before.anonymous != after.anonymous:
        yield f"~ {_named(after)} is now {'unnamed' if after.anonymous else 'named'}"
    for name in differing(before, after, ENTITY_LISTS):
        old, new = getattr(before, name), getattr(after, name)
        signs = [
            *(f"-“{value}”" for value in old if value not in new),
            *(f"+“{value}”" for value in new if value not in old),
        ]
        yield f"~ {_named(after)}: {_WORDS[name]} {' '.join(signs)}"


def _named(entity: EntityRecord | None) -> str:
    return f"{entity.type} {entity.label}" if entity else ""


def _statement_lines(
    sign: str, statements: Iterable[StatementRecord], records: GraphRecords, ontology: Ontology
) -> Iterator[tuple[tuple[str, int], str]]:
    """Give the lines with what sorts them: document and place in it."""
    teller = Teller(records, ontology)
    for statement in statements:
        document = _identifier(statement, records)
        start = statement.evidence[0].start if statement.evidence else -1
        yield (document, start), f"{sign} {document}: {teller.sentence(statement)}"


def _identifier(statement: StatementRecord, records: GraphRecords) -> str:
    document = records.documents.get(statement.document)
    return document.identifier if document else statement.document


def _document_json(change: DocumentChange) -> dict[str, Any]:
    how = "changed" if change.before and change.after else "new" if change.after else "gone"
    facts = {side: _chosen(record, DOCUMENT_FACTS) for side, record in _sides(change) if record}
    return {"how": how, **facts}


def _entity_json(change: EntityChange) -> dict[str, Any]:
    facts = {side: _chosen(record, (*ENTITY_FACTS, *ENTITY_LISTS)) for side, record in _sides(change) if record}
    return {"how": change.how, **facts}


def _sides(change: DocumentChange | EntityChange) -> tuple[tuple[str, object], tuple[str, object]]:
    return ("before", change.before), ("after", change.after)


def _chosen(record: object, names: Iterable[str]) -> dict[str, Any]:
    return {name: getattr(record, name) for name in ("iri", *names)}


def _statement_json(statement: StatementRecord, records: GraphRecords) -> dict[str, Any]:
    teller = {iri: entity.label for iri, entity in records.entities.items()}
    return {
        "document": _identifier(statement, records),
        "speaker": speaker_label(statement, records),
        "subject": teller.get(statement.subject or "", statement.subject),
        "relation": statement.relation,
        "object": teller.get(statement.object or "", statement.object),
        "polarity": statement.polarity,
        "modality": statement.modality,
        "evidence": [span.text for span in statement.evidence],
        "iri": statement.iri,
    }
