"""The server itself: sockets, the guard against foreign pages, start and stop."""

from __future__ import annotations

import errno
import ipaddress
import logging
import socket
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Final

from kg import __version__
from kg.errors import KGError
from kg.ontology import Ontology
from kg.serve.answers import TEXT, Answer, Refused, Request
from kg.serve.oxigraph import Endpoint, program
from kg.serve.site import Site
from kg.serve.source import opened

PORT: Final = 7070
LIMIT: Final = 30.0
"""Seconds that a query may take."""

_LARGEST = 1_000_000
_IDLE = 60.0

_log = logging.getLogger(__name__)


class Server(ThreadingHTTPServer):
    """Serves one site; `url` is where. Raises `KGError` where the port is taken."""

    daemon_threads = True
    block_on_close = False
    allow_reuse_address = sys.platform != "win32"
    request_queue_size = 64

    def __init__(self, host: str, port: int) -> None:
        self.address_family = socket.AF_INET6 if ":" in host else socket.AF_INET
        self.site: Site | None = None
        self._name = host
        try:
            super().__init__((host, port), _Handler)
        except OSError as error:
            if error.errno == errno.EADDRINUSE:
                raise KGError(
                    f"port {port} of {host} is taken; choose another with --port, or --port 0 for a free one"
                ) from error
            raise KGError(f"cannot listen on port {port} of {host}: {error.strerror or error}") from error
        except OverflowError as error:
            raise KGError(f"{port} is no port; they go from 0 to 65535") from error

    @property
    def url(self) -> str:
        """The address of the page, ending in "/"."""
        name = f"[{self._name}]" if ":" in self._name else self._name
        return f"http://{name}:{self.server_address[1]}/"

    def welcomes(self, host: str) -> bool:
        """Tell whether a Host header names this server.

        A page of a stranger can point its own name at us (DNS rebinding), but has to name itself here: names that
        are no numbers are let in only where they are ours.
        """
        name = host.rpartition("]")[0].lstrip("[") if host.startswith("[") else host.partition(":")[0]
        if name.lower() in ("localhost", self._name.lower()):
            return True
        try:
            ipaddress.ip_address(name)
        except ValueError:
            return False
        return True

    def handle_error(self, request: object, client_address: object) -> None:
        """Report what went wrong with a connection; a client that left is no fault."""
        if not isinstance(sys.exception(), ConnectionError | TimeoutError):
            _log.exception("a request failed")


@contextmanager
def serve(
    path: Path, ontology: Ontology, *, host: str = "127.0.0.1", port: int = PORT, limit: float = LIMIT
) -> Iterator[Server]:
    """Serve a graph file, a build's folder or a store until the block ends; requests are answered in threads.

    `limit` is how many seconds a query may take. Raises `KGError` where the port is taken or Oxigraph is missing, and
    what opening the graph raises.
    """
    program()
    with Server(host, port) as server, opened(path, ontology) as source:
        endpoint = Endpoint(source.location, limit=limit, litter=source.litter)
        try:
            server.site = Site(source, endpoint, server.url)
            threading.Thread(target=server.serve_forever, daemon=True).start()
            yield server
            server.shutdown()
        finally:
            endpoint.stop()


class _Handler(BaseHTTPRequestHandler):
    """Turns a request on a socket into a `Request` and sends its `Answer`."""

    protocol_version = "HTTP/1.1"
    server_version = f"newskg/{__version__}"
    sys_version = ""
    timeout = _IDLE
    server: Server

    def log_message(self, format: str, *args: object) -> None:
        """Keep quiet; requests are nobody's business."""

    def handle_request(self) -> None:
        """Answer one request of any method."""
        try:
            answer = self._answer()
        except Refused as refusal:
            answer = refusal.answer()
        except KGError as error:
            _log.error("%s", error)
            answer = Answer(502, TEXT, f"{error}\n".encode("utf-8", "replace"))
        self._send(answer)

    do_GET = do_HEAD = do_POST = do_PUT = do_DELETE = do_PATCH = do_OPTIONS = handle_request

    def _answer(self) -> Answer:
        body = self._body()
        self._check_origin()
        if self.server.site is None:
            raise Refused(503, "starting")
        path, _, search = self.path.partition("?")
        headers = {name.lower(): value for name, value in self.headers.items()}
        return self.server.site.answer(Request(self.command, path.partition("#")[0], search, headers, body))

    def _body(self) -> bytes:
        """Read the body; raises `Refused` where its length is not told or too large."""
        length = self.headers.get("Content-Length", "0")
        if self.headers.get("Transfer-Encoding") or not length.isdecimal():
            self.close_connection = True
            raise Refused(411, "say the length of the body (Content-Length)")
        if int(length) > _LARGEST:
            self.close_connection = True
            raise Refused(413, f"a query of more than {_LARGEST:,} bytes is not taken")
        return self.rfile.read(int(length))

    def _check_origin(self) -> None:
        """Let in no page of a stranger; raises `Refused`."""
        hosts = self.headers.get_all("Host") or []
        if len(hosts) != 1 or not self.server.welcomes(hosts[0]):
            raise Refused(421, "this server answers only to its own address")
        origin = self.headers.get("Origin")
        if origin is not None and origin != f"http://{hosts[0]}":
            raise Refused(403, "pages of other sites may not ask here")

    def _send(self, answer: Answer) -> None:
        body = answer.body
        try:
            self.send_response(answer.status)
            self.send_header("Content-Type", answer.type)
            for name, value in answer.headers:
                self.send_header(name, value)
            self._send_whole(body) if isinstance(body, bytes) else self._send_stream(answer)
        finally:
            if not isinstance(body, bytes):
                body.close()

    def _send_whole(self, body: bytes) -> None:
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        if self.command != "HEAD":
            self.wfile.write(body)

    def _send_stream(self, answer: Answer) -> None:
        """Send the body in chunks (RFC 9112, 7.1); one that breaks off is left without its end."""
        chunked = self.request_version != "HTTP/1.0" and self.command != "HEAD"
        self.send_header("Transfer-Encoding", "chunked") if chunked else self.send_header("Connection", "close")
        self.close_connection = not chunked
        self.end_headers()
        if self.command == "HEAD" or isinstance(answer.body, bytes):
            return
        try:
            for piece in answer.body:
                self.wfile.write(b"%x\r\n%b\r\n" % (len(piece), piece) if chunked else piece)
            self.wfile.write(b"0\r\n\r\n" if chunked else b"")
        except KGError as error:
            _log.warning("%s", error)
            self.close_connection = True
