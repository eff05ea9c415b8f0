"""Running stores that take updates, and a proxy before them that fails as it is told."""

from __future__ import annotations

import http.client
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from urllib.parse import urlsplit

from tests.conftest import program
from tests.stores import VIRTUOSO, _free_port, _running


@dataclass
class Fault:
    """What the proxy does with a request: be slow, then answer `status` itself, or hang up before or after passing it on."""

    status: int = 0
    headers: dict[str, str] = field(default_factory=dict)
    seconds: float = 0.0
    hang_up: str = ""
    body: bytes = b"so it is"


HARMLESS = [
    Fault(status=503),
    Fault(status=500),
    Fault(status=429, headers={"Retry-After": "1"}),
    Fault(hang_up="before"),
    Fault(hang_up="after"),
    Fault(seconds=3.0, hang_up="after"),
]
"""What a store gets over: the request is sent again."""


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


@contextmanager
def virtuoso_server(folder: Path) -> Iterator[str]:
    command, port, http_port = program("virtuoso-t"), _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, http=http_port), encoding="utf-8")
    url = f"http://127.0.0.1:{http_port}"
    with _running([command, "-f", "-c", "virtuoso.ini"], folder, f"{url}/sparql"):
        yield url
