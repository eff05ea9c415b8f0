"""The endpoint: the SPARQL protocol, nothing but reading, no way out, and an end to every query."""

from __future__ import annotations

import json
import socket
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import quote, urlencode

import pytest

from kg.serve.answers import Refused
from kg.serve.sparql import complete
from tests.serve.conftest import Start, ask, fetch

pytestmark = pytest.mark.store

DENIES = "SELECT ?who ?what { ?who rel:denies ?what }"
COUNT = "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }"
ENDLESS = "SELECT (COUNT(*) AS ?n) { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
ENDLESS_ROWS = "SELECT * { ?a ?b ?c . ?d ?e ?f . ?g ?h ?i . ?j ?k ?l }"
INSERT = "INSERT DATA { <https://a.example/a> <https://a.example/b> 1 }"
FORM = "application/x-www-form-urlencoded"


@pytest.mark.parametrize("path", ["query", "sparql"])
def test_all_three_forms_of_asking_get_the_answer(url: str, path: str) -> None:
    asked = urlencode({"query": DENIES})
    answers = [
        fetch(url, f"{path}?{asked}"),
        fetch(url, path, "POST", asked, content_type=FORM),
        fetch(url, path, "POST", DENIES, content_type="application/sparql-query; charset=utf-8"),
    ]
    for answer in answers:
        assert (answer.status, answer.headers["content-type"]) == (200, "application/sparql-results+json")
        assert [row["who"].rpartition("/")[2] for row in answer.rows] == ["organisation-port-authority"]


@pytest.mark.parametrize(
    ("accept", "type_"),
    [
        ("text/csv", "text/csv"),
        ("application/sparql-results+xml", "application/sparql-results+xml"),
        ("application/sparql-results+json, text/csv;q=0.1", "application/sparql-results+json"),
    ],
)
def test_the_client_chooses_the_form_of_the_answer(url: str, accept: str, type_: str) -> None:
    assert ask(url, DENIES, accept=accept).headers["content-type"].partition(";")[0] == type_


def test_a_graph_may_be_named_in_the_query_and_in_the_address(url: str) -> None:
    document = "https://newskg.example/doc/port.txt"
    inside = ask(url, f"SELECT ?s {{ GRAPH <{document}> {{ ?s a kg:Statement }} }}")
    given = fetch(
        url, "query?" + urlencode({"query": "SELECT ?s { ?s a kg:Statement }", "default-graph-uri": document})
    )
    assert len(inside.rows) == len(given.rows) == 3


def test_no_fact_counts_twice(url: str, start: Start) -> None:
    union = ask(url, COUNT).rows
    named = ask(url, "SELECT (COUNT(*) AS ?n) { { SELECT DISTINCT ?s ?p ?o { GRAPH ?g { ?s ?p ?o } } } }").rows
    assert union == named


@pytest.mark.parametrize(
    ("method", "path", "body", "type_", "status"),
    [
        ("POST", "query", INSERT, "application/sparql-update", 403),
        ("POST", "query", urlencode({"update": INSERT}), FORM, 403),
        ("POST", "query?" + urlencode({"update": INSERT}), INSERT, "application/sparql-query", 403),
        ("GET", "query?" + urlencode({"update": INSERT}), None, "", 403),
        ("POST", "query", INSERT, "application/sparql-query", 400),
        ("POST", "query", urlencode({"query": INSERT}), FORM, 400),
        ("POST", "update", INSERT, "application/sparql-update", 405),
        ("PUT", "store?default", "<a:a> <a:b> <a:c> .", "text/turtle", 405),
        ("PUT", "query", INSERT, "application/sparql-update", 405),
        ("DELETE", "store?default", None, "", 405),
        ("PATCH", "query", INSERT, "application/sparql-update", 405),
    ],
)
def test_updates_are_refused_and_nothing_changes(
    url: str, method: str, path: str, body: str | None, type_: str, status: int
) -> None:
    before = ask(url, COUNT).rows
    assert fetch(url, path, method, body, content_type=type_).status == status
    assert ask(url, COUNT).rows == before


@pytest.mark.parametrize(
    ("path", "method", "body", "type_", "status"),
    [
        ("query?query=SELECT", "GET", None, "", 400),
        ("query?query=ASK%7B%7D&query=ASK%7B%7D", "GET", None, "", 400),
        ("query?query=%FF", "GET", None, "", 400),
        ("query", "POST", b"\xff", "application/sparql-query", 400),
        ("query", "POST", "ASK {}", "text/plain", 415),
        ("query?" + "&".join(f"a{n}=1" for n in range(200)), "GET", None, "", 400),
    ],
)
def test_a_wrong_request_is_told_what_is_wrong(
    url: str, path: str, method: str, body: str | bytes | None, type_: str, status: int
) -> None:
    got = fetch(url, path, method, body, content_type=type_)
    assert (got.status, got.headers["content-type"]) == (status, "text/plain; charset=utf-8") or got.status == 400
    assert got.text.strip()


def test_the_line_of_a_fault_stays_right_though_prefixes_are_put_in_front(url: str) -> None:
    assert ask(url, "SELECT ?who {\n  ?who rel:denies ?what .\n  oops }").text.startswith("error at 3:")


def test_without_a_query_it_describes_itself_or_shows_the_page(url: str) -> None:
    described = fetch(url, "query", accept="text/turtle")
    assert f"sd:endpoint <{url}query>" in described.text
    shown = fetch(url, "query", accept="text/html,*/*;q=0.8")
    assert (shown.status, shown.headers["location"]) == (303, "/#view=query")


@contextmanager
def listening() -> Iterator[tuple[int, list[object]]]:
    """Listen, and note who calls."""
    calls: list[object] = []
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        listener.listen()
        listener.settimeout(0.05)
        ended = threading.Event()

        def note() -> None:
            while not ended.is_set():
                try:
                    calls.append(listener.accept()[0].close())
                except TimeoutError:
                    continue

        noting = threading.Thread(target=note)
        noting.start()
        yield int(listener.getsockname()[1]), calls
        ended.set()
        noting.join()


OTHERS = [
    "SELECT * {{ SERVICE <{a}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ service silent<{a}>{{ ?s ?p ?o }} }}",
    "SELECT * {{ SERVICE # a comment {{ \n <{a}> # another\n {{ ?s ?p ?o }} }}",
    "SELECT * {{ VALUES ?x {{ <{a}> }} SERVICE ?x {{ ?s ?p ?o }} }}",
    "PREFIX o: <{a}> SELECT * {{ SERVICE o: {{ ?s ?p ?o }} }}",
    "PREFIX o: <{a}> SELECT * {{ SERVICE o:#c\n{{ ?s ?p ?o }} }}",
    "BASE <{a}> SELECT * {{ SERVICE <> {{ ?s ?p ?o }} }}",
    "SELECT * {{ ?a ?b ?c FILTER(?a<'x>y') SERVICE <{a}> {{ ?s ?p ?o }} FILTER('a'='a') }}",
    "SELECT * {{ VALUES ?x {{<{a}>}} FILTER(1<2)SERVICE?x{{?s ?p ?o}}FILTER(3>2) }}",
    "SELECT * {{ \\u0053ERVICE <{a}> {{ ?s ?p ?o }} }}",
    "SELECT * {{ SERV\\U00000049CE <{a}> {{ ?s ?p ?o }} }}",
    'SELECT * {{ FILTER("\\"" != "#") SERVICE <{a}> {{ ?s ?p ?o }} }}',
]


@pytest.mark.parametrize("query", OTHERS)
def test_no_query_goes_to_another_server(url: str, query: str) -> None:
    with listening() as (port, calls):
        got = ask(url, query.format(a=f"http://127.0.0.1:{port}/"))
        assert calls == []
    assert got.status == 403
    assert "SERVICE" in got.text


@pytest.mark.parametrize(
    "query",
    [
        'SELECT ?s { ?s rdfs:label "Secret Service: a file" }',
        "SELECT ?service { ?service a kg:Statement } # service: all {",
        'SELECT ?s { ?s rdfs:label ?l FILTER(CONTAINS(?l, "service")) }',
    ],
)
def test_the_word_service_may_be_asked_for(query: str) -> None:
    assert complete(query).endswith(query)


def test_loading_is_no_query(url: str) -> None:
    with listening() as (port, calls):
        assert ask(url, f"LOAD <http://127.0.0.1:{port}/>").status == 400
        ask(url, f"SELECT * FROM <http://127.0.0.1:{port}/> {{ ?s ?p ?o }}")
        assert calls == []


def test_an_endless_query_ends_and_the_others_go_on(start: Start) -> None:
    url = start(limit=1.5).url
    ended: list[tuple[int, float]] = []

    def work() -> None:
        began = time.monotonic()
        ended.append((ask(url, ENDLESS).status, time.monotonic() - began))

    working = threading.Thread(target=work)
    working.start()
    while working.is_alive():
        assert ask(url, DENIES).status == 200
        time.sleep(0.05)
    assert ask(url, DENIES).status == 200
    [(status, seconds)] = ended
    assert status == 504
    assert seconds < 6


def test_an_answer_that_breaks_off_is_seen_to(start: Start) -> None:
    url = start(limit=1).url
    got = ask(url, ENDLESS_ROWS)
    assert (got.status, got.whole) == (200, False)
    assert ask(url, DENIES).status == 200


def test_a_server_that_is_busy_says_so(start: Start) -> None:
    url = start(limit=4).url
    waiting = [threading.Thread(target=ask, args=(url, ENDLESS)) for _ in range(8)]
    for one in waiting:
        one.start()
    time.sleep(0.3)
    got = ask(url, DENIES)
    for one in waiting:
        one.join()
    assert (got.status, got.headers["retry-after"]) == (503, "2")
    assert ask(url, DENIES).status == 200


def test_the_saved_questions_are_told_and_run(url: str) -> None:
    told = json.loads(fetch(url, "questions").body)
    assert told["prefixes"]["rel"] == "https://w3id.org/newskg/rel/"
    assert told["base"] == "https://newskg.example/"
    assert {"name", "title", "sparql", "parameters"} <= told["questions"][0].keys()
    for question in told["questions"]:
        assert ask(url, question["sparql"], accept="*/*").status == 200, question["name"]


def test_a_code_point_that_is_none_is_no_fault() -> None:
    assert complete("ASK { <a:a> <a:b> '\\UFFFFFFFF' }")
    with pytest.raises(Refused):
        complete("ASK { SERVICE <" + quote("http://a/") + "> { ?a ?b ?c } }")
