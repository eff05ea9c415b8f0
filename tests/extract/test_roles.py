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
        pytest.param(
            f"they/PRP/nsubj/met met=meet/VBD/ROOT {SMITH.format('dobj/met')} , a Norra/NNP/npadvmod/based -/PUNCT:HYPH/punct/based "
            f"based/VBN/amod/investor investor/NN/appos/Smith who/WP/nsubj/left {LEFT.replace('ROOT', 'relcl/investor')} .",
            {("Ann Smith", "holdsRole", "investor")},
            id="where the business is based is no body",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} , aide/NN/appos/Smith to/IN/prep/aide Sen./NNP/compound/Hale "
            f"Bo/NNP/compound/Hale Hale/NNP/pobj/to {LEFT} .",
            {
                ("Ann Smith", "holdsRole", "aide"),
                ("Ann Smith", "affiliatedWith", "Bo Hale"),
                ("Bo Hale", "holdsRole", "Senator"),
            },
            id="aide to somebody",
        ),
        pytest.param(
            f"the Pilots/NNP/compound/Guild Guild/NNP/nsubj/left , whose/PRON:WP$/poss/leader leader/NN/appos/Guild , "
            f"{SMITH.format('appos/leader')} , {LEFT} .",
            {("Ann Smith", "holdsRole", "leader"), ("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="whose leader",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} and/CC/cc/Smith Bo/NNP/compound/Hale Hale/NNP/conj/Smith , "
            f"leaders=leader/NNS/appos/Hale of/IN/prep/leaders Labour/NNP/pobj/of , {LEFT} .",
            {
                ("Ann Smith", "holdsRole", "leader"),
                ("Ann Smith", "affiliatedWith", "Labour"),
                ("Bo Hale", "holdsRole", "leader"),
                ("Bo Hale", "affiliatedWith", "Labour"),
            },
            id="leaders of both",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} and/CC/cc/Smith Bo/NNP/compound/Hale Hale/NNP/conj/Smith , both/DT/appos/Smith "
            f"of/IN/prep/both the Pilots/NNP/compound/Guild Guild/NNP/pobj/of , {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild"), ("Bo Hale", "affiliatedWith", "Pilots Guild")},
            id="both of a body",
        ),
        pytest.param(
            f"{SMITH.format('nsubj/left')} and/CC/cc/Smith her/PRP$/poss/team team/NN/conj/Smith at/IN/prep/team "
            f"the Pilots/NNP/compound/Guild Guild/NNP/pobj/at {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="with her team at a body",
        ),
        pytest.param(
            f"the Pilots/NNP/compound/Guild Guild/NNP/nsubjpass/founded was/VBD/auxpass/founded "
            f"founded=found/VBN/ROOT by/IN/agent/founded {SMITH.format('pobj/by')} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="founded by",
        ),
        pytest.param(
            f"the Pilots/NNP/compound/Guild Guild/NNP/poss/letter 's letter/NN/nsubj/left , signed=sign/VBN/acl/letter "
            f"by/IN/agent/signed {SMITH.format('pobj/by')} , {LEFT} .",
            {("Ann Smith", "affiliatedWith", "Pilots Guild")},
            id="a body's letter signed by",
        ),
        pytest.param(
            f"its/PRP$/poss/leader leader/NN/nsubj/left , {SMITH.format('appos/leader')} , {LEFT} .",
            {("Ann Smith", "holdsRole", "leader"), ("Ann Smith", "affiliatedWith", "its")},
            id="its leader",
        ),
        pytest.param(
            f"a rubber/NN/compound/Smith {SMITH.format('compound/mask')} mask/NN/nsubj/left {LEFT} .",
            set(),
            id="a rubber mask of somebody",
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


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        pytest.param(
            f"Labour/NNP/nsubj/left , a unit/NN/appos/Labour of/IN/prep/unit the Pilots/NNP/compound/Guild "
            f"Guild/NNP/pobj/of , {LEFT} .",
            {("Labour", "affiliatedWith", "Pilots Guild")},
            id="a unit of another",
        ),
        pytest.param(
            f"Labour/NNP/poss/union 's main/JJ/amod/union union/NN/compound/Guild Pilots/NNP/compound/Guild "
            f"Guild/NNP/nsubj/left {LEFT} .",
            {("Pilots Guild", "affiliatedWith", "Labour")},
            id="another's union",
        ),
        pytest.param(
            f"the French/JJ/amod/union union/NN/nsubj/left , the Pilots/NNP/compound/Guild Guild/NNP/appos/union , {LEFT} .",
            {("Pilots Guild", "affiliatedWith", "French")},
            id="a country's union",
        ),
        pytest.param(
            f"Labour/NNP/nsubj/left , a rival/NN/appos/Labour of/IN/prep/rival the Pilots/NNP/compound/Guild "
            f"Guild/NNP/pobj/of , {LEFT} .",
            set(),
            id="a rival of another",
        ),
    ],
)  # fmt: skip
def test_bodies_of_bodies(read: Reader, sentence: str, expected: set[tuple[str, str, str]]) -> None:
    reading = read(sentence, ents=PEOPLE)
    reading.roles.read_names()
    assert ties(reading) == expected


def test_a_party_letter_in_brackets_is_the_party(read: Reader) -> None:
    reading = read(f"{SMITH.format('nsubj/left')} ( R/NNP/appos/Smith ) {LEFT} .", ents=PEOPLE | {"R": "ORG"})
    reading.roles.read_names()
    assert ties(reading) == {("Ann Smith", "affiliatedWith", "Republican")}


def test_a_name_without_a_label_beside_an_office_is_a_person(read: Reader) -> None:
    reading = read(f"Eva/NNP/compound/Lund Lund/NNP/nsubj/left , leader/NN/appos/Lund of/IN/prep/leader Labour/NNP/pobj/of , {LEFT} .", ents=PEOPLE)  # fmt: skip
    reading.mentions.at(reading.at("Lund"))
    reading.roles.read_names()
    assert ties(reading) == {("Eva Lund", "holdsRole", "leader"), ("Eva Lund", "affiliatedWith", "Labour")}
