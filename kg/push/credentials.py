"""Who we are to a store: out of the environment, and never into a message."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kg.errors import PushError

if TYPE_CHECKING:
    import httpx

USER: Final = "KG_PUSH_USER"
PASSWORD: Final = "KG_PUSH_PASSWORD"
TOKEN: Final = "KG_PUSH_TOKEN"

KINDS: Final = ("none", "basic", "digest", "bearer")
_NEEDS: Final = {"none": (), "basic": (USER, PASSWORD), "digest": (USER, PASSWORD), "bearer": (TOKEN,)}


@dataclass(frozen=True, slots=True)
class Credentials:
    """How to log in; the secret is not in its `repr`."""

    kind: str = "none"
    user: str = field(default="", repr=False)
    secret: str = field(default="", repr=False)

    @classmethod
    def of(cls, kind: str, environment: Mapping[str, str] = os.environ) -> Credentials:
        """Read what the kind needs from the environment; raises `PushError` where it is not there, or cannot be sent."""
        if kind not in _NEEDS:
            raise PushError(f"the authentication '{kind}' is none of {', '.join(KINDS)}")
        missing = [name for name in _NEEDS[kind] if not environment.get(name)]
        if missing:
            raise PushError(f"{kind} authentication needs {' and '.join(missing)} in the environment")
        given = [environment[name] for name in _NEEDS[kind]]
        if any(not value.isprintable() for value in given) or (kind == "bearer" and not given[0].isascii()):
            raise PushError(f"{' or '.join(_NEEDS[kind])} holds what no header can: a line end or another control")
        return cls(kind, given[0] if len(given) > 1 else "", given[-1] if given else "")

    def auth(self) -> httpx.Auth | None:
        """Give what httpx logs in with; a bearer's token stands in `headers`."""
        import httpx

        if self.kind == "basic":
            return httpx.BasicAuth(self.user, self.secret)
        return httpx.DigestAuth(self.user, self.secret) if self.kind == "digest" else None

    def headers(self) -> dict[str, str]:
        """Give the headers that the kind adds."""
        return {"Authorization": f"Bearer {self.secret}"} if self.kind == "bearer" else {}

    def hide(self, text: str) -> str:
        """Take the secret out of a text that a server sent back."""
        return text.replace(self.secret, "***") if self.secret else text
