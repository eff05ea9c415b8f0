"""Small whole things for tests: a document, an extraction, a resolution with a claim and its denial."""

from __future__ import annotations

from functools import cache

from kg.graph.store import Graph
from kg.graph.write import triples
from kg.knowledge_graph import KnowledgeGraph
from kg.model import (
    NARRATOR,
    Claim,
    Denotation,
    Dispute,
    Document,
    Entity,
    Extraction,
    Mention,
    MentionKind,
    Modality,
    Polarity,
    Quotation,
    Resolution,
    ResolvedAttribution,
    ResolvedDocument,
    Run,
    Span,
    Statement,
)
from kg.ontology import Ontology, load_ontology

TEXT = (
    "The port authority rejected the pay offer, a union source said.\n\nThe authority denied the claim.\n"
    "It may meet the dockers' union."
)
RUN = Run(version="0.1.0", model="none", base="https://newskg.example/")


@cache
def shipped() -> Ontology:
    """Give the ontology of this tree, read once a process."""
    return load_ontology()


def make_document(text: str = TEXT, key: str = "port.txt", **fields: str | None) -> Document:
    return Document(key=key, identifier=key.removesuffix(".txt"), text=text, source=f"news/{key}", **fields)  # type: ignore[arg-type]


def span_of(text: str, phrase: str, start: int = 0) -> Span:
    at = text.index(phrase, start)
    return Span(at, at + len(phrase))


def make_mention(text: str, phrase: str, **fields: object) -> Mention:
    span = span_of(text, phrase)
    values: dict[str, object] = {"kind": MentionKind.NAME, "type": "Organisation", "name": phrase, "sentence": 0}
    return Mention(span=span, head=span, **(values | fields))  # type: ignore[arg-type]


def make_extraction(document: Document | None = None) -> Extraction:
    return Extraction(document or make_document())


def make_statement(id_: str = "s1", **fields: object) -> Statement:
    """A union source claims that the authority rejected the offer."""
    values: dict[str, object] = {
        "subject": "organisation-port-authority",
        "relation": "rejects",
        "object": "topic-pay-offer",
        "polarity": Polarity.POSITIVE,
        "modality": Modality.ASSERTED,
        "speaker": "person-union-source",
        "cues": ("rejected",),
        "evidence": (span_of(TEXT, "The port authority rejected the pay offer"),),
        "subject_mentions": (span_of(TEXT, "The port authority"),),
        "object_mentions": (span_of(TEXT, "the pay offer"),),
        "via": "a1",
        "confidence": 0.8,
    }
    return Statement(id=id_, **(values | fields))  # type: ignore[arg-type]


def make_resolution() -> Resolution:
    """One document: a claim, the narrator's report of its denial, a possibility, a claim each, one dispute."""
    document = make_document()
    claimed = make_statement()
    denied = make_statement(
        "s2",
        relation="denies",
        object="topic-claim",
        speaker=NARRATOR,
        cues=("denied",),
        evidence=(span_of(TEXT, "The authority denied the claim"),),
        subject_mentions=(span_of(TEXT, "The authority"),),
        object_mentions=(span_of(TEXT, "the claim"),),
        content=("s1",),
        via=None,
    )
    possible = make_statement(
        "s3",
        relation="meets",
        object="organisation-dockers-union",
        modality=Modality.POSSIBLE,
        speaker=NARRATOR,
        cues=("meet",),
        evidence=(span_of(TEXT, "It may meet the dockers' union"),),
        subject_mentions=(span_of(TEXT, "It"),),
        object_mentions=(span_of(TEXT, "the dockers' union"),),
        via=None,
    )
    said = ResolvedAttribution(
        id="a1",
        source=(span_of(TEXT, "a union source"),),
        cue=(span_of(TEXT, "said"),),
        content=(span_of(TEXT, "The port authority rejected the pay offer"),),
        quotation=Quotation.INDIRECT,
        speaker="person-union-source",
    )
    return Resolution(
        entities=_entities(),
        documents=(
            ResolvedDocument(
                document,
                denotations=_denotations(),
                attributions=(said,),
                statements=(claimed, denied, possible),
            ),
        ),
        claims=(
            _claim("c1", claimed, ("person-union-source",)),
            _claim("c2", denied, ()),
        ),
        disputes=(
            Dispute("d1", "c1", counter=("c2",), parties=("organisation-port-authority", "person-union-source")),
        ),
    )


def _entities() -> tuple[Entity, ...]:
    return (
        Entity("organisation-dockers-union", "Organisation", "dockers' union"),
        Entity("organisation-port-authority", "Organisation", "port authority", aliases=("authority",)),
        Entity("person-union-source", "Person", "union source", anonymous=True),
        Entity("topic-claim", "Topic", "claim"),
        Entity("topic-pay-offer", "Topic", "pay offer"),
    )


def _denotations() -> tuple[Denotation, ...]:
    phrases = {
        "The port authority": "organisation-port-authority",
        "the pay offer": "topic-pay-offer",
        "a union source": "person-union-source",
        "The authority": "organisation-port-authority",
        "the claim": "topic-claim",
        "It": "organisation-port-authority",
        "the dockers' union": "organisation-dockers-union",
    }
    return tuple(Denotation(span_of(TEXT, phrase), entity) for phrase, entity in phrases.items())


def _claim(id_: str, statement: Statement, speakers: tuple[str, ...]) -> Claim:
    return Claim(
        id_,
        statement.subject,
        statement.relation,
        statement.object,
        statement.polarity,
        statements=(("port.txt", statement.id),),
        speakers=speakers,
        documents=("port.txt",),
        reports=1,
    )


def make_graph(ontology: Ontology, resolution: Resolution | None = None) -> KnowledgeGraph:
    """Give the graph of a resolution; nothing is read and no model is needed."""
    return KnowledgeGraph(Graph.from_triples(triples(resolution or make_resolution(), RUN, ontology)), ontology)
