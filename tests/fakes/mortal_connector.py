"""Connectors in processes that may be killed: forks one for each wish, and lets it begin when the test is ready.

Run as `python -m tests.fakes.mortal_connector MODULE:BACKEND`, imported once for all. Lines of standard input: a pickled
(values, secrets, wish) in hex, then `go`; of standard output: the child's pid, then what it made, or how it ended.
"""

from __future__ import annotations

import contextlib
import importlib
import os
import pickle
import subprocess
import sys
from collections.abc import Mapping

from desktop.core.api.errors import BandejaError
from desktop.core.clock import SystemClock
from desktop.core.connectors.protocol import Backend, Means, Wish


def main(place: str) -> None:
    module, _, name = place.partition(":")
    backend: Backend = getattr(importlib.import_module(module), name)
    with contextlib.suppress(BandejaError):
        backend.open({"address": "http://127.0.0.1:1"}, {}, Means(SystemClock())).close()  # what it imports when opened
    for line in sys.stdin:
        values, secrets, wish = pickle.loads(bytes.fromhex(line))  # noqa: S301 -- from the test that started us
        ours, theirs = os.pipe()
        pid = os.fork()
        if pid == 0:
            os.read(ours, 1)
            os._exit(make(backend, values, secrets, wish))
        print(pid, flush=True)
        sys.stdin.readline()
        os.write(theirs, b"g")
        _, status = os.waitpid(pid, 0)
        os.close(ours)
        os.close(theirs)
        print(f"ended {status}", flush=True)


def make(backend: Backend, values: Mapping[str, str], secrets: Mapping[str, str], wish: Wish) -> int:
    try:
        backend.open(values, secrets, Means(SystemClock())).create(wish)
    except BandejaError:
        return 1
    return 0


class MortalConnectors:
    """The test's end of it. A context manager."""

    def __init__(self, place: str) -> None:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.fakes.mortal_connector", place],
            stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True,
        )  # fmt: skip

    def __enter__(self) -> MortalConnectors:
        return self

    def __exit__(self, *_: object) -> None:
        self._process.communicate(timeout=60)

    def prepare(self, values: Mapping[str, str], secrets: Mapping[str, str], wish: Wish) -> int:
        """A child that waits to make this wish; its pid."""
        return int(self._say(pickle.dumps((dict(values), dict(secrets), wish)).hex()))

    def go(self) -> int:
        """Let it; the status with which it ended (9 when it was killed)."""
        return int(self._say("go").split()[1])

    def _say(self, line: str) -> str:
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n")
        self._process.stdin.flush()
        return self._process.stdout.readline()


if __name__ == "__main__":
    main(sys.argv[1])
