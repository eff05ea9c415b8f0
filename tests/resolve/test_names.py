"""Names that two may bear, names in brackets, people and the bodies named for them, and what the unnamed are called."""

from __future__ import annotations

import pytest

from kg.model import Link
from kg.ontology import Ontology
from kg.resolve.coreference import Coreference
from tests.resolve.saying import Story, names, settle, who


def test_a_surname_in_a_headline_is_the_one_who_comes_first(ontology: Ontology) -> None:
    story = Story("Hale wins. Mrs Hale sang. Ann Hale left. Tom Hale stayed.")
    headline = story.name("Hale")
    wife = story.name("Mrs Hale", name="Hale", gender="female")
    ann, tom = story.name("Ann Hale", gender="female"), story.name("Tom Hale", gender="male")
    resolution = settle(ontology, story)
    assert [who(resolution, story, i) for i in (headline, wife, ann)] == ["Ann Hale"] * 3
    assert who(resolution, story, tom) == "Tom Hale"
    reasons = next(e for e in resolution.entities if e.name == "Ann Hale").merges
    assert "Hale: the first of that name in the text is Ann Hale" in reasons


def test_a_surname_in_a_headline_of_two_named_together_is_neither(ontology: Ontology) -> None:
    story = Story("Hale wins. Ann Hale met Tom Hale.")
    headline = story.name("Hale")
    for full in ("Ann Hale", "Tom Hale"):
        story.name(full)
    assert who(settle(ontology, story), story, headline) == "Hale"


def test_a_title_tells_her_from_the_surname_that_is_nobodys(ontology: Ontology) -> None:
    story = Story("Ann Hale met Tom Hale. Hale left. Mrs Hale stayed.")
    story.name("Ann Hale", gender="female")
    story.name("Tom Hale", gender="male")
    bare, wife = story.name("Hale", nth=2), story.name("Mrs Hale", name="Hale", gender="female")
    resolution = settle(ontology, story)
    assert (who(resolution, story, bare), who(resolution, story, wife)) == ("Hale", "Ann Hale")


def test_a_surname_that_is_a_given_name_too_has_no_gender(ontology: Ontology) -> None:
    story = Story("Nina Russell left. Russell stayed.")
    nina, russell = story.name("Nina Russell", gender="female"), story.name("Russell", nth=1, gender="male")
    resolution = settle(ontology, story)
    assert who(resolution, story, nina) == who(resolution, story, russell) == "Nina Russell"


@pytest.mark.parametrize(("front", "one"), [("British", True), ("Ohio", False)])
def test_the_party_of_a_state_is_not_that_of_all(ontology: Ontology, front: str, one: bool) -> None:
    story = Story(f"{front} Ferry Party left. Ferry Party stayed.")
    local, whole = story.name(f"{front} Ferry Party", "Organisation"), story.name("Ferry Party", "Organisation", nth=1)
    resolution = settle(ontology, story)
    assert who(resolution, story, local) == f"{front} Ferry Party"
    assert (who(resolution, story, whole) == f"{front} Ferry Party") is one


@pytest.mark.parametrize(("title", "whose"), [("Dr", "Ann Hale"), ("Prof", "Hale")])
def test_a_doctor_is_the_one_who_was_called_so(ontology: Ontology, title: str, whose: str) -> None:
    story = Story(f"Dr Ann Hale met Tom Hale. {title} Hale left.")
    story.name("Dr Ann Hale", name="Ann Hale")
    story.name("Tom Hale")
    again = story.name(f"{title} Hale", name="Hale")
    assert who(settle(ontology, story), story, again) == whose


def test_an_office_chooses_between_two(ontology: Ontology) -> None:
    story = Story("Former mayor Tom Hale met Ann Hale. Mayor Hale left.")
    tom, role = story.name("Tom Hale"), story.phrase("Former mayor", "Role", name="Former mayor")
    story.links.append(Link(tom, role, "role"))
    story.name("Ann Hale")
    again, office = story.name("Hale", nth=2), story.phrase("Mayor", "Role")
    story.links.append(Link(again, office, "role"))
    assert who(settle(ontology, story), story, again) == "Tom Hale"


@pytest.mark.parametrize(
    ("full", "short", "one"),
    [
        ("Ivo Beck Jr.", "Ivo Beck", False),
        ("Ivo Q. Beck Jr.", "Ivo Q. Beck", False),
        ("Ivo Q. Beck Jr.", "Ivo Beck Jr.", True),
        ("Ivo Beck Jr.", "Ivo Jr.", True),
        ("Tycoon Ivo Beck", "Ivo Beck", True),
        ("Mary Ann Beck", "Ann Beck", False),
        ("Mary Quill Beck", "Quill Beck", True),
        ("Ivo H. W. Beck", "Ivo W. Beck", False),
        ("Ivo H.W. Beck", "Ivo W. Beck", False),
        ("Ivo Walter Beck", "Ivo W. Beck", True),
        ("Ivo W. Beck", "Ivo Beck", True),
    ],
)
def test_father_and_son_are_two(ontology: Ontology, full: str, short: str, one: bool) -> None:
    story = Story(f"{full} | {short}" if short not in full else f"{full} left | {short}")
    long, brief = story.name(full), story.name(short, nth=1 if short in full else 0)
    resolution = settle(ontology, story)
    assert who(resolution, story, long) == full
    assert who(resolution, story, brief) == (full if one else short)


@pytest.mark.parametrize(
    ("name", "short", "one"),
    [
        ("Norra Interim Mission", "NIMK", True),
        ("Norra Interim Mission", "NIX", False),
        ("Norra Interim Mission", "IMN", False),
        ("Harbour Plans", "HPs", True),
    ],
)
def test_brackets_after_a_name_hold_its_acronym(ontology: Ontology, name: str, short: str, one: bool) -> None:
    story = Story(f"{name} in Karst ({short}) left. {short} stayed.")
    full = story.name(name, "Organisation")
    inside, again = story.name(short, "Organisation"), story.name(short, "Organisation", nth=1)
    resolution = settle(ontology, story)
    wanted = name if one else short
    assert who(resolution, story, inside) == who(resolution, story, again) == wanted
    assert who(resolution, story, full) == name


def test_a_place_may_stand_before_the_brackets(ontology: Ontology) -> None:
    story = Story("Norra Interim Mission in Karst (NIMK) left.")
    full, place = story.name("Norra Interim Mission", "Organisation"), story.name("Karst", "Place")
    short = story.name("NIMK", "Organisation")
    resolution = settle(ontology, story)
    assert who(resolution, story, short) == who(resolution, story, full) == "Norra Interim Mission"
    assert who(resolution, story, place) == "Karst"


def test_the_assembly_is_that_of_the_body_it_is_of(ontology: Ontology) -> None:
    story = Story("Ferry Assembly of the United Nations met. Ferry Assembly left.")
    full = story.name("Ferry Assembly of the United Nations", "Organisation")
    short = story.name("Ferry Assembly", "Organisation", nth=1)
    resolution = settle(ontology, story)
    assert who(resolution, story, full) == who(resolution, story, short)


@pytest.mark.parametrize(("name", "type_"), [("Ivo Beck", "Organisation"), ("Ivo", "Person")])
def test_a_person_is_not_the_foundation_of_that_name(ontology: Ontology, name: str, type_: str) -> None:
    whole = f"{name} Foundation"
    story = Story(f"{whole} left. {name} stayed.")
    body, person = story.name(whole, "Organisation"), story.name(name, "Person", nth=1)
    resolution = settle(ontology, story)
    assert (who(resolution, story, body), who(resolution, story, person)) == (whole, name)


@pytest.mark.parametrize(("type_", "one"), [("Place", False), ("Organisation", True)])
def test_a_town_is_not_its_paper(ontology: Ontology, type_: str, one: bool) -> None:
    story = Story("Norra Mobil left. Norra stayed.")
    paper, town = story.name("Norra Mobil", "Organisation"), story.name("Norra", type_, nth=1)
    resolution = settle(ontology, story)
    assert (who(resolution, story, paper) == who(resolution, story, town)) is one


def test_a_city_is_no_part_of_a_person_who_is_none(ontology: Ontology) -> None:
    story = Story("Harbour London left. London stayed. Ann Paris left. Paris stayed.")
    ours, city = story.name("Harbour London"), story.name("London", "Place", nth=1)
    ann, surname = story.name("Ann Paris"), story.name("Paris", nth=1)
    resolution = settle(ontology, story)
    assert (who(resolution, story, ours), who(resolution, story, city)) == ("Harbour London", "London")
    assert who(resolution, story, ann) == who(resolution, story, surname) == "Ann Paris"


# ---- descriptions


def test_who_is_not_the_owner_is_not_the_owner(ontology: Ontology) -> None:
    story = Story("Ann Smith is not the owner. The owner praised Ivo Beck.")
    ann, other = story.name("Ann Smith"), story.phrase("the owner", "Person")
    again, ivo = story.phrase("The owner", "Person"), story.name("Ivo Beck")
    story.relate(again, "praises", ivo, "praised")
    resolution = settle(ontology, story)
    assert who(resolution, story, ann) == "Ann Smith"
    assert who(resolution, story, other) == who(resolution, story, again) == "owner"


@pytest.mark.parametrize(
    ("text", "owner", "phrase", "body"),
    [
        ("Ann Smith left Harbour Party. Her party praised Ivo Beck.", "Her", "Her party", "Harbour Party"),
        ("Ann Smith left Trade Department. Ann's department praised Ivo Beck.", "Ann", "Ann's department", ""),
    ],
)
@pytest.mark.parametrize("tied", [True, False])
def test_her_party_is_the_one_that_the_text_ties_her_to(
    ontology: Ontology, text: str, owner: str, phrase: str, body: str, tied: bool
) -> None:
    story = Story(text)
    body = body or "Trade Department"
    ann, party = story.name("Ann Smith", gender="female"), story.name(body, "Organisation")
    if owner == "Her":
        story.pronoun("Her", "female")
    else:
        story.name("Ann", nth=1)
    theirs = story.phrase(phrase, "Organisation", name=phrase, definite=True)
    story.links += [Link(ann, party, "member")] if tied else []
    ivo = story.name("Ivo Beck")
    story.relate(theirs, "praises", ivo, "praised")
    alone = body == "Trade Department"  # a text seldom tells of two departments
    assert who(settle(ontology, story), story, theirs) == (body if tied or alone else phrase)


@pytest.mark.parametrize(("times", "found"), [(2, "Lumen"), (1, "website")])
def test_the_website_is_what_was_named_more_than_once_just_before(ontology: Ontology, times: int, found: str) -> None:
    story = Story("Lumen left. " + "Lumen sang. " * (times - 1) + "The website praised Ivo Beck.")
    for nth in range(times):
        story.name("Lumen", "Organisation", nth)
    site, ivo = story.phrase("The website", "Organisation"), story.name("Ivo Beck")
    story.relate(site, "praises", ivo, "praised")
    assert who(settle(ontology, story), story, site) == found


def test_the_school_is_no_university_where_a_school_is_named(ontology: Ontology) -> None:
    story = Story("Norra University met. The school praised Ivo Beck. Norra Ferry School left.")
    story.name("Norra University", "Organisation")
    school, ivo = story.phrase("The school", "Organisation"), story.name("Ivo Beck")
    story.name("Norra Ferry School", "Organisation")
    story.relate(school, "praises", ivo, "praised")
    assert who(settle(ontology, story), story, school) == "school"


def test_she_is_the_founder(ontology: Ontology) -> None:
    story = Story("Ann Smith left. She is the founder. The founder praised Ivo Beck.")
    ann, she = story.name("Ann Smith", gender="female"), story.pronoun("She", "female")
    founder = story.phrase("the founder", "Person")
    story.links.append(Link(she, founder, "told"))
    again, ivo = story.phrase("The founder", "Person"), story.name("Ivo Beck")
    story.relate(again, "praises", ivo, "praised")
    resolution = settle(ontology, story)
    assert [who(resolution, story, i) for i in (ann, she, founder)] == ["Ann Smith"] * 3
    [entity] = [e for e in resolution.entities if e.name == "Ann Smith"]
    assert "founder: said to be Ann Smith" in entity.merges


@pytest.mark.parametrize(
    ("first", "one"), [("A company", True), ("Every company", False), ("Almost every company", False)]
)
def test_every_company_is_no_company(ontology: Ontology, first: str, one: bool) -> None:
    story = Story(f"{first} pays. The company praised Ivo Beck.")
    each, again = (
        story.phrase(first, "Organisation", name=first.lower().removeprefix("a ")),
        story.phrase("The company", "Organisation"),
    )
    ivo = story.name("Ivo Beck")
    story.relate(again, "praises", ivo, "praised")
    resolution = settle(ontology, story)
    assert (who(resolution, story, each) == who(resolution, story, again)) is one


def test_a_known_acronym_tells_what_the_body_is(ontology: Ontology) -> None:
    story = Story("The FBI left. The bureau praised Ivo Beck.")
    fbi, bureau = story.name("FBI", "Organisation"), story.phrase("The bureau", "Organisation")
    ivo = story.name("Ivo Beck")
    story.relate(bureau, "praises", ivo, "praised")
    resolution = settle(ontology, story)
    assert who(resolution, story, fbi) == who(resolution, story, bureau) == "Federal Bureau of Investigation"


@pytest.mark.parametrize(("speakers", "one"), [(("Ann", "Ann"), True), (("Ann", "Tom"), False)])
def test_our_plan_is_one_in_the_words_of_one(ontology: Ontology, speakers: tuple[str, str], one: bool) -> None:
    story = Story(f"Ann said our plan works. Tom left. {speakers[1]} said our plan works well.")
    people = {"Ann": story.name("Ann"), "Tom": story.name("Tom")}
    for speaker, content in zip(speakers, ("our plan works", "our plan works well"), strict=True):
        story.says(people[speaker], "said", content)
    plans = []
    for nth in (0, 1):
        story.pronoun("our", "speaker", nth, number="plural", attribution=nth)
        plans.append(story.phrase("our plan", "Topic", nth, name="our plan", definite=True, attribution=nth))
    found = Coreference(story.extraction(), ontology).of
    assert (found[plans[0]] == found[plans[1]]) is one


# ---- what the unnamed are called


def test_the_unnamed_are_called_by_the_bare_noun_too(ontology: Ontology) -> None:
    story = Story("Many pilots in Norra praised Ivo Beck. The guild's affiliates praised Ivo Beck.")
    pilots = story.phrase("Many pilots in Norra", "Group", name="Many pilots in Norra", number="plural")
    mention = story.mentions[pilots]
    story.mentions[pilots] = type(mention)(
        mention.span, story.span("pilots"), mention.kind, mention.type, mention.name, 0, "plural", salience=2
    )
    affiliates = story.phrase("The guild's affiliates", "Organisation", name="guild's affiliates", number="plural")
    ivo = story.name("Ivo Beck")
    for subject in (pilots, affiliates):
        story.relate(subject, "praises", ivo, "praised")
    called = names(settle(ontology, story))
    assert "pilots" in called["Many pilots in Norra"]
    assert "affiliates" in called["guild's affiliates"]


def test_two_who_share_the_bare_noun_are_neither_called_by_it(ontology: Ontology) -> None:
    story = Story("Ann's affiliates praised Ivo Beck. Tom's affiliates praised Ivo Beck.")
    ivo = story.name("Ivo Beck")
    for owner in ("Ann", "Tom"):
        words = f"{owner}'s affiliates"
        story.relate(story.phrase(words, "Group", name=words, number="plural"), "praises", ivo, "praised")
    assert not any("affiliates" in others for others in names(settle(ontology, story)).values())
