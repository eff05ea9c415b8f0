"""Find the places that name something: names from the tagger, and any noun phrase or pronoun that is asked for."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.extract.nlp import Parse
from kg.extract.syntax import Syntax
from kg.model import Mention, MentionKind, Span
from kg.ontology import Ontology

Name = tuple[int, int, str]
"""A name as a token range, half-open, and our type."""


class MentionTable:
    """The mentions of one document; `at` makes the mention of a noun phrase when it is first needed."""

    def __init__(self, parse: Parse, syntax: Syntax, ontology: Ontology) -> None:
        self.parse, self.syntax = parse, syntax
        self.words, self.maps = ontology.words, ontology.maps
        self.found: list[Mention] = []
        self.by_head: dict[int, int] = {}
        self.name_of: dict[int, int] = {}
        self.range: dict[int, tuple[int, int]] = {}
        for i, j, type_ in names(parse, ontology):
            self._add_name(i, j, type_)

    def add_referable(self) -> None:
        """Make the mentions that later ones may refer back to: "the minister", "these claims", subjects and objects."""
        for i, pos in enumerate(self.parse.pos):
            if pos not in ("NOUN", "PROPN") or i in self.by_head or i in self.name_of:
                continue
            known = self._nominal_type(i, self.parse.lemma[i]) not in ("Topic", "Place")
            claim = self.parse.lower[i] in self.words["claim_nouns"]
            if self._salience(i) or (self._determined(i) and (claim or known)):
                self.at(i)

    def at(self, i: int) -> int:
        """Give the index of the mention headed by token `i`, making it where there is none yet."""
        if i in self.name_of and not self._one_of_a_group(i):
            return self.name_of[i]
        if i in self.by_head and i not in self.name_of:
            return self.by_head[i]
        if self.parse.pos[i] == "PRON" and not self.parse.children[i]:
            return self._add_pronoun(i)
        if self.parse.pos[i] == "PROPN" and not self._common(i):
            return self._add_unlabelled_name(i)
        return self._add_nominal(i)

    def outside(self, span: Span) -> int:
        """Give the mention of a speaker named before the colon of a transcript ("MR SMITH:"), which is no token."""
        for index, mention in enumerate(self.found):
            if mention.span == span:
                return index
        words = self.parse.text[span.start : span.end].split()
        while len(words) > 1 and words[0].lower() in self.words["courtesy_titles"] | self.words["role_heads"]:
            words.pop(0)
        name = " ".join(word.capitalize() if word.isupper() else word for word in words)
        sentence = next((self.parse.sent_of[i] for i, s in enumerate(self.parse.start) if s >= span.end), 0)
        head = Span(span.end - len(words[-1]), span.end)
        self.found.append(Mention(span, head, MentionKind.NAME, "Person", name, sentence, "singular", salience=2))
        return len(self.found) - 1

    def _one_of_a_group(self, i: int) -> bool:
        """Tell "the top Republican", a person, from the group's name."""
        mention = self.found[self.name_of[i]]
        if mention.type != "Group" or self.parse.tag[i] in ("NNS", "NNPS") or self.parse.pos[i] == "ADJ":
            return False
        return mention.kind is MentionKind.NAME and self._determined(i)

    def _determined(self, i: int) -> bool:
        return any(self.parse.lower[c] in self.words["determiners"] and c < i for c in self.parse.children[i])

    def _common(self, i: int) -> bool:
        """Tell "the Health Secretary", a description in capitals, from a name."""
        return self._determined(i) and self._nominal_type(i, self.parse.lower[i]) != "Topic"

    def clause(self, i: int, first: int | None = None) -> int:
        """Give the mention of the clause headed by verb `i`, as a thing ("to negotiate on pay")."""
        if i in self.by_head:
            return self.by_head[i]
        start, end = self.parse.left_edge[i], self.parse.right_edge[i] + 1
        start = start if first is None else max(start, first)
        while end - 1 > i and self.parse.pos[end - 1] == "PUNCT":
            end -= 1
        span = self.parse.span(start, end)
        name = " ".join(self.parse.text[span.start : span.end].split())
        mention = Mention(
            span, self.parse.span(i, i + 1), MentionKind.NOMINAL, "Topic", name, self.parse.sent_of[i], "singular"
        )
        return self._put(i, mention, (start, end))

    def _put(self, i: int, mention: Mention, tokens: tuple[int, int]) -> int:
        self.found.append(mention)
        self.by_head[i] = len(self.found) - 1
        self.range[len(self.found) - 1] = tokens
        return len(self.found) - 1

    def _text(self, i: int, j: int) -> str:
        return " ".join(self.parse.text[self.parse.start[i] : self.parse.end[j - 1]].split())

    def _add_name(self, i: int, j: int, type_: str) -> int:
        head = head_of(self.parse, i, j)
        start = i
        while start > 0 and self.parse.lower[start - 1] in self.words["courtesy_titles"]:
            start -= 1
        mention = Mention(
            self.parse.span(start, j),
            self.parse.span(head, head + 1),
            MentionKind.NAME,
            type_,
            self._text(i, j),
            self.parse.sent_of[head],
            number="plural" if self.parse.tag[head] in ("NNS", "NNPS") else "singular",
            gender=self._name_gender(start, i) if type_ == "Person" else "",
            salience=self._salience(head),
        )
        index = self._put(head, mention, (start, j))
        for k in range(start, j):
            self.name_of[k] = index
        return index

    def _name_gender(self, start: int, i: int) -> str:
        for title in self.parse.lower[start:i]:
            for gender in ("male", "female"):
                if title in self.words[f"{gender}_titles"]:
                    return gender
        found = [g for g in ("male", "female") if self.parse.lower[i] in self.words[f"{g}_names"]]
        return found[0] if len(found) == 1 else ""

    def _salience(self, i: int) -> int:
        if self.syntax.is_dep(i, "subject_labels") or self.syntax.is_dep(i, "passive_subject_labels"):
            return 2
        return 1 if self.syntax.is_dep(i, "object_labels") else 0

    def _add_unlabelled_name(self, i: int) -> int:
        """Take a run of capitalised words that the tagger gave no label."""
        start, end = i, i + 1
        while start > 0 and self.parse.pos[start - 1] == "PROPN" and start - 1 not in self.name_of:
            start -= 1
        while end < len(self.parse.words) and self.parse.pos[end] == "PROPN" and end not in self.name_of:
            end += 1
        if self.parse.sent_of[start] != self.parse.sent_of[end - 1]:
            start, end = i, i + 1
        while start < i and self.parse.lower[start] in self.words["courtesy_titles"] | self.words["role_heads"]:
            start += 1
        return self._add_name(start, end, self._type_of_unlabelled(start, end, i))

    def _type_of_unlabelled(self, start: int, end: int, head: int) -> str:
        last = self.parse.lower[end - 1]
        if start > 0 and self.parse.lower[start - 1] in self.words["courtesy_titles"]:
            return "Person"
        nominal = self._nominal_type(head, self.parse.lower[head])
        if nominal != "Topic":
            return nominal
        if last in self.words["corporate_words"] or self.parse.words[end - 1].isupper():
            return "Organisation"
        return "Person" if self.parse.lower[start] in self.words["male_names"] | self.words["female_names"] else ""

    def _add_pronoun(self, i: int) -> int:
        word = self.parse.lower[i]
        kind = self.maps["person_pronouns"].get(word, "")
        number = "plural" if kind == "plural" or word in self.words["plural_speakers"] else "singular"
        span = self.parse.span(i, i + 1)
        mention = Mention(
            span,
            span,
            MentionKind.PRONOUN,
            "Person" if kind in ("male", "female", "speaker") else "",
            self.parse.words[i],
            self.parse.sent_of[i],
            number,
            kind,
            salience=self._salience(i),
        )
        return self._put(i, mention, (i, i + 1))

    def _add_nominal(self, i: int) -> int:
        start, end = self.syntax.phrase(i)
        while start < i and self.parse.pos[start] in ("PUNCT", "CCONJ", "SPACE"):
            start += 1
        lemma, first = self.parse.lemma[i], start
        while first < i and self._empty(first):
            first += 1
        type_ = "Person" if i in self.name_of else self._nominal_type(i, lemma)
        plural = self.parse.tag[i] in ("NNS", "NNPS") or self._in(i, "group_words")
        mention = Mention(
            self.parse.span(start, end),
            self.parse.span(i, i + 1),
            MentionKind.NOMINAL,
            "Group" if type_ == "Person" and plural else type_,
            self._text(first, end),
            self.parse.sent_of[i],
            "plural" if plural else "singular",
            next((g for g in ("male", "female") if lemma in self.words[f"{g}_words"]), ""),
            definite=self.parse.lower[start] not in self.words["indefinite_determiners"]
            and not (plural and first == start),
            anonymous=type_ == "Person" and lemma in self.words["anonymous_heads"],
            salience=self._salience(i),
        )
        return self._put(i, mention, (start, end))

    def _empty(self, k: int) -> bool:
        """Tell the words that a thing's label does without: articles, "no", "alleged", quotation marks."""
        word = self.parse.lower[k]
        hollow = self.words["negative_determiners"] | self.words["hearsay_adjectives"] | self.words["determiners"]
        return word in hollow or self.parse.pos[k] == "PUNCT"

    def _in(self, i: int, words: str) -> bool:
        """Tell whether a list has the word as it stands or its lemma."""
        return self.parse.lower[i] in self.words[words] or self.parse.lemma[i] in self.words[words]

    def is_body(self, i: int) -> bool:
        """Tell whether the noun is one for a body, an event or a place."""
        return self._nominal_type(i, self.parse.lemma[i]) in ("Organisation", "Event", "Place")

    def _nominal_type(self, i: int, lemma: str) -> str:
        if lemma in self.words["person_heads"] or lemma in self.words["role_heads"]:
            return "Person"
        if self._in(i, "group_words"):
            return "Group"
        for type_, heads in (
            ("Organisation", "organisation_heads"),
            ("Event", "event_heads"),
            ("Place", "place_heads"),
        ):
            if lemma in self.words[heads] or self.parse.lower[i] in self.words[heads]:
                return type_
        return "Topic"


def head_of(parse: Parse, i: int, j: int) -> int:
    """Give the token of the range whose head lies outside it."""
    for k in range(i, j):
        if not i <= parse.head[k] < j or parse.head[k] == k:
            return k
    return j - 1


def names(parse: Parse, ontology: Ontology) -> list[Name]:
    """Give the names of the text as token ranges with our type: trimmed, made consistent, missed repeats added."""
    trimmed = []
    for i, j, label in parse.ents:
        type_ = ontology.maps["ner"].get(label)
        if type_ and (cut := _trim(parse, i, j, ontology.words)):
            trimmed.append(_without_office(parse, *cut, type_, ontology.words))
    votes: dict[str, Counter[str]] = {}
    for i, j, type_ in trimmed:
        votes.setdefault(_key(parse, i, j), Counter())[type_] += 1
    majority = {key: min(c, key=lambda t: (-c[t], t)) for key, c in votes.items()}
    surnames = {k.split()[-1]: "Person" for k, t in majority.items() if t == "Person" and " " in k}
    majority |= surnames
    return _repeats(parse, [(i, j, majority[_key(parse, i, j)]) for i, j, _ in trimmed], majority)


def _continues_left(parse: Parse, i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the tagger cut the first word off a name ("Pellwright [Foods Inc]")."""
    k = i - 1
    office = parse.lower[k] in words["role_heads"] | words["courtesy_titles"]
    joined = parse.dep[k] in words["compound_labels"] and k < parse.head[k] and parse.head[k] >= i
    free = not any(a <= k < b for a, b, _ in parse.ents)
    same = parse.sent_of[k] == parse.sent_of[i] and parse.words[k][:1].isupper()
    return (
        parse.pos[k] == "PROPN"
        and joined
        and free
        and same
        and not office
        and parse.lower[i] not in words["role_heads"]
    )


def _without_office(parse: Parse, i: int, j: int, type_: str, words: Mapping[str, frozenset[str]]) -> Name:
    """Cut an office off the front of a person's name ("Superintendent Ann Smith"), whatever the tagger calls it."""
    given = words["male_names"] | words["female_names"]
    office = parse.lower[i] in words["role_heads"]
    if office and type_ == "Person" and j - i > 1:
        return i + 1, j, type_
    if office and j - i > 2 and parse.lower[i + 1] in given:
        return i + 1, j, "Person"
    return i, j, type_


def _key(parse: Parse, i: int, j: int) -> str:
    return " ".join(parse.words[i:j])


def _trim(parse: Parse, i: int, j: int, words: Mapping[str, frozenset[str]]) -> tuple[int, int] | None:
    """Cut articles, titles and possessive marks off a name; None where no capital is left."""
    j = next((k for k in range(i, j) if parse.words[k] in ("(", "[")), j)
    while i < j and (parse.pos[i] in ("DET", "PUNCT", "CCONJ", "ADP") or parse.lower[i] in words["courtesy_titles"]):
        i += 1
    while i < j and (parse.pos[j - 1] in ("PUNCT", "CCONJ", "ADP", "PART", "DET") or parse.tag[j - 1] == "POS"):
        j -= 1
    while i and j > i and _continues_left(parse, i, words):
        i -= 1
    if all(word in words["role_heads"] or word in words["office_words"] for word in parse.lower[i:j]):
        return None  # "Vice President" is an office, nobody's name
    capital = any(word[:1].isupper() for word in parse.words[i:j])
    return (i, j) if i < j and capital else None


def _repeats(parse: Parse, trimmed: list[Name], majority: dict[str, str]) -> list[Name]:
    """Find further occurrences of known names; a longer known name takes the place of a shorter one inside it."""
    ends = {i: j for i, j, _ in trimmed}
    inside = {k: (i, j) for i, j, _ in trimmed for k in range(i, j)}
    longest = max((key.count(" ") + 1 for key in majority), default=0)
    found, i = [], 0
    while i < len(parse.words):
        known = ends.get(i, i)
        named = parse.pos[i] == "PROPN" or (parse.pos[i] == "NOUN" and parse.words[i] in majority)
        reach = 0 if known == i and (not named or i in inside) else longest
        for n in range(min(reach, len(parse.words) - i), 0, -1):
            key = " ".join(parse.words[i : i + n])
            if key in majority and i + n > known and inside.get(i + n - 1, (i, i + n))[1] <= i + n:
                found.append((i, i + n, majority[key]))
                known = i + n
                break
        i = max(known, i + 1)
    taken = {k for i, j, _ in found for k in range(i, j)}
    return sorted(found + [name for name in trimmed if not taken & set(range(name[0], name[1]))])
