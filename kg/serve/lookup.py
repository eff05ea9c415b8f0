"""What the graph says of one IRI: the node itself and what belongs to it, as triples."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import Final

from pyoxigraph import NamedNode, Store, Triple

from kg.graph import namespaces as ns
from kg.graph.lexical import as_written

_PARTS: Final = (
    *(ns.EVIDENCE, ns.SUBJECT_MENTION, ns.OBJECT_MENTION, ns.VIA, ns.CONTENT),
    *(ns.SOURCE_SPAN, ns.CUE_SPAN, ns.CONTENT_SPAN, ns.WITHIN),
    *(ns.STATEMENT_OF, ns.CLAIM_OF, ns.COUNTER),
)
"""What a statement, attribution, claim or dispute consists of; entities and documents are not parts."""

_LEADS_BACK: Final = (
    *(ns.SUBJECT, ns.OBJECT, ns.ATTRIBUTED_TO, ns.CONTENT, ns.STATEMENT_OF),
    *(ns.IN_DOCUMENT, ns.CONTEXT, ns.CLAIM_OF, ns.COUNTER, ns.WITHIN),
)
"""By which other nodes speak of this one; a mention's `kg:denotes` is left out, for the statements name the places."""

_DIRECT: Final = tuple(ns.LAYERS.values())

_NAMES: Final = (ns.TYPE, ns.LABEL, ns.TITLE, ns.IDENTIFIER, ns.ISSUED, ns.PUBLISHER, ns.SOURCE, ns.CONTRACT_VERSION)


class Neighbourhood:
    """The triples around one node: `triples` once each, `cut` how many nodes that speak of it were left out."""

    def __init__(self, store: Store, node: NamedNode, most: int | None = None) -> None:
        self._store, self._taken, self.cut = store, set[object](), 0
        self.triples: dict[Triple, None] = {}
        self._take(node)
        self.known = bool(self.triples)
        if self.known:
            self._look_around(node, most)

    def _look_around(self, node: NamedNode, most: int | None) -> None:
        speakers = dict.fromkeys(self._speakers(node))
        for other in islice(speakers, most):
            self._take(other)
        self.cut = max(0, len(speakers) - most) if most is not None else 0
        self._add(self._facts(node))
        self._name_the_rest()

    def _speakers(self, node: NamedNode) -> Iterator[NamedNode]:
        for predicate in _LEADS_BACK:
            found = {quad.subject for quad in self._store.quads_for_pattern(None, predicate, node, None)}
            yield from sorted((one for one in found if isinstance(one, NamedNode)), key=str)

    def _facts(self, node: NamedNode) -> Iterator[Triple]:
        """Give the one-line facts that end in the node."""
        for quad in self._store.quads_for_pattern(None, None, node, None):
            if quad.predicate.value.startswith(_DIRECT):
                yield quad.triple

    def _take(self, node: object) -> None:
        """Take a node and, one below the other, its parts."""
        waiting = [node]
        while waiting:
            here = waiting.pop()
            if here in self._taken or not isinstance(here, NamedNode):
                continue
            self._taken.add(here)
            own = [quad.triple for quad in self._store.quads_for_pattern(here, None, None, None)]
            self._add(own)
            waiting.extend(triple.object for triple in own if triple.predicate in _PARTS)

    def _name_the_rest(self) -> None:
        """Add the names of every node that is spoken of and not taken."""
        others = {end for triple in self.triples for end in (triple.subject, triple.object)} - self._taken
        for other in others:
            if isinstance(other, NamedNode):
                for predicate in _NAMES:
                    self._add(quad.triple for quad in self._store.quads_for_pattern(other, predicate, None, None))

    def _add(self, triples: Iterable[Triple]) -> None:
        self.triples.update(dict.fromkeys(map(as_written, triples)))
