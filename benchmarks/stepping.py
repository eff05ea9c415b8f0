"""Steps that are done by the command `kg` and logged: what each took, what it found, whether it is as it should be."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

from tests.stores import Rows, rows_of  # noqa: E402

STORE = "news.store"


class Differs(Exception):
    """What came out is not what went in."""


class LeftOut(Exception):
    """A step cannot be done on this machine."""


class Run:
    """One run: its working folder, its log, what the commands cost."""

    def __init__(self, folder: Path, log: Path) -> None:
        self.folder, self._log = folder, log.open("w", encoding="utf-8")
        self.failed = 0
        self.peak, self.spent = 0.0, 0.0
        self.answers: dict[str, Rows] = {}
        self.graphs: dict[str, int] = {}

    def say(self, line: str) -> None:
        """Write a line into the log and to standard error."""
        for stream in (self._log, sys.stderr):
            stream.write(line.rstrip() + "\n")
            stream.flush()

    def step(self, name: str, work: Callable[[Run], str]) -> None:
        """Do a step and log it."""
        self.peak = self.spent = 0.0
        started = time.perf_counter()
        try:
            told, outcome = work(self), "ok"
        except LeftOut as error:
            told, outcome = str(error), "left out"
        except (Differs, OSError, ValueError, LookupError, pytest.fail.Exception) as error:
            kind = "" if isinstance(error, Differs) else f"{type(error).__name__}: "
            told, outcome = " ".join(f"{kind}{error}".split()), "DIFFERS"
            self.failed += 1
        seconds = time.perf_counter() - started
        costs = f"{seconds:8.1f} s {self.spent:8.1f} s {self.peak:7.0f} MB"
        for place in (self.folder, ROOT):
            told = told.replace(f"{place}/", "")
        self.say(f"{outcome:8} {name:28} {costs}  {told}")

    def kg(self, *arguments: object, codes: tuple[int, ...] = (0,), env: dict[str, str] | None = None) -> str:
        """Run the command `kg` and give what it prints; raises `Differs` for another exit code."""
        command = [sys.executable, "-m", "kg", *map(str, arguments)]
        with tempfile.TemporaryFile("w+", encoding="utf-8") as out, tempfile.TemporaryFile("w+") as err:
            process = subprocess.Popen(command, cwd=self.folder, stdout=out, stderr=err, env=environment(env))
            _, status, usage = os.wait4(process.pid, 0)
            process.returncode = os.waitstatus_to_exitcode(status)
            self.peak = max(self.peak, usage.ru_maxrss / 1024)
            self.spent += usage.ru_utime + usage.ru_stime
            out.seek(0)
            err.seek(0)
            printed, said = out.read(), err.read()
        if process.returncode not in codes:
            raise Differs(
                f"kg {arguments[0]} ends with {process.returncode}: {' '.join((printed + said).split())[-300:]}"
            )
        return printed + (said if not printed else "")

    def report(self) -> dict[str, Any]:
        """Give what the last build said."""
        found: dict[str, Any] = json.loads((self.folder / STORE / "report.json").read_text(encoding="utf-8"))
        return found


def environment(more: dict[str, str] | None = None) -> dict[str, str]:
    """Give the environment of a command: this one, one thread for linear algebra, the source tree to import from."""
    threads = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS"), "1")
    return {**os.environ, **threads, "PYTHONPATH": str(ROOT), **(more or {})}


def same(what: str, found: object, wanted: object) -> None:
    """Raise `Differs` where two figures are not the same."""
    if found != wanted:
        raise Differs(f"{what}: {str(found)[:120]}, and should be {str(wanted)[:120]}")


def fetch(url: str, body: bytes | None = None, **headers: str) -> tuple[int, bytes]:
    """Fetch an address: its status and its bytes."""
    request = urllib.request.Request(url, body, {name.replace("_", "-"): value for name, value in headers.items()})
    try:
        with urllib.request.urlopen(request, timeout=600) as answer:
            return int(answer.status), answer.read()
    except urllib.error.HTTPError as error:
        with error:
            return error.code, error.read()


def over_http(endpoint: str, sparql: str, **more: str) -> Rows:
    """Ask a SPARQL endpoint; raises `Differs` where it refuses."""
    body = urllib.parse.urlencode({"query": sparql, **more}).encode()
    status, answer = fetch(endpoint, body, Accept="application/sparql-results+json")
    if status != 200:
        raise Differs(f"the endpoint says {status}: {' '.join(answer.decode('utf-8', 'replace').split())[:200]}")
    return rows_of(json.loads(answer))


def asked(run: Run, question: str, *options: object) -> Rows:
    """Ask by `kg query`."""
    return rows_of(json.loads(run.kg("query", question, "-g", STORE, "--format", "json", *options)))
