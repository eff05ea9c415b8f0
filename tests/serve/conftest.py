"""A running server over the story of the port, and a plain client for it."""

from __future__ import annotations

import http.client
import json
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlencode, urlsplit

import pytest

from kg.ontology import Ontology
from kg.serve import Server, serve
from tests.conftest import program
from tests.factory import make_graph

Start = Callable[..., Server]


@dataclass(frozen=True)
class Got:
    """An answer: status, header names in lower case, body; `whole` is False where it broke off."""

    status: int
    headers: dict[str, str]
    body: bytes
    whole: bool = True

    @property
    def text(self) -> str:
        return self.body.decode()

    @property
    def rows(self) -> list[dict[str, str]]:
        found = json.loads(self.body)["results"]["bindings"]
        return [{name: term["value"] for name, term in row.items()} for row in found]


def fetch(
    url: str,
    path: str = "",
    method: str = "GET",
    body: bytes | str | None = None,
    raw: list[tuple[str, str]] | None = None,
    **headers: str,
) -> Got:
    """Ask once, the path as it is written; `accept="…"` and the like are headers, `raw` takes the place of all."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(str(parts.hostname), int(parts.port or 80), timeout=30)
    try:
        connection.putrequest(method, "/" + path.lstrip("/"), skip_host=raw is not None, skip_accept_encoding=True)
        data = body.encode() if isinstance(body, str) else body
        given = [(name.replace("_", "-"), value) for name, value in headers.items()] if raw is None else raw
        if data is not None and not any(name.lower() == "content-length" for name, _ in given):
            given = [*given, ("Content-Length", str(len(data)))]
        for name, value in given:
            connection.putheader(name, value)
        connection.endheaders(data)
        answer = connection.getresponse()
        found = {name.lower(): value for name, value in answer.getheaders()}
        try:
            return Got(answer.status, found, answer.read())
        except http.client.IncompleteRead as error:
            return Got(answer.status, found, error.partial, whole=False)
    finally:
        connection.close()


def ask(url: str, query: str, **headers: str) -> Got:
    return fetch(url, "query?" + urlencode({"query": query}), **headers)


@pytest.fixture(scope="session")
def port_folder(ontology: Ontology, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What a build writes, with the graph of the factory."""
    program(str(Path(sys.executable).parent / "oxigraph"), "oxigraph")
    folder = tmp_path_factory.mktemp("port")
    make_graph(ontology).save(folder, page=False)
    return folder


@pytest.fixture(scope="module")
def start(ontology: Ontology, port_folder: Path) -> Iterator[Start]:
    """Start a server; it ends with the module."""
    with ExitStack() as stack:
        yield lambda path=port_folder, **options: stack.enter_context(serve(path, ontology, port=0, **options))


@pytest.fixture(scope="module")
def url(start: Start) -> str:
    return start().url
