"""The push itself: every named graph that the store does not have yet, piece by piece, each step written down."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from kg.errors import PushBroken
from kg.push import wire
from kg.push.journal import Journal
from kg.push.parcels import Parcel, parcels
from kg.push.sender import Sender
from kg.push.target import Target

_TOGETHER = 100


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of a push, in graphs; `stale` were pushed before and are no longer in the source."""

    sent: int
    skipped: int
    triples: int
    pruned: int
    stale: tuple[str, ...]
    requests: int
    retried: int


def push(
    source: Path,
    target: Target,
    sender: Sender,
    journal: Journal,
    *,
    size: int | None = None,
    again: bool = False,
    prune: bool = False,
    verify: bool = False,
    progress: Callable[[int, str], None] = lambda _, __: None,
) -> Outcome:
    """Send each named graph of a graph file, a build's folder or a store; those that the journal has are skipped.

    `size` is how many triples go into a request; `again` leaves the journal out of account; `prune` takes out graphs
    that were pushed before and are gone from the source; `verify` counts what arrived, and sends again what did not.
    Raises `PushError`; after a `PushBroken` the same call goes on where it stood.
    """
    going = _Push(target, sender, journal, again, progress)
    with parcels(source, size or wire.SIZES[target.protocol]) as found:
        going.send(found)
    stale = tuple(graph for graph in journal.graphs() if graph and graph not in going.counts)
    if prune:
        for graph in stale:
            sender.send(wire.drop(target, graph))
            journal.forget(graph)
    if verify and (wrong := going.wrong()):
        with parcels(source, size or wire.SIZES[target.protocol]) as found:
            going.mend(found, wrong)
    left = () if prune else stale
    return Outcome(
        going.sent, going.skipped, going.triples, len(stale) - len(left), left, sender.requests, sender.retried
    )


class _Push:
    """One push under way."""

    def __init__(
        self, target: Target, sender: Sender, journal: Journal, again: bool, progress: Callable[[int, str], None]
    ) -> None:
        self.target, self.sender, self.journal = target, sender, journal
        self._again, self._progress = again, progress
        self.sent = self.skipped = self.triples = 0
        self.counts: dict[str, int] = {}

    def send(self, found: Iterable[Parcel]) -> None:
        for parcel in found:
            self.counts[parcel.graph] = parcel.triples
            taken = 0 if self._again else self.journal.taken(parcel.graph, parcel.mark)
            if taken >= len(parcel.pieces):
                self.skipped += 1
            else:
                self._send_from(parcel, taken)
            self._progress(self.sent + self.skipped, parcel.graph)

    def _send_from(self, parcel: Parcel, taken: int) -> None:
        for number, piece in enumerate(parcel.pieces[taken:], start=taken):
            self.sender.send(wire.put(self.target, parcel.graph, piece, first=number == 0))
            self.journal.note(parcel.graph, parcel.mark, number + 1)
        self.sent += 1
        self.triples += parcel.triples

    def mend(self, found: Iterable[Parcel], wrong: Sequence[str]) -> None:
        """Send graphs once more; raises `PushBroken` where the store still does not hold them."""
        for parcel in found:
            if parcel.graph in wrong:
                self._send_from(parcel, 0)
        still = self.wrong(wrong)
        for graph in still:
            self.journal.forget(graph)
        if still:
            raise PushBroken(f"the store does not hold all of {len(still)} graphs, the first of them {still[0]}")

    def wrong(self, graphs: Iterable[str] | None = None) -> list[str]:
        """Count the graphs, or these, in the store and name those with another number of triples than ours."""
        named = sorted(graph for graph in (self.counts if graphs is None else graphs) if graph)
        held: dict[str, int] = {}
        for at in range(0, len(named), _TOGETHER):
            answer = json.loads(self.sender.send(wire.count(self.target, named[at : at + _TOGETHER])))
            rows = answer["results"]["bindings"]
            held |= {row["g"]["value"]: int(row["n"]["value"]) for row in rows if "g" in row}
        return [graph for graph in named if held.get(graph, 0) != self.counts[graph]]
