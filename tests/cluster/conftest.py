"""One Ray cluster of two workers for all tests, started at the first that needs it; the documents are read once."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from kg.cluster import session
from kg.extract.pool import extract_all
from kg.model import Extraction
from kg.ontology import Ontology
from kg.store import Options
from kg.store.settings import Settings
from tests.cluster.press import forty


@pytest.fixture(scope="session")
def settings(ontology: Ontology) -> Settings:
    return Options(ontology=ontology).settings()


@pytest.fixture(scope="session")
def press(ontology: Ontology, model: str) -> list[Extraction]:
    found = [found for found in extract_all(forty(), ontology, model) if isinstance(found, Extraction)]
    assert len(found) == 40
    return found


@pytest.fixture(scope="session")
def cluster() -> Iterator[Any]:
    with session.connected(None, 2) as ray:
        yield ray
