"""The page without a browser: what is drawn, where, in which order, and how it is written."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from kg.export.page import assemble, html, layout, network, write
from kg.export.page.data import embed, page_data
from kg.export.page.order import by_importance
from kg.export.page.view import first_count, lines, plain, short_label, view
from kg.graph.record import GraphRecords
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.conftest import ROOT, program
from tests.export.story import make_story
from tests.export.telling import entity
from tests.factory import RUN, make_resolution

EMPTY = GraphRecords({}, {}, {}, (), {}, ())


@pytest.fixture(scope="module")
def story() -> GraphRecords:
    return make_story()


def test_the_network_is_pyvis_and_keeps_parallel_edges(story: GraphRecords, ontology: Ontology) -> None:
    from pyvis.network import Network

    net = network(story, ontology)
    assert isinstance(net, Network) and net.directed
    assert {node["id"] for node in net.nodes} == story.entities.keys() == set(net.get_nodes())
    parallel = [e for e in net.edges if (e["from"], e["to"]) == (entity("northline"), entity("deal"))]
    assert sorted((e["relation"], e["polarity"]) for e in parallel) == [
        ("denies", "Positive"), ("rejects", "Negative"), ("rejects", "Positive"),
    ]  # fmt: skip
    assert len({(e["smooth"]["type"], e["smooth"]["roundness"]) for e in parallel}) == 3
    assert all(node["x"] == int(node["x"]) for node in net.nodes)


def test_every_statement_with_two_ends_is_on_one_line(story: GraphRecords) -> None:
    drawn = Counter(number for line in lines(story.statements) for number in line.statements)
    both = {i for i, s in enumerate(story.statements) if s.subject and s.object}
    assert drawn == Counter(both)


def test_main_actors_come_first_each_with_a_partner() -> None:
    weights = {"a": 9.0, "b": 1.0, "c": 5.0, "d": 1.0, "e": 4.0}
    assert by_importance(weights, {("a", "b"): 1.0, ("c", "d"): 1.0}) == ["a", "b", "c", "d", "e"]


def test_order_does_not_depend_on_the_order_given() -> None:
    rng = np.random.default_rng(3)
    ids = [f"n{i:02}" for i in range(30)]
    weights = {id_: float(rng.integers(1, 4)) for id_ in ids}
    links = {
        (ids[a], ids[b]): 1.0 for a, b in sorted({tuple(sorted(p)) for p in rng.integers(0, 30, (40, 2)).tolist()})
    }
    turned = by_importance(dict(reversed(weights.items())), dict(reversed(links.items())))
    assert turned == by_importance(weights, links)
    assert sorted(turned) == ids


@pytest.mark.parametrize(
    ("entities", "joined", "first"), [(0, 0, 0), (23, 22, 22), (60, 50, 50), (312, 200, 40), (312, 9, 9)]
)
def test_a_large_graph_opens_with_forty(entities: int, joined: int, first: int) -> None:
    assert first_count(entities, joined) == first


def test_labels_of_the_first_picture_do_not_overlap(story: GraphRecords, ontology: Ontology) -> None:
    shown = view(story, ontology.of("static"))
    points = np.array([shown.positions[iri] for iri in shown.order[: shown.first]])
    apart = np.abs(points[:, None, :] - points[None, :, :])
    np.fill_diagonal(apart[..., 0], 1000)
    assert not ((apart[..., 0] < 66) & (apart[..., 1] < 66)).any()


def test_all_others_get_places_of_their_own() -> None:
    ids = [f"n{i:04}" for i in range(1500)]
    links = {(ids[i // 7], ids[i]): 1.0 for i in range(1, 1500)}
    places = layout.positions(ids, links, dict.fromkeys(ids, 80.0), first=40)
    assert len(set(places.values())) == 1500


def test_crossings_and_links_through_entities_are_counted() -> None:
    square = np.array([[0.0, 0], [100, 100], [100, 0], [0, 100], [50, 48]])
    assert layout.crossings(square, np.array([[0, 1], [2, 3]])) == 1
    assert layout.crossings(square, np.array([[0, 2], [2, 1]])) == 0
    assert layout.passes(square, np.array([[0, 1]])) == 1


def test_hostile_names_are_cut_and_cleaned() -> None:
    assert len(short_label("x" * 10_000)) == 60
    assert plain("a\u202eb\x00\nc\ud800") == "a b c"
    assert plain("👩‍🚒 می‌خواهم") == "👩‍🚒 می‌خواهم"


def test_embedded_data_cannot_leave_its_element() -> None:
    text = "</script><!-- & \u2028\u2029 \ud800"
    written = embed({"x": text})
    assert not re.search("[<>&\u2028\u2029\ud800]", written)
    assert json.loads(written)["x"] == text.replace("\ud800", "\ufffd")


def test_the_data_says_what_the_records_say(story: GraphRecords, ontology: Ontology) -> None:
    data = json.loads(embed(page_data(story, ontology, view(story))))
    texts = [document["text"] for document in data["documents"]]
    labels = [one["label"] for one in data["entities"]]
    for given, found in zip(story.statements, data["statements"], strict=True):
        start, end = found["evidence"]
        assert texts[found["document"]][start:end] == given.evidence[0].text
        assert (given.subject is None) == ("subject" not in found)
        if given.subject:
            assert labels[found["subject"]] == story.entities[given.subject].label
    assert [one.get("speaker") for one in data["statements"] if one["iri"] == "statement/s001"] == [-1]


def test_a_graph_without_texts_shows_its_quotes(story: GraphRecords, ontology: Ontology) -> None:
    bare = replace(story, documents={iri: replace(d, text=None) for iri, d in story.documents.items()})
    data = page_data(bare, ontology, view(bare))
    assert "text" not in data["documents"][0]
    assert data["statements"][0]["quotes"] == [story.statements[0].evidence[0].text]


def test_the_page_is_one_file_that_asks_for_nothing(story: GraphRecords, ontology: Ontology) -> None:
    page = html(story, ontology)
    assert not re.search(r"<(?:link|img|iframe|object|embed)\b|<script[^>]*\bsrc=|@import|sourceMappingURL", page)
    policy = re.search(r'Content-Security-Policy" content="([^"]*)"', page)
    assert policy and policy[1].startswith("default-src 'none'; script-src 'sha256-")
    assert "unsafe" not in policy[1]
    assert not re.search(r'\sstyle="|\son\w+="', re.sub(r"<script.*?</script>", "", page, flags=re.DOTALL))


def test_our_scripts_put_no_html_into_the_page() -> None:
    for path in sorted(assemble.TEMPLATE.glob("*.js")):
        assert not re.search(
            r"innerHTML|outerHTML|insertAdjacentHTML|document\.write|eval\(|Function\(", path.read_text()
        )


def test_module_names_are_unique_so_that_they_can_be_joined() -> None:
    files = {name: (assemble.TEMPLATE / f"{name}.js").read_text(encoding="utf-8") for name in assemble.MODULES}
    names = [n for text in files.values() for n in re.findall(r"^(?:export )?(?:function|const|let) (\w+)", text, re.M)]
    assert not [name for name, count in Counter(names).items() if count > 1]
    assert not set(names) & {"history", "location", "document", "navigator", "print", "fetch", "event", "open", "close"}
    assert {path.stem for path in assemble.TEMPLATE.glob("*.js")} == set(assemble.MODULES)
    assert not re.search(r"^(import|export) ", assemble.page_script(), re.M)


def test_the_modules_import_what_is_there_and_use_it() -> None:
    files = {name: (assemble.TEMPLATE / f"{name}.js").read_text(encoding="utf-8") for name in assemble.MODULES}
    faults = []
    for name, text in files.items():
        for names, module in re.findall(r'^import \{([^}]*)\} from "\./(\w+)\.js";', text, re.M):
            for wanted in re.findall(r"\w+", names):
                exported = re.search(rf"^export (async )?(function|const) {wanted}\b", files[module], re.M)
                if not exported or len(re.findall(rf"\b{wanted}\b", text)) < 2:
                    faults.append((name, wanted))
    assert faults == []


def test_every_text_of_the_page_is_shown_somewhere() -> None:
    words = (assemble.TEMPLATE / "words.js").read_text(encoding="utf-8")
    code = "".join((assemble.TEMPLATE / f"{name}.js").read_text() for name in assemble.MODULES if name != "words")
    assert [key for key in re.findall(r"^  (\w+):", words, re.M) if f"WORDS.{key}" not in code] == []


@pytest.mark.parametrize(
    "records", [EMPTY, replace(EMPTY, entities={entity("moss"): make_story().entities[entity("moss")]})]
)
def test_an_empty_graph_makes_a_page(records: GraphRecords, ontology: Ontology) -> None:
    records = replace(records, entities={iri: replace(e, mentions=()) for iri, e in records.entities.items()})
    assert "</html>" in html(records, ontology)


def test_the_same_graph_makes_the_same_bytes(tmp_path: Path) -> None:
    code = (
        "import hashlib; from tests.export.story import make_story; from kg.export.page import html;"
        "from kg.ontology import load_ontology;"
        "print(hashlib.sha256(html(make_story(), load_ontology()).encode()).hexdigest())"
    )
    runs = [
        subprocess.run([sys.executable, "-c", code], env=os.environ | {"PYTHONHASHSEED": seed}, cwd=ROOT,
                       capture_output=True, text=True, check=True).stdout
        for seed in ("1", "2")
    ]  # fmt: skip
    assert runs[0] == runs[1]


def test_a_graph_is_written_as_utf8(tmp_path: Path, ontology: Ontology) -> None:
    path = tmp_path / "graph.html"
    write(Graph.from_triples(triples(make_resolution(), RUN, ontology)), path, ontology)
    assert "union source" in path.read_text(encoding="utf-8")


def test_the_scripts_pass_their_own_tests() -> None:
    run = subprocess.run(
        [program("node"), "--test", str(ROOT / "tests" / "page")], capture_output=True, text=True, cwd=ROOT, check=False
    )
    assert run.returncode == 0, run.stdout + run.stderr
