"""The only place that mints identifiers and IRIs: pure functions of content, no clock, no counter."""

from __future__ import annotations

import hashlib
import re
import unicodedata
from functools import lru_cache
from urllib.parse import quote

DEFAULT_BASE = "https://newskg.example/"

_OTHER = re.compile(r"[^a-z0-9]+")


def content_hash(*parts: object, length: int = 12) -> str:
    """Hash the parts (joined by the unit separator) to `length` hexadecimal digits of SHA-256."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:length]


def slug(name: str) -> str:
    """Make a readable IRI part of a name: "BMA source" -> "bma-source"; ends in a hash where letters are lost."""
    folded = " ".join(name.casefold().split())
    plain = folded if folded.isascii() else unicodedata.normalize("NFKD", folded).encode("ascii", "ignore").decode()
    text = _OTHER.sub("-", plain).strip("-")[:60].strip("-")
    faithful = text.replace("-", " ") == folded
    return text if faithful else f"{text or 'x'}-{content_hash(folded, length=6)}"


def entity_id(type_: str, name: str, scope: str = "") -> str:
    """Mint an entity's id from type and canonical name; `scope` (a document key) keeps it inside one document."""
    tail = f"-{_scope(scope)}" if scope else ""
    return f"{type_.lower()}-{slug(name)}{tail}"


@lru_cache(maxsize=4096)
def _scope(scope: str) -> str:
    return content_hash(scope, length=8)


@lru_cache(maxsize=4096)
def document_iri(base: str, key: str) -> str:
    """Give the document's IRI; what is not unreserved is percent-encoded (RFC 3986, 2.1), and so are dot segments (5.2.4)."""
    segments = (quote(part, safe="~", errors="surrogatepass") for part in key.split("/"))
    return f"{base}doc/" + "/".join(part.replace(".", "%2E") if part in (".", "..") else part for part in segments)


def span_iri(document: str, start: int, end: int) -> str:
    """Give the IRI of a character range (RFC 5147, 2.1.1), code points, half-open."""
    return f"{document}#char={start},{end}"
