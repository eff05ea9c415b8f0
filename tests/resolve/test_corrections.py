"""Corrections: the file with its checks, and what each kind does to chains, entities and statements."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations
from pathlib import Path

import pytest

from kg.errors import CorrectionError
from kg.model import NARRATOR, Correction, Link, Resolution
from kg.ontology import Ontology
from kg.read.corrections import append_correction, identified, load_corrections
from kg.resolve import resolve
from tests.resolve.saying import Story, names, told


def correct(kind: str, subject: str = "", object: str = "", **fields: str) -> Correction:
    given = {"who": "Ann Example", "why": "the article says so", "place": "corrections.csv:2"} | fields
    return identified(Correction("", kind, subject=subject, object=object, **given))  # type: ignore[arg-type]


def settle(ontology: Ontology, stories: list[Story], *corrections: Correction) -> Resolution:
    return resolve([story.extraction() for story in stories], ontology, corrections)


def ids(resolution: Resolution, name: str) -> list[str]:
    return [entity.id for entity in resolution.entities if entity.name == name]


def unmatched(resolution: Resolution) -> list[str]:
    return [correction.unmatched for correction in resolution.corrections if correction.unmatched]


def council() -> Story:
    """A source claims that the mayor accuses the council; the council denies it; Noor Haddad is the mayor."""
    story = Story(
        "Noor Haddad met the Harbour Board. She praised the HB. A mayor accused the council of fraud, a clerk said. "
        "The council denied the claim."
    )
    haddad = story.name("Noor Haddad", gender="female")
    board = story.name("Harbour Board", "Organisation")
    mayor = story.phrase("A mayor", "Person")
    accused = story.name("council", "Organisation")
    clerk = story.phrase("a clerk", "Person", anonymous=True)
    said = story.says(clerk, "said", "A mayor accused the council of fraud")
    claim = story.phrase("the claim")
    denier = story.name("council", "Organisation", nth=1)
    she = story.pronoun("She", "female")
    short = story.name("HB", "Organisation")
    story.relate(haddad, "meets", board, "met")
    first = story.relate(mayor, "accuses", accused, "accused", attribution=said)
    story.relate(denier, "denies", claim, "denied", content=(first,))
    story.relate(she, "praises", short, "praised")
    return story


# ---- wrong


ACCUSES = ("mayor", "accuses", "council", "clerk")


@pytest.mark.parametrize(
    "row",
    [
        {"document": "a.txt", "subject": "the Mayor", "object": "council", "relation": "accuses"},
        {"document": "news/a.txt", "subject": "*", "object": "*", "relation": "accuses", "polarity": "Positive"},
        {
            "document": "*",
            "subject": "mayor",
            "object": "council (Organisation)",
            "relation": "accuses",
            "speaker": "clerk",
        },
        {"statement": "ID"},
    ],
)
def test_a_wrong_statement_leaves_no_trace(row: dict[str, str], ontology: Ontology) -> None:
    before = settle(ontology, [council()])
    assert ACCUSES in told(before)
    [wrong] = [s for d in before.documents for s in d.statements if s.relation == "accuses"]
    after = settle(ontology, [council()], correct("wrong", **{k: v.replace("ID", wrong.id) for k, v in row.items()}))
    assert not unmatched(after)
    assert told(after) == [line for line in told(before) if line != ACCUSES]
    assert before.disputes and not after.disputes
    assert (
        wrong.id not in repr((after.documents, after.claims, after.disputes, after.corrections)) or "statement" in row
    )
    assert "mayor" not in names(after)  # it was only the accuser
    assert "clerk" in names(after)  # who still says something
    gone = {e.id for e in before.entities} - {e.id for e in after.entities}
    assert not [d for d in after.documents[0].denotations if d.entity in gone]


@pytest.mark.parametrize(
    "change",
    [{"polarity": "Negative"}, {"speaker": NARRATOR}, {"object": ""}, {"document": "b.txt"}, {"modality": "Planned"}],
)
def test_what_is_otherwise_stays(change: dict[str, str], ontology: Ontology) -> None:
    row = {"document": "a.txt", "subject": "mayor", "object": "council", "relation": "accuses"} | change
    after = settle(ontology, [council()], correct("wrong", **row))
    assert ACCUSES in told(after)
    assert unmatched(after) == ["no statement is like that"]


def test_a_wrong_office_is_no_other_name(ontology: Ontology) -> None:
    story = Story("Noor Haddad, a fraudster, met the council.")
    haddad, role = story.name("Noor Haddad"), story.phrase("a fraudster", "Role")
    story.relate(haddad, "holdsRole", role, "fraudster")
    story.relate(haddad, "meets", story.name("council", "Organisation"), "met")
    story.links.append(Link(haddad, role, "role"))
    assert "fraudster" in names(settle(ontology, [story]))["Noor Haddad"]
    after = settle(
        ontology,
        [story],
        correct("wrong", "Noor Haddad", "fraudster", relation="holdsRole", document="a.txt"),
    )
    assert "fraudster" not in repr((after.entities, after.claims))
    assert told(after) == [("Noor Haddad", "meets", "council", NARRATOR)]


# ---- missing


def test_a_missing_statement_is_added_with_ends_evidence_and_speaker(ontology: Ontology) -> None:
    row = correct(
        "missing",
        "Noor Haddad",
        "fraud (Topic)",
        document="a.txt",
        relation="criticises",
        polarity="Positive",
        modality="Asserted",
        speaker="clerk",
        evidence="accused the\n council of fraud",
        cue="accused",
    )
    after = settle(ontology, [council()], row)
    assert ("Noor Haddad", "criticises", "fraud", "clerk") in told(after)
    [made] = [s for d in after.documents for s in d.statements if s.correction]
    text = after.documents[0].document.text
    assert (made.correction, made.cues, made.confidence) == (row.id, ("accused",), 1.0)
    assert [text[s.start : s.end] for s in made.evidence] == ["accused the council of fraud"]
    assert [text[s.start : s.end] for s in made.object_mentions] == ["fraud"]
    assert made.via == after.documents[0].attributions[0].id
    assert after.corrections[0].targets == (made.id,)
    assert any(made.id == id_ for claim in after.claims for _, id_ in claim.statements)


def test_offsets_are_evidence_and_an_unknown_name_is_not_guessed(ontology: Ontology) -> None:
    fields = {"document": "a.txt", "relation": "praises", "polarity": "Positive", "modality": "Asserted"}
    fields |= {"speaker": NARRATOR, "evidence": "0-34"}
    assert ("council", "praises", "Harbour Board", NARRATOR) in told(
        settle(ontology, [council()], correct("missing", "council", "Harbour Board", **fields))
    )
    for change, reason in {
        ("subject", "Jo Bloggs"): "nothing is called 'Jo Bloggs'",
        ("evidence", "no such words"): "the evidence is not in a.txt",
        ("evidence", "0-99999"): "the evidence is not in a.txt",
        ("cue", "hailed"): "the cue 'hailed' is not in the evidence",
        ("document", "b.txt"): "there is no document 'b.txt'",
    }.items():
        row = {"subject": "council", "object": "Harbour Board"} | fields | dict([change])
        [said] = unmatched(settle(ontology, [council()], correct("missing", **row)))
        assert said.startswith(reason)


def test_lines_apply_from_the_first_to_the_last(ontology: Ontology) -> None:
    fields = {"document": "a.txt", "relation": "praises"}
    added = {"polarity": "Positive", "modality": "Asserted", "speaker": NARRATOR, "evidence": "0-34"}
    missing = correct("missing", "council", "Harbour Board", **fields, **added)
    wrong = correct("wrong", "council", "*", **fields)
    said = ("council", "praises", "Harbour Board", NARRATOR)
    assert said in told(settle(ontology, [council()], wrong, missing))
    assert said not in told(settle(ontology, [council()], missing, wrong))


# ---- same and different


def test_same_in_a_document_joins_and_different_parts(ontology: Ontology) -> None:
    plain = settle(ontology, [council()])
    assert ("Noor Haddad", "praises", "Harbour Board", NARRATOR) in told(plain)
    joined = settle(ontology, [council()], correct("same", "the mayor", "Noor Haddad", document="a.txt"))
    assert ("Noor Haddad", "accuses", "council", "clerk") in told(joined)
    [haddad] = [e for e in joined.entities if e.name == "Noor Haddad"]
    assert "the mayor: the same as Noor Haddad, says Ann Example: the article says so" in haddad.merges
    assert joined.corrections[0].targets == (haddad.id,)
    parted = settle(ontology, [council()], correct("different", "HB", "Harbour Board"))
    assert {("Noor Haddad", "meets", "Harbour Board", NARRATOR), ("Noor Haddad", "praises", "HB", NARRATOR)} <= set(
        told(parted)
    )
    assert "HB" not in names(parted)["Harbour Board"]
    assert len(parted.corrections[0].targets) == 2


def meeting(key: str, who: str, whom: str) -> Story:
    story = Story(f"{who} met {whom}.", key)
    story.relate(story.name(who), "meets", story.name(whom, "Organisation"), "met")
    return story


def test_same_across_documents_and_its_reason(ontology: Ontology) -> None:
    stories = [meeting("a.txt", "Noor Haddad", "Harbour Board"), meeting("b.txt", "Nour Hadad", "Harbour Board")]
    assert len(settle(ontology, stories).claims) == 2
    after = settle(ontology, stories, correct("same", "Nour Hadad (Person)", "person-noor-haddad"))
    [entity] = [e for e in after.entities if e.type == "Person"]
    assert (entity.id, entity.name, entity.aliases) == ("person-noor-haddad", "Noor Haddad", ("Nour Hadad",))
    assert entity.merges and len(after.claims) == 1


def test_different_across_documents(ontology: Ontology) -> None:
    stories = [meeting("a.txt", "Noor Haddad", "Harbour Board"), meeting("b.txt", "Haddad", "Harbour Board")]
    assert "Haddad" in names(settle(ontology, stories))["Noor Haddad"]
    after = settle(ontology, stories, correct("different", "Haddad", "Noor Haddad"))
    assert ids(after, "Haddad") == ["person-haddad"] and not unmatched(after)
    twins = [meeting("a.txt", "Noor Haddad", "Harbour Board"), meeting("b.txt", "Noor Haddad", "Harbour Board")]
    after = settle(ontology, twins, correct("different", "Noor Haddad", "Noor Haddad", document="b.txt"))
    assert len(ids(after, "Noor Haddad")) == 2


def test_a_name_of_two_types_is_asked_back(ontology: Ontology) -> None:
    one, other = meeting("a.txt", "Lowen", "Harbour Board"), meeting("b.txt", "Ada Park", "Lowen")
    after = settle(ontology, [one, other], correct("same", "Lowen", "Ada Park"))
    assert unmatched(after) == ["several things are called 'Lowen'; write 'Lowen (Organisation)' or (Person)"]
    after = settle(ontology, [one, other], correct("same", "Lowen (Person)", "Ada Park"))
    assert ids(after, "Lowen") == ["organisation-lowen"] and not unmatched(after)


def test_the_order_of_documents_does_not_matter(ontology: Ontology) -> None:
    rows = [
        correct("same", "the mayor", "Noor Haddad", document="a.txt"),
        correct("different", "HB", "Harbour Board"),
        correct("wrong", "council", "*", document="*", relation="denies"),
    ]
    stories = [council(), meeting("b.txt", "Haddad", "HB"), meeting("c.txt", "Noor Haddad", "Harbour Board")]
    found = {repr(settle(ontology, list(order), *rows)) for order in permutations(stories)}
    assert len(found) == 1


# ---- the file


def write(path: Path, text: str) -> Path:
    path.write_text(text, encoding="utf-8")
    return path


def test_a_file_is_read_with_comments_any_columns_and_separators(tmp_path: Path, ontology: Ontology) -> None:
    text = '\ufeff# ours\r\nkind;subject;object;who;why;when\r\n\r\nsame;"BMA; the";Union;Ann;"two\nlines";2024-05\r\n'
    [row] = load_corrections([write(tmp_path / "c.csv", text)], ontology)
    assert (row.kind, row.subject, row.why, row.when, row.place) == (
        "same",
        "BMA; the",
        "two\nlines",
        "2024-05",
        "c.csv:4",
    )


def test_every_fault_is_told_with_its_line(tmp_path: Path, ontology: Ontology) -> None:
    rows = [
        "kind,document,subject,relation,object,polarity,speaker,evidence,who,why,when,colour",
        "sane,,A,,B,,,,me,why,,",
        "same,,A,,,,,,me,,,",
        "wrong,,A,accuses,B,,,,me,why,,",
        "wrong,a.txt,A,accusses,B,maybe,,words,me,why,yesterday,",
        "different,,A,,a,,,,me,why,,",
        "missing,a.txt,,accuses,,,,words,me,why,,",
        "same,,X,,Y,,,,me,why,,",
        "same,,Y,,Z,,,,me,why,,",
        "different,,z,,x,,,,me,why,,",
        "same,,X,,Y,,,,me,why,,,,,",
    ]
    with pytest.raises(CorrectionError) as caught:
        load_corrections([write(tmp_path / "c.csv", "\n".join(rows))], ontology)
    told: dict[str, list[str]] = {fault.partition(": ")[0]: [] for fault in caught.value.faults}
    for fault in caught.value.faults:
        told[fault.partition(": ")[0]].append(fault.partition(": ")[2])
    expected = {
        "c.csv:1": ["no column 'colour'"],
        "c.csv:2": ["did you mean 'same'"],
        "c.csv:3": ["'same' needs 'object'", "'same' needs 'why'"],
        "c.csv:4": ["'wrong' needs 'statement', or 'document'"],
        "c.csv:5": [
            "no use for 'evidence'",
            "did you mean 'accuses'",
            "the polarity 'maybe'",
            "'yesterday' is not a date",
        ],
        "c.csv:6": ["two of one name need 'document'"],
        "c.csv:7": ["'missing' needs 'subject' or 'object'"],
        "c.csv:10": ["are the same by other rows"],
        "c.csv:11": ["more fields than columns"],
    }
    assert told.keys() == expected.keys()
    for place, parts in expected.items():
        assert len(told[place]) == len(parts), told[place]
        for said, part in zip(told[place], parts, strict=True):
            assert part in said


@pytest.mark.parametrize("content", [b"\xff\xfe", b'kind,who\n"same'])
def test_what_is_no_table_is_refused(content: bytes, tmp_path: Path, ontology: Ontology) -> None:
    (tmp_path / "c.csv").write_bytes(content)
    for path in (tmp_path / "c.csv", tmp_path / "none.csv"):
        with pytest.raises(CorrectionError):
            load_corrections([path], ontology)


def test_a_row_that_is_added_reads_back_and_leaves_the_rest(tmp_path: Path, ontology: Ontology) -> None:
    path = write(tmp_path / "c.csv", "# ours\nkind,subject,object,who,why\nsame,A,B,me,because")
    odd = correct("same", 'The "X", Ltd', "=1+1\nY")
    assert append_correction(path, odd, ontology) == 4
    first, second = load_corrections([path, tmp_path / "." / "c.csv"], ontology)
    assert (first.subject, second.subject, second.object, second.id) == ("A", 'The "X", Ltd', "=1+1\nY", odd.id)
    assert path.read_text(encoding="utf-8").startswith("# ours\nkind,subject,object,who,why\nsame,A,B,me,because\n")
    with pytest.raises(CorrectionError, match="needs the columns document"):
        append_correction(path, correct("same", "A", "C", document="a.txt"), ontology)
    new = tmp_path / "new.csv"
    assert append_correction(new, odd, ontology) == 2
    with pytest.raises(CorrectionError, match=r"new\.csv:4"):
        append_correction(new, replace(odd, why=""), ontology)
    assert len(load_corrections([new], ontology)) == 1
