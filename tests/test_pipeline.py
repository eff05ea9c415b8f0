"""The flow with an extractor that only marks what it was given; the real one is in test_determinism."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import GraphInvalid, KGError, ModelMissing
from kg.extract import pool
from kg.model import Document, Extraction
from kg.ontology import Ontology


class Stub:
    """Extracts nothing; fails on a text that asks for it."""

    def __init__(self, ontology: Ontology, model: str, attribution: str) -> None:
        if model == "missing":
            raise ModelMissing(model)

    def extract(self, document: Document) -> Extraction:
        if "too long" in document.text:
            raise ValueError("[E088] Text of length 9\nexceeds maximum")
        if "own error" in document.text:
            raise KGError("no words")
        return Extraction(document)


@pytest.fixture(autouse=True)
def stub(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pool, "Extractor", Stub)


def test_a_document_that_fails_is_named_and_the_others_are_built(tmp_path: Path, ontology: Ontology) -> None:
    texts = {"a": "The union agreed.", "b": "too long", "c": "own error", "d": "Talks failed."}
    for name, text in texts.items():
        (tmp_path / f"{name}.txt").write_text(text, encoding="utf-8")
    (tmp_path / "e.txt").write_bytes(b"\xff")
    seen: list[tuple[int, int, str]] = []
    graph = pipeline.build([tmp_path], ontology=ontology, progress=lambda *step: seen.append(step))
    found = [(Path(error.source).name, error.reason, error.hint) for error in graph.report.errors]
    assert found == [
        ("b.txt", "cannot be parsed", "[E088] Text of length 9 exceeds maximum"),
        ("c.txt", "cannot be parsed", "no words"),
        ("e.txt", "not UTF-8", "at byte 0, counted from 0"),
    ]
    assert (graph.report.read, graph.report.built) == (4, 2)
    assert [document.identifier for document in graph.records.documents.values()] == ["a", "d"]
    assert seen == [(1, 4, "a.txt"), (2, 4, "b.txt"), (3, 4, "c.txt"), (4, 4, "d.txt")]


def test_a_missing_model_stops_the_build(tmp_path: Path, ontology: Ontology) -> None:
    (tmp_path / "a.txt").write_text("The union agreed.", encoding="utf-8")
    with pytest.raises(ModelMissing, match="pip install missing"):
        pipeline.build([tmp_path], model="missing", ontology=ontology)


@pytest.mark.parametrize("base", ["https://example.org", "https://example.org/#", "no base/"])
def test_a_bad_base_iri_is_told_before_anything_is_read(base: str, ontology: Ontology) -> None:
    with pytest.raises(GraphInvalid, match="base IRI"):
        pipeline.build(["/nowhere"], base=base, ontology=ontology)


def test_nothing_to_read_is_an_empty_graph(tmp_path: Path, ontology: Ontology) -> None:
    graph = pipeline.build([tmp_path], ontology=ontology)
    assert (graph.report.read, graph.report.built, graph.report.errors) == (0, 0, ())
    assert graph.records.documents == {}


@pytest.mark.model
def test_a_missing_model_is_told_by_workers_too(tmp_path: Path, ontology: Ontology) -> None:
    for name in "ab":
        (tmp_path / f"{name}.txt").write_text("The union agreed.", encoding="utf-8")
    with pytest.raises(ModelMissing, match="'en_no_such_model' is not installed"):
        pipeline.build([tmp_path], model="en_no_such_model", ontology=ontology, workers=2)
