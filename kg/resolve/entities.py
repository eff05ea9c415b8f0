"""Merge the chains of all documents into entities: by full name and type, never on a shared surname."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import TypeAlias

from kg.gazetteer import Entry, Gazetteer
from kg.model import Entity
from kg.resolve.coreference import Chain
from kg.resolve.judgements import Group, Groups, Judgements
from kg.resolve.known import entry_of, reason
from kg.resolve.naming import TYPES, bare, normal

Key: TypeAlias = tuple[str, str, str]
"""Type, normal name and scope of a group."""

Member: TypeAlias = tuple[str, int, Chain]
"""A document's key, the number of a chain in it, and the chain."""

_STOP = frozenset("the a an of to in on for and or that this these those his her their its at by with from as".split())


def merge(
    documents: Sequence[tuple[str, list[Chain]]],
    judgements: Judgements | None = None,
    gazetteer: Gazetteer | None = None,
) -> tuple[list[Entity], dict[tuple[str, int], str]]:
    """Give the entities of the collection and which one each (document key, chain number) is."""
    judgements = judgements or Judgements()
    members = [(key, number, chain) for key, chains in documents for number, chain in enumerate(chains)]
    groups = groups_of(members, gazetteer or Gazetteer(), judgements)
    judgements.unite(groups)
    return entities_of(groups)


def groups_of(members: Sequence[Member], gazetteer: Gazetteer, judgements: Judgements) -> Groups:
    """Put chains, sorted by document and number, into groups, each with the short forms that it alone may be called by."""
    groups = grouped(members, majority(votes(members)), gazetteer, judgements)
    _merge_short_forms(groups, judgements)
    return groups


def is_local(chain: Chain) -> bool:
    """Tell whether a thing without a name is an entity of its document alone; an office may be one of its body, too."""
    return not chain.named and chain.type != "Role" and not _shared(chain, chain.type, canonical(chain))


def grouped(
    members: Iterable[Member], types: Mapping[str, str], gazetteer: Gazetteer, judgements: Judgements
) -> Groups:
    """Put chains, sorted by document and number, into groups of one name, type and scope; `types` is by normal name."""
    groups: Groups = {}
    for key, number, chain in members:
        type_ = types.get(normal(canonical(chain)), chain.type) if chain.named else chain.type
        name = canonical(chain)
        scope = _office_scope(chain, name, key) if type_ == "Role" else "" if _shared(chain, type_, name) else key
        group = _known(chain, name, judgements, gazetteer) or Group(type_, name, scope)
        group = groups.setdefault((group.type, normal(group.name), group.scope), group)
        group.members.append((key, number))
        group.chains.append(chain)
    return groups


def _known(chain: Chain, name: str, judgements: Judgements, gazetteer: Gazetteer) -> Group | None:
    """Give the group of a gazetteer entry, unless a correction says that this is something else."""
    entry = entry_of(chain, name, gazetteer)
    if entry is None:
        return None
    known = Group(entry.type, entry.name, "", entry=entry)
    return None if judgements.forbid(Group(chain.type, name, "", chains=[chain]), known) else known


def canonical(chain: Chain) -> str:
    """Choose the fullest name; for things the first phrase without its article."""
    if chain.names:
        return max(chain.names, key=lambda n: (len(n.split()), len(n)))
    return bare(chain.label or next(iter(chain.phrases), "?"))


def _shared(chain: Chain, type_: str, name: str) -> bool:
    """Tell whether the entity may be the same in another document."""
    if chain.anonymous or chain.apart:
        return False
    if chain.named:
        return True
    return sum(word not in _STOP for word in normal(name).split()) >= 2 and type_ in ("Topic", "Event", "Group")


def _office_scope(chain: Chain, name: str, key: str) -> str:
    """Keep "mayor" of one town from that of another: by its body, else by its document; "health secretary" is shared."""
    if chain.apart:
        return key
    if chain.office_of:
        return normal(chain.office_of)
    return "" if sum(word not in _STOP for word in normal(name).split()) >= 2 else key


def votes(members: Iterable[Member]) -> dict[str, Counter[str]]:
    """Count for each normal name of two words or more, or in capitals, the mentions of each type."""
    found: dict[str, Counter[str]] = defaultdict(Counter)
    for _, _, chain in members:
        name = canonical(chain)
        if chain.named and (" " in name or name.isupper()):
            found[normal(name)][chain.type] += len(chain.members)
    return found


def majority(counts: Mapping[str, Counter[str]]) -> dict[str, str]:
    """Give each name the type that most mentions give it."""
    return {n: min(c, key=lambda t: (-c[t], TYPES.index(t) if t in TYPES else 9)) for n, c in counts.items()}


def _merge_short_forms(groups: Groups, judgements: Judgements) -> None:
    """Give a bare surname or an acronym to the one entity of the collection that bears it."""
    owners = bearers(groups)
    for key in shorts(groups):
        holders = owners.get((key[0], key[1]), set()) - {key}
        holders = {holder for holder in holders if not judgements.forbid(groups[key], groups[holder])}
        if len(holders) == 1:
            take_short(groups[next(iter(holders))], groups.pop(key))


def bearers(groups: Groups) -> dict[tuple[str, str], set[Key]]:
    """Give for each type and short form, in its normal form, the shared groups of longer names that bear it."""
    found: dict[tuple[str, str], set[Key]] = defaultdict(set)
    for key, group in groups.items():
        if group.scope == "" and " " in group.name:
            for form in _short_forms(group):
                found[(group.type, form)].add(key)
    return found


def shorts(groups: Groups) -> list[Key]:
    """Give the shared groups of one word that may be a short form of a longer name, sorted."""
    found = ((k, g) for k, g in groups.items() if g.scope == "" and " " not in g.name and not g.entry)
    return sorted(key for key, group in found if any(chain.named for chain in group.chains))


def take_short(home: Group, short: Group) -> None:
    """Make a short form part of the one longer name that it can stand for."""
    home.take(short)
    home.reasons.add(f"{short.name}: the only {short.type.lower()} so named in the collection is {home.name}")


def _short_forms(group: Group) -> set[str]:
    forms = {normal(n) for chain in group.chains for n in chain.names if " " not in n}
    if group.type == "Person":
        forms.add(normal(group.name.split()[-1]))
    return forms


def entities_of(groups: Groups) -> tuple[list[Entity], dict[tuple[str, int], str]]:
    """Give the entities, sorted by id, and which one each (document key, chain number) is."""
    entities, of = [], {}
    for _, group in sorted(groups.items()):
        entity = _entity(group)
        entities.append(entity)
        of.update(dict.fromkeys(group.members, entity.id))
    return sorted(entities, key=lambda e: e.id), of


def _entity(group: Group) -> Entity:
    names = Counter(n for chain in group.chains for n in chain.names)
    label = min(names, key=lambda n: (-len(n.split()), -names[n], -len(n), n)) if names else None
    phrases = sorted({p for chain in group.chains for p in chain.phrases})
    label = group.entry.name if group.entry else label or group.name
    reasons = group.reasons | _by_gazetteer(group.entry, names) | {r for chain in group.chains for r in chain.reasons}
    return Entity(
        id=group.id,
        type=group.type,
        name=label,
        aliases=tuple(sorted(({*phrases, *names} | {bare(p) for p in phrases}) - {label})),
        anonymous=any(chain.anonymous for chain in group.chains),
        same_as=group.entry.same_as if group.entry else (),
        merges=tuple(sorted(reasons)),
    )


def _by_gazetteer(entry: Entry | None, names: Iterable[str]) -> set[str]:
    return {reason(entry, name) for name in names if normal(name) != normal(entry.name)} if entry else set()
