"""The command `kg push`: what it says, its exit codes, its bulk file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from tests.push.pushing import SECRET
from tests.push.servers import Fault, Proxy

pytestmark = pytest.mark.store

run = CliRunner()
Kg = Callable[..., tuple[int, str]]


@pytest.fixture
def kg(monkeypatch: pytest.MonkeyPatch) -> Kg:
    def kg_(*arguments: object, **environment: str) -> tuple[int, str]:
        for name in ("KG_PUSH_USER", "KG_PUSH_PASSWORD", "KG_PUSH_TOKEN"):
            monkeypatch.delenv(name, raising=False)
        done = run.invoke(app, ["push", *map(str, arguments)], env=dict(environment))
        assert SECRET not in done.output
        return done.exit_code, done.output

    return kg_


def test_the_command_pushes_tells_and_goes_on(oxigraph: str, port_graph: Path, kg: Kg) -> None:
    code, said = kg(port_graph.parent, "--to", oxigraph, "--preset", "oxigraph", "--verify")
    assert (code, said.startswith("4 graphs sent (")) == (0, True)
    code, said = kg(port_graph.parent, "--to", oxigraph, "--preset", "oxigraph")
    assert (code, said) == (0, "0 graphs sent (0 triples), 4 there already\n")
    assert kg(port_graph.parent, "--to", oxigraph, "--preset", "oxigraph", "--quiet") == (0, "")
    assert len(list(port_graph.parent.glob("push-*.jsonl"))) == 1


def test_the_codes_say_whether_to_try_again(proxy: Proxy, port_graph: Path, kg: Kg) -> None:
    login = {"KG_PUSH_TOKEN": SECRET}
    proxy.plan = [Fault(status=503), Fault(status=503, body=SECRET.encode())]
    code, said = kg(port_graph, "--to", proxy.url, "--preset", "oxigraph", "--auth", "bearer", "--retries", 1, **login)
    assert code == 3
    assert "the same command goes on from here" in said
    proxy.plan = [Fault(status=403, body=SECRET.encode())]
    code, said = kg(port_graph, "--to", proxy.url, "--preset", "oxigraph", "--auth", "bearer", **login)
    assert code == 2
    assert "403 Forbidden" in said
    assert kg(port_graph, "--to", proxy.url, "--auth", "bearer")[0] == 2
    assert kg(port_graph, "--to", proxy.url, "--preset", "nothing")[0] == 2
    assert kg(port_graph.parent / "nothing.ttl", "--to", proxy.url)[0] == 2


def test_a_login_over_an_open_line_is_warned_of(port_graph: Path, kg: Kg) -> None:
    arguments = ["--to", "http://db.invalid/", "--auth", "bearer", "--retries", 0, "--timeout", 1]
    code, said = kg(port_graph, *arguments, KG_PUSH_TOKEN=SECRET)
    assert code == 3
    assert "is not https; what logs you in can be read on the way" in said


def test_the_command_writes_the_bulk_file(port_graph: Path, tmp_path: Path, kg: Kg) -> None:
    code, said = kg(port_graph, "--to", tmp_path / "bulk", "--preset", "qlever")
    assert (code, said.split()) == (0, [str(tmp_path / "bulk" / name) for name in ("newskg.nq", "Qleverfile")])
