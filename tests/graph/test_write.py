"""The RDF form of a resolution: which triples stand, and which must not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest
from pyoxigraph import Literal, NamedNode, Triple

from kg.errors import GraphInvalid
from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.graph.terms import moment
from kg.graph.write import triples, turtle
from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Entity,
    Modality,
    Polarity,
    Resolution,
    ResolvedDocument,
    Run,
    Statement,
)
from kg.ontology import Ontology
from tests.factory import RUN, make_document, make_resolution, make_statement

E = RUN.base + "entity/"


def with_statements(*statements: Statement) -> Resolution:
    resolution = make_resolution()
    document = replace(resolution.documents[0], statements=statements)
    return replace(resolution, documents=(document,), claims=(), disputes=())


def direct(written: Sequence[Triple]) -> list[str]:
    layers = {namespace: prefix for prefix, namespace in ns.PREFIXES.items() if namespace in ns.LAYERS.values()}
    found = []
    for triple in written:
        namespace, _, relation = triple.predicate.value.rpartition("/")
        if prefix := layers.get(namespace + "/"):
            found.append(f"{prefix}:{relation}")
    return found


@pytest.mark.parametrize(
    ("speaker", "polarity", "expected"),
    [
        (NARRATOR, Polarity.POSITIVE, ["rel:rejects"]),
        (NARRATOR, Polarity.NEGATIVE, ["not:rejects"]),
        ("person-union-source", Polarity.POSITIVE, ["claim:rejects"]),
        ("person-union-source", Polarity.NEGATIVE, ["claimnot:rejects"]),
        (UNATTRIBUTED, Polarity.POSITIVE, ["claim:rejects"]),
        (UNATTRIBUTED, Polarity.NEGATIVE, ["claimnot:rejects"]),
    ],
)
def test_the_direct_layer_says_who_vouches(
    speaker: str, polarity: Polarity, expected: list[str], ontology: Ontology
) -> None:
    written = triples(with_statements(make_statement(speaker=speaker, polarity=polarity)), RUN, ontology)
    assert direct(written) == expected


@pytest.mark.parametrize("modality", [Modality.POSSIBLE, Modality.PLANNED, Modality.ASKED])
@pytest.mark.parametrize("speaker", [NARRATOR, UNATTRIBUTED, "person-union-source"])
def test_what_is_not_asserted_has_no_direct_triple(modality: Modality, speaker: str, ontology: Ontology) -> None:
    statement = make_statement(modality=modality, speaker=speaker)
    assert direct(triples(with_statements(statement), RUN, ontology)) == []


@pytest.mark.parametrize("end", ["subject", "object"])
def test_a_missing_end_gives_no_direct_triple_and_no_rdf_end(end: str, ontology: Ontology) -> None:
    whole = make_statement()
    half = replace(whole, subject=None) if end == "subject" else replace(whole, object=None)
    written = triples(with_statements(half), RUN, ontology)
    assert direct(written) == []
    assert not [t for t in written if t.predicate.value == ns.RDF + end]


def test_a_symmetric_relation_is_written_in_one_direction(ontology: Ontology) -> None:
    statement = make_statement(relation="meets", object="organisation-dockers-union", speaker=NARRATOR)
    written = triples(with_statements(statement), RUN, ontology)
    [found] = [t for t in written if t.predicate.value == ns.REL + "meets"]
    assert (found.subject, found.object) == (
        NamedNode(E + "organisation-port-authority"),
        NamedNode(E + "organisation-dockers-union"),
    )


def test_the_predicate_of_a_statement_is_always_the_rel_form(ontology: Ontology) -> None:
    written = triples(with_statements(make_statement(polarity=Polarity.NEGATIVE)), RUN, ontology)
    assert {t.object for t in written if t.predicate == ns.PREDICATE} == {NamedNode(ns.REL + "rejects")}


def test_one_range_may_be_mention_and_evidence(ontology: Ontology) -> None:
    resolution = make_resolution()
    mention = resolution.documents[0].denotations[0].span
    written = triples(with_statements(make_statement(evidence=(mention,))), RUN, ontology)
    span = NamedNode(f"{RUN.base}doc/port.txt#char={mention.start},{mention.end}")
    types = {t.object for t in written if t.subject == span and t.predicate == ns.TYPE}
    assert types == {ns.STRING, ns.MENTION, ns.EVIDENCE_SPAN}


def test_texts_can_be_left_out_but_evidence_and_names_stay(ontology: Ontology) -> None:
    resolution = make_resolution()
    said = replace(resolution.documents[0].attributions[0], content=(make_statement().object_mentions[0],))
    quoted = replace(said.content[0], start=said.content[0].start - 3)
    document = replace(resolution.documents[0], attributions=(replace(said, content=(quoted,)),))
    full = triples(replace(resolution, documents=(document,)), RUN, ontology)
    bare = triples(replace(resolution, documents=(document,)), RUN, ontology, texts=False)
    gone = set(full) - set(bare)
    assert {t.predicate for t in gone} == {ns.TEXT, ns.ANCHOR}
    assert [str(t.subject) for t in gone if t.predicate == ns.ANCHOR] == [
        f"<{RUN.base}doc/port.txt#char={quoted.start},{quoted.end}>"
    ]
    assert set(bare) < set(full)


def test_the_run_names_contract_version_model_and_settings(ontology: Ontology) -> None:
    run = replace(RUN, settings=(("texts", "yes"), ("limit", "3")))
    written = triples(make_resolution(), run, ontology)
    [node] = {t.subject for t in written if t.object == ns.ACTIVITY}
    said = {(t.predicate.value.removeprefix(ns.KG), t.object.value) for t in written if t.subject == node}  # type: ignore[union-attr]
    assert said >= {
        ("contractVersion", "1"),
        ("softwareVersion", RUN.version),
        ("model", RUN.model),
        ("setting", "limit=3"),
        ("setting", "texts=yes"),
    }
    assert {t.object for t in written if t.predicate == ns.GENERATED_BY} == {node}


def test_another_setting_makes_another_run(ontology: Ontology) -> None:
    one, other = (triples(Resolution(), replace(RUN, settings=(("limit", n),)), ontology) for n in "12")
    assert {t.subject for t in one}.isdisjoint({t.subject for t in other})


def test_order_of_documents_and_entities_does_not_matter(ontology: Ontology) -> None:
    resolution = make_resolution()
    second = ResolvedDocument(make_document(key="other.txt"))
    documents = (*resolution.documents, second)
    one = replace(resolution, documents=documents)
    other = replace(resolution, documents=documents[::-1], entities=resolution.entities[::-1])
    assert turtle(triples(one, RUN, ontology)) == turtle(triples(other, RUN, ontology))


def test_the_file_reads_well(ontology: Ontology) -> None:
    text = turtle(triples(make_resolution(), RUN, ontology)).decode()
    assert text.startswith("@prefix at: <https://newskg.example/attribution/> .\n")
    assert '\n\ne:organisation-port-authority a kg:Organisation ;\n\trdfs:label "port authority" ;\n' in text
    assert "\tclaim:rejects e:topic-pay-offer ;\n\trel:denies e:topic-claim .\n\n" in text
    assert "\tkg:confidence 0.80 ;\n" in text
    assert text.endswith(".\n")
    assert not text.endswith("\n\n")


def test_an_unknown_relation_is_refused(ontology: Ontology) -> None:
    with pytest.raises(GraphInvalid, match="no relation tickles"):
        triples(with_statements(make_statement(relation="tickles")), RUN, ontology)


@pytest.mark.parametrize("base", ["", "example/", "https://x.example", "https://x.example/#", "https://x.example/a b/"])
def test_a_bad_base_is_refused(base: str, ontology: Ontology) -> None:
    with pytest.raises(GraphInvalid, match="base IRI"):
        triples(Resolution(), Run("1", "m", base), ontology)


@pytest.mark.parametrize("same", ["wikidata:Q 1", "Q1", "http://x.example/<a>", "http://x.example/\n.", "\ud800"])
def test_a_bad_same_as_is_refused_by_name(same: str, ontology: Ontology) -> None:
    entity = Entity("person-a", "Person", "Ann Lee", same_as=(same,))
    with pytest.raises(GraphInvalid, match="Ann Lee"):
        triples(Resolution(entities=(entity,)), RUN, ontology)


def test_a_lone_surrogate_in_a_name_becomes_the_replacement_character(ontology: Ontology) -> None:
    entity = Entity("person-a", "Person", "A\ud800\x00\uffffB")
    [label] = [t.object for t in triples(Resolution(entities=(entity,)), RUN, ontology) if t.predicate == ns.LABEL]
    assert label == Literal("A\ufffd\ufffd\ufffdB")


@pytest.mark.parametrize(
    ("text", "datatype"),
    [
        ("2016-04-27", "date"),
        ("2016-02-31", "string"),
        ("2016-04-27T10:00:00Z", "dateTime"),
        ("2016-04-27T10:00:00.5+01:00", "dateTime"),
        ("2016-04-27T25:00:00", "string"),
        ("2016-04-27T10:00:00+19:00", "string"),
        ("2016-04", "gYearMonth"),
        ("2016-13", "string"),
        ("2016", "gYear"),
        ("٢٠١٦", "string"),
        ("last week", "string"),
    ],
)
def test_moments_have_the_datatype_that_fits(text: str, datatype: str) -> None:
    assert moment(text).datatype.value == ns.XSD + datatype


def test_a_large_collection_is_written_whole(ontology: Ontology) -> None:
    resolution = make_resolution()
    base = resolution.documents[0]
    documents = tuple(
        replace(base, document=make_document(key=f"{n}.txt"), statements=_own(base, n), attributions=())
        for n in range(900)
    )
    written = triples(replace(resolution, documents=documents, claims=(), disputes=()), RUN, ontology)
    assert len(written) > 100_000
    assert len(Graph.from_triples(written)) == len(written)


def _own(document: ResolvedDocument, number: int) -> tuple[Statement, ...]:
    return tuple(replace(s, id=f"{s.id}-{number}", content=(), via=None) for s in document.statements)
