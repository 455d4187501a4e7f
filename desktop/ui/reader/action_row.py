"""The row of buttons under a mail's head: answer, file away, and a menu with the rest.

A group is a list of buttons between two gaps; another group (the connectors' verbs) is added with `add_group`. When the
pane is narrow the buttons lose their words, never their names; in the narrowest one those that may hide do so: the menu of the list
and the keys have them too. GUI thread.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QToolButton, QWidget

from desktop.ui import icons
from desktop.ui.theme import Role
from desktop.ui.tips import plain_tip
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class ButtonSpec:
    """`name` is emitted by `wanted`; `wordy` buttons show their text where there is room, those of 2 longest."""

    name: str
    text: str
    icon: str
    wordy: int = 0
    may_hide: bool = False


class ActionRow(QWidget):
    wanted = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._buttons: dict[str, QToolButton] = {}
        self._specs: dict[str, ButtonSpec] = {}
        self._keys: dict[str, str] = {}
        self._groups = 0
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(0)  # the buttons have room of their own around their icons
        self._row.addStretch(1)
        self.menu = QMenu(self)
        self.more = QToolButton()
        icons.set_icon(self.more, "more")
        self.more.setToolTip(self.tr("More"))
        self.more.setAccessibleName(self.tr("More about this mail"))
        self.more.setMenu(self.menu)
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._row.addWidget(self.more)

    def add_group(self, specs: Sequence[ButtonSpec]) -> None:
        at = self._row.count() - 2
        if self._groups:
            line = QFrame()
            line.setProperty("kind", "upright")
            line.setFixedHeight(20)
            self._row.insertWidget(at, line)
            at += 1
        for spec in specs:
            button = QToolButton()
            button.setText(spec.text)
            button.setProperty("kind", "tight")
            button.setIconSize(QSize(icons.SIZE, icons.SIZE))
            icons.set_icon(button, spec.icon)
            button.clicked.connect(lambda _checked=False, name=spec.name: self.wanted.emit(name))
            self._buttons[spec.name] = button
            self._specs[spec.name] = spec
            self._row.insertWidget(at, button)
            at += 1
            self._name(spec.name)
        self._groups += 1
        self._fit()

    def button(self, name: str) -> QToolButton:
        return self._buttons[name]

    def rename(self, name: str, text: str, icon: str, role: Role = Role.ICON) -> None:
        """Another word and picture for a button whose meaning depends on the mail (star, unread, junk)."""
        spec = self._specs[name]
        self._specs[name] = replace(spec, text=text, icon=icon)
        self._buttons[name].setText(text)
        icons.set_icon(self._buttons[name], icon, role)
        self._name(name)

    def set_keys(self, keys: Mapping[str, str]) -> None:
        """The key of each button as the system writes it, for its tooltip."""
        self._keys = dict(keys)
        for name in self._buttons:
            self._name(name)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def minimumSizeHint(self) -> QSize:
        # Without words all buttons fit into this; the row must not keep the pane from getting narrow.
        kept = sum(not spec.may_hide for spec in self._specs.values())
        return QSize(kept * 32 + 60, 32)

    def _name(self, name: str) -> None:
        text, key = self._specs[name].text, self._keys.get(name, "")
        self._buttons[name].setToolTip(plain_tip(f"{text} ({key})" if key else text))
        self._buttons[name].setAccessibleName(text)

    def _fit(self) -> None:
        spare = [self._buttons[name] for name, spec in self._specs.items() if spec.may_hide]
        for button in spare:
            button.show()
        for least in (1, 2, 3):
            for name, button in self._buttons.items():
                button.setToolButtonStyle(
                    Qt.ToolButtonStyle.ToolButtonTextBesideIcon
                    if self._specs[name].wordy >= least
                    else Qt.ToolButtonStyle.ToolButtonIconOnly
                )
            self._row.invalidate()
            if self._row.sizeHint().width() <= self.width():
                return
        for button in spare:
            button.hide()
