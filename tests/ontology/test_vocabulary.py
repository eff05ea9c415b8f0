"""The vocabulary is whole: every relation in its four forms, every term labelled and defined, every question asked."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

import pytest
from pyoxigraph import NamedNode, Store

from kg.graph import namespaces as ns
from kg.graph.query import saved
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.ontology import Ontology, default_folder
from tests.factory import RUN, make_resolution

FOLDER = default_folder()

STANCES = {
    "Conflict": "accuses criticises denies opposes rejects threatens questions protests sanctions investigates "
    "prosecutes detains attacks defeats withdraws",
    "Cooperation": "praises supports confirms agrees negotiates meets cooperates aids promises concedes appoints",
    "Neutral": "demands proposes mobilises",
    "Static": "holdsRole affiliatedWith",
}
RELATIONS = {relation: stance for stance, relations in STANCES.items() for relation in relations.split()}
SIBLINGS = {"negatedForm": ns.NOT, "claimedForm": ns.CLAIM, "claimedNegatedForm": ns.CLAIMNOT}
SYMMETRIC = {"negotiates", "meets", "agrees", "cooperates"}
DEFINITION = ns.SKOS + "definition"
SUBPROPERTY = ns.RDFS + "subPropertyOf"

CONTRACT = (
    "Document Mention Evidence Entity Person Organisation Group Place Event Topic Role Attribution Statement Claim "
    "Dispute Narrator Unattributed Positive Negative Asserted Possible Planned Asked Direct Indirect Mixed "
    "Conflict Cooperation Neutral Static "
    "denotes anonymous mergeReason sha256 contractVersion softwareVersion model setting inDocument sourceSpan cueSpan "
    "contentSpan speaker quotation within subjectMention objectMention content polarity modality attributedTo "
    "viaAttribution cue evidence timeText time confidence statement reports documents speakers claim counter party "
    "stance ploverType negatedForm claimedForm claimedNegatedForm contradicts allegesContent deniesContent"
).split()


def load() -> dict[str, dict[str, set[str]]]:
    found: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for triple in Graph.load(FOLDER / "kg.ttl").triples():
        if isinstance(triple.subject, NamedNode):
            found[triple.subject.value][triple.predicate.value].add(getattr(triple.object, "value", ""))
    return found


TERMS = load()
OURS = sorted(iri for iri in TERMS if iri.startswith((ns.KG, *ns.LAYERS.values())))


def families(iri: str) -> Iterator[str]:
    for family in TERMS[iri].get(SUBPROPERTY, ()):
        yield family
        yield from families(family)


@pytest.mark.parametrize("iri", OURS)
def test_every_term_has_one_label_and_one_definition(iri: str) -> None:
    assert len(TERMS[iri][ns.LABEL.value]) == 1
    [definition] = TERMS[iri][DEFINITION]
    assert definition.endswith("."), definition
    assert definition != definition.lower()


@pytest.mark.parametrize("name", CONTRACT)
def test_every_name_of_the_contract_is_declared(name: str) -> None:
    assert ns.KG + name in TERMS


@pytest.mark.parametrize(("relation", "stance"), RELATIONS.items())
def test_every_relation_has_stance_family_and_ends(relation: str, stance: str) -> None:
    term = TERMS[ns.REL + relation]
    assert term[ns.KG + "stance"] == {ns.KG + stance}
    assert len(term[ns.RDFS + "domain"]) == len(term[ns.RDFS + "range"]) == 1
    family = {"Conflict": "conflict", "Cooperation": "cooperation", "Neutral": "neutralAct", "Static": "tie"}[stance]
    assert ns.REL + family in families(ns.REL + relation)


@pytest.mark.parametrize("relation", RELATIONS)
def test_every_relation_names_its_three_siblings(relation: str) -> None:
    for link, namespace in SIBLINGS.items():
        assert TERMS[ns.REL + relation][ns.KG + link] == {namespace + relation}
        assert ns.OWL + "ObjectProperty" in TERMS[namespace + relation][ns.TYPE.value]


@pytest.mark.parametrize("relation", RELATIONS)
def test_a_claim_never_becomes_a_fact_by_its_family(relation: str) -> None:
    for namespace in ns.LAYERS.values():
        assert all(family.startswith(namespace) for family in families(namespace + relation))


def test_there_are_no_other_relations(ontology: Ontology) -> None:
    assert set(ontology.relations) == set(RELATIONS)
    assert {iri.removeprefix(ns.REL) for iri in OURS if TERMS[iri].get(ns.KG + "stance")} == set(RELATIONS)


def test_the_four_reciprocal_relations_are_symmetric(ontology: Ontology) -> None:
    assert ontology.of("symmetric") == SYMMETRIC
    declared = {iri for iri in OURS if ns.OWL + "SymmetricProperty" in TERMS[iri][ns.TYPE.value]}
    assert declared == {namespace + relation for namespace in ns.LAYERS.values() for relation in SYMMETRIC}


def test_contradiction_goes_both_ways(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        for other in relation.contradicts:
            assert relation.id in ontology.relations[other].contradicts
    assert "denies" in ontology.relations["confirms"].contradicts
    assert ontology.of("denial") == {"denies"}


def test_plover_types_are_upper_case_words() -> None:
    types = {relation: TERMS[ns.REL + relation].get(ns.KG + "ploverType", set()) for relation in RELATIONS}
    assert {relation for relation, found in types.items() if not found} == {"defeats", "holdsRole", "affiliatedWith"}
    assert all(len(found) < 2 for found in types.values())
    assert all(word.isupper() and word.isalpha() for word in chain.from_iterable(types.values()))


@pytest.mark.parametrize("vocabulary", ["prov#", "schema.org/", "nif-core#", "2009/11/sem/", "ns/oa#"])
def test_the_vocabulary_is_aligned(vocabulary: str) -> None:
    links = (ns.RDFS + "subClassOf", SUBPROPERTY, ns.SKOS + "closeMatch")
    assert any(vocabulary in target for iri in OURS for link in links for target in TERMS[iri].get(link, ()))


def test_rdflib_reads_the_files_as_well() -> None:
    import rdflib

    for name in ("kg.ttl", "shapes.ttl"):
        assert len(rdflib.Graph().parse(FOLDER / name)) == len(Graph.load(FOLDER / name))


QUERIES = sorted(path.stem for path in (FOLDER / "queries").glob("*.rq"))


def test_there_are_twelve_questions() -> None:
    assert len(QUERIES) >= 12


@pytest.mark.parametrize("name", QUERIES)
def test_a_saved_question_is_asked_in_words_and_ordered(name: str, ontology: Ontology) -> None:
    question = saved(ontology)[name]
    assert question.title.endswith("?")
    variables = Graph().query(question.sparql).variables
    order = re.findall(r"\?\w+", question.sparql.rpartition("ORDER BY")[2])
    assert order == [f"?{variable}" for variable in variables]


@pytest.mark.parametrize("name", QUERIES)
def test_a_saved_question_stands_on_its_own(name: str) -> None:
    text = Path(FOLDER / "queries" / f"{name}.rq").read_text(encoding="utf-8")
    Store().query(text)


NOT_IN_THE_FACTORY = set(
    """who-accuses-whom who-deals-with-whom who-criticises-whom who-demands-what who-promises-what who-speaks-for-whom
    who-supports-whom what-changed-between-dates what-happens-when what-was-asked""".split()
)


@pytest.mark.parametrize("name", [name for name in QUERIES if name not in NOT_IN_THE_FACTORY])
def test_a_saved_question_finds_something_in_rdflib_and_oxigraph(name: str, ontology: Ontology) -> None:
    graph = Graph.from_triples(triples(make_resolution(), RUN, ontology))
    rows = graph.query(ontology.queries[name]).rows
    assert rows
    assert [tuple(str(term) for term in row) for row in graph.rdf.query(ontology.queries[name])] == [  # type: ignore[union-attr]
        tuple(str(getattr(term, "value", None)) for term in row) for row in rows
    ]


def test_who_denies_what_names_the_claimant(ontology: Ontology) -> None:
    graph = Graph.from_triples(triples(make_resolution(), RUN, ontology))
    result = graph.query(ontology.queries["who-denies-what"])
    [row] = result.rows
    assert dict(zip(result.variables, (getattr(term, "value", None) for term in row), strict=True)) == {
        "denier": "port authority",
        "denied": "claim",
        "claimant": "union source",
        "claim": "The port authority rejected the pay offer",
        "speaker": "Narrator",
        "document": "port",
        "sentence": "The authority denied the claim",
    }
