"""The ontology folder agrees with itself: relations, triggers and word lists. What loading tells: test_loading.py."""

from __future__ import annotations

from collections import Counter

import yaml

from kg.ontology import Ontology, Trigger, default_folder
from tests.factory import shipped

FOLDER = default_folder()
TRIGGERS = [trigger for found in shipped().triggers.values() for trigger in found]


def test_every_relation_has_a_file_and_every_file_a_relation(ontology: Ontology) -> None:
    files = sorted((FOLDER / "relations").glob("*.yaml"))
    declared = [yaml.safe_load(path.read_text(encoding="utf-8"))["relation"] for path in files]
    assert sorted(declared) == sorted(ontology.relations)
    assert [path.stem for path in files] == declared


def test_every_relation_has_triggers(ontology: Ontology) -> None:
    assert {trigger.relation for trigger in TRIGGERS} == set(ontology.relations)


def _signature(trigger: Trigger) -> tuple[object, ...]:
    """What decides whether a trigger can match; the order of two with one signature would decide between them."""
    return trigger.part, trigger.words, trigger.needs, trigger.beside, trigger.unless


def test_no_two_relations_want_the_same_words_in_the_same_way() -> None:
    by_signature: dict[tuple[object, ...], list[Trigger]] = {}
    for trigger in TRIGGERS:
        by_signature.setdefault(_signature(trigger), []).append(trigger)
    same = [found for found in by_signature.values() if len({t.relation for t in found}) > 1]
    clashes = [[t.rule for t in found] for found in same if len({(t.object, t.content) for t in found}) < len(found)]
    assert not clashes


def test_no_trigger_stands_twice_in_a_relation() -> None:
    kinds = Counter((t.relation, *_signature(t), t.subject, t.object) for t in TRIGGERS)
    assert not [kind for kind, times in kinds.items() if times > 1]


def test_triggers_are_sane() -> None:
    for trigger in TRIGGERS:
        assert trigger.polarity in ("positive", "negative"), trigger.rule
        assert trigger.modality in ("asserted", "possible", "planned", "asked"), trigger.rule
        assert 0 < trigger.confidence <= 1, trigger.rule
        assert trigger.words, trigger.rule
        assert trigger.example.text, trigger.rule
        assert trigger.counterexamples, trigger.rule
        assert all(word == word.strip() for word in trigger.words), trigger.rule


def test_what_gives_way_has_a_clause_to_give_way_to() -> None:
    giving = [trigger for trigger in TRIGGERS if trigger.gives_way]
    assert giving
    assert all({"clause", "infinitive", "undertaken"} & {*trigger.object, *trigger.content} for trigger in giving)


def test_denials_and_accusations_have_content(ontology: Ontology) -> None:
    for relation in ontology.of("denial") | ontology.of("accusation"):
        assert any(trigger.content for trigger in TRIGGERS if trigger.relation == relation), relation


def test_the_triggers_of_a_word_stand_with_the_longest_first(ontology: Ontology) -> None:
    for found in ontology.triggers.values():
        lengths = [len(trigger.words) for trigger in found]
        assert lengths == sorted(lengths, reverse=True)


def test_every_word_list_has_words(ontology: Ontology) -> None:
    assert ontology.words
    assert not [name for name, words in ontology.words.items() if not words or "" in words]
    assert not [name for name, table in ontology.maps.items() if not table or "" in table or "" in table.values()]


def test_no_first_name_is_two_words(ontology: Ontology) -> None:
    given = ontology.words["male_names"] | ontology.words["female_names"]
    assert not [name for name in given if name != name.lower() or " " in name]


def test_contradictions_are_relations_and_go_both_ways(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        for other in relation.contradicts:
            assert relation.id in ontology.relations[other].contradicts, f"{relation.id} and {other}"
