"""Who does what, read from trees: actives, passives, relative clauses, control, participles, nouns with light verbs."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Reader

ROLES = [
    (
        "active",
        "the guild/NN/nsubj/accused accused=accuse/VBD/ROOT Kyiv/NNP/dobj/accused .",
        "accused",
        "guild",
        "Kyiv",
    ),
    (
        "passive",
        "Kyiv/NNP/nsubjpass/accused was=be/VBD/auxpass/accused accused=accuse/VBN/ROOT by/IN/agent/accused "
        "the guild/NN/pobj/by .",
        "accused",
        "guild",
        "Kyiv",
    ),
    (
        "passive without a doer",
        "Kyiv/NNP/nsubjpass/accused was=be/VBD/auxpass/accused accused=accuse/VBN/ROOT .",
        "accused",
        None,
        "Kyiv",
    ),
    (
        "relative clause, subject",
        "the guild/NN/nsubj/left that/WDT/nsubj/rejected rejected=reject/VBD/relcl/guild the deal/NN/dobj/rejected "
        "left=leave/VBD/ROOT .",
        "rejected",
        "guild",
        "deal",
    ),
    (
        "relative clause, object",
        "the deal/NN/nsubj/failed that/WDT/dobj/rejected the guild/NN/nsubj/rejected rejected=reject/VBD/relcl/deal "
        "failed=fail/VBD/ROOT .",
        "rejected",
        "guild",
        "deal",
    ),
    (
        "relative clause without a pronoun",
        "the deal/NN/nsubj/failed the guild/NN/nsubj/rejected rejected=reject/VBD/relcl/deal failed=fail/VBD/ROOT .",
        "rejected",
        "guild",
        "deal",
    ),
    (
        "control by the object",
        "the guild/NN/nsubj/urged urged=urge/VBD/ROOT Kyiv/NNP/dobj/urged to reject/VB/xcomp/urged "
        "the deal/NN/dobj/reject .",
        "reject",
        "Kyiv",
        "deal",
    ),
    (
        "control by the subject",
        "the guild/NN/nsubj/refused refused=refuse/VBD/ROOT to reject/VB/xcomp/refused the deal/NN/dobj/reject .",
        "reject",
        "guild",
        "deal",
    ),
    (
        "called on him to do it",
        "the guild/NN/nsubj/called called=call/VBD/ROOT on/IN/prep/called Kyiv/NNP/pobj/on to reject/VB/xcomp/called "
        "the deal/NN/dobj/reject .",
        "reject",
        "Kyiv",
        "deal",
    ),
    (
        "second verb",
        "the guild/NN/nsubj/met met=meet/VBD/ROOT Kyiv/NNP/dobj/met and/CC/cc/met rejected=reject/VBD/conj/met "
        "the deal/NN/dobj/rejected .",
        "rejected",
        "guild",
        "deal",
    ),
    (
        "object shared by two verbs",
        "rebels=rebel/NNS/nsubj/attacked have/VBP/aux/attacked attacked=attack/VBN/ROOT and/CC/cc/attacked "
        "burned=burn/VBN/conj/attacked the village/NN/dobj/burned .",
        "attacked",
        "rebels",
        "village",
    ),
    (
        "doer shared by two passives",
        "the man/NN/nsubjpass/killed was=be/VBD/auxpass/killed killed=kill/VBN/ROOT and/CC/cc/killed "
        "buried=bury/VBN/conj/killed by/IN/agent/buried rebels=rebel/NNS/pobj/by .",
        "killed",
        "rebels",
        "man",
    ),
    (
        "participle that is a passive",
        "a deal/NN/nsubj/failed backed=back/VBN/acl/deal by/IN/agent/backed the guild/NN/pobj/by failed=fail/VBD/ROOT .",
        "backed",
        "guild",
        "deal",
    ),
    (
        "participle of the subject",
        "the guild/NN/nsubj/left left=leave/VBD/ROOT , blaming=blame/VBG/advcl/left Kyiv/NNP/dobj/blaming .",
        "blaming",
        "guild",
        "Kyiv",
    ),
    (
        "gerund of the subject",
        "the mayor/NN/nsubj/apologised apologised=apologise/VBD/ROOT for/IN/prep/apologised "
        "vetoing=veto/VBG/pcomp/for the bill/NN/dobj/vetoing .",
        "vetoing",
        "mayor",
        "bill",
    ),
    (
        "gerund of the object",
        "the guild/NN/nsubj/accused accused=accuse/VBD/ROOT the mayor/NN/dobj/accused of/IN/prep/accused "
        "vetoing=veto/VBG/pcomp/of the bill/NN/dobj/vetoing .",
        "vetoing",
        "mayor",
        "bill",
    ),
    (
        "finite adverbial clause of its own",
        "the guild/NN/nsubj/left left=leave/VBD/ROOT after/IN/mark/rejected Kyiv/NNP/nsubj/rejected "
        "rejected=reject/VBD/advcl/left the deal/NN/dobj/rejected .",
        "rejected",
        "Kyiv",
        "deal",
    ),
]


@pytest.mark.parametrize(("sentence", "verb", "agent", "patient"), [pytest.param(*r, id=name) for name, *r in ROLES])
def test_agent_and_patient(read: Reader, sentence: str, verb: str, agent: str | None, patient: str | None) -> None:
    reading = read(sentence)
    i = reading.at(verb)
    assert (reading.word(reading.syntax.agent(i)), reading.word(reading.syntax.patient(i))) == (agent, patient)


@pytest.mark.parametrize(
    ("sentence", "noun", "doer"),
    [
        pytest.param(
            "the guild/NN/poss/attack 's attack/NN/nsubj/failed on/IN/prep/attack the port/NN/pobj/on "
            "failed=fail/VBD/ROOT .",
            "attack",
            "guild",
            id="possessor",
        ),
        pytest.param(
            "an attack/NN/nsubj/failed by/IN/prep/attack rebels=rebel/NNS/pobj/by failed=fail/VBD/ROOT .",
            "attack",
            "rebels",
            id="by",
        ),
        pytest.param(
            "criticism/NN/nsubj/grew from/IN/prep/criticism nurses=nurse/NNS/pobj/from grew=grow/VBD/ROOT .",
            "criticism",
            "nurses",
            id="from",
        ),
        pytest.param(
            "the guild/NN/nsubj/launched launched=launch/VBD/ROOT an attack/NN/dobj/launched .",
            "attack",
            "guild",
            id="light verb",
        ),
        pytest.param(
            "the guild/NN/nsubj/saw saw=see/VBD/ROOT an attack/NN/dobj/saw .",
            "attack",
            None,
            id="verb that gives nothing",
        ),
        pytest.param(
            "the port/NN/nsubj/came came=come/VBD/ROOT under/IN/prep/came attack/NN/pobj/under .",
            "attack",
            None,
            id="subject that undergoes it",
        ),
    ],
)
def test_doer_of_a_noun(read: Reader, sentence: str, noun: str, doer: str | None) -> None:
    reading = read(sentence)
    assert reading.word(reading.syntax.doer(reading.at(noun))) == doer


def test_an_adjective_is_said_of_the_subject(read: Reader) -> None:
    reading = read(
        "the mayor/NN/nsubj/is is=be/VBZ/ROOT critical/JJ/acomp/is of/IN/prep/critical the plan/NN/pobj/of ."
    )
    assert reading.word(reading.syntax.agent(reading.at("critical"))) == "mayor"


def test_conjuncts_are_nouns_only(read: Reader) -> None:
    reading = read(
        "the guild/NN/nsubj/met , a union/NN/conj/guild and/CC/cc/union Kyiv/NNP/conj/union met=meet/VBD/ROOT "
        "and/CC/cc/met left=leave/VBD/conj/met ."
    )
    nouns = [reading.word(i) for i in reading.syntax.conjuncts(reading.at("guild"))]
    assert nouns == ["guild", "union", "Kyiv"]
    assert [reading.word(i) for i in reading.syntax.conjuncts(reading.at("met"))] == ["met"]


@pytest.mark.parametrize(
    ("sentence", "head", "phrase"),
    [
        (
            "the new/JJ/amod/deal deal/NN/nsubj/failed with/IN/prep/deal the guild/NN/pobj/with failed=fail/VBD/ROOT .",
            "deal",
            "the new deal with the guild",
        ),
        (
            "the deal/NN/nsubj/failed that/WDT/dobj/rejected Kyiv/NNP/nsubj/rejected rejected=reject/VBD/relcl/deal "
            "failed=fail/VBD/ROOT .",
            "deal",
            "the deal",
        ),
        (
            "the mayor/NN/nsubj/left , Ann/NNP/compound/Smith Smith/NNP/appos/mayor , left=leave/VBD/ROOT .",
            "mayor",
            "the mayor",
        ),
        ("the guild/NN/nsubj/met and/CC/cc/guild Kyiv/NNP/conj/guild met=meet/VBD/ROOT .", "guild", "the guild"),
        (
            "the leader/NN/nsubj/left of/IN/prep/leader a guild/NN/pobj/of that/WDT/nsubj/met met=meet/VBD/relcl/guild "
            "left=leave/VBD/ROOT .",
            "leader",
            "the leader of a guild",
        ),
    ],
    ids=["preposition", "relative clause", "apposition", "conjunct", "relative clause inside"],
)
def test_phrase(read: Reader, sentence: str, head: str, phrase: str) -> None:
    reading = read(sentence)
    i, j = reading.syntax.phrase(reading.at(head))
    assert " ".join(reading.parse.words[i:j]) == phrase


def test_passive_and_active(read: Reader) -> None:
    perfect = read("the guild/NN/nsubj/backed has=have/VBZ/aux/backed backed=back/VBN/ROOT the deal/NN/dobj/backed .")
    assert not perfect.syntax.passive(perfect.at("backed"))
    reduced = read(
        "a deal/NN/nsubj/failed backed=back/VBN/acl/deal by/IN/agent/backed Kyiv/NNP/pobj/by failed=fail/VBD/ROOT ."
    )
    assert reduced.syntax.passive(reduced.at("backed"))
    assert not reduced.syntax.passive(reduced.at("failed"))


def test_a_cycle_free_climb_ends(read: Reader) -> None:
    reading = read("to reject/VB/ROOT .")
    assert reading.syntax.surface_subject(reading.at("reject")) is None
    assert reading.syntax.light_verb(reading.at("reject")) is None
