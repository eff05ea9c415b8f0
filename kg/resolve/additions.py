"""Statements that people add: where the text gives the evidence, and who or what the ends are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from kg.ids import content_hash
from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Correction,
    Denotation,
    Document,
    Modality,
    Polarity,
    ResolvedDocument,
    Span,
    Statement,
)
from kg.resolve.coreference import Chain, Coreference
from kg.resolve.judgements import called
from kg.resolve.naming import Name, bare

VOICES = (NARRATOR, UNATTRIBUTED)
_OFFSETS = re.compile(r"(?:char=)?(\d+)[-,](\d+)")
_NAMED = ("Person", "Organisation", "Place")


@dataclass(frozen=True, slots=True)
class Addition:
    """A missing statement that fits into a document (its key); the ends are chains, the speaker may be a voice."""

    correction: Correction
    document: str
    evidence: Span
    cue: str
    subject: Chain | None
    object: Chain | None
    speaker: Chain | str


def prepare(row: Correction, coreference: Coreference, coreferences: Sequence[Coreference]) -> Addition | str:
    """Find evidence and ends in a document, make the ends that it lacks, or say why there is none."""
    document = coreference.extraction.document
    evidence = find_evidence(row.evidence, document)
    if evidence is None:
        return f"the evidence is not in {document.key}"
    text = document.text[evidence.start : evidence.end]
    if row.cue not in text:
        return f"the cue '{row.cue}' is not in the evidence"
    written = [row.subject, row.object, "" if row.speaker in VOICES else row.speaker]
    for end in filter(None, written):
        if not _is_known(Name.of(end), coreference, coreferences):
            return f"nothing is called '{end}'; '{end} (Person)', say, adds it as a person"
    subject, object_, speaker = (_end(Name.of(end), coreference, evidence, coreferences) for end in written)
    return Addition(row, document.key, evidence, row.cue or text, subject, object_, speaker or row.speaker)


def find_evidence(written: str, document: Document) -> Span | None:
    """Find the words, whatever the white space in them, or read offsets such as 120-180 (code points, half-open)."""
    if offsets := _OFFSETS.fullmatch(written.strip()):
        start, end = int(offsets[1]), int(offsets[2])
        return Span(start, end) if start < end <= len(document.text) else None
    words = r"\s+".join(map(re.escape, written.split()))
    found = re.search(words, document.text)
    return Span(*found.span()) if found and words else None


def insert(resolved: ResolvedDocument, addition: Addition, ids: Mapping[int, str]) -> ResolvedDocument:
    """Put the statement into its document; `ids` is the entity of each chain, by `id()`."""
    statement, named = _statement(resolved, addition, ids)
    old = next((s for s in resolved.statements if s.id == statement.id), None)
    statements = {s.id: s for s in resolved.statements} | {statement.id: _both(old, statement) if old else statement}
    return replace(
        resolved,
        statements=tuple(sorted(statements.values(), key=lambda s: s.id)),
        denotations=tuple(sorted(named, key=lambda d: (d.span, d.entity))),
    )


def _is_known(name: Name, coreference: Coreference, coreferences: Sequence[Coreference]) -> bool:
    return bool(name.type or called(name, coreference.chains) or _types(name, coreferences))


def _types(name: Name, coreferences: Sequence[Coreference]) -> list[str]:
    found = [c.chains[n] for c in coreferences for n in called(name, c.chains)]
    return sorted({chain.type for chain in found if not chain.anonymous})


def _end(name: Name, coreference: Coreference, evidence: Span, coreferences: Sequence[Coreference]) -> Chain | None:
    """Give the chain of that name, best one that the evidence mentions, or a new one."""
    if not name.text:
        return None
    chains = [coreference.chains[n] for n in called(name, coreference.chains)]
    spans = [m.span for m in coreference.mentions]
    near = [chain for chain in chains if any(evidence.contains(spans[i]) for i in chain.members)]
    chain = next(iter(near or chains), None) or _made(name, _types(name, coreferences), coreference)
    chain.kept = True
    return chain


def _made(name: Name, types: list[str], coreference: Coreference) -> Chain:
    type_ = name.type or types[0]
    named = type_ in _NAMED or name.text[:1].isupper()
    phrases = [] if named else [bare(name.text)]
    chain = Chain(type_, [], [name.text] if named else [], phrases, named=named, label="" if named else name.text)
    coreference.chains.append(chain)
    return chain


def _statement(
    resolved: ResolvedDocument, addition: Addition, ids: Mapping[int, str]
) -> tuple[Statement, set[Denotation]]:
    """Make the statement, and the document's mentions with those in the evidence that only people saw."""
    row, evidence = addition.correction, addition.evidence
    subject = None if addition.subject is None else ids[id(addition.subject)]
    object_ = None if addition.object is None else ids[id(addition.object)]
    speaker = addition.speaker if isinstance(addition.speaker, str) else ids[id(addition.speaker)]
    key = (subject, row.relation, object_, row.polarity, row.modality, speaker)
    named = set(resolved.denotations)
    for end, written in ((subject, row.subject), (object_, row.object)):
        named.update(_seen(resolved, evidence, end, Name.of(written).text))
    statement = Statement(
        id=content_hash(resolved.document.key, *key),
        subject=subject,
        relation=row.relation,
        object=object_,
        polarity=Polarity(row.polarity),
        modality=Modality(row.modality),
        speaker=speaker,
        cues=(addition.cue,),
        evidence=(evidence,),
        subject_mentions=_spans(named, subject, evidence),
        object_mentions=_spans(named, object_, evidence),
        via=_via(resolved, evidence, speaker),
        confidence=1.0,
        correction=row.id,
    )
    return statement, named


def _seen(resolved: ResolvedDocument, evidence: Span, end: str | None, name: str) -> Iterator[Denotation]:
    """Take the name in the evidence for a mention where there is none."""
    if end is None or _spans(resolved.denotations, end, evidence):
        return
    at = resolved.document.text.find(name, evidence.start, evidence.end)
    if at >= 0:
        yield Denotation(Span(at, at + len(name)), end)


def _spans(denotations: set[Denotation] | tuple[Denotation, ...], end: str | None, evidence: Span) -> tuple[Span, ...]:
    return tuple(sorted(d.span for d in denotations if end and d.entity == end and evidence.contains(d.span)))


def _via(resolved: ResolvedDocument, evidence: Span, speaker: str) -> str | None:
    """Find the smallest attribution to this speaker that holds the evidence."""
    around = [
        (span.end - span.start, a.id)
        for a in resolved.attributions
        for span in a.content
        if a.speaker == speaker and span.contains(evidence)
    ]
    return min(around)[1] if around else None


def _both(old: Statement, made: Statement) -> Statement:
    """Let a statement that the machine found as well stand on both."""
    return replace(
        old,
        cues=tuple(sorted({*old.cues, *made.cues})),
        evidence=tuple(sorted({*old.evidence, *made.evidence})),
        subject_mentions=tuple(sorted({*old.subject_mentions, *made.subject_mentions})),
        object_mentions=tuple(sorted({*old.object_mentions, *made.object_mentions})),
        confidence=made.confidence,
        correction=made.correction,
    )
