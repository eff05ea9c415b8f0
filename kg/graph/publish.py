"""A graph that may be published: without the documents' texts and without quotes beyond the evidence."""

from __future__ import annotations

from collections.abc import Collection

from pyoxigraph import Triple

from kg.graph import namespaces as ns

_SHOWN_KINDS = (ns.MENTION, ns.EVIDENCE_SPAN)
_SHOWN_ENDS = (ns.SOURCE_SPAN, ns.CUE_SPAN, ns.EVIDENCE, ns.SUBJECT_MENTION, ns.OBJECT_MENTION)


def without_texts(triples: Collection[Triple]) -> list[Triple]:
    """Leave out every document's text, and the words of every span that is only the content of an attribution.

    Evidence, mentions, sources and cues keep their words; all offsets stay.
    """
    shown: set[object] = {t.subject for t in triples if t.predicate == ns.TYPE and t.object in _SHOWN_KINDS}
    shown |= {t.object for t in triples if t.predicate in _SHOWN_ENDS}
    return [t for t in triples if t.predicate != ns.TEXT and not (t.predicate == ns.ANCHOR and t.subject not in shown)]
