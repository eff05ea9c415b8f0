"""Read where the phrase of an office begins and ends: before a name, after its comma, or around its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.names import loose, office_end
from kg.extract.syntax import Syntax
from kg.ontology import Ontology

_LONG_TITLE = 4
"""Words of a title after its "of"."""
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_CLOSES = frozenset({",", ".", ")", ";", ":", "-", "–", "—", "who", "whose", "!", "?"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an office, half-open token range, and its head: "chief executive of Lumetra"."""

    start: int
    end: int
    head: int


class PhraseReader:
    """Finds the phrases of offices in one parse."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.forms = ontology.maps["office_forms"]
        self.times = {k for i, j, label in self.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}

    # ---- words

    def is_office(self, k: int) -> bool:
        """Tell whether the word names an office, in the singular or the plural."""
        heads, word = self.words["role_heads"], self.parse.lower[k]
        known = word in heads or self.parse.lemma[k].lower() in heads
        return (known or (len(word) > 4 and word.removesuffix("s") in heads)) and not loose(self.parse, k, self.words)

    def plural(self, k: int) -> bool:
        """Tell "Senators Ross and Vale" from one senator."""
        heads, word = self.words["role_heads"], self.parse.lower[k]
        short = word.rstrip(".")
        several = short in self.forms and short.removesuffix("s") in self.forms and short.endswith("s")
        many = self.parse.tag[k] in ("NNS", "NNPS") or (word not in heads and word.removesuffix("s") in heads)
        return several or many

    def is_occupation(self, k: int) -> bool:
        """Tell "an instrument technician": a common noun for what a person does, by its ending."""
        lemma = self.parse.lemma[k]
        known = lemma in self.words["person_heads"]
        ending = lemma.endswith(tuple(sorted(self.words["person_suffixes"])))
        person = known or (ending and lemma not in self.words["non_person_nouns"])
        kin = self.is_kin(k)
        return self.parse.tag[k] == "NN" and person and not kin and not self.mentions.is_body(k)

    def is_kin(self, k: int) -> bool:
        """Tell "her daughter" and "a resident": nobody holds that as an office."""
        return self.parse.lemma[k] in self.words["kin_words"] or self.parse.lower[k] in self.words["kin_words"]

    # ---- where the phrase stands

    def before(self, start: int) -> list[Phrase]:
        """Read the titles that end where a name starts: "Harbour Union president [Dario Lenk]", "mayor Dr [Ann Smith]"."""
        phrase = self._before(start)
        if phrase is None:
            return []
        inner = next((k for k in range(phrase.head - 1, phrase.start - 1, -1) if self._stacked(k, phrase.head)), None)
        if inner is None:
            return [phrase]
        return [Phrase(phrase.start, inner + 1, inner), Phrase(inner + 1, phrase.end, phrase.head)]

    def _stacked(self, k: int, head: int) -> bool:
        """Tell two titles, "presidential candidate Sen.", from one, "deputy secretary"."""
        title = self.parse.words[head][:1].isupper() and self.parse.words[k].islower()
        short = self.parse.lower[head].rstrip(".") in self.forms and k + 1 == head
        return self.is_office(k) and (title or (short and self.parse.lower[k] not in self.words["office_words"]))

    def _before(self, start: int) -> Phrase | None:
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
        if k > 1 and self.title_end(k - 2) == k + 1 and self.is_office(k - 2):
            return k - 2
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
        if parse.pos[k] not in _INSIDE or parse.tag[k] in ("PRP$", "PDT") or self.is_kin(k):
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

    def title_end(self, head: int) -> int:
        """Give where "secretary of state" ends; an office that nothing completes ends with its head."""
        return office_end(self.parse, head, self.words)
