"""Subjects that the parser has hung on a neighbour: two before one verb, one behind an open apposition, one on a phrase."""

from __future__ import annotations

import pytest

from tests.extract.conftest import Reader

SUBJECTS = [
    (
        "of two before a verb the nearer",
        "Kyiv/NNP/nsubj/rejected whom/PRP/nsubj/rejected guild/NN/nsubj/rejected rejected=reject/VBD/ROOT it/PRP/dobj/rejected .",
        "rejected",
        "guild",
    ),
    (
        "not what stands in brackets",
        "Kyiv/NNP/nsubj/rejected ( a guild/NN/nsubj/rejected ) rejected=reject/VBD/ROOT it/PRP/dobj/rejected .",
        "rejected",
        "Kyiv",
    ),
    (
        "an apposition that is not closed before the verb",
        "after/IN/prep/left talks/NNS/pobj/after , Kyiv/NNP/nsubj/left , Oslo/NNP/appos/Kyiv left=leave/VBD/ROOT .",
        "left",
        "Oslo",
    ),
    (
        "an apposition that is closed describes",
        "after/IN/prep/left talks/NNS/pobj/after , Kyiv/NNP/nsubj/left , a city/NN/appos/Kyiv , left=leave/VBD/ROOT .",
        "left",
        "Kyiv",
    ),
    (
        "a subject on the phrase that leads",
        "after/IN/prep/left talks/NNS/pobj/after , Kyiv/NNP/conj/talks left=leave/VBD/ROOT .",
        "left",
        "Kyiv",
    ),
    (
        "no subject in the phrase that leads",
        "after/IN/prep/left talks/NNS/pobj/after , left=leave/VBD/ROOT .",
        "left",
        None,
    ),
]


@pytest.mark.parametrize(("sentence", "verb", "subject"), [s[1:] for s in SUBJECTS], ids=[s[0] for s in SUBJECTS])
def test_the_subject_is_the_one_meant(read: Reader, sentence: str, verb: str, subject: str | None) -> None:
    reading = read(sentence)
    words = reading.syntax.parse.words
    found = reading.syntax.surface_subject(words.index(verb))
    assert (None if found is None else words[found]) == subject
