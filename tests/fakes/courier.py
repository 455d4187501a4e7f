"""Debian's Courier on free loopback ports: no CONDSTORE, MOVE, SPECIAL-USE or LIST-STATUS, everything below "INBOX.".

Its mail is Maildir++ on disk; the usual folders are there, told by their names alone. Who waits in IDLE is told after a second
at the latest (Debian's Courier looks once a minute, where no other service tells it).
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import count

from imapclient import imap_utf7

from tests.fakes.certificates import Certificates
from tests.fakes.debian_root import NOBODY, DebianRoot, debian_root, wait_for
from tests.fakes.dovecot import PASSWORD, USUAL_MAILBOXES
from tests.fakes.real_server import RealServer
from tests.fakes.server_process import free_port, greets

_CAPABILITIES = "IMAP4rev1 UIDPLUS CHILDREN NAMESPACE THREAD=ORDEREDSUBJECT THREAD=REFERENCES SORT QUOTA IDLE"
"""What Debian's /etc/courier/imapd offers."""
_ENVIRONMENT = {
    "IMAP_KEYWORDS": "1",
    "IMAP_ACL": "1",
    "IMAP_IDLE_TIMEOUT": "1",
    "IMAP_MAILBOX_SANITY_CHECK": "1",
    "IMAP_CHECK_ALL_FOLDERS": "0",
    "IMAP_UMASK": "022",
    "IMAP_USELOCKS": "1",
    "IMAP_ENHANCEDIDLE": "0",
    "IMAP_TRASHFOLDERNAME": "Trash",
    "IMAP_EMPTYTRASH": "Trash:7",
    "IMAP_MOVE_EXPUNGE_TO_TRASH": "0",
    "HEADERFROM": "X-IMAP-Sender",
    "IMAP_STARTTLS": "YES",
    "IMAPDSTARTTLS": "YES",
    "IMAP_TLS_REQUIRED": "0",
    "COURIERTLS": "/usr/bin/couriertls",
    "TLS_CERTFILE": "/etc/courier/imapd.pem",
    "TLS_TRUSTCERTS": "/etc/ca.pem",
    "TLS_VERIFYPEER": "NONE",
    "MAILDIRPATH": "Maildir",
}
_AUTHENTICATION = {
    "authmodulelist": "authpipe",
    "authmodulelistorig": "authpipe",
    "daemons": "5",
    "authdaemonvar": "/run/courier/authdaemon",
    "DEBUG_LOGIN": "0",
    "DEFAULTOPTIONS": "",
    "LOGGEROPTS": "",
}
_CHECK = """\
#!/bin/sh
while read -r verb words; do
  [ "$verb" = AUTH ] || {{ echo FAIL; continue; }}
  read -r service; read -r kind; read -r user; read -r given
  if [ "$given" = '{password}' ]; then
    printf 'UID={nobody}\\nGID={nobody}\\nHOME=/srv/mail/%s\\nADDRESS=%s\\n.\\n' "$user" "$user"
  else
    echo FAIL
  fi
done
"""
_TCPD = (
    "/usr/sbin/couriertcpd",
    "-address=127.0.0.1",
    "-maxprocs=400",
    "-maxperip=400",
    "-nodnslookup",
    "-noidentlookup",
)
_IMAP = ("/usr/lib/courier/courier/imaplogin", "/usr/bin/imapd", "Maildir")


@contextlib.contextmanager
def courier(*, folders: Iterable[str] = tuple(USUAL_MAILBOXES), without: Iterable[str] = ()) -> Iterator[RealServer]:
    """A running server that does not offer what it is to be `without`; raises RuntimeError, with what it wrote, when it does not
    start."""
    with debian_root() as root:
        certificates = Certificates(root.folder / "etc")
        key, chain = certificates.good_files()
        root.write("etc/courier/imapd.pem", key.read_text() + chain.read_text(), mode=0o644)
        root.write("etc/courier/authProg", _CHECK.format(password=PASSWORD, nobody=NOBODY), mode=0o755)
        root.write(
            "etc/courier/authdaemonrc", "".join(f'{name}="{value}"\n' for name, value in _AUTHENTICATION.items())
        )
        root.make_folder("run/courier/authdaemon")
        root.make_folder("srv/mail", owner="nobody")
        root.start("/usr/lib/courier/courier-authlib/authdaemond", environment=_AUTHENTICATION)
        wait_for((root.folder / "run/courier/authdaemon/socket").exists, "Courier's authdaemond")
        port, tls_port = free_port(), free_port()
        offered = " ".join(word for word in _CAPABILITIES.split() if word not in {*without})
        environment = _ENVIRONMENT | {"IMAP_CAPABILITY": offered, "IMAP_CAPABILITY_TLS": f"{offered} AUTH=PLAIN"}
        plain = root.start(*_TCPD, str(port), *_IMAP, environment=environment)
        root.start(*_TCPD, str(tls_port), "/usr/bin/couriertls", "-server", "-tcpd", *_IMAP, environment=environment)
        if not greets(port, plain):
            raise RuntimeError(f"Courier did not start: {root.said()}")
        make_home = partial(_make_home, root, tuple(folders))
        yield RealServer(
            port, tls_port, certificates.ca_file, root, count(1), prefix="INBOX.", delimiter=".", make_home=make_home
        )


def _make_home(root: DebianRoot, folders: Iterable[str], user: str) -> None:
    """A Maildir++ as maildirmake would make it."""
    home = f"srv/mail/{user}"
    for path in (home, f"{home}/Maildir"):
        root.make_folder(path, owner="nobody", mode=0o700)
    names = [imap_utf7.encode(folder).decode("ascii") for folder in folders]
    for box in ("", *(f"/.{name}" for name in names)):
        for part in ("", "/cur", "/new", "/tmp"):
            root.make_folder(f"{home}/Maildir{box}{part}", owner="nobody", mode=0o700)
        if box:
            mark = root.folder / home / f"Maildir{box}" / "maildirfolder"
            mark.touch(0o600)
            os.chown(mark, NOBODY, NOBODY)
