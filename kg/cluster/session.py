"""A session with Ray: that of a cluster elsewhere, or of one that this process starts and takes down.

Ray's own output and statistics are off, no dashboard is served, and a cluster that is started here listens on this
machine alone, with a secret of its own. Nothing of it is left when `connected` ends.
"""

from __future__ import annotations

import logging
import os
import secrets
import signal
import socket
import tempfile
import threading
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any

from kg.errors import KGError

_KNOCK = 10.0
"""Seconds in which a cluster must take a connection."""

_OBJECTS = 256 * 2**20
"""Bytes for what travels between processes of one machine; the large things travel in files."""

_QUIET = {
    "RAY_USAGE_STATS_ENABLED": "0",
    "RAY_DEDUP_LOGS_SKIP_REGEX": ".",
}
_THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")


@contextmanager
def connected(address: str | None, workers: int | None) -> Iterator[Any]:
    """Give Ray, connected; raises `KGError` where it is missing or a cluster cannot be used."""
    if address:
        _knock(address)
    with _folder() as folder, _environment(_QUIET if address else _QUIET | _alone(folder)), _quiet(_imported()) as ray:
        if ray.is_initialized():  # somebody's own session goes on after us
            yield ray
            return
        with _signals():
            try:
                with _uninterrupted():
                    _begin(ray, _elsewhere(address) if address else _here(folder, workers))
                yield ray
            finally:
                ray.shutdown()


def _begin(ray: Any, how: Mapping[str, Any]) -> None:
    try:
        ray.init(**how)
    except (ConnectionError, RuntimeError, ValueError, OSError) as error:
        raise KGError(f"the Ray cluster ({how['address']}) cannot be used: {first_line(error)}") from error


def _imported() -> Any:
    try:
        import ray
    except ImportError as error:
        raise KGError("--engine ray needs Ray: pip install 'newskg[ray]'") from error
    return ray


def _elsewhere(address: str) -> dict[str, Any]:
    return {"address": address, "log_to_driver": False, "configure_logging": False}


def _here(folder: str, workers: int | None) -> dict[str, Any]:
    return {
        "address": "local",
        "num_cpus": workers,
        "include_dashboard": False,
        "log_to_driver": False,
        "configure_logging": False,
        "object_store_memory": _OBJECTS,
        "_temp_dir": folder,
    }


def _alone(folder: str) -> dict[str, str]:
    """Give the surroundings of a cluster of our own: its files in a folder that goes with it, its secret in no file."""
    own = {"TMPDIR": folder, "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0"}  # its name for: listen on this machine alone
    own |= dict.fromkeys(_THREADS, "1")
    if not any(name.startswith("RAY_AUTH_") for name in os.environ):
        own |= {"RAY_AUTH_MODE": "token", "RAY_AUTH_TOKEN": _secret()}
    return own


@cache
def _secret() -> str:
    """Give a secret for the clusters of this process; Ray reads it only once."""
    return secrets.token_hex(32)


@contextmanager
def _folder() -> Iterator[str]:
    """Make a folder with a short path, for the paths of sockets may have 100 letters; it goes at the end."""
    short = "/tmp" if Path("/tmp").is_dir() else None
    with tempfile.TemporaryDirectory(prefix="newskg-", dir=short, ignore_cleanup_errors=True) as folder:
        yield folder


@contextmanager
def _environment(wanted: Mapping[str, str]) -> Iterator[None]:
    before = {name: os.environ.get(name) for name in wanted}
    os.environ.update(wanted)
    try:
        yield
    finally:
        for name, value in before.items():
            os.environ.pop(name) if value is None else os.environ.update({name: value})


def _knock(address: str) -> None:
    """See whether a cluster answers: Ray itself would try for minutes. Raises `KGError`."""
    host, _, port = address.rpartition(":")
    if "//" in address or (host and not port.isdecimal()):
        raise KGError(f"{address}: give the address of the cluster's head as host:port")
    if host:
        try:
            socket.create_connection((host.strip("[]"), int(port)), timeout=_KNOCK).close()
        except OSError as error:
            reason = error.strerror or error
            raise KGError(f"the Ray cluster at {address} cannot be used: it does not answer ({reason})") from error


@contextmanager
def _quiet(ray: Any) -> Iterator[Any]:
    """Keep Ray's log from the user; importing it has set that up anew."""
    logger, silent = logging.getLogger("ray"), logging.NullHandler()
    before = logger.level, logger.propagate
    logger.addHandler(silent)
    logger.setLevel(logging.CRITICAL)
    logger.propagate = False
    try:
        yield ray
    finally:
        logger.removeHandler(silent)
        logger.setLevel(before[0])
        logger.propagate = before[1]


@contextmanager
def _signals() -> Iterator[None]:
    """Put back what is done when the process is told to end, which Ray changes."""
    mine = threading.current_thread() is threading.main_thread()
    before = signal.getsignal(signal.SIGTERM)
    try:
        yield
    finally:
        if mine:
            signal.signal(signal.SIGTERM, before)


@contextmanager
def _uninterrupted() -> Iterator[None]:
    """Let an interrupt wait: a cluster that is stopped while it starts leaves processes behind."""
    if threading.current_thread() is not threading.main_thread():
        yield
        return
    met: list[int] = []
    before = signal.signal(signal.SIGINT, lambda number, _: met.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, before)
    if met:
        raise KeyboardInterrupt


def first_line(error: BaseException) -> str:
    """Give the first line of what an error says."""
    return next(iter(str(error).strip().splitlines()), type(error).__name__)
