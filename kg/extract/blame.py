"""Read blame from who is singled out in somebody's words: "the only one who refused was the minister". Contains no word."""

from __future__ import annotations

from collections.abc import Iterator

from kg.extract.factuality import FactualityReader
from kg.extract.fillers import Fillers
from kg.extract.kinds import Filler
from kg.extract.leaning import Leanings
from kg.extract.reports import Report
from kg.model import Modality, Polarity, RelationMention

CONFIDENCE = 0.5
ACCUSATION = "accuses"


class BlameReader:
    """Finds accusations that no trigger tells: what only one would not do, or did that is bad, is held against that one."""

    def __init__(self, fillers: Fillers, leanings: Leanings, factuality: FactualityReader) -> None:
        self.fillers, self.leanings, self.factuality = fillers, leanings, factuality
        self.syntax, self.parse, self.reports = fillers.syntax, fillers.syntax.parse, leanings.reports

    def read(self) -> Iterator[RelationMention]:
        """Give the accusations in text order."""
        for verb in range(len(self.parse.words)):
            one = self.parse.head[verb]
            if self.syntax.is_dep(verb, "relative_labels") and (who := self.syntax.singled_out(one)) is not None:
                yield from self._accusation(verb, one, who)

    def _accusation(self, verb: int, one: int, who: int) -> Iterator[RelationMention]:
        report = next(iter(self.reports.around(verb)), None)
        if report is None or report.source is None or not self._against(verb):
            return
        speaker = Filler(report.source)
        if not (self.fillers.agentive(speaker) and self.fillers.agentive(Filler(who))):
            return
        yield RelationMention(
            relation=ACCUSATION,
            subject=self.fillers.mentions.at(speaker.token),
            object=self.fillers.mentions.at(who),
            polarity=Polarity.POSITIVE,
            modality=Modality.ASSERTED,
            cue=self.parse.span(verb, verb + 1),
            evidence=self.parse.span(self.parse.left_edge[one], max(verb, who) + 1),
            rule=f"{ACCUSATION}/singled out",
            attribution=self._outer(report),
            confidence=CONFIDENCE,
        )

    def _against(self, verb: int) -> bool:
        """Tell what speaks against its doer: a deed that is bad, or one that was not done and may not be bad."""
        says_no = any(
            self.parse.lower[c] in self.syntax.words["negative_determiners"] for c in self.parse.children[verb]
        )
        reading, sign = self.factuality.read(verb), self.leanings.sign(verb)[0]
        against = sign >= 0 if reading.negative or says_no else sign < 0
        return against and reading.modality is not Modality.ASKED

    def _outer(self, report: Report) -> int | None:
        """Give in whose words the speaker is said to speak."""
        return self.reports.index_around(report.cue[0]) if report.cue else None
