"""The same mailbox by programs with a window, driven by the peers' own scripts (Xvfb, Marionette), where they are installed.

A script appends its record to out/results.jsonl; its last one is the run. What it counts is its own: Thunderbird's background
download leaves Junk and Trash out and indexes afterwards, Evolution copies the INBOX alone.
"""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

from bench import server
from bench.measure import Run

SCRIPTS: dict[str, tuple[str, str, str]] = {
    "Thunderbird (no index)": ("thunderbird", "peer_thunderbird.py", "auto"),
    "Evolution (INBOX alone, no index)": ("evolution", "peer_evolution.py", "full"),
    "Geary (with search index)": ("geary", "peer_geary.py", "full"),
}
"""Name -> program, script, its verb for a full sync into an empty profile."""
LONGEST_SECONDS = 1_800


def _measure(script: Path, verb: str, user: str) -> Run:
    kept = server.FOLDER / "out" / "results.jsonl"
    for name in ("out", "log", "run"):
        (server.FOLDER / name).mkdir(parents=True, exist_ok=True)
    before = kept.stat().st_size if kept.exists() else 0
    environment = os.environ | {"PERF": str(server.FOLDER), "PYTHONDONTWRITEBYTECODE": "1"}
    environment.pop("QT_QPA_PLATFORM", None)
    subprocess.run(
        [sys.executable, str(script), verb, user, "1"], check=True, cwd=script.parent, env=environment,
        stdout=subprocess.DEVNULL, timeout=LONGEST_SECONDS,
    )  # fmt: skip
    with kept.open() as lines:
        lines.seek(before)
        record = json.loads(lines.read().strip().rpartition("\n")[2])
    if not record["done"]:
        raise RuntimeError(f"{script.name} did not finish")
    said = {"mails": record["got_bodies"], "first_s": record.get("ttfm")}
    return Run(record["wall"], record["cpu"], record["peak_rss_mb"], said)


def installed(scripts: Path) -> dict[str, Callable[[str], Run]]:
    if not shutil.which("Xvfb"):
        return {}
    return {
        name: partial(_measure, scripts / script, verb)
        for name, (program, script, verb) in SCRIPTS.items()
        if shutil.which(program)
    }
