"""Write the answers below the queries of docs/querying.md, from the graph of seeds/: python docs/make_answers.py."""

from __future__ import annotations

import re
from pathlib import Path

from kg.export.results import short
from kg.graph.store import Result
from kg.knowledge_graph import KnowledgeGraph

PAGE = Path(__file__).with_name("querying.md")
QUERY = re.compile(r"^```sparql\n(?P<query>.*?)^```\n(?:\n```text\n.*?^```\n)?", re.DOTALL | re.MULTILINE)
WIDEST = 70


def page(text: str, graph: KnowledgeGraph) -> str:
    """Give the text with the answer below each query."""

    def answered(found: re.Match[str]) -> str:
        return f"```sparql\n{found['query']}```\n\n```text\n{answer(graph.query(found['query']))}```\n"

    return QUERY.sub(answered, text)


def answer(result: Result) -> str:
    """Give the rows as columns; long words are cut."""
    rows = [[_cut(" ".join(short(term).split())) for term in row] for row in result.rows]
    table = [list(result.variables), *rows]
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip() for row in table)
    return "\n".join(lines) + "\n"


def _cut(text: str) -> str:
    return text if len(text) <= WIDEST else text[: WIDEST - 1].rstrip() + "…"


def main() -> None:
    """Build the seeds and write the page."""
    from kg.pipeline import build

    graph = build([PAGE.parent.parent / "seeds"])
    PAGE.write_text(page(PAGE.read_text(encoding="utf-8"), graph), encoding="utf-8", newline="\n")


if __name__ == "__main__":
    main()
