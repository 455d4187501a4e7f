"""The portal's errors in our words: every documented code, and what to make of those that are none.

Codes may be empty, a number or a sentence; REST 3.0 has another shape. What a change may have done in spite of the error is
`Unanswered`; what a person must mend is a SetupError; what will never be done is a ServerRefusal. Pure.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from email.utils import parsedate_to_datetime
from enum import Enum, auto

from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ServerRefusal,
    SetupError,
)
from desktop.core.connectors.protocol import Unanswered
from desktop.values import dataclass

LONGEST_PAUSE = 3600.0
_USUAL_PAUSE = 60.0
_V3 = "BITRIX_REST_V3_EXCEPTION_"


class Expired(AuthenticationError):
    """The access token is too old; a new one may be fetched."""


class Missing(ServerRefusal):
    """The object that was asked for is not there."""


class Busy(ConnectionFailure):
    """Surely not done: we asked too fast."""


class Meaning(Enum):
    BUSY = auto()
    PAUSE = auto()
    KEY = auto()
    EXPIRED = auto()
    RIGHTS = auto()
    PLAN = auto()
    MISSING = auto()
    DENIED = auto()
    UNSURE = auto()
    LATER = auto()
    STRANGER = auto()
    REFUSED = auto()


_MEANINGS: dict[str, Meaning] = {
    "QUERY_LIMIT_EXCEEDED": Meaning.BUSY,
    "OPERATION_TIME_LIMIT": Meaning.PAUSE,
    "NO_AUTH_FOUND": Meaning.KEY,
    "INVALID_TOKEN": Meaning.EXPIRED,
    "EXPIRED_TOKEN": Meaning.EXPIRED,
    "INVALID_GRANT": Meaning.KEY,
    "INVALID_CLIENT": Meaning.KEY,
    "WRONG_CLIENT": Meaning.KEY,
    "ERROR_OAUTH": Meaning.KEY,
    "APPLICATION_NOT_FOUND": Meaning.KEY,
    "INSUFFICIENT_SCOPE": Meaning.RIGHTS,
    "INVALID_SCOPE": Meaning.RIGHTS,
    "USER_ACCESS_ERROR": Meaning.RIGHTS,
    "OVERLOAD_LIMIT": Meaning.RIGHTS,
    "PORTAL_DELETED": Meaning.RIGHTS,
    "INVALID_REQUEST": Meaning.RIGHTS,
    "PAYMENT_REQUIRED": Meaning.PLAN,
    "INTERNAL_SERVER_ERROR": Meaning.UNSURE,
    "ERROR_UNEXPECTED_ANSWER": Meaning.UNSURE,
    "NOT_FOUND": Meaning.MISSING,
    "ERROR_NOT_FOUND": Meaning.MISSING,
    "CHAT_NOT_FOUND": Meaning.MISSING,
    "OWNER_NOT_FOUND": Meaning.REFUSED,
    "ERROR_METHOD_NOT_FOUND": Meaning.REFUSED,
    "ACCESS_ERROR": Meaning.DENIED,
    "ACCESS_DENIED_EXTEND": Meaning.DENIED,
    _V3 + "ENTITYNOTFOUNDEXCEPTION": Meaning.MISSING,
    _V3 + "ACCESSDENIEDEXCEPTION": Meaning.DENIED,
    _V3 + "INSUFFICIENTSCOPEEXCEPTION": Meaning.RIGHTS,
}
_TAGS = re.compile(r"<[^<>]{0,200}>")
_PLAN_WORDS = "commercial plan"
_ASKED_OF_ALL = frozenset({"user.current", "scope"})
"""Everybody with a key may ask these, so that "access denied" here speaks of REST as a whole: the plan."""
_LATER_WORDS = ("acquire lock", "a little later")


@dataclass(frozen=True, slots=True)
class Said:
    code: str
    text: str


def read_error(value: object) -> Said | None:
    """The error within an answer, or None when it is none."""
    if not isinstance(value, Mapping) or "error" not in value or "result" in value:
        return None
    error = value["error"]
    if not isinstance(error, Mapping):
        return Said(_word(error), _word(value.get("error_description")))
    reasons = error.get("validation")
    told = [_word(error.get("message"))]
    if isinstance(reasons, list):
        told += [_word(one.get("message")) for one in reasons[:5] if isinstance(one, Mapping)]
    return Said(_word(error.get("code")), " ".join(filter(None, told)))


def evaluate_error(
    said: Said | None,
    status: int,
    *,
    method: str,
    changes: bool,
    host: str,
    words: Callable[[str], str],
    pause: float | None = None,
) -> BandejaError:
    """What an answer that is no success means. `said` None: no error of Bitrix24's shape at all, perhaps not from it."""
    told = _TAGS.sub(" ", said.text or said.code) if said else ""
    text = words(told) or f"HTTP {status}"
    meaning = _meaning_of(said, status, method)
    seconds = round(pause if pause is not None else _USUAL_PAUSE)
    match meaning:
        case Meaning.BUSY:
            return Busy(Code.SERVER_BUSY, host=host, seconds=max(1, round(pause or 1)))
        case Meaning.PAUSE:
            return ConnectionFailure(Code.SERVER_BUSY, host=host, seconds=seconds)
        case Meaning.LATER:
            return ServerRefusal(Code.SERVER_REFUSED, permanent=False, host=host, said=text)
        case Meaning.KEY:
            return AuthenticationError(Code.ACCESS_REFUSED, host=host, said=text)
        case Meaning.EXPIRED:
            return Expired(Code.ACCESS_REFUSED, host=host, said=text)
        case Meaning.RIGHTS:
            return SetupError(Code.RIGHTS_MISSING, host=host, said=text)
        case Meaning.PLAN:
            return SetupError(Code.PAID_PLAN_NEEDED, host=host)
        case Meaning.STRANGER:
            return SetupError(Code.SERVICE_MISSING, host=host, service="Bitrix24")
        case Meaning.MISSING:
            return Missing(Code.SERVER_REFUSED, host=host, said=text)
        case Meaning.DENIED:
            return ServerRefusal(Code.RIGHTS_MISSING, host=host, said=text)
        case Meaning.REFUSED:
            return ServerRefusal(Code.SERVER_REFUSED, host=host, said=text)
        case Meaning.UNSURE:
            kind = Unanswered if changes else ConnectionFailure
            return kind(Code.SERVER_CONFUSED, host=host, said=text)


def read_pause(header: str | None, now: int) -> float | None:
    """Retry-After in seconds or as a date, kept between 1 and LONGEST_PAUSE; None for nonsense."""
    text = (header or "").strip()[:64]
    if not text:
        return None
    if text.isascii() and text.isdigit():
        return min(max(float(text[:12]), 1.0), LONGEST_PAUSE)
    try:
        moment = parsedate_to_datetime(text)
        seconds = moment.timestamp() - now if moment.tzinfo else 1.0
    except (ValueError, OverflowError, TypeError):
        return None
    return min(max(seconds, 1.0), LONGEST_PAUSE)


def _meaning_of(said: Said | None, status: int, method: str) -> Meaning:
    if said is None:
        return _meaning_of_status(status)
    code = said.code.upper()
    text = said.text.casefold()
    if code in ("ACCESS_DENIED", "INVALID_CREDENTIALS"):
        if _PLAN_WORDS in text or (code == "ACCESS_DENIED" and method in _ASKED_OF_ALL):
            return Meaning.PLAN
        if code == "ACCESS_DENIED":
            return Meaning.DENIED
        return Meaning.KEY if status == 401 else Meaning.RIGHTS
    if code in _MEANINGS:
        return _MEANINGS[code]
    if any(words in text for words in _LATER_WORDS):
        return Meaning.LATER
    if status in (401, 407):
        return Meaning.KEY
    if status == 429:
        return Meaning.PAUSE
    if status >= 500:
        return Meaning.UNSURE
    if "access denied" in text or "access denied" in said.code.casefold():
        return Meaning.DENIED
    if status == 404 or "is not found" in text:
        return Meaning.MISSING
    return Meaning.REFUSED


def _meaning_of_status(status: int) -> Meaning:
    """A gateway, a login page or a stranger: what is certain is little."""
    if status in (401, 407):
        return Meaning.KEY
    if status in (402, 403):
        return Meaning.RIGHTS
    if status in (425, 429):
        return Meaning.PAUSE
    if status in (404, 405, 410):
        return Meaning.STRANGER
    if status in (400, 406, 409, 411, 413, 414, 415, 422, 431, 451):
        return Meaning.REFUSED
    return Meaning.UNSURE


def _word(value: object) -> str:
    if isinstance(value, str):
        return value[:1000]
    return str(value) if isinstance(value, int) and not isinstance(value, bool) and abs(value) < 10**18 else ""
