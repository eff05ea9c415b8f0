"""What a name is called in its whole phrase, read with the model, and names that the tagger parts or joins."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.extract.calling import CALLED
from kg.model import Extraction, MentionKind

Extract = Callable[[str], Extraction]


def called(extraction: Extraction) -> set[tuple[str, str]]:
    """Give the pairs of a name or description and the phrase around it."""
    mentions = extraction.mentions
    return {(mentions[li.first].name, mentions[li.second].name) for li in extraction.links if li.reason == CALLED}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "name", "phrase"),
    [
        ("Members met the oil giant Lumetra on Friday.", "Lumetra", "the oil giant Lumetra"),
        ("Former Harbour Times reporter Emma Crane left.", "Emma Crane", "Former Harbour Times reporter Emma Crane"),
        ("They praised Sen. Emma Crane (R-Ohio) on Friday.", "Emma Crane", "Sen. Emma Crane (R-Ohio)"),
        ("Workers who lost their jobs criticised the plan.", "Workers", "Workers who lost their jobs"),
    ],
)
def test_the_phrase_around_a_name_is_what_it_is_called(extract: Extract, text: str, name: str, phrase: str) -> None:
    assert (name, phrase.removeprefix("the ")) in {(n, p.removeprefix("the ")) for n, p in called(extract(text))}


@pytest.mark.model
@pytest.mark.parametrize(
    "text",
    [
        "On Tuesday Emma Crane criticised the plan.",
        "The younger Crane criticised the plan of Emma Crane.",
        "His friend Emma Crane criticised the plan.",
        "Secretary of State Emma Crane criticised the plan.",
    ],
)
def test_days_kin_and_bare_adjectives_call_nobody(extract: Extract, text: str) -> None:
    phrases = {phrase for name, phrase in called(extract(text)) if name == "Emma Crane"}
    assert not {p for p in phrases if p.split()[0] in ("Tuesday", "younger", "friend", "State")}


@pytest.mark.model
def test_a_phrase_is_no_mention_of_its_own(extract: Extract) -> None:
    extraction = extract("Members met the oil giant Lumetra on Friday.")
    [phrase] = [li.second for li in extraction.links if li.reason == CALLED]
    assert extraction.mentions[phrase].kind is MentionKind.NOMINAL
    assert phrase not in {i for r in extraction.relations for i in (r.subject, r.object)}


@pytest.mark.model
@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Emma Crane praised Otto B. Lang on Friday.", {"Emma Crane", "Otto B. Lang"}),
        ("The House Committee on Trade and Fisheries met Emma Crane.", {"House Committee on Trade and Fisheries"}),
    ],
)
def test_names_are_whole(extract: Extract, text: str, names: set[str]) -> None:
    found = {m.name for m in extract(text).mentions if m.kind is MentionKind.NAME}
    assert names <= found
