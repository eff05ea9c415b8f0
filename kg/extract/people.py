"""Mend the names of people: headlines and descriptions cut off, what the tagger takes for a body made a person."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping

from kg.extract.nlp import Parse
from kg.extract.titles import Titles
from kg.ontology import Ontology

Name = tuple[int, int, str]
"""A name as a token range, half-open, and our type."""


def key_of(parse: Parse, i: int, j: int) -> str:
    """Give the words of a name with one space between them."""
    return " ".join(parse.words[i:j])


def without_front(parse: Parse, names: list[Name], ontology: Ontology) -> list[Name]:
    """Cut what only says what a person is ("Billionaire [Ann Smith]"), and whose a known body is ("Smith's [Senate]")."""
    people = {key_of(parse, i, j) for i, j, type_ in names if type_ == "Person" and j - i > 1}
    surnames = {key.split()[-1] for key in people}
    given = ontology.words["male_names"] | ontology.words["female_names"]
    found = []
    for i, j, type_ in names:
        k = i + 1 + (j - i > 2 and parse.tag[i + 1] == "POS")
        told = parse.lower[i] in ontology.words["person_heads"] and j - i > 2
        full = key_of(parse, i + 1, j) in people and parse.lower[i + 1] in given
        short = parse.lower[i] in ontology.words["short_titles"] and j - i == 2
        if short and (parse.words[i + 1] in surnames or type_ == "Person"):
            found.append((i + 1, j, "Person"))  # "AG [Smith]"
        elif type_ == "Person" and (told or full):
            found.append((i + 1, j, type_))
        elif type_ == "Organisation" and k < j and parse.words[i] in surnames and _known(parse, k, j, ontology):
            found.append((k, j, type_))
        else:
            found.append((i, j, type_))
    return found


def _known(parse: Parse, i: int, j: int, ontology: Ontology) -> bool:
    entry = ontology.gazetteer.find(key_of(parse, i, j))
    return entry is not None and entry.type == "Organisation"


def as_elsewhere(parse: Parse, name: Name, titles: Titles) -> Name:
    """Cut "Billionaire Ann Smith" and "Ann Smith Walking Out", a person in a headline, to the name that the text has below it."""
    i, j, type_ = name
    while type_ == "Person" and j - i > 1 and parse.words[j - 1].isdigit():
        j -= 1  # "Ann Smith 384" in a table
    if type_ != "Person" or j - i < 2 or key_of(parse, i, j) in titles.people:
        return i, j, type_
    if parse.sent_of[i] not in titles.sentences and not titles.heads(parse.sent_of[i]):
        return i, j, type_
    lengths = range(j - i - 1, 0, -1)
    inside = [(a, a + length) for length in lengths for a in range(i, j - length + 1) if a == i or titles.common(i, a)]
    found = next(((a, b) for a, b in inside if key_of(parse, a, b) in titles.people), (i, j))
    return (*found, type_)


def people(types: Mapping[str, str], ontology: Ontology) -> list[str]:
    """Give the names of two or three words that are a person's, for the text speaks of the surname as a person's."""
    words = ontology.words
    bodily = (
        words["corporate_words"] | words["organisation_suffixes"] | words["organisation_heads"] | words["body_tails"]
    )
    borne = {key.split()[-1] for key, type_ in types.items() if type_ == "Person" and " " in key}
    found = []
    for key, type_ in types.items():
        parts = key.split()
        if type_ in ("Organisation", "Topic") and 1 < len(parts) < 4 and all(part.istitle() for part in parts):
            alone = types.get(parts[-1]) == "Person" and parts[-1] not in borne
            if alone and parts[-1].lower() not in bodily and ontology.gazetteer.find(key) is None:
                found.append(key)
    return found


def whole(parse: Parse, names: list[Name], types: Mapping[str, str], titles: Titles, ontology: Ontology) -> list[Name]:
    """Give the names of which the tagger sees nothing, or the surname alone: "[Ida] Crane" where another Crane is named."""
    words, starts = ontology.words, {i for i, _, _ in names}
    taken = {k for i, j, _ in names for k in range(i, j) if j - i > 1}
    labels = {k for i, j, _ in parse.ents for k in range(i, j)}
    found = []
    for k, word in enumerate(parse.words[:-1]):
        last = k + 1
        joined = parse.pos[k] == parse.pos[last] == "PROPN" and parse.head[k] == last and k not in labels | taken
        if not joined or types.get(parse.words[last]) != "Person" or parse.sent_of[k] in titles.sentences:
            continue
        alone = not (parse.pos[k - 1] == "PROPN" and parse.head[k - 1] == last and k) and last not in taken
        called = (
            parse.lower[k] in words["role_heads"] | words["courtesy_titles"] | words["trades"] | words["person_heads"]
        )
        if alone and not called and word.istitle() and types.get(word) in (None, "Person", "Topic") and k not in starts:
            found.append((k, last + 1, "Person"))
    return found


def given_names(types: Mapping[str, str], ontology: Ontology) -> list[str]:
    """Give the names of one word that the tagger takes for a thing and that one person of the text bears first."""
    bearers = Counter(key.split()[0] for key, type_ in types.items() if type_ == "Person" and " " in key)
    odd = (key for key, type_ in types.items() if type_ in ("Topic", "Organisation", "Event"))
    return [key for key in odd if bearers[key] == 1 and key.istitle() and ontology.gazetteer.find(key) is None]


def parted(parse: Parse, ontology: Ontology) -> Iterator[tuple[int, int, str]]:
    """Give the tagger's names, what is somebody's parted from who it is: "Harbour Times's [Ann Smith]"."""
    given = ontology.words["male_names"] | ontology.words["female_names"]
    for i, j, label in parse.ents:
        own = next((k for k in range(i + 1, j - 2) if parse.tag[k] == "POS" and parse.lower[k + 1] in given), None)
        if own is None or ontology.maps["ner"].get(label) == "Person":
            yield i, j, label
        else:
            yield i, own, label
            yield own + 1, j, "PERSON"


def employers(parse: Parse, types: Mapping[str, str], ontology: Ontology) -> list[str]:
    """Give the words taken for people that are nobody's given name or surname and have reporters: "Norrapress editor Ann Smith"."""
    words = ontology.words
    borne = {part for key, type_ in types.items() if type_ == "Person" and " " in key for part in key.split()}
    borne |= {word for k, word in enumerate(parse.words[1:]) if parse.lower[k] in words["courtesy_titles"]}
    before = {word for k, word in enumerate(parse.words[:-1]) if parse.words[k + 1] in words["staff_words"]}
    given = words["male_names"] | words["female_names"]
    people = (key for key, type_ in types.items() if type_ == "Person" and " " not in key)
    return [key for key in people if key in before - borne and key.lower() not in given]
