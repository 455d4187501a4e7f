"""Asks a running QtWebEngine for the text of the page it shows, over the protocol of Chromium's developer tools.

Only what this one question needs of WebSocket (RFC 6455): a client's frames are masked, a server's are not. Any trouble is "not
yet": the engine may be starting, or the page being laid out.
"""

from __future__ import annotations

import base64
import json
import os
import socket
import struct
import urllib.request
from urllib.parse import urlsplit

ANSWER_SECONDS = 10.0
_QUESTION = {"id": 1, "method": "DOM.getDocument", "params": {"depth": -1}}


def read_page_text(port: int) -> str:
    """All text of the first page, "" while there is none."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/json/list", timeout=ANSWER_SECONDS) as answer:
            pages = [
                page for page in json.load(answer) if page["type"] == "page" and page["url"].startswith("mailmsg:")
            ]
        return _text(_ask(pages[0]["webSocketDebuggerUrl"])["result"]["root"]) if pages else ""
    except (OSError, ValueError, KeyError):
        return ""


def _text(node: dict) -> str:
    return node.get("nodeValue", "") + "".join(_text(child) for child in node.get("children", ()))


def _ask(address: str) -> dict:
    place = urlsplit(address)
    with socket.create_connection((place.hostname, place.port), ANSWER_SECONDS) as stream:
        key = base64.b64encode(os.urandom(16)).decode()
        stream.sendall(
            f"GET {place.path} HTTP/1.1\r\nHost: {place.netloc}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Sec-WebSocket-Key: {key}\r\nSec-WebSocket-Version: 13\r\n\r\n".encode()
        )
        with stream.makefile("rb") as answers:
            while answers.readline().strip():
                pass
            words = json.dumps(_QUESTION).encode()
            stream.sendall(struct.pack("!BB4x", 0x81, 0x80 | len(words)) + words)  # masked with nothing
            while True:
                told = json.loads(_frame(answers.read))
                if told.get("id") == 1:
                    return told


def _frame(read) -> bytes:
    head = read(2)
    if len(head) < 2:
        raise ConnectionError("the engine hung up")
    length = head[1] & 0x7F
    if length == 126:
        (length,) = struct.unpack("!H", read(2))
    elif length == 127:
        (length,) = struct.unpack("!Q", read(8))
    return read(length)
