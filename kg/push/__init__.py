"""A graph into any triple store: one named graph a document, again and again until it is there."""

from __future__ import annotations

from kg.push.bulk import write_bulk
from kg.push.credentials import Credentials
from kg.push.push import Outcome, push
from kg.push.target import PRESETS, Target

__all__ = ["PRESETS", "Credentials", "Outcome", "Target", "push", "write_bulk"]
