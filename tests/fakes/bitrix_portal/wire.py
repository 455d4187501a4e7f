"""Requests and answers as the documentation has them: both versions of REST, JSON and forms, their errors."""

from __future__ import annotations

import json
import re
import urllib.parse
from dataclasses import dataclass
from typing import Any

from tests.fakes.https_server import Asked, Reply

V3 = "BITRIX_REST_V3_EXCEPTION_"
_PATH = re.compile(r"/rest/(api/)?(?:(\d+)/([A-Za-z0-9]+)/)?([A-Za-z0-9_.]+?)(?:\.json)?/?")


class Refusal(Exception):
    """An error of the old REST, and a system error of both."""

    def __init__(self, status: int, code: str, text: str) -> None:
        super().__init__(code or text)
        self.status, self.code, self.text = status, code, text

    def body(self) -> dict[str, Any]:
        return {"error": self.code, "error_description": self.text}


class V3Refusal(Refusal):
    def __init__(self, status: int, code: str, text: str, validation: tuple[tuple[str, str], ...] = ()) -> None:
        super().__init__(status, V3 + code, text)
        self.validation = validation

    def body(self) -> dict[str, Any]:
        error: dict[str, Any] = {"code": self.code, "message": self.text}
        if self.validation:
            error["validation"] = [{"field": field, "message": message} for field, message in self.validation]
        return {"error": error}


def not_valid(field: str, message: str) -> V3Refusal:
    name = "VALIDATION_REQUESTVALIDATIONEXCEPTION"
    return V3Refusal(400, name, "Error validating request object", ((field, message),))


@dataclass(frozen=True)
class Call:
    method: str
    third: bool
    user: str
    code: str
    parameters: dict[str, Any]
    key: str | None


def parse_call(asked: Asked) -> Call:
    match = _PATH.fullmatch(asked.path)
    if match is None:
        raise Refusal(404, "ERROR_METHOD_NOT_FOUND", "Method not found!")
    third = bool(match[1])
    return Call(
        match[4],
        third,
        match[2] or "",
        match[3] or "",
        _parse_body(asked, third),
        asked.headers.get("idempotency-key"),
    )


def answer(body: dict[str, Any], status: int = 200, headers: dict[str, str] | None = None) -> Reply:
    text = json.dumps(body, ensure_ascii=False).encode("utf-8", "surrogatepass")
    return Reply(status, text, {"Content-Type": "application/json; charset=utf-8", **(headers or {})})


def _parse_body(asked: Asked, third: bool) -> dict[str, Any]:
    kind = asked.headers.get("content-type", "").partition(";")[0].strip()
    if third:
        # REST 3.0 takes JSON alone and does not read the query string.
        if asked.method == "POST" and asked.body and kind != "application/json":
            raise V3Refusal(400, "INVALIDJSONEXCEPTION", "Invalid JSON")
        return _parse_json(asked.body, third) if asked.method == "POST" and asked.body else {}
    if kind == "application/json":
        return {**asked.query, **(_parse_json(asked.body, third) if asked.body else {})}
    if asked.body:
        return {**asked.query, **_unflatten(urllib.parse.parse_qsl(asked.body.decode(), keep_blank_values=True))}
    return _unflatten(list(asked.query.items()))


def _parse_json(body: bytes, third: bool) -> dict[str, Any]:
    try:
        value = json.loads(body)
    except ValueError:
        value = None
    if isinstance(value, dict):
        return value
    if third:
        raise V3Refusal(400, "INVALIDJSONEXCEPTION", "Invalid JSON")
    return {}


def _unflatten(pairs: list[tuple[str, str]]) -> dict[str, Any]:
    """fields[TITLE]=x as PHP reads it; names that are all numbers make lists."""
    tree: dict[str, Any] = {}
    for name, value in pairs:
        head, *rest = re.findall(r"^[^\[]+|\[[^\]]*\]", name)
        steps = [head, *(step[1:-1] for step in rest)]
        place = tree
        for step in steps[:-1]:
            place = place.setdefault(step, {})
        place[steps[-1] or str(len(place))] = value
    return {name: _lists(value) for name, value in tree.items()}


def _lists(value: Any) -> Any:
    if not isinstance(value, dict):
        return value
    made = {name: _lists(one) for name, one in value.items()}
    return list(made.values()) if made and all(name.isdigit() for name in made) else made
