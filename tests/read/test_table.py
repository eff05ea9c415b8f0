from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import Fields, Inputs, table
from kg.read.sources import Source
from tests.read.make import ARTICLE, OTHER, documents, errors, put


def rows(*cells: tuple[str, ...], delimiter: str = ",") -> bytes:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(cells)
    return out.getvalue().encode()


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_a_row_is_a_document_whatever_the_separator(delimiter: str, tmp_path: Path) -> None:
    text = f'{ARTICLE}\n\n“{OTHER}”, "he" said; so | there'
    data = rows(("Headline", "Body", "Published"), ("Offer", text, "2024-02-05"), delimiter=delimiter)
    [document] = documents(put(tmp_path / "a.csv", b"\xef\xbb\xbf" + data))
    assert (document.title, document.text, document.published) == ("Offer", text, "2024-02-05")
    assert (document.key, document.identifier, document.source) == ("a.csv/2", "a-2", f"{tmp_path}/a.csv:2")


def test_rows_are_numbered_by_the_line_on_which_they_begin(tmp_path: Path) -> None:
    data = rows(("text",), (f"{ARTICLE}\n{OTHER}\n\n",), ("",), (OTHER,))
    assert [d.key for d in documents(put(tmp_path / "a.csv", data))] == ["a.csv/2", "a.csv/7"]


def test_a_bad_row_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    bad = [f'1,"{OTHER}",3', '1,"a"b', "1", "1,\x00", ","]
    data = "\n".join(["id,text", *bad, f'9,"{ARTICLE}"', '10,"never ends, it goes on', "and on"]).encode()
    path = put(tmp_path / "a.csv", data + b"\n\xff")
    assert errors(path) == [
        ("a.csv:2", "broken"),
        ("a.csv:3", "broken"),
        ("a.csv:4", "no text"),
        ("a.csv:5", "not text"),
        ("a.csv:8", "broken"),
    ]
    assert [d.key for d in documents(path)] == ["9"]


def test_bytes_that_are_not_utf8_are_named_and_an_encoding_reads_them(tmp_path: Path) -> None:
    path = put(tmp_path / "a.csv", b"text\nThe Caf\xe9 was shut.\nThe union agreed.\n")
    assert errors(path) == [("a.csv:2", "not UTF-8")]
    assert [d.text for d in documents(path, encoding="cp1252")] == ["The Café was shut.", "The union agreed."]


def test_a_table_without_names_is_refused_and_one_without_text_says_what_it_has(tmp_path: Path) -> None:
    assert errors(put(tmp_path / "a.csv", b"\n\n")) == [("a.csv", "broken")]
    assert errors(put(tmp_path / "a.csv", b"")) == [("a.csv", "broken")]
    [error] = (e for e in table_of(b"head;story\nx;y\n") if isinstance(e, InputError))
    assert str(error) == "a:2: no text (give --text-field; there are head, story)"
    assert documents(put(tmp_path / "a.tsv", f"head\tstory\nx\t{ARTICLE}\n"), fields=Fields(text="story"))


def test_the_limit_of_a_cell_is_ours_and_put_back(tmp_path: Path) -> None:
    before = csv.field_size_limit()
    long = "The union agreed.\n" * 20_000
    assert [len(d.text) for d in documents(put(tmp_path / "a.csv", rows(("text",), (long,))))] == [len(long)]
    assert csv.field_size_limit() == before


def table_of(data: bytes) -> list[Document | InputError]:
    return list(table.read(io.BytesIO(data), Source(Path("a"), "a", "a", "a"), Inputs(())))


@settings(deadline=None)
@given(st.binary(max_size=300))
def test_any_bytes_under_a_name_give_documents_or_reasons(data: bytes) -> None:
    found = table_of(b"text,id\n" + data + b"\n")
    assert all(isinstance(item, Document | InputError) for item in found)
    if b'"' not in data and data.replace(b",", b"").strip():
        assert found or not data.decode("utf-8", "surrogateescape").replace(",", "").strip()


@settings(deadline=None)
@given(st.lists(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r")), min_size=1, max_size=5))
def test_what_a_table_holds_is_what_is_read(texts: list[str]) -> None:
    kept = [text for text in texts if text.strip().strip("\ufeff").strip()]
    found = table_of(rows(("text", "x"), *((text, "y") for text in kept)))
    assert [item.text for item in found if isinstance(item, Document)] == kept
