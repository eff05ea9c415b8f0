"""The ontology folder agrees with itself, and a broken one tells all its faults at once with their places."""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
import yaml

from kg.errors import OntologyError
from kg.ontology import Ontology, Trigger, default_folder, load_ontology

FOLDER = default_folder()
TRIGGERS = [trigger for found in load_ontology().triggers.values() for trigger in found]
SYNTAX_ROLES = frozenset(
    """agent patient doer undergoer clause infinitive self speaker recipient possessor compound attribute
    clause-subject""".split()
)
PREPOSITIONS = frozenset(
    """about above across after against along alongside amid among around as at before behind beside between beyond by
    concerning despite down during for from in inside into like near of off on onto out outside over past regarding
    since than through throughout till to toward towards under until up upon versus via with within without""".split()
)


def test_every_relation_has_a_file_and_every_file_a_relation(ontology: Ontology) -> None:
    files = sorted((FOLDER / "relations").glob("*.yaml"))
    declared = [yaml.safe_load(path.read_text(encoding="utf-8"))["relation"] for path in files]
    assert sorted(declared) == sorted(ontology.relations)
    assert [path.stem for path in files] == declared


def test_every_relation_has_triggers(ontology: Ontology) -> None:
    assert {trigger.relation for trigger in TRIGGERS} == set(ontology.relations)


def _signature(trigger: Trigger) -> tuple[object, ...]:
    """What decides whether a trigger can match; the order of two with one signature would decide between them."""
    return trigger.part, trigger.words, trigger.needs, trigger.beside, trigger.unless


def test_no_two_relations_want_the_same_words_in_the_same_way() -> None:
    by_signature: dict[tuple[object, ...], list[Trigger]] = {}
    for trigger in TRIGGERS:
        by_signature.setdefault(_signature(trigger), []).append(trigger)
    same = [found for found in by_signature.values() if len({t.relation for t in found}) > 1]
    clashes = [[t.rule for t in found] for found in same if len({(t.object, t.content) for t in found}) < len(found)]
    assert not clashes


def test_no_trigger_stands_twice_in_a_relation() -> None:
    kinds = Counter((t.relation, *_signature(t), t.subject, t.object) for t in TRIGGERS)
    assert not [kind for kind, times in kinds.items() if times > 1]


@pytest.mark.parametrize("end", ["subject", "object", "content"])
def test_every_role_is_known_or_a_preposition(end: str) -> None:
    used = {(role, t.rule) for t in TRIGGERS for role in getattr(t, end)}
    assert not {(role, rule) for role, rule in used if role not in SYNTAX_ROLES | PREPOSITIONS}


def test_triggers_are_sane() -> None:
    for trigger in TRIGGERS:
        assert trigger.polarity in ("positive", "negative"), trigger.rule
        assert trigger.modality in ("asserted", "possible", "planned", "asked"), trigger.rule
        assert 0 < trigger.confidence <= 1, trigger.rule
        assert trigger.words, trigger.rule
        assert trigger.example.text, trigger.rule
        assert trigger.counterexamples, trigger.rule
        assert all(word == word.strip() for word in trigger.words), trigger.rule


def test_what_gives_way_has_a_clause_to_give_way_to() -> None:
    giving = [trigger for trigger in TRIGGERS if trigger.gives_way]
    assert giving
    assert all({"clause", "infinitive"} & {*trigger.object, *trigger.content} for trigger in giving)


def test_denials_and_accusations_have_content(ontology: Ontology) -> None:
    for relation in ontology.of("denial") | ontology.of("accusation"):
        assert any(trigger.content for trigger in TRIGGERS if trigger.relation == relation), relation


def test_the_triggers_of_a_word_stand_with_the_longest_first(ontology: Ontology) -> None:
    for found in ontology.triggers.values():
        lengths = [len(trigger.words) for trigger in found]
        assert lengths == sorted(lengths, reverse=True)


def test_every_word_list_has_words(ontology: Ontology) -> None:
    assert ontology.words
    assert not [name for name, words in ontology.words.items() if not words or "" in words]
    assert not [name for name, table in ontology.maps.items() if not table or "" in table or "" in table.values()]


def test_no_first_name_is_two_words(ontology: Ontology) -> None:
    given = ontology.words["male_names"] | ontology.words["female_names"]
    assert not [name for name in given if name != name.lower() or " " in name]


def test_contradictions_are_relations_and_go_both_ways(ontology: Ontology) -> None:
    for relation in ontology.relations.values():
        for other in relation.contradicts:
            assert relation.id in ontology.relations[other].contradicts, f"{relation.id} and {other}"


def test_the_folder_can_be_chosen(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    shutil.copytree(FOLDER, tmp_path / "mine")
    monkeypatch.setenv("KG_ONTOLOGY", str(tmp_path / "mine"))
    assert load_ontology().folder == tmp_path / "mine"


# ---- broken folders

EXAMPLE = '{text: "A b c.", finds: ["A", "c"]}'
GOOD = f'  - {{verb: zap, example: {EXAMPLE}, counterexample: "No."}}\n'


@pytest.fixture
def broken(tmp_path: Path) -> Callable[[str, str], Path]:
    """Give a function that writes over one file of a copy of the folder."""
    shutil.copytree(FOLDER, tmp_path / "ontology")

    def write(name: str, text: str) -> Path:
        (tmp_path / "ontology" / name).write_text(text, encoding="utf-8")
        return tmp_path / "ontology"

    return write


FAULTS = [
    ("relations/zaps.yaml", f"relation: zaps\ntriggers:\n{GOOD}", ["zaps.yaml", "'zaps' is not declared"]),
    ("relations/aids.yaml", "relation: aids\ntriggers:\n  - {verb: zap}\n", ["aids.yaml: trigger 1", "example"]),
    ("relations/aids.yaml", f"relation: aids\ntriggers:\n{GOOD}  - {{}}\n", ["aids.yaml: trigger 2", "exactly one of"]),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, noun: zap,')}",
        ["aids.yaml: trigger 1", "exactly one of"],
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, objects: patient,')}",
        ["aids.yaml: trigger 1", "unknown key ['objects']"],
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, needs: [subjct],')}",
        ["aids.yaml: trigger 1", "unknown needs ['subjct']"],
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, confidence: high,')}",
        ["aids.yaml: trigger 1", "high"],
    ),
    ("relations/aids.yaml", "relation: [aids\n", ["aids.yaml", "line 2"]),
    ("lexicon/en/grammar.yaml", "a: b: c\n", ["grammar.yaml", "line 1"]),
    ("kg.ttl", "@prefix : <x:> .\n:a :b\n", ["kg.ttl", "line"]),
]


@pytest.mark.parametrize(("name", "text", "told"), FAULTS, ids=[f"{n}-{i}" for i, (n, _, _) in enumerate(FAULTS)])
def test_a_fault_is_told_with_file_and_place(
    broken: Callable[[str, str], Path], name: str, text: str, told: list[str]
) -> None:
    with pytest.raises(OntologyError) as raised:
        load_ontology(broken(name, text))
    assert all(part in str(raised.value) for part in told), str(raised.value)


def test_all_faults_are_told_together(broken: Callable[[str, str], Path]) -> None:
    broken("relations/aids.yaml", "relation: aids\ntriggers:\n  - {verb: zap}\n  - {}\n")
    broken("relations/meets.yaml", "relation: greets\n")
    folder = broken("lexicon/en/modality.yaml", "- : :\n  x")
    with pytest.raises(OntologyError) as raised:
        load_ontology(folder)
    assert len(raised.value.faults) == 4
    assert [fault.split(":")[0] for fault in raised.value.faults].count("aids.yaml") == 2


def test_a_missing_file_is_told(broken: Callable[[str, str], Path]) -> None:
    folder = broken("lexicon/en/layout.yaml", "")
    (folder / "lexicon" / "en" / "entities.yaml").unlink()
    with pytest.raises(OntologyError, match=r"entities\.yaml"):
        load_ontology(folder)


def test_no_folder_is_told_with_what_to_do(tmp_path: Path) -> None:
    with pytest.raises(OntologyError, match="--ontology"):
        load_ontology(tmp_path)


UNTOLD = [
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, polarity: negativ,')}",
        "an unknown polarity passes as positive",
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, modality: planed,')}",
        "an unknown modality fails only when the trigger is met",
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, confidence: 7,')}",
        "a confidence above 1 passes",
    ),
    (
        "relations/aids.yaml",
        f"relation: aids\ntriggers:\n{GOOD.replace('zap,', 'zap, object: pateint,')}",
        "an unknown role passes as a preposition",
    ),
    ("relations/aids.yaml", "- relation: aids\n", "a list where a mapping must stand raises AttributeError"),
    ("lexicon/en/reporting.yaml", "- {part: verb, content: [clause]}\n", "a group without words raises KeyError"),
    (
        "lexicon/en/reporting.yaml",
        "- {part: verb, content: [clause], modality: planed, words: say}\n",
        "an unknown modality of a reporting word passes",
    ),
    ("lexicon/en/layout.yaml", "credit_label: '('\n", "a bad regular expression raises re.error"),
    ("lexicon/en/grammar.yaml", "- a\n- b\n", "a list where a mapping must stand raises AttributeError"),
]


@pytest.mark.parametrize(
    ("name", "text"),
    [
        pytest.param(name, text, marks=pytest.mark.xfail(reason=reason, strict=True), id=reason)
        for name, text, reason in UNTOLD
    ],
)
def test_other_faults_are_told_too(broken: Callable[[str, str], Path], name: str, text: str) -> None:
    with pytest.raises(OntologyError, match=Path(name).name):
        load_ontology(broken(name, text))
