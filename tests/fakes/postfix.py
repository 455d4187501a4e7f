"""Debian's Postfix on free loopback ports: submission with STARTTLS, submission over TLS, login through Cyrus SASL.

What it takes for example.net is delivered into a Maildir, where tests read it; nothing leaves the machine. Recipients whose names
say so are refused now or for good, and so are mails whose subject says so, after the dot.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.fakes.certificates import Certificates
from tests.fakes.debian_root import NOBODY, DebianRoot, debian_root, wait_for
from tests.fakes.dovecot import PASSWORD
from tests.fakes.server_process import free_port, greets

SIZE_LIMIT = 200_000
_MAIN_CF = f"""\
compatibility_level = 3.6
queue_directory = /var/spool/postfix
daemon_directory = /usr/lib/postfix/sbin
command_directory = /usr/sbin
data_directory = /var/lib/postfix
maillog_file = /var/log/postfix.log
mail_owner = postfix
setgid_group = postdrop
inet_interfaces = 127.0.0.1
inet_protocols = ipv4
myhostname = mail.example.net
mydestination =
alias_maps =
local_recipient_maps =
virtual_mailbox_domains = example.net
virtual_mailbox_base = /srv/mail
virtual_mailbox_maps = regexp:/etc/postfix/boxes
virtual_uid_maps = static:{NOBODY}
virtual_gid_maps = static:{NOBODY}
message_size_limit = {SIZE_LIMIT}
virtual_mailbox_limit = 0
default_transport = error:nothing leaves this machine
smtpd_tls_cert_file = /etc/server.pem
smtpd_tls_key_file = /etc/server.key
smtpd_tls_security_level = may
smtpd_sasl_auth_enable = yes
smtpd_sasl_path = smtpd
smtpd_client_restrictions =
smtpd_relay_restrictions = permit_sasl_authenticated, reject
smtpd_recipient_restrictions = check_recipient_access regexp:/etc/postfix/refused, permit_sasl_authenticated, reject
smtpd_sender_restrictions = reject_sender_login_mismatch
smtpd_sender_login_maps = regexp:/etc/postfix/senders
header_checks = regexp:/etc/postfix/headers
smtpd_error_sleep_time = 0
in_flow_delay = 0
"""
_MASTER_CF = """\
127.0.0.1:{port} inet n - n - - smtpd
127.0.0.1:{tls_port} inet n - n - - smtpd -o smtpd_tls_wrappermode=yes
pickup unix n - n 60 1 pickup
cleanup unix n - n - 0 cleanup
qmgr unix n - n 300 1 qmgr
tlsmgr unix - - n 1000? 1 tlsmgr
rewrite unix - - n - - trivial-rewrite
bounce unix - - n - 0 bounce
defer unix - - n - 0 bounce
trace unix - - n - 0 bounce
verify unix - - n - 1 verify
proxymap unix - - n - - proxymap
error unix - - n - - error
retry unix - - n - - error
discard unix - - n - - discard
virtual unix - n n - - virtual
anvil unix - - n - 1 anvil
scache unix - - n - 1 scache
postlog unix-dgram n - n - 1 postlogd
"""
_FILES = {
    "boxes": "/@example\\.net$/ everybody/\n",
    "refused": (
        "/^later/ 451 4.3.0 come back later\n"
        "/^full/ 452 4.2.2 the mailbox is full\n"
        "/^never/ 550 5.1.1 nobody of that name\n"
    ),
    "senders": "/^stranger@/ somebody-else\n/^(.+)@example\\.org$/ $1\n",
    "headers": "/^Subject: refuse me/ REJECT 5.7.1 we do not want this\n",
    "sasl/smtpd.conf": "pwcheck_method: saslauthd\nmech_list: PLAIN LOGIN\nsaslauthd_path: /run/saslauthd/mux\n",
}
_QUEUES = (
    "active",
    "bounce",
    "corrupt",
    "defer",
    "deferred",
    "flush",
    "hold",
    "incoming",
    "maildrop",
    "private",
    "public",
    "saved",
    "trace",
)


@dataclass(frozen=True, slots=True)
class Postfix:
    """`port` speaks plain and STARTTLS, `tls_port` TLS; `ca_file` vouches for localhost. Any user, one password."""

    port: int
    tls_port: int
    ca_file: Path
    root: DebianRoot
    password: str = PASSWORD

    def delivered(self, recipient: str, *, count: int = 1) -> list[bytes]:
        """What has come for somebody at example.net, with CRLF, in no order; waits until there are as many as that."""
        new, mark = self.root.folder / "srv/mail/everybody/new", f"Delivered-To: {recipient}\n".encode()

        def come() -> list[bytes]:
            raws = [path.read_bytes() for path in new.iterdir()] if new.is_dir() else []
            return [raw.replace(b"\n", b"\r\n") for raw in raws if mark in raw]

        wait_for(lambda: len(come()) >= count, f"mail for {recipient}")
        return come()

    def log(self) -> str:
        return self.root.said()


@contextlib.contextmanager
def postfix() -> Iterator[Postfix]:
    """A running server; raises RuntimeError, with what it wrote, when it does not start."""
    with debian_root() as root:
        certificates = Certificates(root.folder / "etc")
        certificates.good_files()
        port, tls_port = free_port(), free_port()
        root.write("etc/postfix/main.cf", _MAIN_CF)
        root.write("etc/postfix/master.cf", _MASTER_CF.format(port=port, tls_port=tls_port))
        for name, text in _FILES.items():
            root.write(f"etc/postfix/{name}", text)
        root.make_folder("var/spool/postfix")
        for queue in _QUEUES:
            root.make_folder(f"var/spool/postfix/{queue}", owner="postfix", mode=0o700)
        root.make_folder("var/spool/postfix/pid")
        root.make_folder("var/lib/postfix", owner="postfix", mode=0o700)
        root.make_folder("srv/mail", owner="nobody")
        root.start_saslauthd(PASSWORD)
        master = root.start("/usr/lib/postfix/sbin/master", "-s", environment={"MAIL_CONFIG": "/etc/postfix"})
        if not greets(port, master, b"220 "):
            raise RuntimeError(f"Postfix did not start: {root.said()}")
        yield Postfix(port, tls_port, certificates.ca_file, root)
