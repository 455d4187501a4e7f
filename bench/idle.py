"""What an open window costs when nothing happens: `python -m bench.idle SECONDS`.

The command `bandeja demo` with its servers and three accounts that wait in IDLE, without the mail that arrives there. Counted from a
minute after the start: how often any thread of the program is woken (Linux tells), and the processor's time.
"""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path
from threading import Thread

import desktop.app
import desktop.core.demo.world

SETTLED_SECONDS = 60
NEVER = 10**6


def wakeups() -> int:
    """Of all threads that live now, since each began; 0 where the system does not say."""
    total = 0
    for status in Path("/proc/self/task").glob("*/status"):
        lines = status.read_text().splitlines()
        total += sum(int(line.split()[1]) for line in lines if line.startswith("voluntary_ctxt_switches"))
    return total


def measure(seconds: float) -> None:
    time.sleep(SETTLED_SECONDS)
    woken, worked = wakeups(), time.process_time()
    time.sleep(seconds)
    woken = wakeups() - woken - 1  # this thread's own
    said = {
        "seconds": seconds, "wakeups_per_s": max(0, woken) / seconds,
        "cpu_ms_per_minute": (time.process_time() - worked) / seconds * 60_000,
    }  # fmt: skip
    print(json.dumps(said))
    sys.stdout.flush()
    os._exit(0)


def main(seconds: str) -> None:
    desktop.core.demo.world.FIRST_ARRIVAL_SECONDS = NEVER
    Thread(target=measure, args=(float(seconds),), daemon=True).start()
    desktop.app.run_demo()


if __name__ == "__main__":
    main(sys.argv[1])
