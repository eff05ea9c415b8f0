"""Load and check the ontology folder: the vocabulary, the relation lexicon, the language data, the questions."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

import pyoxigraph as ox
import yaml

from kg.errors import OntologyError
from kg.gazetteer import Gazetteer, load_gazetteer

KG = "https://w3id.org/newskg/ontology#"
REL = "https://w3id.org/newskg/rel/"
_RDF_TYPE = ox.NamedNode("http://www.w3.org/1999/02/22-rdf-syntax-ns#type")
_RDFS = "http://www.w3.org/2000/01/rdf-schema#"
_SYMMETRIC = ox.NamedNode("http://www.w3.org/2002/07/owl#SymmetricProperty")
_DEFINITION = ox.NamedNode("http://www.w3.org/2004/02/skos/core#definition")
_PARTS = ("verb", "noun", "adjective")
_KEYS = {*_PARTS, "subject", "object", "content", "polarity", "modality", "needs", "confidence", "example"}
_KEYS |= {"counterexample", "gives_way", "with", "unless"}
_NEEDS = {"subject", "object", "content"}
_NEEDS |= {f"{kind}-{end}" for kind in ("agent", "thing", "claim", "person") for end in ("subject", "object")}


@dataclass(frozen=True, slots=True)
class Relation:
    """A relation type of kg.ttl; `contradicts` are the ids that say the opposite of the same two ends."""

    id: str
    label: str
    definition: str
    stance: str
    symmetric: bool = False
    contradicts: frozenset[str] = frozenset()
    denial: bool = False
    performative: bool = False
    accusation: bool = False

    @property
    def static(self) -> bool:
        """Tell whether it is a state (a role, a membership) rather than an act."""
        return self.stance == "Static"


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence and what its trigger must find there; `subject` and `object` are texts or None."""

    text: str
    subject: str | None
    object: str | None
    polarity: str = "positive"
    modality: str = "asserted"


@dataclass(frozen=True, slots=True)
class Trigger:
    """Words that express a relation, and where its ends stand: roles, in order of preference."""

    relation: str
    part: str
    words: tuple[str, ...]
    subject: tuple[str, ...]
    object: tuple[str, ...]
    content: tuple[str, ...]
    polarity: str
    modality: str
    needs: frozenset[str]
    confidence: float
    example: Example
    counterexamples: tuple[str, ...]
    gives_way: bool = False
    beside: frozenset[str] = frozenset()
    unless: frozenset[str] = frozenset()

    @property
    def rule(self) -> str:
        """Name the trigger for reports: "accuses/verb/accuse"."""
        return f"{self.relation}/{self.part}/{' '.join(self.words)}"


@dataclass(frozen=True, slots=True)
class Layout:
    """Shapes of lines that are no prose (compiled regular expressions)."""

    credit_label: re.Pattern[str]
    credit: tuple[re.Pattern[str], ...]
    credit_tail: re.Pattern[str]
    boilerplate: tuple[re.Pattern[str], ...]
    byline: tuple[re.Pattern[str], ...]
    transcript: re.Pattern[str]
    dateline: re.Pattern[str]


@dataclass(frozen=True, slots=True)
class Reporting:
    """A word that reports: where its content may stand, and what it does to what stands there."""

    content: frozenset[str]
    modality: str = "asserted"
    negative: bool = False
    source: bool = True


@dataclass(frozen=True, slots=True)
class Ontology:
    """Everything newskg knows about the world and the language; `words` holds the plain word lists by name."""

    folder: Path
    relations: Mapping[str, Relation]
    triggers: Mapping[tuple[str, str], tuple[Trigger, ...]]
    layout: Layout
    reporting: Mapping[tuple[str, str], Reporting]
    words: Mapping[str, frozenset[str]]
    maps: Mapping[str, Mapping[str, str]]
    queries: Mapping[str, str]
    gazetteer: Gazetteer = field(default_factory=Gazetteer)

    def of(self, relations: str) -> frozenset[str]:
        """Give the ids with a property: "symmetric", "static", "denial", "accusation"."""
        return frozenset(r.id for r in self.relations.values() if getattr(r, relations))


def default_folder() -> Path:
    """Give the ontology folder: $KG_ONTOLOGY, or inside the wheel, or beside the package in a checkout."""
    if chosen := os.environ.get("KG_ONTOLOGY"):
        return Path(chosen)
    inside = Path(__file__).parent / "_ontology"
    return inside if inside.is_dir() else Path(__file__).parent.parent / "ontology"


def load_ontology(path: Path | str | None = None) -> Ontology:
    """Read and check the folder once; raises OntologyError with all faults together."""
    folder = Path(path) if path else default_folder()
    if not (folder / "kg.ttl").is_file():
        raise OntologyError([f"{folder}: no kg.ttl there; give an ontology folder with --ontology or KG_ONTOLOGY"])
    faults: list[str] = []
    relations = _relations(folder / "kg.ttl", faults)
    lexicon = folder / "lexicon" / "en"
    words, maps = _words(lexicon, faults)
    ontology = Ontology(
        folder=folder,
        relations=relations,
        triggers=_triggers(folder / "relations", relations, faults),
        layout=_layout(_yaml(lexicon / "layout.yaml", faults)),
        reporting=_reporting(lexicon / "reporting.yaml", faults),
        words=words,
        maps=maps,
        queries={p.stem: p.read_text(encoding="utf-8") for p in sorted((folder / "queries").glob("*.rq"))},
    )
    try:
        gazetteer = load_gazetteer(folder / "gazetteer", folder / "kg.ttl")
    except OntologyError as error:
        raise OntologyError(faults + error.faults) from error
    except SyntaxError:  # kg.ttl, which is among the faults already
        gazetteer = Gazetteer()
    if faults:
        raise OntologyError(faults)
    return replace(ontology, gazetteer=gazetteer)


def _yaml(path: Path, faults: list[str]) -> Any:
    loader = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=loader)
    except (OSError, yaml.YAMLError) as error:
        faults.append(f"{path.name}: {error}")
        return None


def _relations(path: Path, faults: list[str]) -> dict[str, Relation]:
    """Read the relation types: every rel: property that has a stance."""
    store = ox.Store()
    try:
        store.bulk_load(path=str(path), format=ox.RdfFormat.TURTLE)
    except (SyntaxError, OSError) as error:
        faults.append(f"{path.name}: {error}")
        return {}
    found = {}
    for quad in store.quads_for_pattern(None, ox.NamedNode(KG + "stance"), None):
        if isinstance(quad.subject, ox.NamedNode) and quad.subject.value.startswith(REL):
            relation = _relation(store, quad.subject, _local(quad.object))
            found[relation.id] = relation
    return dict(sorted(found.items()))


def _local(term: Any) -> str:
    return re.split(r"[#/]", str(term.value))[-1]


def _relation(store: ox.Store, node: ox.NamedNode, stance: str) -> Relation:
    def values(predicate: ox.NamedNode) -> list[Any]:
        return [quad.object for quad in store.quads_for_pattern(node, predicate, None)]

    def flag(name: str) -> bool:
        return any(term.value == "true" for term in values(ox.NamedNode(KG + name)))

    label = values(ox.NamedNode(_RDFS + "label"))
    definition = values(_DEFINITION)
    return Relation(
        id=_local(node),
        label=str(label[0].value) if label else _local(node),
        definition=str(definition[0].value) if definition else "",
        stance=stance,
        symmetric=_SYMMETRIC in values(_RDF_TYPE),
        contradicts=frozenset(_local(term) for term in values(ox.NamedNode(KG + "contradicts"))),
        denial=flag("deniesContent"),
        performative=flag("performative"),
        accusation=flag("allegesContent"),
    )


def _triggers(
    folder: Path, relations: Mapping[str, Relation], faults: list[str]
) -> dict[tuple[str, str], tuple[Trigger, ...]]:
    """Index the triggers by part of speech and first word; longer ones first, so that the most specific wins."""
    index: dict[tuple[str, str], list[Trigger]] = {}
    for path in sorted(folder.glob("*.yaml")):
        data = _yaml(path, faults) or {}
        if data.get("relation") not in relations:
            faults.append(f"{path.name}: relation '{data.get('relation')}' is not declared in kg.ttl")
            continue
        for number, entry in enumerate(data.get("triggers") or [], 1):
            try:
                trigger = _trigger(data["relation"], entry)
            except (KeyError, TypeError, ValueError) as error:
                faults.append(f"{path.name}: trigger {number} ({entry!r:.60}): {error}")
                continue
            index.setdefault((trigger.part, trigger.words[0]), []).append(trigger)
    return {
        key: tuple(sorted(found, key=lambda t: (-len(t.words), -len(t.needs) - bool(t.beside), t.rule)))
        for key, found in sorted(index.items())
    }


def _tuple(value: object) -> tuple[str, ...]:
    if value is None or value == "none":
        return ()
    return (value,) if isinstance(value, str) else tuple(value)  # type: ignore[arg-type]


def _trigger(relation: str, entry: dict[str, Any]) -> Trigger:
    if unknown := set(entry) - _KEYS:
        raise ValueError(f"unknown key {sorted(unknown)}; known are {sorted(_KEYS)}")
    parts = [part for part in _PARTS if part in entry]
    if len(parts) != 1:
        raise ValueError("needs exactly one of verb, noun, adjective")
    part = parts[0]
    needs = frozenset(_tuple(entry.get("needs")))
    if needs - _NEEDS:
        raise ValueError(f"unknown needs {sorted(needs - _NEEDS)}; known are {sorted(_NEEDS)}")
    return Trigger(
        relation=relation,
        part=part,
        words=tuple(str(entry[part]).split()),
        subject=_tuple(entry.get("subject", "doer" if part == "noun" else "agent")),
        object=_tuple(entry.get("object", "patient" if part == "verb" else None)),
        content=_tuple(entry.get("content")),
        polarity=entry.get("polarity", "positive"),
        modality=entry.get("modality", "asserted"),
        needs=needs,
        confidence=float(entry.get("confidence", 0.7)),
        example=_example(entry["example"]),
        counterexamples=_tuple(entry["counterexample"]),
        gives_way=bool(entry.get("gives_way")),
        beside=frozenset(_tuple(entry.get("with"))),
        unless=frozenset(_tuple(entry.get("unless"))),
    )


def _example(entry: dict[str, Any]) -> Example:
    subject, object_ = entry["finds"]
    return Example(
        text=entry["text"],
        subject=subject,
        object=object_,
        polarity=entry.get("polarity", "positive"),
        modality=entry.get("modality", "asserted"),
    )


def _layout(data: dict[str, Any] | None) -> Layout:
    def compiled(key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(p, re.IGNORECASE) for p in _tuple((data or {}).get(key, ["(?!)"])))

    return Layout(
        credit_label=compiled("credit_label")[0],
        credit=compiled("credit"),
        credit_tail=compiled("credit_tail")[0],
        boilerplate=compiled("boilerplate"),
        byline=tuple(re.compile(p) for p in _tuple((data or {}).get("byline", []))),
        transcript=re.compile(_tuple((data or {}).get("transcript", "(?!)"))[0]),
        dateline=re.compile(_tuple((data or {}).get("dateline", "(?!)"))[0]),
    )


def _reporting(path: Path, faults: list[str]) -> dict[tuple[str, str], Reporting]:
    """Read reporting.yaml: lists of groups {part, content, modality, words}."""
    found: dict[tuple[str, str], Reporting] = {}
    for group in _yaml(path, faults) or []:
        entry = Reporting(
            content=frozenset(_tuple(group["content"])),
            modality=group.get("modality", "asserted"),
            negative=group.get("polarity") == "negative",
            source=group.get("source", True),
        )
        for word in str(group["words"]).split(","):
            key = (group["part"], word.strip())
            first = found.get(key)
            found[key] = replace(first, content=first.content | entry.content) if first else entry
    return found


def _words(folder: Path, faults: list[str]) -> tuple[dict[str, frozenset[str]], dict[str, dict[str, str]]]:
    """Read words.yaml: a comma-separated string is a set of words, a mapping is a table."""
    sets: dict[str, frozenset[str]] = {}
    maps: dict[str, dict[str, str]] = {}
    for name in ("grammar.yaml", "modality.yaml", "entities.yaml", "times.yaml"):
        for key, value in (_yaml(folder / name, faults) or {}).items():
            if isinstance(value, dict):
                maps[key] = {word.strip(): str(kind) for kind, words in value.items() for word in str(words).split(",")}
            else:
                sets[key] = frozenset(word.strip() for word in str(value).split(",") if word.strip())
    return sets, maps
