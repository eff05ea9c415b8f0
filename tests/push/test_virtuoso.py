"""Pushing to a Virtuoso server, which asks for a login by digest and has ways of its own."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kg.errors import PushError
from kg.export.results import write_json
from kg.knowledge_graph import load
from kg.push import Credentials, Target
from kg.push.sender import Sender
from kg.push.wire import drop
from tests import stores
from tests.push.pushing import LOGIN, SECRET, held, meant, push
from tests.push.servers import HARMLESS, Fault, proxied

pytestmark = pytest.mark.store


@pytest.fixture
def digest() -> Credentials:
    return Credentials.of("digest", LOGIN)


@pytest.mark.parametrize("protocol", ["graph-store", "update"])
@pytest.mark.parametrize("size", [None, 7])
def test_virtuoso_takes_it_by_digest(
    virtuoso: str, port_graph: Path, digest: Credentials, protocol: str, size: int | None
) -> None:
    target = Target.of(virtuoso, "virtuoso", protocol=protocol)
    push(port_graph, target, digest, size=size, verify=True)
    assert held(virtuoso, "/sparql") == meant(port_graph)
    asker = stores._asker(f"{virtuoso}/sparql")
    query = "SELECT ?who ?what { ?who rel:denies ?what }"
    found = json.loads(write_json(load(port_graph).query(query)))
    assert asker(query) == stores.rows_of(found)
    clear(virtuoso, port_graph, digest)


def clear(virtuoso: str, port_graph: Path, digest: Credentials) -> None:
    sender = Sender(Target.of(virtuoso, "virtuoso"), digest)
    for graph in meant(port_graph):
        sender.send(drop(Target.of(virtuoso, "virtuoso"), graph))
    sender.close()
    assert held(virtuoso, "/sparql") == {}
    port_graph.with_name("journal.jsonl").unlink(missing_ok=True)


@pytest.mark.parametrize("fault", HARMLESS[:5], ids=lambda f: f"{f.status}{f.hang_up}")
def test_virtuoso_that_stumbles_gets_it_again(
    virtuoso: str, port_graph: Path, digest: Credentials, fault: Fault
) -> None:
    with proxied(virtuoso) as proxy:
        proxy.plan = [None, None, fault, fault]
        done = push(port_graph, Target.of(proxy.url, "virtuoso"), digest, size=40, verify=True)
        assert done.retried >= 1
    assert held(virtuoso, "/sparql") == meant(port_graph)
    clear(virtuoso, port_graph, digest)


def test_virtuoso_refuses_a_wrong_password_and_it_is_not_shown(virtuoso: str, port_graph: Path) -> None:
    wrong = Credentials.of("digest", LOGIN | {"KG_PUSH_PASSWORD": SECRET})
    with pytest.raises(PushError, match="401 Unauthorized; it wants Digest") as caught:
        push(port_graph, Target.of(virtuoso, "virtuoso"), wrong)
    assert SECRET not in str(caught.value)
    assert held(virtuoso, "/sparql") == {}
