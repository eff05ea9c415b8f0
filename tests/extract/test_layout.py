"""Lines that are no prose are set aside with a reason; what is kept stands where it stood."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.layout import Block, blocks
from kg.ontology import Ontology
from tests.factory import shipped

PROSE = "The port authority rejected the pay offer on Monday, the union said."


def read(text: str, ontology: Ontology) -> tuple[list[str], list[tuple[str, str]]]:
    kept, skips = blocks(text, ontology.layout)
    return [words(text, block) for block in kept], [(text[s.span.start : s.span.end], s.reason) for s in skips]


def words(text: str, block: Block) -> str:
    return text[block.span.start : block.span.end]


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Image: Port Authority", "credit"),
        ("Photo by Ann Smith", "credit"),
        ("Ann Smith/Reuters", "credit"),
        ("(Getty Images)", "credit"),
        ("© 2021 The Harbour Post", "credit"),
        ("Read more: The strike in pictures", "boilerplate"),
        ("READ MORE", "boilerplate"),
        ("Follow us on Twitter", "boilerplate"),
        ("Sign up for our newsletter", "boilerplate"),
        ("1.2k shares", "boilerplate"),
        ("* * *", "boilerplate"),
        ("All rights reserved.", "boilerplate"),
    ],
)
def test_line_is_set_aside(ontology: Ontology, line: str, reason: str) -> None:
    assert read(f"{PROSE}\n\n{line}\n\n{PROSE}", ontology) == ([PROSE, PROSE], [(line, reason)])


@pytest.mark.parametrize(
    "line",
    [
        "By Monday the strike was over.",
        "Read the letter, the union told its members, and then vote.",
        "The Image of the port has suffered, the mayor said.",
        "Reuters reported that the port had closed.",
        "Videos of the strike angered the mayor.",
    ],
)
def test_prose_is_kept(ontology: Ontology, line: str) -> None:
    assert read(f"{PROSE}\n\n{line}\n", ontology) == ([PROSE, line], [])


@pytest.mark.parametrize("line", ["By Ann Smith", "By Ann Smith and Paul Grant"])
def test_a_byline_is_set_aside(ontology: Ontology, line: str) -> None:
    assert read(f"{PROSE}\n\n{line}\n\n{PROSE}", ontology) == ([PROSE, PROSE], [(line, "byline")])


@pytest.mark.parametrize("line", ["Published figures show that the port lost money.", "Share prices fell on Monday."])
def test_prose_with_a_first_word_like_furniture_is_kept(ontology: Ontology, line: str) -> None:
    assert read(f"{PROSE}\n\n{line}\n", ontology) == ([PROSE, line], [])


def test_a_bare_label_makes_the_next_line_a_credit(ontology: Ontology) -> None:
    text = f"Image credit:\nPort of Norra\n{PROSE}"
    assert read(text, ontology) == ([PROSE], [("Image credit:", "credit"), ("Port of Norra", "credit")])


def test_a_long_line_after_a_label_is_kept(ontology: Ontology) -> None:
    long = PROSE + " " + PROSE
    assert read(f"Image credit:\n{long}", ontology)[0] == [long]


def test_a_credit_at_the_end_of_a_caption_is_cut_off(ontology: Ontology) -> None:
    kept, skips = read(f"{PROSE} (Photo: Ann Smith)", ontology)
    assert kept[0].strip() == PROSE
    assert [reason for _, reason in skips] == ["credit"]


@pytest.mark.parametrize("dateline", ["NORRA (Agency) – ", "TORSHALM, Skerrin Islands — ", "NORRA, May 3 (AP) -- "])
def test_a_dateline_is_cut_off(ontology: Ontology, dateline: str) -> None:
    assert read(f"Headline\n{dateline}{PROSE}", ontology) == (["Headline", PROSE], [(dateline, "dateline")])


def test_a_dash_in_prose_is_no_dateline(ontology: Ontology) -> None:
    line = "The BBC – a broadcaster – denied the claim."
    assert read(line, ontology) == ([line], [])


def test_a_headline_is_a_short_first_line_without_a_full_stop(ontology: Ontology) -> None:
    def headlines(text: str) -> list[bool]:
        return [block.headline for block in blocks(text, ontology.layout)[0]]

    assert headlines(f"Port rejects offer\n{PROSE}\nA short line") == [True, False, False]
    assert headlines(PROSE) == [False]
    assert headlines("Port rejects offer " * 10) == [False]


TURNS = "MR SMITH: We never signed.\nJONES (on the telephone): You did.\nHe laughed."


def test_a_transcript_gives_each_turn_its_speaker(ontology: Ontology) -> None:
    kept, _ = blocks(TURNS, ontology.layout)
    assert [TURNS[b.speaker.start : b.speaker.end] if b.speaker else None for b in kept] == ["MR SMITH", "JONES", None]
    assert [words(TURNS, b) for b in kept] == ["We never signed.", "You did.", "He laughed."]


def test_one_turn_is_no_transcript(ontology: Ontology) -> None:
    text = f"EXCLUSIVE: port rejects offer\n{PROSE}"
    assert [block.speaker for block in blocks(text, ontology.layout)[0]] == [None, None]


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r", "\u2028", "\n\n\r\n \t\n"])
def test_line_ends_of_every_kind(ontology: Ontology, end: str) -> None:
    text = f"Headline{end}{PROSE}{end}"
    assert read(text, ontology)[0] == ["Headline", PROSE]


def test_a_byte_order_mark_is_no_part_of_a_line(ontology: Ontology) -> None:
    assert read(f"\ufeff{PROSE}", ontology)[0] == [PROSE]


@pytest.mark.parametrize("text", ["", " \n\t\r\n", "\ufeff"])
def test_nothing_gives_nothing(ontology: Ontology, text: str) -> None:
    assert read(text, ontology) == ([], [])


ONTOLOGY = shipped()


@given(st.text(alphabet="AB ab:.–-()/\n\r\u2028\ufeff\té𝔸", max_size=80))
def test_blocks_and_skips_are_apart_and_inside_the_text(text: str) -> None:
    kept, skips = blocks(text, ONTOLOGY.layout)
    spans = sorted([b.span for b in kept] + [s.span for s in skips] + [b.speaker for b in kept if b.speaker])
    assert all(0 <= s.start <= s.end <= len(text) for s in spans)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all("\n" not in words(text, b) and "\r" not in words(text, b) for b in kept)
