"""Read an office in its phrase: the bodies and places it names, and what is left without them."""

from __future__ import annotations

from kg.extract.phrases import Phrase, PhraseReader
from kg.model import Mention, MentionKind

_BODIES = ("Organisation", "Group", "Place")


class OfficeReader(PhraseReader):
    """Reads offices and those who have them in one parse."""

    # ---- bodies

    def bodies(self, phrase: Phrase) -> list[int]:
        """Give the bodies in an office: before it, possessive, or after "of" and "for"; names, and "the journalism school"."""
        found: list[int] = []
        whole = range(phrase.head + 1, self.title_end(phrase.head))
        for k in range(phrase.start, phrase.end):
            if k in whole:
                continue
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
        return self.mention(inner, phrase.end if of_state else self.title_end(head), head)

    def _part_of_title(self, body: int, start: int, end: int, head: int) -> bool:
        mention = self.mentions.found[body]
        title = end - start == 1 and end < len(self.parse.words) and self.parse.tag[end] != "POS"
        capital = self.parse.words[head][:1].isupper() and not self.parse.words[head].isupper()
        return title and capital and mention.type == "Organisation" and not self.parse.words[start].isupper()

    def _spelled(self, office: str) -> str:
        """Spell out what is shortened, "Lt. Gov.": one office is one thing, however it is written."""
        words = office.split()
        whole = self.forms.get(" ".join(words).lower().replace(".", ""))
        if whole and words[-1].endswith("."):
            return whole.title()
        return " ".join(self._word(word) for word in words)

    def _word(self, word: str) -> str:
        short = word.lower().rstrip(".")
        known = self.forms.get(short) if word.endswith(".") or short in ("sens", "reps", "govs") else None
        return known.title() if known else word

    def mention(self, start: int, end: int, head: int) -> int:
        """Give the mention of an office, making it where there is none."""
        span = self.parse.span(start, end)
        for index, mention in enumerate(self.mentions.found):
            if mention.span == span and mention.type == "Role":
                return index
        name = self._spelled(self.parse.text[span.start : span.end])
        head_span = self.parse.span(head, head + 1)
        made = Mention(span, head_span, MentionKind.NOMINAL, "Role", name, self.parse.sent_of[head], "singular")
        self.mentions.found.append(made)
        self.mentions.range[len(self.mentions.found) - 1] = (start, end)
        return len(self.mentions.found) - 1
