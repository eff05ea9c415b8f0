"""Work out when something happened from the words that say so and the day of publication: a small grammar over data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from kg.model import Modality, Span
from kg.ontology import Ontology

_TABLES = ("weekdays", "months", "days", "shifts", "units", "directions", "numbers")
_DIGITS = {
    "years": re.compile(r"([12]\d{3})"),
    "decades": re.compile(r"([12]\d\d0)s"),
    "numbers": re.compile(r"(\d{1,3})(?:st|nd|rd|th)?"),
}
_SIGN = {Modality.ASSERTED: -1, Modality.ASKED: -1, Modality.PLANNED: 1}
"""On which side of today a day without a year lies; what is only possible may lie on either."""

Slots = Mapping[str, str]


class TimeReader:
    """Reads the time phrases of one document; `published` is its date (ISO 8601) or None.

    Gives the smallest calendar unit that the words name: "2016-01-12", "2016-01", "2016", or an interval of whole
    days or years, both ends included: "2016-01-11/2016-01-17", "1990/1999" (ISO 8601-1:2019, 5.5.2).
    Durations, frequencies and limits ("since Tuesday") resolve to nothing, and so does whatever is not understood.
    """

    def __init__(self, ontology: Ontology, published: str | None) -> None:
        self.words = ontology.words
        self.tables = {name: ontology.maps[f"time_{name}"] for name in _TABLES}
        self.same_as = ontology.maps["time_same_as"]
        self.today = _day(published or "")

    def at(self, text: str, span: Span, modality: Modality) -> str | None:
        """Resolve the phrase at a place of the text; the word before may make it a limit."""
        before = text[max(0, span.start - 40) : span.start].split()
        limit = bool(before) and before[-1].lower() in self.words["time_limits"]
        return None if limit else self.read(text[span.start : span.end], modality)

    def read(self, phrase: str, modality: Modality = Modality.ASSERTED) -> str | None:
        """Resolve a phrase; a day or month without year is the last one, for what is planned the next one."""
        slots = self._slots(self._plain(phrase))
        filled = " ".join(sorted(slots))
        try:
            if filled in _ABSOLUTE:
                return _ABSOLUTE[filled](slots)
            if filled in _RELATIVE and self.today:
                return _RELATIVE[filled](slots, self.today, _SIGN.get(modality, 0))
        except (ValueError, OverflowError):  # the 31st of February; 999 decades ago
            return None
        return None

    def _plain(self, phrase: str) -> str:
        """Put the phrase into the words of the grammar: no times of day, no synonyms."""
        plain = " ".join(phrase.lower().replace("’", "'").replace("mid-", "mid ").split())
        plain = _clock(self.words["time_clock"], self.words["time_zones"]).sub(" ", plain)
        return _any_of(tuple(self.same_as)).sub(lambda match: self.same_as[match[0]], plain)

    def _slots(self, phrase: str) -> Slots:
        """Sort the words into slots; none where a word is unknown or a slot is filled twice."""
        if re.search(self._rolling(), phrase):
            return {}
        slots: dict[str, str] = {}
        for word in re.split(r"[\s,]+", phrase.strip(" ,")):
            name, value = self._slot(word.removesuffix("'s"))
            if name in slots or name == "unknown":
                return {}
            if name != "hollow":
                slots[name] = value
        if {"numbers", "months"} <= set(slots):  # the day of the week only repeats what the date says
            slots.pop("weekdays", None)
            slots.pop("" if "units" in slots else "shifts", None)
        return slots

    def _rolling(self) -> str:
        """Match what runs up to or on from today and is no unit of the calendar: "the last week", "coming months"."""
        shifts, units = self.tables["shifts"], self.tables["units"]
        many = [unit for unit in units if unit not in units.values()]
        return rf"\b(?:the (?:{'|'.join(shifts)}) (?:{'|'.join(units)})|(?:{'|'.join(shifts)}) (?:{'|'.join(many)}))\b"

    def _slot(self, word: str) -> tuple[str, str]:
        if word in self.words["time_hollow"]:
            return "hollow", ""
        tables = ((name, self.tables[name][word]) for name in _TABLES if word in self.tables[name])
        digits = ((name, match[1]) for name, pattern in _DIGITS.items() if (match := pattern.fullmatch(word)))
        return next(tables, None) or next(digits, ("unknown", ""))


@lru_cache(maxsize=8)
def _clock(marks: frozenset[str], zones: frozenset[str]) -> re.Pattern[str]:
    """Match a time of day: "9:30", "8 am", "10.15 p.m. ET"."""
    mark, zone = _any_of(tuple(marks)).pattern, _any_of(tuple(zones)).pattern
    mark = mark.removeprefix(r"(?<![\w'])")
    return re.compile(rf"\b\d{{1,2}}(?:[:.]\d\d ?{mark}|:\d\d(?!\w)| ?{mark})(?: \(?{zone}\)?)*")


@lru_cache(maxsize=8)
def _any_of(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest))})(?![\w'])")


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text[:10])
    except ValueError:
        return None


# ---- what a combination of filled slots means: `sign` is -1 for what is past, 1 for what is to come, 0 for unknown


def _weekday(slots: Slots, today: date, sign: int) -> str | None:
    """Give the nearest such day, today counted; "last" and "next" leave today out."""
    shift = int(slots.get("shifts", 0))
    sign = shift or sign
    ahead = (int(slots["weekdays"]) - today.isoweekday()) % 7
    days = ahead - 7 if ahead and sign < 0 else ahead
    return str(today + timedelta(days=days or 7 * shift)) if sign else None


def _weekday_of_week(slots: Slots, today: date, _: int) -> str | None:
    days = int(slots["weekdays"]) - today.isoweekday()
    return str(today + timedelta(days=days, weeks=int(slots["shifts"]))) if slots["units"] == "week" else None


def _date(slots: Slots, today: date, sign: int) -> str | None:
    month, number = int(slots["months"]), int(slots["numbers"])
    days = [_day(f"{today.year + n:04}-{month:02}-{number:02}") for n in (-1, 0, 1)]
    fitting = [day for day in days if day and (today - day).days * sign <= 0]
    return str(min(fitting, key=lambda day: abs(day - today))) if sign and fitting else None


def _month(slots: Slots, today: date, sign: int) -> str | None:
    """Give the nearest such month, the current one counted; "last" and "next" leave it out, "this" stays in the year."""
    shift, month = int(slots.get("shifts", 0)), int(slots["months"])
    if slots.get("shifts") == "0":
        return f"{today.year:04}-{month:02}"
    sign = shift or sign
    passed = (month - today.month) * sign < (1 if shift else 0)
    return f"{today.year + sign * passed:04}-{month:02}" if sign else None


def _in_year(slots: Slots, today: date, _: int) -> str | None:
    """Read "January 20 next year", "January of last year"."""
    if slots["units"] != "year":
        return None
    day = date(today.year + int(slots["shifts"]), int(slots["months"]), int(slots.get("numbers", 1)))
    return str(day) if "numbers" in slots else str(day)[:7]


def _shifted(slots: Slots, today: date, sign: int) -> str | None:
    """Read "last week"; on a Monday "this weekend" is over, unless something is planned for it."""
    unit, shift = slots["units"], int(slots["shifts"])
    over = unit == "weekend" and shift == 0 and sign < 0 and today.isoweekday() < 5
    return None if unit == "day" else _unit(unit, today, shift - over)


def _unit(unit: str, today: date, count: int) -> str:
    """Give the day, week, month, year or decade that lies `count` of them from that of publication."""
    if unit == "day":
        return str(today + timedelta(days=count))
    if unit in ("week", "weekend"):
        sunday = today + timedelta(days=7 - today.isoweekday(), weeks=count)
        return f"{sunday - timedelta(days=6 if unit == 'week' else 1)}/{sunday}"
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return str(date(year, month + 1, 1))[:7]
    if unit == "year":
        return str(date(today.year + count, 1, 1))[:4]
    first = date((today.year + 10 * count) // 10 * 10, 1, 1).year
    return f"{first:04}/{first + 9:04}"


_ABSOLUTE: dict[str, Callable[[Slots], str | None]] = {
    "years": lambda slots: slots["years"],
    "units years": lambda slots: slots["years"] if slots["units"] == "year" else None,
    "decades": lambda slots: f"{slots['decades']}/{int(slots['decades']) + 9}",
    "months years": lambda slots: f"{slots['years']}-{int(slots['months']):02}",
    "months numbers years": lambda s: str(date(int(s["years"]), int(s["months"]), int(s["numbers"]))),
}
_RELATIVE: dict[str, Callable[[Slots, date, int], str | None]] = {
    "days": lambda slots, today, _: _unit("day", today, int(slots["days"])),
    "weekdays": _weekday,
    "shifts weekdays": _weekday,
    "shifts units weekdays": _weekday_of_week,
    "months numbers": _date,
    "months": _month,
    "months shifts": _month,
    "months shifts units": _in_year,
    "months numbers shifts units": _in_year,
    "shifts units": _shifted,
    "directions numbers units": lambda s, t, _: _unit(s["units"], t, int(s["numbers"]) * int(s["directions"])),
}
"""Filled slots in the order of the alphabet -> their reading; any other combination resolves to nothing."""
