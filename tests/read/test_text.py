from __future__ import annotations

import io
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import read, text
from kg.read.sources import Source

SOURCE = Source(Path("a.txt"), "news/a.txt", "a.txt", "a")


@given(st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1))
def test_the_text_is_the_file_s_own(written: str) -> None:
    if written.strip().strip("\ufeff").strip():
        assert text.read(written.encode("utf-8"), SOURCE).text == written


def test_line_ends_and_byte_order_mark_stay() -> None:
    written = "\ufeffOne.\r\n\r\nTwo.\rThree.\u2028Four. \n"
    assert text.read(written.encode("utf-8"), SOURCE).text == written


@pytest.mark.parametrize(
    ("data", "reason", "hint"),
    [
        (b"\x89PNG\r\n\x1a\n\x00\x00", "not text", "NUL at byte 8"),
        (b"The deal\xff failed.", "not UTF-8", "at byte 8, counted from 0"),
        ("Über".encode("utf-16"), "not text", "NUL at byte 3"),
        (b"The \xed\xa0\x80 deal", "not UTF-8", "at byte 4, counted from 0"),
        (b"\xef\xbb\xbf \r\n", "empty", ""),
        (b"a" * 200_001, "too long", "line 1 has 200,001 characters, at most 200,000"),
        (b"a\n" * 1_000_001, "too long", "2,000,002 characters, at most 2,000,000"),
    ],
)
def test_what_is_no_news_text_is_refused(data: bytes, reason: str, hint: str) -> None:
    with pytest.raises(InputError) as caught:
        text.read(data, SOURCE)
    assert (caught.value.source, caught.value.reason, caught.value.hint) == ("news/a.txt", reason, hint)


def test_empty_and_huge_files_are_refused(tmp_path: Path) -> None:
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "huge.txt").write_bytes(b"a " * 8_000_001)
    found = [(Path(item.source).name, item.reason) for item in read([tmp_path]) if isinstance(item, InputError)]
    assert found == [("empty.txt", "empty"), ("huge.txt", "too long")]


@pytest.mark.parametrize("data", [b"The union agreed.\n", b"  <!DOCTYPE html><html><body><p>Nothing.</p></html>"])
def test_standard_input_is_text_or_a_page(data: bytes, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    [item] = read(["-"])
    assert isinstance(item, Document)
    assert (item.key, item.identifier, item.source) == ("standard-input", "standard-input", "-")
    assert item.text == ("Nothing." if b"<p>" in data else "The union agreed.\n")
