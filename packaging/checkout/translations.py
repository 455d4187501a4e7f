"""The texts of the screen: collected from the sources into .ts catalogues, and compiled to the .qm files Qt loads.

Invariant: a .qm file is never older than its .ts file once compile_catalogues has returned.
"""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

from .words import Trouble, last_words


def collect_texts(python: Path, root: Path) -> None:
    """Bring every catalogue up to date with the texts in desktop/."""
    sources = sorted(str(path.relative_to(root)) for path in (root / "desktop").rglob("*.py"))
    options = ["-no-obsolete", "-locations", "none"]
    for catalogue in catalogues(root):
        # English is the language of the sources: its catalogue only says how one and many are written.
        only = ["-pluralonly"] if catalogue.stem.endswith("_en") else []
        run([tool(python, "lupdate"), *sources, *options, *only, "-ts", str(catalogue.relative_to(root))], root)


def compile_catalogues(python: Path, root: Path) -> None:
    """Build the .qm file of every catalogue that is newer than it."""
    for catalogue in catalogues(root):
        compiled = catalogue.with_suffix(".qm")
        if not compiled.exists() or compiled.stat().st_mtime < catalogue.stat().st_mtime:
            run([tool(python, "lrelease"), "-silent", str(catalogue), "-qm", str(compiled)], root)


def catalogues(root: Path) -> list[Path]:
    return sorted((root / "resources" / "translations").glob("*.ts"))


def tool(python: Path, name: str) -> str:
    return str(python.with_name(f"pyside6-{name}" + (".exe" if os.name == "nt" else "")))


def run(command: list[str], root: Path) -> None:
    done = subprocess.run(command, cwd=root, capture_output=True, encoding="utf-8", errors="replace")
    if done.returncode != 0:
        raise Trouble(f"{Path(command[0]).stem} failed: {last_words(done.stdout + done.stderr)}")
