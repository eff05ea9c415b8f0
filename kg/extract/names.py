"""Find the names of a text: trimmed, with one type a name, offices cut off, repeats and names inside names added."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping

from kg.extract.nlp import Parse
from kg.extract.people import Name, as_elsewhere, employers, given_names, key_of, parted, people, whole, without_front
from kg.extract.titles import Titles
from kg.gazetteer import Gazetteer
from kg.ontology import Ontology

_TOLD = 5
"""What "the town of" counts for against the tagger's labels of the same name elsewhere."""


def head_of(parse: Parse, i: int, j: int) -> int:
    """Give the token of the range whose head lies outside it."""
    for k in range(i, j):
        if not i <= parse.head[k] < j or parse.head[k] == k:
            return k
    return j - 1


def names(parse: Parse, ontology: Ontology, titles: Titles) -> list[Name]:
    """Give the names of the text as token ranges with our type: trimmed, made consistent, missed repeats added."""
    trimmed = []
    for i, j, label in parted(parse, ontology):
        type_ = ontology.maps["ner"].get(label)
        if type_ and (cut := _trim(parse, i, j, ontology.words)):
            type_ = _as_place(parse, *cut, _as_body(parse, *cut, type_, ontology.words), ontology.words)
            name = _without_office(parse, cut[0], _person_end(parse, *cut, type_), type_, ontology.words)
            trimmed.append(_as_person(parse, name, ontology))
    trimmed = [
        name for name in trimmed if titles.holds(name[0], name[1]) and not _described(parse, name, ontology.words)
    ]
    trimmed = [as_elsewhere(parse, name, titles) for name in trimmed]
    trimmed = without_front(parse, trimmed, ontology)
    trimmed = sorted([*trimmed, *_parties(parse, {k for i, j, _ in trimmed for k in range(i, j)}, ontology.words)])
    votes: dict[str, Counter[str]] = {}
    for i, j, type_ in trimmed:
        votes.setdefault(key_of(parse, i, j), Counter())[type_] += (
            _TOLD if _is_told_a_place(parse, i, ontology.words) else 1
        )
    majority = {key: min(c, key=lambda t: (-c[t], t)) for key, c in votes.items()}
    majority |= dict.fromkeys(_companies(majority, ontology.words), "Organisation")
    majority |= dict.fromkeys(people(majority, ontology), "Person")
    surnames = {k.split()[-1]: "Person" for k, t in majority.items() if t == "Person" and " " in k}
    majority |= surnames
    surnamed = whole(parse, trimmed, majority, titles, ontology)
    majority |= {key_of(parse, i, j): "Person" for i, j, _ in surnamed}
    majority |= dict.fromkeys(given_names(majority, ontology), "Person")
    majority |= dict.fromkeys(employers(parse, majority, ontology), "Organisation")
    trimmed = sorted([*trimmed, *surnamed])
    return _repeats(parse, [(i, j, majority[key_of(parse, i, j)]) for i, j, _ in trimmed], majority)


def _companies(types: Mapping[str, str], words: Mapping[str, frozenset[str]]) -> list[str]:
    """Give "Norra", which the tagger takes for a person, where the text has "Norra Mining" and nobody so called."""
    trades = words["trade_endings"]
    parts = [key.split() for key, type_ in types.items() if type_ == "Organisation"]
    firms = {words[0] for words in parts if len(words) > 1 and words[-1].lower() in trades}
    borne = {word for key, t in types.items() if t == "Person" and " " in key for word in key.split()}
    return [key for key, type_ in types.items() if type_ == "Person" and key in firms - borne]


def _described(parse: Parse, name: Name, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell "the Union" and "this Court", descriptions in capitals, from names."""
    i, j, type_ = name
    determined = i > 0 and parse.lower[i - 1] in words["determiners"] | words["possessive_pronouns"]
    return type_ == "Organisation" and j - i == 1 and determined and parse.lower[i] in words["corporate_words"]


def _continues_left(parse: Parse, i: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell whether the tagger cut the first word off a name ("Pellwright [Foods Inc]")."""
    k = i - 1
    office = is_office(parse.lower[k], words) or parse.lower[k] in words["courtesy_titles"] | words["trades"]
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
    if (office or parse.lower[i] in words["trades"]) and type_ == "Person" and j - i > 1:
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


def loose(parse: Parse, k: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell "his head" and "justice for all" from "the head of the guild", "union head" and "Justice Ann Smith"."""
    if parse.lower[k] not in words["loose_offices"] or not parse.words[k].islower():
        return False
    of = parse.lower[k + 1 : k + 2] and parse.lower[k + 1] in ("of", "at")
    owned = k > 0 and parse.tag[k - 1] == "POS" and parse.head[parse.head[k - 1]] == k
    before = k > 0 and parse.sent_of[k - 1] == parse.sent_of[k] and (parse.head[k - 1] == k or owned)
    beside = before and (parse.pos[k - 1] in ("NOUN", "PROPN") or parse.tag[k - 1] == "POS")
    determined = parse.lower[k] != "head" and any(parse.pos[c] in ("DET", "ADJ") for c in parse.children[k] if c < k)
    title = parse.head[k] > k and parse.pos[parse.head[k]] == "PROPN"
    return not (of or beside or determined or title or _names(parse, k, words))


def _names(parse: Parse, k: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell "host Ann Smith", where the parse hangs the name on the office."""
    at = k + 1
    while at < len(parse.words) and parse.pos[at] == "PROPN" and parse.head[at] > at:
        at = parse.head[at]
    named = at < len(parse.words) and parse.pos[at] == parse.pos[k + 1] == "PROPN"
    return named and parse.head[at] == k and parse.dep[at] in words["apposition_labels"]


def office_end(parse: Parse, head: int, words: Mapping[str, frozenset[str]]) -> int:
    """Give where "secretary of state" ends; an office that nothing completes ends with its head."""
    lower, complements = parse.lower, words["office_complements"]
    capital = "".join(parse.words[head + 2 : head + 3])[:1].isupper()
    state = lower[head : head + 3] == ["secretary", "of", "state"]
    if lower[head + 1 : head + 5] in (["-", "in", "-", "chief"], ["-", "at", "-", "large"]):
        return head + 5
    if lower[head + 1 : head + 2] != ["of"] or (capital and parse.words[head].islower() and not state):
        return head + 1  # the last is "leader of Labour"
    length = next((n for n in (3, 2, 1) if " ".join(lower[head + 2 : head + 2 + n]) in complements), 0)
    return head + 2 + length if length else head + 1


def _parties(parse: Parse, taken: set[int], words: Mapping[str, frozenset[str]]) -> list[Name]:
    """Find the party before an office that the tagger leaves bare: "[Conservative] MP"."""
    found = [k for k, word in enumerate(parse.lower[:-1]) if word in words["party_words"] and k not in taken]
    found = [k for k in found if parse.words[k].istitle() and is_office(parse.lower[k + 1], words)]
    return [(k, k + 1, "Group") for k in found]


def _as_body(parse: Parse, i: int, j: int, type_: str, words: Mapping[str, frozenset[str]]) -> str:
    """Take "Harbour Union" for a body, whatever work of art the tagger sees in it, and "Norra Mining" for no person."""
    trade = parse.lower[j - 1] in words["trade_endings"]
    given = parse.lower[i] in words["male_names"] | words["female_names"]
    bodily = parse.lower[j - 1] in words["corporate_words"] | words["organisation_suffixes"]
    body = (type_ == "Topic" and bodily) or (type_ in ("Topic", "Person") and trade and not given)
    return "Organisation" if body and j - i > 1 else type_


def _as_place(parse: Parse, i: int, j: int, type_: str, words: Mapping[str, frozenset[str]]) -> str:
    """Take "Norra" in "the town of Norra" for a place, whatever the tagger calls it."""
    told = _is_told_a_place(parse, i, words)
    return "Place" if told and type_ in ("Organisation", "Person", "Topic") else type_


def _is_told_a_place(parse: Parse, i: int, words: Mapping[str, frozenset[str]]) -> bool:
    kind = i > 1 and parse.lower[i - 1] == "of" and parse.lower[i - 2] in words["place_kinds"]
    return kind and parse.words[i - 2].islower()


def _as_person(parse: Parse, name: Name, ontology: Ontology) -> Name:
    """Make a person of what the tagger takes for a body, where given name, office or apposition tell."""
    i, j, type_ = name
    words = ontology.words
    bodily = words["corporate_words"] | words["organisation_suffixes"] | words["organisation_heads"]
    if type_ == "Person" or (type_ == "Group" and j - i == 1) or j - i > 4 or parse.lower[j - 1] in bodily:
        return name
    if not all(word[:1].isupper() for word in parse.words[i:j]) or ontology.gazetteer.find(key_of(parse, i, j)):
        return name
    given = j - i > 1 and parse.lower[i] in words["male_names"] | words["female_names"]
    given = given or (j - i == 3 and len(parse.words[i + 1].rstrip(".")) == 1)  # "Ann B. Smith"
    return (i, j, "Person") if given or (type_ != "Place" and _described_as_person(parse, i, j, words)) else name


def _described_as_person(parse: Parse, i: int, j: int, words: Mapping[str, frozenset[str]]) -> bool:
    """Tell "spokeswoman [Ella Brook]", "[Ella Brook], a spokeswoman" and "a spokeswoman, [Ella Brook]"."""
    if i and is_office(parse.lower[i - 1], words) and parse.sent_of[i] == parse.sent_of[i - 1]:
        return True
    head = head_of(parse, i, j)
    beside = [c for c in parse.children[head] if c >= j and parse.dep[c] in words["apposition_labels"]]
    beside += [parse.head[head]] if parse.dep[head] in words["apposition_labels"] else []
    beside = [k for k in beside if all(parse.tag[c] != "WP$" for c in parse.children[k])]  # "the Front, whose leader"
    return any(is_office(parse.lower[k], words) and parse.words[k].islower() for k in beside)


def _trim(parse: Parse, i: int, j: int, words: Mapping[str, frozenset[str]]) -> tuple[int, int] | None:
    """Cut articles, titles and possessive marks off a name; None where no capital is left."""
    j = next((k for k in range(i, j) if parse.words[k] in ("(", "[")), j)
    while i < j and (parse.pos[i] in ("DET", "PUNCT", "CCONJ", "ADP") or parse.lower[i] in words["courtesy_titles"]):
        i += 1
    while i < j and (parse.pos[j - 1] in ("PUNCT", "CCONJ", "ADP", "PART", "DET") or parse.tag[j - 1] == "POS"):
        j -= 1
    while i < j - 1 and parse.pos[i] == "ADJ" and parse.words[i].islower() and parse.words[i + 1][0].isalnum():
        i += 1  # "national NGU"
    while i and j > i and _continues_left(parse, i, words):
        i -= 1
    while (
        i < j < len(parse.words) and parse.lower[j] in words["organisation_suffixes"] and parse.words[j][:1].isupper()
    ):
        j += 1  # "Pellwright Foods [Inc]"
    j = _subject_end(parse, j, words) if i < j else j
    if all(word in words["role_heads"] or word in words["office_words"] for word in parse.lower[i:j]):
        return None  # "Vice President" is an office, nobody's name
    if j - i == 1 and parse.words[i].partition("-")[0] in words["stance_prefixes"] and "-" in parse.words[i]:
        return None  # "pro-Norra" is no name
    capital = any(letter.isupper() for word in parse.words[i:j] for letter in word)  # "eBay", too
    return (i, j) if i < j and capital else None


def _subject_end(parse: Parse, j: int, words: Mapping[str, frozenset[str]]) -> int:
    """Give where "House Committee [on Trade and Fisheries]" ends."""
    size, k = len(parse.words), j + 1
    if parse.lower[j - 1] not in words["panel_words"] or parse.lower[j : j + 1] not in (["on"], ["for"]):
        return j
    end, times = j, {k for a, b, label in parse.ents if label in words["time_labels"] for k in range(a, b)}
    while k < size and k not in times and parse.sent_of[k] == parse.sent_of[j]:
        if parse.words[k][:1].isupper() and parse.pos[k] in ("NOUN", "PROPN", "ADJ"):
            end = k + 1
        elif parse.lower[k] not in ("and", "the", "of", "&"):
            break
        k += 1
    return end


def nested(parse: Parse, names: list[Name], ontology: Ontology) -> list[Name]:
    """Find inside names the places, people and bodies that the text names elsewhere on their own, or that are known."""
    known = {key_of(parse, i, j): type_ for i, j, type_ in names if type_ in ("Person", "Organisation", "Place")}
    gazetteer, kinds = ontology.gazetteer, ontology.words["corporate_words"]
    found = []
    for i, j, type_ in names:
        first, head = i, head_of(parse, i, j)
        while type_ != "Person" and first < j:
            lasts = range(j, first, -1)
            inside = gazetteer if type_ == "Organisation" and (first == i or parse.pos[first - 1] == "ADP") else None
            last = next((n for n in lasts if n - first < j - i and _inner(parse, first, n, known, inside)), first)
            if last > first:
                key = key_of(parse, first, last)
                entry = None if key in known else gazetteer.find(key)
                told = known.get(key) or (entry.type if entry else "Place")
                if told == "Organisation" and last + 1 < j and parse.lower[last] in kinds:
                    last += 1  # "[Norra University] School of Law" of Norra
                if not first <= head < last:  # the House is no part of the White House
                    found.append((first, last, told))
            first = max(last, first + 1)
    return found


def _inner(parse: Parse, i: int, j: int, known: Mapping[str, str], gazetteer: Gazetteer | None) -> bool:
    key = key_of(parse, i, j)
    if key in known or gazetteer is None:
        return key in known
    entry = gazetteer.find(key) if parse.words[i][:1].isupper() and parse.words[j - 1][:1].isupper() else None
    return entry is not None and entry.type == "Place"


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
