"""Who is who in one document: names and their short forms, offices, phrases, pronouns, each merge with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.model import Link, Quotation
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
        ("Harbour Party", "Harbour", "Organisation"),
        ("Lumen Inc.", "Lumen", "Organisation"),
        ("Lumen Mobil", "Lumen", "Organisation"),
        ("Norra Steelworkers", "Steelworkers", "Organisation"),
        ("North Norra", "North", "Place"),
        ("Norra City", "Norra", "Place"),
        ("British Ferry Court", "Ferry Court", "Organisation"),
        ("Robert Hale", "Bob Hale", "Person"),
        ("Jane Orme", "J. Orme", "Person"),
        ("Harbour Development Goals", "HDGs", "Organisation"),
        ("Bank of Canada", "Bank", "Organisation"),
        ("Norra University Graduate School of Ferries", "Graduate School of Ferries", "Organisation"),
        ("Norra Press news agency", "Norra Press", "Organisation"),
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
        ("Norra Weekly", "Norra", "Organisation"),
        ("Old Norra", "Old", "Place"),
        ("Robert Hale", "Richard Hale", "Person"),
        ("Norra Pilots Association", "NPU", "Organisation"),
        ("House of Ferries", "House", "Organisation"),
        ("Norra Goals", "NGAs", "Organisation"),
        ("New York City", "New York", "Place"),
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


def test_a_surname_is_the_first_persons_until_another_bears_it(ontology: Ontology) -> None:
    story = Story(
        "Ann Smith won. Smith sang. Tom Smith met Ann Smith. Smith left. It rained. It snowed. It hailed. Smith ran."
    )
    ann, first = story.name("Ann Smith"), story.name("Smith", nth=1)
    tom, again = story.name("Tom Smith"), story.name("Ann Smith", nth=1)
    near, far = story.name("Smith", nth=4), story.name("Smith", nth=5)
    resolution = settle(ontology, story)
    assert [who(resolution, story, i) for i in (ann, first, again, far)] == ["Ann Smith"] * 4
    assert who(resolution, story, tom) == "Tom Smith"
    assert who(resolution, story, near) == "Smith"
    reasons = next(e for e in resolution.entities if e.name == "Ann Smith").merges
    assert reasons == ("Smith: so called before, Ann Smith", "Smith: the only one of that name so far is Ann Smith")


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


@pytest.mark.parametrize(
    ("name", "description", "type_"),
    [
        ("Department of Trade", "The department", "Organisation"),
        ("Norra Pilots Association", "The union", "Organisation"),
        ("Columbia School of Letters", "The letters school", "Organisation"),
        ("Lumen Mobil", "The company", "Organisation"),
        ("Norra Space Telescope", "The telescope", "Topic"),
        ("Norra High Court", "The court", "Organisation"),
    ],
)
def test_a_description_finds_the_body_it_fits(ontology: Ontology, name: str, description: str, type_: str) -> None:
    story = Story(f"{name} left. {description} praised Ivo Beck.")
    body = story.name(name, type_)
    again, ivo = story.phrase(description, type_), story.name("Ivo Beck")
    story.relate(again, "praises", ivo, "praised")
    resolution = settle(ontology, story)
    assert who(resolution, story, again) == who(resolution, story, body) == name
    [entity] = [e for e in resolution.entities if e.name == name]
    assert any(name in reason for reason in entity.merges)


@pytest.mark.parametrize(
    ("text", "description"),
    [
        ("Norra University met Lund University. The university praised Ivo Beck.", "The university"),
        ("Lumen Mobil met Acme Motors. The company praised Ivo Beck.", "The company"),
        ("Lumen Mobil left. A department praised Ivo Beck.", "A department"),
        ("Department of Trade left. The union praised Ivo Beck.", "The union"),
    ],
)
def test_a_description_of_two_bodies_or_of_another_kind_is_neither(
    ontology: Ontology, text: str, description: str
) -> None:
    story = Story(text)
    for name in ("Norra University", "Lund University", "Lumen Mobil", "Acme Motors", "Department of Trade"):
        if name in text:
            story.name(name, "Organisation")
    again, ivo = story.phrase(description, "Organisation"), story.name("Ivo Beck")
    story.relate(again, "praises", ivo, "praised")
    assert who(settle(ontology, story), story, again) == description.split(" ", 1)[1]


def test_another_word_for_a_thing_is_the_thing(ontology: Ontology) -> None:
    story = Story("A harbour deal failed. Ann Smith backed the agreement.")
    deal, ann = story.phrase("A harbour deal"), story.name("Ann Smith")
    again = story.phrase("the agreement")
    story.relate(ann, "supports", again, "backed")
    resolution = settle(ontology, story)
    assert who(resolution, story, again) == who(resolution, story, deal) == "harbour deal"


def test_his_plan_and_her_plan_are_two(ontology: Ontology) -> None:
    story = Story("Tom Hale praised his plan. Ann Smith praised her plan.")
    tom, ann = story.name("Tom Hale", gender="male"), story.name("Ann Smith", gender="female")
    story.pronoun("his", "male", salience=0)
    story.pronoun("her", "female", salience=0)
    first, second = (story.phrase(words, name=words, definite=True) for words in ("his plan", "her plan"))
    story.relate(tom, "praises", first, "praised")
    story.relate(ann, "praises", second, "praised")
    resolution = settle(ontology, story)
    assert who(resolution, story, first) != who(resolution, story, second)


def test_who_is_quoted_means_another_by_he(ontology: Ontology) -> None:
    story = Story("Tom Hale met Ivo Beck. “He praised Norra,” Beck said.")
    story.name("Tom Hale", gender="male")
    story.name("Ivo Beck", gender="male", salience=1)
    beck, norra = story.name("Beck", nth=1), story.name("Norra", "Place")
    number = story.says(beck, "said", "He praised Norra")
    story.attributions[number] = replace(story.attributions[number], quotation=Quotation.DIRECT)
    he = story.pronoun("He", "male", attribution=number)
    story.relate(he, "praises", norra, "praised", attribution=number)
    assert who(settle(ontology, story), story, he) == "Tom Hale"


def test_who_says_that_he_means_himself(ontology: Ontology) -> None:
    story = Story("Tom Hale left and he slept. Ivo Beck said he praised Norra.")
    story.name("Tom Hale", gender="male")
    story.pronoun("he", "male")
    ivo, norra = story.name("Ivo Beck", gender="male"), story.name("Norra", "Place")
    number = story.says(ivo, "said", "he praised Norra")
    he = story.pronoun("he", "male", nth=1, attribution=number)
    story.relate(he, "praises", norra, "praised", attribution=number)
    assert who(settle(ontology, story), story, he) == "Ivo Beck"


def test_a_minister_in_the_same_sentence_is_somebody_else(ontology: Ontology) -> None:
    story = Story("Ann Smith met the minister.")
    ann, minister = story.name("Ann Smith"), story.phrase("the minister", "Person", salience=1)
    story.relate(ann, "meets", minister, "met")
    assert who(settle(ontology, story), story, minister) == "minister"


def test_an_unnamed_body_spoken_of_twice_stays(ontology: Ontology) -> None:
    story = Story("The port board met. The port board left.")
    story.phrase("The port board", "Organisation")
    story.phrase("The port board", "Organisation", 1)
    assert list(names(settle(ontology, story))) == ["port board"]


def test_a_title_with_its_name_is_among_what_a_person_is_called(ontology: Ontology) -> None:
    story = Story("Norra mayor Ann Smith left.")
    ann, role = story.name("Ann Smith"), story.phrase("mayor", "Role")
    story.links.append(Link(ann, role, "role"))
    story.relate(ann, "holdsRole", role, "mayor", evidence=story.span("Norra mayor Ann Smith"), rule="holdsRole/role")
    called = names(settle(ontology, story))["Ann Smith"]
    assert {"Norra mayor Ann Smith", "Norra mayor", "mayor"} <= set(called)
