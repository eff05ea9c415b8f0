"""What changed between two graphs, in lines that a person can read."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.export.changes import as_json, lines
from kg.graph.store import Graph
from kg.graph.write import triples
from kg.knowledge_graph import KnowledgeGraph
from kg.model import Denotation, Entity, Modality, Polarity, Resolution, ResolvedDocument, Statement
from kg.ontology import Ontology
from tests.factory import RUN, TEXT, make_document, make_graph, make_resolution, make_statement, span_of

run = CliRunner()


def told(before: Resolution, after: Resolution, ontology: Ontology) -> list[str]:
    return lines(make_graph(ontology, before).diff(make_graph(ontology, after)), ontology)


def with_document(resolution: Resolution, **fields: object) -> Resolution:
    """The factory's resolution with other parts of its document, and without claims and disputes."""
    [resolved] = resolution.documents
    return Resolution(resolution.entities, (replace(resolved, **fields),))  # type: ignore[arg-type]


def renamed(old: str, new: Entity | None, resolution: Resolution) -> Resolution:
    """Let everything that is `old` be `new` (or be gone with its mentions)."""
    id_ = new.id if new else ""

    def turn(one: Statement) -> Statement:
        ends = {name: id_ for name in ("subject", "object", "speaker") if getattr(one, name) == old}
        return replace(one, **ends)  # type: ignore[arg-type]

    [resolved] = resolution.documents
    denotations = tuple(Denotation(d.span, id_ if d.entity == old else d.entity) for d in resolved.denotations)
    others = tuple(entity for entity in resolution.entities if entity.id not in (old, id_))
    return Resolution(
        (*others, *([new] if new else ())),
        (
            replace(
                resolved,
                denotations=tuple(d for d in denotations if d.entity),
                attributions=tuple(
                    replace(a, speaker=id_ if a.speaker == old else a.speaker) for a in resolved.attributions
                ),
                statements=tuple(map(turn, resolved.statements)),
            ),
        ),
    )


def test_a_graph_does_not_differ_from_itself_under_another_base(ontology: Ontology) -> None:
    other = triples(make_resolution(), replace(RUN, base="https://other.example/news/"), ontology)
    moved = KnowledgeGraph(Graph.from_triples(other), ontology)
    found = make_graph(ontology).diff(moved)
    assert not found
    assert lines(found, ontology) == []
    assert json.loads(as_json(found)) == {"documents": [], "entities": [], "statements": {"gone": [], "new": []}}


def test_statements_gone_and_new_are_told_in_words(ontology: Ontology) -> None:
    before = with_document(make_resolution())
    claim, denial, possible = before.documents[0].statements
    after = with_document(
        before,
        statements=(
            replace(claim, polarity=Polarity.NEGATIVE, confidence=0.1),
            replace(denial, id="other", speaker="Unattributed", content=()),
            replace(possible, id="another", confidence=0.2, modality=Modality.PLANNED),
        ),
    )
    assert told(before, after, ontology) == [
        "- port: claimed by union source: port authority rejects pay offer",
        "+ port: claimed by union source: port authority rejects pay offer  [not]",
        "- port: port authority denies claim",
        "+ port: said by nobody named: port authority denies claim",
        "- port: port authority meets dockers' union  [possible]",
        "+ port: port authority meets dockers' union  [planned]",
    ]


def test_what_has_another_id_evidence_or_confidence_is_the_same_statement(ontology: Ontology) -> None:
    before = with_document(make_resolution(), statements=(make_statement(),))
    other = make_statement("other", confidence=0.1, evidence=(span_of(TEXT, "rejected the pay offer"),), cues=("x",))
    assert told(before, with_document(before, statements=(other,)), ontology) == []


def test_of_two_statements_alike_one_may_be_gone(ontology: Ontology) -> None:
    sources = tuple(Entity(f"person-source-{n}", "Person", "source", anonymous=True) for n in "ab")
    twins = tuple(make_statement(e.id, speaker=e.id, via=None) for e in sources)
    resolution = replace(make_resolution(), entities=(*make_resolution().entities, *sources))
    before, after = (with_document(resolution, statements=statements) for statements in (twins, twins[:1]))
    assert told(before, after, ontology) == ["- port: claimed by source: port authority rejects pay offer"]


def test_a_renamed_entity_changes_no_statement(ontology: Ontology) -> None:
    before = with_document(make_resolution())
    port = Entity("organisation-port-of-x", "Organisation", "Port Authority of X", aliases=("port authority",))
    assert told(before, renamed("organisation-port-authority", port, before), ontology) == [
        "~ Organisation Port Authority of X: name -“authority” +“port authority”",
        "~ Organisation port authority is now Organisation Port Authority of X",
    ]


def test_merged_and_split_entities_are_told(ontology: Ontology) -> None:
    before = with_document(make_resolution())
    port = next(entity for entity in before.entities if entity.id == "organisation-port-authority")
    wider = replace(port, aliases=("authority", "dockers' union"), merges=("because",))
    after = renamed("organisation-dockers-union", wider, before)
    assert told(before, after, ontology) == [
        "~ Organisation dockers' union is now part of Organisation port authority",
        "~ Organisation port authority: name +“dockers' union”",
        "~ Organisation port authority: reason +“because”",
    ]
    assert told(after, before, ontology)[:1] == [
        "~ Organisation dockers' union was part of Organisation port authority",
    ]


def test_entities_gone_and_new_and_of_another_type(ontology: Ontology) -> None:
    before = with_document(make_resolution(), statements=())
    gone = renamed("topic-claim", None, before)
    assert told(before, gone, ontology) == ["- Topic claim"]
    assert told(gone, before, ontology) == ["+ Topic claim"]
    group = Entity("group-union-source", "Group", "union source")
    assert told(before, renamed("person-union-source", group, before), ontology) == [
        "~ Group union source is now named",
        "~ Person union source is now Group union source",
    ]


def test_documents_gone_new_moved_and_changed(ontology: Ontology) -> None:
    before = make_resolution()
    second = ResolvedDocument(make_document("Another text.", "b.txt", title="Second"))
    more = replace(before, documents=(*before.documents, second))
    assert told(before, more, ontology) == ["+ document b (Second)"]
    assert told(more, before, ontology) == ["- document b (Second)"]
    moved = replace(second, document=replace(second.document, key="c/b.txt", source="c/b.txt"))
    changed = replace(second, document=replace(second.document, text="Another text!", title="2"))
    assert told(more, replace(more, documents=(*before.documents, moved)), ontology) == ["~ document b: source"]
    assert told(more, replace(more, documents=(*before.documents, changed)), ontology) == ["~ document b: title, text"]


def test_an_empty_graph_differs_in_everything(ontology: Ontology) -> None:
    found = make_graph(ontology, Resolution()).diff(make_graph(ontology))
    assert (len(found.documents), len(found.entities), len(found.new), len(found.gone)) == (1, 5, 3, 0)
    assert [line[0] for line in lines(found, ontology)] == ["+"] * 9


# ---- the command


@pytest.fixture
def files(ontology: Ontology, tmp_path: Path) -> tuple[str, str]:
    before = with_document(make_resolution())
    after = with_document(before, statements=before.documents[0].statements[:2])
    paths = (tmp_path / "a.ttl", tmp_path / "b.trig")
    return tuple(  # type: ignore[return-value]
        str(make_graph(ontology, resolution).export(path))
        for resolution, path in zip((before, after), paths, strict=True)
    )


def test_the_exit_code_says_whether_there_are_differences(files: tuple[str, str]) -> None:
    done = run.invoke(app, ["diff", *files])
    assert (done.exit_code, done.stdout) == (1, "- port: port authority meets dockers' union  [possible]\n")
    same = run.invoke(app, ["diff", files[0], files[0]])
    assert (same.exit_code, same.stdout, same.stderr) == (0, "", "no difference\n")
    assert run.invoke(app, ["diff", files[0], "nowhere.ttl"]).exit_code == 2
    assert run.invoke(app, ["diff", *files, "--format", "xml"]).exit_code == 2
    assert "1 differences" in run.invoke(app, ["diff", "--help"]).stdout


def test_json_has_the_words_as_well(files: tuple[str, str]) -> None:
    done = run.invoke(app, ["diff", *files, "--format", "json"])
    assert done.exit_code == 1
    [gone] = json.loads(done.stdout)["statements"]["gone"]
    assert gone == {
        "document": "port",
        "speaker": "Narrator",
        "subject": "port authority",
        "relation": "meets",
        "object": "dockers' union",
        "polarity": "Positive",
        "modality": "Possible",
        "evidence": ["It may meet the dockers' union"],
        "iri": f"{RUN.base}statement/s3",
    }
