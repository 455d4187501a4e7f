"""The mail corpus for tests: its archives unpacked once per machine into a temporary folder outside the repository.

Real people's mail: nothing read here may be printed, stored in the repository, or shown with the network open. Where the
corpus or the `zstd` program is missing, tests marked `corpus` are skipped with a reason (see tests/conftest.py).
"""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
import tempfile
from collections.abc import Iterator
from pathlib import Path

BULK = ("enron", "spamassassin", "phishing_pot", "openbmc", "linux-raid", "usrp-users")
SUITES = (
    "suites-mime",
    "suites-hostile",
    "suites-html",
    "suites-threading",
    "suites-bounce",
    "suites-imap",
    "suites-calendar",
)


def unpacked(corpus: Path, name: str) -> Path:
    """The folder with the files of one archive. Unpacked when it is not there yet; a half-made folder is never taken."""
    archive = corpus / f"{name}.tar.zst"
    state = archive.stat()
    cache = Path(tempfile.gettempdir()) / f"bandeja-corpus-{os.getuid() if hasattr(os, 'getuid') else 0}"
    cache.mkdir(mode=0o700, exist_ok=True)
    folder = cache / f"{name}-{state.st_size}-{int(state.st_mtime)}"
    if not folder.exists():
        making = Path(tempfile.mkdtemp(prefix=f"{name}-", dir=cache))
        try:
            _extract(archive, making)
            making.rename(folder)
        except OSError:
            if not folder.exists():  # another worker may have been faster
                raise
        finally:
            shutil.rmtree(making, ignore_errors=True)
    return folder


def files(corpus: Path, name: str) -> Iterator[tuple[str, bytes]]:
    """(path inside the archive, content) of every file, in a stable order."""
    folder = unpacked(corpus, name)
    for path in sorted(folder.rglob("*")):
        if path.is_file():
            yield path.relative_to(folder).as_posix(), path.read_bytes()


def sample(corpus: Path, count: int, names: tuple[str, ...] = BULK) -> Iterator[tuple[str, bytes]]:
    """About `count` messages spread evenly over the bulk sets and within each; always the same ones."""
    paths = {name: sorted(unpacked(corpus, name).rglob("*.eml")) for name in names}
    share = -(-count // len(names))
    spare = sum(max(0, share - len(found)) for found in paths.values())
    for name, found in paths.items():
        wanted = min(len(found), share + (spare if len(found) > share else 0))
        for number in range(wanted):
            path = found[number * len(found) // wanted]
            yield f"{name}/{path.name}", path.read_bytes()


def _extract(archive: Path, target: Path) -> None:
    """Regular files only, inside `target` only."""
    with subprocess.Popen(["zstd", "-dc", str(archive)], stdout=subprocess.PIPE) as unzstd:
        with tarfile.open(fileobj=unzstd.stdout, mode="r|") as tar:
            for member in tar:
                path = (target / member.name).resolve()
                if member.isfile() and path.is_relative_to(target.resolve()):
                    path.parent.mkdir(parents=True, exist_ok=True)
                    content = tar.extractfile(member)
                    path.write_bytes(content.read() if content else b"")
    if unzstd.returncode:
        raise OSError(f"zstd could not unpack {archive.name}")
