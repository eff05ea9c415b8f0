"""The server as a neighbour: who may ask, what it promises a browser, how it starts and how it ends."""

from __future__ import annotations

import os
import re
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from kg.errors import InputError, KGError
from kg.ontology import Ontology
from kg.serve import Server, oxigraph, serve
from tests.conftest import ROOT
from tests.factory import make_graph
from tests.serve.conftest import Start, ask, fetch

pytestmark = pytest.mark.store

ASK = "query?query=ASK%7B%7D"


@pytest.mark.parametrize("host", ["127.0.0.1:1", "localhost", "LOCALHOST:8", "[::1]:80", "192.168.0.7:7070"])
def test_it_answers_under_its_own_names(url: str, host: str) -> None:
    assert fetch(url, ASK, raw=[("Host", host)]).status == 200


@pytest.mark.parametrize(
    "hosts",
    [
        ["evil.example"],
        ["127.0.0.1.evil.example"],
        ["localhost.evil.example:7070"],
        [""],
        [],
        ["localhost", "evil.example"],
    ],
)
def test_a_name_that_points_here_from_outside_gets_nothing(url: str, hosts: list[str]) -> None:
    for path in (ASK, "", "entity/topic-claim", "questions"):
        got = fetch(url, path, raw=[("Host", host) for host in hosts])
        assert got.status in (400, 421)
        assert b"newskg.example" not in got.body


def test_a_page_of_another_site_may_not_ask(url: str) -> None:
    assert fetch(url, ASK, origin="https://evil.example").status == 403
    assert fetch(url, ASK, origin="null").status == 403
    assert fetch(url, ASK, origin=url.rstrip("/")).status == 200
    assert "access-control-allow-origin" not in fetch(url, ASK).headers


@pytest.mark.parametrize("path", ["", ASK, "lookup?iri=x:y", "entity/topic-claim", "card.css", "questions", "nothing"])
def test_every_answer_has_its_guards(url: str, path: str) -> None:
    headers = fetch(url, path, accept="text/html").headers
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"
    assert "frame-ancestors 'none'" in headers["content-security-policy"]
    if path:
        assert headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize(
    ("headers", "status"),
    [
        ([("Content-Length", "2000000")], 413),
        ([("Content-Length", "-1")], 411),
        ([("Content-Length", "many")], 411),
        ([("Transfer-Encoding", "chunked")], 411),
    ],
)
def test_a_body_without_measure_is_not_read(url: str, headers: list[tuple[str, str]], status: int) -> None:
    raw = [("Host", "localhost"), ("Content-Type", "application/sparql-query"), *headers]
    assert fetch(url, "query", "POST", raw=raw).status == status


def test_a_connection_serves_several_requests_and_head_has_no_body(url: str) -> None:
    host, port = url.removeprefix("http://").rstrip("/").split(":")
    line = "{} /" + ASK + " HTTP/1.1\r\nHost: localhost\r\n\r\n"
    with socket.create_connection((host, int(port)), 5) as connection:
        connection.sendall((line.format("GET") * 2 + line.format("HEAD")).encode())
        connection.settimeout(2)
        got = b""
        try:
            while piece := connection.recv(10_000):
                got += piece
        except TimeoutError:
            pass
    assert got.count(b"HTTP/1.1 200") == 3
    assert got.count(b'"boolean":true') == 2


def test_a_taken_port_is_told(ontology: Ontology, port_folder: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        with pytest.raises(KGError, match=rf"port {port} of 127.0.0.1 is taken; choose another with --port"):
            with serve(port_folder, ontology, port=port):
                pass
        done = kg_serve(port_folder, "--port", str(port)).communicate(timeout=60)
    assert done[1].startswith(f"kg: port {port} of 127.0.0.1 is taken")


@pytest.mark.parametrize(("host", "port"), [("nobody.invalid", 0), ("127.0.0.1", 70_000)])
def test_an_address_that_cannot_be_is_told(ontology: Ontology, port_folder: Path, host: str, port: int) -> None:
    with pytest.raises(KGError, match=r"cannot listen|is no port"), serve(port_folder, ontology, host=host, port=port):
        pass


def test_what_holds_no_graph_is_told(ontology: Ontology, tmp_path: Path) -> None:
    for path, reason in ((tmp_path, "holds no graph"), (tmp_path / "nothing.ttl", "is not there")):
        with pytest.raises(InputError, match=reason), serve(path, ontology, port=0):
            pass


def test_without_oxigraph_it_says_what_to_install(
    ontology: Ontology, port_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("kg.serve.oxigraph.shutil.which", lambda *_, **__: None)
    with pytest.raises(KGError, match=r"pip install 'newskg\[serve\]'"), serve(port_folder, ontology, port=0):
        pass


@pytest.mark.parametrize("form", ["trig", "nq", "nt", "jsonld"])
def test_any_graph_file_is_served_with_its_documents_apart(
    ontology: Ontology, tmp_path: Path, start: Start, form: str
) -> None:
    [file] = make_graph(ontology).save(tmp_path, formats=[form], page=False)
    url = start(file).url
    assert len(ask(url, "SELECT ?g { GRAPH ?g { ?d a kg:Document } }").rows) == 1


def kg_serve(*arguments: object, env: dict[str, str] | None = None) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "kg", "serve", *map(str, arguments)]
    return subprocess.Popen(
        command,
        cwd=ROOT,
        env=env,
        text=True,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        start_new_session=True,
        preexec_fn=hear_interrupts,
    )


def hear_interrupts() -> None:
    """Undo what a shell does to its background jobs: they and their children are deaf to SIGINT."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def relatives(folder: str) -> list[str]:
    """Give the command lines of processes that work on a folder."""
    lines = []
    for process in Path("/proc").glob("[0-9]*/cmdline"):
        try:
            lines.append(process.read_text(errors="replace").replace("\0", " "))
        except OSError:
            continue
    return [line for line in lines if folder in line]


def started(process: subprocess.Popen[str]) -> str:
    """Wait for the address; give the temporary folder that the server works in."""
    line = process.stdout.readline() if process.stdout else ""
    url = line.strip()
    assert re.fullmatch(r"http://127\.0\.0\.1:\d+/", url)
    assert ask(url, "ASK { ?s a kg:Statement }").status == 200
    children = Path(f"/proc/{process.pid}/task/{process.pid}/children").read_text().split()
    [line] = [Path(f"/proc/{child}/cmdline").read_text().replace("\0", " ") for child in children]
    found = re.search(r"--location (\S+)/store ", line)
    assert found, line
    return found[1]


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL, signal.SIGHUP])
def test_however_it_ends_nothing_of_it_stays(port_folder: Path, how: signal.Signals) -> None:
    process = kg_serve(port_folder, "--port", "0")
    folder = started(process)
    assert len(relatives(folder)) == 2
    process.send_signal(how)
    _, said = process.communicate(timeout=20)
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and (relatives(folder) or Path(folder).exists()):
        time.sleep(0.05)
    assert relatives(folder) == []
    assert not Path(folder).exists()
    if how in (signal.SIGINT, signal.SIGTERM):
        assert process.returncode == 0
        assert said.endswith("stopped\n")
        assert "Traceback" not in said


@pytest.mark.skipif(sys.platform != "linux", reason="xdg-open is Linux's")
def test_the_browser_is_opened_on_demand(port_folder: Path, tmp_path: Path) -> None:
    browser, opened = tmp_path / "xdg-open", tmp_path / "opened"
    browser.write_text(f'#!/bin/sh\nprintf %s "$1" > {opened}\n', encoding="utf-8")
    browser.chmod(0o755)
    process = kg_serve(
        port_folder, "--port", "0", "--open", env={**os.environ, "PATH": f"{tmp_path}:{os.environ['PATH']}"}
    )
    url = process.stdout.readline().strip() if process.stdout else ""
    deadline = time.monotonic() + 10
    while time.monotonic() < deadline and not opened.exists():
        time.sleep(0.05)
    process.terminate()
    process.communicate(timeout=20)
    assert opened.read_text() == url


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_a_child_that_is_killed_is_replaced(start: Start) -> None:
    server: Server = start()
    folder = server.site.source.litter if server.site else ""
    assert ask(server.url, "ASK {}").status == 200
    pids = [int(path.parent.name) for path in Path("/proc").glob("[0-9]*/cmdline") if f"{folder}/store" in read(path)]
    for pid in pids:
        os.kill(pid, signal.SIGKILL)
    time.sleep(0.3)
    assert ask(server.url, "ASK {}").status == 200


def read(path: Path) -> str:
    try:
        return path.read_text(errors="replace")
    except OSError:
        return ""


def test_a_store_that_is_broken_is_told(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="does not start"):
        oxigraph.Child(tmp_path / "nothing", union=False)
