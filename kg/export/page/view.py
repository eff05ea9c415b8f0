"""What the page draws: which entities come first, which statements make one line, how it is bent."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from kg.export.page import layout
from kg.export.page.order import by_importance
from kg.model import NARRATOR

if TYPE_CHECKING:
    from kg.graph.record import GraphRecords, StatementRecord

ALL_UP_TO = 60
FIRST = 40
LABEL_LIMIT = 60
_BEND = 0.16
_STATIC = 0.3
_WIDE = 7.2
_LINE = 18
_UNSEEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]")


@dataclass(frozen=True, slots=True, order=True)
class Line:
    """One drawn edge: all statements with the same ends, relation, polarity, modality and voice.

    `statements` are indexes into `GraphRecords.statements`; `bend` is signed (positive: clockwise
    seen from subject to object) and keeps the lines between two entities apart.
    """

    subject: str
    object: str
    relation: str
    polarity: str
    modality: str
    claimed: bool
    statements: tuple[int, ...] = ()
    bend: float = 0.0


@dataclass(frozen=True, slots=True)
class View:
    """All entities, the most important first, with their places; `first` of them are shown at once."""

    order: tuple[str, ...]
    weights: Mapping[str, int]
    positions: Mapping[str, tuple[int, int]]
    lines: tuple[Line, ...]
    first: int


def view(records: GraphRecords, static: frozenset[str] = frozenset()) -> View:
    """Decide what is drawn where; `static` relations (roles, membership) count for little."""
    drawn = lines(records.statements)
    weights = count_statements(records)
    links = _links(records, static)
    joined = {end for pair in links for end in pair}
    order = by_importance(_importance(records, static), links)
    order.sort(key=lambda iri: iri not in joined)
    first = first_count(len(order), len(joined))
    widths = {iri: label_width(records.entities[iri].label) for iri in order}
    places = layout.positions(order, links, widths, first=first)
    return View(tuple(order), weights, places, drawn, first)


def first_count(entities: int, joined: int) -> int:
    """Say how many entities to open with: all that take part in something, or the top 40 of many."""
    return joined if entities <= ALL_UP_TO else min(FIRST, joined)


def count_statements(records: GraphRecords) -> Counter[str]:
    """Count the statements in which each entity is subject, object or speaker."""
    counts: Counter[str] = Counter(dict.fromkeys(records.entities, 0))
    for statement in records.statements:
        counts.update(_parts(statement) & records.entities.keys())
    return counts


def lines(statements: Iterable[StatementRecord]) -> tuple[Line, ...]:
    """Join statements that are drawn as one line; statements with an end missing are in the lists only."""
    grouped: dict[Line, list[int]] = defaultdict(list)
    for number, statement in enumerate(statements):
        if statement.subject and statement.object:
            grouped[_line(statement, statement.subject, statement.object)].append(number)
    return tuple(_bent(grouped))


def label_width(label: str) -> float:
    """Estimate the width in pixels of a label that the page wraps at about 18 characters."""
    longest = min(max((len(word) for word in label[:LABEL_LIMIT].split()), default=1), LABEL_LIMIT)
    return _WIDE * max(longest, min(len(label), _LINE))


def plain(text: str) -> str:
    """Take out control, surrogate and direction characters and join white space; joiners of scripts stay."""
    return " ".join(_UNSEEN.sub(" ", text).split())


def short_label(label: str) -> str:
    """Cut a label for the picture: 60 characters, then an ellipsis."""
    clean = plain(label[:2000]) or "?"
    return clean if len(clean) <= LABEL_LIMIT else clean[: LABEL_LIMIT - 1].rstrip() + "…"


def _line(statement: StatementRecord, subject: str, object_: str) -> Line:
    claimed = statement.speaker != NARRATOR
    return Line(subject, object_, statement.relation, statement.polarity, statement.modality, claimed)


def _bent(grouped: Mapping[Line, list[int]]) -> Iterable[Line]:
    pairs: dict[tuple[str, str], list[Line]] = defaultdict(list)
    for line in sorted(grouped):
        pairs[min(line.subject, line.object), max(line.subject, line.object)].append(line)
    for (low, _), parallel in sorted(pairs.items()):
        for place, line in enumerate(parallel):
            bend = (place - (len(parallel) - 1) / 2) * _BEND
            yield Line(
                line.subject, line.object, line.relation, line.polarity, line.modality, line.claimed,
                tuple(grouped[line]), round(bend if line.subject == low else -bend, 3),
            )  # fmt: skip


def _parts(statement: StatementRecord) -> set[str]:
    return {part for part in (statement.subject, statement.object, statement.speaker) if part}


def _importance(records: GraphRecords, static: frozenset[str]) -> dict[str, float]:
    found = dict.fromkeys(sorted(records.entities), 0.0)
    for statement in records.statements:
        for iri in sorted(_parts(statement) & found.keys()):
            found[iri] += _STATIC if statement.relation in static else 1.0
    return found


def _links(records: GraphRecords, static: frozenset[str]) -> dict[tuple[str, str], float]:
    """Pull subjects to objects, and speakers gently to what they speak about."""
    pulls: dict[tuple[str, str], float] = {}
    for statement in records.statements:
        ends = [end for end in (statement.subject, statement.object) if end in records.entities]
        pull = 0.6 if statement.relation in static else 1.0
        near = [(ends[0], ends[1], pull)] if len(ends) == 2 else []
        if statement.speaker in records.entities:
            near += [(end, statement.speaker, 0.35) for end in ends]
        for a, b, strength in near:
            pulls[min(a, b), max(a, b)] = max(strength, pulls.get((min(a, b), max(a, b)), 0.0))
    return dict(sorted(pulls.items()))
