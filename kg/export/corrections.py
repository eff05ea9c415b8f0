"""Corrections made from what a graph shows: a statement to reject, two names to join or to part."""

from __future__ import annotations

from kg.errors import QueryError
from kg.export.show import Teller
from kg.graph.read import EntityRecord, GraphRecords, StatementRecord
from kg.graph.reject import key_of
from kg.graph.store import Graph
from kg.graph.write import base_of
from kg.model import NARRATOR, UNATTRIBUTED, Correction
from kg.ontology import Ontology
from kg.read.corrections import identified
from kg.resolve.judgements import ANY
from kg.resolve.naming import Name


def find_statement(records: GraphRecords, ontology: Ontology, *, id: str = "", line: str = "") -> StatementRecord:
    """Find one statement by its id or IRI, or by its line as `kg show` prints it; raises `QueryError`."""
    if id:
        local = id.rpartition("/")[2].removeprefix("st:")
        found = [s for s in records.statements if s.iri.rpartition("/")[2] == local]
        wanted = id
    else:
        teller = Teller(records, ontology)
        found = [s for s in records.statements if _squeezed(teller.sentence(s)) == _squeezed(line)]
        wanted = line
    if not found:
        raise QueryError(f"no statement is '{wanted}'; 'kg show --ids' lists them")
    if len(found) > 1:
        ids = ", ".join(s.iri.rpartition("/")[2] for s in found)
        raise QueryError(f"several statements are '{wanted}': {ids}; give one of these ids")
    return found[0]


def wrong(
    graph: Graph, records: GraphRecords, statement: StatementRecord, *, everywhere: bool = False, **given: str
) -> Correction:
    """Make the correction that takes a statement out, by id and by what it says, so that it stays out.

    `everywhere` takes it out of all documents, whoever says it and however sure; `given` is who, why and when.
    """
    return _made(
        "wrong",
        document=ANY if everywhere else key_of(statement.document, base_of(graph.triples())),
        statement=statement.iri.rpartition("/")[2],
        subject=_written(statement.subject, records),
        relation=statement.relation,
        object=_written(statement.object, records),
        polarity=statement.polarity,
        modality="" if everywhere else statement.modality,
        speaker="" if everywhere else _written(statement.speaker, records),
        **given,
    )


def same(
    graph: Graph, records: GraphRecords, first: str, second: str, *, document: str = "", **given: str
) -> Correction:
    """Make the correction that takes two names for one, in a document or everywhere; raises `QueryError`."""
    names = (first, second)
    if not document:
        names = (_unique(_find(first, records), records), _unique(_find(second, records), records))
    return _made("same", subject=names[0], object=names[1], document=_key(document, graph, records), **given)


def different(
    graph: Graph, records: GraphRecords, first: str, second: str, *, document: str = "", **given: str
) -> Correction:
    """Make the correction that keeps two names apart, in a document or everywhere; raises `QueryError`."""
    for name in (first, second):
        _find(name, records, one=False)
    return _made("different", subject=first, object=second, document=_key(document, graph, records), **given)


def _made(kind: str, **fields: str) -> Correction:
    return identified(Correction(id="", kind=kind, **fields))  # type: ignore[arg-type]


def _squeezed(text: str) -> str:
    return " ".join(text.split())


def _written(iri: str | None, records: GraphRecords) -> str:
    """Give a name that a corrections file reads back as this one: a label that ends in a type gets its type after it."""
    if iri is None or iri in (NARRATOR, UNATTRIBUTED):
        return iri or ""
    entity = records.entities[iri]
    label = _squeezed(entity.label)
    return f"{label} ({entity.type})" if Name.of(label).type else label


def _find(written: str, records: GraphRecords, *, one: bool = True) -> EntityRecord:
    local = written.rpartition("/")[2].removeprefix("e:")
    by_id = [e for e in records.entities.values() if e.iri.rpartition("/")[2] == local]
    name = Name.of(written)
    own = [e for e in records.entities.values() if name.fits(e.type, [e.label])]
    found = by_id or own or [e for e in records.entities.values() if name.fits(e.type, e.aliases)]
    if not found:
        raise QueryError(f"nothing in the graph is called '{written}'")
    if one and len(found) > 1:
        ids = ", ".join(e.iri.rpartition("/")[2] for e in found)
        raise QueryError(f"several things are called '{written}': {ids}; give one of these ids")
    return found[0]


def _unique(entity: EntityRecord, records: GraphRecords) -> str:
    """Give name and type where they tell the entity from all others, else its id."""
    name = Name(_squeezed(entity.label), entity.type)
    alike = [e for e in records.entities.values() if name.fits(e.type, [e.label])]
    return f"{name.text} ({name.type})" if len(alike) == 1 and not entity.anonymous else entity.iri.rpartition("/")[2]


def _key(document: str, graph: Graph, records: GraphRecords) -> str:
    """Give the key of a document named by its identifier, source or key; "" for none."""
    if not document:
        return ""
    base = base_of(graph.triples())
    keys = {iri: key_of(iri, base) for iri in records.documents}
    found = [
        keys[d.iri]
        for d in records.documents.values()
        if document in (keys[d.iri], d.identifier, d.source, keys[d.iri].rpartition("/")[2])
    ]
    if len(found) != 1:
        raise QueryError(f"{'no' if not found else 'more than one'} document is called '{document}'")
    return found[0]
