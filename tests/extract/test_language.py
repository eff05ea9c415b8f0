"""A text that does not look like English is built, with a warning."""

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


def test_a_german_article_is_built_with_a_warning(model: str, tmp_path: Path) -> None:
    (tmp_path / "streik.txt").write_text(GERMAN, encoding="utf-8")
    result = CliRunner().invoke(app, ["build", str(tmp_path / "streik.txt"), "-o", str(tmp_path / "out"), "--no-page"])
    assert result.exit_code == 0
    assert "streik.txt: does not look like English" in result.stderr
