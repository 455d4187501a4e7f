"""The window: puts the panes together and carries what one says to the others. It decides nothing about mail.

Core -> bridge -> hearing -> panes; hands -> actions -> here and mail commands -> dispatch -> core. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QMainWindow, QWidget

from desktop.core.api.session import MailSession
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import icons
from desktop.ui.actions import Actions
from desktop.ui.bridge import Bridge
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.late import Late
from desktop.ui.message_list.delegate import Density
from desktop.ui.message_list.pane import MessageListPane, Scope
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.parts import MakeFirstScreen, Now, OpenComposer, OpenSetup, Reader
from desktop.ui.plan.screen import PlanScreen
from desktop.ui.preferences import Preferences
from desktop.ui.searching.joining import join_search
from desktop.ui.tab_order import go_on
from desktop.ui.theme import theme
from desktop.ui.window.body import Body
from desktop.ui.window.frame import Frame
from desktop.ui.window.grouping import join_grouping
from desktop.ui.window.hearing import Hearing
from desktop.ui.window.mail_commands import MailCommands
from desktop.ui.window.other_windows import OtherWindows, put_over
from desktop.ui.window.reading import Reading
from desktop.ui.window.status_line import StatusLine
from desktop.ui.window.telling import Telling
from desktop.ui.window.top_bar import TopBar

if TYPE_CHECKING:
    from desktop.ui.waiting.operations_panel import OperationsPanel
    from desktop.ui.window.choosing import Choosing

_GONE_TO = (SpecialUse.INBOX, SpecialUse.DRAFTS, SpecialUse.SENT, SpecialUse.ARCHIVE, SpecialUse.LATER)
"""Folders with a key of their own."""


class MainWindow(QMainWindow):
    try_demo = Signal()
    """The first screen's wish; the composition root knows what a demo is."""
    closed = Signal()
    """Closed by the user, dispatch and bridge are at rest: the session may be closed."""
    link_chosen = Signal(object, object)
    """(LinkRow, LinkChoice), among what waits"""

    def __init__(
        self,
        session: MailSession,
        dispatch: Dispatch,
        preferences: Preferences,
        now: Now,
        reader: Reader,
        make_first_screen: MakeFirstScreen,
        open_composer: OpenComposer,
        open_setup: OpenSetup,
    ) -> None:
        super().__init__()
        self._session, self._dispatch, self._preferences, self._now = session, dispatch, preferences, now
        self._reader, self._make_screen = reader, make_first_screen
        dispatch.setParent(self)
        self.bridge = Bridge(session, self)
        self.actions_ = Actions(self, preferences)
        self.folders = FolderPane(dispatch, preferences, now)
        self.mails = MessageListPane(dispatch, now, preferences)
        self.commands = MailCommands(dispatch, self.mails, self.folders, self)
        self.others = OtherWindows(self, dispatch, self.folders, open_composer, open_setup)
        self.top_bar = TopBar(self.actions_, preferences)
        self.status_line = StatusLine(now)
        self._choosing, self._waiting = Late(self._make_choosing), Late(self._make_waiting)
        self.frame = Frame(self.folders, self.mails, reader, preferences)  # type: ignore[arg-type]
        self.body = Body(self.top_bar, self.frame, self.status_line, reader, self._make_first_screen)
        self.setCentralWidget(self.body)
        self.notices = NoticeStack(self.body)
        self.notices.spare(reader)  # type: ignore[arg-type]
        self.telling = Telling(self.notices, dispatch, self.actions_, now, self)
        self.plan = PlanScreen(
            dispatch, preferences, now, self.actions_, self.notices, self.frame, self.folders, self.mails, self.top_bar, self
        )  # fmt: skip
        self.body.add_below(self.plan.exporting)
        self.reading = Reading(dispatch, self.mails, reader, self.isActiveWindow, self)
        self.reading.emptied.connect(lambda: self.frame.set_alone(False))
        self._hearing = Hearing(
            session, self.body, self.folders, self.mails, self.reading, self.plan, self.telling, self._waiting, self
        )
        self._connect_panes()
        self._connect_actions()
        theme().changed.connect(self._retint)
        self.setMinimumSize(760, 480)
        if not self.restoreGeometry(preferences.bytes_of("window")):
            self.resize(1280, 800)
        self._hearing.read_accounts()
        self.folders.read_now()

    work: QObject
    presence: QObject | None = None
    """What links and the desk have to do with it; notices, tray and number. `factory` sets both."""

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the panes as they stand."""
        went = go_on(self.body.stops, self.focusWidget(), forward=forward)
        return went or super().focusNextPrevChild(forward)

    # putting together

    def _connect_panes(self) -> None:
        self.bridge.changed.connect(self._hearing.hear_change)
        self.bridge.status.connect(self._hearing.hear_status)
        self.bridge.notice.connect(self.telling.hear_notice)
        self.telling.confirmed.connect(self.commands.submit)
        self.telling.draft_wanted.connect(self.others.open_draft)
        self.telling.waiting_wanted.connect(self._show_waiting)
        self.telling.password_wanted.connect(self.folders.password_wanted)
        self.telling.plan_wanted.connect(self.plan.show_usage)
        self.telling.look_wanted.connect(self._hearing.read_all)
        self.folders.refreshed.connect(self._follow_name)
        self.folders.scope_chosen.connect(self._show_scope)
        self.mails.chosen.connect(self._choose)
        self.mails.opened.connect(self._open)
        self.mails.grouping_changed.connect(lambda: self._reader.seek(self.mails.query.search))
        join_search(self.top_bar.search, self._search, self.mails.enter, self._dispatch, self.folders, self._now)
        self.top_bar.density_chosen.connect(self._set_density)
        self.top_bar.language_chosen.connect(self._set_language)
        self.folders.model.mails_dropped.connect(self.commands.put)
        self.folders.front_wanted.connect(lambda: self.frame.show_page(None))
        self.folders.waiting_wanted.connect(self._show_waiting)
        self.status_line.pause_wanted.connect(self.folders.pause)
        for asker in (self.folders, self.commands):
            asker.asked.connect(self.telling.ask)
        self.commands.folder_wanted.connect(lambda *wanted: self.choosing.choose_folder(*wanted))
        self.commands.moment_wanted.connect(lambda *wanted: self.choosing.choose_moment(*wanted))
        self.commands.written.connect(self.others.compose)
        self._reader.command.connect(self.commands.submit_of_reader)
        self._reader.compose.connect(self.others.compose)

    def _open(self) -> None:
        """A mail alone; a draft where it is written."""
        keys = self.mails.selected_keys()
        row = self._session.rows(keys).get(keys[0]) if len(keys) == 1 else None
        if row is None or Flag.DRAFT not in row.flags:
            self.frame.set_alone(True)
        else:
            self._dispatch.read("answer", lambda: self._session.draft_from(row.location_key), self.others.compose)

    def _connect_actions(self) -> None:
        view, folders = self.mails.view, self.folders
        self.commands.connect_to(self.actions_)
        join_grouping(self.mails, self.actions_)
        for name, handler in {
            "compose": self.others.write_new,
            "undo": self._dispatch.undo,
            "pick": lambda: self.mails.view_in_use.pick(),
            "select_all": lambda: self.mails.view_in_use.selectAll(),
            "next": lambda: view.step(1),
            "previous": lambda: view.step(-1),
            "open": self._open,
            "back": self._go_back,
            "search": self._enter_search,
            "go_folder": lambda: self.choosing.choose_folder(self.tr("Go to…"), folders.select_mailbox, set()),
            "only_unread": self.mails.filters.toggle_unread,
            "go_waiting": self._show_waiting,
            "go_notice": self.notices.enter,
            "refresh": self._session.sync_now,
            "add_account": self._add_account,
            "palette": lambda: self._dispatch.soon(lambda: self.choosing.show_palette()),
            "keys": self._show_keys,
        }.items():
            self.actions_.on(name, handler)
        for use in _GONE_TO:
            self.actions_.on(f"go_{use.value}", partial(folders.select_use, use))

    # made when first wanted

    @property
    def waiting(self) -> OperationsPanel:
        """What has not left this computer yet."""
        return self._waiting()

    @property
    def choosing(self) -> Choosing:
        return self._choosing()

    def _make_waiting(self) -> OperationsPanel:
        from desktop.ui.waiting.operations_panel import OperationsPanel

        panel = OperationsPanel(self._dispatch, self._now)
        panel.closed.connect(lambda: self.frame.show_page(None))
        panel.draft_wanted.connect(self.others.open_draft)
        panel.asked.connect(self.telling.ask)
        panel.link_chosen.connect(self.link_chosen)
        self.frame.add_page(panel)
        return panel

    def _make_choosing(self) -> Choosing:
        from desktop.ui.window.choosing import Choosing

        return Choosing(self, self._session, self.actions_, self.folders, self.top_bar.looks, self._now)

    def _make_first_screen(self) -> QWidget:
        screen = self._make_screen()
        screen.try_demo.connect(self.try_demo)
        screen.add_account.connect(self._add_account)
        return screen  # type: ignore[return-value]

    def _show_keys(self) -> None:
        from desktop.ui.key_sheet import KeySheet

        put_over(KeySheet(self.actions_, self._preferences, self), self).show()

    def show_file(self, path: str) -> None:
        """A mail that lies in a file, which the system or a person asks for."""
        self.others.show_file(path, self._now)

    # choosing

    def _show_scope(self, scope: Scope) -> None:
        self.top_bar.search.forget()
        self.frame.show_page(None)
        self.setWindowTitle(_title(scope.label))
        self._session.show_mailbox(scope.mailbox_key)
        self.mails.show_scope(scope)

    def _follow_name(self) -> None:
        """The folder in front may have another name now."""
        node = self.folders.current_node()
        if node is not None and node.mailbox is not None and node.key == self.mails.scope.mailbox_key:
            if self.windowTitle() == _title(self.mails.scope.label):
                self.setWindowTitle(_title(node.label))
            self.mails.name_scope(node.label)

    def _search(self, text: str) -> None:
        self.frame.show_page(None)
        self.frame.set_alone(False)
        self.mails.search(text)

    def _choose(self) -> None:
        self.actions_.set_selection(0 if self.frame.on_page else self.mails.count_selected())

    # going about

    def _go_back(self) -> None:
        """Esc: one step back from wherever one is."""
        if self.frame.on_page:
            self.frame.show_page(None)
        elif self.frame.alone:
            self.frame.set_alone(False)
        elif (
            not (self.mails.end_visit() or self.mails.view_in_use.end_picking())
            and not self.top_bar.search.end_search()
        ):
            self.notices.dismiss_last()
        self.mails.view.setFocus()

    def _enter_search(self) -> None:
        self.frame.set_alone(False)
        self.top_bar.search.setFocus()
        self.top_bar.search.selectAll()

    def _show_waiting(self) -> None:
        self._dispatch.soon(self._put_waiting_in_front)

    def _put_waiting_in_front(self) -> None:
        self.frame.set_alone(False)
        self.waiting.refresh()
        self.frame.show_page(self.waiting)
        self.waiting.setFocus()

    def _add_account(self) -> None:
        if self.plan.has_place():
            self.others.add_account()

    def _set_density(self, density: Density) -> None:
        self._preferences.density = density
        self.mails.set_density(density)

    def _retint(self) -> None:
        icons.retint()

    def _set_language(self, language: str) -> None:
        self._preferences.language = language
        self.notices.tell(self.tr("Bandeja speaks this language from its next start."))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Composers first: each keeps its draft, and may refuse."""
        if not self.others.close():
            event.ignore()
            return
        self.plan.close()
        self.frame.keep_sizes()
        self._preferences.keep_bytes("window", self.saveGeometry())
        self.bridge.close()
        self._hearing.close()
        self.reading.close()
        self._dispatch.close()
        self.closed.emit()
        super().closeEvent(event)


def _title(label: str) -> str:
    return f"{label} – Bandeja"
