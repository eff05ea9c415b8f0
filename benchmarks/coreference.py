"""Score who is who on GUM's news: MUC, B³, CEAFe and their mean by scorch, for all mentions and for names and offices.

python benchmarks/coreference.py --data "$NEWSKG_DATA" [--genre news] [--model NAME] [--json] [--documents]

The key is every chain of two mentions or more (singletons as in CoNLL 2012: out of both sides; `--singletons` keeps
them). A mention of ours is the key's where the spans are the same or, in the figures by head, where its head word is in
the key's minimal span; of several the one with the most code points in common, and of those the shortest. "Names and
offices" keeps, on both sides, what is headed by a proper noun (times aside), and people headed by a noun for an office.
Chains are those of the resolution before it drops what no statement needs; `--graph` scores what the graph keeps.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from gum import GumText, read_gum
from scorch.scores import b_cubed, ceaf_e, muc

from kg.extract import DEFAULT_MODEL, Extractor
from kg.model import Document, Mention, MentionKind
from kg.ontology import Ontology, load_ontology
from kg.resolve.coreference import Coreference
from kg.resolve.known import typed

Chain = frozenset[tuple[str, int, int]]
"""The mentions of one thing, each by its document and offsets."""

METRICS: tuple[tuple[str, Callable[..., tuple[float, float, float]]], ...] = (
    ("MUC", muc),
    ("B3", b_cubed),
    ("CEAFe", ceaf_e),
)


@dataclass(frozen=True, slots=True)
class Place:
    """A mention to be matched: offsets, the offsets of its head words, its chain, and whether it is name or office."""

    start: int
    end: int
    heads: tuple[int, ...]
    chain: str
    named: bool


def main() -> None:
    """Measure and print."""
    options = _arguments()
    ontology = load_ontology()
    extractor = Extractor(ontology, options.model)
    pairs = []
    for path in sorted((options.data / "data/gum/dep").glob(f"GUM_{options.genre}_*.conllu")):
        gum = read_gum(path)
        pairs.append((gum.name, key_places(gum, ontology), our_places(gum, extractor, ontology, graph=options.graph)))
    found = {"documents": len(pairs), **figures(pairs, singletons=options.singletons)}
    if options.documents:
        found["by document"] = {p[0]: figures([p], singletons=options.singletons)["all, by head"] for p in pairs}
    sys.stdout.write(json.dumps(found, indent=1) + "\n" if options.json else table(found))


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, default=os.environ.get("NEWSKG_DATA"), help="holds data/gum/dep")
    parser.add_argument("--genre", default="news", choices=["news", "interview", "speech", "*"])
    parser.add_argument("--model", default=DEFAULT_MODEL)
    parser.add_argument("--singletons", action="store_true", help="keep chains of one mention on both sides")
    parser.add_argument("--graph", action="store_true", help="score only the things that the graph keeps")
    parser.add_argument("--documents", action="store_true", help="give the figure of each document, too")
    parser.add_argument("--json", action="store_true", help="print all figures instead of the table")
    options = parser.parse_args()
    if options.data is None or not (options.data / "data/gum/dep").is_dir():
        parser.error("give the folder that holds data/gum/dep by --data or NEWSKG_DATA")
    return options


# ---- the two sides


def key_places(gum: GumText, ontology: Ontology) -> list[Place]:
    """Give the key's mentions of a document."""
    offices = ontology.words["role_heads"]
    return [
        Place(
            mention.start,
            mention.end,
            tuple(t.start for t in mention.heads),
            mention.group,
            (mention.type != "time" and any(t.pos == "PROPN" for t in mention.heads))
            or (mention.type == "person" and any(t.lemma in offices for t in mention.heads)),
        )
        for mention in gum.mentions
    ]


def our_places(gum: GumText, extractor: Extractor, ontology: Ontology, *, graph: bool = False) -> list[Place]:
    """Give our mentions of a document, offices (which are things of their own) aside."""
    extraction = extractor.extract(Document(key=gum.name, identifier=gum.name, text=gum.text))
    resolved = Coreference(typed(extraction, ontology.gazetteer), ontology)
    if graph:
        resolved.drop_unused()
    found = {}
    adjectives = {t.start for t in gum.tokens if t.pos == "ADJ"}
    for i, number in sorted(resolved.of.items()):
        mention = resolved.mentions[i]
        if mention.head.start in adjectives and mention.kind is MentionKind.NAME:
            continue  # GUM marks no adjectives: "French", a group to us
        if mention.type != "Role" and (mention.span.start, mention.span.end) not in found:
            found[mention.span.start, mention.span.end] = Place(
                mention.span.start,
                mention.span.end,
                (mention.head.start,),
                str(number),
                _named(mention, gum.text, ontology),
            )
    return list(found.values())


def _named(mention: Mention, text: str, ontology: Ontology) -> bool:
    if mention.kind is MentionKind.NAME:
        return True
    head = text[mention.head.start : mention.head.end].lower()
    return mention.kind is MentionKind.NOMINAL and mention.type == "Person" and head in ontology.words["role_heads"]


# ---- figures


def figures(
    pairs: Sequence[tuple[str, list[Place], list[Place]]], *, singletons: bool = False
) -> dict[str, dict[str, float]]:
    """Give recall, precision and F1 of each metric and the mean, over all documents together, in per cent."""
    found = {}
    for name, named in (("all", False), ("names and offices", True)):
        for how in ("head", "span"):
            key: list[Chain] = []
            response: list[Chain] = []
            for document, gold, ours in pairs:
                gold, ours = ([p for p in places if p.named or not named] for places in (gold, ours))
                matched = match(gold, ours, by_head=how == "head")
                key += chains(document, gold, {}, singletons)
                response += chains(document, ours, matched, singletons)
            found[f"{name}, by {how}"] = scores(key, response)
    return found


def match(gold: Iterable[Place], ours: Iterable[Place], *, by_head: bool) -> dict[Place, Place]:
    """Pair our mentions with the key's: the same span, else by head, one to one."""
    wanted = {(p.start, p.end): p for p in gold}
    found = {p: wanted[p.start, p.end] for p in ours if (p.start, p.end) in wanted}
    if not by_head:
        return found
    free = set(wanted.values()) - set(found.values())
    near = sorted(
        (-_common(p, g), g.end - g.start, p.start, p.end, g.start, g.end, p, g)
        for p in ours
        if p not in found
        for g in free
        if p.heads[0] in g.heads
    )
    for *_, p, g in near:
        if p not in found and g in free:
            found[p] = g
            free.discard(g)
    return found


def _common(one: Place, other: Place) -> int:
    return min(one.end, other.end) - max(one.start, other.start)


def chains(document: str, places: Iterable[Place], as_key: dict[Place, Place], singletons: bool) -> Iterator[Chain]:
    """Give the chains as sets of mentions, ours under the offsets of the key's mention that they match."""
    members: dict[str, set[tuple[str, int, int]]] = defaultdict(set)
    for place in places:
        own = as_key.get(place, place)
        members[place.chain].add((document, own.start, own.end))
    for _, found in sorted(members.items()):
        if singletons or len(found) > 1:
            yield frozenset(found)


def scores(key: list[Chain], response: list[Chain]) -> dict[str, float]:
    """Give the CoNLL score and what it is the mean of."""
    found: dict[str, float] = {}
    for name, metric in METRICS:
        for part, value in zip("RPF", metric(key, response), strict=True):
            found[f"{name} {part}"] = round(100 * value, 1)
    found["CoNLL F1"] = round(sum(found[f"{name} F"] for name, _ in METRICS) / len(METRICS), 1)
    found["mentions R"], found["mentions P"] = _mention_scores(key, response)
    return found


def _mention_scores(key: list[Chain], response: list[Chain]) -> tuple[float, float]:
    wanted, have = set().union(*key), set().union(*response)
    both = len(wanted & have)
    return round(100 * both / max(1, len(wanted)), 1), round(100 * both / max(1, len(have)), 1)


def table(found: dict[str, object]) -> str:
    """Give the figures as a markdown table."""
    lines = ["| mentions | CoNLL F1 | MUC | B³ | CEAFe | mentions found R / P |", "|---|---|---|---|---|---|"]
    for name, row in found.items():
        if isinstance(row, dict) and "CoNLL F1" in row:
            cells = [f"{row[m + ' R']} / {row[m + ' P']} / {row[m + ' F']}" for m, _ in METRICS]
            both = f"{row['mentions R']} / {row['mentions P']}"
            lines.append(f"| {name} | {row['CoNLL F1']} | {' | '.join(cells)} | {both} |")
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    main()
