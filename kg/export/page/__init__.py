"""The graph as one page: a pyvis network in our own template, self-contained, opens from disk."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

from kg.export.page import assemble
from kg.export.page.data import embed, page_data
from kg.export.page.view import Line, View, short_label, view

if TYPE_CHECKING:
    from pyvis.network import Network

    from kg.graph.record import EntityRecord, GraphRecords
    from kg.graph.store import Graph
    from kg.ontology import Ontology

__all__ = ["html", "network", "write"]


def network(records: GraphRecords, ontology: Ontology) -> Network:
    """Make a `pyvis.network.Network` of all entities and statements; its `generate_html()` gives our page.

    Directed, with every parallel edge; positions are set and physics is off. Node ids are IRIs.
    """
    from pyvis.network import Network

    shown = view(records, ontology.of("static"))
    net = Network(directed=True, cdn_resources="in_line", height="100%")
    _fill(net, records, ontology, shown)
    net.options = {"physics": {"enabled": False}, "interaction": {"hover": True}}
    net.set_template_dir(str(assemble.TEMPLATE), "page.html")
    data = page_data(records, ontology, shown) | {"style": assemble.style()}
    net.templateEnv.globals.update(data=embed(data), **assemble.parts())
    return net


def html(records: GraphRecords, ontology: Ontology) -> str:
    """Give the whole page as text."""
    return str(network(records, ontology).generate_html())


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the page of a graph to `path` as UTF-8."""
    from kg.graph.read import records

    path.write_text(html(records(graph), ontology), encoding="utf-8", newline="\n")


def _fill(net: Network, records: GraphRecords, ontology: Ontology, shown: View) -> None:
    """Fill the network's own lists: its `add_node` and `add_edge` search all nodes each time."""
    from pyvis.edge import Edge
    from pyvis.node import Node

    looks = assemble.style()
    for iri in shown.order:
        options = _node(records.entities[iri], shown, looks)
        net.nodes.append(Node(iri, options.pop("shape"), options.pop("label"), **options).options)
        net.node_ids.append(iri)
        net.node_map[iri] = net.nodes[-1]
    for line in shown.lines:
        net.edges.append(Edge(line.subject, line.object, True, **_edge(line, ontology, looks)).options)


def _node(entity: EntityRecord, shown: View, looks: dict[str, Any]) -> dict[str, Any]:
    look = looks["types"].get(entity.type) or looks["types"]["Other"]
    x, y = shown.positions[entity.iri]
    size = round(8 + 3 * min(shown.weights[entity.iri], 36) ** 0.5, 1)
    color = look["light"]
    return {
        "shape": look["shape"], "label": short_label(entity.label), "color": color, "group": entity.type,
        "x": x, "y": y, "size": size, "physics": False,
    }  # fmt: skip


def _edge(line: Line, ontology: Ontology, looks: dict[str, Any]) -> dict[str, Any]:
    relation = ontology.relations.get(line.relation)
    look = looks["stances"].get(relation.stance.lower() if relation else "") or looks["stances"]["neutral"]
    label = relation.label if relation else line.relation
    return {
        "label": f"not: {label}" if line.polarity == "Negative" else label,
        "color": look["light"], "dashes": line.claimed, "arrows": {"to": {"enabled": True, "type": look["arrow"]}},
        "smooth": {"type": "curvedCW" if line.bend >= 0 else "curvedCCW", "roundness": abs(line.bend)},
        "relation": line.relation, "polarity": line.polarity, "modality": line.modality,
        "claimed": line.claimed, "statements": len(line.statements),
    }  # fmt: skip
