"""One real Secret Service on a bus of its own: the keyring library, D-Bus and gnome-keyring, not fakes."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

_INSIDE = """
printf %s bus-password | gnome-keyring-daemon --unlock --components=secrets >/dev/null || exit 90
exec "$0" -c "$1"
"""
_SCRIPT = """
from desktop.core.accounts.credentials import Keeping, Purpose
from desktop.core.accounts.keyring_credentials import KeyringCredentials
from desktop.core.accounts.secret import Secret

first = KeyringCredentials()
assert first.state == Keeping(True), first.state
for text in ("cañón-Σ-\U0001f511", "t" * 4000):
    assert first.set(Purpose.IMAP, "account-1", Secret(text)) == Keeping(True)
    assert KeyringCredentials().load(Purpose.IMAP, "account-1") == Secret(text)
assert first.drop("account-1")
assert KeyringCredentials().load(Purpose.IMAP, "account-1") is None
print("kept")
"""


@pytest.mark.skipif(
    not (sys.platform == "linux" and shutil.which("dbus-run-session") and shutil.which("gnome-keyring-daemon")),
    reason="NOT TESTED: the real Secret Service (needs the packages dbus-daemon and gnome-keyring)",
)
def test_secret_service_keeps_and_forgets(tmp_path: Path) -> None:
    environment = {name: value for name, value in os.environ.items() if not name.startswith(("DBUS", "PYTHON_KEYRING"))}
    for name in ("HOME", "XDG_DATA_HOME", "XDG_RUNTIME_DIR", "XDG_CONFIG_HOME", "XDG_CACHE_HOME"):
        environment[name] = str(tmp_path)
    tmp_path.chmod(0o700)
    command = ["dbus-run-session", "--", "sh", "-c", _INSIDE, sys.executable, _SCRIPT]
    root = Path(__file__).parents[3]
    done = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=60, check=False)
    assert (done.returncode, done.stdout.strip()) == (0, "kept"), done.stderr
