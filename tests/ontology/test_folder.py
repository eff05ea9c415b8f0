"""Where the ontology is looked for: the folder of a checkout, that of a wheel, one that is named."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kg.errors import OntologyError
from kg.ontology import default_folder, load_ontology


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(default_folder(), tmp_path / "mine")
    monkeypatch.setenv("KG_ONTOLOGY", str(tmp_path / "mine"))
    assert load_ontology().folder == tmp_path / "mine"


def test_a_wheel_holds_the_folder_and_a_checkout_has_it_beside(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KG_ONTOLOGY", raising=False)
    monkeypatch.setattr("kg.ontology.load._PACKAGE", tmp_path / "kg")
    assert default_folder() == tmp_path / "ontology"
    (tmp_path / "kg" / "_ontology").mkdir(parents=True)
    assert default_folder() == tmp_path / "kg" / "_ontology"


def test_no_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="--ontology"):
        load_ontology(tmp_path)
