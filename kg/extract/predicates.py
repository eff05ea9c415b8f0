"""Read who is said to be what: "X is the founder", "X became chairman of Y", "X, who leads Y"."""

from __future__ import annotations

from kg.extract.phrases import Phrase
from kg.extract.ties import TieBook
from kg.model import Link


class PredicateReader(TieBook):
    """Finds the links and ties that a verb tells."""

    def _identity(self, index: int, head: int) -> None:
        """Read "The one who refused was X": the subject is X."""
        verb = self.parse.head[head]
        if self.syntax.is_dep(head, "subject_labels") and self.parse.lemma[verb] == "be":
            self._is(index, head, verb)
        if self.syntax.is_dep(head, "predicate_labels") and self.parse.lemma[verb] == "be":
            for subject in self.syntax.kids(verb, "subject_labels"):
                if self.parse.pos[subject] == "NOUN" and self._plain(verb, subject):
                    self.links.append(Link(index, self.mentions.at(subject), "identity"))

    def _is(self, index: int, head: int, verb: int) -> None:
        """Read "Ann Smith is the founder": what the narrator says that she is, she may be called."""
        for noun in self.syntax.kids(verb, "predicate_labels"):
            if self.parse.tag[noun] == "NN" and noun not in self.mentions.name_of and self._plain(verb, head):
                described = self.mentions.found[self.mentions.at(noun)]
                determined = described.definite or self.parse.lower[self.syntax.phrase(noun)[0]] in ("a", "an")
                if determined and described.type == self.mentions.found[index].type:
                    self.links.append(Link(index, self.mentions.at(noun), "told"))

    def _told(self, k: int) -> None:
        """Read "X became chairman of Y", "X, who is Y's lawyer", "As chairman of Y, X signed"."""
        verb = self.parse.head[k]
        if self.syntax.is_dep(k, "preposition_object_labels") and self.parse.lower[verb] == "as":
            prep, verb = verb, self.parse.head[verb]
            fronted = prep < verb and self.parse.left_edge[verb] == prep
            told = self.parse.lemma[verb] in self.words["office_as_verbs"] | self.words["office_givers"]
            if not self.syntax.verbal(verb) or not (fronted or told):
                return
        elif not (self.syntax.is_dep(k, "predicate_labels") and self._makes_office(verb)):
            return
        subject = self.syntax.surface_subject(verb)
        plain = subject is not None and self._plain(verb, subject)
        if self._gives(verb):
            subject = self._receiver(verb, k)
        if subject is None or not plain or self.parse.lower[subject] in self.words["hollow_pronouns"]:
            return
        named = self.mentions.name_of.get(subject)
        if named is None and self.parse.pos[subject] != "PRON":
            return
        index = self.mentions.at(subject)
        if self.mentions.found[index].type == "Person":
            phrase = self.offices.whole(k)
            if self.offices.is_praise(k) and not self.offices.named_bodies(phrase):
                return
            start, end = self.mentions.range[index]
            if phrase.start < end <= k:  # "they named [Ann Smith] chairwoman"
                phrase = Phrase(end, phrase.end, k)
            self._hold(index, phrase, min(start, phrase.start), max(end, phrase.end))

    def _gives(self, verb: int) -> bool:
        """Tell "they named X chairman", where the office is not the subject's."""
        return self.parse.lemma[verb] in self.words["office_givers"] and not self.syntax.passive(verb)

    def _receiver(self, verb: int, office: int) -> int | None:
        """Give who gets the office: the verb's object, or the name that stands between the verb and the office."""
        objects = [k for k in self.syntax.kids(verb, "object_labels") if k < office]
        named = self.mentions.name_of.get(verb + 1)
        if objects or named is None or self.mentions.found[named].type != "Person":
            return objects[0] if objects else None
        return verb + 1 if self.mentions.range[named][1] <= office else None

    def _leads(self, verb: int) -> None:
        """Read "X, who leads the Greenmark Trust", "the institute founded by X": X belongs to it."""
        if self.syntax.passive(verb):
            subject, object_ = self.syntax.preposition_object(verb, "by"), self.syntax.surface_subject(verb)
            plain = subject is not None and object_ is not None and self._plain(verb, object_)
        else:
            subject, object_ = (
                self.syntax.surface_subject(verb),
                next(iter(self.syntax.kids(verb, "object_labels")), None),
            )
            plain = subject is not None and object_ is not None and self._plain(verb, subject)
        if subject is None or object_ is None or not plain:
            return
        person, body = self._leader(subject), self._led(object_)
        if person is not None and body is not None:
            (a, b), (c, d) = self.mentions.range[person], self.mentions.range[body]
            self._tie("affiliatedWith", person, body, verb, min(a, c, verb), max(b, d, verb + 1))

    def _signs(self, verb: int) -> None:
        """Read "the firm said in its letter, written by X, a vice president": X writes for the firm."""
        person, letter = self.syntax.preposition_object(verb, "by"), self.parse.head[verb]
        if person is None or not self.syntax.is_dep(verb, "participle_labels"):
            return
        named = self.mentions.name_of.get(person)
        if self.parse.lemma[letter] not in self.words["document_nouns"] or named is None:
            return
        for owner in self.syntax.kids(letter, "possessor_labels"):
            body = self._letter_head(owner)
            if body is not None and self.mentions.found[named].type == "Person":
                (a, b), (c, d) = self.mentions.range[named], self.mentions.range[body]
                self._tie("affiliatedWith", named, body, verb, min(a, c, verb), max(b, d, verb + 1))

    def _letter_head(self, owner: int) -> int | None:
        """Give whose "its letter" and "the Norra Trust's letter" is, if a body's."""
        if self.parse.lower[owner] in ("its", "their"):
            return self.mentions.at(owner)
        named = self.mentions.name_of.get(owner)
        return named if named is not None and self.mentions.found[named].type == "Organisation" else None

    def _leader(self, k: int) -> int | None:
        """Give the person that leads: a name, or "he" and "she"."""
        if self.mentions.maps["person_pronouns"].get(self.parse.lower[k]) in ("male", "female"):
            return self.mentions.at(k)
        named = self.mentions.name_of.get(k)
        return named if named is not None and self.mentions.found[named].type == "Person" else None

    def _led(self, k: int) -> int | None:
        """Give the body that is led: a name, or one that the text points at ("the council", "Norra's transition team")."""
        named = self.mentions.name_of.get(k)
        own = any(self.parse.tag[c] == "PRP$" for c in self.parse.children[k])  # "he directed his team"
        bare = self.parse.lemma[k] == "campaign" and not self.syntax.kids(k, "possessor_labels")  # "he runs a campaign"
        body = self.parse.pos[k] == "NOUN" and self.parse.lemma[k] in self.words["organisation_heads"]
        if named is None and body and not own and not bare:
            at = self.mentions.at(k)
            named = at if self.mentions.found[at].definite and self.mentions.found[at].number == "singular" else None
        if named is None or self.mentions.found[named].type != "Organisation":
            return None
        return None if "NUM" in self.parse.pos[slice(*self.mentions.range[named])] else named  # "led Lumetra 47 to 39"

    def _makes_office(self, verb: int) -> bool:
        lemma = self.parse.lemma[verb]
        return lemma in self.words["office_verbs"] | self.words["office_givers"]

    def _plain(self, verb: int, subject: int) -> bool:
        """Tell whether it is told plainly: no negation, no modal, no condition, no question."""
        for c in self.parse.children[verb]:
            marks = self.parse.lower[c] in self.words["conditional_markers"] and self.syntax.is_dep(c, "marker_labels")
            if marks or self.syntax.is_dep(c, "negation_labels") or self.parse.tag[c] in ("MD", "TO"):
                return False
        up = self.parse.head[verb]
        done = self.parse.lower[up] in self.words["accomplished_markers"]
        undone = self.parse.pos[up] in ("ADP", "SCONJ") and not done
        if self.parse.tag[verb] == "VBG" and undone:
            return False  # "barred from becoming mayor"
        return subject < verb or self.parse.lower[self.parse.left_edge[verb]] == "as"
