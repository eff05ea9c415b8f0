"""Tell texts that are surely not English; a doubtful one is let in, and the build warns of it."""

from __future__ import annotations

import re
from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from kg.errors import InputError
from kg.model import Document
from kg.ontology.lexicon import read_lexicon
from kg.ontology.load import default_folder

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

NOT_ENGLISH = "not English"

SAMPLE = 4000
"""Characters at the beginning of a text that are looked at."""

ENOUGH = 100
"""Letters without which nothing is sure."""

SURE = 0.9

_ENGLISH, _PLAINLY_ENGLISH = 1 / 8, 1 / 4
_WORD = re.compile(r"[^\W\d_]+")
_TAG = re.compile(r"[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")


def told(document: Document, *, any_language: bool = False) -> Document:
    """Give the document with its language; raises `InputError` "not English" unless any language is welcome.

    English prose is a third to a half function words, the languages beside it one word in twenty or less: a text
    with one in eight is English, or partly so, and is not asked about further. Of the others the detector is asked,
    and believed where it is sure.
    """
    sample = document.text[:SAMPLE]
    share = _share(sample)
    declared = document.language if _TAG.fullmatch(document.language) else "en"
    if share >= _ENGLISH:
        english = share >= _PLAINLY_ENGLISH and not declared.lower().startswith("en")
        return replace(document, language="en" if english else declared)
    found, confidence = _detected(sample)
    if found == "en" or confidence < SURE:
        return replace(document, language=declared)
    if not any_language:
        raise InputError(document.source or document.key, NOT_ENGLISH, f"language {found}; --any-language builds it")
    return replace(document, language=found)


def _share(sample: str) -> float:
    """Give how many of the words are among the commonest of English; 0 where there is no word."""
    words = _WORD.findall(sample.lower())
    known = function_words()
    return sum(word in known for word in words) / len(words) if words else 0


def _detected(sample: str) -> tuple[str, float]:
    if sum(map(len, _WORD.findall(sample))) < ENOUGH:
        return "en", 0.0
    language, confidence = _detector().classify(sample)
    return str(language), float(confidence)


@cache
def function_words() -> frozenset[str]:
    """Give the commonest words of English, as the ontology lists them."""
    lists, _ = read_lexicon(default_folder() / "lexicon" / "en", [])
    return lists.get("function_words", frozenset())


@cache
def _detector() -> LanguageIdentifier:
    """Load the detector at the first text that does not look English: it takes most of a second."""
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    return LanguageIdentifier.from_model_file(MODEL_FILE, norm_probs=True)
