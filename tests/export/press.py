"""A made-up press review as a resolution: twelve short articles of two publishers over half a year, with odd names."""

from __future__ import annotations

from itertools import product

from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Claim,
    Denotation,
    Dispute,
    Document,
    Entity,
    Modality,
    Polarity,
    Quotation,
    Resolution,
    ResolvedAttribution,
    ResolvedDocument,
    Span,
    Statement,
)

ODD = 'Ada "Ace" O\'Neil <b>&amp; Co</b>\u202e\\'
ENTITIES = (
    Entity("person-ada", "Person", ODD, aliases=("Ada", "=cmd|' /C calc'!A0"), merges=("Ada: short form",)),
    Entity("organisation-port", "Organisation", "Port Authority", same_as=("http://www.wikidata.org/entity/Q1",)),
    Entity("organisation-union", "Organisation", "Dockers' Union 🚢"),
    Entity("person-source", "Person", "union source", anonymous=True),
    Entity("topic-offer", "Topic", "pay offer"),
    Entity("role-chair", "Role", "chair"),
)
DATES = ("2024-01-15", "2024-02-03T09:30:00Z", "2024-02-20", "2024-03", "2024", None, "2024-05-01") * 2
RELATIONS = ("accuses", "denies", "rejects", "supports", "meets", "demands", "holdsRole")


def make_press() -> Resolution:
    """Every third article is quoted through a speaker within a speaker; signs, modalities and speakers all occur."""
    documents = tuple(_article(number) for number in range(12))
    claims = tuple(_claims(documents))
    first, second = claims[0], claims[1]
    dispute = Dispute("d1", first.id, counter=(second.id,), parties=("organisation-port", "person-ada"))
    return Resolution(entities=ENTITIES, documents=documents, claims=claims, disputes=(dispute,))


def _article(number: int) -> ResolvedDocument:
    key, names = f"press/{number:02} “a b”.txt", [entity.name for entity in ENTITIES]
    text, made, denoted, said = "Ahoi 🚢\n\n", [], set(), []
    for n, (a, relation) in enumerate(product(range(3), RELATIONS)):
        b = 5 if relation == "holdsRole" else (a + 1 + (n + number) % 4) % 5
        speaker = (NARRATOR, UNATTRIBUTED, "person-source", "person-ada")[(n + number) % 4]
        sentence = f"The source told us: {names[a]} {relation} {names[b]}."
        start = len(text)
        spans = {part: _span(start, sentence, part) for part in ("The source", "told", names[a], names[b])}
        content = Span(spans[names[a]].start, start + len(sentence) - 1)
        text += sentence + ("\n\n" if n % 3 == 2 else " ")
        denoted |= {Denotation(spans[names[i]], ENTITIES[i].id) for i in (a, b)}
        via = f"a{number:02}-{n:02}" if speaker.startswith("person") else None
        if via:
            said.append(_said(via, spans, content, speaker, said))
        made.append(
            Statement(
                id=f"s{number:02}-{n:02}", subject=ENTITIES[a].id, object=None if n % 7 == 4 else ENTITIES[b].id,
                relation=relation, polarity=tuple(Polarity)[n % 5 == 0], speaker=speaker, via=via, cues=(relation,),
                modality=tuple(Modality)[(n + number) % 11 % 4 if n % 2 else 0], evidence=(content,),
                subject_mentions=(spans[names[a]],), object_mentions=(spans[names[b]],), confidence=0.3 + n * 0.03,
                time="2024-02" if n == 3 else None, time_text='"last\nmonth"' if n == 3 else None,
            )
        )  # fmt: skip
    document = Document(
        key, f"{number:02}", text, title=f"Article <i>{number}</i>", source=f"https://press.example/{number}",
        published=DATES[number], publisher=('The "Post", Ltd', "Courier", None)[number % 3],
    )  # fmt: skip
    return ResolvedDocument(document, tuple(sorted(denoted, key=lambda d: d.span)), tuple(said), tuple(made))


def _span(start: int, sentence: str, part: str) -> Span:
    at = start + sentence.index(part)
    return Span(at, at + len(part))


def _said(
    id_: str, spans: dict[str, Span], content: Span, speaker: str, before: list[ResolvedAttribution]
) -> ResolvedAttribution:
    parent = before[-1].id if len(before) % 3 == 1 else None
    return ResolvedAttribution(
        id_, (spans["The source"],), (spans["told"],), (content,), Quotation.INDIRECT, speaker, parent
    )


def _claims(documents: tuple[ResolvedDocument, ...]) -> list[Claim]:
    return [
        Claim(
            f"c{s.id}", s.subject, s.relation, s.object, s.polarity, statements=((d.document.key, s.id),),
            speakers=(s.speaker,) if s.speaker.startswith("person") else (), documents=(d.document.key,), reports=1,
        )
        for d in documents for s in d.statements if s.modality is Modality.ASSERTED
    ]  # fmt: skip
