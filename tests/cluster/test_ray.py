"""On a local Ray cluster: the same bytes, also when workers die; what kills workers is given up; nothing is left."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from kg.cluster import ClusterGraph, Collection, collected, engine, read_on
from kg.errors import InputError, KGError, ModelMissing
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Extraction
from kg.pipeline import build
from kg.store.settings import Settings
from tests.cluster.press import Making, in_one_piece, in_stages, written

pytestmark = pytest.mark.model


@pytest.fixture
def pids(tmp_path: Path) -> Path:
    folder = tmp_path / "workers"
    folder.mkdir()
    return folder


@contextmanager
def on_ray(settings: Settings, making: Making, folder: Path) -> Iterator[Collection]:
    with collected(settings, workers=2, shards=str(folder / "shards"), make=making) as found:  # type: ignore[arg-type]
        yield found


def test_workers_that_are_killed_change_nothing(
    settings: Settings, press: Sequence[Extraction], cluster: Any, tmp_path: Path, pids: Path
) -> None:
    making = Making(pids, press, slow=0.05)
    expected, outcome = in_one_piece(settings, press)
    with on_ray(settings, making, tmp_path) as collection:
        documents = (extraction.document for extraction in press)
        results = collection.extract(d for d in collection.unread(documents) if not isinstance(d, InputError))
        killed = []
        for done, result in enumerate(results, start=1):
            assert isinstance(result, Extraction)
            if done in (1, 20):
                killed += [max(set(making.workers()) - set(killed))]
                os.kill(killed[-1], signal.SIGKILL)
        found = collection.finish()
    asked = [key for keys in making.workers().values() for key in keys]
    assert done == 40
    assert set(asked) == {extraction.document.key for extraction in press}
    assert len(making.workers()) > 2, "those killed were replaced"
    assert written(ClusterGraph(found.graph, settings.ontology), tmp_path) == written(expected, tmp_path)  # type: ignore[arg-type]
    assert found.skips == outcome.skips


def test_a_document_that_kills_its_worker_is_given_up_and_nothing_else_is_lost(
    settings: Settings, press: Sequence[Extraction], cluster: Any, tmp_path: Path, pids: Path
) -> None:
    poison = press[7].document.key
    making = Making(pids, press, poison=poison)
    expected, _ = in_one_piece(settings, [e for e in press if e.document.key != poison])
    with on_ray(settings, making, tmp_path) as collection:
        graph, _, errors = in_stages(collection, [extraction.document for extraction in press])
    assert [error.reason for error in errors] == ["kills its worker"]
    assert f"given up after {engine.TRIES} workers" in errors[0].hint
    asked = [key for keys in making.workers().values() for key in keys]
    assert asked.count(poison) - engine.TRIES in (1, 2), "once or twice among others, then alone"
    assert written(graph, tmp_path) == written(expected, tmp_path)


def test_a_store_takes_what_a_cluster_reads(
    settings: Settings, press: Sequence[Extraction], cluster: Any, pids: Path
) -> None:
    making = Making(pids, press)
    with read_on(settings, workers=2, make=making) as reader:  # type: ignore[arg-type]
        found = list(reader(extraction.document for extraction in press))
    assert {e.document.key: e for e in found if isinstance(e, Extraction)} == {e.document.key: e for e in press}
    assert len(found) == len(press)


def test_documents_are_taken_as_they_are_needed(
    settings: Settings, press: Sequence[Extraction], cluster: Any, pids: Path
) -> None:
    taken = 0

    def many() -> Iterator[Any]:
        nonlocal taken
        for _ in range(10):
            for extraction in press:
                taken += 1
                yield extraction.document

    with read_on(settings, workers=2, make=Making(pids, press)) as reader:  # type: ignore[arg-type]
        most = max(taken - done for done, _ in enumerate(reader(many())))
    assert taken == 400
    assert most <= 2 * engine._AHEAD * 16 + 16


def test_a_folder_that_the_workers_do_not_see_is_told(settings: Settings, cluster: Any) -> None:
    with (
        pytest.raises(KGError, match="give shards a path or URL that every machine of the cluster reaches"),
        collected(settings, workers=1, shards="memory://elsewhere") as collection,
    ):
        list(collection.extract(iter(())))


def test_a_model_that_the_workers_lack_is_told(
    seeds: Path, cluster: Any, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(ModelMissing, match="no_such_model"):
        build([seeds], model="no_such_model", engine="ray", workers=1)


def test_without_ray_it_is_said_what_to_install(seeds: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "ray", None)
    with pytest.raises(KGError, match=r"pip install 'newskg\[ray\]'"):
        build([seeds], engine="ray")
    with pytest.raises(KGError, match="no engine 'rya'; there are local, ray"):
        build([seeds], engine="rya")


# ---- the command, with a cluster of its own


@contextmanager
def command(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    """Run kg in a session of its own, and see to it that nothing of that session is left."""
    with subprocess.Popen(
        [sys.executable, "-m", "kg", *map(str, arguments)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    ) as process:
        yield process
    end = time.monotonic() + 20
    while (left := session(process.pid)) and time.monotonic() < end:
        time.sleep(0.2)
    for pid in left:
        os.kill(pid, signal.SIGKILL)
    assert left == {}


def session(leader: int) -> dict[int, str]:
    """Give the processes of a session, by number, with their names."""
    found = {}
    for folder in Path("/proc").iterdir():
        try:
            name, _, rest = (folder / "stat").read_text(encoding="utf-8").rpartition(") ")
            if folder.name.isdecimal() and rest.split()[3] == str(leader) and rest[0] != "Z":
                found[int(folder.name)] = name
        except OSError:
            continue
    return found


def test_the_command_gives_the_same_files_and_is_as_quiet(
    seed_graph: KnowledgeGraph, seeds: Path, tmp_path: Path
) -> None:
    output = tmp_path / "output"
    asked = ("build", seeds, "--engine", "ray", "--workers", 2, "--format", "ttl,nq", "--no-page", "-o", output)
    with command(*asked) as process:
        told = process.communicate(timeout=400)
    assert process.returncode == 0, told
    assert told[0].split() == [str(output / "graph.ttl"), str(output / "graph.nq")]
    assert [line.split(":")[0] for line in told[1].splitlines()] == ["8 documents built", "seen and not taken"]
    for form in ("ttl", "nq"):
        expected = seed_graph.export(tmp_path / f"expected.{form}")
        assert (output / f"graph.{form}").read_bytes() == expected.read_bytes()


def test_an_interrupt_ends_it_and_leaves_nothing(seeds: Path, tmp_path: Path) -> None:
    shards = tmp_path / "shards"
    with command("build", seeds, "--engine", "ray", "--workers", 2, "--shards", shards, "-o", tmp_path) as process:
        end = time.monotonic() + 300
        while not any("ray::" in name for name in session(process.pid).values()) and time.monotonic() < end:
            time.sleep(0.1)
        assert process.poll() is None
        os.killpg(process.pid, signal.SIGINT)  # as a terminal does
        told = process.communicate(timeout=100)
    assert process.returncode == 130
    assert told[1].splitlines() == ["kg: stopped"]
    assert list(shards.glob("*")) == []


def test_a_cluster_that_is_not_there_is_told(seeds: Path, tmp_path: Path) -> None:
    with command("build", seeds, "--engine", "ray", "--address", "127.0.0.1:1", "-o", tmp_path) as process:
        told = process.communicate(timeout=200)
    assert process.returncode == 2
    assert told[1].startswith("kg: the Ray cluster at 127.0.0.1:1 cannot be used: ")
    assert len(told[1].splitlines()) == 1
