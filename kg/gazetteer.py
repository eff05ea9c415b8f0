"""Known people, bodies and places: CSV and Turtle files -> an index from names to entries."""

from __future__ import annotations

import csv
import io
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pyoxigraph as ox

from kg.errors import OntologyError

KG = "https://w3id.org/newskg/ontology#"
_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_LABEL = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#label")
_ALIAS = ox.NamedNode("http://www.w3.org/2004/02/skos/core#altLabel")
_SAME_AS = ox.NamedNode("http://www.w3.org/2002/07/owl#sameAs")
_SUBCLASS = ox.NamedNode("http://www.w3.org/2000/01/rdf-schema#subClassOf")
_NEEDED = ("id", "type", "name")
_LISTS = ("aliases", "same_as", "local")
_COLUMNS = (*_NEEDED, *_LISTS, "country", "note")
_ACRONYM = 8
"""Capitals at most so many are an acronym, and then "WHO" is not "who"."""


@dataclass(frozen=True, slots=True)
class Entry:
    """Something known: its class, its name, its other names, and the IRIs of the same thing elsewhere.

    `local` are names that it has only in texts that tell of its `country` ("Republicans", "Treasury").
    """

    id: str
    type: str
    name: str
    aliases: tuple[str, ...] = ()
    same_as: tuple[str, ...] = ()
    local: tuple[str, ...] = ()
    country: str = ""


@dataclass(frozen=True, slots=True)
class Gazetteer:
    """An index from every name to its entry; what two entries of one file claim is nobody's.

    `types` gives for each class of entities the main class that an entry of it gets: City -> Place; `local` gives for
    each name that is known only in texts about a country the entry of each such country.
    """

    names: Mapping[str, Entry] = field(default_factory=dict)
    types: Mapping[str, str] = field(default_factory=dict)
    local: Mapping[str, Mapping[str, Entry]] = field(default_factory=dict)

    def find(self, name: str) -> Entry | None:
        """Give the entry of that name; articles and case do not matter, save in acronyms."""
        return self.names.get(_acronym(name)) or self.names.get(_fold(name))

    def countries(self, names: Iterable[str]) -> frozenset[str]:
        """Give the countries of which a text with these names tells: of an entry, or of two that are known there only."""
        found = {entry.country for name in names if (entry := self.find(name)) and entry.country}
        hinted: dict[str, set[str]] = defaultdict(set)
        for name in names:
            for country, entry in self.local.get(_fold(name), {}).items():
                hinted[country].add(entry.id)
        return frozenset(found | {country for country, entries in hinted.items() if len(entries) > 1})

    def find_in(self, name: str, countries: Iterable[str]) -> Entry | None:
        """Give the entry that a name has in the one of these countries where it has one; None where in several."""
        known = {} if name.islower() else self.local.get(_fold(name), {})
        found = [known[country] for country in countries if country in known]
        return found[0] if len(found) == 1 else None

    def with_files(self, paths: Iterable[Path | str]) -> Gazetteer:
        """Add users' files; of two files the later wins a name. Raises `OntologyError` with all faults together."""
        faults: list[str] = []
        names, local = dict(self.names), {name: dict(entries) for name, entries in self.local.items()}
        for path in map(Path, paths):
            entries = _read(path, self.types, faults)
            names |= _index(entries)
            for entry in entries:
                for name in entry.local:
                    local.setdefault(_fold(name), {})[entry.country] = entry
        if faults:
            raise OntologyError(faults)
        return Gazetteer(names, self.types, local)


def load_gazetteer(folder: Path, vocabulary: Path) -> Gazetteer:
    """Read the files of the ontology's gazetteer folder, if there is one; raises `OntologyError`."""
    files = sorted(path for path in folder.glob("*") if path.suffix in _READERS) if folder.is_dir() else []
    return Gazetteer(types=_entity_types(vocabulary)).with_files(files)


def _entity_types(vocabulary: Path) -> dict[str, str]:
    """Give the main class of each class below kg:Entity; an agent is never only that."""
    below: dict[str, set[str]] = defaultdict(set)
    for quad in ox.parse(path=str(vocabulary), format=ox.RdfFormat.TURTLE):
        if quad.predicate == _SUBCLASS and isinstance(quad.object, ox.NamedNode):
            below[_local(quad.object)].add(_local(quad.subject))
    found: dict[str, str] = {}
    waiting = [(type_, type_) for type_ in sorted((below["Entity"] | below["Agent"]) - {"Agent"})]
    while waiting:
        type_, main = waiting.pop()
        if type_ not in found:
            found[type_] = main
            waiting += [(lower, main) for lower in sorted(below[type_])]
    return dict(sorted(found.items()))


def _local(term: object) -> str:
    return str(getattr(term, "value", "")).removeprefix(KG)


def _acronym(name: str) -> str:
    plain = name.replace(".", "").replace(" ", "")
    return plain if plain.isupper() and len(plain) <= _ACRONYM else ""


def _fold(name: str) -> str:
    return " ".join(name.casefold().replace("’", "'").split()).removeprefix("the ")


def _index(entries: Sequence[Entry]) -> dict[str, Entry]:
    """Index the names of one file; an entry's own name wins over another's alias."""
    for_alias: dict[str, list[Entry]] = defaultdict(list)
    for_name: dict[str, list[Entry]] = defaultdict(list)
    for entry in entries:
        for_name[_acronym(entry.name) or _fold(entry.name)].append(entry)
        for alias in {_acronym(alias) or _fold(alias) for alias in entry.aliases}:
            for_alias[alias].append(entry)
    claimed = for_alias | for_name
    return {name: found[0] for name, found in sorted(claimed.items()) if len(found) == 1}


# ---- files


def _read(path: Path, types: Mapping[str, str], faults: list[str]) -> list[Entry]:
    reader = _READERS.get(path.suffix.lower())
    if reader is None:
        faults.append(f"{path}: a gazetteer is a {' or '.join(sorted(_READERS))} file")
        return []
    try:
        found = list(reader(path, faults))
    except OSError as error:
        faults.append(f"{path}: {error.strerror or error}")
        return []
    except (UnicodeDecodeError, csv.Error, SyntaxError) as error:
        faults.append(f"{path.name}: {error}")
        return []
    wrong = [(place, what) for place, entry in found for what in _faults_of(entry, types)]
    faults += [f"{path.name}: {place}: {what}" for place, what in wrong]
    ids = [entry.id for _, entry in found]
    faults += [f"{path.name}: id '{id_}' stands twice" for id_ in sorted({i for i in ids if ids.count(i) > 1})]
    return [replace(entry, type=types.get(entry.type, entry.type)) for _, entry in found]


def _faults_of(entry: Entry, types: Mapping[str, str]) -> Iterator[str]:
    if not entry.id or not entry.name:
        yield "needs an id and a name"
    if entry.type not in types:
        yield f"unknown type '{entry.type}'; known are {', '.join(sorted(types))}"
    if entry.local and not entry.country:
        yield "local names need a country"
    for iri in entry.same_as:
        try:
            ox.NamedNode(iri)
        except ValueError:
            yield f"same_as '{iri}' is not an absolute IRI"


def _from_csv(path: Path, faults: list[str]) -> Iterator[tuple[str, Entry]]:
    """Read rows under a heading; several aliases and IRIs are separated by bars."""
    rows = csv.DictReader(io.StringIO(path.read_text(encoding="utf-8-sig"), newline=""), strict=True)
    columns = [column.strip() for column in rows.fieldnames or ()]
    rows.fieldnames = columns
    if set(columns) - set(_COLUMNS) or set(_NEEDED) - set(columns):
        faults.append(f"{path.name}: line 1: the columns must be {', '.join(_COLUMNS)}; the first three are needed")
        return
    for row in rows:
        if None in row:
            what = "more cells than columns; put quotation marks round commas"
            faults.append(f"{path.name}: line {rows.line_num}: {what}")
            continue
        cell = {key: " ".join((value or "").split()) for key, value in row.items()}
        aliases, same_as, local = (tuple(filter(None, map(str.strip, cell.get(k, "").split("|")))) for k in _LISTS)
        entry = Entry(cell["id"], cell["type"], cell["name"], aliases, same_as, local, cell.get("country", ""))
        yield f"line {rows.line_num}", entry


def _from_turtle(path: Path, faults: list[str]) -> Iterator[tuple[str, Entry]]:
    """Read everything that has a kg: class: its label, other labels and owl:sameAs, and its own IRI with them."""
    store = ox.Store()
    store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    classes: dict[str, list[str]] = defaultdict(list)
    for quad in store.quads_for_pattern(None, _TYPE, None):
        if isinstance(quad.subject, ox.NamedNode) and str(getattr(quad.object, "value", "")).startswith(KG):
            classes[quad.subject.value].append(_local(quad.object))
    for iri, types in sorted(classes.items()):
        label, aliases, same = (_values(store, iri, p) for p in (_LABEL, _ALIAS, _SAME_AS))
        if len(label) != 1 or len(types) != 1:
            faults.append(f"{path.name}: <{iri}>: needs exactly one rdfs:label and one class of kg:")
            continue
        yield f"<{iri}>", Entry(iri, types[0], label[0], aliases, tuple(sorted({iri, *same})))


def _values(store: ox.Store, iri: str, predicate: ox.NamedNode) -> tuple[str, ...]:
    quads = store.quads_for_pattern(ox.NamedNode(iri), predicate, None)
    return tuple(sorted({" ".join(str(getattr(quad.object, "value", "")).split()) for quad in quads}))


_READERS = {".csv": _from_csv, ".ttl": _from_turtle}
