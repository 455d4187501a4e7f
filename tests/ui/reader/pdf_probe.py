"""Shows a PDF in the view of the previews with layers taken away, clicks all over it, and ends; run as a process, because one layer is
a flag that the engine reads once.

    pdf_probe.py PDF_FILE LAYER...      layers: interceptor resolver navigation
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"

from desktop.ui.reader import web_engine

pdf_file, layers = sys.argv[1], set(sys.argv[2:])
if "resolver" not in layers:
    web_engine._FLAGS = ("--renderer-process-limit=1",)
assert web_engine.prepare_web_engine()

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer  # noqa: E402
from PySide6.QtGui import QColor  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from desktop.ui.reader import web_profile  # noqa: E402
from desktop.ui.reader.preview import pdf_view  # noqa: E402

if "interceptor" not in layers:
    pdf_view.PdfInterceptor.interceptRequest = lambda self, info: None
if "navigation" not in layers:
    web_profile.ForeignPage.acceptNavigationRequest = lambda self, url, kind, main: True


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


app = QApplication([])
view = pdf_view.PdfView()
view.resize(640, 500)
view.show()
told: list[str] = []
view.link_clicked.connect(told.append)
loop = QEventLoop()
view.seen.connect(loop.quit)
view.show_pdf(Path(pdf_file).read_bytes(), QColor("#ffffff"))
loop.exec()
wait(800)
shot = view.grab().toImage()
seen = {shot.pixelColor(x, y).name() for x in range(0, shot.width(), 5) for y in range(0, shot.height(), 5)}
for y in range(60, 480, 60):
    target = view._view.focusProxy()  # another one where a click has led away
    if target is not None:
        QTest.mouseMove(target, QPoint(500, y))
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(500, y))
    wait(60)
wait(700)
print("RED", "#c81e1e" in seen, "TOLD", *sorted(set(told)), flush=True)
os._exit(0)
