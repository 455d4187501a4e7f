"""Debian's Cyrus, Courier and Postfix for `test --servers`, unpacked beside the system and never installed in it.

Debian lets one IMAP server be installed at a time, and an installed one starts at boot. So apt resolves and fetches their
packages as for a bare system, and their files go into a root directory of their own, which the tests start them in.
Invariant: the stamp is written last and names the packages, so what is half unpacked is unpacked anew.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

from .system import apt
from .words import Trouble, last_words, say

SERVERS = (
    # Postfix is the mail transport agent that the IMAP servers ask for, so no other comes with them.
    ("cyrus-imapd", "libsasl2-modules", "postfix"),
    ("courier-imap", "courier-authlib-pipe", "dash", "postfix"),
)
"""One apt run each: together they conflict, side by side in a folder they do not."""
NOT_NEEDED = ("doc", "man", "locale", "lintian", "perl", "perl5", "info", "bug")


def ensure_mail_servers(root: Path) -> None:
    """See that they are in build/debian of the checkout `root`. Raises Trouble where that, or starting them, cannot be."""
    if not sys.platform.startswith("linux") or os.geteuid() != 0 or not shutil.which("apt-get"):
        raise Trouble(
            "the tests of --servers start Debian's mail servers in a root directory of their own, which takes Debian or "
            "Ubuntu and root: sudo python3 run.py test --servers"
        )
    tree = root / "build" / "debian" / "tree"
    stamp, wanted = tree.parent / "stamp", repr((SERVERS, NOT_NEEDED))
    if stamp.exists() and stamp.read_text(encoding="utf-8") == wanted:
        return
    say("fetching Debian's Cyrus, Courier and Postfix into build/debian (about 50 MB)")
    shutil.rmtree(tree.parent, ignore_errors=True)
    tree.mkdir(parents=True)
    apt(["update"])
    packages = fetch_packages(tree.parent)
    for package in packages:
        unpack(package, tree)
    shutil.rmtree(tree.parent / "packages")
    stamp.write_text(wanted, encoding="utf-8")


def fetch_packages(folder: Path) -> list[Path]:
    """The packages with all they depend on, as if nothing were installed: the tree is to need nothing from outside."""
    fetched, nothing = folder / "packages", folder / "nothing-installed"
    (fetched / "partial").mkdir(parents=True)
    nothing.touch()
    options = {
        "Dir::State::status": nothing,
        "Dir::Cache::archives": fetched,
        "Debug::NoLocking": "1",  # the system's package database is not touched
        "APT::Sandbox::User": "root",  # apt's own user may not enter a checkout in somebody's home
    }
    words = [word for name, value in options.items() for word in ("-o", f"{name}={value}")]
    for names in SERVERS:
        done = apt([*words, "install", "-y", "--download-only", "--no-install-recommends", *names])
        if done.returncode != 0:
            raise Trouble(f"apt-get could not fetch {names[0]}: {last_words(done.stdout)}")
    return sorted(fetched.glob("*.deb"))


def unpack(package: Path, tree: Path) -> None:
    without = [f"--exclude=./usr/share/{name}" for name in NOT_NEEDED]
    with subprocess.Popen(["dpkg-deb", "--fsys-tarfile", package], stdout=subprocess.PIPE) as archive:
        done = subprocess.run(["tar", "-x", "-C", tree, *without], stdin=archive.stdout, capture_output=True, text=True)
    if done.returncode != 0 or archive.returncode != 0:
        raise Trouble(f"{package.name} could not be unpacked: {last_words(done.stderr)}")
