"""The command `bandeja`, also as `python -m desktop`. Imports little, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys

from desktop.cli.program import run

_INTERRUPTED = 130


def give_streams() -> None:
    """A program behind an icon has none on Windows, and one that was started with them closed has none anywhere: what is said
    then goes nowhere, instead of ending the program where it is said."""
    for name, mode in (("stdin", "r"), ("stdout", "w"), ("stderr", "w")):
        if getattr(sys, name) is None:
            setattr(sys, name, open(os.devnull, mode, encoding="utf-8"))  # noqa: SIM115 -- as long as the process


def main() -> int:
    """The exit code of this process's command. An interrupted one ends at once: what is stored is stored, and nobody wants
    to wait for the last answer of a network."""
    give_streams()
    code = run(sys.argv[1:])
    if code == _INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
