from __future__ import annotations

from dataclasses import replace

import pytest

from kg.errors import QueryError
from kg.export.filter import Filter
from kg.graph.read import records
from kg.model import NARRATOR, UNATTRIBUTED, Modality, Polarity, Resolution, ResolvedDocument
from kg.ontology import Ontology
from tests.factory import make_document, make_graph, make_resolution, make_statement

WORDS = "about relation stance speaker document publisher since until polarity modality confidence".split()


def resolution() -> Resolution:
    """Two documents of two papers: the story of the factory, and one of later with a denial and a question."""
    made = make_resolution()
    first = replace(made.documents[0].document, published="2024-02-05T10:00:00Z", publisher="The Test Post")
    later = make_document(key="late.txt", published="2024-03", publisher="Harbour Gazette")
    asked = {"modality": Modality.ASKED, "speaker": NARRATOR, "via": None, "relation": "supports", "confidence": 0.3}
    statements = (
        make_statement("t1", polarity=Polarity.NEGATIVE, speaker=UNATTRIBUTED, via=None, confidence=0.55),
        make_statement("t2", **asked),
    )
    documents = (replace(made.documents[0], document=first), ResolvedDocument(later, statements=statements))
    return replace(made, documents=documents)


@pytest.mark.parametrize(
    ("words", "ids"),
    [
        ({}, "s1 s2 s3 t1 t2"),
        ({"about": "PAY"}, "s1 t1 t2"),
        ({"about": ["pay", "claim"]}, "s1 s2 t1 t2"),
        ({"relation": ["Denies", "meets"]}, "s2 s3"),
        ({"stance": "conflict"}, "s1 s2 t1"),
        ({"stance": ("Cooperation", "static")}, "s3 t2"),
        ({"speaker": "narrator"}, "s2 s3 t2"),
        ({"speaker": ["union source", "Unattributed"]}, "s1 t1"),
        ({"document": "late"}, "t1 t2"),
        ({"document": ["port.txt", "news/late.txt"]}, "s1 s2 s3 t1 t2"),
        ({"publisher": "gazette"}, "t1 t2"),
        ({"since": "2024-02-06"}, "t1 t2"),
        ({"until": "2024-02"}, "s1 s2 s3"),
        ({"since": "2024-02-05", "until": "2024-02-05"}, "s1 s2 s3"),
        ({"since": "2024-03-20"}, "t1 t2"),
        ({"until": "2024-03-02", "since": "2024"}, "s1 s2 s3 t1 t2"),
        ({"until": "2023"}, ""),
        ({"polarity": "negative"}, "t1"),
        ({"modality": ["asked", "Possible"]}, "s3 t2"),
        ({"confidence": 0.55}, "s1 s2 s3 t1"),
        ({"confidence": 0.55, "speaker": "source", "about": None}, "s1"),
    ],
)
def test_what_passes(words: dict[str, str], ids: str, ontology: Ontology) -> None:
    read = make_graph(ontology, resolution()).records
    chosen = Filter.of(**words).choose(read, ontology)
    assert sorted(s.iri.rpartition("/")[2] for s in chosen) == ids.split()


def test_what_has_no_date_lies_in_no_period(ontology: Ontology) -> None:
    read = records(make_graph(ontology).graph)
    assert not Filter(since="1900").choose(read, ontology)
    assert not Filter(until="2100").choose(read, ontology)


@pytest.mark.parametrize(
    ("words", "message"),
    [
        ({"relation": "adores"}, "there is no relation 'adores'; known are .*denies"),
        ({"stance": "hate"}, "there is no stance 'hate'; known are conflict, cooperation, neutral, static"),
        ({"polarity": "maybe"}, "there is no polarity 'maybe'; known are negative, positive"),
        ({"modality": "told"}, "there is no modality 'told'; known are asked, asserted, planned, possible"),
        ({"since": "May 2024"}, "since 'May 2024' is not a date such as 2024, 2024-05 or 2024-05-31"),
        ({"until": "2024-5-1"}, "until '2024-5-1' is not a date"),
    ],
)
def test_a_word_that_there_is_not_is_refused(words: dict[str, str], message: str, ontology: Ontology) -> None:
    with pytest.raises(QueryError, match=message):
        Filter.of(**words).choose(make_graph(ontology).records, ontology)


def test_the_words_are_those_of_the_commands_and_of_the_page() -> None:
    import inspect

    from kg.cli import export

    for command in (export.show, export.export):
        options = set(inspect.signature(command).parameters)
        assert set(WORDS) <= options
    assert list(Filter.__dataclass_fields__) == WORDS
    assert set(WORDS) == set(inspect.signature(export._words).parameters)


def test_an_empty_filter_asks_nothing_and_an_unknown_word_is_an_error() -> None:
    assert not Filter.of(about=None, confidence=0.0, since="", relation=[])
    assert Filter.of(since="2024")
    with pytest.raises(TypeError, match="a filter has no colour"):
        Filter.of(colour="red")
