"""Join what the network found with what the rules know: each attribution as a report that the extraction can use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from functools import cache

import numpy as np

from kg.extract.attribution import PART_OF
from kg.extract.learned.decode import Found, Tuning, certainty, decode
from kg.extract.learned.tagger import CONTENT, OUTSIDE, Scores, Tagger
from kg.extract.reports import Report, Reports
from kg.extract.syntax import Syntax
from kg.ontology import Ontology, Reporting

_PLAIN = Reporting(frozenset({"clause"}))


class LearnedReading:
    """Reads who says what with the learned network; the rules' reports are among what it sees.

    The network says which words are source, cue and content. The rules keep what it was not taught: reports inside
    a content, turns of a transcript, headlines, quotations that nobody is found to say, what a cue's word implies.
    """

    def __init__(self, syntax: Syntax, ontology: Ontology, tagger: Tagger) -> None:
        self.parse, self.syntax, self.tagger = syntax.parse, syntax, tagger
        self.tuning = _tuning()
        self.reporting = ontology.reporting
        self.scores: Scores | None = None

    def read(self, rules: Reports) -> Reports:
        """Give the reports of the text, in the order of their cues."""
        if not self.parse.words:
            return rules
        self.scores = self.tagger.score(self.parse, rules.quotes, rules.found)
        return self.join(self.scores, self.tuning, rules)

    def join(self, scores: Scores, tuning: Tuning, rules: Reports) -> Reports:
        """Make reports of what the network found, and add those that only the rules know."""
        reports = [self._report(one, rules) for one in decode(self.parse, scores, tuning)]
        reports += self._kept(reports, rules)
        reports += self._doubted(reports, rules, scores, tuning)
        reports.sort(key=lambda r: (min(r.cue or sorted(r.content) or [0]), -len(r.content)))
        said = 1 - np.exp(scores.tags[:, CONTENT, OUTSIDE])
        sure = {k for r in reports for k in (*r.content, *self._infinitives(r.cue))}
        doubtful = frozenset(np.flatnonzero(said > tuning.doubt).tolist()) - sure
        return Reports(self.syntax, reports, rules.quotes, doubtful)

    def _infinitives(self, cue: Sequence[int]) -> list[int]:
        """Give "deny" of the cue "refused to deny": it is the cue's, for the narrator tells who refused what."""
        return [k for k in cue if self.parse.head[k] in cue and self.syntax.is_dep(k, "infinitive_labels")]

    def _report(self, found: Found, rules: Reports) -> Report:
        """Give a report with the network's spans; what its word implies comes from the rules' report at the same cue."""
        content, same = set(found.content), _same(found, rules)
        if same is not None and self._headline(found.cue):  # of headlines the network has seen few
            content |= same.content
            found = self._with_source(found, same, rules)
        found = self._without_undergoer(found, rules)
        source = self._head(found.source)
        if same is None:
            clausal = any(self.syntax.verbal(k) for k in content) or any(rules.quoted(k) for k in content)
            report = Report([], None, set(), self._entry(found), clausal, self._infinitive(found))
            return replace(self._filled(report, found, source, content), pronoun=self._pronoun(found))
        filled = self._filled(same, found, same.source if same.source in found.source else source, content)
        return replace(filled, clausal=any(r.clausal and set(r.cue) <= set(found.cue) for r in (same, *rules.found)))

    def _with_source(self, found: Found, same: Report, rules: Reports) -> Found:
        """Take the rules' source for the same cue where the network names none."""
        if found.source or same.source is None:
            return found
        return replace(found, source=tuple(sorted(rules.source_tokens(same))))

    def _headline(self, cue: Sequence[int]) -> bool:
        blocks = self.parse.layout
        return bool(blocks) and blocks[self.parse.block_of[cue[0]]].headline

    def _without_undergoer(self, found: Found, rules: Reports) -> Found:
        """Drop a source that is said to be spoken about: who "faces claims that" he lied does not say so."""
        source = self._head(found.source)
        for report in rules.found if source is not None else ():
            same = 2 * len(report.content & set(found.content)) > len(report.content)
            if same and report.source is None and any(self._receiver(k) == source for k in report.cue):
                return replace(found, source=())
        return found

    def _receiver(self, noun: int) -> int | None:
        verb = self.syntax.light_verb(noun) if self.parse.pos[noun] == "NOUN" else None
        receives = verb is not None and self.parse.lemma[verb] in self.syntax.words["receiving_verbs"]
        return self.syntax.agent(verb) if verb is not None and receives else None

    def _filled(self, report: Report, found: Found, source: int | None, content: set[int]) -> Report:
        pronoun = report.pronoun if report.pronoun in found.source else None
        if pronoun is not None:
            source = report.source
        elif source is not None:
            source = self.syntax.antecedent(source)
        return replace(
            report, cue=list(found.cue), source=source, content=content, pronoun=pronoun,
            source_tokens=frozenset(found.source), probability=found.probability,
        )  # fmt: skip

    def _head(self, tokens: tuple[int, ...]) -> int | None:
        """Give the head of a source: the first noun or pronoun that hangs on a word outside it, else its last word."""
        inside = set(tokens)
        tops = [k for k in tokens if self.parse.head[k] not in inside or self.parse.head[k] == k]
        nouns = [k for k in tops if self.parse.pos[k] in ("NOUN", "PROPN", "PRON")]
        return next(iter(nouns or tops), None)

    def _pronoun(self, found: Found) -> int | None:
        """Give the relative pronoun that is the whole source ("the minister, who said")."""
        if len(found.source) != 1 or self.syntax.antecedent(found.source[0]) == found.source[0]:
            return None
        return found.source[0]

    def _entry(self, found: Found) -> Reporting:
        for k in found.cue:
            part = PART_OF.get(self.parse.pos[k])
            if part and (entry := self.reporting.get((part, self.parse.lemma[k]))):
                return entry
        return _PLAIN

    def _infinitive(self, found: Found) -> bool:
        cue = set(found.cue)
        return any(
            self.parse.head[k] in cue and any(self.parse.tag[c] == "TO" for c in self.parse.children[k])
            for k in found.content
        )

    def _kept(self, reports: list[Report], rules: Reports) -> list[Report]:
        """Give the rules' reports that the network was not taught: without a cue, in a headline, or in a content."""
        cues = {k for report in reports for k in report.cue}
        content = {k for report in reports for k in report.content}
        kept = []
        for report in rules.found:
            if report.outside is not None or (not report.cue and not report.content & content):
                kept.append(report)
            elif (
                report.cue and not set(report.cue) & cues and (set(report.cue) <= content or self._headline(report.cue))
            ):
                kept.append(report)
        return kept

    def _doubted(self, reports: list[Report], rules: Reports, scores: Scores, tuning: Tuning) -> list[Report]:
        """Give the rules' reports that the network has not found but does not hold for impossible.

        A word too many in somebody's mouth is told as a claim; one too few would be told as a fact.
        """
        taken = {k for report in reports for k in (*report.cue, *report.content)}
        doubted = []
        for report in rules.found:
            if report.cue and not set(report.cue) & taken and 2 * len(report.content & taken) < len(report.content):
                source = [] if report.source is None else [report.source]
                sure = certainty(scores, report.cue, source, sorted(report.content))
                if sure >= tuning.keep:
                    doubted.append(replace(report, probability=tuning.calibrated(sure)))
        return doubted


@cache
def _tuning() -> Tuning:
    return Tuning.load()


def _same(found: Found, rules: Reports) -> Report | None:
    """Give the rules' report that has a cue word in common, of several the one with most content in common."""
    shared = [report for report in rules.found if set(report.cue) & set(found.cue)]
    return max(shared, key=lambda r: len(r.content & set(found.content)), default=None)
