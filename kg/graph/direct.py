"""The direct layer's one rule: which statement is one triple as well, and in which voice."""

from __future__ import annotations

from collections.abc import Mapping

from kg.graph import namespaces as ns
from kg.graph.record import StatementRecord
from kg.model import NARRATOR, Modality


def direct(statement: StatementRecord) -> tuple[str, str, str] | None:
    """Give the triple (three IRIs) that an asserted statement with both ends stands for; None for any other."""
    layers: Mapping[tuple[bool, str], str] = ns.LAYERS
    layer = layers.get((statement.speaker != NARRATOR, statement.polarity))
    if layer and statement.modality == Modality.ASSERTED and statement.subject and statement.object:
        return statement.subject, layer + statement.relation, statement.object
    return None
