"""The Oxigraph server as a child: read-only, on loopback, gone when we are, replaced when a query takes too long.

Oxigraph 0.5 does not give up a query by itself, so a child that works on one past its time gets no more questions, and
ends when its other queries are answered.
"""

from __future__ import annotations

import http.client
import secrets
import shutil
import socket
import subprocess
import sys
import sysconfig
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from kg.errors import KGError
from kg.serve import watch

START = 20.0
"""Seconds that the child has to answer for the first time."""

_PIECE = 65_536


def program() -> str:
    """Give the path of the server's program; raises `KGError` with what to install."""
    beside = [str(Path(sys.executable).parent), sysconfig.get_path("scripts")]
    found = [path for folder in (*beside, None) if (path := shutil.which("oxigraph", path=folder))]
    if not found:
        raise KGError("kg serve needs the Oxigraph server, which is not installed; pip install 'newskg[serve]'")
    return found[0]


class TooLong(KGError):
    """A query did not end in its time."""


class Child:
    """One running server over a store folder; raises `KGError` where it does not start."""

    def __init__(self, location: Path, *, union: bool, litter: str = "") -> None:
        self.address = _loopback()
        command = [program(), "serve-read-only", "--location", str(location), "--bind", "{}:{}".format(*self.address)]
        if union:
            command.append("--union-default-graph")
        watched = [sys.executable, "-I", "-S", str(Path(watch.__file__)), litter, *command]
        self._process = subprocess.Popen(
            watched,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        self.busy = 0
        self.spent = False
        self._await()

    def _await(self) -> None:
        deadline = time.monotonic() + START
        while time.monotonic() < deadline and self.alive:
            try:
                socket.create_connection(self.address, 1).close()
                return
            except OSError:
                time.sleep(0.01)
        self.stop()
        raise KGError("the Oxigraph server does not start; is the store whole, and of this Oxigraph's version?")

    @property
    def alive(self) -> bool:
        """Tell whether it runs."""
        return self._process.poll() is None

    def stop(self) -> None:
        """End it and wait until it is gone."""
        try:
            if self._process.stdin:
                with self._process.stdin as line:
                    line.write(b"stop")
        except OSError:
            pass  # it is gone already
        self._process.wait()


class Endpoint:
    """Answers queries from one child at a time; `limit` is in seconds, `most` how many queries run at once."""

    def __init__(self, location: Path, *, limit: float, union: bool = False, litter: str = "", most: int = 8) -> None:
        self._location, self._union, self._litter, self.limit = location, union, litter, limit
        self._lock, self._places = threading.Lock(), threading.BoundedSemaphore(most)
        self._children: list[Child] = [self._start()]

    def _start(self) -> Child:
        return Child(self._location, union=self._union, litter=self._litter)

    def stop(self) -> None:
        """End every child."""
        with self._lock:
            for child in self._children:
                child.stop()
            self._children.clear()

    def ask(self, target: str, body: bytes, headers: Mapping[str, str]) -> Reply | None:
        """Send a query and give the reply once its head is there; None where too many run already.

        Raises `TooLong`, and `KGError` where the child does not answer.
        """
        if not self._places.acquire(timeout=min(self.limit, 2.0)):
            return None
        try:
            child = self._take()
        except BaseException:
            self._places.release()
            raise
        return Reply(self, child, target, body, headers)

    def _take(self) -> Child:
        with self._lock:
            for dead in [child for child in self._children if not child.alive]:
                self._children.remove(dead)
                dead.stop()
            fresh = [child for child in self._children if not child.spent]
            if not fresh:
                fresh.append(self._start())
                self._children.append(fresh[0])
            fresh[0].busy += 1
            return fresh[0]

    def give_back(self, child: Child, *, spent: bool) -> None:
        """Count a query as ended; a spent child that has no other ends."""
        self._places.release()
        with self._lock:
            child.busy -= 1
            child.spent = child.spent or spent
            if child.spent and not child.busy and child in self._children:
                self._children.remove(child)
                child.stop()


class Reply:
    """An answer on its way: its head is there, iterating gives the body within the time that is left.

    Iterating raises `TooLong`, and `KGError` where the child breaks off.
    """

    def __init__(self, endpoint: Endpoint, child: Child, target: str, body: bytes, headers: Mapping[str, str]) -> None:
        self._endpoint, self._child = endpoint, child
        self._late = self._closed = False
        self._lock = threading.Lock()
        self._connection = http.client.HTTPConnection(*child.address, timeout=endpoint.limit + 1)
        self._timer = threading.Timer(endpoint.limit, self._give_up)
        self._timer.daemon = True
        try:
            with self._in_time():
                self._connection.connect()
                self._socket = self._connection.sock
                self._timer.start()
                self._connection.request("POST", target, body, dict(headers))
                self._response = self._connection.getresponse()
        except BaseException:
            self.close()
            raise
        self.status, self.type = self._response.status, self._response.getheader("Content-Type", "text/plain")

    def __iter__(self) -> Iterator[bytes]:
        try:
            with self._in_time():
                while piece := self._response.read(_PIECE):
                    yield piece
                if self._late or self._response.length:
                    raise http.client.IncompleteRead(b"")
        finally:
            self.close()

    def close(self) -> None:
        """Let go of the child, whether or not all is read."""
        with self._lock:
            if self._closed:
                return
            self._closed = True
        self._timer.cancel()
        self._connection.close()
        self._endpoint.give_back(self._child, spent=self._late)

    @contextmanager
    def _in_time(self) -> Iterator[None]:
        try:
            yield
        except (OSError, http.client.HTTPException, ValueError) as error:
            if self._late:
                raise TooLong(f"the query took longer than {self._endpoint.limit:g} s; ask for less") from error
            raise KGError(f"the Oxigraph server broke off ({error})") from error

    def _give_up(self) -> None:
        self._late = True
        try:
            self._socket.shutdown(socket.SHUT_RDWR)
        except OSError:
            pass  # it ended at that very moment
        self.close()


def _loopback() -> tuple[str, int]:
    """Choose a free port, on Linux of a chance address of 127/8: no page of a stranger can guess it."""
    host = "127.0.0.1"
    if sys.platform == "linux":
        host = "127." + ".".join(str(1 + secrets.randbelow(254)) for _ in range(3))
    with socket.socket() as listener:
        listener.bind((host, 0))
        return host, int(listener.getsockname()[1])
