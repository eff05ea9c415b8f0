"""The same input gives the same bytes: reruns, worker counts, order of the files, another folder."""

from __future__ import annotations

import random
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from kg.pipeline import build

pytestmark = pytest.mark.model


@pytest.fixture(scope="module")
def expected(seed_turtle: Path) -> bytes:
    return seed_turtle.read_bytes()


def turtle(folder: Path, *paths: Path, workers: int = 1) -> bytes:
    graph = build(paths, workers=workers)
    assert graph.report.errors == ()
    return graph.save(folder, page=False)[0].read_bytes()


def test_two_workers_give_the_same_bytes(seeds: Path, expected: bytes, tmp_path: Path) -> None:
    assert turtle(tmp_path, seeds, workers=2) == expected


def test_the_order_of_the_files_does_not_matter(seeds: Path, expected: bytes, tmp_path: Path) -> None:
    files = sorted(path for path in seeds.iterdir() if path.suffix in (".txt", ".html"))
    random.Random(7).shuffle(files)
    assert turtle(tmp_path, *files) == expected


def test_another_process_with_other_hashes_gives_the_same_bytes_and_page(seeds: Path, tmp_path: Path) -> None:
    made = []
    for seed in ("1", "2"):
        output = tmp_path / seed
        command = [sys.executable, "-m", "kg", "build", str(seeds), "-o", str(output), "--quiet"]
        environment = {"PYTHONHASHSEED": seed, "PATH": "/usr/bin:/bin", "TZ": "Asia/Tokyo" if seed == "1" else "UTC"}
        subprocess.run(command, check=True, cwd=seeds.parent, env=environment, capture_output=True)
        made.append([(output / name).read_bytes() for name in ("graph.ttl", "graph.html")])
    assert made[0] == made[1]


def test_a_document_reads_the_same_alone_and_among_others(seeds: Path, tmp_path: Path) -> None:
    name = min(path.name for path in seeds.glob("*.txt"))
    shutil.copy(seeds / name, tmp_path / name)
    together = {s.iri for s in build([seeds]).records.statements if name in s.document}
    alone = {s.iri for s in build([tmp_path]).records.statements}
    assert len(together) == len(alone)
