"""Decide whom a pronoun means: by number, gender and kind, nearness, part in the sentence, and whose words it stands in."""

from __future__ import annotations

from kg.model import Extraction, Mention, MentionKind, Quotation
from kg.ontology import Ontology
from kg.resolve.chains import Chain, Chains, fold

_WINDOW = 3
_OTHER_QUOTATION, _OTHER_REPORT, _IN_THE_SOURCE = 3, 1, 2
"""Sentences by which a name in somebody else's quoted or reported words, or in what the speaker is called, is farther."""
_BODIES = ("Organisation", "Place", "Group")


class PronounReader:
    """Finds the antecedents of the pronouns of one document, in text order."""

    def __init__(self, chains: Chains, extraction: Extraction, ontology: Ontology) -> None:
        self.chains, self.extraction, self.words = chains, extraction, ontology.words
        self.kinds = ontology.maps["body_kinds"]
        denial = ontology.of("denial")
        relations = extraction.relations
        self.denied = {r.object for r in relations if r.relation in denial and r.object is not None}
        self.doers = {r.subject for r in relations if r.subject is not None}
        self.bodies = {link.first: link.second for link in extraction.links if link.reason == "member"}
        self.rivals: dict[int, set[int]] = {}
        for r in relations:  # "he praised him" is two people (binding principle B)
            if r.subject is not None and r.object is not None:
                self.rivals.setdefault(r.object, set()).add(r.subject)

    def antecedent(self, i: int) -> int | None:
        """Give the chain that a pronoun continues."""
        mention = self.chains.mentions[i]
        if i in self.denied and mention.gender in ("neuter", "plural", ""):
            return self._third_person(i, mention, ("Claim",))
        if mention.gender == "speaker":
            return self._first_person(mention)
        if mention.gender in ("male", "female"):
            return self._third_person(i, mention, ("Person",))
        if mention.gender == "plural":
            return self._third_person(i, mention, ("Group", "Organisation", "Topic", "Event"))
        if mention.gender == "neuter":
            return self._third_person(i, mention, _BODIES if i in self.doers else (*_BODIES, "Topic", "Event"))
        return None

    def _first_person(self, mention: Mention) -> int | None:
        """Read "I" as who speaks, "we" as the body for which the speaker speaks, if there is one."""
        of = self.chains.of
        if mention.attribution is None:
            return None
        speaker = self.extraction.attributions[mention.attribution].speaker
        if speaker is None or speaker not in of:
            return None
        number = of[speaker]
        if mention.number == "plural" and self.chains.list[number].type not in _BODIES:
            members = self.chains.list[number].members
            bodies = (of[self.bodies[m]] for m in members if self.bodies.get(m) in of)
            return next((n for n in bodies if self._speaks_as_one(n)), number)
        return number

    def _speaks_as_one(self, number: int) -> bool:
        """Tell a body for which its people say "we" from a party, a country and a person."""
        chain = self.chains.list[number]
        party = any(self.kinds.get(word) == "party" for name in chain.names for word in fold(name).split())
        return chain.type == "Organisation" and not party

    def _third_person(self, i: int, mention: Mention, types: tuple[str, ...]) -> int | None:
        scored = []
        for number, last in reversed(self.chains.last.items()):
            nearest = self.chains.mentions[last]
            distance = mention.sentence - nearest.sentence
            if distance > _WINDOW:
                break
            if self._named_by(i, nearest):
                continue  # "Ann is late," she said
            if self._fits(i, mention, number, types) and not nearest.span.overlaps(mention.span):
                scored.append((self._score(mention, nearest, distance, number), number))
        return min(scored)[1] if scored else None

    def _named_by(self, i: int, nearest: Mention) -> bool:
        """Tell whether a mention stands in the quotation of which the pronoun is the speaker."""
        number = nearest.attribution
        while number is not None:
            attribution = self.extraction.attributions[number]
            if attribution.speaker == i and attribution.quotation is not Quotation.INDIRECT:
                return True
            number = attribution.parent
        return False

    def _score(
        self, mention: Mention, nearest: Mention, distance: int, number: int
    ) -> tuple[int, bool, bool, int, int]:
        subject = nearest.salience == 2 if self._possessive(mention) else nearest.salience == mention.salience
        goes_on = nearest.kind is MentionKind.PRONOUN and nearest.gender == mention.gender
        told = number == self._speaker(mention)  # "Ann Smith said that she"
        far = distance + (0 if told else self._between(nearest, mention) + self._describes_speaker(nearest, mention))
        return far, not subject, not goes_on, -nearest.salience, -nearest.span.start

    def _speaker(self, mention: Mention) -> int | None:
        """Give the chain of who says the words in which a mention stands."""
        if mention.attribution is None:
            return None
        speaker = self.extraction.attributions[mention.attribution].speaker
        return None if speaker is None else self.chains.of.get(speaker)

    def _describes_speaker(self, nearest: Mention, mention: Mention) -> int:
        """Put "Acas" of "a source at Acas said it" farther away: it only says who speaks."""
        if mention.attribution is None:
            return 0
        source = self.extraction.attributions[mention.attribution].source
        return _IN_THE_SOURCE if any(span.contains(nearest.span) for span in source) else 0

    def _quotes(self, mention: Mention) -> bool:
        attribution = mention.attribution
        return attribution is not None and self.extraction.attributions[attribution].quotation is Quotation.DIRECT

    def _possessive(self, mention: Mention) -> bool:
        return mention.name.lower() in self.words["possessive_pronouns"]

    def _fits(self, i: int, mention: Mention, number: int, types: tuple[str, ...]) -> bool:
        chain = self.chains.list[number]
        fits = chain.head in self.words["claim_nouns"] if types == ("Claim",) else chain.type in types
        if not fits or not self._agrees(mention, chain):
            return False
        if number == self._speaker(mention) and self._quotes(mention):
            return False  # who says "he" in a quotation means another
        return not any(self.chains.of.get(rival) == number for rival in self.rivals.get(i, ()))

    def _agrees(self, mention: Mention, chain: Chain) -> bool:
        if mention.gender in ("male", "female"):
            return chain.gender in ("", mention.gender)
        if mention.gender == "plural":
            return chain.number == "plural" or chain.type == "Organisation"
        return mention.gender == "" or chain.number != "plural"

    def _between(self, one: Mention, other: Mention) -> int:
        """Give the distance that different voices put between two mentions."""
        if self._voice(one, direct=True) != self._voice(other, direct=True):
            return _OTHER_QUOTATION
        return 0 if self._voice(one) == self._voice(other) else _OTHER_REPORT

    def _voice(self, mention: Mention, *, direct: bool = False) -> int | None:
        """Give the outermost attribution, or direct quotation, around a mention."""
        number, voice = mention.attribution, None
        while number is not None:
            attribution = self.extraction.attributions[number]
            voice = number if attribution.quotation is Quotation.DIRECT or not direct else voice
            number = attribution.parent
        return voice
