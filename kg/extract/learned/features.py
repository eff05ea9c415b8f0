"""What the learned attribution sees of each word beside its spelling: the parse, the quotations, the rules' reports."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from kg.extract.nlp import Parse
from kg.extract.quotes import LONG, Quote
from kg.extract.reports import Report

POS = tuple("ADJ ADP ADV AUX CCONJ DET INTJ NOUN NUM PART PRON PROPN PUNCT SCONJ SYM VERB X SPACE".split())
DEP = tuple(
    "ROOT acl acomp advcl advmod agent amod appos attr aux auxpass case cc ccomp compound conj csubj csubjpass dative "
    "dep det dobj expl intj mark meta neg nmod npadvmod nsubj nsubjpass nummod oprd parataxis pcomp pobj poss preconj "
    "predet prep prt punct quantmod relcl xcomp".split()
)
ENT = tuple("PERSON ORG GPE NORP DATE".split())

SIZES = (len(POS) + 1, len(DEP) + 1, len(ENT) + 2, 5, 3, 3, 3, 3, 3)
"""How many values each feature takes, in the order of the columns that `features` gives.

Part of speech, dependency label, name type, place in a quotation, kind of paragraph, and of the rules' reports:
cue, source, content, nested content.
"""

_POS = {name: i + 1 for i, name in enumerate(POS)}
_DEP = {name: i + 1 for i, name in enumerate(DEP)}
_ENT = {name: i + 1 for i, name in enumerate(ENT)}


def features(parse: Parse, quotes: Sequence[Quote], reports: Sequence[Report]) -> NDArray[np.int64]:
    """Give one row a token and one column a feature, each a number under its size in SIZES."""
    table = np.zeros((len(parse.words), len(SIZES)), dtype=np.int64)
    table[:, 0] = [_POS.get(pos, 0) for pos in parse.pos]
    table[:, 1] = [_DEP.get(dep, 0) for dep in parse.dep]
    for i, j, label in parse.ents:
        table[i:j, 2] = _ENT.get(label, len(ENT) + 1)
    for quote in quotes:
        table[quote.first : quote.last + 1, 3] = 2 if quote.size >= LONG else 4
        table[quote.first, 3] = 1
        table[quote.last, 3] = 3 if quote.closed else 2
    for block, (i, j) in zip(parse.layout, parse.blocks, strict=True):
        table[i:j, 4] = 1 if block.headline else 2 if block.speaker else 0
    _mark_reports(parse, reports, table)
    return table


def _mark_reports(parse: Parse, reports: Sequence[Report], table: NDArray[np.int64]) -> None:
    """Mark what the rules found: 1 where a span begins, 2 where it goes on."""
    outer: set[int] = set()
    for report in sorted(reports, key=lambda r: -len(r.content)):
        nested = bool(report.cue) and set(report.cue) <= outer
        content = 8 if nested else 7
        _mark(table, report.content, content)
        if not nested:
            _mark(table, set(report.cue), 5)
            if report.source is not None:
                _mark(table, set(parse.subtree(report.source)) - report.content - set(report.cue), 6)
            outer |= report.content


def _mark(table: NDArray[np.int64], tokens: set[int], column: int) -> None:
    for k in tokens:
        table[k, column] = 2 if k - 1 in tokens else 1
