"""newskg reads news text and builds an RDF knowledge graph of who says what about whom.

>>> import kg
>>> graph = kg.build(["seeds"])                          # doctest: +SKIP
>>> graph.query("SELECT ?who ?what { ?who rel:denies ?what }").rows     # doctest: +SKIP
"""

from importlib import import_module
from typing import TYPE_CHECKING

from kg.errors import (
    CorrectionError,
    GraphInvalid,
    InputError,
    KGError,
    ModelMissing,
    OntologyError,
    PushBroken,
    PushError,
    QueryError,
    StoreBusy,
    StoreError,
)
from kg.model import (
    Attribution,
    Claim,
    Dispute,
    Document,
    Entity,
    Extraction,
    Mention,
    Modality,
    Polarity,
    Span,
    Statement,
)

if TYPE_CHECKING:
    from kg.graph.store import Result
    from kg.knowledge_graph import KnowledgeGraph, Report, load
    from kg.ontology import Ontology, load_ontology
    from kg.pipeline import build

__version__ = "0.1.0"

__all__ = [
    "Attribution",
    "Claim",
    "CorrectionError",
    "Dispute",
    "Document",
    "Entity",
    "Extraction",
    "GraphInvalid",
    "InputError",
    "KGError",
    "KnowledgeGraph",
    "Mention",
    "Modality",
    "ModelMissing",
    "Ontology",
    "OntologyError",
    "Polarity",
    "PushBroken",
    "PushError",
    "QueryError",
    "Report",
    "Result",
    "Span",
    "Statement",
    "StoreBusy",
    "StoreError",
    "build",
    "load",
    "load_ontology",
]

_LATER = {
    "KnowledgeGraph": "kg.knowledge_graph",
    "Ontology": "kg.ontology",
    "Report": "kg.knowledge_graph",
    "Result": "kg.graph.store",
    "build": "kg.pipeline",
    "load": "kg.knowledge_graph",
    "load_ontology": "kg.ontology",
}


def __getattr__(name: str) -> object:
    """Import at first use what brings large libraries with it."""
    if name not in _LATER:
        raise AttributeError(f"module 'kg' has no attribute '{name}'")
    return getattr(import_module(_LATER[name]), name)


def __dir__() -> list[str]:
    return [*__all__, "__version__"]
