"""The graph as a JSON-LD 1.1 file: one line a node, names shortened by our prefixes."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from pyoxigraph import Literal, NamedNode, RdfFormat, Triple, serialize

from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.graph.write import base_of, in_order, prefixes
from kg.ontology import Ontology


def write(graph: Graph, path: Path, ontology: Ontology) -> None:
    """Write the graph to `path` as UTF-8; the ontology adds nothing."""
    triples = in_order(graph.triples())
    context = _context(triples)
    expanded = json.loads(serialize(triples, format=RdfFormat.JSON_LD) or b"[]")
    nodes = ",\n".join(_json(_compact(node, context)) for node in expanded)
    path.write_text(f'{{"@context": {_json(context)},\n"@graph": [\n{nodes}\n]}}\n', encoding="utf-8", newline="\n")


def _json(value: object) -> str:
    return json.dumps(value, ensure_ascii=False)


def _context(triples: Collection[Triple]) -> dict[str, str]:
    """Give the prefixes, without any that a full IRI of the graph begins with: "not:x" can be an IRI by itself."""
    terms = {term for triple in triples for term in (triple.subject, triple.predicate, triple.object)}
    iris = {term.datatype if isinstance(term, Literal) else term for term in terms}
    schemes = {iri.value.partition(":")[0] for iri in iris if isinstance(iri, NamedNode)}
    known = prefixes(base_of(triples))
    return {prefix: known[prefix] for prefix in sorted(known) if prefix not in schemes}


def _compact(node: Mapping[str, Any], context: Mapping[str, str]) -> dict[str, Any]:
    """Shorten a node of expanded JSON-LD as the compaction algorithm does (JSON-LD 1.1 API, 6.1)."""
    compacted = {"@id": _short(node["@id"], context)}
    for key, values in node.items():
        if key == ns.TYPE.value and all(value.keys() == {"@id"} for value in values):
            compacted["@type"] = _alone([_short(value["@id"], context) for value in values])
        elif key != "@id":
            compacted[_short(key, context)] = _alone([_value(value, context) for value in values])
    return compacted


def _alone(values: list[Any]) -> Any:
    return values[0] if len(values) == 1 else values


def _value(value: Mapping[str, Any], context: Mapping[str, str]) -> Any:
    if value.keys() == {"@value"}:
        return value["@value"]
    return {key: _short(part, context) if key in ("@id", "@type") else part for key, part in value.items()}


def _short(iri: str, context: Mapping[str, str]) -> str:
    for prefix, namespace in context.items():
        tail = iri.removeprefix(namespace)
        if tail != iri and not tail.startswith("//"):  # "kg://x" would be a full IRI
            return f"{prefix}:{tail}"
    return iri
