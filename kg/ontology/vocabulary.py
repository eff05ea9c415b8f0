"""Read kg.ttl: the relation types, which are the rel: properties that have a stance."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path

import pyoxigraph as ox

from kg.ontology.checking import Place, instead, near
from kg.ontology.model import Relation

KG = "https://w3id.org/newskg/ontology#"
REL = "https://w3id.org/newskg/rel/"
STANCES = ("Conflict", "Cooperation", "Neutral", "Static")
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_SYMMETRIC = ox.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
_DEFINITION = ox.NamedNode("http://www.w3.org/2004/02/skos/core#definition")


def read_relations(path: Path, faults: list[str]) -> dict[str, Relation] | None:
    """Read the relation types by id; None where the file does not parse."""
    store, place = ox.Store(), Place(path.name, faults)
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    except SyntaxError as error:
        place.tell(f"line {error.lineno}: {error.msg}")
        return None
    except OSError as error:
        place.tell(f"cannot be read: {error.strerror or error}")
        return None
    found = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(KG + "stance"), None):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(REL):
            relation = _relation(store, quad.subject, _local(quad.object))
            found[relation.id] = relation
    _check(found, place)
    return dict(sorted(found.items()))


def _check(relations: Mapping[str, Relation], place: Place) -> None:
    for id_, relation in sorted(relations.items()):
        where = place.at(f"rel:{id_}")
        if relation.stance not in STANCES:
            where.tell(f"unknown kg:stance '{relation.stance}'{instead(relation.stance, STANCES)}")
        for other in sorted(relation.contradicts - set(relations)):
            where.tell(f"contradicts rel:{other}, which is no relation with a kg:stance{near(other, relations)}")


def _local(term: object) -> str:
    return re.split(r"[#/]", str(getattr(term, "value", term)))[-1]


def _relation(store: ox.Store, node: ox.NamedNode, stance: str) -> Relation:
    def values(predicate: ox.NamedNode) -> list[object]:
        return [quad.object for quad in store.quads_for_pattern(node, predicate, None)]

    def first(predicate: ox.NamedNode) -> str:
        return next((term.value for term in values(predicate) if isinstance(term, ox.Literal)), "")

    def flag(name: str) -> bool:
        return any(getattr(term, "value", "") == "true" for term in values(ox.NamedNode(KG + name)))

    return Relation(
        id=_local(node),
        label=first(_LABEL) or _local(node),
        definition=first(_DEFINITION),
        stance=stance,
        symmetric=_SYMMETRIC in values(_TYPE),
        contradicts=frozenset(_local(term) for term in values(ox.NamedNode(KG + "contradicts"))),
        denial=flag("deniesContent"),
        performative=flag("performative"),
        accusation=flag("allegesContent"),
    )
