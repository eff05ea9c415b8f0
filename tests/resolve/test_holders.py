"""Who is meant by an office: who has one of its kind in the text, and who is publicly known for it."""

from __future__ import annotations

import pytest

from kg.model import Link
from kg.ontology import Ontology
from tests.resolve.saying import Story, settle, who


def asked(ontology: Ontology, story: Story, phrase: str) -> str | None:
    """Give who an office denotes, in a statement so that it is kept."""
    office = story.phrase(phrase, "Person")
    story.relate(office, "withdraws", None, "left")
    return who(settle(ontology, story), story, office)


def candidates(text: str) -> Story:
    """Tell of a Labour candidate and of a Green nominee."""
    story = Story(text)
    for name, role, party in (("Ann Smith", "candidate", "Labour"), ("Tom Hale", "nominee", "Greens")):
        person = story.name(name)
        story.links.append(Link(person, story.phrase(role, "Role"), "role"))
        story.links.append(Link(person, story.name(party, "Group"), "member"))
    return story


BOTH = "Labour candidate Ann Smith met the nominee of the Greens, Tom Hale. {} left."


@pytest.mark.parametrize(
    ("phrase", "holder"),
    [
        ("The Labour hopeful", "Ann Smith"),
        ("The Labour presidential front-runner", "Ann Smith"),
        ("The Greens contender", "Tom Hale"),
        ("The Harbour contender", "Harbour contender"),
        ("The Labour treasurer", "Labour treasurer"),
    ],
)
def test_an_office_of_the_same_kind_denotes_the_one_of_that_party(ontology: Ontology, phrase: str, holder: str) -> None:
    assert asked(ontology, candidates(BOTH.format(phrase)), phrase) == holder


def test_two_of_the_kind_are_no_answer(ontology: Ontology) -> None:
    assert asked(ontology, candidates(BOTH.format("The hopeful")), "The hopeful") == "hopeful"


def test_another_partys_nominee_is_not_the_one_without_a_party(ontology: Ontology) -> None:
    story = Story("Libertarian nominee Ann Smith spoke. The Republican nominee left.")
    ann = story.name("Ann Smith")
    story.links.append(Link(ann, story.phrase("Libertarian nominee", "Role"), "role"))
    assert asked(ontology, story, "The Republican nominee") == "Republican nominee"


def meeting(phrase: str) -> Story:
    story = Story(f"Angela Merkel met Rand Paul and Susan Collins. {phrase} left.")
    for name in ("Angela Merkel", "Rand Paul", "Susan Collins"):
        story.name(name)
    return story


@pytest.mark.parametrize(
    ("phrase", "holder"),
    [
        ("The German chancellor", "Angela Merkel"),
        ("The former German leader", "Angela Merkel"),
        ("The Kentucky senator", "Rand Paul"),
        ("The senior senator", "senior senator"),
        ("The Republican senator", "Republican senator"),
        ("The Ohio senator", "Ohio senator"),
        ("The Maine mayor", "Maine mayor"),
    ],
)
def test_a_known_office_denotes_the_only_one_named_who_is_known_for_it(
    ontology: Ontology, phrase: str, holder: str
) -> None:
    assert asked(ontology, meeting(phrase), phrase) == holder


def test_of_two_known_for_an_office_the_one_told_of_twice_as_much_is_meant(ontology: Ontology) -> None:
    story = meeting("The Republican senator")
    story.text += " Collins knew. Collins knew it."
    for nth in (1, 2):
        story.name("Collins", nth=nth)
    assert asked(ontology, story, "The Republican senator") == "Susan Collins"


def test_a_known_office_gives_its_reason(ontology: Ontology) -> None:
    story = meeting("The German chancellor")
    story.relate(story.phrase("The German chancellor", "Person"), "withdraws", None, "left")
    reasons = [reason for entity in settle(ontology, story).entities for reason in entity.merges]
    assert "German chancellor: known office of Angela Merkel" in reasons


def test_what_the_text_says_goes_before_what_is_known(ontology: Ontology) -> None:
    story = Story("German chancellor Ann Smith met Angela Merkel. The German chancellor left.")
    ann = story.name("Ann Smith")
    story.name("Angela Merkel")
    story.links.append(Link(ann, story.phrase("German chancellor", "Role"), "role"))
    office = story.phrase("The German chancellor", "Person")
    story.relate(office, "withdraws", None, "left")
    assert who(settle(ontology, story), story, office) == "Ann Smith"


@pytest.mark.parametrize(("office", "same"), [("The finance minister", True), ("The minister", False)])
def test_an_office_of_several_words_alone_stays_one_persons_after_others_are_named(
    ontology: Ontology, office: str, same: bool
) -> None:
    story = Story(f"Ann Lee spoke. {office} smiled. Bob Roe came. {office} left.")
    first = story.name("Ann Lee")
    story.phrase(office, "Person")
    story.name("Bob Roe")
    again = story.phrase(office, "Person", 1)
    story.relate(again, "withdraws", None, "left")
    story.relate(first, "praises", None, "spoke")
    assert (who(settle(ontology, story), story, again) == "Ann Lee") is same
