"""Read an office in its phrase: the bodies and places it names, and what is left without them."""

from __future__ import annotations

from kg.extract.mentions import MentionTable
from kg.extract.phrases import Phrase, PhraseReader
from kg.extract.syntax import Syntax
from kg.model import Mention, MentionKind, Span
from kg.ontology import Ontology

_CLIMB = 5
"""Words from an office up to its relative clause."""
_BODIES = ("Organisation", "Group", "Place")


class OfficeReader(PhraseReader):
    """Reads offices and those who have them in one parse; `roles` are the mentions of offices made so far."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        super().__init__(syntax, mentions, ontology)
        self.roles: dict[Span, int] = {}

    # ---- bodies

    def bodies(self, phrase: Phrase) -> list[int]:
        """Give the bodies in an office: before it, possessive, or after "of" and "for"; names, and "the journalism school"."""
        return self.named_bodies(phrase) or self._of_pronoun(phrase.head)

    def named_bodies(self, phrase: Phrase) -> list[int]:
        """Give the bodies in an office that are named or described there."""
        found: list[int] = []
        whole = range(phrase.head + 1, self.title_end(phrase.head))
        for k in range(phrase.start, phrase.end):
            if k in whole or k in self.times or (k > 1 and self.is_office(k - 2) and self.title_end(k - 2) > k):
                continue
            index = self.mentions.name_of.get(k)
            if index is None:
                index = self._unnamed_body(k, phrase.head)
            if index is not None and index not in found and self._fits(index, k, phrase):
                found.append(index)
        return found

    def _of_pronoun(self, head: int) -> list[int]:
        """Give what the possessive stands for in "its president", "his spokesman", "her lawyer"."""
        for c in self.parse.children[head]:
            if c < head and self.parse.tag[c] == "WP$" and (owner := self._before_whose(head)) is not None:
                return [owner]
            if c < head and self.parse.tag[c] == "PRP$":
                kind = self.mentions.maps["person_pronouns"].get(self.parse.lower[c])
                campaign = self.parse.lower[head - 1] == "campaign"
                serves = kind in ("male", "female") and (
                    campaign or self.parse.lemma[head] in self.words["spokes_heads"]
                )
                if serves or (kind in ("neuter", "plural") and self.is_office(head)):
                    return [self.mentions.at(c)]
        return []

    def _before_whose(self, head: int) -> int | None:
        """Give "the Norra Party" of "the Norra Party, whose leader won"."""
        k = head
        for _ in range(_CLIMB):
            if self.syntax.is_dep(k, "relative_labels") or (k == head and self.syntax.is_dep(k, "apposition_labels")):
                return self.mentions.name_of.get(self.parse.head[k])
            k = self.parse.head[k]
        return None

    def _fits(self, index: int, k: int, phrase: Phrase) -> bool:
        start, end = self.mentions.range[index]
        mention = self.mentions.found[index]
        if start <= phrase.head < end or self._coined(end) or self._anothers(end):
            return False
        if k > phrase.head:
            title = self._is_person(end) and (end == phrase.end or mention.type == "Group")  # "Secretary of [State] X"
            if mention.type == "Topic" or title or (mention.type == "Group" and self._only_of_a_kind(start)):
                return False
            return self._after_preposition(start, phrase.head, mention.type)
        possessive = end < len(self.parse.words) and self.parse.tag[end] == "POS"
        if not possessive and (self.is_office(end - 1) or self.parse.lower[end - 1] in self.words["no_bodies"]):
            return False  # "District [Magistrate] Judge", "the [Hispanic] mayor"
        if not mention.type:  # a name without a label
            return True
        if mention.type == "Person":
            campaign = end < phrase.head and self.parse.lower[end] == "campaign"  # "Smith campaign chairman"
            return possessive or campaign or self.parse.lemma[phrase.head] in self.words["spokes_heads"]
        return (
            possessive
            or mention.kind is not MentionKind.NAME
            or (mention.type in _BODIES and self.whole_name(start, end, phrase.head))
        )

    def _titles(self, k: int) -> bool:
        """Tell the title in "adviser to Gov. Ann Smith" from an office farther inside."""
        return self.parse.words[k][:1].isupper() and (
            self.is_office(k) or self.parse.lower[k] in self.words["courtesy_titles"]
        )

    def _only_of_a_kind(self, k: int) -> bool:
        """Tell "member of an Orthodox family", no body, from "leader of the French parliament"."""
        noun = self.parse.head[k]
        known = self.words["person_heads"] | self.words["role_heads"]
        kind = self.parse.pos[noun] == "NOUN" and noun > k and noun not in self.mentions.name_of
        return kind and not self.mentions.is_body(noun) and self.parse.lemma[noun] not in known

    def _anothers(self, k: int) -> bool:
        """Tell "a spokesman for Lumetra's parent company", who is not Lumetra's."""
        beside = self.parse.lower[k + 1 : k + 3]
        return self.parse.tag[k : k + 1] == ["POS"] and any(word in self.words["other_bodies"] for word in beside)

    def _coined(self, k: int) -> bool:
        """Tell the place in "Norra-based" and "Norra-born": nobody belongs there by it."""
        words = self.parse.words
        return words[k : k + 1] == ["-"] and self.parse.tag[min(k + 1, len(words) - 1)] in ("VBN", "VBD", "JJ")

    def _top(self, start: int) -> int:
        """Give the word of a name that hangs on what stands outside."""
        first, end = self.mentions.range.get(self.mentions.name_of.get(start, -1), (start, start + 1))
        return next((k for k in range(first, end) if not first <= self.parse.head[k] < end), end - 1)

    def _is_person(self, k: int) -> bool:
        named = self.mentions.name_of.get(k)
        return named is not None and self.mentions.found[named].type == "Person"

    def _after_preposition(self, start: int, head: int, type_: str) -> bool:
        """Tell "leader of Labour" and "at the Norra Council's department" from a name farther inside."""
        k = start - 1
        while k > head and (self.parse.pos[k] in ("DET", "ADJ") or self.parse.tag[k] == "PRP$" or self._titles(k)):
            k -= 1
        if k > head and self.parse.tag[k] == "POS" and (owner := self.mentions.name_of.get(k - 1)) is not None:
            return self._after_preposition(self.mentions.range[owner][0], head, "")  # "for Norra's Foreign Ministry"
        if k > head and self.parse.head[self.parse.head[self._top(start)]] == head and self._top(start) > head:
            k = self.parse.head[self._top(start)]  # "founder of the right-wing Norra Party"
        far = type_ == "Place" and self.parse.lower[k] not in (
            ("of", "for", "from", "to") if self.is_office(head) else ("of",)
        )
        return k > head and self.joins_body(k, head) and not far

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
        if not (possessive or governed) or not self._definite(k) or self._around(k):
            return None
        index = self.mentions.at(k)
        return index if self.mentions.found[index].type == "Organisation" else None

    def _around(self, k: int) -> bool:
        """Tell "the best coach in the country", who is not the country's."""
        land = self.parse.lemma[k] in self.words["place_kinds"] | self.words["country_words"]
        return land and self.parse.lower[self.parse.head[k]] == "in"

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
        inner = max([inner, *(k + 1 for k in range(phrase.start, head) if self.parse.tag[k] in ("``", "''"))])
        past = [k for k in range(phrase.start, head) if self._past(k)]
        inner = max([inner, *(k + 2 for k in range(phrase.start, head - 1) if self._coined(k))])
        inner = min([inner, *past])  # "a former Conservative minister" is no minister
        while inner < head and (
            self.parse.tag[inner] == "POS" or self.parse.pos[inner] in ("PUNCT", "DET", "ADV", "NUM")
        ):
            inner += 1
        of_state = phrase.end > head + 1 and self._is_person(phrase.end)
        return self.mention(inner, phrase.end if of_state else self.title_end(head), head)

    def _part_of_title(self, body: int, start: int, end: int, head: int) -> bool:
        mention = self.mentions.found[body]
        title = end - start == 1 and end < len(self.parse.words) and self.parse.tag[end] != "POS"
        capital = self.parse.words[head][:1].isupper() and not self.parse.words[head].isupper()
        return title and capital and mention.type == "Organisation" and not self.parse.words[start].isupper()

    def _single(self, office: str, head: int, end: int) -> str:
        """Give "contender" for each of the "contenders Ann Smith and Bo Hale"."""
        word, one = self.parse.words[head], self.parse.words[head].removesuffix("s")
        if head + 1 != end or not self.plural(head) or not office.endswith(word):
            return office
        lemma = self.parse.lemma[head] if word.islower() else word
        return office.removesuffix(word) + (one if one.lower() in self.words["role_heads"] else lemma)

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
        if (known := self.roles.get(span)) is not None:
            return known
        name = self._spelled(self._single(self.parse.text[span.start : span.end], head, end))
        head_span = self.parse.span(head, head + 1)
        made = Mention(span, head_span, MentionKind.NOMINAL, "Role", name, self.parse.sent_of[head], "singular")
        self.mentions.found.append(made)
        self.mentions.range[len(self.mentions.found) - 1] = (start, end)
        self.roles[span] = len(self.mentions.found) - 1
        return len(self.mentions.found) - 1
