from __future__ import annotations

import os
import random
from pathlib import Path

import pytest

from kg.errors import InputError
from kg.model import Document
from kg.read import read
from kg.read.sources import clean


def write(path: Path, text: str = "The union rejected the offer.") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def documents(*paths: Path | str) -> list[Document]:
    return [item for item in read(paths) if isinstance(item, Document)]


def errors(*paths: Path | str) -> list[tuple[str, str]]:
    return [(Path(item.source).name, item.reason) for item in read(paths) if isinstance(item, InputError)]


def names(*paths: Path | str) -> list[tuple[str, str]]:
    return [(item.key, item.identifier) for item in documents(*paths)]


def test_a_folder_is_read_with_its_subfolders_in_sorted_order(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", "c/d.txt"):
        write(tmp_path / name)
    assert names(tmp_path) == [("a.txt", "a"), ("b.txt", "b"), ("c/d.txt", "d")]
    assert [item.key for item in read([tmp_path], recursive=False) if isinstance(item, Document)] == ["a.txt", "b.txt"]


def test_the_order_of_the_paths_does_not_matter(tmp_path: Path) -> None:
    paths = [write(tmp_path / folder / name) for folder in "xyz" for name in ("a.txt", "b.txt", "b.html")]
    paths += [tmp_path / "y", tmp_path / "missing.txt"]
    expected = [str(item) for item in read(paths)]
    for seed in range(5):
        shuffled = random.Random(seed).sample(paths, len(paths))
        assert [str(item) for item in read(shuffled)] == expected


def test_a_file_given_by_name_has_its_name_as_key(tmp_path: Path) -> None:
    path = write(tmp_path / "news" / "a.txt")
    [document] = documents(path)
    assert (document.key, document.identifier, document.source) == ("a.txt", "a", str(path))


def test_equal_keys_are_lengthened_by_the_folder_above(tmp_path: Path) -> None:
    paths = [write(tmp_path / "x" / "a.txt"), write(tmp_path / "y" / "a.txt"), write(tmp_path / "y" / "b.txt")]
    assert names(*paths) == [("x/a.txt", "x/a"), ("y/a.txt", "y/a"), ("b.txt", "b")]
    assert names(tmp_path / "x", tmp_path / "y") == names(*paths)


def test_keys_grow_until_they_differ(tmp_path: Path) -> None:
    paths = [write(tmp_path / "p" / "news" / "a.txt"), write(tmp_path / "q" / "news" / "a.txt")]
    assert [key for key, _ in names(*paths)] == ["p/news/a.txt", "q/news/a.txt"]


def test_equal_stems_give_different_identifiers(tmp_path: Path) -> None:
    for name in ("a.txt", "c/a.txt", "d.txt", "d.v.txt", "e.txt", "e.TXT"):
        write(tmp_path / name)
    found = dict(names(tmp_path))
    assert found == {
        "a.txt": "a",
        "c/a.txt": "c/a",
        "d.txt": "d",
        "d.v.txt": "d.v",
        "e.TXT": "e.TXT",
        "e.txt": "e.txt",
    }


def test_the_same_file_twice_is_read_once_and_named(tmp_path: Path) -> None:
    path = write(tmp_path / "a.txt")
    (tmp_path / "b.txt").symlink_to(path)
    assert names(tmp_path, path) == [("a.txt", "a")]
    assert errors(tmp_path, path) == [("b.txt", "same source twice"), ("a.txt", "same source twice")]


def test_hidden_files_are_left_out_and_unknown_ones_named(tmp_path: Path) -> None:
    for name in (".hidden.txt", ".git/a.txt", "a.txt", "photo.jpg", "README"):
        write(tmp_path / name)
    assert names(tmp_path) == [("a.txt", "a")]
    assert errors(tmp_path) == [("README", "unknown format"), ("photo.jpg", "unknown format")]
    assert errors(tmp_path / "photo.jpg") == [("photo.jpg", "unknown format")]


def test_what_is_no_readable_file_is_named(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.txt")
    (tmp_path / "gone.txt").symlink_to(tmp_path / "nowhere")
    (tmp_path / "loop.txt").symlink_to(tmp_path / "loop.txt")
    (tmp_path / "round").symlink_to(tmp_path, target_is_directory=True)
    assert sorted(errors(tmp_path)) == [
        ("gone.txt", "missing"),
        ("loop.txt", "unreadable"),
        ("pipe.txt", "not a file"),
        ("round", "linked folder"),
    ]
    assert errors(tmp_path / "none.txt") == [("none.txt", "missing")]
    assert errors("a\0b.txt") == [("a\0b.txt", "unreadable")]


def test_a_file_or_folder_without_permission_is_named(tmp_path: Path) -> None:
    write(tmp_path / "a.txt").chmod(0)
    if os.access(tmp_path / "a.txt", os.R_OK):
        pytest.skip("this user may read everything")
    write(tmp_path / "f" / "b.txt").parent.chmod(0)
    try:
        assert sorted(errors(tmp_path)) == [("a.txt", "unreadable"), ("f", "unreadable")]
    finally:
        (tmp_path / "f").chmod(0o700)


def test_a_file_name_that_is_not_utf8_is_shown_escaped(tmp_path: Path) -> None:
    path = os.fsdecode(os.fsencode(tmp_path) + b"/caf\xe9.txt")
    write(Path(path))
    [document] = documents(tmp_path)
    assert document.key == "caf\\xe9.txt"
    assert document.source.encode("utf-8").endswith(b"caf\\xe9.txt")
    assert clean("Zürich – 東京.txt") == "Zürich – 東京.txt"
