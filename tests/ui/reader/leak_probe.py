"""Shows a page in the reader's web view with some of its layers taken away; run as a process, because one layer is a flag
that the engine reads once.

    leak_probe.py PAGE_FILE LAYER...      layers: policy interceptor resolver navigation noscript

`picture=URL,CA_FILE` beside them lets the core fetch that one for `mailpic:0`, as it does when the user allowed pictures.
"""

from __future__ import annotations

import os
import ssl
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

os.environ["QT_QPA_PLATFORM"] = "offscreen"
os.environ["QTWEBENGINE_CHROMIUM_FLAGS"] = "--disable-gpu"

from desktop.ui.reader import web_engine

page_file, layers = sys.argv[1], set(sys.argv[2:])
picture = next((one.removeprefix("picture=").split(",") for one in layers if one.startswith("picture=")), None)
if "resolver" not in layers:
    web_engine._FLAGS = ("--renderer-process-limit=1",)
assert web_engine.prepare_web_engine()

from PySide6.QtCore import QEventLoop, QPoint, Qt, QTimer  # noqa: E402
from PySide6.QtTest import QTest  # noqa: E402
from PySide6.QtWebEngineCore import QWebEnginePage, QWebEngineSettings  # noqa: E402
from PySide6.QtWidgets import QApplication  # noqa: E402

from desktop.core.api.pictures import PicturePlan  # noqa: E402
from desktop.core.pictures.fetching import Load, PictureCache, picture_fetch  # noqa: E402
from desktop.ui.reader import html_view, web_profile, web_scheme  # noqa: E402
from desktop.ui.reader.paper import Paper  # noqa: E402
from desktop.ui.reader.printing import layout_of, usual_size  # noqa: E402

if "policy" not in layers:
    web_scheme.POLICY = "default-src * data: blob: cid: 'unsafe-inline' 'unsafe-eval'"
if "interceptor" not in layers:
    web_scheme._ALLOWED = frozenset({"mailmsg", "cid", "mailpic", "data", "http", "https", "file", "ws"})
if "navigation" not in layers:
    web_profile.ForeignPage.acceptNavigationRequest = lambda self, url, kind, main: True


def wait(milliseconds: int) -> None:
    loop = QEventLoop()
    QTimer.singleShot(milliseconds, loop.quit)
    loop.exec()


app = QApplication([])
view = html_view.HtmlView()
if "noscript" not in layers:
    settings = view._page.settings()
    for attribute in (
        QWebEngineSettings.WebAttribute.JavascriptEnabled,
        QWebEngineSettings.WebAttribute.HyperlinkAuditingEnabled,
        QWebEngineSettings.WebAttribute.LocalContentCanAccessRemoteUrls,
        QWebEngineSettings.WebAttribute.DnsPrefetchEnabled,
        QWebEngineSettings.WebAttribute.AutoLoadIconsForPage,
        QWebEngineSettings.WebAttribute.AllowRunningInsecureContent,
    ):
        settings.setAttribute(attribute, True)
view.resize(900, 900)
view.show()


def fetch_remote(number: int, arrived) -> None:
    if picture is None:
        arrived(None)
        return
    fetch = picture_fetch(ssl.create_default_context(cafile=picture[1]), lambda address: True)
    with ThreadPoolExecutor(1) as pool:
        found = Load(PicturePlan("", (picture[0],)), fetch, pool, PictureCache()).fetch(number).result(10)
    arrived(None if found is None else (found.content_type, found.content))


view.show_page(Path(page_file).read_text(encoding="utf-8"), lambda content_id, arrived: arrived(None), fetch_remote)
wait(3_500)
shot = view.grab().toImage()
seen = {shot.pixelColor(x, y).name() for x in range(0, shot.width(), 5) for y in range(0, shot.height(), 5)}
# What a person does: hover and click, search, select, print.
target = view.focusProxy().focusProxy() or view.focusProxy()
for place in (QPoint(30, 30), QPoint(60, 120)):
    QTest.mouseMove(target, place)
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, place)
view.find_text("click")
paper = Paper(Path(page_file).read_text(encoding="utf-8"), lambda content_id, arrived: arrived(None), fetch_remote)
paper.ready.connect(lambda ok: paper.save(f"{page_file}.pdf", layout_of(usual_size())))
view._page.triggerAction(QWebEnginePage.WebAction.SelectAll)
wait(1_200)
print("RED", "#c81e1e" in seen, "BLOCKED", view.blocked + paper.blocked, flush=True)
os._exit(0)
