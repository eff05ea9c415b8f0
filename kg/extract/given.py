"""Read a spaCy Doc that somebody else's pipeline made: its own analysis goes the way of ours, nothing is parsed twice."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, cast

from kg.errors import KGError
from kg.extract import DEFAULT_ATTRIBUTION, Extractor, tagger
from kg.extract.layout import Block, blocks
from kg.model import Document, Extraction
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc, Token

_NEEDS = {"DEP": "a parser", "TAG": "a tagger", "POS": "parts of speech", "LEMMA": "a lemmatizer", "ENT_IOB": "a NER"}


class DocReader(Extractor):
    """An extractor for Docs that are analysed already; it holds no pipeline of its own."""

    def __init__(self, ontology: Ontology, attribution: str = DEFAULT_ATTRIBUTION) -> None:
        self.ontology = ontology
        self.tagger = tagger(attribution)

    def read(self, doc: Doc) -> Extraction:
        """Read one Doc; raises `KGError` where its pipeline lacks a part that is needed."""
        lacking = [part for layer, part in _NEEDS.items() if len(doc) and not doc.has_annotation(layer)]
        if lacking:
            raise KGError(f"the pipeline lacks {', '.join(lacking)}; put the newskg components after these")
        layout, _ = blocks(doc.text, self.ontology.layout)
        self.nlp = cast("Language", GivenPipeline(doc, layout))
        return self.extract(Document(key="doc", identifier="doc", text=doc.text))


class GivenPipeline:
    """Stands in for a pipeline in `kg.extract.nlp.parse`: gives the words of each block, then the analysis of all.

    Words between blocks fall away, words that reach over a block's edge are cut; what hangs on a word of another block
    becomes a root.
    """

    def __init__(self, doc: Doc, layout: list[Block]) -> None:
        self.vocab, self._doc = doc.vocab, doc
        self._blocks: Iterator[tuple[int, Block]] = iter(enumerate(layout))
        self._kept: list[tuple[int, Token]] = []
        self.pipeline = [("given", self._analysed)]

    def tokenizer(self, _: str) -> Doc:
        """Give the words of the next block."""
        from spacy.tokens import Doc

        number, block = next(self._blocks)
        words, spaces = [], []
        for token in self._doc:
            start = max(token.idx, block.span.start)
            end = min(token.idx + len(token), block.span.end)
            if start < end:
                self._kept.append((number, token))
                words.append(self._doc.text[start:end])
                spaces.append(bool(token.whitespace_) and end < block.span.end)
        return Doc(self.vocab, words=words, spaces=spaces)

    def _analysed(self, doc: Doc) -> Doc:
        """Give the words the analysis that they had."""
        from spacy.tokens import Doc

        tokens = [token for _, token in self._kept]
        heads = self._heads()
        return Doc(
            self.vocab,
            words=[token.text for token in doc],
            spaces=[bool(token.whitespace_) for token in doc],
            tags=[token.tag_ for token in tokens],
            pos=[token.pos_ for token in tokens],
            lemmas=[token.lemma_ for token in tokens],
            deps=["ROOT" if head == k else tokens[k].dep_ for k, head in enumerate(heads)],
            heads=heads,
            ents=list(self._names()),
        )

    def _heads(self) -> list[int]:
        at = {token.i: k for k, (_, token) in reversed(list(enumerate(self._kept)))}
        heads = [at.get(token.head.i, k) for k, (_, token) in enumerate(self._kept)]
        return [head if self._kept[head][0] == self._kept[k][0] else k for k, head in enumerate(heads)]

    def _names(self) -> Iterator[str]:
        """Give the entities as spaCy's constructor takes them; one that lost its beginning begins where it goes on."""
        before = (-1, "")
        for number, token in self._kept:
            if not token.ent_type_:
                yield "O"
            else:
                begins = token.ent_iob_ == "B" or before != (number, token.ent_type_)
                yield f"{'B' if begins else 'I'}-{token.ent_type_}"
            before = (number, token.ent_type_)
