"""Known people, bodies and places: the shipped files are sound, users' files are read, faults are told with their place."""

from __future__ import annotations

import csv
import re
from collections import Counter
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology, default_folder

FILES = sorted((default_folder() / "gazetteer").glob("*.csv"))
ROWS = [(path.name, row) for path in FILES for row in csv.DictReader(path.read_text(encoding="utf-8").splitlines())]


@pytest.fixture
def empty(ontology: Ontology) -> Gazetteer:
    return Gazetteer(types=ontology.gazetteer.types)


# ---- what is shipped


def test_something_is_shipped() -> None:
    assert len(ROWS) > 300


def test_no_person_is_shipped() -> None:
    assert {row["type"] for _, row in ROWS} == {"Place", "Group", "Organisation"}


def test_no_id_no_name_and_no_iri_stands_twice() -> None:
    names = [n for _, row in ROWS for n in {row["name"], *filter(None, row["aliases"].split("|"))}]
    for values in ([row["id"] for _, row in ROWS], names, [row["same_as"] for _, row in ROWS if row["same_as"]]):
        assert not [value for value, times in Counter(values).items() if times > 1]


def test_every_name_finds_its_entry(ontology: Ontology) -> None:
    for _, row in ROWS:
        for name in (row["name"], *filter(None, row["aliases"].split("|"))):
            found = ontology.gazetteer.find(name)
            assert found and found.id == row["id"], name


def test_links_lead_to_wikidata() -> None:
    links = [row["same_as"] for _, row in ROWS if row["same_as"]]
    assert len(links) > 150
    assert not [link for link in links if not re.fullmatch(r"http://www\.wikidata\.org/entity/Q\d+", link)]


def test_a_capital_is_never_an_alias_of_its_country() -> None:
    capitals = {row["name"] for file, row in ROWS if file == "capitals.csv"}
    others = {n for file, row in ROWS if file != "capitals.csv" for n in (row["name"], *row["aliases"].split("|"))}
    assert capitals
    assert not capitals & others


@pytest.mark.parametrize(
    ("name", "entry"),
    [
        ("UK", "United Kingdom"),
        ("U.K.", "United Kingdom"),
        ("the United Kingdom", "United Kingdom"),
        ("BRITAIN", "United Kingdom"),
        ("US", "United States"),
        ("us", None),
        ("WHO", "World Health Organization"),
        ("Who", None),
        ("who", None),
        ("Congress", "United States Congress"),
        ("the French", "French"),
        ("Georgia", None),
        ("", None),
    ],
)
def test_case_matters_only_in_acronyms(name: str, entry: str | None, ontology: Ontology) -> None:
    found = ontology.gazetteer.find(name)
    assert (found.name if found else None) == entry


# ---- users' files


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_csv_file_is_read(tmp_path: Path, empty: Gazetteer) -> None:
    text = "\ufeffid,type,name,aliases,same_as\nguild,Organisation,Pilots Guild, PG |Guild of Pilots,https://x.example/1|urn:x:2\n"
    known = empty.with_files([write(tmp_path / "mine.csv", text)])
    entry = known.find("PG")
    assert entry
    assert (entry.name, entry.type, entry.aliases) == ("Pilots Guild", "Organisation", ("PG", "Guild of Pilots"))
    assert entry.same_as == ("https://x.example/1", "urn:x:2")
    assert known.find("pilots  guild") == known.find("the Guild of Pilots") == entry


def test_a_turtle_file_is_read(tmp_path: Path, empty: Gazetteer) -> None:
    text = """@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix owl: <http://www.w3.org/2002/07/owl#> .
    @prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> . @prefix skos: <http://www.w3.org/2004/02/skos/core#> .
    <urn:x:guild> a kg:Organisation, owl:Thing ; rdfs:label "Pilots Guild"@en ; skos:altLabel "PG", "Guild of Pilots" ;
      owl:sameAs <https://x.example/1> .
    <urn:x:other> rdfs:label "no class of ours" ."""
    known = empty.with_files([str(write(tmp_path / "mine.ttl", text))])
    entry = known.find("PG")
    assert entry and (entry.name, entry.same_as) == ("Pilots Guild", ("https://x.example/1", "urn:x:guild"))
    assert known.find("no class of ours") is None


def test_an_entry_of_a_narrower_class_gets_the_main_one(tmp_path: Path, empty: Gazetteer) -> None:
    known = empty.with_files([write(tmp_path / "mine.csv", "id,type,name\na,City,Norra\nb,Politician,Ann Norra\n")])
    [town, person] = known.find("Norra"), known.find("Ann Norra")
    assert town and person and (town.type, person.type) == ("Place", "Person")


def test_a_users_file_wins_over_what_is_shipped(tmp_path: Path, ontology: Ontology) -> None:
    text = "id,type,name,aliases\ncongress,Organisation,National Congress,Congress\n"
    known = ontology.gazetteer.with_files([write(tmp_path / "mine.csv", text)])
    [found, other] = known.find("Congress"), known.find("US Congress")
    assert found and found.name == "National Congress"
    assert other and other.name == "United States Congress"


def test_a_name_that_two_entries_claim_is_nobodys(tmp_path: Path, empty: Gazetteer) -> None:
    text = "id,type,name,aliases\na,Place,Norra,Town\nb,Place,Suthra,Town\nc,Place,East Norra,Norra\n"
    known = empty.with_files([write(tmp_path / "mine.csv", text)])
    assert known.find("Town") is None
    found = known.find("Norra")
    assert found and found.id == "a"


def test_a_local_name_needs_its_country(tmp_path: Path, empty: Gazetteer) -> None:
    text = "id,type,name,local,country\na,Organisation,Pilots Party,Pilots|Pilot,Norra\nb,Organisation,Dockers Party,Dockers,Norra\n"
    known = empty.with_files([write(tmp_path / "mine.csv", text)])
    assert known.find("Pilots") is None
    assert known.countries(["Pilots"]) == known.countries(["Pilots", "Pilot"]) == frozenset()
    assert known.countries(["Pilots", "Dockers"]) == known.countries(["Dockers Party"]) == {"Norra"}
    entry = known.find_in("the Pilots", ["Norra", "Suthra"])
    assert entry and entry.name == "Pilots Party"
    assert known.find_in("Pilots", []) is known.find_in("pilots", ["Norra"]) is None
    with pytest.raises(OntologyError, match="local names need a country"):
        empty.with_files([write(tmp_path / "other.csv", text.replace(",Norra", ","))])


def test_no_local_name_is_anothers_alias() -> None:
    aliases = {n: row["id"] for _, row in ROWS for n in (row["name"], *filter(None, row["aliases"].split("|")))}
    local = {n: row["id"] for _, row in ROWS for n in filter(None, (row.get("local") or "").split("|"))}
    assert len(local) > 15
    assert {n for n, id_ in local.items() if aliases.get(n, id_) != id_} <= {"Supreme Court"}


HEAD = "id,type,name,aliases,same_as,note\n"
PREFIXES = "@prefix kg: <https://w3id.org/newskg/ontology#> . @prefix r: <http://www.w3.org/2000/01/rdf-schema#> .\n"
FAULTS = [
    ("a.csv", "id,name\nx,X\n", ["a.csv: line 1", "columns"]),
    ("a.csv", "id,type,name,colour\nx,Place,X,red\n", ["a.csv: line 1", "columns"]),
    ("a.csv", "", ["a.csv: line 1"]),
    ("a.csv", HEAD + "x,Town,X,,,\n", ["a.csv: line 2", "unknown type 'Town'", "Place"]),
    ("a.csv", HEAD + "x,Agent,X,,,\n", ["unknown type 'Agent'"]),
    ("a.csv", HEAD + "x,Place,X,,,\ny,Place,,,,\n", ["a.csv: line 3", "a name"]),
    ("a.csv", HEAD + "x,Place,X,,not an iri,\n", ["a.csv: line 2", "'not an iri' is not an absolute IRI"]),
    ("a.csv", HEAD + "x,Place,X,,,,,\n", ["a.csv: line 2", "more cells"]),
    ("a.csv", HEAD + "x,Place,X,,,\nx,Place,Y,,,\n", ["a.csv: id 'x' stands twice"]),
    ("a.csv", HEAD + 'x,Place,"X"Y,,,\n', ["a.csv"]),
    ("a.ttl", "<urn:x:a> a <", ["a.ttl"]),
    ("a.ttl", PREFIXES + "<urn:x:a> a kg:Place .", ["a.ttl: <urn:x:a>", "one rdfs:label"]),
    ("a.ttl", PREFIXES + "<urn:x:a> a kg:Place, kg:Person ; r:label 'X' .", ["a.ttl: <urn:x:a>", "one class"]),
    ("a.ttl", PREFIXES + "<urn:x:a> a kg:Town ; r:label 'X' .", ["a.ttl: <urn:x:a>", "unknown type 'Town'"]),
    ("a.xlsx", "", ["a.xlsx", ".csv or .ttl"]),
]


@pytest.mark.parametrize(("name", "text", "told"), FAULTS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(FAULTS)])
def test_a_fault_is_told_with_its_place(
    name: str, text: str, told: list[str], tmp_path: Path, empty: Gazetteer
) -> None:
    with pytest.raises(OntologyError) as raised:
        empty.with_files([write(tmp_path / name, text)])
    assert all(part in str(raised.value) for part in told), str(raised.value)


def test_all_faults_of_all_files_are_told_together(tmp_path: Path, empty: Gazetteer) -> None:
    first = write(tmp_path / "a.csv", HEAD + "x,Town,X,,,\ny,Hamlet,Y,,,\n")
    with pytest.raises(OntologyError) as raised:
        empty.with_files([first, tmp_path / "missing.csv"])
    assert len(raised.value.faults) == 3


def test_a_file_that_is_not_utf_8_is_told(tmp_path: Path, empty: Gazetteer) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(HEAD.encode() + b"x,Place,\xff,,,\n")
    with pytest.raises(OntologyError, match=r"a\.csv"):
        empty.with_files([path])
