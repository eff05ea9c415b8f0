"""Looking up IRIs: who gets what form, and that nothing in a graph can act in the reader's browser."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from pathlib import Path
from urllib.parse import urlencode

import pytest
from pyoxigraph import RdfFormat, parse

from kg.graph import namespaces as ns
from kg.model import Resolution, Run
from kg.ontology import Ontology
from kg.serve.cards import href, plain
from kg.serve.negotiate import choose
from tests.factory import make_document, make_graph, make_resolution
from tests.serve.conftest import Got, Start, fetch

pytestmark = pytest.mark.store

BASE = "https://newskg.example/"
AUTHORITY = f"{BASE}entity/organisation-port-authority"
TYPES = {
    "text/turtle": RdfFormat.TURTLE,
    "application/ld+json": RdfFormat.JSON_LD,
    "application/n-triples": RdfFormat.N_TRIPLES,
}
HOSTILE = "<script>alert(1)</script>\"'&{{ 7*7 }}\u202e"


def look(url: str, iri: str, **headers: str) -> Got:
    return fetch(url, "lookup?" + urlencode({"iri": iri}), **headers)


def triples(got: Got) -> set[str]:
    kind = got.headers["content-type"].partition(";")[0]
    return {str(quad.triple) for quad in parse(got.body, format=TYPES[kind])}


@pytest.mark.parametrize("type_", TYPES)
def test_every_form_says_the_same(url: str, type_: str) -> None:
    got = look(url, AUTHORITY, accept=type_)
    assert (got.status, got.headers["vary"]) == (200, "Accept")
    assert triples(got) == triples(look(url, AUTHORITY, accept="text/turtle"))


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        (None, "text/turtle"),
        ("*/*", "text/turtle"),
        ("text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8", "text/html"),
        ("application/ld+json;q=0.9, text/turtle;q=0.8", "application/ld+json"),
        ("application/*", "application/ld+json"),
        ("application/*, application/ld+json;q=0", "application/n-triples"),
        ("text/turtle;q=oops, text/html;q=0.1", "text/html"),
    ],
)
def test_the_accept_header_chooses(url: str, accept: str | None, type_: str) -> None:
    got = look(url, AUTHORITY, **({"accept": accept} if accept else {}))
    assert got.headers["content-type"].partition(";")[0] == type_


def test_what_is_not_offered_is_refused(url: str) -> None:
    assert look(url, AUTHORITY, accept="image/png").status == 406
    assert choose("image/png", tuple(TYPES)) is None


@pytest.mark.parametrize(
    "iri",
    [
        AUTHORITY,
        f"{BASE}statement/s1",
        f"{BASE}attribution/a1",
        f"{BASE}claim/c1",
        f"{BASE}dispute/d1",
        f"{BASE}doc/port.txt",
    ],
)
def test_every_kind_of_node_is_found_by_its_path_and_by_its_iri(url: str, iri: str) -> None:
    path = fetch(url, iri.removeprefix(BASE))
    assert path.status == 200
    assert triples(path) == triples(look(url, iri))
    assert any(line.startswith(f"<{iri}> ") for line in triples(path))
    shown = fetch(url, iri.removeprefix(BASE), accept="text/html")
    assert iri in shown.text


def test_a_span_is_looked_up_by_its_iri(url: str) -> None:
    got = look(url, f"{BASE}doc/port.txt#char=0,18", accept="text/html")
    assert "“The port authority” (0–18)" in got.text


def test_an_entity_comes_with_its_facts_its_statements_and_their_words(url: str) -> None:
    found = triples(look(url, AUTHORITY))
    rejects = f"<{AUTHORITY}> <{ns.CLAIM}rejects> <{BASE}entity/topic-pay-offer>"
    assert rejects in found
    assert any("nif-core#anchorOf" in line and "rejected the pay offer" in line for line in found)
    assert not any("nif-core#isString" in line for line in found)
    page = look(url, AUTHORITY, accept="text/html").text
    assert "<h1><bdi>port authority</bdi></h1>" in page
    assert "claimed by union source: port authority rejects pay offer" in page
    assert "The authority denied the claim" in page
    assert 'href="/#entity=entity/organisation-port-authority"' in page


def test_a_document_comes_with_its_text_and_all_its_nodes(url: str) -> None:
    found = triples(look(url, f"{BASE}doc/port.txt"))
    assert any("nif-core#isString" in line for line in found)
    assert {f"<{BASE}statement/s{n}>" for n in (1, 2, 3)} <= {line.split()[0] for line in found}
    assert "The port authority rejected the pay offer, a union source said." in look(
        url, f"{BASE}doc/port.txt", accept="text/html"
    ).text.replace("&#39;", "'")


def test_links_lead_to_nodes(url: str) -> None:
    waiting, seen = ["/entity/organisation-port-authority"], set[str]()
    while waiting:
        path = waiting.pop()
        if path in seen or path.startswith(("/#", "http")):
            continue
        seen.add(path)
        got = fetch(url, path, accept="text/html,*/*;q=0.1")
        assert got.status == 200, path
        if got.headers["content-type"].startswith("text/html") and path != "/":
            waiting += [link.replace("&amp;", "&") for link in re.findall(r'href="([^"]+)"', got.text)]
    assert len(seen) > 40


@pytest.mark.parametrize(
    "iri",
    [
        f"{BASE}entity/nobody",
        f"{ns.KG}Narrator",
        f"{ns.KG}Statement",
        "not an iri",
        "",
        f"{BASE}<script>",
        "x:" + "y" * 5000,
    ],
)
def test_what_the_graph_does_not_know_is_404_in_words(url: str, iri: str) -> None:
    assert look(url, iri).status == 404
    shown = look(url, iri, accept="text/html")
    assert (shown.status, shown.headers["content-type"]) == (404, "text/html; charset=utf-8")
    assert "Not in this graph" in shown.text
    assert "<script>" not in shown.text
    assert look(url, iri, accept="image/png").status == 406


def test_a_base_with_a_path_of_its_own_keeps_it(ontology: Ontology, tmp_path: Path, start: Start) -> None:
    base = "https://press.example/desk/news/"
    graph = graph_of(make_resolution(), ontology, base)
    url = start(save(graph, tmp_path)).url
    assert fetch(url, "desk/news/entity/topic-claim").status == 200
    assert fetch(url, "entity/topic-claim").status == 404
    assert href(f"{base}entity/topic-claim", base) == "/desk/news/entity/topic-claim"


@pytest.mark.parametrize(
    ("key", "by_path"),
    [
        ("a b/ü.txt", True),
        ("../x.txt", False),
        ("what?.txt", True),
        ("http://paper.example/a//b.html", False),
        ("100%", True),
    ],
)
def test_documents_with_odd_names_are_found_by_what_the_pages_link(
    ontology: Ontology, tmp_path: Path, start: Start, key: str, by_path: bool
) -> None:
    whole = make_resolution()
    document = replace(whole.documents[0], document=replace(make_document(), key=key))
    graph = graph_of(replace(whole, documents=(document,), claims=(), disputes=()), ontology, BASE)
    url = start(save(graph, tmp_path)).url
    [iri] = [str(t.subject)[1:-1] for t in graph.triples() if t.object == ns.DOCUMENT]
    link = href(iri, BASE)
    assert link.startswith("/doc/") is by_path
    assert iri in fetch(url, link, accept="text/html").text
    assert link in fetch(url, "statement/s1", accept="text/html").text.replace("&amp;", "&")


def graph_of(resolution: Resolution, ontology: Ontology, base: str):  # type: ignore[no-untyped-def]
    from kg.graph.store import Graph
    from kg.graph.write import triples as written

    return Graph.from_triples(written(resolution, Run(version="0.1.0", model="none", base=base), ontology))


def save(graph, folder: Path) -> Path:  # type: ignore[no-untyped-def]
    from kg.graph.write import in_order, turtle

    path = folder / "graph.ttl"
    path.write_bytes(turtle(in_order(graph.triples())))
    return path


class Tags(HTMLParser):
    """Collects the names of tags and of handlers."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()
        self.links: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {tag, *(name for name, _ in attrs)}
        self.links += [value or "" for name, value in attrs if name == "href"]


def test_nothing_in_a_graph_becomes_a_tag_a_handler_or_a_script(
    ontology: Ontology, tmp_path: Path, start: Start
) -> None:
    whole = make_resolution()
    entities = [replace(one, name=one.name + HOSTILE, aliases=(HOSTILE,), merges=(HOSTILE,)) for one in whole.entities]
    entities[0] = replace(entities[0], same_as=("javascript:alert(1)", "https://wiki.example/Q1"))
    text = whole.documents[0].document.text + HOSTILE
    header = replace(
        make_document(text), title=HOSTILE, source="javascript:alert(1)", publisher=HOSTILE, author=HOSTILE
    )
    document = replace(whole.documents[0], document=header)
    graph = make_graph(ontology, replace(whole, entities=tuple(entities), documents=(document,)))
    url = start(graph.save(tmp_path, page=False)[0]).url
    for iri in [*graph.records.entities, *graph.records.documents, *[s.iri for s in graph.records.statements]]:
        got = look(url, iri, accept="text/html")
        tags = Tags()
        tags.feed(got.text)
        assert "script" not in tags.names
        assert not [name for name in tags.names if name.startswith("on") or name in ("style", "src", "img")]
        assert all(link.startswith(("/", "https://wiki.example/")) for link in tags.links)
        assert "\u202e" not in got.text.partition('<div class="text"')[0]


def test_names_are_cut_and_cleaned() -> None:
    assert plain("a\u202eb\x00c\n d") == "a b c d"
    assert len(plain("N" * 10_000)) == 300


def test_a_card_shows_no_more_than_can_be_read_and_says_so(
    ontology: Ontology, tmp_path: Path, start: Start, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.site._MOST", 2)
    [file] = make_graph(ontology).save(tmp_path, page=False)
    url = start(file).url
    assert re.search(r"\d more nodes speak of it", look(url, AUTHORITY, accept="text/html").text)
    assert "statement/s3" in look(url, AUTHORITY, accept="application/ld+json").text
    assert json.loads(look(url, AUTHORITY, accept="application/ld+json").body)


def test_methods_other_than_reading_are_refused(url: str) -> None:
    for method in ("POST", "PUT", "DELETE"):
        assert fetch(url, "entity/topic-claim", method).status == 405
