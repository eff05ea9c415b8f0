"""Find the names of a text: trimmed, with one type a name, offices cut off, repeats and names inside names added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.extract.nlp import Parse
from kg.ontology import Ontology

Name = tuple[int, int, str]
"""A name as a token range, half-open, and our type."""


def head_of(parse: Parse, i: int, j: int) -> int:
    """Give the token of the range whose head lies outside it."""
    for k in range(i, j):
        if not i <= parse.head[k] < j or parse.head[k] == k:
            return k
    return j - 1


def names(parse: Parse, ontology: Ontology) -> list[Name]:
    """Give the names of the text as token ranges with our type: trimmed, made consistent, missed repeats added."""
    trimmed = []
    for i, j, label in parse.ents:
        type_ = ontology.maps["ner"].get(label)
        if type_ and (cut := _trim(parse, i, j, ontology.words)):
            type_ = _as_body(parse, *cut, type_, ontology.words)
            name = _without_office(parse, cut[0], _person_end(parse, *cut, type_), type_, ontology.words)
            trimmed.append(_as_person(parse, name, ontology))
    trimmed = sorted([*trimmed, *_parties(parse, {k for i, j, _ in trimmed for k in range(i, j)}, ontology.words)])
    votes: dict[str, Counter[str]] = {}
    for i, j, type_ in trimmed:
        votes.setdefault(_key(parse, i, j), Counter())[type_] += 1
    majority = {key: min(c, key=lambda t: (-c[t], t)) for key, c in votes.items()}
    surnames = {k.split()[-1]: "Person" for k, t in majority.items() if t == "Person" and " " in k}
    majority |= surnames
    return _repeats(parse, [(i, j, majority[_key(parse, i, j)]) for i, j, _ in trimmed], majority)


def _continues_left(parse: Parse, i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the tagger cut the first word off a name ("Pellwright [Foods Inc]")."""
    k = i - 1
    office = is_office(parse.lower[k], words) or parse.lower[k] in words["courtesy_titles"]
    joined = parse.dep[k] in words["compound_labels"] and k < parse.head[k] and parse.head[k] >= i
    free = not any(a <= k < b for a, b, _ in parse.ents)
    same = parse.sent_of[k] == parse.sent_of[i] and parse.words[k][:1].isupper()
    return (
        parse.pos[k] == "PROPN"
        and joined
        and free
        and same
        and not office
        and parse.lower[i] not in words["role_heads"]
    )


def _without_office(parse: Parse, i: int, j: int, type_: str, words: Mapping[str, frozenset[str]]) -> Name:
    """Cut an office off the front of a person's name ("Superintendent Ann Smith"), whatever the tagger calls it."""
    given = words["male_names"] | words["female_names"]
    office = is_office(parse.lower[i], words)
    if office and type_ == "Person" and j - i > 1:
        return i + 1, j, type_
    if office and j - i > 2 and parse.lower[i + 1] in given:
        return i + 1, j, "Person"
    if (
        office and j - i > 2 and parse.lower[i + 1] == "of" and type_ == "Organisation" and i + 2 < j
    ):  # "CEO of Lumetra"
        return (i + 2 if parse.pos[i + 2] != "DET" or j - i == 3 else i + 3), j, type_
    if (
        j - i == 2
        and type_ == "Organisation"
        and parse.lower[j - 1] in words["role_heads"]
        and parse.words[j - 1].isupper()
    ):
        return i, j - 1, type_  # "Lumetra CEO"
    return i, j, type_


def _person_end(parse: Parse, i: int, j: int, type_: str) -> int:
    """Cut "Ann Smith of Norra Council", which the tagger takes for a person, after the name."""
    stops = (k for k in range(i + 1, j) if parse.lower[k] in ("of", "and", "for", "from", "with", "at", "in"))
    return next(stops, j) if type_ == "Person" else j


def is_office(word: str, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether a word names an office, "Ministers" as well as "minister"."""
    return word in words["role_heads"] or (len(word) > 4 and word.removesuffix("s") in words["role_heads"])


def _parties(parse: Parse, taken: set[int], words: Mapping[str, frozenset[str]]) -> list[Name]:
    """Find the party before an office that the tagger leaves bare: "[Conservative] MP"."""
    found = [k for k, word in enumerate(parse.lower[:-1]) if word in words["party_words"] and k not in taken]
    found = [k for k in found if parse.words[k].istitle() and is_office(parse.lower[k + 1], words)]
    return [(k, k + 1, "Group") for k in found]


def _as_body(parse: Parse, i: int, j: int, type_: str, words: Mapping[str, frozenset[str]]) -> str:
    """Take "Harbour Union" for a body, whatever work of art the tagger sees in it."""
    bodily = parse.lower[j - 1] in words["corporate_words"] | words["organisation_suffixes"]
    return "Organisation" if type_ == "Topic" and j - i > 1 and bodily else type_


def _as_person(parse: Parse, name: Name, ontology: Ontology) -> Name:
    """Make a person of what the tagger takes for a body, where given name, office or apposition tell."""
    i, j, type_ = name
    words = ontology.words
    bodily = words["corporate_words"] | words["organisation_suffixes"] | words["organisation_heads"]
    if type_ in ("Person", "Group") or j - i > 4 or parse.lower[j - 1] in bodily:
        return name
    if not all(word[:1].isupper() for word in parse.words[i:j]) or ontology.gazetteer.find(_key(parse, i, j)):
        return name
    given = j - i > 1 and parse.lower[i] in words["male_names"] | words["female_names"]
    return (i, j, "Person") if given or (type_ != "Place" and _described_as_person(parse, i, j, words)) else name


def _described_as_person(parse: Parse, i: int, j: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell "spokeswoman [Ella Brook]", "[Ella Brook], a spokeswoman" and "a spokeswoman, [Ella Brook]"."""
    if i and is_office(parse.lower[i - 1], words) and parse.sent_of[i] == parse.sent_of[i - 1]:
        return True
    head = head_of(parse, i, j)
    beside = [c for c in parse.children[head] if c >= j and parse.dep[c] in words["apposition_labels"]]
    beside += [parse.head[head]] if parse.dep[head] in words["apposition_labels"] else []
    return any(is_office(parse.lower[k], words) and parse.words[k].islower() for k in beside)


def _key(parse: Parse, i: int, j: int) -> str:
    return " ".join(parse.words[i:j])


def _trim(parse: Parse, i: int, j: int, words: Mapping[str, frozenset[str]]) -> tuple[int, int] | None:
    """Cut articles, titles and possessive marks off a name; None where no capital is left."""
    j = next((k for k in range(i, j) if parse.words[k] in ("(", "[")), j)
    while i < j and (parse.pos[i] in ("DET", "PUNCT", "CCONJ", "ADP") or parse.lower[i] in words["courtesy_titles"]):
        i += 1
    while i < j and (parse.pos[j - 1] in ("PUNCT", "CCONJ", "ADP", "PART", "DET") or parse.tag[j - 1] == "POS"):
        j -= 1
    while i and j > i and _continues_left(parse, i, words):
        i -= 1
    while (
        i < j < len(parse.words) and parse.lower[j] in words["organisation_suffixes"] and parse.words[j][:1].isupper()
    ):
        j += 1  # "Pellwright Foods [Inc]"
    if all(word in words["role_heads"] or word in words["office_words"] for word in parse.lower[i:j]):
        return None  # "Vice President" is an office, nobody's name
    capital = any(word[:1].isupper() for word in parse.words[i:j])
    return (i, j) if i < j and capital else None


def nested(parse: Parse, names: list[Name]) -> list[Name]:
    """Find inside bodies' names the places, people and bodies that the text names elsewhere on their own."""
    known = {_key(parse, i, j): type_ for i, j, type_ in names if type_ in ("Person", "Organisation", "Place")}
    found = []
    for i, j, type_ in names:
        if type_ == "Person" or j - i < 2:
            continue
        for first in range(i, j):
            inner = (last for last in range(j, first, -1) if last - first < j - i and _key(parse, first, last) in known)
            if (last := next(inner, None)) is not None:
                found.append((first, last, known[_key(parse, first, last)]))
                break
    return found


def _repeats(parse: Parse, trimmed: list[Name], majority: dict[str, str]) -> list[Name]:
    """Find further occurrences of known names; a longer known name takes the place of a shorter one inside it."""
    ends = {i: j for i, j, _ in trimmed}
    inside = {k: (i, j) for i, j, _ in trimmed for k in range(i, j)}
    longest = max((key.count(" ") + 1 for key in majority), default=0)
    found, i = [], 0
    while i < len(parse.words):
        known = ends.get(i, i)
        named = parse.pos[i] == "PROPN" or (parse.pos[i] == "NOUN" and parse.words[i] in majority)
        reach = 0 if known == i and (not named or i in inside) else longest
        for n in range(min(reach, len(parse.words) - i), 0, -1):
            key = " ".join(parse.words[i : i + n])
            if key in majority and i + n > known and inside.get(i + n - 1, (i, i + n))[1] <= i + n:
                found.append((i, i + n, majority[key]))
                known = i + n
                break
        i = max(known, i + 1)
    taken = {k for i, j, _ in found for k in range(i, j)}
    return sorted(found + [name for name in trimmed if not taken & set(range(name[0], name[1]))])
