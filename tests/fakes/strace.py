"""A process under strace: its system calls recorded with their bytes, or the n-th of them killed or refused.

What this machine cannot trace is skipped with the reason. `-y` names the file behind each descriptor, so that a recording can
be replayed by `tests.fakes.torn_disk`.
"""

from __future__ import annotations

import functools
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
WRITES = "pwrite64,write,lseek,fsync,fdatasync,ftruncate,rename,unlink,openat"
CHANGES = "pwrite64,fsync,fdatasync,ftruncate,rename,unlink"
"""Calls that change a disk, or promise that it was changed. `write` is the diary's."""
_CALL = re.compile(r"^(\d+) +(\w+)\((.*)\) += (-?\d+|\?)(.*)$", re.DOTALL)
_FILE = re.compile(r"^\d+<([^>]*)>(?:\(deleted\))?")
_TEXT = re.compile(r'"((?:\\x[0-9a-f]{2})*)"')


@dataclass(frozen=True, slots=True)
class Event:
    """One call that did what it says; `failed` for an fsync that did not. `thread` made it: a fault's number is counted for each."""

    call: str
    path: str
    data: bytes = b""
    offset: int = 0
    target: str = ""
    failed: bool = False
    thread: int = 0


@functools.cache
def why_not() -> str | None:
    """Why nothing can be traced here, or None."""
    if not sys.platform.startswith("linux"):
        return "strace runs on Linux only"
    if not shutil.which("strace"):
        return "strace is not installed (apt-get install strace)"
    tried = subprocess.run(
        ["strace", "-f", "-o", "/dev/null", "-e", "inject=fsync:error=EIO:when=1", "true"],
        capture_output=True,
        text=True,
    )
    return f"no process may be traced here: {tried.stderr.strip()[-200:]}" if tried.returncode else None


def need_strace() -> None:
    if reason := why_not():
        pytest.skip(reason)


def trace(command: list[str], folder: Path, *, inject: str | None = None, record: bool = False) -> int:
    """Run it, with a fault or with a recording in the file `calls`; its exit code, negative for a signal."""
    tracing = ["-e", f"trace={WRITES}", "-xx", "-y", "-s", "70000"] if record else ["-e", f"trace={CHANGES}"]
    fast = [] if inject and "signal" in inject else ["--seccomp-bpf"]  # it does not deliver signals
    where = str(folder / "calls" if record else "/dev/null")
    faults = ["-e", f"inject={inject}"] if inject else []
    words = ["strace", "-f", "-qq", *fast, *tracing, *faults, "-o", where, *command]
    return subprocess.run(words, cwd=ROOT, capture_output=True, timeout=300).returncode


def run_day(folder: Path, rounds: int, *, inject: str | None = None, record: bool = False) -> int:
    """`tests.fakes.working_day` in `folder`, with its profile and its diary."""
    day = [str(folder / "profile"), str(folder / "diary"), str(rounds)]
    command = [sys.executable, "-m", "tests.fakes.working_day", *day]
    return trace(command, folder, inject=inject, record=record)


def load_calls(path: Path, within: Path) -> list[Event]:
    """The recorded calls on files in a folder, in the order in which they ended."""
    events: list[Event] = []
    begun: dict[str, str] = {}
    places: dict[str, int] = {}
    """Where the next `write` into a file goes. A recorded process has each file it writes to so open once."""
    for line in path.read_text("ascii", "replace").splitlines():
        if line.endswith("<unfinished ...>"):
            begun[line.split(" ", 1)[0]] = line.removesuffix("<unfinished ...>").rstrip()
            continue
        if " resumed>" in line[:60]:
            pid, _, rest = line.partition(" ")
            line = begun.pop(pid) + rest.partition(" resumed>")[2]
        for one in _read(line):
            one = replace(one, thread=int(line.split(" ", 1)[0]))
            if one.call == "lseek":
                places[one.path] = one.offset
            elif one.call == "write":
                at = places.get(one.path, 0)
                places[one.path] = at + len(one.data)
                events.append(replace(one, offset=at))
            else:
                events.append(one)
    return [one for one in events if Path(one.path).is_relative_to(within)]


def _read(line: str) -> Iterator[Event]:
    found = _CALL.match(line)
    if found is None or found[4] == "?":
        return
    call, arguments, failed = found[2], found[3], found[4].startswith("-")
    texts = [bytes.fromhex(text.replace("\\x", "")) for text in _TEXT.findall(arguments)]
    if call in ("rename", "unlink", "openat"):
        if failed or (call == "openat" and "O_CREAT" not in arguments):
            return
        names = [text.decode() for text in texts]
        yield Event(call, names[0], target=names[1] if len(names) > 1 else "")
        return
    file = _FILE.match(arguments)
    if file is None or (failed and call not in ("fsync", "fdatasync")):
        return
    name = bytes.fromhex(file[1].replace("\\x", "")).decode("utf-8", "replace")
    match call:
        case "pwrite64":
            yield Event(call, name, texts[0][: int(found[4])], int(arguments.rsplit(", ", 1)[1]))
        case "write":
            yield Event(call, name, texts[0][: int(found[4])])
        case "lseek":
            yield Event(call, name, offset=int(found[4]))
        case "ftruncate":
            yield Event(call, name, offset=int(arguments.rsplit(", ", 1)[1]))
        case _:
            yield Event("fsync", name, failed=failed)
