"""The web view: shows a page from memory, says where a click would go, and outlives its renderer. Waits for pixels."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from PySide6.QtTest import QTest

from desktop.ui.reader.html_page import build_page
from tests.fakes.letters import PIXEL
from tests.ui.reader.conftest import HAS_ENGINE

pytestmark = [
    pytest.mark.skipif(not HAS_ENGINE, reason="QtWebEngine is not installed here"),
    pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True),
]
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


def no_pictures(content_id: str, arrived) -> None:  # type: ignore[no-untyped-def]
    arrived(None)


def has_colour(view, wanted: str, at: QPoint) -> bool:  # type: ignore[no-untyped-def]
    image: QImage = view.grab().toImage()
    return QColor(image.pixel(at)).name() == wanted


def wait_for_colour(qtbot, view, wanted: str, at: QPoint) -> None:  # type: ignore[no-untyped-def]
    qtbot.waitUntil(lambda: has_colour(view, wanted, at), timeout=15_000)


def test_a_page_is_shown_and_replaced(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    view.show_page(build_page(RED_BLOCK.replace("#c81e1e", "#1e1ec8")), no_pictures)
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(100, 100))
    view.clear()
    wait_for_colour(qtbot, view, "#ffffff", QPoint(100, 100))


def test_a_picture_of_the_mail_is_asked_for_by_its_id(qtbot, view):
    asked = []

    def fetch(content_id: str, arrived) -> None:  # type: ignore[no-untyped-def]
        asked.append(content_id)
        arrived(("image/png", PIXEL) if content_id == "Roof@a" else None)

    page = build_page('<img src="cid:Roof%40a" width="300" height="200"><img src="cid:missing">')
    view.show_page(page, fetch)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    assert sorted(asked) == ["Roof@a", "missing"]


def test_an_svg_part_is_not_served(qtbot, view):
    svg = b'<svg xmlns="http://www.w3.org/2000/svg"><rect width="300" height="200" fill="#c81e1e"/></svg>'
    served = []

    def fetch(content_id: str, arrived) -> None:  # type: ignore[no-untyped-def]
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
    assert clicked.args == ["https://a.example/x?y=1&z=2"]
    assert has_colour(view, "#c81e1e", QPoint(100, 100))


def test_words_are_found_and_counted(qtbot, view):
    view.show_page(build_page("<p>uno dos uno</p>" + RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 150))
    with qtbot.waitSignal(view.found, timeout=10_000, check_params_cb=lambda at, count: count == 2):
        view.find("uno")


def test_dark_repairs_the_colours(qtbot, view):
    view.set_dark(True, QColor("#212628"))
    view.show_page(build_page("<p>Hola</p>"), no_pictures)
    qtbot.waitUntil(lambda: QColor(view.grab().toImage().pixel(250, 300)).lightness() < 80, timeout=15_000)


def test_zoom(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    view.set_zoom(0.5)
    wait_for_colour(qtbot, view, "#ffffff", QPoint(280, 180))


def test_a_pdf_is_written(qtbot, view, tmp_path: Path):
    path = tmp_path / "mail.pdf"
    with qtbot.waitSignal(view.printed, timeout=20_000) as printed:
        view.print_pdf(build_page("<h1>Hola</h1>"), str(path))
    assert printed.args == [str(path), True]
    assert path.read_bytes().startswith(b"%PDF")


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_killed_renderer_is_told_and_replaced(qtbot, view):
    view.show_page(build_page(RED_BLOCK), no_pictures)
    wait_for_colour(qtbot, view, "#c81e1e", QPoint(100, 100))
    with qtbot.waitSignal(view.crashed, timeout=10_000):
        os.kill(view._page.renderProcessPid(), signal.SIGKILL)
    view.show_page(build_page(RED_BLOCK.replace("#c81e1e", "#1e1ec8")), no_pictures)
    wait_for_colour(qtbot, view, "#1e1ec8", QPoint(100, 100))


def test_nothing_of_a_page_survives_the_view(qtbot, view):
    assert view._profile.isOffTheRecord()
    assert view._profile.httpCacheType().name in ("NoCache", "MemoryHttpCache")
