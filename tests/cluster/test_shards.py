"""Runs of N-Quads lines are merged in the order of a file, each line once, however graphs lie in them."""

from __future__ import annotations

import io
import random

import pytest

from kg.cluster.shards import Sorter, Sorting, by_graph, by_triple, quads

RUNS = 70
"""More than are open at once."""


def run(dice: random.Random) -> list[bytes]:
    """Give some of nine graphs, each with some of a hundred lines; a text may look like the end of another line."""
    graphs = dice.sample([f"urn:g{n}" for n in range(9)], dice.randrange(4))
    return quads(
        (iri, [f'<urn:s{n}> <urn:p> "{n} <{iri}> . <urn:g{n}>" .\n' for n in dice.sample(range(100), 12)])
        for iri in graphs
    )


@pytest.mark.parametrize("order", [by_graph, by_triple])
def test_runs_are_merged_in_order_and_each_line_once(order: Sorting) -> None:
    dice = random.Random(4)
    runs = [run(dice) for _ in range(RUNS)]
    assert len({line for lines in runs for line in lines}) < sum(map(len, runs)), "several runs have the same line"
    with Sorter(order) as sorter:
        for number, lines in enumerate(runs):
            found = sorted(lines, key=order)
            if number % 2:
                sorter.add(found)
            else:
                sorter.take(io.BytesIO(b"".join(found)))
        merged = list(sorter.merged())
    assert merged == sorted({line for lines in runs for line in lines}, key=order)


def test_nothing_is_merged_to_nothing() -> None:
    with Sorter(by_graph) as sorter:
        sorter.add([])
        assert list(sorter.merged()) == []
