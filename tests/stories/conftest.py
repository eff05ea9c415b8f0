"""Parse each text once for all tests of the stories: two ways of reading and several questions ask of the same texts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from functools import cache
from typing import TYPE_CHECKING

import pytest

import kg.extract
from kg.extract.layout import Block
from kg.extract.nlp import Parse, parse
from kg.ontology import Ontology

if TYPE_CHECKING:
    from spacy.language import Language


@pytest.fixture(scope="package", autouse=True)
def parsed_once(ontology: Ontology) -> Iterator[None]:
    lemmas = ontology.maps["lemma"]

    @cache
    def parsed(nlp: Language, text: str, layout: tuple[Block, ...]) -> Parse:
        return parse(nlp, text, list(layout), lemmas)

    def parse_once(nlp: Language, text: str, layout: list[Block], mended: Mapping[str, str]) -> Parse:
        if mended is not lemmas:  # another ontology's
            return parse(nlp, text, layout, mended)
        return parsed(nlp, text, tuple(layout))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kg.extract, "parse", parse_once)
        yield
