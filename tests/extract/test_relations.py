"""Relation mentions from hand-made trees and whole texts: ends, conjuncts, evidence, content, whose words."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction, RelationMention
from tests.extract.conftest import Reader
from tests.factory import span_of

DEAL = "the deal/NN/dobj/"


def test_conjuncts_make_a_mention_each(read: Reader) -> None:
    reading = read(
        f"the guild/NN/nsubj/rejected and/CC/cc/guild Kyiv/NNP/conj/guild rejected=reject/VBD/ROOT {DEAL}rejected ."
    )
    assert reading.relations() == [
        ("guild", "rejects", "deal", "Positive", "Asserted"),
        ("Kyiv", "rejects", "deal", "Positive", "Asserted"),
    ]


def test_a_refusal_to_deny_is_a_denial_that_was_not_made(read: Reader) -> None:
    reading = read(
        "the guild/NN/nsubj/refused refused=refuse/VBD/ROOT to deny/VB/xcomp/refused the claims=claim/NNS/dobj/deny ."
    )
    assert reading.relations() == [("guild", "denies", "claims", "Negative", "Asserted")]


def test_a_refusal_to_do_what_has_no_end_stays_a_refusal(read: Reader) -> None:
    reading = read("the guild/NN/nsubj/refused refused=refuse/VBD/ROOT to negotiate/VB/xcomp/refused .")
    assert reading.relations() == [("guild", "rejects", "to negotiate", "Positive", "Asserted")]


def test_two_negations_make_it_positive(read: Reader) -> None:
    reading = read(
        "the guild/NN/nsubj/refuse did=do/VBD/aux/refuse not/RB/neg/refuse refuse/VB/ROOT to deny/VB/xcomp/refuse "
        "the claims=claim/NNS/dobj/deny ."
    )
    assert reading.relations() == [("guild", "denies", "claims", "Positive", "Asserted")]


def test_subject_and_object_are_never_one_token(read: Reader) -> None:
    for sentence in ("the guild/NN/nsubj/rejected rejected=reject/VBD/ROOT .", "rejected=reject/VBD/ROOT ."):
        assert not read(sentence).relations()


# ---- whole texts


def find(extraction: Extraction, relation: str) -> RelationMention:
    [found] = [r for r in extraction.relations if r.relation == relation]
    return found


def words(extraction: Extraction, index: int | None) -> str | None:
    if index is None:
        return None
    span = extraction.mentions[index].span
    return extraction.document.text[span.start : span.end]


@pytest.mark.parametrize(
    ("text", "relation", "subject", "object_", "polarity", "modality"),
    [
        (
            "The harbour board fined Norra Shipping on Monday.",
            "sanctions",
            "The harbour board",
            "Norra Shipping",
            "+",
            "Asserted",
        ),
        (
            "Norra Shipping was fined by the harbour board.",
            "sanctions",
            "the harbour board",
            "Norra Shipping",
            "+",
            "Asserted",
        ),
        (
            "The harbour board did not fine Norra Shipping.",
            "sanctions",
            "The harbour board",
            "Norra Shipping",
            "-",
            "Asserted",
        ),
        (
            "The harbour board may sue Norra Shipping.",
            "prosecutes",
            "The harbour board",
            "Norra Shipping",
            "+",
            "Possible",
        ),
        ("Did the harbour board reject the offer?", "rejects", "the harbour board", "the offer", "+", "Asked"),
        ("Ministers have refused to support the bill.", "supports", "Ministers", "the bill", "-", "Asserted"),
        (
            "The ferry company, which rejected the offer, has closed.",
            "rejects",
            "The ferry company",
            "the offer",
            "+",
            "Asserted",
        ),
        ("Police have arrested two ferry pilots.", "detains", "Police", "two ferry pilots", "+", "Asserted"),
    ],
)
def test_relation_of_a_text(
    extract: Callable[[str], Extraction],
    text: str,
    relation: str,
    subject: str,
    object_: str,
    polarity: str,
    modality: str,
) -> None:
    extraction = extract(text)
    found = find(extraction, relation)
    assert (words(extraction, found.subject), words(extraction, found.object)) == (subject, object_)
    assert ("+" if found.polarity == "Positive" else "-", found.modality) == (polarity, modality)


def test_evidence_is_the_clause_and_the_cue_its_words(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("The sky was grey, and the harbour board rejected the offer after hours of rain.")
    found = find(extraction, "rejects")
    text = extraction.document.text
    assert found.evidence == span_of(text, "the harbour board rejected the offer")
    assert found.cue == span_of(text, "rejected")


def test_words_of_a_speaker_are_the_speakers(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("The union said that the harbour board had rejected the offer.")
    number = find(extraction, "rejects").attribution
    assert number is not None
    assert words(extraction, extraction.attributions[number].speaker) == "The union"


def test_what_is_accused_is_content(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("The union accused the harbour board of threatening the pilots.")
    accusation = find(extraction, "accuses")
    assert [extraction.relations[n].relation for n in accusation.content] == ["threatens"]


def test_hearsay_is_nobodys_words(extract: Callable[[str], Extraction]) -> None:
    found = find(extract("The harbour board has reportedly rejected the offer."), "rejects")
    assert found.unattributed
    assert found.attribution is None


def test_the_time_is_the_clauses(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("The harbour board rejected the offer on Monday.")
    time = find(extraction, "rejects").time
    assert time is not None
    assert extraction.document.text[time.start : time.end].endswith("Monday")


def test_every_offset_is_inside_the_text(extract: Callable[[str], Extraction]) -> None:
    text = "\ufeffPort rejects offer\r\n\r\nThe “harbour” board’s chief, Ann Smith, denied the claim 𝔸.\r\n“No,” she said.\r\n"
    extraction = extract(text)
    spans = [m.span for m in extraction.mentions] + [m.head for m in extraction.mentions]
    spans += [s for a in extraction.attributions for s in (*a.source, *a.cue, *a.content)]
    spans += [s for r in extraction.relations for s in (r.cue, r.evidence)]
    assert spans
    assert all(0 <= s.start < s.end <= len(text) and text[s.start : s.end].strip() for s in spans)
    assert all("\n" not in text[m.span.start : m.span.end] for m in extraction.mentions)


@pytest.mark.parametrize("text", ["", "\n\n", "123", "...", "“", "A", "\ufeff\r\n"])
def test_little_text_gives_little(extract: Callable[[str], Extraction], text: str) -> None:
    assert not extract(text).relations
