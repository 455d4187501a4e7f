"""The same full sync by other programs, where they are installed. Each returns (wall, cpu) seconds of one process tree."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path

from bench import server
from bench.measure import Run, run

_MBSYNC = """FSync no
IMAPAccount a
Host 127.0.0.1
Port {port}
User {user}
Pass {password}
SSLType None
AuthMechs LOGIN
PipelineDepth 50

IMAPStore r
Account a

MaildirStore l
Path {folder}/mail/
Inbox {folder}/mail/INBOX
SubFolders Verbatim

Channel c
Far :r:
Near :l:
Patterns *
Create Near
Sync All
SyncState {folder}/state/
"""


def mbsync(user: str) -> Run:
    """isync into Maildir without fsync: it writes files and makes no index."""
    with tempfile.TemporaryDirectory() as folder:
        for name in ("mail", "state"):
            (Path(folder) / name).mkdir()
        rc = Path(folder) / "rc"
        rc.write_text(_MBSYNC.format(port=server.PORT, user=user, password=server.PASSWORD, folder=folder))
        rc.chmod(0o600)
        return run(["mbsync", "-c", str(rc), "-q", "-a"])


_OFFLINEIMAP = """[general]
accounts = a
metadata = {folder}/meta
[Account a]
localrepository = l
remoterepository = r
[Repository l]
type = Maildir
localfolders = {folder}/mail
[Repository r]
type = IMAP
remotehost = 127.0.0.1
remoteport = {port}
remoteuser = {user}
remotepass = {password}
ssl = no
starttls = no
"""


def offlineimap(user: str) -> Run:
    with tempfile.TemporaryDirectory() as folder:
        rc = Path(folder) / "rc"
        rc.write_text(_OFFLINEIMAP.format(port=server.PORT, user=user, password=server.PASSWORD, folder=folder))
        return run(["offlineimap", "-c", str(rc), "-u", "quiet", "-o"])


PEERS: dict[str, tuple[str, Callable[[str], Run]]] = {
    "mbsync (files, no index)": ("mbsync", mbsync),
    "offlineimap (files, no index)": ("offlineimap", offlineimap),
}


def installed() -> dict[str, Callable[[str], Run]]:
    return {name: measure for name, (program, measure) in PEERS.items() if shutil.which(program)}
