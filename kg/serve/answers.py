"""What is asked of the server and what it answers, apart from sockets."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Protocol
from urllib.parse import parse_qs

from kg.errors import KGError

TEXT = "text/plain; charset=utf-8"
HTML = "text/html; charset=utf-8"


@dataclass(frozen=True, slots=True)
class Request:
    """One request: `path` as sent, still percent-encoded; `search` the part behind "?"; header names in lower case."""

    method: str
    path: str
    search: str = ""
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""

    @property
    def parameters(self) -> dict[str, list[str]]:
        """The parameters behind "?"; raises `Refused` where they are not UTF-8 or too many."""
        return parameters(self.search)

    @property
    def accept(self) -> str:
        """The media types that the client takes."""
        return self.headers.get("accept", "")


class Stream(Protocol):
    """A body that is sent as it comes; `close` is always called."""

    def __iter__(self) -> Iterator[bytes]: ...

    def close(self) -> None:
        """Let go of what gives it."""


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: status, media type, body, further headers."""

    status: int
    type: str
    body: bytes | Stream
    headers: tuple[tuple[str, str], ...] = ()


class Refused(KGError):
    """A request that gets no answer: `status` is the HTTP code, the message tells the client why."""

    def __init__(self, status: int, reason: str, *headers: tuple[str, str]) -> None:
        super().__init__(reason)
        self.status, self.headers = status, headers

    def answer(self) -> Answer:
        """Give the refusal as plain text."""
        return Answer(self.status, TEXT, f"{self}\n".encode("utf-8", "replace"), self.headers)


def parameters(text: str) -> dict[str, list[str]]:
    """Read URL-encoded parameters; raises `Refused`."""
    try:
        return parse_qs(text, keep_blank_values=True, errors="strict", max_num_fields=100)
    except ValueError as error:
        raise Refused(400, "the parameters are not URL-encoded UTF-8, or too many") from error
