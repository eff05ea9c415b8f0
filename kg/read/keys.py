"""Every document of a run has a key and an identifier of its own, and none stands in it twice."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from itertools import chain, count

from kg.errors import InputError
from kg.ids import content_hash
from kg.model import Document
from kg.read.sources import Source

SAME = "same record twice"
MAX_KEY = 500


class Keys:
    """The keys and identifiers in use; those of the files are settled before anything is read."""

    def __init__(self, sources: Iterable[Source]) -> None:
        listed = list(sources)
        self._texts: dict[str, str] = {source.key: "" for source in listed}
        self._identifiers = {source.identifier for source in listed}

    def settle(self, document: Document, home: Source) -> Document:
        """Give a record of a file a key of its own: the one it has, or that after the file's, or numbered.

        Raises `InputError` "same record twice" for a record whose key and text are those of another.
        """
        text = content_hash(document.text)
        wanted = _short(document.key)
        if self._texts.get(wanted) == text:
            raise InputError(document.source or document.key, SAME)
        key, number = wanted, 1
        while key in self._texts:
            key = f"{home.key}/{wanted}" + (f"@{number}" if number > 1 else "")
            if self._texts.get(key) == text:
                raise InputError(document.source or document.key, SAME)
            number += 1
        self._texts[key] = text
        return replace(document, key=key, identifier=self._identifier(_short(document.identifier), key))

    def _identifier(self, wanted: str, key: str) -> str:
        names = chain((wanted, key), (f"{key}@{number}" for number in count(2)))
        found = next(name for name in names if name not in self._identifiers)
        self._identifiers.add(found)
        return found


def _short(key: str) -> str:
    return key if len(key) <= MAX_KEY else f"{key[: MAX_KEY - 13]}-{content_hash(key)}"
