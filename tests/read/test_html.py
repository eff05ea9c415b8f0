from __future__ import annotations

from pathlib import Path

import pytest

from kg.errors import InputError
from kg.read import html, limits, read
from kg.read.sources import Source

SOURCE = Source(Path("a.html"), "news/a.html", "a.html", "a")

PAGE = """<!DOCTYPE html><html lang="en-GB"><head><meta charset="{charset}"><title>Union rejects offer | The Test Post</title>
<meta property="og:site_name" content="The Test Post"><link rel="canonical" href="https://example.org/a?x=1">
<meta name="author" content="Jo Bloggs"><meta property="article:published_time" content="2019-03-04T10:00:00Z"></head>
<body><nav><a href="/">Home</a> <a href="/x">Sport</a></nav><article><h1>Union rejects offer</h1>
<p>The dockers’ union has rejected the port’s latest offer, its leader said on Monday, after a week of talks.</p>
<p>“We cannot accept <a href="/">this</a>,” said <b>Ann Smith</b>, the union’s general secretary.</p>
<p>The port denied that it had broken its word. A spokesman said the offer of two per cent stood.</p></article>
<footer>All rights reserved</footer></body></html>"""


@pytest.mark.parametrize("charset", ["utf-8", "windows-1252"])
def test_a_page_gives_its_article_by_paragraphs_and_its_metadata(charset: str) -> None:
    document = html.read(PAGE.format(charset=charset).encode(charset), SOURCE)
    assert document.text.split("\n\n") == [
        "Union rejects offer",
        "The dockers’ union has rejected the port’s latest offer, its leader said on Monday, after a week of talks.",
        "“We cannot accept this,” said Ann Smith, the union’s general secretary.",
        "The port denied that it had broken its word. A spokesman said the offer of two per cent stood.",
    ]
    assert (document.key, document.identifier) == ("a.html", "a")
    assert document.source == "https://example.org/a?x=1"
    assert (document.title, document.author) == ("Union rejects offer", "Jo Bloggs")
    assert (document.published, document.publisher, document.language) == ("2019-03-04", "The Test Post", "en")


def test_a_page_without_metadata_has_none() -> None:
    body = "".join(f"<p>The port denied the claim of the union for the {i}th time this year.</p>" for i in range(9))
    document = html.read(f"<html><body><article>{body}</article></body></html>".encode(), SOURCE)
    assert document.text.count("\n\n") == 8
    assert (document.source, document.published, document.author) == ("news/a.html", None, None)


@pytest.mark.parametrize(
    "data",
    [b"<html></html>", b"<p>", bytes(range(256)) * 40, b"<html><body><script>alert(1)</script></body></html>", b"\0"],
    ids=["no-body", "no-end", "binary", "script", "nul"],
)
def test_a_page_without_an_article_is_refused(data: bytes) -> None:
    with pytest.raises(InputError) as caught:
        html.read(data, SOURCE)
    assert (caught.value.source, caught.value.reason) == ("news/a.html", "no article text")


HOSTILE = {
    "deep": "<div>" * 100_000 + "The union agreed.",
    "controls": "<p>The union\x00\x01\x02 agreed, and the port\x1f did not, said its leader.</p>",
    "unclosed": "<!-- " + "The union agreed. " * 5_000,
    "brackets": "<" * 300_000,
    "entities": "<p>" + "&amp;" * 300_000,
    "attributes": "<p " + "a" * 1_000_000 + "='x'>The union agreed.",
    "utf-7": '<meta charset="utf-7"><p>+ADw-script+AD4- The union agreed.</p>',
}


@pytest.mark.parametrize("name", HOSTILE)
def test_a_hostile_page_is_read_or_refused(name: str) -> None:
    try:
        found = html.read(f"<!DOCTYPE html><html><body>{HOSTILE[name]}".encode(), SOURCE).text
    except InputError as error:
        assert error.reason in ("no article text", "too long")
    else:
        assert "union" in found
        assert "\x00" not in found


def test_a_page_that_takes_too_long_is_given_up(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "MAX_SECONDS", 0.3)
    (tmp_path / "a.html").write_text("<html><body>" + '<a href="x">The union agreed.</a> ' * 100_000, encoding="utf-8")
    [error] = read([tmp_path])
    assert isinstance(error, InputError)
    assert error.reason == "too slow"


@pytest.mark.parametrize(
    ("markup", "words"),
    [
        ("One <b>two</b>.<p>Three</p>four<br>five", ["One two.", "Three", "four", "five"]),
        ("<script>x()</script>One<style>p{}</style> two<!-- three -->", ["One two"]),
        ("A &lt; B &amp; C &#1; D\x00\x0b", ["A < B & C  D"]),
        ("", []),
        ("<<<>>>", []),
    ],
)
def test_a_fragment_gives_its_words_block_by_block(markup: str, words: list[str]) -> None:
    found = [line.strip() for line in html.fragment(markup).splitlines() if line.strip()]
    assert [" ".join(line.split()) for line in found] == [" ".join(line.split()) for line in words] or not words
