"""The edge to the parser: offsets, paragraphs, sentences; and the lists that a Parse makes of its tree."""

from __future__ import annotations

import pytest
from spacy.language import Language

from kg.errors import ModelMissing
from kg.extract.layout import blocks
from kg.extract.nlp import Parse, load, parse
from kg.model import Span
from kg.ontology import Ontology
from tests.extract import parses

SENTENCE = (
    "the guild/NN/nsubj/rejected of/IN/prep/guild pilots=pilot/NNS/pobj/of rejected=reject/VBD/ROOT "
    "the deal/NN/dobj/rejected ."
)


def test_children_edges_and_sentences() -> None:
    tree = parses.parse(SENTENCE, SENTENCE, f"¶{SENTENCE}")
    assert [tree.words[c] for c in tree.children[4]] == ["guild", "deal", "."]
    assert tree.subtree(1) == range(0, 4)
    assert tree.subtree(4) == range(0, 8)
    assert (tree.sent_of[7], tree.sent_of[8], tree.sent_of[16]) == (0, 1, 2)
    assert (tree.block_of[8], tree.block_of[16]) == (0, 1)
    assert tree.span(0, 2) == Span(0, 9)


def test_edges_of_a_tree_that_crosses() -> None:
    tree = parses.parse("a/RB/advmod/c b/RB/advmod/d c/VB/ROOT d/VB/conj/c")
    assert tree.subtree(3) == range(1, 4)
    assert tree.subtree(2) == range(0, 4)


def test_a_model_that_is_not_there_is_named() -> None:
    with pytest.raises(ModelMissing, match="no_such_model"):
        load("no_such_model")


@pytest.fixture(scope="module")
def nlp(model: str) -> Language:
    return load(model)


def tree_of(nlp: Language, ontology: Ontology, text: str) -> Parse:
    kept, _ = blocks(text, ontology.layout)
    return parse(nlp, text, kept, ontology.maps["lemma"])


TEXTS = [
    "Port rejects offer\n\nThe union, Norra’s largest, said: “We won.”\r\n\r\nIt left.",
    "\ufeffA 𝔸 café—and  two   spaces.\u2028Next line.",
    "NORRA (Agency) – The mayor left. (Photo: Ann Smith)",
    "MR HALE: We signed.\nVOSS: You did not.",
]


@pytest.mark.parametrize("text", TEXTS)
def test_every_token_stands_where_it_says(nlp: Language, ontology: Ontology, text: str) -> None:
    tree = tree_of(nlp, ontology, text)
    assert tree.words
    assert all(text[a:b] == word for a, b, word in zip(tree.start, tree.end, tree.words, strict=True))
    assert all(a <= b for a, b in zip(tree.end, tree.start[1:], strict=False))


@pytest.mark.parametrize("text", TEXTS)
def test_no_sentence_crosses_a_paragraph(nlp: Language, ontology: Ontology, text: str) -> None:
    tree = tree_of(nlp, ontology, text)
    assert all(len(set(tree.block_of[i:j])) == 1 for i, j in tree.sents)
    assert [k for i, j in tree.sents for k in range(i, j)] == list(range(len(tree.words)))
    assert all(tree.sent_of[head] == tree.sent_of[i] for i, head in enumerate(tree.head))


def test_a_closing_mark_ends_its_sentence(nlp: Language, ontology: Ontology) -> None:
    tree = tree_of(nlp, ontology, "“We won again.” The mayor left the hall.")
    first, second = (tree.words[i:j] for i, j in tree.sents)
    assert (first[-1], second[0]) == ("”", "The")


@pytest.mark.parametrize("text", ["", "\n \n", "Read more: pictures"])
def test_nothing_to_read_is_an_empty_parse(nlp: Language, ontology: Ontology, text: str) -> None:
    tree = tree_of(nlp, ontology, text)
    assert (tree.words, tree.sents, tree.blocks) == ([], [], [])


def test_a_text_is_read_the_same_after_another(nlp: Language, ontology: Ontology) -> None:
    first = tree_of(nlp, ontology, TEXTS[0])
    tree_of(nlp, ontology, TEXTS[1])
    assert tree_of(nlp, ontology, TEXTS[0]) == first


def test_lemmas_are_mended(nlp: Language, ontology: Ontology) -> None:
    assert ontology.maps["lemma"]["hop"] == "hope"
    assert "hope" in tree_of(nlp, ontology, "The mayor hoped that it would rain.").lemma
