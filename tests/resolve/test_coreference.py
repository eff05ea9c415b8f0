"""Who is who in one document: names and their short forms, offices, phrases, pronouns, each merge with its reason."""

from __future__ import annotations

import pytest

from kg.model import Link
from kg.ontology import Ontology
from tests.resolve.saying import Story, names, settle, who


@pytest.mark.parametrize(
    ("full", "short", "type_"),
    [
        ("Ann Smith", "Smith", "Person"),
        ("Ann Smith", "Ann", "Person"),
        ("Ann Maria Smith", "Ann Smith", "Person"),
        ("Norra Pilots Association", "NPA", "Organisation"),
        ("Bank of Norra", "BN", "Organisation"),
        ("Bank of Norra", "B.O.N.", "Organisation"),
        ("Labour Party", "Labour", "Organisation"),
        ("Lumen Inc.", "Lumen", "Organisation"),
    ],
)
@pytest.mark.parametrize("short_first", [False, True])
def test_a_short_form_finds_its_name(ontology: Ontology, full: str, short: str, type_: str, short_first: bool) -> None:
    story = Story(f"{short} | {full}" if short_first else f"{full} | {short}")
    nth = 0 if short_first or short not in full else 1
    long = story.name(full, type_)
    brief = story.name(short, type_, nth)
    resolution = settle(ontology, story)
    assert who(resolution, story, brief) == who(resolution, story, long) == full
    [entity] = resolution.entities
    assert any(reason.startswith(f"{short}: ") and full in reason for reason in entity.merges)


@pytest.mark.parametrize(
    ("first", "second", "type_"),
    [
        ("Ann Smith", "Tom Smith", "Person"),
        ("Ann Smith", "Ann Hale", "Person"),
        ("Norra Bank", "Norra Council", "Organisation"),
        ("Labour Party", "Labour Weekly", "Organisation"),
        ("Norra Pilots Association", "NPU", "Organisation"),
    ],
)
def test_different_names_stay_apart(ontology: Ontology, first: str, second: str, type_: str) -> None:
    story = Story(f"{first} | {second}")
    one, two = story.name(first, type_), story.name(second, type_)
    resolution = settle(ontology, story)
    assert (who(resolution, story, one), who(resolution, story, two)) == (first, second)
    assert len(resolution.entities) == 2


def test_two_people_of_one_surname_are_never_merged_by_it(ontology: Ontology) -> None:
    story = Story("Ann Smith met Tom Smith. Smith left.")
    ann, tom, _ = story.name("Ann Smith"), story.name("Tom Smith"), story.name("Smith", nth=2)
    resolution = settle(ontology, story)
    assert who(resolution, story, ann) == "Ann Smith"
    assert who(resolution, story, tom) == "Tom Smith"


def test_a_surname_of_two_people_is_neither(ontology: Ontology) -> None:
    story = Story("Ann Smith met Tom Smith. Smith left.")
    smith = (story.name("Ann Smith"), story.name("Tom Smith"), story.name("Smith", nth=2))[2]
    assert who(settle(ontology, story), story, smith) == "Smith"


def test_a_courtesy_title_chooses_between_two(ontology: Ontology) -> None:
    story = Story("Ann Smith met Tom Smith. Mrs Smith left.")
    story.name("Ann Smith", gender="female")
    story.name("Tom Smith", gender="male")
    wife = story.name("Mrs Smith", name="Smith", gender="female")
    assert who(settle(ontology, story), story, wife) == "Ann Smith"


def test_an_acronym_is_no_person(ontology: Ontology) -> None:
    story = Story("Ann Smith met the AS.")
    story.name("Ann Smith")
    acronym = story.name("AS", "Organisation")
    assert who(settle(ontology, story), story, acronym) == "AS"


def test_an_office_denotes_its_holder(ontology: Ontology) -> None:
    story = Story("Mayor Ann Smith met Tom Hale. The mayor left.")
    ann, tom = story.name("Ann Smith"), story.name("Tom Hale")
    role = story.phrase("Mayor", "Role")
    story.links.append(Link(ann, role, "role"))
    mayor = story.phrase("The mayor", "Person")
    story.relate(mayor, "meets", tom, "left")
    assert who(settle(ontology, story), story, mayor) == "Ann Smith"


def test_an_office_gives_its_reason(ontology: Ontology) -> None:
    story = Story("Mayor Ann Smith met Tom Hale. The mayor left.")
    ann, tom = story.name("Ann Smith"), story.name("Tom Hale")
    story.links.append(Link(ann, story.phrase("Mayor", "Role"), "role"))
    story.relate(story.phrase("The mayor", "Person"), "meets", tom, "left")
    assert any("mayor: office of Ann Smith" in entity.merges for entity in settle(ontology, story).entities)


def test_an_office_of_two_holders_denotes_neither(ontology: Ontology) -> None:
    story = Story("Mayor Ann Smith met Mayor Tom Hale. The mayor left.")
    ann, tom = story.name("Ann Smith"), story.name("Tom Hale")
    for person, nth in ((ann, 0), (tom, 1)):
        story.links.append(Link(person, story.phrase("Mayor", "Role", nth), "role"))
    mayor = story.phrase("The mayor", "Person")
    story.relate(mayor, "withdraws", None, "left")
    assert who(settle(ontology, story), story, mayor) == "mayor"


def test_what_the_syntax_says_is_one_is_one(ontology: Ontology) -> None:
    story = Story("The one rebel who stayed was Ann Smith.")
    ann, rebel = story.name("Ann Smith"), story.phrase("The one rebel", "Person")
    story.links.append(Link(ann, rebel, "identity"))
    assert who(settle(ontology, story), story, rebel) == "Ann Smith"


def test_a_pronoun_is_not_its_co_argument(ontology: Ontology) -> None:
    story = Story("Tom Hale met Ivo Beck. He praised him.")
    tom, ivo = story.name("Tom Hale", gender="male"), story.name("Ivo Beck", gender="male", salience=1)
    story.relate(tom, "meets", ivo, "met")
    he, him = story.pronoun("He", "male"), story.pronoun("him", "male", salience=1)
    story.relate(he, "praises", him, "praised")
    resolution = settle(ontology, story)
    assert {who(resolution, story, he), who(resolution, story, him)} == {"Tom Hale", "Ivo Beck"}


@pytest.mark.parametrize(("word", "gender", "expected"), [("She", "female", "Ann Smith"), ("He", "male", "Tom Hale")])
def test_a_pronoun_agrees(ontology: Ontology, word: str, gender: str, expected: str) -> None:
    story = Story(f"Ann Smith met Tom Hale. {word} praised Norra.")
    story.name("Ann Smith", gender="female")
    story.name("Tom Hale", gender="male")
    norra = story.name("Norra", "Place")
    pronoun = story.pronoun(word, gender)
    story.relate(pronoun, "praises", norra, "praised")
    assert who(settle(ontology, story), story, pronoun) == expected


def test_a_pronoun_never_reaches_forward_or_far(ontology: Ontology) -> None:
    story = Story("He praised Norra. One. Two. Three. Four. Tom Hale left.")
    norra, he = story.name("Norra", "Place"), story.pronoun("He", "male")
    story.relate(he, "praises", norra, "praised")
    story.name("Tom Hale", gender="male")
    resolution = settle(ontology, story)
    assert who(resolution, story, he) is None
    assert [s.reason for s in resolution.documents[0].skips] == ["subject is an unresolved pronoun"]


def test_i_is_who_speaks(ontology: Ontology) -> None:
    story = Story("“I praised Norra,” said Ann Smith. Tom Hale left.")
    ann, norra = story.name("Ann Smith"), story.name("Norra", "Place")
    story.name("Tom Hale")
    number = story.says(ann, "said", "I praised Norra")
    pronoun = story.pronoun("I", "speaker", attribution=number)
    story.relate(pronoun, "praises", norra, "praised", attribution=number)
    assert who(settle(ontology, story), story, pronoun) == "Ann Smith"


def test_the_strike_is_the_strike_named_before(ontology: Ontology) -> None:
    story = Story("A dock strike began. Ann Smith backed the strike.")
    strike = story.phrase("A dock strike", "Event")
    ann = story.name("Ann Smith")
    again = story.phrase("the strike", "Event")
    story.relate(ann, "supports", again, "backed")
    story.relate(ann, "supports", strike, "began")
    resolution = settle(ontology, story)
    assert who(resolution, story, again) == who(resolution, story, strike) == "dock strike"


def test_a_new_indefinite_person_is_another(ontology: Ontology) -> None:
    story = Story("A pilot met Norra. A pilot left Norra.")
    first, second = story.phrase("A pilot", "Person"), story.phrase("A pilot", "Person", 1)
    norra = story.name("Norra", "Place")
    story.relate(first, "meets", norra, "met")
    story.relate(second, "withdraws", norra, "left")
    resolution = settle(ontology, story)
    assert first != second
    denoted = [d.entity for d in resolution.documents[0].denotations]
    assert len(set(denoted)) == 2, "both pilots have one name: they are one entity of the document, apart from Norra"


def test_unnamed_things_that_nothing_is_about_are_left_out(ontology: Ontology) -> None:
    story = Story("The deal failed. Norra left.")
    story.phrase("The deal")
    story.name("Norra", "Place")
    assert list(names(settle(ontology, story))) == ["Norra"]
