"""What changed between two graphs, told by content: names and words decide, not IRIs alone."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import TypeVar

from kg.graph.record import DocumentRecord, EntityRecord, GraphRecords, StatementRecord

DOCUMENT_FACTS = ("identifier", "title", "issued", "publisher", "source", "sha256")
ENTITY_FACTS = ("label", "type", "anonymous")
ENTITY_LISTS = ("aliases", "same_as", "merges")

Pairs = dict[str, str]
Record = TypeVar("Record", DocumentRecord, EntityRecord)
Key = tuple[str | None, ...]


@dataclass(frozen=True, slots=True)
class DocumentChange:
    """A document that is new (`before` is None), gone (`after` is None), or has other facts or another text."""

    before: DocumentRecord | None
    after: DocumentRecord | None


@dataclass(frozen=True, slots=True)
class EntityChange:
    """What became of an entity; `how` is "new", "gone", "changed", "merged" or "split".

    Merged: `before` is now part of `after`, another entity's name. Split: `after` was part of `before`.
    """

    how: str
    before: EntityRecord | None
    after: EntityRecord | None


@dataclass(frozen=True, slots=True)
class Changes:
    """All changes from one graph to another; false where there are none."""

    before: GraphRecords
    after: GraphRecords
    documents: tuple[DocumentChange, ...]
    entities: tuple[EntityChange, ...]
    gone: tuple[StatementRecord, ...]
    new: tuple[StatementRecord, ...]

    def __bool__(self) -> bool:
        """Tell whether anything changed."""
        return bool(self.documents or self.entities or self.gone or self.new)


def changes(before: GraphRecords, after: GraphRecords) -> Changes:
    """Compare two graphs.

    A document is the same by its key, source or text; an entity by its id, else by the places where it is mentioned
    in documents whose text is the same; a statement by document, speaker, subject, relation, object, polarity and
    modality, entities counting by name and a renamed or merged one as its new self. Not compared: IRIs, offsets,
    confidence, evidence, attributions; claims and disputes follow from the statements.
    """
    documents = _pair_documents(before.documents, after.documents)
    entities, found = _compare_entities(before, after, documents)
    gone, new = _compare_statements(before, after, documents, entities)
    return Changes(before, after, tuple(_compare_documents(before, after, documents)), tuple(found), gone, new)


def differing(before: object, after: object, names: Iterable[str]) -> list[str]:
    """Give those of the named fields whose values differ."""
    pairs = ((name, getattr(before, name), getattr(after, name)) for name in names)
    return [name for name, old, new in pairs if old != new]


def _pair(before: Iterable[Record], after: Iterable[Record], key: Callable[[Record], str | None]) -> Pairs:
    """Pair the records that alone have their key on both sides."""
    old, new = _unique(before, key), _unique(after, key)
    return {old[value]: new[value] for value in old if value in new}


def _unique(records: Iterable[Record], key: Callable[[Record], str | None]) -> dict[str, str]:
    listed = [(value, record.iri) for record in records if (value := key(record))]
    counts = Counter(value for value, _ in listed)
    return {value: iri for value, iri in listed if counts[value] == 1}


def _pair_documents(before: Mapping[str, DocumentRecord], after: Mapping[str, DocumentRecord]) -> Pairs:
    pairs: Pairs = {}
    keys: tuple[Callable[[DocumentRecord], str | None], ...] = (
        lambda document: document.iri.partition("/doc/")[2] or document.iri,
        lambda document: document.source,
        lambda document: document.sha256,
    )
    for key in keys:
        taken = set(pairs.values())
        old = [document for iri, document in before.items() if iri not in pairs]
        pairs |= _pair(old, [document for iri, document in after.items() if iri not in taken], key)
    return pairs


def _compare_documents(before: GraphRecords, after: GraphRecords, pairs: Pairs) -> Iterator[DocumentChange]:
    for iri, document in before.documents.items():
        now = after.documents.get(pairs.get(iri, ""))
        if now is None or differing(document, now, DOCUMENT_FACTS):
            yield DocumentChange(document, now)
    taken = set(pairs.values())
    yield from (DocumentChange(None, document) for iri, document in after.documents.items() if iri not in taken)


def _compare_entities(before: GraphRecords, after: GraphRecords, documents: Pairs) -> tuple[Pairs, list[EntityChange]]:
    """Give what each entity of the first graph is in the second, and the changes."""
    pairs = _pair(before.entities.values(), after.entities.values(), lambda entity: entity.iri.rpartition("/")[2])
    forth, back = _moves(before, after, documents)
    taken = set(pairs.values())
    renamed = {old: new for old, new in forth.items() if old not in pairs and new not in taken and back.get(new) == old}
    pairs |= renamed
    same = [(before.entities[old], after.entities[new]) for old, new in pairs.items()]
    found = [EntityChange("changed", *pair) for pair in same if differing(*pair, ENTITY_FACTS + ENTITY_LISTS)]
    lost = [entity for iri, entity in before.entities.items() if iri not in pairs]
    for entity in lost:
        into = after.entities.get(forth.get(entity.iri, ""))
        found.append(EntityChange("merged" if into else "gone", entity, into))
    taken = set(pairs.values())
    for entity in (entity for iri, entity in after.entities.items() if iri not in taken):
        source = before.entities.get(back.get(entity.iri, ""))
        found.append(EntityChange("split" if source else "new", source, entity))
    return {entity.iri: forth[entity.iri] for entity in lost if entity.iri in forth} | pairs, found


def _moves(before: GraphRecords, after: GraphRecords, documents: Pairs) -> tuple[Pairs, Pairs]:
    """Tell which entity most mentions of an entity denote in the other graph, forth and back."""
    same = {
        old: new
        for old, new in documents.items()
        if before.documents[old].sha256 and before.documents[old].sha256 == after.documents[new].sha256
    }
    there: dict[tuple[str, int, int], list[str]] = defaultdict(list)
    for entity in after.entities.values():
        for mention in entity.mentions:
            there[mention.document, mention.start, mention.end].append(entity.iri)
    votes: Counter[tuple[str, str]] = Counter()
    for entity in before.entities.values():
        for mention in entity.mentions:
            place = (same.get(mention.document, ""), mention.start, mention.end)
            votes.update((entity.iri, other) for other in there.get(place, ()))
    ranked = sorted(votes, key=lambda pair: (votes[pair], pair))  # the last one stays
    return dict(ranked), {new: old for old, new in ranked}


def _compare_statements(
    before: GraphRecords, after: GraphRecords, documents: Pairs, entities: Pairs
) -> tuple[tuple[StatementRecord, ...], tuple[StatementRecord, ...]]:
    names = {iri: entity.label for iri, entity in after.entities.items()}
    names_before = {iri: names.get(entities.get(iri, ""), entity.label) for iri, entity in before.entities.items()}
    old = _by_content(before.statements, documents, names_before)
    new = _by_content(after.statements, {iri: iri for iri in after.documents}, names)
    return _beyond(old, new), _beyond(new, old)


def _by_content(
    statements: Iterable[StatementRecord], documents: Mapping[str, str], names: Mapping[str, str]
) -> dict[Key, list[StatementRecord]]:
    found: dict[Key, list[StatementRecord]] = defaultdict(list)
    for one in statements:
        ends = (names.get(end, end) if end else None for end in (one.subject, one.object))
        said_by = names.get(one.speaker, one.speaker)
        document = documents.get(one.document, one.document)
        found[document, said_by, *ends, one.relation, one.polarity, one.modality].append(one)
    return found


def _beyond(
    some: Mapping[Key, list[StatementRecord]], others: Mapping[Key, list[StatementRecord]]
) -> tuple[StatementRecord, ...]:
    """Give the statements that the others lack; of equal ones, those beyond the others' number."""
    return tuple(one for key, listed in some.items() for one in listed[len(others.get(key, ())) :])
