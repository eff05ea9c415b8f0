"""The chains of one document: mentions of one thing in text order, with what they are called and why they are one."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import Extraction, Mention, MentionKind


@dataclass(slots=True)
class Chain:
    """The mentions of one thing in one document; `reasons` says why they were joined.

    `office_of` is the name of the body that an office belongs to. A correction asks for what is `kept` though nothing
    is said of it, or `apart` from its namesakes elsewhere.
    """

    type: str
    members: list[int]
    names: list[str]
    phrases: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    number: str = ""
    anonymous: bool = False
    named: bool = False
    head: str = ""
    label: str = ""
    office_of: str = ""
    reasons: list[str] = field(default_factory=list)
    kept: bool = False
    apart: bool = False


class Chains:
    """The chains while they grow; `of` gives the chain of a mention index.

    `last` holds for each chain spoken of so far its last mention, the chain last spoken of at the end.
    """

    def __init__(self, extraction: Extraction) -> None:
        self.extraction, self.mentions = extraction, extraction.mentions
        self.list: list[Chain] = []
        self.of: dict[int, int] = {}
        self.last: dict[int, int] = {}

    def open(self, i: int, *, named: bool = False) -> int:
        """Begin a chain with a mention and give its number."""
        mention = self.mentions[i]
        type_ = mention.type or "Organisation"
        head = fold(self.head(mention))
        self.list.append(Chain(type_, [], [], named=named, anonymous=mention.anonymous, head=head))
        self.join(i, len(self.list) - 1)
        return len(self.list) - 1

    def join(self, i: int, number: int, reason: str = "") -> None:
        """Add a mention to a chain and say why."""
        mention, chain = self.mentions[i], self.list[number]
        chain.members.append(i)
        self.of[i] = number
        if mention.kind is MentionKind.NAME and mention.name not in chain.names:
            chain.names.append(mention.name)
        if mention.kind is not MentionKind.PRONOUN:
            self._describe(mention, chain)
        gender = mention.gender if mention.gender in ("male", "female") else ""
        chain.gender = chain.gender or gender
        chain.number = chain.number or mention.number
        if reason and reason not in chain.reasons:
            chain.reasons.append(reason)

    def _describe(self, mention: Mention, chain: Chain) -> None:
        phrase = " ".join(self.extraction.document.text[mention.span.start : mention.span.end].split())
        if phrase not in chain.phrases:
            chain.phrases.append(phrase)
        if mention.kind is MentionKind.NOMINAL:
            chain.label = chain.label or mention.name
            if mention.name not in chain.phrases:
                chain.phrases.append(mention.name)

    def touch(self, i: int) -> None:
        """Note that the text has come to a mention."""
        if (number := self.of.get(i)) is not None:
            self.last.pop(number, None)
            self.last[number] = i

    def head(self, mention: Mention) -> str:
        """Give the head word as it is written."""
        return self.extraction.document.text[mention.head.start : mention.head.end]

    def name_of(self, number: int) -> str:
        """Give a name or phrase to speak of a chain by."""
        chain = self.list[number]
        return (chain.names or chain.phrases or ["?"])[0]

    def gender_fits(self, mention: Mention, number: int) -> bool:
        """Tell whether nothing in the genders forbids that the mention is of the chain."""
        gender = mention.gender if mention.gender in ("male", "female") else ""
        return not gender or not self.list[number].gender or gender == self.list[number].gender


@lru_cache(maxsize=65536)
def fold(name: str) -> str:
    """Give a name as names are compared: no case, stop, article or possessive mark."""
    folded = " ".join(name.casefold().replace("’", "'").replace(".", "").split())
    folded = folded.removesuffix("'s").removesuffix("'")
    return folded.removeprefix("the ").removeprefix("a ").removeprefix("an ")
