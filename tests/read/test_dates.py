from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.read.dates import issued


@pytest.mark.parametrize(
    ("written", "found"),
    [
        ("2024", "2024"),
        ("2024-02", "2024-02"),
        (" 2024-02-05 ", "2024-02-05"),
        ("2024-02-05 10:11:12", "2024-02-05T10:11:12"),
        ("2024-02-05T10:11:12.345678Z", "2024-02-05T10:11:12Z"),
        ("2024-02-05T10:11:12+0100", "2024-02-05T10:11:12+01:00"),
        ("Mon, 05 Feb 2024 10:11:12 GMT", "2024-02-05T10:11:12Z"),
        (1707127872, "2024-02-05T10:11:12Z"),
        (1707127872000, "2024-02-05T10:11:12Z"),
        ("1707127872", "2024-02-05T10:11:12Z"),
        (20240205, "20240205"),
        ("last Monday", "last Monday"),
        ("5/2/2024", "5/2/2024"),
        ("", None),
        (None, None),
        (True, None),
    ],
)
def test_dates_are_read_as_they_are_written_on_the_web(written: object, found: str | None) -> None:
    assert issued(written) == found


@settings(deadline=None)
@given(st.one_of(st.text(), st.integers(), st.floats(), st.datetimes().map(str), st.booleans()))
def test_anything_gives_a_string_or_nothing(value: object) -> None:
    assert issued(value) is None or str(issued(value)).strip()
