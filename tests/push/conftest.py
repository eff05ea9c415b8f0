"""Fixtures for pushing: running stores, emptied after each test, a proxy before one, a graph to push."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from kg.ontology import Ontology
from tests.factory import make_graph
from tests.push.pushing import update
from tests.push.servers import Proxy, oxigraph_server, proxied, virtuoso_server


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with virtuoso_server(tmp_path_factory.mktemp("virtuoso")) as url:
        yield url


@pytest.fixture(autouse=True)
def empty(request: pytest.FixtureRequest) -> Iterator[None]:
    yield
    if "oxigraph" in request.fixturenames:
        update(request.getfixturevalue("oxigraph"), "DROP ALL")


@pytest.fixture
def proxy(oxigraph: str) -> Iterator[Proxy]:
    with proxied(oxigraph) as passing:
        yield passing


@pytest.fixture
def port_graph(ontology: Ontology, tmp_path: Path) -> Path:
    """What a build writes, with the graph of the factory."""
    [path] = make_graph(ontology).save(tmp_path / "port", page=False)
    return path
