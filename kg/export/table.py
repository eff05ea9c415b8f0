"""The statements as a table, a row a statement: CSV for spreadsheets, Parquet for programs."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from kg.errors import KGError
from kg.export import cells
from kg.export.networkx import speaker_label
from kg.graph.direct import direct
from kg.graph.namespaces import LAYERS, PREFIXES
from kg.graph.read import EntityRecord, GraphRecords, StatementRecord, records
from kg.graph.store import Graph
from kg.model import NARRATOR, UNATTRIBUTED
from kg.ontology import Ontology

COLUMNS: dict[str, type] = {
    "subject": str,
    "relation": str,
    "object": str,
    "layer": str,
    "polarity": str,
    "modality": str,
    "speaker": str,
    "cue": str,
    "evidence": str,
    "time": str,
    "time_text": str,
    "confidence": float,
    "stance": str,
    "subject_type": str,
    "object_type": str,
    "document": str,
    "title": str,
    "publisher": str,
    "issued": str,
    "source": str,
    "begin": int,
    "end": int,
    "reports": int,
    "statement_iri": str,
    "subject_iri": str,
    "object_iri": str,
    "speaker_iri": str,
    "document_iri": str,
    "claim_iri": str,
    "content_iris": str,
}
"""The columns in their order. `layer` is the prefix of the direct triple ("rel", "not", "claim", "claimnot"), empty for
what nobody asserts; `begin` and `end` are those of the first evidence, code points, half-open; `reports` is the claim's."""

_PREFIX_OF = {namespace: prefix for prefix, namespace in PREFIXES.items() if namespace in LAYERS.values()}


def write_csv(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the table as CSV; texts are guarded against spreadsheets (`kg.export.cells`)."""
    cells.write(path, list(COLUMNS), (list(row.values()) for row in rows(records(graph), ontology)))


def write_parquet(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the table as Parquet, texts as they are; raises `KGError` where pyarrow is not installed."""
    try:
        import pyarrow
        from pyarrow import parquet
    except ImportError as error:
        raise KGError("Parquet needs pyarrow; install it with 'pip install newskg[parquet]'") from error
    kinds = {str: pyarrow.string(), float: pyarrow.float64(), int: pyarrow.int64()}
    schema = pyarrow.schema([(name, kinds[kind]) for name, kind in COLUMNS.items()])
    sound = [{name: _sound(value) for name, value in row.items()} for row in rows(records(graph), ontology)]
    parquet.write_table(pyarrow.Table.from_pylist(sound, schema), str(path), compression="zstd")


def rows(read: GraphRecords, ontology: Ontology) -> Iterator[dict[str, object]]:
    """Give the rows in reading order; what a statement lacks is None."""
    claim_of = {statement: claim for claim in read.claims.values() for statement in claim.statements}
    for statement in read.statements:
        claim = claim_of.get(statement.iri)
        last = {"reports": claim.reports if claim else None, "claim_iri": claim.iri if claim else None}
        found = _said(statement, read, ontology) | _where(statement, read) | last
        yield {name: found[name] for name in COLUMNS}


def layer(statement: StatementRecord) -> str:
    """Give the prefix of a statement's direct triple, "" where it has none."""
    fact = direct(statement)
    return next((p for n, p in _PREFIX_OF.items() if fact and fact[1] == n + statement.relation), "")


def _said(statement: StatementRecord, read: GraphRecords, ontology: Ontology) -> dict[str, object]:
    subject, object_ = (_entity(end, read) for end in (statement.subject, statement.object))
    relation = ontology.relations.get(statement.relation)
    named = statement.speaker not in (NARRATOR, UNATTRIBUTED)
    return {
        "subject": subject and subject.label,
        "subject_type": subject and subject.type,
        "subject_iri": statement.subject,
        "relation": statement.relation,
        "stance": relation and relation.stance.lower(),
        "object": object_ and object_.label,
        "object_type": object_ and object_.type,
        "object_iri": statement.object,
        "layer": layer(statement),
        "polarity": statement.polarity,
        "modality": statement.modality,
        "speaker": speaker_label(statement, read),
        "speaker_iri": statement.speaker if named else None,
        "cue": ", ".join(statement.cues),
        "time": statement.time,
        "time_text": statement.time_text,
        "confidence": statement.confidence,
        "content_iris": " ".join(statement.content) or None,
        "statement_iri": statement.iri,
    }


def _where(statement: StatementRecord, read: GraphRecords) -> dict[str, object]:
    document, first = read.documents.get(statement.document), next(iter(statement.evidence), None)
    return {
        "evidence": " … ".join(span.text for span in statement.evidence),
        "begin": first and first.start,
        "end": first and first.end,
        "document": document and document.identifier,
        "title": document and document.title,
        "publisher": document and document.publisher,
        "issued": document and document.issued,
        "source": document and document.source,
        "document_iri": statement.document,
    }


def _entity(iri: str | None, read: GraphRecords) -> EntityRecord | None:
    return read.entities.get(iri) if iri else None


def _sound(value: object) -> object:
    return value.encode("utf-8", "replace").decode() if isinstance(value, str) else value
