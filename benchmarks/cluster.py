"""What `kg build --engine ray` costs beside `kg build` on one machine: processor time and memory of every process.

python benchmarks/cluster.py [--sizes 200 1000] [--workers 2] [--attribution learned] [--json]

The corpus is made up (corpus.py). Each build is a command of its own, `kg build --no-page --format nq`, whose processes
are looked at four times a second (Linux): the one that was started, the workers, and with Ray those that are Ray's own.
The bytes of both graphs are compared. Seconds are of processor, but for the clock; peaks are each process's own, so that
memory shared between processes counts in each.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from corpus import write

Figures = dict[str, Any]

DRIVER, WORKERS, RAY = "driver", "workers", "Ray's own processes"
ENGINES = ("local", "ray")
_TICKS = os.sysconf("SC_CLK_TCK")
_PAUSE = 0.25
_OTHERS = ("DashboardAgent", "RuntimeEnvAgent", "IDLE")
"""What Ray calls those of its Python processes that do no work for a build."""


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[200, 1_000])
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--attribution", choices=("learned", "rules"), default="learned")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    options = parser.parse_args()
    found = [figures for size in options.sizes for figures in measure(options, size)]
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def measure(options: argparse.Namespace, size: int) -> Iterator[Figures]:
    """Build with each engine and compare what they write."""
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        news = folder / "news.jsonl"
        write(news, size, options.seed)
        graphs = []
        for engine in ENGINES:
            output = folder / engine
            command = [sys.executable, "-m", "kg", "build", str(news), "--quiet", "--no-page", "--format", "nq"]
            command += ["--workers", str(options.workers), "--attribution", options.attribution]
            command += ["--engine", engine, "-o", str(output)]
            found = {"documents": size, "engine": engine, **watched(command)}
            graphs.append((output / "graph.nq").read_bytes())
            found["stages"] = json.loads((output / "report.json").read_text(encoding="utf-8")).get("seconds", {})
            found["same bytes"] = graphs[-1] == graphs[0]
            sys.stderr.write(f"{found}\n")
            yield found


def watched(command: list[str]) -> Figures:
    """Run a command and look at its processes until it ends: seconds and peaks by who they are."""
    started = time.perf_counter()
    process = subprocess.Popen(command, start_new_session=True)
    seconds: dict[int, float] = {}
    peaks: dict[int, float] = {}
    who: dict[int, str] = {}
    while process.poll() is None:
        for pid, name, spent, peak in processes(process.pid):
            kind = DRIVER if pid == process.pid else kind_of(name)
            who[pid] = kind if kind != RAY else who.get(pid, RAY)  # a worker is idle at times
            seconds[pid], peaks[pid] = spent, peak
        time.sleep(_PAUSE)
    if process.returncode:
        sys.exit(f"{' '.join(command)} failed")
    totals, most = defaultdict[str, float](float), defaultdict[str, float](float)
    for pid, kind in who.items():
        totals[kind] += seconds[pid]
        most[kind] = max(most[kind], peaks[pid])
    clock = time.perf_counter() - started
    return {"clock s": clock, "processor s": sum(seconds.values()), "seconds": dict(totals), "peak MB": dict(most)}


def kind_of(name: str) -> str:
    """Tell a worker from Ray's own processes by its name."""
    if name.startswith("ray::"):
        return RAY if any(other in name for other in _OTHERS) else WORKERS
    return WORKERS if "multiprocessing" in name or "spawn_main" in name else RAY


def processes(session: int) -> Iterator[tuple[int, str, float, float]]:
    """Give the processes of a session: number, name, seconds of processor, most memory in MB."""
    for path in Path("/proc").iterdir():
        if not path.name.isdecimal():
            continue
        try:
            rest = (path / "stat").read_text().rpartition(") ")[2].split()
            if int(rest[3]) != session:
                continue
            name = (path / "cmdline").read_bytes().replace(b"\0", b" ").decode("utf-8", "replace")
            status = (path / "status").read_text()
        except (OSError, IndexError):  # it has ended
            continue
        if "VmHWM:" in status:
            peak = int(status.split("VmHWM:")[1].split()[0]) / 1024
            yield int(path.name), name, (int(rest[11]) + int(rest[12])) / _TICKS, peak


def table(found: list[Figures]) -> str:
    """Give the figures as a markdown table."""
    heads = [f"{cell['documents']:,} documents, {cell['engine']}" for cell in found]
    lines = ["| | " + " | ".join(heads) + " |", "|---" * (len(heads) + 1) + "|"]
    rows = [("by the clock, s", [f"{cell['clock s']:.1f}" for cell in found])]
    rows.append(("processor, s", [f"{cell['processor s']:.1f}" for cell in found]))
    for kind in (DRIVER, WORKERS, RAY):
        rows.append((f"{kind}, processor, s", [f"{cell['seconds'].get(kind, 0):.1f}" for cell in found]))
    for kind in (DRIVER, WORKERS, RAY):
        rows.append((f"{kind}, peak of the largest, MB", [f"{cell['peak MB'].get(kind, 0):.0f}" for cell in found]))
    rows.append(("the same bytes", ["yes" if cell["same bytes"] else "NO" for cell in found]))
    lines += [f"| {title} | " + " | ".join(cells) + " |" for title, cells in rows]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
