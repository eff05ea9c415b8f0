"""The lines beside the Oxigraph folder: whole, in order, copied where nothing changed, and not missed where they are not."""

from __future__ import annotations

from pathlib import Path

import pytest

from kg import pipeline
from kg.errors import StoreError
from kg.knowledge_graph import load
from kg.ontology import Ontology
from kg.store import filling, generations, writing
from kg.store.blocks import Blocks, Writer, packed, unpacked
from kg.store.verify import verify_store
from tests.store.news import TEXTS, Shelf, exported, write

ODD = ['<a> <b> "x\u2028y\x85z\x0b" .\n', '<a> <b> "ü" .\n']


def test_lines_come_back_whatever_else_may_end_a_line() -> None:
    assert unpacked(packed(ODD)) == ODD
    assert unpacked(packed([])) == []


def test_a_graph_is_copied_byte_for_byte_and_read_alone(tmp_path: Path) -> None:
    first, second = tmp_path / "1", tmp_path / "2"
    first.mkdir()
    second.mkdir()
    with Writer(first, None) as writer:
        writer.add("https://x.example/a b", "d1", packed(ODD))
        writer.add("https://x.example/c", "d2", packed([]))
        old = writer.finish()
    with Writer(second, old) as writer:
        writer.add("https://x.example/0", "d0", packed(ODD[:1]))
        kept = "https://x.example/a b"
        writer.add(kept, old.index[kept].digest, writer.kept(kept))
        new = writer.finish()
    assert list(new.all()) == [("https://x.example/0", ODD[:1]), ("https://x.example/a b", ODD)]
    assert new.lines("https://x.example/a b") == ODD and new.lines("https://x.example/c") == []
    assert new.index["https://x.example/a b"].digest == "d1"
    with Writer(second, None) as writer, pytest.raises(StoreError, match="no former state"):
        writer.kept("https://x.example/c")


def test_a_damaged_file_is_told(tmp_path: Path) -> None:
    with Writer(tmp_path, None) as writer:
        writer.add("https://x.example/a", "d", packed(ODD))
        blocks = writer.finish()
    (tmp_path / "lines").write_bytes(b"not this")
    with pytest.raises(StoreError, match="kg verify says more"):
        list(blocks.all())
    (tmp_path / "parts").write_text("d x https://x.example/a\n", encoding="utf-8")
    with pytest.raises(StoreError, match="parts: cannot be read"):
        Blocks.of(tmp_path)


@pytest.mark.model
def test_a_large_load_goes_in_pieces(
    shelf: Shelf, ontology: Ontology, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filling, "_AT_ONCE", 7)
    monkeypatch.setattr(writing, "_IN_ONE", 3)
    news, store = write(tmp_path / "news", dict.fromkeys(TEXTS, 0)), tmp_path / "store"
    pipeline.build([news], ontology=ontology, store=store)
    write(news, {**dict.fromkeys(TEXTS, 0), "b.txt": 1})
    grown = pipeline.build([news], ontology=ontology, store=store)
    assert exported(grown, tmp_path) == exported(pipeline.build([news], ontology=ontology), tmp_path)
    assert verify_store(store, ontology) == []
    left = pipeline.remove(store, ["rare"], ontology=ontology)
    (news / "rare.txt").unlink()
    assert exported(left, tmp_path) == exported(pipeline.build([news], ontology=ontology), tmp_path)
    assert verify_store(store, ontology) == []


@pytest.mark.model
def test_a_store_of_an_earlier_newskg_is_read_and_then_written_anew(
    shelf: Shelf, ontology: Ontology, tmp_path: Path
) -> None:
    news, store = write(tmp_path / "news", dict.fromkeys(TEXTS, 0)), tmp_path / "store"
    wanted = exported(pipeline.build([news], ontology=ontology, store=store), tmp_path)
    now = generations.current(store)
    assert now
    rows = "".join(f"{block.digest} {iri}\n" for iri, block in now.blocks.index.items())
    (now.folder / "parts").write_text(rows, encoding="utf-8")
    (now.folder / "lines").unlink()
    assert exported(load(store, ontology=ontology), tmp_path) == wanted
    write(news, {**dict.fromkeys(TEXTS, 0), "b.txt": 1})
    grown = pipeline.build([news], ontology=ontology, store=store)
    assert exported(grown, tmp_path) == exported(pipeline.build([news], ontology=ontology), tmp_path)
    assert verify_store(store, ontology) == []


@pytest.mark.model
def test_lines_that_are_not_what_the_documents_give_are_found(shelf: Shelf, ontology: Ontology, tmp_path: Path) -> None:
    news, store = write(tmp_path / "news", {"a.txt": 0, "b.txt": 0}), tmp_path / "store"
    pipeline.build([news], ontology=ontology, store=store)
    now = generations.current(store)
    assert now
    parts = list(now.blocks.all())
    digests = now.parts
    with Writer(now.folder, None) as writer:
        for iri, lines in parts:
            writer.add(iri, digests[iri], packed(lines[:-1] if iri.endswith("a.txt") else lines))
        writer.finish()
    faults = verify_store(store, ontology)
    assert any(fault.where.endswith("/a.txt") and "lines" in str(fault) for fault in faults)
