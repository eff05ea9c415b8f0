"""The spaCy components: found by name, right in anybody's pipeline, kept by DocBin, JSON and to_disk."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from kg.errors import KGError
from kg.extract import Extractor
from kg.extract.given import DocReader, GivenPipeline
from kg.extract.layout import blocks
from kg.knowledge_graph import KnowledgeGraph
from kg.ontology import Ontology

pytestmark = pytest.mark.model

TEXT = (
    "PORT TALKS COLLAPSE\n\n"
    "Mayor Anna Smith accused the port authority of  misleading the council on Monday.\n"
    "“We have rejected the offer,” said a union source.\n\n\n"
    "The authority denied the claim. \U0001f6a2 It may meet the dockers’ union."
)


@pytest.fixture(scope="module")
def nlp(model: str) -> Any:
    import spacy

    loaded = spacy.load(model)
    loaded.add_pipe("newskg_statements")
    return loaded


@pytest.fixture(scope="module")
def doc(nlp: Any) -> Any:
    return nlp(TEXT)


def spans(value: object) -> Iterator[list[int]]:
    """Give every pair of offsets in a value."""
    if isinstance(value, dict):
        for name, part in value.items():
            if name not in ("content", "attribution", "within") or (
                name == "content" and part and part[0] and isinstance(part[0], list)
            ):
                yield from spans(part)
    elif isinstance(value, list):
        if len(value) == 2 and all(isinstance(one, int) for one in value):
            yield value
        else:
            for one in value:
                yield from spans(one)


def test_statements_say_who_says_what_about_whom_and_where(doc: Any) -> None:
    found = {(row["subject"]["name"], row["relation"]): row for row in doc._.newskg_statements if row["subject"]}
    accusing = found["Anna Smith", "accuses"]
    assert accusing["object"]["name"] == "port authority"
    assert accusing["speaker"] == "Narrator"
    assert [doc.text[start:end] for start, end in accusing["object_mentions"]] == ["the port authority"]
    assert all(row["confidence"] <= 1 for row in doc._.newskg_statements)


def test_attributions_have_source_cue_and_content(doc: Any) -> None:
    found = [
        {part: " ".join(doc.text[start:end] for start, end in row[part]) for part in ("source", "cue", "content")}
        for row in doc._.newskg_attributions
    ]
    assert {"source": "a union source", "cue": "said", "content": "“We have rejected the offer,”"} in found
    starts = [min(pair[0] for pair in spans(row)) for row in doc._.newskg_attributions]
    assert starts == sorted(starts)


def test_numbers_of_other_rows_lead_to_them(doc: Any) -> None:
    statements, attributions = doc._.newskg_statements, doc._.newskg_attributions
    for row in statements:
        assert all(0 <= other < len(statements) for other in row["content"])
        assert row["attribution"] is None or 0 <= row["attribution"] < len(attributions)
    quoted = [row for row in statements if row["attribution"] is not None]
    assert quoted
    for row in quoted:
        assert attributions[row["attribution"]]["speaker"] is not None or row["speaker"] in ("Narrator", "Unattributed")


def test_attributions_alone_leave_statements_unread(model: str) -> None:
    import spacy

    nlp = spacy.load(model)
    nlp.add_pipe("newskg_attributions")
    doc = nlp(TEXT)
    assert doc._.newskg_attributions
    assert doc._.newskg_statements is None


def test_values_are_json_and_survive_docbin(nlp: Any, doc: Any) -> None:
    from spacy.tokens import Doc, DocBin

    assert json.loads(json.dumps(doc._.newskg_statements)) == doc._.newskg_statements
    written = DocBin(docs=[doc, nlp("")], store_user_data=True).to_bytes()
    first, empty = DocBin().from_bytes(written).get_docs(nlp.vocab)
    assert json.dumps(first._.newskg_statements) == json.dumps(doc._.newskg_statements)
    assert json.dumps(first._.newskg_attributions) == json.dumps(doc._.newskg_attributions)
    assert (list(empty._.newskg_statements), list(empty._.newskg_attributions)) == ([], [])
    again = Doc(nlp.vocab).from_bytes(doc.to_bytes())
    assert json.dumps(again._.newskg_statements) == json.dumps(doc._.newskg_statements)


def test_a_pipeline_that_was_saved_reads_the_same(nlp: Any, doc: Any, tmp_path: Path) -> None:
    import spacy

    nlp.to_disk(tmp_path / "pipeline")
    again = spacy.load(tmp_path / "pipeline")
    assert again.pipe_names[-1] == "newskg_statements"
    assert again(TEXT)._.newskg_statements == doc._.newskg_statements


def test_it_reads_in_batches_and_in_processes(nlp: Any, doc: Any) -> None:
    for options in ({"batch_size": 2}, {"n_process": 2, "batch_size": 1}):
        found = [one._.newskg_statements for one in nlp.pipe([TEXT, "", TEXT], **options)]
        assert found == [doc._.newskg_statements, [], doc._.newskg_statements]


@pytest.mark.parametrize(
    ("without", "told"), [("parser", "a parser"), ("ner", "a NER"), ("lemmatizer", "a lemmatizer")]
)
def test_a_pipeline_that_lacks_a_part_is_told(model: str, without: str, told: str) -> None:
    import spacy

    nlp = spacy.load(model, exclude=[without])
    nlp.add_pipe("newskg_statements")
    with pytest.raises(KGError, match=f"the pipeline lacks .*{told}; put the newskg components after these"):
        nlp("Kyiv accused Moscow of shelling the port.")


def test_a_wrong_setting_is_told(nlp: Any) -> None:
    with pytest.raises(KGError, match="attribution 'magic' is none of"):
        nlp.add_pipe("newskg_statements", name="other", config={"attribution": "magic"})


def test_spacy_knows_what_is_needed(nlp: Any) -> None:
    assert not any(nlp.analyze_pipes()["problems"].values())


@pytest.mark.parametrize(
    "text",
    [
        TEXT,
        "One\n\n\ntwo  three.\tFour\r\n\r\n  five ",
        "",
        "\n \n",
        "By JOHN DOE\nPARIS (AP) — He said no.",
        "a\u2028b said \U0001f6a2 c",
    ],
)
def test_the_words_of_each_block_stand_where_they_stood(nlp: Any, ontology: Ontology, text: str) -> None:
    from kg.extract.nlp import parse

    doc = nlp(text)
    layout, _ = blocks(text, ontology.layout)
    tree = parse(GivenPipeline(doc, layout), text, layout, {})  # type: ignore[arg-type]
    assert tree.words == [text[start:end] for start, end in zip(tree.start, tree.end, strict=True)]
    for number, (first, last) in enumerate(tree.blocks):
        assert all(tree.block_of[tree.head[k]] == number for k in range(first, last))
        inside = layout[number].span
        assert all(inside.start <= tree.start[k] and tree.end[k] <= inside.end for k in range(first, last))
    dropped = len([token for token in doc if not token.is_space]) - len(
        [word for word in tree.words if not word.isspace()]
    )
    assert dropped == 0 or len(layout) < len(text.splitlines())


def test_a_word_that_reaches_over_a_block_is_cut(nlp: Any, ontology: Ontology) -> None:
    from spacy.tokens import Doc

    from kg.extract.nlp import parse

    doc = Doc(nlp.vocab, words=["He", "left.\n\nShe", "said", "no."], spaces=[True, True, True, False])
    for _, component in nlp.pipeline[:-1]:
        doc = component(doc)
    layout, _ = blocks(doc.text, ontology.layout)
    tree = parse(GivenPipeline(doc, layout), doc.text, layout, {})  # type: ignore[arg-type]
    assert tree.words == ["He", "left.", "She", "said", "no."]
    assert tree.words == [doc.text[start:end] for start, end in zip(tree.start, tree.end, strict=True)]


def test_the_reader_is_an_extractor_in_all_it_holds(ontology: Ontology, model: str, nlp: Any) -> None:
    reader = DocReader(ontology)
    reader.read(nlp(TEXT))
    assert vars(reader).keys() == vars(Extractor(ontology, model)).keys()


def test_it_finds_what_a_build_finds(seed_graph: KnowledgeGraph, nlp: Any) -> None:
    shared = built = 0
    records = seed_graph.records
    for document in records.documents.values():
        ours = {
            (one.relation, one.polarity, one.modality, one.evidence[0].start, one.evidence[0].end)
            for one in records.statements
            if one.document == document.iri
        }
        theirs = {
            (row["relation"], row["polarity"], row["modality"], *row["evidence"][0])
            for row in nlp(document.text)._.newskg_statements
        }
        shared, built = shared + len(ours & theirs), built + len(ours)
    assert shared / built >= 0.9, (shared, built)
