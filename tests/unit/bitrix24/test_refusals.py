"""Every error of the documentation, and what is none: the right class, one sentence, and no word too many."""

from __future__ import annotations

import pytest

from desktop.core.api.errors import (
    AuthenticationError,
    BandejaError,
    Code,
    ConnectionFailure,
    ServerRefusal,
    SetupError,
)
from desktop.core.connectors.bitrix24.refusals import (
    Busy,
    Expired,
    Missing,
    Said,
    evaluate_error,
    read_error,
    read_pause,
)
from desktop.core.connectors.protocol import Unanswered
from desktop.core.network import plain_words

V3 = "BITRIX_REST_V3_EXCEPTION_"
NOW = 1_793_182_800


def _evaluate(status: int, value: object, *, method: str = "tasks.task.add", changes: bool = True) -> BandejaError:
    said = read_error(value)
    return evaluate_error(
        said, status, method=method, changes=changes, host="portal.example.org", words=plain_words, pause=None
    )


def _old(code: object, text: object = "") -> dict[str, object]:
    return {"error": code, "error_description": text}


def _new(code: str, message: str = "No", *reasons: str) -> dict[str, object]:
    validation = [{"field": "messageId", "message": reason} for reason in reasons]
    return {"error": {"code": V3 + code, "message": message, **({"validation": validation} if reasons else {})}}


DOCUMENTED = [
    (503, _old("QUERY_LIMIT_EXCEEDED", "Too many requests"), Busy, Code.SERVER_BUSY),
    (429, _old("OPERATION_TIME_LIMIT", "Blocked"), ConnectionFailure, Code.SERVER_BUSY),
    (401, _old("NO_AUTH_FOUND", "Wrong authorization data"), AuthenticationError, Code.ACCESS_REFUSED),
    (401, _old("INVALID_CREDENTIALS", "Invalid request credentials"), AuthenticationError, Code.ACCESS_REFUSED),
    (403, _old("INVALID_CREDENTIALS", "Invalid request credentials"), SetupError, Code.RIGHTS_MISSING),
    (401, _old("expired_token", "The access token provided has expired."), Expired, Code.ACCESS_REFUSED),
    (403, _old("insufficient_scope", "The request requires higher privileges"), SetupError, Code.RIGHTS_MISSING),
    (403, _old("user_access_error", "The user does not have access"), SetupError, Code.RIGHTS_MISSING),
    (400, _old("INVALID_REQUEST", "Https required"), SetupError, Code.RIGHTS_MISSING),
    (503, _old("OVERLOAD_LIMIT", "REST API is blocked due to overload"), SetupError, Code.RIGHTS_MISSING),
    (500, _old("PORTAL_DELETED", "Portal was deleted"), SetupError, Code.RIGHTS_MISSING),
    (403, _old("ACCESS_DENIED", "REST API is available only on commercial plans"), SetupError, Code.PAID_PLAN_NEEDED),
    (402, _old("PAYMENT_REQUIRED", "Payment required"), SetupError, Code.PAID_PLAN_NEEDED),
    (500, _old("INTERNAL_SERVER_ERROR", "Internal server error"), Unanswered, Code.SERVER_CONFUSED),
    (500, _old("ERROR_UNEXPECTED_ANSWER", "Unexpected"), Unanswered, Code.SERVER_CONFUSED),
    (404, _old("ERROR_METHOD_NOT_FOUND", "Method not found!"), ServerRefusal, Code.SERVER_REFUSED),
    (405, _old("ERROR_BATCH_METHOD_NOT_ALLOWED", "Not allowed"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old("ERROR_CORE", "Task title is not specified<br>"), ServerRefusal, Code.SERVER_REFUSED),
    (
        400,
        _old("100", "Could not find value for parameter {fields} (internal error)"),
        ServerRefusal,
        Code.SERVER_REFUSED,
    ),
    (400, _old("0", "wrong task id"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old(0, "wrong task id"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old("1048582", "No access to delete the task"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old("", 'The required parameter "name" is not set'), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old("", "Access denied."), ServerRefusal, Code.RIGHTS_MISSING),
    (400, _old("", "Activity is not found"), Missing, Code.SERVER_REFUSED),
    (400, _old("The field SUBJECT is not defined or empty"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _old("ERROR_NOT_FOUND", "Could not find entity with id `1`"), Missing, Code.SERVER_REFUSED),
    (403, _old("ACCESS_ERROR", "You do not have access"), ServerRefusal, Code.RIGHTS_MISSING),
    (403, _old("ACCESS_DENIED", "Access denied"), ServerRefusal, Code.RIGHTS_MISSING),
    (400, _old("FILE_TOO_LARGE", "File too large"), ServerRefusal, Code.SERVER_REFUSED),
    (200, _old("ERROR_CORE", "with a good status"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _new("VALIDATION_REQUESTVALIDATIONEXCEPTION", "No", "Required"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _new("INVALIDJSONEXCEPTION"), ServerRefusal, Code.SERVER_REFUSED),
    (400, _new("ENTITYNOTFOUNDEXCEPTION"), Missing, Code.SERVER_REFUSED),
    (403, _new("ACCESSDENIEDEXCEPTION"), ServerRefusal, Code.RIGHTS_MISSING),
    (403, _new("INSUFFICIENTSCOPEEXCEPTION"), SetupError, Code.RIGHTS_MISSING),
    (422, _new("IDEMPOTENCYKEYREUSEDEXCEPTION"), ServerRefusal, Code.SERVER_REFUSED),
]


@pytest.mark.parametrize(("status", "value", "kind", "code"), DOCUMENTED, ids=lambda one: repr(one)[:60])
def test_documented_errors(status: int, value: object, kind: type[BandejaError], code: Code):
    error = _evaluate(status, value)
    assert type(error) is kind
    assert error.code is code
    assert "portal.example.org" in error.sentence()
    assert "<" not in error.sentence()
    if isinstance(error, ServerRefusal):
        assert error.permanent


@pytest.mark.parametrize("words", ["Failed to acquire lock for chat creation", "Please try a little later"])
def test_what_the_portal_wants_asked_again(words: str):
    error = _evaluate(400, _new("VALIDATION_REQUESTVALIDATIONEXCEPTION", "No", words))
    assert isinstance(error, ServerRefusal)
    assert not error.permanent


@pytest.mark.parametrize("method", ["user.current", "scope"])
def test_denied_to_everybody_is_the_plan_in_any_language(method: str):
    error = _evaluate(403, _old("ACCESS_DENIED", "Solo en planes de pago"), method=method)
    assert error.code is Code.PAID_PLAN_NEEDED


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (400, ServerRefusal), (401, AuthenticationError), (403, SetupError), (404, SetupError), (405, SetupError), (407, AuthenticationError),
        (408, Unanswered), (409, ServerRefusal), (413, ServerRefusal), (418, Unanswered), (429, ConnectionFailure),
        (500, Unanswered), (502, Unanswered), (503, Unanswered), (504, Unanswered), (599, Unanswered), (204, Unanswered),
    ],
)  # fmt: skip
def test_an_answer_of_somebody_else(status: int, kind: type[BandejaError]):
    assert type(_evaluate(status, None)) is kind
    if kind is Unanswered:
        assert type(_evaluate(status, None, changes=False)) is ConnectionFailure


@pytest.mark.parametrize(
    "value",
    [
        {"error": None}, {"error": []}, {"error": {"code": [], "message": {}}}, {"error": {"validation": "x"}}, {"error": True},
        {"error": {"validation": [1, None, {"message": 5}]}}, {"error": 10**400}, {"error": "x" * 10**6},
        {"error": "\x1b[31mred\u202e\0", "error_description": ["a"]},
    ],
)  # fmt: skip
def test_errors_of_no_shape(value: object):
    sentence = _evaluate(400, value).sentence()
    assert len(sentence) < 600
    assert sentence.isprintable()


@pytest.mark.parametrize("value", [None, [], "error", 5, {}, {"result": 1}, {"result": 1, "error": "x"}])
def test_what_is_no_error(value: object):
    assert read_error(value) is None


@pytest.mark.parametrize(
    ("header", "seconds"),
    [
        (None, None), ("", None), ("5", 5.0), ("0", 1.0), ("-5", None), ("315360000", 3600.0), ("9" * 400, 3600.0),
        ("1.5", None), ("²", None), ("soon", None), ("Wed, 28 Oct 2026 10:21:00 GMT", 60.0),
        ("Fri, 31 Dec 2035 23:59:59 GMT", 3600.0), ("Thu, 01 Jan 1970 00:00:00 GMT", 1.0),
        ("Wed, 28 Oct 2026 10:21:00", 1.0), ("Wed, 99 Foo 2026 10:21:00 GMT", None), ("\0", None),
    ],
)  # fmt: skip
def test_retry_after(header: str | None, seconds: float | None):
    assert read_pause(header, NOW) == seconds


def test_a_code_without_words_is_told():
    assert "ERROR_CORE" in _evaluate(400, _old("ERROR_CORE")).sentence()
    assert read_error(_old(5)) == Said("5", "")
