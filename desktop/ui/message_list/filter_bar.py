"""Above the list: which mails of the folder are shown, and in which order. It holds a Filter and a sort, nothing else."""

from __future__ import annotations

from PySide6.QtCore import QSignalBlocker, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup
from PySide6.QtWidgets import QHBoxLayout, QMenu, QToolButton, QWidget

from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import Filter, SortField
from desktop.ui import icons
from desktop.ui.theme import Role
from desktop.ui.tips import plain_tip


class FilterBar(QWidget):
    changed = Signal()
    """`filter()`, `sort` or `descending` is another one now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sort = SortField.DATE
        self.descending = True
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._all = self._add_button("", self.tr("All"), self.tr("Show all mails"))
        self._unread = self._add_button("", self.tr("Unread"), self.tr("Only unread mails"))
        self._flagged = self._add_button("star", "", self.tr("Only mails with a star"))
        self._attached = self._add_button("attachment", "", self.tr("Only mails with an attachment"))
        self._linked = self._add_button("link", "", self.tr("Only mails with links to tasks, CRM, chats or events"))
        self._linked_to: LinkKind | None = None
        self._kinds = QMenu(self._linked)
        self._linked.setMenu(self._kinds)
        self._linked.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._linked.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._fill_kinds()
        self._sort = QToolButton(self)
        self._sort.setProperty("kind", "filter-sign")
        self._sort.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._sort.setMenu(self._make_menu())
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 6, 10, 6)
        layout.setSpacing(2)
        for button in (self._all, self._unread, self._flagged, self._attached, self._linked):
            layout.addWidget(button)
        layout.addStretch(1)
        layout.addWidget(self._sort)
        self._all.setChecked(True)
        self._all.clicked.connect(self.clear)
        for button in (self._unread, self._flagged, self._attached, self._linked):
            button.toggled.connect(self._narrowed)
        self._show_sort()

    def filter(self) -> Filter:
        return Filter(
            self._unread.isChecked(),
            self._flagged.isChecked(),
            self._attached.isChecked(),
            self._linked.isChecked() and self._linked_to is None,
            self._linked_to if self._linked.isChecked() else None,
        )

    def clear(self) -> None:
        """Back to all mails."""
        had = bool(self.filter())
        for button in (self._unread, self._flagged, self._attached, self._linked):
            with QSignalBlocker(button):
                button.setChecked(False)
        self._show_kind()
        self._all.setChecked(True)
        if had:
            self.changed.emit()

    def add_grouping(self, action: QAction) -> QToolButton:
        """The switch between mails and conversations, beside the order."""
        button = QToolButton(self)
        button.setProperty("kind", "filter-sign")
        button.setDefaultAction(action)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)
        layout = self.layout()
        assert isinstance(layout, QHBoxLayout)
        layout.insertWidget(layout.indexOf(self._sort), button)
        return button

    def sort_by_date(self) -> None:
        self._sort_by(SortField.DATE, True)

    def toggle_unread(self) -> None:
        self._unread.toggle()

    def show_linked(self, kind: LinkKind | None, *, on: bool = True) -> None:
        """Only mails that are linked to that kind of work (None: to any); `on` False: linked or not."""
        before = self.filter()
        self._linked_to = kind
        with QSignalBlocker(self._linked):
            self._linked.setChecked(on)
        self._show_kind()
        if self.filter() != before:
            self._narrowed()

    def _fill_kinds(self) -> None:
        group = QActionGroup(self._kinds)
        self._kind_actions: dict[LinkKind | bool | None, QAction] = {}
        for kind, text in (
            (False, self.tr("Linked or not")),
            (None, self.tr("Linked to anything")),
            (LinkKind.TASK, self.tr("Linked to a task")),
            (LinkKind.CRM, self.tr("Saved to the CRM")),
            (LinkKind.CHAT, self.tr("Discussed in a chat")),
            (LinkKind.EVENT, self.tr("Linked to an event")),
        ):
            action = group.addAction(self._kinds.addAction(text))
            action.setCheckable(True)
            action.triggered.connect(
                lambda _=False, kind=kind: self.show_linked(None if kind is False else kind, on=kind is not False)
            )
            self._kind_actions[kind] = action
            if kind is False:
                self._kinds.addSeparator()
        self._kind_actions[False].setChecked(True)

    def _show_kind(self) -> None:
        on = self._linked.isChecked()
        chosen = self._kind_actions[self._linked_to if on else False]
        chosen.setChecked(True)
        name = {LinkKind.TASK: "task", LinkKind.CRM: "crm", LinkKind.CHAT: "chat", LinkKind.EVENT: "event"}
        icons.set_icon(self._linked, name.get(self._linked_to, "link") if on and self._linked_to else "link")
        tip = chosen.text() if on else self.tr("Only mails with links to tasks, CRM, chats or events")
        self._linked.setToolTip(plain_tip(tip))
        self._linked.setAccessibleName(tip)

    def _narrowed(self) -> None:
        self._all.setChecked(not self.filter())
        self.changed.emit()

    def _add_button(self, icon: str, text: str, tip: str) -> QToolButton:
        button = QToolButton(self)
        button.setCheckable(True)
        button.setProperty("kind", "filter-sign" if icon else "filter")
        button.setText(text)
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(tip)
        if icon:
            icons.set_icon(button, icon)
        return button

    def _make_menu(self) -> QMenu:
        menu = QMenu(self._sort)
        fields, ways = QActionGroup(menu), QActionGroup(menu)
        self._fields: dict[SortField, QAction] = {}
        for field, text in (
            (SortField.DATE, self.tr("By date")),
            (SortField.SENDER, self.tr("By sender")),
            (SortField.SUBJECT, self.tr("By subject")),
            (SortField.SIZE, self.tr("By size")),
        ):
            action = fields.addAction(menu.addAction(text))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, field=field: self._sort_by(field, field in _FALLING))
            self._fields[field] = action
        menu.addSeparator()
        self._ways: dict[bool, QAction] = {}
        for falling in (True, False):
            action = ways.addAction(menu.addAction(""))
            action.setCheckable(True)
            action.triggered.connect(lambda _=False, falling=falling: self._sort_by(self.sort, falling))
            self._ways[falling] = action
        return menu

    def _sort_by(self, field: SortField, descending: bool) -> None:
        if (field, descending) == (self.sort, self.descending):
            return
        self.sort, self.descending = field, descending
        self._show_sort()
        self.changed.emit()

    def _show_sort(self) -> None:
        self._fields[self.sort].setChecked(True)
        self._ways[self.descending].setChecked(True)
        down, up = {
            SortField.DATE: (self.tr("Newest first"), self.tr("Oldest first")),
            SortField.SIZE: (self.tr("Largest first"), self.tr("Smallest first")),
        }.get(self.sort, (self.tr("Z to A"), self.tr("A to Z")))
        self._ways[True].setText(down)
        self._ways[False].setText(up)
        icons.set_icon(self._sort, "sort" if self.descending else "sort-up", Role.ICON)
        tip = self.tr("Order: {field}, {way}").format(
            field=self._fields[self.sort].text().lower(), way=(down if self.descending else up).lower()
        )
        self._sort.setToolTip(plain_tip(tip))
        self._sort.setAccessibleName(tip)


_FALLING = frozenset({SortField.DATE, SortField.SIZE})
"""What people want to see largest first; names they want from A to Z."""
