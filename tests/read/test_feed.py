from __future__ import annotations

import socket
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.errors import InputError
from kg.model import Document
from kg.read import feed
from kg.read.sources import Source
from tests.read.make import ARTICLE, OTHER, documents, errors, put

SOURCE = Source(Path("a.xml"), "a.xml", "a.xml", "a")
RSS = f"""<?xml version="1.0" encoding="utf-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/" xmlns:dc="http://purl.org/dc/elements/1.1/">
<channel><title>The Test Post</title>
<item><title>Offer &amp;amp; answer</title><link>https://post.example/1</link><guid isPermaLink="false">p1</guid>
 <pubDate>Mon, 05 Feb 2024 10:00:00 +0100</pubDate><dc:creator>Jo Bloggs</dc:creator><description>Short.</description>
 <content:encoded><![CDATA[<p>{ARTICLE}</p><script>alert(1)</script><p>One &lt; two.</p>]]></content:encoded></item>
<item><title>Only a headline</title><link>https://post.example/2</link></item>
<item><title>No link</title><description>{OTHER}</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>The Test Post</title><entry><title>Offer</title>
<id>urn:x:1</id><link href="https://post.example/1"/><updated>2024-02-05T10:00:00Z</updated>
<author><name>Jo Bloggs</name></author><content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">
<p>{ARTICLE}</p></div></content></entry></feed>"""


def test_an_entry_is_a_document_of_its_fullest_text(tmp_path: Path) -> None:
    first, second = documents(put(tmp_path / "a.xml", RSS))
    assert first == Document(
        *("https://post.example/1", "p1", f"{ARTICLE}\n\nOne < two.", "https://post.example/1", "Offer & answer"),
        *("2024-02-05T09:00:00Z", "The Test Post", "Jo Bloggs"),
    )
    assert (second.key, second.text, second.source) == ("a.xml/3", OTHER, f"{tmp_path}/a.xml:3")
    assert errors(tmp_path) == [("2", "headline only")]


def test_atom_is_read_too(tmp_path: Path) -> None:
    [document] = documents(put(tmp_path / "a.atom", ATOM))
    assert (document.key, document.identifier, document.text) == ("https://post.example/1", "urn:x:1", ARTICLE)
    assert (document.published, document.author) == ("2024-02-05T10:00:00Z", "Jo Bloggs")


def test_what_is_no_feed_is_refused(tmp_path: Path) -> None:
    put(tmp_path / "a.xml", "<?xml version='1.0'?><note>No feed.</note>")
    put(tmp_path / "b.rss", "<rss><channel><title>Nothing</title></channel></rss>")
    put(tmp_path / "c.rss", "<rss><channel><<<")
    assert errors(tmp_path) == [("a.xml", "not a feed"), ("b.rss", "empty"), ("c.rss", "broken")]


def test_entities_expand_neither_into_millions_nor_into_files(tmp_path: Path) -> None:
    put(tmp_path / "secret.txt", "The secret of the port.")
    laughs = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 10))
    bomb = f'<!DOCTYPE rss [<!ENTITY a0 "ha">{laughs}<!ENTITY f SYSTEM "file://{tmp_path}/secret.txt">]>'
    data = RSS.replace("<rss ", f"{bomb}<rss ").replace("Short.", "&a9;").replace(OTHER, f"{OTHER} &f; &a9;")
    path = put(tmp_path / "a.xml", data)
    found = [item for item in feed.read(path.read_bytes(), SOURCE) if isinstance(item, Document)]
    assert found
    assert sum(len(document.text) for document in found) < 2000
    assert not any("secret" in document.text for document in found)


def test_a_feed_never_goes_to_the_network(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*args: object, **options: object) -> None:
        raise AssertionError("a feed asked for a socket")

    monkeypatch.setattr(socket, "socket", refuse)
    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    dtd = RSS.replace("<rss ", '<!DOCTYPE rss SYSTEM "http://post.example/rss.dtd"><rss ')
    assert len(list(feed.read(dtd.encode(), SOURCE))) == 3
    with pytest.raises(InputError, match="not a feed"):
        list(feed.read(b"http://post.example/<rss.xml", SOURCE))


@settings(deadline=None)
@given(st.binary(max_size=300), st.integers(0, len(RSS)))
def test_a_damaged_feed_is_read_or_refused(wound: bytes, place: int) -> None:
    data = RSS.encode()
    try:
        found = list(feed.read(data[:place] + wound + data[place + len(wound) :], SOURCE))
    except InputError as error:
        assert error.reason in ("not a feed", "broken", "empty")
    else:
        assert all(isinstance(item, Document | InputError) for item in found)
