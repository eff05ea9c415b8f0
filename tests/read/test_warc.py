from __future__ import annotations

import zlib
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import warc
from kg.read.sources import Source
from tests.read.make import ARTICLE, OTHER, all_of, documents, errors, gzipped, page, pdf, put, record, response

SITE = "https://post.example"
ONE, TWO = response(f"{SITE}/1", page(ARTICLE, OTHER)), response(f"{SITE}/2", page(OTHER, "It will appeal, it said."))


def test_pages_become_documents_and_the_rest_is_counted(tmp_path: Path) -> None:
    others = [
        record("warcinfo", "", b"software: x\r\n", "application/warc-fields"),
        record("request", f"{SITE}/1", b"GET / HTTP/1.1\r\n\r\n", "application/http; msgtype=request"),
        response(f"{SITE}/p.png", b"\x89PNG\x00", "image/png"),
        response(f"{SITE}/s.js", b"alert(1)", "text/javascript"),
        response(f"{SITE}/gone", page("Not here."), status="404 Not Found"),
        response(f"{SITE}/robots.txt", b"User-agent: *", "text/plain"),
        response(f"{SITE}/form", b"<html><body></body></html>"),
        response(f"{SITE}/1", page(ARTICLE, OTHER)),
        record("revisit", f"{SITE}/2", b"", "application/http"),
    ]
    tail = response(f"{SITE}/a.pdf", pdf([[ARTICLE.replace("’", "'")]]), "application/pdf")
    tail += record("conversion", f"{SITE}/wet", OTHER.encode(), "text/plain")
    path = put(tmp_path / "a.warc", others[0] + ONE + b"".join(others[1:]) + tail)
    assert [(d.key, d.source, d.publisher) for d in documents(path)] == [
        (f"{SITE}/1", f"{SITE}/1", "The Test Post"),
        (f"{SITE}/a.pdf", f"{SITE}/a.pdf", None),
        (f"{SITE}/wet", f"{SITE}/wet", None),
    ]
    assert errors(path) == [
        *((name, "not a page") for name in ("p.png", "s.js", "gone", "robots.txt", "form")),
        ("1", "same record twice"),
        ("2", "same record twice"),
    ]


def test_packed_archives_are_read_by_record_and_as_a_whole(tmp_path: Path) -> None:
    for data in (gzipped(ONE) + gzipped(TWO), gzipped(ONE + TWO)):
        assert [d.key for d in documents(put(tmp_path / "a.warc.gz", data))] == [f"{SITE}/1", f"{SITE}/2"]


def test_a_page_that_changed_is_kept_beside_the_older(tmp_path: Path) -> None:
    path = put(tmp_path / "a.warc", ONE + response(f"{SITE}/1", page(OTHER, ARTICLE)))
    assert [d.key for d in documents(path)] == [f"{SITE}/1", f"a.warc/{SITE}/1"]


@pytest.mark.parametrize("part", [0.3, 0.6, 0.9])
def test_an_archive_that_is_cut_off_is_read_up_to_the_cut(part: float, tmp_path: Path) -> None:
    cut = ONE + TWO[: int(len(TWO) * part)]
    for name, data in (("a.warc", cut), ("b.warc.gz", gzipped(ONE) + gzipped(TWO)[: int(len(gzipped(TWO)) * part)])):
        found = all_of(put(tmp_path / name, data))
        assert [item.key for item in found if isinstance(item, Document)] == [f"{SITE}/1"]
        assert {item.reason for item in found if isinstance(item, InputError)} == {"broken"}


def test_what_is_no_archive_is_refused(tmp_path: Path) -> None:
    assert errors(put(tmp_path / "a.warc", b"The union agreed.\n")) == [("a.warc:1", "broken")]
    assert errors(put(tmp_path / "a.warc", b"")) == [("a.warc", "empty")]
    endless = b"WARC/1.0\r\n" + b"X" * 5_000_000
    assert [reason for _, reason in errors(put(tmp_path / "a.warc", endless))] == ["broken"]


def test_a_page_that_unpacks_to_too_much_is_refused_and_the_next_one_read(tmp_path: Path) -> None:
    packer = zlib.compressobj(9, zlib.DEFLATED, 31)
    bomb = packer.compress(b"<p>" + b"a" * 200_000_000) + packer.flush()
    http = (
        f"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\nContent-Length: {len(bomb)}\r\n\r\n"
    )
    packed = record("response", f"{SITE}/bomb", http.encode() + bomb, "application/http; msgtype=response")
    path = put(tmp_path / "a.warc", packed + TWO)
    assert errors(path) == [("bomb", "too long")]
    assert [d.key for d in documents(path)] == [f"{SITE}/2"]


@settings(deadline=None, max_examples=100)
@given(st.binary(max_size=40), st.integers(0, len(ONE + TWO)))
def test_a_damaged_archive_is_read_or_refused(wound: bytes, place: int) -> None:
    import io

    data, source = ONE + TWO, Source(Path("a"), "a", "a", "a")
    damaged = io.BytesIO(data[:place] + wound + data[place + len(wound) :])
    try:
        found = list(warc.read(damaged, source, lambda data, kind, source: iter([InputError(source.given, "seen")])))
    except InputError as error:
        assert error.reason in ("broken", "empty", "not a page", "too slow")
    else:
        assert all(item.reason in ("seen", "broken", "not a page", "same record twice") for item in found)  # type: ignore[union-attr]


def test_nothing_of_the_library_s_is_written_to_standard_error(
    tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    all_of(put(tmp_path / "a.warc", ONE.replace(b"\r\n\r\nWARC", b"junk WARC") + b"junk\r\n" + TWO))
    assert capfd.readouterr().err == ""
