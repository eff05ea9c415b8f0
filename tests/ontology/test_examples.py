"""Every trigger finds its example, and nothing of its own in its counter-examples."""

from __future__ import annotations

import pytest

from kg.extract import RULES, Extractor
from kg.model import Document, Extraction, RelationMention
from kg.ontology import Ontology, Trigger
from tests.factory import shipped

TRIGGERS = sorted(((t.rule, t) for ts in shipped().triggers.values() for t in ts), key=lambda pair: pair[0])
BOTH_WAYS = shipped().of("symmetric")


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model, RULES)


def read(extractor: Extractor, text: str) -> Extraction:
    return extractor.extract(Document(key="example.txt", identifier="example", text=text))


def plain(text: str | None) -> str | None:
    words = (text or "").split()
    while words and words[0].lower() in ("a", "an", "the", "mr", "mrs"):
        words.pop(0)
    return " ".join(words).rstrip(".").removesuffix("'s") or None


def end(extraction: Extraction, index: int | None) -> str | None:
    if index is None:
        return None
    span = extraction.mentions[index].span
    return plain(extraction.document.text[span.start : span.end])


def says(extraction: Extraction, relation: RelationMention) -> tuple[str | None, str | None, str, str]:
    ends = end(extraction, relation.subject), end(extraction, relation.object)
    return *ends, relation.polarity.lower(), relation.modality.lower()


@pytest.mark.parametrize("trigger", [pytest.param(t, id=rule) for rule, t in TRIGGERS])
def test_trigger_finds_its_example(extractor: Extractor, trigger: Trigger) -> None:
    extraction = read(extractor, trigger.example.text)
    found = [says(extraction, r) for r in extraction.relations if r.relation == trigger.relation]
    want = trigger.example
    expected = (plain(want.subject), plain(want.object), want.polarity, want.modality)
    turned = (expected[1], expected[0], *expected[2:])
    assert expected in found or (trigger.relation in BOTH_WAYS and turned in found), f"{want.text} gives {found}"


@pytest.mark.parametrize(
    ("trigger", "text"),
    [pytest.param(t, text, id=f"{rule}: {text}") for rule, t in TRIGGERS for text in t.counterexamples],
)
def test_trigger_finds_nothing_in_its_counterexample(extractor: Extractor, trigger: Trigger, text: str) -> None:
    extraction = read(extractor, text)
    found = [says(extraction, r) for r in extraction.relations if r.rule == trigger.rule]
    assert not found, f"{text} gives {found}"
