"""Dates of publication as ISO 8601, whatever way a feed or table writes them."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

_DAY = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
_SECONDS, _MILLISECONDS = (10**8, 10**10), (10**11, 10**13)


def issued(value: object) -> str | None:
    """Give a date, or a date with its time, as ISO 8601; what cannot be read as one stays as written, "" becomes None.

    A number is seconds or milliseconds since 1970, in UTC, where it lies between 1973 and 2286.
    """
    if isinstance(value, bool) or value is None:
        return None
    text = str(value).strip()
    if isinstance(value, int | float) or text.isdecimal():
        return _since_1970(text) or text or None
    return _iso(text) or _rfc_2822(text) or text or None


def _since_1970(text: str) -> str | None:
    number = float(text)
    if _MILLISECONDS[0] <= number < _MILLISECONDS[1]:
        number /= 1000
    elif not _SECONDS[0] <= number < _SECONDS[1]:
        return None
    return datetime.fromtimestamp(int(number), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _iso(text: str) -> str | None:
    if _DAY.fullmatch(text):
        return text
    try:
        found = datetime.fromisoformat(text)
    except ValueError:
        return None
    return _written(found)


def _rfc_2822(text: str) -> str | None:
    try:
        return _written(parsedate_to_datetime(text))
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def _written(found: datetime) -> str:
    return found.replace(microsecond=0).isoformat().replace("+00:00", "Z")
