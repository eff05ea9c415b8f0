"""Read where the phrase of an office begins and ends: before a name, after its comma, or around its head."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from kg.extract.names import office_end
from kg.extract.officewords import OfficeWords

_LONG_TITLE = 4
"""Words of a title after its "of"."""
_INSIDE = frozenset({"NOUN", "PROPN", "ADJ", "NUM"})
_FAR = 10
"""Words between an office and the comma after its description."""
_CLOSERS = ([","], ["."], [")"], [";"], ["-"], ["–"], ["—"], ["--"])
_FRONT = frozenset({"DET", "ADV", "ADJ", "NOUN", "PROPN", "NUM", "PART", "INTJ"})
_OPENS = frozenset({",", "(", "–", "—", "-", "--"})
_CLOSES = frozenset({",", ".", ")", ";", ":", "-", "–", "—", "!", "?"})


@dataclass(frozen=True, slots=True)
class Phrase:
    """The words of an office, half-open token range, and its head: "chief executive of Lumetra"."""

    start: int
    end: int
    head: int


class PhraseReader(OfficeWords):
    """Finds the phrases of offices in one parse."""

    # ---- where the phrase stands

    def before(self, start: int) -> list[Phrase]:
        """Read the titles that end where a name starts: "Harbour Union president [Dario Lenk]", "mayor Dr [Ann Smith]"."""
        phrase = self._before(start)
        if phrase is None:
            return []
        inner = next((k for k in range(phrase.head - 1, phrase.start - 1, -1) if self._stacked(k, phrase.head)), None)
        if inner is None:
            return [*self._joined(phrase), phrase]
        return [Phrase(phrase.start, inner + 1, inner), Phrase(inner + 1, phrase.end, phrase.head)]

    def _joined(self, phrase: Phrase) -> list[Phrase]:
        """Read the first of two titles of one person: "[Lumetra chairman] and chief executive Ann Smith"."""
        head, words = phrase.start - 2, self.parse.words
        if head < 0 or self.parse.lower[head + 1] not in ("and", "&") or self.plural(head) or self.plural(phrase.head):
            return []
        if (
            not (self.is_told(head) or self.is_occupation(head))
            or words[head].islower() != words[phrase.head].islower()
        ):
            return []
        first = head
        while first > 0 and self._goes_on_left(first - 1, head):
            first -= 1
        while first < head and self._hollow(first):
            first += 1
        return [Phrase(first, head + 1, head)] if head not in self.mentions.name_of else []

    def announced(self, start: int, end: int) -> int | None:
        """Give the office whose description ends at the comma before a name: "the head of the Norra mission, [Ann Smith],".

        What begins the sentence needs no second comma: "Now the head of the mission, [Ann Smith] said".
        """
        parse = self.parse
        start = min([start, *(phrase.start for phrase in self.before(start))])  # "the nominee, Sen. [Ann Smith],"
        if start < 2 or parse.words[start - 1] != ",":
            return None
        closed = parse.lower[end : end + 1] in _CLOSERS or self.beyond(end) > end
        for head in range(start - 2, max(start - 2 - _FAR, -1), -1):
            if parse.sent_of[head] != parse.sent_of[start] or parse.pos[head] in ("VERB", "AUX", "PUNCT", "PRON"):
                return None
            if head not in self.mentions.name_of and self.is_office(head) and not self.plural(head):
                told = self._complement(self.title_end(head), head) == start - 1 or head == start - 2
                first = all(parse.pos[k] in _FRONT for k in range(parse.sents[parse.sent_of[head]][0], head))
                return head if told and (first or (closed and self._the(head))) else None
        return None

    def _the(self, head: int) -> bool:
        """Tell "the mayor", "its mayor", "Norra's mayor", of whom there is one, from "a mayor"."""
        before = [head, *(c for c in self.parse.children[head] if c < head)]
        one = any(
            self.parse.lower[self.parse.left_edge[c]] == "the" or self.syntax.is_dep(c, "possessor_labels")
            for c in before
        )
        return one or self.parse.lemma[head] in self.words["spokes_heads"]

    def _stacked(self, k: int, head: int) -> bool:
        """Tell two titles, "presidential candidate Sen.", from one, "deputy secretary"."""
        title = self.parse.words[head][:1].isupper() and self.parse.words[k].islower()
        short = self.parse.lower[head].rstrip(".") in self.forms and k + 1 == head
        return self.is_office(k) and (title or (short and self.parse.lower[k] not in self.words["office_words"]))

    def _before(self, start: int) -> Phrase | None:
        head = self._of_title(start - 1)
        if head < 0 or self.parse.sent_of[head] != self.parse.sent_of[start] or self.parse.tag[head] == "VBG":
            return None
        if self.parse.lower[head] == "fellow":  # "fellow Republican Ann Smith"
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
        title = self.is_trade(k) and self.parse.tag[k] == "NNP"  # "Pastor Ann Smith"
        worker = self.parse.tag[k] == "NN" and (self.is_trade(k) or self.is_occupation(k))
        named = self.mentions.name_of.get(name)
        last = self.mentions.range[named][1] if named is not None else name + 1
        if not (title or worker) or not (self.syntax.is_dep(k, "compound_labels") and k < self.parse.head[k] < last):
            return False
        if self.syntax.is_dep(self.parse.head[k], "compound_labels"):  # "a rubber Smith mask"
            return False
        return not any(
            self.syntax.is_dep(c, "possessor_labels") for c in self.parse.children[self.parse.head[k]] if c < name
        )

    def _of_title(self, k: int) -> int:
        """Go from the end of "Secretary of State" or "Director of Government Affairs" to the office."""
        at = k
        if k > 2 and self.parse.lower[k] == "elect" and self.parse.words[k - 1] == "-":
            return k - 2  # "Prime Minister-elect"
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
        if named is None or named == self.mentions.name_of.get(head) or self.mentions.found[named].type != "Person":
            return True
        end = self.mentions.range[named][1]
        campaign = end < head and self.parse.lower[end] == "campaign"
        return self.parse.tag[end] == "POS" or campaign or self.parse.lemma[head] in self.words["spokes_heads"]

    def _hollow(self, k: int) -> bool:
        """Tell the words in front that are no part of the office: "popular", "-", "'s"."""
        if self.parse.lower[k] in self.words["past_words"] | self.words["office_words"] | self.words["office_fields"]:
            return False
        if self.parse.lower[k] in self.words["no_bodies"]:
            return True
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
        if end + 1 >= len(words) or words[end] not in _OPENS:
            return None
        end += self.parse.pos[end + 1] == "SPACE" and end + 2 < len(words)
        aged = end + 3 < len(words) and self.parse.pos[end + 1] == "NUM" and words[end + 2] == ","
        first = end + 3 if aged else end + 1
        return first + 1 if self.parse.lower[first] in self.words["office_adverbs"] else first

    def beyond(self, end: int) -> int:
        """Give where a name ends with what stands in brackets after it: "Bob Hall (D-Ohio), chair of the panel"."""
        if self.parse.words[end : end + 1] != ["("]:
            return end
        close = next(
            (k for k in range(end + 1, min(end + _FAR, len(self.parse.words))) if self.parse.words[k] == ")"), end
        )
        return close + 1 if self.parse.words[close + 1 : close + 2] == [","] else end

    def _from(self, start: int) -> Phrase | None:
        """Read an office forwards from its first word."""
        parse, size = self.parse, len(self.parse.words)
        if parse.tag[start] == "WP$" or parse.lower[start] in self.words["courtesy_titles"]:
            return None  # "the Norra Party, whose leader", "Ann Smith, Madam Chair"
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
        known = self.is_office(head) or self.is_trade(head) or (self.is_occupation(head) and first > start)
        if not known or head in self.mentions.name_of or self.plural(head) != one_of:
            return None
        return Phrase(first, self._complement(k, head), head)

    def beside(self, head: int, end: int) -> list[Phrase]:
        """Read what the parse hangs on a name as an apposition: "[Ann Smith], a Norra-based investor who"."""
        words = self.parse.words
        if end >= len(words) or words[end] not in _OPENS:
            return []
        found = (c for c in self.syntax.kids(head, "apposition_labels") if c > end)
        first = next((c for c in found if self.parse.left_edge[c] in (end + 1, self._past_the_comma(end))), None)
        both = self.syntax.conjuncts(first) if first is not None and self._alone(first) else ()
        return [self._hung(k) for k in both if self._alone(k)]

    def _alone(self, k: int) -> bool:
        """Tell one person's office or trade from a name and from a group."""
        whose = any(self.parse.tag[c] == "WP$" for c in self.parse.children[k])
        spoken_to = (
            self.parse.lower[self.parse.left_edge[k]] in self.words["courtesy_titles"]
        )  # "Ann Smith, Madam Chair"
        if whose or spoken_to or k in self.mentions.name_of or self.plural(k):
            return False
        return self.is_office(k) or self.is_trade(k) or self.is_occupation(k)

    def _hung(self, head: int) -> Phrase:
        start = self.parse.left_edge[head]
        while start < head and (self.parse.pos[start] in ("DET", "PUNCT", "CCONJ") or self.parse.tag[start] == "PRP$"):
            start += 1
        return Phrase(start, self._complement(self.title_end(head), head), head)

    def _past(self, k: int) -> bool:
        return self.parse.lower[k] in self.words["past_words"]

    def _complement(self, k: int, head: int) -> int:
        """Go past "of policy at Greenmark", "with the Norra Times", "for public and governmental affairs"."""
        parse, size = self.parse, len(self.parse.words)
        while k < size and self.joins_body(k, head):
            k += 1
            while k < size and (
                parse.pos[k] in (*_INSIDE, "DET", "X") or parse.tag[k] in ("POS", "HYPH", "PRP$") or self._joins(k)
            ):
                k += 1
        return k

    def joins_body(self, k: int, head: int) -> bool:
        """Tell "leader of", "analyst at" and "adviser to" from what only stands near an office."""
        serves = self.parse.lower[k] == "to" and self.parse.lemma[head] in self.words["serving_heads"]
        return serves or self.parse.lower[k] in self.words["membership_prepositions"]

    def _joins(self, k: int) -> bool:
        ahead = k + 1 < len(self.parse.words) and self.parse.pos[k + 1] in _INSIDE and not self.is_office(k + 1)
        return self.parse.lower[k] in ("and", "&", "of") and ahead

    def closed(self, k: int) -> bool:
        """Tell whether an apposition may end before the word: "the mayor said" is none."""
        if k >= len(self.parse.words) or self.parse.lower[k] in _CLOSES:
            return True
        return self.parse.lower[k] in self.words["office_closers"] or self._and(k)

    def _and(self, k: int) -> bool:
        following = k + 1 < len(self.parse.words) and self.parse.pos[k + 1] in (*_INSIDE, "DET")
        return k < len(self.parse.words) and self.parse.lower[k] == "and" and following

    def whole(self, head: int) -> Phrase:
        """Give the phrase around an office by the syntax: "the [chairman of the Harbour Board]"."""
        start, end = self.syntax.phrase(head)
        while start < head and self.parse.pos[start] in ("DET", "PUNCT"):
            start += 1
        return Phrase(start, max(end, self._complement(self.title_end(head), head)), head)

    def title_end(self, head: int) -> int:
        """Give where "secretary of state" ends; an office that nothing completes ends with its head."""
        return office_end(self.parse, head, self.words)
