"""Tell names from other words where every word has a capital: headlines in title case, labels in capitals alone."""

from __future__ import annotations

from functools import cached_property

from kg.extract.nlp import Parse
from kg.ontology import Ontology

_LONG = 4
"""Letters of a word from which on a title gives it a capital."""
_SHARE = 0.8


class Titles:
    """The sentences of one parse that are titles, and what in them is a name."""

    def __init__(self, parse: Parse, ontology: Ontology) -> None:
        self.parse, self.ontology = parse, ontology

    def holds(self, i: int, j: int) -> bool:
        """Tell whether a token range may be a name: outside a title always, in one if nothing speaks against it."""
        if self.parse.sent_of[i] not in self.sentences:
            return True
        words = self.parse.words[i:j]
        if self._known(words):
            return True
        small = any(word.lower() in self.small or self._ordinary(k) for k, word in enumerate(words, i))
        return not small and self.parse.sent_of[i] not in self.labels

    def common(self, i: int, j: int) -> bool:
        """Tell whether a word of the range is one that the text writes small: "Praises" of "Praises Ann Smith"."""
        return any({self.parse.lower[k], self.parse.lemma[k]} & self._small_words for k in range(i, j))

    @cached_property
    def _small_words(self) -> frozenset[str]:
        parse = self.parse
        return frozenset(w for k, word in enumerate(parse.words) if word.islower() for w in (word, parse.lemma[k]))

    def heads(self, sentence: int) -> bool:
        """Tell the first sentence where it is a paragraph of its own, as a headline is."""
        i, j = self.parse.sents[sentence]
        return sentence == 0 and (i, j) == self.parse.blocks[0] and len(self.parse.blocks) > 1

    def _known(self, words: list[str]) -> bool:
        name = " ".join(words)
        return name in self.elsewhere or self.ontology.gazetteer.find(name) is not None

    def _ordinary(self, k: int) -> bool:
        """Tell a verb or an adverb in a title from a part of a name."""
        return self.parse.pos[k] in ("VERB", "ADV", "AUX", "PRON", "SCONJ", "INTJ")

    @cached_property
    def sentences(self) -> frozenset[int]:
        """Give the numbers of the sentences in which the ordinary words have capitals, too."""
        return frozenset(n for n, (i, j) in enumerate(self.parse.sents) if self._title(i, j)) | self.labels

    @cached_property
    def labels(self) -> frozenset[int]:
        """Give the numbers of the sentences that are a few words in capitals alone ("FULL TEXT.")."""
        return frozenset(n for n, (i, j) in enumerate(self.parse.sents) if self._label(i, j))

    def _title(self, i: int, j: int) -> bool:
        long = [k for k in range(i, j) if len(self.parse.words[k]) >= _LONG and self.parse.words[k].isalpha()]
        capital = [k for k in long if self.parse.words[k][:1].isupper()]
        if len(long) < 3 or len(capital) < _SHARE * len(long):
            return False
        return any(self.parse.pos[k] not in ("PROPN", "NOUN") for k in capital[1:]) or self._small_ones(capital)

    def _small_ones(self, capital: list[int]) -> bool:
        return 2 * sum(self.parse.lower[k] in self.small for k in capital) >= len(capital)

    def _label(self, i: int, j: int) -> bool:
        words = [word for word in self.parse.words[i:j] if word.isalpha()]
        alone = self.parse.block_of[i] not in (self.parse.block_of[i - 1] if i else -1, *self.parse.block_of[j : j + 1])
        return alone and 0 < len(words) < 4 and all(word.isupper() and len(word) > 1 for word in words)

    @cached_property
    def small(self) -> frozenset[str]:
        """Give the words that the text writes small somewhere."""
        return frozenset(word for word in self.parse.words if word.islower() and len(word) >= _LONG)

    @cached_property
    def elsewhere(self) -> frozenset[str]:
        """Give the names that the tagger finds outside titles, and their last words."""
        found = set()
        for i, j, label in self.parse.ents:
            if label in self.ontology.maps["ner"] and self.parse.sent_of[i] not in self.sentences:
                found |= {" ".join(self.parse.words[i:j]), self.parse.words[j - 1]}
        return frozenset(found)

    @cached_property
    def people(self) -> frozenset[str]:
        """Give the people's names that the tagger finds outside titles and headlines, and their surnames."""
        found = set()
        for i, j, label in self.parse.ents:
            person, sentence = self.ontology.maps["ner"].get(label) == "Person", self.parse.sent_of[i]
            if person and j - i > 1 and sentence not in self.sentences and not self.heads(sentence):
                found |= {" ".join(self.parse.words[i:j]), self.parse.words[j - 1]}
        return frozenset(found)
