"""Who is who across documents: full names merge, ambiguous surnames and unnamed sources stay apart, order is nothing."""

from __future__ import annotations

from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import Resolution
from kg.ontology import Ontology
from kg.resolve import resolve
from tests.factory import shipped
from tests.resolve.saying import Story, names, settle, told, who


def one_name(key: str, name: str, type_: str = "Person") -> Story:
    story = Story(f"{name} left.", key)
    story.name(name, type_)
    return story


def test_the_same_full_name_is_one_entity(ontology: Ontology) -> None:
    resolution = settle(ontology, one_name("a.txt", "Ann Smith"), one_name("b.txt", "Ann Smith"))
    assert [entity.name for entity in resolution.entities] == ["Ann Smith"]


def test_a_surname_finds_its_only_bearer_with_a_reason(ontology: Ontology) -> None:
    resolution = settle(ontology, one_name("a.txt", "Ann Smith"), one_name("b.txt", "Smith"))
    [entity] = resolution.entities
    assert (entity.name, entity.aliases) == ("Ann Smith", ("Smith",))
    assert entity.merges == ("Smith: the only person so named in the collection is Ann Smith",)


def test_a_surname_of_two_bearers_stays_apart(ontology: Ontology) -> None:
    stories = one_name("a.txt", "Ann Smith"), one_name("b.txt", "Tom Smith"), one_name("c.txt", "Smith")
    assert set(names(settle(ontology, *stories))) == {"Ann Smith", "Tom Smith", "Smith"}


def test_a_surname_is_never_a_body_of_that_name(ontology: Ontology) -> None:
    stories = one_name("a.txt", "Smith Shipping", "Organisation"), one_name("b.txt", "Smith")
    assert set(names(settle(ontology, *stories))) == {"Smith Shipping", "Smith"}


def test_most_documents_decide_the_type_of_a_name(ontology: Ontology) -> None:
    stories = [one_name(f"{n}.txt", "Norra Pilots", t) for n, t in enumerate(("Group", "Organisation", "Organisation"))]
    assert [(e.name, e.type) for e in settle(ontology, *stories).entities] == [("Norra Pilots", "Organisation")]


def source(key: str) -> Story:
    story = Story("A source in the Pilots Guild said the council rejected the offer.", key)
    guild = story.name("Pilots Guild", "Organisation")
    speaker = story.phrase("A source in the Pilots Guild", "Person", anonymous=True)
    council = story.phrase("the council", "Organisation")
    offer = story.phrase("the offer")
    number = story.says(speaker, "said", "the council rejected the offer")
    story.relate(council, "rejects", offer, "rejected", attribution=number)
    story.relate(speaker, "affiliatedWith", guild, "in")
    return story


def test_an_unnamed_source_is_one_a_document_and_never_its_organisation(ontology: Ontology) -> None:
    resolution = settle(ontology, source("a.txt"), source("b.txt"))
    unnamed = [entity for entity in resolution.entities if entity.anonymous]
    assert [entity.name for entity in unnamed] == ["source in the Pilots Guild"] * 2
    assert len({entity.id for entity in unnamed}) == 2
    assert [e.anonymous for e in resolution.entities if e.name == "Pilots Guild"] == [False]
    assert {speaker for _, relation, _, speaker in told(resolution) if relation == "rejects"} == {
        "source in the Pilots Guild"
    }


def topic(key: str, phrase: str) -> Story:
    story = Story(f"Ann Smith backed {phrase}.", key)
    story.relate(story.name("Ann Smith"), "supports", story.phrase(phrase), "backed")
    return story


@pytest.mark.parametrize(("phrase", "entities"), [("the harbour toll plan", 2), ("the plan", 3)])
def test_topics_of_two_words_or_more_are_one_across_documents(ontology: Ontology, phrase: str, entities: int) -> None:
    resolution = settle(ontology, topic("a.txt", phrase), topic("b.txt", phrase))
    assert len(resolution.entities) == entities


NAMES = ("Ann Smith", "Tom Smith", "Smith", "Norra Council", "NC", "Norra")


def story_of(key: str, subject: str, object_: str) -> Story:
    kinds = {name: "Person" if "Smith" in name else "Organisation" for name in NAMES}
    story = Story(f"{subject} | praised | {object_}", key)
    first = story.name(subject, kinds[subject])
    second = story.name(object_, kinds[object_], nth=story.text.count(object_) - 1)
    story.relate(first, "praises", second, "praised")
    return story


ONTOLOGY = shipped()
PAIRS = st.tuples(st.sampled_from(NAMES), st.sampled_from(NAMES))


@settings(max_examples=40, deadline=None)
@given(st.lists(PAIRS, min_size=2, max_size=4), st.randoms(use_true_random=False))
def test_the_order_of_the_documents_is_nothing(pairs: list[tuple[str, str]], random: object) -> None:
    stories = [story_of(f"{n}.txt", *pair) for n, pair in enumerate(pairs)]
    shuffled = list(stories)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert settle(ONTOLOGY, *shuffled) == settle(ONTOLOGY, *stories)


def test_every_order_of_three(ontology: Ontology) -> None:
    stories = one_name("a.txt", "Ann Smith"), one_name("b.txt", "Smith"), source("c.txt")
    found = {repr(settle(ontology, *order)) for order in permutations(stories)}
    assert len(found) == 1


def test_nothing_gives_nothing(ontology: Ontology) -> None:
    assert resolve([], ontology) == Resolution()


def test_what_a_mention_denotes_is_an_entity(ontology: Ontology) -> None:
    resolution = settle(ontology, source("a.txt"), one_name("b.txt", "Pilots Guild", "Organisation"))
    known = {entity.id for entity in resolution.entities}
    assert {d.entity for document in resolution.documents for d in document.denotations} <= known
    assert who(resolution, source("a.txt"), 0) == "Pilots Guild"
