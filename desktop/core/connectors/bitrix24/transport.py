"""One portal, asked method by method: REST in its old shape and in 3.0, at the pace the portal allows.

Before anything leaves `guard` is asked. What comes back is either of the shape that the caller reads, or an error of
`core.api.errors`: Unanswered only for a change that may have happened. The connector's thread; `cancel` from any.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Mapping
from contextlib import suppress
from typing import TypeVar

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure
from desktop.core.clock import Clock
from desktop.core.connectors.bitrix24.access import Access
from desktop.core.connectors.bitrix24.answers import Garbled, part
from desktop.core.connectors.bitrix24.guard import check_harmless
from desktop.core.connectors.bitrix24.refusals import (
    LONGEST_PAUSE,
    Busy,
    Expired,
    Said,
    evaluate_error,
    read_error,
    read_pause,
)
from desktop.core.connectors.http import Answer, Http
from desktop.core.connectors.pace import Pace
from desktop.core.connectors.protocol import Unanswered

BURST = 40
RATE = 2.0
"""Of the 50 and 2 a second that every plan has, shared by all programs behind one address: we leave some."""
_TRIES = 3
"""Of what the portal surely did not do because it was asked too fast."""
_HEADERS = {"Content-Type": "application/json"}
T = TypeVar("T")


class Portal:
    def __init__(self, http: Http, access: Access, pace: Pace, clock: Clock, origin: str) -> None:
        self.origin = origin
        self._http = http
        self._access = access
        self._pace = pace
        self._clock = clock
        self._resets: dict[str, int] = {}
        """By method, when the portal lets go of the oldest minute it counts: epoch seconds, from its last answer."""
        self._held: dict[str, float] = {}

    @property
    def host(self) -> str:
        return self._http.host

    def __repr__(self) -> str:
        return f"Portal({self.host})"

    def ask(self, method: str, parameters: Mapping[str, object], read: Callable[[object], T]) -> T:
        """Something that changes nothing: never Unanswered."""
        try:
            return self._call(method, parameters, read, changes=False)
        except Unanswered as error:
            raise ConnectionFailure(error.code, **error.parameters) from None

    def change(self, method: str, parameters: Mapping[str, object], read: Callable[[object], T]) -> T:
        return self._call(method, parameters, read, changes=True)

    def ask_v3(self, method: str, parameters: Mapping[str, object], read: Callable[[object], T]) -> T:
        try:
            return self._call(method, parameters, read, changes=False, third=True)
        except Unanswered as error:
            raise ConnectionFailure(error.code, **error.parameters) from None

    def change_v3(self, method: str, parameters: Mapping[str, object], key: str, read: Callable[[object], T]) -> T:
        """`key` is the Idempotency-Key: within 24 hours the same call again gets the first answer."""
        return self._call(method, parameters, read, changes=True, third=True, key=key)

    def confused(self, said: str) -> Unanswered:
        """The error for answers that do not fit together."""
        return self._http.unanswered(Code.SERVER_CONFUSED, said)

    def cancel(self) -> None:
        self._http.cancel()
        self._access.cancel()

    def close(self) -> None:
        self._http.close()
        self._access.close()

    def _call(
        self,
        method: str,
        parameters: Mapping[str, object],
        read: Callable[[object], T],
        *,
        changes: bool,
        third: bool = False,
        key: str = "",
    ) -> T:
        check_harmless(method, parameters)
        self._check_held(method)
        renewed = False
        for tries in range(_TRIES + 1):
            try:
                return self._once(method, parameters, read, changes=changes, third=third, key=key)
            except Busy:
                if tries >= _TRIES - 1:
                    raise
                # Another program shares the limit: from here on no more than what leaks out.
                self._pace.drain()
                self._http.pause(1.0 + tries)
            except Expired:
                if renewed or not self._access.renew():
                    raise
                renewed = True
        raise Busy(Code.SERVER_BUSY, host=self.host, seconds=1)

    def _once(
        self,
        method: str,
        parameters: Mapping[str, object],
        read: Callable[[object], T],
        *,
        changes: bool,
        third: bool,
        key: str,
    ) -> T:
        body = json.dumps(self._access.sign(parameters)).encode("ascii")
        headers = {**_HEADERS, "Idempotency-Key": key} if key else _HEADERS
        answer = self._http.send("POST", self._access.path(method, third=third), content=body, headers=headers)
        value: object = None
        with suppress(ValueError):
            value = answer.json()
        if isinstance(value, Mapping):
            self._learn(method, value)
        said = read_error(value)
        if said is not None or not 200 <= answer.status < 300:
            raise self._failure(said, answer, method, changes)
        if not isinstance(value, Mapping) or "result" not in value or "error" in value:
            raise self._http.unanswered(Code.SERVER_CONFUSED, "no answer of Bitrix24")
        try:
            return read(value["result"])
        except Garbled as error:
            raise self._http.unanswered(Code.SERVER_CONFUSED, f"{method}: {error}") from None

    def _failure(self, said: Said | None, answer: Answer, method: str, changes: bool) -> BandejaError:
        pause = read_pause(answer.headers.get("retry-after"), self._clock.now())
        if answer.status == 429:
            pause = pause if pause is not None else self._until_reset(method)
            self._held[method] = self._clock.monotonic() + pause
        elif pause is not None and answer.status >= 500:
            self._http.pause(pause)
        return evaluate_error(
            said, answer.status, method=method, changes=changes, host=self.host, words=self._http.words, pause=pause
        )

    def _learn(self, method: str, value: Mapping[str, object]) -> None:
        reset = part(value, "time", "operating_reset_at")
        if isinstance(reset, int | float) and 0 < reset < 10**11:
            self._resets[method] = int(reset)

    def _until_reset(self, method: str) -> float:
        """There is no Retry-After of Bitrix24's own: the last answer told when the oldest minute is forgotten."""
        left = self._resets.get(method, 0) - self._clock.now()
        return min(float(left), LONGEST_PAUSE) if left > 0 else 60.0

    def _check_held(self, method: str) -> None:
        left = self._held.get(method, 0.0) - self._clock.monotonic()
        if left > 0:
            raise ConnectionFailure(Code.SERVER_BUSY, host=self.host, seconds=max(1, round(left)))
