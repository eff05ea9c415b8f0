from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError, KGError
from kg.model import Document
from kg.read import Fields, Inputs, jsonl
from kg.read.sources import Source
from tests.read.make import ARTICLE, GERMAN, OTHER, all_of, documents, errors, gzipped, put
from tests.read.make import jsonl as lines


def test_a_line_is_a_document_with_all_that_it_says_of_itself(tmp_path: Path) -> None:
    row = {
        **{"id": 17, "title": "Union rejects offer", "text": ARTICLE, "url": "https://post.example/1"},
        **{"date": "Mon, 05 Feb 2024 10:00:00 +0100", "publisher": {"name": "The Test Post"}, "lang": "en-GB"},
        "authors": [{"name": "Jo Bloggs"}, "Ann Smith"],
    }
    [document] = documents(put(tmp_path / "a.jsonl", lines(row)))
    assert document == Document(
        *("17", "17", ARTICLE, "https://post.example/1", "Union rejects offer", "2024-02-05T10:00:00+01:00"),
        *("The Test Post", "Jo Bloggs, Ann Smith", "en-GB"),
    )


def test_fields_are_named_by_the_user_and_may_lie_inside_others(tmp_path: Path) -> None:
    row = {"text": OTHER, "a": {"body": ARTICLE, "head": "H"}, "when": 1517788800, "n": "x"}
    fields = Fields(text="a.body", title="a.head", date="when", id="n")
    [document] = documents(put(tmp_path / "a.jsonl", lines(row)), fields=fields)
    assert (document.text, document.title, document.published) == (ARTICLE, "H", "2018-02-05T00:00:00Z")
    assert (document.key, document.source) == ("x", f"{tmp_path}/a.jsonl:1")


def test_a_record_without_id_has_the_file_and_its_line_as_key(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", b"\n" + lines({"content": ARTICLE}, {"BODY": [OTHER, "More of the same."]}))
    assert [(d.key, d.identifier) for d in documents(path)] == [("a.jsonl/2", "a-2"), ("a.jsonl/3", "a-3")]
    assert documents(path)[1].text == f"{OTHER}\n\nMore of the same."


def test_a_bad_line_is_named_and_the_next_one_read(tmp_path: Path) -> None:
    bad = [b"{", b"[1]", b"null", b'{"text": "a\\u0000b"}', b'{"text": " "}', b'{"x": 1}', b'{"text": "\xff"}']
    bad += [b"[" * 100_000, b'{"text": ' + b"9" * 5000 + b"}", b'{"text": "' + b"a" * 250_000 + b'"}']
    path = put(tmp_path / "a.jsonl", b"\n".join([*bad, lines({"text": ARTICLE})]))
    reasons = ["not JSON", "not an object", "not an object", "not text", "no text", "no text", "not UTF-8"]
    reasons += ["not JSON", "not JSON", "too long"]
    assert errors(path) == [(f"a.jsonl:{n}", reason) for n, reason in enumerate(reasons, start=1)]
    assert len(documents(path)) == 1


def test_the_same_key_twice_is_one_document_or_two_never_none(tmp_path: Path) -> None:
    rows = lines({"id": "1", "text": ARTICLE}, {"id": "1", "text": ARTICLE}, {"id": "1", "text": OTHER})
    put(tmp_path / "a.jsonl", rows)
    put(tmp_path / "b.jsonl", lines({"id": "1", "text": ARTICLE}, {"id": "a.jsonl", "text": ARTICLE}))
    found = documents(tmp_path)
    assert [(d.key, d.identifier) for d in found] == [
        ("1", "1"),
        ("a.jsonl/1", "a.jsonl/1"),
        ("b.jsonl/a.jsonl", "a.jsonl"),
    ]
    assert errors(tmp_path) == [("a.jsonl:2", "same record twice"), ("b.jsonl:1", "same record twice")]


def test_long_and_odd_ids_make_keys_that_differ(tmp_path: Path) -> None:
    ids = ["x" * 5000, "x" * 5001, "../../etc/passwd", "\ud800\x00", "-", "  "]
    found = documents(put(tmp_path / "a.jsonl", lines(*({"id": i, "text": f"{ARTICLE} {i!r}"} for i in ids))))
    assert len({d.key for d in found}) == len({d.identifier for d in found}) == len(ids)
    assert max(len(d.key) for d in found) <= 500


def test_lone_surrogates_become_replacement_characters(tmp_path: Path) -> None:
    [document] = documents(put(tmp_path / "a.jsonl", b'{"text": "The \\ud800 union was \\ud83d\\ude00."}'))
    assert document.text == "The \ufffd union was 😀."


def test_other_languages_are_left_out_unless_asked_for(tmp_path: Path) -> None:
    path = put(tmp_path / "a.jsonl", lines({"text": GERMAN}, {"text": ARTICLE}))
    assert errors(path) == [("a.jsonl:1", "not English")]
    assert [d.language for d in documents(path, any_language=True)] == ["de", "en"]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-16", "utf-16-le", "koi8-r"])
def test_an_encoding_may_be_named(encoding: str, tmp_path: Path) -> None:
    text = ARTICLE.replace("’", "'") + (" Ж" if encoding == "koi8-r" else " é" if encoding == "cp1252" else " ’")
    path = put(tmp_path / "a.jsonl", json.dumps({"text": text}, ensure_ascii=False).encode(encoding))
    assert [d.text for d in documents(path, encoding=encoding)] == [text]


def test_utf16_is_known_by_its_byte_order_mark_and_utf8_s_is_taken_off(tmp_path: Path) -> None:
    for encoding in ("utf-16", "utf-8-sig"):
        assert len(documents(put(tmp_path / "a.jsonl", lines({"text": ARTICLE}).decode().encode(encoding)))) == 1


def test_options_that_are_not_there_are_refused() -> None:
    with pytest.raises(KGError, match="no encoding 'utf-9'"):
        Inputs(("a",), encoding="utf-9")
    with pytest.raises(KGError, match="format 'doc' is none of txt, html"):
        Inputs(("a",), form="doc")


@settings(deadline=None)
@given(st.lists(st.binary(max_size=200), max_size=8))
def test_any_bytes_give_documents_or_reasons(rows: list[bytes]) -> None:
    import io

    found = list(jsonl.read(io.BytesIO(b"\n".join(rows)), Source(Path("a"), "a", "a", "a"), Inputs(())))
    given = [row for part in rows for row in part.split(b"\n") if row.strip()]
    assert len(found) >= len([row for row in given if row.decode("utf-8", "surrogateescape").strip().strip("\ufeff")])
    assert all(isinstance(item, Document | InputError) for item in found)


def test_a_packed_file_is_read_as_it_is_and_a_cut_one_up_to_the_cut(tmp_path: Path) -> None:
    rows = [{"id": str(n), "text": f"{ARTICLE} Number {n}."} for n in range(200)]
    packed = gzipped(lines(*rows))
    assert len(documents(put(tmp_path / "a.jsonl.gz", packed))) == 200
    cut = all_of(put(tmp_path / "b.jsonl.gz", packed[: len(packed) // 2]))
    assert 1 < len(cut) < 200
    assert [item.reason for item in cut if isinstance(item, InputError)] in (["broken"], ["not JSON", "broken"])
    spoilt = packed[:200] + b"\xff" * 50 + packed[250:]
    assert errors(put(tmp_path / "c.jsonl.gz", spoilt))[-1] == ("c.jsonl.gz", "broken")
