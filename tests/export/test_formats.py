"""One contract for every format: any graph survives the way through it, and the same triples give the same bytes."""

from __future__ import annotations

import json
import subprocess
from dataclasses import replace
from pathlib import Path

import pytest
import rdflib
from pyoxigraph import DefaultGraph, Literal, NamedNode, Quad, RdfFormat, Triple, parse
from typer.testing import CliRunner

from kg.cli import app
from kg.errors import KGError
from kg.export import EXPORTERS, GRAPH_FORMATS
from kg.graph import namespaces as ns
from kg.graph.partition import quads
from kg.graph.publish import without_texts
from kg.graph.store import Graph
from kg.graph.write import in_order, triples
from kg.knowledge_graph import KnowledgeGraph, load
from kg.model import Document, Modality, Polarity, Resolution, ResolvedDocument
from kg.ontology import Ontology
from tests.conftest import program
from tests.factory import RUN, TEXT, make_graph, make_resolution, make_statement

ODD = '"\\u0041 \\ </script>\r\n\t\u2028]]> @prefix \u00a0\U0001f600 .\n}\n\x00'
PARSERS = {
    "ttl": ("turtle", RdfFormat.TURTLE),
    "trig": ("trig", RdfFormat.TRIG),
    "nq": ("nquads", RdfFormat.N_QUADS),
    "nt": ("nt", RdfFormat.N_TRIPLES),
    "jsonld": ("json-ld", RdfFormat.JSON_LD),
}
NAMED = ("trig", "nq")

run = CliRunner()


def odd_names(ontology: Ontology, odd: str = ODD) -> Graph:
    """Two documents with odd keys and texts that say the same, and entities that nobody would name so."""
    same_as = ("kg://x.example/a", "e:x", "not:so", "urn:x:%3C")
    entities = tuple(
        replace(entity, name=f"{entity.name} {odd}", same_as=same_as, aliases=(odd,))
        for entity in make_resolution().entities
    )
    [resolved] = make_resolution().documents
    documents = tuple(
        replace(
            resolved,
            document=Document(key, odd, TEXT + odd, source=key, title=odd),
            attributions=tuple(replace(a, id=f"{number}{a.id}") for a in resolved.attributions),
            statements=tuple(
                replace(s, id=f"{number}{s.id}", content=(), via=None, cues=(odd,)) for s in resolved.statements
            ),
        )
        for number, key in enumerate(("a b/ü}{\n.txt", "https://x.example/?a=b#c"))
    )
    return Graph.from_triples(triples(Resolution(entities, documents), RUN, ontology))


@pytest.fixture(params=["empty", "run only", "small", "odd", "no run"])
def graph(request: pytest.FixtureRequest, ontology: Ontology) -> Graph:
    x = NamedNode("https://x.example/a")
    made = {
        "empty": lambda: Graph.from_triples([]),
        "run only": lambda: Graph.from_triples(triples(Resolution(), RUN, ontology)),
        "small": lambda: make_graph(ontology).graph,
        "odd": lambda: odd_names(ontology),
        "no run": lambda: Graph.from_triples([Triple(x, x, Literal("y", language="en")), Triple(x, ns.TYPE, x)]),
    }
    found: Graph = made[request.param]()
    return found


def written(graph: Graph, form: str, folder: Path, ontology: Ontology) -> Path:
    path = folder / f"graph.{form}"
    EXPORTERS[form](graph, path, ontology)
    return path


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_what_is_written_is_what_is_loaded(form: str, graph: Graph, tmp_path: Path, ontology: Ontology) -> None:
    assert set(Graph.load(written(graph, form, tmp_path, ontology)).triples()) == set(graph.triples())


@pytest.mark.filterwarnings("ignore::DeprecationWarning:rdflib")  # its Dataset calls what it calls deprecated
@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_rdflib_reads_the_same(form: str, graph: Graph, tmp_path: Path, ontology: Ontology) -> None:
    read = rdflib.Dataset()
    read.parse(data=written(graph, form, tmp_path, ontology).read_bytes(), format=PARSERS[form][0])
    assert {(s, p, o) for s, p, o, _ in read.quads()} == set(graph.rdf)


@pytest.mark.store
@pytest.mark.parametrize(
    ("form", "parser"), [("ttl", "turtle"), ("trig", "trig"), ("nq", "nquads"), ("nt", "ntriples")]
)
def test_raptor_reads_the_same(form: str, parser: str, tmp_path: Path, ontology: Ontology) -> None:
    made = odd_names(ontology, ODD.replace("\x00", ""))  # raptor is written in C and refuses NUL
    path = written(made, form, tmp_path, ontology)
    done = subprocess.run(
        [program("rapper"), "-q", "-i", parser, "-o", "ntriples", str(path), RUN.base], capture_output=True, check=True
    )
    assert done.stderr == b""
    read = parse(done.stdout, format=RdfFormat.N_TRIPLES)
    assert {Triple(q.subject, q.predicate, q.object) for q in read} == set(made.triples())


@pytest.mark.parametrize("form", EXPORTERS)
def test_the_order_of_the_triples_leaves_no_trace(form: str, graph: Graph, tmp_path: Path, ontology: Ontology) -> None:
    def files() -> dict[str, bytes]:
        return {file.name: file.read_bytes() for file in sorted(tmp_path.rglob("*")) if file.is_file()}

    written(graph, form, tmp_path, ontology)
    first = files()
    written(Graph.from_triples(graph.triples()[::-1]), form, tmp_path, ontology)
    assert files() == first != {}


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_turtle_again_after_any_format_is_the_same_file(form: str, tmp_path: Path, ontology: Ontology) -> None:
    made = make_graph(ontology)
    turtle = made.export(tmp_path / "a.ttl").read_bytes()
    again = load(made.export(tmp_path / f"a.{form}"), ontology=ontology)
    assert again.export(tmp_path / "b.ttl").read_bytes() == turtle
    assert again.validate() == []
    assert again.show() == made.show()
    assert again.query("ASK { ?who rel:denies ?what }").boolean


# ---- named graphs


@pytest.mark.parametrize("form", NAMED)
def test_the_file_has_the_named_graphs_and_their_union_is_the_graph(
    form: str, graph: Graph, tmp_path: Path, ontology: Ontology
) -> None:
    found = set(parse(path=str(written(graph, form, tmp_path, ontology)), format=PARSERS[form][1]))
    assert found == set(quads(graph))
    assert {Triple(q.subject, q.predicate, q.object) for q in found} == set(graph.triples())


def test_each_node_stands_in_its_graph(ontology: Ontology) -> None:
    port, shared = f"{RUN.base}doc/port.txt", f"{RUN.base}graph/"
    homes: dict[str, set[str]] = {}
    for quad in quads(make_graph(ontology).graph):
        if not quad.predicate.value.startswith(tuple(ns.LAYERS.values())):
            kind = quad.subject.value.removeprefix(RUN.base).partition("/")[0]
            homes.setdefault(kind, set()).add(quad.graph_name.value)
    assert homes == {
        "doc": {port},
        "statement": {port},
        "attribution": {port},
        "entity": {shared + "entities"},
        "run": {shared + "entities"},
        "claim": {shared + "claims"},
        "dispute": {shared + "disputes"},
    }


def graphs_of(found: list[Quad], predicate: str) -> list[str]:
    return [quad.graph_name.value for quad in found if quad.predicate.value == predicate]


def test_a_direct_triple_stands_in_every_document_that_says_it_and_in_no_other(ontology: Ontology) -> None:
    told = make_statement(speaker="Narrator", via=None)
    documents = [
        ResolvedDocument(Document(key, key, TEXT), statements=(replace(statement, id=key),))
        for key, statement in {
            "claims": make_statement(via=None),
            "denies": replace(told, polarity=Polarity.NEGATIVE),
            "doubts": replace(told, modality=Modality.POSSIBLE),
            "tells": told,
            "tells-too": told,
        }.items()
    ]
    resolution = Resolution(make_resolution().entities, tuple(documents))
    graph = Graph.from_triples(triples(resolution, RUN, ontology))
    found = quads(graph)
    doc = f"{RUN.base}doc/"
    assert sorted(graphs_of(found, ns.REL + "rejects")) == [doc + "tells", doc + "tells-too"]
    assert graphs_of(found, ns.NOT + "rejects") == [doc + "denies"]
    assert graphs_of(found, ns.CLAIM + "rejects") == [doc + "claims"]
    assert len(found) == len(graph) + 1


def test_a_graph_without_a_run_has_no_base_to_name_graphs_under() -> None:
    x = NamedNode("https://x.example/a")
    assert [q.graph_name for q in quads(Graph.from_triples([Triple(x, ns.LABEL, Literal("x"))]))] == [DefaultGraph()]


# ---- JSON-LD


def test_json_ld_is_short_and_never_mistakes_an_iri_for_a_prefixed_name(tmp_path: Path, ontology: Ontology) -> None:
    small = json.loads(written(make_graph(ontology).graph, "jsonld", tmp_path, ontology).read_text("utf-8"))
    [denial] = [node for node in small["@graph"] if node["@id"] == "st:s2"]
    assert denial["@type"] == "kg:Statement"
    assert denial["rdf:predicate"] == {"@id": "rel:denies"}
    assert denial["kg:cue"] == "denied"
    assert set(small["@context"]) == {*ns.PREFIXES, *ns.INSTANCES}
    odd = json.loads(written(odd_names(ontology), "jsonld", tmp_path, ontology).read_text("utf-8"))
    assert {*ns.PREFIXES, *ns.INSTANCES} - set(odd["@context"]) == {"e", "kg", "not"}


# ---- without texts


def test_without_texts_only_evidence_mentions_sources_and_cues_are_quoted(tmp_path: Path, ontology: Ontology) -> None:
    [resolved] = make_resolution().documents
    content = replace(resolved.attributions[0].content[0], end=resolved.attributions[0].content[0].end - 6)
    said = replace(resolved.attributions[0], content=(content,))
    resolution = replace(make_resolution(), documents=(replace(resolved, attributions=(said,)),))
    made = make_graph(ontology, resolution)
    bare = made.without_texts()
    gone = set(made.graph.triples()) - set(bare.graph.triples())
    assert {t.object for t in gone} == {Literal(TEXT), Literal("The port authority rejected the pay")}
    assert set(bare.graph.triples()) < set(made.graph.triples())
    assert list(bare.graph.triples()) == triples(resolution, RUN, ontology, texts=False)
    assert without_texts(bare.graph.triples()) == in_order(bare.graph.triples())
    assert bare.validate() == []
    assert not made.diff(bare)
    page = bare.export(tmp_path / "graph.html").read_text("utf-8")
    assert "a union source said.\\n" not in page
    assert "The port authority rejected the pay offer" in page


# ---- files


def test_the_format_is_named_or_told_by_the_suffix(tmp_path: Path, ontology: Ontology) -> None:
    made = make_graph(ontology)
    assert made.export(tmp_path / "a.NT").read_bytes() == made.export(tmp_path / "b", "nt").read_bytes()
    for path, form in ((tmp_path / "a.xml", None), (tmp_path / "a.ttl", "xml"), (tmp_path / "a", None)):
        with pytest.raises(KGError, match="is none of ttl, trig, nq, nt, jsonld, html"):
            made.export(path, form)


def test_several_formats_are_saved_once_each(tmp_path: Path, ontology: Ontology) -> None:
    paths = make_graph(ontology).save(tmp_path, formats=["nq", "trig", "nq"], page=False)
    assert [path.name for path in paths] == ["graph.nq", "graph.trig"]
    assert sorted(path.name for path in tmp_path.iterdir()) == ["graph.nq", "graph.trig"]


def test_a_link_is_written_through(tmp_path: Path, ontology: Ontology) -> None:
    (tmp_path / "link.ttl").symlink_to(tmp_path / "real.ttl")
    make_graph(ontology).export(tmp_path / "link.ttl")
    assert (tmp_path / "link.ttl").is_symlink()
    assert (tmp_path / "real.ttl").stat().st_size > 0


def test_the_command_converts_and_leaves_out_texts(tmp_path: Path, ontology: Ontology) -> None:
    source, target = make_graph(ontology).export(tmp_path / "graph.ttl"), tmp_path / "bare"
    done = run.invoke(app, ["export", str(source), "--format", "trig", "--no-texts", "-o", str(target)])
    assert (done.exit_code, done.stdout) == (0, f"{target}\n")
    assert "isString" in source.read_text("utf-8")
    assert "isString" not in target.read_text("utf-8")
    assert run.invoke(app, ["export", str(source)]).exit_code == 2
    wrong = run.invoke(app, ["export", str(source), "-o", str(tmp_path / "graph.xml")])
    assert (wrong.exit_code, "the format 'xml' is none of" in wrong.stderr) == (2, True)


@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_every_command_reads_every_format(form: str, tmp_path: Path, ontology: Ontology) -> None:
    path = str(make_graph(ontology).export(tmp_path / f"graph.{form}"))
    assert run.invoke(app, ["validate", path]).exit_code == 0
    assert "union source" in run.invoke(app, ["show", path]).stdout
    assert run.invoke(app, ["query", "ASK { ?who claim:rejects ?what }", "-g", path]).stdout == "true\n"


def test_a_format_that_is_none_is_told_before_the_work() -> None:
    done = run.invoke(app, ["build", "nowhere.txt", "--format", "ttl,html"])
    assert (done.exit_code, "'html' is none of" in done.stderr) == (2, True)


@pytest.mark.model
def test_building_writes_the_formats_asked_for(model: str, tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("The port authority denied the claim, a spokesman said.\n", encoding="utf-8")
    options = ["--format", "trig,nt", "--format", "NQ", "--no-texts", "--no-page"]
    done = run.invoke(app, ["build", str(tmp_path / "a.txt"), "-o", str(tmp_path), *options])
    assert done.stdout.splitlines() == [str(tmp_path / f"graph.{form}") for form in ("trig", "nt", "nq")]
    assert ns.TEXT.value not in (tmp_path / "graph.nt").read_text("utf-8")
    assert run.invoke(app, ["validate", str(tmp_path / "graph.trig")]).exit_code == 0


@pytest.mark.model
@pytest.mark.parametrize("form", GRAPH_FORMATS)
def test_the_seeds_in_every_format(form: str, seed_graph: KnowledgeGraph, tmp_path: Path) -> None:
    read = Graph.load(seed_graph.export(tmp_path / f"seeds.{form}"))
    assert set(read.triples()) == set(seed_graph.graph.triples())
