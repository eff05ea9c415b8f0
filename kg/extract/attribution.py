"""Find who says what by rule: source, cue and content as PARC 3 and PolNeAR define them."""

from __future__ import annotations

from kg.extract.quotes import LONG, Quote, find_quotes
from kg.extract.quoting import attach
from kg.extract.reports import Report, Reports, trimmed
from kg.extract.syntax import Syntax
from kg.ontology import Ontology, Reporting

PART_OF = {"VERB": "verb", "AUX": "verb", "NOUN": "noun", "PROPN": "noun", "ADJ": "adjective"}
"""The reporting lexicon's part of speech for each universal tag that reports."""


class AttributionFinder:
    """Reads one parse; `find` gives its reports."""

    def __init__(self, syntax: Syntax, ontology: Ontology) -> None:
        self.parse, self.syntax = syntax.parse, syntax
        self.words, self.reporting = ontology.words, ontology.reporting
        self.quotes = find_quotes(self.parse)
        self.inside = {k: q for q in self.quotes for k in range(q.first, q.last + 1)}

    def find(self) -> Reports:
        """Give every report of the text, in the order of its cue."""
        reports = []
        for i in range(len(self.parse.words)):
            if report := self._at(i):
                reports.append(report)
        reports = attach(self.parse, self.quotes, self._drop_doubles(reports), self.words["event_heads"])
        reports.sort(key=lambda r: (min(r.cue or sorted(r.content) or [0]), -len(r.content)))
        return Reports(self.syntax, reports, self.quotes)

    def _at(self, i: int) -> Report | None:
        if self.parse.lower[i] in self.words["reporting_prepositions"]:
            return self._according(i)
        if self.parse.lower[i] in self.words["hearsay_adverbs"]:
            return None
        part = PART_OF.get(self.parse.pos[i])
        entry = self.reporting.get((part, self.parse.lemma[i])) if part else None
        if entry is None:
            return None
        if part == "verb":
            return self._verb(i, entry)
        return self._noun(i, entry) if part == "noun" else self._adjective(i, entry)

    # ---- verbs

    def _verb(self, i: int, entry: Reporting) -> Report | None:
        content, extra, clausal = self._verb_content(i, entry)
        quote = self._quote_beside(i) if "quote" in entry.content and not (content and clausal) else None
        if quote:
            content, clausal, extra = set(range(quote.first, quote.last + 1)), True, []
        if not content:
            return None
        source = self._source(i) if entry.source else None
        if source is None and not self._sourceless(i, entry):
            return None
        relative = self.syntax.relative_subject(i)
        infinitive = any(
            c in content and any(self.parse.tag[k] == "TO" for k in self.parse.children[c])
            for c in self.syntax.kids(i, "infinitive_labels")
        )
        return Report(
            self._cue(i, extra),
            source,
            content - set(self._cue(i, extra)),
            entry,
            clausal,
            infinitive,
            pronoun=relative,
        )

    def _sourceless(self, i: int, entry: Reporting) -> bool:
        """Tell whether it may lack a source: only in the passive, or as appear and seem do."""
        return not entry.source or self.syntax.passive(i) or self.parse.tag[i] == "VBG"

    def _verb_content(self, i: int, entry: Reporting) -> tuple[set[int], list[int], bool]:
        parse, kinds = self.parse, entry.content
        for c in self.syntax.kids(i, "clause_labels"):
            if "clause" in kinds and parse.lower[c] not in self.words["expletive_words"]:
                return self._clause(c, i), [], True
        for c in self.syntax.kids(i, "infinitive_labels"):
            form = "gerund" if parse.tag[c] == "VBG" or self._perfect_gerund(c) else "infinitive"
            said_to = form == "infinitive" and "clause" in kinds and self.syntax.passive(i)  # "is said to have met"
            if (form in kinds or said_to) and c > i and self.syntax.verbal(c):
                return self._clause(c, i), [], True
        if "quote" in kinds or "clause" in kinds:
            if self._parenthetical(i):
                return self._host_clause(i), [], True
        for c in parse.children[i]:
            if c > i and parse.lower[c] in kinds and self.syntax.is_dep(c, "preposition_labels"):
                gerunds = [
                    k for k in self.syntax.kids(c, "preposition_object_labels") if parse.pos[k] in ("VERB", "AUX")
                ]
                if gerunds:
                    return self._clause(gerunds[0], i), [], True
        if self.syntax.passive(i) and "object" in kinds and (subject := self.syntax.surface_subject(i)) is not None:
            if self._is_thing(subject):
                return self._phrase(subject), [], False
        if "object" in kinds and not self.syntax.passive(i):
            for c in self.syntax.kids(i, "object_labels"):
                return self._phrase(c, whole=True), [], False
        for c in parse.children[i]:
            if c > i and parse.lower[c] in kinds and parse.dep[c] in self.words["preposition_labels"]:
                objects = self.syntax.kids(c, "preposition_object_labels") or self.syntax.kids(c, "clause_labels")
                if objects:
                    gerund = parse.pos[objects[0]] in ("VERB", "AUX")
                    return self._phrase(objects[0], whole=True), [c], gerund
        return set(), [], False

    def _perfect_gerund(self, c: int) -> bool:
        """Tell "having met"."""
        return any(self.parse.lower[k] in ("having", "being") for k in self.syntax.kids(c, "auxiliary_labels"))

    def _is_thing(self, i: int) -> bool:
        return self.parse.pos[i] == "NOUN"

    def _parenthetical(self, i: int) -> bool:
        """Read "The plan, he said, was dead": the reporting verb hangs on the verb of what is reported."""
        if not (self.syntax.is_dep(i, "parataxis_labels") or self.syntax.is_dep(i, "clause_labels")):
            return self.syntax.is_dep(i, "adverbial_labels") and any(
                self.parse.lower[c] == "as" for c in self.syntax.kids(i, "marker_labels")
            )
        edge = self.parse.left_edge[i]
        while edge < i and self.parse.pos[edge] == "PUNCT":
            edge += 1
        return self.syntax.is_dep(i, "parataxis_labels") and edge > 0 and self.parse.words[edge - 1] in (",", "”", '"')

    def _host_clause(self, i: int) -> set[int]:
        head = self.parse.head[i]
        tokens = set(self.parse.subtree(head)) - set(self.parse.subtree(i))
        return trimmed(self.parse, self.inside, tokens)

    def _clause(self, c: int, cue: int) -> set[int]:
        tokens = set(self.parse.subtree(c))
        if cue in tokens:
            tokens -= {cue} | {t for k in self.parse.children[cue] if k != c for t in self.parse.subtree(k)}
        return trimmed(self.parse, self.inside, tokens)

    def _phrase(self, i: int, *, whole: bool = False) -> set[int]:
        if whole:
            return trimmed(self.parse, self.inside, set(self.parse.subtree(i)))
        start, end = self.syntax.phrase(i)
        return set(range(start, end))

    def _source(self, i: int) -> int | None:
        """Find who reports: the agent; for inverted order ("said X") the subject after the verb."""
        source = self.syntax.agent(i)
        if source is None or self.parse.lower[source] in self.words["expletive_words"]:
            return None
        if self.parse.dep[source] in self.words["expletive_labels"]:
            return None
        return source

    def _cue(self, i: int, extra: list[int]) -> list[int]:
        """Give the verb with its auxiliaries, negation, adverbs and particle; then the preposition before the content."""
        cue = [i, *extra]
        for c in self.parse.children[i]:
            dep = self.parse.dep[c]
            near = c in (i - 1, i - 2, i - 3, i + 1)
            grammar = dep in self.words["auxiliary_labels"] | self.words["negation_labels"]
            if (grammar and c < i) or dep in self.words["particle_labels"]:
                cue.append(c)
            elif dep in self.words["adverb_labels"] and near and not self.parse.children[c]:
                cue.append(c)
        first = min(cue)
        between = [k for k in range(first, i) if k not in cue]
        if any(self.parse.pos[k] not in ("ADV", "PART", "AUX") for k in between):
            cue = [k for k in cue if k >= i or all(m in cue for m in range(k, i))]
        return sorted(cue)

    # ---- nouns, adjectives, prepositions

    def _noun(self, i: int, entry: Reporting) -> Report | None:
        content: set[int] = set()
        extra: list[int] = []
        for c in self.parse.children[i]:
            if c < i:
                continue
            finite = self._finite(c)
            if self._content_clause(c) and (
                ("clause" in entry.content and finite) or ("infinitive" in entry.content and not finite)
            ):
                content = self._clause(c, i)
            elif self.parse.lower[c] in entry.content and self.syntax.kids(c, "preposition_object_labels"):
                content, extra = self._phrase(self.syntax.kids(c, "preposition_object_labels")[0], whole=True), [c]
            if content:
                clausal = not extra
                source = self.syntax.doer(i)
                if source is None and not clausal:
                    return None
                return Report(sorted([i, *extra]), source, content, entry, clausal)
        return None

    def _content_clause(self, c: int) -> bool:
        """Tell a noun's content clause; "claims he ruled it out" parses as a relative clause without a pronoun."""
        if self.parse.dep[c] in self.words["participle_labels"] | self.words["clause_labels"]:
            return True
        pronouns = [k for k in self.parse.subtree(c) if self.parse.lower[k] in self.words["relative_pronouns"]]
        whole = self.syntax.kids(c, "subject_labels") and not pronouns
        return bool(whole and self.syntax.is_dep(c, "relative_labels") and self.syntax.kids(c, "object_labels"))

    def _finite(self, i: int) -> bool:
        return not any(self.parse.tag[c] == "TO" for c in self.parse.children[i])

    def _adjective(self, i: int, entry: Reporting) -> Report | None:
        if not self.syntax.is_dep(i, "predicate_labels"):
            return None
        for c in self.parse.children[i]:
            clause = self.parse.dep[c] in self.words["clause_labels"] | self.words["infinitive_labels"]
            if c > i and clause and ({"clause", "infinitive"} & entry.content):
                content, extra = self._clause(c, i), []
            elif c > i and self.parse.lower[c] in entry.content and self.parse.children[c]:
                content, extra = self._phrase(self.parse.children[c][0], whole=True), [c]
            else:
                continue
            source = self.syntax.agent(i)
            if source is None or self.parse.lower[source] in self.words["expletive_words"]:
                return None
            verb = self.parse.head[i]
            return Report(sorted({verb, i, *extra}), source, content, entry, not extra)
        return None

    def _according(self, i: int) -> Report | None:
        """Read "According to X, CONTENT": the content is the sentence without the phrase."""
        to = next((c for c in self.parse.children[i] if self.parse.lower[c] == "to"), None)
        to = to if to is not None else (i + 1 if i + 1 < len(self.parse.words) else None)
        if to is None or self.parse.lower[to] != "to":
            return None
        objects = self.syntax.kids(to, "preposition_object_labels")
        if not objects:
            return None
        head = self.parse.head[i]
        phrase = set(self.parse.subtree(i)) | set(self.parse.subtree(to))
        host = head if head != i else self.parse.head[to]
        start, end = self.parse.sents[self.parse.sent_of[i]]
        set_off = i == start or (self.parse.words[i - 1] == "," and max(phrase) >= end - 2)
        while set_off and self.parse.head[host] != host:  # a phrase at the edge covers the whole sentence
            host = self.parse.head[host]
        content = trimmed(self.parse, self.inside, set(self.parse.subtree(host)) - phrase)
        if not content:
            return None
        return Report([i, to], objects[0], content, Reporting(frozenset({"clause"})))

    # ---- quotations

    def _drop_doubles(self, reports: list[Report]) -> list[Report]:
        """Keep one report a cue word; a noun that is the object of a reporting verb with the same content goes."""
        kept: list[Report] = []
        for report in sorted(reports, key=lambda r: (-len(r.content), r.cue)):
            if not any(set(report.cue) & set(other.cue) for other in kept):
                kept.append(report)
        return kept

    def _quote_beside(self, i: int) -> Quote | None:
        """Find the quotation next to the reporting verb's own words, in its paragraph."""
        block = self.parse.block_of[i]
        start, end = self.parse.sents[self.parse.sent_of[i]]
        for quote in self.quotes:
            if quote.block != block or quote.size < LONG or quote.first <= i <= quote.last:
                continue
            if i < quote.first and self._leads_to(i, quote.first):
                return quote
            if quote.last < i < end and quote.last + 12 > i and (start <= quote.last + 1):
                speech = self.parse.words[quote.last - 1] in (",", "?", "!", ".", "—", "–")
                if speech and not any(self.parse.words[k] in (".", ";") for k in range(quote.last + 1, i)):
                    return quote
        return None

    def _leads_to(self, i: int, first: int) -> bool:
        """Tell whether only the verb's own phrase stands between it and the opening mark ("told the paper: “")."""
        between = range(i + 1, first)
        if len(between) > 14 or not between:
            return not between
        if any(self.parse.pos[k] == "VERB" and self.parse.tag[k] != "VBG" for k in between):
            return False
        return self.parse.words[first - 1] in (":", ",") and not any(self.parse.words[k] == "." for k in between)
