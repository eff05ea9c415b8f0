"""Claims group what documents say; disputes pair what stands against each other, and destroy nothing."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

from hypothesis import given
from hypothesis import strategies as st

from kg.model import (
    NARRATOR,
    UNATTRIBUTED,
    Claim,
    Dispute,
    Modality,
    Polarity,
    ResolvedDocument,
    Statement,
)
from kg.resolve.claims import claims, disputes
from tests.factory import make_document, make_resolution, make_statement

AUTHORITY = "organisation-port-authority"
UNION = "organisation-dockers-union"
SOURCE = "person-union-source"


def document(key: str, *statements: Statement) -> ResolvedDocument:
    return ResolvedDocument(make_document(key=key), statements=statements)


def say(id_: str, relation: str, subject: str | None, object_: str | None, **fields: object) -> Statement:
    return make_statement(id_, relation=relation, subject=subject, object=object_, **fields)


def against(documents: list[ResolvedDocument], opposites: dict[str, set[str]] | None = None) -> tuple[Dispute, ...]:
    found = claims(documents, {"agrees"})
    return disputes(found, documents, denial={"denies"}, opposites=opposites or {}, symmetric={"agrees"})


def test_the_same_in_two_documents_is_one_claim_with_two_reports() -> None:
    one = document("a.txt", make_statement("s1"), make_statement("s2", speaker=NARRATOR))
    two = document("b.txt", make_statement("s3", speaker=UNATTRIBUTED))
    [claim] = claims([one, two])
    assert claim.statements == (("a.txt", "s1"), ("a.txt", "s2"), ("b.txt", "s3"))
    assert (claim.reports, claim.documents, claim.speakers) == (3, ("a.txt", "b.txt"), (SOURCE,))


def test_polarity_relation_and_ends_keep_claims_apart() -> None:
    statements = (
        make_statement("s1"),
        make_statement("s2", polarity=Polarity.NEGATIVE),
        make_statement("s3", relation="accepts"),
        make_statement("s4", object=UNION),
        make_statement("s5", subject=UNION),
    )
    assert len(claims([document("a.txt", *statements)])) == 5


def test_only_asserted_statements_make_claims() -> None:
    others = [make_statement(f"s{n}", modality=m) for n, m in enumerate(Modality) if m != Modality.ASSERTED]
    assert claims([document("a.txt", *others)]) == ()


def test_a_reciprocal_relation_is_the_same_in_both_directions() -> None:
    one = document("a.txt", say("s1", "meets", AUTHORITY, UNION))
    two = document("b.txt", say("s2", "meets", UNION, AUTHORITY))
    assert len(claims([one, two], {"meets"})) == 1
    assert len(claims([one, two])) == 2


def test_half_a_statement_is_not_merged_across_documents() -> None:
    half = {key: document(key, say("s1", "accuses", None, AUTHORITY)) for key in ("a.txt", "b.txt")}
    assert len(claims(list(half.values()))) == 2
    assert claims([document("a.txt", say("s1", "negotiates", None, None))]) == ()


def test_opposite_polarity_is_a_dispute_between_the_speakers() -> None:
    one = document("a.txt", make_statement("s1", speaker=SOURCE))
    two = document("b.txt", make_statement("s2", speaker=UNION, polarity=Polarity.NEGATIVE))
    [dispute] = against([two, one])
    found = {claim.id: claim for claim in claims([one, two])}
    assert found[dispute.claim].polarity == Polarity.POSITIVE
    assert [found[counter].polarity for counter in dispute.counter] == [Polarity.NEGATIVE]
    assert dispute.parties == (UNION, SOURCE)


def test_a_denial_disputes_its_content() -> None:
    resolution = make_resolution()
    [dispute] = against(list(resolution.documents))
    relations = {claim.id: claim.relation for claim in claims(resolution.documents)}
    assert (relations[dispute.claim], relations[dispute.counter[0]]) == ("rejects", "denies")
    assert dispute.parties == (AUTHORITY, SOURCE)


def test_a_reported_denial_is_the_deniers_not_the_reporters() -> None:
    denial = say("s2", "denies", AUTHORITY, None, content=("s1",), speaker=UNION)
    [dispute] = against([document("a.txt", make_statement("s1"), denial)])
    assert dispute.parties == (AUTHORITY, SOURCE)


def test_whoever_denies_an_accusation_stands_against_the_accuser() -> None:
    accusation = say("s1", "accuses", UNION, AUTHORITY, speaker=NARRATOR)
    documents = [document("a.txt", accusation, say("s2", "denies", AUTHORITY, None, content=("s1",)))]
    [dispute] = disputes(claims(documents), documents, denial={"denies"}, accusation={"accuses"})
    assert dispute.parties == (UNION, AUTHORITY)


def test_what_is_no_denial_is_no_dispute() -> None:
    claim = make_statement("s1")
    for denial in (
        say("s2", "denies", AUTHORITY, None, content=("s1",), polarity=Polarity.NEGATIVE),
        say("s2", "denies", AUTHORITY, None, content=("s1",), modality=Modality.PLANNED),
        say("s2", "confirms", AUTHORITY, None, content=("s1",)),
        say("s2", "denies", AUTHORITY, None, content=("s2", "none")),
    ):
        assert against([document("a.txt", claim, denial)]) == ()


def test_what_is_only_possible_cannot_be_disputed() -> None:
    claim = make_statement("s1", modality=Modality.POSSIBLE)
    denial = say("s2", "denies", AUTHORITY, None, content=("s1",))
    assert against([document("a.txt", claim, denial)]) == ()


def test_opposite_relations_of_the_same_ends_are_a_dispute() -> None:
    one = document("a.txt", say("s1", "supports", AUTHORITY, UNION, speaker=SOURCE))
    two = document("b.txt", say("s2", "opposes", AUTHORITY, UNION, speaker=NARRATOR))
    for opposites in ({"supports": {"opposes"}}, {"opposes": {"supports"}}):
        [dispute] = against([one, two], opposites)
        assert dispute.parties == (SOURCE,)
    assert against([one, two]) == ()


def test_a_reciprocal_relation_is_contradicted_in_either_direction() -> None:
    one = document("a.txt", say("s1", "agrees", AUTHORITY, UNION))
    for ends in permutations((AUTHORITY, UNION)):
        two = document("b.txt", say("s2", "rejects", *ends))
        assert len(against([one, two], {"agrees": {"rejects"}, "rejects": {"agrees"}})) == 1


def test_ids_are_of_the_content_and_do_not_depend_on_who_says_it_where() -> None:
    [one] = claims([document("a.txt", make_statement("s1"))])
    [other] = claims([document("b.txt", make_statement("s9", speaker=NARRATOR))])
    assert one.id == other.id
    assert replace(one, statements=(), speakers=(), documents=()) == replace(
        other, statements=(), speakers=(), documents=()
    )


STATEMENTS = st.builds(
    say,
    st.sampled_from(["s1", "s2", "s3"]),
    st.sampled_from(["denies", "agrees", "rejects"]),
    st.sampled_from([AUTHORITY, UNION, None]),
    st.sampled_from([AUTHORITY, UNION, None]),
    polarity=st.sampled_from(Polarity),
    modality=st.sampled_from(Modality),
    speaker=st.sampled_from([NARRATOR, UNATTRIBUTED, SOURCE, UNION]),
    content=st.sampled_from([(), ("s1",), ("s2", "s3")]),
)


@given(st.lists(st.lists(STATEMENTS, max_size=3, unique_by=lambda s: s.id), min_size=2, max_size=4))
def test_any_order_gives_the_same_claims_and_disputes(groups: list[list[Statement]]) -> None:
    documents = [document(f"{n}.txt", *group) for n, group in enumerate(groups)]
    shuffled = documents[::-1]
    opposites = {"agrees": {"rejects"}}
    found: tuple[Claim, ...] = claims(documents, {"agrees"})
    assert found == claims(shuffled, {"agrees"})
    quarrels = against(documents, opposites)
    assert quarrels == against(shuffled, opposites)
    ids = {claim.id for claim in found}
    for dispute in quarrels:
        assert {dispute.claim, *dispute.counter} <= ids
        assert dispute.claim not in dispute.counter
    said = sum(len(claim.statements) for claim in found)
    assert said == sum(s.modality == Modality.ASSERTED and bool(s.subject or s.object) for g in groups for s in g)
