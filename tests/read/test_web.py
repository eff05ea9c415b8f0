from __future__ import annotations

import gzip
import socket
import ssl
import subprocess
import threading
import time
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import web
from tests.conftest import program
from tests.read.make import ARTICLE, OTHER, all_of, page
from tests.read.make import jsonl as lines

Answer = Callable[[BaseHTTPRequestHandler], None]


def send(status: int, body: bytes = b"", **headers: str) -> Answer:
    def answer(request: BaseHTTPRequestHandler) -> None:
        request.send_response(status)
        for name, value in headers.items():
            request.send_header(name.replace("_", "-"), value)
        request.end_headers()
        request.wfile.write(body)

    return answer


@contextmanager
def site(pages: dict[str, Answer], certificate: Path | None = None) -> Iterator[str]:
    """Serve pages by path on this machine; give the address of the site."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            try:
                pages.get(self.path, send(404))(self)
            except OSError:
                return  # the reader went away, as it should

        def log_message(self, *args: object) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    server.handle_error = lambda *_: None  # type: ignore[method-assign]  # a reader that distrusts it goes away
    if certificate:
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(certificate)
        server.socket = context.wrap_socket(server.socket, server_side=True)
    threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True).start()
    try:
        yield f"http{'s' if certificate else ''}://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


def fetched(*addresses: str) -> list[Document | InputError]:
    return all_of(*addresses, allow_private=True)


def reason(address: str, *, allow_private: bool = True) -> str:
    [error] = all_of(address, allow_private=allow_private)
    assert isinstance(error, InputError)
    assert error.source == address
    return error.reason


def test_a_page_is_read_as_what_its_sender_says_it_is() -> None:
    pages = {
        "/a": send(200, page(ARTICLE, OTHER), Content_Type="text/html; charset=utf-8"),
        "/b": send(200, ARTICLE.encode(), Content_Type="text/plain"),
        "/c": send(200, lines({"id": "r1", "text": OTHER}), Content_Type="application/x-ndjson"),
        "/d": send(200, gzip.compress(page(ARTICLE)), Content_Type="text/html", Content_Encoding="gzip"),
        "/old?x=1": send(301, Location="/b#top"),
    }
    with site(pages) as home:
        found = fetched(*(home + path for path in ("/a#top", "/b", "/c", "/d", "/old?x=1")))
        documents = [item for item in found if isinstance(item, Document)]
        assert [d.key.removeprefix(home) for d in documents] == ["/a#top", "/b", "r1", "/d", "/old?x=1"]
        assert documents[0].publisher == "The Test Post"
        assert documents[1].text == documents[4].text == ARTICLE
        assert documents[4].source == f"{home}/b"


def test_addresses_inside_a_network_are_refused_unless_allowed() -> None:
    with site({"/": send(200, ARTICLE.encode())}) as home:
        port = home.rpartition(":")[2]
        for host in (
            "127.0.0.1",
            "localhost",
            "[::1]",
            "0.0.0.0",
            "[::ffff:127.0.0.1]",
            "2130706433",
            "0x7f.1",
            "127.1",
        ):
            assert reason(f"http://{host}:{port}/", allow_private=False) in ("private address", "not found")
        assert reason("http://169.254.169.254/latest/meta-data/", allow_private=False) == "private address"
        assert isinstance(fetched(f"{home}/")[0], Document)


@pytest.mark.parametrize(
    ("address", "public"),
    [
        *((one, True) for one in ("8.8.8.8", "2606:4700::1111", "64:ff9b::808:808")),
        *((one, False) for one in ("10.0.0.1", "172.16.9.9", "192.168.1.1", "127.9.9.9", "169.254.1.1", "100.64.0.1")),
        *((one, False) for one in ("0.0.0.0", "224.0.0.1", "255.255.255.255", "198.18.0.1", "240.0.0.1")),
        *((one, False) for one in ("::1", "::", "fe80::1%eth0", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1")),
        *((one, False) for one in ("64:ff9b::a00:1", "2002:7f00:1::", "2001:0:4136:e378:8000:63bf:f5ff:fffe")),
    ],
)
def test_public_is_only_what_everybody_can_reach(address: str, public: bool) -> None:
    assert ip_address(address.partition("%")[0])
    assert web._is_public(address) is public


def test_a_name_that_leads_inside_is_refused_whatever_else_it_leads_to(monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(host: str, port: int, **_: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (ip, port)) for ip in ("93.184.216.34", "10.0.0.7")]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    assert reason("http://news.example/", allow_private=False) == "private address"


def test_a_name_is_looked_up_once_so_that_it_cannot_change_between_check_and_use(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    asked: list[str] = []
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: object, **named: object) -> object:
        asked.append(host)
        return real("127.0.0.1" if host == "news.example" else host, port, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with site({"/": send(200, ARTICLE.encode())}) as home:
        assert isinstance(fetched(home.replace("127.0.0.1", "news.example") + "/")[0], Document)
    assert asked.count("news.example") == 1


def test_a_secure_site_must_show_the_name_that_was_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    both, names = tmp_path / "both.pem", ["-subj", "/CN=news.example", "-addext", "subjectAltName=DNS:news.example"]
    made = [program("openssl"), "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"]
    subprocess.run(
        [*made, "-keyout", both, "-out", tmp_path / "c.pem", "-days", "2", *names], check=True, capture_output=True
    )
    both.write_bytes(both.read_bytes() + (tmp_path / "c.pem").read_bytes())
    real = socket.getaddrinfo

    def answer(host: str, port: int, *args: object, **named: object) -> object:
        return real("127.0.0.1" if host.endswith(".example") else host, port, *args, **named)  # type: ignore[arg-type]

    monkeypatch.setattr(socket, "getaddrinfo", answer)
    with site({"/": send(200, ARTICLE.encode())}, both) as home:
        asked = home.replace("127.0.0.1", "news.example") + "/"
        assert reason(asked) == "cannot be reached"  # nobody vouches for it
        monkeypatch.setattr("certifi.where", lambda: str(tmp_path / "c.pem"))
        [document] = fetched(asked)
        assert isinstance(document, Document)
        assert reason(home.replace("127.0.0.1", "other.example") + "/") == "cannot be reached"
        assert reason(f"{home}/") == "cannot be reached"


def test_each_redirection_is_checked_like_the_address(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "_is_public", lambda address: address == "127.0.0.1")
    targets = ("http://10.0.0.1/", "file:///etc/passwd", "ftp://post.example/", "//169.254.169.254/", "http://u:p@x/")
    pages = {f"/{n}": send(302, Location=target) for n, target in enumerate(targets)}
    pages |= {"/loop": send(302, Location="/loop"), "/nowhere": send(302)}
    with site(pages) as home:
        found = [reason(f"{home}/{n}", allow_private=False) for n in range(len(targets))]
        assert found == ["private address", "not an address", "not an address", "private address", "not an address"]
        assert reason(f"{home}/loop") == "too many redirections"
        assert reason(f"{home}/nowhere") == "refused"


def test_what_cannot_be_had_is_named() -> None:
    with site({"/empty": send(200, b"")}) as home:
        assert reason(f"{home}/gone") == "refused"
        assert reason(f"{home}/empty") == "empty"
    assert reason(f"{home}/closed") == "cannot be reached"
    assert reason("http://news.invalid/") == "not found"
    for bad in ("http://", "http://:80/", "http://[::1/", "http://user:word@post.example/", "https://x:99999/"):
        assert reason(bad) == "not an address"


def test_a_page_that_is_too_long_is_not_read_to_its_end() -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b"a" * 300_000_000) + packer.flush()

    def endless(request: BaseHTTPRequestHandler) -> None:
        request.send_response(200)
        request.end_headers()
        while True:
            request.wfile.write(b"a" * 65536)

    with site({"/bomb": send(200, bomb, Content_Encoding="gzip"), "/endless": endless}) as home:
        assert reason(f"{home}/bomb") == "too long"
        assert reason(f"{home}/endless") == "too long"


def test_a_page_that_comes_in_drops_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(web, "MAX_SECONDS", 1.0)

    def drip(head: bytes) -> Answer:
        def answer(request: BaseHTTPRequestHandler) -> None:
            request.wfile.write(head)
            for _ in range(200):
                request.wfile.write(b"x")
                request.wfile.flush()
                time.sleep(0.05)

        return answer

    with site({"/body": drip(b"HTTP/1.1 200 OK\r\n\r\n"), "/head": drip(b"HTTP/1.1 200 OK\r\nX: ")}) as home:
        for path in ("/body", "/head"):
            begun = time.monotonic()
            assert reason(f"{home}{path}") == "too slow"
            assert time.monotonic() - begun < 5


def test_paths_are_never_taken_for_addresses_nor_addresses_for_paths() -> None:
    assert not any(map(web.is_address, ("ftp://x", "file:///x", "https", "http:x", "./http://x")))
    assert all(map(web.is_address, ("http://x", "HTTPS://X/y")))
