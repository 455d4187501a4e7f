"""An IMAP server that tests have started, as they see it: Cyrus or Courier, in the words that Dovecot's fixture has too."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from itertools import count
from pathlib import Path

from tests.fakes.debian_root import DebianRoot
from tests.fakes.dovecot import PASSWORD


@dataclass(frozen=True, slots=True)
class RealServer:
    """`port` speaks plain and STARTTLS, `tls_port` TLS; `ca_file` vouches for localhost. The user's own mailboxes are named
    `prefix` + name, with `delimiter` between levels."""

    port: int
    tls_port: int
    ca_file: Path
    root: DebianRoot
    _users: count[int]
    prefix: str = ""
    delimiter: str = "/"
    make_home: Callable[[str], None] | None = None
    host: str = "127.0.0.1"
    password: str = PASSWORD

    def new_user(self) -> str:
        """A name that nobody has used: an empty account of its own for each test."""
        user = f"user{next(self._users)}"
        if self.make_home is not None:
            self.make_home(user)
        return user

    def log(self) -> str:
        return self.root.said()
