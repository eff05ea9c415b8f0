"""Web pages: the article's text by paragraphs, without menus and adverts, and what the page says about itself."""

from __future__ import annotations

import logging
import re

from kg.errors import InputError
from kg.model import Document
from kg.read import text
from kg.read.sources import Source

logging.getLogger("trafilatura").addHandler(logging.NullHandler())  # what it meets is ours to report

LANGUAGE = re.compile(rb"<html\b[^>]{0,1000}?\blang\s*=\s*[\"']?([A-Za-z]{2,3})\b", re.IGNORECASE)

_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_BLOCKS = "p div br li ul ol tr table blockquote section article h1 h2 h3 h4 h5 h6 figure figcaption pre".split()

# Neither today's date nor a guess from the running text may become a publication date.
DATES = {"original_date": True, "extensive_search": False, "max_date": "2100-01-01"}


def read(data: bytes, source: Source) -> Document:
    """Make a document of a page's bytes; offsets are those of the extracted text, paragraphs apart by an empty line.

    Raises `InputError`: "no article text", "too long".
    """
    import trafilatura
    from trafilatura.settings import Document as Page

    page = trafilatura.bare_extraction(
        data, with_metadata=True, include_comments=False, include_tables=False, date_extraction_params=DATES
    )
    extracted = page.text if isinstance(page, Page) else None
    if not isinstance(page, Page) or not extracted or not extracted.strip():
        raise InputError(source.given, "no article text")
    body = "\n\n".join(line for line in extracted.split("\n") if line.strip())
    text.check(body, source)
    return Document(
        source.key,
        source.identifier,
        body,
        source=page.url or source.given,
        title=page.title or None,
        published=page.date or None,
        publisher=page.sitename or None,
        author=page.author or None,
        language=_language(data),
    )


def _language(data: bytes) -> str:
    match = LANGUAGE.search(data)
    return match[1].decode().lower() if match else "en"


def fragment(markup: str) -> str:
    """Give the words of a piece of HTML, a block of it a line; scripts and styles are left out."""
    from lxml import etree
    from lxml.html import HTMLParser, fromstring

    parser = HTMLParser(no_network=True, remove_comments=True, remove_pis=True)
    try:
        root = fromstring(f"<div>{_CONTROLS.sub(' ', markup)}</div>", parser=parser)
    except (etree.ParserError, etree.XMLSyntaxError, ValueError):
        return ""
    found: list[str] = []
    for event, element in etree.iterwalk(root, events=("start", "end")):
        found.append("\n" if element.tag in _BLOCKS else "")
        words = element.text if event == "start" else element.tail
        is_code = event == "start" and element.tag in ("script", "style", "template")
        found.append("" if is_code else words or "")
    return _CONTROLS.sub(" ", "".join(found)).strip()
