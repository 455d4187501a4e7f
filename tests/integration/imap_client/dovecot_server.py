"""Debian's Dovecot on free loopback ports for one test run: plain, STARTTLS and TLS, any user, one password."""

from __future__ import annotations

import contextlib
import getpass
import os
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.certificates import Certificates

_PATIENCE = 20.0
_PASSWORD = "Tr0ub4dor&3"


@dataclass(frozen=True, slots=True)
class MailServer:
    """`port` speaks plain and STARTTLS, `tls_port` TLS; `ca_file` vouches for localhost and 127.0.0.1."""

    port: int
    tls_port: int
    ca_file: Path
    password: str


@contextlib.contextmanager
def running_dovecot(executable: str) -> Iterator[MailServer]:
    folder = Path(tempfile.mkdtemp(prefix="bandeja-dovecot-"))
    folder.chmod(0o755)
    certificates = Certificates(folder)
    key, chain = certificates.good_files()
    port, tls_port = _free_port(), _free_port()
    user, group = ("nobody", "nogroup") if os.geteuid() == 0 else (getpass.getuser(),) * 2
    config = folder / "dovecot.conf"
    config.write_text(
        _CONFIG.format(
            folder=folder,
            user=user,
            group=group,
            port=port,
            tls_port=tls_port,
            key=key,
            chain=chain,
            password=_PASSWORD,
        )
    )
    (folder / "mail").mkdir()
    if os.geteuid() == 0:
        shutil.chown(folder / "mail", user, group)
    process = subprocess.Popen([executable, "-F", "-c", str(config)])
    try:
        _wait_for(port, process)
        yield MailServer(port, tls_port, certificates.ca_file, _PASSWORD)
    finally:
        process.terminate()
        process.wait(_PATIENCE)
        shutil.rmtree(folder, ignore_errors=True)


def _free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def _wait_for(port: int, process: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + _PATIENCE
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), 1.0) as probe:
            if probe.recv(4) == b"* OK":
                return
    raise RuntimeError("Dovecot did not start")


_CONFIG = """
protocols = imap
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
listen = 127.0.0.1
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
disable_plaintext_auth = no
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
first_valid_uid = 1
mail_fsync = never
mail_location = maildir:{folder}/mail/%u
mailbox_list_index = yes
mail_plugins = zlib
protocol imap {{
  mail_plugins = zlib imap_zlib
}}
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
auth_failure_delay = 0
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
  mailbox Sent {{
    special_use = \\Sent
    auto = create
  }}
  mailbox Trash {{
    special_use = \\Trash
    auto = create
  }}
}}
"""
