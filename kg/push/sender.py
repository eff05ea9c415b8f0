"""Send one request until the store takes it, or says no for good."""

from __future__ import annotations

import random
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import TYPE_CHECKING, Final
from urllib.parse import quote

from kg.errors import PushBroken, PushError
from kg.push.credentials import PASSWORD, TOKEN, USER, Credentials
from kg.push.target import Target

if TYPE_CHECKING:
    import httpx

TRY_AGAIN: Final = frozenset({408, 425, 429, 500, 502, 503, 504, 507, 509})
"""The codes of a store that is busy or stumbled; 500 is Virtuoso's word for a deadlock."""

_FIRST, _LONGEST = 0.5, 30.0

Pause = Callable[[float], None]


@dataclass(frozen=True, slots=True)
class Request:
    """One request: what it is of, in words, and what it sends; a parameter without a value stands alone ("?default")."""

    what: str
    method: str
    url: str
    parameters: dict[str, str] = field(default_factory=dict)
    type: str = ""
    body: bytes = b""
    accept: str = "*/*"
    fine: frozenset[int] = frozenset()

    @property
    def address(self) -> str:
        """The address with the parameters behind those that it has already."""
        added = "&".join(
            f"{name}={quote(value, safe='')}" if value else name for name, value in self.parameters.items()
        )
        return self.url + ("&" if "?" in self.url else "?") * bool(added) + added


class Sender:
    """A connection to one store; `retries` is how often a request is sent again, `wait` seconds of silence end a try."""

    def __init__(
        self,
        target: Target,
        credentials: Credentials,
        *,
        retries: int = 5,
        wait: float = 60.0,
        pause: Pause = time.sleep,
        say: Callable[[str], None] = lambda _: None,
    ) -> None:
        import httpx

        self._credentials, self._retries, self._pause, self._say = credentials, retries, pause, say
        self.requests = self.retried = 0
        self._client = httpx.Client(
            auth=credentials.auth(),
            headers={"User-Agent": "newskg", **credentials.headers()},
            timeout=httpx.Timeout(wait, connect=min(wait, 10.0)),
            trust_env=not target.local,
            follow_redirects=False,
        )

    def close(self) -> None:
        """End the connection."""
        self._client.close()

    def send(self, request: Request) -> bytes:
        """Send until it is taken and give what the store says.

        Raises `PushError` where the store refuses, `PushBroken` where it does not answer or stumbles each time.
        """
        tried = 0
        while True:
            fault, after = self._try(request)
            if isinstance(fault, bytes):
                return fault
            if tried == self._retries:
                raise PushBroken(f"{request.what}: {fault}; gave up after {tried + 1} tries")
            seconds = max(after, self._delay(tried))
            self._say(f"{request.what}: {fault}; again in {seconds:.0f} s")
            self._pause(seconds)
            tried += 1
            self.retried += 1

    def _delay(self, tried: int) -> float:
        """Wait twice as long each time, not all clients in step."""
        return float(min(_FIRST * 2**tried, _LONGEST) * random.uniform(0.75, 1.25))

    def _try(self, request: Request) -> tuple[bytes | str, float]:
        """Give the answer, or what went wrong and how many seconds the store wants us to wait."""
        import httpx

        self.requests += 1
        headers = {"Accept": request.accept} | ({"Content-Type": request.type} if request.type else {})
        try:
            answer = self._client.request(request.method, request.address, content=request.body, headers=headers)
        except httpx.TransportError as error:
            return self._credentials.hide(f"no answer ({str(error) or type(error).__name__})"), 0.0
        except (httpx.HTTPError, httpx.InvalidURL) as error:
            raise PushError(self._credentials.hide(f"{request.what}: {error}")) from error
        if answer.is_success or answer.status_code in request.fine:
            return answer.content, 0.0
        if answer.status_code not in TRY_AGAIN:
            raise PushError(f"{request.what}: {self._refusal(answer)}")
        return f"the store says {answer.status_code} {_phrase(answer.status_code)}", _after(answer)

    def _refusal(self, answer: httpx.Response) -> str:
        code = answer.status_code
        said = " ".join(self._credentials.hide(answer.text[:2_000]).split())[:300]
        told = f"the store says {code} {_phrase(code)}" + (f": {said}" if said else "")
        if code == HTTPStatus.UNAUTHORIZED:
            wanted = answer.headers.get("WWW-Authenticate", "").partition(" ")[0] or "a login"
            return f"{told}; it wants {wanted} (--auth), and was given {self._credentials.kind}; see {USER}, {PASSWORD}, {TOKEN}"
        if answer.is_redirect:
            return f"{told}; it leads to {answer.headers.get('Location', 'nowhere')}: give that address if you trust it"
        return told


def _phrase(code: int) -> str:
    try:
        return HTTPStatus(code).phrase
    except ValueError:
        return "(no code that HTTP knows)"


def _after(answer: httpx.Response) -> float:
    """Read Retry-After (RFC 9110, 10.2.3) where it is in seconds."""
    given = answer.headers.get("Retry-After", "")
    return min(float(given), 120.0) if given.isdecimal() else 0.0
