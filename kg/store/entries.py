"""What a store keeps of one document: the document, its extraction, and who is who in it."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields, replace
from pathlib import Path
from typing import TypeVar

from kg.errors import StoreError
from kg.ids import content_hash
from kg.model import Document, Extraction
from kg.ontology import Ontology
from kg.read.copies import signature
from kg.resolve.coreference import Chain, Coreference
from kg.resolve.known import typed
from kg.store.coding import decode, decode_field, encode, parted_field
from kg.store.settings import Settings, given, read

T = TypeVar("T")
_NOBODY = Document("", "", "")


@dataclass(frozen=True, slots=True)
class References:
    """Who is who inside one document: `of` gives the number of a chain for the index of a mention."""

    chains: list[Chain]
    of: dict[int, int]

    @classmethod
    def of_extraction(cls, extraction: Extraction, ontology: Ontology) -> References:
        """Find out who is who."""
        found = Coreference(typed(extraction, ontology.gazetteer), ontology)
        found.drop_unused()
        return cls(found.chains, found.of)


@dataclass(frozen=True, slots=True)
class Entry:
    """A document as the journal has it.

    `identifier` is the document's own, before the collection settles it; `place` is where it came from; `given` hashes
    it as given, `made` what its extraction depends on, `settings` what it was read with. `signature` tells near-duplicates
    (`kg.read.copies`), `issued` which of them leads. The rest is JSON.
    """

    key: str
    identifier: str
    place: str
    given: str
    made: str
    settings: str
    issued: str
    signature: bytes
    document: bytes
    extraction: bytes
    chains: bytes

    @classmethod
    def of(cls, extraction: Extraction, settings: Settings) -> Entry:
        """Make the entry of a document just read, and find out who is who in it."""
        document = replace(extraction.document, copy_of=None)
        found = References.of_extraction(extraction, settings.ontology)
        return cls(
            key=document.key,
            identifier=document.identifier,
            place=place(document),
            given=given(document),
            made=read(document),
            settings=settings.reading,
            issued=document.published or "",
            signature=signature(document.text),
            document=_named(document),
            extraction=encode(replace(extraction, document=_NOBODY)),
            chains=encode(found),
        )

    def with_document(self, document: Document) -> Entry:
        """Give the same reading of a document that came from elsewhere or has another name."""
        document = replace(document, copy_of=None)
        return replace(
            self,
            identifier=document.identifier,
            place=place(document),
            given=given(document),
            document=_named(document),
        )

    @property
    def digest(self) -> str:
        """Hash the whole entry, to find what a disk or a person has changed."""
        return content_hash(*(getattr(self, name) for name in self.__slots__), length=32)

    def read_document(self) -> Document:
        """Give the document; a field that an earlier newskg did not know has its default."""
        known = {field.name for field in fields(Document)}
        try:
            return Document(**{k: v for k, v in json.loads(self.document).items() if k in known})
        except (ValueError, TypeError, AttributeError) as error:
            raise StoreError(f"the store's document {self.key}: {error}") from error

    def read_extraction(self, identifier: str, copy_of: str | None = None) -> Extraction:
        """Give the extraction, its document as the collection settles it."""
        found = decoded(Extraction, self.extraction, self.key)
        return replace(found, document=replace(self.read_document(), identifier=identifier, copy_of=copy_of))

    def read_references(self) -> References:
        """Give who is who inside the document."""
        return decoded(References, self.chains, self.key)


def read_chains(written: bytes, key: str) -> list[Chain]:
    """Give the chains of a document of its `References` as the journal has them; raises `StoreError`."""
    try:
        found: list[Chain] = decode_field(References, "chains", written)
    except ValueError as error:
        raise _broken(key, error) from error
    return found


def written_chains(written: bytes, key: str) -> list[bytes]:
    """Give the same, each chain as JSON; raises `StoreError`."""
    try:
        return parted_field(References, "chains", written)
    except ValueError as error:
        raise _broken(key, error) from error


def place(document: Document) -> str:
    """Say where a document came from, wherever the one who asks may be standing."""
    path = Path(document.source)
    try:
        return str(path.absolute()) if document.source and path.exists() else document.source
    except (OSError, ValueError):
        return document.source


def _named(document: Document) -> bytes:
    return json.dumps({field.name: getattr(document, field.name) for field in fields(document)}).encode("ascii")


def decoded(kind: type[T], written: bytes, key: str) -> T:
    """Read what the store keeps of a document; raises `StoreError`, which names it."""
    try:
        return decode(kind, written)
    except ValueError as error:
        raise _broken(key, error) from error


def _broken(key: str, error: ValueError) -> StoreError:
    return StoreError(f"the store's document {key}: {error}; kg verify says more")
