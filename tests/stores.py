"""Real triple stores for tests: Oxigraph's server and Virtuoso, each on its own port of 127.0.0.1."""

from __future__ import annotations

import json
import os
import re
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from decimal import Decimal
from pathlib import Path

import pytest

from kg.graph.namespaces import PREFIXES, XSD
from tests.conftest import program

Rows = list[tuple[str, ...]]
Ask = Callable[[str], Rows]

GRAPH = "urn:newskg"

NUMBERS = {XSD + name for name in ("decimal", "integer", "nonNegativeInteger", "double")}

VIRTUOSO = """
[Database]
DatabaseFile = virtuoso.db
ErrorLogFile = virtuoso.log
LockFile = virtuoso.lck
TransactionFile = virtuoso.trx
xa_persistent_file = virtuoso.pxa
[TempDatabase]
DatabaseFile = virtuoso-temp.db
TransactionFile = virtuoso-temp.trx
[Parameters]
ServerPort = 127.0.0.1:{port}
DisableUnixSocket = 1
DirsAllowed = .
NumberOfBuffers = 10000
MaxDirtyBuffers = 6000
CheckpointInterval = 0
[HTTPServer]
ServerPort = 127.0.0.1:{http}
ServerRoot = .
[SPARQL]
ResultSetMaxRows = 100000
"""


def prefixed(query: str) -> str:
    """Put every prefix of the contract in front, as a user of a store would."""
    return "".join(f"PREFIX {name}: <{iri}>\n" for name, iri in PREFIXES.items()) + query


def normal(kind: str, value: str, datatype: str | None = None, language: str | None = None) -> str:
    """Give a term a form that does not depend on how a store writes numbers and truth values."""
    if kind == "uri":
        return f"<{value}>"
    if datatype in NUMBERS:
        return f"{Decimal(value).normalize():f}"
    if datatype == XSD + "boolean":
        return str(value in ("1", "true"))
    return json.dumps(value, ensure_ascii=False) + (f"@{language}" if language else "")


def oxigraph(turtle: Path, folder: Path) -> Iterator[Ask]:
    """Load the file into a store on disk and serve it; gives the function that asks it."""
    command = program(str(Path(sys.executable).parent / "oxigraph"), "oxigraph")
    store, port = folder / "store", _free_port()
    subprocess.run([command, "load", "--location", store, "--file", turtle], check=True, capture_output=True)
    serve = [command, "serve-read-only", "--location", store, "--bind", f"127.0.0.1:{port}"]
    with _running(serve, folder, f"http://127.0.0.1:{port}/"):
        yield _asker(f"http://127.0.0.1:{port}/query")


def virtuoso(turtle: Path, folder: Path) -> Iterator[Ask]:
    """Start a server with a database of its own and load the file; gives the function that asks it."""
    command, isql = program("virtuoso-t"), program("isql-vt", "isql-v")
    port, http = _free_port(), _free_port()
    (folder / "virtuoso.ini").write_text(VIRTUOSO.format(port=port, http=http), encoding="utf-8")
    (folder / "graph.ttl").write_bytes(turtle.read_bytes())
    with _running([command, "-f", "-c", "virtuoso.ini"], folder, f"http://127.0.0.1:{http}/sparql"):
        load = f"DB.DBA.TTLP_MT(file_to_string_output('graph.ttl'), '', '{GRAPH}', 0);\n"
        done = subprocess.run(
            [isql, f"127.0.0.1:{port}", "dba", "dba", "ERRORS=STDOUT"],
            input=load,
            cwd=folder,
            capture_output=True,
            text=True,
            check=True,
        )
        assert "*** Error" not in done.stdout, done.stdout
        yield _asker(f"http://127.0.0.1:{http}/sparql", {"default-graph-uri": GRAPH})


@contextmanager
def _running(command: list[str | Path], folder: Path, address: str) -> Iterator[None]:
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, stdin=subprocess.DEVNULL)
        try:
            _wait(server, address, folder / "server.log")
            yield
        finally:
            server.terminate()
            try:
                server.wait(20)
            except subprocess.TimeoutExpired:
                server.kill()
                server.wait()


def _wait(server: subprocess.Popen[bytes], address: str, log: Path) -> None:
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline and server.poll() is None:
        try:
            with urllib.request.urlopen(address, timeout=5):
                return
        except urllib.error.HTTPError as error:  # it answers, if only to say that this is no query
            error.close()
            return
        except OSError:
            time.sleep(0.2)
    pytest.fail(f"{server.args!r} does not answer: {log.read_text(errors='replace')[-2000:]}", pytrace=False)


def _asker(endpoint: str, fixed: dict[str, str] | None = None) -> Ask:
    def ask(query: str) -> Rows:
        body = urllib.parse.urlencode({"query": prefixed(query), **(fixed or {})}).encode()
        request = urllib.request.Request(endpoint, body, {"Accept": "application/sparql-results+json"})
        try:
            with urllib.request.urlopen(request, timeout=120) as answer:
                found = json.load(answer)
        except urllib.error.HTTPError as error:
            with error:
                pytest.fail(f"{endpoint}: {error.read().decode(errors='replace')[:2000]}\n{query}", pytrace=False)
        return rows_of(found)

    return ask


def rows_of(found: dict[str, dict[str, list[dict[str, dict[str, str]]]]]) -> Rows:
    """Give the sorted rows of SPARQL JSON results; an unbound variable is an empty string."""
    names = found["head"]["vars"]
    rows = [tuple(_term(binding.get(str(name))) for name in names) for binding in found["results"]["bindings"]]
    return sorted(rows)


def _term(term: dict[str, str] | None) -> str:
    if term is None:
        return ""
    return normal(term["type"], term["value"], term.get("datatype"), term.get("xml:lang"))


def _free_port() -> int:
    with socket.socket() as listener:
        listener.bind(("127.0.0.1", 0))
        return int(listener.getsockname()[1])


def rapper_count(turtle: Path) -> int:
    """Count the triples with raptor, a strict parser; a warning or an error fails."""
    environment = {**os.environ, "LC_ALL": "C"}
    command = [program("rapper"), "-i", "turtle", "-c", str(turtle)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False)
    assert done.returncode == 0, done.stderr
    assert "rror" not in done.stderr, done.stderr
    assert "arning" not in done.stderr, done.stderr
    found = re.search(r"returned (\d+) triples", done.stderr)
    assert found, done.stderr
    return int(found[1])
