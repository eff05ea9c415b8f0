"""What names something: names from the tagger, titles cut off, repeats found, noun phrases and pronouns with type and number."""

from __future__ import annotations

import pytest

from kg.model import MentionKind
from tests.extract.conftest import Reader

MET = "met=meet/VBD/ROOT"
SUBJECT = "Paul/NNP/compound/Grant Grant/NNP/nsubj/met"


@pytest.mark.parametrize(
    ("sentence", "ents", "head", "name", "type_", "gender"),
    [
        (f"Mr/NNP/compound/Grant {SUBJECT} {MET} .", {"Paul Grant": "PERSON"}, "Grant", "Paul Grant", "Person", "male"),
        (f"{SUBJECT} {MET} .", {"Paul Grant": "PERSON"}, "Grant", "Paul Grant", "Person", "male"),
        (
            "Dame/NNP/compound/Hart Lena/NNP/compound/Hart Hart/NNP/nsubj/met met=meet/VBD/ROOT .",
            {"Dame Lena Hart": "PERSON"},
            "Hart",
            "Lena Hart",
            "Person",
            "female",
        ),
        (
            f"Superintendent/NNP/compound/Grant {SUBJECT} {MET} .",
            {"Superintendent Paul Grant": "ORG"},
            "Grant",
            "Paul Grant",
            "Person",
            "male",
        ),
        (
            f"the Guild/NNP/nsubj/met of/IN/prep/Guild Pilots/NNPS/pobj/of {MET} .",
            {"the Guild of Pilots": "ORG"},
            "Guild",
            "Guild of Pilots",
            "Organisation",
            "",
        ),
        (f"Paris/NNP/nsubj/met {MET} .", {"Paris": "GPE"}, "Paris", "Paris", "Place", ""),
        (f"Mrs/NNP/compound/Quill Quill/NNP/nsubj/met {MET} .", {}, "Quill", "Quill", "Person", "female"),
        (
            f"the Norra/NNP/compound/Council Council/NNP/nsubj/met {MET} .",
            {},
            "Council",
            "Norra Council",
            "Organisation",
            "",
        ),
        (f"NATO/NNP/nsubj/met {MET} .", {}, "NATO", "NATO", "Organisation", ""),
    ],
)
def test_names(
    read: Reader, sentence: str, ents: dict[str, str], head: str, name: str, type_: str, gender: str
) -> None:
    reading = read(sentence, ents=ents)
    mention = reading.mention(head)
    assert (mention.name.removeprefix("the "), mention.type, mention.gender) == (name, type_, gender)
    assert reading.text(mention.head) == [head]
    assert reading.text(mention.span)[0].endswith(name)


def test_a_possessive_mark_is_no_part_of_a_name(read: Reader) -> None:
    reading = read(
        f"Paul/NNP/compound/Grant Grant/NNP/poss/office 's office/NN/nsubj/met {MET} .",
        ents={"Paul Grant 's": "PERSON"},
    )
    assert reading.mention("Grant").name == "Paul Grant"


def test_a_name_that_the_tagger_misses_once_is_found_again(read: Reader) -> None:
    reading = read(
        f"{SUBJECT} {MET} .",
        "later/RB/advmod/left Grant/NNP/nsubj/left left=leave/VBD/ROOT .",
        ents={"Paul Grant": "PERSON"},
    )
    assert reading.mentions.found[reading.mentions.at(reading.at("Grant", 1))].type in ("Person", "")
    twice = read(f"{SUBJECT} {MET} .", f"{SUBJECT} {MET} .")
    twice.parse.ents.append((0, 2, "PERSON"))
    again = type(twice)(twice.ontology, twice.parse)
    assert [m.name for m in again.mentions.found] == ["Paul Grant", "Paul Grant"]


def test_one_name_has_one_type_in_a_document(read: Reader) -> None:
    reading = read(f"Norra/NNP/nsubj/met {MET} .", f"Norra/NNP/nsubj/met {MET} .", f"Norra/NNP/nsubj/met {MET} .")
    reading.parse.ents = [(0, 1, "ORG"), (3, 4, "GPE"), (6, 7, "GPE")]
    again = type(reading)(reading.ontology, reading.parse)
    assert {m.type for m in again.mentions.found} == {"Place"}


@pytest.mark.parametrize(
    ("phrase", "head", "type_", "number", "definite", "anonymous"),
    [
        ("the minister/NN/nsubj/met", "minister", "Person", "singular", True, False),
        ("a source/NN/nsubj/met", "source", "Person", "singular", False, True),
        ("the spokeswoman/NN/nsubj/met", "spokeswoman", "Person", "singular", True, True),
        ("nurses=nurse/NNS/nsubj/met", "nurses", "Group", "plural", False, False),
        ("the nurses=nurse/NNS/nsubj/met", "nurses", "Group", "plural", True, False),
        ("police/NNS/nsubj/met", "police", "Group", "plural", False, False),
        ("the union/NN/nsubj/met", "union", "Organisation", "singular", True, False),
        ("a strike/NN/nsubj/met", "strike", "Event", "singular", False, False),
        ("the deal/NN/nsubj/met", "deal", "Topic", "singular", True, False),
    ],
)
def test_noun_phrases(
    read: Reader, phrase: str, head: str, type_: str, number: str, definite: bool, anonymous: bool
) -> None:
    mention = read(f"{phrase} {MET} .").mention(head)
    found = (mention.kind, mention.type, mention.number, mention.definite, mention.anonymous)
    assert found == (MentionKind.NOMINAL, type_, number, definite, anonymous)


@pytest.mark.parametrize(
    ("phrase", "head", "name"),
    [
        ("the new/JJ/amod/deal deal/NN/nsubj/met", "deal", "new deal"),
        ("no deal/NN/nsubj/met", "deal", "deal"),
        ("the alleged/JJ/amod/deal deal/NN/nsubj/met", "deal", "deal"),
        ("the “ deal/NN/nsubj/met", "deal", "deal"),
    ],
)
def test_hollow_words_are_no_part_of_a_label(read: Reader, phrase: str, head: str, name: str) -> None:
    assert read(f"{phrase} {MET} .").mention(head).name == name


@pytest.mark.parametrize(
    ("word", "gender", "number"),
    [
        ("he", "male", "singular"),
        ("her", "female", "singular"),
        ("they", "plural", "plural"),
        ("it", "neuter", "singular"),
        ("we", "speaker", "plural"),
        ("I", "speaker", "singular"),
    ],
)
def test_pronouns(read: Reader, word: str, gender: str, number: str) -> None:
    mention = read(f"{word}/PRP/nsubj/met {MET} .").mention(word)
    assert (mention.kind, mention.gender, mention.number) == (MentionKind.PRONOUN, gender, number)


def test_a_description_in_capitals_is_no_name(read: Reader) -> None:
    mention = read(f"the Health/NNP/compound/Secretary Secretary/NNP/nsubj/met {MET} .").mention("Secretary")
    assert (mention.kind, mention.type) == (MentionKind.NOMINAL, "Person")


def test_a_clause_is_a_thing(read: Reader) -> None:
    reading = read("the guild/NN/nsubj/refused refused=refuse/VBD/ROOT to go/VB/xcomp/refused home/RB/advmod/go .")
    mention = reading.mentions.found[reading.mentions.clause(reading.at("go"))]
    assert (mention.type, mention.name, reading.text(mention.span)) == ("Topic", "to go home", ["to go home"])


def test_the_same_phrase_is_one_mention(read: Reader) -> None:
    reading = read(f"the deal/NN/nsubj/met {MET} .")
    assert reading.mentions.at(reading.at("deal")) == reading.mentions.at(reading.at("deal"))
    assert len(reading.mentions.found) == 1


def test_subjects_are_more_salient_than_objects(read: Reader) -> None:
    reading = read(f"Kyiv/NNP/nsubj/met {MET} the guild/NN/dobj/met in/IN/prep/met the port/NN/pobj/in .")
    assert [reading.mention(word).salience for word in ("Kyiv", "guild", "port")] == [2, 1, 0]
