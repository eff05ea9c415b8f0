"""The saved questions of the ontology, and SPARQL made complete with prefixes."""

from __future__ import annotations

import re
from dataclasses import dataclass

from kg.errors import QueryError
from kg.graph.namespaces import PREFIXES
from kg.ontology import Ontology

_DECLARED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)
_QUIET = re.compile(r"<[^<>\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*")
_USED = re.compile(r"(?<![\w?$:-])([A-Za-z][\w-]*):")


@dataclass(frozen=True, slots=True)
class Question:
    """A saved query: `name` is its file's stem, `title` its first comment line, the question in plain words."""

    name: str
    title: str
    sparql: str


def saved(ontology: Ontology) -> dict[str, Question]:
    """Give the saved questions by name, their prefixes complete; raises `QueryError` where one has no title."""
    return {name: _question(name, text) for name, text in sorted(ontology.queries.items())}


def with_prefixes(sparql: str) -> str:
    """Put a PREFIX line in front for each contract prefix that the query uses and does not declare."""
    declared = set(_DECLARED.findall(sparql))
    used = set(_USED.findall(_QUIET.sub(" ", sparql)))
    missing = [prefix for prefix in PREFIXES if prefix in used - declared]
    return "".join(f"PREFIX {prefix}: <{PREFIXES[prefix]}>\n" for prefix in missing) + sparql


def _question(name: str, text: str) -> Question:
    first = text.lstrip("\ufeff").partition("\n")[0].strip()
    title = first.lstrip("#").strip()
    if not first.startswith("#") or not title:
        raise QueryError(f"queries/{name}.rq: its first line must be a comment with the question in plain words")
    return Question(name, title, with_prefixes(text))
