"""Read what a name is called in its whole phrase: "the oil giant Lumetra", "Sen. Ann Smith (R-Ohio)"."""

from __future__ import annotations

import re

from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import Link, Mention, MentionKind, Span

CALLED = "called"
"""The reason of a link from a name to the phrase around it, which is no mention of its own."""

_LONG = 9
"""Words of a phrase before its name."""
_WHOLE = 14
"""Words of a phrase with its clause."""
_AGENTS = ("Person", "Group", "Organisation")
_INSIDE = frozenset({"ADJ", "NOUN", "PROPN", "NUM", "CCONJ", "PART", "X"})
_EDGES = frozenset({"CCONJ", "PART", "PUNCT", "NUM", "X"})
_SEAT = re.compile(r"\s\([A-Z][A-Za-z]*\.?\s?[-–—]\s?[A-Z][\w.’' ]*\)")


def called(syntax: Syntax, mentions: MentionTable) -> list[Link]:
    """Link each person and body that the text describes before the name, or seats after it, to the whole phrase."""
    links = _with_clauses(syntax, mentions)
    times = {k for i, j, label in syntax.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}
    for index, mention in list(enumerate(mentions.found)):
        if index in mentions.nested or index not in mentions.range or mention.kind is not MentionKind.NAME:
            continue
        titled = mention.sentence in mentions.titles.sentences or mentions.titles.heads(mention.sentence)
        if mention.type in ("Person", "Organisation") and not titled:
            for span in _spans(syntax, mentions, index, times):
                links.append(Link(index, _phrase(mentions, mention, span), CALLED))
    return links


def _with_clauses(syntax: Syntax, mentions: MentionTable) -> list[Link]:
    """Link people and bodies that are not named to their phrase with its clause: "people who worked at the mill"."""
    links, parse = [], syntax.parse
    for index, mention in list(enumerate(mentions.found)):
        if mention.kind is not MentionKind.NOMINAL or mention.type not in _AGENTS or index not in mentions.range:
            continue
        start, end = mentions.range[index]
        head = next((k for k in range(start, end) if parse.start[k] == mention.head.start), start)
        clause = next((c for c in parse.children[head] if c >= end and _clause(syntax, c, end)), None)
        if clause is not None and parse.right_edge[clause] - start < _WHOLE:
            whole = parse.span(start, parse.right_edge[clause] + 1)
            plain = not set(parse.text[whole.start : whole.end]) & set(',;:"“”()—')
            links += [Link(index, _phrase(mentions, mention, whole), CALLED)] if plain else []
    return links


def _clause(syntax: Syntax, c: int, end: int) -> bool:
    """Tell a clause that follows its noun and tells which one is meant."""
    relative = syntax.is_dep(c, "relative_labels") or syntax.is_dep(c, "participle_labels")
    return relative and syntax.parse.left_edge[c] == end


def _spans(syntax: Syntax, mentions: MentionTable, index: int, times: set[int]) -> list[Span]:
    """Give the phrase around a name, and, where a seat stands behind it, the phrase with that."""
    mention, parse = mentions.found[index], syntax.parse
    first = _front(syntax, mentions, index, times)
    begin = parse.start[first] if first < mentions.range[index][0] else mention.span.start
    spans = [Span(begin, mention.span.end)] if begin < mention.span.start else []
    seat = _SEAT.match(parse.text, mention.span.end) if mention.type == "Person" else None
    return [*spans, *([Span(begin, seat.end())] if seat else [])]


def _front(syntax: Syntax, mentions: MentionTable, index: int, times: set[int]) -> int:
    """Give the first word of the description before a name."""
    parse, (start, end) = syntax.parse, mentions.range[index]
    first = start
    while (
        first > max(0, start - _LONG)
        and first - 1 not in times
        and _goes_on(syntax, mentions, first - 1, (first, start, end))
    ):
        first -= 1
    while first < start and (parse.pos[first] in _EDGES or not parse.words[first][0].isalnum()):
        first += 1
    return first if _tells(syntax, mentions, index, first) else start


def _tells(syntax: Syntax, mentions: MentionTable, index: int, first: int) -> bool:
    """Tell "oil giant [Lumetra]" and "Norra's [Lumetra]" from "younger [Smith]" and "Secretary of State [Smith]"."""
    parse, start = syntax.parse, mentions.range[index][0]
    if first > 1 and parse.lower[first - 1] == "of" and parse.pos[first - 2] == "PROPN":
        return False
    front = range(first, start)
    if mentions.found[index].type == "Person":
        return any(parse.pos[k] in ("NOUN", "PROPN") for k in front)
    return any({parse.lemma[k], parse.lower[k]} & _kinds(mentions) or parse.tag[k] == "POS" for k in front)


def _kinds(mentions: MentionTable) -> frozenset[str]:
    """Give the words for what a body is."""
    return (
        mentions.words["organisation_heads"]
        | mentions.words["corporate_words"]
        | frozenset(mentions.maps["body_kinds"])
    )


def _goes_on(syntax: Syntax, mentions: MentionTable, k: int, name: tuple[int, int, int]) -> bool:
    """Tell whether a word belongs to the description of the name: it hangs on the name or what is told, or is an office."""
    parse, (first, start, end) = syntax.parse, name
    if parse.sent_of[k] != parse.sent_of[start] or parse.tag[k] in ("PRP$", "WP$", "PDT"):
        return False
    hyphen = parse.tag[k] == "HYPH" and parse.start[k + 1] == parse.end[k]
    if parse.pos[k] not in _INSIDE and parse.tag[k] != "VBN" and not hyphen:
        return False
    beside = mentions.name_of.get(k)
    if k == start - 1 and beside is not None and mentions.found[beside].type == "Person":
        return False  # two names that the tagger has parted
    if parse.lower[k] in mentions.words["courtesy_titles"] or parse.lemma[k] in mentions.words["kin_words"]:
        return False
    if k == start - 1 and parse.pos[k] == "NOUN":
        if parse.tag[k] != "NN":
            return False
        return parse.head[k] < end and (mentions.is_person(k) or bool({parse.lemma[k]} & _kinds(mentions)))
    at = k
    for _ in range(_LONG):
        if first <= at < end and at != k:
            return True
        at = parse.head[at]
    return False


def _phrase(mentions: MentionTable, name: Mention, span: Span) -> int:
    """Give the number of the phrase as what the name is called."""
    text = " ".join(mentions.parse.text[span.start : span.end].split())
    mentions.found.append(Mention(span, name.head, MentionKind.NOMINAL, name.type, text, name.sentence, "singular"))
    return len(mentions.found) - 1
