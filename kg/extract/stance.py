"""Choose, with learned weights, who is for or against whom among names near a word that tells it. Contains no word."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import combinations

from kg.extract.factuality import FactualityReader
from kg.extract.judges import Judge
from kg.extract.leaning import End, Leanings
from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import MentionKind

ACTORS = frozenset({"Person", "Organisation", "Group", "Place", ""})
_MOST_NAMES, _WIDEST, _LONGEST = 10, 30, 8
"""Names of a sentence that are paired (longer lists are tables); tokens between the two, and on the path joining them."""
_ARTICLE, _FIRM = 6, 0.45
"""Sentences from which a text names many near each other by chance: there a word must be plainly theirs, and likelier."""
SURER = 0.05
"""What a word that is not plainly theirs needs above the threshold."""


@dataclass(frozen=True, slots=True)
class Support:
    """A word that bears a reading out, the relation that it tells, and whether it is plainly about the two."""

    token: int
    relation: str
    plain: bool


@dataclass(frozen=True, slots=True)
class Choice:
    """One is for (`sign` 1) or against (-1) another by the word `token`; `relation` is what that word says of them."""

    subject: End
    object: End
    sign: int
    token: int
    relation: str
    probability: float


class StanceChooser:
    """Reads the pairs of names of one parse that no trigger has joined."""

    def __init__(
        self,
        syntax: Syntax,
        mentions: MentionTable,
        leanings: Leanings,
        factuality: FactualityReader,
        judge: Judge,
    ) -> None:
        self.syntax, self.parse, self.mentions = syntax, syntax.parse, mentions
        self.leanings, self.factuality, self.judge = leanings, factuality, judge
        self._signs: dict[int, int] = {}
        self.article = len(syntax.parse.sents) > _ARTICLE

    def choose(self) -> Iterator[Choice]:
        """Give the choices in text order: at most one for two names, in one direction, with one sign."""
        for one, other in self.pairs():
            open_pair = self._own(one) and self._own(other) and not self.leanings.joined(one, other)
            choice = self._best(one, other) if open_pair else None
            if choice is not None:
                yield choice

    def pairs(self) -> Iterator[tuple[End, End]]:
        """Give the pairs of different names that stand in one sentence, near each other, and a telling word with them."""
        ends: dict[int, list[End]] = {}
        for end in self.ends():
            ends.setdefault(self.parse.sent_of[end.token], []).append(end)
        for sentence, found in sorted(ends.items()):
            telling = any(self.leanings.sign(k)[0] for k in range(*self.parse.sents[sentence]))
            if telling and len(found) <= _MOST_NAMES:
                yield from (pair for pair in combinations(found, 2) if self._apart(*pair))

    def _apart(self, one: End, other: End) -> bool:
        names = [self.mentions.found[end.index].name for end in (one, other)]
        return one.last <= other.first <= one.last + _WIDEST and names[0] != names[1]

    def _own(self, end: End) -> bool:
        """Tell a name that stands for itself or owns a thing from one inside another name ("Acme chief Ann Smith")."""
        bracketed = any(self.parse.words[k] == "(" for k in range(max(0, end.first - 3), end.first))  # "(R-Utah)"
        return not bracketed and self.mentions.name_of.get(self.whole(end), end.index) == end.index

    def ends(self) -> Iterator[End]:
        """Give the names of people, bodies, groups and places in text order."""
        found = []
        types = ACTORS if self.article else ACTORS | {"Topic"}
        for index, mention in enumerate(self.mentions.found):
            if mention.kind is MentionKind.NAME and mention.type in types and index in self.mentions.range:
                first, last = self.mentions.range[index]
                token = next((k for k in range(first, last) if self.parse.start[k] == mention.head.start), first)
                found.append(End(index, token, first, last))
        yield from sorted(found, key=lambda end: (end.first, end.last))

    def _best(self, one: End, other: End) -> Choice | None:
        """Give the likeliest reading of two names, if some word bears it out."""
        readings = ((1, one, other), (1, other, one), (-1, one, other), (-1, other, one))
        path = self.leanings.path(*sorted((one.token, other.token)))
        near = [k for k in self.leanings.near(path) if self._weighs(k, one, other)]
        words = near if self.article else [*near, *self._elsewhere(near, one, other)]
        short = len(path.one) + len(path.other) <= _LONGEST
        borne = [self._borne(near, words, *reading, short=short) for reading in readings] if words else []
        if not any(borne):  # to judge takes far longer than to look
            return None
        probability, n = max((chance, -n) for n, chance in enumerate(self.judge.judge(one, other)))
        told, (sign, x, y) = borne[-n], readings[-n]
        least = max(self.judge.threshold, _FIRM) if self.article else self.judge.threshold
        if told is None or probability < least + (0 if told.plain else SURER):
            return None
        return Choice(x, y, sign, told.token, told.relation, probability)

    def _weighs(self, k: int, one: End, other: End) -> bool:
        """Tell a word outside the two names that tells for or against."""
        return self.leanings.sign(k)[0] != 0 and self.leanings.weighs(k) and self._outside(k, one, other)

    def _elsewhere(self, near: Sequence[int], one: End, other: End) -> Iterator[int]:
        sentence = range(*self.parse.sents[self.parse.sent_of[one.token]])
        return (k for k in sentence if k not in near and self._weighs(k, one, other))

    def _borne(
        self, near: Sequence[int], words: Sequence[int], sign: int, x: End, y: End, *, short: bool
    ) -> Support | None:
        """Give the first word by which x is for or against y: one near that is plainly theirs, else one of no other."""
        for k in near:
            plain = self._signed(k) == sign and self._together(k, x) and self.reaches(k, x, y)
            relation = self._theirs(k, x, y) if plain else None
            if relation is not None:
                return Support(k, relation, plain=short)
        if self.article:
            return None
        token = next((k for k in words if self._signed(k) == sign and not self._beside(k, x, y)), None)
        if token is None:
            return None
        return Support(token, self._mere(self.leanings.sign(token)[0], self.leanings.says(x, token)), plain=False)

    def _beside(self, k: int, x: End, y: End) -> bool:
        """Tell a word of another name, in what a third does, or said beside the object."""
        return self._anothers(k, x, y) or self._of_third(k, x, y) or self._of_equal(k, y)

    def _theirs(self, k: int, x: End, y: End) -> str | None:
        """Give the relation that the word tells of the two; None for a word of others."""
        return self._relation(k, x, y) if self._parted(k, x, y) else None

    def reaches(self, k: int, x: End, y: End) -> bool:
        """Tell whether the two stand in the word's own clause, not in one that it governs or that governs it.

        "Warned that Acme would fail" warns nobody named Acme. Who says or does it need not stand there.
        """
        does = self.leanings.says(x, k) or self._name_at(self.leanings.doer(k)) == x.index
        if not does and not self._in_clause(k, x):
            return False
        path = self.leanings.path(y.token, k)
        if self._of_equal(k, y) or any(self.parse.lower[w] == "than" for w in path.one):
            return False
        described = not path.other or not path.one or self.syntax.is_dep(k, "predicate_labels")
        return described and (self._in_clause(k, y) or self._judged(k, path.one))

    def _of_equal(self, k: int, y: End) -> bool:
        """Tell what is said beside the word: "a supporter of Acme and a friend of Ann Smith"."""
        way = self.leanings.path(y.token, k).one
        return any(self.parse.head[w] == k and self.syntax.is_dep(w, "conjunct_labels") for w in way)

    def _judged(self, k: int, way: tuple[int, ...]) -> bool:
        """Tell "it is wrong for Acme to do it": of the doer of the clause an adjective is said."""
        verbs = [n for n, w in enumerate(way) if n and self.parse.pos[w] == "VERB"]
        one = len(verbs) == 1 and self.syntax.is_dep(way[verbs[0] - 1], "subject_labels")
        return one and self.parse.pos[k] == "ADJ"

    def _in_clause(self, k: int, end: End) -> bool:
        path = self.leanings.path(end.token, k)
        return not any(self.parse.pos[w] == "VERB" for w in (*path.one[1:], *path.other[1:]))

    def _together(self, k: int, x: End) -> bool:
        """Tell whether the subject is in the voice of the word, or is that voice.

        Across the edge of somebody's content a name seldom does what a word says.
        """
        reports = self.leanings.reports
        word, subject = (reports.attribution(token, x.token) for token in (k, x.token))
        own = word[0] is not None and x.token in reports.source_tokens(reports.found[word[0]])
        return own or subject == word

    def _parted(self, k: int, x: End, y: End) -> bool:
        """Tell whether the phrases of the two neither hold each other nor are what the word names."""
        heads = [self.whole(end) for end in (x, y)]
        (a, b), (c, d) = (self.syntax.phrase(head) for head in heads)
        return k not in heads and not (a < d and c < b)

    def tells(self, k: int, one: End, other: End) -> int:
        """Give the sign that a word outside the two names has here, 0 for none: "did not praise" is against."""
        return self._signed(k) if self._outside(k, one, other) and self.leanings.sign(k)[0] else 0

    def _outside(self, k: int, one: End, other: End) -> bool:
        return not (one.first <= k < one.last or other.first <= k < other.last)

    def _signed(self, k: int) -> int:
        if k not in self._signs:
            sign = self.leanings.sign(k)[0]
            self._signs[k] = -sign if self.factuality.read(k).negative else sign
        return self._signs[k]

    def _relation(self, k: int, x: End, y: End) -> str | None:
        """Give the relation that the word triggers; else what x says with it, or is; None where its ends are others'."""
        sign, relation = self.leanings.sign(k)
        doer, told = self._doer(k), self.leanings.says(x, k)
        if told and self._name_at(doer) == y.index:  # who says that another accused a third accuses nobody
            return None if relation else "praises" if sign > 0 else "accuses"
        if self._anothers(k, x, y) or (told and all(self.leanings.another(doer, end) for end in (x, y))):
            return None  # also who says what a third does
        if relation and relation not in self.leanings.ontology.words["relations_to_things"]:
            return relation
        return self._mere(sign, told)

    def _mere(self, sign: int, told: bool) -> str:
        """Give the relation of one who is for or against another, and says so or not."""
        return ("praises" if told else "supports") if sign > 0 else ("criticises" if told else "opposes")

    def _of_third(self, k: int, x: End, y: End) -> bool:
        """Tell a word in what a third does: "Ann said that Eva accused Bob of theft"."""
        verb = next((w for w in self.leanings.up(k) if self.parse.pos[w] == "VERB"), k)
        return self._name_at(self.leanings.doer(verb)) not in (None, x.index, y.index)

    def _anothers(self, k: int, x: End, y: End) -> bool:
        """Tell a word that another name does, or that is done to another."""
        doer, undergoer = self._name_at(self._doer(k)), self._name_at(self.leanings.undergoer(k))
        return doer not in (None, x.index) or undergoer not in (None, y.index)

    def _doer(self, k: int) -> int | None:
        """Give who does what the word names; of "kept up a vicious vendetta" who kept it up."""
        doer = self.leanings.doer(k)
        thing = k if doer is None else doer
        head = self.parse.head[thing]
        light = self.parse.pos[thing] == "NOUN" and self.syntax.is_dep(thing, "object_labels")
        return self.syntax.agent(head) if light and self.syntax.verbal(head) else doer

    def _name_at(self, token: int | None) -> int | None:
        """Give the index of the name that a token belongs to, or that owns it ("the Acme board")."""
        if token is None or token in self.mentions.name_of:
            return None if token is None else self.mentions.name_of[token]
        owners = [c for c in self.parse.children[token] if c in self.mentions.name_of and c < token]
        return self.mentions.name_of[owners[0]] if len(owners) == 1 else None

    def whole(self, end: End) -> int:
        """Give the head of the phrase that the name stands in as owner or modifier ("Acme's offer", "Acme workers")."""
        k = end.token
        while self.syntax.is_dep(k, "possessor_labels") or self.syntax.is_dep(k, "modifier_labels"):
            if self.parse.pos[self.parse.head[k]] not in ("NOUN", "PROPN"):
                break
            k = self.parse.head[k]
        return k
