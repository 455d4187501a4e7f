"""The authorization server: codes of 30 seconds, access for an hour, and a refresh token that dies with its first use."""

from __future__ import annotations

import itertools
from dataclasses import dataclass, field

from tests.fakes.bitrix_portal.portal import ALL_SCOPES, BitrixPortal, Key
from tests.fakes.bitrix_portal.wire import answer
from tests.fakes.https_server import Asked, Reply

CLIENT = "local.573ad8a0346747.09223434"
CLIENT_SECRET = "cl13nt-s3cret-of-the-app"
HOUR = 3600


@dataclass
class Authority:
    portal: BitrixPortal
    codes: dict[str, tuple[str, int]] = field(default_factory=dict)
    refreshes: dict[str, str] = field(default_factory=dict)
    paid: bool = True
    endpoint: str = ""
    used: list[str] = field(default_factory=list)
    """Refresh tokens that came a second time."""
    numbers: itertools.count = field(default_factory=lambda: itertools.count(1))

    def agree(self, user: str = "1") -> str:
        """The person says yes in the browser: the code that the page shows, or the redirect carries."""
        code = f"c0de{next(self.numbers):012d}"
        self.codes[code] = (user, self.portal.clock.now() + 30)
        return code

    def __call__(self, asked: Asked) -> Reply:
        if asked.path != "/oauth/token/" or asked.method != "GET":
            return Reply(404, b"not here")
        query = asked.query
        if query.get("client_id") != CLIENT or query.get("client_secret") != CLIENT_SECRET:
            return _refuse("invalid_client", "client not found")
        if not self.paid:
            return _refuse("PAYMENT_REQUIRED", "Payment required")
        match query.get("grant_type"):
            case "authorization_code":
                user, until = self.codes.pop(query.get("code", ""), ("", 0))
                return self._tokens(user) if until > self.portal.clock.now() else _refuse("invalid_grant", "bad code")
            case "refresh_token":
                token = query.get("refresh_token", "")
                if token in self.refreshes and not self.refreshes[token]:
                    self.used.append(token)
                user, self.refreshes[token] = self.refreshes.get(token, ""), ""
                return self._tokens(user) if user else _refuse("invalid_grant", "bad refresh token")
            case _:
                return _refuse("invalid_request", "no such grant")

    def _tokens(self, user: str) -> Reply:
        number = next(self.numbers)
        access, refresh = f"acce55{number:026d}", f"refre5h{number:025d}"
        self.portal.keys[access] = Key(user, ALL_SCOPES, self.portal.clock.now() + HOUR)
        self.refreshes[refresh] = user
        return answer(
            {
                "access_token": access,
                "client_endpoint": self.endpoint or f"{self.portal.url}rest/",
                "domain": "oauth.bitrix.info",
                "expires_in": HOUR,
                "member_id": "a223c6b3710f85df22e9377d6c4f7553",
                "refresh_token": refresh,
                "scope": ",".join(sorted(ALL_SCOPES)),
                "server_endpoint": "https://oauth.bitrix.info/rest/",
                "status": "F",
                "user_id": int(user),
            }
        )


def _refuse(code: str, text: str) -> Reply:
    return answer({"error": code, "error_description": text}, 400)
