"""Builds graph records from phrases of a text: offsets are right by construction."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from kg.graph.record import (
    AttributionRecord,
    ClaimRecord,
    DisputeRecord,
    DocumentRecord,
    EntityRecord,
    GraphRecords,
    SpanRecord,
    StatementRecord,
)
from kg.model import NARRATOR

BASE = "https://newskg.example/"


@dataclass
class Story:
    """Collects records; phrases are looked up in the text, so offsets are right by construction."""

    texts: dict[str, str]
    entities: dict[str, EntityRecord]
    statements: list[StatementRecord] = field(default_factory=list)
    attributions: dict[str, AttributionRecord] = field(default_factory=dict)

    def span(self, document: str, phrase: str) -> SpanRecord:
        start = self.texts[document].index(phrase)
        return SpanRecord(f"{BASE}doc/{document}", start, start + len(phrase), phrase)

    def says(self, document: str, speaker: str, source: str, cue: str, content: str, within: str | None = None) -> str:
        iri = f"{BASE}attribution/a{len(self.attributions) + 1:02}"
        spans = [self.span(document, phrase) for phrase in (source, cue, content)]
        self.attributions[iri] = AttributionRecord(
            iri, f"{BASE}doc/{document}", (spans[0],), (spans[1],), (spans[2],), entity(speaker), "Indirect", within
        )
        return iri

    def state(self, document: str, triple: str, evidence: str, cue: str, **more: object) -> str:
        subject, relation, object_ = (None if part == "-" else part for part in triple.split())
        iri = f"{BASE}statement/s{len(self.statements) + 1:03}"
        values: dict[str, object] = {
            "iri": iri, "document": f"{BASE}doc/{document}", "relation": relation, "polarity": "Positive",
            "subject": entity(subject) if subject else None, "object": entity(object_) if object_ else None,
            "modality": "Asserted", "speaker": NARRATOR, "via": None, "cues": (cue,), "content": (),
            "evidence": (self.span(document, evidence),), "time_text": None, "time": None, "confidence": 0.83,
            "subject_mentions": self.mentions(document, more.pop("s", None)),
            "object_mentions": self.mentions(document, more.pop("o", None)),
        }  # fmt: skip
        self.statements.append(StatementRecord(**(values | more)))  # type: ignore[arg-type]
        return iri

    def mentions(self, document: str, phrase: object) -> tuple[SpanRecord, ...]:
        return (self.span(document, str(phrase)),) if phrase else ()

    def records(self, disputes: Iterable[tuple[str, str]] = ()) -> GraphRecords:
        claims = {
            s.iri.replace("statement/", "claim/"): ClaimRecord(
                s.iri.replace("statement/", "claim/"), (s.iri,), 1, (s.document,), ()
            )
            for s in self.statements
        }
        found = tuple(
            DisputeRecord(
                f"{BASE}dispute/{i}", a.replace("statement/", "claim/"), (b.replace("statement/", "claim/"),), ()
            )
            for i, (a, b) in enumerate(disputes)
        )
        documents = {f"{BASE}doc/{key}": document(key, text) for key, text in self.texts.items()}
        return GraphRecords(documents, self.entities, self.attributions, tuple(self.statements), claims, found)


def entity(key: str) -> str:
    return f"{BASE}entity/{key}"


def document(key: str, text: str) -> DocumentRecord:
    titles = {"trams": "Tram firm ‘walked out of pay talks’", "denial": "Northline denies blocking deal"}
    dates = {"trams": "2024-06-11", "denial": "2024-06-12"}
    return DocumentRecord(
        f"{BASE}doc/{key}",
        key,
        titles.get(key),
        dates.get(key),
        "Harwick Courier",
        f"https://courier.example/{key}",
        text,
    )


def make_entity(key: str, type_: str, label: str, *, texts: dict[str, str], **more: object) -> EntityRecord:
    names = [label, *more.get("aliases", ())]  # type: ignore[misc]
    mentions = tuple(
        SpanRecord(f"{BASE}doc/{key_}", text.index(n), text.index(n) + len(n), n)
        for key_, text in texts.items() for n in names if n in text
    )  # fmt: skip
    values: dict[str, object] = {
        "iri": entity(key), "type": type_, "label": label, "aliases": (), "anonymous": False, "same_as": (),
        "merges": (), "mentions": tuple(sorted(set(mentions))),
    }  # fmt: skip
    return EntityRecord(**(values | more))  # type: ignore[arg-type]
