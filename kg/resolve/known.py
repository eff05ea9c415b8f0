"""Use what the gazetteer knows: the types of names, and which names are one thing."""

from __future__ import annotations

from dataclasses import replace

from kg.gazetteer import Entry, Gazetteer
from kg.model import Extraction, Mention, MentionKind
from kg.resolve.coreference import Chain

_REACH = 12
"""Code points before a name that are looked at."""


def typed(extraction: Extraction, gazetteer: Gazetteer) -> Extraction:
    """Give each known name its type, whatever the tagger took it for, and local names the name of their entry.

    "Mr Jordan" stays a person; "Republicans" is the party only in a text that tells of its country.
    """
    countries = gazetteer.countries({m.name for m in extraction.mentions if m.kind is MentionKind.NAME})
    text = extraction.document.text
    mentions = tuple(_typed(_local(m, text, gazetteer, countries), gazetteer) for m in extraction.mentions)
    return replace(extraction, mentions=mentions) if mentions != extraction.mentions else extraction


def _local(mention: Mention, text: str, gazetteer: Gazetteer, countries: frozenset[str]) -> Mention:
    if not countries or mention.kind is not MentionKind.NAME or mention.gender:
        return mention
    entry = gazetteer.find_in(mention.name, countries)
    before = text[max(0, mention.span.start - _REACH) : mention.span.start]
    if entry is None or not mention.definite or before.rstrip().endswith(("state", "State")):
        return mention  # "some Republicans", "the state House"
    return replace(mention, name=entry.name, type=entry.type)


def _typed(mention: Mention, gazetteer: Gazetteer) -> Mention:
    if mention.kind is not MentionKind.NAME or mention.gender:
        return mention
    entry = gazetteer.find(mention.name)
    return replace(mention, type=entry.type) if entry and entry.type != mention.type else mention


def entry_of(chain: Chain, name: str, gazetteer: Gazetteer) -> Entry | None:
    """Give the entry that a chain with this canonical name is, None where it is unknown, unnamed or parted by hand."""
    entry = gazetteer.find(name)
    if entry is None or chain.anonymous or chain.apart:
        return None
    if chain.named:
        return entry if chain.type != "Person" or entry.type == "Person" else None
    return entry if name in (entry.name, *entry.aliases) else None  # "the Supreme Court", but not "the house"


def reason(entry: Entry, name: str) -> str:
    """Say why a name is taken for the entry's."""
    return f"gazetteer: {name} is {entry.name}"
