"""PDF: the text of the pages, lines joined into paragraphs, and the title and author that the file names."""

from __future__ import annotations

import io
import logging
import re
from itertools import pairwise
from statistics import median

from kg.errors import InputError
from kg.model import Document
from kg.read import text
from kg.read.sources import Source

logging.getLogger("pypdf").addHandler(logging.NullHandler())  # what it meets is ours to report

MAX_PAGES = 1000

_HYPHEN = re.compile(r"(?<=[^\W\d_])[-\u00ad\u2010]$")
_ENDS = re.compile(r"[.!?:;…][\"'”’)\]]*$")
_MACHINE_TITLE = re.compile(r"^(microsoft word - |untitled|.*\.(docx?|indd|qxd|pdf|tex|rtf)$)", re.IGNORECASE)
_FAULTS = (ValueError, TypeError, KeyError, IndexError, AttributeError, ArithmeticError, RecursionError, OSError)
"""What pypdf stumbles into on a damaged file, besides its own errors."""


def read(data: bytes, source: Source) -> Document:
    """Make a document of a PDF's bytes; offsets are those of the extracted text, paragraphs apart by an empty line.

    Raises `InputError`: "broken", "encrypted", "too long", "no article text" (a scan has none).
    """
    pages, title, author = _pages(data, source)
    body = "\n\n".join(_paragraphs(pages)).replace("\x00", "").strip()
    if not any(map(str.isalpha, body)):
        raise InputError(source.given, "no article text", "the pages may be pictures")
    text.check(body, source)
    return Document(source.key, source.identifier, body, source=source.given, title=title, author=author)


def _pages(data: bytes, source: Source) -> tuple[list[list[str]], str | None, str | None]:
    from pypdf import PdfReader
    from pypdf.errors import DependencyError, PyPdfError

    try:
        reader = PdfReader(io.BytesIO(data))
        if reader.is_encrypted and not reader.decrypt(""):
            raise InputError(source.given, "encrypted")
        if len(reader.pages) > MAX_PAGES:
            raise InputError(source.given, "too long", f"{len(reader.pages):,} pages, at most {MAX_PAGES:,}")
        pages = [_lines(page.extract_text()) for page in reader.pages]
        known = reader.metadata
        title, author = (_named(known.title), _named(known.author)) if known else (None, None)
    except DependencyError as error:
        raise InputError(source.given, "encrypted", str(error)) from error
    except (PyPdfError, *_FAULTS) as error:
        raise InputError(source.given, "broken", " ".join(str(error).split())[:80]) from error
    return pages, None if title and _MACHINE_TITLE.match(title) else title, author


def _named(value: object) -> str | None:
    return (" ".join(str(value).replace("\x00", "").split()) or None) if value else None


def _lines(page: str) -> list[str]:
    return [line.strip() for line in re.sub("[\ud800-\udfff]", "\ufffd", page).splitlines()]


def _paragraphs(pages: list[list[str]]) -> list[str]:
    """Join the lines: a paragraph ends at an empty line, or at a short line that ends a sentence."""
    lines = [line for page in _without_furniture(pages) for line in page]
    full = median(len(line) for line in lines if line) if any(lines) else 0
    found, current = [], ""
    for line, following in pairwise([*lines, ""]):
        current = _joined(current, line)
        ends = not line or (_ENDS.search(line) and len(line) < 0.8 * full) or (not following and _ENDS.search(line))
        if ends or (len(line) < 0.6 * full and following[:1].isupper()):
            found.append(current)
            current = ""
    return [paragraph for paragraph in [*found, current] if paragraph]


def _joined(current: str, line: str) -> str:
    if not current or not line:
        return current + line
    if _HYPHEN.search(current) and line[:1].islower():
        return _HYPHEN.sub("", current) + line
    return f"{current} {line}"


def _without_furniture(pages: list[list[str]]) -> list[list[str]]:
    """Take off each page its number and the head or foot that more than half of three or more pages share."""
    edges = [line for page in pages for line in {_bare(line) for line in _edges(page)}]
    often = {line for line in edges if len(pages) > 2 and edges.count(line) > len(pages) / 2}

    def is_furniture(line: str) -> bool:
        return line.isdecimal() or _bare(line) in often

    return [[line for line in page if not (line in _edges(page) and line and is_furniture(line))] for page in pages]


def _edges(page: list[str]) -> list[str]:
    written = [line for line in page if line]
    return written[:1] + written[-1:]


def _bare(line: str) -> str:
    return re.sub(r"\d+", "", line).strip()
