"""Pictures and PDFs of strangers in the engine's processes: they are seen, reach nobody, run nothing, and may break what shows them."""

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
from PySide6.QtGui import QColor
from PySide6.QtTest import QTest

from desktop.ui.reader import looking as looking_module
from tests.fakes.files import hostile_pdf, letter_with, make_png, red_pdf
from tests.ui.reader.conftest import HAS_ENGINE
from tests.ui.reader.leak_counter import LeakCounter

pytestmark = [
    pytest.mark.skipif(not HAS_ENGINE, reason="QtWebEngine is not installed here"),
    pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True),
]
ROOT = Path(__file__).parents[3]
RED, BLUE = "#c81e1e", "#0000ff"


@pytest.fixture
def counter() -> Iterator[LeakCounter]:
    made = LeakCounter()
    yield made
    made.close()


@pytest.fixture
def look(make_desk, show, qtbot, monkeypatch):
    monkeypatch.setattr(looking_module, "LOW", 0)

    def run(*files):
        desk = make_desk(letter_with(*files))
        desk.pane.activateWindow()
        show(desk)
        desk.pane.attachments.cards[0].setFocus()
        desk.pane.attachments.cards[0].click()
        return desk

    return run


def colours(view) -> set[str]:
    shot = view.grab().toImage()
    return {
        QColor(shot.pixel(x, y)).name() for x in range(0, shot.width(), 6) for y in range(0, shot.height(), 6)
    }  # fmt: skip


def wait_for_red(qtbot, desk) -> None:
    qtbot.waitUntil(lambda: RED in colours(desk.pane.looking.page.shown), timeout=20_000)


def test_a_picture_is_seen_and_can_be_made_larger(look, qtbot):
    desk = look(("foto.png", "image/png", make_png(300, 200)), ("b.png", "image/png", make_png(9, 9, (0, 0, 255))))
    page = desk.pane.looking.page
    wait_for_red(qtbot, desk)
    assert page.shown is page.picture
    assert "Picture, 300 × 200" in page.head.facts.text()
    assert page.pdf is None
    corner = QPoint(page.picture.width() // 2 - 200, page.picture.height() // 2)
    assert QColor(page.picture.grab().toImage().pixel(corner)).name() != RED
    page.zoom_by(3)
    qtbot.waitUntil(lambda: QColor(page.picture.grab().toImage().pixel(corner)).name() == RED, timeout=20_000)
    desk.pane.looking.step(1)
    qtbot.waitUntil(lambda: colours(page.picture) >= {BLUE} and RED not in colours(page.picture), timeout=20_000)
    assert page.picture.blocked == 0


def test_a_picture_that_was_cut_breaks_nothing(look, qtbot):
    whole = make_png(400, 300)
    desk = look(
        ("cortada.png", "image/png", whole[: len(whole) // 2]), ("entera.png", "image/png", make_png(60, 60)),
    )  # fmt: skip
    qtbot.waitUntil(lambda: "Picture" in desk.pane.looking.page.head.facts.text())
    desk.pane.looking.step(1)
    wait_for_red(qtbot, desk)


def test_a_pdf_is_seen_its_script_runs_not_and_nobody_is_told(look, qtbot, counter):
    desk = look(("plano.pdf", "application/pdf", hostile_pdf(counter.web)))
    page = desk.pane.looking.page
    wait_for_red(qtbot, desk)
    assert page.shown is page.pdf
    qtbot.wait(700)  # what it would do by itself it has done
    seen = [QColor(name) for name in colours(page.pdf)]
    assert any(one.blue() > max(one.red(), one.green()) + 60 for one in seen), "the field is there"
    assert not any(one.green() > max(one.red(), one.blue()) + 60 for one in seen), "a script of the file ran"
    assert desk.opened == []
    assert page.bars.link.isVisible() is False
    # An action that starts a program is not even told; the link is, and asked about like one of a mail.
    target = page.pdf._view.focusProxy()
    middle, width = page.pdf.width() // 2, page.pdf.width()
    program, link = QPoint(middle, round(width * 0.4)), QPoint(middle, round(width * 0.65))
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, program)

    def is_hinted() -> bool:
        for place in (link, link + QPoint(3, 3)):
            QTest.mouseMove(target, place)
        return page._hint.isVisible() and page._hint.text() == f"{counter.web}/clicked"

    qtbot.waitUntil(is_hinted, timeout=20_000)
    assert not page.bars.link.isVisible()
    QTest.mouseClick(target, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier, link)
    qtbot.waitUntil(page.bars.link.isVisible, timeout=20_000)
    assert "127.0.0.1" in page.bars.link.text
    assert desk.opened == []
    assert (counter.paths, counter.connections, counter.bare_connections) == (set(), 0, 0)
    assert page.pdf.blocked == 0


def test_a_pdf_that_was_cut_is_told(look, qtbot, monkeypatch):
    from desktop.ui.reader.preview import pdf_view

    monkeypatch.setattr(pdf_view, "LATE", 3)
    desk = look(("cortado.pdf", "application/pdf", hostile_pdf("http://a.example")[:300]))
    qtbot.waitUntil(lambda: "damaged or locked" in desk.pane.looking.page.bars.notice.text, timeout=20_000)
    assert RED not in colours(desk.pane.looking.page.shown)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_the_keyboard_leaves_a_pdf_and_its_processes_end_with_the_page(look, qtbot):
    desk = look(("plano.pdf", "application/pdf", red_pdf()), ("b.txt", "text/plain", b"dos"))
    wait_for_red(qtbot, desk)
    page = desk.pane.looking.page
    qtbot.waitUntil(lambda: page.pdf._view.focusProxy().hasFocus())
    process = page.pdf._page.renderProcessPid()
    assert _runs(process)
    QTest.keyClick(page.pdf._view.focusProxy(), Qt.Key.Key_Right)
    qtbot.waitUntil(lambda: page.shown is page.text)
    desk.pane.looking.close()
    qtbot.waitUntil(lambda: not _runs(process), timeout=20_000)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_a_file_that_breaks_its_process_is_told(look, qtbot):
    desk = look(("foto.png", "image/png", make_png(300, 200)))
    wait_for_red(qtbot, desk)
    page = desk.pane.looking.page
    os.kill(page.picture._html._page.renderProcessPid(), signal.SIGKILL)
    qtbot.waitUntil(lambda: "has ended because of this one" in page.sentence.sentence, timeout=20_000)
    assert page.shown is page.sentence


@pytest.fixture
def view(qtbot) -> Iterator[object]:
    from desktop.ui.reader.preview.pdf_view import PdfView

    made = PdfView()
    qtbot.addWidget(made)
    yield made
    shiboken6.delete(made)


def test_every_navigation_of_a_pdf_is_refused(view):
    from PySide6.QtWebEngineCore import QWebEnginePage

    view.show_pdf(red_pdf(), QColor("#ffffff"))
    for url in (
        "https://a.example/",
        "file:///etc/hostname",
        "mailpdf://file/99",
        "mailmsg:1",
        "javascript:1",
        "data:,",
    ):
        for kind in QWebEnginePage.NavigationType:
            for is_main_frame in (True, False):
                assert not view._page.acceptNavigationRequest(QUrl(url), kind, is_main_frame)
    assert view._page.createWindow(QWebEnginePage.WebWindowType.WebBrowserTab) is None
    assert view._profile.isOffTheRecord()


def probe(folder: Path, web: str, *layers: str) -> str:
    file = folder / "a.pdf"
    file.write_bytes(hostile_pdf(web))
    command = [sys.executable, "-m", "tests.ui.reader.pdf_probe", str(file), *layers]
    environment = {name: value for name, value in os.environ.items() if not name.startswith("QTWEBENGINE_CHROMIUM")}
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=120)
    assert "RED True" in done.stdout, done.stdout + done.stderr[-2000:]
    return done.stdout


def test_each_layer_holds_a_pdf_back_alone(tmp_path: Path, counter):
    """Navigation refused, with the engine free to reach the network; and the network closed, with every way open."""
    told = probe(tmp_path, counter.web, "navigation")
    assert f"{counter.web}/clicked" in told
    assert (counter.paths, counter.connections) == (set(), 0)


@pytest.mark.slow
def test_the_other_layers_hold_a_pdf_back_and_without_any_it_gets_out(tmp_path: Path, counter):
    for layer in ("interceptor", "resolver"):
        probe(tmp_path, counter.web, layer)
        assert (counter.paths, counter.connections) == (set(), 0), layer
    probe(tmp_path, counter.web)
    assert "clicked" in counter.paths, "the test sees nothing"


def _runs(process: int) -> bool:
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    state = Path(f"/proc/{process}/stat")
    return not state.exists() or state.read_text().rpartition(")")[2].split()[0] != "Z"
