"""Radicale, a CalDAV server, as a child process on a free loopback port; any user, one password, its objects plain files.

Everything lies in one temporary folder, of which nothing is left.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

PASSWORD = 'calendar "secret" ñ:1'
TRIES = 600
CONFIG = """
[server]
hosts = 127.0.0.1:{port}
max_connections = 40
[auth]
type = htpasswd
htpasswd_filename = {folder}/users
htpasswd_encryption = plain
delay = 0
[rights]
type = owner_only
[storage]
filesystem_folder = {folder}/data
[web]
type = none
[logging]
level = warning
"""


SERVE = """
import sys
from radicale import config, log, server
log.setup()
configuration = config.load([(sys.argv[1], False)])
configuration.update({"storage": {"_filesystem_fsync": False}}, "tests", privileged=True)
server.serve(configuration)
"""
"""As `python -m radicale`, but without waiting for the disk: nobody pulls the plug here."""


@dataclass(frozen=True, slots=True)
class Radicale:
    port: int
    folder: Path
    _numbers: count[int]
    host: str = "127.0.0.1"
    password: str = PASSWORD

    def new_user(self, *calendars: tuple[str, str]) -> str:
        """An empty account with calendars of these (name, components)."""
        user = f"ana{next(self._numbers)}"
        self.allow(user)
        for name, components in calendars:
            place = self.calendar(user, name)
            place.mkdir(parents=True)
            properties = {"tag": "VCALENDAR", "D:displayname": name, "C:supported-calendar-component-set": components}
            (place / ".Radicale.props").write_text(json.dumps(properties), "utf-8")
        return user

    def allow(self, user: str) -> None:
        with (self.folder / "users").open("a", encoding="utf-8") as users:
            users.write(f"{user}:{self.password}\n")

    def revoke(self, user: str) -> None:
        """The password is no longer right."""
        users = (self.folder / "users").read_text("utf-8").splitlines()
        left = [line for line in users if not line.startswith(f"{user}:")]
        (self.folder / "users").write_text("".join(f"{line}\n" for line in left), "utf-8")

    def calendar(self, user: str, name: str) -> Path:
        return self.folder / "data" / "collection-root" / user / name


@contextlib.contextmanager
def radicale() -> Iterator[Radicale]:
    """A running server. Raises RuntimeError, with what it wrote, when it does not start."""
    folder = Path(tempfile.mkdtemp(prefix="bandeja-radicale-"))
    try:
        port = free_port()
        (folder / "config").write_text(CONFIG.format(port=port, folder=folder), "utf-8")
        (folder / "users").touch()
        with (folder / "log").open("wb") as log:
            process = subprocess.Popen([sys.executable, "-c", SERVE, folder / "config"], stdout=log, stderr=log)
        try:
            wait_for(process, port, folder / "log")
            yield Radicale(port, folder, count(1))
        finally:
            process.kill()
            process.wait()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def free_port() -> int:
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return int(sock.getsockname()[1])


def wait_for(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    """Until the server takes connections."""
    pause = threading.Event()
    for _ in range(TRIES):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pause.wait(0.05)
    process.kill()
    process.wait()
    raise RuntimeError(f"the server did not start: {log.read_text('utf-8', 'replace')[-2000:]}")
