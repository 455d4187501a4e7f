"""The ways to the desk under the folders: tasks, CRM, chats, calendar; the one that is shown is marked. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QGridLayout, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.ui import icons
from desktop.ui.actions import Actions
from desktop.ui.theme import Role


class DeskEntries(QWidget):
    def __init__(self, actions: Actions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._actions = actions
        line = QFrame()
        line.setProperty("kind", "line")
        grid = QGridLayout()
        grid.setContentsMargins(6, 6, 8, 2)
        grid.setSpacing(2)
        self.buttons: dict[str, QToolButton] = {}
        names = {
            "go_tasks": (self.tr("Tasks"), "task"),
            "go_crm": (self.tr("CRM"), "crm"),
            "go_chats": (self.tr("Chats"), "chat"),
            "go_calendar": (self.tr("Calendar"), "event"),
        }
        for place, (name, (text, icon)) in enumerate(names.items()):
            button = QToolButton()
            button.setText(f" {text}")
            button.setAccessibleName(text)
            button.setCheckable(True)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            button.setProperty("kind", "entry")
            icons.set_icon(button, icon)
            button.clicked.connect(lambda _=False, name=name: self._go(name))
            self.buttons[name] = button
            grid.addWidget(button, place // 2, place % 2)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(line)
        column.addLayout(grid)
        actions.keys_changed.connect(self._show_keys)
        self._show_keys()

    def mark(self, name: str) -> None:
        """The pane that is shown; "" for the mails."""
        for other, button in self.buttons.items():
            on = other == name
            button.setChecked(on)
            icons.set_icon(button, button.property("iconName"), Role.ACCENT if on else Role.ICON)

    def _go(self, name: str) -> None:
        self.buttons[name].setChecked(True)  # pressed again it is still the one that is shown
        self._actions[name].trigger()

    def _show_keys(self) -> None:
        for name, button in self.buttons.items():
            button.setToolTip(self._actions[name].toolTip())
