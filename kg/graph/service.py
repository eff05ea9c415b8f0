"""Find the clause with which a query would ask another server: SPARQL 1.1 Federated Query's SERVICE."""

from __future__ import annotations

import re

_SPACE = r"(?>\s|#[^\n\r]*[\n\r])*"
_SERVICE = re.compile(
    rf"SERVICE{_SPACE}(?:SILENT{_SPACE})?(?:<[^<>\s]*>|[?$]\w+|[^\s<>{{}}]*:[^\s{{]*){_SPACE}\{{", re.IGNORECASE
)
"""Looked for in strings and comments, too: two readings of one text are how such a check is got around."""

_CODE_POINT = re.compile(r"\\u([0-9A-Fa-f]{4})|\\U00([0-9A-Fa-f]{6})")


def leaves(query: str) -> bool:
    """Tell whether the query holds such a clause, also one written with escaped letters (SPARQL 1.1, 19.2)."""
    return bool(_SERVICE.search(query) or _SERVICE.search(_CODE_POINT.sub(_letter, query)))


def _letter(match: re.Match[str]) -> str:
    code = int(match[1] or match[2], 16)
    return chr(code) if code < 0x110000 else ""
