"""What is worked out of each document by itself: who is who in it, and what it says; kept with it, or found again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from kg.model import ResolvedDocument, Statement
from kg.resolve.coreference import Chain
from kg.store.coding import encode
from kg.store.entries import Entry, References, decoded, read_chains, written_chains
from kg.store.journal import Journal
from kg.store.settings import Settings


@dataclass(frozen=True, slots=True)
class Said:
    """What a document says, for claims and disputes, and how often what was seen and not taken."""

    statements: tuple[Statement, ...]
    skips: tuple[tuple[str, str, int], ...]

    @classmethod
    def by(cls, resolved: ResolvedDocument) -> Said:
        """Take it from a resolved document."""
        counts = Counter((skip.stage, skip.reason) for skip in resolved.skips)
        statements = tuple(map(bare, resolved.statements))
        return cls(statements, tuple((*skip, number) for skip, number in sorted(counts.items())))


def bare(statement: Statement) -> Statement:
    """Leave out what claims and disputes do not ask for: they hold those of all documents."""
    return Statement(
        statement.id,
        statement.subject,
        statement.relation,
        statement.object,
        statement.polarity,
        statement.modality,
        statement.speaker,
        cues=(),
        evidence=(),
        content=statement.content,
        confidence=statement.confidence,
        correction=statement.correction,
    )


class Kept:
    """What was worked out of each document, as the journal has it."""

    def __init__(self, journal: Journal) -> None:
        self._journal = journal

    def chains(self, key: str) -> list[Chain]:
        """Give who is who inside a document."""
        return read_chains(self._journal.chains_of(key), key)

    def written_chains(self, key: str) -> list[bytes]:
        """Give the same, each chain as JSON."""
        return written_chains(self._journal.chains_of(key), key)

    def references(self, entry: Entry) -> References:
        """Give which mention is of which chain, too."""
        return entry.read_references()

    def said(self, key: str, digest: str) -> Said | None:
        """Give what a document says, where it still holds."""
        written = self._journal.said(key, digest)
        return None if written is None else decoded(Said, written, key)

    def say(self, key: str, digest: str, said: Said) -> None:
        """Keep what a document says."""
        self._journal.say(key, digest, encode(said))


class Fresh:
    """The same, worked out again each time."""

    def __init__(self, journal: Journal, settings: Settings) -> None:
        self._journal, self._ontology = journal, settings.ontology

    def chains(self, reading: str) -> Iterator[tuple[str, list[Chain]]]:
        """Give who is who inside each document that was read with these settings."""
        for mark in self._journal.marks(reading):
            yield mark.key, self.references(self._journal.entry(mark.key)).chains

    def references(self, entry: Entry) -> References:
        """Give which mention is of which chain, too."""
        return References.of_extraction(entry.read_extraction(entry.identifier), self._ontology)

    def said(self, key: str, digest: str) -> Said | None:
        """Give nothing."""
        return None

    def say(self, key: str, digest: str, said: Said) -> None:
        """Keep nothing."""
