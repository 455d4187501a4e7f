"""Radicale, a CalDAV server, as a child process on a free loopback port; any user, one password, its objects plain files.

Everything lies in one temporary folder, of which nothing is left.
"""

from __future__ import annotations

import contextlib
import json
import shutil
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.fakes.child_server import child_server, free_port

PASSWORD = 'calendar "secret" ñ:1'
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
        (folder / "serve.py").write_text(SERVE, "utf-8")
        arguments = [folder / "config"]
        with child_server(sys.executable, "script", folder / "serve.py", arguments, port=port, folder=folder):
            yield Radicale(port, folder, count(1))
    finally:
        shutil.rmtree(folder, ignore_errors=True)
