"""A small window that lies over the others until something else is touched: the colours of a popup, and round corners where
what lies under them can be seen. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QStyle, QStyleOption, QWidget


class Popup(QFrame):
    """Deletes itself when it closes; Esc closes it."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup | Qt.WindowType.FramelessWindowHint)
        is_round = is_composited()
        self.setProperty("kind", "popup" if is_round else "square-popup")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setAttribute(Qt.WidgetAttribute.WA_TranslucentBackground, is_round)

    def put_at(self, place: QPoint) -> None:
        """As large as what is in it, at a global position, on the screen as a whole."""
        self.adjustSize()
        room = self.screen().availableGeometry()
        left = max(room.left(), min(place.x(), room.right() - self.width()))
        self.move(left, max(room.top(), min(place.y(), room.bottom() - self.height())))

    def paintEvent(self, event: QPaintEvent) -> None:
        """The style sheet's ground, which Qt leaves out of a window with a translucent one."""
        option = QStyleOption()
        option.initFrom(self)
        painter = QPainter(self)
        self.style().drawPrimitive(QStyle.PrimitiveElement.PE_Widget, option, painter, self)
        painter.end()


def is_composited() -> bool:
    """Does a window see through to what is under it? Everywhere but on X11 without a compositor, where a corner that is left
    out is black. Qt does not say it any more; X11 does: a compositor owns the selection that stands for it (EWMH)."""
    app = QGuiApplication.instance()
    if not isinstance(app, QGuiApplication) or app.platformName() != "xcb":
        return True
    import ctypes

    try:
        x11 = ctypes.CDLL("libX11.so.6")
        display = ctypes.c_void_p(app.nativeInterface().display())  # type: ignore[attr-defined]
    except (OSError, AttributeError):
        return False
    x11.XInternAtom.restype = x11.XGetSelectionOwner.restype = ctypes.c_ulong
    name = f"_NET_WM_CM_S{x11.XDefaultScreen(display)}".encode()
    return bool(x11.XGetSelectionOwner(display, ctypes.c_ulong(x11.XInternAtom(display, name, 0))))
