"""Triggers with roles, from hand-made trees: the most specific wins, the needs decide, particles and idioms."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction
from tests.extract.conftest import Reader

GUILD = "the guild/NN/nsubj/"


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            f"{GUILD}accused accused=accuse/VBD/ROOT Kyiv/NNP/dobj/accused .", ["guild accuses Kyiv"], id="verb"
        ),
        pytest.param(
            "Kyiv/NNP/nsubjpass/accused was=be/VBD/auxpass/accused accused=accuse/VBN/ROOT .",
            ["None accuses Kyiv"],
            id="agentless passive",
        ),
        pytest.param(
            f"{GUILD}turned turned=turn/VBD/ROOT down/RP/prt/turned the deal/NN/dobj/turned .",
            ["guild rejects deal"],
            id="particle",
        ),
        pytest.param(
            f"{GUILD}turned turned=turn/VBD/ROOT the deal/NN/dobj/turned down/RP/prt/turned .",
            ["guild rejects deal"],
            id="particle after the object",
        ),
        pytest.param(
            "the deal/NN/nsubjpass/turned was=be/VBD/auxpass/turned turned=turn/VBN/ROOT down/RP/prt/turned "
            "by/IN/agent/turned the guild/NN/pobj/by .",
            ["guild rejects deal"],
            id="particle of a passive",
        ),
        pytest.param(f"{GUILD}turned turned=turn/VBD/ROOT left/RB/advmod/turned .", [], id="verb without its particle"),
        pytest.param(
            f"{GUILD}withdrew withdrew=withdraw/VBD/ROOT from/IN/prep/withdrew the talks=talk/NNS/pobj/from .",
            ["guild withdraws talks"],
            id="object of a preposition",
        ),
        pytest.param(
            f"{GUILD}said said=say/VBD/ROOT no/DT/dobj/said to/IN/prep/said the deal/NN/pobj/to .",
            ["guild rejects deal"],
            id="idiom",
        ),
        pytest.param(
            "the claims=claim/NNS/nsubjpass/dismissed were=be/VBD/auxpass/dismissed dismissed=dismiss/VBN/ROOT "
            "by/IN/agent/dismissed the guild/NN/pobj/by .",
            ["guild denies claims"],
            id="idiom's noun before a passive",
        ),
        pytest.param(
            "Kyiv/NNP/poss/rejection 's rejection/NN/nsubj/hurt of/IN/prep/rejection the deal/NN/pobj/of hurt/VBD/ROOT .",
            ["Kyiv rejects deal"],
            id="noun",
        ),
        pytest.param("the rejection/NN/nsubj/hurt hurt/VBD/ROOT .", [], id="noun without ends"),
        pytest.param("the rejected=reject/VBN/amod/offer offer/NN/nsubj/hurt hurt/VBD/ROOT .", [], id="participle as adjective"),
        pytest.param("reject/VB/ROOT the deal/NN/dobj/reject !", [], id="command"),
        pytest.param(f"{GUILD}rejected rejected=reject/VBD/ROOT .", [], id="an end is wanting"),
    ],
)  # fmt: skip
def test_ends(read: Reader, sentence: str, expected: list[str]) -> None:
    found = read(sentence).relations()
    assert [f"{subject} {relation} {object_}" for subject, relation, object_, _, _ in found] == expected


def test_an_idiom_with_no_is_not_negated(read: Reader) -> None:
    reading = read(f"{GUILD}said said=say/VBD/ROOT no/DT/dobj/said to/IN/prep/said the deal/NN/pobj/to .")
    assert [(r[1], r[3]) for r in reading.relations()] == [("rejects", "Positive")]


def test_the_longer_trigger_wins(read: Reader) -> None:
    denied = "denied=deny/VBD/ROOT entry/NN/dobj/denied to/IN/prep/denied the pilots=pilot/NNS/pobj/to ."
    assert [r[1:3] for r in read(f"{GUILD}denied {denied}").relations()] == [("rejects", "pilots")]


@pytest.mark.parametrize(("object_", "relation"), [("claims=claim/NNS", "denies"), ("mayor/NN", None)])
def test_needs_choose_by_kind(read: Reader, object_: str, relation: str | None) -> None:
    reading = read(f"{GUILD}dismissed dismissed=dismiss/VBD/ROOT the {object_}/dobj/dismissed .")
    found = [r[1] for r in reading.relations()]
    assert found == [relation] if relation else "denies" not in found


def test_a_place_in_time_is_no_object(read: Reader) -> None:
    reading = read(
        f"{GUILD}withdrew withdrew=withdraw/VBD/ROOT from/IN/prep/withdrew Monday/NNP/pobj/from .",
        ents={"Monday": "DATE"},
    )
    assert not reading.relations()


@pytest.mark.parametrize(
    ("sentence", "ents", "expected"),
    [
        pytest.param(
            "his=his/PRP$/poss/rival rival/NN/nsubj/accused Ann/NNP/appos/rival accused=accuse/VBD/ROOT "
            "Kyiv/NNP/dobj/accused .",
            {"Ann": "PERSON"},
            ["Ann accuses Kyiv"],
            id="the name beside a description",
        ),
        pytest.param(
            "Oman/NNP/nsubj/met and/CC/cc/Oman Qatar/NNP/conj/Oman met=meet/VBD/ROOT .",
            {"Oman": "GPE", "Qatar": "GPE"},
            ["Oman meets Qatar"],
            id="what two do together",
        ),
        pytest.param(
            "Ann/NNP/nsubj/shocked shocked=shock/VBD/ROOT the town/NN/dobj/shocked by/IN/prep/shocked "
            "accusing=accuse/VBG/pcomp/by Kyiv/NNP/dobj/accusing .",
            {"Ann": "PERSON"},
            ["Ann accuses Kyiv"],
            id="a gerund after by is the subject's",
        ),
        pytest.param(
            "Democratic/JJ/amod/attacks attacks=attack/NNS/nsubj/grew on/IN/prep/attacks Ann/NNP/pobj/on "
            "grew=grow/VBD/ROOT .",
            {"Democratic": "NORP", "Ann": "PERSON"},
            ["Democratic attacks Ann"],
            id="a people's name before a noun",
        ),
        pytest.param(
            "the guild/NN/nsubj/sent sent=send/VBD/ROOT a series/NN/dobj/sent of/IN/prep/series "
            "letters=letter/NNS/pobj/of accusing=accuse/VBG/acl/letters Kyiv/NNP/dobj/accusing .",
            {},
            ["guild accuses Kyiv"],
            id="a series of letters",
        ),
        pytest.param(
            "attacks=attack/NNS/nsubj/rose by/IN/prep/attacks Ann/NNP/pobj/by on/IN/prep/Ann "
            "Goma/NNP/pobj/on rose=rise/VBD/ROOT .",
            {"Ann": "PERSON", "Goma": "GPE"},
            ["Ann attacks Goma"],
            id="a phrase hung on the doer",
        ),
    ],
)
def test_ends_that_stand_elsewhere(read: Reader, sentence: str, ents: dict[str, str], expected: list[str]) -> None:
    found = read(sentence, ents=ents).relations()
    assert [f"{subject} {relation} {object_}" for subject, relation, object_, _, _ in found] == expected


def test_two_that_stand_together_with_an_object_do_it_to_the_object(read: Reader) -> None:
    reading = read(
        "Oman/NNP/nsubj/met and/CC/cc/Oman Qatar/NNP/conj/Oman met=meet/VBD/ROOT Ann/NNP/dobj/met .",
        ents={"Oman": "GPE", "Qatar": "GPE", "Ann": "PERSON"},
    )
    assert sorted((s, o) for s, _, o, _, _ in reading.relations()) == [("Oman", "Ann"), ("Qatar", "Ann")]


# ---- whole texts


def told(extraction: Extraction) -> list[tuple[str | None, str, str | None, str]]:
    def words(index: int | None) -> str | None:
        if index is None:
            return None
        span = extraction.mentions[index].span
        return extraction.document.text[span.start : span.end]

    static = ("holdsRole", "affiliatedWith")
    return [
        (words(r.subject), r.relation, words(r.object), str(r.polarity))
        for r in extraction.relations
        if r.relation not in static
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The senator called the mayor a liar.", [("The senator", "criticises", "the mayor", "Positive")]),
        ("The senator called the mayor a hero.", [("The senator", "praises", "the mayor", "Positive")]),
        ("The senator called the mayor a dentist.", []),
        ("The bishop described the law as a cruel success.", []),
        ("The senator did not call the mayor a liar.", [("The senator", "criticises", "the mayor", "Negative")]),
    ],
    ids=["against", "in favour", "neither", "both", "not said"],
)
def test_what_a_verb_makes_of_its_object_tells_praise_from_criticism(
    extract: Callable[[str], Extraction], text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(extract(text)) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The senator said the mayor was dishonest.", [("The senator", "criticises", "the mayor", "Positive")]),
        ("The senator said the mayor was a dishonest man.", [("The senator", "criticises", "the mayor", "Positive")]),
        (
            "The senator said the mayor met dishonest dealers.",
            [("the mayor", "meets", "dishonest dealers", "Positive")],
        ),
        ("The senator said the mayor was not dishonest.", []),
        ("The senator said it was unfair.", []),
    ],
    ids=["predicate", "before the predicate's noun", "before another noun", "denied", "of nobody"],
)
def test_a_verdict_is_the_speakers_and_of_whom_it_is_said(
    extract: Callable[[str], Extraction], text: str, expected: list[tuple[str, str, str, str]]
) -> None:
    assert told(extract(text)) == expected


@pytest.mark.parametrize(
    ("text", "relation"),
    [
        ("Emma Roth attacked Boris Hall on Monday.", "criticises"),
        ("A man attacked a woman on Monday.", "attacks"),
        ("Rebels attacked Goma on Monday.", "attacks"),
    ],
    ids=["named people", "people without names", "a place"],
)
def test_an_attack_on_somebody_named_is_one_of_words(
    extract: Callable[[str], Extraction], text: str, relation: str
) -> None:
    assert [r for _, r, _, _ in told(extract(text))] == [relation]


def test_no_before_the_noun_of_an_idiom_negates_it(extract: Callable[[str], Extraction]) -> None:
    assert told(extract("The envoy found no fault with the report.")) == [
        ("The envoy", "criticises", "the report", "Negative")
    ]


def test_the_noun_of_a_preposition_is_no_object(extract: Callable[[str], Extraction]) -> None:
    assert told(extract("Norway negotiated on behalf of Sweden.")) == [("Norway", "negotiates", None, "Positive")]


def test_a_word_in_a_persons_name_triggers_nothing(extract: Callable[[str], Extraction]) -> None:
    assert not told(extract("Dan Backer lives in Ohio."))


def test_a_clause_ends_before_what_only_explains_it(extract: Callable[[str], Extraction]) -> None:
    [(_, relation, object_, _)] = told(extract("The bank refused to pay the fine until judges ruled in May."))
    assert (relation, object_) == ("rejects", "to pay the fine")
