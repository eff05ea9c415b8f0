"""Where a store takes what: its addresses for whole graphs, for updates and for queries."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final, Literal
from urllib.parse import quote, urlsplit

from kg.errors import PushError

Protocol = Literal["graph-store", "update"]


@dataclass(frozen=True, slots=True)
class Preset:
    """The addresses of a kind of store below its own, and what else is particular to it; `{}` is the dataset."""

    graphs: str | None
    update: str
    query: str
    needs_dataset: bool = False
    auth: str = "none"


PRESETS: Final[Mapping[str, Preset]] = {
    "oxigraph": Preset("/store", "/update", "/query"),
    "virtuoso": Preset("/sparql-graph-crud-auth", "/sparql-auth", "/sparql", auth="digest"),
    "fuseki": Preset("/{}/data", "/{}/update", "/{}/query", needs_dataset=True),
    "graphdb": Preset(
        "/repositories/{}/rdf-graphs/service", "/repositories/{}/statements", "/repositories/{}", needs_dataset=True
    ),
    "rdf4j": Preset(
        "/repositories/{}/rdf-graphs/service", "/repositories/{}/statements", "/repositories/{}", needs_dataset=True
    ),
    "blazegraph": Preset(None, "/namespace/{}/sparql", "/namespace/{}/sparql", needs_dataset=True),
}
"""By the store's name; QLever is loaded from a file instead (`kg.push.bulk`)."""


@dataclass(frozen=True, slots=True)
class Target:
    """One store: `address` takes graphs or updates, by its `protocol`; `query`, where known, answers queries."""

    address: str
    protocol: Protocol
    query: str | None = None
    auth: str = "none"

    @classmethod
    def of(cls, url: str, preset: str | None = None, *, dataset: str = "", protocol: str | None = None) -> Target:
        """Work out the addresses; without a preset `url` is that of the Graph Store Protocol, or of SPARQL Update.

        Raises `PushError` for an address that is none, or holds a password; an unknown preset; a missing dataset.
        """
        base = _checked(url)
        if protocol not in (None, "graph-store", "update"):
            raise PushError(f"the protocol '{protocol}' is neither graph-store nor update")
        if preset is None:
            return cls(base, "update" if protocol == "update" else "graph-store")
        known = PRESETS.get(preset)
        if known is None:
            raise PushError(f"there is no preset '{preset}'; there are {', '.join(PRESETS)} and qlever")
        if known.needs_dataset and not dataset:
            raise PushError(f"{preset} holds several datasets or repositories; name one with --dataset")
        if protocol == "graph-store" and known.graphs is None:
            raise PushError(f"{preset} has no Graph Store Protocol; leave --protocol out")
        query, update, graphs = (_join(base, path, dataset) for path in (known.query, known.update, known.graphs))
        if graphs is None or protocol == "update":
            return cls(str(update), "update", query, known.auth)
        return cls(graphs, "graph-store", query, known.auth)

    @property
    def private(self) -> bool:
        """Tell whether what is sent there can be read on the way by nobody."""
        parts = urlsplit(self.address)
        return parts.scheme == "https" or self.local

    @property
    def local(self) -> bool:
        """Tell whether the store runs on this machine."""
        name = urlsplit(self.address).hostname or ""
        return name in ("localhost", "::1") or name.startswith("127.")


def _checked(url: str) -> str:
    """Give the address without a slash at its end."""
    try:
        parts = urlsplit(url)
        port_is_one = parts.port is None or parts.port > 0
    except ValueError:
        port_is_one = False
        parts = urlsplit("")
    if parts.scheme not in ("http", "https") or not parts.hostname or not port_is_one:
        raise PushError("the store's address must be like http://localhost:7878")
    if parts.username or parts.password:
        raise PushError("the address holds a name or password; take it out and set KG_PUSH_USER and KG_PUSH_PASSWORD")
    if parts.fragment:
        raise PushError("the store's address must hold no '#'")
    return url.rstrip("/")


def _join(base: str, path: str | None, dataset: str) -> str | None:
    return None if path is None else base + path.replace("{}", quote(dataset, safe=""))
