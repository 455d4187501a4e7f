"""Printing: what is laid out is the mail that is shown, the system's dialog is asked first, and what came of it is told."""

from __future__ import annotations

import re
from dataclasses import replace
from pathlib import Path

import pytest
import shiboken6
from PySide6.QtCore import QLocale, QMarginsF, Qt
from PySide6.QtGui import QPageLayout, QPageSize
from PySide6.QtPrintSupport import QPrinter

from desktop.ui.reader import printing, web_engine
from desktop.ui.reader.printing import layout_of, make_printer, usual_size
from tests.fakes import letter_samples as samples
from tests.ui.reader.conftest import HAS_ENGINE
from tests.ui.test_dialogs import hold_to_keys
from tests.ui.work_screen import WorkScreen, work_screen  # noqa: F401 -- a fixture

pytestmark = pytest.mark.qt_log_ignore("QRhi|RHI|GPUInfo|ulkan|GBM|This plugin does not support", extend=True)
needs_engine = pytest.mark.skipif(not HAS_ENGINE, reason="no web engine")
_BOX = re.compile(rb"/MediaBox \[([\d. ]+)\]")


def sheet_of(pdf: bytes) -> tuple[int, int]:
    """Width and height of the first page, in points."""
    found = _BOX.search(pdf)
    assert found is not None
    numbers = [float(piece) for piece in found[1].split()]
    return round(numbers[2]), round(numbers[3])


@pytest.fixture
def ask(make_desk, show, qtbot):
    """Print was pressed at that mail: (desk, window, PDFs that were laid out)."""

    def run(letter):
        desk = make_desk(letter)
        show(desk)
        assert desk.pane.menu.print()
        window = desk.pane.menu.print_window
        shown: list[bytes] = []
        window.paper.laid_out.connect(shown.append)
        window.choose_printer = lambda printer: False
        qtbot.waitUntil(lambda: bool(shown) and window.print_button.isEnabled(), timeout=20_000)
        return desk, window, shown

    return run


@needs_engine
@pytest.mark.parametrize("letter", [samples.thread, samples.newsletter], ids=["text", "html"])
def test_a_mail_is_laid_out_and_printed(ask, qtbot, tmp_path: Path, letter):
    desk, window, shown = ask(letter())
    assert shown[0].startswith(b"%PDF")
    assert window.view.isVisible()
    asked: list[QPrinter] = []

    def choose(printer: QPrinter) -> bool:
        asked.append(printer)
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(tmp_path / "paper.pdf"))
        return True

    window.choose_printer = choose
    window.print_button.click()
    assert not window.cancel.isEnabled(), "what is being printed cannot be taken away"
    window.close()
    assert window.isVisible()
    qtbot.waitUntil(lambda: "paper.pdf" in desk.pane.bars.notice.text, timeout=20_000)
    assert (tmp_path / "paper.pdf").read_bytes().startswith(b"%PDF")
    assert len(asked) == 1
    assert not (shiboken6.isValid(window) and window.isVisible())


@needs_engine
def test_it_is_printed_without_a_mouse_and_without_eyes(ask, qtbot):
    _desk, window, _shown = ask(samples.thread())
    qtbot.waitUntil(window.size_box.isEnabled, timeout=20_000)
    window.activateWindow()
    hold_to_keys(window, lambda holds: qtbot.waitUntil(lambda: bool(holds()), timeout=4000))


@needs_engine
def test_its_pages_are_leafed_through_by_key(ask, qtbot):
    _desk, window, _shown = ask(replace(samples.thread(), text="".join(f"{n}. Mesa de corte\n" for n in range(300))))
    qtbot.waitUntil(window.size_box.isEnabled, timeout=20_000)
    window.activateWindow()
    first = window.view.grab().toImage()
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_PageDown)
    qtbot.waitUntil(lambda: window.view.grab().toImage() != first, timeout=4000)
    qtbot.keyClick(window.focusWidget(), Qt.Key.Key_PageUp)
    qtbot.waitUntil(lambda: window.view.grab().toImage() == first, timeout=4000)
    window.close()


@needs_engine
def test_nothing_is_printed_when_the_dialog_is_left(ask):
    desk, window, _shown = ask(samples.thread())
    window.print_button.click()
    assert window.print_button.isEnabled()
    assert window.isVisible()
    window.close()
    assert desk.pane.bars.notice.text == ""


@needs_engine
def test_another_paper_is_laid_out_again(ask, qtbot):
    _desk, window, shown = ask(samples.thread())
    qtbot.waitUntil(window.size_box.isEnabled, timeout=20_000)
    window.size_box.setCurrentIndex(window.size_box.findData(QPageSize.PageSizeId.Letter))
    assert not window.turn_box.isEnabled(), "the engine lays out one at a time"
    qtbot.waitUntil(lambda: sheet_of(shown[-1]) == (612, 792) and window.turn_box.isEnabled(), timeout=20_000)
    window.turn_box.setCurrentIndex(window.turn_box.findData(True))
    qtbot.waitUntil(lambda: sheet_of(shown[-1]) == (792, 612), timeout=20_000)
    window.close()


@needs_engine
def test_it_is_kept_as_it_is_seen(ask, qtbot, tmp_path: Path):
    desk, window, shown = ask(samples.newsletter())
    qtbot.waitUntil(window.turn_box.isEnabled, timeout=20_000)
    window.turn_box.setCurrentIndex(1)
    qtbot.waitUntil(lambda: len(shown) > 1 and window.keep.isEnabled(), timeout=20_000)
    path = tmp_path / "mail.pdf"
    window.choose_file = lambda name: str(path)
    window.keep.click()
    qtbot.waitUntil(lambda: "mail.pdf" in desk.pane.bars.notice.text, timeout=20_000)
    assert sheet_of(path.read_bytes()) == sheet_of(shown[-1])


@needs_engine
def test_a_printer_that_does_not_take_it_is_told(ask):
    _desk, window, _shown = ask(samples.thread())
    window.paper.printed.emit(False)
    assert "did not take it" in window.bar.text
    assert window.isVisible()
    window.close()


def test_without_a_mail_there_is_nothing_to_print(make_desk, show):
    desk = make_desk(samples.thread())
    assert not desk.pane.menu.print()
    show(desk)
    desk.pane.show_many(2)
    assert not desk.pane.menu.print(), "the mail before was printed"


def test_without_the_engine_it_is_printed_as_rich_text(make_desk, show, monkeypatch, tmp_path: Path):
    monkeypatch.setattr(web_engine, "_ready", False)
    desk = make_desk(samples.newsletter())
    show(desk)
    path = tmp_path / "paper.pdf"

    def choose(printer: QPrinter) -> bool:
        printer.setOutputFormat(QPrinter.OutputFormat.PdfFormat)
        printer.setOutputFileName(str(path))
        return True

    desk.pane.menu.choose_printer = choose
    assert desk.pane.menu.print()
    assert path.read_bytes().startswith(b"%PDF")
    assert desk.pane.bars.notice.text == "Sent to the printer."


def test_the_paper_is_that_of_the_country(monkeypatch):
    for name, size in (("es_ES", QPageSize.PageSizeId.A4), ("es_MX", QPageSize.PageSizeId.Letter)):
        monkeypatch.setattr(printing.QLocale, "system", lambda name=name: QLocale(name))
        assert usual_size() is size


def test_a_printer_gets_the_margins_that_were_seen(qapp):
    layout = layout_of(QPageSize.PageSizeId.Letter, sideways=True)
    given = make_printer(layout, "x").pageLayout()
    assert given.orientation() is QPageLayout.Orientation.Landscape
    assert given.margins(QPageLayout.Unit.Millimeter) == QMarginsF(15, 15, 15, 15)


def test_the_key_prints_the_mail_in_front(work_screen: WorkScreen, monkeypatch):  # noqa: F811
    menu = work_screen.beside.reader.menu
    pressed: list[bool] = []
    monkeypatch.setattr(menu, "print", lambda: pressed.append(True) or True)
    rows = work_screen.session.message_rows
    work_screen.choose(next(key for key in rows if work_screen.window.mails.model.row_of(key) is not None))
    work_screen.window.actions_["print"].trigger()
    assert pressed == [True]
    actions = menu.pdf.parent().actions()
    assert actions.index(work_screen.window.actions_["print"]) == actions.index(menu.pdf) - 1
