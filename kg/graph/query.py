"""The saved questions of the ontology with their parameters, and SPARQL made complete with prefixes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from kg.errors import QueryError
from kg.graph.namespaces import PREFIXES
from kg.graph.terms import verbatim
from kg.ontology import Ontology

_DECLARED = re.compile(r"^\s*PREFIX\s+([\w.-]*):", re.IGNORECASE | re.MULTILINE)
_QUIET = re.compile(r"<[^<>\s]*>|\"(?:\\.|[^\"\\\n])*\"|'(?:\\.|[^'\\\n])*'|#[^\n]*")
_USED = re.compile(r"(?<![\w?$:-])([A-Za-z][\w-]*):")
_PARAMETER = re.compile(r"^#[ \t]*parameter:[ \t]*(\w+)[ \t]*(.*?)[ \t]*$", re.MULTILINE)
_VALUE = re.compile(r"(VALUES\s*\?(\w+)\s*\{\s*)\"((?:[^\"\\\n]|\\.)*)\"(?=\s*\})")


@dataclass(frozen=True, slots=True)
class Parameter:
    """What a saved query lets one choose: `meaning` says it in words, `default` stands in the query itself."""

    name: str
    meaning: str
    default: str


@dataclass(frozen=True, slots=True)
class Question:
    """A saved query: `name` is its file's stem, `title` its first comment line, the question in plain words.

    A parameter is a line "# parameter: NAME MEANING", and `VALUES ?NAME { "default" }` in the query, which therefore
    runs as it stands in any store.
    """

    name: str
    title: str
    sparql: str
    parameters: tuple[Parameter, ...] = ()

    def asked_with(self, values: Mapping[str, str]) -> str:
        """Give the SPARQL with these values, each as one string literal; raises `QueryError` for an unknown parameter."""
        known = [parameter.name for parameter in self.parameters]
        for name in values:
            if name not in known:
                near = get_close_matches(name, known, n=1, cutoff=0.0)
                hint = f"; did you mean '{near[0]}'?" if near else "; it has none"
                raise QueryError(f"the question '{self.name}' has no parameter '{name}'{hint}")
        return _VALUE.sub(
            lambda match: match[1] + str(verbatim(values[match[2]])) if match[2] in values else match[0], self.sparql
        )


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
    return Question(name, title, with_prefixes(text), tuple(_parameters(name, text)))


def _parameters(name: str, text: str) -> Iterator[Parameter]:
    defaults = {match[2]: match[3] for match in _VALUE.finditer(text)}
    for parameter, meaning in _PARAMETER.findall(text):
        if parameter not in defaults:
            raise QueryError(f'queries/{name}.rq: the parameter {parameter} needs VALUES ?{parameter} {{ "default" }}')
        yield Parameter(parameter, meaning, defaults[parameter])
