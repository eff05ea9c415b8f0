"""The object that a build gives: the graph, what was read and left out, and the verbs to use it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from kg.errors import InputError, KGError, QueryError
from kg.graph.read import GraphRecords, records
from kg.graph.store import Graph, Result
from kg.model import Correction
from kg.ontology import Ontology, load_ontology

if TYPE_CHECKING:
    import networkx as nx
    import rdflib
    from pyvis.network import Network

    from kg.export.notebook import Frame, Table
    from kg.graph.changes import Changes
    from kg.graph.query import Question
    from kg.graph.validate import Fault


@dataclass(frozen=True, slots=True)
class Report:
    """What became of the input: documents read and built, sources that failed, and what was seen and not taken.

    `skips` counts (stage, reason); `unmatched` names the corrections that matched nothing, each with place and reason;
    `foreign` the documents that do not look like English; `left_out` counts by reason what was given and is not to be
    built. In a store `unchanged` documents were not read again, `replaced` ones were there with other words, and those
    read `again` were there of other settings; `held` are the folders of former graphs that a reader still looks at, which
    go with the next write. `timings` has the seconds of each stage.
    """

    read: int = 0
    built: int = 0
    errors: tuple[InputError, ...] = ()
    skips: Counter[tuple[str, str]] = field(default_factory=Counter)
    unmatched: tuple[str, ...] = ()
    foreign: tuple[str, ...] = ()
    left_out: Counter[str] = field(default_factory=Counter)
    unchanged: int = 0
    replaced: int = 0
    again: int = 0
    held: tuple[str, ...] = ()
    timings: Mapping[str, float] = field(default_factory=dict)


class KnowledgeGraph:
    """A graph of who says what about whom; `report` tells how it was built (empty for a graph that was loaded)."""

    def __init__(self, graph: Graph, ontology: Ontology, report: Report | None = None) -> None:
        self.graph, self.ontology, self.report = graph, ontology, report or Report()

    @property
    def rdf(self) -> rdflib.Graph:
        """The graph as an `rdflib.Graph`."""
        return self.graph.rdf

    @cached_property
    def records(self) -> GraphRecords:
        """The documents, entities, statements, claims and disputes as plain records."""
        return records(self.graph)

    @property
    def counts(self) -> tuple[int, int, int]:
        """How many statements, entities and disputes there are."""
        return len(self.records.statements), len(self.records.entities), len(self.records.disputes)

    @property
    def questions(self) -> dict[str, Question]:
        """The saved questions by name."""
        from kg.graph.query import saved

        return saved(self.ontology)

    def networkx(self) -> nx.MultiDiGraph[str]:
        """Give a `networkx.MultiDiGraph`: entities as nodes, statements as edges."""
        from kg.export.networkx import multidigraph

        return multidigraph(self.records)

    def pyvis(self) -> Network:
        """Give a `pyvis.network.Network` that draws the page."""
        from kg.export.page import network

        return network(self.records, self.ontology)

    def _repr_html_(self) -> str:
        from kg.export.notebook import summary

        return summary(self.records, self.ontology)

    def table(self) -> Table:
        """Give the statements as a table that a notebook shows and `pandas.DataFrame` takes."""
        from kg.export.notebook import statements

        return statements(self.records, self.ontology)

    def page_iframe(self, height: int = 700) -> Frame:
        """Give the page in a frame for a notebook, `height` pixels high."""
        from kg.export.notebook import Frame
        from kg.export.page import html

        return Frame(html(self.records, self.ontology), height)

    def query(self, question: str, values: Mapping[str, str] | None = None) -> Result:
        """Answer a SPARQL query, or a saved question by its name and with `values` for its parameters.

        Raises `QueryError`.
        """
        text = question.strip()
        if " " not in text and "{" not in text and text:
            return self.ask(text, values)
        if values:
            raise QueryError("only a saved question has parameters; write the values into the query")
        return self.graph.query(question)

    def ask(self, name: str, values: Mapping[str, str] | None = None) -> Result:
        """Answer a saved question; raises `QueryError`, with the nearest name, where there is none such."""
        questions = self.questions
        if name not in questions:
            near = get_close_matches(name, questions, n=1, cutoff=0.0)
            raise QueryError(f"there is no saved question '{name}'" + (f"; did you mean '{near[0]}'?" if near else ""))
        return self.graph.query(questions[name].asked_with(values or {}))

    def save(self, folder: Path | str, *, formats: Sequence[str] = ("ttl",), page: bool = True) -> tuple[Path, ...]:
        """Write graph.ttl (or the formats named) and graph.html into a folder and give their paths."""
        folder = Path(folder)
        folder.mkdir(parents=True, exist_ok=True)
        names = dict.fromkeys([*formats, "html"] if page else formats)
        return tuple(self.export(folder / f"graph.{name}") for name in names)

    def export(self, path: Path | str, form: str | None = None) -> Path:
        """Write one file, whole or not at all; `form` is "ttl", "trig", "nq", "nt", "jsonld" or "html".

        Without it the suffix tells. Raises `KGError` for another format.
        """
        from kg.export import EXPORTERS

        path = Path(path)
        name = (form or path.suffix.removeprefix(".")).lower()
        if name not in EXPORTERS:
            raise KGError(f"{path}: the format '{name}' is none of {', '.join(EXPORTERS)}")
        if path.is_symlink() or (path.exists() and not path.is_file()):  # a pipe or a link is written through
            self._write(path, name)
            return path
        part = path.with_name(f".{path.name}.part")
        try:
            self._write(part, name)
            part.replace(path)
        finally:
            part.unlink(missing_ok=True)
        return path

    def _write(self, path: Path, name: str) -> None:
        from kg.export import EXPORTERS

        EXPORTERS[name](self.graph, path, self.ontology)

    def without_texts(self) -> KnowledgeGraph:
        """Give the graph for publishing: no text of a document, no quote beyond the evidence."""
        from kg.graph.publish import without_texts

        return KnowledgeGraph(Graph.from_triples(without_texts(self.graph.triples())), self.ontology, self.report)

    def diff(self, after: KnowledgeGraph) -> Changes:
        """Compare with a later graph: documents, entities and statements that are gone, new or changed."""
        from kg.graph.changes import changes

        return changes(self.records, after.records)

    def reject(self, correction: Correction) -> KnowledgeGraph:
        """Give the graph without the statements that a correction of kind "wrong" names, as a rebuild would give it."""
        from kg.graph.reject import reject

        return KnowledgeGraph(reject(self.graph, correction, self.ontology), self.ontology, self.report)

    def show(
        self,
        *,
        about: str | None = None,
        relation: str | None = None,
        speaker: str | None = None,
        document: str | None = None,
        ids: bool = False,
    ) -> list[str]:
        """List who says what about whom, with the words; see `kg.export.show.lines`."""
        from kg.export.show import lines

        chosen = {"about": about, "relation": relation, "speaker": speaker, "document": document}
        return lines(self.records, self.ontology, **chosen, ids=ids)

    def validate(self) -> list[Fault]:
        """Check shapes, terms, offsets and the direct layer; an empty list means that all is well."""
        from kg.graph.validate import validate

        return validate(self.graph, self.ontology)


def load(path: Path | str, *, ontology: Path | str | Ontology | None = None) -> KnowledgeGraph:
    """Read a graph that was saved, or open a store; raises `GraphInvalid` with file, line and reason, `StoreError`."""
    known = ontology if isinstance(ontology, Ontology) else load_ontology(ontology)
    if not Path(path).is_dir():
        return KnowledgeGraph(Graph.load(path), known)
    from kg.store import open_graph

    return KnowledgeGraph(open_graph(path), known)
