"""Joins the offer to search on the servers to the search line, to its key, and to the part below the list. GUI thread.

Invariant: nothing is asked of a server before somebody has pressed; the part below the list is made then.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, Qt
from PySide6.QtWidgets import QMenu, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.ui.dispatch import Dispatch
from desktop.ui.late import Late
from desktop.ui.message_list.search_line import SearchLine
from desktop.ui.parts import Now

if TYPE_CHECKING:
    from desktop.ui.message_list.server_part import ServerPart
    from desktop.ui.window.main_window import MainWindow


class ServerJoining(QObject):
    def __init__(self, window: MainWindow, dispatch: Dispatch, now: Now, menu: Callable[[QWidget], QMenu]) -> None:
        """`menu` makes the menu of what can be done with the selected mails."""
        super().__init__(window)
        self._menu = menu
        self._window, self._dispatch, self._now = window, dispatch, now
        self._pane = window.mails
        self.part = Late(self._make)
        line = window.mails.findChild(SearchLine)
        assert line is not None
        self._line = line
        line.server_wanted.connect(self.begin)
        line.asked.connect(self._follow)
        window.actions_.on("search_server", self.begin)
        window.actions_.keys_changed.connect(self._name_key)
        window.mails.chosen.connect(self._follow)
        window.bridge.changed.connect(self._hear)
        self._name_key()

    def begin(self) -> None:
        """Go on with the search on the servers; where nothing is searched for yet, type it first."""
        query = self._pane.query
        if not query.search or query.leaving_within is not None or query.awaiting:
            self._window.actions_.trigger("search")
            return
        self.part().begin()
        self._line.offer_server(False)

    def _make(self) -> ServerPart:
        from desktop.ui.message_list.server_part import ServerPart

        part = ServerPart(self._dispatch, self._pane, self._now)
        layout = self._pane.layout()
        assert isinstance(layout, QVBoxLayout)
        layout.addWidget(part)
        part.view.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        part.view.customContextMenuRequested.connect(self._show_menu)
        return part

    def _show_menu(self, place: QPoint) -> None:
        menu = self._menu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        menu.popup(self.part().view.viewport().mapToGlobal(place))

    def _follow(self) -> None:
        query, part = self._pane.query, self.part.made
        if part is not None:
            part.follow()
        searches = bool(query.search) and query.leaving_within is None and not query.awaiting
        self._line.offer_server(searches and (part is None or part.isHidden()))

    def _hear(self, change: ChangeSet) -> None:
        if self.part.made is not None and (change.locations or change.messages or change.everything):
            self.part.made.hear(change)

    def _name_key(self) -> None:
        self._line.name_server_key(self._window.actions_.key_text("search_server"))
