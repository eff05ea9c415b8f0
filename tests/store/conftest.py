"""The store's tests read each text once; what they try is the keeping."""

from __future__ import annotations

import pytest

from kg import pipeline
from kg.extract.pool import extract_all
from kg.ontology import Ontology
from tests.store.news import Shelf, all_documents


@pytest.fixture(scope="session")
def readings(ontology: Ontology, model: str) -> Shelf:
    return Shelf(extract_all(all_documents(), ontology, model))


@pytest.fixture
def shelf(readings: Shelf, monkeypatch: pytest.MonkeyPatch) -> Shelf:
    readings.asked.clear()
    monkeypatch.setattr(pipeline, "extract_all", readings.extract_all)
    return readings
