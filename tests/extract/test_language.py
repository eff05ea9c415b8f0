"""A text that does not look like English is built with a warning; one surely in another language is left out."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner

from kg.cli import app
from kg.extract.nlp import Parse, foreign
from kg.ontology import Ontology

GERMAN = (
    "Der Minister hat den Vorschlag der Gewerkschaft am Montag zurückgewiesen und erklärt, dass die Regierung "
    "keine weiteren Gespräche führen werde. Die Ärzte kündigten daraufhin einen neuen Streik für den kommenden "
    "Monat an, wie ein Sprecher der Gewerkschaft in Berlin mitteilte."
)


def bare(words: list[str]) -> Parse:
    """Give a parse that knows the words and nothing of their grammar."""
    n, no = len(words), [""] * len(words)
    return Parse("", words, words, words, no, no, no, list(range(n)), [0] * n, [0] * n, [(0, n)], [], [(0, n)])


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ("der minister hat den vorschlag der partei " * 6, True),
        ("the minister has rejected the plan of the party " * 6, False),
        ("der minister hat den vorschlag", False),
    ],
    ids=["German", "English", "too short to judge"],
)
def test_a_language_is_told_by_its_commonest_words(ontology: Ontology, words: str, expected: bool) -> None:
    assert foreign(bare(words.split()), ontology.words["function_words"]) is expected


@pytest.mark.parametrize("options", [[], ["--any-language"]], ids=["left out", "built"])
def test_a_german_article_is_left_out_unless_any_language_will_do(
    model: str, tmp_path: Path, options: list[str]
) -> None:
    (tmp_path / "streik.txt").write_text(GERMAN, encoding="utf-8")
    given = [str(tmp_path / "streik.txt"), "-o", str(tmp_path / "out"), "--no-page", *options]
    result = CliRunner().invoke(app, ["build", *given])
    assert (result.exit_code == 0) is bool(options)
    assert ("streik.txt: does not look like English" in result.stderr) is bool(options)
    assert "not English" in result.stderr or options
