"""Choose a media type by the client's Accept header (RFC 9110, 12.5.1)."""

from __future__ import annotations

from collections.abc import Sequence

_Range = tuple[str, float]


def choose(accept: str, offered: Sequence[str]) -> str | None:
    """Give the offered type that the client likes best, the first of equals; None where it takes none of them."""
    if not accept.strip():
        return offered[0]
    ranges = [_range(part) for part in accept.split(",")]
    best = max(offered, key=lambda type_: _quality(type_, ranges))
    return best if _quality(best, ranges) > 0 else None


def _range(part: str) -> _Range:
    name, *rest = (piece.strip().lower() for piece in part.split(";"))
    weight = next((piece[2:] for piece in rest if piece.startswith("q=")), "1")
    try:
        return name, max(0.0, min(float(weight), 1.0))
    except ValueError:
        return name, 0.0


def _quality(type_: str, ranges: Sequence[_Range]) -> float:
    """Give the weight of the most exact range that covers the type."""
    for name in (type_, type_.partition("/")[0] + "/*", "*/*"):
        weights = [weight for known, weight in ranges if known == name]
        if weights:
            return max(weights)
    return 0.0
