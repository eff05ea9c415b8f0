"""Group what documents say into claims, and find the claims that stand against each other."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import TypeAlias

from kg.ids import content_hash
from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Claim,
    Dispute,
    Modality,
    Polarity,
    ResolvedDocument,
    Statement,
)

Place: TypeAlias = tuple[str, str]
"""A document's key and the id of a statement in it."""

_VOICES = frozenset((NARRATOR, UNATTRIBUTED))


@dataclass(frozen=True, slots=True)
class _Saying:
    """What a claim says; `scope` is a document's key where an end is missing.

    "He was accused" in another document may be about something else.
    """

    subject: str | None
    relation: str
    object: str | None
    polarity: Polarity
    scope: str

    @property
    def id(self) -> str:
        return content_hash(self.subject, self.relation, self.object, self.polarity, self.scope)


def claims(documents: Sequence[ResolvedDocument], symmetric: Set[str] = frozenset()) -> tuple[Claim, ...]:
    """Group the asserted statements of all documents by subject, relation, object and polarity.

    The ends of a `symmetric` relation may stand in either order. Statements with neither end make no claim.
    What near-duplicate documents (`Document.copy_of`) say alike counts as one report. The result is sorted by id and
    does not depend on the order of the documents.
    """
    leads = {d.document.key: d.document.copy_of for d in documents if d.document.copy_of is not None}
    groups: dict[_Saying, list[tuple[Place, Statement]]] = defaultdict(list)
    for key, statement in _asserted(documents):
        groups[_saying(key, statement, symmetric)].append(((key, statement.id), statement))
    return tuple(sorted((_claim(saying, found, leads) for saying, found in groups.items()), key=lambda claim: claim.id))


def disputes(
    claims: Iterable[Claim],
    documents: Sequence[ResolvedDocument],
    *,
    denial: Set[str] = frozenset(),
    opposites: Mapping[str, Set[str]] | None = None,
    symmetric: Set[str] = frozenset(),
    accusation: Set[str] = frozenset(),
) -> tuple[Dispute, ...]:
    """Find the claims that others stand against, each with all that do, sorted by id.

    Three rules: the same ends and relation with opposite polarity; a statement of a `denial` relation against its
    content; relations that are `opposites` of the same two ends, in either order where one of them is `symmetric`.
    Parties are the claim's speakers (and its subject, where it is an `accusation`) and, on the other side, the
    counter-claim's speakers or, for a denial, whoever denies.
    """
    listed = sorted(claims, key=lambda claim: claim.id)
    counters: dict[str, set[str]] = defaultdict(set)
    parties: dict[str, set[str]] = defaultdict(set)
    for claim, counter in _contrary(listed, opposites or {}, symmetric):
        counters[claim.id].add(counter.id)
        parties[claim.id].update(claim.speakers, counter.speakers)
    for claim, counter, denier in _denied(listed, documents, denial):
        accuser = claim.subject if claim.relation in accusation else None
        counters[claim.id].add(counter.id)
        parties[claim.id].update(claim.speakers, filter(None, (accuser, denier)))
    found = (_dispute(claim, counter, parties[claim]) for claim, counter in counters.items())
    return tuple(sorted(found, key=lambda dispute: dispute.id))


def _asserted(documents: Iterable[ResolvedDocument]) -> Iterator[tuple[str, Statement]]:
    for resolved in documents:
        for statement in resolved.statements:
            if statement.modality == Modality.ASSERTED and (statement.subject or statement.object):
                yield resolved.document.key, statement


def _saying(key: str, statement: Statement, symmetric: Set[str]) -> _Saying:
    first, second = statement.subject, statement.object
    if first and second and statement.relation in symmetric:
        first, second = sorted((first, second))
    scope = "" if first and second else key
    return _Saying(first, statement.relation, second, statement.polarity, scope)


def _claim(saying: _Saying, found: list[tuple[Place, Statement]], leads: Mapping[str, str]) -> Claim:
    places = sorted(place for place, _ in found)
    return Claim(
        id=saying.id,
        subject=saying.subject,
        relation=saying.relation,
        object=saying.object,
        polarity=saying.polarity,
        statements=tuple(places),
        speakers=tuple(sorted({statement.speaker for _, statement in found} - _VOICES)),
        documents=tuple(sorted({key for key, _ in places})),
        reports=count_reports((key for key, _ in places), leads),
    )


def count_reports(documents: Iterable[str], leads: Mapping[str, str]) -> int:
    """Count the statements of a claim, given the document of each; near-duplicates (key -> lead) count once.

    Of the documents of one group only the one with most of them counts.
    """
    most: dict[str, int] = {}
    for document, number in Counter(documents).items():
        lead = leads.get(document, document)
        most[lead] = max(most.get(lead, 0), number)
    return sum(most.values())


def _contrary(
    claims: Iterable[Claim], opposites: Mapping[str, Set[str]], symmetric: Set[str]
) -> Iterator[tuple[Claim, Claim]]:
    """Pair each positive claim with those that negate or contradict it; of two positive ones the first by name leads."""
    index = {_said(claim): claim for claim in claims}
    for claim in index.values():
        if claim.polarity != Polarity.POSITIVE:
            continue
        if negated := index.get(replace(_said(claim), polarity=Polarity.NEGATIVE)):
            yield claim, negated
        for other in opposites.get(claim.relation, ()):
            for saying in _opposite(_said(claim), other, symmetric):
                if counter := index.get(saying):
                    first, second = sorted((claim, counter), key=lambda found: (found.relation, found.id))
                    yield first, second


def _opposite(saying: _Saying, relation: str, symmetric: Set[str]) -> Iterator[_Saying]:
    opposite = replace(saying, relation=relation)
    yield opposite
    if symmetric & {saying.relation, relation}:
        yield replace(opposite, subject=saying.object, object=saying.subject)


def _said(claim: Claim) -> _Saying:
    scope = "" if claim.subject and claim.object else claim.documents[0]
    return _Saying(claim.subject, claim.relation, claim.object, claim.polarity, scope)


def _denied(
    claims: Iterable[Claim], documents: Iterable[ResolvedDocument], denial: Set[str]
) -> Iterator[tuple[Claim, Claim, str | None]]:
    """Pair what a denial holds with the denial itself and whoever denies."""
    claim_of = {place: claim for claim in claims for place in claim.statements}
    for key, statement in _asserted(documents):
        if statement.relation not in denial or statement.polarity != Polarity.POSITIVE:
            continue
        counter = claim_of.get((key, statement.id))
        for claim in (claim_of.get((key, id_)) for id_ in statement.content):
            if claim and counter and claim != counter:
                yield claim, counter, statement.subject


def _dispute(claim: str, counters: set[str], parties: set[str]) -> Dispute:
    ordered = tuple(sorted(counters))
    return Dispute(content_hash(claim, *ordered), claim, ordered, tuple(sorted(parties)))
