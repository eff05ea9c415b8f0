"""What a graph is made with, besides its documents, and a hash of it: the same hash, the same graph."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, fields, is_dataclass, replace
from enum import Enum
from functools import cache, cached_property
from hashlib import sha256
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

from kg import __version__
from kg.extract import DEFAULT_ATTRIBUTION, DEFAULT_MODEL
from kg.graph.names import Names
from kg.ids import DEFAULT_BASE, content_hash
from kg.model import Correction, Document, Extraction, Run
from kg.ontology import Ontology, load_ontology
from kg.read.corrections import FILE_NAME, load_corrections
from kg.resolve.coreference import Chain
from kg.store.coding import encode, shape

_READING = ("model.py", "gazetteer.py", "ontology", "extract", "resolve")
_PLAIN = frozenset((str, int, float, bool, bytes, type(None)))
_SETTLED = frozenset(("identifier", "copy_of"))


@dataclass(frozen=True)
class Settings:
    """The run, the ontology (with its gazetteer) and the corrections; they and the documents determine the graph."""

    run: Run
    ontology: Ontology
    corrections: tuple[Correction, ...] = ()
    attribution: str = DEFAULT_ATTRIBUTION

    @cached_property
    def reading(self) -> str:
        """Hash what shapes an extraction; another hash means that the documents are read again."""
        known = digest(replace(self.ontology, folder=Path(), queries={}))
        model = f"{self.run.model} {_version(self.run.model)}"
        made = (
            self.run.version,
            _code(*_READING),
            model,
            self.attribution,
            *(f"{k}={v}" for k, v in self.run.settings),
            shape(Extraction, Chain),
        )
        return content_hash(*made, known, length=16)

    @cached_property
    def writing(self) -> str:
        """Hash what shapes the graph of given extractions."""
        rows = (encode(row).decode("ascii") for row in self.corrections)
        return content_hash(self.reading, _code("graph", "store"), self.run.base, *rows, length=16)


@dataclass(frozen=True, slots=True)
class Options:
    """What a user gives besides the documents; None and nothing stand for what the store remembers or the default."""

    model: str | None = None
    base: str | None = None
    ontology: Path | str | Ontology | None = None
    gazetteer: tuple[Path | str, ...] = ()
    corrections: tuple[Path | str, ...] = ()
    attribution: str | None = None

    @classmethod
    def remembered(cls, written: str) -> Options:
        """Read what a store has written down of earlier options."""
        found = json.loads(written or "{}")
        return cls(
            found.get("model"),
            found.get("base"),
            found.get("ontology"),
            tuple(found.get("gazetteer", ())),
            tuple(found.get("corrections", ())),
            found.get("attribution"),
        )

    def written(self) -> str:
        """Write the options down for the next time; files by their full path."""
        ontology = self.ontology.folder if isinstance(self.ontology, Ontology) else self.ontology
        return json.dumps(
            {
                "model": self.model,
                "base": self.base,
                "ontology": None if ontology is None else _full(ontology),
                "gazetteer": [_full(path) for path in self.gazetteer],
                "corrections": [_full(path) for path in self.corrections],
                "attribution": self.attribution,
            }
        )

    def over(self, earlier: Options) -> Options:
        """Give these options, and earlier ones where these are silent."""
        return Options(*(getattr(self, f.name) or getattr(earlier, f.name) for f in fields(self)))

    def beside(self, folder: Path) -> Options:
        """Give these options with the corrections that lie in a folder."""
        own = folder.absolute() / FILE_NAME
        listed = [Path(path).absolute() for path in self.corrections]
        return self if own in listed or not own.exists() else replace(self, corrections=(*self.corrections, own))

    def settings(self) -> Settings:
        """Load what they name; raises `OntologyError`, `CorrectionError`, `GraphInvalid` (a bad base IRI)."""
        attribution = self.attribution or DEFAULT_ATTRIBUTION
        named = [("gazetteer", Path(path).name) for path in self.gazetteer]
        named += [("attribution", attribution)] if attribution != DEFAULT_ATTRIBUTION else []
        run = Run(__version__, self.model or DEFAULT_MODEL, self.base or DEFAULT_BASE, tuple(named))
        Names.of(run)  # a bad base IRI is told before the work
        known = self.ontology if isinstance(self.ontology, Ontology) else load_ontology(self.ontology)
        if self.gazetteer:
            known = replace(known, gazetteer=known.gazetteer.with_files(self.gazetteer))
        return Settings(run, known, tuple(load_corrections(self.corrections, known)), attribution)


def _full(path: Path | str) -> str:
    return str(Path(path).absolute())


def given(document: Document) -> str:
    """Hash a document as given, without what the collection settles: its identifier, and whose copy it is."""
    return content_hash(*_parts(document, _SETTLED), length=32)


def read(document: Document) -> str:
    """Hash what of a document an extraction may depend on: all but where it came from and how it is called."""
    return content_hash(*_parts(document, {*_SETTLED, "source"}), length=32)


def _parts(document: Document, without: Set[str]) -> Iterator[str]:
    for field in fields(document):
        if field.name not in without:
            yield f"{field.name}={getattr(document, field.name)!r}"


def digest(value: object) -> str:
    """Hash plain values, dataclasses and collections, whatever the order of sets and mappings."""
    return content_hash(*_tokens(value), length=16)


def _tokens(value: object) -> Iterator[str]:
    if type(value) in _PLAIN:
        yield repr(value)
    elif isinstance(value, re.Pattern):
        yield f"{value.pattern!r}/{value.flags}"
    elif isinstance(value, Path):
        yield value.name
    elif is_dataclass(value) and not isinstance(value, type):
        yield type(value).__name__
        for field in fields(value):
            yield from _tokens(getattr(value, field.name))
    elif isinstance(value, Mapping):
        yield f"mapping {len(value)}"
        yield from sorted(digest(item) for item in value.items())
    elif isinstance(value, Set):
        yield f"set {len(value)}"
        yield from sorted(map(digest, value))
    elif isinstance(value, Sequence) and not isinstance(value, str | bytes):
        yield f"list {len(value)}"
        for part in value:
            yield from _tokens(part)
    elif isinstance(value, str | int | float | bytes | Enum):
        yield repr(value)
    else:
        raise TypeError(f"no way to hash a value of {type(value).__name__}")


@cache
def _code(*rooms: str) -> str:
    """Hash the files of some rooms: between two versions the code changes, too."""
    found = sha256()
    folder = Path(__file__).parent.parent
    places = (folder / room for room in rooms)
    files = (path for place in places for path in ([place] if place.is_file() else place.rglob("*")) if path.is_file())
    for path in sorted(path for path in files if path.parent.name != "__pycache__"):
        found.update(path.relative_to(folder).as_posix().encode() + b"\x00" + path.read_bytes())
    return found.hexdigest()[:16]


def _version(model: str) -> str:
    try:
        return version(model.replace("_", "-"))
    except (PackageNotFoundError, ValueError):  # a pipeline of somebody's own is a folder
        return ""
