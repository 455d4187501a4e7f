"""What Dovecot is told to be: one server for tests, in the words of version 2.3 and in those of 2.4, which renamed most of them.

Pure text. Both say the same: plain, STARTTLS and TLS, COMPRESS, any user with one password, mail below one folder.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Setup:
    """What each test server has of its own."""

    folder: Path
    user: str
    group: str
    key: Path
    chain: Path
    password: str
    mailbox_format: str
    special_use: Mapping[str, str]
    extra: str


def configuration(version: str, setup: Setup, port: int, tls_port: int) -> str:
    """The configuration file for a Dovecot that calls itself `version`, such as "2.4.1-4 (7d8c0e5759)"."""
    numbers = re.match(r"(\d+)\.(\d+)", version)
    if numbers is None:
        raise RuntimeError(f"this is no version of Dovecot: {version!r}")
    words = _FROM_2_4 if tuple(map(int, numbers.groups())) >= (2, 4) else _UP_TO_2_3
    boxes = "".join(
        f'  mailbox "{name}" {{\n    special_use = {use}\n    auto = subscribe\n  }}\n'
        for name, use in setup.special_use.items()
    )
    return words.format(
        folder=setup.folder,
        format=setup.mailbox_format,
        user=setup.user,
        group=setup.group,
        key=setup.key,
        chain=setup.chain,
        port=port,
        tls_port=tls_port,
        password=setup.password,
        boxes=boxes,
        extra=setup.extra,
    )


_FROM_2_4 = """
dovecot_config_version = 2.4.0
dovecot_storage_version = 2.4.0
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
info_log_path = {folder}/info
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 2G
first_valid_uid = 1
mail_driver = {format}
mail_path = {folder}/mail/%{{user}}
mail_fsync = never
mail_max_userip_connections = 500
mailbox_list_index = yes
auth_allow_cleartext = yes
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_server_cert_file = {chain}
ssl_server_key_file = {key}
passdb static {{
  password = {password}
}}
userdb static {{
  fields {{
    uid = {user}
    gid = {group}
    home = {folder}/mail/%{{user}}
  }}
}}
service imap-login {{
  chroot =
  restart_request_count = unlimited
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  restart_request_count = 100
  process_min_avail = 1
}}
service anvil {{
  chroot =
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
{boxes}}}
{extra}
"""
_UP_TO_2_3 = """
protocols = imap
listen = 127.0.0.1
base_dir = {folder}/run
state_dir = {folder}/run
log_path = {folder}/log
info_log_path = {folder}/info
default_internal_user = {user}
default_internal_group = {group}
default_login_user = {user}
default_vsz_limit = 2G
first_valid_uid = 1
mail_location = {format}:{folder}/mail/%u
mail_fsync = never
mail_max_userip_connections = 500
mailbox_list_index = yes
disable_plaintext_auth = no
auth_mechanisms = plain login
auth_failure_delay = 0
ssl = yes
ssl_cert = <{chain}
ssl_key = <{key}
mail_plugins = zlib
passdb {{
  driver = static
  args = password={password}
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={folder}/mail/%u
}}
protocol imap {{
  mail_plugins = zlib imap_zlib
}}
service imap-login {{
  chroot =
  service_count = 0
  process_min_avail = 1
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = {tls_port}
    ssl = yes
  }}
}}
service imap {{
  service_count = 100
  process_min_avail = 1
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
service stats {{
  chroot =
}}
namespace inbox {{
  inbox = yes
  separator = /
{boxes}}}
{extra}
"""
