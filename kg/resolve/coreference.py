"""Decide within one document which mentions are one thing: names, acronyms, titles, roles, pronouns; each with a why."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from functools import lru_cache

from kg.model import Extraction, Mention, MentionKind, Quotation
from kg.ontology import Ontology

_SMALL = frozenset({"of", "the", "and", "for", "&", "in", "on", "to", "de", "del", "du", "la", "le", "al"})
_WINDOW = 3
_OTHER_QUOTATION, _OTHER_REPORT = 3, 1
"""Sentences by which a name in somebody else's quoted or reported words is farther away."""


@dataclass(slots=True)
class Chain:
    """The mentions of one thing in one document; `reasons` says why they were joined.

    A correction asks for what is `kept` though nothing is said of it, or `apart` from its namesakes elsewhere.
    """

    type: str
    members: list[int]
    names: list[str]
    phrases: list[str] = field(default_factory=list)
    roles: set[str] = field(default_factory=set)
    gender: str = ""
    number: str = ""
    anonymous: bool = False
    named: bool = False
    head: str = ""
    label: str = ""
    reasons: list[str] = field(default_factory=list)
    kept: bool = False
    apart: bool = False


class Coreference:
    """Resolves one extraction; `chains` and `of` (mention index -> chain number) are the result."""

    def __init__(self, extraction: Extraction, ontology: Ontology) -> None:
        self.extraction, self.words = extraction, ontology.words
        denial = ontology.of("denial")
        self.denied = {r.object for r in extraction.relations if r.relation in denial and r.object is not None}
        self.mentions = extraction.mentions
        self.chains: list[Chain] = []
        self.of: dict[int, int] = {}
        self.doers = {r.subject for r in extraction.relations if r.subject is not None}
        self.rivals = self._co_arguments()
        self.roles = {link.second: link.first for link in extraction.links if link.reason == "role"}
        self._names()
        self._roles()
        self._identities()
        self.bodies = {link.first: link.second for link in extraction.links if link.reason == "member"}
        order = sorted(
            range(len(self.mentions)), key=lambda i: (self.mentions[i].gender == "speaker", self.mentions[i].span, i)
        )
        for i in order:  # who says "I" may be named after the words
            if i not in self.of:
                self._place(i)

    def _co_arguments(self) -> dict[int, set[int]]:
        """Give for each object the subjects of the same relation: "he praised him" is two people (binding principle B)."""
        found: dict[int, set[int]] = {}
        for relation in self.extraction.relations:
            if relation.subject is not None and relation.object is not None:
                found.setdefault(relation.object, set()).add(relation.subject)
        return found

    def drop_unused(self) -> None:
        """Forget the unnamed things that no statement and no attribution is about."""
        used = {i for r in self.extraction.relations for i in (r.subject, r.object) if i is not None}
        used |= {a.speaker for a in self.extraction.attributions if a.speaker is not None}
        kept = {self.of[i] for i in used if i in self.of} | {n for n, c in enumerate(self.chains) if c.named or c.kept}
        renumbered = {n: k for k, n in enumerate(sorted(kept))}
        self.chains = [self.chains[n] for n in sorted(kept)]
        self.of = {i: renumbered[n] for i, n in self.of.items() if n in renumbered}

    def regroup(self, number: int, members: list[int], reason: str = "") -> Chain:
        """Make a chain anew, or one more at the end, of these mentions; names, phrases and offices are theirs."""
        found = [self.mentions[i] for i in members]
        longest = max((m.name for m in found if m.kind is MentionKind.NAME), key=lambda n: len(n.split()), default="")
        typed = [m.type for m in found if m.type and m.name == longest] or [m.type for m in found if m.type]
        anonymous = not longest and any(m.anonymous for m in found)
        head = _fold(self._head(found[0])) if found else ""
        chain = Chain(next(iter(typed), "Organisation"), [], [], anonymous=anonymous, named=bool(longest), head=head)
        self.chains[number : number + 1] = [chain]
        for i in sorted(members, key=lambda i: (self.mentions[i].span, i)):
            self._join(i, number, reason)
        for role in sorted(role for role, person in self.roles.items() if person in members):
            chain.roles.add(_fold(self.mentions[role].name))
            chain.phrases.append(self.mentions[role].name)
        return chain

    # ---- names

    def _names(self) -> None:
        """Join the names: fullest first, so that short forms find the long ones wherever they stand."""
        found = [i for i, m in enumerate(self.mentions) if m.kind is MentionKind.NAME]
        for i in sorted(found, key=lambda i: (-len(self.mentions[i].name.split()), self.mentions[i].span)):
            mention = self.mentions[i]
            number, reason = self._same_name(mention)
            if number is None:
                self._open(i, named=True)
            else:
                self._join(i, number, reason)
        for chain in self.chains:
            full = max(len(self.mentions[i].name.split()) for i in chain.members)
            kinds = Counter(
                self.mentions[i].type
                for i in chain.members
                if self.mentions[i].type and len(self.mentions[i].name.split()) == full
            )
            chain.type = min(kinds, key=lambda t: (-kinds[t], t)) if kinds else chain.type

    def _same_name(self, mention: Mention) -> tuple[int | None, str]:
        name = mention.name
        for number, chain in enumerate(self.chains):
            if _fold(name) in {_fold(other) for other in chain.names}:
                return number, ""
        tests = (
            (self._part_of_person, "short form of the name"),
            (_is_acronym, "acronym of the name"),
            (self._shortened, "short form of the name"),
        )
        for test, reason in tests:
            hits = [n for n, chain in enumerate(self.chains) if any(test(name, other, chain) for other in chain.names)]
            hits = [n for n in hits if self._gender_fits(mention, self.chains[n])]
            if len(hits) == 1:
                return hits[0], f"{name}: {reason} {self.chains[hits[0]].names[0]}"
        return None, ""

    def _gender_fits(self, mention: Mention, chain: Chain) -> bool:
        return not mention.gender or not chain.gender or mention.gender == chain.gender

    def _part_of_person(self, name: str, other: str, chain: Chain) -> bool:
        if chain.type != "Person":
            return False
        short, long = name.split(), other.split()
        if len(short) >= 2 and len(long) > len(short):
            return _fold(short[0]) == _fold(long[0]) and _fold(short[-1]) == _fold(long[-1])
        return len(short) == 1 and len(long) > 1 and _fold(short[0]) in (_fold(long[-1]), _fold(long[0]))

    def _shortened(self, name: str, other: str, chain: Chain) -> bool:
        """Read "Labour" for "Labour Party", "Acme" for "Acme Inc."."""
        if chain.type == "Person" or not _fold(other).startswith(_fold(name) + " "):
            return False
        rest = _fold(other)[len(name) + 1 :].split()
        return all(word in self.words["corporate_words"] | self.words["organisation_suffixes"] for word in rest)

    # ---- chains

    def _open(self, i: int, *, named: bool = False) -> int:
        mention = self.mentions[i]
        chain = Chain(
            type=mention.type or "Organisation",
            members=[],
            names=[],
            named=named,
            anonymous=mention.anonymous,
            head=_fold(self._head(mention)),
        )
        self.chains.append(chain)
        self._join(i, len(self.chains) - 1, "")
        return len(self.chains) - 1

    def _join(self, i: int, number: int, reason: str) -> None:
        mention, chain = self.mentions[i], self.chains[number]
        chain.members.append(i)
        self.of[i] = number
        if mention.kind is MentionKind.NAME and mention.name not in chain.names:
            chain.names.append(mention.name)
        if mention.kind is not MentionKind.PRONOUN:
            phrase = " ".join(self.extraction.document.text[mention.span.start : mention.span.end].split())
            if phrase not in chain.phrases:
                chain.phrases.append(phrase)
            if mention.kind is MentionKind.NOMINAL and not chain.label:
                chain.label = mention.name
            if mention.kind is MentionKind.NOMINAL and mention.name not in chain.phrases:
                chain.phrases.append(mention.name)
        gender = mention.gender if mention.gender in ("male", "female") else ""
        chain.gender = chain.gender or gender
        chain.number = chain.number or mention.number
        if reason and reason not in chain.reasons:
            chain.reasons.append(reason)

    def _head(self, mention: Mention) -> str:
        return self.extraction.document.text[mention.head.start : mention.head.end]

    def _roles(self) -> None:
        for role, person in self.roles.items():
            number = self.of[person]
            name = self.mentions[role].name
            self.chains[number].roles.add(_fold(name))
            self.chains[number].phrases.append(name)

    def _identities(self) -> None:
        """Join what the syntax says is one: "the only man who refused was X"."""
        for link in self.extraction.links:
            if link.reason == "identity" and link.first in self.of and link.second not in self.of:
                phrase = self.mentions[link.second].name
                self._join(link.second, self.of[link.first], f"{phrase}: said to be {self._label(self.of[link.first])}")

    # ---- the rest, in text order

    def _place(self, i: int) -> None:
        mention = self.mentions[i]
        if mention.kind is MentionKind.PRONOUN:
            self._pronoun(i, mention)
            return
        number, reason = (None, "") if mention.type == "Role" else self._antecedent(i, mention)
        if number is None and mention.type == "Role":
            number = next(
                (n for n, c in enumerate(self.chains) if c.type == "Role" and mention.name in c.phrases), None
            )
        if number is None:
            self._open(i)
        else:
            self._join(i, number, reason)

    def _antecedent(self, i: int, mention: Mention) -> tuple[int | None, str]:
        head = _fold(self._head(mention))
        same = [n for n in self._before(mention) if _fold(mention.name) in map(_fold, self.chains[n].phrases)]
        same = [n for n in same if self._kind_fits(mention, self.chains[n])]
        same = [n for n in same if not (mention.type == "Person" and self.chains[n].named)]  # an office: see below
        if (
            same
            and (mention.definite or mention.type in ("Topic", "Event", "Group"))
            and self.chains[same[-1]].type != "Role"
        ):
            return same[-1], ""
        if not mention.definite:
            return None, ""
        if mention.type in ("Person", "") and mention.number == "singular":
            return self._definite_person(mention, head)
        bare = len(mention.name.split()) == 1
        hits = [n for n in self._before(mention) if self.chains[n].head == head and not self.chains[n].named]
        hits = [n for n in hits if self._kind_fits(mention, self.chains[n])]
        if bare and hits:
            return hits[-1], f"{mention.name}: the last {head} named before"
        return None, ""

    def _kind_fits(self, mention: Mention, chain: Chain) -> bool:
        return mention.type == chain.type or {mention.type, chain.type} <= {"Topic", "Event"}

    def _before(self, mention: Mention) -> list[int]:
        """Give the chains with a member before the mention, the one last spoken of at the end."""
        last: dict[int, int] = {}
        for number, chain in enumerate(self.chains):
            starts = [self.mentions[i].span.start for i in chain.members if self.mentions[i].span < mention.span]
            if starts:
                last[number] = max(starts)
        return sorted(last, key=lambda n: last[n])

    def _definite_person(self, mention: Mention, head: str) -> tuple[int | None, str]:
        """Read "the minister": who holds that office; "the source": the last one; else the only person named so far."""
        before = self._before(mention)
        name = _fold(mention.name)
        holders = [n for n in before if name in self.chains[n].roles]
        holders = holders or [n for n in before if any(r.split()[-1] == name for r in self.chains[n].roles)]
        if len(holders) == 1:
            return holders[0], f"{mention.name}: office of {self._label(holders[0])}"
        unnamed = [n for n in before if self.chains[n].anonymous and self.chains[n].head == head]
        if mention.anonymous or unnamed:
            return (unnamed[-1], f"{mention.name}: the unnamed {head} before") if unnamed else (None, "")
        people = [n for n in before if self.chains[n].type == "Person" and self.chains[n].named]
        free = [n for n in people if not self.chains[n].roles]
        capital = self._head(mention)[:1].isupper()
        office = head in self.words["role_heads"] and mention.salience == 2
        if len(people) == 1 and free and (capital or office) and self._gender_fits(mention, self.chains[people[0]]):
            if not any(p in name.split() for p in ("of", "for", "in", "who")):
                return people[0], f"{mention.name}: the only person named before"
        return self._person_just_named(mention, head, people)

    def _person_just_named(self, mention: Mention, head: str, people: list[int]) -> tuple[int | None, str]:
        """Take "the Vermont senator" for the one person named in the sentence before, where that holds no other office."""
        if mention.salience != 2 or not self._office(mention, head):
            return None, ""
        everybody = [n for n in self._before(mention) if self.chains[n].type == "Person"]
        near = [n for n in everybody if self._sentence_before(n, mention) >= mention.sentence - 1]
        if len(near) != 1 or near[0] not in people:
            return None, ""
        chain = self.chains[near[0]]
        told = any(
            m.salience == 2 and m.sentence >= mention.sentence - 1
            for m in map(self.mentions.__getitem__, chain.members)
        )
        if told and not chain.roles and self._gender_fits(mention, chain):
            return near[0], f"{mention.name}: the one person spoken of just before"
        return None, ""

    def _office(self, mention: Mention, head: str) -> bool:
        return head in self.words["role_heads"] and mention.attribution is None

    def _sentence_before(self, number: int, mention: Mention) -> int:
        members = [self.mentions[i] for i in self.chains[number].members]
        return max(m.sentence for m in members if m.span < mention.span)

    def _label(self, number: int) -> str:
        chain = self.chains[number]
        return (chain.names or chain.phrases or ["?"])[0]

    # ---- pronouns

    def _pronoun(self, i: int, mention: Mention) -> None:
        if i in self.denied and mention.gender in ("neuter", "plural", ""):
            self._third_person(i, mention, ("Claim",))
        elif mention.gender == "speaker":
            self._first_person(i, mention)
        elif mention.gender in ("male", "female"):
            self._third_person(i, mention, ("Person",))
        elif mention.gender == "plural":
            self._third_person(i, mention, ("Group", "Organisation", "Topic", "Event"))
        elif mention.gender == "neuter" and mention.name.lower() != "its":
            bodies = ("Organisation", "Place", "Group")
            self._third_person(i, mention, bodies if i in self.doers else (*bodies, "Topic", "Event"))

    def _first_person(self, i: int, mention: Mention) -> None:
        """Read "I" as who speaks, "we" as the body for which the speaker speaks, if there is one."""
        if mention.attribution is None:
            return
        speaker = self.extraction.attributions[mention.attribution].speaker
        if speaker is None or speaker not in self.of:
            return
        number = self.of[speaker]
        if mention.number == "plural" and self.chains[self.of[speaker]].type not in ("Organisation", "Group", "Place"):
            members = self.chains[self.of[speaker]].members
            number = next((self.of[self.bodies[m]] for m in members if self.bodies.get(m) in self.of), number)
        self._join(i, number, "")

    def _third_person(self, i: int, mention: Mention, types: tuple[str, ...]) -> None:
        scored = []
        for number in self._before(mention):
            chain = self.chains[number]
            fits = chain.head in self.words["claim_nouns"] if types == ("Claim",) else chain.type in types
            if not fits or not self._pronoun_fits(mention, chain):
                continue
            if any(self.of.get(rival) == number for rival in self.rivals.get(i, ())):
                continue
            nearest = max(
                (self.mentions[m] for m in chain.members if self.mentions[m].span < mention.span), key=lambda m: m.span
            )
            distance = mention.sentence - nearest.sentence
            if distance > _WINDOW or nearest.span.overlaps(mention.span):
                continue
            voice = self._between(nearest, mention)
            parallel = nearest.salience == mention.salience
            scored.append(((distance + voice, not parallel, -nearest.salience, -nearest.span.start), number))
        if scored:
            self._join(i, min(scored)[1], "")

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

    def _pronoun_fits(self, mention: Mention, chain: Chain) -> bool:
        if mention.gender in ("male", "female"):
            return chain.gender in ("", mention.gender)
        if mention.gender == "plural":
            return chain.number == "plural" or chain.type == "Organisation"
        return mention.gender == "" or chain.number != "plural"


@lru_cache(maxsize=65536)
def _fold(name: str) -> str:
    folded = " ".join(name.casefold().replace("’", "'").replace(".", "").split())
    folded = folded.removesuffix("'s").removesuffix("'")
    return folded.removeprefix("the ").removeprefix("a ").removeprefix("an ")


def _is_acronym(name: str, other: str, chain: Chain) -> bool:
    """Tell whether `name` is made of the initials of `other`, small words left out or not."""
    letters = name.replace(".", "").replace("&", "")
    if chain.type == "Person" or not (2 <= len(letters) <= 8 and letters.isupper() and " " in other):
        return False
    words = other.replace("-", " ").split()
    full = "".join(w[0] for w in words if w[0].isalnum()).upper()
    short = "".join(w[0] for w in words if w.lower() not in _SMALL and w[0].isalnum()).upper()
    return letters in (full, short)
