"""Running stores that take updates, and a proxy before them that fails as it is told."""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

import pytest

from kg.ontology import Ontology
from kg.push import Credentials, Outcome, Target
from kg.push import push as pushing
from kg.push.journal import Journal
from kg.push.sender import Sender
from tests.conftest import program
from tests.factory import make_graph
from tests.stores import VIRTUOSO, _free_port, _running

Push = Callable[..., Outcome]
LOGIN = {"KG_PUSH_USER": "dba", "KG_PUSH_PASSWORD": "dba"}


@dataclass
class Fault:
    """What the proxy does with a request: be slow, then answer `status` itself, or hang up before or after passing it on."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    hang_up: str = ""
    body: bytes = b"so it is"


class Proxy(ThreadingHTTPServer):
    """Passes requests on, one fault of `plan` after the other, then faithfully; keeps what it saw in `seen`."""

    daemon_threads = True
    block_on_close = False

    def __init__(self, behind: str) -> None:
        super().__init__(("127.0.0.1", 0), _Passing)
        self.behind, self.plan, self.seen = behind, list[Fault | None](), list[tuple[str, str, dict[str, str], bytes]]()

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.server_address[1]}"

    def handle_error(self, request: object, client_address: object) -> None:
        """A client that hung up is what the tests are about."""


class _Passing(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Proxy

    def log_message(self, format: str, *args: object) -> None:
        pass

    def handle_request(self) -> None:
        body = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        self.server.seen.append((self.command, self.path, dict(self.headers.items()), body))
        fault = self.server.plan.pop(0) if self.server.plan else None
        if fault is None:
            self._answer(*self._pass_on(body))
            return
        time.sleep(fault.seconds)
        if fault.hang_up == "after":
            self._pass_on(body)
        if fault.hang_up:
            self.close_connection = True
        elif fault.status:
            self._answer(fault.status, fault.headers, fault.body)
        else:
            self._answer(*self._pass_on(body))

    do_GET = do_POST = do_PUT = do_DELETE = handle_request

    def _pass_on(self, body: bytes) -> tuple[int, dict[str, str], bytes]:
        behind = urlsplit(self.server.behind)
        connection = http.client.HTTPConnection(str(behind.hostname), int(behind.port or 80), timeout=60)
        try:
            skipped = ("connection", "host", "content-length")
            headers = {name: value for name, value in self.headers.items() if name.lower() not in skipped}
            connection.request(self.command, self.path, body, headers)
            answer = connection.getresponse()
            kept = {
                name: value
                for name, value in answer.getheaders()
                if name.lower() in ("content-type", "www-authenticate")
            }
            return answer.status, kept, answer.read()
        finally:
            connection.close()

    def _answer(self, status: int, headers: dict[str, str], body: bytes) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


@contextmanager
def proxied(behind: str) -> Iterator[Proxy]:
    with Proxy(behind) as proxy:
        threading.Thread(target=proxy.serve_forever, args=(0.05,), daemon=True).start()
        yield proxy
        proxy.shutdown()


@contextmanager
def oxigraph_server(folder: Path, port: int | None = None) -> Iterator[str]:
    command = program(str(Path(sys.executable).parent / "oxigraph"), "oxigraph")
    url = f"http://127.0.0.1:{port or _free_port()}"
    with _running(
        [command, "serve", "--location", folder / "store", "--bind", url.removeprefix("http://")], folder, url
    ):
        yield url


@pytest.fixture(scope="module")
def oxigraph(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with oxigraph_server(tmp_path_factory.mktemp("oxigraph")) as url:
        yield url


@pytest.fixture(scope="module")
def virtuoso(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    command, folder = program("virtuoso-t"), tmp_path_factory.mktemp("virtuoso")
    port, http_port = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, http=http_port), encoding="utf-8")
    url = f"http://127.0.0.1:{http_port}"
    with _running([command, "-f", "-c", "virtuoso.ini"], folder, f"{url}/sparql"):
        yield url


@pytest.fixture
def proxy(oxigraph: str) -> Iterator[Proxy]:
    with proxied(oxigraph) as passing:
        yield passing


@pytest.fixture
def port_graph(ontology: Ontology, tmp_path: Path) -> Path:
    """What a build writes, with the graph of the factory."""
    [path] = make_graph(ontology).save(tmp_path / "port", page=False)
    return path


def push(
    source: Path,
    target: Target,
    credentials: Credentials | None = None,
    *,
    retries: int = 3,
    wait: float = 20.0,
    pauses: list[float] | None = None,
    **options: object,
) -> Outcome:
    """Push with the journal beside the source, and without waiting."""
    noted = pauses if pauses is not None else []
    sender = Sender(target, credentials or Credentials(), retries=retries, wait=wait, pause=noted.append)
    try:
        with Journal(source.with_name("journal.jsonl"), target.address) as journal:
            return pushing(source, target, sender, journal, **options)  # type: ignore[arg-type]
    finally:
        sender.close()
