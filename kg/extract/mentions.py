"""Find the places that name something: names from the tagger, and any noun phrase or pronoun that is asked for."""

from __future__ import annotations

from dataclasses import replace

from kg.extract.names import head_of, is_office, names, nested
from kg.extract.nlp import Parse
from kg.extract.nouns import NounReader
from kg.extract.syntax import Syntax
from kg.extract.titles import Titles
from kg.model import Mention, MentionKind, Span
from kg.ontology import Ontology


class MentionTable(NounReader):
    """The mentions of one document; `at` makes the mention of a noun phrase when it is first needed."""

    def __init__(self, parse: Parse, syntax: Syntax, ontology: Ontology) -> None:
        super().__init__(syntax, ontology)
        self.maps = ontology.maps
        self.found: list[Mention] = []
        self.by_head: dict[int, int] = {}
        self.name_of: dict[int, int] = {}
        self.range: dict[int, tuple[int, int]] = {}
        self.nested: set[int] = set()
        self.titles = Titles(parse, ontology)
        found = names(parse, ontology, self.titles)
        for i, j, type_ in found:
            self._add_name(i, j, type_)
        for i, j, type_ in nested(parse, found, ontology):
            self._add_nested(i, j, type_)

    def add_referable(self) -> None:
        """Make the mentions that others may refer back to, or that refer back: noun phrases and personal pronouns."""
        times = {k for i, j, label in self.parse.ents if label in self.words["time_labels"] for k in range(i, j)}
        for i, pos in enumerate(self.parse.pos):
            if i in self.by_head or i in self.name_of or i in times:
                continue
            if pos == "NOUN" and not self._inside_a_phrase(i) and not self._only_told(i):
                self.at(i)
            elif pos == "PROPN" and self.titles.holds(i, i + 1) and (self._salience(i) or self._ends_a_name(i)):
                self.at(i)
            elif pos == "PRON" and self._refers(i):
                self.at(i)

    def _ends_a_name(self, i: int) -> bool:
        """Tell the last word of a name without a label from its other words and from an office."""
        following = self.parse.pos[i + 1] if i + 1 < len(self.parse.pos) else ""
        if self.parse.lower[i] in self.words["organisation_suffixes"]:
            return False
        return following != "PROPN" and (self._determined(i) or not is_office(self.parse.lower[i], self.words))

    def _inside_a_phrase(self, i: int) -> bool:
        """Tell "pay" in "pay deal"."""
        before = self.parse.head[i] > i or self.parse.pos[self.parse.head[i]] not in ("NOUN", "PROPN")
        return before and self.syntax.is_dep(i, "modifier_labels")

    def _refers(self, i: int) -> bool:
        known = self.parse.lower[i] in self.maps["person_pronouns"] and not self.syntax.is_dep(i, "expletive_labels")
        return known and not (self.parse.lower[i] == "it" and self._anticipates(i))

    def _anticipates(self, i: int) -> bool:
        """Tell "it is clear that", "it took years to", "it seems", where nothing is meant, from "it is a bank"."""
        parse, verb = self.parse, self.parse.head[i]
        if verb < i or not self.syntax.is_dep(i, "subject_labels"):
            return False
        after = [c for c in parse.children[verb] if c > verb]
        clauses = ("clause_labels", "infinitive_labels", "adverbial_labels")
        clause = any(self.syntax.is_dep(c, labels) for c in after for labels in clauses)
        said = parse.lemma[verb] == "be" and any(self.syntax.is_dep(c, "predicate_labels") for c in after)
        return clause and (said or parse.lemma[verb] in self.words["empty_subject_verbs"])

    def at(self, i: int) -> int:
        """Give the index of the mention headed by token `i`, making it where there is none yet."""
        if i in self.name_of and not self._one_of_a_group(i):
            return self.name_of[i]
        if i in self.by_head and (i not in self.name_of or self.found[self.by_head[i]].kind is MentionKind.NOMINAL):
            return self.by_head[i]
        personal = self.parse.lower[i] in self.maps["person_pronouns"]  # "he and Ann Smith" hang on "he"
        if self.parse.pos[i] == "PRON" and (personal or not self.parse.children[i]):
            return self._add_pronoun(i)
        named = self.parse.pos[i] == "PROPN" and not self.parse.words[i].islower() and self.titles.holds(i, i + 1)
        if named and not self._common(i) and not is_office(self.parse.lower[i], self.words):
            return self._add_unlabelled_name(i)
        return self._add_nominal(i)

    def cut(self, start: int, end: int, *, name: str, type_: str, token: int) -> int:
        """Give the mention of a name inside a token ("R" in "R-Texas"): code points, and the name that is meant."""
        span = Span(start, end)
        for index, mention in enumerate(self.found):
            if mention.span == span:
                self.found[index] = replace(mention, kind=MentionKind.NAME, name=name, type=type_)
                return index
        self.found.append(Mention(span, span, MentionKind.NAME, type_, name, self.parse.sent_of[token], "singular"))
        self.range[len(self.found) - 1] = (token, token + 1)
        return len(self.found) - 1

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

    def _without_brackets(self, i: int, j: int) -> str:
        """Give "Ann Smith" of "[Ann] Smith", a name that the writer has put in or made full."""
        name = self._text(i, j)
        return name if "]" not in name and "[" not in name else name.replace("[", "").replace("]", "")

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
            self._without_brackets(i, j),
            self.parse.sent_of[head],
            number="plural" if self.parse.tag[head] in ("NNS", "NNPS") else "singular",
            gender=self._name_gender(start, i) if type_ == "Person" else "",
            definite=type_ != "Group" or not self._some(head, start),
            salience=self._salience(head),
        )
        index = self._put(head, mention, (start, j))
        for k in range(start, j):
            self.name_of[k] = index
        return index

    def _add_nested(self, i: int, j: int, type_: str) -> None:
        """Make the mention of a name inside a longer one ("Norra" in "University of Norra"); its tokens stay the longer's."""
        head = head_of(self.parse, i, j)
        spans = self.parse.span(i, j), self.parse.span(head, head + 1)
        name, sentence = self._text(i, j), self.parse.sent_of[head]
        self.found.append(Mention(*spans, MentionKind.NAME, type_, name, sentence, "singular"))
        self.nested.add(len(self.found) - 1)
        self.range[len(self.found) - 1] = (i, j)

    def _some(self, head: int, start: int) -> bool:
        """Tell "some Democrats" and "House Democrats" from all of them."""
        if self.parse.tag[head] not in ("NNS", "NNPS"):
            return False
        before = [c for c in self.parse.children[head] if c < start]
        hollow = self.words["determiners"] - self.words["indefinite_determiners"] | self.words["possessive_pronouns"]
        return any(self.parse.lower[c] not in hollow and self.parse.pos[c] not in ("PUNCT", "CCONJ") for c in before)

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
        if (
            start > 1
            and self.parse.lower[start - 1] == "of"
            and self.parse.lower[start - 2] in self.words["place_kinds"]
        ):
            return "Place"
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
        end = end if type_ == "Topic" else self._before_a_gerund(i, end)
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
            and not (first == start and (plural or (type_ == "Person" and self._bare(start)))),
            anonymous=type_ == "Person" and lemma in self.words["anonymous_heads"] and not self._chief(i),
            salience=self._salience(i),
        )
        return self._put(i, mention, (start, end))
