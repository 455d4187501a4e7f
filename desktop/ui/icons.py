"""The one icon set: line drawings of resources/icons, tinted with a colour role and drawn at every usual scale.

A target that got its icon through `set_icon` is tinted again when the palette changes; who paints an icon itself asks
`pixmap` each time (both are cached). GUI thread only.
"""

from __future__ import annotations

from functools import lru_cache
from importlib.resources import files
from typing import Protocol

from PySide6.QtCore import QByteArray, QObject, QRectF, Qt
from PySide6.QtGui import QAction, QGuiApplication, QIcon, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from desktop.ui.theme import Role, theme

SIZE = 20
_EDGES = (16, 20, 24, 30, 32, 40, 60)
"""Edges in device pixels: 16 and 20 at scales of 1, 1.5 and 2 (and 3), so that none is ever stretched."""


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


@lru_cache(maxsize=512)
def _icon(name: str, colour: str, disabled: str) -> QIcon:
    made = QIcon()
    for edge in _EDGES:
        made.addPixmap(_drawn(name, colour, edge), QIcon.Mode.Normal)
        made.addPixmap(_drawn(name, colour, edge), QIcon.Mode.Selected)
        made.addPixmap(_drawn(name, disabled, edge), QIcon.Mode.Disabled)
    return made


@lru_cache(maxsize=2048)
def _drawn(name: str, colour: str, edge: int) -> QPixmap:
    renderer = _renderer(name, colour)
    drawn = QPixmap(edge, edge)
    drawn.fill(Qt.GlobalColor.transparent)
    painter = QPainter(drawn)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    renderer.render(painter, QRectF(0, 0, edge, edge))
    painter.end()
    return drawn


@lru_cache(maxsize=512)
def _renderer(name: str, colour: str) -> QSvgRenderer:
    drawing = (files("resources") / "icons" / f"{name}.svg").read_bytes()
    return QSvgRenderer(QByteArray(drawing.replace(b"currentColor", colour.encode())))
