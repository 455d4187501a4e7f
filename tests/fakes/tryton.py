"""Tryton, a CRM among other things, as a child process on a free loopback port, with SQLite and its parties.

Runs in the environment of requirements/connectors.txt. Everything lies in one temporary folder, of which nothing is left.
"""

from __future__ import annotations

import base64
import contextlib
import http.client
import json
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any

from tests.fakes.child_server import child_server, free_port
from tests.fakes.server_environment import server_python

DATABASE = "crm"
PASSWORD = 'Tryton "secret" ñ 1'
CONFIG = """
[database]
uri = sqlite://
path = FOLDER
[web]
listen = 127.0.0.1:PORT
[session]
authentications = password
max_attempt = 1000000
max_attempt_ip_network = 1000000
[password]
length = 1
"""


@dataclass(frozen=True, slots=True)
class Tryton:
    port: int
    folder: Path
    session: str
    _numbers: count[int]
    host: str = "127.0.0.1"
    user: str = "admin"
    password: str = PASSWORD

    def call(self, method: str, *arguments: Any) -> Any:
        """One call past the proxy, as the administrator."""
        return call(self.port, self.session, method, *arguments)

    def number(self) -> int:
        return next(self._numbers)


def call(port: int, session: str, method: str, *arguments: Any) -> Any:
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    headers = {"Content-Type": "application/json"} | ({"Authorization": f"Session {session}"} if session else {})
    body = json.dumps({"id": 1, "method": method, "params": list(arguments)})
    try:
        connection.request("POST", f"/{DATABASE}/rpc/", body, headers)
        answer = connection.getresponse()
        content = answer.read()
    finally:
        connection.close()
    assert answer.status == 200, f"{method}: {answer.status} {content[:500]!r}"
    told = json.loads(content)
    assert "error" not in told, f"{method}: {told['error']}"
    return told["result"] if isinstance(told, dict) else told


def log_in(port: int, user: str, password: str) -> str:
    """What a session's header says after the word Session."""
    uid, token, *_ = call(port, "", "common.db.login", user, {"password": password}, "en")
    return base64.b64encode(f"{user}:{uid}:{token}".encode()).decode()


@contextlib.contextmanager
def tryton() -> Iterator[Tryton]:
    """A running server. Raises RuntimeError, with what it wrote, when it does not start."""
    python = server_python()
    folder = Path(tempfile.mkdtemp(prefix="bandeja-tryton-"))
    try:
        port = free_port()
        config, password = folder / "trytond.conf", folder / "password"
        config.write_text(CONFIG.replace("FOLDER", str(folder)).replace("PORT", str(port)), "utf-8")
        password.write_text(PASSWORD, "utf-8")
        environment = os.environ | {"TRYTONPASSFILE": str(password)}
        (folder / f"{DATABASE}.sqlite").touch()
        setup = [
            python,
            python.with_name("trytond-admin"),
            "-c",
            config,
            "-d",
            DATABASE,
            "-u",
            "party",
            "--activate-dependencies",
            "--email",
            "a@example.org",
            "-p",
        ]
        made = subprocess.run(setup, capture_output=True, text=True, env=environment, cwd=folder)
        if made.returncode != 0:
            raise RuntimeError(f"Tryton could not be set up: {made.stdout[-1000:]}{made.stderr[-1000:]}")
        arguments = ["-c", config, "-d", DATABASE]
        with child_server(python, "script", python.with_name("trytond"), arguments, port=port, folder=folder):
            yield Tryton(port, folder, log_in(port, "admin", PASSWORD), count(1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
