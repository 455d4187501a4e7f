"""A page is as large as wanted, or as much smaller as its width takes, whatever came late of it or of the one before."""

from PySide6.QtCore import QObject, QSizeF, Signal
from PySide6.QtWidgets import QWidget

from desktop.ui.reader.page_fit import PageFit


class SlowPage(QObject):
    """Says that it is 600 pixels wide, and has not come to draw itself smaller yet."""

    contentsSizeChanged = Signal(QSizeF)
    loadStarted = Signal()
    loadFinished = Signal(bool)

    def __init__(self) -> None:
        super().__init__()
        self._zoom = 1.0

    def zoomFactor(self) -> float:
        return self._zoom

    def setZoomFactor(self, factor: float) -> None:
        self._zoom = factor

    def contentsSize(self) -> QSizeF:
        return QSizeF(600, 400)


def test_a_width_that_changes_while_the_page_becomes_smaller(qtbot):
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(500, 400)
    page = SlowPage()
    fit = PageFit(page, view)
    with qtbot.waitExposed(view):
        view.show()
    page.contentsSizeChanged.emit(page.contentsSize())
    assert page.zoomFactor() < 0.9
    view.resize(480, 400)
    qtbot.waitUntil(lambda: not fit._rest.isActive())
    assert page.zoomFactor() < 0.9


def test_a_page_is_not_measured_for_the_one_that_follows_it(qtbot):
    view = QWidget()
    qtbot.addWidget(view)
    view.resize(500, 400)
    page = SlowPage()
    fit = PageFit(page, view)
    fit.begin()
    page.loadFinished.emit(True)  # the one before, late
    page.contentsSizeChanged.emit(page.contentsSize())
    assert page.zoomFactor() == 1.0
    page.loadStarted.emit()
    page.contentsSizeChanged.emit(page.contentsSize())
    assert page.zoomFactor() == 1.0
    page.loadFinished.emit(True)
    assert page.zoomFactor() < 0.9
