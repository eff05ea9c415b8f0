"""Which statements are meant: one set of words for `kg show`, `kg export`, the library and the page."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, fields
from pathlib import PurePath

from kg.errors import QueryError
from kg.graph.read import DocumentRecord, GraphRecords, StatementRecord
from kg.model import Modality, Polarity
from kg.ontology import Ontology

_DAY = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?")
_DATED = re.compile(r"\d{4}(-\d{2}){0,2}")

Test = Callable[[StatementRecord], bool]


@dataclass(frozen=True, slots=True)
class Filter:
    """What a statement must be like; what is left empty asks nothing, of several values one must hold.

    `about`, `speaker` and `publisher` are parts of a name, whatever their case ("Narrator" is the article itself);
    `relation` is an id or a label; `stance` "conflict", "cooperation", "neutral" or "static"; `document` an
    identifier, source or file name; `since` and `until` days, months or years of publication, both included;
    `confidence` the least (0..1).
    """

    about: tuple[str, ...] = ()
    relation: tuple[str, ...] = ()
    stance: tuple[str, ...] = ()
    speaker: tuple[str, ...] = ()
    document: tuple[str, ...] = ()
    publisher: tuple[str, ...] = ()
    since: str = ""
    until: str = ""
    polarity: tuple[str, ...] = ()
    modality: tuple[str, ...] = ()
    confidence: float = 0.0

    @classmethod
    def of(cls, **words: str | float | Sequence[str] | None) -> Filter:
        """Make a filter of what a user wrote: one value or several; None asks nothing."""
        made: dict[str, object] = {}
        for field in fields(cls):
            value = words.pop(field.name, None)
            if value is not None:
                alone = isinstance(value, str) and isinstance(field.default, tuple)
                made[field.name] = (value,) if alone else tuple(value) if isinstance(value, list | tuple) else value
        if words:
            raise TypeError(f"a filter has no {', '.join(words)}")
        return cls(**made)  # type: ignore[arg-type]

    def __bool__(self) -> bool:
        """Tell whether anything is asked."""
        return self != Filter()

    def choose(self, records: GraphRecords, ontology: Ontology) -> tuple[StatementRecord, ...]:
        """Give the statements that pass, in reading order; raises `QueryError` for a word that there is not."""
        tests = list(self._tests(records, ontology))
        return tuple(statement for statement in records.statements if all(test(statement) for test in tests))

    def _tests(self, records: GraphRecords, ontology: Ontology) -> Iterable[Test]:
        if self.about:
            yield lambda s: any(_names(end, self.about, records) for end in (s.subject, s.object) if end)
        if self.speaker:
            yield lambda s: _names(s.speaker, self.speaker, records)
        if relations := {_relation(wanted, ontology) for wanted in self.relation}:
            yield lambda s: s.relation in relations
        if stances := self._words("stance", {r.stance.lower() for r in ontology.relations.values()}):
            meant = {r.id for r in ontology.relations.values() if r.stance.lower() in stances}
            yield lambda s: s.relation in meant
        if polarities := self._words("polarity", (p.lower() for p in Polarity)):
            yield lambda s: s.polarity.lower() in polarities
        if modalities := self._words("modality", (m.lower() for m in Modality)):
            yield lambda s: (s.modality or Modality.ASSERTED).lower() in modalities
        if self.confidence:
            yield lambda s: s.confidence >= self.confidence
        if self.document or self.publisher or self.since or self.until:
            self._check_days()
            passing = {iri for iri, document in records.documents.items() if self._takes(document)}
            yield lambda s: s.document in passing

    def _words(self, name: str, known: Iterable[str]) -> set[str]:
        given: set[str] = {word.lower() for word in getattr(self, name)}
        if missing := sorted(given - (listed := set(known))):
            raise QueryError(f"there is no {name} '{missing[0]}'; known are {', '.join(sorted(listed))}")
        return given

    def _check_days(self) -> None:
        for name, day in (("since", self.since), ("until", self.until)):
            if day and not _DAY.fullmatch(day):
                raise QueryError(f"{name} '{day}' is not a date such as 2024, 2024-05 or 2024-05-31")

    def _takes(self, document: DocumentRecord) -> bool:
        if self.document and not set(self.document) & set(_document_names(document)):
            return False
        if self.publisher and not _is_part(self.publisher, [document.publisher or ""]):
            return False
        return self._is_within(document.issued or "")

    def _is_within(self, issued: str) -> bool:
        """Tell whether a day, month or year of publication touches the period; what has no date lies in none."""
        if not self.since and not self.until:
            return True
        found = _DATED.match(issued)
        if not found:
            return False
        day = found.group()
        after = not self.since or day[: len(self.since)] >= self.since[: len(day)]
        return after and (not self.until or day[: len(self.until)] <= self.until[: len(day)])


def _relation(wanted: str, ontology: Ontology) -> str:
    for relation in ontology.relations.values():
        if wanted.casefold() in (relation.id.casefold(), relation.label.casefold()):
            return relation.id
    raise QueryError(f"there is no relation '{wanted}'; known are {', '.join(ontology.relations)}")


def _names(iri: str, wanted: Sequence[str], records: GraphRecords) -> bool:
    entity = records.entities.get(iri)
    return _is_part(wanted, (entity.label, *entity.aliases) if entity else (iri,))


def _is_part(wanted: Sequence[str], names: Iterable[str]) -> bool:
    folded = [name.casefold() for name in names]
    return any(part.casefold() in name for part in wanted for name in folded)


def _document_names(document: DocumentRecord) -> tuple[str, ...]:
    return document.identifier, document.source or "", PurePath(document.source or "").name
