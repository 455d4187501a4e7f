"""Debian's Cyrus on free loopback ports, with its own defaults: everything below "INBOX.", "." between levels.

`unix_names` gives it what its makers now recommend instead: mailboxes beside the inbox, "/" between levels.
"""

from __future__ import annotations

import contextlib
from collections.abc import Iterator, Mapping
from itertools import count

from tests.fakes.certificates import Certificates
from tests.fakes.debian_root import debian_root
from tests.fakes.dovecot import PASSWORD, USUAL_MAILBOXES
from tests.fakes.real_server import RealServer
from tests.fakes.server_process import free_port, greets

_IMAPD_CONF = """\
configdirectory: /var/lib/cyrus
defaultpartition: default
partition-default: /var/spool/cyrus
proc_path: /run/cyrus/proc
mboxname_lockpath: /run/cyrus/lock
idlesocket: /run/cyrus/socket/idle
cyrus_user: cyrus
cyrus_group: cyrus
admins: cyrus
allowplaintext: yes
failedloginpause: 0
sasl_mech_list: PLAIN LOGIN
sasl_pwcheck_method: saslauthd
sasl_saslauthd_path: /run/saslauthd/mux
tls_server_cert: /etc/server.pem
tls_server_key: /etc/server.key
autocreate_post: yes
autocreate_quota: 0
{mailboxes}
unixhierarchysep: {unix}
altnamespace: {unix}
skiplist_unsafe: yes
"""
_FOLDERS = (
    *("run/cyrus", "run/cyrus/proc", "run/cyrus/lock", "run/cyrus/socket"),
    *("var/lib/cyrus", "var/lib/cyrus/socket", "var/spool/cyrus"),
)
_CYRUS_CONF = """\
START {{
  recover cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -r"
  idled cmd="/usr/lib/cyrus/bin/idled"
}}
SERVICES {{
  imap cmd="/usr/lib/cyrus/bin/imapd" listen="127.0.0.1:{port}" prefork=1
  imaps cmd="/usr/lib/cyrus/bin/imapd -s" listen="127.0.0.1:{tls_port}" prefork=0
}}
EVENTS {{
  checkpoint cmd="/usr/lib/cyrus/bin/ctl_cyrusdb -c" period=30
}}
"""


@contextlib.contextmanager
def cyrus(*, unix_names: bool = False, special_use: Mapping[str, str] = USUAL_MAILBOXES) -> Iterator[RealServer]:
    """A running server; raises RuntimeError, with what it wrote, when it does not start."""
    with debian_root() as root:
        certificates = Certificates(root.folder / "etc")
        key, _ = certificates.good_files()
        key.chmod(0o644)
        for path in _FOLDERS:
            root.make_folder(path, owner="cyrus")
        port, tls_port = free_port(), free_port()
        root.write("etc/imapd.conf", _imapd_conf(unix_names, special_use))
        root.write("etc/cyrus.conf", _CYRUS_CONF.format(port=port, tls_port=tls_port))
        root.start_saslauthd(PASSWORD)
        master = root.start("/usr/lib/cyrus/bin/master", "-D")
        if not greets(port, master):
            raise RuntimeError(f"Cyrus did not start: {root.said()}")
        prefix, delimiter = ("", "/") if unix_names else ("INBOX.", ".")
        yield RealServer(port, tls_port, certificates.ca_file, root, count(1), prefix=prefix, delimiter=delimiter)


def _imapd_conf(unix_names: bool, special_use: Mapping[str, str]) -> str:
    names = "|".join(special_use)
    mailboxes = [f"autocreate_inbox_folders: {names}", f"autocreate_subscribe_folders: {names}"] if names else []
    mailboxes += [f"xlist-{use[1:].lower()}: {name}" for name, use in special_use.items()]
    return _IMAPD_CONF.format(mailboxes="\n".join(mailboxes), unix="yes" if unix_names else "no")
