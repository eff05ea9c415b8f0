"""What a worker has at hand for every task: the settings, the shared folder, and the model once it is asked for."""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from kg.cluster.places import Place
from kg.cluster.shards import SUFFIX
from kg.cluster.shuffle import Outbox, arrived, row
from kg.errors import KGError
from kg.extract import Extractor
from kg.model import Extraction
from kg.store.coding import encode
from kg.store.entries import References
from kg.store.settings import Settings

Make = Callable[..., Extractor]
"""Makes an extractor of an ontology, the name of a spaCy pipeline and a way to attributions."""

WORK = "work"
_TOKEN = f"{WORK}/token"
_SETTLED = f"{WORK}/settled.json"
_KEPT = "kept"


@dataclass(frozen=True, slots=True)
class Settled:
    """What only the whole collection can say of documents, by key: identifiers that are not their own, leads of copies."""

    identifiers: Mapping[str, str]
    leads: Mapping[str, str]


class Bench:
    """One for each process; `partitions` is how many parts keys are dealt to, `mark` what the shared folder must show."""

    def __init__(
        self, settings: Settings, place: Place | None, partitions: int, mark: str = "", make: Make = Extractor
    ) -> None:
        self.settings, self.partitions, self._place, self._mark, self._make = settings, partitions, place, mark, make

    @property
    def place(self) -> Place:
        """The folder that all workers share."""
        if self._place is None:
            raise KGError("this run has no shared folder")
        return self._place

    @cached_property
    def extractor(self) -> Extractor:
        """The model; raises `ModelMissing`."""
        settings = self.settings
        return self._make(settings.ontology, settings.run.model, settings.attribution)

    @cached_property
    def settled(self) -> Settled:
        """What was settled of documents, as read from the shared folder."""
        return Settled(*json.loads(self.place.read(_SETTLED)))

    def begin(self) -> None:
        """Clear the shared folder of an earlier run, and mark it; raises `KGError` where it holds something else."""
        strange = [name for name in self.place.names() if name != WORK and not name.endswith(SUFFIX)]
        if strange:
            raise KGError(f"{self.place.url}: holds {strange[0]}; give a new or empty folder for the shards")
        for name in self.place.names():
            self.place.remove(name)
        self.place.write(_TOKEN, (self._mark.encode("ascii"),))

    def look(self) -> str:
        """Say what is wrong with this machine's view of the shared folder; "" if nothing is."""
        if self._place is None:
            return ""
        try:
            seen = self.place.read(_TOKEN).decode("ascii", "replace")
        except KGError as error:
            return f"{error}; give shards a path or URL that every machine of the cluster reaches"
        return (
            "" if seen == self._mark else f"{self.place.url}: another run writes there; give each a folder of its own"
        )

    def settle(self, found: Settled) -> None:
        """Write what was settled, for all workers to read."""
        self.place.write(_SETTLED, (json.dumps([dict(found.identifiers), dict(found.leads)]).encode("ascii"),))

    # ---- files between stages

    def outbox(self) -> Outbox:
        """Give an empty outbox."""
        return Outbox(self.partitions)

    def send(self, outbox: Outbox, stage: str, number: int) -> None:
        """Write what a task of a stage has for others."""
        outbox.send(self.place, f"{WORK}/{stage}-{number}")

    def arrived(self, stage: str, numbers: Iterable[int], partition: int) -> Iterator[tuple[str, bytes]]:
        """Give kind and row of what tasks of a stage have for a partition."""
        return arrived(self.place, (f"{WORK}/{stage}-{number}" for number in numbers), partition, self.partitions)

    def keep(self, batch: int, documents: Iterable[tuple[Extraction, References]]) -> None:
        """Write the documents of a batch, what was read in them, and who is who there."""
        rows = b"".join(b"%s\n%s\n" % (encode(extraction), encode(who)) for extraction, who in documents)
        self.place.write(f"{WORK}/{_KEPT}-{batch}.gz", (gzip.compress(rows, 1, mtime=0),))

    def kept(self, batch: int) -> Iterator[tuple[Extraction, References]]:
        """Give the documents of a batch, what was read in them, and who is who there."""
        lines = iter(gzip.decompress(self.place.read(f"{WORK}/{_KEPT}-{batch}.gz")).splitlines())
        for extraction, who in zip(lines, lines, strict=True):
            yield row(Extraction, extraction), row(References, who)
