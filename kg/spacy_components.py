"""Components for anybody's spaCy pipeline: `nlp.add_pipe("newskg_statements")`, results on `doc._`.

>>> import spacy                                            # doctest: +SKIP
>>> nlp = spacy.load("en_core_web_sm")                      # doctest: +SKIP
>>> nlp.add_pipe("newskg_statements")                       # doctest: +SKIP
>>> nlp("Kyiv accused Moscow.")._.newskg_statements         # doctest: +SKIP

spaCy finds this module by its entry points, when the first of these names is asked for. The values are lists and
dictionaries of plain values: `DocBin(store_user_data=True)` and JSON keep them (DocBin gives tuples for
lists). Offsets are those of `doc.text`, half-open.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cached_property
from typing import TYPE_CHECKING, Any, TypeAlias

from kg.errors import KGError
from kg.extract import ATTRIBUTIONS, DEFAULT_ATTRIBUTION
from kg.extract.given import DocReader
from kg.model import NARRATOR, UNATTRIBUTED, Resolution, ResolvedAttribution, Span, Statement
from kg.ontology import load_ontology
from kg.resolve import resolve

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

ATTRIBUTIONS_KEY, STATEMENTS_KEY = "newskg_attributions", "newskg_statements"

Row: TypeAlias = dict[str, Any]


class Component:
    """Reads each Doc and sets `doc._.newskg_attributions`, and with `statements` also `doc._.newskg_statements`.

    The ontology is loaded at the first Doc. Raises `KGError` where the pipeline lacks a part that is needed.
    """

    def __init__(self, attribution: str, ontology: str | None, *, statements: bool) -> None:
        from spacy.tokens import Doc

        if attribution not in ATTRIBUTIONS:
            raise KGError(f"attribution '{attribution}' is none of {', '.join(ATTRIBUTIONS)}")
        self._attribution, self._folder, self._statements = attribution, ontology, statements
        for key in (ATTRIBUTIONS_KEY, STATEMENTS_KEY):
            if not Doc.has_extension(key):
                Doc.set_extension(key, default=None)

    @cached_property
    def _reader(self) -> DocReader:
        return DocReader(load_ontology(self._folder), self._attribution)

    def __getstate__(self) -> dict[str, object]:
        return {name: value for name, value in vars(self).items() if name != "_reader"}  # each process loads its own

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        found = resolve([self._reader.read(doc)], self._reader.ontology)
        doc._.newskg_attributions = _attributions(found)
        if self._statements:
            doc._.newskg_statements = _statements(found)
        return doc


def _attributions(found: Resolution) -> list[Row]:
    ordered, names = _in_order(found), _names(found)
    places = {one.id: number for number, one in enumerate(ordered)}
    return [_attribution(one, places, names) for one in ordered]


def _in_order(found: Resolution) -> list[ResolvedAttribution]:
    """Give the attributions in the order of the text."""
    [document] = found.documents
    return sorted(document.attributions, key=lambda one: (min((*one.source, *one.cue, *one.content)), one.id))


def _attribution(one: ResolvedAttribution, places: Mapping[str, int], names: Mapping[str, Row]) -> Row:
    return {
        "source": _spans(one.source),
        "cue": _spans(one.cue),
        "content": _spans(one.content),
        "quotation": one.quotation.value,
        "speaker": names.get(one.speaker or ""),
        "within": places.get(one.parent or ""),
    }


def _statements(found: Resolution) -> list[Row]:
    [document], names = found.documents, _names(found)
    ordered = sorted(document.statements, key=lambda one: (min(one.evidence), one.id))
    statements = {one.id: number for number, one in enumerate(ordered)}
    attributions = {one.id: number for number, one in enumerate(_in_order(found))}
    return [
        _statement(one, names)
        | {
            "content": [statements[other] for other in one.content if other in statements],
            "attribution": attributions.get(one.via or ""),
        }
        for one in ordered
    ]


def _statement(one: Statement, names: Mapping[str, Row]) -> Row:
    nobody = one.speaker in (NARRATOR, UNATTRIBUTED)
    return {
        "subject": names.get(one.subject or ""),
        "relation": one.relation,
        "object": names.get(one.object or ""),
        "polarity": one.polarity.value,
        "modality": one.modality.value,
        "speaker": one.speaker if nobody else names[one.speaker],
        "cues": list(one.cues),
        "evidence": _spans(one.evidence),
        "subject_mentions": _spans(one.subject_mentions),
        "object_mentions": _spans(one.object_mentions),
        "time": one.time,
        "time_text": one.time_text,
        "confidence": round(one.confidence, 2),
    }


def _names(found: Resolution) -> dict[str, Row]:
    return {one.id: {"name": one.name, "type": one.type, "anonymous": one.anonymous} for one in found.entities}


def _spans(spans: tuple[Span, ...]) -> list[list[int]]:
    return [[span.start, span.end] for span in spans]


def _register(key: str, *, statements: bool) -> Callable[..., Component]:
    """Make a factory known to spaCy; this module is imported by spaCy alone, which is there then."""
    from spacy.language import Language

    def make(nlp: Language, name: str, attribution: str, ontology: str | None) -> Component:
        return Component(attribution, ontology, statements=statements)

    assigns = [f"doc._.{name}" for name in (ATTRIBUTIONS_KEY, STATEMENTS_KEY)[: 1 + statements]]
    requires = ["token.dep", "token.head", "token.tag", "token.lemma", "doc.ents", "doc.sents"]
    defaults = {"attribution": DEFAULT_ATTRIBUTION, "ontology": None}
    factory: Callable[..., Component] = Language.factory(
        key, assigns=assigns, requires=requires, default_config=defaults, func=make
    )
    return factory


make_attributions = _register(ATTRIBUTIONS_KEY, statements=False)
make_statements = _register(STATEMENTS_KEY, statements=True)
