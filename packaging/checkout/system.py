"""What the system must bring: the libraries Qt loads on Linux, and for the tests Dovecot, D-Bus, zstd, strace and fonts.

Invariant: nothing is installed without the right to do so (root and apt); everywhere else the command to run is told.
"""

from __future__ import annotations

import ctypes
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from .words import Trouble, last_words, say

LIBRARIES = {  # what Qt loads at run time, and Debian's package of it
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
    "libnss3.so": "libnss3",
    "libasound.so.2": "libasound2",
    "libXcomposite.so.1": "libxcomposite1",
    "libXdamage.so.1": "libxdamage1",
    "libXfixes.so.3": "libxfixes3",
    "libXrandr.so.2": "libxrandr2",
    "libXtst.so.6": "libxtst6",
    "libxkbfile.so.1": "libxkbfile1",
}
RENAMED = {"libglib2.0-0", "libasound2"}  # carry the suffix t64 in Debian 13 and Ubuntu 24.04
FONTS = {
    "DejaVuSans.ttf": "fonts-dejavu-core",
    "NotoSansCJK-Regular.ttc": "fonts-noto-cjk",
    "NotoColorEmoji.ttf": "fonts-noto-color-emoji",
}


def ensure_libraries() -> None:
    """See that Qt's libraries are here; installed where that is possible, else Trouble with the command to run."""
    if not sys.platform.startswith("linux"):
        return
    missing = missing_libraries()
    if missing and install_packages([LIBRARIES[name] for name in missing]):
        missing = missing_libraries()
    if missing:
        packages = " ".join(sorted(LIBRARIES[name] for name in missing))
        raise Trouble(
            f"Qt needs system libraries that are not here: {', '.join(missing)}. On Debian and Ubuntu run: sudo apt-get "
            f"install {packages} (in other distributions, the packages that hold these files). Then start again."
        )


def missing_libraries() -> list[str]:
    return [name for name in LIBRARIES if not can_load(name)]


def can_load(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True


def ensure_test_tools() -> None:
    """Dovecot, D-Bus, zstd, strace and fonts; what cannot be had is named, with what will not be tested."""
    if not sys.platform.startswith("linux"):
        say("Dovecot runs on Linux only: the tests marked dovecot will be SKIPPED")
        return
    missing = missing_tools()
    if missing and install_packages(list(missing)):
        if "dovecot-imapd" in missing and Path("/run/systemd/system").exists():
            subprocess.run(["systemctl", "disable", "dovecot.service"], capture_output=True)
        missing = missing_tools()
    for package, loss in missing.items():
        say(f"NOT HERE: {package}, so {loss}. To have it: sudo apt-get install {package}")


def missing_tools() -> dict[str, str]:
    """Debian packages that are not here, each with what goes without it."""
    path = os.pathsep.join([os.environ.get("PATH", ""), "/usr/sbin", "/sbin"])
    missing = {}
    if not shutil.which("dovecot", path=path):
        missing["dovecot-imapd"] = "the tests marked dovecot will be SKIPPED"
    if not shutil.which("dbus-daemon"):
        missing["dbus-daemon"] = "the tests of the desktop's notices will be SKIPPED"
    if not shutil.which("zstd"):
        missing["zstd"] = "the tests marked corpus will be SKIPPED"
    if not shutil.which("strace"):
        missing["strace"] = "the tests of power cuts, failing disks and deaths within system calls will be SKIPPED"
    folders = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")
    fonts = {name for folder in folders for _, _, files in os.walk(folder) for name in files}
    missing |= {package: "some letters are drawn as boxes" for name, package in FONTS.items() if name not in fonts}
    return missing


def install_packages(packages: list[str]) -> bool:
    """Install Debian packages as root; False where this user or this system cannot, or apt failed (it is told why)."""
    if os.name == "nt" or os.geteuid() != 0 or not shutil.which("apt-get"):
        return False
    say(f"installing system packages: {' '.join(packages)}")
    apt(["update"])
    names = [current_name(package) for package in packages]
    with services_stay_off():
        done = apt(["install", "-y", "--no-install-recommends", *names])
    if done.returncode != 0:
        say(f"apt-get could not: {last_words(done.stdout)}")
    return done.returncode == 0


def apt(arguments: list[str]) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        ["apt-get", "-q", "-o", "DPkg::Lock::Timeout=300", *arguments],
        env=os.environ | {"DEBIAN_FRONTEND": "noninteractive"},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def current_name(package: str) -> str:
    renamed = f"{package}t64"
    known = package in RENAMED and subprocess.run(["apt-cache", "show", renamed], capture_output=True).returncode == 0
    return renamed if known else package


@contextmanager
def services_stay_off() -> Iterator[None]:
    """While Debian packages are installed, no service of theirs is started: the tests start their own Dovecot."""
    policy = Path("/usr/sbin/policy-rc.d")
    if policy.exists():
        yield
        return
    policy.write_text("#!/bin/sh\nexit 101\n")
    policy.chmod(0o755)
    try:
        yield
    finally:
        policy.unlink()
