"""One writer at a time, any number of readers: locks that the system takes away from a process that dies."""

from __future__ import annotations

import fcntl
import os
import platform
from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

from kg.errors import StoreBusy

NAME = "lock"


@contextmanager
def writing(folder: Path) -> Iterator[None]:
    """Be the only writer of a store; raises `StoreBusy`, which names the other one."""
    file = os.open(folder / NAME, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o644)
    try:
        if not _take(file, fcntl.LOCK_EX):
            holder = os.read(file, 200).decode("utf-8", "replace").strip() or "another process"
            raise StoreBusy(f"{folder}: {holder} is writing to this store; wait for it, or stop it, then try again")
        os.ftruncate(file, 0)
        os.write(file, f"process {os.getpid()} on {platform.node()}\n".encode())
        yield
    finally:
        os.close(file)


def reading(folder: Path) -> AbstractContextManager[bool]:
    """Keep a folder from being cleared away; False where it is being so now."""
    return _held(folder, fcntl.LOCK_SH)


def clearing(folder: Path) -> AbstractContextManager[bool]:
    """Keep readers out of a folder; False where one is in it."""
    return _held(folder, fcntl.LOCK_EX)


@contextmanager
def _held(folder: Path, kind: int) -> Iterator[bool]:
    file = os.open(folder, os.O_RDONLY | os.O_CLOEXEC)
    try:
        yield _take(file, kind)
    finally:
        os.close(file)


def _take(file: int, kind: int) -> bool:
    try:
        fcntl.flock(file, kind | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True
