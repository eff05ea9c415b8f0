"""The corrections file: a table (CSV) that people edit and commands add to; every row is checked when it is read.

CSV and not YAML, because a row is a correction, a spreadsheet opens it, and a command adds a line without touching
what people wrote above it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, replace
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from kg.errors import CorrectionError
from kg.ids import content_hash
from kg.model import NARRATOR, UNATTRIBUTED, Correction, Modality, Polarity
from kg.ontology import Ontology

FILE_NAME = "corrections.csv"
COLUMNS = (
    "kind document subject relation object polarity modality speaker evidence cue statement who why when"
).split()
_NEEDS = {
    "same": ("subject", "object"),
    "different": ("subject", "object"),
    "wrong": (),
    "missing": ("document", "relation", "evidence"),
}
_TAKES = {
    "same": {"document", "subject", "object"},
    "different": {"document", "subject", "object"},
    "wrong": {"document", "subject", "relation", "object", "polarity", "modality", "speaker", "statement"},
    "missing": set(COLUMNS) - {"statement"},
}
_ALWAYS = {"kind", "who", "why", "when"}
_WHEN = re.compile(r"\d{4}(-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?)?")
_VALUES = {"polarity": tuple(Polarity), "modality": tuple(Modality)}
Row = dict[str, str]


def load_corrections(paths: Iterable[Path | str], ontology: Ontology) -> tuple[Correction, ...]:
    """Read the corrections of some files, the same one once; raises `CorrectionError` with every fault of all files."""
    found: dict[str, Correction] = {}
    faults: list[str] = []
    for path in {Path(path).resolve(): Path(path) for path in paths}.values():
        for correction in _corrections(_text(path), path.name, ontology, faults):
            found.setdefault(correction.id, correction)
    faults += _contradictions(found.values())
    if faults:
        raise CorrectionError(faults)
    return tuple(found.values())


def append_correction(path: Path, correction: Correction, ontology: Ontology) -> int:
    """Add a row at the end, whole or not at all, and give its line; raises `CorrectionError` if anything has a fault."""
    before = _text(path) if path.exists() else ",".join(COLUMNS) + "\n"
    before += "" if before.endswith("\n") else "\n"
    header = next(iter(_rows(before, path.name, [])), (1, COLUMNS))[1]
    row = asdict(correction)
    lacking = [column for column in COLUMNS if row[column] and column not in header]
    if lacking:
        raise CorrectionError([f"{path.name}:1: the first line needs the columns {', '.join(lacking)}"])
    line = io.StringIO()
    csv.writer(line, delimiter=_delimiter(before), lineterminator="\n").writerow([row.get(c, "") for c in header])
    after, faults = before + line.getvalue(), list[str]()
    faults += _contradictions(list(_corrections(after, path.name, ontology, faults)))
    if faults:
        raise CorrectionError(faults)
    part = path.with_name(f".{path.name}.part")
    try:
        part.write_text(after, encoding="utf-8", newline="")
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
    return before.count("\n") + 1


def _text(path: Path) -> str:
    try:
        return path.read_bytes().decode("utf-8-sig").replace("\r\n", "\n")
    except OSError as error:
        raise CorrectionError([f"{path}: {error.strerror or error}"]) from error
    except UnicodeDecodeError as error:
        raise CorrectionError([f"{path.name}: not UTF-8"]) from error


def _delimiter(text: str) -> str:
    header = next((line for line in text.splitlines() if line.strip() and not line.startswith("#")), "")
    return max(",;\t", key=header.count)


def _rows(text: str, name: str, faults: list[str]) -> Iterator[tuple[int, list[str]]]:
    """Give the rows with the line on which each begins, blank ones and comments left out."""
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=_delimiter(text), strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells) and not cells[0].startswith("#"):
                yield line, [cell.strip() for cell in cells]
            line = reader.line_num + 1
    except csv.Error as error:
        faults.append(f"{name}:{line}: {error}")


def _corrections(text: str, name: str, ontology: Ontology, faults: list[str]) -> Iterator[Correction]:
    header: list[str] | None = None
    for line, cells in _rows(text, name, faults):
        place = f"{name}:{line}"
        if header is None:
            header = cells
            faults += [f"{place}: there is no column '{c}'{_near(c, COLUMNS)}" for c in header if c not in COLUMNS]
        elif len(cells) > len(header):
            faults.append(f"{place}: more fields than columns; put quotes around a field that holds the separator")
        else:
            row = dict.fromkeys(COLUMNS, "") | dict(zip(header, cells, strict=False))
            found = list(_faults(row, ontology))
            faults += [f"{place}: {fault}" for fault in found]
            if not found:
                yield _correction(row, place, ontology)


def _faults(row: Row, ontology: Ontology) -> Iterator[str]:
    kind = row["kind"]
    if kind not in _NEEDS:
        yield f"the kind '{kind}' is none of {', '.join(_NEEDS)}{_near(kind, _NEEDS)}"
        return
    for column in (*_NEEDS[kind], "who", "why"):
        if not row[column]:
            yield f"'{kind}' needs '{column}'"
    for column in COLUMNS:
        if row[column] and column not in _TAKES[kind] | _ALWAYS:
            yield f"'{kind}' has no use for '{column}'"
    if row["relation"] and _relation(row["relation"], ontology) is None:
        yield f"there is no relation '{row['relation']}'{_near(row['relation'], ontology.relations)}"
    for column, values in _VALUES.items():
        if row[column] and row[column].capitalize() not in values:
            yield f"the {column} '{row[column]}' is none of {', '.join(values)}"
    if row["when"] and not _WHEN.fullmatch(row["when"]):
        yield f"'{row['when']}' is not a date such as 2024, 2024-05 or 2024-05-31"
    yield from _of_kind(row)


def _of_kind(row: Row) -> Iterator[str]:
    kind, subject, object_ = row["kind"], row["subject"], row["object"]
    if kind == "wrong" and not row["statement"] and not (row["document"] and row["relation"]):
        yield "'wrong' needs 'statement', or 'document' and 'relation' (* is every document)"
    if kind == "different" and _plain(subject) == _plain(object_) and not row["document"]:
        yield "two of one name need 'document', the one in which it is somebody else"
    if kind == "missing" and not (subject or object_):
        yield "'missing' needs 'subject' or 'object'"
    if kind != "wrong" and "*" in (subject, object_, row["document"], row["speaker"]):
        yield f"'{kind}' has no use for *"


def _correction(row: Row, place: str, ontology: Ontology) -> Correction:
    if row["kind"] == "missing":
        row = {**row, **{c: row[c] or v for c, v in (("polarity", "Positive"), ("modality", "Asserted"))}}
        row["speaker"] = row["speaker"] or NARRATOR
    voices = {voice.casefold(): voice for voice in (NARRATOR, UNATTRIBUTED)}
    speaker = "" if row["speaker"] == "*" else voices.get(row["speaker"].casefold(), row["speaker"])
    changed: dict[str, Any] = {"relation": _relation(row["relation"], ontology) or "", "speaker": speaker}
    changed |= {column: row[column].capitalize() for column in _VALUES}
    return identified(Correction(id="", place=place, **{**{c: row[c] for c in COLUMNS}, **changed}))


def identified(correction: Correction) -> Correction:
    """Give a correction its id, a hash of what it says."""
    row = asdict(correction)
    return replace(correction, id=content_hash(*(row[column] for column in COLUMNS)))


def _relation(written: str, ontology: Ontology) -> str | None:
    wanted = written.casefold()
    found = (r.id for r in ontology.relations.values() if wanted in (r.id.casefold(), r.label.casefold()))
    return next(found, None)


def _near(word: str, words: Iterable[str]) -> str:
    near = get_close_matches(word, list(words), n=1)
    return f"; did you mean '{near[0]}'?" if near else ""


def _plain(name: str) -> str:
    return " ".join(name.casefold().split())


def _contradictions(corrections: Iterable[Correction]) -> Sequence[str]:
    """Find two names that some rows make one and another row keeps apart."""
    listed = list(corrections)
    home: dict[str, str] = {}

    def root(name: str) -> str:
        while home.get(name, name) != name:
            name = home[name]
        return name

    for row in (row for row in listed if row.kind == "same" and not row.document):
        home[root(_plain(row.subject))] = root(_plain(row.object))
    apart = [row for row in listed if row.kind == "different" and _plain(row.subject) != _plain(row.object)]
    pairs = {(_plain(row.subject), _plain(row.object), row.document) for row in listed if row.kind == "same"}
    return [
        f"{row.place}: '{row.subject}' and '{row.object}' are the same by other rows"
        for row in apart
        if (not row.document and root(_plain(row.subject)) == root(_plain(row.object)))
        or {
            (_plain(row.subject), _plain(row.object), row.document),
            (_plain(row.object), _plain(row.subject), row.document),
        }
        & pairs
    ]
