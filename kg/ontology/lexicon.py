"""Read the word lists and tables of lexicon/en, and check that those are there which the code asks for by name."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

from kg.ontology.checking import Place, comma_separated, instead, mapping, near, read_yaml

_FILES = ("grammar.yaml", "modality.yaml", "entities.yaml", "offices.yaml", "stance.yaml", "times.yaml")

LISTS = tuple(
    """
    adverb_labels adverbial_labels apposition_labels auxiliary_labels clause_labels compound_labels conjunct_labels
    expletive_labels infinitive_labels marker_labels modifier_labels negation_labels object_labels parataxis_labels
    participle_labels particle_labels passive_auxiliary_labels passive_subject_labels phrase_end_labels possessor_labels
    predicate_labels preposition_labels preposition_object_labels recipient_labels relative_labels relative_pronouns
    agent_prepositions genitive_prepositions purpose_prepositions withholding_prepositions appealing_prepositions
    grievance_prepositions all_of_them belonging_prepositions origin_prepositions
    subject_labels prepositions function_words object_control_prepositions aiming_prepositions subject_control_verbs
    spending_verbs trouble_nouns bare_subjects impersonal_verbs impersonal_adjectives tough_adjectives norm_nouns
    partitive_words issuing_verbs distributive_words untold_bodies empty_subject_verbs
    approximators body_trimmings company_tails trade_endings kind_nouns panel_words short_titles staff_words work_nouns
    coordinator_labels sense_particles declining_phrases focus_adverbs nobodies acting_nouns part_nouns
    cancelling_verbs claim_nouns conditional_markers expletive_words giving_verbs hearsay_adjectives hearsay_adverbs
    lack_nouns negative_determiners negative_implicatives negative_markers negators planned_adjectives planned_governors
    planned_modals possible_adjectives possible_adverbs possible_governors possible_modals question_markers
    receiving_prepositions receiving_verbs reporting_prepositions unfulfilled_adverbs unwilling_governors volition_modals
    accomplished_markers content_prepositions
    alternative_coordinators ending_negatives first_negators prospective_words
    carrying_prepositions charging_phrases conditional_adverbs doubtful_prepositions factual_gerunds fulfilled_governors
    generic_pronouns certain_words inverted_auxiliaries negative_phrases possible_nouns temporal_markers unlikely_governors
    definite_determiners generation_words lone_bodies narrowing_words plural_demonstratives small_words untold_kinds
    determiners indefinite_determiners membership_prepositions hollow_pronouns preposition_nouns
    anonymous_heads corporate_words courtesy_titles document_nouns event_heads example_words female_names female_titles
    female_words group_words male_names male_titles male_words non_person_nouns office_words organisation_heads
    leading_verbs office_as_verbs office_givers office_verbs organisation_suffixes party_words past_words person_heads
    person_suffixes place_heads plural_speakers possessive_pronouns role_heads spokes_heads body_tails
    time_labels compass_words country_words place_kinds
    office_closers office_complements loose_offices kin_words mere_adjectives count_words
    describing_tails stance_prefixes role_pairs trades loose_trades serving_heads parts_of_bodies office_trimmings office_fields office_adverbs companions writing_verbs no_bodies other_bodies
    favourable_words unfavourable_words relations_to_things
    states anybody_pronouns own_pronouns telling_verbs telling_marks perfect_auxiliaries topic_prepositions directing_relations
    conduct_nouns describing_marks event_prepositions exclusive_words goal_prepositions path_nouns
    reflexive_pronouns rescue_verbs source_prepositions subject_matter_prepositions
    time_clock time_hollow time_limits time_zones
    """.split()
)
"""The word lists that the code asks for by name."""

_ANY, _NUMBER = "any", "number"
TABLES: Mapping[str, str | tuple[str, ...]] = {
    "lemma": _ANY,
    "ner": _ANY,
    "party_letters": _ANY,
    "body_kinds": _ANY,
    "nicknames": _ANY,
    "office_forms": _ANY,
    "office_kin": _ANY,
    "known_offices": _ANY,
    "seat_places": _ANY,
    "other_names_of_bodies": _ANY,
    "thing_kinds": _ANY,
    "person_pronouns": ("male", "female", "plural", "neuter", "speaker", "addressee"),
    "time_weekdays": _NUMBER,
    "time_months": _NUMBER,
    "time_days": _NUMBER,
    "time_shifts": _NUMBER,
    "time_units": ("day", "week", "weekend", "month", "year", "decade"),
    "time_directions": _NUMBER,
    "time_numbers": _NUMBER,
    "time_same_as": _ANY,
}
"""The tables that the code asks for by name, and what may stand before their colons."""


def read_lexicon(folder: Path, faults: list[str]) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, str]]]:
    """Read the word lists and, each as word -> kind, the tables; a mapping is a table, a string a list."""
    lists: dict[str, frozenset[str]] = {}
    tables: dict[str, dict[str, str]] = {}
    home: dict[str, str] = {}
    before = len(faults)
    for file in _FILES:
        place = Place(file, faults)
        data = read_yaml(folder / file, faults)
        for name, value in (mapping(data, place) if data is not None else {}).items():
            _put(name, value, lists, tables, place.at(name))
            if home.setdefault(name, file) != file:
                place.tell(f"{name} stands in {home[name]} already; put the words together")
    if len(faults) == before:  # else a list may be missing because its file could not be read
        _check(lists, tables, Place("lexicon/en", faults))
    return lists, tables


def _put(
    name: str, value: object, lists: dict[str, frozenset[str]], tables: dict[str, dict[str, str]], place: Place
) -> None:
    if name in TABLES or (isinstance(value, dict) and name not in LISTS):
        tables[name] = _table(mapping(value, place), TABLES.get(name, _ANY), place)
    else:
        lists[name] = frozenset(comma_separated(value, place))


def _table(data: Mapping[str, Any], kinds: str | tuple[str, ...], place: Place) -> dict[str, str]:
    found: dict[str, str] = {}
    for kind, value in data.items():
        if kinds == _NUMBER and not kind.removeprefix("-").isdecimal():
            place.tell(f"'{kind}' must be a whole number")
        if isinstance(kinds, tuple) and kind not in kinds:
            place.tell(f"unknown '{kind}'{instead(kind, kinds)}")
        found |= dict.fromkeys(comma_separated(value, place.at(kind)), kind)
    return found


def _check(lists: Collection[str], tables: Collection[str], place: Place) -> None:
    spare = {*lists, *tables} - {*LISTS, *TABLES}
    for name in (*LISTS, *TABLES):
        if name not in lists and name not in tables:
            place.tell(f"the {'table' if name in TABLES else 'word list'} '{name}' is missing{near(name, spare)}")
