"""The one icon set: line drawings of resources/icons, tinted with a colour role, drawn when seen and as large as they are seen.

A target that got its icon through `set_icon` is tinted again when the palette changes; who paints an icon itself asks
`pixmap` each time (both are cached). GUI thread only.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import Role, theme
from resources import FOLDER

SIZE = 20
_clones: list[QIconEngine] = []
"""Qt asks for one where an icon is changed after it was made, which this program does not do."""


class _Target(Protocol):
    def setIcon(self, icon: QIcon) -> None: ...

    def setProperty(self, name: str, value: object) -> bool: ...


def icon(name: str, role: Role = Role.ICON) -> QIcon:
    """The icon in the colour that the role has now. Raises FileNotFoundError for a name that was never drawn."""
    return _icon(name, theme().hex(role), theme().hex(Role.ICON_MUTED))


def pixmap(name: str, size: int = SIZE, role: Role = Role.ICON, scale: float | None = None) -> QPixmap:
    """A tinted picture, `size` device-independent pixels wide, sharp at `scale` (the screen's when None)."""
    if scale is None:
        screen = QGuiApplication.primaryScreen()
        scale = screen.devicePixelRatio() if screen else 1.0
    drawn = QPixmap(_drawn(name, theme().hex(role), round(size * scale)))
    drawn.setDevicePixelRatio(scale)
    return drawn


def set_icon(target: _Target, name: str, role: Role = Role.ICON) -> None:
    """Give a button or an action its icon, and keep it in the colours of the palette."""
    target.setProperty("iconName", name)
    target.setProperty("iconRole", role.value)
    target.setIcon(icon(name, role))


def drop_icon(target: _Target) -> None:
    """Take the icon away again."""
    target.setProperty("iconName", None)
    target.setIcon(QIcon())


def retint() -> None:
    """Draw all icons given by `set_icon` anew; connected to `Theme.changed` by the composition of the window."""
    app = QApplication.instance()
    if not isinstance(app, QApplication):
        return
    targets: set[QObject] = set(app.allWidgets())
    for window in app.topLevelWidgets():
        targets.update(window.findChildren(QAction))
    for target in targets:
        name = target.property("iconName")
        if name:
            target.setIcon(icon(name, Role(target.property("iconRole"))))  # type: ignore[attr-defined]


class _Drawing(QIconEngine):
    """Draws at the size that is asked for, so that none is ever stretched; a window has a hundred icons and shows thirty."""

    def __init__(self, name: str, colour: str, disabled: str) -> None:
        super().__init__()
        self._name, self._colour, self._disabled = name, colour, disabled

    def clone(self) -> QIconEngine:
        made = _Drawing(self._name, self._colour, self._disabled)
        _clones.append(made)  # the bindings would take it back from the icon that asked for it
        return made

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        colour = self._disabled if mode is QIcon.Mode.Disabled else self._colour
        return _drawn(self._name, colour, min(size.width(), size.height()))

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, state: QIcon.State) -> None:
        edge = min(rect.width(), rect.height())
        if edge <= 0:  # of a button that a low window leaves no room
            return
        scale = painter.device().devicePixelRatioF()
        drawn = QPixmap(self.pixmap(QSize(edge, edge) * scale, mode, state))
        drawn.setDevicePixelRatio(scale)
        place = QRect(0, 0, edge, edge)
        place.moveCenter(rect.center())
        painter.drawPixmap(place.topLeft(), drawn)


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    _source(name)
    return QIcon(_Drawing(name, colour, disabled))


@lru_cache(maxsize=2048)
def _drawn(name: str, colour: str, edge: int) -> QPixmap:
    renderer = QSvgRenderer(QByteArray(_source(name).replace(b"currentColor", colour.encode())))
    drawn = QPixmap(edge, edge)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return drawn


@lru_cache(maxsize=256)
def _source(name: str) -> bytes:
    return (FOLDER / "icons" / f"{name}.svg").read_bytes()
