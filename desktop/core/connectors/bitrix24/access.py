"""How a request proves who asks: an incoming webhook's code in the path, or an OAuth token in the body.

The code and the tokens are secrets: they are handed to the transport for hiding and appear nowhere else. The connector's
thread.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import field
from typing import Protocol

from desktop.core.api.errors import Code, SetupError
from desktop.values import dataclass

_HOOK = re.compile(
    r"(https?://[^/?#\s@]+)/rest/(?:api/)?([0-9]{1,12})/([A-Za-z0-9_-]{4,128})(?:/[A-Za-z0-9_.]*)?/?", re.A
)


class Access(Protocol):
    def path(self, method: str, *, third: bool) -> str:
        """Below the portal's origin; `third` for REST 3.0."""
        ...

    def sign(self, parameters: Mapping[str, object]) -> dict[str, object]:
        """The body with what proves us. May ask the authorization server first: raises what that raises."""
        ...

    def renew(self) -> bool:
        """The portal called the key expired: fetch another; False where there is none to fetch."""
        ...

    def cancel(self) -> None: ...

    def close(self) -> None: ...


@dataclass(frozen=True, slots=True)
class Hook:
    """An incoming webhook. It acts with the rights of the user who made it, within the scopes chosen for it."""

    origin: str
    user_id: str
    code: str = field(repr=False)

    def path(self, method: str, *, third: bool) -> str:
        return f"rest/{'api/' if third else ''}{self.user_id}/{self.code}/{method}"

    def sign(self, parameters: Mapping[str, object]) -> dict[str, object]:
        return dict(parameters)

    def renew(self) -> bool:
        return False

    def cancel(self) -> None:
        pass

    def close(self) -> None:
        pass


def parse_hook(address: str) -> Hook:
    """From the address that Bitrix24 shows. Raises SetupError, without repeating it: the code is in it."""
    match = _HOOK.fullmatch(address.strip())
    if match is None:
        raise SetupError(Code.WEBHOOK_UNREADABLE, example="https://example.bitrix24.com/rest/1/abcdefghijklmnop/")
    origin, user_id, code = match.groups()
    return Hook(f"{origin}/", str(int(user_id)), code)
