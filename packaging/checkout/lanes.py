"""The test run of run.py and CI: two lanes of pytest, and one line that counts both.

Invariant: the exit code is 0 only if tests ran and none failed; pytest's 5 (no test ran) never passes as success. Temporary files
of a run lie in a folder of its own, which ends with it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from pathlib import Path
from xml.etree import ElementTree

from .words import say

LANES = {
    "core": ("tests/property", "tests/architecture", "tests/integration", "tests/unit"),
    "screen": ("tests/end2end", "tests/ui"),
}
"""Folders whose files take long come first, so that all workers are busy to the end."""
ROOM = 4 << 30
"""That memory must have for temporary files; a container's own has 64 MiB."""


def run_lanes(python: Path, root: Path, arguments: list[str], environment: dict[str, str]) -> int:
    """Run the quick tests (all of them, or what pytest's options choose); the worst exit code of the lanes."""
    # Each file stays on one worker, for the servers it has started; a worker whose Qt crashes costs one test, not the run.
    # Files are given out in the order of the folders.
    workers = ["-n", str(max(1, min(os.cpu_count() or 1, 4))), "--dist", "loadfile", "--no-loadscope-reorder"]
    out = root / "out"
    out.mkdir(exist_ok=True)
    codes: dict[str, int] = {}
    counts = dict.fromkeys(("passed", "failed", "skipped"), 0)
    with tempfile.TemporaryDirectory(prefix="b-", dir=memory_for_files(), ignore_cleanup_errors=True) as folder:
        for lane, places in LANES.items():
            report = out / f"tests-{lane}.xml"
            report.unlink(missing_ok=True)
            say(f"tests of the {lane}")
            command = [str(python), "-m", "pytest", *workers, *places, f"--junitxml={report}", *arguments]
            codes[lane] = subprocess.run(command, cwd=root, env=environment | {"TMPDIR": folder}).returncode
            for name, count in read_report(report).items():
                counts[name] += count
    code = worst(codes, chosen=bool(arguments))
    print("{passed} passed, {failed} failed, {skipped} skipped".format(**counts), flush=True)
    return code


def memory_for_files() -> Path | None:
    """Where files live in memory, if there is much of it: what a test makes durable need not wait for a disk."""
    memory = Path("/dev/shm")
    if "TMPDIR" in os.environ or not os.access(memory, os.W_OK) or shutil.disk_usage(memory).free < ROOM:
        return None
    return memory


def worst(codes: dict[str, int], chosen: bool) -> int:
    """One exit code for all lanes. A lane without tests is no error if tests were chosen and another lane has them."""
    if chosen and 0 in codes.values():
        codes = {lane: 0 if code == 5 else code for lane, code in codes.items()}
    for lane, code in codes.items():
        if code:
            say(f"the tests of the {lane} ended with {code}{': NO TEST RAN' if code == 5 else ''}")
    return max(codes.values(), key=abs)


def read_report(report: Path) -> dict[str, int]:
    """How many tests passed, failed and were skipped, out of pytest's JUnit file; nothing if it was not written."""
    suite = ElementTree.parse(report).find("testsuite") if report.exists() else None
    if suite is None:
        return {}
    tests, failures, errors, skipped = (int(suite.get(name, 0)) for name in ("tests", "failures", "errors", "skipped"))
    return {"passed": tests - failures - errors - skipped, "failed": failures + errors, "skipped": skipped}
