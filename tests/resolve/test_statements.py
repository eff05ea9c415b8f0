"""Whose statement it is, what a denial denies, and what is one statement or none."""

from __future__ import annotations

import pytest

from kg.model import NARRATOR, UNATTRIBUTED, MentionKind, Modality, Polarity, Resolution, Statement
from kg.ontology import Ontology
from tests.resolve.saying import Story, settle, told

TEXT = "Ann Smith said that Tom Hale said that Norra rejected the offer. Norra denied the claims."


def people() -> tuple[Story, int, int, int, int]:
    story = Story(TEXT)
    return (
        story,
        story.name("Ann Smith"),
        story.name("Tom Hale"),
        story.name("Norra", "Organisation"),
        story.phrase("the offer"),
    )


def statements(resolution: Resolution, relation: str) -> list[Statement]:
    return [s for d in resolution.documents for s in d.statements if s.relation == relation]


def test_the_narrator_tells_what_nobody_says(ontology: Ontology) -> None:
    story, _, _, norra, offer = people()
    story.relate(norra, "rejects", offer, "rejected")
    assert told(settle(ontology, story)) == [("Norra", "rejects", "offer", NARRATOR)]


def test_the_innermost_speaker(ontology: Ontology) -> None:
    story, ann, tom, norra, offer = people()
    outer = story.says(ann, "said", "Tom Hale said that Norra rejected the offer")
    inner = story.says(tom, "said that Norra", "Norra rejected the offer", outer)
    story.relate(norra, "rejects", offer, "rejected", attribution=inner)
    assert told(settle(ontology, story)) == [("Norra", "rejects", "offer", "Tom Hale")]


def test_the_innermost_speaker_who_is_not_the_subject(ontology: Ontology) -> None:
    story, ann, tom, _, offer = people()
    outer = story.says(ann, "said", "Tom Hale said that Norra rejected the offer")
    inner = story.says(tom, "said that Norra", "Norra rejected the offer", outer)
    story.relate(tom, "rejects", offer, "rejected", attribution=inner)
    resolution = settle(ontology, story)
    assert told(resolution) == [("Tom Hale", "rejects", "offer", "Ann Smith")]
    [statement] = statements(resolution, "rejects")
    chain = {a.id: a for a in resolution.documents[0].attributions}
    assert statement.via is not None
    assert chain[statement.via].parent is not None


@pytest.mark.parametrize(
    ("relation", "polarity", "speaker"),
    [
        ("meets", Polarity.POSITIVE, "Ann Smith"),
        ("supports", Polarity.POSITIVE, NARRATOR),
        ("supports", Polarity.NEGATIVE, "Ann Smith"),
    ],
    ids=["a deed told of oneself", "done by saying it", "not done"],
)
def test_what_one_says_of_oneself(ontology: Ontology, relation: str, polarity: Polarity, speaker: str) -> None:
    story, ann, _, norra, _ = people()
    number = story.says(ann, "said", "that Norra rejected the offer")
    story.relate(ann, relation, norra, "rejected", attribution=number, polarity=polarity)
    assert told(settle(ontology, story)) == [("Ann Smith", relation, "Norra", speaker)]


def test_a_report_without_a_source_is_nobodys(ontology: Ontology) -> None:
    story, _, _, norra, offer = people()
    number = story.says(None, "said", "Norra rejected the offer")
    story.relate(norra, "rejects", offer, "rejected", attribution=number)
    assert told(settle(ontology, story)) == [("Norra", "rejects", "offer", UNATTRIBUTED)]


def test_hearsay_is_unattributed(ontology: Ontology) -> None:
    story, _, _, norra, offer = people()
    story.relate(norra, "rejects", offer, "rejected", unattributed=True)
    assert told(settle(ontology, story)) == [("Norra", "rejects", "offer", UNATTRIBUTED)]


def test_an_unresolved_speaker_is_never_the_narrator(ontology: Ontology) -> None:
    story = Story("He said that Norra rejected the offer.")
    he, norra, offer = story.pronoun("He", "male"), story.name("Norra", "Organisation"), story.phrase("the offer")
    number = story.says(he, "said", "Norra rejected the offer")
    story.relate(norra, "rejects", offer, "rejected", attribution=number)
    assert told(settle(ontology, story)) == [("Norra", "rejects", "offer", UNATTRIBUTED)]


def claimed_and_denied(**fields: object) -> Story:
    story, ann, _, norra, offer = people()
    number = story.says(ann, "said", "Norra rejected the offer")
    values = {"attribution": number} | fields
    story.relate(norra, "rejects", offer, "rejected", **values)
    story.relate(norra, "denies", story.phrase("the claims"), "denied")
    return story


def test_a_denial_of_the_claims_is_linked_to_what_was_claimed(ontology: Ontology) -> None:
    resolution = settle(ontology, claimed_and_denied())
    [claim], [denial] = statements(resolution, "rejects"), statements(resolution, "denies")
    assert denial.content == (claim.id,)
    assert (denial.speaker, claim.speaker) != (NARRATOR, NARRATOR)
    assert len(resolution.disputes) == 1


@pytest.mark.parametrize(
    "fields",
    [{"attribution": None}, {"modality": Modality.POSSIBLE}, {"modality": Modality.ASKED}],
    ids=["told by the narrator", "possible", "asked"],
)
def test_a_denial_is_not_linked_to_what_nobody_claims(ontology: Ontology, fields: dict[str, object]) -> None:
    [denial] = statements(settle(ontology, claimed_and_denied(**fields)), "denies")
    assert denial.content == ()


def test_a_denial_of_a_thing_is_linked_to_nothing(ontology: Ontology) -> None:
    story = claimed_and_denied()
    story.mentions[-1] = story.mentions[story.phrase("the offer")]
    story.relations[-1:] = []
    story.relate(2, "denies", 3, "denied")
    [denial] = statements(settle(ontology, story), "denies")
    assert denial.content == ()


def test_a_denial_goes_back_and_never_forward(ontology: Ontology) -> None:
    story = Story("Norra denied the claims. Ann Smith said that Norra rejected the offer.")
    norra, ann, offer = story.name("Norra", "Organisation"), story.name("Ann Smith"), story.phrase("the offer")
    story.relate(norra, "denies", story.phrase("the claims"), "denied")
    story.relate(norra, "rejects", offer, "rejected", attribution=story.says(ann, "said", "Norra rejected the offer"))
    [denial] = statements(settle(ontology, story), "denies")
    assert denial.content == ()


def test_what_is_said_twice_is_one_statement_with_both_places(ontology: Ontology) -> None:
    story = Story("Norra rejected the offer. Yes, Norra turned down the offer.")
    for nth, cue in enumerate(("rejected", "turned down")):
        story.relate(story.name("Norra", "Organisation", nth), "rejects", story.phrase("the offer", nth=nth), cue)
    [statement] = statements(settle(ontology, story), "rejects")
    assert statement.cues == ("rejected", "turned down")
    assert (len(statement.evidence), len(statement.subject_mentions), len(statement.object_mentions)) == (2, 2, 2)


@pytest.mark.parametrize("fields", [{"polarity": Polarity.NEGATIVE}, {"modality": Modality.PLANNED}])
def test_sign_and_certainty_make_statements_differ(ontology: Ontology, fields: dict[str, object]) -> None:
    story, _, _, norra, offer = people()
    story.relate(norra, "rejects", offer, "rejected")
    story.relate(norra, "rejects", offer, "rejected", **fields)
    assert len(statements(settle(ontology, story), "rejects")) == 2


@pytest.mark.parametrize(
    ("subject", "object_", "relation", "reason"),
    [
        (2, 2, "rejects", "both ends are one"),
        (None, None, "rejects", "no end is known"),
        (1, None, "holdsRole", "object is not known"),
    ],
)
def test_what_says_nothing_is_skipped_with_a_reason(
    ontology: Ontology, subject: int | None, object_: int | None, relation: str, reason: str
) -> None:
    story, *_ = people()
    story.relate(subject, relation, object_, "rejected")
    resolution = settle(ontology, story)
    assert not resolution.documents[0].statements
    assert [(s.stage, s.reason) for s in resolution.documents[0].skips] == [("resolve", reason)]


def test_content_of_an_accusation_is_kept(ontology: Ontology) -> None:
    story, ann, _, norra, offer = people()
    deed = story.relate(norra, "rejects", offer, "rejected", attribution=story.says(ann, "said", "Norra rejected"))
    story.relate(ann, "accuses", norra, "said", content=(deed,))
    resolution = settle(ontology, story)
    [accusation], [act] = statements(resolution, "accuses"), statements(resolution, "rejects")
    assert accusation.content == (act.id,)
    assert (accusation.speaker, act.speaker == NARRATOR) == (NARRATOR, False)


def test_every_statement_has_cue_evidence_and_its_own_id(ontology: Ontology) -> None:
    story = claimed_and_denied()
    found = settle(ontology, story).documents[0].statements
    assert len({s.id for s in found}) == len(found) == 2
    assert all(s.cues and s.evidence for s in found)
    assert {m.kind for m in story.mentions} == {MentionKind.NAME, MentionKind.NOMINAL}


def test_one_who_urges_after_saying_is_whoever_says(ontology: Ontology) -> None:
    story = Story("Ann Smith said Norra was calm, and urged the guild to wait.")
    ann, norra, guild = story.name("Ann Smith"), story.name("Norra", "Organisation"), story.phrase("the guild")
    story.says(ann, "said", "Norra was calm")
    story.says(ann, "urged", "the guild to wait")
    story.relate(norra, "demands", guild, "urged")
    assert told(settle(ontology, story)) == [("Ann Smith", "demands", "guild", NARRATOR)]


@pytest.mark.parametrize(("rule", "found"), [("supports/learned/back", 0), ("supports/verb/back", 1)])
def test_what_learned_weights_find_in_anothers_cue_is_no_statement(ontology: Ontology, rule: str, found: int) -> None:
    story = Story("Ann Smith told Norra that Tom Hale backs the offer.")
    story.name("Ann Smith")
    norra, tom, offer = story.name("Norra", "Organisation"), story.name("Tom Hale"), story.phrase("the offer")
    story.says(tom, "backs", "the offer")
    story.relate(norra, "supports", offer, "backs", rule=rule)
    assert len(told(settle(ontology, story))) == found


def test_hearsay_inside_ones_own_accusation_is_ones_own(ontology: Ontology) -> None:
    story = Story("Ann Smith accused Tom Hale of sabotaging it.")
    ann, tom = story.name("Ann Smith"), story.name("Tom Hale")
    inner = story.says(ann, "accused", "Tom Hale of sabotaging it")
    story.relate(ann, "accuses", tom, "sabotaging", attribution=inner, unattributed=True)
    assert told(settle(ontology, story)) == [("Ann Smith", "accuses", "Tom Hale", NARRATOR)]
