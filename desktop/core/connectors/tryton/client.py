"""The JSON-RPC of Tryton: a session, calls of a model's methods, and their refusals in words.

A call is one transaction at the server. Raises what `Http.send` raises, ServerRefusal for what Tryton refuses, the error of a
status, and Unanswered for an answer that is none.
"""

from __future__ import annotations

import base64
import json
from urllib.parse import quote

from desktop.core.api.errors import AuthenticationError, Code, ServerRefusal
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.statuses import error_of


class TrytonClient:
    def __init__(self, http: Http, database: str, user: str, password: str) -> None:
        self.http = http
        self._path = f"/{quote(database, safe='')}/rpc/"
        self._user = user
        self._password = password
        self._session = ""
        self._refused: AuthenticationError | None = None

    def call(self, method: str, *arguments: object) -> object:
        """The result of `method`, in the session of our user; logs in when there is none or it has ended."""
        fresh = not self._session
        if fresh:
            self._log_in()
        answer = self._post(method, arguments)
        if answer.status == 401 and not fresh:
            self._log_in()
            answer = self._post(method, arguments)
        return self._result(answer)

    def ids(self, result: object) -> list[int]:
        if not isinstance(result, list) or not all(type(one) is int for one in result):
            raise self.http.unanswered(Code.SERVER_CONFUSED, "no list of records")
        return result

    def rows(self, result: object) -> list[dict[str, object]]:
        if not isinstance(result, list) or not all(isinstance(one, dict) for one in result):
            raise self.http.unanswered(Code.SERVER_CONFUSED, "no list of records")
        return result

    def forget(self) -> None:
        """Log in anew at the next call, even if it was refused before."""
        self._session = ""
        self._refused = None

    def _log_in(self) -> None:
        if self._refused is not None:  # each further try with it makes the server wait twice as long
            raise self._refused
        self._session = ""
        try:
            told = self._result(self._post("common.db.login", (self._user, {"password": self._password}, "en")))
        except AuthenticationError as error:
            self._refused = error
            raise
        if not isinstance(told, list) or len(told) < 2 or type(told[0]) is not int or not isinstance(told[1], str):
            raise self.http.unanswered(Code.SERVER_CONFUSED, "no session")
        session = base64.b64encode(f"{self._user}:{told[0]}:{told[1]}".encode()).decode("ascii")
        self.http.hide(told[1])
        self.http.hide(session)
        self._session = session

    def _post(self, method: str, arguments: tuple[object, ...]) -> Answer:
        headers = {"Content-Type": "application/json"}
        if self._session:
            headers["Authorization"] = f"Session {self._session}"
        body = json.dumps({"id": 1, "method": method, "params": arguments}).encode()
        return self.http.send("POST", self._path, content=body, headers=headers)

    def _result(self, answer: Answer) -> object:
        if answer.status != 200:
            if answer.status in (401, 403):
                self._session = ""
            raise error_of(self.http, answer)
        try:
            told = answer.json()
        except ValueError:
            told = None
        if not isinstance(told, dict) or not ("result" in told or "error" in told):
            raise self.http.unanswered(Code.SERVER_CONFUSED, "no JSON-RPC")
        if "error" not in told:
            return told["result"]
        name, said = _told(told["error"])
        if name == "UserError":
            raise ServerRefusal(Code.SERVER_REFUSED, host=self.http.host, said=self.http.words(said))
        raise self.http.unanswered(Code.SERVER_CONFUSED, f"{name} {said}")


def _told(error: object) -> tuple[str, str]:
    """Name and words of an error like ["UserError", ["Words", "description", null]]."""
    parts = error if isinstance(error, list) and error else [error]
    details = parts[1] if len(parts) > 1 else ""
    words = [part for part in details if isinstance(part, str)] if isinstance(details, list) else [str(details)]
    return str(parts[0])[:100], " ".join(words)[:2000]
