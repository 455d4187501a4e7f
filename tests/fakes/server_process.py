"""Other people's servers as child processes: a free port, a leash, and whether one answers yet."""

from __future__ import annotations

import contextlib
import shutil
import socket
import subprocess
import threading
import time

PATIENCE = 20.0  # seconds


def leash() -> list[str]:
    """A prefix that ends the program when the thread that starts it, the main one of a test run, is killed."""
    setpriv = shutil.which("setpriv")
    return [setpriv, "--pdeathsig", "TERM"] if setpriv else []


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        return listener.getsockname()[1]


def greets(port: int, process: subprocess.Popen[bytes], greeting: bytes = b"* OK") -> bool:
    """Whether it greets before long."""
    deadline = time.monotonic() + PATIENCE
    pause = threading.Event()
    while process.poll() is None and time.monotonic() < deadline:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", port), PATIENCE) as probe:
            if probe.recv(len(greeting)) == greeting:
                return True
        pause.wait(0.02)
    return False
