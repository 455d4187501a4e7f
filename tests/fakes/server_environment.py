"""Where the connectors' servers are installed: the environment of requirements/connectors.txt, apart from the program's own.

`python3 run.py test --connectors` makes it; BANDEJA_SERVERS names another interpreter.
"""

from __future__ import annotations

import os
from pathlib import Path

ROOT = Path(__file__).parents[2]


def server_python() -> Path | None:
    chosen = os.environ.get("BANDEJA_SERVERS")
    folder = ROOT / "build" / "servers"
    python = Path(chosen) if chosen else folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    return python if python.exists() else None
