"""The command `bandeja`, also as `python -m desktop`. Imports little, so that `--help` answers at once."""

from __future__ import annotations

import os
import sys

from desktop.cli.program import run

_INTERRUPTED = 130


def main() -> int:
    """The exit code of this process's command. An interrupted one ends at once: what is stored is stored, and nobody wants
    to wait for the last answer of a network."""
    code = run(sys.argv[1:])
    if code == _INTERRUPTED:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)
    return code


if __name__ == "__main__":
    sys.exit(main())
