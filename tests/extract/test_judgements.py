"""What a speaker's own words do: judge, demand, promise; and how far what is judged is told as done."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from kg.model import Extraction

pytestmark = pytest.mark.model

CASES = [
    ("a modal demands", "“Lenk should resign,” the senator said.", {"senator demands Lenk"}),
    ("a modal of nobody in particular demands nothing", "“People should resign,” the senator said.", set()),
    ("a modal of the past judges no future", "“Lenk should have resigned,” the senator said.", set()),
    ("a modal under whether demands nothing", "The senator wondered whether Lenk should resign.", set()),
    (
        "the speaker's own will promises",
        "“We will close the port,” the senator said.",
        {"senator promises close the port"},
    ),
    ("another's will promises nothing", "“Lenk will close the port,” the senator said.", set()),
    ("what one will see is no promise", "“We will see,” the senator said.", set()),
    ("a question promises nothing", "“When will we close the port?” the senator said.", set()),
    ("a foretold disaster is a judgement", "The senator said Lenk would be a disaster.", {"senator criticises Lenk"}),
    ("asked to leave, nobody has left", "The senator urged Lenk to resign.", {"senator demands Lenk"}),
    (
        "a hyphen joins who does it",
        "The union-backed candidate Ann Smith spoke on Monday.",
        {"union supports Ann Smith"},
    ),
    ("may yet is no refusal", "The senator may yet have to back Ann Smith.", {"senator supports Ann Smith (Possible)"}),
    ("has yet to is one", "The senator has yet to back Ann Smith.", {"senator not supports Ann Smith"}),
    ("prospective supporters support nobody", "Prospective supporters of Ann Smith slept.", set()),
    (
        "what stands behind a name colours it less",
        "The senator called the mayor a liar at the rally.",
        {"senator criticises mayor"},
    ),
    ("a name before an adjective is what is called so", "Hall called Lenk “weak” on Sunday.", {"Hall criticises Lenk"}),
    ("who shows a skill does not protest", "The senator has demonstrated her skill.", set()),
    ("asked by nobody named, he is asked", "The mayor was asked about the fire.", {"- questions mayor"}),
    (
        "called absurd for something, he is not called for",
        "Hall called Lenk absurd for the delay.",
        {"Hall criticises Lenk"},
    ),
]


def told(extraction: Extraction) -> set[str]:
    def end(index: int | None) -> str:
        if index is None:
            return "-"
        span = extraction.mentions[index].span
        return extraction.document.text[span.start : span.end].removeprefix("The ").removeprefix("the ")

    return {
        f"{end(r.subject)} {'not ' * (r.polarity == 'Negative')}{r.relation} {end(r.object)}"
        + (f" ({r.modality})" if r.modality != "Asserted" else "")
        for r in extraction.relations
        if r.relation not in ("holdsRole", "affiliatedWith")
    }


@pytest.mark.parametrize(("text", "expected"), [pytest.param(*case[1:], id=case[0]) for case in CASES])
def test_a_judgement_is_read_as_its_speaker_makes_it(
    extract: Callable[[str], Extraction], text: str, expected: set[str]
) -> None:
    assert told(extract(text)) == expected
