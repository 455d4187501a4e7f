"""What an HTTP status means for a wish, in the errors of `core.api.errors`, for backends that speak plain HTTP.

Told apart: wait for the user (401, 403), try again later (429, 503), may have been made (other 5xx), refused for good (other
4xx). The connector's thread.
"""

from __future__ import annotations

from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ServerRefusal,
    SetupError,
)
from desktop.core.connectors.http import Answer, Http

_PAUSE = 30.0
_LONGEST_PAUSE = 3600.0


def error_of(http: Http, answer: Answer, said: str = "") -> BandejaError:
    """The error for an answer that is not the one hoped for; `said` in the server's words, else its first line."""
    words = http.words(said) or http.words(f"{answer.status} {_first_words(answer)}".strip())
    status = answer.status
    if status == 401:
        return AuthenticationError(Code.ACCESS_REFUSED, host=http.host, said=words)
    if status == 403:
        return SetupError(Code.RIGHTS_MISSING, host=http.host, said=words)
    if status in (429, 503):
        seconds = pause_of(answer)
        http.pause(seconds)
        return ConnectionFailure(Code.SERVER_BUSY, host=http.host, seconds=round(seconds))
    if status == 413:
        return ServerRefusal(Code.TOO_LARGE, host=http.host, said=words)
    if 400 <= status < 500 and status not in (408, 421, 425):
        return ServerRefusal(Code.SERVER_REFUSED, host=http.host, said=words)
    return http.unanswered(Code.SERVER_CONFUSED, words)


def pause_of(answer: Answer) -> float:
    """Retry-After in seconds, between one second and an hour. A date is taken as half a minute."""
    asked = answer.headers.get("retry-after", "").strip()
    return (
        min(max(float(asked), 1.0), _LONGEST_PAUSE)
        if asked.isascii() and asked.isdigit() and len(asked) < 12
        else _PAUSE
    )


def _first_words(answer: Answer) -> str:
    """Of a text; a page of HTML says nothing that a person would want to read here."""
    kind = answer.headers.get("content-type", "")
    return (
        ""
        if "html" in kind or answer.body.lstrip()[:1] in (b"<", b"{")
        else answer.body[:200].decode("utf-8", "replace")
    )
