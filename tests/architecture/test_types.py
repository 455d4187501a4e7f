"""Every function of the program says its types, and they fit (`[tool.mypy]` in pyproject.toml); a planted fault is found."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]


def check(*arguments: str, cache: Path) -> tuple[int, str]:
    done = subprocess.run(
        [sys.executable, "-m", "mypy", f"--cache-dir={cache}", "--no-error-summary", *arguments],
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=600,
    )
    return done.returncode, done.stdout + done.stderr


def test_the_types_of_the_program_fit():
    assert check(cache=ROOT / ".mypy_cache") == (0, "")


def test_a_planted_fault_is_found(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def size(text: str) -> int:\n    return text\n\n\ndef untyped(text):\n    return text\n")
    code, said = check("--config-file=pyproject.toml", str(planted), cache=tmp_path / "cache")
    assert code == 1
    assert "Incompatible return value type" in said
    assert "Function is missing a type annotation" in said
