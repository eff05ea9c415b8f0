"""The sign and certainty of a predicate, and whether it is hearsay."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Reader

GUILD = "the guild/NN/nsubj/"
DEAL = "the deal/NN/dobj/"

CASES = [
    ("plain", f"{GUILD}rejected rejected=reject/VBD/ROOT {DEAL}rejected .", "rejected", "+ Asserted"),
    ("not", f"{GUILD}reject did=do/VBD/aux/reject not/RB/neg/reject reject/VB/ROOT {DEAL}reject .", "reject", "- Asserted"),
    ("never", f"{GUILD}rejected never/RB/neg/rejected rejected=reject/VBD/ROOT {DEAL}rejected .", "rejected", "- Asserted"),
    ("no object", f"{GUILD}rejected rejected=reject/VBD/ROOT no deal/NN/dobj/rejected .", "rejected", "- Asserted"),
    ("nobody", f"nobody/PRON:NN/nsubj/rejected rejected=reject/VBD/ROOT {DEAL}rejected .", "rejected", "- Asserted"),
    ("neither", f"{GUILD}confirmed neither/CC/preconj/confirmed confirmed=confirm/VBD/ROOT nor/CC/cc/confirmed "
     f"denied=deny/VBD/conj/confirmed {DEAL}denied .", "confirmed", "- Asserted"),
    ("nor", f"{GUILD}confirmed neither/CC/preconj/confirmed confirmed=confirm/VBD/ROOT nor/CC/cc/confirmed "
     f"denied=deny/VBD/conj/confirmed {DEAL}denied .", "denied", "- Asserted"),
    ("refused to", f"{GUILD}refused refused=refuse/VBD/ROOT to deny/VB/xcomp/refused {DEAL}deny .", "deny", "- Asserted"),
    ("failed to", f"{GUILD}failed failed=fail/VBD/ROOT to reject/VB/xcomp/failed {DEAL}reject .", "reject", "- Asserted"),
    ("did not refuse to", f"{GUILD}refuse did=do/VBD/aux/refuse not/RB/neg/refuse refuse/VB/ROOT "
     f"to support/VB/xcomp/refuse {DEAL}support .", "support", "+ Asserted"),
    ("unlikely to", f"{GUILD}is is=be/VBZ/ROOT unlikely/JJ/acomp/is to support/VB/xcomp/unlikely {DEAL}support .",
     "support", "- Possible"),
    ("prevented from", f"Kyiv/NNP/nsubj/prevented prevented=prevent/VBD/ROOT the guild/NN/dobj/prevented "
     f"from/IN/prep/prevented rejecting=reject/VBG/pcomp/from {DEAL}rejecting .", "rejecting", "- Asserted"),
    ("without", f"{GUILD}left left=leave/VBD/ROOT without/IN/prep/left rejecting=reject/VBG/pcomp/without "
     f"{DEAL}rejecting .", "rejecting", "- Asserted"),
    ("lack of", "the lack/NN/nsubj/grew of/IN/prep/lack support/NN/pobj/of grew=grow/VBD/ROOT .", "support", "- Asserted"),
    ("made no", f"{GUILD}made made=make/VBD/ROOT no apology/NN/dobj/made .", "apology", "- Asserted"),
    ("did not make an", f"{GUILD}make did=do/VBD/aux/make not/RB/neg/make make/VB/ROOT an apology/NN/dobj/make .",
     "apology", "- Asserted"),
    ("may", f"{GUILD}reject may/MD/aux/reject reject/VB/ROOT {DEAL}reject .", "reject", "+ Possible"),
    ("may not", f"{GUILD}reject may/MD/aux/reject not/RB/neg/reject reject/VB/ROOT {DEAL}reject .", "reject", "- Possible"),
    ("could have", f"{GUILD}rejected could/MD/aux/rejected have/VB/aux/rejected rejected=reject/VBN/ROOT "
     f"{DEAL}rejected .", "rejected", "+ Possible"),
    ("perhaps", f"{GUILD}rejected perhaps/RB/advmod/rejected rejected=reject/VBD/ROOT {DEAL}rejected .",
     "rejected", "+ Possible"),
    ("appears to", f"{GUILD}appears appears=appear/VBZ/ROOT to reject/VB/xcomp/appears {DEAL}reject .",
     "reject", "+ Possible"),
    ("if", f"if/IN/mark/rejects the guild/NN/nsubj/rejects rejects=reject/VBZ/advcl/left {DEAL}rejects , "
     "workers=worker/NNS/nsubj/left left=leave/VBD/ROOT .", "rejects", "+ Possible"),
    ("what an if governs", f"if/IN/mark/rejects the guild/NN/nsubj/rejects rejects=reject/VBZ/advcl/strike {DEAL}rejects "
     ", workers=worker/NNS/nsubj/strike strike/VBP/ROOT .", "strike", "+ Possible"),
    ("will", f"{GUILD}reject will/MD/aux/reject reject/VB/ROOT {DEAL}reject .", "reject", "+ Planned"),
    ("will, second verb", f"{GUILD}sign will/MD/aux/sign sign/VB/ROOT and/CC/cc/sign accept/VB/conj/sign {DEAL}accept .",
     "accept", "+ Planned"),
    ("plans to", f"{GUILD}plans plans=plan/VBZ/ROOT to reject/VB/xcomp/plans {DEAL}reject .", "reject", "+ Planned"),
    ("headline's to", f"{GUILD}reject to reject/VB/ROOT {DEAL}reject", "reject", "+ Planned"),
    ("planned strike", "the planned/JJ/amod/strike strike/NN/nsubj/failed failed=fail/VBD/ROOT .", "strike", "+ Planned"),
    ("called for", f"{GUILD}called called=call/VBD/ROOT for/IN/prep/called talks=talk/NNS/pobj/for .", "talks", "+ Planned"),
    ("hopes that", f"{GUILD}hopes hopes=hope/VBZ/ROOT that/IN/mark/rejects Kyiv/NNP/nsubj/rejects "
     f"rejects=reject/VBZ/ccomp/hopes {DEAL}rejects .", "rejects", "+ Possible"),
    ("said that", f"{GUILD}said said=say/VBD/ROOT that/IN/mark/rejects Kyiv/NNP/nsubj/rejects "
     f"rejects=reject/VBZ/ccomp/said {DEAL}rejects .", "rejects", "+ Asserted"),
    ("question", f"did=do/VBD/aux/reject the guild/NN/nsubj/reject reject/VB/ROOT {DEAL}reject ?", "reject", "+ Asked"),
    ("question that may", f"may/MD/aux/reject the guild/NN/nsubj/reject reject/VB/ROOT {DEAL}reject ?", "reject", "+ Asked"),
    ("flew to", f"{GUILD}flew flew=fly/VBD/ROOT to meet/VB/advcl/flew {DEAL}meet .", "meet", "+ Planned"),
    ("went on to", f"{GUILD}went went=go/VBD/ROOT on/RP/prt/went to reject/VB/advcl/went {DEAL}reject .", "reject",
     "+ Asserted"),
    ("was forced to", f"the guild/NN/nsubjpass/forced was=be/VBD/auxpass/forced forced=force/VBN/ROOT "
     f"to reject/VB/xcomp/forced {DEAL}reject .", "reject", "+ Asserted"),
    ("had to", f"{GUILD}had had=have/VBD/ROOT to reject/VB/xcomp/had {DEAL}reject .", "reject", "+ Asserted"),
    ("has to", f"{GUILD}has has=have/VBZ/ROOT to reject/VB/xcomp/has {DEAL}reject .", "reject", "+ Planned"),
    ("stopped to", f"{GUILD}stopped stopped=stop/VBD/ROOT to reject/VB/xcomp/stopped {DEAL}reject .", "reject",
     "+ Asserted"),
    ("right to", f"{GUILD}has has=have/VBZ/ROOT the right/NN/dobj/has to reject/VB/acl/right {DEAL}reject .", "reject",
     "+ Possible"),
    ("the first to", f"the first/JJ/amod/guild guild/NN/nsubj/left to reject/VB/relcl/guild {DEAL}reject "
     "left=leave/VBD/ROOT .", "reject", "+ Asserted"),
    ("known to", f"the guild/NN/nsubjpass/known is=be/VBZ/auxpass/known known=know/VBN/ROOT "
     f"to reject/VB/xcomp/known {DEAL}reject .", "reject", "+ Asserted"),
    ("refused to or to", f"{GUILD}refused refused=refuse/VBD/ROOT to sign/VB/xcomp/refused or/CC/cc/sign "
     f"to accept/VB/conj/sign {DEAL}accept .", "accept", "- Asserted"),
    ("far from", f"{GUILD}is is=be/VBZ/ROOT far/RB/advmod/is from/IN/prep/far rejecting=reject/VBG/pcomp/from "
     f"{DEAL}rejecting .", "rejecting", "- Asserted"),
    ("stopped short of", f"{GUILD}stopped stopped=stop/VBD/ROOT short/RB/advmod/stopped of/IN/prep/short "
     f"rejecting=reject/VBG/pcomp/of {DEAL}rejecting .", "rejecting", "- Asserted"),
    ("talk of", f"talk/NN/nsubj/grew of/IN/prep/talk rejecting=reject/VBG/pcomp/of {DEAL}rejecting "
     "grew=grow/VBD/ROOT .", "rejecting", "+ Possible"),
    ("boasted of", f"{GUILD}boasted boasted=boast/VBD/ROOT of/IN/prep/boasted rejecting=reject/VBG/pcomp/of "
     f"{DEAL}rejecting .", "rejecting", "+ Asserted"),
    ("could win by", f"{GUILD}win could/MD/aux/win win/VB/ROOT by/IN/prep/win rejecting=reject/VBG/pcomp/by "
     f"{DEAL}rejecting .", "rejecting", "+ Possible"),
    ("won by", f"{GUILD}won won=win/VBD/ROOT by/IN/prep/won rejecting=reject/VBG/pcomp/by {DEAL}rejecting .",
     "rejecting", "+ Asserted"),
    ("almost", f"{GUILD}rejected almost/RB/advmod/rejected rejected=reject/VBD/ROOT {DEAL}rejected .",
     "rejected", "+ Possible"),
    ("had it", f"had=have/VBD/aux/rejected the guild/NN/nsubj/rejected rejected=reject/VBN/advcl/left {DEAL}rejected , "
     "workers=worker/NNS/nsubj/left left=leave/VBD/ROOT .", "rejected", "+ Possible"),
    ("when, beside will", f"workers=worker/NNS/nsubj/leave will/MD/aux/leave leave/VB/ROOT when/RB/advmod/rejects "
     f"the guild/NN/nsubj/rejects rejects=reject/VBZ/advcl/leave {DEAL}rejects .",
     "rejects", "+ Planned"),
    ("when, in the past", f"workers=worker/NNS/nsubj/left left=leave/VBD/ROOT when/RB/advmod/rejected "
     f"the guild/NN/nsubj/rejected rejected=reject/VBD/advcl/left {DEAL}rejected .", "rejected", "+ Asserted"),
    ("anyone who", f"anyone/NN/nsubj/leaves who/WP/nsubj/rejects rejects=reject/VBZ/relcl/anyone {DEAL}rejects "
     "leaves=leave/VBZ/ROOT .", "rejects", "+ Possible"),
    ("no evidence that", f"no evidence/NN/nsubj/is that/IN/mark/rejected the guild/NN/nsubj/rejected "
     f"rejected=reject/VBD/acl/evidence {DEAL}rejected is=be/VBZ/ROOT .", "rejected", "+ Possible"),
    ("no doubt that", f"no doubt/NN/nsubj/is that/IN/mark/rejected the guild/NN/nsubj/rejected "
     f"rejected=reject/VBD/acl/doubt {DEAL}rejected is=be/VBZ/ROOT .", "rejected", "+ Asserted"),
    ("event that", f"the event/NN/nsubj/is that/IN/mark/rejected the guild/NN/nsubj/rejected "
     f"rejected=reject/VBD/relcl/event {DEAL}rejected is=be/VBZ/ROOT .", "rejected", "+ Possible"),
    ("idea that it rejected", "the idea/NN/nsubj/is that/IN/mark/rejected the guild/NN/nsubj/rejected "
     "rejected=reject/VBD/relcl/idea is=be/VBZ/ROOT .", "rejected", "+ Asserted"),
    ("not the other", f"not/RB/neg/guild the guild/NN/nsubj/rejected rejected=reject/VBD/ROOT {DEAL}rejected .",
     "rejected", "- Asserted"),
    ("hardly anyone", f"hardly/RB/advmod/anyone anyone/NN/nsubj/rejected rejected=reject/VBD/ROOT {DEAL}rejected .",
     "rejected", "- Asserted"),
    ("a few", f"a/DT/det/few few/JJ/nsubj/rejected rejected=reject/VBD/ROOT {DEAL}rejected .",
     "rejected", "+ Asserted"),
    ("not signed or accepted", f"{GUILD}signed has=have/VBZ/aux/signed not/RB/neg/signed signed=sign/VBN/ROOT "
     f"or/CC/cc/signed accepted=accept/VBN/conj/signed {DEAL}accepted .", "accepted", "- Asserted"),
    ("not signed but accepted", f"{GUILD}signed has=have/VBZ/aux/signed not/RB/neg/signed signed=sign/VBN/ROOT "
     f"but/CC/cc/signed accepted=accept/VBN/conj/signed {DEAL}accepted .", "accepted", "+ Asserted"),
]  # fmt: skip


@pytest.mark.parametrize(("sentence", "word", "reading"), [pytest.param(*rest, id=name) for name, *rest in CASES])
def test_sign_and_certainty(read: Reader, sentence: str, word: str, reading: str) -> None:
    tree = read(sentence)
    i = tree.at(word)
    found = tree.factuality.read(i, (tree.syntax.agent(i), tree.syntax.patient(i)))
    assert f"{'-' if found.negative else '+'} {found.modality}" == reading
    assert not found.hearsay


def test_neither_before_the_subjects_noun(read: Reader) -> None:
    reading = read(f"neither/DT/det/guild guild/NN/nsubj/rejected rejected=reject/VBD/ROOT {DEAL}rejected .")
    assert reading.factuality.read(reading.at("rejected"), (reading.at("guild"),)).negative


def test_has_yet_to(read: Reader) -> None:
    reading = read(f"{GUILD}has has=have/VBZ/ROOT yet/RB/advmod/has to reject/VB/xcomp/has {DEAL}reject .")
    assert reading.factuality.read(reading.at("reject")).negative


@pytest.mark.parametrize(
    ("sentence", "word"),
    [
        (f"{GUILD}rejected reportedly/RB/advmod/rejected rejected=reject/VBD/ROOT {DEAL}rejected .", "rejected"),
        ("the alleged/JJ/amod/attack attack/NN/nsubj/failed failed=fail/VBD/ROOT .", "attack"),
        ("the so/RB/advmod/called - called=call/VBN/amod/attack attack/NN/nsubj/failed failed=fail/VBD/ROOT .", "attack"),
        (f"{GUILD}charged was=be/VBD/auxpass/charged charged=charge/VBN/ROOT with/IN/prep/charged "
         f"rejecting=reject/VBG/pcomp/with {DEAL}rejecting .", "rejecting"),
    ],
)  # fmt: skip
def test_hearsay(read: Reader, sentence: str, word: str) -> None:
    reading = read(sentence)
    found = reading.factuality.read(reading.at(word))
    assert (found.hearsay, found.negative, found.modality) == (True, False, "Asserted")


@pytest.mark.parametrize("verb", ["threatened=threaten", "planned=plan", "proposed=propose"])
def test_the_verb_of_a_clause_is_no_adjective(read: Reader, verb: str) -> None:
    word = verb.partition("=")[0]
    reading = read(
        f"{GUILD}denied denied=deny/VBD/ROOT that/IN/mark/{word} Kyiv/NNP/nsubj/{word} {verb}/VBD/ccomp/denied "
        f"a strike/NN/dobj/{word} ."
    )
    assert reading.factuality.read(reading.at("denied")).modality == "Asserted"


def test_the_triggers_own_words_colour_nothing(read: Reader) -> None:
    reading = read(f"{GUILD}said said=say/VBD/ROOT no/DT/dobj/said to/IN/prep/said the deal/NN/pobj/to .")
    assert not reading.factuality.read(reading.at("said"), own=(reading.at("no"),)).negative


def test_a_later_quotations_question_mark_is_not_ones_own(read: Reader) -> None:
    reading = read(f"{GUILD}rejected rejected=reject/VBD/ROOT {DEAL}rejected : “ why/RB/advmod/rejected ? ”")
    assert reading.factuality.read(reading.at("rejected")).modality == "Asserted"
