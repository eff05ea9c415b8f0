"""The graph in memory: triples, queryable with SPARQL and handed out as rdflib."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

from pyoxigraph import (
    Quad,
    QueryBoolean,
    QuerySolutions,
    QueryTriples,
    RdfFormat,
    Store,
    Triple,
    parse,
)

from kg.errors import GraphInvalid, QueryError
from kg.graph import lines
from kg.graph.namespaces import PREFIXES, Term
from kg.graph.service import leaves

if TYPE_CHECKING:
    import rdflib

Row: TypeAlias = tuple[Term | None, ...]

_FORMATS = {
    ".ttl": RdfFormat.TURTLE,
    ".nt": RdfFormat.N_TRIPLES,
    ".trig": RdfFormat.TRIG,
    ".nq": RdfFormat.N_QUADS,
    ".rdf": RdfFormat.RDF_XML,
    ".jsonld": RdfFormat.JSON_LD,
}
_POSITION = re.compile(r"error at (\d+):(\d+): (.*)", re.DOTALL)


@dataclass(frozen=True, slots=True)
class Result:
    """What a query gave: `rows` for SELECT (None = unbound), `boolean` for ASK, `triples` for CONSTRUCT."""

    variables: tuple[str, ...] = ()
    rows: tuple[Row, ...] = ()
    boolean: bool | None = None
    triples: tuple[Triple, ...] | None = None


class Graph:
    """An RDF graph that answers SPARQL; named graphs of a file are read as their union."""

    def __init__(self, triples: Iterable[Triple] = ()) -> None:
        self._triples: tuple[Triple, ...] | None = tuple(dict.fromkeys(triples))
        self._lines: list[str] | None = None
        self._parts: list[tuple[str, list[str]]] | None = None

    @classmethod
    def from_triples(cls, triples: Iterable[Triple]) -> Graph:
        """Hold these triples, in this order, each once."""
        return cls(triples)

    @classmethod
    def from_lines(cls, found: list[str]) -> Graph:
        """Hold the triples of lines (`kg.graph.lines`), which are sorted and each there once."""
        graph = cls()
        graph._triples, graph._lines = None, found
        return graph

    @classmethod
    def from_parts(cls, found: list[tuple[str, list[str]]]) -> Graph:
        """Hold the union of named graphs, (IRI, lines) in the order of N-Quads files (`kg.graph.lines.named`)."""
        graph = cls()
        graph._triples, graph._parts = None, found
        return graph

    @classmethod
    def load(cls, path: Path | str) -> Graph:
        """Read an RDF file, its format told by the suffix; raises `GraphInvalid` with path, line and column."""
        path = Path(path)
        form = _FORMATS.get(path.suffix.lower())
        if form is None:
            raise GraphInvalid(f"{path}: not an RDF file that newskg knows ({', '.join(_FORMATS)})")
        try:
            return cls(Triple(q.subject, q.predicate, q.object) for q in parse(path=str(path), format=form))
        except SyntaxError as error:
            raise GraphInvalid(f"{path}:{error.lineno or 1}:{error.offset or 1}: {error.msg}") from error
        except (OSError, ValueError) as error:
            raise GraphInvalid(f"{path}: cannot be read ({error})") from error

    def __len__(self) -> int:
        """Count the triples."""
        return len(self.lines() if self._triples is None else self._triples)

    def triples(self) -> tuple[Triple, ...]:
        """Give every triple once."""
        if self._triples is None:
            self._triples = tuple(lines.triples(self.lines()))
        return self._triples

    def lines(self) -> list[str]:
        """Give every triple once as a line (`kg.graph.lines`), sorted."""
        if self._lines is None:
            self._lines = lines.union(self._parts) if self._parts else sorted(map(lines.line, self._triples or ()))
        return self._lines

    def parts(self) -> Iterator[tuple[str, list[str]]] | None:
        """Give its named graphs as (IRI, lines), sorted, where it is kept in them; None where it is kept as one."""
        return None if self._parts is None else iter(self._parts)

    @cached_property
    def store(self) -> Store:
        """The same triples in an in-memory Oxigraph store."""
        store = Store()
        store.bulk_extend(Quad(t.subject, t.predicate, t.object) for t in self.triples())
        return store

    @cached_property
    def rdf(self) -> rdflib.Graph:
        """The same triples as an rdflib graph, made at first use."""
        from kg.graph.rdf import to_rdflib

        return to_rdflib(self.triples())

    def query(self, sparql: str) -> Result:
        """Run a SPARQL 1.1 query; the contract's prefixes need no declaration. Raises `QueryError`."""
        if leaves(sparql):
            raise QueryError("SERVICE asks another server, and newskg stays offline; take that clause out")
        try:
            return _result(self.store.query(sparql, prefixes=PREFIXES))
        except SyntaxError as error:
            raise QueryError(_explain(str(error))) from error
        except (OSError, ValueError) as error:
            raise QueryError(f"the query cannot be run: {error}") from error


def _result(answer: QuerySolutions | QueryBoolean | QueryTriples) -> Result:
    if isinstance(answer, QueryBoolean):
        return Result(boolean=bool(answer))
    if isinstance(answer, QueryTriples):
        return Result(triples=tuple(answer))
    variables = tuple(variable.value for variable in answer.variables)
    return Result(variables, tuple(tuple(solution) for solution in answer))


def _explain(message: str) -> str:
    """Shorten the parser's list of everything it would have taken to place and first reason."""
    found = _POSITION.search(message)
    if found is None:
        return f"the query does not parse: {message}"
    line, column, reason = found.groups()
    if "Prefix not found" in reason:
        reason = "this prefix is not declared"
    return f"the query does not parse: line {line}, column {column}: {' '.join(reason.split())[:200]}"
