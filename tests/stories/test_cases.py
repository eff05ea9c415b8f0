"""The short cases of claims.json: whose words they are, who denies what, what is in dispute.

A case that fails today stands in `cases/known_misses.json` with the reason, strictly: a mended one must be taken out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from kg.extract import Extractor
from kg.graph.record import GraphRecords, StatementRecord
from kg.model import Document
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.factory import make_graph

FOLDER = Path(__file__).parent / "cases"
CASES: dict[str, dict[str, Any]] = {
    case["id"]: case for case in json.loads((FOLDER / "claims.json").read_text(encoding="utf-8"))
}
MISSES: dict[str, str] = json.loads((FOLDER / "known_misses.json").read_text(encoding="utf-8"))
LEADING = frozenset("a an the my our your his her its their".split())
VOICES = {"Narrator": "narrator", "Unattributed": "unattributed"}


@dataclass(frozen=True, slots=True)
class Reading:
    """What the graph of one case holds; `names` gives every name and mention of an entity, folded."""

    graph: GraphRecords
    names: dict[str, frozenset[str]]

    def named(self, iri: str | None, answer: object) -> bool:
        """Compare an end with the answers allowed; None is not compared."""
        return answer is None or (iri is not None and any(fold(name) in self.names[iri] for name in answers(answer)))

    def spoken(self, speaker: str, answer: object) -> bool:
        if speaker in VOICES:
            return VOICES[speaker] in answers(answer)
        return any(fold(name) in self.names[speaker] for name in answers(answer))

    def says(self, statement: StatementRecord, wanted: dict[str, Any]) -> bool:
        return (
            statement.relation == wanted["relation"]
            and statement.polarity in answers(wanted.get("polarity", statement.polarity))
            and statement.modality in answers(wanted.get("modality", statement.modality))
            and self.named(statement.subject, wanted["subject"])
            and self.named(statement.object, wanted["object"])
            and self.spoken(statement.speaker, wanted["speaker"])
        )

    def holds(self, wanted: dict[str, Any]) -> bool:
        return any(self.says(statement, wanted) for statement in self.graph.statements)

    def links(self, wanted: dict[str, Any]) -> bool:
        """Tell whether the denier denies, and the denial's content holds the claim."""
        claims = {s.iri for s in self.graph.statements if self.says(s, wanted["claim"])}
        return any(
            s.relation == "denies" and s.polarity == "Positive" and claims & set(s.content)
            for s in self.graph.statements
            if self.named(s.subject, wanted["denier"])
        )

    def told(self) -> str:
        """Write the statements for a failure."""
        lines = []
        for s in self.graph.statements:
            ends = [
                self.graph.entities[iri].label if iri in self.graph.entities else "-" for iri in (s.subject, s.object)
            ]
            speaker = self.graph.entities[s.speaker].label if s.speaker in self.graph.entities else s.speaker
            lines.append(f"{ends[0]} | {s.relation} | {ends[1]} | {s.polarity} {s.modality} | {speaker}")
        return "\n".join(lines) or "no statements"


def answers(value: object) -> list[Any]:
    return value if isinstance(value, list) else [value]


def fold(name: str) -> str:
    """Fold a name as the README says: no case, no leading article or possessive, no possessive mark."""
    words = name.casefold().replace("’", "'").split()
    while len(words) > 1 and words[0] in LEADING:
        words.pop(0)
    return " ".join(words).removesuffix("'s").removesuffix("'")


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model)


@pytest.fixture(scope="module")
def readings(extractor: Extractor, ontology: Ontology) -> dict[str, Reading]:
    """Build each case as a collection of its own."""
    return {id_: read(extractor, ontology, case["text"]) for id_, case in CASES.items()}


def read(extractor: Extractor, ontology: Ontology, text: str) -> Reading:
    extraction = extractor.extract(Document(key="case.txt", identifier="case", text=text))
    graph = make_graph(ontology, resolve([extraction], ontology)).records
    names = {
        iri: frozenset(map(fold, (e.label, *e.aliases, *(mention.text for mention in e.mentions))))
        for iri, e in graph.entities.items()
    }
    return Reading(graph, names)


def faults(case: dict[str, Any], reading: Reading) -> Iterator[str]:
    """Yield what the graph of a case lacks, and the number of disputes where it is wrong."""
    for wanted in case["expect"]:
        if not reading.holds(wanted):
            yield f"lacks {wanted}"
    for link in case["denies"]:
        if not reading.links(link):
            yield f"lacks the link {link}"
    if len(reading.graph.disputes) not in answers(case["disputes"]):
        yield f"has {len(reading.graph.disputes)} disputes, not {case['disputes']}"


def leaks(case: dict[str, Any], reading: Reading) -> Iterator[str]:
    """Yield what the graph of a case must not hold and holds."""
    for unwanted in case["absent"]:
        if reading.holds(unwanted):
            yield f"holds {unwanted}"
    for link in case.get("absent_denies", []):
        if reading.links(link):
            yield f"holds the link {link}"


def marked(suffix: str) -> list[Any]:
    """Give the cases, those that are known to miss marked as such."""
    reasons = {id_: MISSES.get(id_ + suffix) for id_ in CASES}
    return [
        pytest.param(id_, marks=[pytest.mark.xfail(reason=reason, strict=True)] if reason else [])
        for id_, reason in reasons.items()
    ]


@pytest.mark.parametrize("id_", marked(""))
def test_case_holds_what_it_must(readings: dict[str, Reading], id_: str) -> None:
    found = list(faults(CASES[id_], readings[id_]))
    assert not found, "\n".join([CASES[id_]["text"], *found, readings[id_].told()])


@pytest.mark.parametrize("id_", marked(" (absent)"))
def test_case_holds_nothing_that_it_must_not(readings: dict[str, Reading], id_: str) -> None:
    found = list(leaks(CASES[id_], readings[id_]))
    assert not found, "\n".join([CASES[id_]["text"], *found, readings[id_].told()])


def test_known_misses_are_cases() -> None:
    assert {id_.removesuffix(" (absent)") for id_ in MISSES} <= set(CASES)
    assert all(reason.strip() for reason in MISSES.values())
