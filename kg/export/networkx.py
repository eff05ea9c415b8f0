"""The graph as a networkx MultiDiGraph: entities as nodes, one edge a statement that has both ends."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.graph.read import EntityRecord, GraphRecords, StatementRecord

if TYPE_CHECKING:
    import networkx as nx


def multidigraph(records: GraphRecords) -> nx.MultiDiGraph[str]:
    """Make the network; node keys are entity IRIs, edge keys statement IRIs.

    Nodes carry label, type, aliases (a tuple) and anonymous; edges carry relation, polarity, modality, speaker (a
    label, "Narrator" or "Unattributed"), evidence (the words), document (an IRI), cue and confidence (0..1).
    """
    import networkx as nx

    network: nx.MultiDiGraph[str] = nx.MultiDiGraph()
    for iri, entity in records.entities.items():
        network.add_node(iri, **_node(entity))
    for statement in records.statements:
        if statement.subject and statement.object:
            network.add_edge(statement.subject, statement.object, key=statement.iri, **_edge(statement, records))
    return network


def speaker_label(statement: StatementRecord, records: GraphRecords) -> str:
    """Give who says it: an entity's label, "Narrator" or "Unattributed"."""
    entity = records.entities.get(statement.speaker)
    return entity.label if entity else statement.speaker


def _node(entity: EntityRecord) -> dict[str, object]:
    return {"label": entity.label, "type": entity.type, "aliases": entity.aliases, "anonymous": entity.anonymous}


def _edge(statement: StatementRecord, records: GraphRecords) -> dict[str, object]:
    return {
        "relation": statement.relation,
        "polarity": statement.polarity,
        "modality": statement.modality,
        "speaker": speaker_label(statement, records),
        "evidence": " … ".join(span.text for span in statement.evidence),
        "document": statement.document,
        "cue": ", ".join(statement.cues),
        "confidence": statement.confidence,
    }
