"""Decide within one document which mentions are one thing: names, offices, descriptions, pronouns; each with a why."""

from __future__ import annotations

from collections import defaultdict
from itertools import pairwise

from kg.model import Extraction, MentionKind
from kg.ontology import Ontology
from kg.resolve.chains import Chain, Chains, fold
from kg.resolve.descriptions import DescriptionReader
from kg.resolve.names import NameJoiner
from kg.resolve.pronouns import PronounReader

__all__ = ["Chain", "Coreference"]

_AGENTS = ("Person", "Organisation", "Group")


class Coreference:
    """Resolves one extraction; `chains` and `of` (mention index -> chain number) are the result."""

    def __init__(self, extraction: Extraction, ontology: Ontology) -> None:
        self.extraction, self.mentions = extraction, extraction.mentions
        self.found = Chains(extraction)
        self.roles = {link.second: link.first for link in extraction.links if link.reason == "role"}
        told = (link for link in extraction.links if link.reason == "told")
        self.told = {link.second: link.first for link in told if self.mentions[link.second].attribution is None}
        self.called = {link.second: link.first for link in extraction.links if link.reason == "called"}
        self.offices = {link.first: link.second for link in extraction.links if link.reason == "office"}
        self.words = ontology.words
        self.hollow = self.words["determiners"] | self.words["possessive_pronouns"] | self.words["count_words"]
        self.approximate = self.words["approximators"]
        self.hollow |= self.approximate
        self.descriptions = DescriptionReader(self.found, ontology)
        self.pronouns = PronounReader(self.found, extraction, ontology)
        NameJoiner(self.found, ontology).join()
        self._hold_offices()
        self._titles()
        self._calls()
        self._places()
        self._identities()
        self._read()
        self._calls()
        self._cores()
        self._without_kin()
        self.chains, self.of = self.found.list, self.found.of

    # ---- what the syntax says

    def _hold_offices(self) -> None:
        for role, person in self.roles.items():
            chain = self.found.list[self.found.of[person]]
            chain.roles.add(fold(self.mentions[role].name))
            span = self.mentions[role].span
            for phrase in (self.mentions[role].name, self.extraction.document.text[span.start : span.end]):
                if phrase not in chain.phrases:
                    chain.phrases.append(" ".join(phrase.split()))

    def _titles(self) -> None:
        """Note name with title ("House Speaker Ann Smith") and the description beside a name among what it is called."""
        text = self.extraction.document.text
        for relation in self.extraction.relations:
            if relation.subject is None or not relation.rule.endswith("/role"):
                continue
            mention = self.mentions[relation.subject]
            if mention.kind is not MentionKind.NAME:
                continue
            evidence, phrases = relation.evidence, self.found.list[self.found.of[relation.subject]].phrases
            whole = [text[evidence.start : evidence.end]] if evidence.end == mention.span.end else []
            whole += (
                [text[evidence.start : mention.span.start].strip(" ,\n")] if whole and "/role" in relation.rule else []
            )
            beside = (
                text[mention.span.end : evidence.end].strip(" ,()\n") if evidence.start == mention.span.start else ""
            )
            for phrase in (*whole, beside):
                phrase = self._as_title(phrase)
                if phrase and phrase not in phrases:
                    phrases.append(phrase)

    def _calls(self) -> None:
        """Note "the oil giant Lumetra" among what Lumetra is called."""
        for phrase, named in self.called.items():
            number, name = self.found.of.get(named), self.mentions[phrase].name
            if number is not None and name not in self.found.list[number].phrases:
                self.found.list[number].phrases.append(name)

    def _as_title(self, phrase: str) -> str:
        """Give a description without the title after it ("presidential candidate Sen."); nothing for "of the guild"."""
        words = phrase.split()
        if not words or words[0].lower() in self.words["prepositions"] or words[0][0] in "'’":
            return ""
        short = (
            len(words) > 2 and self.descriptions.holders.office(words[-1]) != fold(words[-1]) and words[-1][-1] == "."
        )
        return " ".join(words[:-1] if short else words)

    def _places(self) -> None:
        """Note "Norra, Ohio" and "Norra Press Agency (NPA)" among what the first of the two is called."""
        text = self.extraction.document.text
        named = sorted((i for i in self.found.of), key=lambda i: self.mentions[i].span)
        for i in named:
            self._without_tail(i)
        for one, other in pairwise(named):
            first, second = self.mentions[one], self.mentions[other]
            between = text[first.span.end : second.span.start]
            chain = self.found.list[self.found.of[one]]
            if between == ", " and first.type == second.type == "Place" and first.sentence == second.sentence:
                chain.phrases.append(text[first.span.start : second.span.end])
            elif between in (" (", " [") and self.found.of[one] == self.found.of[other]:
                chain.phrases.append(text[first.span.start : second.span.end + 1])

    def _without_tail(self, i: int) -> None:
        """Note "Norra Press" of "Norra Press news agency"."""
        words = self.mentions[i].name.split()
        cut = next((k for k, word in enumerate(words) if word.islower()), len(words))
        phrases = self.found.list[self.found.of[i]].phrases
        if 0 < cut < len(words) and " ".join(words[cut:]) in self.words["describing_tails"]:
            phrases += [" ".join(words[:cut])] if " ".join(words[:cut]) not in phrases else []

    def _identities(self) -> None:
        """Join what the syntax says is one: "the only man who refused was X", "X is the founder"."""
        found = self.found
        for link in self.extraction.links:
            told = link.reason == "told" and self.mentions[link.second].attribution is None  # by the narrator
            if (told or link.reason == "identity") and link.first in found.of and link.second not in found.of:
                number = found.of[link.first]
                reason = f"{self.mentions[link.second].name}: said to be {found.name_of(number)}"
                if link.reason == "identity" and found.list[number].type == "Topic":
                    found.list[number].type = self.mentions[link.second].type or "Topic"  # "Norra Circle magazine"
                found.join(link.second, number, reason)
                self.descriptions.note(number, self.mentions[link.second])

    # ---- the rest, in text order

    def _read(self) -> None:
        """Go through the text; who says "I" may be named after the words, so those come last."""
        order = sorted(range(len(self.mentions)), key=lambda i: (self.mentions[i].span, i))
        speakers = [i for i in order if self.mentions[i].gender == "speaker"]
        for i in order:
            if i not in self.found.of and i not in self.called and self.mentions[i].gender != "speaker":
                self._place(i)
            self.found.touch(i)
        for i in speakers:
            self._place(i)

    def _place(self, i: int) -> None:
        mention = self.mentions[i]
        if mention.kind is MentionKind.PRONOUN:
            number = self.pronouns.antecedent(i)
            if number is not None:
                self.found.join(i, number)
            return
        body = self.offices.get(i)
        number, reason = self._said_to_be(i)
        if number is None:
            number, reason = (self._office_of(i, body), "") if body is not None else self.descriptions.antecedent(i)
        if number is None:
            number = self.found.open(i)
            self.found.list[number].office_of = self._body(body)
        else:
            self.found.join(i, number, reason)
        self.descriptions.note(number, mention)

    def _said_to_be(self, i: int) -> tuple[int | None, str]:
        """Read "She is the founder" where it is known who she is."""
        number = self.found.of.get(self.told[i]) if i in self.told else None
        return number, "" if number is None else f"{self.mentions[i].name}: said to be {self.found.name_of(number)}"

    def _office_of(self, i: int, body: int) -> int | None:
        """Find the same office of the same body."""
        name, wanted = fold(self.mentions[i].name), self._body(body)
        for number, chain in enumerate(self.found.list):
            if chain.type == "Role" and chain.office_of == wanted and name in map(fold, chain.phrases):
                return number
        return None

    def _body(self, body: int | None) -> str:
        """Give the fullest name of the body of an office."""
        if body is None or body not in self.found.of:
            return ""
        names = self.found.list[self.found.of[body]].names
        return max(names, key=lambda n: (len(n.split()), len(n), n), default="")

    def _without_kin(self) -> None:
        """Leave "her father" out of what people named are called."""
        for chain in self.found.list:
            if chain.type == "Person" and chain.named:
                chain.phrases = [phrase for phrase in chain.phrases if not self._only_kin(phrase)]

    def _only_kin(self, phrase: str) -> bool:
        """Tell "her father", which calls somebody else's father so as well."""
        words = phrase.lower().split()
        return set(words[:1]) <= self.words["possessive_pronouns"] and set(words[1:]) <= self.words["kin_words"]

    def _cores(self) -> None:
        """Note "protesters" for "protesters in Norra", "affiliates" for "the guild's affiliates": who alone is so called."""
        claims: dict[str, set[int]] = defaultdict(set)
        written: dict[tuple[str, int], str] = {}
        for number, chain in enumerate(self.found.list):
            for phrase in chain.phrases:
                claims[fold(phrase)].add(number)
            for i in chain.members if not chain.named and chain.type in _AGENTS else ():
                for core in self._core(i):
                    claims[fold(core)].add(number)
                    written.setdefault((fold(core), number), core)
        for (key, number), core in written.items():
            if len(claims[key]) == 1:
                self.found.list[number].phrases += [core] if core not in self.found.list[number].phrases else []

    def _core(self, i: int) -> list[str]:
        """Give a description without what follows its noun, and without the owner or the count before it, too."""
        mention, text = self.mentions[i], self.extraction.document.text
        if mention.kind is not MentionKind.NOMINAL or "," in text[mention.span.start : mention.head.end]:
            return []
        words = text[mention.span.start : mention.head.end].split()
        while len(words) > 1 and words[0].lower() in self.approximate:
            words.pop(0)
        counted = " ".join(words)  # "nine people" of "at least nine people"
        while len(words) > 1 and (words[0].lower() in self.hollow or words[0][0].isdigit()):
            words.pop(0)
        owner = max((k for k, word in enumerate(words) if word.endswith(("'s", "’s", "s'", "s’"))), default=-1)
        owned = [" ".join(words[owner + 1 :])] if 0 <= owner < len(words) - 1 else []
        return [*dict.fromkeys((" ".join(words), counted, *owned))]

    # ---- after corrections

    def drop_unused(self) -> None:
        """Forget the unnamed things that no statement and no attribution is about, agents met once among them."""
        used = {i for r in self.extraction.relations for i in (r.subject, r.object) if i is not None}
        used |= {a.speaker for a in self.extraction.attributions if a.speaker is not None}
        kept = {self.of[i] for i in used if i in self.of}
        kept |= {n for n, c in enumerate(self.chains) if c.kept or self._known_name(c) or _known_agent(c)}
        renumbered = {n: k for k, n in enumerate(sorted(kept))}
        self.chains = [self.chains[n] for n in sorted(kept)]
        self.of = {i: renumbered[n] for i, n in self.of.items() if n in renumbered}

    def _known_name(self, chain: Chain) -> bool:
        """Tell a name that the tagger labels, or that stands twice, from capitals in a headline."""
        return chain.named and (len(chain.members) > 1 or any(self.mentions[i].type for i in chain.members))

    def regroup(self, number: int, members: list[int], reason: str = "") -> Chain:
        """Make a chain anew, or one more at the end, of these mentions; names, phrases and offices are theirs."""
        found = [self.mentions[i] for i in members]
        longest = max((m.name for m in found if m.kind is MentionKind.NAME), key=lambda n: len(n.split()), default="")
        typed = [m.type for m in found if m.type and m.name == longest] or [m.type for m in found if m.type]
        anonymous = not longest and any(m.anonymous for m in found)
        head = fold(self.found.head(found[0])) if found else ""
        chain = Chain(next(iter(typed), "Organisation"), [], [], anonymous=anonymous, named=bool(longest), head=head)
        self.chains[number : number + 1] = [chain]
        self.found.list, self.found.of = self.chains, self.of
        for i in sorted(members, key=lambda i: (self.mentions[i].span, i)):
            self.found.join(i, number, reason)
        for role in sorted(role for role, person in self.roles.items() if person in members):
            chain.roles.add(fold(self.mentions[role].name))
            chain.phrases.append(self.mentions[role].name)
        return chain


def _known_agent(chain: Chain) -> bool:
    return chain.type in _AGENTS and (len(chain.members) > 1 or (chain.type == "Group" and " " in chain.label))
