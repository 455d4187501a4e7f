"""A provider's sign-in over TLS on loopback that keeps the rules strictly, and a browser that goes where it is sent.

It refuses what RFC 9700 tells a provider to refuse: plain or absent PKCE, a code used twice or with another redirect
address, and a refresh token used again after its rotation (the whole family is revoked then).
"""

from __future__ import annotations

import base64
import hashlib
import json
import socket
import ssl
import threading
import urllib.parse
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

from desktop.core.accounts.oauth import OAuthClient
from desktop.core.api.discovery import SignIn


@dataclass
class FakeAuthority:
    """`answers` replaces the next token answers: (status, body). `posted` keeps every form that came."""

    context: ssl.SSLContext
    rotates: bool = True
    lifetime: object = 3600
    posted: list[dict[str, str]] = field(default_factory=list)
    answers: list[tuple[int, bytes, dict[str, str]]] = field(default_factory=list)
    requested_paths: list[str] = field(default_factory=list)
    issued: Callable[[str], object] = lambda token: None
    """Hears every access token that is given out."""

    def __post_init__(self) -> None:
        self._codes: dict[str, dict[str, str]] = {}
        self._refresh: set[str] = set()
        self._spent: set[str] = set()
        self._count = 0
        self._lock = threading.Lock()
        authority = self

        class Handler(BaseHTTPRequestHandler):
            def do_POST(self) -> None:
                authority.requested_paths.append(self.path)
                body = self.rfile.read(int(self.headers["Content-Length"]))
                status, answer, headers = authority.answer(dict(urllib.parse.parse_qsl(body.decode(), True)))
                self.send_response(status)
                for name, value in {**headers, "Content-Length": str(len(answer))}.items():
                    self.send_header(name, value)
                self.end_headers()
                self.wfile.write(answer)

            do_GET = do_POST

            def log_message(self, *_: object) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = False
        self._server.handle_error = lambda *_: None
        self._server.socket = self.context.wrap_socket(self._server.socket, server_side=True)
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.01})
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._thread.join()
        self._server.server_close()

    @property
    def url(self) -> str:
        return f"https://localhost:{self._server.server_port}"

    def client(self, **options: object) -> OAuthClient:
        sign_in = SignIn("https://login.example", f"{self.url}/authorize", f"{self.url}/token", "mail offline")
        return OAuthClient("bandeja-of-ana", sign_in, **options)

    def agree(self, authorize_url: str) -> tuple[str, dict[str, str]]:
        """The person agrees: the redirect address and the fields of a right answer."""
        query = dict(urllib.parse.parse_qsl(urllib.parse.urlsplit(authorize_url).query))
        with self._lock:
            self._count += 1
            code = f"code-{self._count}"
            self._codes[code] = query
        return query["redirect_uri"], {"code": code, "state": query["state"], "iss": "https://login.example"}

    def revoke(self) -> None:
        self._refresh.clear()

    def answer(self, form: dict[str, str]) -> tuple[int, bytes, dict[str, str]]:
        with self._lock:
            self.posted.append(form)
            if self.answers:
                return self.answers.pop(0)
            problem = self._exchange(form) if form.get("grant_type") == "authorization_code" else self._rotate(form)
            if problem:
                return 400, json.dumps({"error": problem, "error_description": "not again"}).encode(), {}
            self._count += 1
            tokens: dict[str, object] = {
                "access_token": f"access-{self._count}",
                "token_type": "Bearer",
                "expires_in": self.lifetime,
            }
            if self.rotates or form.get("grant_type") == "authorization_code":
                tokens["refresh_token"] = f"refresh-{self._count}"
                self._refresh = {f"refresh-{self._count}"}
            self.issued(str(tokens["access_token"]))
            return 200, json.dumps(tokens).encode(), {}

    def _exchange(self, form: dict[str, str]) -> str:
        query = self._codes.pop(form.get("code", ""), None)
        if query is None:
            return "invalid_grant"
        digest = hashlib.sha256(form.get("code_verifier", "").encode()).digest()
        challenge = base64.urlsafe_b64encode(digest).rstrip(b"=").decode()
        right = (
            query.get("code_challenge_method") == "S256"
            and query.get("code_challenge") == challenge
            and query.get("redirect_uri") == form.get("redirect_uri")
            and query.get("client_id") == form.get("client_id")
            and query.get("response_type") == "code"
        )
        return "" if right else "invalid_grant"

    def _rotate(self, form: dict[str, str]) -> str:
        token = form.get("refresh_token", "")
        if token in self._spent:
            self._refresh.clear()
        if token not in self._refresh:
            return "invalid_grant"
        if self.rotates:
            self._spent.add(token)
        return ""


class Browser:
    """Sends raw requests to the redirect address; keeps the connections open until `close`, as browsers do."""

    def __init__(self) -> None:
        self._connections: list[socket.socket] = []

    def connect(self, redirect_uri: str) -> socket.socket:
        parts = urllib.parse.urlsplit(redirect_uri)
        connection = socket.create_connection((parts.hostname or "", parts.port or 0), timeout=5)
        self._connections.append(connection)
        return connection

    def send(self, redirect_uri: str, fields: dict[str, str] | str, **change: str) -> socket.socket:
        """GET the redirect address with a query; `change` may name another method, path or host, or more headers."""
        query = fields if isinstance(fields, str) else urllib.parse.urlencode(fields)
        host = change.get("host", f"Host: {urllib.parse.urlsplit(redirect_uri).netloc}\r\n")
        request = f"{change.get('method', 'GET')} {change.get('path', '/')}?{query} HTTP/1.1\r\n{host}\r\n"
        connection = self.connect(redirect_uri)
        connection.sendall(request.encode())
        return connection

    def close(self) -> None:
        for connection in self._connections:
            connection.close()


def read_all(connection: socket.socket) -> bytes:
    received = b""
    while data := connection.recv(4096):
        received += data
    return received
