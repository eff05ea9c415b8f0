from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import QueryError
from kg.model import NARRATOR, UNATTRIBUTED, Polarity, Resolution, ResolvedDocument, Statement
from kg.ontology import Ontology
from tests.factory import TEXT, make_document, make_graph, make_resolution, make_statement


def with_statements(*statements: Statement) -> Resolution:
    made = make_resolution()
    return replace(made, documents=(replace(made.documents[0], statements=statements),), claims=(), disputes=())


def test_lines_say_who_says_what_with_the_words(ontology: Ontology) -> None:
    assert make_graph(ontology).show() == [
        "port",
        "  claimed by union source: port authority rejects pay offer",
        "      “The port authority rejected the pay offer”  (port.txt:1)",
        "  port authority denies claim",
        "      about: claimed by union source: port authority rejects pay offer",
        "      “The authority denied the claim”  (port.txt:3)",
        "  port authority meets dockers' union  [possible]",
        "      “It may meet the dockers' union”  (port.txt:4)",
        "",
    ]


@pytest.mark.parametrize(
    ("options", "cues"),
    [
        ({"about": "PAY"}, ["rejects"]),
        ({"about": "authority"}, ["rejects", "denies", "meets"]),
        ({"relation": "denies"}, ["denies"]),
        ({"speaker": "union source"}, ["rejects"]),
        ({"speaker": "narrator"}, ["denies", "meets"]),
        ({"document": "port"}, ["rejects", "denies", "meets"]),
        ({"document": "port.txt", "relation": "Meets"}, ["meets"]),
        ({"document": "other"}, []),
    ],
)
def test_filters_choose_statements(options: dict[str, str], cues: list[str], ontology: Ontology) -> None:
    shown = [line for line in make_graph(ontology).show(**options) if line.startswith("  ") and line[2] != " "]
    assert len(shown) == len(cues)
    assert all(cue in line for cue, line in zip(cues, shown, strict=True))


def test_an_unknown_relation_is_refused_with_those_that_exist(ontology: Ontology) -> None:
    with pytest.raises(QueryError, match=r"there is no relation 'adores'; known are .*denies"):
        make_graph(ontology).show(relation="adores")


def test_negation_missing_ends_and_unnamed_speakers_are_said(ontology: Ontology) -> None:
    negative = make_statement(
        polarity=Polarity.NEGATIVE, speaker=UNATTRIBUTED, via=None, object=None, object_mentions=()
    )
    nobody = make_statement("s2", subject=None, subject_mentions=(), speaker=NARRATOR, via=None)
    lines = make_graph(ontology, with_statements(negative, nobody)).show()
    assert "  said by nobody named: port authority rejects  [not]" in lines
    assert "  somebody rejects pay offer" in lines


def test_evidence_over_lines_is_one_line_and_pages_have_no_line_numbers(ontology: Ontology) -> None:
    document = make_document(TEXT.replace(" the pay", "\nthe pay"), "port.html")
    resolved = ResolvedDocument(document, make_resolution().documents[0].denotations, (), (make_statement(via=None),))
    lines = make_graph(ontology, replace(with_statements(), documents=(resolved,))).show()
    assert "      “The port authority rejected the pay offer”  (port.html)" in lines
