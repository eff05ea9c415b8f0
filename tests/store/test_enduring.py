"""Two writers, readers beside a writer, a full disk, a kill at any moment: the store opens, and the job is finished."""

from __future__ import annotations

import json
import os
import pickle
import subprocess
import sys
from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import StoreBusy, StoreError
from kg.knowledge_graph import load
from kg.ontology import Ontology
from kg.store import Options, open_graph, opened
from tests.store.news import TEXTS, Shelf, exported, write

pytestmark = pytest.mark.model

ROOT = Path(__file__).parents[2]
EVERYTHING = dict.fromkeys(TEXTS, 0)


def build(folder: Path, ontology: Ontology, store: Path | None = None) -> pipeline.KnowledgeGraph:
    return pipeline.build([folder], ontology=ontology, store=store)


def test_twenty_kills_lose_nothing() -> None:
    command = [sys.executable, "benchmarks/kill.py", "--kills", os.environ.get("KILLS", "20"), "--seed", "7", "--json"]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT)
    assert done.returncode == 0, done.stdout + done.stderr
    found = json.loads(done.stdout)
    assert (found["lost"], found["twice"], found["faults"]) == (0, 0, [])
    assert found["kills"] >= 20
    assert found["by the clock"] and found["at a call"]


def test_a_second_writer_is_told_who_the_first_is(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    with opened(store, Options(ontology=ontology)):
        with pytest.raises(StoreBusy, match=rf"store: process {os.getpid()} on .* is writing to this store; wait"):
            build(news, ontology, store)
        assert load(store, ontology=ontology).records.documents
    assert build(news, ontology, store).report.unchanged == len(TEXTS)


def test_a_reader_sees_one_whole_state_while_others_are_written(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    news, store = write(tmp_path / "news", {"a.txt": 0, "rare.txt": 0}), tmp_path / "store"
    first = build(news, ontology, store)
    reader = load(store, ontology=ontology)
    grown = build(write(news, EVERYTHING), ontology, store)
    left = pipeline.remove(store, ["rare"], ontology=ontology)
    assert len(left.report.held) >= 1
    assert len(reader.records.documents) == len(first.records.documents) == 2
    assert reader.query("ASK { ?who rel:accuses/rdfs:label 'Port Authority' }").boolean
    assert len(grown.records.documents) == len(TEXTS)
    former = left.report.held
    del reader, first, grown, left
    assert pipeline.remove(store, [], ontology=ontology).report.held == ()
    assert not any(Path(folder).exists() for folder in former)


FULL = """
import pickle, resource, sys
from pathlib import Path
from kg import pipeline
from kg.errors import KGError
shelf = pickle.loads(Path(sys.argv[1]).read_bytes())
pipeline.extract_all = shelf.extract_all
resource.setrlimit(resource.RLIMIT_FSIZE, (int(sys.argv[4]), -1))
try:
    pipeline.build([sys.argv[2]], store=sys.argv[3])
except (KGError, OSError) as error:
    sys.exit(f"kg: {error}")
"""


@pytest.mark.parametrize("size", [1_000, 30_000, 80_000, 150_000])
def test_a_disk_that_is_full_changes_nothing(size: int, shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    """No file may grow beyond `size`, which is how a process can be shown a full disk without being root."""
    news, store, pickled = write(tmp_path / "news", {"a.txt": 0, "b.txt": 0}), tmp_path / "store", tmp_path / "pickled"
    pickled.write_bytes(pickle.dumps(shelf))
    before = exported(build(news, ontology, store), tmp_path)
    write(news, EVERYTHING)
    command = [sys.executable, "-c", FULL, *map(str, (pickled, news, store, size))]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=ROOT, timeout=300)
    assert done.returncode in (0, 1) or done.returncode < 0, done.stderr  # RocksDB may end the process by itself
    assert "Traceback" not in done.stderr
    if done.returncode:
        assert exported(load(store, ontology=ontology), tmp_path) == before
    grown = build(news, ontology, store)
    assert exported(grown, tmp_path) == exported(build(news, ontology), tmp_path)
    assert len(list((store / "graphs").iterdir())) == 1 + len(grown.report.held)


@pytest.mark.parametrize("name", ["documents.sqlite", "current"])
def test_what_is_no_store_or_a_broken_one_is_told(name: str, shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    with pytest.raises(StoreError, match="not the folder of a store"):
        open_graph(tmp_path)
    with pytest.raises(StoreError, match=r"kg build --store .* makes one"):
        pipeline.remove(tmp_path / "none", ["a"], ontology=ontology)
    with pytest.raises(StoreError, match="holds news and is no store"):
        build(news, ontology, tmp_path)
    build(news, ontology, store)
    path = store / name
    path.unlink()
    path.write_text("not this", encoding="utf-8")
    with pytest.raises(StoreError, match=name):
        build(news, ontology, store)
