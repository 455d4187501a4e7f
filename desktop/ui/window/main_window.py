"""The window: puts the panes together and carries what one says to the others. It decides nothing about mail.

Core -> bridge -> here -> panes; hands -> actions -> mail commands -> dispatch -> core. Only reads that are quick are made on
this thread. GUI thread only.
"""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QFrame, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.session import MailSession
from desktop.core.api.status import AccountStatus
from desktop.core.mail.mailbox import SpecialUse
from desktop.ui import icons
from desktop.ui.actions import Actions
from desktop.ui.after_paint import AfterPaint
from desktop.ui.bridge import Bridge
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import FolderPane
from desktop.ui.late import Late
from desktop.ui.layouts import widgets_of
from desktop.ui.message_list.delegate import Density
from desktop.ui.message_list.pane import MessageListPane, Scope
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.parts import MakeFirstScreen, Now, OpenComposer, OpenSetup, Reader
from desktop.ui.plan.screen import PlanScreen
from desktop.ui.preferences import Preferences
from desktop.ui.searching.joining import join_search
from desktop.ui.tab_order import next_in
from desktop.ui.theme import theme
from desktop.ui.window.frame import Frame
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
        self._reader, self._make_first_screen = reader, make_first_screen
        dispatch.setParent(self)
        self.bridge = Bridge(session, self)
        self.actions_ = Actions(self, preferences)
        self.folders = FolderPane(dispatch, preferences, now)
        self.mails = MessageListPane(dispatch, now)
        self.mails.set_density(preferences.density)
        self.commands = MailCommands(dispatch, self.mails, self.folders, self)
        self.others = OtherWindows(self, dispatch, self.folders, open_composer, open_setup)
        self.top_bar = TopBar(self.actions_, preferences)
        self.status_line = StatusLine(now)
        self._choosing, self._waiting = Late(self._make_choosing), Late(self._make_waiting)
        self._first_screen = Late(self._add_first_screen)
        self.frame = Frame(self.folders, self.mails, reader, preferences)  # type: ignore[arg-type]
        self._pages = QStackedWidget()
        self._pages.addWidget(self.frame)
        self._above, self._below = QVBoxLayout(), QVBoxLayout()
        self._lay_out()
        self.notices = NoticeStack(self.body)
        self.notices.spare(reader)  # type: ignore[arg-type]
        self.telling = Telling(self.notices, dispatch, self.actions_, now, self)
        self.plan = PlanScreen(
            dispatch, preferences, now, self.actions_, self.notices, self.frame, self.folders, self.mails, self.top_bar, self
        )  # fmt: skip
        self._below.addWidget(self.plan.exporting)
        self._unheard = ChangeSet()
        self._chooses = False  # the accounts have changed: a folder is chosen when the folders have been read
        self._after_paint = AfterPaint(self)
        self.reading = Reading(dispatch, self.mails, reader, self.isActiveWindow, self)
        self.reading.emptied.connect(lambda: self.frame.set_alone(False))
        self._connect_panes()
        self._connect_actions()
        theme().changed.connect(self._retint)
        self.setMinimumSize(760, 480)
        if not self.restoreGeometry(preferences.bytes_of("window")):
            self.resize(1280, 800)
        self._read_accounts()
        self.folders.read_now()

    work: QObject
    presence: QObject | None = None
    """What links and the desk have to do with it; notices, tray and number. `factory` sets both."""

    def set_demo_bar(self, bar: QWidget) -> None:
        """A bar above everything, only in the demo."""
        self._above.addWidget(bar)

    def focusNextPrevChild(self, forward: bool) -> bool:
        """Tab follows the panes as they stand."""
        panes = [self.top_bar, self.folders, *self.frame.panes, self.status_line]
        if self._reader in panes:
            place = panes.index(self._reader)  # type: ignore[arg-type]
            panes[place : place + 1] = self._reader.panes
        panes[:0] = widgets_of(self._above)
        target = next_in(panes, self.focusWidget(), forward=forward)
        if target is None:
            return super().focusNextPrevChild(forward)
        reason = Qt.FocusReason.TabFocusReason if forward else Qt.FocusReason.BacktabFocusReason
        target.setFocus(reason)
        return True

    # putting together

    def _lay_out(self) -> None:
        body = self.body = QWidget()
        body.setProperty("kind", "window")
        column = QVBoxLayout(body)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(self._above)
        self._lines = (_line(), _line())
        column.addWidget(self.top_bar)
        column.addWidget(self._lines[0])
        column.addWidget(self._pages, 1)
        column.addWidget(self._lines[1])
        column.addLayout(self._below)
        column.addWidget(self.status_line)
        self.setCentralWidget(body)

    def _connect_panes(self) -> None:
        self.bridge.changed.connect(self._hear_change)
        self.bridge.status.connect(self._hear_status)
        self.bridge.notice.connect(self.telling.hear_notice)
        self.telling.confirmed.connect(self.commands.submit)
        self.telling.draft_wanted.connect(self.others.open_draft)
        self.telling.waiting_wanted.connect(self._show_waiting)
        self.telling.password_wanted.connect(self.folders.password_wanted)
        self.telling.plan_wanted.connect(self.plan.show_usage)
        self.telling.look_wanted.connect(self._read_all)
        self.folders.refreshed.connect(self._hear_folders)
        self.folders.scope_chosen.connect(self._show_scope)
        self.mails.chosen.connect(self._choose)
        self.mails.opened.connect(lambda: self.frame.set_alone(True))
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
        self._reader.command.connect(self.commands.submit)
        self._reader.compose.connect(self.others.compose)

    def _connect_actions(self) -> None:
        view, folders = self.mails.view, self.folders
        self.commands.connect_to(self.actions_)
        for name, handler in {
            "compose": self.others.write_new,
            "undo": self._dispatch.undo,
            "pick": view.pick,
            "select_all": view.selectAll,
            "next": lambda: view.step(1),
            "previous": lambda: view.step(-1),
            "open": lambda: self.frame.set_alone(True),
            "back": self._go_back,
            "search": self._enter_search,
            "go_folder": lambda: self.choosing.choose_folder(self.tr("Go to…"), folders.select_mailbox, set()),
            "only_unread": self.mails.filters.toggle_unread,
            "go_waiting": self._show_waiting,
            "go_notice": self.notices.enter,
            "refresh": self._session.sync_now,
            "add_account": self._add_account,
            "palette": lambda: self.choosing.show_palette(),
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

    @property
    def first_screen(self) -> QWidget:
        return self._first_screen()

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

    def _add_first_screen(self) -> QWidget:
        screen = self._make_first_screen()
        screen.try_demo.connect(self.try_demo)
        screen.add_account.connect(self._add_account)
        self._pages.addWidget(screen)  # type: ignore[arg-type]
        return screen  # type: ignore[return-value]

    def _show_keys(self) -> None:
        from desktop.ui.key_sheet import KeySheet

        put_over(KeySheet(self.actions_, self._preferences, self), self).show()

    # from the core

    def _read_all(self) -> None:
        self._read_accounts()
        self.folders.refresh()

    def _read_accounts(self) -> None:
        """All that is quick, and what the folders mean when they are there."""
        accounts = self._session.accounts()
        self._chooses = bool(accounts)
        self._pages.setCurrentWidget(self.frame if accounts else self.first_screen)
        for part in (self.top_bar, self.status_line, *self._lines):
            part.setVisible(bool(accounts))
        self.status_line.show_accounts(accounts, self._session.statuses())
        plan = self._session.plan()
        self.status_line.show_plan(plan)
        self.top_bar.show_plan(plan)
        self.plan.refresh()

    def _hear_folders(self) -> None:
        """They stand there, perhaps under other names."""
        if self._chooses:
            self._chooses = False
            self._choose_first_folder()
        self._follow_name()

    def _choose_first_folder(self) -> None:
        """Where nobody has chosen one; again when more accounts have come before anybody did."""
        node = self.folders.current_node()
        if node is None or (self.reading.untouched and node.use is SpecialUse.INBOX and not self.frame.on_page):
            self.reading.begin_again()
            self.folders.select_first()
        if node is None:
            self.mails.take_focus()

    def _hear_change(self, change: ChangeSet) -> None:
        if change.everything or change.accounts or change.plan:
            self._read_all()
        elif change.mailboxes:
            self.folders.refresh()
        self.mails.hear(change)
        if not self._unheard:
            self._after_paint.start(self._hear_rest)
        self._unheard = self._unheard.merged(change)

    def _hear_rest(self) -> None:
        """What is not under the user's eyes at this moment, when the list has been painted."""
        change, self._unheard = self._unheard, ChangeSet()
        if change.outbox:
            self.status_line.show_plan(self._session.plan())
        if change.outbox or change.drafts or change.operations or change.links or change.everything:
            self.folders.waiting.refresh()
        self.plan.hear(change)
        waiting = self._waiting.made
        if waiting is not None and self.frame.shows(waiting):
            waiting.refresh()
        self.reading.hear(change)

    def _hear_status(self, status: AccountStatus) -> None:
        self.status_line.show_status(status)
        self.folders.refresh_states()
        self.telling.hear_status(status)

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
        elif not (self.mails.end_visit() or self.mails.view.end_picking()) and not self.top_bar.search.end_search():
            self.notices.dismiss_last()
        self.mails.view.setFocus()

    def _enter_search(self) -> None:
        self.frame.set_alone(False)
        self.top_bar.search.setFocus()
        self.top_bar.search.selectAll()

    def _show_waiting(self) -> None:
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
        self._after_paint.close()
        self.reading.close()
        self._dispatch.close()
        self.closed.emit()
        super().closeEvent(event)


def _title(label: str) -> str:
    return f"{label} – Bandeja"


def _line() -> QWidget:
    line = QFrame()
    line.setProperty("kind", "line")
    return line
