"""Write a large made-up graph as our page and as pyvis' default page, and time both until Chromium can use them.

python benchmarks/page.py [--entities 5000] [--statements 20000] [--limit 120] [--chromium PATH] [--ours] [--json]

Ours is usable when its script has drawn the first view and the browser has painted twice after that; pyvis' default
page when the layout it computes at opening is done and the browser has painted twice after that. On ours, filters and
searches are timed too, from the click or the key to the end of the frame that shows the answer; the slowest of the
medians stands in the table, with every one under --json. Beside each time stands what the page's main thread worked of
it, which other work on the machine does not change.
"""

from __future__ import annotations

import argparse
import json
import random
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from kg import __version__
from kg.export import EXPORTERS
from kg.graph.read import records
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ids import DEFAULT_BASE
from kg.model import (
    NARRATOR,
    Denotation,
    Document,
    Entity,
    Modality,
    Polarity,
    Resolution,
    ResolvedDocument,
    Run,
    Span,
    Statement,
)
from kg.ontology import Ontology, load_ontology

A_DOCUMENT = 100
FLAGS = ["--headless", "--no-sandbox", "--disable-gpu"]
ACTIONS = {
    "hide a stance": "document.querySelector('[data-key=conflict]').click()",
    "hide claims": "document.querySelector('[data-key=claimed]').click()",
    "one relation": "document.querySelector('[data-key=\"relation accuses\"]').click()",
    "confidence": "(() => { const i = document.getElementById('confidence'); i.value = i.value > 0 ? 0 : 0.5;"
    " i.dispatchEvent(new Event('input')); })()",
    "search a name": "(() => { const i = document.getElementById('search'); i.value = i.value === 'person 0012' ?"
    " 'person 0345' : 'person 0012'; i.dispatchEvent(new Event('input')); })()",
    "search words": "(() => { const i = document.getElementById('search'); i.value = i.value === 'accuses person 4' ?"
    " '99 denies' : 'accuses person 4'; i.dispatchEvent(new Event('input')); })()",
}
TIMED = (
    "async action => { const begun = performance.now(); (0, eval)(action);"
    " await new Promise(done => requestAnimationFrame(() => requestAnimationFrame(() => setTimeout(done))));"
    " return performance.now() - begun; }"
)
REPEATS = 6
PAINTED = "() => new Promise(done => requestAnimationFrame(() => requestAnimationFrame(done)))"
OURS = "() => globalThis.newskg !== undefined"
THEIRS = (
    "() => { if (!globalThis.network) return false; if (!globalThis.asked) { globalThis.asked = true;"
    " network.once('stabilizationIterationsDone', () => { globalThis.laidOut = true; }); } return !!globalThis.laidOut; }"
)


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--entities", type=int, default=5_000)
    parser.add_argument("--statements", type=int, default=20_000)
    parser.add_argument("--limit", type=int, default=120, help="seconds to wait for a page")
    parser.add_argument("--chromium", default=shutil.which("chromium") or shutil.which("google-chrome"))
    parser.add_argument("--ours", action="store_true", help="leave pyvis' default page out")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    ontology = load_ontology()
    graph = made_up(options.entities, options.statements, ontology)
    writers: dict[str, tuple[Callable[[Path], Any], str]] = {
        "ours": (lambda path: EXPORTERS["html"](graph, path, ontology), OURS),
        "pyvis, default page": (lambda path: pyvis_default(graph, path), THEIRS),
    }
    if options.ours:
        del writers["pyvis, default page"]
    with tempfile.TemporaryDirectory() as folder:
        found = {
            name: measure(write, ready, Path(folder) / f"{name}.html", options.chromium, options.limit)
            for name, (write, ready) in writers.items()
        }
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found, options.limit))


def made_up(entities: int, statements: int, ontology: Ontology) -> Graph:
    """Give a graph of sentences "X criticises Y."; a few entities have most of the edges, as in news."""
    dice = random.Random(0)  # a fixed seed makes the same graph every time
    people = tuple(Entity(f"person-{n:05}", "Person", f"Person {n:05}") for n in range(entities))
    relations = sorted(r.id for r in ontology.relations.values() if not r.static)

    def anyone() -> Entity:
        return people[int(entities * dice.random() ** 2.5)]

    documents = []
    for first in range(0, statements, A_DOCUMENT):
        rows = [(anyone(), dice.choice(relations), anyone()) for _ in range(min(A_DOCUMENT, statements - first))]
        documents.append(_document(f"d{first:06}", rows, people[dice.randrange(entities)].id))
    resolution = Resolution(entities=people, documents=tuple(documents))
    return Graph.from_triples(triples(resolution, Run(__version__, "none", DEFAULT_BASE), ontology))


def _document(key: str, rows: list[tuple[Entity, str, Entity]], speaker: str) -> ResolvedDocument:
    text, made, denoted = "", [], set()
    for n, (subject, relation, object_) in enumerate(rows):
        start = len(text)
        sentence = f"{subject.name} {relation} {object_.name}."
        text += sentence + " "
        one = Span(start, start + len(subject.name))
        other = Span(start + len(sentence) - 1 - len(object_.name), start + len(sentence) - 1)
        denoted |= {Denotation(one, subject.id), Denotation(other, object_.id)}
        made.append(
            Statement(
                id=f"{key}-{n}", subject=subject.id, relation=relation, object=object_.id,
                polarity=Polarity.NEGATIVE if n % 10 == 0 else Polarity.POSITIVE, modality=Modality.ASSERTED,
                speaker=speaker if n % 3 == 0 else NARRATOR, cues=(relation,),
                evidence=(Span(start, start + len(sentence)),), subject_mentions=(one,), object_mentions=(other,),
            )
        )  # fmt: skip
    denotations = tuple(sorted(denoted, key=lambda d: (d.span, d.entity)))
    return ResolvedDocument(Document(key, key, text), denotations, statements=tuple(made))


def pyvis_default(graph: Graph, path: Path) -> None:
    """Write the same nodes and edges as pyvis does when nobody sets anything but self-containment."""
    from pyvis.network import Network

    found = records(graph)
    net = Network(directed=True, cdn_resources="in_line")
    net.add_nodes(list(found.entities), label=[entity.label for entity in found.entities.values()])
    for statement in found.statements:
        net.add_edge(statement.subject, statement.object, label=statement.relation)
    path.write_text(net.generate_html(), encoding="utf-8")


def measure(write: Callable[[Path], Any], ready: str, path: Path, chromium: str, limit: int) -> dict[str, Any]:
    """Give seconds to write, megabytes, seconds until usable (None: not within the limit), milliseconds of answers."""
    begun = time.perf_counter()
    write(path)
    written = time.perf_counter() - begun
    size = path.stat().st_size / 1e6
    return {"write": written, "megabytes": size} | opened(path, ready, chromium, limit)


def opened(path: Path, ready: str, chromium: str, limit: int) -> dict[str, Any]:
    """Open a page from disk, without network, wait until it is ready and painted, and time its answers."""
    from playwright.sync_api import TimeoutError as TooLong
    from playwright.sync_api import sync_playwright

    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=FLAGS)
        try:
            page = browser.new_context(bypass_csp=True).new_page()  # the timing needs eval, the page does not
            page.set_default_timeout(limit * 1000)
            page.route("**/*", lambda r: r.continue_() if r.request.url.startswith("file:") else r.abort())
            session = page.context.new_cdp_session(page)
            session.send("Performance.enable", {"timeDomain": "threadTicks"})
            begun = time.perf_counter()
            page.goto(path.as_uri(), wait_until="commit")
            page.wait_for_function(ready, polling=100)
            page.evaluate(PAINTED)
            usable = time.perf_counter() - begun
            return {
                "usable": usable,
                "cpu": worked(session),
                "answers": answers(page, session) if ready == OURS else {},
            }
        except TooLong:
            return {"usable": None, "cpu": None, "answers": {}}
        finally:
            browser.close()


def worked(session: Any) -> float:
    """Give the seconds of processor time that the page's main thread has used."""
    metrics = session.send("Performance.getMetrics")["metrics"]
    return next(float(one["value"]) for one in metrics if one["name"] == "TaskDuration")


def answers(page: Any, session: Any) -> dict[str, dict[str, float]]:
    """Give the median milliseconds of each filter and search, on and off again; the first of each warms up."""
    page.locator("#finer-button").click()
    found = {}
    for name, action in ACTIONS.items():
        wall, cpu = [], []
        for _ in range(REPEATS + 1):
            before = worked(session)
            wall.append(page.evaluate(TIMED, action))
            cpu.append(1000 * (worked(session) - before))
        found[name] = {"wall": statistics.median(wall[1:]), "cpu": statistics.median(cpu[1:])}
    return found


def table(found: dict[str, dict[str, Any]], limit: int) -> str:
    """Give the figures as a markdown table."""
    lines = [
        "| page | write (s) | size (MB) | usable after (s), main thread (s) | slowest filter or search (ms), main thread (ms) |",
        "|---|---|---|---|---|",
    ]
    for name, figures in found.items():
        after = f"{figures['usable']:.1f}, {figures['cpu']:.1f}" if figures["usable"] else f"not within {limit}"
        slowest = (
            [max(one[kind] for one in figures["answers"].values()) for kind in ("wall", "cpu")]
            if figures["answers"]
            else []
        )
        times = ", ".join(f"{value:.0f}" for value in slowest) or "n/a"
        lines.append(f"| {name} | {figures['write']:.1f} | {figures['megabytes']:.1f} | {after} | {times} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
