"""Every shape catches the fault that it is there for: one planted fault a row."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from pyoxigraph import BlankNode, Literal, NamedNode, Triple

from kg.graph import namespaces as ns
from kg.graph.store import Graph
from kg.graph.validate import check_shapes
from kg.graph.write import triples
from kg.ontology import Ontology
from tests.factory import RUN, make_resolution

Change = Callable[[list[Triple]], list[Triple]]

BASE = RUN.base
DOCUMENT = NamedNode(BASE + "doc/port.txt")
AUTHORITY = NamedNode(BASE + "entity/organisation-port-authority")
SOURCE = NamedNode(BASE + "entity/person-union-source")
OFFER = NamedNode(BASE + "entity/topic-pay-offer")
STATEMENT = NamedNode(BASE + "statement/s1")
ATTRIBUTION = NamedNode(BASE + "attribution/a1")
CLAIM = NamedNode(BASE + "claim/c1")
DISPUTE = NamedNode(BASE + "dispute/d1")
MENTION = NamedNode(DOCUMENT.value + "#char=0,18")
EVIDENCE = NamedNode(DOCUMENT.value + "#char=0,41")
NOWHERE = NamedNode(BASE + "entity/nobody")


def number(text: str, datatype: str = "nonNegativeInteger") -> Literal:
    return Literal(text, datatype=NamedNode(ns.XSD + datatype))


def add(node: NamedNode, predicate: NamedNode, value: NamedNode | BlankNode | Literal) -> Change:
    return lambda found: [*found, Triple(node, predicate, value)]


def drop(node: NamedNode, predicate: NamedNode, value: NamedNode | None = None) -> Change:
    return lambda found: [
        t for t in found if (t.subject, t.predicate) != (node, predicate) or value not in (None, t.object)
    ]


def put(node: NamedNode, predicate: NamedNode, value: NamedNode | Literal) -> Change:
    return lambda found: add(node, predicate, value)(drop(node, predicate)(found))


def run(predicate: NamedNode, *values: Literal) -> Change:
    def change(found: list[Triple]) -> list[Triple]:
        [node] = [t.subject for t in found if t.object == ns.ACTIVITY and isinstance(t.subject, NamedNode)]
        return [*drop(node, predicate)(found), *(Triple(node, predicate, value) for value in values)]

    return change


TAGGED = Literal("Hafen", language="de")

FAULTS: dict[str, tuple[Change, NamedNode | None, str]] = {
    "run without contract": (run(ns.CONTRACT_VERSION), None, "version of the graph contract"),
    "run of another contract": (run(ns.CONTRACT_VERSION, number("2", "integer")), None, "version of the graph"),
    "run without version": (run(ns.kg("softwareVersion")), None, "version of newskg"),
    "run with two models": (run(ns.kg("model"), Literal("a"), Literal("b")), None, "language model once"),
    "setting without key": (run(ns.kg("setting"), Literal("fast")), None, "key=value"),
    "document that is no article": (
        drop(DOCUMENT, ns.TYPE, NamedNode(ns.SCHEMA + "NewsArticle")),
        DOCUMENT,
        "schema:NewsArticle",
    ),
    "document that is no context": (drop(DOCUMENT, ns.TYPE, NamedNode(ns.NIF + "Context")), DOCUMENT, "nif:Context"),
    "document without identifier": (drop(DOCUMENT, ns.IDENTIFIER), DOCUMENT, "one identifier"),
    "document with two identifiers": (add(DOCUMENT, ns.IDENTIFIER, Literal("b")), DOCUMENT, "one identifier"),
    "document with a bad digest": (put(DOCUMENT, ns.SHA256, Literal("abc")), DOCUMENT, "64 hexadecimal"),
    "document with two texts": (add(DOCUMENT, ns.TEXT, Literal("b")), DOCUMENT, "at most one text"),
    "document with a tagged title": (put(DOCUMENT, ns.TITLE, TAGGED), DOCUMENT, "at most one title"),
    "document with an odd language": (put(DOCUMENT, ns.LANGUAGE, Literal("?")), DOCUMENT, "at most one language"),
    "document issued by an IRI": (put(DOCUMENT, ns.ISSUED, NOWHERE), DOCUMENT, "date of issue"),
    "document with two sources": (add(DOCUMENT, ns.SOURCE, Literal("b")), DOCUMENT, "at most one source"),
    "span without begin": (drop(MENTION, ns.BEGIN), MENTION, "one nif:beginIndex"),
    "span with an integer begin": (put(MENTION, ns.BEGIN, number("0", "integer")), MENTION, "one nif:beginIndex"),
    "span with a negative begin": (put(MENTION, ns.BEGIN, number("-1")), MENTION, "one nif:beginIndex"),
    "span with two ends": (add(MENTION, ns.END, number("20")), MENTION, "one nif:endIndex"),
    "span that ends before it begins": (put(EVIDENCE, ns.BEGIN, number("50")), EVIDENCE, "begins before it ends"),
    "span in no document": (put(MENTION, ns.CONTEXT, NOWHERE), MENTION, "lies in one document"),
    "span with two anchors": (add(MENTION, ns.ANCHOR, Literal("b")), MENTION, "at most one nif:anchorOf"),
    "span with an odd IRI": (add(NOWHERE, ns.TYPE, ns.STRING), NOWHERE, "#char=begin,end"),
    "mention that is no span": (drop(MENTION, ns.TYPE, ns.STRING), MENTION, "a mention is a span"),
    "mention without words": (drop(MENTION, ns.ANCHOR), MENTION, "its words"),
    "mention of nothing": (drop(MENTION, ns.DENOTES), MENTION, "denotes an entity"),
    "mention of an unknown": (put(MENTION, ns.DENOTES, NOWHERE), MENTION, "denotes an entity"),
    "evidence that denotes": (add(EVIDENCE, ns.DENOTES, OFFER), EVIDENCE, "only a kg:Mention denotes"),
    "evidence that is no span": (drop(EVIDENCE, ns.TYPE, ns.STRING), EVIDENCE, "evidence is a span"),
    "evidence without words": (drop(EVIDENCE, ns.ANCHOR), EVIDENCE, "its words"),
    "entity without label": (drop(OFFER, ns.LABEL), OFFER, "exactly one rdfs:label"),
    "entity with two labels": (add(OFFER, ns.LABEL, Literal("b")), OFFER, "exactly one rdfs:label"),
    "entity with an empty label": (put(OFFER, ns.LABEL, Literal("")), OFFER, "exactly one rdfs:label"),
    "entity with a tagged label": (put(OFFER, ns.LABEL, TAGGED), OFFER, "exactly one rdfs:label"),
    "entity with a tagged alias": (add(OFFER, ns.ALIAS, TAGGED), OFFER, "other names are strings"),
    "entity with its label as alias": (add(OFFER, ns.ALIAS, Literal("pay offer")), OFFER, "differ from its label"),
    "entity the same as a word": (add(OFFER, ns.SAME_AS, Literal("Q1")), OFFER, "leads to an IRI"),
    "anonymous in words": (put(SOURCE, ns.ANONYMOUS, Literal("yes")), SOURCE, "true or false"),
    "anonymous organisation": (add(AUTHORITY, ns.ANONYMOUS, Literal(True)), AUTHORITY, "a person or a group"),
    "attribution in no document": (drop(ATTRIBUTION, ns.IN_DOCUMENT), ATTRIBUTION, "stands in one document"),
    "attribution with a cue that is no span": (put(ATTRIBUTION, ns.CUE_SPAN, OFFER), ATTRIBUTION, "cue is a span"),
    "attribution with a worded source": (put(ATTRIBUTION, ns.SOURCE_SPAN, Literal("x")), ATTRIBUTION, "source is a"),
    "attribution of no span": (put(ATTRIBUTION, ns.CONTENT_SPAN, NOWHERE), ATTRIBUTION, "content is a span"),
    "attribution to two speakers": (add(ATTRIBUTION, ns.SPEAKER, OFFER), ATTRIBUTION, "at most one speaker"),
    "attribution of no kind": (put(ATTRIBUTION, ns.QUOTATION, ns.kg("Loud")), ATTRIBUTION, "kg:Direct"),
    "attribution within a statement": (put(ATTRIBUTION, ns.WITHIN, STATEMENT), ATTRIBUTION, "within at most one"),
    "statement with two subjects": (add(STATEMENT, ns.SUBJECT, OFFER), STATEMENT, "at most one subject"),
    "statement about an unknown": (put(STATEMENT, ns.OBJECT, NOWHERE), STATEMENT, "at most one object"),
    "statement without relation": (drop(STATEMENT, ns.PREDICATE), STATEMENT, "one relation"),
    "statement in a claimed form": (
        put(STATEMENT, ns.PREDICATE, NamedNode(ns.CLAIM + "rejects")),
        STATEMENT,
        "always in its rel: form",
    ),
    "statement without polarity": (drop(STATEMENT, ns.POLARITY), STATEMENT, "polarity is"),
    "statement of odd polarity": (put(STATEMENT, ns.POLARITY, ns.kg("Mixed")), STATEMENT, "polarity is"),
    "statement of two modalities": (add(STATEMENT, ns.MODALITY, ns.kg("Asked")), STATEMENT, "modality is"),
    "statement of nobody": (drop(STATEMENT, ns.ATTRIBUTED_TO), STATEMENT, "attributed to kg:Narrator"),
    "statement of an unknown": (put(STATEMENT, ns.ATTRIBUTED_TO, NOWHERE), STATEMENT, "attributed to kg:Narrator"),
    "statement via a claim": (put(STATEMENT, ns.VIA, CLAIM), STATEMENT, "via at most one attribution"),
    "statement about a claim": (put(STATEMENT, ns.CONTENT, CLAIM), STATEMENT, "content is another statement"),
    "statement without cue": (drop(STATEMENT, ns.CUE), STATEMENT, "has a cue"),
    "statement without evidence": (drop(STATEMENT, ns.EVIDENCE), STATEMENT, "has evidence"),
    "statement shown by a mention": (put(STATEMENT, ns.EVIDENCE, MENTION), STATEMENT, "has evidence"),
    "subject mention that is no span": (put(STATEMENT, ns.SUBJECT_MENTION, OFFER), STATEMENT, "subject mention"),
    "object mention that is no span": (put(STATEMENT, ns.OBJECT_MENTION, OFFER), STATEMENT, "object mention"),
    "confidence above one": (put(STATEMENT, ns.CONFIDENCE, number("1.01", "decimal")), STATEMENT, "0.00 to 1.00"),
    "confidence as a double": (put(STATEMENT, ns.CONFIDENCE, number("0.50", "double")), STATEMENT, "0.00 to 1.00"),
    "confidence of one digit": (put(STATEMENT, ns.CONFIDENCE, number("0.5", "decimal")), STATEMENT, "two digits"),
    "statement without confidence": (drop(STATEMENT, ns.CONFIDENCE), STATEMENT, "0.00 to 1.00"),
    "statement with two times": (
        lambda found: add(STATEMENT, ns.TIME, Literal("a"))(add(STATEMENT, ns.TIME, Literal("b"))(found)),
        STATEMENT,
        "at most one time",
    ),
    "statement in no document": (drop(STATEMENT, ns.IN_DOCUMENT), STATEMENT, "stands in one document"),
    "statement of no run": (drop(STATEMENT, ns.GENERATED_BY), STATEMENT, "names the run"),
    "claim of nothing": (drop(CLAIM, ns.STATEMENT_OF), CLAIM, "rests on"),
    "claim without reports": (put(CLAIM, ns.REPORTS, number("0", "integer")), CLAIM, "counts its reports"),
    "claim in no document": (drop(CLAIM, ns.DOCUMENTS), CLAIM, "one or more documents"),
    "claim of the narrator": (add(CLAIM, ns.SPEAKERS, ns.kg("Narrator")), CLAIM, "the narrator is not one"),
    "dispute about a statement": (put(DISPUTE, ns.CLAIM_OF, STATEMENT), DISPUTE, "about one claim"),
    "dispute without counter": (drop(DISPUTE, ns.COUNTER), DISPUTE, "counter-claim"),
    "dispute with itself": (add(DISPUTE, ns.COUNTER, CLAIM), DISPUTE, "does not counter itself"),
    "dispute with a party of words": (add(DISPUTE, ns.PARTY, Literal("x")), DISPUTE, "parties are entities"),
}


def found(changed: list[Triple], ontology: Ontology) -> list[tuple[str, str]]:
    vocabulary = Graph.load(ontology.folder / "kg.ttl").triples()
    shapes = ontology.folder / "shapes.ttl"
    return [(fault.where, fault.what) for fault in check_shapes(Graph.from_triples(changed), shapes, vocabulary)]


@pytest.mark.parametrize("name", FAULTS)
def test_a_planted_fault_is_found(name: str, ontology: Ontology) -> None:
    change, node, message = FAULTS[name]
    faults = found(change(triples(make_resolution(), RUN, ontology)), ontology)
    hits = [where for where, what in faults if message in what]
    assert hits, faults
    assert node is None or node.value in hits


def test_a_node_may_not_be_blank(ontology: Ontology) -> None:
    blank = Triple(BlankNode("x"), ns.TYPE, ns.kg("Person"))
    faults = found([*triples(make_resolution(), RUN, ontology), blank], ontology)
    assert any("named by an IRI" in what for _, what in faults)


def test_a_subclass_is_an_entity_too(ontology: Ontology) -> None:
    politician = add(NOWHERE, ns.TYPE, ns.kg("Politician"))(triples(make_resolution(), RUN, ontology))
    assert [what for _, what in found(politician, ontology)] == [
        "an entity has exactly one rdfs:label, a string that is not empty and has no language tag"
    ]


def test_every_shape_speaks_in_words(ontology: Ontology) -> None:
    text = (ontology.folder / "shapes.ttl").read_text(encoding="utf-8")
    properties = re.findall(r"sh:property \[.*?\] [;.]", text, re.DOTALL)
    assert len(properties) > 50
    assert not [found for found in properties if "sh:message" not in found]
