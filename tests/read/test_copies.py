from __future__ import annotations

import random
from dataclasses import replace
from itertools import permutations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.model import NARRATOR, Document, Extraction, ResolvedDocument
from kg.ontology import Ontology
from kg.read.copies import ALIKE, SIZE, _likeness, copies, signature, with_copies
from kg.resolve import resolve
from kg.resolve.claims import claims
from tests.factory import make_statement

CHANCE = random.Random(7)
WORDS = [f"word{n}" for n in range(3000)]


def article(chance: random.Random = CHANCE, length: int = 400) -> str:
    return " ".join(chance.choices(WORDS, k=length))


def documents(*texts: str, **fields: str) -> list[Document]:
    return [Document(f"{n}.txt", str(n), text, **fields) for n, text in enumerate(texts)]  # type: ignore[arg-type]


def leads(*texts: str) -> list[str | None]:
    return [document.copy_of for document in with_copies(documents(*texts))]


def test_agency_copy_is_found_however_it_was_edited() -> None:
    copy = article()
    words = copy.split()
    cut, headed = " ".join(words[:250]), f"{article(length=60)}. {copy}"
    shouted = copy.upper().replace(" ", ", ")
    changed = " ".join("other" if n % 25 == 0 else word for n, word in enumerate(words))
    assert leads(copy, cut, headed, shouted, changed, article()) == [None, *["0.txt"] * 4, None]


def test_two_reports_of_one_event_that_share_a_quotation_are_two() -> None:
    quotation = article(length=60)
    assert leads(f"{article(length=150)} {quotation}", f"{quotation} {article(length=150)}") == [None, None]


def test_short_notices_are_not_judged() -> None:
    assert leads("The union rejected the offer.", "The union rejected the offer.") == [None, None]


def test_the_one_that_was_issued_first_leads_and_of_equals_the_first_by_key() -> None:
    copy = article()
    late, early, undated = (
        replace(d, published=p) for d, p in zip(documents(*[copy] * 3), ("2024-02-06", "2024-02-05", None), strict=True)
    )
    assert [d.copy_of for d in with_copies([late, early, undated])] == ["1.txt", None, "1.txt"]
    assert leads(copy, copy) == [None, "0.txt"]


def test_the_order_of_arrival_does_not_matter() -> None:
    first = article()
    words = first.split()
    chain = [" ".join(words[n * 60 : n * 60 + 200]) for n in range(3)]  # the ends are less alike than the neighbours
    found = [*documents(*chain, article(), article())]
    expected = {d.key: d.copy_of for d in with_copies(found)}
    assert {key: lead for key, lead in expected.items() if lead} == {"1.txt": "0.txt", "2.txt": "0.txt"}
    for order in permutations(found):
        assert {d.key: d.copy_of for d in with_copies(order)} == expected


def test_a_signature_is_the_same_on_every_machine() -> None:
    text = " ".join(f"the union said no {n}" for n in range(40))
    assert len(signature(text)) == 4 * SIZE
    assert signature(text)[:16].hex() == "14438b04bfedad026aeef4001fd14b00"


@settings(deadline=None, max_examples=40)
@given(st.floats(0.0, 1.0), st.integers(0, 10**6))
def test_the_estimate_is_near_the_share_of_common_runs(share: float, seed: int) -> None:
    chance = random.Random(seed)
    one = article(chance, 600).split()
    other = one[: int(600 * share)] + article(chance, 600 - int(600 * share)).split()

    def runs(words: list[str]) -> set[tuple[str, ...]]:
        return {tuple(words[n : n + 5]) for n in range(len(words) - 4)}

    true = len(runs(one) & runs(other)) / len(runs(one) | runs(other))
    assert abs(_likeness(signature(" ".join(one)), signature(" ".join(other))) - true) < 0.25


def test_many_documents_are_compared_in_bands_not_each_with_each() -> None:
    chance = random.Random(3)
    found = {str(n): (None, signature(article(chance, 120))) for n in range(3000)}
    found |= {f"copy of {n}": found[str(n)] for n in range(0, 3000, 10)}
    assert copies(found) == {f"copy of {n}": str(n) for n in range(0, 3000, 10)}


def resolved(document: Document, *speakers: str) -> ResolvedDocument:
    made = (make_statement(f"{document.key}{speaker}", speaker=speaker, via=None) for speaker in speakers)
    return ResolvedDocument(document, statements=tuple(made))


@pytest.mark.parametrize(
    ("copy_of", "reports"), [(None, [2, 2, 1]), ("0.txt", [2, 2, 1])], ids=["independent", "near-duplicates"]
)
def test_near_duplicates_count_once_as_a_report(copy_of: str | None, reports: list[int]) -> None:
    lead, copy, other = documents(*"abc")
    copy = replace(copy, copy_of=copy_of)
    parts = [resolved(lead, NARRATOR, "person-a"), resolved(copy, NARRATOR, "person-b"), resolved(other, NARRATOR)]
    [claim] = claims(parts)
    assert claim.reports == (sum(reports) if copy_of is None else sum(reports) - reports[1])
    assert claim.documents == ("0.txt", "1.txt", "2.txt")
    assert len(claim.statements) == 5


def test_a_copy_whose_lead_says_nothing_of_it_counts_itself() -> None:
    lead, copy = documents("a", "b")
    [claim] = claims([resolved(lead), resolved(replace(copy, copy_of="0.txt"), NARRATOR)])
    assert claim.reports == 1


def test_a_resolved_collection_tells_whose_copy_each_document_is(ontology: Ontology) -> None:
    copy = article()
    found = resolve([Extraction(document) for document in documents(copy, article(), copy)], ontology)
    assert [part.document.copy_of for part in found.documents] == [None, None, "0.txt"]


def test_the_threshold_lies_between_a_text_cut_in_half_and_a_shared_quotation() -> None:
    assert 0.3 < ALIKE < 0.5
