"""All measurements and their page: `python -m bench [--quick] [NAME ...]` writes bench/results.json and docs/performance.md.

Names: sync, reading, start, demo, leafing, badge, stalls, sweep, idle. `--quick` takes small mailboxes, to try the command itself.
"""

from __future__ import annotations

import argparse
import os
import tempfile
import time
from pathlib import Path

from bench import gui_peers, peers, server
from bench.measure import middle, python, run, save
from bench.page import write_page

RUNS = 3
OFFSCREEN = {"QT_QPA_PLATFORM": "offscreen"}


def measure_sync(quick: bool) -> None:
    scripts = server.peers()
    if scripts is None:
        print("sync: SKIPPED, the peers' scripts are not here (BANDEJA_PEERS)")
        return
    count = 1_000 if quick else 10_000
    user = f"u{count // 1000}k"
    server.start(scripts)
    server.load(scripts, user, count)
    ours = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            ours.append(run(python("bench.full_sync", user, f"{folder}/profile", repr(time.time()))).said)
    best = sorted(ours, key=lambda said: said["wall"])[len(ours) // 2]
    save("sync.bandeja", best | {"runs": RUNS, "rate": best["mails"] / best["wall"]})
    print("sync: bandeja", best)
    for name, measure in (peers.installed() | gui_peers.installed(scripts)).items():
        runs = [measure(user) for _ in range(RUNS)]
        wall = middle(runs, "wall")
        values = {
            "mails": runs[0].said.get("mails", best["mails"]), "wall": wall, "cpu": middle(runs, "cpu"),
            "rate": runs[0].said.get("mails", best["mails"]) / wall, "first_s": runs[0].said.get("first_s"),
            "peak_mb": middle(runs, "peak_mb"), "runs": RUNS,
        }  # fmt: skip
        save(f"sync.peer.{name}", values)
        print("sync:", name, values)


def measure_reading(quick: bool) -> None:
    for count in (2_000,) if quick else (100_000, 1_000_000):
        with tempfile.TemporaryDirectory() as folder:
            said = run(python("bench.big_cache", f"{folder}/profile", str(count)), timeout=3000).said
        save(f"reading.{count}", said)
        print("reading:", said)


def measure_start(quick: bool) -> None:
    count = 2_000 if quick else 50_000
    with tempfile.TemporaryDirectory() as folder:
        profile = f"{folder}/profile"
        run(python("bench.big_cache", profile, str(count)), timeout=3000)
        starts = [run(python("bench.start", profile, repr(time.time())), env=OFFSCREEN).said for _ in range(RUNS + 1)][
            1:
        ]
    said = sorted(starts, key=lambda one: one["list_filled_s"])[len(starts) // 2]
    save("start", said | {"mails": count, "runs": RUNS})
    print("start:", said)


def measure_demo(quick: bool) -> None:
    runs = []
    for _ in range(RUNS):
        with tempfile.TemporaryDirectory() as folder:
            home = {name: folder for name in ("XDG_DATA_HOME", "XDG_STATE_HOME", "LOCALAPPDATA")}
            runs.append(run(python("bench.demo_start", repr(time.time())), env=OFFSCREEN | home).said["first_mail_s"])
    save("demo", {"first_mail_s": sorted(runs)[len(runs) // 2], "runs": RUNS})
    print("demo:", runs)


def measure_leafing(quick: bool) -> None:
    """The middle one of the runs by its plain mails."""
    runs = []
    for _ in range(1 if quick else RUNS):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(run(python("bench.leafing", folder), env=OFFSCREEN).said)
    said = sorted(runs, key=lambda one: one["plain_p50_ms"])[len(runs) // 2]
    save("leafing", said | {"runs": len(runs)})
    print("leafing:", said)


def measure_idle(quick: bool) -> None:
    said = run(python("bench.idle", "5" if quick else "60"), env=OFFSCREEN).said
    save("idle", said)
    print("idle:", said)


def measure_badge(quick: bool) -> None:
    for answers in ("now", "slow", "never"):
        with tempfile.TemporaryDirectory() as folder:
            said = run(python("bench.badge", folder, answers), env=OFFSCREEN).said
        save(f"badge.{answers}", said)
        print("badge:", answers, said)


def measure_stalls(quick: bool) -> None:
    scripts = server.peers()
    if scripts is None:
        print("stalls: SKIPPED, the peers' scripts are not here (BANDEJA_PEERS)")
        return
    count = 1_000 if quick else 10_000
    user = f"u{count // 1000}k"
    server.start(scripts)
    server.load(scripts, user, count)
    with tempfile.TemporaryDirectory() as folder:
        said = run(python("bench.stalls", user, str(Path(folder) / "profile")), env=OFFSCREEN).said
    save("stalls", said)
    print("stalls:", said)


def measure_sweep(quick: bool) -> None:
    """The middle one of the runs by its p99."""
    count = 2_000 if quick else 100_000
    runs = []
    for _ in range(1 if quick else RUNS):
        with tempfile.TemporaryDirectory() as folder:
            runs.append(run(python("bench.sweep", f"{folder}/profile", str(count)), timeout=3000, env=OFFSCREEN).said)
    said = sorted(runs, key=lambda one: one["p99_ms"])[len(runs) // 2]
    save("sweep", said | {"runs": len(runs)})
    print("sweep:", said)


MEASUREMENTS = {
    "sync": measure_sync, "reading": measure_reading, "start": measure_start, "demo": measure_demo,
    "leafing": measure_leafing, "idle": measure_idle, "badge": measure_badge, "stalls": measure_stalls, "sweep": measure_sweep,
}  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m bench", description=__doc__)
    parser.add_argument("names", nargs="*", choices=[*MEASUREMENTS, []], help="default: all")
    parser.add_argument("--quick", action="store_true")
    arguments = parser.parse_args()
    os.environ.setdefault("QTWEBENGINE_CHROMIUM_FLAGS", "--disable-gpu")
    for name in arguments.names or MEASUREMENTS:
        MEASUREMENTS[name](arguments.quick)
    if not arguments.quick:
        write_page()


if __name__ == "__main__":
    main()
