"""Score what simple methods give, by the same scorers, to see what newskg adds.

python benchmarks/baselines.py --data "$NEWSKG_DATA" [--sets gold/dev ...] [--methods svo regex] [--json]

svo    spaCy's subject, verb and direct object, the verb typed by the one-word verbs of our own lexicon
regex  twenty verbs between two capitalised names, no parser

Both take every sentence for a fact in the article's own voice. Graphs are written by kg.graph.write. Attributions are
compared by peers.py.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import spacy
from accuracy import table
from sets import arguments, chosen, measure, parse
from spacy.tokens import Doc, Token

from kg import __version__
from kg.extract import DEFAULT_MODEL
from kg.graph.write import triples, turtle
from kg.ids import DEFAULT_BASE, entity_id
from kg.model import (
    NARRATOR,
    Denotation,
    Document,
    Entity,
    Modality,
    Polarity,
    Resolution,
    ResolvedDocument,
    Run,
    Span,
    Statement,
)
from kg.ontology import load_ontology
from kg.read import read

ONTOLOGY = load_ontology()
Fact = tuple[Span, Span, Span, str]
"""Subject, cue, object and relation."""

VERBS = {
    "accus(?:e|es|ed|ing)": "accuses",
    "blam(?:e|es|ed|ing)": "accuses",
    "criticis(?:e|es|ed|ing)|criticiz(?:e|es|ed|ing)": "criticises",
    "condemn(?:s|ed|ing)?": "criticises",
    "attack(?:s|ed|ing)?": "attacks",
    "den(?:y|ies|ied|ying)": "denies",
    "reject(?:s|ed|ing)?": "rejects",
    "oppos(?:e|es|ed|ing)": "opposes",
    "threaten(?:s|ed|ing)?": "threatens",
    "arrest(?:s|ed|ing)?": "detains",
    "su(?:e|es|ed|ing)": "prosecutes",
    "defeat(?:s|ed|ing)?": "defeats",
    "prais(?:e|es|ed|ing)": "praises",
    "support(?:s|ed|ing)?": "supports",
    "back(?:s|ed|ing)?": "supports",
    "endors(?:e|es|ed|ing)": "supports",
    "urg(?:e|es|ed|ing)": "demands",
    "meet|meets|met|meeting": "meets",
    "help(?:s|ed|ing)?": "aids",
    "appoint(?:s|ed|ing)?": "appoints",
}
NAME = r"(?:[A-Z][\w'’.-]*)(?:\s+(?:of\s+(?:the\s+)?)?[A-Z][\w'’.-]*)*"
PATTERN = re.compile(
    rf"(?P<subject>{NAME})\W+(?:[\w'’]+\W+){{0,3}}?(?P<verb>{'|'.join(VERBS)})\W+(?:[\w'’]+\W+){{0,3}}?(?P<object>{NAME})"
)


def main() -> None:
    """Measure and print a table a method."""
    parser = arguments(__doc__.partition("\n")[0])
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    options = parse(parser)
    found = {name: scores(name, options) for name in options.methods}
    if options.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    for name, figures in found.items():
        sys.stdout.write(f"**{name}**\n\n{table(figures)}\n")


def scores(name: str, options: Any) -> dict[str, dict[str, Any]]:
    """Build and score the sets that have statements."""
    method = METHODS[name]

    def build(texts: Path, output: Path) -> Path:
        documents = [method(document) for document in read([texts]) if isinstance(document, Document)]
        output.mkdir(parents=True)
        path = output / "graph.ttl"
        path.write_bytes(turtle(triples(_resolution(documents), Run(__version__, name, DEFAULT_BASE), ONTOLOGY)))
        return path

    with tempfile.TemporaryDirectory() as work:
        return {
            gold.name: {kind: v for kind, v in measure(gold, options.data, Path(work), build).items() if kind in KINDS}
            for gold in chosen(options.sets)
            if any(kind in KINDS for kind, _ in gold.measures)
        }


def _resolution(documents: list[ResolvedDocument]) -> Resolution:
    names = {
        denotation.entity: _name(found.document.text[denotation.span.start : denotation.span.end])
        for found in documents
        for denotation in found.denotations
    }
    entities = tuple(Entity(id_, "Topic", name) for id_, name in sorted(names.items()))
    return Resolution(entities=entities, documents=tuple(documents))


@cache
def _nlp() -> spacy.language.Language:
    return spacy.load(DEFAULT_MODEL)


def svo(document: Document) -> ResolvedDocument:
    """Take each verb of the lexicon with a subject and a direct object of its own."""
    return _facts(document, _triples(_nlp()(document.text)))


def _triples(doc: Doc) -> Iterator[Fact]:
    for token in doc:
        found = ONTOLOGY.triggers.get(("verb", token.lemma_.lower()), ()) if token.pos_ == "VERB" else ()
        relation = next((trigger.relation for trigger in found if len(trigger.words) == 1), None)
        subject = next((c for c in token.children if c.dep_ == "nsubj"), None)
        object_ = next((c for c in token.children if c.dep_ == "dobj"), None)
        if relation and subject is not None and object_ is not None:
            yield _phrase(subject), _tokens([token]), _phrase(object_), relation


def _phrase(head: Token) -> Span:
    inside = [t for t in head.subtree if t.i <= head.i]
    return _tokens([t for t in inside if all(k in inside for k in head.doc[t.i : head.i])])


def _tokens(tokens: Iterable[Token]) -> Span:
    listed = list(tokens)
    return Span(listed[0].idx, listed[-1].idx + len(listed[-1]))


def regex(document: Document) -> ResolvedDocument:
    """Take two capitalised names with one of twenty verbs between them and few words more."""
    return _facts(document, _matches(document.text))


def _matches(text: str) -> Iterator[Fact]:
    at = 0
    while found := PATTERN.search(text, at):
        at = found.start("object")
        if "\n" not in found[0] and ". " not in found[0]:
            relation = next(r for verb, r in VERBS.items() if re.fullmatch(verb, found["verb"]))
            yield Span(*found.span("subject")), Span(*found.span("verb")), Span(*found.span("object")), relation


def _facts(document: Document, facts: Iterable[Fact]) -> ResolvedDocument:
    text, denoted, made = document.text, set(), []
    for n, (subject, cue, object_, relation) in enumerate(facts):
        one, other = (entity_id("Topic", _name(text[span.start : span.end])) for span in (subject, object_))
        denoted |= {Denotation(subject, one), Denotation(object_, other)}
        made.append(
            Statement(
                id=f"{document.key}-{n}", subject=one, relation=relation, object=other,
                polarity=Polarity.POSITIVE, modality=Modality.ASSERTED, speaker=NARRATOR,
                cues=(text[cue.start : cue.end],), evidence=(Span(subject.start, max(object_.end, cue.end)),),
                subject_mentions=(subject,), object_mentions=(object_,),
            )
        )  # fmt: skip
    denotations = tuple(sorted(denoted, key=lambda d: (d.span, d.entity)))
    return ResolvedDocument(document, denotations, statements=tuple(made))


def _name(phrase: str) -> str:
    return " ".join(re.sub(r"^(?:the|an?)\s+", "", phrase, flags=re.IGNORECASE).split()) or phrase


KINDS = frozenset({"statements", "statements, first article", "stance", "plover"})
METHODS = {"svo": svo, "regex": regex}

if __name__ == "__main__":
    main()
