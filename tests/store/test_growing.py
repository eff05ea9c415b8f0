"""Documents go in and out in any order, and the graph is that of a build from scratch."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg import pipeline
from kg.errors import StoreError
from kg.knowledge_graph import KnowledgeGraph, load
from kg.ontology import Ontology
from kg.store import generations
from tests.store.news import TEXTS, Shelf, exported, write

pytestmark = pytest.mark.model

EVERYTHING = dict.fromkeys(TEXTS, 0)


def build(folder: Path, ontology: Ontology, store: Path | None = None) -> KnowledgeGraph:
    return pipeline.build([folder], ontology=ontology, store=store)


def traces(folder: Path, *needles: str) -> set[str]:
    """Give the needles that stand somewhere in the files of a folder, in UTF-8 or escaped as in JSON."""
    data = b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    forms = {needle: (needle.encode(), needle.encode("ascii", "backslashreplace")) for needle in needles}
    return {needle for needle, written in forms.items() if any(form in data for form in written)}


def test_a_store_gives_what_a_build_in_memory_gives(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news = write(tmp_path / "news", EVERYTHING)
    stored, built = build(news, ontology, tmp_path / "store"), build(news, ontology)
    assert exported(stored, tmp_path) == exported(built, tmp_path)
    assert len(stored.graph) == len(built.graph)
    assert stored.report.skips == built.report.skips
    assert stored.validate() == []
    question = "SELECT ?who ?what { ?who rel:denies ?what } ORDER BY ?who ?what"
    assert stored.query(question).rows == built.query(question).rows
    for shape in (
        "?d a kg:Dispute",
        "?c kg:reports ?n FILTER (?n > 1)",
        "?c kg:documents ?one, ?two FILTER (?one != ?two)",
    ):
        assert built.query(f"ASK {{ {shape} }}").boolean, shape


def test_the_second_time_nothing_is_read_and_nothing_written(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    first = generations.current(store)
    shelf.asked.clear()
    again = build(news, ontology, store)
    assert shelf.asked == []
    assert (again.report.unchanged, again.report.built) == (len(TEXTS), len(TEXTS))
    assert generations.current(store) == first
    assert again.report.skips


def test_only_what_changed_is_read_again(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    shelf.asked.clear()
    grown = build(write(news, {**EVERYTHING, "b.txt": 1}), ontology, store)
    assert shelf.asked == ["b.txt"]
    assert (grown.report.replaced, grown.report.unchanged) == (1, len(TEXTS) - 1)
    assert exported(grown, tmp_path) == exported(build(news, ontology), tmp_path)


def test_a_moved_collection_is_not_read_again(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    shelf.asked.clear()
    moved = build(news.rename(tmp_path / "archive"), ontology, store)
    assert shelf.asked == []
    assert exported(moved, tmp_path) == exported(build(tmp_path / "archive", ontology), tmp_path)


def test_what_is_removed_leaves_no_trace_in_any_file(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    whole = build(news, ontology, store)
    words = ("Quastenflosser", "Zwölf", "arson", "rare.txt", "quastenflosser")
    assert traces(store, *words) == set(words)
    del whole
    left = pipeline.remove(store, ["rare"], ontology=ontology)
    assert left.report.held == ()
    assert traces(store, *words) == set()
    (news / "rare.txt").unlink()
    assert exported(left, tmp_path) == exported(build(news, ontology), tmp_path)


def test_what_a_replaced_document_said_goes_with_the_next_removal(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    (news / "rare.txt").write_text(TEXTS["a.txt"][0], encoding="utf-8")
    grown = build(news, ontology, store)
    assert exported(grown, tmp_path) == exported(build(news, ontology), tmp_path)
    del grown
    pipeline.remove(store, [], ontology=ontology)
    assert traces(store, "Quastenflosser", "arson") == set()


@pytest.mark.parametrize("name", ["sub/a", "sub/a.txt", "https://newskg.example/doc/sub/a.txt"])
def test_a_document_is_named_by_key_identifier_or_iri(
    name: str, shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    left = pipeline.remove(store, [name], ontology=ontology)
    assert {d.identifier for d in left.records.documents.values()} == {n.removesuffix(".txt") for n in TEXTS} - {
        "sub/a"
    }
    with pytest.raises(StoreError, match=r"there is no document 'b\.tx'; did you mean 'b\.txt'"):
        pipeline.remove(store, ["a.txt", "b.tx"], ontology=ontology)
    assert len(load(store, ontology=ontology).records.documents) == len(TEXTS) - 1


def test_a_document_that_fails_stays_as_it_was(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    before = exported(build(news, ontology, store), tmp_path)
    (news / "b.txt").write_text("unreadable", encoding="utf-8")
    after = build(news, ontology, store)
    assert [error.reason for error in after.report.errors] == ["cannot be parsed"]
    assert exported(after, tmp_path) == before


def test_files_of_one_name_from_two_folders_do_not_take_each_others_place(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    build(write(tmp_path / "monday", {"b.txt": 0}), ontology, store)
    grown = build(write(tmp_path / "tuesday", {"b.txt": 1}), ontology, store)
    [error] = grown.report.errors
    assert (error.reason, "monday/b.txt" in error.hint) == ("key taken", True)
    assert exported(grown, tmp_path) == exported(build(tmp_path / "monday", ontology), tmp_path)


def test_other_settings_read_everything_again_and_are_remembered(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    pipeline.build([news], ontology=ontology, store=store, base="https://one.example/")
    known = tmp_path / "known.csv"
    known.write_text("id,type,name,aliases,same_as\nm,Person,Ann Miller,A. Miller,https://x.example/m\n", "utf-8")
    shelf.asked.clear()
    other = pipeline.build([], ontology=ontology, store=store, gazetteer=[known])
    assert sorted(shelf.asked) == sorted(TEXTS)
    assert other.report.again == len(TEXTS)
    scratch = pipeline.build([news], ontology=ontology, base="https://one.example/", gazetteer=[known])
    assert exported(other, tmp_path) == exported(scratch, tmp_path)
    assert exported(build(news, ontology, store), tmp_path) == exported(scratch, tmp_path)


def test_corrections_in_the_folder_of_the_store_apply(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", EVERYTHING), tmp_path / "store"
    build(news, ontology, store)
    rows = "kind,who,why,subject,object\nsame,me,spelling,Peter Brandt,Maria Lopez\nsame,me,x,Nobody,Nothing\n"
    (store / "corrections.csv").write_text(rows, encoding="utf-8")
    corrected = build(news, ontology, store)
    scratch = pipeline.build([news], ontology=ontology, corrections=[store / "corrections.csv"])
    assert exported(corrected, tmp_path) == exported(scratch, tmp_path)
    assert corrected.report.unmatched == scratch.report.unmatched != ()
    assert build(news, ontology, store).report.unmatched == scratch.report.unmatched


def test_an_empty_store_and_a_removed_collection_are_the_empty_graph(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    store = tmp_path / "store"
    empty = exported(pipeline.build([], ontology=ontology), tmp_path)
    assert exported(pipeline.build([], ontology=ontology, store=store), tmp_path) == empty
    build(write(tmp_path / "news", EVERYTHING), ontology, store)
    assert exported(pipeline.remove(store, list(TEXTS), ontology=ontology), tmp_path) == empty


STEPS = st.lists(
    st.one_of(
        st.tuples(st.just("add"), st.dictionaries(st.sampled_from(sorted(TEXTS)), st.integers(0, 1), min_size=1)),
        st.tuples(st.just("remove"), st.sets(st.sampled_from(sorted(TEXTS)), min_size=1, max_size=3)),
    ),
    min_size=1,
    max_size=5,
)


def grown_equals_scratch(steps: list[tuple[str, object]], ontology: Ontology, folder: Path) -> None:
    contents: dict[str, int] = {}
    store, news = folder / "store", folder / "news"
    for what, names in steps:
        if what == "add" and isinstance(names, dict):
            contents |= {name: min(version, len(TEXTS[name]) - 1) for name, version in names.items()}
            write(news, contents)
            alone = [news / name for name in names if "/" not in name]  # a file given by itself has its name for key
            grown = pipeline.build(alone if len(alone) == len(names) else [news], ontology=ontology, store=store)
        elif isinstance(names, set) and contents.keys() & names:
            gone = sorted(contents.keys() & names)
            grown = pipeline.remove(store, gone, ontology=ontology)
            contents = {name: version for name, version in contents.items() if name not in names}
            write(news, contents)
        else:
            continue
        assert exported(grown, folder) == exported(build(news, ontology), folder)


def test_any_order_of_arrival_gives_the_same_bytes(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    run = 0

    @settings(max_examples=8, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[tuple[str, object]]) -> None:
        nonlocal run
        run += 1
        folder = tmp_path / str(run)
        folder.mkdir()
        grown_equals_scratch(steps, ontology, folder)

    check()


@pytest.mark.long
def test_any_order_of_arrival_gives_the_same_bytes_many_times(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    run = 0

    @settings(max_examples=150, deadline=None, suppress_health_check=list(HealthCheck))
    @given(STEPS)
    def check(steps: list[tuple[str, object]]) -> None:
        nonlocal run
        run += 1
        folder = tmp_path / str(run)
        folder.mkdir()
        grown_equals_scratch(steps, ontology, folder)

    check()
