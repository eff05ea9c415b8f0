"""Names as documents and people write them: which two are the same word for word, and of what type."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

TYPES = ("Person", "Organisation", "Place", "Group", "Event", "Topic", "Role")
_TYPED = re.compile(rf"(?P<text>.+?)\s*\((?P<type>{'|'.join(TYPES)})\)", re.DOTALL)


def bare(phrase: str) -> str:
    """Take off the article: "the deal" -> "deal"."""
    first, _, rest = phrase.partition(" ")
    return rest if rest and first.lower() in ("a", "an", "the") else phrase


@lru_cache(maxsize=65536)
def normal(name: str) -> str:
    """Give a name without case, article and odd spaces or apostrophes."""
    return bare(" ".join(name.casefold().replace("’", "'").split()))


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a correction: "Ann Smith", or with its type "Washington (Place)"."""

    text: str
    type: str = ""

    @classmethod
    def of(cls, written: str) -> Name:
        """Read what a person wrote."""
        found = _TYPED.fullmatch(written.strip())
        return cls(found["text"], found["type"]) if found else cls(written.strip())

    def fits(self, type_: str, names: Iterable[str]) -> bool:
        """Tell whether a thing of this type and with these names is meant."""
        folded = normal(self.text)
        return self.type in ("", type_) and any(normal(name) == folded for name in names)
