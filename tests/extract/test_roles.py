"""Offices and memberships: before a name, beside it, told with "is", and for whom the unnamed speak."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Reader
from tests.extract.parses import Reading

LEFT = "left=leave/VBD/ROOT"
SMITH = "Ann/NNP/compound/Smith Smith/NNP/{}"
PEOPLE = {
    "Ann Smith": "PERSON",
    "Bo Hale": "PERSON",
    "Democrat": "NORP",
    "Labour": "ORG",
    "French": "NORP",
    "Pilots Guild": "ORG",
}


def ties(reading: Reading) -> set[tuple[str, str, str]]:
    names = reading.mentions.found
    return {(names[t.subject].name, t.relation, names[t.object].name) for t in reading.roles.ties}


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            f"Labour/NNP/compound/leader leader/NN/compound/Smith {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "holdsRole", "leader"), ("Ann Smith", "affiliatedWith", "Labour")},
            id="body and office before",
        ),
        pytest.param(
            f"mayor/NN/compound/Smith {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "holdsRole", "mayor")},
            id="office before",
        ),
        pytest.param(
            f"French/JJ/amod/President President/NNP/compound/Smith {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "holdsRole", "President"), ("Ann Smith", "affiliatedWith", "French")},
            id="country before",
        ),
        pytest.param(
            f"Finance/NNP/compound/Minister Minister/NNP/compound/Smith {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "holdsRole", "Finance Minister")},
            id="a department is part of the office",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} , leader/NN/appos/Smith of/IN/prep/leader Labour/NNP/pobj/of , {LEFT} .",
            {("Ann Smith", "holdsRole", "leader"), ("Ann Smith", "affiliatedWith", "Labour")},
            id="apposition after",
        ),
        pytest.param(
            f"the mayor/NN/nsubj/left , {SMITH.format('appos/mayor')} , {LEFT} .",
            {("Ann Smith", "holdsRole", "mayor")},
            id="apposition before",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/is')} is=be/VBZ/ROOT the mayor/NN/attr/is .",
            {("Ann Smith", "holdsRole", "mayor")},
            id="is",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} , mayor/NN/appos/Smith and/CC/cc/mayor leader/NN/conj/mayor of/IN/prep/leader "
            f"Labour/NNP/pobj/of , {LEFT} .",
            {
                ("Ann Smith", "holdsRole", "mayor"),
                ("Ann Smith", "holdsRole", "leader"),
                ("Ann Smith", "affiliatedWith", "Labour"),
            },
            id="two offices",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} of/IN/prep/Smith the Pilots/NNP/compound/Guild Guild/NNP/pobj/of {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="of a body",
        ),
        pytest.param(
            f"the Pilots/NNP/compound/Guild Guild/NNP/poss/Smith 's {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="a body's",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/became')} became=become/VBD/ROOT leader/NN/attr/became of/IN/prep/leader Labour/NNP/pobj/of .",
            {("Ann Smith", "holdsRole", "leader"), ("Ann Smith", "affiliatedWith", "Labour")},
            id="became",
        ),
        pytest.param(
            f"Democrat/NNP/compound/Smith {SMITH.format('nsubj/left')} {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Democrat")},
            id="party before",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} , the mayor/NN/nsubj/said said=say/VBD/parataxis/left , {LEFT} .",
            set(),
            id="the mayor says it",
        ),
        pytest.param(
            f"{SMITH.format('dobj/met')} met=meet/VBD/ROOT , leader/NN/compound/Hale Bo/NNP/compound/Hale Hale/NNP/conj/Smith .",
            {("Bo Hale", "holdsRole", "leader")},
            id="the next one's office",
        ),
        pytest.param(f"{SMITH.format('nsubj/is')} is=be/VBZ/ROOT not/RB/neg/is the mayor/NN/attr/is .", set(), id="is not"),
        pytest.param(
            f"{SMITH.format('nsubj/be')} may/MD/aux/be be/VB/ROOT the mayor/NN/attr/be .", set(), id="may be"
        ),
        pytest.param(
            f"is=be/VBZ/ROOT {SMITH.format('nsubj/is')} the mayor/NN/attr/is ?", set(), id="question"
        ),
        pytest.param(
            f"{SMITH.format('nsubj/met')} met=meet/VBD/ROOT the mayor/NN/dobj/met .", set(), id="somebody else's office"
        ),
    ],
)  # fmt: skip
def test_named_persons(read: Reader, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    reading = read(sentence, ents=PEOPLE)
    reading.roles.read_names()
    assert ties(reading) == expected


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        (
            f"a source/NN/nsubj/left in/IN/prep/source the Pilots/NNP/compound/Guild Guild/NNP/pobj/in {LEFT} .",
            ("source in the Pilots Guild", "affiliatedWith", "Pilots Guild"),
        ),
        (
            f"a Labour/NNP/compound/spokesman spokesman/NN/nsubj/left {LEFT} .",
            ("Labour spokesman", "affiliatedWith", "Labour"),
        ),
        (
            f"Labour/NNP/poss/spokesman 's spokesman/NN/nsubj/left {LEFT} .",
            ("Labour's spokesman", "affiliatedWith", "Labour"),
        ),
    ],
)
def test_unnamed_persons(read: Reader, sentence: str, expected: tuple[str, str, str]) -> None:
    reading = read(sentence, ents=PEOPLE)
    head = next(word for word in ("source", "spokesman") if word in reading.parse.words)
    reading.mentions.at(reading.at(head))
    reading.roles.read_nominals()
    assert {tie for tie in ties(reading) if tie[1] == "affiliatedWith"} == {expected}


def test_an_unnamed_person_without_an_office_of_voice_belongs_to_nobody(read: Reader) -> None:
    reading = read(f"a Labour/NNP/compound/voter voter/NN/nsubj/left {LEFT} .", ents=PEOPLE)
    reading.mentions.at(reading.at("voter"))
    reading.roles.read_nominals()
    assert not ties(reading)
