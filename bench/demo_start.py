"""From the command `bandeja demo` to the first mail on the screen: `python -m bench.demo_start STARTED` (time.time() of the parent).

The command's own code runs, with its embedded servers; only the application is one that notes its paints.
"""

from __future__ import annotations

import json
import os
import sys
import time
from typing import Any

from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QTableView

from desktop.ui.program.application import Application


class Noting(Application):
    started = 0.0

    def __init__(self, *arguments: Any) -> None:
        super().__init__(*arguments)
        self.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint:
            table = watched.parent()
            if isinstance(table, QTableView) and table.model() and table.model().rowCount():
                print(json.dumps({"first_mail_s": time.time() - self.started, "cpu_s": time.process_time()}))
                sys.stdout.flush()
                os._exit(0)
        return False


def main(started: str) -> None:
    import desktop.app

    Noting.started = float(started)
    desktop.app.Application = Noting  # type: ignore[misc]
    desktop.app.run_demo()


if __name__ == "__main__":
    main(sys.argv[1])
