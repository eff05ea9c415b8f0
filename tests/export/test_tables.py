"""Tables, networks, NIF and RDF 1.2: what other programs read of a graph."""

from __future__ import annotations

import csv
import json
import sys
import xml.etree.ElementTree as ET
from dataclasses import replace
from pathlib import Path

import networkx as nx
import pyarrow.parquet
import pynif
import pytest
from pyoxigraph import NamedNode, RdfFormat, Store, Triple, parse
from typer.testing import CliRunner

from kg.cli import app
from kg.cli.report import as_json
from kg.errors import InputError, KGError
from kg.export import EXPORTERS, networks, nif, reifiers, table
from kg.export.cells import unguarded
from kg.graph import namespaces as ns
from kg.graph.direct import direct
from kg.graph.publish import without_texts
from kg.graph.store import Graph
from kg.knowledge_graph import KnowledgeGraph, Report
from kg.ontology import Ontology
from tests.export.test_filter import resolution
from tests.export.test_formats import ODD, odd_names
from tests.factory import TEXT, make_graph

FILES = ("csv", "parquet", "graphml", "gexf", "nif", "ttl12")
FOLDERS = {"neo4j": ("nodes.csv", "relationships.csv"), "gephi": ("nodes.csv", "edges.csv")}

run = CliRunner()


@pytest.fixture
def story(ontology: Ontology) -> Graph:
    return make_graph(ontology, resolution()).graph


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def written(form: str, graph: Graph, folder: Path, ontology: Ontology) -> Path:
    path = folder / f"graph.{form}"
    EXPORTERS[form](graph, path, ontology)
    return path


@pytest.mark.parametrize("form", [*FILES, *FOLDERS])
def test_an_empty_graph_is_written_too(form: str, tmp_path: Path, ontology: Ontology) -> None:
    assert written(form, Graph.from_triples([]), tmp_path, ontology).exists()


def test_the_table_has_a_row_a_statement_and_says_whose_it_is(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    found = rows(written("csv", story, tmp_path, ontology))
    assert list(found[0]) == list(table.COLUMNS)
    told = [(r["subject"], r["relation"], r["object"], r["layer"], r["modality"], r["speaker"]) for r in found]
    assert told == [
        ("port authority", "rejects", "pay offer", "claimnot", "Asserted", "Unattributed"),
        ("port authority", "supports", "pay offer", "", "Asked", "Narrator"),
        ("port authority", "rejects", "pay offer", "claim", "Asserted", "union source"),
        ("port authority", "denies", "claim", "rel", "Asserted", "Narrator"),
        ("port authority", "meets", "dockers' union", "", "Possible", "Narrator"),
    ]
    first = found[2]
    assert TEXT[int(first["begin"]) : int(first["end"])] == first["evidence"]
    assert (first["publisher"], first["issued"], first["reports"]) == ("The Test Post", "2024-02-05T10:00:00Z", "1")
    assert first["claim_iri"].endswith("/claim/c1")


def test_parquet_holds_the_same_with_texts_as_they_are(tmp_path: Path, ontology: Ontology) -> None:
    graph = odd_names(ontology)
    read = pyarrow.parquet.read_table(written("parquet", graph, tmp_path, ontology)).to_pylist()
    plain = rows(written("csv", graph, tmp_path, ontology))
    assert [row["statement_iri"] for row in read] == [row["statement_iri"] for row in plain]
    assert {type(row["confidence"]) for row in read} == {float}
    assert {row["title"] for row in read} == {ODD.replace("\x00", "\ufffd")}
    assert [row["object"].split() for row in read] == [
        unguarded(r["object"]).replace("\ufffd", "\ufffd").split() for r in plain
    ]


def test_parquet_without_pyarrow_says_what_to_install(
    story: Graph, tmp_path: Path, ontology: Ontology, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    with pytest.raises(KGError, match=r"pip install newskg\[parquet\]"):
        table.write_parquet(story, tmp_path / "a.parquet", ontology)


def test_no_text_of_a_stranger_is_a_formula_in_any_file(tmp_path: Path, ontology: Ontology) -> None:
    made = resolution()
    formula = '=HYPERLINK("http://x","y")'
    entities = tuple(replace(e, name=f"{formula}{e.name}", aliases=("+1", "@a;-b")) for e in made.entities)
    documents = tuple(replace(d, document=replace(d.document, title=formula)) for d in made.documents)
    graph = make_graph(ontology, replace(made, entities=entities, documents=documents)).graph
    files = [written("csv", graph, tmp_path, ontology)]
    files += [written(form, graph, tmp_path, ontology) / name for form, names in FOLDERS.items() for name in names]
    for path in files:
        text = path.read_text(encoding="utf-8")
        assert "'=HYPERLINK" in text
        for row in csv.reader(text.splitlines()):
            assert not [
                cell for cell in row for part in cell.split(";") if part.lstrip(' "')[:1] in ("=", "+", "-", "@")
            ]


def test_networks_keep_every_edge_and_say_what_is_only_claimed(
    story: Graph, tmp_path: Path, ontology: Ontology
) -> None:
    labels = {
        "t1": "rejects (claimed, not)",
        "t2": "supports (asked)",
        "s1": "rejects (claimed)",
        "s2": "denies",
        "s3": "meets (possible)",
    }
    read = {
        "graphml": nx.read_graphml(written("graphml", story, tmp_path, ontology), force_multigraph=True),
        "gexf": nx.read_gexf(written("gexf", story, tmp_path, ontology)),
    }
    for form, network in read.items():
        edges = {data["statement"].rpartition("/")[2]: data for _, _, data in network.edges(data=True)}
        assert {key: data["label"] for key, data in edges.items()} == labels, form
        assert edges["s1"]["layer"] == "claim"
        assert edges["s1"]["speaker"] == "union source"
        nodes = dict(network.nodes(data=True))
        assert nodes["https://newskg.example/entity/organisation-port-authority"]["label"] == "port authority"


@pytest.mark.parametrize("form", ["graphml", "gexf"])
def test_odd_names_make_no_invalid_xml(form: str, tmp_path: Path, ontology: Ontology) -> None:
    path = written(form, odd_names(ontology), tmp_path, ontology)
    assert len(list(ET.parse(path).getroot().iter())) > 50
    assert b"lastmodified" not in path.read_bytes()


def test_neo4j_has_a_type_that_says_who_vouches(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    folder = written("neo4j", story, tmp_path, ontology)
    edges, nodes = rows(folder / "relationships.csv"), rows(folder / "nodes.csv")
    assert [edge[":TYPE"] for edge in edges] == [
        "CLAIMED_NOT_REJECTS",
        "ASKED_SUPPORTS",
        "CLAIMED_REJECTS",
        "DENIES",
        "POSSIBLE_MEETS",
    ]
    ids = {node["iri:ID"] for node in nodes}
    assert {edge[":START_ID"] for edge in edges} | {edge[":END_ID"] for edge in edges} <= ids
    assert {node[":LABEL"] for node in nodes} == {"Entity;Organisation", "Entity;Person", "Entity;Topic"}


def test_gephi_has_the_columns_that_it_knows(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    folder = written("gephi", story, tmp_path, ontology)
    edges, nodes = rows(folder / "edges.csv"), rows(folder / "nodes.csv")
    assert list(edges[0])[:5] == ["Source", "Target", "Type", "Id", "Label"]
    assert {edge["Type"] for edge in edges} == {"Directed"}
    assert {edge["Source"] for edge in edges} <= {node["Id"] for node in nodes}


@pytest.mark.parametrize("make", [lambda o: make_graph(o).graph, odd_names], ids=["small", "odd"])
def test_pynif_reads_every_mention_with_what_it_denotes(make: object, tmp_path: Path, ontology: Ontology) -> None:
    graph: Graph = make(ontology)  # type: ignore[operator]
    read = KnowledgeGraph(graph, ontology).records
    text = written("nif", graph, tmp_path, ontology).read_text(encoding="utf-8")
    found = pynif.NIFCollection.loads(text)
    assert {c.mention for c in found.contexts} == {d.text for d in read.documents.values()}
    for context in found.contexts:
        assert (context.beginIndex, context.endIndex) == (0, len(context.mention))
        assert all(p.mention == context.mention[p.beginIndex : p.endIndex] for p in context.phrases)
    told = {(p.beginIndex, p.endIndex, p.taIdentRef, p.taIdentRefLabel) for c in found.contexts for p in c.phrases}
    assert told == {(m.start, m.end, e.iri, e.label) for e in read.entities.values() for m in e.mentions}


def test_nif_of_a_graph_without_texts_is_refused(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    with pytest.raises(KGError, match="the graph has none of"):
        nif.write(Graph.from_triples(without_texts(story.triples())), tmp_path / "a.nif", ontology)


def test_oxigraph_reads_the_reifiers_back_and_answers_by_them(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    path = written("ttl12", story, tmp_path, ontology)
    data = path.read_bytes()
    assert data.startswith(b'VERSION "1.2"\n')
    back = {Triple(q.subject, q.predicate, q.object) for q in parse(data, format=RdfFormat.TURTLE)}
    assert back - set(story.triples()) == set(reifiers.reifiers(story))
    assert set(story.triples()) < back
    store = Store()
    store.load(data, format=RdfFormat.TURTLE)
    answer = store.query(
        f"SELECT ?who {{ ?st <{ns.RDF}reifies> <<( ?s <{ns.CLAIM}rejects> ?o )>> ; <{ns.KG}attributedTo> ?who }}"
    )
    assert [row["who"].value.rpartition("/")[2] for row in answer] == ["person-union-source"]  # type: ignore[union-attr, index]


def test_reifying_asserts_nothing(story: Graph, ontology: Ontology) -> None:
    due = {fact for s in KnowledgeGraph(story, ontology).records.statements if (fact := direct(s))}
    terms = [t.object for t in reifiers.reifiers(story)]
    asserted = {t for t in terms if t in set(story.triples())}
    assert {tuple(part.value for part in t) for t in asserted} == due  # type: ignore[union-attr]
    assert len(terms) == 5
    assert NamedNode(ns.REL + "supports") in {t.predicate for t in terms if t not in asserted}  # type: ignore[union-attr]


def test_what_is_not_asserted_never_has_a_plain_type_or_label(story: Graph, ontology: Ontology) -> None:
    for statement in KnowledgeGraph(story, ontology).records.statements:
        plain = direct(statement) is not None and table.layer(statement) == "rel"
        assert (networks.neo4j_type(statement) == statement.relation.upper()) is plain
        assert ("(" not in networks.words(statement, ontology)) is plain


# ---- the command


def test_the_command_writes_what_passes(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    graph = KnowledgeGraph(story, ontology).export(tmp_path / "g.ttl")
    done = run.invoke(
        app, ["export", str(graph), "-o", str(tmp_path / "a.csv"), "--stance", "conflict", "--until", "2024-02"]
    )
    assert done.exit_code == 0, done.output
    assert [row["relation"] for row in rows(tmp_path / "a.csv")] == ["rejects", "denies"]
    two = ["--relation", "denies", "--relation", "meets", "--format", "neo4j"]
    assert run.invoke(app, ["export", str(graph), "-o", str(tmp_path / "neo"), *two]).exit_code == 0
    assert run.invoke(app, ["export", str(graph), "-o", str(tmp_path / "neo"), *two]).exit_code == 0  # over the older
    assert [row[":TYPE"] for row in rows(tmp_path / "neo" / "relationships.csv")] == ["DENIES", "POSSIBLE_MEETS"]
    none = run.invoke(app, ["export", str(graph), "-o", str(tmp_path / "b.nt"), "--speaker", "nobody"])
    assert (none.exit_code, (tmp_path / "b.nt").exists()) == (1, False)
    wrong = run.invoke(app, ["export", str(graph), "-o", str(tmp_path / "b.nt"), "--since", "May"])
    assert wrong.exit_code == 2


def test_show_takes_the_same_words(story: Graph, tmp_path: Path, ontology: Ontology) -> None:
    graph = KnowledgeGraph(story, ontology).export(tmp_path / "g.ttl")
    shown = run.invoke(app, ["show", str(graph), "--publisher", "gazette", "--polarity", "negative"]).stdout
    assert shown.splitlines()[1].strip() == "said by nobody named: port authority rejects pay offer  [not]"
    assert "supports" not in shown


# ---- report.json


def test_the_report_counts_all_that_came_in(ontology: Ontology) -> None:
    from collections import Counter

    report = Report(
        read=4,
        built=3,
        errors=(
            InputError("news/a.jsonl:7", "not JSON", "line 1"),
            InputError("news/a.jsonl:9", "not JSON"),
            InputError("news/b.pdf", "broken"),
        ),
        skips=Counter({("layout", "credit"): 2}),
        foreign=("c.txt",),
        left_out=Counter({"not English": 5}),
        timings={"extract": 1.23456},
    )
    found = json.loads(as_json(report))
    assert found["in"] == 3 + 3 + 5
    assert (found["built"], found["skipped"], found["failed"]) == (3, {"not English": 5}, {"not JSON": 2, "broken": 1})
    assert found["errors"]["news/a.jsonl"] == [
        {"place": "news/a.jsonl:7", "reason": "not JSON", "hint": "line 1"},
        {"place": "news/a.jsonl:9", "reason": "not JSON"},
    ]
    assert found["in_the_texts"] == {"layout: credit": 2}
    assert found["seconds"] == {"extract": 1.235}
    assert found["warned_not_english"] == ["c.txt"]
