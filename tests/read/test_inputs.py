"""Which reader gets what: names, first bytes, packing, standard input, globs, limits."""

from __future__ import annotations

import ast
import io
import os
import sys
import tracemalloc
import zlib
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import LEFT_OUT, SUFFIXES, Inputs, limits, read, streams
from kg.read.limits import in_time
from tests.read.make import ARTICLE, GERMAN, OTHER, all_of, documents, errors, gzipped, page, pdf, put, response
from tests.read.make import jsonl as lines

ROOT = Path(__file__).parent.parent.parent
FILES = {
    "a.txt": ARTICLE.encode(),
    "b.html": page(ARTICLE),
    "c.pdf": pdf([[ARTICLE.replace("’", "'")]]),
    "d.jsonl": lines({"text": ARTICLE}),
    "e.csv": f'text\n"{ARTICLE}"\n'.encode(),
    "f.warc": response("https://post.example/1", page(ARTICLE)),
    "g.xml": f"<rss><channel><item><description>{ARTICLE}</description></item></channel></rss>".encode(),
}


@pytest.mark.parametrize("name", FILES)
def test_each_format_is_read_plain_and_packed_by_its_name(name: str, tmp_path: Path) -> None:
    put(tmp_path / name, FILES[name])
    put(tmp_path / f"{name}.gz", gzipped(FILES[name] + b"\n"))
    found = all_of(tmp_path)
    texts = {item.text.strip().replace("'", "’") for item in found if isinstance(item, Document)}
    assert texts == {ARTICLE}
    assert len(found) == 2


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("name", [name for name in FILES if name != "e.csv"])
def test_standard_input_is_known_by_its_first_bytes(name: str, packed: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    data = gzipped(FILES[name]) if packed else FILES[name]
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data), encoding="utf-8"))
    [document] = documents("-")
    assert document.text.strip().replace("'", "’") == ARTICLE


def test_a_format_may_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(FILES["e.csv"]), encoding="utf-8"))
    assert [d.key for d in documents("-", form="csv")] == ["standard-input/2"]
    assert [d.text for d in documents(put(tmp_path / "dump", FILES["d.jsonl"]), form="jsonl")] == [ARTICLE]
    assert errors(tmp_path / "dump") == [("dump", "unknown format")]


def test_a_glob_is_the_files_that_it_means_with_keys_from_where_it_begins(tmp_path: Path) -> None:
    for name in ("news/x/a.txt", "news/y/a.txt", "news/y/b.html", "news/.h/a.txt", "news/y/.b.txt"):
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        put(tmp_path / name, page(ARTICLE) if name.endswith("html") else ARTICLE)
    assert [d.key for d in documents(f"{tmp_path}/news/**/*.txt")] == ["x/a.txt", "y/a.txt"]
    assert [d.key for d in documents(f"{tmp_path}/news/?/*.html")] == ["y/b.html"]
    assert [d.key for d in documents(f"{tmp_path}/ne*")] == ["news/x/a.txt", "news/y/a.txt", "news/y/b.html"]
    assert errors(f"{tmp_path}/*.none") == [("*.none", "missing")]
    put(tmp_path / "news" / "[1].txt", ARTICLE)
    assert [d.key for d in documents(tmp_path / "news" / "[1].txt")] == ["[1].txt"]


def test_every_reason_that_is_no_failure_is_one_that_is_given(tmp_path: Path) -> None:
    put(tmp_path / "a.jsonl", lines({"id": 1, "text": ARTICLE}, {"id": 1, "text": ARTICLE}, {"text": GERMAN}))
    put(tmp_path / "b.warc", response("https://post.example/1.png", b"\x89PNG", "image/png"))
    put(tmp_path / "c.rss", "<rss><channel><item><title>Union rejects offer</title></item></channel></rss>")
    assert {reason for _, reason in errors(tmp_path)} == LEFT_OUT


def test_inputs_are_a_sequence_of_paths() -> None:
    inputs = Inputs(("a", Path("b")), any_language=True)
    assert (len(inputs), inputs[1], list(inputs)) == (2, Path("b"), ["a", Path("b")])


# ---- what would fill the memory, or never end


def test_a_packed_bomb_is_refused_in_little_memory(tmp_path: Path) -> None:
    for name in ("a.txt.gz", "b.jsonl.gz", "c.csv.gz"):
        packer = zlib.compressobj(9, zlib.DEFLATED, 31)
        with (tmp_path / name).open("wb") as file:
            file.write(packer.compress(b"text\n" if "csv" in name else b" "))
            for _ in range(10):
                file.write(packer.compress(b"a" * 10_000_000))
            file.write(packer.flush())
    tracemalloc.start()
    try:
        assert [reason for _, reason in errors(tmp_path)] == ["too long"] * 3
        assert tracemalloc.get_traced_memory()[1] < 90_000_000
    finally:
        tracemalloc.stop()


def test_a_line_that_is_too_long_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    long = b'{"text": "' + b"a" * limits.MAX_BYTES + b'"}\n'
    path = put(tmp_path / "a.jsonl", lines({"text": ARTICLE}) + long + lines({"text": OTHER}))
    assert errors(path) == [("a.jsonl:2", "too long")]
    assert [d.key for d in documents(path)] == ["a.jsonl/1", "a.jsonl/3"]


def test_a_line_that_goes_on_and_on_ends_the_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(streams, "MAX_WASTE", 30_000_000)
    path = put(tmp_path / "a.jsonl", lines({"text": ARTICLE}) + b"a" * 60_000_000)
    assert errors(path) == [("a.jsonl:2", "too long"), ("a.jsonl:2", "too long")]
    assert len(documents(path)) == 1


def test_a_packed_text_that_is_cut_off_is_no_document(tmp_path: Path) -> None:
    data = gzipped(os.urandom(5000).hex().encode())
    put(tmp_path / "a.txt.gz", data[: len(data) // 2])
    put(tmp_path / "b.html.gz", gzipped(page(ARTICLE))[:-9])
    put(tmp_path / "c.txt.gz", gzipped(ARTICLE.encode()) + b"junk behind it")
    assert [reason for _, reason in errors(tmp_path)] == ["broken", "broken", "broken"]
    assert not documents(tmp_path)


def test_what_takes_too_long_is_stopped_and_the_clock_put_back() -> None:
    import signal
    import time

    with pytest.raises(InputError, match=r"a: too slow \(more than 0.05 seconds\)"), in_time("a", 0.05):
        while True:
            try:
                time.sleep(0.01)
            except Exception:  # as a library may do
                pass
    assert signal.getitimer(signal.ITIMER_REAL) == (0.0, 0.0)
    assert signal.getsignal(signal.SIGALRM) == signal.SIG_DFL


def test_reading_works_outside_the_main_thread(tmp_path: Path) -> None:
    import threading

    found: list[Document | InputError] = []
    worker = threading.Thread(target=lambda: found.extend(read([put(tmp_path / "a.html", FILES["b.html"])])))
    worker.start()
    worker.join()
    assert [item.text for item in found if isinstance(item, Document)] == [ARTICLE]


def test_only_one_file_goes_to_the_network() -> None:
    for path in sorted((ROOT / "kg" / "read").glob("*.py")):
        names = {
            name.partition(".")[0]
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
            for name in (
                [alias.name for alias in node.names]
                if isinstance(node, ast.Import)
                else [node.module or ""]
                if isinstance(node, ast.ImportFrom)
                else []
            )
        }
        assert path.name == "web.py" or not names & {"socket", "urllib3", "certifi"}, path.name


def test_suffixes_are_small_letters_of_known_formats() -> None:
    assert all(suffix == suffix.lower() and suffix.startswith(".") for suffix in SUFFIXES)
