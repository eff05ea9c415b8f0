"""What to read and how: paths and addresses, the fields of tables, what to let in."""

from __future__ import annotations

import codecs
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from typing import overload

from kg.errors import KGError

FORMATS = ("txt", "html", "pdf", "jsonl", "csv", "warc", "feed")


@dataclass(frozen=True, slots=True)
class Fields:
    """The names under which a JSONL object or CSV row has its parts; None tries the usual ones.

    A dot leads into nested objects: "article.body".
    """

    text: str | None = None
    title: str | None = None
    date: str | None = None
    author: str | None = None
    publisher: str | None = None
    id: str | None = None
    source: str | None = None
    language: str | None = None


USUAL = {
    "text": ("text", "content", "body", "article", "maintext", "full_text", "fulltext", "articleBody"),
    "title": ("title", "headline", "heading"),
    "date": (
        *("date", "published", "date_publish", "publish_date", "published_at", "publication_date", "datePublished"),
        *("pubDate", "issued", "publishedAt", "timestamp", "created_at"),
    ),
    "author": ("author", "authors", "byline", "creator"),
    "publisher": (
        "publisher",
        "publication",
        "source_name",
        "sitename",
        "site_name",
        "outlet",
        "domain",
        "source_domain",
    ),
    "id": ("id", "_id", "identifier", "guid", "uuid", "doc_id", "article_id"),
    "source": ("url", "link", "uri", "source", "permalink"),
    "language": ("language", "lang"),
}
"""What each part is usually called, the likeliest first; capitals do not matter."""


@dataclass(frozen=True)
class Inputs(Sequence["Path | str"]):
    """Files, folders, globs, http(s) addresses and `-`, and how to read them; may be given wherever paths are.

    `form` is one of `FORMATS` where the name does not tell it; `encoding` that of texts and tables that are not
    UTF-8; `any_language` lets in texts that are surely not English; `allow_private` addresses inside one's own
    network. Raises `KGError` for a format or an encoding that does not exist.
    """

    paths: tuple[Path | str, ...]
    fields: Fields = Fields()
    form: str | None = None
    encoding: str = "utf-8"
    recursive: bool = True
    any_language: bool = False
    allow_private: bool = False

    def __post_init__(self) -> None:
        if self.form is not None and self.form not in FORMATS:
            raise KGError(f"the input format '{self.form}' is none of {', '.join(FORMATS)}")
        try:
            codecs.lookup(self.encoding)
        except (LookupError, ValueError) as error:
            raise KGError(f"there is no encoding '{self.encoding}'; try utf-8, cp1252 or latin-1") from error

    @overload
    def __getitem__(self, index: int) -> Path | str: ...
    @overload
    def __getitem__(self, index: slice) -> Sequence[Path | str]: ...
    def __getitem__(self, index: int | slice) -> Path | str | Sequence[Path | str]:
        """Give a path, or some."""
        return self.paths[index]

    def __len__(self) -> int:
        """Count the paths."""
        return len(self.paths)


def wanted(given: Fields) -> dict[str, tuple[str, ...]]:
    """Give for each part the names to look under: the given one alone, else the usual ones."""
    named = {field.name: getattr(given, field.name) for field in fields(given)}
    return {part: (name,) if name else USUAL[part] for part, name in named.items()}
