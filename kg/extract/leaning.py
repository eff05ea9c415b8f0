"""What the words between two names say of who is for or against whom: features of an ordered pair. Contains no word."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from kg.extract.mentions import MentionTable
from kg.extract.reports import Report, Reports
from kg.extract.syntax import Syntax
from kg.model import Polarity, RelationMention
from kg.ontology import Ontology

_PATH = 4
"""Labels of a path that are kept; longer ones are all alike."""
_PARTS = {"VERB": ("verb",), "NOUN": ("noun", "verb"), "ADJ": ("adjective",)}
_TELLING = frozenset({"VERB", "NOUN", "ADJ", "ADV", "PROPN"})
_COLOURED = frozenset({"favourable-content", "unfavourable-content"})
_CONTENT = frozenset({"VERB", "NOUN", "ADJ", "ADV", "ADP", "PART", "SCONJ", "AUX"})


@dataclass(frozen=True, slots=True)
class End:
    """One of the two: its mention's index, head token and token range (half-open)."""

    index: int
    token: int
    first: int
    last: int

    def holds(self, tokens: tuple[int, int]) -> bool:
        """Tell whether the range shares a token with `tokens`."""
        return self.first < tokens[1] and tokens[0] < self.last


@dataclass(frozen=True, slots=True)
class Path:
    """The way between two tokens: up from the one and from the other, without `top`, where they meet."""

    one: tuple[int, ...]
    other: tuple[int, ...]
    top: int


@dataclass(frozen=True, slots=True)
class Told:
    """A report, the tokens of its source, and the sum of the signs of what it says."""

    report: Report
    source: range
    total: int


Ruled = tuple[RelationMention, int, tuple[int, int] | None, tuple[int, int] | None]
"""A relation mention, its sign, and the token ranges of its subject and object."""


class Leanings:
    """The signs of words and the features of pairs in one parse; `relations` are what the triggers found there."""

    def __init__(
        self,
        syntax: Syntax,
        mentions: MentionTable,
        reports: Reports,
        relations: Sequence[RelationMention],
        ontology: Ontology,
    ) -> None:
        self.syntax, self.parse, self.mentions, self.reports = syntax, syntax.parse, mentions, reports
        self.relations, self.ontology = relations, ontology
        self._ups: dict[int, tuple[int, ...]] = {}

    # ---- words

    def sign(self, i: int) -> tuple[int, str]:
        """Give 1, -1 or 0 for a word for, against or neither, and the relation that it triggers elsewhere or ""."""
        return self._signs[i]

    @cached_property
    def _signs(self) -> list[tuple[int, str]]:
        """Give the sign of every token."""
        parse = self.parse
        keys = list(zip(parse.lemma, parse.lower, parse.pos, strict=True))
        known = {key: self._sign(*key) for key in dict.fromkeys(keys)}
        return [known[key] for key in keys]

    def _total(self, tokens: Iterable[int]) -> int:
        """Give the sum of the tokens' signs, cut to -2 and 2."""
        signs = self._signs
        return max(-2, min(2, sum(signs[k][0] for k in tokens)))

    def _sign(self, lemma: str, lower: str, pos: str) -> tuple[int, str]:
        for part in _PARTS.get(pos, ()):
            for trigger in self.ontology.triggers.get((part, lemma), ()):
                plain = len(trigger.words) == 1 and not (trigger.beside or trigger.unless or trigger.needs & _COLOURED)
                if plain and (sign := self.stance(trigger.relation)):
                    return (-sign if trigger.polarity == "negative" else sign), trigger.relation
        for sign, words in ((1, "favourable_words"), (-1, "unfavourable_words")) if pos in _TELLING else ():
            if lemma in self.ontology.words[words] or lower in self.ontology.words[words]:
                return sign, ""
        return 0, ""

    def weighs(self, i: int) -> bool:
        """Tell whether the word may make a statement: not if it triggers what is neutral or takes two ("urge", "meet").

        A trigger that tells only what its speaker accuses others of ("said that they had ruined it") is none of these.
        """
        relation, parts = self.sign(i)[1], _PARTS.get(self.parse.pos[i], ())
        if relation:
            return not self.ontology.relations[relation].symmetric
        triggers = (t for part in parts for t in self.ontology.triggers.get((part, self.parse.lemma[i]), ()))
        return all("speaker" in trigger.subject for trigger in triggers)

    def stance(self, relation: str) -> int:
        """Give 1 for a relation of cooperation, -1 for one of conflict, 0 for others."""
        return {"Cooperation": 1, "Conflict": -1}.get(self.ontology.relations[relation].stance, 0)

    # ---- roles

    def doer(self, k: int) -> int | None:
        """Give who does what the word names, or of whom the adjective is said."""
        verbal = self.syntax.verbal(k) or self.parse.pos[k] == "ADJ"
        return self.syntax.agent(k) if verbal else self.syntax.doer(k)

    def undergoer(self, k: int) -> int | None:
        """Give to whom the verb does it."""
        return self.syntax.patient(k) if self.syntax.verbal(k) else None

    def another(self, token: int | None, end: End) -> bool:
        """Tell a noun whose phrase does not hold the name."""
        if token is None or self.parse.pos[token] not in ("NOUN", "PROPN"):
            return False
        start, stop = self.syntax.phrase(token)
        return not start <= end.token < stop

    # ---- paths

    def up(self, i: int) -> tuple[int, ...]:
        """Give the token and its heads up to the root."""
        if i not in self._ups:
            head = self.parse.head[i]
            self._ups[i] = (i,) if head == i else (i, *self.up(head))
        return self._ups[i]

    def path(self, one: int, other: int) -> Path:
        """Find the way between two tokens of a sentence."""
        ups = self.up(other)
        top = next((k for k in self.up(one) if k in ups), other)
        mine = self.up(one)
        return Path(mine[: mine.index(top)], ups[: ups.index(top)], top)

    def near(self, path: Path) -> Iterator[int]:
        """Yield the tokens of a path and those that hang on it, from where the two ends meet outwards."""
        on = [path.top, *reversed(path.one[1:]), *reversed(path.other[1:])]
        yield from on
        for k in on:
            yield from (c for c in self.parse.children[k] if c not in on)

    # ---- features

    def features(self, x: End, y: End) -> list[str]:
        """Name what speaks for or against "x is for y" and "x is against y"."""
        path = self.path(x.token, y.token)
        found = [*self._way(path), *self._ends(x, y), *self._between(x, y), *self._told(x, y), *self._ruled(x, y)]
        return sorted({*found, *self._signed(path, x, y)})

    def _way(self, path: Path) -> Iterator[str]:
        parse = self.parse
        dx = ">".join(parse.dep[k] for k in path.one[:_PATH])
        dy = ">".join(parse.dep[k] for k in path.other[:_PATH])
        top, into_x, into_y = parse.lemma[path.top], self._into(path.one), self._into(path.other)
        yield from (f"d {dx}|{dy}", f"dx {dx}", f"dy {dy}", f"top {top}", f"tops {into_x} {into_y}")
        yield from (f"topx {into_x} {top}", f"topy {into_y} {top}", f"topxy {into_x} {top} {into_y}")
        yield f"far {min((len(path.one) + len(path.other)) // 2, 5)}"
        yield from (f"nx {parse.lemma[k]}" for k in path.one[1:])
        yield from (f"ny {parse.lemma[k]}" for k in path.other[1:])
        for k in (path.top, *path.one[1:], *path.other[1:]):
            for c in parse.children[k]:
                if parse.dep[c] in self.syntax.words["negation_labels"]:
                    yield f"not {'top' if k == path.top else 'x' if k in path.one else 'y'}"

    def _into(self, side: tuple[int, ...]) -> str:
        return self.parse.dep[side[-1]] if side else "self"

    def _ends(self, x: End, y: End) -> Iterator[str]:
        for name, end in (("x", x), ("y", y)):
            mention, head = self.mentions.found[end.index], self.parse.head[end.token]
            yield f"type{name} {mention.type}"
            yield f"head{name} {self.parse.dep[end.token]} {self.parse.lemma[head]}"
            yield f"pos{name} {self.parse.pos[end.token]} {self.parse.dep[end.token]}"
        yield f"types {self.mentions.found[x.index].type} {self.mentions.found[y.index].type}"

    def _between(self, x: End, y: End) -> Iterator[str]:
        order = ">" if x.first < y.first else "<"
        first, last = (x.last, y.first) if order == ">" else (y.last, x.first)
        yield f"order {order}"
        yield f"gap {order} {min(max(last - first, 0) // 4, 6)}"
        for k in range(first, last):
            if self.parse.pos[k] in _CONTENT:
                yield f"b{order} {self.parse.lemma[k]}"
        after = range(max(x.last, y.last), min(max(x.last, y.last) + 7, len(self.parse.words)))
        yield from (f"a{order} {self.parse.lemma[k]}" for k in after if self.parse.pos[k] in _CONTENT)
        before = range(max(min(x.first, y.first) - 5, 0), min(x.first, y.first))
        for name, tokens in (("b", range(first, last)), ("a", after), ("f", before)):
            yield f"sum{name}{order} {self._total(tokens)}"

    def _signed(self, path: Path, x: End, y: End) -> Iterator[str]:
        """Name the words for and against near the path, with where they stand."""
        deps = f"{self._into(path.one)} {self._into(path.other)}"
        on = {path.top: "top", **dict.fromkeys(path.one[1:], "x"), **dict.fromkeys(path.other[1:], "y")}
        total = 0
        for k in self.near(path):
            sign, relation = self.sign(k)
            if not sign or x.first <= k < x.last or y.first <= k < y.last:
                continue
            where = on.get(k) or f"below {on.get(self.parse.head[k], '')}"
            total += sign
            yield f"sign {where} {sign}"
            if k == path.top:
                yield f"signed {sign} {deps}"
            if relation:
                yield f"rel {where} {relation}"
                yield f"rels {where} {relation} {deps}"
        yield f"total {max(-2, min(2, total))}"

    @cached_property
    def _sources(self) -> dict[int, list[Told]]:
        """Give for each sentence the reports that reach into it and name their source."""
        found: dict[int, list[Told]] = {}
        for report in self.reports.found:
            if report.source is None:
                continue
            told = Told(report, self.parse.subtree(report.source), self._total(report.content))
            for sentence in {self.parse.sent_of[k] for k in (*report.content, *report.cue)}:
                found.setdefault(sentence, []).append(told)
        return found

    def says(self, x: End, k: int) -> bool:
        """Tell whether x, or somebody of x, says the word at k."""
        told = self._sources.get(self.parse.sent_of[k], ())
        return any(x.token in t.source and (k in t.report.content or k in t.report.cue) for t in told)

    def joined(self, one: End, other: End) -> bool:
        """Tell whether a trigger has made a statement of the two, either way."""
        for _, sign, subject, object_ in self._found.get(self.parse.sent_of[one.token], ()):
            if subject and object_ and sign:
                if (one.holds(subject) and other.holds(object_)) or (other.holds(subject) and one.holds(object_)):
                    return True
        return False

    def _told(self, x: End, y: End) -> Iterator[str]:
        """Name what x says where y is spoken of, and what others say of both."""
        for told in self._sources.get(self.parse.sent_of[x.token], ()):
            report, source, total = told.report, told.source, told.total
            inside = (x.token in report.content, y.token in report.content)
            if not any(inside):
                continue
            cue = self.parse.lemma[report.cue[0]] if report.cue else ""
            speaker = "x" if report.source == x.token else "of x" if x.token in source else ""
            speaker = speaker or ("y" if report.source == y.token else "of y" if y.token in source else "other")
            where = f"{speaker} {'x' if inside[0] else ''}{'y' if inside[1] else ''}"
            yield f"says {where} {report.clausal}"
            yield f"cue {where} {cue}"
            yield f"said {where} {total}"
            if inside[1] and speaker == "x":
                yield f"saidy {self.parse.dep[y.token]} {total}"
                yield f"saidto {self.parse.lemma[self.parse.head[y.token]]}"

    def _ruled(self, x: End, y: End) -> Iterator[str]:
        for relation, sign, subject, object_ in self._found.get(self.parse.sent_of[x.token], ()):
            for name, one, other in (("xy", x, y), ("yx", y, x)):
                first, second = subject and one.holds(subject), object_ and other.holds(object_)
                if first and second:
                    yield from (f"rule {name} {sign}", f"rule {name} {relation.relation} {sign}")
                    yield f"rule {name} {relation.modality} {sign}"
                elif first:
                    yield f"ruled {name} {sign} {object_ is not None}"
                elif second:
                    yield f"undergone {name} {sign} {subject is not None}"

    @cached_property
    def _found(self) -> dict[int, list[Ruled]]:
        """Give for each sentence the relation mentions with an end in it: sign, and the ends' token ranges."""
        found: dict[int, list[Ruled]] = {}
        ranges: Mapping[int, tuple[int, int]] = self.mentions.range
        for relation in self.relations:
            sign = self.stance(relation.relation) * (-1 if relation.polarity is Polarity.NEGATIVE else 1)
            ends = [None if end is None else ranges.get(end) for end in (relation.subject, relation.object)]
            for sentence in {self.parse.sent_of[end[0]] for end in ends if end}:
                found.setdefault(sentence, []).append((relation, sign, ends[0], ends[1]))
        return found
