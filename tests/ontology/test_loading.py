"""A broken ontology folder tells all its faults at once: file, place, and what to do. Nothing else is ever raised."""

from __future__ import annotations

import ast
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
import yaml
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from kg.errors import OntologyError
from kg.ontology import Ontology, default_folder, load_ontology
from kg.ontology.lexicon import LISTS, TABLES

FOLDER = default_folder()
ROOT = Path(__file__).parent.parent.parent
Break = Callable[[str, str], Path]


FEW = 3
"""Triggers of each relation in the folder that is broken: a fault is found in its own file, and few load fast."""


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Give a copy of the folder with the first triggers of each relation."""
    folder = tmp_path_factory.mktemp("small") / "ontology"
    shutil.copytree(FOLDER, folder)
    for path in (folder / "relations").glob("*.yaml"):
        data = yaml.load(path.read_text(encoding="utf-8"), Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))
        data["triggers"] = data["triggers"][:FEW]
        path.write_text(yaml.safe_dump(data, allow_unicode=True), encoding="utf-8")
    return folder


def test_the_folder_that_is_broken_is_sound_before(small: Path, ontology: Ontology) -> None:
    whole = load_ontology(small)
    assert (whole.words, whole.maps, whole.relations) == (ontology.words, ontology.maps, ontology.relations)
    assert len({t.relation for found in whole.triggers.values() for t in found}) == len(
        {t.relation for found in ontology.triggers.values() for t in found}
    )


@pytest.fixture
def broken(tmp_path: Path, small: Path) -> Break:
    """Give a function that writes over one file of a copy of the folder."""
    shutil.copytree(small, tmp_path / "ontology")

    def write(name: str, text: str) -> Path:
        (tmp_path / "ontology" / name).write_text(text, encoding="utf-8")
        return tmp_path / "ontology"

    return write


def faults(folder: Path) -> list[str]:
    with pytest.raises(OntologyError) as raised:
        load_ontology(folder)
    return raised.value.faults


# ---- triggers

EXAMPLE = '{text: "A b c.", finds: ["A", "c"]}'


def trigger(keys: str = "", example: str = EXAMPLE, counterexample: str = '"No."') -> str:
    """Write a relation file with one trigger."""
    extra = f", {keys}" if keys else ""
    return (
        f"relation: aids\ntriggers:\n  - {{verb: zap{extra}, example: {example}, counterexample: {counterexample}}}\n"
    )


def test_the_trigger_that_the_faults_are_put_into_is_sound(broken: Break) -> None:
    ontology = load_ontology(broken("relations/aids.yaml", trigger("object: [patient, against], confidence: 1")))
    [found] = ontology.triggers["verb", "zap"]
    assert (found.relation, found.object, found.confidence) == ("aids", ("patient", "against"), 1.0)


TRIGGERS = [
    (trigger("polarity: negativ"), "unknown polarity 'negativ'; did you mean 'negative'?"),
    (trigger("modality: planed"), "unknown modality 'planed'; did you mean 'planned'?"),
    (trigger("modality: x"), "unknown modality 'x'; known are asserted, possible, planned, asked"),
    (trigger("object: pateint"), "object: unknown role 'pateint'; did you mean 'patient'?"),
    (trigger("content: [clause, agianst]"), "content: unknown role 'agianst'; did you mean 'against'?"),
    (trigger("subject: zzz"), "subject: unknown role 'zzz'; known are agent, patient"),
    (trigger("object: on"), "object: must be a word or a list of words, not 'True'; YAML reads on, off"),
    (trigger("object: {patient: 1}"), "object: must be a word or a list of words, not a mapping"),
    (trigger("needs: [subjct]"), "unknown needs 'subjct'; did you mean 'subject'?"),
    (trigger("needs: {a: b}"), "needs: must be a word or a list of words, not a mapping"),
    (trigger("objects: patient"), "unknown key 'objects'; did you mean 'object'?"),
    (trigger("on: patient"), "unknown key 'True'; YAML reads on, off"),
    (trigger("confidence: 7"), "confidence must be a number from 0 to 1, not '7'"),
    (trigger("confidence: -0.1"), "confidence must be a number from 0 to 1, not '-0.1'"),
    (trigger("confidence: .nan"), "confidence must be a number from 0 to 1, not 'nan'"),
    (trigger("confidence: high"), "confidence must be a number from 0 to 1, not 'high'"),
    (trigger("confidence: true"), "confidence must be a number from 0 to 1, not 'True'"),
    (trigger("confidence: [1]"), "confidence must be a number from 0 to 1, not '[1]'"),
    (trigger("with: 3"), "with: must be a word or a list of words, not '3'"),
    (trigger("unless: [that, [how]]"), "unless: must be a word or a list of words, not a list"),
    (trigger("unless: ''"), "unless: must be a word or a list of words, not nothing"),
    (trigger("gives_way: 1"), "gives_way must be true or false, not '1'"),
    (trigger("noun: zap"), "needs exactly one of verb, noun, adjective"),
    (trigger().replace("verb: zap, ", ""), "needs exactly one of verb, noun, adjective"),
    (trigger().replace("zap", "on"), "verb must be text, not 'True'; YAML reads on, off"),
    (trigger().replace("zap", "' '"), "verb must be text, not nothing"),
    (trigger(example="null"), "example is missing: give {text: a sentence, finds: [subject, object]}"),
    (trigger(example="A b c."), "example: must be a mapping of names to values, not 'A b c.'"),
    (trigger(example='{finds: ["A", "c"]}'), "example: text is missing"),
    (trigger(example='{text: [A], finds: ["A", "c"]}'), "example: text must be text, not a list"),
    (trigger(example="{text: A b c.}"), "example: finds must be [subject, object]"),
    (trigger(example="{text: A b c., finds: [A]}"), "example: finds must be [subject, object]"),
    (trigger(example="{text: A b c., finds: A}"), "example: finds must be [subject, object]"),
    (trigger(example="{text: A b c., finds: [A, 3]}"), "example: finds must be [subject, object]"),
    (trigger(example="{text: A, finds: [A, c], polarty: negative}"), "unknown key 'polarty'; did you mean 'polarity'?"),
    (
        trigger(example="{text: A, finds: [A, c], polarity: no}"),
        "example: unknown polarity 'False'; YAML reads on, off",
    ),
    (trigger(example="{text: A, finds: [A, c], modality: asksed}"), "example: unknown modality 'asksed'; did you mean"),
    (trigger(counterexample="null"), "counterexample is missing: give a sentence"),
    (trigger(counterexample="[]"), "counterexample is missing: give a sentence"),
    (trigger(counterexample="{text: No.}"), "counterexample: must be a word or a list of words, not a mapping"),
    ("relation: aids\ntriggers:\n  - zap\n", "must be a mapping of names to values, not 'zap'"),
    ("relation: aids\ntriggers:\n  - [zap]\n", "must be a mapping of names to values, not a list"),
    ("relation: aids\ntriggers:\n  -\n", "must be a mapping of names to values, not nothing"),
    ("relation: aids\ntriggers:\n  - {}\n", "is empty"),
]


@pytest.mark.parametrize(("text", "told"), TRIGGERS, ids=[told for _, told in TRIGGERS])
def test_a_fault_of_a_trigger_is_told_with_file_and_number(broken: Break, text: str, told: str) -> None:
    [fault] = faults(broken("relations/aids.yaml", text))
    assert fault.startswith("aids.yaml: trigger 1 (")
    assert told in fault


FILES = [
    ("relation: aid\n", "relation 'aid' is not declared in kg.ttl; did you mean 'aids'?"),
    ("triggers: []\n", "relation is missing"),
    ("relation: [aids]\n", "relation must be text, not a list"),
    ("", "must be a mapping of names to values, not nothing"),
    ("- relation: aids\n", "must be a mapping of names to values, not a list"),
    ("relation: aids\ntrigers: []\n", "unknown key 'trigers'; did you mean 'triggers'?"),
    ("relation: aids\ntriggers: {verb: zap}\n", "triggers: must be a list ('- …' lines), not a mapping"),
    ("relation: [aids\n", "line 2: while parsing a flow sequence, "),
    ("relation: aids\ntriggers: *x\n", "line 2: found undefined alias"),
    ("relation: aids\n---\nrelation: meets\n", "line 2: expected a single document in the stream"),
    ("relation: !x aids\n", "line 1: could not determine a constructor"),
    ("relation: 2020-13-45\n", "is no YAML: month must be in 1..12"),
    ("relation: a\x01ids\n", "is no YAML: unacceptable character"),
]


@pytest.mark.parametrize(("text", "told"), FILES, ids=[told for _, told in FILES])
def test_a_fault_of_a_relation_file_is_told(broken: Break, text: str, told: str) -> None:
    [fault] = faults(broken("relations/aids.yaml", text))
    assert fault.startswith(f"aids.yaml: {told}")


def test_what_is_not_utf8_is_told(broken: Break) -> None:
    folder = broken("kg.ttl", (FOLDER / "kg.ttl").read_text(encoding="utf-8"))
    (folder / "relations" / "aids.yaml").write_bytes(b"relation: aid\xe9\n")
    (folder / "queries" / "about.rq").write_bytes(b"# \xff\n")
    assert faults(folder) == [
        "aids.yaml: is not UTF-8 (byte 13); save it as UTF-8",
        "about.rq: is not UTF-8 (byte 2); save it as UTF-8",
    ]


# ---- the lexicon


def group(text: str) -> str:
    return f"- {{part: verb, content: clause, words: say}}\n- {text}\n"


REPORTING = [
    (group("{part: verb, content: [clause]}"), "words missing; a group needs part, content and words"),
    (group("{content: [clause]}"), "part and words missing; a group needs part, content and words"),
    (group("{part: verbs, content: clause, words: tell}"), "unknown part 'verbs'; did you mean 'verb'?"),
    (group("{part: verb, content: claus, words: tell}"), "unknown content 'claus'; did you mean 'clause'?"),
    (group("{part: verb, content: [of, abuot], words: tell}"), "unknown content 'abuot'; did you mean 'about'?"),
    (group("{part: verb, content: 3, words: tell}"), "content: must be a word or a list of words, not '3'"),
    (group("{part: verb, content: clause, words: tell, modality: planed}"), "unknown modality 'planed'; did you mean"),
    (group("{part: verb, content: clause, words: tell, polarity: not}"), "unknown polarity 'not'; known are positive"),
    (group("{part: verb, content: clause, words: tell, source: 0}"), "source must be true or false, not '0'"),
    (
        group("{part: verb, content: clause, words: [tell]}"),
        "words: must be words with commas between them, not a list",
    ),
    (group("{part: verb, content: clause, words: no}"), "words: must be words with commas between them, not 'False'"),
    (group("{part: verb, content: clause, words: ','}"), "words: must be words with commas between them, not ','"),
    (group("{part: verb, content: clause, word: tell, words: tell}"), "unknown key 'word'; did you mean 'words'?"),
    (group("tell"), "must be a mapping of names to values, not 'tell'"),
]


@pytest.mark.parametrize(("text", "told"), REPORTING, ids=[told for _, told in REPORTING])
def test_a_fault_of_a_reporting_group_is_told_with_its_number(broken: Break, text: str, told: str) -> None:
    [fault] = faults(broken("lexicon/en/reporting.yaml", text))
    assert fault.startswith("reporting.yaml: group 2 (")
    assert told in fault


LAYOUT = [
    ("credit_label: '('\n", "layout.yaml: credit_label: '(' is no regular expression: missing )"),
    ("byline: ['a', '[']\n", "layout.yaml: byline: '[' is no regular expression: unterminated character set"),
    ("credit: 'a{99999999999}'\n", "layout.yaml: credit: 'a{99999999999}' is no regular expression"),
    ("boilerplate: 3\n", "layout.yaml: boilerplate: must be a word or a list of words, not '3'"),
    ("dateline: [a, b]\n", "layout.yaml: dateline: takes one expression; put several into one with |"),
    ("transcript: 'a:'\n", "layout.yaml: transcript: needs a group (?P<speaker>…) round the name"),
    ("datelines: a\n", "layout.yaml: unknown key 'datelines'; did you mean 'dateline'?"),
    ("- a\n", "layout.yaml: must be a mapping of names to values, not a list"),
]


@pytest.mark.parametrize(("text", "told"), LAYOUT, ids=[told for _, told in LAYOUT])
def test_a_fault_of_a_shape_of_lines_is_told(broken: Break, text: str, told: str) -> None:
    [fault] = faults(broken("lexicon/en/layout.yaml", text))
    assert fault.startswith(told)


def test_shapes_of_lines_may_be_left_out(broken: Break) -> None:
    layout = load_ontology(broken("lexicon/en/layout.yaml", "")).layout
    assert (layout.byline, layout.credit_label.search("Photo: A B")) == ((), None)


LISTS_AND_TABLES = [
    ("grammar.yaml", "- a\n- b\n", "grammar.yaml: must be a mapping of names to values, not a list"),
    ("grammar.yaml", "a: b: c\n", "grammar.yaml: line 1: mapping values are not allowed in this context"),
    ("modality.yaml", "negators:\n", "modality.yaml: negators: must be words with commas between them, not nothing"),
    (
        "modality.yaml",
        "negators: [not]\n",
        "modality.yaml: negators: must be words with commas between them, not a list",
    ),
    ("modality.yaml", "negators: no\n", "modality.yaml: negators: must be words with commas between them, not 'False'"),
    (
        "modality.yaml",
        "negators: {a: b}\n",
        "modality.yaml: negators: must be words with commas between them, not a map",
    ),
    ("entities.yaml", "ner: PERSON\n", "entities.yaml: ner: must be a mapping of names to values, not 'PERSON'"),
    (
        "entities.yaml",
        "ner: {Person: [PERSON]}\n",
        "entities.yaml: ner: Person: must be words with commas between them",
    ),
    (
        "entities.yaml",
        "person_pronouns: {femal: she}\n",
        "entities.yaml: person_pronouns: unknown 'femal'; did you mean",
    ),
    ("times.yaml", "time_days: {today: 0}\n", "times.yaml: time_days: 'today' must be a whole number"),
    ("times.yaml", "negators: not\n", "times.yaml: negators stands in modality.yaml already; put the words together"),
]


@pytest.mark.parametrize(("file", "text", "told"), LISTS_AND_TABLES, ids=[told for _, _, told in LISTS_AND_TABLES])
def test_a_fault_of_a_word_list_is_told(broken: Break, file: str, text: str, told: str) -> None:
    found = faults(broken(f"lexicon/en/{file}", text))
    assert any(fault.startswith(told) for fault in found), found


def test_a_word_list_that_is_missing_is_told(broken: Break) -> None:
    grammar = (FOLDER / "lexicon" / "en" / "grammar.yaml").read_text(encoding="utf-8")
    grammar = grammar.replace("relative_pronouns:", "relative_pronuons:").replace("lemma:", "lemmata:")
    assert faults(broken("lexicon/en/grammar.yaml", grammar)) == [
        "lexicon/en: the word list 'relative_pronouns' is missing; did you mean 'relative_pronuons'?",
        "lexicon/en: the table 'lemma' is missing; did you mean 'lemmata'?",
    ]


def test_without_prepositions_no_role_is_called_unknown(broken: Break) -> None:
    grammar = (FOLDER / "lexicon" / "en" / "grammar.yaml").read_text(encoding="utf-8")
    [fault] = faults(broken("lexicon/en/grammar.yaml", grammar.replace("\nprepositions:", "\nafter_words:")))
    assert fault.startswith("lexicon/en: the word list 'prepositions' is missing")


def asked_for() -> Iterator[str]:
    """Give every name in the code that looks like one of the lexicon's: `words["…"]`, `kids(i, "…_labels")`."""
    endings = ("_labels", "_heads", "_titles", "_names")
    for path in sorted([*(ROOT / "kg" / "extract").glob("*.py"), *(ROOT / "kg" / "resolve").glob("*.py")]):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Subscript) and ast.unparse(node.value).split(".")[-1] in ("words", "maps"):
                if isinstance(node.slice, ast.Constant) and isinstance(node.slice.value, str):
                    yield node.slice.value
            elif isinstance(node, ast.Constant) and isinstance(node.value, str) and node.value.isidentifier():
                if node.value.endswith(endings) and not node.value.startswith("_"):
                    yield node.value


def test_every_list_that_the_code_asks_for_is_required() -> None:
    asked = set(asked_for())
    assert len(asked) > 60
    assert sorted(asked - {*LISTS, *TABLES}) == [], "add it to LISTS or TABLES in kg/ontology/lexicon.py"


def test_every_list_that_is_required_is_there(ontology: Ontology) -> None:
    assert {*LISTS} <= set(ontology.words)
    assert {*TABLES} <= set(ontology.maps)
    assert len({*LISTS, *TABLES}) == len(LISTS) + len(TABLES)


# ---- the vocabulary


def test_a_vocabulary_that_does_not_parse_is_told_alone(broken: Break) -> None:
    [fault] = faults(broken("kg.ttl", "@prefix : <x:> .\n:a :b\n"))
    assert fault.startswith("kg.ttl: line 3: Parser error")


VOCABULARY = [
    ("kg:stance kg:Confict .", "kg.ttl: rel:zaps: unknown kg:stance 'Confict'; did you mean 'Conflict'?"),
    ('kg:stance "?" .', "kg.ttl: rel:zaps: unknown kg:stance '?'; known are Conflict, Cooperation, Neutral, Static"),
    (
        "kg:stance kg:Conflict ; kg:contradicts rel:aid .",
        "kg.ttl: rel:zaps: contradicts rel:aid, which is no relation with a kg:stance; did you mean 'aids'?",
    ),
]


@pytest.mark.parametrize(("terms", "told"), VOCABULARY, ids=[terms for terms, _ in VOCABULARY])
def test_a_fault_of_a_relation_term_is_told(broken: Break, terms: str, told: str) -> None:
    vocabulary = (FOLDER / "kg.ttl").read_text(encoding="utf-8")
    assert faults(broken("kg.ttl", f"{vocabulary}\nrel:zaps {terms}\n")) == [told]


# ---- all together


def test_all_faults_are_told_together(broken: Break) -> None:
    broken("relations/aids.yaml", "relation: aids\ntriggers:\n  - {verb: zap, modality: x}\n  - {}\n")
    broken("relations/meets.yaml", "relation: greets\n")
    broken("lexicon/en/reporting.yaml", "- {}\n")
    broken("lexicon/en/layout.yaml", "transcript: '('\n")
    broken("gazetteer/capitals.csv", "name\n")
    found = faults(broken("lexicon/en/modality.yaml", "- : :\n  x"))
    assert [fault.split(":")[0] for fault in found] == [
        "modality.yaml",
        *["aids.yaml"] * 4,
        "meets.yaml",
        "layout.yaml",
        "reporting.yaml",
        "capitals.csv",
    ]


@pytest.mark.parametrize("name", ["layout", "reporting", "grammar", "modality", "entities", "times"])
def test_a_missing_file_is_told(broken: Break, name: str) -> None:
    folder = broken("lexicon/en/times.yaml", (FOLDER / "lexicon/en/times.yaml").read_text(encoding="utf-8"))
    (folder / "lexicon" / "en" / f"{name}.yaml").unlink()
    assert faults(folder) == [f"{name}.yaml: cannot be read: No such file or directory"]


YAML = ["relations/aids", *(f"lexicon/en/{name}" for name in ("layout", "reporting", "grammar", "entities", "times"))]
KEYS = st.sampled_from(
    """relation triggers verb noun subject object needs confidence example counterexample text finds part content words
    modality polarity source credit byline transcript negators lemma ner time_days prepositions""".split()
)
SCALARS = st.one_of(st.none(), st.booleans(), st.integers(-2, 2), st.floats(), st.text(max_size=4), KEYS)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS | st.integers(0, 1), inner, max_size=4),
    max_leaves=12,
)


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(name=st.sampled_from(YAML), value=VALUES)
@pytest.mark.filterwarnings("ignore::FutureWarning")
def test_whatever_stands_in_a_file_only_ontology_errors_are_raised(broken: Break, name: str, value: object) -> None:
    before = (FOLDER / f"{name}.yaml").read_text(encoding="utf-8")
    folder = broken(f"{name}.yaml", yaml.safe_dump(value, allow_unicode=True))
    try:
        load_ontology(folder)
    except OntologyError as error:
        assert all(fault.count("\n") == 0 for fault in error.faults)
    finally:
        broken(f"{name}.yaml", before)
