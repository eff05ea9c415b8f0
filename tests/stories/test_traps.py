"""Sentences that invite a wrong fact: negated, planned, supposed, asked, said by somebody, or with the ends turned.

`cases/traps.json`: `kind`, `text`, `told` (what the narrator must assert), `may` (what he may besides); all else that
he asserts is wrong. Each is subject, relation ("NOT denies" for negative polarity), object; "*" is anything. An end
fits where its words stand in a name of the entity. `known` says why a sentence is still caught, strictly.
"""

from __future__ import annotations

import json
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from kg.extract import RULES, Extractor
from kg.model import NARRATOR, Document, Modality, Polarity, Resolution, Statement
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.stories.test_cases import fold

CASES: list[dict[str, Any]] = json.loads((Path(__file__).parent / "cases/traps.json").read_text(encoding="utf-8"))
BY_RULE_MOST = 22
"""Sentences that catch the rules without the network; may only fall."""
SEVERAL = 10
Line = tuple[str, str, str]


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model)


def told(extractor: Extractor, ontology: Ontology, text: str) -> list[tuple[Statement, Resolution]]:
    """Give what the narrator asserts of a text, but offices and memberships."""
    found = resolve([extractor.extract(Document(key="case.txt", identifier="case", text=text))], ontology)
    return [
        (s, found)
        for s in found.documents[0].statements
        if s.speaker == NARRATOR and s.modality is Modality.ASSERTED and not ontology.relations[s.relation].static
    ]


def fits(line: list[str], statement: Statement, found: Resolution) -> bool:
    subject, relation, object_ = line
    negated = relation.startswith("NOT ")
    if relation != "*" and (relation.removeprefix("NOT "), negated) != (
        statement.relation,
        statement.polarity is Polarity.NEGATIVE,
    ):
        return False
    return named(subject, statement.subject, found) and named(object_, statement.object, found)


def named(wanted: str, end: str | None, found: Resolution) -> bool:
    names = [n for e in found.entities if e.id == end for n in (e.name, *e.aliases)]
    return wanted == "*" or any(fold(wanted) in fold(name) for name in names)


def faults(case: dict[str, Any], extractor: Extractor, ontology: Ontology) -> list[str]:
    """Say what the narrator asserts and must not, and what he must and does not."""
    found = told(extractor, ontology, case["text"])
    right = [*case["told"], *case.get("may", [])]
    wrong = [written(s, r) for s, r in found if not any(fits(line, s, r) for line in right)]
    return wrong + [f"lacks {line}" for line in case["told"] if not any(fits(line, s, r) for s, r in found)]


def written(statement: Statement, found: Resolution) -> str:
    names = {e.id: e.name for e in found.entities}
    sign = "NOT " if statement.polarity is Polarity.NEGATIVE else ""
    ends = [names.get(end or "", "-") for end in (statement.subject, statement.object)]
    return f"{ends[0]} | {sign}{statement.relation} | {ends[1]}"


@pytest.mark.parametrize(
    "case",
    [
        pytest.param(
            case,
            id=case["text"][:40],
            marks=[pytest.mark.xfail(reason=case["known"], strict=True)] if "known" in case else [],
        )
        for case in CASES
    ],
)
def test_the_narrator_walks_into_no_trap(extractor: Extractor, ontology: Ontology, case: dict[str, Any]) -> None:
    found = faults(case, extractor, ontology)
    assert not found, "\n".join([case["text"], *found])


def test_few_traps_catch_the_rules_alone(ontology: Ontology, model: str) -> None:
    rules = Extractor(ontology, model, RULES)
    caught = [case["text"] for case in CASES if faults(case, rules, ontology)]
    assert len(caught) <= BY_RULE_MOST, "\n".join(caught)


def test_there_are_traps_of_every_kind_and_facts_beside_them() -> None:
    kinds = Counter(case["kind"] for case in CASES)
    assert len(CASES) >= 250
    assert all(kinds[kind] >= SEVERAL for kind in ("negated", "failed", "planned", "hypothetical", "said", "fact"))
    assert len({case["text"] for case in CASES}) == len(CASES)
