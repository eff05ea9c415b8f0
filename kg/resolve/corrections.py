"""Take out the statements that people say are wrong, and put in those that they say are missing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace

from kg.model import Correction, Entity, ResolvedDocument, Statement
from kg.ontology import Ontology
from kg.resolve.additions import Addition, insert, prepare
from kg.resolve.coreference import Chain, Coreference
from kg.resolve.judgements import ANY, Judgements, Ledger, is_document
from kg.resolve.naming import Name, normal


class Corrections:
    """All corrections of a build, applied in three steps: chains, entities, statements; `ledger` says what they met."""

    def __init__(self, corrections: Sequence[Correction], ontology: Ontology) -> None:
        self.rows, self.ontology = tuple(corrections), ontology
        self.ledger = Ledger()
        self.judgements = Judgements(corrections, self.ledger)
        self._additions: list[Addition] = []
        self._ids: dict[int, str] = {}

    # ---- before the entities are made

    def regroup(self, coreferences: Sequence[Coreference]) -> None:
        """Join and part chains, and see to it that the ends of missing statements exist."""
        if self.rows:
            for coreference in coreferences:
                self.judgements.regroup(coreference)
            for row in self.rows:
                if row.kind == "missing":
                    self._prepare(row, coreferences)

    def _prepare(self, row: Correction, coreferences: Sequence[Coreference]) -> None:
        for coreference in coreferences:
            if is_document(row.document, coreference.extraction.document):
                found = prepare(row, coreference, coreferences)
                if isinstance(found, str):
                    self.ledger.miss(row, found)
                else:
                    self._additions.append(found)

    # ---- after

    def amend(
        self,
        entities: Sequence[Entity],
        documents: Sequence[ResolvedDocument],
        chains: Sequence[tuple[str, list[Chain]]],
        of: Mapping[tuple[str, int], str],
    ) -> tuple[list[Entity], list[ResolvedDocument]]:
        """Apply "wrong" and "missing" from the first line to the last; `of` gives the entity of each chain."""
        if not self.rows:
            return list(entities), list(documents)
        self._ids = {id(chain): of[key, number] for key, listed in chains for number, chain in enumerate(listed)}
        known, amended = {e.id: e for e in entities}, {d.document.key: d for d in documents}
        removed: list[Statement] = []
        for row in self.rows:
            if row.kind == "wrong":
                removed += self._reject(row, amended, known)
            elif row.kind == "missing":
                self._insert(row, amended)
        return without(removed, list(known.values()), list(amended.values()), self.ontology)

    def _reject(
        self, row: Correction, documents: dict[str, ResolvedDocument], entities: Mapping[str, Entity]
    ) -> list[Statement]:
        removed = []
        for key, resolved in documents.items():
            if row.document and not is_document(row.document, resolved.document):
                continue
            wrong = [s for s in resolved.statements if is_meant(row, s, entities)]
            if wrong:
                documents[key] = _less(resolved, {s.id for s in wrong})
                self.ledger.meet(row, document=key)
                removed += wrong
        self.ledger.miss(row, "no statement is like that")
        return removed

    def _insert(self, row: Correction, documents: dict[str, ResolvedDocument]) -> None:
        for addition in self._additions:
            if addition.correction.id == row.id:
                documents[addition.document] = insert(documents[addition.document], addition, self._ids)
                self.ledger.meet(row, document=addition.document)

    def outcome(self, entities: Iterable[Entity], documents: Iterable[ResolvedDocument]) -> tuple[Correction, ...]:
        """Give every correction with what it met, or why it met nothing, sorted by id."""
        left, added = {e.id for e in entities}, defaultdict(set)
        for statement in (s for d in documents for s in d.statements):
            added[statement.correction].add(statement.id)
        return tuple(sorted((self._outcome(row, left, added[row.id]) for row in self.rows), key=lambda row: row.id))

    def _outcome(self, row: Correction, left: set[str], added: set[str]) -> Correction:
        if row.id not in self.ledger.met:
            return replace(row, unmatched=self.ledger.reasons.get(row.id) or f"there is no document '{row.document}'")
        chains = {self._ids[id(chain)] for chain in self.ledger.chains[row.id] if id(chain) in self._ids}
        targets = added if row.kind == "missing" else chains & left
        return replace(row, targets=tuple(sorted(targets)), documents=tuple(sorted(self.ledger.documents[row.id])))


def without(
    removed: Sequence[Statement],
    entities: Sequence[Entity],
    documents: Sequence[ResolvedDocument],
    ontology: Ontology,
) -> tuple[list[Entity], list[ResolvedDocument]]:
    """Forget what only the removed statements were about: entities, their mentions, and offices that nobody else gives."""
    if not removed:
        return list(entities), list(documents)
    used = {end for d in documents for s in d.statements for end in (s.subject, s.object, s.speaker)}
    used |= {a.speaker for d in documents for a in d.attributions}
    gone = {end for s in removed for end in (s.subject, s.object, s.speaker)} - used
    offices = disowned(removed, [s for d in documents for s in d.statements], entities, ontology)
    left = [_stripped(e, offices.get(e.id, frozenset())) for e in entities if e.id not in gone]
    return left, [_unmentioned(d, gone, offices) for d in documents]


def disowned(
    removed: Iterable[Statement], statements: Iterable[Statement], entities: Iterable[Entity], ontology: Ontology
) -> dict[str, frozenset[str]]:
    """Give for each entity the normal names of the offices and bodies that were its own only by a removed statement."""
    static = ontology.of("static")
    names = {e.id: {normal(n) for n in (e.name, *e.aliases)} for e in entities}
    ties = {(s.subject, s.object) for s in statements if s.relation in static}
    found: dict[str, frozenset[str]] = {}
    for s in removed:
        if s.relation in static and s.subject and s.object and (s.subject, s.object) not in ties:
            found[s.subject] = found.get(s.subject, frozenset()) | names.get(s.object, set())
    return found


def _stripped(entity: Entity, offices: frozenset[str]) -> Entity:
    if not offices:
        return entity
    aliases = tuple(a for a in entity.aliases if normal(a) not in offices)
    merges = tuple(r for r in entity.merges if normal(r.partition(": ")[0]) not in offices)
    return replace(entity, aliases=aliases, merges=merges)


def _unmentioned(
    resolved: ResolvedDocument, gone: set[str | None], offices: Mapping[str, frozenset[str]]
) -> ResolvedDocument:
    text = resolved.document.text
    kept = tuple(
        d
        for d in resolved.denotations
        if d.entity not in gone and normal(text[d.span.start : d.span.end]) not in offices.get(d.entity, ())
    )
    return replace(resolved, denotations=kept)


def is_meant(row: Correction, statement: Statement, entities: Mapping[str, Entity]) -> bool:
    """Tell whether a correction calls this statement wrong, by its id or by what it says."""
    if row.statement and row.statement == statement.id:
        return True
    return (
        bool(row.relation)
        and row.relation == statement.relation
        and row.polarity in ("", statement.polarity)
        and row.modality in ("", statement.modality)
        and _is_called(row.subject, statement.subject, entities)
        and _is_called(row.object, statement.object, entities)
        and (not row.speaker or _is_called(row.speaker, statement.speaker, entities))
    )


def _is_called(written: str, end: str | None, entities: Mapping[str, Entity]) -> bool:
    """Tell whether an end is the one written; an empty field is an end that is not there, `*` any or none."""
    if written == ANY or written == (end or ""):
        return True
    entity = entities.get(end or "")
    return entity is not None and Name.of(written).fits(entity.type, (entity.name, *entity.aliases))


def _less(resolved: ResolvedDocument, wrong: set[str]) -> ResolvedDocument:
    left = (s for s in resolved.statements if s.id not in wrong)
    kept = tuple(replace(s, content=tuple(c for c in s.content if c not in wrong)) for s in left)
    return replace(resolved, statements=kept)
