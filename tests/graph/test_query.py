"""Saved questions have titles, and prefixes are added where they are missing and only there."""

from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import QueryError
from kg.graph.query import saved, with_prefixes
from kg.ontology import Ontology

KG = "PREFIX kg: <https://w3id.org/newskg/ontology#>\n"


@pytest.mark.parametrize(
    ("given", "added"),
    [
        ("SELECT * { ?s a kg:Statement }", KG),
        ("prefix kg: <urn:x:> SELECT * { ?s a kg:Statement }", ""),
        ("SELECT * { ?s ?p 'kg:Statement' }", ""),
        ('SELECT * { ?s ?p "a \\" kg:Statement" }', ""),
        ("SELECT * { ?s a <https://x.example/kg:a> } # kg:Statement", ""),
        ("SELECT * { ?s a foo:x }", ""),
        ("SELECT * { ?kg :p ?o }", ""),
        ("ASK{?s kg:cue ?o}", KG),
    ],
)
def test_missing_prefixes_are_added(given: str, added: str) -> None:
    assert with_prefixes(given) == added + given


def test_a_saved_question_has_name_and_title(ontology: Ontology) -> None:
    questions = saved(replace(ontology, queries={"who": "# Who is it?\nASK { ?s a kg:Person }"}))
    assert questions["who"].title == "Who is it?"
    assert questions["who"].sparql.startswith(KG)


@pytest.mark.parametrize("text", ["ASK {}", "#\nASK {}", ""])
def test_a_saved_question_without_title_is_named(text: str, ontology: Ontology) -> None:
    with pytest.raises(QueryError, match=r"odd\.rq"):
        saved(replace(ontology, queries={"odd": text}))
