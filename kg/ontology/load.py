"""Load the ontology folder: find it, read every part of it, and tell all its faults together."""

from __future__ import annotations

import os
from pathlib import Path

from kg.errors import OntologyError
from kg.gazetteer import Gazetteer, load_gazetteer
from kg.ontology.checking import Place, read_text
from kg.ontology.layout import read_layout
from kg.ontology.lexicon import read_lexicon
from kg.ontology.model import Ontology
from kg.ontology.reporting import read_reporting
from kg.ontology.triggers import read_triggers
from kg.ontology.vocabulary import read_relations

_PACKAGE = Path(__file__).parent.parent


def default_folder() -> Path:
    """Give the ontology folder: $KG_ONTOLOGY, or inside the wheel, or beside the package in a checkout."""
    if chosen := os.environ.get("KG_ONTOLOGY"):
        return Path(chosen)
    inside = _PACKAGE / "_ontology"
    return inside if inside.is_dir() else _PACKAGE.parent / "ontology"


def load_ontology(path: Path | str | None = None) -> Ontology:
    """Read and check the folder once; raises OntologyError with all faults together."""
    folder = Path(path) if path else default_folder()
    if not (folder / "kg.ttl").is_file():
        raise OntologyError([f"{folder}: no kg.ttl there; give an ontology folder with --ontology or KG_ONTOLOGY"])
    faults: list[str] = []
    relations = read_relations(folder / "kg.ttl", faults)
    lexicon = folder / "lexicon" / "en"
    words, maps = read_lexicon(lexicon, faults)
    prepositions = words.get("prepositions", frozenset())
    ontology = Ontology(
        folder=folder,
        relations=relations or {},
        triggers=read_triggers(folder / "relations", relations, prepositions, faults),
        layout=read_layout(lexicon / "layout.yaml", faults),
        reporting=read_reporting(lexicon / "reporting.yaml", prepositions, faults),
        words=words,
        maps=maps,
        queries=_queries(folder / "queries", faults),
        gazetteer=Gazetteer() if relations is None else _gazetteer(folder, faults),
    )
    if faults:
        raise OntologyError(faults)
    return ontology


def _queries(folder: Path, faults: list[str]) -> dict[str, str]:
    """Read the saved questions by name."""
    texts = {path.stem: read_text(path, Place(path.name, faults)) for path in sorted(folder.glob("*.rq"))}
    return {name: text for name, text in texts.items() if text is not None}


def _gazetteer(folder: Path, faults: list[str]) -> Gazetteer:
    try:
        return load_gazetteer(folder / "gazetteer", folder / "kg.ttl")
    except OntologyError as error:
        faults += error.faults
        return Gazetteer()
