"""What a notebook shows of a graph: a summary, a table of statements, the page in a frame."""

from __future__ import annotations

import base64
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from html import escape

from kg.export import table
from kg.graph.read import GraphRecords
from kg.model import Modality, Polarity
from kg.ontology import Ontology

_SHOWN = ("speaker", "subject", "relation", "object", "evidence", "time", "confidence", "document")
_FIRST = 20
_LONGEST = 300


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of one shape, each a mapping from column to value (None for none); `pandas.DataFrame(table)` takes it.

    In a notebook it shows its first rows, `shown` columns of them.
    """

    rows: tuple[Mapping[str, object], ...]
    columns: tuple[str, ...]
    shown: tuple[str, ...] = _SHOWN
    first: int = _FIRST

    def __iter__(self) -> Iterator[Mapping[str, object]]:
        return iter(self.rows)

    def __len__(self) -> int:
        return len(self.rows)

    def __getitem__(self, number: int) -> Mapping[str, object]:
        return self.rows[number]

    def _repr_html_(self) -> str:
        head = "".join(f'<th scope="col">{_words(name)}</th>' for name in self.shown)
        lines = "".join(_line([_value(row, name) for name in self.shown]) for row in self.rows[: self.first])
        left = len(self.rows) - self.first
        more = f"<p>{left:,} more of {len(self.rows):,}</p>" if left > 0 else ""
        return f"<table><thead><tr>{head}</tr></thead><tbody>{lines}</tbody></table>{more}"


@dataclass(frozen=True, slots=True)
class Frame:
    """A whole page in a frame of a notebook: it runs apart, without access to the notebook or the network."""

    page: str
    height: int

    def _repr_html_(self) -> str:
        data = base64.b64encode(self.page.encode("utf-8", "replace")).decode("ascii")
        return (
            '<iframe title="Who says what about whom" sandbox="allow-scripts allow-downloads" '
            f'style="width: 100%; height: {self.height}px; border: 1px solid #999" '
            f'src="data:text/html;charset=utf-8;base64,{data}"></iframe>'
        )


def statements(records: GraphRecords, ontology: Ontology) -> Table:
    """Give the statements as a table, with the columns of the CSV export (`kg.export.table.COLUMNS`)."""
    return Table(tuple(table.rows(records, ontology)), tuple(table.COLUMNS))


def summary(records: GraphRecords, ontology: Ontology) -> str:
    """Give a graph in HTML: what is in it, and its first statements."""
    counts = (
        (len(records.documents), "document", "documents"),
        (len(records.entities), "entity", "entities"),
        (len(records.statements), "statement", "statements"),
        (len(records.claims), "claim", "claims"),
        (len(records.disputes), "dispute", "disputes"),
    )
    told = ", ".join(f"{number:,} {one if number == 1 else many}" for number, one, many in counts)
    return f"<p><b>Who says what about whom</b>: {told}</p>{statements(records, ontology)._repr_html_()}"


def _line(values: Sequence[str]) -> str:
    return "<tr>" + "".join(f'<td style="text-align: left">{_words(value)}</td>' for value in values) + "</tr>"


def _value(row: Mapping[str, object], name: str) -> str:
    """Give a value in words; a relation with the marks that change what it says."""
    value = row[name]
    marks = [str(row[mark]).lower() for mark in ("polarity", "modality") if row.get(mark) not in _PLAIN]
    text = "" if value is None else f"{value:.2f}" if isinstance(value, float) else str(value)
    return f"{text} ({', '.join(marks)})" if name == "relation" and marks else text


_PLAIN = (Polarity.POSITIVE, Modality.ASSERTED, None)


def _words(text: str) -> str:
    """Escape a text, each in a direction of its own, and cut what is too long to read."""
    cut = text if len(text) <= _LONGEST else text[: _LONGEST - 1] + "…"
    return f"<bdi>{escape(cut)}</bdi>"
