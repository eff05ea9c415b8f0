"""Which entities come first: the main actors, each with those it has to do with."""

from __future__ import annotations

import heapq
from collections.abc import Iterable, Mapping

_PARTNER = 6.0
_MOST = 9.0


def by_importance(weights: Mapping[str, float], links: Mapping[tuple[str, str], float]) -> list[str]:
    """Order ids so that every beginning of the list makes a connected, readable picture.

    The next id is the one with the greatest weight plus links to those already chosen; who is
    chosen alone brings its best partner. `links` are undirected; equal scores go by id.
    """
    near = _neighbours(weights, links)
    scores = dict(weights)
    heap = [(-score, id_) for id_, score in scores.items()]
    heapq.heapify(heap)
    chosen: dict[str, None] = {}
    while heap:
        score, id_ = heapq.heappop(heap)
        if id_ in chosen or -score != scores[id_]:
            continue
        chosen[id_] = None
        for other, gain in _gains(near[id_], chosen, weights):
            scores[other] = min(scores[other] + gain, weights[other] + _MOST)
            heapq.heappush(heap, (-scores[other], other))
    return list(chosen)


def _neighbours(ids: Iterable[str], links: Mapping[tuple[str, str], float]) -> dict[str, dict[str, float]]:
    near: dict[str, dict[str, float]] = {id_: {} for id_ in ids}
    for (a, b), pull in sorted(links.items()):
        if a != b:
            near[a][b] = near[b][a] = max(pull, near[a].get(b, 0.0))
    return near


def _gains(
    near: Mapping[str, float], chosen: Mapping[str, None], weights: Mapping[str, float]
) -> Iterable[tuple[str, float]]:
    """Give what the neighbours of a newly chosen id gain by it."""
    waiting = {other: 3 * pull for other, pull in near.items() if other not in chosen}
    if waiting and len(waiting) == len(near):
        best = min(waiting, key=lambda other: (-waiting[other], -weights[other], other))
        waiting[best] += _PARTNER
    return waiting.items()
