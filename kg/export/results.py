"""A query's answer as text, in the W3C's result formats (SPARQL 1.1 Query Results JSON; CSV and TSV)."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Callable

from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, serialize

from kg.graph.namespaces import INSTANCES, PREFIXES, XSD, Term
from kg.graph.store import Result

_INSTANCE = re.compile(rf"^.*/({'|'.join(INSTANCES.values())})([^/]+)$")
_FOLDERS = {folder: prefix for prefix, folder in INSTANCES.items()}


def write_csv(result: Result) -> str:
    """Write rows as CSV: bare values, CRLF line ends as the standard asks."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(result.variables)
    writer.writerows([_value(term) for term in row] for row in result.rows)
    return out.getvalue()


def write_tsv(result: Result) -> str:
    """Write rows as TSV: terms in their Turtle form."""
    rows = ["\t".join(f"?{name}" for name in result.variables)]
    rows += ["\t".join("" if term is None else _escaped(term) for term in row) for row in result.rows]
    return "\n".join(rows) + "\n"


def write_json(result: Result) -> str:
    """Write rows, or the answer of an ASK, as JSON."""
    if result.boolean is not None:
        return json.dumps({"head": {}, "boolean": result.boolean}) + "\n"
    bindings = [
        {name: _json(term) for name, term in zip(result.variables, row, strict=True) if term is not None}
        for row in result.rows
    ]
    answer = {"head": {"vars": list(result.variables)}, "results": {"bindings": bindings}}
    return json.dumps(answer, ensure_ascii=False, indent=1) + "\n"


def write_turtle(result: Result) -> str:
    """Write the triples of a CONSTRUCT or DESCRIBE."""
    out = io.BytesIO()
    serialize(result.triples or (), out, format=RdfFormat.TURTLE, prefixes=PREFIXES)
    return out.getvalue().decode()


FORMATS: dict[str, Callable[[Result], str]] = {"csv": write_csv, "tsv": write_tsv, "json": write_json}


def short(term: Term | None) -> str:
    """Give a term for reading: a literal's text, an IRI by its prefix ("rel:denies", "e:person-ann-smith")."""
    if not isinstance(term, NamedNode):
        return _value(term)
    for prefix, namespace in PREFIXES.items():
        if term.value.startswith(namespace):
            return f"{prefix}:{term.value.removeprefix(namespace)}"
    found = _INSTANCE.match(term.value)
    return f"{_FOLDERS[found[1]]}:{found[2]}" if found else term.value


def _value(term: Term | None) -> str:
    if term is None:
        return ""
    return f"_:{term.value}" if isinstance(term, BlankNode) else term.value


def _escaped(term: Term) -> str:
    return str(term).replace("\t", "\\t")


def _json(term: Term) -> dict[str, str]:
    if isinstance(term, NamedNode):
        return {"type": "uri", "value": term.value}
    if isinstance(term, BlankNode):
        return {"type": "bnode", "value": term.value}
    return {"type": "literal", "value": term.value} | _kind(term)


def _kind(literal: Literal) -> dict[str, str]:
    if literal.language:
        return {"xml:lang": literal.language}
    return {} if literal.datatype.value == XSD + "string" else {"datatype": literal.datatype.value}
