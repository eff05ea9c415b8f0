"""Over all reports and cases: what stands in somebody's words is never the narrator's."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.extract import ATTRIBUTIONS, Extractor
from kg.model import NARRATOR, Document, Quotation, ResolvedAttribution, ResolvedDocument, Statement
from kg.ontology import Ontology
from kg.read import read
from kg.resolve import resolve

ENOUGH = 400
CASES = Path(__file__).parent / "cases"
PHRASES = frozenset({"The deal that the board rejected", "strike against Lumetra by drivers"})
"""Evidence in a content that is a noun's phrase and no clause: "blamed the cuts that the board rejected" tells of the
rejection in the narrator's own voice."""


def texts() -> Iterator[str]:
    for name in ("claims", "traps"):
        yield from (case["text"] for case in json.loads((CASES / f"{name}.json").read_text(encoding="utf-8")))
    for case in json.loads((CASES / "disputes.json").read_text(encoding="utf-8")):
        yield from case["texts"]


@pytest.fixture(scope="module")
def documents() -> list[Document]:
    reports = [d for d in read([Path(__file__).parents[2] / "seeds"]) if isinstance(d, Document)]
    return [*reports, *(Document(f"{n}.txt", str(n), text) for n, text in enumerate(texts()))]


@pytest.mark.parametrize("attribution", ATTRIBUTIONS)
def test_nothing_in_somebodys_words_is_the_narrators(
    ontology: Ontology, model: str, documents: list[Document], attribution: str
) -> None:
    extractor = Extractor(ontology, model, attribution)
    found, seen = [], 0
    for document in documents:
        resolved = resolve([extractor.extract(document)], ontology).documents[0]
        told = [s for s in resolved.statements if s.speaker == NARRATOR]
        seen += len(told)
        found += [f"{document.key}: {words}" for s in told for words in stolen(s, resolved, ontology)]
    assert seen > ENOUGH
    assert not found, "\n".join(found)


def stolen(statement: Statement, resolved: ResolvedDocument, ontology: Ontology) -> Iterator[str]:
    """Yield the evidence of a statement of the narrator's that lies in the content of an attribution.

    What its own subject says is his act ("said she supports it"). A title ("Mayor Kowalczyk") in words that are not
    quoted is the narrator's.
    """
    title = ontology.relations[statement.relation].static
    for span in statement.evidence:
        words = resolved.document.text[span.start : span.end]
        for attribution in resolved.attributions:
            inside = any(content.contains(span) for content in attribution.content)
            if inside and not (title and not very_words(attribution)) and words not in PHRASES:
                if statement.subject is None or attribution.speaker != statement.subject:
                    yield f"{statement.relation} in '{words}'"


def very_words(attribution: ResolvedAttribution) -> bool:
    """Tell a quotation or a transcript."""
    return not attribution.cue or attribution.quotation is Quotation.DIRECT
