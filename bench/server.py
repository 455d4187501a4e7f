"""A Dovecot with deterministic mail for the measurements: the peers' own scripts, so that everybody is measured on one mailbox.

They are looked for in BANDEJA_PEERS, else in ../shared/peers beside the checkout; without them the sync is not measured.
"""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.measure import ROOT

PORT = 10_143
PASSWORD = "pw"


def peers() -> Path | None:
    folder = Path(os.environ.get("BANDEJA_PEERS", ROOT.parent / "shared" / "peers"))
    return folder if (folder / "server.sh").exists() else None


def start(scripts: Path) -> None:
    subprocess.run(["bash", str(scripts / "server.sh"), "start"], check=True, stdout=subprocess.DEVNULL)


def stop(scripts: Path) -> None:
    subprocess.run(["bash", str(scripts / "server.sh"), "stop"], check=False, stdout=subprocess.DEVNULL)


def load(scripts: Path, user: str, count: int) -> None:
    """Fill the user's mailboxes once; a loaded user is left as it is."""
    mark = Path(os.environ.get("PERF", Path.home() / ".cache" / "bandeja-peers")) / "mail" / f"{user}.loaded"
    if not mark.exists():
        subprocess.run(
            [sys.executable, str(scripts / "gen.py"), "load", user, str(count)], check=True, stdout=subprocess.DEVNULL
        )
        mark.write_text(str(count))
