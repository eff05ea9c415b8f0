"""Make RDF terms of Python values; the border where any text becomes writable."""

from __future__ import annotations

import re
from datetime import date, datetime

from pyoxigraph import Literal, NamedNode

from kg.errors import GraphInvalid
from kg.graph.namespaces import XSD

_UNWRITABLE = re.compile("[\x00\ud800-\udfff\ufffe\uffff]")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_ZONE = r"(Z|[+-](0[0-9]|1[0-3]):[0-5][0-9])?"
_MOMENT = re.compile(_DATE.pattern + r"T[0-9]{2}:[0-9]{2}:[0-9]{2}(\.[0-9]{1,6})?" + _ZONE)
_PARTS = re.compile(r"([^.Z+]{19})\.?([0-9]*)(.*)")
_MONTH = re.compile(r"[12][0-9]{3}-(0[1-9]|1[0-2])")
_YEAR = re.compile(r"[12][0-9]{3}")


def iri(text: str, where: str) -> NamedNode:
    """Check an IRI that a user gave (RFC 3987, absolute); raises `GraphInvalid` naming `where`."""
    try:
        return NamedNode(text)
    except ValueError as error:
        raise GraphInvalid(f"{where}: {text!r} is not an absolute IRI ({error})") from error


def verbatim(text: str) -> Literal:
    """Give text as it stands in a document; only lone surrogates, which UTF-8 cannot hold, are replaced."""
    try:
        return Literal(text)
    except ValueError:
        return Literal(re.sub("[\ud800-\udfff]", "\ufffd", text))


def name(text: str) -> Literal:
    """Give a label or other short text; code points that some Turtle parsers refuse become U+FFFD."""
    return Literal(_UNWRITABLE.sub("\ufffd", text))


def typed(text: str, datatype: str) -> Literal:
    """Give a literal of an XML Schema datatype, named without its namespace ("decimal")."""
    return Literal(text, datatype=NamedNode(XSD + datatype))


def moment(text: str) -> Literal:
    """Give a date, time, month or year its datatype; anything else stays a plain string.

    A time is written in its shortest form (10:00:00.5Z), which stores that keep values and not letters give back.
    """
    if _YEAR.fullmatch(text):
        return typed(text, "gYear")
    if _MONTH.fullmatch(text):
        return typed(text, "gYearMonth")
    if _DATE.fullmatch(text) and _is_valid(date, text):
        return typed(text, "date")
    if _MOMENT.fullmatch(text) and _is_valid(datetime, text):
        return typed(_shortest(text), "dateTime")
    return name(text)


def _shortest(text: str) -> str:
    """Leave out zeros behind the second, and write Z for no difference from UTC (XML Schema 1.1 part 2, 3.3.7)."""
    seconds, fraction, zone = _PARTS.fullmatch(text).groups()  # type: ignore[union-attr]
    fraction = fraction.rstrip("0")
    return seconds + (f".{fraction}" if fraction else "") + ("Z" if zone in ("+00:00", "-00:00") else zone)


def _is_valid(kind: type[date], text: str) -> bool:
    try:
        kind.fromisoformat(text)
    except ValueError:
        return False
    return True
