"""Work out when something happened from the words that say so and the day of publication; a small grammar over data."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from datetime import date, timedelta
from functools import lru_cache

from kg.model import Modality, Span
from kg.ontology import Ontology

_TABLES = ("weekdays", "months", "days", "shifts", "units", "directions", "numbers")
_YEAR = re.compile(r"[12]\d{3}")
_DECADE = re.compile(r"([12]\d\d0)'?s")
_NUMBER = re.compile(r"(\d{1,3})(?:st|nd|rd|th)?")
_ISO = re.compile(r"\d{4}-\d{2}-\d{2}")
_SIGN = {Modality.ASSERTED: -1, Modality.ASKED: -1, Modality.PLANNED: 1}
"""Where a day without a year lies; what is only possible may lie on either side."""

Slots = dict[str, str]


class TimeReader:
    """Reads the time phrases of one document; `published` is its date (ISO 8601) or None.

    The result is the smallest calendar unit that the words name: "2016-01-12", "2016-01", "2016", or an interval of
    whole days or years, both ends included: "2016-01-11/2016-01-17", "1990/1999" (ISO 8601-1:2019, 5.5.2).
    Durations, frequencies and limits ("since Tuesday") resolve to nothing, and so does whatever is not understood.
    """

    def __init__(self, ontology: Ontology, published: str | None) -> None:
        self.words = ontology.words
        self.tables = {name: ontology.maps[f"time_{name}"] for name in _TABLES}
        self.same_as = ontology.maps["time_same_as"]
        self.today = _day(published)

    def at(self, text: str, span: Span, modality: Modality) -> str | None:
        """Resolve the phrase at a place of the text; the word before may make it a limit."""
        before = text[: span.start][-40:].split()
        if before and before[-1].lower() in self.words["time_limits"]:
            return None
        return self.read(text[span.start : span.end], modality)

    def read(self, phrase: str, modality: Modality = Modality.ASSERTED) -> str | None:
        """Resolve a phrase; a day or month without year is the last one, for what is planned the next one."""
        plain = " ".join(phrase.lower().replace("’", "'").split())
        if _ISO.fullmatch(plain):
            return plain if _day(plain) else None
        slots = self._slots(self._reworded(plain))
        reading = _READINGS.get(frozenset(slots))
        try:
            found = reading(slots, self.today, _SIGN.get(modality, 0)) if reading else None
        except (ValueError, OverflowError):  # the 31st of February
            return None
        return found

    def _reworded(self, phrase: str) -> str:
        clock = _clock(self.words["time_clock"], self.words["time_zones"])
        return _synonyms(tuple(self.same_as)).sub(lambda m: self.same_as[m[0]], clock.sub(" ", phrase))

    def _slots(self, phrase: str) -> Slots:
        """Sort the words into slots; empty where one is unknown or a slot is filled twice."""
        if re.search(self._rolling(), phrase):
            return {}
        slots: Slots = {}
        for word in re.split(r"[\s,]+", phrase.replace("mid-", "mid ").strip(" ,")):
            name, value = self._slot(word.removesuffix("'s"))
            if name in slots or name == "unknown":
                return {}
            if name != "hollow":
                slots[name] = value
        if {"numbers", "months"} <= set(slots):  # the day of the week only repeats what the date says
            slots.pop("weekdays", None)
            slots.pop("shifts" if "units" not in slots else "", None)
        return slots

    def _rolling(self) -> str:
        """Match "the last week": up to now, not a week of the calendar."""
        return rf"\bthe (?:{'|'.join(self.tables['shifts'])}) (?:{'|'.join(self.tables['units'])})\b"

    def _slot(self, word: str) -> tuple[str, str]:
        if word in self.words["time_hollow"]:
            return "hollow", ""
        for name in _TABLES:
            if word in self.tables[name]:
                return name, self.tables[name][word]
        for name, pattern in (("years", _YEAR), ("decades", _DECADE), ("numbers", _NUMBER)):
            if match := pattern.fullmatch(word):
                return name, match[1] if pattern.groups else word
        return "unknown", ""


@lru_cache(maxsize=8)
def _clock(marks: frozenset[str], zones: frozenset[str]) -> re.Pattern[str]:
    """Match a time of day: "9:30", "8 am", "10.15 p.m. ET"."""
    mark, zone = (f"(?:{'|'.join(map(re.escape, sorted(w, key=lambda x: (-len(x), x))))})" for w in (marks, zones))
    return re.compile(rf"\b\d{{1,2}}(?:[:.]\d\d ?{mark}?|:\d\d| ?{mark})(?![\w.])(?: \(?{zone}\b\)?)*")


@lru_cache(maxsize=8)
def _synonyms(phrases: tuple[str, ...]) -> re.Pattern[str]:
    longest = sorted(phrases, key=lambda phrase: (-len(phrase), phrase))
    return re.compile(rf"(?<![\w'])(?:{'|'.join(map(re.escape, longest))})(?![\w'])")


def _day(text: str | None) -> date | None:
    try:
        return date.fromisoformat((text or "")[:10])
    except ValueError:
        return None


# ---- what a combination of slots means

Reading = Callable[[Slots, date | None, int], str | None]


def _relative(rule: Callable[[Slots, date, int], str | None]) -> Reading:
    """Make a rule that needs the day of publication say nothing without one."""
    return lambda slots, today, sign: rule(slots, today, sign) if today else None


def _full_date(slots: Slots, _: date | None, __: int) -> str:
    return date(int(slots["years"]), int(slots["months"]), int(slots["numbers"])).isoformat()


def _year_slot(slots: Slots, _: date | None, __: int) -> str | None:
    return slots["years"] if slots.get("units", "year") == "year" else None


def _offset_days(slots: Slots, today: date, _: int) -> str:
    return (today + timedelta(days=int(slots["days"]))).isoformat()


def _weekday(slots: Slots, today: date, sign: int) -> str | None:
    """Give the nearest such day, today counted; "last" and "next" leave today out."""
    shift = int(slots.get("shifts", 0))
    sign = shift or sign
    ahead = (int(slots["weekdays"]) - today.isoweekday()) % 7
    days = (ahead - 7 if ahead else 0) if sign < 0 else ahead
    return (today + timedelta(days=days or 7 * shift)).isoformat() if sign else None


def _weekday_of_week(slots: Slots, today: date, _: int) -> str | None:
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=int(slots["shifts"]))
    day = monday + timedelta(days=int(slots["weekdays"]) - 1)
    return day.isoformat() if slots["units"] == "week" else None


def _nearest_date(slots: Slots, today: date, sign: int) -> str | None:
    month, number = int(slots["months"]), int(slots["numbers"])
    days = [_day(f"{today.year + n:04}-{month:02}-{number:02}") for n in (-1, 0, 1)]
    fitting = [day for day in days if day and (today - day).days * sign <= 0]
    return min(fitting, key=lambda day: abs(day - today)).isoformat() if sign and fitting else None


def _nearest_month(slots: Slots, today: date, sign: int) -> str | None:
    """Give the nearest such month, the current one counted; "last" and "next" leave it out, "this" stays in the year."""
    shift = int(slots.get("shifts", 0))
    month, sign = int(slots["months"]), shift or sign
    if shift == 0 and "shifts" in slots:
        return f"{today.year:04}-{month:02}"
    later = (month > today.month) if shift >= 0 else (month >= today.month)
    earlier = (month < today.month) if shift <= 0 else (month <= today.month)
    year = today.year - (sign < 0 and later) + (sign > 0 and earlier)
    return f"{year:04}-{month:02}" if sign else None


def _of_shifted_year(slots: Slots, today: date, _: int) -> str | None:
    """Read "January 20 next year", "January of last year"."""
    year, month = today.year + int(slots["shifts"]), int(slots["months"])
    if slots["units"] != "year":
        return None
    return date(year, month, int(slots["numbers"])).isoformat() if "numbers" in slots else f"{year:04}-{month:02}"


def _shifted(slots: Slots, today: date, sign: int) -> str | None:
    """Read "last week"; on a Monday "this weekend" is over, unless something is planned for it."""
    unit, shift = slots["units"], int(slots["shifts"])
    over = unit == "weekend" and shift == 0 and sign < 0 and today.isoweekday() < 5
    return None if unit == "day" else _unit(unit, today, shift - over)


def _counted(slots: Slots, today: date, _: int) -> str:
    return _unit(slots["units"], today, int(slots["numbers"]) * int(slots["directions"]))


def _unit(unit: str, today: date, count: int) -> str:
    """Give the day, week, month, year or decade that lies `count` of them from that of publication."""
    monday = today - timedelta(days=today.weekday()) + timedelta(weeks=count)
    if unit == "day":
        return (today + timedelta(days=count)).isoformat()
    if unit in ("week", "weekend"):
        first = monday + timedelta(days=5 if unit == "weekend" else 0)
        return f"{first}/{monday + timedelta(days=6)}"
    if unit == "month":
        year, month = divmod(today.year * 12 + today.month - 1 + count, 12)
        return date(year, month + 1, 1).isoformat()[:7]
    if unit == "year":
        return date(today.year + count, 1, 1).isoformat()[:4]
    first_year = (today.year + 10 * count) // 10 * 10
    return f"{date(first_year, 1, 1).year:04}/{first_year + 9:04}"


_READINGS: Mapping[frozenset[str], Reading] = {
    frozenset(names.split()): reading
    for names, reading in {
        "years": _year_slot,
        "years units": _year_slot,
        "decades": lambda slots, _, __: f"{slots['decades']}/{int(slots['decades']) + 9}",
        "months years": lambda slots, _, __: f"{slots['years']}-{int(slots['months']):02}",
        "numbers months years": _full_date,
        "days": _relative(_offset_days),
        "days weekdays": _relative(_offset_days),
        "weekdays": _relative(_weekday),
        "weekdays shifts": _relative(_weekday),
        "weekdays shifts units": _relative(_weekday_of_week),
        "numbers months": _relative(_nearest_date),
        "months": _relative(_nearest_month),
        "months shifts": _relative(_nearest_month),
        "months shifts units": _relative(_of_shifted_year),
        "numbers months shifts units": _relative(_of_shifted_year),
        "shifts units": _relative(_shifted),
        "numbers units directions": _relative(_counted),
    }.items()
}
"""Slots that are filled -> their reading; any other combination resolves to nothing."""
