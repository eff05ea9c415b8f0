"""Addresses that the user gave: fetched over http(s), never from inside one's own network unless that is allowed."""

from __future__ import annotations

import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from kg import __version__
from kg.errors import InputError
from kg.read.limits import MAX_BYTES

if TYPE_CHECKING:
    from urllib3.connection import HTTPConnection
    from urllib3.response import BaseHTTPResponse

SCHEMES = ("http://", "https://")
MAX_REDIRECTS = 5
PATIENCE = 15.0
"""Seconds to wait for the next bytes."""

MAX_SECONDS = 60.0
"""For one address with all its redirections."""

_PORTS = {"http": 80, "https": 443}
_MOVED = (301, 302, 303, 307, 308)


@dataclass(frozen=True, slots=True)
class Page:
    """What an address gave: where it was found in the end, its media type and its bytes."""

    address: str
    kind: str
    data: bytes


def is_address(path: object) -> bool:
    """Tell an http(s) address from a path."""
    return isinstance(path, str) and path.lower().startswith(SCHEMES)


def fetch(address: str, *, allow_private: bool = False) -> Page:
    """Fetch one page; redirections are followed, and each is checked like the address itself.

    A name is looked up once, every address that it has must be public, and the connection goes to the one that was
    checked. Proxies, cookies and credentials are not used. Raises `InputError`: "not an address", "not found",
    "private address", "cannot be reached", "too many redirections", "refused" (a status other than 200), "too long",
    "too slow".
    """
    deadline, here = time.monotonic() + MAX_SECONDS, urldefrag(address).url
    for _ in range(MAX_REDIRECTS + 1):
        with _answer(here, address, deadline, allow_private=allow_private) as answer:
            if answer.status in _MOVED and (target := answer.headers.get("Location")):
                here = urldefrag(urljoin(here, target)).url
                continue
            if answer.status != 200:
                raise InputError(address, "refused", f"status {answer.status}")
            kind = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
            return Page(here, kind, _body(answer, address, deadline))
    raise InputError(address, "too many redirections", f"more than {MAX_REDIRECTS}")


@contextmanager
def _answer(here: str, address: str, deadline: float, *, allow_private: bool) -> Iterator[BaseHTTPResponse]:
    from urllib3.exceptions import HTTPError

    scheme, host, port, target = _parts(here, address)
    checked = _checked(host, port, address, allow_private=allow_private)
    connection = _connection(scheme, host, port, checked)
    sockets: list[socket.socket | None] = []
    timer = threading.Timer(max(deadline - time.monotonic(), 0.01), _cut, [connection, sockets])
    timer.daemon = True
    timer.start()
    try:
        headers = {"Host": _host_header(host, port, scheme), "User-Agent": f"newskg/{__version__}"}
        connection.request("GET", target, headers=headers | {"Accept-Encoding": "gzip, deflate"}, preload_content=False)
        sockets.append(connection.sock)  # an answer of unknown length takes it off the connection
        yield connection.getresponse()
    except (HTTPError, OSError, ValueError) as error:
        if time.monotonic() >= deadline:
            raise InputError(address, "too slow", f"more than {MAX_SECONDS:g} seconds") from error
        raise InputError(address, "cannot be reached", " ".join(str(error).split())[:120]) from error
    finally:
        timer.cancel()
        connection.close()


def _parts(here: str, address: str) -> tuple[str, str, int, str]:
    try:
        found = urlsplit(here)
        scheme, host, port = found.scheme.lower(), found.hostname, found.port
        name = host.encode("idna").decode() if host and ":" not in host else host
    except ValueError as error:  # with it what is no name of a host
        raise InputError(address, "not an address", str(error)) from error
    if scheme not in _PORTS or not name or found.username is not None:
        raise InputError(address, "not an address", f"{here[:80]}: http or https, a host, no credentials")
    path = (found.path or "/") + (f"?{found.query}" if found.query else "")
    return scheme, name, port or _PORTS[scheme], _quoted(path)


def _quoted(path: str) -> str:
    from urllib.parse import quote

    return quote(path, safe="/%?#[]@!$&'()*+,;=:~-._")


def _checked(host: str, port: int, address: str, *, allow_private: bool) -> str:
    """Look a host up and give the first of its addresses, when all of them may be used."""
    try:
        rows = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError) as error:
        raise InputError(address, "not found", f"there is no host {host}") from error
    found = [str(row[4][0]) for row in rows]
    if not allow_private and any(not _is_public(one) for one in found):
        raise InputError(address, "private address", f"{host} is inside a network; --allow-private fetches it")
    return found[0]


def _is_public(written: str) -> bool:
    found: IPv4Address | IPv6Address = ip_address(written.partition("%")[0])
    if isinstance(found, IPv6Address):
        inner = found.ipv4_mapped or found.sixtofour or (found.teredo or (None, None))[1] or _nat64(found)
        if inner is not None:
            found = inner
    inside = found.is_multicast or found.is_reserved or getattr(found, "is_site_local", False)
    return found.is_global and not inside


def _nat64(found: IPv6Address) -> IPv4Address | None:
    """Give the address that a translator would go to (RFC 6052, 2.1)."""
    prefix = int(IPv6Address("64:ff9b::")) >> 32
    return IPv4Address(int(found) & 0xFFFFFFFF) if int(found) >> 32 == prefix else None


def _connection(scheme: str, host: str, port: int, checked: str) -> HTTPConnection:
    from urllib3.connection import HTTPConnection, HTTPSConnection

    if scheme == "http":
        return HTTPConnection(checked, port, timeout=PATIENCE)
    import certifi

    return HTTPSConnection(
        checked, port, timeout=PATIENCE, server_hostname=host, assert_hostname=host, ca_certs=certifi.where()
    )


def _host_header(host: str, port: int, scheme: str) -> str:
    written = f"[{host}]" if ":" in host else host
    return written if port == _PORTS[scheme] else f"{written}:{port}"


def _cut(connection: HTTPConnection, sockets: list[socket.socket | None]) -> None:
    """End a connection that takes too long; a reader that waits for bytes wakes up."""
    for one in (*sockets, connection.sock):
        if one is not None:
            with suppress(OSError):  # it ended by itself
                one.shutdown(socket.SHUT_RDWR)


def _body(answer: BaseHTTPResponse, address: str, deadline: float) -> bytes:
    data = bytearray()
    while piece := answer.read(1 << 16, decode_content=True):
        data += piece
        if len(data) > MAX_BYTES:
            raise InputError(address, "too long", f"more than {MAX_BYTES:,} bytes")
    if time.monotonic() >= deadline:
        raise InputError(address, "too slow", f"more than {MAX_SECONDS:g} seconds")
    return bytes(data)
