"""Tell of which kind what fills a role is: who may act, a thing, a claim, somebody named."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from kg.extract.mentions import MentionTable
from kg.extract.syntax import Syntax
from kg.model import MentionKind
from kg.ontology import Ontology

_AGENTS = frozenset({"Person", "Organisation", "Group", "Place", ""})


@dataclass(frozen=True, slots=True)
class Filler:
    """What fills a role: a noun phrase by its head, or a clause by its verb (`first` is where it begins)."""

    token: int
    clause: bool = False
    first: int | None = None


class Kinds:
    """Questions about the fillers of one parse."""

    def __init__(self, syntax: Syntax, mentions: MentionTable, ontology: Ontology) -> None:
        self.syntax, self.parse, self.mentions, self.words = syntax, syntax.parse, mentions, ontology.words
        self.times = {k for i, j, label in self.parse.ents if label in ("DATE", "TIME") for k in range(i, j)}

    def is_(self, kind: str, filler: Filler) -> bool:
        """Tell whether a filler is of the kind that the trigger needs."""
        if kind == "claim":
            return self._claim(filler)
        if kind == "said":
            return self._claim(filler) or (not filler.clause and self._bare(filler.token))
        if kind == "referring":
            return filler.clause or not self._bare(filler.token)
        if kind in ("favourable", "unfavourable"):
            return self._coloured(filler.token, kind)
        if kind == "named":
            return self._named_or_meant(filler)
        if kind == "person":
            return self.agentive(filler) and self.mentions.found[self.mentions.at(filler.token)].type == "Person"
        return self.agentive(filler) == (kind == "agent")

    def _claim(self, filler: Filler) -> bool:
        return not filler.clause and self.parse.lower[filler.token] in self.words["claim_nouns"]

    def named_person(self, i: int) -> bool:
        """Tell whether the token is part of a person's name ("Dan Backer")."""
        name = self.mentions.name_of.get(i)
        return name is not None and self.mentions.found[name].type == "Person"

    def _named_or_meant(self, filler: Filler) -> bool:
        """Tell a name, and a pronoun for a person."""
        mention = self.mentions.found[self.mentions.at(filler.token)] if not filler.clause else None
        if mention is None or mention.kind is MentionKind.NAME:
            return mention is not None
        return mention.kind is MentionKind.PRONOUN and self.agentive(filler)

    def _bare(self, i: int) -> bool:
        """Tell "it", "this" and "that", which mostly stand for what was said."""
        return self.parse.pos[i] in ("PRON", "DET") and not self.agentive(Filler(i))

    def _coloured(self, i: int, colour: str) -> bool:
        """Tell whether the words below a token are all for, or all against, somebody."""
        whole, head = self.parse.subtree(i), self._named_by(i)
        return (self._colours(k for k in whole if k <= head) or self._colours(whole)) == {colour}

    def _named_by(self, i: int) -> int:
        """Give "liar" for "as a liar at the fair": what stands behind it colours it less."""
        return next(iter(self.syntax.kids(i, "preposition_object_labels")), i)

    def _colours(self, tokens: Iterable[int]) -> set[str]:
        return {
            name
            for k in tokens
            for name in ("favourable", "unfavourable")
            if {self.parse.lemma[k], self.parse.lower[k]} & self.words[f"{name}_words"]
        }

    def agentive(self, filler: Filler) -> bool:
        """Tell who may act, a person, body, group or place, from a thing."""
        if filler.clause:
            return False
        mention = self.mentions.found[self.mentions.at(filler.token)]
        if mention.kind is MentionKind.PRONOUN:
            return mention.gender != "neuter" and mention.gender != ""
        return mention.type in _AGENTS

    def actor(self, filler: Filler, i: int) -> Filler | None:
        """Give who acts in the verb at `i` where the words have a thing do it: the owner of "her plan"; None for "the gun", "rising rates".

        A text or a rule does what it says ("the report accuses", "the law bans").
        """
        of = None if filler.clause else self.syntax.preposition_object(filler.token, "of")
        if of is not None and (whose := self.syntax.antecedent(of)) != of:
            return Filler(whose)  # "the senators, all of whom"
        told = of is not None or any(self.parse.lower[c] == "the" for c in self.parse.children[filler.token])
        number = self.parse.tag[filler.token] == "CD" and not told
        if filler.clause or number or self.parse.tag[filler.token] == "VBG":
            return None
        mention = self.mentions.found[self.mentions.at(filler.token)]
        if mention.kind is not MentionKind.NOMINAL or mention.type not in ("Topic", "Event"):
            return filler
        owner = next(iter(self.syntax.kids(filler.token, "possessor_labels")), None)
        if owner is not None and owner not in self.times and self.agentive(Filler(owner)):
            return Filler(owner)
        if self.parse.tag[filler.token] == "CD":
            return filler
        lemma = self.parse.lemma[filler.token]
        does = any(lemma in self.words[name] for name in ("document_nouns", "norm_nouns", "acting_nouns"))
        if does or self.mentions.of_people(filler.token) or self._unlisted_name(filler.token):
            return filler
        return self._beyond(filler.token, i)

    def _beyond(self, thing: int, i: int) -> Filler | None:
        """Give who does it in "opened a rally attacking them": the parser hangs the participle on the thing."""
        if self.parse.tag[i] != "VBG" or self.parse.head[i] != thing or not self.syntax.is_dep(i, "participle_labels"):
            return None
        over = self.parse.head[thing]
        over = self.parse.head[over] if self.syntax.is_dep(thing, "preposition_object_labels") else over
        doer = self.syntax.surface_subject(over) if self.syntax.verbal(over) else None
        return Filler(doer) if doer is not None and self.agentive(Filler(doer)) else None

    def _unlisted_name(self, i: int) -> bool:
        """Tell "Crane has sued", which the tagger takes for a common noun, by its capital and the bare singular."""
        bare = not any(c < i for c in self.parse.children[i])
        return bare and self.parse.tag[i] == "NN" and self.parse.words[i][:1].isupper()
