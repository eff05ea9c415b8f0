"""Read GUM's CoNLL-U files: the text, and the mentions of each entity with their offsets and head words."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_BRACKET = re.compile(r"\(([^()]+)(\))?|(\d+)\)")
_OPEN, _CLOSE = "(", ")"


@dataclass(frozen=True, slots=True)
class Token:
    """A word at its offsets (code points, half-open); `pos` is the universal tag."""

    start: int
    end: int
    lemma: str
    pos: str


@dataclass(frozen=True, slots=True)
class KeyMention:
    """A mention of entity `group` ("1") of a GUM type ("person"); `heads` are the tokens of its minimal span."""

    group: str
    type: str
    start: int
    end: int
    heads: tuple[Token, ...]


@dataclass(slots=True)
class GumText:
    """One document: its text (sentences with a space between them, paragraphs with an empty line) and its mentions."""

    name: str
    text: str = ""
    tokens: list[Token] = field(default_factory=list)
    mentions: list[KeyMention] = field(default_factory=list)


def read_gum(path: Path) -> GumText:
    """Read one file; the columns are CoNLL-U's, the entities CorefUD's in GUM's order of fields."""
    found, open_ = GumText(path.stem), _Opened()
    between, joined = "", 0
    for line in path.read_text(encoding="utf-8").splitlines():
        if line.startswith("# newpar") and not line.startswith("# newpar_block"):
            between = "\n\n"
        cells = line.split("\t")
        if len(cells) != 10 or "." in cells[0]:
            between = between or (" " if not line else "")
            continue
        if "-" in cells[0]:  # a word of several tokens: its own form stands in the text
            between = _append(found, cells[1], between) + _space(cells[9])
            joined = int(cells[0].split("-")[1]) - int(cells[0].split("-")[0]) + 1
            at = len(found.text) - len(cells[1])
            continue
        if joined:
            start, at, joined = at, at + len(cells[1]), joined - 1
        else:
            between = _append(found, cells[1], between) + _space(cells[9])
            start = len(found.text) - len(cells[1])
        found.tokens.append(Token(start, start + len(cells[1]), cells[2].lower(), cells[3]))
        found.mentions += open_.read(cells[9], found.tokens)
    found.mentions.sort(key=lambda m: (m.start, -m.end, m.group))
    return found


def _append(found: GumText, form: str, between: str) -> str:
    found.text += (between if found.text else "") + form
    return ""


def _space(misc: str) -> str:
    return "" if "SpaceAfter=No" in misc.split("|") else " "


class _Opened:
    """The brackets of the column `Entity=` that are open, each with its fields and first token."""

    def __init__(self) -> None:
        self.waiting: list[tuple[list[str], int]] = []

    def read(self, misc: str, tokens: list[Token]) -> Iterator[KeyMention]:
        value = next((part[7:] for part in misc.split("|") if part.startswith("Entity=")), "")
        for inner, closed, group in _BRACKET.findall(value):
            if inner:
                self.waiting.append((inner.split("-"), len(tokens) - 1))
            if closed or group:
                yield self._close(inner.split("-")[0] if closed else group, tokens)

    def _close(self, group: str, tokens: list[Token]) -> KeyMention:
        at = max(k for k, (fields, _) in enumerate(self.waiting) if fields[0] == group)
        fields, first = self.waiting.pop(at)
        inside = tokens[first:]
        heads = tuple(inside[int(n) - 1] for n in fields[5].split(","))
        return KeyMention(group, fields[1], inside[0].start, inside[-1].end, heads)
