"""What the gazetteer knows: its types win, its aliases are one entity over all documents with the reason, links are written."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import pytest

from kg.gazetteer import Entry, Gazetteer
from kg.graph.write import triples
from kg.model import Correction, Resolution
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.factory import RUN
from tests.resolve.saying import Story, names, settle, who

GUILD = Entry("guild", "Organisation", "Guild of Harbour Pilots", ("GHP", "Pilot Guild"), ("urn:x:guild",))
NORRA = Entry("norra", "Place", "Norra")


@pytest.fixture
def knowing(ontology: Ontology) -> Ontology:
    names = {"guild of harbour pilots": GUILD, "GHP": GUILD, "pilot guild": GUILD, "norra": NORRA}
    return replace(ontology, gazetteer=Gazetteer(names, ontology.gazetteer.types))


def one_name(key: str, name: str, type_: str = "Organisation", **fields: object) -> Story:
    story = Story(f"{name} left.", key)
    story.name(name, type_, **fields)
    return story


def three() -> list[Story]:
    return [one_name("a.txt", "GHP"), one_name("b.txt", "Pilot Guild", "Person"), one_name("c.txt", "GHP", "Topic")]


def test_names_of_one_entry_are_one_entity_with_a_reason(knowing: Ontology) -> None:
    [entity] = settle(knowing, *three()).entities
    assert (entity.type, entity.name, entity.aliases) == ("Organisation", GUILD.name, ("GHP", "Pilot Guild"))
    assert entity.merges == (
        "gazetteer: GHP is Guild of Harbour Pilots",
        "gazetteer: Pilot Guild is Guild of Harbour Pilots",
    )


def test_without_the_gazetteer_they_are_two(ontology: Ontology) -> None:
    assert len(settle(ontology, *three()).entities) == 2


def test_the_order_of_the_documents_does_not_matter(knowing: Ontology) -> None:
    found: set[Resolution] = {settle(knowing, *order) for order in permutations(three())}
    assert len(found) == 1


def test_its_own_name_needs_no_reason(knowing: Ontology) -> None:
    [entity] = settle(knowing, one_name("a.txt", GUILD.name)).entities
    assert (entity.merges, entity.same_as) == ((), ("urn:x:guild",))


def test_the_link_is_written(knowing: Ontology) -> None:
    written = triples(settle(knowing, one_name("a.txt", "GHP")), RUN, knowing)
    assert [str(t.object) for t in written if t.predicate.value.endswith("#sameAs")] == ["<urn:x:guild>"]


def test_the_known_type_wins_and_pronouns_follow_it(knowing: Ontology) -> None:
    story = Story("Norra left. It denied the claim.")
    norra = story.name("Norra", "Person")
    it, claim = story.pronoun("It", "neuter"), story.phrase("the claim")
    story.relate(it, "denies", claim, "denied")
    resolution = settle(knowing, story)
    assert who(resolution, story, it) == who(resolution, story, norra) == "Norra"
    assert {entity.type for entity in resolution.entities if entity.name == "Norra"} == {"Place"}


def test_a_titled_person_of_a_known_name_stays_a_person(knowing: Ontology) -> None:
    [entity] = settle(knowing, one_name("a.txt", "Norra", "Person", gender="male")).entities
    assert entity.type == "Person"


def test_a_surname_stays_with_the_person_named_in_full(knowing: Ontology) -> None:
    story = Story("Ann Norra left. Norra came back.")
    full, short = story.name("Ann Norra"), story.name("Norra", nth=1)
    resolution = settle(knowing, story)
    assert who(resolution, story, full) == who(resolution, story, short) == "Ann Norra"


def test_two_names_in_one_document_are_one(knowing: Ontology) -> None:
    story = Story("The Pilot Guild left. GHP stayed.")
    first, second = story.name("Pilot Guild", "Organisation"), story.name("GHP", "Organisation")
    resolution = settle(knowing, story)
    assert who(resolution, story, first) == who(resolution, story, second) == GUILD.name


def test_a_description_counts_only_as_it_is_written(knowing: Ontology) -> None:
    story = Story("The Pilot Guild rejected the offer. The pilot guild left.")
    guild, offer = story.phrase("The Pilot Guild", "Organisation"), story.phrase("the offer")
    story.relate(guild, "rejects", offer, "rejected")
    other = Story("The pilot guild rejected the offer.", "b.txt")
    small, thing = other.phrase("The pilot guild", "Organisation"), other.phrase("the offer")
    other.relate(small, "rejects", thing, "rejected")
    resolution = settle(knowing, story, other)
    assert who(resolution, story, guild) == GUILD.name
    assert who(resolution, other, small) == "pilot guild"


def test_an_unnamed_source_is_never_an_entry(knowing: Ontology) -> None:
    story = Story("A Norra source left.")
    source = story.phrase("A Norra source", "Person", anonymous=True, name="Norra")
    offer = story.phrase("left")
    story.relate(source, "rejects", offer, "left")
    assert "Norra" not in {e.name for e in settle(knowing, story).entities if e.type == "Place"}


def test_a_known_short_name_is_not_given_to_a_longer_one(knowing: Ontology) -> None:
    long = Story("North Norra left. Norra left.", "a.txt")
    long.name("North Norra", "Place")
    long.name("Norra", "Place", nth=1)
    assert {"Norra", "North Norra"} <= set(names(settle(knowing, long, one_name("b.txt", "Norra", "Place"))))


def test_a_correction_outranks_the_gazetteer(knowing: Ontology) -> None:
    apart = Correction("c1", "different", "Ann", "another guild", subject="Pilot Guild", object=GUILD.name)
    stories = [one_name("a.txt", "Pilot Guild"), one_name("b.txt", GUILD.name)]
    resolution = resolve([story.extraction() for story in stories], knowing, [apart])
    assert set(names(resolution)) == {"Pilot Guild", GUILD.name}


def test_britain_and_the_uk_are_one(ontology: Ontology) -> None:
    stories = one_name("a.txt", "Britain", "Organisation"), one_name("b.txt", "UK", "Place")
    [entity] = settle(ontology, *stories).entities
    assert (entity.name, entity.type) == ("United Kingdom", "Place")
    assert entity.same_as == ("http://www.wikidata.org/entity/Q145",)


def test_a_capital_is_not_its_government(ontology: Ontology) -> None:
    stories = one_name("a.txt", "Moscow", "Place"), one_name("b.txt", "Russia", "Place")
    assert set(names(settle(ontology, *stories))) == {"Moscow", "Russia"}


PARTY = Entry("pilots", "Organisation", "Pilots Party", (), (), ("Pilots", "Pilot"), "Norra")
DOCKERS = Entry("dockers", "Organisation", "Dockers Party", (), (), ("Dockers",), "Norra")
RIVERS = Entry("rivers", "Organisation", "River Folk", (), (), ("Pilots",), "Suthra")


def local(ontology: Ontology, *entries: Entry) -> Ontology:
    known: dict[str, dict[str, Entry]] = {}
    for entry in entries:
        for name in entry.local:
            known.setdefault(name.lower(), {})[entry.country] = entry
    return replace(ontology, gazetteer=Gazetteer({e.name.lower(): e for e in entries}, ontology.gazetteer.types, known))


def told(ontology: Ontology, text: str, *written: str) -> list[str | None]:
    story = Story(text)
    some = "Some " in text
    found = [story.name(words, "Group", number="plural", definite=not some or n > 0) for n, words in enumerate(written)]
    resolution = settle(ontology, story)
    return [who(resolution, story, i) for i in found]


def test_a_local_name_is_its_entry_where_the_text_tells_of_the_country(ontology: Ontology) -> None:
    known = local(ontology, PARTY, DOCKERS)
    text = "Pilots met. The Dockers Party left."
    assert told(known, text, "Pilots", "Dockers Party") == ["Pilots Party", "Dockers Party"]
    story = Story(text)
    story.name("Pilots", "Group", number="plural")
    story.name("Dockers Party", "Organisation")
    reasons = {e.name: e.merges for e in settle(known, story).entities}
    assert reasons["Pilots Party"] == ("gazetteer: Pilots is Pilots Party",)


def test_two_local_names_tell_of_the_country_and_one_does_not(ontology: Ontology) -> None:
    known = local(ontology, PARTY, DOCKERS)
    assert told(known, "Pilots met Dockers.", "Pilots", "Dockers") == ["Pilots Party", "Dockers Party"]
    assert told(known, "Pilots met.", "Pilots") == ["Pilots"]


def test_some_of_a_party_are_not_the_party(ontology: Ontology) -> None:
    known = local(ontology, PARTY, DOCKERS)
    assert told(known, "Some Pilots met Dockers.", "Pilots", "Dockers") == ["Pilots", "Dockers Party"]
    assert told(known, "The Pilots met Dockers.", "Pilots", "Dockers") == ["Pilots Party", "Dockers Party"]


def test_a_local_name_of_two_countries_is_nobodys_where_the_text_tells_of_both(ontology: Ontology) -> None:
    known = local(ontology, PARTY, DOCKERS, RIVERS)
    text = "Pilots met the Dockers Party and the River Folk."
    assert told(known, text, "Pilots", "Dockers Party", "River Folk") == ["Pilots", "Dockers Party", "River Folk"]
