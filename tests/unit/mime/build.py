"""Small messages, and a measure of time, for the tests of this room."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any


def is_quick(limit: float, function: Callable[..., Any], *arguments: Any) -> bool:
    """Whether a call takes under `limit` seconds of this thread's processor time in one of three tries.

    Processor time, because other work on the machine must not decide a test.
    """
    for _ in range(3):
        start = time.thread_time()
        function(*arguments)
        if time.thread_time() - start < limit:
            return True
    return False


def message(*headers: str, body: str | bytes = "", end: str = "\r\n") -> bytes:
    """A message of header lines and a body, in which "\\n" stands for `end`."""
    text = body if isinstance(body, bytes) else body.encode()
    return "".join(line + end for line in headers).encode() + end.encode() + text.replace(b"\n", end.encode())


def part(content_type: str, body: str, *headers: str) -> str:
    return "\n".join([f"Content-Type: {content_type}", *headers]) + "\n\n" + body + "\n"


def multipart(subtype: str, *parts: str, boundary: str = "b", parameters: str = "") -> str:
    """Header line and body of a multipart, to be used as a part or, through `whole`, as a message."""
    inner = "".join(f"--{boundary}\n{text}" for text in parts)
    return f'Content-Type: multipart/{subtype}; boundary="{boundary}"{parameters}\n\n{inner}--{boundary}--\n'


def whole(entity: str, *headers: str) -> bytes:
    """A message whose MIME header and body are `entity`."""
    return (
        ("\n".join(["From: Ana <ana@example.org>", "Subject: test", *headers]) + "\n" + entity)
        .replace("\n", "\r\n")
        .encode()
    )
