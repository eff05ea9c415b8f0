"""Fixtures for the rooms of the extraction: a reader of hand-made parses, and the whole extractor."""

from __future__ import annotations

from collections.abc import Callable, Mapping

import pytest

from kg.extract import Extractor
from kg.model import Document, Extraction
from kg.ontology import Ontology
from tests.extract.parses import Reading, parse

Reader = Callable[..., Reading]


@pytest.fixture
def read(ontology: Ontology) -> Reader:
    """Give a function that reads sentences written for `parse`."""

    def reading(*sentences: str, ents: Mapping[str, str] | None = None, turn: str = "") -> Reading:
        return Reading(ontology, parse(*sentences, ents=ents, turn=turn))

    return reading


@pytest.fixture(scope="session")
def extract(ontology: Ontology, model: str) -> Callable[[str], Extraction]:
    """Give a function that reads a text with the model."""
    extractor = Extractor(ontology, model)
    return lambda text: extractor.extract(Document(key="a.txt", identifier="a", text=text))
