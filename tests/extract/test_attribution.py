"""Source, cue and content of every kind of report, from hand-made trees and from whole texts."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction, Quotation
from tests.extract.conftest import Reader

CLAUSE = "Kyiv/NNP/nsubj/met met=meet/VBD/{}/{} the mayor/NN/dobj/met"
THAT = "that/IN/mark/met "

CASES = [
    ("direct", f"the guild/NN/nsubj/said said=say/VBD/ROOT {THAT}{CLAUSE.format('ccomp', 'said')} .",
     "guild", ["said"], "that Kyiv met the mayor"),
    ("inverted", f"“ {CLAUSE.format('ccomp', 'said')} , ” said=say/VBD/ROOT the guild/NN/nsubj/said .",
     "guild", ["said"], "“ Kyiv met the mayor , ”"),
    ("straight marks", f'" {CLAUSE.format("ccomp", "said")} , " the guild/NN/nsubj/said said=say/VBD/ROOT .',
     "guild", ["said"], '" Kyiv met the mayor , "'),
    ("according to", "according=accord/VBG/prep/met to/IN/prep/according the guild/NN/pobj/to , "
     f"{CLAUSE.format('ROOT', '')} .", "guild", ["according", "to"], "Kyiv met the mayor"),
    ("according to, at the end", f"{CLAUSE.format('ROOT', '')} , according=accord/VBG/prep/met "
     "to/IN/prep/according the guild/NN/pobj/to .", "guild", ["according", "to"], "Kyiv met the mayor"),
    ("parenthetical", "Kyiv/NNP/nsubj/met , the guild/NN/nsubj/said said=say/VBD/parataxis/met , "
     "met=meet/VBD/ROOT the mayor/NN/dobj/met .", "guild", ["said"], "Kyiv met the mayor"),
    ("as X said", "as/IN/mark/said the guild/NN/nsubj/said said=say/VBD/advcl/met , "
     f"{CLAUSE.format('ROOT', '')} .", "guild", ["said"], "Kyiv met the mayor"),
    ("noun with possessor", f"the guild/NN/poss/claim 's claim/NN/nsubj/hurt {THAT}{CLAUSE.format('acl', 'claim')} "
     "hurt/VBD/ROOT .", "guild", ["claim"], "that Kyiv met the mayor"),
    ("noun without a source", f"the claim/NN/nsubj/hurt {THAT}{CLAUSE.format('acl', 'claim')} hurt/VBD/ROOT .",
     None, ["claim"], "that Kyiv met the mayor"),
    ("adjective", f"the guild/NN/nsubj/is is=be/VBZ/ROOT confident/JJ/acomp/is {THAT}"
     f"{CLAUSE.format('ccomp', 'confident')} .", "guild", ["is", "confident"], "that Kyiv met the mayor"),
    ("passive with a doer", f"it/PRP/nsubjpass/claimed was=be/VBD/auxpass/claimed claimed=claim/VBN/ROOT by/IN/agent/claimed "
     f"the guild/NN/pobj/by {THAT}{CLAUSE.format('ccomp', 'claimed')} .",
     "guild", ["was", "claimed"], "that Kyiv met the mayor"),
    ("passive without a source", f"it/PRP/nsubjpass/claimed was=be/VBD/auxpass/claimed claimed=claim/VBN/ROOT {THAT}"
     f"{CLAUSE.format('ccomp', 'claimed')} .", None, ["was", "claimed"], "that Kyiv met the mayor"),
    ("negated", f"the guild/NN/nsubj/say did=do/VBD/aux/say not/RB/neg/say say/VB/ROOT {THAT}"
     f"{CLAUSE.format('ccomp', 'say')} .", "guild", ["did", "not", "say"], "that Kyiv met the mayor"),
    ("preposition", "the guild/NN/nsubj/called called=call/VBD/ROOT for/IN/prep/called a vote/NN/pobj/for .",
     "guild", ["called", "for"], "a vote"),
    ("infinitive", "the guild/NN/nsubj/vowed vowed=vow/VBD/ROOT to meet/VB/xcomp/vowed the mayor/NN/dobj/meet .",
     "guild", ["vowed"], "to meet the mayor"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("sentence", "source", "cue", "content"), [pytest.param(*rest, id=name) for name, *rest in CASES]
)
def test_report(read: Reader, sentence: str, source: str | None, cue: list[str], content: str) -> None:
    reading = read(sentence)
    [report] = [r for r in reading.reports().found if not set(r.content) & set(r.cue) and len(r.content) >= 2]
    assert reading.word(report.source) == source
    assert [reading.word(i) for i in report.cue] == cue
    assert " ".join(reading.parse.words[i] for i in sorted(report.content)).replace(" , ,", "") == content


@pytest.mark.parametrize(
    "sentence",
    [
        "the guild/NN/nsubj/left left=leave/VBD/ROOT .",
        "the guild/NN/nsubj/said said=say/VBD/ROOT nothing/PRON:NN/dobj/said .",
        "it/PRP/nsubj/rained rained=rain/VBD/ROOT , said=say/VBD/dep/rained .",
    ],
)
def test_no_report(read: Reader, sentence: str) -> None:
    assert not read(sentence).reports().found


def test_a_report_in_a_report_has_a_parent(read: Reader) -> None:
    reading = read(
        "the guild/NN/nsubj/said said=say/VBD/ROOT the union/NN/nsubj/claimed claimed=claim/VBD/ccomp/said "
        "Kyiv/NNP/nsubj/met met=meet/VBD/ccomp/claimed the mayor/NN/dobj/met ."
    )
    reports = reading.reports()
    outer, inner = reports.attributions(reading.mentions)
    assert (outer.parent, inner.parent) == (None, 0)
    assert reports.attribution(reading.at("met")) == (1, False)
    assert reports.attribution(reading.at("claimed")) == (0, False)
    assert reports.attribution(reading.at("said")) == (None, False)


def test_what_is_denied_is_no_word_of_the_denier(read: Reader) -> None:
    reading = read(f"the guild/NN/nsubj/denied denied=deny/VBD/ROOT {THAT}{CLAUSE.format('ccomp', 'denied')} .")
    assert reading.reports().attribution(reading.at("met")) == (None, True)


def test_what_one_vows_to_do_is_told_and_not_said(read: Reader) -> None:
    reading = read("the guild/NN/nsubj/vowed vowed=vow/VBD/ROOT to meet/VB/xcomp/vowed the mayor/NN/dobj/meet .")
    reports = reading.reports()
    assert reports.attribution(reading.at("meet"), subject=reading.at("guild")) == (None, False)
    assert reports.attribution(reading.at("meet"), subject=reading.at("mayor")) == (0, False)


FIRST = "“ we/PRP/nsubj/won won=win/VBD/ccomp/said again/RB/advmod/won , ” said=say/VBD/ROOT the guild/NN/nsubj/said ."


@pytest.mark.parametrize(
    ("second", "whose"),
    [
        ("“ they/PRP/nsubj/lost lost=lose/VBD/ROOT the vote/NN/dobj/lost . ”", 0),
        ("¶“ they/PRP/nsubj/lost lost=lose/VBD/ROOT the vote/NN/dobj/lost . ”", None),
    ],
    ids=["in the paragraph", "in the next"],
)
def test_a_further_quotation_is_the_last_speakers_in_his_paragraph_only(
    read: Reader, second: str, whose: int | None
) -> None:
    reading = read(FIRST, second)
    assert reading.reports().attribution(reading.at("lost"))[0] == whose


def test_a_quotation_left_open_goes_on_in_the_next_paragraph(read: Reader) -> None:
    reading = read(
        "the guild/NN/nsubj/said said=say/VBD/ROOT : “ we/PRP/nsubj/won won=win/VBD/ccomp/said again/RB/advmod/won .",
        "¶“ they/PRP/nsubj/lost lost=lose/VBD/ROOT the vote/NN/dobj/lost . ”",
    )
    reports = reading.reports()
    [attribution] = reports.attributions(reading.mentions)
    assert reading.text(*attribution.content) == ["“we won again.", "“they lost the vote.”"]
    assert reports.attribution(reading.at("lost")) == (0, False)


def test_quoted_words_of_nobody_are_still_somebodys(read: Reader) -> None:
    reading = read("“ Kyiv/NNP/nsubj/met met=meet/VBD/ROOT the mayor/NN/dobj/met . ”")
    assert reading.reports().attribution(reading.at("met")) == (None, True)


def test_a_turn_of_a_transcript_is_its_speakers(read: Reader) -> None:
    reading = read("Kyiv/NNP/nsubj/met met=meet/VBD/ROOT the mayor/NN/dobj/met .", turn="MR SMITH")
    [attribution] = reading.reports().attributions(reading.mentions)
    assert reading.text(*attribution.source) == ["MR SMITH"]
    assert attribution.speaker is not None
    assert reading.mentions.found[attribution.speaker].name == "Smith"


@pytest.mark.parametrize(
    ("sentence", "quotation"),
    [
        (f"“ {CLAUSE.format('ccomp', 'said')} , ” said=say/VBD/ROOT the guild/NN/nsubj/said .", Quotation.DIRECT),
        (f"the guild/NN/nsubj/said said=say/VBD/ROOT {THAT}{CLAUSE.format('ccomp', 'said')} .", Quotation.INDIRECT),
        (
            "the guild/NN/nsubj/said said=say/VBD/ROOT that/IN/mark/met Kyiv/NNP/nsubj/met “ "
            "met=meet/VBD/ccomp/said the fair/JJ/amod/deal deal/NN/dobj/met ” .",
            Quotation.MIXED,
        ),
    ],
)
def test_kind_of_quotation(read: Reader, sentence: str, quotation: Quotation) -> None:
    reading = read(sentence)
    attribution = max(
        reading.reports().attributions(reading.mentions), key=lambda a: sum(s.end - s.start for s in a.content)
    )
    assert attribution.quotation is quotation


# ---- whole texts


def reports(extraction: Extraction) -> list[tuple[str, str, str]]:
    text = extraction.document.text
    return [
        tuple(" … ".join(text[s.start : s.end] for s in spans) for spans in (a.source, a.cue, a.content))  # type: ignore[misc]
        for a in extraction.attributions
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "The harbour master said on Friday that two cranes had failed.",
            ("The harbour master", "said", "that two cranes had failed"),
        ),
        (
            "“Two cranes failed in the night,” the harbour master told reporters.",
            ("the harbour master", "told", "“Two cranes failed in the night,”"),
        ),
        (
            "Two cranes failed, according to the harbour master.",
            ("the harbour master", "according to", "Two cranes failed"),
        ),
    ],
)
def test_report_of_a_text(extract: Callable[[str], Extraction], text: str, expected: tuple[str, str, str]) -> None:
    assert expected in reports(extract(text))


def test_a_report_in_the_middle_of_a_text(extract: Callable[[str], Extraction]) -> None:
    assert "the harbour master" in [
        source for source, _, _ in reports(extract("A crane, the harbour master said, fell."))
    ]


def test_a_transcript_of_a_text(extract: Callable[[str], Extraction]) -> None:
    extraction = extract("MR HALE: The port rejected the offer.\n\nVOSS: The union rejected it first.\n")
    sources = [(source, content) for source, _, content in reports(extraction) if source]
    assert ("MR HALE", "The port rejected the offer.") in sources
    assert ("VOSS", "The union rejected it first.") in sources
