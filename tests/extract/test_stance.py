"""Who is for or against whom, chosen with weights: a telling word is needed, ends belong to it, one answer for two names."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from math import isclose
from pathlib import Path

import pytest

from kg.extract.judges import WEIGHTS, Regression, Weights, load_weights
from kg.extract.leaning import Leanings
from kg.extract.relations import RelationFinder
from kg.extract.stance import SURER, Choice, StanceChooser
from kg.model import Extraction
from tests.extract.conftest import Reader
from tests.extract.parses import Reading

AGAINST = Weights(0.3, (-9.0, 9.0), {})
FOR = Weights(0.3, (9.0, -9.0), {})
NAMES = {"Ann": "PERSON", "Bob": "PERSON", "Eva": "PERSON"}


def choose(reading: Reading, weights: Weights) -> list[Choice]:
    reports = reading.reports()
    finder = RelationFinder(reading.syntax, reading.mentions, reports, reading.ontology)
    leanings = Leanings(reading.syntax, reading.mentions, reports, finder.triggered(), reading.ontology)
    judge = Regression(leanings, weights)
    return list(StanceChooser(reading.syntax, reading.mentions, leanings, reading.factuality, judge).choose())


def told(reading: Reading, weights: Weights) -> list[str]:
    words = reading.parse.words
    return [
        f"{words[c.subject.token]} {c.relation} {words[c.object.token]} by {words[c.token]}"
        for c in choose(reading, weights)
    ]


RUDE = "Ann/NNP/nsubj/is is=be/VBZ/ROOT rude/JJ/acomp/is to/IN/prep/rude Bob/NNP/pobj/to ."


def test_a_telling_word_between_two_names_can_make_a_statement(read: Reader) -> None:
    assert told(read(RUDE, ents=NAMES), AGAINST) == ["Ann opposes Bob by rude"]


def test_no_weights_make_a_statement_without_a_telling_word(read: Reader) -> None:
    calm = "Ann/NNP/nsubj/is is=be/VBZ/ROOT tall/JJ/acomp/is with/IN/prep/tall Bob/NNP/pobj/with ."
    assert not told(read(calm, ents=NAMES), AGAINST)
    assert not told(read(calm, ents=NAMES), FOR)


def test_a_word_cannot_tell_the_contrary_of_what_it_says(read: Reader) -> None:
    assert not told(read(RUDE, ents=NAMES), FOR)


def test_a_negated_word_tells_the_contrary(read: Reader) -> None:
    sentence = RUDE.replace("rude/JJ", "not/RB/neg/is rude/JJ")
    assert told(read(sentence, ents=NAMES), FOR) == ["Ann opposes Bob by rude"]
    assert not told(read(sentence, ents=NAMES), AGAINST)


def test_a_word_beyond_whose_clause_one_of_them_stands_must_be_surer(read: Reader) -> None:
    sentence = (
        "Ann/NNP/nsubj/hurt hurt=hurt/VBD/ROOT workers/NNS/dobj/hurt who/WP/nsubj/built built=build/VBD/relcl/workers "
        "the town/NN/dobj/built of/IN/prep/town Bob/NNP/pobj/of ."
    )
    (choice,) = choose(read(sentence, ents=NAMES), AGAINST)
    assert choice.relation == "opposes" and choice.probability > 0.9
    just_under = replace(AGAINST, threshold=choice.probability - SURER / 2)
    assert not told(read(sentence, ents=NAMES), just_under)
    assert told(read(sentence, ents=NAMES), replace(AGAINST, threshold=choice.probability - 2 * SURER))
    (plain,) = choose(read(RUDE, ents=NAMES), AGAINST)
    assert told(read(RUDE, ents=NAMES), replace(AGAINST, threshold=plain.probability - SURER / 2))


HATED = (
    "Ann/NNP/nsubj/passed passed=pass/VBD/ROOT Bob/NNP/dobj/passed in/IN/prep/passed a mood/NN/pobj/in "
    "of/IN/prep/mood hatred/NN/pobj/of ."
)
CALM = "Rain/NN/nsubj/fell fell=fall/VBD/ROOT ."


def test_a_word_elsewhere_in_the_sentence_must_be_surer(read: Reader) -> None:
    (choice,) = choose(read(HATED, ents=NAMES), AGAINST)
    assert choice.relation == "opposes" and read(HATED, ents=NAMES).parse.words[choice.token] == "hatred"
    assert not told(read(HATED, ents=NAMES), replace(AGAINST, threshold=choice.probability - SURER / 2))


def test_in_an_article_a_word_elsewhere_in_the_sentence_tells_nothing(read: Reader) -> None:
    assert told(read(RUDE, *[CALM] * 9, ents=NAMES), AGAINST) == ["Ann opposes Bob by rude"]
    assert not told(read(HATED, *[CALM] * 9, ents=NAMES), AGAINST)


def test_a_negated_word_elsewhere_in_the_sentence_keeps_its_own_relation(read: Reader) -> None:
    sentence = HATED.replace("a mood", "no mood")
    assert told(read(sentence, ents=NAMES), FOR) in ([], ["Ann opposes Bob by hatred"])
    assert not [line for line in told(read(sentence, ents=NAMES), FOR) if "supports" in line]


def test_a_word_in_what_a_third_does_tells_nothing_of_the_two(read: Reader) -> None:
    sentence = (
        "Ann/NNP/nsubj/passed passed=pass/VBD/ROOT Bob/NNP/dobj/passed while/IN/mark/sang Eva/NNP/nsubj/sang "
        "sang=sing/VBD/advcl/passed of/IN/prep/sang hatred/NN/pobj/of ."
    )
    assert not [line for line in told(read(sentence, ents=NAMES), AGAINST) if line.startswith("Ann opposes Bob")]


def test_what_is_said_beside_the_word_is_not_said_with_it(read: Reader) -> None:
    sentence = (
        "Ann/NNP/nsubj/is is=be/VBZ/ROOT a fan/NN/attr/is of/IN/prep/fan trains/NNS/pobj/of and/CC/cc/fan "
        "a neighbour/NN/conj/fan of2=of/IN/prep/neighbour Bob/NNP/pobj/of2 ."
    )
    assert not told(read(sentence, ents=NAMES), FOR)


def test_what_somebody_says_with_the_word_is_criticism(read: Reader) -> None:
    sentence = (
        "Ann/NNP/nsubj/said said=say/VBD/ROOT the offer/NN/nsubj/was by/IN/prep/offer Bob/NNP/pobj/by "
        "was=be/VBD/ccomp/said cruel/JJ/acomp/was ."
    )
    assert told(read(sentence, ents=NAMES), AGAINST) == ["Ann criticises Bob by cruel"]


def test_what_the_other_one_did_is_an_accusation(read: Reader) -> None:
    sentence = "Ann/NNP/nsubj/said said=say/VBD/ROOT Bob/NNP/nsubj/tarnished tarnished=tarnish/VBD/ccomp/said the town/NN/dobj/tarnished ."
    assert told(read(sentence, ents=NAMES), AGAINST) == ["Ann accuses Bob by tarnished"]


def test_a_word_whose_doer_is_a_third_does_not_join_two(read: Reader) -> None:
    sentence = (
        "Ann/NNP/nsubj/came came=come/VBD/ROOT after/IN/mark/insulted Eva/NNP/nsubj/insulted "
        "insulted=insult/VBD/advcl/came Bob/NNP/dobj/insulted ."
    )
    assert "Ann" not in " ".join(told(read(sentence, ents=NAMES), AGAINST))


def test_two_that_a_trigger_has_joined_are_not_joined_again(read: Reader) -> None:
    sentence = "Ann/NNP/nsubj/accused accused=accuse/VBD/ROOT Bob/NNP/dobj/accused ."
    assert not told(read(sentence, ents=NAMES), AGAINST)


def test_a_name_inside_another_name_is_no_end(read: Reader) -> None:
    sentence = (
        "Acme/NNP/compound/chief chief/NN/compound/Ann Ann/NNP/nsubj/is is=be/VBZ/ROOT rude/JJ/acomp/is "
        "to/IN/prep/rude Bob/NNP/pobj/to ."
    )
    reading = read(sentence, ents={**NAMES, "Acme": "ORG"})
    assert told(reading, AGAINST) == ["Ann opposes Bob by rude"]


def test_weights_add_up_to_probabilities_and_unknown_features_to_nothing() -> None:
    weights = Weights(0.3, (0.0, 0.0), {"a": (1.0, -1.0)})
    assert weights.probabilities(["b"]) == weights.probabilities([])
    assert all(isclose(p, 1 / 3) for p in weights.probabilities([]))
    towards, against = weights.probabilities(["a", "b"])
    assert towards > 1 / 3 > against and towards + against < 1


def test_the_shipped_weights_are_small_and_read_once() -> None:
    assert load_weights() is load_weights()
    assert WEIGHTS.stat().st_size < 1_500_000
    assert 0.2 <= load_weights().threshold <= 0.6


def test_weights_are_read_from_a_file(tmp_path: Path) -> None:
    path = tmp_path / "weights.json"
    path.write_text('{"threshold": 0.5, "bias": [0.1, 0.2], "weights": {"top slam": [0, 1.5]}}', encoding="utf-8")
    assert load_weights(path) == Weights(0.5, (0.1, 0.2), {"top slam": (0, 1.5)})


def test_features_of_a_pair_depend_on_its_order(read: Reader) -> None:
    reading = read(RUDE, ents=NAMES)
    reports = reading.reports()
    leanings = Leanings(reading.syntax, reading.mentions, reports, [], reading.ontology)
    judge = Regression(leanings, AGAINST)
    chooser = StanceChooser(reading.syntax, reading.mentions, leanings, reading.factuality, judge)
    one, other = chooser.ends()
    assert "order >" in leanings.features(one, other)
    assert "order <" in leanings.features(other, one)
    assert leanings.features(one, other) == sorted(set(leanings.features(one, other)))


# ---- whole texts


def chosen(extraction: Extraction) -> list[tuple[str, str, str]]:
    def words(index: int | None) -> str:
        span = extraction.mentions[index or 0].span
        return extraction.document.text[span.start : span.end]

    return [(words(r.subject), r.rule, words(r.object)) for r in extraction.relations if "/learned/" in r.rule]


@pytest.mark.parametrize(
    ("text", "subject", "object_"),
    [
        ("Emma Roth kept up a vicious vendetta against Boris Hall.", "Emma Roth", "Boris Hall"),
        ("Emma Roth is a loyal friend of Boris Hall.", "Emma Roth", "Boris Hall"),
    ],
)
def test_the_shipped_weights_find_what_no_trigger_says(
    extract: Callable[[str], Extraction], text: str, subject: str, object_: str
) -> None:
    assert [(s, o) for s, _, o in chosen(extract(text))] == [(subject, object_)]


@pytest.mark.parametrize(
    "text",
    [
        "Emma Roth and Boris Hall live in Helsinki.",
        "Emma Roth works with Boris Hall in Helsinki.",
        "Emma Roth accused Boris Hall of fraud.",
        "The train from Oslo to Bergen was late.",
    ],
)
def test_the_shipped_weights_keep_silent(extract: Callable[[str], Extraction], text: str) -> None:
    assert not chosen(extract(text))


def test_a_chosen_statement_inside_a_report_is_the_speakers(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("Ivan Petrov said Emma Roth kept up a vicious vendetta against Boris Hall.")
    mentions = extraction.mentions
    found = [
        r
        for r in extraction.relations
        if "/learned/" in r.rule and mentions[r.subject or 0].name == "Emma Roth" and r.object is not None
    ]
    assert found
    assert all(r.attribution is not None for r in found)


def test_who_says_what_a_third_keeps_up_does_not_keep_it_up(extract: Callable[[str], Extraction]) -> None:
    said = chosen(extract("Ivan Petrov said Emma Roth kept up a vicious vendetta against Boris Hall."))
    assert ("Ivan Petrov", "Boris Hall") not in [(subject, object_) for subject, _, object_ in said]
