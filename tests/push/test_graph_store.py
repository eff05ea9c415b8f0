"""Pushing to an Oxigraph server, whole and broken: what arrives is the graph, once, and nothing of a secret leaks."""

from __future__ import annotations

import base64
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest

from kg.errors import PushBroken, PushError
from kg.model import Resolution, Statement
from kg.ontology import Ontology
from kg.push import Credentials, Target
from kg.push.sender import Sender
from kg.push.wire import put
from tests.conftest import ROOT
from tests.factory import make_document, make_graph, make_resolution
from tests.push.pushing import SECRET, held, meant, push, rows, update
from tests.push.servers import HARMLESS, Fault, Proxy, oxigraph_server
from tests.stores import _free_port

pytestmark = pytest.mark.store


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
@pytest.mark.parametrize("size", [None, 7])
def test_each_document_arrives_as_one_named_graph(
    oxigraph: str, port_graph: Path, protocol: str, size: int | None
) -> None:
    update(oxigraph, 'INSERT DATA { <a:a> <a:b> "mine" . GRAPH <urn:mine> { <a:a> <a:b> "too" } }')
    target = Target.of(oxigraph, "oxigraph", protocol=protocol)
    done = push(port_graph, target, size=size, verify=True)
    assert held(oxigraph) == meant(port_graph)
    assert (done.sent, done.skipped, done.triples) == (4, 0, sum(meant(port_graph).values()))
    assert len(rows(oxigraph, "SELECT * { { <a:a> ?p ?o } UNION { GRAPH <urn:mine> { <a:a> ?p ?o } } }")) == 2


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
def test_a_second_push_sends_nothing_and_a_changed_graph_alone(
    oxigraph: str, port_graph: Path, ontology: Ontology, protocol: str
) -> None:
    target = Target.of(oxigraph, "oxigraph", protocol=protocol)
    push(port_graph, target)
    again = push(port_graph, target)
    assert (again.sent, again.skipped, again.requests) == (0, 4, 0)
    make_graph(ontology, with_less()).export(port_graph)
    changed = push(port_graph, target)
    assert (changed.sent, changed.skipped) == (1, 3)
    assert held(oxigraph) == meant(port_graph)
    assert push(port_graph, target, again=True).sent == 4


def with_less() -> Resolution:
    """The factory's story without its third statement, which no claim is made of."""
    whole = make_resolution()
    [document] = whole.documents
    kept: tuple[Statement, ...] = document.statements[:2]
    return replace(whole, documents=(replace(document, statements=kept),))


def test_what_is_gone_from_the_source_is_told_and_on_demand_taken_out(
    oxigraph: str, port_graph: Path, ontology: Ontology
) -> None:
    target = Target.of(oxigraph, "oxigraph")
    push(port_graph, target)
    whole = make_resolution()
    moved = replace(whole.documents[0], document=replace(make_document(), key="moved.txt"))
    make_graph(ontology, replace(whole, documents=(moved,), claims=(), disputes=())).export(port_graph)
    gone = {f"https://newskg.example/{name}" for name in ("doc/port.txt", "graph/claims", "graph/disputes")}
    done = push(port_graph, target)
    assert (set(done.stale), done.pruned) == (gone, 0)
    assert gone <= held(oxigraph).keys()
    done = push(port_graph, target, prune=True)
    assert (done.stale, done.pruned) == ((), 3)
    assert held(oxigraph) == meant(port_graph)
    assert push(port_graph, target, prune=True).pruned == 0


def test_verify_finds_and_mends_what_the_store_lost(oxigraph: str, port_graph: Path) -> None:
    target = Target.of(oxigraph, "oxigraph")
    push(port_graph, target)
    update(oxigraph, "DROP GRAPH <https://newskg.example/doc/port.txt>")
    assert push(port_graph, target).sent == 0
    assert push(port_graph, target, verify=True).sent == 1
    assert held(oxigraph) == meant(port_graph)


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
@pytest.mark.parametrize("fault", HARMLESS, ids=lambda f: f"{f.status}{f.hang_up}{f.seconds}")
def test_a_store_that_stumbles_gets_it_again(
    oxigraph: str, proxy: Proxy, port_graph: Path, protocol: str, fault: Fault
) -> None:
    proxy.plan = [None, fault, fault, None, fault]
    target = Target.of(proxy.url, "oxigraph", protocol=protocol)
    done = push(port_graph, target, size=40, wait=1.0)
    assert done.retried == 3
    assert held(oxigraph) == meant(port_graph)


def test_it_waits_longer_each_time_and_as_long_as_the_store_asks(proxy: Proxy, port_graph: Path) -> None:
    proxy.plan = [Fault(status=503)] * 4 + [Fault(status=503, headers={"Retry-After": "77"})]
    pauses: list[float] = []
    push(port_graph, Target.of(proxy.url, "oxigraph"), retries=5, pauses=pauses)
    assert all(0.75 * 0.5 * 2**n <= pause <= 1.25 * 0.5 * 2**n for n, pause in enumerate(pauses[:4]))
    assert pauses[4] == 77.0
    proxy.plan = [
        Fault(status=503, headers={"Retry-After": "99999999"}),
        Fault(status=503, headers={"Retry-After": "soon"}),
    ]
    pauses.clear()
    push(port_graph, Target.of(proxy.url, "oxigraph"), pauses=pauses, again=True)
    assert pauses[0] == 120.0
    assert pauses[1] < 2


@pytest.mark.parametrize("broken_at", range(0, 9, 2))
@pytest.mark.parametrize("protocol", ["graph-store", "update"])
def test_a_push_that_was_broken_off_goes_on_where_it_stood(
    oxigraph: str, proxy: Proxy, port_graph: Path, protocol: str, broken_at: int
) -> None:
    target = Target.of(proxy.url, "oxigraph", protocol=protocol)
    proxy.plan = [*[None] * broken_at, *[Fault(hang_up="after")] * 4]
    with pytest.raises(PushBroken, match=r"no answer .*; gave up after 4 tries"):
        push(port_graph, target, size=25)
    before = len(proxy.seen)
    proxy.plan = []
    push(port_graph, target, size=25, verify=True)
    whole = sum(-(-count // 25) for count in meant(port_graph).values())
    assert len(proxy.seen) - before == whole - broken_at + 1
    assert held(oxigraph) == meant(port_graph)


def test_a_server_that_dies_and_comes_back_has_it_all_in_the_end(port_graph: Path, tmp_path: Path) -> None:
    port = _free_port()
    target = Target.of(f"http://127.0.0.1:{port}", "oxigraph")
    with oxigraph_server(tmp_path, port):
        push(port_graph, target, size=30)
        before = held(target.address.removesuffix("/store"))
    with pytest.raises(PushBroken, match="no answer"):
        push(port_graph, target, again=True)
    with oxigraph_server(tmp_path, port) as url:
        push(port_graph, target, verify=True)
        assert held(url) == before == meant(port_graph)


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
def test_a_push_that_is_killed_again_and_again_gets_there(
    oxigraph: str, proxy: Proxy, port_graph: Path, protocol: str
) -> None:
    target = Target.of(proxy.url, "oxigraph", protocol=protocol)
    command = [sys.executable, "-m", "kg", "push", str(port_graph), "--to", proxy.url, "--preset", "oxigraph"]
    command += ["--protocol", protocol, "--chunk", "20", "--journal", str(port_graph.with_name("journal.jsonl"))]
    for _ in range(3):
        proxy.plan, before = [Fault(seconds=0.1)] * 100, len(proxy.seen)
        process = subprocess.Popen(command, cwd=ROOT, stderr=subprocess.DEVNULL)
        while process.poll() is None and len(proxy.seen) < before + 3:
            time.sleep(0.01)
        process.kill()
        assert process.wait() == -signal.SIGKILL
    proxy.plan = []
    push(port_graph, target, size=20)
    whole = sum(-(-count // 20) for count in meant(port_graph).values())
    assert whole <= len(proxy.seen) <= whole + 3
    assert held(oxigraph) == meant(port_graph)


@pytest.mark.parametrize(
    ("fault", "told"),
    [
        (Fault(status=400, body=b"line 3:\n bad \x1b[31m IRI"), "the store says 400 Bad Request: line 3: bad"),
        (Fault(status=403), "403 Forbidden"),
        (Fault(status=404), "404 Not Found"),
        (Fault(status=413), "413"),
        (Fault(status=308, headers={"Location": "https://db.example/"}), "leads to https://db.example/: give that"),
        (Fault(status=418, body=SECRET.encode()), r"\*\*\*"),
    ],
)
def test_a_refusal_is_told_at_once_and_not_tried_again(proxy: Proxy, port_graph: Path, fault: Fault, told: str) -> None:
    proxy.plan = [fault]
    credentials = Credentials("basic", "ann", SECRET)
    with pytest.raises(PushError, match=told) as caught:
        push(port_graph, Target.of(proxy.url, "oxigraph"), credentials)
    assert not isinstance(caught.value, PushBroken)
    assert len(proxy.seen) == 1
    assert SECRET not in str(caught.value)


@pytest.mark.parametrize(
    ("kind", "login"),
    [
        ("basic", "Basic " + base64.b64encode(f"ann:{SECRET}".encode()).decode()),
        ("bearer", f"Bearer {SECRET}"),
        ("none", None),
    ],
)
def test_the_login_is_sent_as_the_store_wants_it(
    proxy: Proxy, port_graph: Path, kind: str, login: str | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    environment = {"KG_PUSH_USER": "ann", "KG_PUSH_PASSWORD": SECRET, "KG_PUSH_TOKEN": SECRET}
    push(port_graph, Target.of(proxy.url, "oxigraph"), Credentials.of(kind, environment))
    assert {headers.get("Authorization") for _, _, headers, _ in proxy.seen} == {login}


def test_a_login_that_is_asked_for_and_not_given_is_told(proxy: Proxy, port_graph: Path) -> None:
    proxy.plan = [Fault(status=401, headers={"WWW-Authenticate": 'Basic realm="news"'}, body=b"")]
    with pytest.raises(
        PushError, match=r"401 Unauthorized; it wants Basic \(--auth\), and was given none; see KG_PUSH_USER"
    ):
        push(port_graph, Target.of(proxy.url, "oxigraph"))


def test_an_address_with_parameters_of_its_own_keeps_them(oxigraph: str, proxy: Proxy, port_graph: Path) -> None:
    push(port_graph, Target.of(f"{proxy.url}/store?x=1"))
    assert all(path.startswith("/store?x=1&graph=https%3A%2F%2F") for _, path, _, _ in proxy.seen)
    assert held(oxigraph) == meant(port_graph)


def test_loose_triples_are_added_to_the_default_graph(oxigraph: str, tmp_path: Path) -> None:
    update(oxigraph, 'INSERT DATA { <a:a> <a:b> "mine" }')
    path = tmp_path / "loose.nt"
    path.write_text('<https://a.example/s> <https://a.example/p> "x" .\n', encoding="utf-8")
    for protocol in ("graph-store", "update"):
        push(path, Target.of(oxigraph, "oxigraph", protocol=protocol), again=True, verify=True)
        path.with_name("journal.jsonl").unlink()
    assert len(rows(oxigraph, "SELECT * { ?s ?p ?o }")) == 2


HOSTILE = 'a "quoted" \\back\\slash\n\r\t} ; DROP ALL ; INSERT DATA { \u202e \U0001f4f0 <b>&amp;</b> \x7f'


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
def test_odd_texts_and_names_arrive_as_they_are(
    oxigraph: str, tmp_path: Path, ontology: Ontology, protocol: str
) -> None:
    whole = make_resolution()
    header = replace(make_document(), key="a b/ü?&#.txt", title=HOSTILE, source=HOSTILE)
    graph = make_graph(
        ontology, replace(whole, documents=(replace(whole.documents[0], document=header),), claims=(), disputes=())
    )
    [path] = graph.save(tmp_path, page=False)
    push(path, Target.of(oxigraph, "oxigraph", protocol=protocol), verify=True)
    assert held(oxigraph) == meant(path)
    assert rows(oxigraph, "SELECT ?t { GRAPH ?g { ?d <http://purl.org/dc/terms/title> ?t } }") == [{"t": HOSTILE}]


def test_a_slow_store_is_waited_for(oxigraph: str, proxy: Proxy, port_graph: Path) -> None:
    sender = Sender(Target.of(proxy.url, "oxigraph"), Credentials(), wait=0.5, retries=0)
    proxy.plan = [Fault(seconds=2.0)]
    began = time.monotonic()
    with pytest.raises(PushBroken, match="no answer"):
        sender.send(put(Target.of(proxy.url, "oxigraph"), "urn:g", b'<a:a> <a:b> "c" .\n', first=True))
    sender.close()
    assert time.monotonic() - began < 1.9
