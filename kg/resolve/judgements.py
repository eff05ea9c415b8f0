"""What people say is one or is not: corrections that join and part the chains of a document and the groups of all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import PurePath

from kg.gazetteer import Entry
from kg.ids import entity_id
from kg.model import Correction, Document
from kg.resolve.coreference import Chain, Coreference
from kg.resolve.naming import Name, normal

ANY = "*"
Groups = dict[tuple[str, str, str], "Group"]


@dataclass(slots=True)
class Group:
    """The chains that are one entity: (document key, chain number); `scope` keeps it inside one document."""

    type: str
    name: str
    scope: str
    members: list[tuple[str, int]] = field(default_factory=list)
    chains: list[Chain] = field(default_factory=list)
    reasons: set[str] = field(default_factory=set)
    entry: Entry | None = None

    @property
    def id(self) -> str:
        """The id of the entity."""
        return entity_id(self.type, normal(self.name), self.scope)

    def take(self, other: Group) -> None:
        """Swallow another group: this one keeps its type, name and id."""
        self.members += other.members
        self.chains += other.chains
        self.reasons |= other.reasons
        self.entry = self.entry or other.entry


@dataclass(slots=True)
class Ledger:
    """What each correction (by id) met: chains and documents; and the first reason why it met nothing."""

    chains: dict[str, list[Chain]] = field(default_factory=lambda: defaultdict(list))
    documents: dict[str, set[str]] = field(default_factory=lambda: defaultdict(set))
    reasons: dict[str, str] = field(default_factory=dict)
    met: set[str] = field(default_factory=set)

    def meet(self, correction: Correction, chains: Iterable[Chain] = (), document: str | None = None) -> None:
        """Note that a correction took effect."""
        self.met.add(correction.id)
        self.chains[correction.id] += chains
        if document is not None:
            self.documents[correction.id].add(document)

    def miss(self, correction: Correction, reason: str) -> None:
        """Note why a correction did nothing here; it may yet meet something elsewhere."""
        self.reasons.setdefault(correction.id, reason)


def is_document(written: str, document: Document) -> bool:
    """Tell whether a correction names this document: by key, identifier, source or file name; `*` is every one."""
    names = (document.key, document.identifier, document.source, PurePath(document.source).name)
    return written == ANY or written in names


class Judgements:
    """The corrections "same" and "different"; none leaves everything as it was."""

    def __init__(self, corrections: Sequence[Correction] = (), ledger: Ledger | None = None) -> None:
        self.same = [c for c in corrections if c.kind == "same"]
        self.different = [c for c in corrections if c.kind == "different"]
        self.ledger = ledger or Ledger()

    # ---- within a document

    def regroup(self, coreference: Coreference) -> None:
        """Part and join the chains of one document."""
        document = coreference.extraction.document
        for correction in self.different:
            if not correction.document or is_document(correction.document, document):
                self._part(correction, coreference)
        for correction in self.same:
            if correction.document and is_document(correction.document, document):
                self._join(correction, coreference)

    def _part(self, correction: Correction, coreference: Coreference) -> None:
        first, second = Name.of(correction.subject), Name.of(correction.object)
        if normal(first.text) == normal(second.text):
            chains = [coreference.chains[n] for n in called(first, coreference.chains)]
            for chain in chains:
                chain.apart = True
            return self._note(correction, coreference, chains, [first] * (not chains))
        for number, chain in enumerate(list(coreference.chains)):
            sides = _sides(chain, coreference, first, second)
            if set(sides.values()) == {0, 1}:
                coreference.regroup(number, [i for i in chain.members if sides[i] == 0])
                coreference.regroup(len(coreference.chains), [i for i in chain.members if sides[i] == 1])
        found = [called(name, coreference.chains) for name in (first, second)]
        chains = [coreference.chains[n] for numbers in found for n in numbers]
        missing = [name for name, numbers in zip((first, second), found, strict=True) if not numbers]
        self._note(correction, coreference, chains, missing)

    def _join(self, correction: Correction, coreference: Coreference) -> None:
        names = [Name.of(correction.subject), Name.of(correction.object)]
        found = [called(name, coreference.chains) for name in names]
        missing = [name for name, numbers in zip(names, found, strict=True) if not numbers]
        if missing:
            return self._note(correction, coreference, [], missing)
        home, *others = sorted({n for numbers in found for n in numbers})
        olds = [coreference.chains[n] for n in (home, *others)]
        for number in others:
            coreference.regroup(number, [])
        joined = coreference.regroup(home, [i for old in olds for i in old.members])
        joined.reasons = [*dict.fromkeys(r for old in olds for r in old.reasons), reason(correction)]
        joined.apart = any(old.apart for old in olds)
        self._note(correction, coreference, [joined], [])

    def _note(
        self, correction: Correction, coreference: Coreference, chains: list[Chain], missing: Sequence[Name]
    ) -> None:
        key = coreference.extraction.document.key
        if missing:
            self.ledger.miss(correction, f"nothing is called '{missing[0].text}'" + _where(correction))
        else:
            self.ledger.meet(correction, chains, key if correction.document else None)

    # ---- across documents

    def forbid(self, first: Group, second: Group) -> bool:
        """Tell whether somebody said that the two are not one."""
        return any(
            (_bears(first, a) and _bears(second, b)) or (_bears(first, b) and _bears(second, a))
            for a, b in ((Name.of(c.subject), Name.of(c.object)) for c in self.different)
        )

    def unite(self, groups: Groups) -> None:
        """Make one of the groups that somebody said are one; the fullest name stays."""
        for correction in self.same:
            if not correction.document:
                self._unite(correction, groups)
        for correction in self.different:
            if not correction.document:
                found = [_groups(written, groups) for written in (correction.subject, correction.object)]
                if all(found):
                    self.ledger.meet(correction, [groups[keys[0]].chains[0] for keys in found])

    def _unite(self, correction: Correction, groups: Groups) -> None:
        keys: set[tuple[str, str, str]] = set()
        for written in (correction.subject, correction.object):
            found = _groups(written, groups)
            types = sorted({key[0] for key in found})
            if not found:
                return self.ledger.miss(correction, f"nothing is called '{written}'")
            if len(types) > 1:
                what = f"several things are called '{written}'; write '{written} ({types[0]})' or ({types[1]})"
                return self.ledger.miss(correction, what)
            keys.update(found)
        home = groups[min(keys, key=lambda k: (k[2] != "", -len(k[1].split()), -len(k[1]), k))]
        for key in sorted(keys):
            if groups[key] is not home:
                home.take(groups.pop(key))
                home.reasons.add(reason(correction))
        if any(not chain.anonymous for chain in home.chains):
            for chain in home.chains:
                chain.anonymous = False
        self.ledger.meet(correction, home.chains[:1])


def reason(correction: Correction) -> str:
    """Say in words why two names are one."""
    return f"{correction.subject}: the same as {correction.object}, says {correction.who}: {correction.why}"


def _where(correction: Correction) -> str:
    return f" in {correction.document}" if correction.document else ""


def called(name: Name, chains: Sequence[Chain]) -> list[int]:
    """Find the chains of that name: named so, or else the unnamed so described, or else the one named thing so described."""
    named = [n for n, c in enumerate(chains) if name.fits(c.type, c.names)]
    described = [n for n, c in enumerate(chains) if name.fits(c.type, [*c.phrases, c.label])]
    unnamed = [n for n in described if not chains[n].named]
    return named or unnamed or (described if len(described) == 1 else [])


def _sides(chain: Chain, coreference: Coreference, first: Name, second: Name) -> dict[int, int]:
    """Give each mention its side; what is neither name goes with the one before it."""
    order = sorted(chain.members, key=lambda i: (coreference.mentions[i].span, i))
    wanted = {normal(second.text): 1, normal(first.text): 0}
    own = {i: wanted.get(normal(coreference.mentions[i].name)) for i in order}
    side = next((s for s in own.values() if s is not None), 0)
    sides = {}
    for i in order:
        side = side if own[i] is None else int(own[i] or 0)
        sides[i] = side
    return sides


def _bears(group: Group, name: Name) -> bool:
    return name.fits(group.type, [group.name, *(n for chain in group.chains for n in chain.names)])


def _groups(written: str, groups: Groups) -> list[tuple[str, str, str]]:
    """Find groups by id, else by their own name, else by any name; unnamed sources by id alone."""
    if by_id := [key for key, group in groups.items() if group.id == written]:
        return by_id
    name = Name.of(written)
    known = [(k, g) for k, g in groups.items() if not any(chain.anonymous for chain in g.chains)]
    own = [key for key, group in known if name.fits(group.type, [group.name])]
    return own or [key for key, group in known if _bears(group, name)]
