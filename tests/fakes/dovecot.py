"""Debian's Dovecot on free loopback ports: the judge of our client and of our embedded server.

Plain with STARTTLS on one port, TLS on another, with a certificate of a test authority; any user name, one password; a bulk
loader. Runs as root, its mail then belonging to nobody, and as an ordinary user. Everything lies in one temporary folder, of
which nothing is left.
"""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import signal
import socket
import subprocess
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import count
from pathlib import Path
from types import MappingProxyType

from desktop.core.clock import utc
from desktop.core.demo.mail_server.names import encode_name
from tests.fakes.certificates import Certificates
from tests.fakes.dovecot_configuration import Setup, configuration
from tests.fakes.server_process import PATIENCE, free_port, greets, leash

PASSWORD = 'Tr0ub4dor&3\\"quoted"'  # has to be quoted well on the wire
USUAL_MAILBOXES = MappingProxyType(
    {"Sent": "\\Sent", "Archive": "\\Archive", "Trash": "\\Trash", "Drafts": "\\Drafts", "Junk": "\\Junk"}
)
SPANISH_MAILBOXES = MappingProxyType(
    {
        "Enviados": "\\Sent",
        "Archivo": "\\Archive",
        "Papelera": "\\Trash",
        "Borradores": "\\Drafts",
        "Correo no deseado": "\\Junk",
    }
)
TRIES = 3
BATCH = 400  # mails in one APPEND
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")

Mail = tuple[bytes, int, Iterable[str]]
"""(raw with CRLF, internaldate in seconds since 1970, flags)."""


def find_dovecot() -> str | None:
    return shutil.which("dovecot", path=os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"]))


@dataclass(frozen=True, slots=True)
class Dovecot:
    """`port` speaks plain and STARTTLS, `tls_port` TLS; `ca_file` vouches for localhost and 127.0.0.1."""

    port: int
    tls_port: int
    ca_file: Path
    folder: Path
    _users: count[int]
    host: str = "127.0.0.1"
    password: str = PASSWORD

    def new_user(self) -> str:
        """A name that nobody has used: an empty account of its own for each test."""
        return f"user{next(self._users)}"

    def load(self, user: str, mailbox: str, mails: Iterable[Mail]) -> int:
        """Add mails to a mailbox, which is made when it is not there; their number. Many go in one APPEND."""
        with _Loader(self.host, self.port, user, self.password) as loader:
            return loader.load(encode_name(mailbox), mails)

    def log(self) -> str:
        path = self.folder / "log"
        return path.read_text("utf-8", "replace") if path.exists() else ""


@contextlib.contextmanager
def dovecot(
    *,
    executable: str | None = None,
    mailbox_format: str = "sdbox",
    special_use: Mapping[str, str] = USUAL_MAILBOXES,
    extra_config: str = "",
) -> Iterator[Dovecot]:
    """A running server. `mailbox_format` is sdbox, mdbox or maildir; `special_use` names mailboxes that exist from the start.

    Raises RuntimeError, with what Dovecot wrote, when it does not start.
    """
    program = executable or find_dovecot()
    if program is None:
        raise RuntimeError("Dovecot is not installed (apt-get install dovecot-imapd)")
    folder = Path(tempfile.mkdtemp(prefix="bandeja-dovecot-", dir="/tmp"))  # short: its sockets' names are bounded
    folder.chmod(0o755)
    try:
        process, server = _start(program, folder, mailbox_format, special_use, extra_config)
        try:
            yield server
        finally:
            _stop(process)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _start(
    program: str, folder: Path, mailbox_format: str, special_use: Mapping[str, str], extra_config: str
) -> tuple[subprocess.Popen[bytes], Dovecot]:
    certificates = Certificates(folder)
    key, chain = certificates.good_files()
    as_root = os.geteuid() == 0
    user, group = ("nobody", "nogroup") if as_root else (getpass.getuser(), _group_name())
    (folder / "mail").mkdir()
    if as_root:
        shutil.chown(folder / "mail", user, group)
    version = subprocess.run([program, "--version"], capture_output=True, text=True, timeout=PATIENCE).stdout
    setup = Setup(
        folder=folder,
        user=user,
        group=group,
        key=key,
        chain=chain,
        password=PASSWORD,
        mailbox_format=mailbox_format,
        special_use=special_use,
        extra=extra_config,
    )
    for _ in range(TRIES):  # another program may take a free port before Dovecot does
        port, tls_port = free_port(), free_port()
        config = configuration(version, setup, port, tls_port)
        (folder / "dovecot.conf").write_text(config, encoding="utf-8")
        with (folder / "errors").open("wb") as errors:
            process = subprocess.Popen(
                [*leash(), program, "-F", "-c", str(folder / "dovecot.conf")],
                env={**os.environ, "TZ": "UTC"},  # SEARCH SINCE goes by the server's days
                stdout=subprocess.DEVNULL,
                stderr=errors,
                start_new_session=True,
            )
        if greets(port, process):
            return process, Dovecot(port, tls_port, certificates.ca_file, folder, count(1))
        _stop(process)
    said = [(folder / name).read_text("utf-8", "replace") for name in ("errors", "log") if (folder / name).exists()]
    raise RuntimeError("Dovecot did not start: " + "\n".join(said))


def _stop(process: subprocess.Popen[bytes]) -> None:
    """Dovecot's master ends its children; what outlives it for long is killed with its whole session."""
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(PATIENCE)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)
            process.wait()


def _group_name() -> str:
    import grp  # not on Windows, where there is no Dovecot either

    return grp.getgrgid(os.getegid()).gr_name


class _Loader:
    """A plain connection that sends MULTIAPPENDs with LITERAL+ ahead of the answers."""

    def __init__(self, host: str, port: int, user: str, password: str) -> None:
        self._socket = socket.create_connection((host, port), PATIENCE)
        self._answers = self._socket.makefile("rb")
        self._answers.readline()
        quoted = password.replace("\\", "\\\\").replace('"', '\\"')
        self._command(f'LOGIN "{user}" "{quoted}"'.encode())

    def __enter__(self) -> _Loader:
        return self

    def __exit__(self, *error: object) -> None:
        self._answers.close()
        self._socket.close()

    def _command(self, command: bytes, *, may_fail: bool = False) -> None:
        self._socket.sendall(b"x " + command + b"\r\n")
        self._answer(may_fail=may_fail)

    def _answer(self, *, may_fail: bool = False) -> None:
        while not (line := self._answers.readline()).startswith(b"x "):
            if not line:
                raise ConnectionError("Dovecot hung up")
        if not line.startswith(b"x OK") and not may_fail:
            raise RuntimeError(line.decode("utf-8", "replace").strip())

    def load(self, mailbox: bytes, mails: Iterable[Mail]) -> int:
        self._command(b'CREATE "%s"' % mailbox, may_fail=True)
        number, unanswered = 0, 0
        pieces: list[bytes] = []
        for raw, internaldate, flags in mails:
            head = b" (%s) %s {%d+}\r\n" % (" ".join(flags).encode("ascii"), _date(internaldate), len(raw))
            pieces += [head, raw]
            number += 1
            if number % BATCH == 0:
                self._send(mailbox, pieces)
                unanswered += 1
            if unanswered == 2:  # one on the way while the other is being stored
                self._answer()
                unanswered -= 1
        if pieces:
            self._send(mailbox, pieces)
            unanswered += 1
        for _ in range(unanswered):
            self._answer()
        return number

    def _send(self, mailbox: bytes, pieces: list[bytes]) -> None:
        self._socket.sendall(b'x APPEND "%s"' % mailbox + b"".join(pieces) + b"\r\n")
        pieces.clear()


def _date(seconds: int) -> bytes:
    moment = utc(seconds)
    return f'"{moment.day:2d}-{MONTHS[moment.month - 1]}-{moment:%Y %H:%M:%S} +0000"'.encode("ascii")
