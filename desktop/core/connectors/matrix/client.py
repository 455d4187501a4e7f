"""The client-server API of Matrix as far as a chat needs it: JSON in and out, errors in words, nothing believed unread.

Every method asks once. Raises what `Http.send` raises, the error of a status, and Unanswered for an answer that is none.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from urllib.parse import quote, urlsplit

from desktop.core.api.errors import Code, SetupError
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.statuses import error_of

V3 = "/_matrix/client/v3"
USER_ID = re.compile(r"@[!-9;-~]{1,200}:[0-9A-Za-z.:\[\]-]{1,250}")
ROOM_ID = re.compile(r"![0-9A-Za-z._~=+:\[\]-]{1,254}")
EVENT_ID = re.compile(r"\$[!-~]{1,254}")
_URI = re.compile(r"mxc://[0-9A-Za-z.:\[\]-]{1,250}/[0-9A-Za-z_.-]{1,250}")


class Refused(Exception):
    """An error of Matrix with its code: the caller knows some of them."""

    def __init__(self, answer: Answer, code: str, said: str) -> None:
        self.answer = answer
        self.code = code
        self.said = said
        super().__init__(code)


class MatrixClient:
    def __init__(self, http: Http, token: str) -> None:
        self.http = http
        self._token = token

    def ask(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, object]:
        """A JSON object. Raises the error of any other status."""
        try:
            return self.try_to(method, path, body)
        except Refused as refused:
            raise error_of(self.http, refused.answer, refused.said) from None

    def try_to(self, method: str, path: str, body: Mapping[str, object] | None = None) -> dict[str, object]:
        """As `ask`, but raises Refused for an error that Matrix itself has named."""
        content = None if body is None else json.dumps(body).encode()
        return self._read(self._send(method, f"{V3}{path}", content, "application/json"))

    def upload(self, content: bytes, content_type: str, filename: str) -> str:
        """The mxc: address of a file. Raises Refused."""
        answer = self._send("POST", "/_matrix/media/v3/upload", content, content_type, {"filename": filename})
        return self.text(self._read(answer), "content_uri", _URI)

    def who_am_i(self) -> str:
        """Our user id. Raises SetupError for a server that is no Matrix server, with the one that its site names."""
        answer = self._send("GET", f"{V3}/account/whoami", None, "")
        if answer.status == 404 and "errcode" not in (_json_object(answer) or {}):
            raise self._not_matrix()
        try:
            return self.text(self._read(answer), "user_id", USER_ID)
        except Refused as refused:
            raise error_of(self.http, answer, refused.said) from None

    def text(self, answer: Mapping[str, object], name: str, form: re.Pattern[str]) -> str:
        value = answer.get(name)
        if not isinstance(value, str) or not form.fullmatch(value):
            raise self.http.unanswered(Code.SERVER_CONFUSED, f"the answer has no {name}")
        return value

    def list_of(self, answer: Mapping[str, object], name: str) -> list[object]:
        value = answer.get(name)
        if not isinstance(value, list):
            raise self.http.unanswered(Code.SERVER_CONFUSED, f"the answer has no {name}")
        return value

    def _send(
        self, method: str, path: str, content: bytes | None, content_type: str, query: Mapping[str, str] | None = None
    ) -> Answer:
        headers = {"Authorization": f"Bearer {self._token}"}
        if content is not None:
            headers["Content-Type"] = content_type
        return self.http.send(method, path, content=content, headers=headers, query=query)

    def _read(self, answer: Answer) -> dict[str, object]:
        told = _json_object(answer)
        if answer.status == 200 and told is not None:
            return told
        if answer.status >= 400 and told is not None and isinstance(told.get("errcode"), str):
            raise Refused(answer, str(told.get("errcode")), str(told.get("error", "")))
        if answer.status == 200:
            raise self.http.unanswered(Code.SERVER_CONFUSED, "no JSON")
        raise error_of(self.http, answer)

    def _not_matrix(self) -> SetupError:
        told = _json_object(self.http.send("GET", "/.well-known/matrix/client")) or {}
        named = told.get("m.homeserver")
        address = str(named.get("base_url", "")) if isinstance(named, dict) else ""
        try:
            host = urlsplit(address).hostname or ""
        except ValueError:
            host = ""
        if host and host != self.http.host:
            return SetupError(Code.REDIRECTED, host=self.http.host, other=self.http.words(host))
        return SetupError(Code.SERVICE_MISSING, host=self.http.host, service="Matrix")


def quoted(text: str) -> str:
    """One part of a path."""
    return quote(text, safe="")


def _json_object(answer: Answer) -> dict[str, object] | None:
    try:
        told = answer.json()
    except ValueError:
        return None
    return told if isinstance(told, dict) else None
