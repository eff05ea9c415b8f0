"""Triples as lines of N-Triples: text is made, sorted and compared far faster than a triple of three terms.

A line here writes `FIRST` where N-Triples has `rdf:type`, so that the plain order of lines is that of every file that is
written: by subject, the classes of a node before all else that is said of it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby

from pyoxigraph import Quad, RdfFormat, Triple, parse

from kg.graph import namespaces as ns
from kg.graph import terms

FIRST = "\x01"
"""Stands for `rdf:type`; N-Triples escapes this character, so that no text can hold it."""

_PIECE = 20_000
"""Lines in a piece."""

_TYPE = str(ns.TYPE)
_CONTRACT_VERSION = f"> {ns.CONTRACT_VERSION} "


def line(triple: Triple) -> str:
    """Write a triple as a line."""
    if triple.predicate == ns.TYPE:
        return f"{triple.subject} {FIRST} {triple.object} .\n"
    return f"{triple} .\n"


def ntriples(lines: Iterable[str]) -> str:
    """Give lines, or one text of them, as N-Triples."""
    return (lines if isinstance(lines, str) else "".join(lines)).replace(FIRST, _TYPE)


def nquads(lines: Iterable[str], graph: str) -> str:
    """Give lines, or one text of them, as N-Quads of the named graph of this IRI."""
    return ntriples(lines).replace(" .\n", f" <{graph}> .\n")  # line ends inside literals are escaped


def triples(lines: Sequence[str]) -> Iterator[Triple]:
    """Read lines back."""
    written = ntriples(lines).encode()
    return (quad.triple for quad in parse(written, format=RdfFormat.N_TRIPLES, lenient=True))


def pieces(lines: Sequence[str]) -> Iterator[Sequence[str]]:
    """Cut sorted lines into pieces that end with a node; at least one, which may be empty."""
    start = 0
    for end in range(_PIECE, len(lines), _PIECE):
        while end < len(lines) and _subject(lines[end]) == _subject(lines[end - 1]):
            end += 1
        if end > start:
            yield lines[start:end]
            start = end
    if start < len(lines) or not lines:
        yield lines[start:]


def _subject(line: str) -> str:
    return line.partition(" ")[0]


def each_once(lines: Sequence[str]) -> list[str]:
    """Give sorted lines without those that are there again."""
    return [line for line, _ in groupby(lines)]


def union(parts: Iterable[tuple[str, list[str]]]) -> list[str]:
    """Give the lines of named graphs as those of one, sorted and each once."""
    return each_once(sorted(line for _, found in parts for line in found))


def quads(parts: Iterable[tuple[str, list[str]]]) -> Iterator[Quad]:
    """Read the lines of named graphs back."""
    for iri, found in parts:
        yield from parse(nquads(found, iri).encode(), format=RdfFormat.N_QUADS, lenient=True)


def named(iri: str) -> str:
    """Give what named graphs are sorted by in N-Quads files."""
    return f"<{iri}>"


def base_of(lines: Iterable[str]) -> str:
    """Give the base IRI of a graph, told by its run; "" where there is none."""
    for found in lines:
        if _CONTRACT_VERSION in found and found.partition(" ")[2].startswith(_CONTRACT_VERSION[2:]):
            return found.partition(" ")[0].removeprefix("<").rpartition("run/")[0]
    return ""


def quoted(text: str) -> str:
    """Write text as it stands in a document; see `kg.graph.terms.verbatim`."""
    return f'"{text}"' if _is_plain(text) else str(terms.verbatim(text))


def label(text: str) -> str:
    """Write a name or other short text; see `kg.graph.terms.name`."""
    return f'"{text}"' if _is_plain(text) else str(terms.name(text))


def moment(text: str) -> str:
    """Write a date, time, month or year; see `kg.graph.terms.moment`."""
    return str(terms.moment(text))


def typed(text: str, datatype: str) -> str:
    """Write a literal of an XML Schema datatype, named without its namespace ("decimal")."""
    return f'"{text}"^^<{ns.XSD}{datatype}>'


def _is_plain(text: str) -> bool:
    """Tell text in which nothing needs an escape; controls and surrogates are not printable."""
    return text.isprintable() and '"' not in text and "\\" not in text
