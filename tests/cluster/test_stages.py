"""The stages give the bytes of a build in one piece, whatever the partitions, the order and the batches."""

from __future__ import annotations

import random
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import pytest

from kg.cluster import Collection
from kg.cluster.alike import Joined, contested, identifiers, possible_names
from kg.cluster.bench import Bench
from kg.cluster.places import Place
from kg.cluster.shards import shards
from kg.errors import KGError
from kg.model import Document, Extraction
from kg.read.corrections import load_corrections
from kg.read.sources import identify
from kg.resolve import resolve
from kg.store.settings import Settings
from tests.cluster.press import Here, Making, in_one_piece, in_stages, written

pytestmark = pytest.mark.model


def staged(
    settings: Settings, press: Sequence[Extraction], folder: Path, url: str, partitions: int = 16
) -> tuple[Collection, Place]:
    place = Place(url)
    folder.mkdir(exist_ok=True)
    bench = Bench(settings, place, partitions, "mark", Making(folder, press))  # type: ignore[arg-type]
    bench.begin()
    return Collection(Here(bench), bench, kept=True), place


@pytest.mark.parametrize("partitions", [1, 3, 16])
def test_the_bytes_are_those_of_a_build_in_one_piece(
    settings: Settings, press: list[Extraction], tmp_path: Path, partitions: int
) -> None:
    documents = [extraction.document for extraction in press]
    random.Random(partitions).shuffle(documents)
    expected, outcome = in_one_piece(settings, press)
    collection, place = staged(settings, press, tmp_path, f"memory://{tmp_path.name}", partitions)
    graph, found, errors = in_stages(collection, documents)
    assert errors == []
    assert written(graph, tmp_path) == written(expected, tmp_path)
    assert found.skips == outcome.skips
    assert graph.counts == expected.counts
    assert place.names() == shards(place), "nothing but the shards is left"


def test_the_news_holds_all_that_documents_can_depend_on(settings: Settings, press: list[Extraction]) -> None:
    found = resolve(press, settings.ontology)
    assert any("so named in the collection" in reason for entity in found.entities for reason in entity.merges)
    assert any(resolved.document.copy_of for resolved in found.documents)
    assert any(len(claim.documents) > 1 for claim in found.claims)
    assert found.disputes
    names = identify({e.document.key: (e.document.identifier, e.document.source) for e in press})
    assert any(names[e.document.key] != e.document.identifier for e in press)


def test_with_corrections_one_task_resolves_the_whole(
    settings: Settings, press: list[Extraction], tmp_path: Path
) -> None:
    rows = "kind,document,subject,relation,object,who,why\n"
    rows += (
        "same,,Ann Miller,,Peter Brandt,Eve,a test\nwrong,*,Ann Miller,accuses,*,Eve,a test\nsame,,X,,Y,Eve,a test\n"
    )
    (tmp_path / "corrections.csv").write_text(rows, encoding="utf-8")
    corrections = load_corrections([tmp_path / "corrections.csv"], settings.ontology)
    corrected = replace(settings, corrections=tuple(corrections))
    expected, outcome = in_one_piece(corrected, press)
    collection, _ = staged(corrected, press, tmp_path, (tmp_path / "shards").as_uri())
    graph, found, _ = in_stages(collection, [extraction.document for extraction in press])
    assert written(graph, tmp_path) == written(expected, tmp_path)
    assert found.unmatched == outcome.unmatched != ()


def test_a_graph_of_shards_answers_as_one_in_memory(
    settings: Settings, press: list[Extraction], tmp_path: Path
) -> None:
    expected, _ = in_one_piece(settings, press)
    collection, _ = staged(settings, press, tmp_path, str(tmp_path / "shards"))
    graph, _, _ = in_stages(collection, [extraction.document for extraction in press])
    question = "SELECT ?who ?what WHERE { ?who rel:praises|claim:accuses ?what } ORDER BY ?who ?what"
    assert graph.query(question) == expected.query(question)
    assert graph.graph.triples() == expected.graph.triples()
    assert graph.records == expected.records


def test_shards_go_with_the_graph_unless_they_are_to_stay(
    settings: Settings, press: list[Extraction], tmp_path: Path
) -> None:
    collection, place = staged(settings, press[:2], tmp_path, str(tmp_path / "shards"))
    collection._kept = False
    graph, _, _ = in_stages(collection, [extraction.document for extraction in press[:2]])
    assert shards(place)
    graph.graph._release()
    assert not (tmp_path / "shards").exists()


def test_a_folder_with_something_else_is_left_alone(settings: Settings, tmp_path: Path) -> None:
    (tmp_path / "novel.txt").write_text("mine", encoding="utf-8")
    with pytest.raises(KGError, match=r"novel\.txt; give a new or empty folder"):
        Bench(settings, Place(str(tmp_path)), 4).begin()
    assert (tmp_path / "novel.txt").read_text(encoding="utf-8") == "mine"


def test_a_storage_that_is_unknown_or_closed_is_told(tmp_path: Path) -> None:
    with pytest.raises(KGError, match="nosuch://bucket: cannot be used"):
        Place("nosuch://bucket").names()
    (tmp_path / "file").write_text("", encoding="utf-8")
    with pytest.raises(KGError, match="cannot be read or written"):
        Place(str(tmp_path / "file")).write("part", (b"x",))
    with pytest.raises(KGError, match="cannot be read or written"):
        Place(str(tmp_path)).read("missing")


def test_a_file_is_written_whole_or_not_at_all(tmp_path: Path) -> None:
    place = Place(str(tmp_path))

    def broken() -> object:
        yield b"half"
        raise OSError("the disk is full")

    with pytest.raises(KGError, match="the disk is full"):
        place.write("shard", broken())  # type: ignore[arg-type]
    assert "shard" not in place.names()


def test_identifiers_of_the_contested_are_those_of_the_whole_collection() -> None:
    keys = ["a.txt", "b/a.txt", "b/a.html", "a.txt.html", "c/b.txt", "d.txt", "record 7", "e/record 7", "d"]
    documents = [Document(key, Path(key).stem, "", source=f"/x/{key}") for key in keys]
    called = {d.key: (d.identifier, d.source) for d in documents}
    found = contested((name, d.key, called[d.key]) for d in documents for name in sorted(possible_names(d)))
    expected = identify(called)
    assert "c/b.txt" not in found
    assert identifiers(found) == {key: expected[key] for key in found}
    assert all(expected[key] == identify({key: called[key]})[key] for key in keys if key not in found)


def test_keys_that_were_joined_have_one_root() -> None:
    joined = Joined()
    for one, other in ("ba", "dc", "cb", "xy"):
        joined.join(one, other)
    assert {joined.root(key) for key in "abcd"} == {"a"}
    assert joined.root("y") == "x"
    assert joined.root("z") == "z"
