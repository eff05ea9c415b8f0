"""The graph as lines of plain text: who says what about whom, with the words that say it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from pathlib import PurePath

from kg.export.filter import Filter
from kg.export.networkx import speaker_label
from kg.graph.read import DocumentRecord, GraphRecords, SpanRecord, StatementRecord
from kg.model import NARRATOR, UNATTRIBUTED, Modality, Polarity
from kg.ontology import Ontology


def lines(
    records: GraphRecords,
    ontology: Ontology,
    *,
    ids: bool = False,
    **words: str | float | Sequence[str] | None,
) -> list[str]:
    """List the statements that pass by document in the order of the text, each with its evidence below it.

    What passes is said by the words of `Filter` ("about", "relation", …); `ids` puts each statement's id before
    it. Raises `QueryError` for a word, such as a relation, that there is not.
    """
    shown = Filter.of(**words).choose(records, ontology)
    teller = Teller(records, ontology, ids=ids)
    return [line for iri, group in groupby(shown, key=lambda s: s.document) for line in teller.document(iri, group)]


class Teller:
    """Puts statements of one graph into words."""

    def __init__(self, records: GraphRecords, ontology: Ontology, *, ids: bool = False) -> None:
        self.records, self.ontology, self.ids = records, ontology, ids
        self.by_iri = {statement.iri: statement for statement in records.statements}

    def document(self, iri: str, statements: Iterator[StatementRecord]) -> Iterator[str]:
        """Give the document's title and below it each statement with what it is about and its words."""
        document = self.records.documents.get(iri)
        title = f"{document.title} ({document.identifier})" if document and document.title else None
        yield title or (document.identifier if document else iri)
        for statement in statements:
            mark = f"{statement.iri.rpartition('/')[2]}  " if self.ids else ""
            yield f"  {mark}{self.sentence(statement)}"
            for content in statement.content:
                if content in self.by_iri:
                    yield f"      about: {self.sentence(self.by_iri[content])}"
            for span in statement.evidence:
                yield f"      “{' '.join(span.text.split())}”  ({_place(span, document)})"
        yield ""

    def sentence(self, statement: StatementRecord) -> str:
        """Put a statement into one line: who claims it, who does what to whom, and its marks."""
        relation = self.ontology.relations.get(statement.relation)
        words = [
            self.name(statement.subject) or "somebody",
            relation.label if relation else statement.relation,
            self.name(statement.object) or "",
        ]
        return f"{self.speaker(statement)}{' '.join(filter(None, words))}{_marks(statement)}"

    def speaker(self, statement: StatementRecord) -> str:
        """Say who claims it; nothing where the article itself says so."""
        if statement.speaker == NARRATOR:
            return ""
        if statement.speaker == UNATTRIBUTED:
            return "said by nobody named: "
        return f"claimed by {speaker_label(statement, self.records)}: "

    def name(self, iri: str | None) -> str | None:
        """Give an entity's label."""
        entity = self.records.entities.get(iri) if iri else None
        return entity.label if entity else iri


def _marks(statement: StatementRecord) -> str:
    marks = ["not"] if statement.polarity == Polarity.NEGATIVE else []
    if statement.modality not in (Modality.ASSERTED, ""):
        marks.append(statement.modality.lower())
    return f"  [{', '.join(marks)}]" if marks else ""


def _place(span: SpanRecord, document: DocumentRecord | None) -> str:
    """Give file and line; only a text file has lines that the reader can look up."""
    if document is None:
        return f"character {span.start}"
    name = PurePath(document.source or document.identifier).name
    if document.text is None or not name.lower().endswith(".txt"):
        return name
    return f"{name}:{document.text.count(chr(10), 0, span.start) + 1}"
