"""Where each entity stands in the picture: numpy only, seeded, rounded, the same bytes on every run.

The first entities (the ones shown when the page opens) get a force-directed layout without crossings
where one of several starts finds it; all others take the free grid cell nearest to their neighbours.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

Points = NDArray[np.float64]
Pairs = NDArray[np.int64]

CELL = (190.0, 110.0)
EDGE_LENGTH = 170.0
_STARTS = 14
_ROUNDS = 220
_REACH = 75
_GOLDEN = np.pi * (3 - np.sqrt(5))


def positions(
    order: Sequence[str], links: Mapping[tuple[str, str], float], widths: Mapping[str, float], *, first: int
) -> dict[str, tuple[int, int]]:
    """Give x and y in pixels at scale 1 for every id of `order` (most important first).

    `links` holds pull strengths between ids, `widths` the drawn width of each label; the first
    `first` ids are laid out as one picture in which no two labels overlap.
    """
    index = {key: i for i, key in enumerate(order)}
    pairs = np.array([(index[a], index[b]) for a, b in links if a != b], dtype=np.int64).reshape(-1, 2)
    pulls = np.array([pull for (a, b), pull in links.items() if a != b], dtype=np.float64)
    inner = np.all(pairs < first, axis=1)
    core = _core(min(first, len(order)), pairs[inner], pulls[inner], np.array([widths[k] for k in order[:first]]))
    points = _outskirts(core, len(order), pairs)
    return {key: (round(float(x)), round(float(y))) for key, (x, y) in zip(order, points, strict=True)}


def _core(size: int, pairs: Pairs, pulls: Points, widths: Points) -> Points:
    """Lay out the first picture: of several starts, the one with the least tangle wins."""
    if size == 0:
        return np.zeros((0, 2))
    starts = (_start(size, seed) for seed in range(_STARTS if size <= 80 else 1))
    tries = [_separate(_even(_settle(start, pairs, pulls)) * EDGE_LENGTH, widths) for start in starts]
    return min(tries, key=lambda points: tangle(points, pairs))


def _start(size: int, seed: int) -> Points:
    spread: Points = np.random.default_rng(seed).uniform(-1, 1, (size, 2)) * np.sqrt(size)
    spread[0] *= 0.1
    return spread


def _settle(points: Points, pairs: Pairs, pulls: Points) -> Points:
    """Fruchterman and Reingold's forces, in units of the ideal edge length, with a pull to the middle.

    Repulsion fades beyond two lengths, so that parts with no link between them share the room.
    """
    for heat in np.linspace(0.25 * np.sqrt(len(points)) + 0.3, 0.02, _ROUNDS):
        delta = points[:, None, :] - points[None, :, :]
        squared = (delta**2).sum(axis=2) + 1e-2
        force = (delta / (squared * (1 + squared / 5))[:, :, None]).sum(axis=1) - _homesick(points)
        if len(pairs):
            stretch = points[pairs[:, 0]] - points[pairs[:, 1]]
            pull = stretch * (np.linalg.norm(stretch, axis=1) * pulls * 0.3)[:, None]
            np.add.at(force, pairs[:, 0], -pull)
            np.add.at(force, pairs[:, 1], pull)
        length = np.linalg.norm(force, axis=1, keepdims=True) + 1e-9
        points = points + force / length * np.minimum(length, heat)
    return points


def _homesick(points: Points) -> Points:
    """Pull to the middle, more so from far out: unconnected parts stay near, the picture is wider than high."""
    away = np.linalg.norm(points, axis=1, keepdims=True) / np.sqrt(len(points))
    pull: Points = points * (0.04 + 0.2 * away) * np.array([0.8, 1.3])
    return pull


def _even(points: Points) -> Points:
    """Draw each coordinate halfway towards an even spread, keeping the order: crowds open, gaps close."""
    ranks = np.argsort(np.argsort(points, axis=0, kind="stable"), axis=0, kind="stable")
    span = np.ptp(points, axis=0)
    spread: Points = (ranks / max(len(points) - 1, 1) - 0.5) * span + points.mean(axis=0)
    return (points + spread) / 2


def crossings(points: Points, pairs: Pairs) -> int:
    """Count pairs of straight links that cross; links that share an end do not."""
    if len(pairs) < 2:
        return 0
    a, b = points[pairs[:, 0]], points[pairs[:, 1]]
    side_a, side_b = _sides(a, b, a), _sides(a, b, b)
    apart = np.sign(side_a) * np.sign(side_b) < 0
    shared = (pairs[:, None, :, None] == pairs[None, :, None, :]).any(axis=(2, 3))
    return int((apart & apart.T & ~shared).sum() // 2)


def passes(points: Points, pairs: Pairs, near: float = 26.0) -> int:
    """Count links that run closer than `near` to the middle of an entity which is not their end."""
    if not len(pairs):
        return 0
    a, along = points[pairs[:, 0]][:, None, :], (points[pairs[:, 1]] - points[pairs[:, 0]])[:, None, :]
    to = points[None, :, :] - a
    part = np.clip((to * along).sum(axis=2) / ((along**2).sum(axis=2) + 1e-9), 0, 1)
    distance = np.linalg.norm(to - part[..., None] * along, axis=2)
    ends = (np.arange(len(points))[None, :, None] == pairs[:, None, :]).any(axis=2)
    return int(((distance < near) & ~ends).sum())


def tangle(points: Points, pairs: Pairs) -> float:
    """Measure how hard a picture is to read: crossings, links through entities, and the room it takes."""
    room = float(np.prod(np.ptp(points, axis=0) / EDGE_LENGTH)) / len(points)
    return crossings(points, pairs) + 3 * passes(points, pairs) + 4 * room


def _sides(a: Points, b: Points, other: Points) -> Points:
    """Tell for each line a–b (rows) on which side each other point (columns) lies."""
    along = (b - a)[:, None, :]
    to = other[None, :, :] - a[:, None, :]
    sides: Points = along[..., 0] * to[..., 1] - along[..., 1] * to[..., 0]
    return sides


def _separate(points: Points, widths: Points) -> Points:
    """Push apart boxes of label size until none overlap, along the axis that needs the smaller move."""
    points = points - points.mean(axis=0)
    half = np.stack([np.maximum(widths / 2, 24) + 9, np.full(len(points), 37.0)], axis=1)
    need = half[:, None, :] + half[None, :, :]
    for _ in range(400):
        delta = points[:, None, :] - points[None, :, :]
        overlap = need - np.abs(delta)
        np.einsum("iij->ij", overlap)[:] = -1
        hit = (overlap > 0.5).all(axis=2)
        if not hit.any():
            break
        shallow = overlap.argmin(axis=2)
        tie = np.sign(np.arange(len(points))[:, None] - np.arange(len(points))[None, :])
        for axis in (0, 1):
            way = np.where(delta[..., axis] == 0, tie, np.sign(delta[..., axis]))
            shove = np.where(hit & (shallow == axis), overlap[..., axis] * way * 0.3, 0.0).sum(axis=1)
            points[:, axis] += np.clip(shove, -60, 60)
    return points


def _outskirts(core: Points, size: int, pairs: Pairs) -> Points:
    """Place everything after the core, most important first, in the free cell nearest to its neighbours."""
    points = np.zeros((size, 2))
    points[: len(core)] = core
    if size == len(core):
        return points
    taken, middle = _grid(core, size)
    spiral = _spiral(middle)
    neighbours = _neighbours(pairs, size)
    for i in range(len(core), size):
        known = [j for j in neighbours[i] if j < i]
        target = points[known[:6]].mean(axis=0) if known else _far(i, size)
        points[i] = _take(taken, spiral, target, middle)
    return points


def _grid(core: Points, size: int) -> tuple[NDArray[np.bool_], int]:
    reach = float(np.abs(core / np.array(CELL)).max(initial=0))
    middle = int(reach + np.sqrt(size) + _REACH)
    taken = np.zeros((2 * middle + 1, 2 * middle + 1), dtype=np.bool_)
    cells = np.rint(core / np.array(CELL)).astype(np.int64) + middle
    for x, y in cells:
        taken[max(x - 1, 0) : x + 2, max(y - 1, 0) : y + 2] = True
    return taken, middle


def _spiral(middle: int) -> Pairs:
    """List cell offsets from the nearest outwards."""
    reach = min(middle, _REACH)
    side = np.arange(-reach, reach + 1)
    x, y = (part.ravel() for part in np.meshgrid(side, side, indexing="ij"))
    rank = np.lexsort((y, x, (x * CELL[0]) ** 2 + (y * CELL[1]) ** 2))
    return np.stack([x[rank], y[rank]], axis=1)


def _neighbours(pairs: Pairs, size: int) -> list[list[int]]:
    found: list[list[int]] = [[] for _ in range(size)]
    for a, b in pairs.tolist():
        found[a].append(b)
        found[b].append(a)
    return [sorted(near) for near in found]


def _far(i: int, size: int) -> Points:
    """Send what is linked to nothing before it to its own place on a sunflower around the rest."""
    radius = np.sqrt(i / size) * np.sqrt(size) * 0.6
    return np.array([np.cos(i * _GOLDEN) * radius * CELL[0], np.sin(i * _GOLDEN) * radius * CELL[1]])


def _take(taken: NDArray[np.bool_], spiral: Pairs, target: Points, middle: int) -> Any:
    home = np.rint(target / np.array(CELL)).astype(np.int64) + middle
    cells = np.clip(home + spiral, 0, 2 * middle)
    step = 600
    for begin in range(0, len(cells), step):
        free = ~taken[cells[begin : begin + step, 0], cells[begin : begin + step, 1]]
        if free.any():
            x, y = cells[begin + int(free.argmax())]
            taken[x, y] = True
            return (np.array([x, y]) - middle) * np.array(CELL)
    return target
