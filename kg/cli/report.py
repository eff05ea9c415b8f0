"""What became of the input, for programs: report.json; the one output that tells the time it took."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import fields
from typing import TYPE_CHECKING, Any

from kg import __version__
from kg.errors import InputError

if TYPE_CHECKING:
    from kg.knowledge_graph import Report

FILE_NAME = "report.json"

_LINE = re.compile(r":\d+$")


def as_json(report: Report) -> str:
    """Write the report as JSON.

    `in` counts what was found, files and records in them; `built` what is in the graph; `skipped` what was left out
    and is no failure, `failed` what is one, both by reason; `errors` has place, reason and hint by file; `in_the_texts`
    counts what was seen there and not taken; `seconds` are those of each stage. Whatever else the report has follows
    under its name.
    """
    return json.dumps(_value(report), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def _value(report: Report) -> dict[str, Any]:
    told = {"read", "built", "errors", "left_out", "skips", "unmatched", "foreign", "timings"}
    others = {field.name: getattr(report, field.name) for field in fields(report) if field.name not in told}
    return others | {
        "version": __version__,
        "in": report.built + len(report.errors) + sum(report.left_out.values()),
        "built": report.built,
        "skipped": dict(report.left_out),
        "failed": dict(Counter(error.reason for error in report.errors)),
        "errors": _by_file(report.errors),
        "in_the_texts": {f"{stage}: {reason}": number for (stage, reason), number in report.skips.items()},
        "warned_not_english": list(report.foreign),
        "corrections_unmatched": list(report.unmatched),
        "seconds": {stage: round(seconds, 3) for stage, seconds in report.timings.items()},
    }


def _by_file(errors: Iterable[InputError]) -> dict[str, list[dict[str, str]]]:
    found: dict[str, list[dict[str, str]]] = defaultdict(list)
    for error in errors:
        told = {"place": error.source, "reason": error.reason, "hint": error.hint}
        found[_LINE.sub("", error.source)].append({name: text for name, text in told.items() if text})
    return found
