"""Makes a page that is wider than its view as much smaller as it takes, within bounds, so that nobody reads a mail sideways.

Most newsletters are 600 pixels wide whatever the window. Invariant: a size that the user has chosen is left alone, a page is
made smaller a few times at most, and none is measured for the one that follows it. GUI thread only.
"""

from __future__ import annotations

import shiboken6
from PySide6.QtCore import QEvent, QObject, QSizeF, QTimer
from PySide6.QtWebEngineCore import QWebEnginePage
from PySide6.QtWidgets import QWidget

SMALLEST = 0.65
"""Letters of 14 pixels are still 9."""
_MOST_STEPS = 4
_REST_MS = 200


class PageFit(QObject):
    def __init__(self, page: QWebEnginePage, view: QWidget) -> None:
        super().__init__(view)
        self._page, self._view = page, view
        self._wanted = 1.0
        self._steps = 0
        self._width = 0
        self._is_coming = self._has_started = False
        self._rest = QTimer(self, singleShot=True, interval=_REST_MS)
        self._rest.timeout.connect(self._fit_again)
        page.contentsSizeChanged.connect(self._look)
        page.loadStarted.connect(self._start)
        page.loadFinished.connect(self._arrive)
        view.installEventFilter(self)

    def begin(self) -> None:
        """Another page is on its way. The one before it stays as it is until then: it would tell of its size late, when that is
        taken for the other's."""
        self._is_coming, self._has_started = True, False

    def _start(self) -> None:
        self._has_started = True

    def _arrive(self) -> None:
        """As large as wanted, until it turns out to be too wide. The page before may only now say that it has come."""
        if self._is_coming and not self._has_started:
            return
        self._is_coming = False
        self._set_back()
        if shiboken6.isValid(self._page):
            self._look(self._page.contentsSize())

    def _set_back(self) -> None:
        self._steps = 0
        if shiboken6.isValid(self._page):
            self._page.setZoomFactor(self._wanted)

    def _fit_again(self) -> None:
        """In another width. The page may not have become smaller yet when it is set back: then its width does not change, and
        nobody would tell."""
        self._set_back()
        if shiboken6.isValid(self._page):
            self._look(self._page.contentsSize())

    def set_zoom(self, factor: float) -> None:
        self._wanted = factor
        self._set_back()

    def _look(self, contents: QSizeF) -> None:
        zoom, room = self._page.zoomFactor(), self._view.width()
        if (
            self._is_coming
            or self._wanted != 1.0
            or self._steps >= _MOST_STEPS
            or room <= 0
            or contents.width() <= room + 1
        ):
            return
        smaller = max(SMALLEST, zoom * room / contents.width())
        if smaller < zoom - 0.005:
            self._steps += 1
            self._page.setZoomFactor(smaller)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self._view.width() != self._width:
            self._width = self._view.width()
            self._rest.start()
        return False
