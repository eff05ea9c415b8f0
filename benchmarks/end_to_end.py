"""A corpus from files to other people's stores and back: built, verified, asked, served, exported, pushed, counted.

python benchmarks/end_to_end.py --texts FOLDER [FOLDER …] [-n 924] [--workers 1] [--log FILE] [--keep FOLDER]

Every step is the command `kg` in a process of its own, as a user would run it. What comes out is compared with what
went in: answers over HTTP with those of `kg query`, exports with the store, stores of others graph by graph. A step
whose server is not installed is left out by name. Each line of the log has the step, its seconds by the clock and of
processor, its peak memory, figures, and the outcome. Exit code 1 where anything differs.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time
import urllib.parse
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pyoxigraph as ox
from reading_back import read_back
from stepping import STORE, Differs, LeftOut, Run, asked, environment, fetch, over_http, same

from kg import __version__
from kg.export import EXPORTERS
from kg.graph.query import Question, saved
from kg.ontology import load_ontology
from tests.push.pushing import LOGIN
from tests.push.servers import oxigraph_server, virtuoso_server
from tests.stores import prefixed

COUNTS = "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g"
OURS = "https://newskg.example/"


# ---- the steps


def build(workers: int, articles: int) -> Callable[[Run], str]:
    """Fill the store."""

    def work(run: Run) -> str:
        run.kg("build", "news", "--store", STORE, "--workers", workers, "--quiet")
        report = run.report()
        same("failed", report["failed"], {})
        same("built and left out", report["built"] + sum(report["skipped"].values()), articles)
        seconds = ", ".join(f"{stage} {spent:.1f}" for stage, spent in report["seconds"].items())
        run.graphs = counted(run)
        triples, quads = asked(run, "SELECT (COUNT(*) AS ?n) { ?s ?p ?o }")[0][0], sum(run.graphs.values())
        size = sum(path.stat().st_size for path in (run.folder / STORE).rglob("*") if path.is_file())
        return (
            f"{report['built']} of {articles} articles, {int(triples):,} triples, {quads:,} quads in {len(run.graphs)} graphs, "
            f"{size / 1e6:.0f} MB; seconds: {seconds}"
        )

    return work


def counted(run: Run) -> dict[str, int]:
    """Count the triples of each named graph of our store, without any code of ours."""
    [folder] = {path.parent for path in (run.folder / STORE / "graphs").rglob("CURRENT")}
    store = ox.Store.read_only(str(folder))
    counts = Counter(str(getattr(quad.graph_name, "value", "")) for quad in store)
    return {name: number for name, number in sorted(counts.items()) if name}


def again(run: Run) -> str:
    """Build once more: nothing is read."""
    run.kg("build", "news", "--store", STORE, "--quiet")
    report = run.report()
    same("unchanged", report["unchanged"], report["built"])
    return f"{report['unchanged']} unchanged"


def verify(run: Run) -> str:
    """Replay every promise."""
    return run.kg("verify", STORE).strip()


def questions() -> dict[str, Question]:
    """Give the saved questions."""
    return saved(load_ontology())


def query(run: Run) -> str:
    """Ask all saved questions, and one about the entity of which most is said."""
    run.answers = {name: asked(run, name) for name in questions()}
    most = "SELECT ?l (COUNT(*) AS ?n) { ?s rdf:subject/rdfs:label ?l } GROUP BY ?l ORDER BY DESC(?n) ?l LIMIT 1"
    name = json.loads(asked(run, most)[0][0])
    about = asked(run, "about", "--set", f"about={name}")
    shown = run.kg("show", STORE, "--about", name).count("\n")
    if not about or not shown:
        raise Differs(f"nothing is said about '{name}'")
    empty = sorted(name for name, rows in run.answers.items() if not rows)
    rows = sum(map(len, run.answers.values()))
    told = f"{len(run.answers)} questions, {rows:,} rows; no row as it stands: {', '.join(empty) or 'none'}"
    return f"{told}; about the one most talked of {len(about):,} rows, {shown:,} lines by kg show"


@contextmanager
def served(run: Run) -> Iterator[str]:
    """Run `kg serve` and give its address."""
    command = [sys.executable, "-m", "kg", "serve", STORE, "--port", "0", "--timeout", "120"]
    server = subprocess.Popen(
        command, cwd=run.folder, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, env=environment()
    )
    try:
        yield (server.stdout.readline() if server.stdout else b"").decode().strip()
    finally:
        server.terminate()
        _, _, usage = os.wait4(server.pid, 0)
        server.returncode = 0
        run.peak = usage.ru_maxrss / 1024
        run.spent = usage.ru_utime + usage.ru_stime
        if server.stdout:
            server.stdout.close()


def same_answers(run: Run, endpoint: str, **more: str) -> str:
    """Ask all saved questions there and compare."""
    for name, question in questions().items():
        same(f"the answer to {name}", over_http(endpoint, question.sparql, **more), run.answers[name])
    return f"{len(run.answers)} answers the same"


def serve(run: Run) -> str:
    """Serve the store; ask it, look things up, try to write."""
    with served(run) as url:
        status, page = fetch(url)
        same("the page", (status, b"</html>" in page), (200, True))
        told = same_answers(run, f"{url}query")
        [iri, *_] = (row[0] for row in over_http(f"{url}query", prefixed("SELECT ?e { ?s rdf:subject ?e } LIMIT 1")))
        looked = f"{url}lookup?" + urllib.parse.urlencode({"iri": iri.strip("<>")})
        for kind in ("text/html", "text/turtle", "application/ld+json"):
            same(f"an entity as {kind}", fetch(looked, Accept=kind)[0], 200)
        written, _ = fetch(f"{url}update", b"update=DROP+ALL")
        if written < 400:
            raise Differs("it took an update")
    return (
        f"page {len(page) / 1e6:.1f} MB, {told}, an entity as HTML, Turtle and JSON-LD, an update refused ({written})"
    )


def export(form: str) -> Callable[[Run], str]:
    """Write one format and read it back."""

    def work(run: Run) -> str:
        target = run.folder / "out" / ("graph.ttl12.ttl" if form == "ttl12" else f"graph.{form}")
        target.parent.mkdir(exist_ok=True)
        run.kg("export", STORE, "-o", target.relative_to(run.folder), "--format", form)
        files = [path for path in (target, *target.rglob("*")) if path.is_file()]
        told = f"{sum(path.stat().st_size for path in files) / 1e6:.1f} MB"
        return f"{told}, {read_back(run, form, target)}"

    return work


def push(name: str, endpoint: str, **more: str) -> Callable[[Run], str]:
    """Push to a running server, count there graph by graph, ask there, push again."""
    programs = {"oxigraph": (Path(sys.executable).with_name("oxigraph"), oxigraph_server)}
    found = shutil.which("virtuoso-t")
    programs["virtuoso"] = (Path(found or "virtuoso-t"), virtuoso_server)

    def work(run: Run) -> str:
        program, server = programs[name]
        if not program.exists():
            raise LeftOut(f"{program.name} is not installed")
        folder = run.folder / name
        folder.mkdir()
        with server(folder) as url:
            arguments = ["push", STORE, "--to", url, "--preset", name, "--journal", f"{name}.jsonl"]
            started = time.perf_counter()
            run.kg(*arguments, "--verify", env=LOGIN)
            seconds = time.perf_counter() - started
            held = {row[0].strip("<>"): int(row[1]) for row in over_http(url + endpoint, COUNTS)}
            same("triples by graph", {g: n for g, n in sorted(held.items()) if g.startswith(OURS)}, run.graphs)
            told = same_answers(run, url + endpoint, **more)
            second = run.kg(*arguments, env=LOGIN).strip()
            same("sent again", second.split()[0], "0")
        quads = sum(run.graphs.values())
        return f"{quads:,} quads in {len(run.graphs)} graphs, {quads / seconds:,.0f} a second, counted there, {told}"

    return work


def bulk(run: Run) -> str:
    """Write the bulk file for QLever."""
    run.kg("push", STORE, "--to", "bulk", "--preset", "qlever")
    written, exported = ((run.folder / path).read_bytes().splitlines() for path in ("bulk/newskg.nq", "out/graph.nq"))
    same("lines of the bulk file", sorted(written) == sorted(exported), True)
    return f"{len(written):,} lines, those of the export"


def remove(run: Run) -> str:
    """Take one document out, look for its words in every file, and put it back: the graph is as it was."""
    key = sorted(path.name for path in (run.folder / "news").iterdir())[0]
    words = (run.folder / "news" / key).read_text(encoding="utf-8").strip().splitlines()[-1][:60].encode()
    run.kg("remove", STORE, key, "--quiet")
    left = [path.name for path in (run.folder / STORE).rglob("*") if path.is_file() and words in path.read_bytes()]
    same("files that hold its words", left, [])
    run.kg("build", "news", "--store", STORE, "--quiet")
    run.kg("export", STORE, "-o", "out/again.nq")
    before, after = ((run.folder / "out" / name).read_bytes() for name in ("graph.nq", "again.nq"))
    same("the export has the bytes of before", before == after, True)
    return "no word of it left; put back, the export has the same bytes"


def main() -> None:
    """Go through all steps and say at the end whether all is well."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=Path, nargs="+", required=True, help="folders of .txt files")
    parser.add_argument("-n", type=int, help="so many of them, by name")
    parser.add_argument("--workers", type=int, default=1)
    parser.add_argument("--log", type=Path, default=Path(__file__).with_suffix(".log"))
    parser.add_argument("--keep", type=Path, help="work in this folder, which must not be there, and leave it")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as name:
        folder = options.keep or Path(name) / "run"
        news = folder / "news"
        news.mkdir(parents=True)
        texts = sorted((path for place in options.texts for path in place.glob("*.txt")), key=lambda path: path.name)
        for path in texts[: options.n]:
            shutil.copyfile(path, news / path.name)
        run = Run(folder, options.log)
        go(run, len(list(news.iterdir())), options.workers)
    sys.exit(1 if run.failed else 0)


def go(run: Run, articles: int, workers: int) -> None:
    """Do all steps."""
    run.say(
        f"newskg {__version__}, {articles} articles, {workers} worker(s); clock, processor, peak memory of the largest process"
    )
    started = time.perf_counter()
    run.step("build --store", build(workers, articles))
    run.step("build --store, again", again)
    run.step("verify", verify)
    run.step("query", query)
    run.step("serve", serve)
    for form in EXPORTERS:
        run.step(f"export --format {form}", export(form))
    run.step("push, Oxigraph", push("oxigraph", "/query", **{"union-default-graph": "true"}))
    run.step("push, Virtuoso", push("virtuoso", "/sparql"))
    run.step("push, QLever bulk file", bulk)
    run.step("remove and put back", remove)
    minutes = (time.perf_counter() - started) / 60
    run.say(f"{minutes:.1f} minutes; {run.failed or 'no'} step(s) differ")


if __name__ == "__main__":
    main()
