"""Score a graph against the gold of the stories by the rules of the README: one-to-one, by relation, ends and sign."""

from __future__ import annotations

import json
import re
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from kg.graph.record import GraphRecords, SpanRecord, StatementRecord

HERE = Path(__file__).parent
STATIC = frozenset({"holdsRole", "affiliatedWith"})
SYMMETRIC = frozenset({"negotiates", "meets", "agrees", "cooperates"})
EMPTY = frozenset(
    """a an and are as at be by for from had has have her his in is it its mr mrs ms dr sir not of on or rep sen gov
    that the their these this those to was were with""".split()
)
Words = tuple[str, ...]
Place = tuple[int, int]


def content_words(name: str) -> Words:
    """Give a name's words as names are compared; small words count only where there are no others."""
    folded = unicodedata.normalize("NFKD", name).casefold().replace("’", "'")
    bare = "".join(c for c in folded if not unicodedata.combining(c))
    words = [w.strip(".") for w in re.findall(r"[\w.&]+", re.sub(r"'s\b|'", " ", bare)) if w.strip(".")]
    return tuple(w for w in words if w not in EMPTY) or tuple(words)


@dataclass(frozen=True, slots=True)
class Gold:
    """A statement of the gold; a speaker of None is the narrator."""

    subject: Words
    relations: frozenset[str]
    object: Words
    negated: bool
    modalities: frozenset[str]
    speakers: frozenset[str | None]
    certain: bool
    places: tuple[Place, ...]


@dataclass(frozen=True, slots=True)
class Found:
    """A statement of the graph by the names of its ends, the label first; `speaker` is empty for the two voices."""

    subject: Words
    relation: str
    object: Words
    negated: bool
    modality: str
    speaker: Words
    narrated: bool
    places: tuple[Place, ...]

    @property
    def told(self) -> bool:
        """Tell whether the graph asserts it in its own voice."""
        return self.narrated and self.modality == "asserted"


class Names:
    """Which entity of one report's gold a name is; only what is no name of any is compared by words in common."""

    def __init__(self, entities: Sequence[dict[str, Any]]) -> None:
        self.bearers: dict[Words, set[str]] = defaultdict(set)
        for entity in entities:
            for form in (entity["name"], *entity["forms"]):
                self.bearers[content_words(form)].add(entity["name"])

    def known(self, names: Words) -> set[str]:
        """Give the gold entities that the names belong to; a label that is known decides alone."""
        if names and (first := self.bearers.get(content_words(names[0]))):
            return first
        return set().union(*(self.bearers.get(content_words(name), set()) for name in names))

    def same(self, gold: Words, found: Words) -> bool:
        """Tell whether both lists name one thing."""
        wanted = {content_words(name) for name in gold} - {()}
        have = [words for name in found if (words := content_words(name))]
        if known := self.known(found):
            meant = set().union(*(self.bearers.get(words, set()) for words in wanted))
            return bool(known & meant) or have[0] in wanted
        return any(words in wanted for words in have) or any(_alike(a, b) for a in wanted for b in have)


def _alike(a: Words, b: Words) -> bool:
    shared = len(set(a) & set(b))
    return shared > 0 and 4 * shared >= len(set(a)) + len(set(b))


def read_gold(story: dict[str, Any]) -> list[Gold]:
    return [_gold(entry) for entry in story["statements"]]


def _gold(entry: dict[str, Any]) -> Gold:
    def names(end: str) -> Words:
        return (entry[end], *entry[f"{end}_forms"]) if entry[end] else ()

    return Gold(
        subject=names("subject"),
        relations=frozenset({entry["relation"], *entry["also"]}),
        object=names("object"),
        negated=entry["negated"],
        modalities=frozenset({entry["modality"], entry.get("modality_also", entry["modality"])}),
        speakers=frozenset({entry["speaker"], entry.get("speaker_also", entry["speaker"])}),
        certain=entry["certain"],
        places=((entry["start"], entry["end"]), *((start, end) for start, end in entry.get("more", []))),
    )


def read_graph(graph: GraphRecords) -> dict[str, list[Found]]:
    """Give the statements of each document by its identifier."""
    found: dict[str, list[Found]] = {document.identifier: [] for document in graph.documents.values()}
    for statement in graph.statements:
        found[graph.documents[statement.document].identifier].append(_found(graph, statement))
    return found


def _found(graph: GraphRecords, statement: StatementRecord) -> Found:
    def names(iri: str | None, words: Sequence[SpanRecord] = ()) -> Words:
        entity = graph.entities.get(iri or "")
        return (*((entity.label, *entity.aliases) if entity else ()), *(span.text for span in words))

    return Found(
        subject=names(statement.subject),
        relation=statement.relation,
        object=names(statement.object, statement.object_mentions),
        negated=statement.polarity == "Negative",
        modality=statement.modality.lower(),
        speaker=names(statement.speaker),
        narrated=statement.speaker == "Narrator",
        places=tuple((span.start, span.end) for span in statement.evidence),
    )


class Judge:
    """Compares the gold of one report with what the graph says of it."""

    def __init__(self, story: dict[str, Any], found: Sequence[Found]) -> None:
        self.story, self.names = story, Names(story["entities"])
        self.gold, self.found = read_gold(story), found

    def ends(self, gold: Gold, found: Found) -> bool:
        """Compare both ends; one that the gold leaves open is not compared."""

        def fit(want: Words, have: Words) -> bool:
            return not want or (bool(have) and self.names.same(want, have))

        straight = fit(gold.subject, found.subject) and fit(gold.object, found.object)
        turned = bool(gold.relations & SYMMETRIC) and (
            fit(gold.subject, found.object) and fit(gold.object, found.subject)
        )
        return straight or turned

    def says(self, gold: Gold, found: Found) -> bool:
        """Tell whether relation, ends and sign are the same."""
        return found.relation in gold.relations and found.negated == gold.negated and self.ends(gold, found)

    def any_sign(self, gold: Gold, found: Found) -> bool:
        """Tell whether relation and ends are the same."""
        return found.relation in gold.relations and self.ends(gold, found)

    def speaker(self, gold: Gold, found: Found) -> bool:
        """Compare the speakers; what nobody in particular says is the narrator's in this format."""
        if not found.speaker:
            return None in gold.speakers
        return any(name is not None and self.names.same((name,), found.speaker) for name in gold.speakers)

    def pairs(
        self, gold: Sequence[Gold], found: Sequence[Found], fits: Callable[[Gold, Found], bool]
    ) -> list[tuple[Gold, Found]]:
        """Match one to one, as many as can be (Kuhn), the certain ones first; of several the right speaker first."""
        edges = [[j for j, f in enumerate(found) if fits(g, f)] for g in gold]
        for g, candidates in zip(gold, edges, strict=True):
            candidates.sort(key=lambda j: (found[j].negated != g.negated, not self.speaker(g, found[j]), j))
        taken: dict[int, int] = {}

        def place(i: int, seen: set[int]) -> bool:
            for j in edges[i]:
                if j not in seen:
                    seen.add(j)
                    if j not in taken or place(taken[j], seen):
                        taken[j] = i
                        return True
            return False

        for i in sorted(range(len(gold)), key=lambda i: (not gold[i].certain, len(edges[i]), i)):
            place(i, set())
        return [(gold[i], found[j]) for j, i in sorted(taken.items())]

    def excused(self, found: Found) -> bool:
        """Tell whether the gold lets the narrator assert it."""
        return any(self.says(g, found) and None in g.speakers and "asserted" in g.modalities for g in self.gold)

    def leaks(self) -> Iterator[Found]:
        """Yield what the graph asserts in its own voice and the gold has only in somebody's mouth, or not as fact."""
        for found in self.found:
            dynamic = found.relation not in STATIC
            if dynamic and found.told and any(self.says(g, found) for g in self.gold) and not self.excused(found):
                yield found

    def traps(self) -> Iterator[dict[str, Any]]:
        """Yield the traps that the graph walked into."""
        for trap in self.story["traps"]:
            bait = _bait(trap)
            if any(f.told and self.says(bait, f) and not self.excused(f) for f in self.found):
                yield trap


def _bait(trap: dict[str, Any]) -> Gold:
    ends = [(trap[end],) if trap[end] else () for end in ("subject", "object")]
    return Gold(ends[0], frozenset({trap["relation"]}), ends[1], False, frozenset(), frozenset(), True, ())


@dataclass(slots=True)
class Score:
    """The counts over several reports; `notes` are the leaks, traps and misses in words."""

    counts: Counter[str]
    notes: dict[str, list[str]]

    def figures(self) -> dict[str, float]:
        """Give the shares that the floors hold, and the two counts that they hold down."""

        def share(part: str, whole: str) -> float:
            return round(self.counts[part] / self.counts[whole], 4) if self.counts[whole] else 0.0

        return {
            "recall": share("certain hit", "certain"),
            "precision": share("hit", "found"),
            "speaker": share("speaker", "hit"),
            "modality": share("modality", "hit"),
            "polarity": share("sign", "any sign"),
            "evidence": share("evidence", "hit"),
            "roles": share("roles hit", "roles"),
            "leaks": float(self.counts["leaks"]),
            "traps": float(self.counts["traps"]),
        }


def score(graph: GraphRecords, folder: Path = HERE) -> Score:
    """Score the graph against every story of the folder; raises KeyError where a report is not in the graph."""
    total = Score(Counter(), {"leaks": [], "traps": [], "misses": []})
    found = read_graph(graph)
    for path in sorted(folder.glob("*.json")):
        story = json.loads(path.read_text(encoding="utf-8"))
        _count(Judge(story, found[story["doc"]]), total)
    return total


def _count(judge: Judge, total: Score) -> None:
    counts, slug = total.counts, judge.story["doc"]
    gold = [g for g in judge.gold if not g.relations <= STATIC]
    found = [f for f in judge.found if f.relation not in STATIC]
    hits = judge.pairs(gold, found, judge.says)
    signs = judge.pairs(gold, found, judge.any_sign)
    missed = [g for g in gold if g.certain and not any(g is hit for hit, _ in hits)]
    counts["certain"] += sum(g.certain for g in gold)
    counts["certain hit"] += sum(g.certain for g, _ in hits)
    counts["found"] += len(found)
    counts["hit"] += len(hits)
    counts["speaker"] += sum(judge.speaker(g, f) for g, f in hits)
    counts["modality"] += sum(f.modality in g.modalities for g, f in hits)
    counts["evidence"] += sum(_overlap(g.places, f.places) for g, f in hits)
    counts["any sign"] += len(signs)
    counts["sign"] += sum(g.negated == f.negated for g, f in signs)
    total.notes["misses"] += [f"{slug}: {g.subject[:1]} {sorted(g.relations)} {g.object[:1]}" for g in missed]
    _count_static(judge, total)
    leaks, traps = list(judge.leaks()), list(judge.traps())
    counts["leaks"] += len(leaks)
    counts["traps"] += len(traps)
    total.notes["leaks"] += [f"{slug}: {f.subject[:1]} {f.relation} {f.object[:1]} at {f.places}" for f in leaks]
    total.notes["traps"] += [f"{slug}: {trap['subject']} {trap['relation']} {trap['object']}" for trap in traps]


def _count_static(judge: Judge, total: Score) -> None:
    gold = [g for g in judge.gold if g.relations <= STATIC and g.certain]
    found = [f for f in judge.found if f.relation in STATIC]
    total.counts["roles"] += len(gold)
    total.counts["roles hit"] += len(judge.pairs(gold, found, judge.says))


def _overlap(first: Sequence[Place], second: Sequence[Place]) -> bool:
    return any(a < d and c < b for a, b in first for c, d in second)
