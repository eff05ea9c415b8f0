"""Every name of the graph contract that the code writes or reads, as constants."""

from __future__ import annotations

from typing import Final, TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode

from kg.model import Polarity

Term: TypeAlias = NamedNode | BlankNode | Literal

CONTRACT: Final = 1

KG: Final = "https://w3id.org/newskg/ontology#"
REL: Final = "https://w3id.org/newskg/rel/"
NOT: Final = "https://w3id.org/newskg/not/"
CLAIM: Final = "https://w3id.org/newskg/claimed/"
CLAIMNOT: Final = "https://w3id.org/newskg/claimed-not/"
NIF: Final = "http://persistence.uni-leipzig.org/nlp2rdf/ontologies/nif-core#"
RDF: Final = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
RDFS: Final = "http://www.w3.org/2000/01/rdf-schema#"
SKOS: Final = "http://www.w3.org/2004/02/skos/core#"
DCT: Final = "http://purl.org/dc/terms/"
PROV: Final = "http://www.w3.org/ns/prov#"
SCHEMA: Final = "https://schema.org/"
XSD: Final = "http://www.w3.org/2001/XMLSchema#"
OWL: Final = "http://www.w3.org/2002/07/owl#"

PREFIXES: Final[dict[str, str]] = {
    "rel": REL,
    "not": NOT,
    "claim": CLAIM,
    "claimnot": CLAIMNOT,
    "kg": KG,
    "nif": NIF,
    "rdf": RDF,
    "rdfs": RDFS,
    "skos": SKOS,
    "dct": DCT,
    "prov": PROV,
    "schema": SCHEMA,
    "xsd": XSD,
    "owl": OWL,
}

INSTANCES: Final[dict[str, str]] = {
    "e": "entity/",
    "st": "statement/",
    "at": "attribution/",
    "cl": "claim/",
    "di": "dispute/",
    "co": "correction/",
    "run": "run/",
}
"""Prefix -> folder under the base IRI; documents have none, for their IRIs would need escapes."""

LAYERS: Final[dict[tuple[bool, str], str]] = {
    (False, Polarity.POSITIVE): REL,
    (False, Polarity.NEGATIVE): NOT,
    (True, Polarity.POSITIVE): CLAIM,
    (True, Polarity.NEGATIVE): CLAIMNOT,
}
"""(somebody claims it, polarity) -> the namespace of the direct triple."""

NODE_KINDS: Final = frozenset(
    KG + name
    for name in ("Document", "Mention", "Evidence", "Attribution", "Statement", "Claim", "Dispute", "Correction")
)
"""The classes of our own that are not entities."""

TYPE: Final = NamedNode(RDF + "type")
LABEL: Final = NamedNode(RDFS + "label")
ALIAS: Final = NamedNode(SKOS + "altLabel")
SAME_AS: Final = NamedNode(OWL + "sameAs")
SUBJECT: Final = NamedNode(RDF + "subject")
PREDICATE: Final = NamedNode(RDF + "predicate")
OBJECT: Final = NamedNode(RDF + "object")
CONTEXT: Final = NamedNode(NIF + "referenceContext")
BEGIN: Final = NamedNode(NIF + "beginIndex")
END: Final = NamedNode(NIF + "endIndex")
ANCHOR: Final = NamedNode(NIF + "anchorOf")
TEXT: Final = NamedNode(NIF + "isString")
IDENTIFIER: Final = NamedNode(DCT + "identifier")
TITLE: Final = NamedNode(DCT + "title")
ISSUED: Final = NamedNode(DCT + "issued")
SOURCE: Final = NamedNode(DCT + "source")
LANGUAGE: Final = NamedNode(DCT + "language")
VERSION_OF: Final = NamedNode(DCT + "isVersionOf")
PUBLISHER: Final = NamedNode(SCHEMA + "publisher")
AUTHOR: Final = NamedNode(SCHEMA + "author")
GENERATED_BY: Final = NamedNode(PROV + "wasGeneratedBy")

ACTIVITY: Final = NamedNode(PROV + "Activity")
STRING: Final = NamedNode(NIF + "RFC5147String")
DOCUMENT: Final = NamedNode(KG + "Document")
DOCUMENT_TYPES: Final = (DOCUMENT, NamedNode(SCHEMA + "NewsArticle"), NamedNode(NIF + "Context"))
MENTION: Final = NamedNode(KG + "Mention")
EVIDENCE_SPAN: Final = NamedNode(KG + "Evidence")
ATTRIBUTION: Final = NamedNode(KG + "Attribution")
STATEMENT: Final = NamedNode(KG + "Statement")
CLAIM_CLASS: Final = NamedNode(KG + "Claim")
DISPUTE: Final = NamedNode(KG + "Dispute")
CORRECTION: Final = NamedNode(KG + "Correction")

CONTRACT_VERSION: Final = NamedNode(KG + "contractVersion")
SHA256: Final = NamedNode(KG + "sha256")
ANONYMOUS: Final = NamedNode(KG + "anonymous")
MERGE_REASON: Final = NamedNode(KG + "mergeReason")
DENOTES: Final = NamedNode(KG + "denotes")
IN_DOCUMENT: Final = NamedNode(KG + "inDocument")
SOURCE_SPAN: Final = NamedNode(KG + "sourceSpan")
CUE_SPAN: Final = NamedNode(KG + "cueSpan")
CONTENT_SPAN: Final = NamedNode(KG + "contentSpan")
SPEAKER: Final = NamedNode(KG + "speaker")
QUOTATION: Final = NamedNode(KG + "quotation")
WITHIN: Final = NamedNode(KG + "within")
POLARITY: Final = NamedNode(KG + "polarity")
MODALITY: Final = NamedNode(KG + "modality")
ATTRIBUTED_TO: Final = NamedNode(KG + "attributedTo")
VIA: Final = NamedNode(KG + "viaAttribution")
CUE: Final = NamedNode(KG + "cue")
EVIDENCE: Final = NamedNode(KG + "evidence")
SUBJECT_MENTION: Final = NamedNode(KG + "subjectMention")
OBJECT_MENTION: Final = NamedNode(KG + "objectMention")
CONTENT: Final = NamedNode(KG + "content")
TIME_TEXT: Final = NamedNode(KG + "timeText")
TIME: Final = NamedNode(KG + "time")
CONFIDENCE: Final = NamedNode(KG + "confidence")
STATEMENT_OF: Final = NamedNode(KG + "statement")
REPORTS: Final = NamedNode(KG + "reports")
DOCUMENTS: Final = NamedNode(KG + "documents")
SPEAKERS: Final = NamedNode(KG + "speakers")
CLAIM_OF: Final = NamedNode(KG + "claim")
COUNTER: Final = NamedNode(KG + "counter")
PARTY: Final = NamedNode(KG + "party")
CORRECTED_BY: Final = NamedNode(KG + "correction")
KIND: Final = NamedNode(KG + "kind")
WHO: Final = NamedNode(KG + "who")
WHY: Final = NamedNode(KG + "why")
WHEN: Final = NamedNode(KG + "when")
TARGET: Final = NamedNode(KG + "target")


def kg(name: str) -> NamedNode:
    """Give a term of our own vocabulary by its local name."""
    return NamedNode(KG + name)
