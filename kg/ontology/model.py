"""What the ontology folder becomes: frozen dataclasses that the other rooms trust without checking again."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

from kg.gazetteer import Gazetteer
from kg.model import Modality, Polarity

PARTS = ("verb", "noun", "adjective")
INTRANSITIVE = "intransitive"
"""What a trigger needs that must have no object of its own ("demonstrated", not "demonstrated her skill")."""
POLARITIES = tuple(polarity.value.lower() for polarity in Polarity)
MODALITIES = tuple(modality.value.lower() for modality in Modality)


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation type of kg.ttl; `contradicts` are the ids that say the opposite of the same two ends."""

    id: str
    label: str
    definition: str
    stance: str
    symmetric: bool = False
    contradicts: frozenset[str] = frozenset()
    denial: bool = False
    performative: bool = False
    accusation: bool = False

    @property
    def static(self) -> bool:
        """Tell whether it is a state (a role, a membership) rather than an act."""
        return self.stance == "Static"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what its trigger must find there; `subject` and `object` are texts or None."""

    text: str
    subject: str | None
    object: str | None
    polarity: str = "positive"
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that express a relation, and where its ends stand: roles, in order of preference."""

    relation: str
    part: str
    words: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    content: tuple[str, ...]
    polarity: str
    modality: str
    needs: frozenset[str]
    confidence: float
    example: Example
    counterexamples: tuple[str, ...]
    gives_way: bool = False
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @property
    def rule(self) -> str:
        """Name the trigger for reports: "accuses/verb/accuse"."""
        return f"{self.relation}/{self.part}/{' '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Shapes of lines that are no prose (compiled regular expressions)."""

    credit_label: re.Pattern[str]
    credit: tuple[re.Pattern[str], ...]
    credit_tail: re.Pattern[str]
    boilerplate: tuple[re.Pattern[str], ...]
    byline: tuple[re.Pattern[str], ...]
    transcript: re.Pattern[str]
    dateline: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Reporting:
    """A word that reports: where its content may stand, and what it does to what stands there."""

    content: frozenset[str]
    modality: str = "asserted"
    negative: bool = False
    source: bool = True


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything newskg knows about the world and the language; `words` holds the plain word lists by name."""

    folder: Path
    relations: Mapping[str, Relation]
    triggers: Mapping[tuple[str, str], tuple[Trigger, ...]]
    layout: Layout
    reporting: Mapping[tuple[str, str], Reporting]
    words: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]
    queries: Mapping[str, str]
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def of(self, relations: str) -> frozenset[str]:
        """Give the ids with a property: "symmetric", "static", "denial", "accusation"."""
        return frozenset(r.id for r in self.relations.values() if getattr(r, relations))
