from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.export.cells import guarded, unguarded, write

SIGNS = "=+-@＝＋－＠"
NASTY = st.text(st.sampled_from(list("=+-@;'\" ,\t\r\na１＝")) | st.characters(exclude_categories=["Cs"]), max_size=12)


@pytest.mark.parametrize(
    ("text", "cell"),
    [
        ("=1+1", "'=1+1"),
        ("+44 20", "'+44 20"),
        ("-5 %", "'-5 %"),
        ("@minister", "'@minister"),
        ("＝1+1", "'＝1+1"),
        ("\t=1", "'=1"),
        ("\r\n=1", "'=1"),
        ('"=1"', '\'"=1"'),
        ("the deal;=1", "the deal;'=1"),
        ('the deal; "=1', "the deal;' \"=1"),
        ("'=1", "''=1"),
        ("a-b = c, @d", "a-b = c, @d"),
        ("’Tis so", "’Tis so"),
        ("a\n\nb\x00c", "a b c"),
        ("", ""),
    ],
)
def test_a_cell_is_a_line_that_is_not_computed(text: str, cell: str) -> None:
    assert guarded(text) == cell


@settings(deadline=None)
@given(NASTY)
def test_no_cell_is_a_formula_and_nothing_is_lost(text: str) -> None:
    cell = guarded(text)
    for part in cell.split(";"):
        assert part.lstrip('" ')[:1] not in SIGNS or not part.lstrip('" ')
    assert unguarded(cell) == " ".join(re.sub("[\x00-\x1f\x7f\u2028\u2029\ufeff]+", " ", text).split())
    assert cell.isprintable() or not re.search("[\x00-\x1f]", cell)


@settings(deadline=None)
@given(st.lists(NASTY, min_size=1, max_size=4))
def test_a_table_is_read_back_as_it_was_written(tmp_path_factory: pytest.TempPathFactory, texts: list[str]) -> None:
    path: Path = tmp_path_factory.getbasetemp() / "cells.csv"
    write(path, [f"c{n}" for n in range(len(texts))], [texts, [None, True, 0.5, 3][: len(texts)]])
    with path.open(encoding="utf-8", newline="") as file:
        _, first, second = csv.reader(file)
    assert [unguarded(cell) for cell in first] == [unguarded(guarded(text)) for text in texts]
    assert second == ["", "true", "0.5", "3"][: len(texts)]
