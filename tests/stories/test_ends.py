"""Who does it and to whom, where a neighbour of the word is the wrong one: cases of our own.

`cases/ends.json`: `text`, `why`, `holds` (statements that the graph must hold, in anybody's voice) and `absent` (those
that it must not); each is subject, relation, object, and "*" is anything.
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
from tests.stories.test_traps import fits

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases/ends.json").read_text(encoding="utf-8"))


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model)


def held(found: Resolution, line: list[str]) -> bool:
    return any(fits(line, statement, found) for statement in found.documents[0].statements)


@pytest.mark.model
@pytest.mark.parametrize("case", CASES, ids=lambda case: case["text"][:50])
def test_the_ends_are_who_did_it_and_to_whom(extractor: Extractor, ontology: Ontology, case: dict[str, Any]) -> None:
    document = Document(key="case.txt", identifier="case", text=case["text"])
    found = resolve([extractor.extract(document)], ontology)
    assert [line for line in case["holds"] if not held(found, line)] == []
    assert [line for line in case["absent"] if held(found, line)] == []
