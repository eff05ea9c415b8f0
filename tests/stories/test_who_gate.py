"""Who is who, in sentences of our own read with the model: forms that are one thing, and forms that must never be.

`cases/who.json`: `together` are pairs of forms that one entity has, `apart` pairs that no entity has both of.
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from kg.extract import Extractor
from kg.model import Document, Resolution
from kg.ontology import Ontology
from kg.resolve import resolve

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases/who.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model)


def owners(resolution: Resolution, text: str, form: str) -> set[str]:
    """Give the entities that a mention with these words, its article aside, denotes."""
    [document] = resolution.documents
    wanted = {form.lower(), form.lower().removeprefix("the ").removeprefix("a ")}
    spans = {d.span: d.entity for d in document.denotations}
    return {entity for span, entity in spans.items() if text[span.start : span.end].lower() in wanted}


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=[case["text"][:40] for case in CASES])
def test_forms_are_on_their_entities(case: dict[str, Any], extractor: Extractor, ontology: Ontology) -> None:
    text = case["text"]
    resolution = resolve([extractor.extract(Document(key="a.txt", identifier="a", text=text))], ontology)
    told = "\n".join(f"{e.name}: {e.aliases} because {e.merges}" for e in resolution.entities)
    for one, other in case["together"]:
        both = owners(resolution, text, one) & owners(resolution, text, other)
        assert both, f"{one} and {other} are two\n{told}"
    for one, other in case["apart"]:
        assert not owners(resolution, text, one) & owners(resolution, text, other), f"{one} and {other} are one\n{told}"


def test_both_kinds_of_cases_are_there() -> None:
    assert sum(len(case["together"]) for case in CASES) >= 12
    assert sum(len(case["apart"]) for case in CASES) >= 12
