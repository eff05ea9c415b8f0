"""Score what simple methods give, by the same scorers, to see what newskg adds.

python benchmarks/baselines.py --data "$NEWSKG_DATA" [--sets gold/dev ...] [--methods svo regex rules textacy] [--json]

svo      statements: spaCy's subject, verb and direct object, the verb typed by the one-word verbs of our own lexicon
regex    statements: twenty verbs between two capitalised names, no parser
rules    attributions: some twenty lines over spaCy's parse (reporting verb, its subject, its clause or the quotation)
textacy  attributions: textacy's direct quotations (skipped by name where textacy is not installed)

All take every sentence for a fact in the article's own voice. Graphs are written by kg.graph.write.
"""

from __future__ import annotations

import importlib.util
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
    Quotation,
    Resolution,
    ResolvedAttribution,
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
Report = tuple[list[Span], list[Span], list[Span]]
"""Source, cue and content."""

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
REPORTING = frozenset(
    "say tell add announce argue believe claim conclude declare deny explain hope insist know note predict report "
    "suggest think warn write".split()
)


def main() -> None:
    """Measure and print a table a method."""
    parser = arguments(__doc__.partition("\n")[0])
    parser.add_argument("--methods", nargs="+", choices=METHODS, default=list(METHODS))
    options = parse(parser)
    found: dict[str, Any] = {}
    for name in options.methods:
        if name == "textacy" and importlib.util.find_spec("textacy") is None:
            sys.stderr.write("textacy: not run, it is not installed\n")
            continue
        found[name] = scores(name, options)
    if options.json:
        sys.stdout.write(json.dumps(found, indent=1) + "\n")
        return
    for name, figures in found.items():
        sys.stdout.write(f"**{name}**\n\n{table(figures)}\n")


def scores(name: str, options: Any) -> dict[str, dict[str, Any]]:
    """Build and score the sets that a method has anything for."""
    method, kinds = METHODS[name]

    def build(texts: Path, output: Path) -> Path:
        documents = [method(document) for document in read([texts]) if isinstance(document, Document)]
        output.mkdir(parents=True)
        path = output / "graph.ttl"
        path.write_bytes(turtle(triples(_resolution(documents), Run(__version__, name, DEFAULT_BASE), ONTOLOGY)))
        return path

    with tempfile.TemporaryDirectory() as work:
        return {
            gold.name: {kind: v for kind, v in measure(gold, options.data, Path(work), build).items() if kind in kinds}
            for gold in chosen(options.sets)
            if any(kind in kinds for kind, _ in gold.measures)
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


# ---- statements


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


# ---- attributions


def rules(document: Document) -> ResolvedDocument:
    """Take each reporting verb with its subject and its clause, else the quotation in its sentence."""
    return _reports(document, _said(_nlp()(document.text)))


def _said(doc: Doc) -> Iterator[Report]:
    for token in doc:
        source = next((c for c in token.children if c.dep_ == "nsubj"), None)
        clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
        if token.pos_ != "VERB" or (clause is None and token.lemma_.lower() not in REPORTING):
            continue
        if clause is None and token.dep_ in ("ccomp", "parataxis"):
            mine = {t.i for t in token.subtree}
            content = [t for t in token.head.subtree if t.i not in mine]
        elif clause is not None:
            content = list(clause.subtree)
        else:
            marks = [t for t in token.sent if t.is_quote]
            content = list(doc[marks[0].i : marks[-1].i + 1]) if len(marks) > 1 else []
        if content and source is not None:
            own = [c for c in token.lefts if c.dep_ in ("aux", "auxpass", "neg") and c.i > source.i]
            yield [_tokens(_bare(list(source.subtree)))], [_tokens([*own, token])], [_quoted_whole(_bare(content))]


def _bare(tokens: list[Token]) -> list[Token]:
    while len(tokens) > 1 and (tokens[-1].text in ",." or tokens[-1].is_space):
        tokens.pop()
    while len(tokens) > 1 and (tokens[0].text == "," or tokens[0].is_space):
        tokens.pop(0)
    return tokens


def _quoted_whole(tokens: list[Token]) -> Span:
    """Take in the quotation marks around."""
    doc, first, last = tokens[0].doc, tokens[0].i, tokens[-1].i
    first -= first > 0 and doc[first - 1].is_quote
    after = last + 2 if last + 2 < len(doc) and doc[last + 1].text in ",." else last + 1
    return _tokens(doc[first : after + 1 if after < len(doc) and doc[after].is_quote else last + 1])


def quotations(document: Document) -> ResolvedDocument:
    """Take textacy's direct quotations, a paragraph at a time; it refuses paragraphs with an odd quotation mark."""
    return _reports(document, (report for m in re.finditer(r"[^\n]+", document.text) for report in _quoted(m)))


def _quoted(paragraph: re.Match[str]) -> Iterator[Report]:
    from textacy.extract import direct_quotations

    try:
        found = list(direct_quotations(_nlp()(paragraph[0])))
    except ValueError:
        return
    for quote in found:
        source, cue, content = (
            Span(span.start + paragraph.start(), span.end + paragraph.start())
            for span in map(_tokens, (quote.speaker, quote.cue, quote.content))
        )
        yield [source], [cue], [content]


def _reports(document: Document, reports: Iterable[Report]) -> ResolvedDocument:
    made = {
        (tuple(source), tuple(cue), tuple(content)): ResolvedAttribution(
            f"{document.key}-{n}", tuple(source), tuple(cue), tuple(content), Quotation.INDIRECT
        )
        for n, (source, cue, content) in enumerate(reports)
    }
    return ResolvedDocument(document, attributions=tuple(made.values()))


STATEMENTS = frozenset({"statements", "statements, first article", "stance", "plover"})
METHODS = {
    "svo": (svo, STATEMENTS),
    "regex": (regex, STATEMENTS),
    "rules": (rules, frozenset({"attributions"})),
    "textacy": (quotations, frozenset({"attributions"})),
}

if __name__ == "__main__":
    main()
