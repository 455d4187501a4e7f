"""How a measurement is taken: a process of its own, its user and system time, its peak memory, several runs, the median."""

from __future__ import annotations

import json
import os
import platform
import resource
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

ROOT = Path(__file__).resolve().parents[1]
RESULTS = ROOT / "bench" / "results.json"


@dataclass(frozen=True, slots=True)
class Run:
    """One finished process: seconds, megabytes, and what it printed as one JSON object (or {})."""

    wall: float
    cpu: float
    peak_mb: float
    said: dict[str, Any]


def run(command: list[str], *, timeout: float = 900, env: dict[str, str] | None = None) -> Run:
    """Raises CalledProcessError when the command fails."""
    started = time.perf_counter()
    inherited = {
        name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"
    }  # as users have it
    process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=ROOT, env={**inherited, **(env or {})})
    watchdog = threading.Timer(timeout, process.kill)
    watchdog.start()
    assert process.stdout is not None
    with process.stdout as stdout:
        out = stdout.read()
    _, status, used = os.wait4(process.pid, 0)
    watchdog.cancel()
    wall = time.perf_counter() - started
    process.returncode = os.waitstatus_to_exitcode(status)
    if process.returncode:
        raise subprocess.CalledProcessError(process.returncode, command, out)
    cpu = used.ru_utime + used.ru_stime
    last = out.strip().rpartition("\n")[2]
    said = json.loads(last) if last.startswith("{") else {}
    return Run(wall, cpu, said.get("peak_mb", used.ru_maxrss / 1024), said)


def python(module: str, *arguments: str) -> list[str]:
    return [sys.executable, "-m", module, *arguments]


def peak_mb() -> float:
    """Of this process, so far."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def settled_mb() -> float:
    """What this process takes now, with its share of what others use too (PSS); where the system does not say, its peak."""
    rollup = Path("/proc/self/smaps_rollup")
    if not rollup.exists():
        return peak_mb()
    return next(int(line.split()[1]) for line in rollup.read_text().splitlines() if line.startswith("Pss:")) / 1024


def middle(runs: list[Run], field: str) -> float:
    return median(getattr(one, field) for one in runs)


def save(name: str, values: dict[str, Any]) -> None:
    """Keep one measurement; the newest of each name is what the page shows."""
    kept = json.loads(RESULTS.read_text()) if RESULTS.exists() else {}
    kept[name] = values | {"machine": machine(), "date": time.strftime("%Y-%m-%d")}
    RESULTS.write_text(json.dumps(kept, indent=1, sort_keys=True) + "\n")


def load() -> dict[str, Any]:
    return json.loads(RESULTS.read_text()) if RESULTS.exists() else {}


def machine() -> str:
    return f"{os.cpu_count()} cores, {platform.system()} {platform.release().split('-')[0]}, Python {platform.python_version()}"
