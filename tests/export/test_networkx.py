from __future__ import annotations

import networkx as nx

from kg.ontology import Ontology
from tests.factory import make_graph

BASE = "https://newskg.example/"


def test_entities_are_nodes_and_statements_edges(ontology: Ontology) -> None:
    network = make_graph(ontology).networkx()
    assert isinstance(network, nx.MultiDiGraph)
    port = f"{BASE}entity/organisation-port-authority"
    assert network.nodes[port] == {
        "label": "port authority",
        "type": "Organisation",
        "aliases": ("authority",),
        "anonymous": False,
    }
    edge = network.edges[port, f"{BASE}entity/topic-pay-offer", f"{BASE}statement/s1"]
    assert edge["relation"] == "rejects"
    assert edge["speaker"] == "union source"
    assert edge["evidence"] == "The port authority rejected the pay offer"
    assert edge["document"] == f"{BASE}doc/port.txt"
    assert (edge["polarity"], edge["modality"], edge["confidence"]) == ("Positive", "Asserted", 0.8)


def test_unconnected_entities_are_nodes_too(ontology: Ontology) -> None:
    network = make_graph(ontology).networkx()
    assert (network.number_of_nodes(), network.number_of_edges()) == (5, 3)
    assert network.degree(f"{BASE}entity/person-union-source") == 0
