"""The graph for tools that draw and count networks: GraphML and GEXF, and pairs of CSV files for Neo4j and Gephi.

None of these knows a statement about a statement, so the kind of an edge itself says whether anybody asserts it:
"rejects", "rejects (claimed)", "rejects (not)"; in Neo4j REJECTS, CLAIMED_REJECTS, NOT_REJECTS.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from kg.export import cells
from kg.export.networkx import multidigraph, speaker_label
from kg.export.table import layer
from kg.graph.read import EntityRecord, GraphRecords, StatementRecord, records
from kg.graph.store import Graph
from kg.model import NARRATOR, UNATTRIBUTED, Modality, Polarity
from kg.ontology import Ontology

if TYPE_CHECKING:
    import networkx as nx

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_CAPITAL = re.compile(r"(?<=[a-z0-9])(?=[A-Z])")
_DAY_OF_WRITING = re.compile(rb' lastmodifieddate="[^"]*"')


def write_graphml(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write GraphML; nodes are entities by IRI, edges statements by IRI."""
    import networkx as nx

    file = io.BytesIO()
    nx.write_graphml_xml(_plain(graph, ontology), file, named_key_ids=True, edge_id_from_attribute="statement")
    path.write_bytes(file.getvalue() + b"\n")


def write_gexf(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write GEXF 1.2, as Gephi reads it; without the day of writing, so that the bytes are the same."""
    import networkx as nx

    file, plain = io.BytesIO(), _plain(graph, ontology)
    for _, _, edge in plain.edges(data=True):
        edge["id"] = edge["statement"]
    nx.write_gexf(plain, file)
    path.write_bytes(_DAY_OF_WRITING.sub(b"", file.getvalue()) + b"\n")


def write_neo4j(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write nodes.csv and relationships.csv into a folder, as `neo4j-admin database import` takes them."""
    read = records(graph)
    path.mkdir(parents=True, exist_ok=True)
    header = ("iri:ID", "name", "aliases:string[]", "anonymous:boolean", "sameAs:string[]", ":LABEL")
    nodes = (
        (e.iri, e.label, _array(e.aliases), e.anonymous, _array(e.same_as), f"Entity;{e.type}") for e in _all(read)
    )
    cells.write(path / "nodes.csv", header, nodes)
    named = [f"{name}:double" if name == "confidence" else name for name in _EDGE]
    edges = (
        (s.subject, s.object, neo4j_type(s), *_edge(s, read, ontology).values()) for s in read.statements if _whole(s)
    )
    cells.write(path / "relationships.csv", (":START_ID", ":END_ID", ":TYPE", *named), edges)


def write_gephi(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write nodes.csv and edges.csv into a folder, as Gephi's spreadsheet import takes them."""
    read = records(graph)
    path.mkdir(parents=True, exist_ok=True)
    nodes = ((e.iri, e.label, e.type, " | ".join(e.aliases), e.anonymous) for e in _all(read))
    cells.write(path / "nodes.csv", ("Id", "Label", "type", "aliases", "anonymous"), nodes)
    edges = (
        (s.subject, s.object, "Directed", s.iri, words(s, ontology), *_edge(s, read, ontology).values())
        for s in read.statements
        if _whole(s)
    )
    cells.write(path / "edges.csv", ("Source", "Target", "Type", "Id", "Label", *_EDGE), edges)


def neo4j_type(statement: StatementRecord) -> str:
    """Give the type of a relationship: REJECTS for what an article itself asserts, else CLAIMED_NOT_REJECTS and so on."""
    marks = [mark.upper() for mark in _marks(statement)]
    return "_".join([*marks, _CAPITAL.sub("_", statement.relation).upper()])


def words(statement: StatementRecord, ontology: Ontology) -> str:
    """Give the label of an edge: the relation, and in brackets what keeps it from being a fact."""
    relation = ontology.relations.get(statement.relation)
    marks = ", ".join(_marks(statement))
    return (relation.label if relation else statement.relation) + (f" ({marks})" if marks else "")


def _marks(statement: StatementRecord) -> Iterator[str]:
    if statement.modality != Modality.ASSERTED:
        yield (statement.modality or "unknown").lower()
    if statement.speaker != NARRATOR:
        yield "claimed"
    if statement.polarity != Polarity.POSITIVE:
        yield "not"


_EDGE = (
    *("statement", "relation", "stance", "layer", "polarity", "modality", "speaker", "speaker_iri", "cue", "evidence"),
    *("time", "confidence", "document", "title", "publisher", "issued"),
)


def _edge(statement: StatementRecord, read: GraphRecords, ontology: Ontology) -> dict[str, str | float]:
    document, relation = read.documents.get(statement.document), ontology.relations.get(statement.relation)
    named = statement.speaker not in (NARRATOR, UNATTRIBUTED)
    found: dict[str, str | float | None] = {
        "statement": statement.iri,
        "relation": statement.relation,
        "stance": relation.stance.lower() if relation else None,
        "layer": layer(statement),
        "polarity": statement.polarity,
        "modality": statement.modality,
        "speaker": speaker_label(statement, read),
        "speaker_iri": statement.speaker if named else None,
        "cue": ", ".join(statement.cues),
        "evidence": " … ".join(span.text for span in statement.evidence),
        "time": statement.time,
        "confidence": statement.confidence,
        "document": statement.document,
        "title": document.title if document else None,
        "publisher": document.publisher if document else None,
        "issued": document.issued if document else None,
    }
    return {name: "" if found[name] is None else found[name] or "" for name in _EDGE}


def _all(read: GraphRecords) -> Iterator[EntityRecord]:
    yield from read.entities.values()


def _whole(statement: StatementRecord) -> bool:
    return bool(statement.subject and statement.object)


def _array(values: tuple[str, ...]) -> str:
    return ";".join(value.replace(";", ",") for value in values)


def _plain(graph: Graph, ontology: Ontology) -> nx.MultiDiGraph[str]:
    """Give the network with values that XML can hold."""
    read = records(graph)
    network = multidigraph(read)
    for _, node in network.nodes(data=True):
        node["aliases"] = " | ".join(node["aliases"])
        node.update({name: _xml(value) for name, value in node.items()})
    by_iri = {statement.iri: statement for statement in read.statements}
    for _, _, key, edge in network.edges(keys=True, data=True):
        statement = by_iri[key]
        told = {"label": words(statement, ontology)} | _edge(statement, read, ontology)
        edge.clear()
        edge.update({name: _xml(value) for name, value in told.items()})
    return network


def _xml(value: object) -> object:
    return _NOT_XML.sub("\ufffd", value) if isinstance(value, str) else value
