"""Three stages over partitions of names: groups of one name, short forms with one bearer, entities.

They do what `kg.resolve.entities.merge` does in one piece. A group is whole in the partition of its normal name: all
its chains go there, and so do all votes for the type of that name. A short form and the longer names that bear it meet
in the partition of the short form.
"""

from __future__ import annotations

import json
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from kg.cluster.alike import Called, Likeness, contested, likenesses
from kg.cluster.bench import Bench
from kg.cluster.shards import shared_graph, write_shard
from kg.cluster.shuffle import Placed, partition, row
from kg.graph.names import Names
from kg.graph.nodes import shared_lines
from kg.resolve.entities import Key, bearers, entities_of, grouped, majority, shorts, take_short
from kg.resolve.judgements import Group, Groups, Judgements

MEET, SHORTEN, SETTLE = "meet", "shorten", "settle"


@dataclass(frozen=True, slots=True)
class Part:
    """One partition, and the numbers of the batches and partitions that may have something for it."""

    number: int
    batches: tuple[int, ...]
    partitions: int

    @property
    def all(self) -> range:
        """The numbers of all partitions."""
        return range(self.partitions)


@dataclass(frozen=True, slots=True)
class Met:
    """What documents settle between each other, as far as one partition tells."""

    likenesses: Sequence[Likeness]
    contested: dict[str, Called]


@dataclass(slots=True)
class _Names:
    """The groups of a partition, and the batch of each document that has a chain in them."""

    groups: Groups
    batch: dict[str, int] = field(default_factory=dict)


def meet(bench: Bench, part: Part) -> Met:
    """Send each short form that a longer name has to where it is looked for; compare documents."""
    outbox = bench.outbox()
    for (type_, form), keys in sorted(bearers(_names(bench, part).groups).items()):
        for key in sorted(keys):
            outbox.put(partition(form, outbox.partitions), "b", (type_, form, key))
    bench.send(outbox, MEET, part.number)
    signed, called = {}, []
    for kind, written in _from_documents(bench, part, "is"):
        found = json.loads(written)
        if kind == "s":
            key, (issued, signature) = found
            signed[key] = (issued, bytes.fromhex(signature))
        else:
            called.append((found[0], found[1], tuple(found[2])))
    return Met(likenesses(signed, part.number, part.partitions), contested(sorted(called)))


def shorten(bench: Bench, part: Part) -> None:
    """Send each short form that one longer name alone has there, with all its chains, and note that it left."""
    found, outbox = _names(bench, part), bench.outbox()
    owners: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for _, written in bench.arrived(MEET, part.all, part.number):
        type_, form, key = json.loads(written)
        owners[type_, form].add(tuple(key))
    for key in shorts(found.groups):
        holders = owners[key[0], key[1]] - {key}
        if len(holders) == 1:
            [home], group = holders, found.groups[key]
            placed = [
                Placed(found.batch[document], document, number, chain)
                for (document, number), chain in zip(group.members, group.chains, strict=True)
            ]
            outbox.put(part.number, "g", key)
            outbox.put(partition(home[1], outbox.partitions), "h", _Arriving(home, key[0], group.name, placed))
    bench.send(outbox, SHORTEN, part.number)


@dataclass(frozen=True, slots=True)
class _Arriving:
    """A short form on its way to the longer name that it stands for."""

    home: Key
    type: str
    name: str
    placed: list[Placed]


def settle(bench: Bench, part: Part) -> int:
    """Make the entities, write what the graph says of them, and tell each document which its chains are; count them."""
    found, outbox, names = _names(bench, part), bench.outbox(), Names.of(bench.settings.run)
    _move_shorts(bench, part, found)
    entities, of = entities_of(found.groups)
    for (key, number), entity in of.items():
        batch = found.batch[key]
        outbox.put(batch % outbox.partitions, "e", (batch, key, number, entity))
    bench.send(outbox, SETTLE, part.number)
    lines = shared_lines(bench.settings.run, entities, (), names)
    ours = (line for line in lines if part.number == 0 or not line.startswith(f"{names.run} "))  # the run is told once
    write_shard(bench.place, "entities", part.number, [(shared_graph(bench.settings.run, "entities"), ours)])
    return len(entities)


def _move_shorts(bench: Bench, part: Part, found: _Names) -> None:
    """Take out the short forms that left, and put those that come into their longer names."""
    coming = []
    for kind, written in bench.arrived(SHORTEN, part.all, part.number):
        if kind == "g":
            del found.groups[tuple(json.loads(written))]
        else:
            coming.append(row(_Arriving, written))
    for short in sorted(coming, key=lambda short: (short.type, short.name)):
        placed = short.placed
        found.batch.update((it.key, it.batch) for it in placed)
        members, chains = [(it.key, it.number) for it in placed], [it.chain for it in placed]
        take_short(found.groups[short.home], Group(short.type, short.name, "", members, chains))


def _names(bench: Bench, part: Part) -> _Names:
    """Make the groups of a partition; those of a name are the same as if all names were there."""
    placed, counts = [], defaultdict[str, Counter[str]](Counter)
    for kind, written in _from_documents(bench, part, "cv"):
        if kind == "c":
            placed.append(row(Placed, written))
        else:
            name, type_, number = json.loads(written)
            counts[name][type_] += number
    placed.sort(key=lambda it: (it.key, it.number))
    members = ((it.key, it.number, it.chain) for it in placed)
    groups = grouped(members, majority(counts), bench.settings.ontology.gazetteer, Judgements())
    return _Names(groups, {it.key: it.batch for it in placed})


def _from_documents(bench: Bench, part: Part, kinds: str) -> list[tuple[str, bytes]]:
    from kg.cluster.reading import STAGE

    return [found for found in bench.arrived(STAGE, part.batches, part.number) if found[0] in kinds]
