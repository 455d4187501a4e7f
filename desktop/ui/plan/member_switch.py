"""Whose mail the screen shows, in the bar at the top: a button with a menu of members, only where there is more than one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QActionGroup
from PySide6.QtWidgets import QMenu, QToolButton, QWidget

from desktop.core.api.workspace import MemberRow
from desktop.ui import icons
from desktop.ui.message_list.chips import clean
from desktop.ui.theme import Role
from desktop.ui.tips import plain_tip

MOST_LETTERS = 18


class MemberSwitch(QToolButton):
    member_chosen = Signal(int)
    members_wanted = Signal()
    """The page with members and shares."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setIconSize(QSize(18, 18))
        icons.set_icon(self, "account", Role.ICON)
        self.setMenu(QMenu(self))
        self.hide()

    def show_members(self, members: Sequence[MemberRow]) -> None:
        current = next((member for member in members if member.current), None)
        self.setVisible(len(members) > 1 and current is not None)
        if current is None:
            return
        name = clean(current.name)
        self.setText(name if len(name) <= MOST_LETTERS else name[: MOST_LETTERS - 1] + "…")
        tip = self.tr("Mail of {name}; choose another member").format(name=name)
        self.setToolTip(plain_tip(tip))
        self.setAccessibleName(tip)
        menu = self.menu()
        menu.clear()
        group = QActionGroup(menu)
        for member in members:
            action = group.addAction(menu.addAction(clean(member.name).replace("&", "&&")))
            action.setCheckable(True)
            action.setChecked(member.current)
            action.triggered.connect(lambda _=False, key=member.member_key: self.member_chosen.emit(key))
        menu.addSeparator()
        more = menu.addAction(self.tr("Members and sharing…"))
        more.triggered.connect(self.members_wanted)
