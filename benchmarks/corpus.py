"""Made-up news of any length, always the same: short articles from sentences of our own stories, with growing casts.

Document i has the sentences of skeleton i % SKELETONS, three to six of them, and a cast of its own. Who is in it is drawn
by rank, the k-th most common name with probability falling as k ** -(1 / HEAPS): the number of different names then
grows as the documents to the power HEAPS (Heaps' law), so that merging has as much to do as on real news. Names of a kind
are equally long, so that what was read in a skeleton holds, offset by offset, for each document made of it.
"""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, timedelta
from enum import Enum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from kg.model import Document, Extraction

SKELETONS = 500
HEAPS = 0.7
T = TypeVar("T")

SENTENCES = (
    "{x} accused {a} of sabotaging a tentative agreement that both teams initialed on Friday night.",
    '"We had a deal," {b} said at a rally outside {z}. "Then somebody picked up the phone and killed it."',
    '{a} denied the accusation. "I did not kill anything," {a} told reporters.',
    "{a} said {b} had told {x} on Saturday that the union rejected the new terms.",
    "{b} disputed that and praised {y}.",
    "An official of {x}, who spoke on condition of anonymity, said {a} had ordered {y} to withdraw.",
    "According to {y}, {x} threatened to sue {z} over the ruling.",
    "{a} met {b} in {z} on Monday to negotiate.",
    "{x} rejected a proposal by {y} to test the contract.",
    "{a}, a spokesman for {x}, criticised {b} for refusing to talk.",
    "{y} may appoint {b} next month, {a} suggested.",
    '"{b} has misled the public," {a} wrote in a letter to {y}.',
    "{x} did not say whether {a} would support the appeal.",
    "{b} urged {x} to publish the inquiry's report before the vote.",
    "Police in {z} arrested two dockers after {x} blamed them for the blockade.",
    "{y} signed an agreement with {x} last week, said {b}.",
    '{x} never promised to help, {a} said. "They only listened."',
    "Neither {a} nor {b} would comment on what {y} had decided.",
    "{a} demanded that {y} apologise, and {b} backed the demand.",
    "The crew of the ferry, {b} claimed, had warned {x} twice.",
)
BODIES = ("Port Authority", "Federation of Teachers", "Health Board", "Ferry Company", "City Council", "Dockers Union")
FIRST = (
    "Aaron Alice Anita Barry Betty Bruce Carla Cecil Clara Craig Daisy David Diana Edith Edwin Elena Ellen Ernst Faith "
    "Felix Fiona Frank Garth Grace Harry Helen Henry Irene James Janet Jenny Keith Laura Linda Maria Nancy Oscar Peter "
    "Robin Sarah"
).split()
ONSETS, VOWELS, CODAS = "BCDFGHKLMNPRSTVW", "aeiou", "ck ld ll lm mp nd nt rk rn rt ss st".split()
ENDINGS = "son ley ton man ham ker ner low den ers".split()
TOWNS = "by mo ra ta vo wa".split()


@dataclass(frozen=True, slots=True)
class Skeleton:
    """The sentences of an article with places for names, and what kind of body `x` and `y` are."""

    sentences: tuple[str, ...]
    kinds: tuple[str, str]

    def told(self, cast: dict[str, str]) -> str:
        """Give the text with these names in it."""
        x, y = (f"the {cast[body]} {kind}" for body, kind in zip("xy", self.kinds, strict=True))
        names = {"a": cast["a"], "b": cast["b"], "z": cast["z"], "x": x, "y": y}
        sentences = [one.format(**names) for one in self.sentences]
        return "\n\n".join(sentence[0].upper() + sentence[1:] for sentence in sentences) + "\n"


@cache
def skeleton(number: int, seed: int) -> Skeleton:
    """Give a skeleton, always the same one."""
    chance = random.Random(f"{seed} skeleton {number}")
    return Skeleton(
        tuple(chance.sample(SENTENCES, chance.randint(3, 6))),
        tuple(chance.sample(BODIES, 2)),  # type: ignore[arg-type]
    )


def rank(chance: random.Random) -> int:
    """Draw a rank from 0, the k-th with probability falling as k ** -(1 / HEAPS)."""
    return int((1 - chance.random()) ** (-1 / (1 / HEAPS - 1))) - 1


def stem(number: int) -> str:
    """Give a syllable of four letters; there are 960."""
    number, coda = divmod(number, len(CODAS))
    onset, vowel = divmod(number, len(VOWELS))
    return ONSETS[onset % len(ONSETS)] + VOWELS[vowel] + CODAS[coda]


def person(number: int) -> str:
    """Give the name of the person of a rank: five letters and seven."""
    last = number * 7919 % (960 * len(ENDINGS))
    stem_number, ending = divmod(last, len(ENDINGS))
    return f"{FIRST[(number * 17 + number // len(FIRST)) % len(FIRST)]} {stem(stem_number)}{ENDINGS[ending]}"


def town(number: int) -> str:
    """Give the name of the place of a rank: six letters, 5,760 in all."""
    stem_number, ending = divmod(number * 997 % (960 * len(TOWNS)), len(TOWNS))
    return stem(stem_number) + TOWNS[ending]


def cast(number: int, seed: int) -> dict[str, str]:
    """Draw the names of a document: two persons, two bodies by their towns, a place."""
    chance = random.Random(f"{seed} document {number}")
    people: dict[str, None] = {}
    while len(people) < 2:
        people[person(rank(chance))] = None
    towns: dict[str, None] = {}
    while len(towns) < 3:
        towns[town(rank(chance))] = None
    return dict(zip("abxyz", [*people, *towns], strict=True))


def document(number: int, seed: int = 1) -> Document:
    """Make a document."""
    day = date(2024, 1, 1) + timedelta(days=number % 600)
    text = skeleton(number % SKELETONS, seed).told(cast(number, seed))
    key = f"{number:08}"
    return Document(
        key, key, text, source=f"news.jsonl:{number + 1}", published=day.isoformat(), publisher="The Gazette"
    )


def documents(size: int, seed: int = 1) -> Iterator[Document]:
    """Make the first documents of the endless corpus."""
    return (document(number, seed) for number in range(size))


def write(path: Path, size: int, seed: int = 1) -> None:
    """Write the documents as JSONL, for `kg build` to read."""
    with path.open("w", encoding="utf-8") as file:
        for made in documents(size, seed):
            row = {"id": made.identifier, "text": made.text, "date": made.published, "publisher": made.publisher}
            file.write(json.dumps(row, ensure_ascii=False) + "\n")


def recast(read: Extraction, given: Document, seed: int = 1) -> Extraction:
    """Make what would be read in a document out of what was read in the first one of the same skeleton."""
    number = int(given.identifier)
    old, new = cast(number % SKELETONS, seed), cast(number, seed)
    words = {a: b for part in "abxyz" for a, b in zip(old[part].split(), new[part].split(), strict=True)}
    pattern = re.compile(rf"\b({'|'.join(sorted(words))})\b")
    renamed = _renamed(read, lambda text: pattern.sub(lambda found: words[found[0]], text))
    return replace(renamed, document=given)


def _renamed(value: T, rename: Any) -> T:
    """Rename in every string inside, as deep as dataclasses and tuples go; words of a closed list stay."""
    if isinstance(value, Enum):
        return value
    if isinstance(value, str):
        return rename(value)  # type: ignore[no-any-return]
    if isinstance(value, tuple):
        return tuple(_renamed(item, rename) for item in value)  # type: ignore[return-value]
    if is_dataclass(value) and not isinstance(value, type):
        inside = {f.name: getattr(value, f.name) for f in fields(value) if f.init}
        made = {name: _renamed(item, rename) for name, item in inside.items()}
        return value if all(made[n] is inside[n] for n in made) else replace(value, **made)
    return value
