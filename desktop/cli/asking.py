"""A yes at the terminal, or `--yes` for it where nobody can be asked."""

from __future__ import annotations

import sys

from desktop.cli.exits import Exit, Trouble
from desktop.cli.output import safe


def ask(question: str, code: Exit, *, refused: str, yes: bool) -> None:
    """Returns on a yes. Raises Trouble with that code when the answer is no (`refused`), or when there is no terminal to ask on."""
    if yes:
        return
    if not sys.stdin.isatty():
        raise Trouble(code, f"{question} If so, add --yes.")
    sys.stderr.write(f"{safe(question)} [y/N] ")
    sys.stderr.flush()
    if sys.stdin.readline().strip().lower() not in ("y", "yes"):
        raise Trouble(code, refused)
