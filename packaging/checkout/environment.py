"""The Python environment of a checkout: a virtual environment that holds exactly pinned packages.

Invariant: the stamp is written only after everything in a requirement file has been installed, and the mark left by an
interrupted installation makes the next start build the environment anew. One process at a time holds the lock.
"""

from __future__ import annotations

import hashlib
import json
import os
import queue
import re
import shutil
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from .system import install_packages
from .words import Trouble, last_words, say

PYTHON = f"{sys.version_info.major}.{sys.version_info.minor}"
NETWORK_TROUBLE = re.compile(
    r"connection broken by|Failed to establish a new connection|name resolution|getaddrinfo failed|"
    r"[Nn]etwork is unreachable|ConnectTimeout|ReadTimeout|ProxyError|dns error|error sending request"
)
DOWNLOAD = re.compile(r"\s*Downloading (?:\S*/)?([\w.]+)-([\w.]+)-\S+ \((\d[\d.]* [MG]B)\)")


@dataclass(frozen=True, slots=True)
class Environment:
    """A virtual environment of the checkout `root` in the folder `venv`."""

    root: Path
    venv: Path

    @property
    def python(self) -> Path:
        return self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    @property
    def stamp_file(self) -> Path:
        return self.venv / "bandeja-stamp.json"

    @property
    def installing(self) -> Path:
        return self.venv / "bandeja-installing"

    def ensure(self, kind: str) -> Path:
        """The interpreter of this environment, with requirements/<kind>.txt in it; built or completed if needed."""
        if self.holds(kind):
            return self.python
        with only_one(self.root / ".venv.lock"):
            if not self.holds(kind):  # another run.py may just have done it
                started = time.monotonic()
                self.complete(kind)
                say(f"the environment is ready ({time.monotonic() - started:.0f} s)")
        return self.python

    def holds(self, kind: str) -> bool:
        return self.stamp().get(kind) == self.fingerprint(kind) and self.python.exists()

    def complete(self, kind: str) -> None:
        stamp = self.stamp()
        reason = self.why_unusable(stamp)
        if reason:
            say(f"{reason}: building {self.venv.name} with Python {sys.version.split()[0]}")
            remove(self.venv)
            stamp = {}
            make_venv(self.venv)
        self.installing.touch()
        self.install(kind)
        checkout = self.site_packages().joinpath("bandeja-checkout.pth")
        checkout.write_text(f"{self.root}\n", encoding="utf-8")  # `python -m desktop` from every folder
        self.compile_program()
        included = {"app", kind} if kind == "test" else {kind}
        stamp |= {name: self.fingerprint(name) for name in included} | {"identity": self.identity()}
        self.stamp_file.write_text(json.dumps(stamp, indent=1), encoding="utf-8")
        self.installing.unlink()

    def compile_program(self) -> None:
        """The first start need not read four hundred sources, nor any start where Python may not keep what it compiled."""
        compiling = [str(self.python), "-m", "compileall", "-q", "-j", "0", str(self.root / "desktop")]
        subprocess.run(compiling, capture_output=True)  # where it fails, the start is slower

    def stamp(self) -> dict[str, str]:
        try:
            stamp = json.loads(self.stamp_file.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            return {}
        return stamp if isinstance(stamp, dict) and not self.installing.exists() else {}

    def fingerprint(self, kind: str) -> str:
        return hashlib.sha256("\n".join([self.identity(), *self.requirements(kind)]).encode()).hexdigest()

    def identity(self) -> str:
        """What no installation can mend afterwards. Qt's pin is part of it: pip leaves files of another Qt behind."""
        qt = [line for line in self.requirements("app") if line.startswith("PySide6")]
        return " ".join([sys.implementation.name, PYTHON, sys.platform, *qt, str(self.root)])

    def requirements(self, kind: str) -> list[str]:
        """The lines of a requirement file and of those it includes, without comments."""
        lines = []
        for line in self.requirement_file(kind).read_text(encoding="utf-8").splitlines():
            requirement = line.partition("#")[0].strip()
            if requirement.startswith("-r "):
                lines += self.requirements(Path(requirement[3:].strip()).stem)
            elif requirement:
                lines.append(requirement)
        return lines

    def requirement_file(self, kind: str) -> Path:
        return self.root / "requirements" / f"{kind}.txt"

    def site_packages(self) -> Path:
        return self.venv / ("Lib/site-packages" if os.name == "nt" else f"lib/python{PYTHON}/site-packages")

    def why_unusable(self, stamp: dict[str, str]) -> str:
        """Why the environment must be built anew, in a few words; empty when it can be completed in place."""
        if not self.venv.exists():
            return "first start"
        if self.installing.exists():
            return "an earlier installation was interrupted"
        if stamp and stamp.get("identity") != self.identity():
            return "Python, Qt or the folder has changed"
        probe = [str(self.python), "-c", "import pip, sys; print('%d.%d' % sys.version_info[:2])"]
        try:
            version = subprocess.run(
                probe, capture_output=True, encoding="utf-8", timeout=60, check=True
            ).stdout.strip()
        except (OSError, subprocess.SubprocessError):
            return "the environment is broken"
        return "" if version == PYTHON else "Python has changed"

    def install(self, kind: str) -> None:
        """Install requirements/<kind>.txt with uv where there is one, else with pip."""
        pins = self.requirements(kind)
        qt = "; Qt alone is some 260 MB" if any(pin.startswith("PySide6") for pin in pins) else ""
        say(f"installing {len(pins)} pinned packages and what they need{qt}")
        log = self.venv / "bandeja-install.log"
        what = ["-r", str(self.requirement_file(kind))]
        uv = shutil.which("uv")
        if uv:
            code, _ = watch([uv, "pip", "install", "--compile-bytecode", "--python", str(self.python), *what], log)
            if code == 0:
                return
            say("uv could not do it; trying pip")
        pip = [str(self.python), "-m", "pip", "install", "--no-input", "--disable-pip-version-check"]
        code, output = watch([*pip, "--progress-bar", "off", *what], log)
        if code != 0:
            self.installing.unlink()  # pip gave up by itself and in order: the next start can go on from here
            raise Trouble(why_failed(output, log))


def make_venv(venv: Path) -> None:
    if subprocess.run([sys.executable, "-c", "import ensurepip, venv"], capture_output=True).returncode != 0:
        package = f"python{PYTHON}-venv"
        if not install_packages([package]):
            raise Trouble(
                "this Python cannot make virtual environments. On Debian and Ubuntu run: "
                f"sudo apt-get install {package}. Then start again."
            )
    venv.parent.mkdir(parents=True, exist_ok=True)
    done = subprocess.run(
        [sys.executable, "-m", "venv", str(venv)], capture_output=True, encoding="utf-8", errors="replace"
    )
    if done.returncode != 0:
        raise Trouble(f"the virtual environment {venv} could not be made: {last_words(done.stdout + done.stderr)}")


def remove(venv: Path) -> None:
    try:
        if venv.exists():
            shutil.rmtree(venv)
    except OSError as error:
        raise Trouble(
            f"{venv} cannot be replaced ({error.strerror}: {error.filename}). Close Bandeja and everything else that was "
            "started from this folder, and try again."
        ) from error


def watch(command: list[str], log: Path) -> tuple[int, str]:
    """Run an installer, telling its big steps in short lines; its exit code and whole output, which is also logged."""
    lines: queue.Queue[str | None] = queue.Queue()

    def read(output: IO[str]) -> None:
        for line in output:
            lines.put(line)
        lines.put(None)

    started, output = time.monotonic(), []
    with subprocess.Popen(
        command,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        encoding="utf-8",
        errors="replace",
        close_fds=False,  # the lock goes along, see only_one
    ) as process:
        reader = threading.Thread(target=read, args=[process.stdout], name="installer-output", daemon=True)
        reader.start()
        while True:
            try:
                line = lines.get(timeout=15)
            except queue.Empty:
                say(f"  still at it ({time.monotonic() - started:.0f} s)")
                continue
            if line is None:
                break
            output.append(line)
            tell(line)
        reader.join()
    log.write_text("".join(output), encoding="utf-8")
    return process.returncode, "".join(output)


def tell(line: str) -> None:
    """Say the few lines of pip's that stand for minutes."""
    download = DOWNLOAD.match(line)
    if download:
        say("  {} {}, {}".format(*download.groups()))
    elif line.startswith("Installing collected packages"):
        say(f"  unpacking {line.count(',') + 1} packages")


def why_failed(output: str, log: Path) -> str:
    """pip's failure as sentences for people."""
    if NETWORK_TROUBLE.search(output):
        return (
            "the packages could not be fetched: no connection to the package index. Check the network (or pip's proxy "
            "and index settings) and start again; what has been fetched is kept."
        )
    if "No space left" in output:
        return "the disk is full: the environment needs about 1.5 GB. Make room and start again."
    if "No matching distribution" in output:
        return (
            f"a package has no build for this system: {last_words(output)} Qt for Python needs 64-bit Windows, "
            "macOS 13, or Linux with glibc 2.34 (Debian 12, Ubuntu 22.04), or a later one."
        )
    return f"the installation failed: {last_words(output)} The whole story: {log}"


@contextmanager
def only_one(lock: Path) -> Iterator[None]:
    """Hold the lock of the checkout, waiting for another run.py; the system frees it when its process ends."""
    try:
        handle = lock.open("a+", encoding="utf-8")
    except OSError as error:
        raise Trouble(
            f"the folder {lock.parent} cannot be written to ({error.strerror}). Use a copy you own."
        ) from error
    with handle:
        os.set_inheritable(handle.fileno(), True)  # an installer that outlives a killed run.py still holds the lock
        if not take(handle):
            say("another run.py is preparing the environment; waiting for it")
            while not take(handle):
                time.sleep(0.2)
        yield


def take(handle: IO[str]) -> bool:
    try:
        if os.name == "nt":
            import msvcrt

            handle.seek(0)
            msvcrt.locking(handle.fileno(), msvcrt.LK_NBLCK, 1)
        else:
            import fcntl

            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except (BlockingIOError, PermissionError):
        return False
    return True
