"""Pushing as the tests do it, and asking a store what it holds."""

from __future__ import annotations

from pathlib import Path

import httpx

from kg.graph.partition import quads
from kg.knowledge_graph import load
from kg.push import Credentials, Outcome, Target
from kg.push import push as pushing
from kg.push.journal import Journal
from kg.push.sender import Sender

LOGIN = {"KG_PUSH_USER": "dba", "KG_PUSH_PASSWORD": "dba"}
SECRET = "s3cr3t-hush"


def push(
    source: Path,
    target: Target,
    credentials: Credentials | None = None,
    *,
    retries: int = 3,
    wait: float = 20.0,
    pauses: list[float] | None = None,
    **options: object,
) -> Outcome:
    """Push with the journal beside the source, and without waiting."""
    noted = pauses if pauses is not None else []
    sender = Sender(target, credentials or Credentials(), retries=retries, wait=wait, pause=noted.append)
    try:
        with Journal(source.with_name("journal.jsonl"), target.address) as journal:
            return pushing(source, target, sender, journal, **options)  # type: ignore[arg-type]
    finally:
        sender.close()


def rows(url: str, query: str, path: str = "/query") -> list[dict[str, str]]:
    headers = {"Accept": "application/sparql-results+json"}
    answer = httpx.post(url + path, data={"query": query}, headers=headers, trust_env=False, timeout=60)
    assert answer.status_code == 200, answer.text
    return [{name: term["value"] for name, term in row.items()} for row in answer.json()["results"]["bindings"]]


def update(url: str, text: str) -> None:
    headers = {"Content-Type": "application/sparql-update"}
    assert httpx.post(f"{url}/update", content=text, headers=headers, trust_env=False, timeout=60).is_success


def held(url: str, path: str = "/query") -> dict[str, int]:
    found = rows(url, "SELECT ?g (COUNT(*) AS ?n) { GRAPH ?g { ?s ?p ?o } } GROUP BY ?g", path)
    return {row["g"]: int(row["n"]) for row in found if row["g"].startswith("https://newskg.example/")}


def meant(path: Path) -> dict[str, int]:
    counts: dict[str, int] = {}
    for quad in quads(load(path).graph):
        counts[quad.graph_name.value] = counts.get(quad.graph_name.value, 0) + 1  # type: ignore[union-attr]
    return counts
