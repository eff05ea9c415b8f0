"""A node for people: what it is, what is said of it, and the links to all it names."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING
from urllib.parse import quote, urlencode

from pyoxigraph import Literal, NamedNode, Triple

from kg.export.results import short
from kg.export.show import Teller
from kg.graph import namespaces as ns
from kg.graph.read import GraphRecords, StatementRecord, records
from kg.graph.store import Graph
from kg.ontology import Ontology

if TYPE_CHECKING:
    from jinja2 import Template

_HIDDEN = re.compile("[\x00-\x1f\x7f-\x9f\u061c\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]")
_SECTIONS = {"subject": "What it does", "object": "What is done to it", "speaker": "What it says"}
_IN_PAGE = {"entity/": "entity", "statement/": "statement", "doc/": "view=article&article"}


@dataclass(frozen=True, slots=True)
class Link:
    """Words, and where they lead ("" for nowhere)."""

    text: str
    href: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """One statement in words, its sentences, and the document that says it."""

    said: Link
    quotes: tuple[str, ...]
    document: Link | None


@dataclass(frozen=True, slots=True)
class Card:
    """What is shown of one node."""

    iri: str
    title: str
    kind: str
    in_page: str
    forms: tuple[Link, ...]
    facts: tuple[tuple[Link, tuple[Link, ...]], ...]
    sections: tuple[tuple[str, tuple[Line, ...]], ...]
    text: str
    cut: int


def html(iri: str, triples: Sequence[Triple], base: str, ontology: Ontology, cut: int = 0) -> str:
    """Give the page of one node; everything in it is escaped, names lose characters that steer."""
    return _template("card.html").render(card=_Maker(triples, base, ontology).card(iri, cut))


def missing(iri: str) -> str:
    """Give the page that says that the graph does not know an IRI."""
    return _template("missing.html").render(iri=plain(iri))


def plain(text: str, limit: int = 300) -> str:
    """Take characters that steer terminals or directions out of a name, and shorten it."""
    clean = " ".join(_HIDDEN.sub(" ", text[: limit * 4]).split())
    return clean if len(clean) <= limit else clean[: limit - 1].rstrip() + "…"


def href(iri: str, base: str) -> str:
    """Give the way to an IRI on this server: the IRI's own path where browsers keep it, else a look-up."""
    path = iri.removeprefix(base)
    kept = base and path != iri and not re.search(r"[?#]|%2e|//|(^|/)\.{1,2}(/|$)", path, re.IGNORECASE)
    if kept:
        return quote(_path(base) + path, safe="/%~:@!$&'()*+,;=-._")
    return f"/lookup?{urlencode({'iri': iri}, errors='replace')}"


def _path(base: str) -> str:
    return "/" + base.partition("://")[2].partition("/")[2]


class _Maker:
    """Makes the card of one node out of the triples around it."""

    def __init__(self, triples: Sequence[Triple], base: str, ontology: Ontology) -> None:
        self.triples, self.base = triples, base
        self.records: GraphRecords = records(Graph.from_triples(triples))
        self.teller = Teller(self.records, ontology)
        self.words = dict(_words(triples))
        self.known = {triple.subject.value for triple in triples if isinstance(triple.subject, NamedNode)}

    def card(self, iri: str, cut: int) -> Card:
        document = self.records.documents.get(iri)
        own = [triple for triple in self.triples if triple.subject == NamedNode(iri)]
        kinds = sorted(short(t.object) for t in own if t.predicate == ns.TYPE and isinstance(t.object, NamedNode))
        return Card(
            iri=iri,
            title=self.name(iri),
            kind=", ".join(kinds),
            in_page=self.in_page(iri),
            forms=tuple(Link(name, _form(iri, type_)) for name, type_ in _FORMS.items()),
            facts=tuple(self.facts(own)),
            sections=tuple(self.sections(iri)),
            text=(document.text or "") if document else "",
            cut=cut,
        )

    def in_page(self, iri: str) -> str:
        """Give the fragment that opens the node on the page."""
        local = iri.removeprefix(self.base)
        keys = [key for folder, key in _IN_PAGE.items() if local.startswith(folder)]
        return f"/#{keys[0]}={quote(local, safe='/')}" if keys and iri in self.known else ""

    def name(self, iri: str) -> str:
        """Give a node's name, or what it says, or its short IRI."""
        entity, document = self.records.entities.get(iri), self.records.documents.get(iri)
        statement = self.teller.by_iri.get(iri)
        if iri in self.words:
            return f"“{plain(self.words[iri], 200)}” ({iri.partition('#char=')[2].replace(',', '–')})"
        if entity or document:
            return plain(entity.label if entity else (document and (document.title or document.identifier)) or iri)
        return plain(self.teller.sentence(statement) if statement else short(NamedNode(iri)))

    def facts(self, own: Iterable[Triple]) -> Iterator[tuple[Link, tuple[Link, ...]]]:
        """Give each property with its values; the document's text has a place of its own."""
        values: dict[str, list[Link]] = {}
        for triple in own:
            if triple.predicate not in (ns.TEXT, ns.TYPE):
                values.setdefault(triple.predicate.value, []).append(self.link(triple))
        for predicate, links in sorted(values.items()):
            yield Link(short(NamedNode(predicate))), tuple(sorted(links, key=lambda link: (link.text, link.href)))

    def link(self, triple: Triple) -> Link:
        """Give one value: a link where the value is a node of this graph, or an address of the web."""
        value = triple.object
        if not isinstance(value, NamedNode):
            return Link(plain(str(getattr(value, "value", value)), 2_000))
        if value.value in self.known or (self.base and value.value.startswith(self.base)):
            return Link(self.name(value.value), href(value.value, self.base))
        web = value.value.startswith(("http://", "https://")) and triple.predicate == ns.SAME_AS
        return Link(short(value), value.value if web else "")

    def sections(self, iri: str) -> Iterator[tuple[str, tuple[Line, ...]]]:
        """Group the statements: of an entity by the part it plays, else all of them."""
        there = [one for one in self.records.statements if one.iri != iri]
        if iri in self.records.entities:
            groups = [(title, [s for s in there if getattr(s, part) == iri]) for part, title in _SECTIONS.items()]
        else:
            groups = [("Where it is written", [one for one in self.records.statements if one.iri == iri])]
            groups.append(("Statements with it", there))
        for title, statements in groups:
            if statements:
                yield title, tuple(self.line(statement) for statement in statements)

    def line(self, statement: StatementRecord) -> Line:
        """Put one statement into words."""
        document = statement.document
        return Line(
            Link(self.name(statement.iri), href(statement.iri, self.base)),
            tuple(plain(span.text, 1_000) for span in statement.evidence),
            Link(self.name(document), href(document, self.base)) if document in self.known else None,
        )


_FORMS = {"Turtle": "text/turtle", "JSON-LD": "application/ld+json", "N-Triples": "application/n-triples"}


def _words(triples: Iterable[Triple]) -> Iterator[tuple[str, str]]:
    """Give the words of each span."""
    for triple in triples:
        node, words = triple.subject, triple.object
        if triple.predicate == ns.ANCHOR and isinstance(node, NamedNode) and isinstance(words, Literal):
            yield node.value, words.value


def _form(iri: str, type_: str) -> str:
    return f"/lookup?{urlencode({'iri': iri, 'type': type_}, errors='replace')}"


@cache
def _template(name: str) -> Template:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("kg.serve", "template")
    return Environment(loader=loader, autoescape=True, undefined=StrictUndefined, trim_blocks=True).get_template(name)
