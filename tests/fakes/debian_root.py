"""A root directory with Debian's mail servers in it, for one server of one test run: its own files, users and processes.

The files are hard links of what `python3 run.py test --servers` has unpacked, so a root costs a moment and hardly any room;
what a server is to find changed is written anew, never into a shared file. Needs root, for chroot(2). At the end every
process that lives in the root is ended, also those that have left their parent, and of the root nothing is left; what a run
that was killed has left, the next one ends.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

from tests.fakes.server_process import PATIENCE, leash

ROOT = Path(__file__).parents[2]
TREE = ROOT / "build" / "debian" / "tree"
FAREWELL = 0.5  # seconds between being asked to end and being ended
MAIL, NOBODY = 8, 65534
"""Users and groups inside, each with the same number for both."""
_USERS = {"root": 0, "mail": MAIL, "cyrus": 2001, "courier": 2002, "postfix": 2003, "postdrop": 2004, "nobody": NOBODY}
_DEVICES = {"null": (1, 3), "zero": (1, 5), "random": (1, 8), "urandom": (1, 9)}


def why_no_mail_servers() -> str | None:
    if not TREE.parent.joinpath("stamp").exists():
        return "Cyrus, Courier and Postfix are not here: python3 run.py test --servers fetches them"
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        return "Cyrus, Courier and Postfix need root: sudo python3 run.py test --servers"
    return None


class DebianRoot:
    """Paths are those inside, without the leading slash."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._processes: list[subprocess.Popen[bytes]] = []
        for path in ("tmp", "run", "proc", "dev", "srv", "var/log", "var/run"):
            self.make_folder(path)
        (folder / "tmp").chmod(0o1777)
        for name, (major, minor) in _DEVICES.items():
            device = folder / "dev" / name
            os.mknod(device, stat.S_IFCHR | 0o666, os.makedev(major, minor))
            device.chmod(0o666)
        self.write("etc/passwd", "".join(f"{name}:x:{n}:{n}::/:/bin/sh\n" for name, n in _USERS.items()))
        self.write("etc/group", "".join(f"{name}:x:{n}:\n" for name, n in _USERS.items()))
        self.write("etc/nsswitch.conf", "passwd: files\ngroup: files\nhosts: files\nservices: files\n")
        self.write("etc/hosts", "127.0.0.1 localhost\n")

    def write(self, path: str, text: str, *, mode: int = 0o644) -> None:
        """A file of this root alone: one that is there may be a link to the common one, so it is not written into."""
        target = self.folder / path
        target.parent.mkdir(parents=True, exist_ok=True)
        target.unlink(missing_ok=True)
        target.write_text(text, encoding="utf-8")
        target.chmod(mode)

    def make_folder(self, path: str, *, owner: str = "root", mode: int = 0o755) -> None:
        target = self.folder / path
        target.mkdir(parents=True, exist_ok=True)
        target.chmod(mode)
        os.chown(target, _USERS[owner], _USERS[owner])

    def start(self, *words: str, environment: Mapping[str, str] | None = None) -> subprocess.Popen[bytes]:
        """A program of this root; what it says goes to `said()`."""
        return self._run(["chroot", str(self.folder), *words], environment or {})

    def start_saslauthd(self, password: str) -> None:
        """Who may log in to Cyrus and Postfix: anybody with this password."""
        self.make_folder("run/saslauthd")
        program = Path(__file__).with_name("saslauthd.py")
        socket = self.folder / "run/saslauthd/mux"
        self._run([sys.executable, str(program), str(socket)], {"PASSWORD": password})
        wait_for(socket.exists, "saslauthd")

    def said(self) -> str:
        files = [self.folder / "said", *sorted((self.folder / "var/log").glob("*"))]
        return "\n".join(path.read_text("utf-8", "replace") for path in files if path.is_file())

    def close(self) -> None:
        for process in reversed(self._processes):
            process.terminate()
        with contextlib.suppress(TimeoutError):
            wait_for(lambda: not living_in(self.folder), "the end", FAREWELL)
        end_all_in(self.folder)
        for process in self._processes:
            if process.poll() is None:
                process.kill()
            process.wait()

    def _run(self, words: Sequence[str], environment: Mapping[str, str]) -> subprocess.Popen[bytes]:
        with (self.folder / "said").open("ab") as said:
            process = subprocess.Popen(
                [*leash(), *words],
                env={"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "TZ": "UTC", **environment},
                stdin=subprocess.DEVNULL,
                stdout=said,
                stderr=subprocess.STDOUT,
                start_new_session=True,
            )
        self._processes.append(process)
        return process


@contextlib.contextmanager
def debian_root() -> Iterator[DebianRoot]:
    places = TREE.parent / "roots"
    places.mkdir(exist_ok=True)
    remove_dead_roots(places)
    folder = Path(tempfile.mkdtemp(prefix=f"{os.getpid()}-", dir=places))
    folder.chmod(0o755)
    try:
        shutil.copytree(TREE, folder, symlinks=True, copy_function=_link, dirs_exist_ok=True)
        root = DebianRoot(folder)
        try:
            yield root
        finally:
            root.close()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def remove_dead_roots(places: Path) -> None:
    """Those whose test run, which gave them its number, is no more."""
    for folder in places.iterdir():
        if not Path("/proc", folder.name.partition("-")[0]).exists():
            end_all_in(folder)
            shutil.rmtree(folder, ignore_errors=True)


def end_all_in(folder: Path) -> None:
    while living := living_in(folder):
        for pid in living:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)


def living_in(folder: Path) -> list[int]:
    """Every process whose root directory this is. The kernel knows it by its real name, also in a checkout behind a link."""
    found, real = [], str(folder.resolve())
    for entry in Path("/proc").iterdir():
        if entry.name.isdecimal():
            with contextlib.suppress(OSError):
                if os.readlink(entry / "root") == real:
                    found.append(int(entry.name))
    return found


def wait_for(is_so: object, what: str, seconds: float = PATIENCE) -> None:
    """Raises TimeoutError when `is_so()` does not become true."""
    assert callable(is_so)
    deadline = time.monotonic() + seconds
    pause = threading.Event()
    while not is_so():
        if time.monotonic() > deadline:
            raise TimeoutError(what)
        pause.wait(0.02)


def _link(source: str, target: str) -> None:
    """A symbolic link is copied as one by copytree; everything else is the common file."""
    os.link(source, target, follow_symlinks=False)
