"""Read the phrase of an office: its head, the bodies and places it names, and where it begins and ends."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import Mention, MentionKind
from kg.ontology import Ontology

_LONG_TITLE = 4
"""Words of a title after its "of"."""
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_CLOSES = frozenset({",", ".", ")", ";", ":", "-", "–", "—", "who", "whose", "!", "?"})
_BODIES = ("Organisation", "Group", "Place")


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an office, half-open token range, and its head: "chief executive of Lumetra"."""

    start: int
    end: int
    head: int


class OfficeReader:
    """Reads phrases of offices in one parse."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.times = {k for i, j, label in self.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}

    # ---- words

    def is_office(self, k: int) -> bool:
        """Tell whether the word names an office, in the singular or the plural."""
        heads, word = self.words["role_heads"], self.parse.lower[k]
        return (
            word in heads or self.parse.lemma[k].lower() in heads or (len(word) > 4 and word.removesuffix("s") in heads)
        )

    def plural(self, k: int) -> bool:
        """Tell "Senators Ross and Vale" from one senator."""
        heads, word = self.words["role_heads"], self.parse.lower[k]
        return self.parse.tag[k] in ("NNS", "NNPS") or (word not in heads and word.removesuffix("s") in heads)

    def is_occupation(self, k: int) -> bool:
        """Tell "an instrument technician": a common noun for what a person does, by its ending."""
        lemma = self.parse.lemma[k]
        known = lemma in self.words["person_heads"]
        ending = lemma.endswith(tuple(sorted(self.words["person_suffixes"])))
        person = known or (ending and lemma not in self.words["non_person_nouns"])
        return self.parse.tag[k] == "NN" and person and not self.mentions.is_body(k)

    # ---- where the phrase stands

    def before(self, start: int) -> Phrase | None:
        """Read the title that ends where a name starts: "Harbour Union president [Dario Lenk]"."""
        head = self._of_title(start - 1)
        if head < 0 or self.parse.sent_of[head] != self.parse.sent_of[start]:
            return None
        if not (self.is_office(head) or self._trade(head, start)):
            return None
        first = head
        while first > 0 and self._goes_on_left(first - 1, head):
            first -= 1
        while first < head and self._hollow(first):
            first += 1
        return Phrase(first, start, head)

    def _trade(self, k: int, name: int) -> bool:
        """Tell "student Ann Smith", but not "his brother Ann Smith"."""
        if self.parse.tag[k] != "NN" or not (self.is_occupation(k) and self.syntax.is_dep(k, "compound_labels")):
            return False
        return not any(
            self.syntax.is_dep(c, "possessor_labels") for c in self.parse.children[self.parse.head[k]] if c < name
        )

    def _of_title(self, k: int) -> int:
        """Go from the end of "Secretary of State" or "Director of Government Affairs" to the office."""
        at = k
        while at > max(0, k - _LONG_TITLE) and self.parse.words[at][:1].isupper() and not self.is_office(at):
            at -= 1
        of = 0 < at < k and self.parse.lower[at] in ("of", "for") and self.is_office(at - 1)
        return at - 1 if of and self.parse.words[at - 1][:1].isupper() else k

    def _goes_on_left(self, k: int, head: int) -> bool:
        parse = self.parse
        if parse.block_of[k] != parse.block_of[head] or parse.sent_of[k] != parse.sent_of[head] or k in self.times:
            return False
        if parse.tag[k] == "POS" or parse.lower[k] in self.words["past_words"] or parse.tag[k] == "HYPH":
            return True
        if parse.pos[k] not in _INSIDE or parse.tag[k] in ("PRP$", "PDT"):
            return False
        named = self.mentions.name_of.get(k)
        if named is None or self.mentions.found[named].type != "Person":
            return True
        possessive = self.parse.tag[self.mentions.range[named][1]] == "POS"
        return possessive or self.parse.lemma[head] in self.words["spokes_heads"]

    def _hollow(self, k: int) -> bool:
        """Tell the words in front that are no part of the office: "popular", "-", "'s"."""
        if self.parse.lower[k] in self.words["past_words"] | self.words["office_words"]:
            return False
        adjective = self.parse.pos[k] in ("ADJ", "NUM") and self.parse.words[k][:1].islower()
        return (adjective and k not in self.mentions.name_of) or self.parse.pos[k] in ("PUNCT", "DET", "PART")

    def after(self, end: int) -> Iterator[Phrase]:
        """Read the offices that follow a name and its comma: "[Mary Dunn], treasurer and deputy leader of the guild,"."""
        start = self._past_the_comma(end)
        phrase = self._from(start) if start is not None else None
        if phrase is None or not self.closed(phrase.end):
            return
        second = self._from(phrase.end + 1) if self._and(phrase.end) else None
        if second and not self.is_office(second.head):
            second = None
        if second and phrase.end == phrase.head + 1:  # both are the guild's
            phrase = Phrase(phrase.start, second.end, phrase.head)
        yield phrase
        if second:
            yield second

    def _past_the_comma(self, end: int) -> int | None:
        words = self.parse.words
        if end + 1 >= len(words) or words[end] not in (",", "(", "–", "—"):
            return None
        aged = end + 3 < len(words) and self.parse.pos[end + 1] == "NUM" and words[end + 2] == ","
        return end + 3 if aged else end + 1

    def _from(self, start: int) -> Phrase | None:
        """Read an office forwards from its first word."""
        parse, size = self.parse, len(self.parse.words)
        one_of = parse.lower[start : start + 2] == ["one", "of"]
        k = start + 2 * one_of
        while k < size and (parse.pos[k] == "DET" or parse.tag[k] == "PRP$"):
            k += 1
        first = k
        while k < size and (parse.pos[k] in _INSIDE or parse.tag[k] in ("POS", "HYPH") or self._past(k)):
            k += 1
        head = k - 1
        if head < first or parse.sent_of[head] != parse.sent_of[start - 1]:
            return None
        known = self.is_office(head) or (self.is_occupation(head) and first > start)
        if not known or head in self.mentions.name_of or self.plural(head) != one_of:
            return None
        return Phrase(first, self._complement(k), head)

    def _past(self, k: int) -> bool:
        return self.parse.lower[k] in self.words["past_words"]

    def _complement(self, k: int) -> int:
        """Go past "of policy at Greenmark", "with the Norra Times", "for public and governmental affairs"."""
        parse, size = self.parse, len(self.parse.words)
        while k < size and parse.lower[k] in self.words["membership_prepositions"]:
            k += 1
            while k < size and (
                parse.pos[k] in (*_INSIDE, "DET", "X") or parse.tag[k] in ("POS", "HYPH", "PRP$") or self._joins(k)
            ):
                k += 1
        return k

    def _joins(self, k: int) -> bool:
        ahead = k + 1 < len(self.parse.words) and self.parse.pos[k + 1] in _INSIDE and not self.is_office(k + 1)
        return self.parse.lower[k] in ("and", "&", "of") and ahead

    def closed(self, k: int) -> bool:
        """Tell whether an apposition may end before the word: "the mayor said" is none."""
        return k >= len(self.parse.words) or self.parse.lower[k] in _CLOSES or self._and(k)

    def _and(self, k: int) -> bool:
        following = k + 1 < len(self.parse.words) and self.parse.pos[k + 1] in (*_INSIDE, "DET")
        return k < len(self.parse.words) and self.parse.lower[k] == "and" and following

    def whole(self, head: int) -> Phrase:
        """Give the phrase around an office by the syntax: "the [chairman of the Harbour Board]"."""
        start, end = self.syntax.phrase(head)
        while start < head and self.parse.pos[start] in ("DET", "PUNCT"):
            start += 1
        return Phrase(start, max(end, self._complement(head + 1)), head)

    # ---- bodies

    def bodies(self, phrase: Phrase) -> list[int]:
        """Give the bodies in an office: before it, possessive, or after "of" and "for"; names, and "the journalism school"."""
        found: list[int] = []
        for k in range(phrase.start, phrase.end):
            index = self.mentions.name_of.get(k)
            if index is None:
                index = self._unnamed_body(k, phrase.head)
            if index is not None and index not in found and self._fits(index, k, phrase):
                found.append(index)
        return found

    def _fits(self, index: int, k: int, phrase: Phrase) -> bool:
        start, end = self.mentions.range[index]
        mention = self.mentions.found[index]
        if start <= phrase.head < end:
            return False
        if k > phrase.head:
            title = end == phrase.end and self._is_person(end)  # "Secretary of [State] Ann Smith"
            return mention.type != "Topic" and not title and self._after_preposition(start, phrase.head, mention.type)
        possessive = end < len(self.parse.words) and self.parse.tag[end] == "POS"
        if not mention.type:  # a name without a label
            return True
        if mention.type == "Person":
            return possessive or self.parse.lemma[phrase.head] in self.words["spokes_heads"]
        return (
            possessive
            or mention.kind is not MentionKind.NAME
            or (mention.type in _BODIES and self.whole_name(start, end, phrase.head))
        )

    def _is_person(self, k: int) -> bool:
        named = self.mentions.name_of.get(k)
        return named is not None and self.mentions.found[named].type == "Person"

    def _after_preposition(self, start: int, head: int, type_: str) -> bool:
        """Tell "leader of Labour" and "at the Norra Council's department" from a name farther inside."""
        k = start - 1
        while k > head and (self.parse.pos[k] in ("DET", "ADJ") or self.parse.tag[k] == "PRP$"):
            k -= 1
        far = type_ == "Place" and self.parse.lower[k] not in (
            ("of", "for", "from") if self.is_office(head) else ("of",)
        )
        return k > head and self.parse.lower[k] in self.words["membership_prepositions"] and not far

    def _unnamed_body(self, k: int, head: int) -> int | None:
        """Find "the high court" of "the high court's justices", "the school" of "dean of the school"."""
        parse = self.parse
        possessive = k + 1 < len(parse.words) and parse.tag[k + 1] == "POS" and k < head
        governed = self.syntax.is_dep(k, "preposition_object_labels") and k > head
        if parse.pos[k] == "PROPN" and k != head and not self.is_office(k):
            plain = parse.words[head].islower() or parse.words[head].isupper()  # no "Finance" of "Finance Minister"
            beside = plain and k < head and (k + 1 == head or parse.pos[k + 1] != "PROPN") and k not in self.times
            return self.mentions.at(k) if possessive or governed or beside else None
        if parse.pos[k] != "NOUN" or not self.mentions.is_body(k) or k == head:
            return None
        if not (possessive or governed) or not self._definite(k):
            return None
        index = self.mentions.at(k)
        return index if self.mentions.found[index].type == "Organisation" else None

    def _definite(self, k: int) -> bool:
        start = self.syntax.phrase(k)[0]
        return self.parse.lower[start] in ("the", "its", "their", "his", "her") or start in self.mentions.name_of

    def whole_name(self, start: int, end: int, head: int) -> bool:
        """Tell a body's name from a capitalised word of the office: "Finance" in "Finance Minister" is none."""
        word = self.parse.words[start]
        group = self.mentions.found[self.mentions.name_of[start]].type == "Group"
        if group or end - start > 1 or word.isupper() or self.parse.lower[start] in self.words["organisation_heads"]:
            return True
        label = next((label for i, j, label in self.parse.ents if i <= start < j), "")
        if label in ("NORP", "GPE"):
            return True
        elsewhere = any(
            self.parse.words[i] == word and self.mentions.range[self.mentions.name_of[i]] == (i, i + 1)
            for i in self.mentions.name_of
            if i != start and not (i + 1 < len(self.parse.words) and self.is_office(i + 1))
        )
        return elsewhere or self.parse.words[head][:1].islower() or self.parse.words[head].isupper()

    # ---- the office itself

    def office(self, phrase: Phrase, bodies: list[int]) -> int:
        """Give the mention of the office without its bodies: "chief executive", "Senate Minority Leader"."""
        inner, head = phrase.start, phrase.head
        for body in bodies:
            start, end = self.mentions.range[body]
            if end <= head and not self._part_of_title(body, start, end, head):
                inner = max(inner, end)
        for c in self.parse.children[head]:  # "its director", "among them the secretary"
            if c < head and (self.parse.pos[c] == "DET" or self.syntax.is_dep(c, "possessor_labels")):
                inner = max(inner, self.parse.right_edge[c] + 1)
        past = [k for k in range(phrase.start, head) if self._past(k)]
        inner = min([inner, *past])  # "a former Conservative minister" is no minister
        while inner < head and (self.parse.tag[inner] == "POS" or self.parse.pos[inner] in ("PUNCT", "DET")):
            inner += 1
        of_state = phrase.end > head + 1 and self._is_person(phrase.end)
        return self.mention(inner, phrase.end if of_state else head + 1, head)

    def _part_of_title(self, body: int, start: int, end: int, head: int) -> bool:
        mention = self.mentions.found[body]
        title = end - start == 1 and end < len(self.parse.words) and self.parse.tag[end] != "POS"
        capital = self.parse.words[head][:1].isupper() and not self.parse.words[head].isupper()
        return title and capital and mention.type == "Organisation" and not self.parse.words[start].isupper()

    def mention(self, start: int, end: int, head: int) -> int:
        """Give the mention of an office, making it where there is none."""
        span = self.parse.span(start, end)
        for index, mention in enumerate(self.mentions.found):
            if mention.span == span and mention.type == "Role":
                return index
        name = " ".join(self.parse.text[span.start : span.end].split())
        head_span = self.parse.span(head, head + 1)
        made = Mention(span, head_span, MentionKind.NOMINAL, "Role", name, self.parse.sent_of[head], "singular")
        self.mentions.found.append(made)
        self.mentions.range[len(self.mentions.found) - 1] = (start, end)
        return len(self.mentions.found) - 1
