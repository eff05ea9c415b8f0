from __future__ import annotations

import gc
import random
import zlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import limits, pdf
from kg.read.sources import Source
from tests.read.make import documents, errors, put
from tests.read.make import pdf as made

SOURCE = Source(Path("a.pdf"), "news/a.pdf", "a.pdf", "a")
LINES = [
    "The dockers' union has rejected the port's latest offer, its leader said on Mon-",
    "day, after a week of talks. The port denied that it had broken its word, and a",
    "spokesman said that the offer of two per cent stood.",
    "The talks will go on next week, said the mediator, who had not expected the re-",
    "fusal and asked both sides to think again before they meet.",
]


def test_lines_become_paragraphs_and_broken_words_are_whole_again() -> None:
    document = pdf.read(made([LINES], title="Union rejects offer"), SOURCE)
    assert document.text.split("\n\n") == [
        "The dockers' union has rejected the port's latest offer, its leader said on Monday, after a week of talks. "
        "The port denied that it had broken its word, and a spokesman said that the offer of two per cent stood.",
        "The talks will go on next week, said the mediator, who had not expected the refusal and asked both sides to "
        "think again before they meet.",
    ]
    assert (document.title, document.author, document.published) == ("Union rejects offer", "Jo Bloggs", None)


def test_heads_feet_and_page_numbers_are_no_text() -> None:
    pages = [["The Harbour Gazette", *LINES, str(number)] for number in range(1, 5)]
    text = pdf.read(made(pages), SOURCE).text
    assert "Gazette" not in text
    assert text.count("mediator") == 4
    assert not any(paragraph.strip().isdecimal() for paragraph in text.split("\n\n"))


def test_a_sentence_goes_on_over_the_page() -> None:
    assert "its leader said on Monday, after" in pdf.read(made([LINES[:1], LINES[1:]]), SOURCE).text


@pytest.mark.parametrize("title", ["Microsoft Word - draft3.doc", "final.indd", "Untitled"])
def test_a_title_that_a_program_gave_is_none(title: str) -> None:
    assert pdf.read(made([LINES], title=title), SOURCE).title is None


def reason(data: bytes) -> str:
    with pytest.raises(InputError) as caught:
        pdf.read(data, SOURCE)
    return caught.value.reason


def test_what_holds_no_article_is_refused_with_a_reason() -> None:
    assert reason(b"%PDF-1.4\n") == "broken"
    assert reason(b"not a PDF at all, but a text that somebody renamed") == "broken"
    assert reason(made([[]])) == "no article text"
    assert reason(made([])) in ("broken", "no article text")
    assert reason(made([LINES] * (pdf.MAX_PAGES + 1))) == "too long"


def test_a_bomb_in_a_page_is_refused() -> None:
    bomb = zlib.compress(b"BT (" + b"a" * 300_000_000 + b") Tj ET", 9)
    assert len(bomb) < 400_000
    assert reason(made([[""]], compressed=bomb)) in ("broken", "too long")


@pytest.fixture
def uncollected() -> Iterator[None]:
    """Keep the garbage collector still: hypothesis hangs a callback on it, and what is raised inside that is lost."""
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("uncollected")
def test_pages_that_take_too_long_are_given_up(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.3)
    slow = zlib.compress(b"BT /F1 11 Tf 50 750 Td " + b"(a) Tj 1 0 0 1 0 0 Tm " * 400_000 + b"ET")
    assert errors(put(tmp_path / "a.pdf", made([[""]] * 50, compressed=slow))) == [("a.pdf", "too slow")]


def test_a_loop_of_pages_ends() -> None:
    data = made([LINES]).replace(b"/Kids [5 0 R]", b"/Kids [2 0 R]")
    assert reason(data) in ("broken", "no article text")


@settings(deadline=None, max_examples=150)
@given(st.integers(0, 10**9), st.integers(1, 12))
def test_a_damaged_file_is_read_or_refused(seed: int, wounds: int) -> None:
    chance, data = random.Random(seed), bytearray(made([LINES, LINES], title="Union rejects offer"))
    for _ in range(wounds):
        place, length = chance.randrange(len(data)), chance.randrange(1, 9)
        with_what = bytes(chance.choice(b"0123456789<>[]()/ \n\xffRobj") for _ in range(chance.randrange(9)))
        data[place : place + length] = with_what
    try:
        assert isinstance(pdf.read(bytes(data), SOURCE), Document)
    except InputError as error:
        assert error.reason in ("broken", "encrypted", "no article text", "too long")


def test_a_pdf_in_a_folder_is_read(tmp_path: Path) -> None:
    put(tmp_path / "a.pdf", made([LINES]))
    [document] = documents(tmp_path)
    assert (document.key, document.identifier, document.source) == ("a.pdf", "a", f"{tmp_path}/a.pdf")
