"""A Dovecot with deterministic mail for the measurements: the peers' own scripts, so that everybody is measured on one mailbox.

They are looked for in BANDEJA_PEERS, else in ../shared/peers beside the checkout; without them the sync is not measured.
"""

from __future__ import annotations

import os
import socket
import subprocess
import sys
from pathlib import Path

from bench.measure import ROOT

PORT = 10_143
FOLDER = Path(os.environ.get("PERF", "/var/tmp/bandeja-bench"))
"""Mail and settings of the server; its own user must be able to reach it, which a home folder does not allow."""
PASSWORD = "pw"


def peers() -> Path | None:
    folder = Path(os.environ.get("BANDEJA_PEERS", ROOT.parent / "shared" / "peers"))
    return folder if (folder / "server.sh").exists() else None


def start(scripts: Path) -> None:
    """Once; a server that already answers is taken."""
    with socket.socket() as probe:
        if probe.connect_ex(("127.0.0.1", PORT)) == 0:
            return
    FOLDER.mkdir(parents=True, exist_ok=True)
    FOLDER.chmod(0o755)
    _run(["bash", str(scripts / "server.sh"), "start"])


def stop(scripts: Path) -> None:
    _run(["bash", str(scripts / "server.sh"), "stop"])


def load(scripts: Path, user: str, count: int) -> None:
    """Fill the user's mailboxes once; a loaded user is left as it is."""
    mark = FOLDER / f"{user}.loaded"
    if not mark.exists():
        _run([sys.executable, str(scripts / "gen.py"), "load", user, str(count)])
        mark.write_text(str(count))


def _run(command: list[str]) -> None:
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, env=os.environ | {"PERF": str(FOLDER)})
