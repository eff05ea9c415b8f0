"""Load and check the ontology folder: the vocabulary, the relation lexicon, the language data, the questions."""

from kg.ontology.load import default_folder, load_ontology
from kg.ontology.model import INTRANSITIVE, Example, Layout, Ontology, Relation, Reporting, Trigger
from kg.ontology.vocabulary import KG, REL

__all__ = [
    "INTRANSITIVE",
    "KG",
    "REL",
    "Example",
    "Layout",
    "Ontology",
    "Relation",
    "Reporting",
    "Trigger",
    "default_folder",
    "load_ontology",
]
