"""How much and how long: no input, however it was made, takes more than this."""

from __future__ import annotations

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

from kg.errors import InputError

MAX_BYTES = 16_000_000
"""Of one document, and of one line of a table, before anything is made of it."""

MAX_SECONDS = 60
"""To read one document; its parse is another matter."""


class _TooSlow(BaseException):
    """Not an Exception: libraries that catch those must not catch this."""


@contextmanager
def in_time(source: str, seconds: float | None = None) -> Iterator[None]:
    """Stop what takes too long; raises `InputError` "too slow".

    Only the main thread of a system with interval timers can be stopped; elsewhere this does nothing.
    """
    limit = seconds or MAX_SECONDS
    if not hasattr(signal, "setitimer") or threading.current_thread() is not threading.main_thread():
        yield
        return
    before = signal.signal(signal.SIGALRM, _stop)
    signal.setitimer(signal.ITIMER_REAL, limit, 1)  # again each second: one raised in a callback is lost
    try:
        yield
    except _TooSlow:
        raise InputError(source, "too slow", f"more than {limit:g} seconds") from None
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)


def _stop(number: int, frame: FrameType | None) -> None:
    raise _TooSlow
