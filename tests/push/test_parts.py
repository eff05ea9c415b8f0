"""The parts of a push that need no store: addresses, secrets, pieces, the journal."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, RdfFormat, Triple, parse

from kg.errors import PushError
from kg.graph.partition import quads
from kg.graph.store import Graph
from kg.ontology import Ontology
from kg.push import PRESETS, Credentials, Target, write_bulk
from kg.push.journal import Journal, journal_path
from kg.push.parcels import Parcel, parcels
from kg.push.wire import drop, put
from tests.factory import make_graph

S, P = NamedNode("https://a.example/s"), NamedNode("https://a.example/p")
SERVER = "http://db.example:8080"


@pytest.mark.parametrize(
    ("preset", "protocol", "address", "query"),
    [
        ("oxigraph", None, "/store", "/query"),
        ("oxigraph", "update", "/update", "/query"),
        ("virtuoso", None, "/sparql-graph-crud-auth", "/sparql"),
        ("virtuoso", "update", "/sparql-auth", "/sparql"),
        ("fuseki", None, "/my%20news/data", "/my%20news/query"),
        ("fuseki", "update", "/my%20news/update", "/my%20news/query"),
        ("graphdb", None, "/repositories/my%20news/rdf-graphs/service", "/repositories/my%20news"),
        ("rdf4j", "update", "/repositories/my%20news/statements", "/repositories/my%20news"),
        ("blazegraph", None, "/namespace/my%20news/sparql", "/namespace/my%20news/sparql"),
    ],
)
def test_each_preset_knows_its_addresses(preset: str, protocol: str | None, address: str, query: str) -> None:
    target = Target.of(SERVER + "/", preset, dataset="my news", protocol=protocol)
    assert (target.address, target.query) == (SERVER + address, SERVER + query)
    assert target.protocol == ("update" if protocol == "update" or preset == "blazegraph" else "graph-store")
    assert target.auth == ("digest" if preset == "virtuoso" else "none")


def test_without_a_preset_the_address_is_taken_as_it_is() -> None:
    target = Target.of("https://db.example/rdf?service=graphs")
    assert (target.address, target.protocol) == ("https://db.example/rdf?service=graphs", "graph-store")
    assert target.query is None
    assert Target.of("https://db.example/update", protocol="update").protocol == "update"


@pytest.mark.parametrize(
    ("url", "preset", "protocol", "told"),
    [
        ("localhost:7878", None, None, "must be like"),
        ("ftp://a.example/", None, None, "must be like"),
        ("http://a.example:port/", None, None, "must be like"),
        ("http://[::1/", None, None, "must be like"),
        ("http://ann:hush@a.example/", "oxigraph", None, "take it out and set KG_PUSH_USER"),
        ("http://a.example/#x", None, None, "no '#'"),
        ("http://a.example/", "sesame", None, "there is no preset 'sesame'; there are oxigraph"),
        ("http://a.example/", "fuseki", None, "name one with --dataset"),
        ("http://a.example/", "oxigraph", "soap", "neither graph-store nor update"),
    ],
)
def test_a_wrong_target_is_told(url: str, preset: str | None, protocol: str | None, told: str) -> None:
    with pytest.raises(PushError, match=told) as caught:
        Target.of(url, preset, protocol=protocol)
    assert "hush" not in str(caught.value)


def test_blazegraph_has_but_one_protocol() -> None:
    with pytest.raises(PushError, match="has no Graph Store Protocol"):
        Target.of(SERVER, "blazegraph", dataset="kb", protocol="graph-store")


@pytest.mark.parametrize(
    ("url", "local", "private"),
    [
        ("http://localhost:1/", True, True),
        ("http://127.9.9.9/", True, True),
        ("http://[::1]:3030/", True, True),
        ("https://db.example/", False, True),
        ("http://db.example/", False, False),
        ("http://localhost.evil.example/", False, False),
    ],
)
def test_who_can_listen_is_known(url: str, local: bool, private: bool) -> None:
    target = Target.of(url)
    assert (target.local, target.private) == (local, private)


def test_secrets_come_from_the_environment_and_stay_hidden() -> None:
    environment = {"KG_PUSH_USER": "ann", "KG_PUSH_PASSWORD": "hush hush", "KG_PUSH_TOKEN": "t0ken"}
    for kind in ("basic", "digest", "bearer"):
        given = Credentials.of(kind, environment)
        assert "hush" not in repr(given) and "t0ken" not in repr(given)
        assert given.hide("no hush hush, no t0ken").count("***") == 1
    assert Credentials.of("bearer", environment).headers() == {"Authorization": "Bearer t0ken"}
    assert Credentials.of("none", environment) == Credentials()


@pytest.mark.parametrize(
    ("kind", "environment", "told"),
    [
        ("basic", {"KG_PUSH_USER": "ann"}, "basic authentication needs KG_PUSH_PASSWORD"),
        ("digest", {}, "needs KG_PUSH_USER and KG_PUSH_PASSWORD"),
        ("bearer", {"KG_PUSH_TOKEN": ""}, "needs KG_PUSH_TOKEN"),
        ("bearer", {"KG_PUSH_TOKEN": "a\r\nX-Evil: 1"}, "holds what no header can"),
        ("kerberos", {}, "none of none, basic, digest, bearer"),
    ],
)
def test_a_missing_or_broken_secret_is_told_without_showing_it(
    kind: str, environment: dict[str, str], told: str
) -> None:
    with pytest.raises(PushError, match=told) as caught:
        Credentials.of(kind, environment)
    assert "X-Evil" not in str(caught.value)


def test_a_graph_is_cut_into_pieces_and_its_mark_is_its_content() -> None:
    triples = [Triple(S, P, Literal(f'line\n{n} "quoted"')) for n in range(25)]
    parcel = Parcel.of("urn:g", reversed(triples), 10)
    assert [piece.count(b"\n") for piece in parcel.pieces] == [10, 10, 5]
    assert {quad.triple for quad in parse(b"".join(parcel.pieces), format=RdfFormat.N_TRIPLES)} == set(triples)
    assert parcel == Parcel.of("urn:g", triples, 10)
    assert parcel.mark not in (Parcel.of("urn:g", triples, 5).mark, Parcel.of("urn:g", triples[1:], 10).mark)


def test_a_graph_with_blank_nodes_stays_whole() -> None:
    knot = BlankNode("b")
    triples = [Triple(knot, P, Literal(str(n))) for n in range(25)]
    assert len(Parcel.of("urn:g", triples, 10).pieces) == 1


def test_the_parcels_of_a_graph_are_its_named_graphs(ontology: Ontology, tmp_path: Path) -> None:
    graph = make_graph(ontology)
    [path] = graph.save(tmp_path, page=False)
    for source in (path, tmp_path):
        with parcels(source, 7) as found:
            sent = {
                (parcel.graph, str(quad.triple))
                for parcel in found
                for quad in parse(b"".join(parcel.pieces), format=RdfFormat.N_TRIPLES)
            }
        assert sent == {(quad.graph_name.value, str(quad.triple)) for quad in quads(graph.graph)}  # type: ignore[union-attr]


def test_what_has_no_base_goes_to_the_default_graph_which_is_never_replaced(tmp_path: Path) -> None:
    path = tmp_path / "loose.nt"
    path.write_text('<https://a.example/s> <https://a.example/p> "x" .\n', encoding="utf-8")
    with parcels(path, 10) as found:
        [parcel] = found
    store = put(Target.of(SERVER), parcel.graph, parcel.pieces[0], first=True)
    assert (store.method, store.parameters) == ("POST", {"default": ""})
    update = put(Target.of(SERVER, protocol="update"), parcel.graph, parcel.pieces[0], first=True)
    assert b"DROP" not in update.body and b"GRAPH" not in update.body


def test_the_first_piece_replaces_and_the_others_add() -> None:
    piece = b'<a:a> <a:b> "c" .\n'
    store, update = Target.of(SERVER), Target.of(SERVER, protocol="update")
    assert [put(store, "urn:g", piece, first=first).method for first in (True, False)] == ["PUT", "POST"]
    assert b"DROP SILENT GRAPH <urn:g>" in put(update, "urn:g", piece, first=True).body
    assert b"DROP" not in put(update, "urn:g", piece, first=False).body
    assert drop(store, "urn:g").method == "DELETE"


def test_the_journal_remembers_forgets_and_survives_a_torn_line(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    with Journal(path, SERVER) as journal:
        journal.note("urn:a", "m1", 1)
        journal.note("urn:a", "m1", 2)
        journal.note("urn:b", "m2", 1)
        journal.note("urn:c", "m3", 1)
        journal.forget("urn:c")
    whole = path.read_bytes()
    for end in range(len(whole) + 1):
        path.write_bytes(whole[:end])
        with Journal(path, SERVER) as journal:
            assert journal.taken("urn:a", "m1") <= 2
            assert journal.taken("urn:a", "other") == 0
            journal.note("urn:d", "m4", 1)
        with Journal(path, SERVER) as journal:
            assert journal.taken("urn:d", "m4") == 1
    assert journal.graphs() == ("urn:a", "urn:b", "urn:d")
    assert journal.taken("urn:a", "m1") == 2


def test_a_journal_of_another_store_or_no_journal_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal.jsonl"
    path.write_text(json.dumps({"store": "http://other.example/"}) + "\n", encoding="utf-8")
    with pytest.raises(PushError, match="not the journal of a push to"), Journal(path, SERVER):
        pass
    path.write_text("[1, 2]\n", encoding="utf-8")
    with pytest.raises(PushError, match="not the journal"), Journal(path, SERVER):
        pass
    with pytest.raises(PushError, match="cannot be used"), Journal(tmp_path, SERVER):
        pass


def test_each_source_and_store_has_a_journal_of_its_own(tmp_path: Path) -> None:
    one, two = tmp_path / "graph.ttl", tmp_path / "other.ttl"
    paths = {journal_path(source, url) for source in (one, two, tmp_path) for url in (SERVER, SERVER + "/x")}
    assert len(paths) == 6
    assert all(path.parent == tmp_path for path in paths)


def test_qlever_gets_a_file_of_quads_and_settings_that_stay(ontology: Ontology, tmp_path: Path) -> None:
    graph = make_graph(ontology)
    [path] = graph.save(tmp_path, page=False)
    file, settings = write_bulk(path, tmp_path / "qlever")
    assert set(parse(file.read_bytes(), format=RdfFormat.N_QUADS)) == set(quads(graph.graph))
    assert "FORMAT      = nq" in settings.read_text()
    settings.write_text("mine", encoding="utf-8")
    write_bulk(path, tmp_path / "qlever")
    assert settings.read_text() == "mine"
    assert sorted(one.name for one in (tmp_path / "qlever").iterdir()) == ["Qleverfile", "newskg.nq"]


def test_loose_triples_go_into_the_bulk_file_without_a_graph(tmp_path: Path) -> None:
    path = tmp_path / "loose.nt"
    path.write_text('<https://a.example/s> <https://a.example/p> "x" .\n', encoding="utf-8")
    file, _ = write_bulk(path, tmp_path / "qlever")
    assert len(Graph.load(file)) == 1


def test_every_preset_is_named_in_the_command() -> None:
    from kg.cli.push import push

    assert all(name in str(push.__annotations__["preset"]) for name in (*PRESETS, "qlever"))
