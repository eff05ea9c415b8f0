"""Quotations by their marks alone: straight, curly and single ones, apostrophes, open ends, paragraphs, nesting."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kg.extract.quotes import find_quotes
from tests.extract.parses import plain


def quotes(text: str) -> list[str]:
    tree = plain(text)
    return [tree.text[tree.start[q.first] : tree.end[q.last]] for q in find_quotes(tree)]


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('He said "we won" and left.', ['"we won"']),
        ("He said “we won” and left.", ["“we won”"]),
        ("He said «we won» and left.", ["«we won»"]),
        ('"We won," he said. "They lost."', ['"We won,"', '"They lost."']),
        ("‘We won,’ he said.", ["‘We won,’"]),
        ("‘We don’t know,’ he said.", ["‘We don’t know,’"]),
        ("‘The workers’ pay fell,’ he said.", ["‘The workers’ pay fell,’"]),
        ("'We won,' he said.", ["'We won,'"]),
        ("The workers' pay and the firms' debts rose.", []),
        ("The workers’ pay rose.", []),
        ("The ‘90s were good.", []),
        ("“He told me ‘we won’ twice,” she said.", ["“He told me ‘we won’ twice,”"]),
        ("‘He told me “we won” twice,’ she said.", ["‘He told me “we won” twice,’"]),
        ("“We won (“again”)", ["“We won (“again”)"]),
        ("“We won,“ he said.", ["“We won,“"]),
        ("No marks at all.", []),
        ("“", []),
        ("", []),
    ],
)
def test_quotations_of_one_paragraph(text: str, found: list[str]) -> None:
    assert [q for q in quotes(text) if len(q) > 1] == found


def test_a_mark_left_open_holds_to_the_paragraphs_end_only() -> None:
    assert quotes("He said “we won.\nNothing here.") == ["“we won."]


def test_a_quotation_goes_on_where_the_next_paragraph_opens_with_a_mark() -> None:
    tree = plain("She said: “We won.\n“They lost.”\n“A third one.”")
    found = find_quotes(tree)
    assert [(q.chain, q.closed, q.block) for q in found] == [(1, False, 0), (1, True, 1), (2, True, 2)]


def test_straight_marks_go_on_over_paragraphs_too() -> None:
    found = find_quotes(plain('She said: "We won.\n"They lost."'))
    assert [(q.chain, q.closed) for q in found] == [(1, False), (1, True)]


def test_a_paragraph_between_ends_the_chain() -> None:
    found = find_quotes(plain("She said: “We won.\nIt rained.\n“They lost.”"))
    assert len({q.chain for q in found}) == 2


def test_size_counts_the_marks() -> None:
    [quote] = find_quotes(plain("“Yes indeed”"))
    assert quote.size == 4


@given(st.text(alphabet="ab .,“”\"'‘’«»\n", max_size=60))
def test_quotations_are_apart_in_order_and_inside_their_paragraph(text: str) -> None:
    tree = plain(text)
    found = find_quotes(tree)
    assert all(a.last < b.first for a, b in pairwise(found))
    for quote in found:
        i, j = tree.blocks[quote.block]
        assert i <= quote.first <= quote.last < j
        assert not quote.closed or quote.first < quote.last
