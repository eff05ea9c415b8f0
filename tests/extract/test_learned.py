"""The learned attribution: windows, decoding, what it makes of texts, and that it is the same wherever it runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import product
from math import isclose
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kg.extract import LEARNED, RULES, Extractor
from kg.extract.attribution import AttributionFinder
from kg.extract.judges import NEITHER, Chances
from kg.extract.layout import blocks
from kg.extract.leaning import End
from kg.extract.learned import decode as decoding
from kg.extract.learned.features import SIZES, features
from kg.extract.learned.stance import SHARE, THRESHOLD, StanceNetwork
from kg.extract.learned.stance import WEIGHTS as STANCE
from kg.extract.learned.tagger import TOKENIZER, WEIGHTS, Tagger
from kg.extract.learned.windows import CONTEXT, PIECES, load_tokenizer, windows
from kg.extract.nlp import Parse, load, parse
from kg.extract.syntax import Syntax
from kg.model import Attribution, Document, Quotation
from kg.ontology import Ontology
from tests.extract.parses import parse as parse_by_hand

ROLES = ("source", "cue", "content")


@pytest.fixture(scope="module")
def extractor(ontology: Ontology, model: str) -> Extractor:
    return Extractor(ontology, model, LEARNED)


@pytest.fixture(scope="module")
def attributions(extractor: Extractor) -> Callable[[str], tuple[Attribution, ...]]:
    return lambda text: extractor.extract(Document(key="a.txt", identifier="a", text=text)).attributions


def words(text: str, attribution: Attribution, role: str) -> str:
    return " ".join(text[span.start : span.end] for span in getattr(attribution, role))


def plain(size: int, block: int = 40) -> Parse:
    bounds = [(i, min(i + block, size)) for i in range(0, size, block)]
    forms = [f"word{k}" if k % 7 else "Internationalisierung" for k in range(size)]
    starts = [sum(len(form) + 1 for form in forms[:k]) for k in range(size)]
    return Parse(
        " ".join(forms), forms, forms, forms, ["NOUN"] * size, ["NN"] * size, ["dep"] * size, list(range(size)),
        starts, [s + len(f) for s, f in zip(starts, forms, strict=True)], bounds, [], bounds,
    )  # fmt: skip


@settings(deadline=None, max_examples=25)
@given(st.integers(0, 400), st.sampled_from([1, 9, 60, 400]))
def test_windows_own_every_word_once_and_fit_the_encoder(size: int, block: int) -> None:
    found = windows(plain(size, block), load_tokenizer(TOKENIZER))
    assert [k for window in found for k in range(window.own, window.last)] == list(range(size))
    for window in found:
        assert len(window.pieces) <= PIECES + 2
        assert sum(window.first <= k < window.own for k in window.word) <= CONTEXT
        assert [window.word[place] for place in window.at] == list(range(window.first, window.last))


def test_a_long_word_takes_few_pieces() -> None:
    tree = plain(3)
    tree.words[1] = "https://example.org/" + "a1b2" * 500
    (window,) = windows(tree, load_tokenizer(TOKENIZER))
    assert len(window.pieces) < 30


def test_features_are_numbers_under_their_sizes(ontology: Ontology, model: str) -> None:
    text = "“We never signed it,” Smith said on Monday.\n\nThe union denied that it had agreed to the plan."
    layout, _ = blocks(text, ontology.layout)
    tree = parse(load(model), text, layout, ontology.maps["lemma"])
    reports = AttributionFinder(Syntax(tree, ontology.words), ontology).find()
    table = features(tree, reports.quotes, reports.found)
    assert table.shape == (len(tree.words), len(SIZES))
    assert (table >= 0).all() and (table < np.array(SIZES)).all()
    for column in range(5, 8):
        assert table[:, column].any(), "each kind of report is marked"


def test_the_best_tags_never_begin_with_inside() -> None:
    away = [-0.1, -9.0, -0.2]
    tags = [[-5.0, -5.0, -0.01], away, [-3.0, -4.0, -0.1], [-5.0, -5.0, -0.01]]
    best = decoding._viterbi(tags, {0, 3})
    for k, tag in enumerate(best):
        assert tag != decoding.INSIDE or (k not in (0, 3) and best[k - 1] != decoding.OUTSIDE)


@given(st.lists(st.tuples(*[st.floats(-9, 0)] * 3), max_size=7), st.sets(st.integers(0, 6)))
def test_viterbi_is_the_best_of_all_sequences(tags: list[tuple[float, float, float]], starts: set[int]) -> None:
    def allowed(path: tuple[int, ...]) -> bool:
        return all(t != 2 or (k and k not in starts and path[k - 1] != 0) for k, t in enumerate(path))

    def score(path: Sequence[int]) -> float:
        return sum(row[t] for row, t in zip(tags, path, strict=True))

    best = max((score(p) for p in product(range(3), repeat=len(tags)) if allowed(p)), default=0)
    found = decoding._viterbi(tags, starts)
    assert allowed(tuple(found)) and score(found) == pytest.approx(best)


@pytest.mark.model
def test_source_cue_and_content_are_found_around_each_other(
    attributions: Callable[..., tuple[Attribution, ...]],
) -> None:
    text = "The council broke its word, the union said. Ministers denied on Friday that the port would close."
    found = [a for a in attributions(text) if a.parent is None]
    assert [(words(text, a, "source"), words(text, a, "content")) for a in found] == [
        ("the union", "The council broke its word"),
        ("Ministers", "that the port would close"),
    ]
    assert all(a.quotation is Quotation.INDIRECT for a in found)


@pytest.mark.model
def test_the_parts_of_a_broken_quotation_are_one_content(attributions: Callable[..., tuple[Attribution, ...]]) -> None:
    text = "“The plan is dead,” said Ann Smith, the mayor. “Nobody wants it any more.”"
    (found,) = (a for a in attributions(text) if a.parent is None)
    assert words(text, found, "source").startswith("Ann Smith")
    assert "plan is dead" in words(text, found, "content") and "Nobody wants it" in words(text, found, "content")
    assert found.quotation is Quotation.DIRECT


@pytest.mark.model
def test_a_report_inside_a_content_has_it_as_its_parent(attributions: Callable[..., tuple[Attribution, ...]]) -> None:
    text = "Smith said that Jones had claimed that the bridge was unsafe."
    found = attributions(text)
    inner = next(a for a in found if "claimed" in words(text, a, "cue"))
    assert inner.parent is not None and "said" in words(text, found[inner.parent], "cue")


@pytest.mark.model
def test_turns_of_a_transcript_keep_their_speakers(attributions: Callable[..., tuple[Attribution, ...]]) -> None:
    text = "Interview\n\nSMITH: We never signed the treaty.\n\nJONES: The ministry told us that you did."
    turns = [words(text, a, "source") for a in attributions(text) if a.parent is None and not a.cue]
    assert turns == ["SMITH", "JONES"]


@pytest.mark.model
@pytest.mark.parametrize(
    "text", ["", "\n\n", "Photo: Ann Smith/Reuters", "By Ann Smith", "Ha!", "“", "said", "x" * 4000]
)
def test_odd_texts_are_read_and_bylines_never_speak(
    attributions: Callable[..., tuple[Attribution, ...]], text: str
) -> None:
    assert not any("Ann" in words(text, a, "source") for a in attributions(text))


@pytest.mark.model
def test_a_text_is_read_the_same_after_any_other(extractor: Extractor) -> None:
    texts = ["The union said the offer was late. “Too late,” Smith told reporters.", "Officials deny it.", "A. " * 300]

    def read(text: str) -> tuple[Attribution, ...]:
        return extractor.extract(Document(key="a", identifier="a", text=text)).attributions

    alone = [read(text) for text in texts]
    assert [read(text) for text in reversed(texts)] == alone[::-1]


@pytest.mark.model
def test_probabilities_are_probabilities(attributions: Callable[..., tuple[Attribution, ...]]) -> None:
    text = "The union said the offer was late. Perhaps, Smith seemed to think, it was a trick. “No,” he said."
    found = attributions(text)
    assert found and all(0 < a.probability <= 1 for a in found)


def test_a_cue_of_auxiliaries_takes_their_verb() -> None:
    tree = parse_by_hand(
        "Mills/NNP/nsubj/asked has/VBZ/aux/asked asked=ask/VBN/ROOT the/DT/det/court court/NN/obj/asked ."
    )
    assert decoding._whole(tree, (1,)) == (1, 2)
    assert decoding._whole(tree, (2, 3)) == (2,)
    assert decoding._whole(tree, (2,)) == (2,)


def test_small_holes_in_a_content_are_filled_unless_they_are_another_s() -> None:
    tree = plain(20)
    assert decoding._filled(tree, (4, 5, 8, 9), frozenset(), (1,)) == (4, 5, 6, 7, 8, 9)
    assert decoding._filled(tree, (4, 5, 8, 9), frozenset({7}), (1,)) == (4, 5, 8, 9)
    assert decoding._filled(tree, (4, 5, 12), frozenset(), (1,)) == (4, 5, 12)
    assert decoding._filled(tree, (4, 5, 6), frozenset({5}), (5,)) == (4, 6)
    two = parse_by_hand(
        "it/PRP/nsubj/ended ended=end/VBD/ROOT ; Mills/NNP/nsubj/denied denied=deny/VBD/dep/ended that/DT/dobj/denied"
    )
    assert decoding._filled(two, (0, 1, 5), frozenset(), ()) == (0, 1, 5)


def judged(extractor: Extractor, text: str, first: Chances, one: str, other: str) -> Chances:
    """Ask the stance network about two names of a text, after a judge that says `first`."""
    layout, _ = blocks(text, extractor.ontology.layout)
    tree = parse(extractor.nlp, text, layout, extractor.ontology.maps["lemma"])
    assert extractor.tagger
    scores = extractor.tagger.score(tree, [], [])
    ends = [End(0, k, k, k + 1) for k in (tree.words.index(one), tree.words.index(other))]
    return StanceNetwork(tree, scores, Says(first)).judge(*ends)


class Says:
    """A judge that always says the same."""

    threshold = 0.5

    def __init__(self, chances: Chances) -> None:
        self.chances = chances

    def judge(self, one: End, other: End) -> Chances:
        return self.chances


PERHAPS: Chances = (0.2, 0.1, 0.1, 0.1)
ANGRY = "A reporter wrote a note. Merkel has bitterly criticised Macron for his reckless plan and called him a liar."


@pytest.mark.model
def test_the_stance_network_tells_who_is_against_whom(extractor: Extractor) -> None:
    chances = judged(extractor, ANGRY, PERHAPS, "Merkel", "Macron")
    assert max(chances) == chances[2] > THRESHOLD and 0 < sum(chances) <= 1
    assert judged(extractor, ANGRY, PERHAPS, "Macron", "Merkel")[3] > THRESHOLD


@pytest.mark.model
def test_the_stance_network_tells_who_is_for_whom(extractor: Extractor) -> None:
    text = "Merkel warmly praised and endorsed Macron as a brilliant leader."
    chances = judged(extractor, text, PERHAPS, "Merkel", "Macron")
    assert max(chances) == chances[0] > THRESHOLD


@pytest.mark.model
def test_what_the_regression_says_counts_beside_the_network(extractor: Extractor) -> None:
    low, high = (judged(extractor, ANGRY, (0.2, 0.1, p, 0.1), "Merkel", "Macron") for p in (0.0, 0.8))
    assert low[0] == high[0] and low[3] == high[3]
    assert isclose(high[2] - low[2], 0.8 * (1 - SHARE))


@pytest.mark.model
def test_the_stance_network_leaves_what_the_regression_rules_out(extractor: Extractor) -> None:
    assert judged(extractor, ANGRY, (0.01, 0.01, 0.01, 0.01), "Merkel", "Macron") == NEITHER


def test_the_weights_are_small_enough_to_ship() -> None:
    assert sum(file.stat().st_size for file in (WEIGHTS, STANCE, TOKENIZER)) <= 30_000_000


def test_the_rules_alone_need_neither_weights_nor_onnxruntime(
    ontology: Ontology, model: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    import sys

    monkeypatch.setitem(sys.modules, "onnxruntime", None)
    monkeypatch.setitem(sys.modules, "tokenizers", None)
    found = Extractor(ontology, model, RULES).extract(Document("a", "a", "The union said that the offer was late."))
    assert found.attributions


def test_weights_that_are_not_there_are_told(tmp_path: Path) -> None:
    from kg.errors import ModelMissing

    with pytest.raises(ModelMissing, match="--attribution rules"):
        Tagger(tmp_path / "none.onnx")


def test_hand_made_parses_can_be_read(ontology: Ontology) -> None:
    tree = parse_by_hand(
        "the union/NN/nsubj/said said=say/VBD/ROOT that/IN/mark/left it/PRP/nsubj/left left=leave/VBD/ccomp/said ."
    )
    syntax = Syntax(tree, ontology.words)
    rules = AttributionFinder(syntax, ontology).find()
    table = features(tree, rules.quotes, rules.found)
    assert table[:, 5].sum() > 0
