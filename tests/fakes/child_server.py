"""Servers written in Python as child processes on loopback, which end with the test run even if it is killed.

Each holds the end of a pipe from us: when it closes, whyever, the server ends itself.
"""

from __future__ import annotations

import contextlib
import random
import socket
import subprocess
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path

TRIES = 1200
PAUSE = 0.05  # seconds
FIXED_PORTS = (20_000, 32_000)
WATCH = """
import os, runpy, sys, threading
threading.Thread(target=lambda: (sys.stdin.buffer.read(), os._exit(0)), daemon=True).start()
kind, name, *sys.argv[1:] = sys.argv[1:]
sys.argv[0] = name
if kind == "module":
    runpy.run_module(name, run_name="__main__", alter_sys=True)
else:
    runpy.run_path(name, run_name="__main__")
"""


def free_port() -> int:
    """A port for a server that is yet to start: outside of those that systems give to whoever asks for any, or somebody might
    get it meanwhile."""
    chance = random.SystemRandom()
    while True:
        port = chance.randrange(*FIXED_PORTS)
        with socket.socket() as sock, contextlib.suppress(OSError):
            sock.bind(("127.0.0.1", port))
            return port


@contextlib.contextmanager
def child_server(
    python: str | Path, kind: str, name: str | Path, arguments: Sequence[str | Path], *, port: int, folder: Path
) -> Iterator[None]:
    """Run a `kind` ("module" or "script") in `folder` while the block runs; begins when it takes connections on `port`.

    Raises RuntimeError, with what it wrote, when it does not.
    """
    output = folder / "output"
    with output.open("wb") as written:
        process = subprocess.Popen(
            [python, "-c", WATCH, kind, name, *arguments],
            stdin=subprocess.PIPE, stdout=written, stderr=written, cwd=folder,
        )  # fmt: skip
    try:
        _wait_for(process, port, output)
        yield
    finally:
        process.kill()
        process.wait()
        if process.stdin is not None:
            process.stdin.close()


def _wait_for(process: subprocess.Popen[bytes], port: int, output: Path) -> None:
    pause = threading.Event()
    for _ in range(TRIES):
        if process.poll() is not None:
            break
        try:
            socket.create_connection(("127.0.0.1", port), timeout=1).close()
            return
        except OSError:
            pause.wait(PAUSE)
    raise RuntimeError(f"the server did not start: {output.read_text('utf-8', 'replace')[-2000:]}")
