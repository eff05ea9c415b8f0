"""Write docs/relations.md from the ontology: python docs/make_relations.py."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

from kg.ontology import Ontology, Relation, Trigger, load_ontology

PAGE = Path(__file__).with_name("relations.md")
STANCES = {
    "Conflict": "against the object, in word or deed",
    "Cooperation": "for the object or together with it, in word or deed",
    "Neutral": "neither for nor against",
    "Static": "a state, no act",
}
HEAD = """# The relations

The subject is the one who acts, speaks or holds. Every relation has four forms, so that an allegation is never asserted as a fact: `rel:x` the article says so, `not:x` the article says that it is not so, `claim:x` somebody in the article claims it, `claimnot:x` somebody claims that it is not so. The definitions are those of `ontology/kg.ttl`, the examples those of `ontology/relations/`, where every example is a test. How to add one of your own: [adding-a-relation.md](adding-a-relation.md).

This file is generated: `python docs/make_relations.py`.
"""


def page(ontology: Ontology) -> str:
    """Give the whole file: one table a stance, the relations by id."""
    triggers = list(chain.from_iterable(ontology.triggers.values()))
    parts = [HEAD]
    for stance, meaning in STANCES.items():
        members = [relation for relation in ontology.relations.values() if relation.stance == stance]
        rows = (_row(r, [t for t in triggers if t.relation == r.id]) for r in members)
        head = f"\n## {stance}: {meaning}\n\n| relation | definition | example |\n|---|---|---|"
        parts.append("\n".join([head, *rows]) + "\n")
    return "".join(parts)


def _row(relation: Relation, triggers: list[Trigger]) -> str:
    notes = [relation.definition]
    if relation.symmetric:
        notes.append("Holds both ways.")
    if relation.contradicts:
        notes.append(f"Contradicts {', '.join(f'`{other}`' for other in sorted(relation.contradicts))}.")
    return f"| `{relation.id}` | {' '.join(notes)} | {_example(triggers)} |"


def _example(triggers: list[Trigger]) -> str:
    """Show the plainest trigger: neither negated nor hedged, a verb, the relation's own word, the surest."""
    found = min(triggers, key=_plainness, default=None)
    return found.example.text if found else ""


def _plainness(trigger: Trigger) -> tuple[bool, bool, bool, float, int, str]:
    odd = (trigger.example.polarity, trigger.example.modality) != ("positive", "asserted")
    other_word = not trigger.relation.startswith(trigger.words[0][:4])
    return odd, trigger.part != "verb", other_word, -trigger.confidence, len(trigger.words), trigger.rule


if __name__ == "__main__":
    PAGE.write_text(page(load_ontology()), encoding="utf-8", newline="\n")
