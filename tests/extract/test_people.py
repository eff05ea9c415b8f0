"""The names of people: headlines and descriptions cut off, bodies that are people, empty "it", names inside names."""

from __future__ import annotations

import pytest

from kg.model import MentionKind
from tests.extract.conftest import Reader

MET = "met=meet/VBD/ROOT"
GRANT = "Paul/NNP/compound/Grant Grant/NNP/nsubj/met"


def found(reading: object) -> list[tuple[str, str]]:
    """Give the names of a reading and their types, in text order."""
    mentions = reading.mentions.found  # type: ignore[attr-defined]
    return [(m.name, m.type) for m in sorted(mentions, key=lambda m: m.span) if m.kind is MentionKind.NAME]


def test_what_a_person_is_said_to_be_is_no_part_of_the_name(read: Reader) -> None:
    reading = read(f"Billionaire/NNP/compound/Grant {GRANT} {MET} .", ents={"Billionaire Paul Grant": "PERSON"})
    assert found(reading) == [("Paul Grant", "Person")]


def test_a_longer_name_is_cut_to_that_of_the_text(read: Reader) -> None:
    reading = read(
        f"Stalwart/NNP/compound/Grant {GRANT} {MET} .",
        f"{GRANT} {MET} .",
        ents={"Stalwart Paul Grant": "PERSON", "Paul Grant": "PERSON"},
    )
    reading.parse.ents = [(0, 3, "PERSON"), (5, 7, "PERSON")]
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again) == [("Paul Grant", "Person")] * 2


def test_a_surname_of_two_words_takes_no_given_name_away(read: Reader) -> None:
    reading = read(
        "Malva/NNP/compound/Beck Quill/NNP/compound/Beck Beck/NNP/nsubj/met met=meet/VBD/ROOT .",
        "Quill/NNP/compound/Beck Beck/NNP/nsubj/met met=meet/VBD/ROOT .",
    )
    reading.parse.ents = [(0, 3, "PERSON"), (5, 7, "PERSON")]
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again) == [("Malva Quill Beck", "Person"), ("Quill Beck", "Person")]


def test_a_headline_goes_no_farther_than_the_name(read: Reader) -> None:
    title = (
        "Paul/NNP/compound/Walking Grant/NNP/compound/Walking Walking=walk/VBG/ROOT Out/RB/advmod/Walking "
        "After=after/IN/prep/Walking Harbour=harbour/NN/compound/Talks Talks=talk/NNS/pobj/After"
    )
    reading = read(title, f"¶{GRANT} {MET} the harbour/NN/compound/talks talks=talk/NNS/dobj/met after/RB/advmod/met .")
    start = reading.parse.sents[1][0]
    reading.parse.ents = [(0, 4, "PERSON"), (start, start + 2, "PERSON")]
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again) == [("Paul Grant", "Person")] * 2


@pytest.mark.parametrize(("front", "name"), [("Praised", "Quill"), ("Malva", "Malva Quill")])
def test_a_headline_gives_nobody_anothers_surname(read: Reader, front: str, name: str) -> None:
    title = f"{front}/NNP/compound/Quill Quill/NNP/ROOT"
    reading = read(
        title, "¶they/PRP/nsubj/praised praised=praise/VBD/ROOT Marva/NNP/compound/Quill Quill/NNP/dobj/praised ."
    )
    start = reading.parse.sents[1][0]
    reading.parse.ents = [(0, 2, "PERSON"), (start + 2, start + 4, "PERSON")]
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again) == [(name, "Person"), ("Marva Quill", "Person")]


def test_whose_a_known_body_is_is_no_part_of_its_name(read: Reader) -> None:
    reading = read(
        f"{GRANT} {MET} .",
        "¶Grant/NNP/poss/Nations 's United/NNP/compound/Nations Nations/NNP/nsubj/met met=meet/VBD/ROOT .",
    )
    start = reading.parse.sents[1][0]
    reading.parse.ents = [(0, 2, "PERSON"), (start, start + 4, "ORG")]
    reading.parse.tag[start + 1] = "POS"
    again = type(reading)(reading.ontology, reading.parse)
    assert ("United Nations", "Organisation") in found(again)


@pytest.mark.parametrize(
    ("ents", "type_"),
    [
        ({"Marva Quill": "ORG", "Quill": "PERSON"}, "Person"),
        ({"Marva Quill": "ORG"}, "Organisation"),
        ({"Marva Quill": "ORG", "Quill": "GPE"}, "Organisation"),
    ],
)
def test_a_name_whose_last_word_is_a_person_is_one(read: Reader, ents: dict[str, str], type_: str) -> None:
    reading = read(f"Marva/NNP/compound/Quill Quill/NNP/nsubj/met {MET} .", f"¶Quill/NNP/nsubj/met {MET} .", ents={})
    whole = [(0, 2, ents["Marva Quill"])]
    reading.parse.ents = whole + ([(4, 5, ents["Quill"])] if "Quill" in ents else [])
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again)[0] == ("Marva Quill", type_)


def test_a_description_in_small_letters_is_no_part_of_a_name(read: Reader) -> None:
    reading = read(f"national/JJ/amod/NGU NGU/NNP/nsubj/met {MET} .", ents={"national NGU": "ORG"})
    assert found(reading) == [("NGU", "Organisation")]


def test_brackets_are_no_part_of_a_name(read: Reader) -> None:
    reading = read(f"[Paul]/NNP/compound/Grant Grant/NNP/nsubj/met {MET} .", ents={"[Paul] Grant": "PERSON"})
    assert [m.name for m in reading.mentions.found if m.kind is MentionKind.NAME] == ["Paul Grant"]


def test_a_name_inside_a_longer_one_keeps_its_kind(read: Reader) -> None:
    reading = read(
        f"Lumen/NNP/compound/School University/NNP/compound/School School/NNP/nsubj/met {MET} .",
        f"¶Lumen/NNP/nsubj/met {MET} .",
    )
    reading.parse.ents = [(0, 3, "ORG"), (5, 6, "ORG")]
    again = type(reading)(reading.ontology, reading.parse)
    assert ("Lumen University", "Organisation") in found(again)


def test_a_name_with_the_head_of_the_longer_one_is_no_part_of_it(read: Reader) -> None:
    reading = read(f"White/NNP/compound/House House/NNP/nsubj/met {MET} .", f"¶the House/NNP/nsubj/met {MET} .")
    start = reading.parse.sents[1][0]
    reading.parse.ents = [(0, 2, "ORG"), (start + 1, start + 2, "ORG")]
    again = type(reading)(reading.ontology, reading.parse)
    assert found(again) == [("White House", "Organisation"), ("House", "Organisation")]


@pytest.mark.parametrize(
    ("sentence", "made"),
    [
        ("it/PRP/nsubj/is is=be/VBZ/ROOT clear/JJ/acomp/is that Grant/NNP/nsubj/left left=leave/VBD/ccomp/is .", False),
        ("it/PRP/nsubj/seems seems=seem/VBZ/ROOT that Grant/NNP/nsubj/left left=leave/VBD/ccomp/seems .", False),
        ("it/PRP/nsubj/is is=be/VBZ/ROOT a bank/NN/attr/is .", True),
        ("it/PRP/nsubj/said said=say/VBD/ROOT that Grant/NNP/nsubj/left left=leave/VBD/ccomp/said .", True),
    ],
)
def test_an_empty_it_means_nothing(read: Reader, sentence: str, made: bool) -> None:
    reading = read(sentence)
    reading.mentions.add_referable()
    assert any(m.kind is MentionKind.PRONOUN for m in reading.mentions.found) is made


def test_a_first_name_without_a_label_belongs_to_the_known_surname(read: Reader) -> None:
    reading = read(
        f"{GRANT} {MET} .",
        "Iva/NNP/compound/Grant Grant/NNP/nsubj/met met=meet/VBD/ROOT .",
        ents={"Paul Grant": "PERSON"},
    )
    assert found(reading) == [("Paul Grant", "Person"), ("Iva Grant", "Person")]


def test_who_has_reporters_is_a_body(read: Reader) -> None:
    reading = read(
        f"Norrapress/NNP/compound/reporter reporter/NN/compound/Grant {GRANT} {MET} .",
        ents={"Norrapress": "PERSON", "Paul Grant": "PERSON"},
    )
    assert found(reading) == [("Norrapress", "Organisation"), ("Paul Grant", "Person")]


def test_a_name_with_an_initial_is_a_persons(read: Reader) -> None:
    reading = read(
        "Otto/NNP/compound/Lang B./NNP/compound/Lang Lang/NNP/nsubj/met met=meet/VBD/ROOT .",
        ents={"Otto B. Lang": "ORG"},
    )
    assert found(reading) == [("Otto B. Lang", "Person")]
