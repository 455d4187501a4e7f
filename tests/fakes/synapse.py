"""Synapse, the Matrix server, as a child process on a free loopback port, with SQLite and no federation.

Runs in the environment of requirements/connectors.txt. Everything lies in one temporary folder, of which nothing is left.
"""

from __future__ import annotations

import contextlib
import hashlib
import hmac
import http.client
import json
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tests.fakes.child_server import child_server, free_port
from tests.fakes.server_environment import server_python

SHARED_SECRET = "of the test"
LIMITS = "{per_second: 10000, burst_count: 10000}"
CONFIG = f"""
server_name: localhost
pid_file: FOLDER/pid
listeners: [{{bind_addresses: [127.0.0.1], port: PORT, type: http, tls: false, resources: [{{names: [client]}}]}}]
database: {{name: sqlite3, args: {{database: FOLDER/synapse.db}}}}
log_config: FOLDER/log.yaml
media_store_path: FOLDER/media
signing_key_path: FOLDER/key
registration_shared_secret: {SHARED_SECRET}
macaroon_secret_key: {SHARED_SECRET}
form_secret: {SHARED_SECRET}
report_stats: false
trusted_key_servers: []
suppress_key_server_warning: true
enable_metrics: false
user_directory: {{enabled: true, search_all_users: true}}
bcrypt_rounds: 4
rc_message: {LIMITS}
rc_registration: {LIMITS}
rc_admin_redaction: {LIMITS}
rc_room_creation: {LIMITS}
rc_login: {{address: {LIMITS}, account: {LIMITS}, failed_attempts: {LIMITS}}}
rc_joins: {{local: {LIMITS}, remote: {LIMITS}}}
rc_invites: {{per_room: {LIMITS}, per_user: {LIMITS}, per_issuer: {LIMITS}}}
"""
LOG = """
version: 1
formatters: {plain: {format: '%(asctime)s %(levelname)s %(name)s %(message)s'}}
handlers: {file: {class: logging.FileHandler, filename: FOLDER/log, formatter: plain}}
root: {level: WARNING, handlers: [file]}
"""


@dataclass(frozen=True, slots=True)
class MatrixUser:
    user_id: str
    token: str


@dataclass(frozen=True, slots=True)
class Synapse:
    port: int
    folder: Path
    _numbers: count[int]
    host: str = "127.0.0.1"

    def new_user(self, name: str = "ana", *, admin: bool = False) -> MatrixUser:
        """A user that nobody has used, logged in."""
        name = f"{name}{next(self._numbers)}"
        nonce = self.ask("GET", "/_synapse/admin/v1/register")["nonce"]
        parts = (nonce, name, "password", "admin" if admin else "notadmin")
        mac = hmac.new(SHARED_SECRET.encode(), "\0".join(parts).encode(), hashlib.sha1).hexdigest()
        body = {"nonce": nonce, "username": name, "password": "password", "admin": admin, "mac": mac}
        made = self.ask("POST", "/_synapse/admin/v1/register", body)
        return MatrixUser(made["user_id"], made["access_token"])

    def log_in(self, user_id: str) -> MatrixUser:
        body = {
            "type": "m.login.password",
            "identifier": {"type": "m.id.user", "user": user_id},
            "password": "password",
        }
        made = self.ask("POST", "/_matrix/client/v3/login", body)
        return MatrixUser(user_id, made["access_token"])

    def log_out(self, user: MatrixUser) -> None:
        self.ask("POST", "/_matrix/client/v3/logout", {}, token=user.token)

    def ask(self, method: str, path: str, body: Any = None, *, token: str = "") -> Any:
        """One request past the proxy; its JSON. Fails the test for any status but 200."""
        status, content = self.fetch(method, path, body, token=token)
        assert status == 200, f"{method} {path}: {status} {content[:500]!r}"
        return json.loads(content)

    def fetch(self, method: str, path: str, body: Any = None, *, token: str = "") -> tuple[int, bytes]:
        connection = http.client.HTTPConnection(self.host, self.port, timeout=60)
        headers = {"Content-Type": "application/json"} | ({"Authorization": f"Bearer {token}"} if token else {})
        try:
            connection.request(method, path, None if body is None else json.dumps(body), headers)
            answer = connection.getresponse()
            return answer.status, answer.read()
        finally:
            connection.close()


def quoted(text: str) -> str:
    return quote(text, safe="")


@contextlib.contextmanager
def synapse() -> Iterator[Synapse]:
    """A running server. Raises RuntimeError, with what it wrote, when it does not start."""
    python = server_python()
    folder = Path(tempfile.mkdtemp(prefix="bandeja-synapse-"))
    try:
        port = free_port()
        for name, text in (("config.yaml", CONFIG), ("log.yaml", LOG)):
            (folder / name).write_text(text.replace("FOLDER", str(folder)).replace("PORT", str(port)), "utf-8")
        command = [python, "-m", "synapse.app.homeserver", "-c", folder / "config.yaml"]
        made = subprocess.run([*command, "--generate-missing-configs"], capture_output=True, text=True, cwd=folder)
        if made.returncode != 0:
            raise RuntimeError(f"Synapse could not be set up: {made.stdout[-1000:]}{made.stderr[-1000:]}")
        arguments = ["-c", folder / "config.yaml"]
        with child_server(python, "module", "synapse.app.homeserver", arguments, port=port, folder=folder):
            yield Synapse(port, folder, count(1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
