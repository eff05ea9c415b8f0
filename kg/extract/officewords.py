"""Tell words that name an office or a trade from words that name kin, bodies and everybody else."""

from __future__ import annotations

from kg.extract.mentions import MentionTable
from kg.extract.names import loose
from kg.extract.syntax import Syntax
from kg.ontology import Ontology


class OfficeWords:
    """Questions about single words of one parse; all arguments are token indexes."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.forms = ontology.maps["office_forms"]
        self.times = {k for i, j, label in self.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}

    # ---- words

    def is_office(self, k: int) -> bool:
        """Tell whether the word names an office, in the singular or the plural."""
        heads, word = self.words["role_heads"], self.parse.lower[k]
        known = word in heads or self.parse.lemma[k].lower() in heads
        known = known or (k > 0 and f"{self.parse.lower[k - 1]} {word}" in self.words["role_pairs"])
        if word == "host" and self.parse.lower[k + 1 : k + 2] == ["of"] and self._several(k):
            return False  # "a host of celebrities"
        return (known or (len(word) > 4 and word.removesuffix("s") in heads)) and not loose(self.parse, k, self.words)

    def _several(self, k: int) -> bool:
        of = self.syntax.preposition_object(k, "of")
        return of is not None and self.parse.tag[of] == "NNS"

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

    def is_trade(self, k: int) -> bool:
        """Tell "a teacher" and "a pitchman", what people do, from "a liar", what others call them."""
        return self.parse.tag[k] in ("NN", "NNP") and self.parse.lemma[k].lower() in self.words["trades"]

    def is_told(self, k: int) -> bool:
        """Tell what "she is" or "she served as" may name as her office."""
        return self.is_office(k) or self.is_trade(k)

    def is_praise(self, k: int) -> bool:
        """Tell "a star", which may be praise, unless it is somebody's: "a surrogate for the Norra campaign"."""
        return self.parse.lemma[k] in self.words["loose_trades"] and not self.is_office(k)

    def is_kin(self, k: int) -> bool:
        """Tell "her daughter" and "a resident": nobody holds that as an office."""
        return self.parse.lemma[k] in self.words["kin_words"] or self.parse.lower[k] in self.words["kin_words"]
