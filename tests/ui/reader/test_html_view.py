"""The web view: shows a page from memory, says where a click would go, and outlives its renderer. Waits for pixels."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt, QUrl
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from desktop.ui.reader.html_page import build_page
from tests.fakes.letters import PIXEL
from tests.ui.reader.conftest import HAS_ENGINE

pytestmark = [
    pytest.mark.skipif(not HAS_ENGINE, reason="QtWebEngine is not installed here"),
    pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True),
]
ROOT = Path(__file__).parents[3]
RED_BLOCK = '<div style="background:#c81e1e;width:300px;height:200px">.</div>'


@pytest.fixture
def view(qtbot) -> Iterator[object]:
    from desktop.ui.reader.html_view import HtmlView

    made = HtmlView()
    qtbot.addWidget(made)
    made.resize(500, 400)
    made.show()
    yield made
    shiboken6.delete(made)


def no_pictures(content_id: str, arrived) -> None:
    arrived(None)


def has_colour(view, wanted: str, at: QPoint) -> bool:
    image: QImage = view.grab().toImage()
    return QColor(image.pixel(at)).name() == wanted


def wait_for_colour(qtbot, view, wanted: str, at: QPoint) -> None:
    qtbot.waitUntil(lambda: has_colour(view, wanted, at), timeout=15_000)


def test_no_page_begins_black(qtbot, view):
    """The engine's first picture of a page is: until there is another, the ground lies over it."""
    seen: set[str] = set()

    def look(wanted: str) -> bool:
        seen.add(QColor(view.grab().toImage().pixel(QPoint(100, 100))).name())
        return wanted in seen

    for colour in ("#c81e1e", "#1e1ec8"):
        view.set_dark(False, QColor("#fefefe"))
        view.show_page(build_page(RED_BLOCK.replace("#c81e1e", colour)), no_pictures)
        assert view._cover.isVisible()
        qtbot.waitUntil(lambda colour=colour: look(colour), timeout=15_000)
        qtbot.waitUntil(view._cover.isHidden)
    assert seen <= {"#fefefe", "#ffffff", "#c81e1e", "#1e1ec8"}


def test_a_page_that_is_black_itself_is_shown_all_the_same(qtbot, view):
    view.show_page("<!doctype html><body style='background:#000'>", no_pictures)
    qtbot.waitUntil(view._cover.isHidden, timeout=15_000)


def test_a_page_is_shown_and_replaced(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    view.show_page(build_page(RED_BLOCK.replace("#c81e1e", "#1e1ec8")), no_pictures)
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(100, 100))
    view.clear()
    wait_for_colour(qtbot, view, "#ffffff", QPoint(100, 100))


def test_a_picture_of_the_mail_is_asked_for_by_its_id(qtbot, view):
    asked = []

    def fetch(content_id: str, arrived) -> None:
        asked.append(content_id)
        arrived(("image/png", PIXEL) if content_id == "Roof@a" else None)

    page = build_page('<img src="cid:Roof%40a" width="300" height="200"><img src="cid:missing">')
    view.show_page(page, fetch)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    assert sorted(asked) == ["Roof@a", "missing"]


def test_an_svg_part_is_not_served(qtbot, view):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="300" height="200" fill="#c81e1e"/></svg>'
    served = []

    def fetch(content_id: str, arrived) -> None:
        served.append(content_id)
        arrived(("image/svg+xml", svg))

    view.show_page(
        build_page('<img src="cid:s" width="300" height="200">' + RED_BLOCK.replace("c81e1e", "1e1ec8")), fetch
    )
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(100, 320))
    assert served
    assert not has_colour(view, "#c81e1e", QPoint(100, 100))


def test_a_large_page_is_shown(qtbot, view):
    view.show_page(build_page(RED_BLOCK + f"<!--{'x' * 3_000_000}-->"), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))


def test_a_click_tells_the_target_and_goes_nowhere(qtbot, view):
    link = '<a href="https://a.example/x?y=1&amp;z=2" style="display:block;background:#c81e1e;width:300px;height:200px">x</a>'
    view.show_page(build_page(link), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    target = view.focusProxy().focusProxy()
    with qtbot.waitSignal(view.link_hovered, timeout=10_000) as hovered:
        QTest.mouseMove(target, QPoint(90, 90))
        QTest.mouseMove(target, QPoint(100, 100))
    assert hovered.args == ["https://a.example/x?y=1&z=2"]
    with qtbot.waitSignal(view.link_clicked, timeout=10_000) as clicked:
        QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, QPoint(100, 100))
    qtbot.wait(500)
    assert view._page.url() == view._page.shown
    assert clicked.args == ["https://a.example/x?y=1&z=2"]
    assert has_colour(view, "#c81e1e", QPoint(100, 100))


@pytest.mark.parametrize(
    "url",
    [
        "https://a.example/",
        "file:///etc/hostname",
        "data:text/html,x",
        "mailmsg:999",
        "about:blank",
        "javascript:1",
        "cid:x",
    ],
)
def test_every_navigation_is_refused(view, url: str):
    from PySide6.QtWebEngineCore import QWebEnginePage

    view.clear()
    for kind in QWebEnginePage.NavigationType:
        for is_main_frame in (True, False):
            assert not view._page.acceptNavigationRequest(QUrl(url), kind, is_main_frame)
    assert view._page.createWindow(QWebEnginePage.WebWindowType.WebBrowserTab) is None


def test_words_are_found_and_counted(qtbot, view):
    view.show_page(build_page("<p>uno dos uno</p>" + RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 150))
    with qtbot.waitSignal(view.found, timeout=10_000, check_params_cb=lambda at, count: count == 2):
        view.find_text("uno")


def test_dark_repairs_the_colours(qtbot, view):
    view.set_dark(True, QColor("#212628"))
    view.show_page(build_page("<p>Hola</p>"), no_pictures)
    qtbot.waitUntil(lambda: QColor(view.grab().toImage().pixel(250, 300)).lightness() < 80, timeout=15_000)


def test_a_page_that_is_too_wide_is_made_smaller_and_a_narrow_one_is_not(qtbot, view):
    """Of a newsletter of 600 pixels in a view of 500 the right edge is seen too."""
    wide = '<table width="600" cellspacing="0" cellpadding="0"><tr><td style="background:#eeeeee;height:100px">.</td>'
    wide += '<td width="40" style="background:#c81e1e">.</td></tr></table>'
    view.show_page(build_page(wide), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(485, 50))
    view.show_page(build_page(RED_BLOCK.replace("#c81e1e", "#1e1ec8")), no_pictures)
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(315, 210))


def test_the_size_that_was_chosen_is_left_alone(qtbot, view):
    view.set_zoom(1.5)
    view.show_page(build_page(RED_BLOCK.replace("width:300px", "width:600px")), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(490, 310))


def test_zoom(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    view.set_zoom(0.5)
    wait_for_colour(qtbot, view, "#ffffff", QPoint(280, 180))


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_renderer_is_told_and_replaced(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    with qtbot.waitSignal(view.crashed, timeout=10_000):
        os.kill(view._page.renderProcessPid(), signal.SIGKILL)
    view.show_page(build_page(RED_BLOCK.replace("#c81e1e", "#1e1ec8")), no_pictures)
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(100, 100))


def test_a_view_whose_deletion_still_waits_does_not_crash_the_exit():
    program = (
        "import os\n"
        "os.environ['QTWEBENGINE_CHROMIUM_FLAGS'] = '--disable-gpu'\n"
        "from desktop.ui.reader.web_engine import prepare_web_engine\n"
        "prepare_web_engine()\n"
        "from PySide6.QtCore import QEventLoop\n"
        "from PySide6.QtWidgets import QApplication\n"
        "app = QApplication([])\n"
        "from desktop.ui.reader.html_view import HtmlView\n"
        "view, loop = HtmlView(), QEventLoop()\n"
        "view.loaded.connect(loop.quit)\n"
        "view.show()\n"
        "view.clear()\n"
        "loop.exec()\n"
        "view.deleteLater()\n"
    )
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QTWEBENGINE_CHROMIUM")}
    done = subprocess.run(
        [sys.executable, "-c", program], cwd=ROOT, env=environment, capture_output=True, text=True, timeout=60
    )
    assert (done.returncode, "Release of profile" in done.stderr) == (0, False), done.stderr[-2000:]


def test_nothing_of_a_page_survives_the_view(qtbot, view):
    assert view._profile.isOffTheRecord()
    assert view._profile.httpCacheType().name in ("NoCache", "MemoryHttpCache")
