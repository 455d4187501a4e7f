"""Puts the plan on the screen: its page, the list of what leaves with its bar, exports, the switch of members; and their keys.

Everything between these parts and the window's own is connected here, so that the window knows one name for it. GUI thread.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, QUrl, Signal
from PySide6.QtWidgets import QWidget

from desktop.core.api.changes import ChangeSet
from desktop.core.api.errors import Code, PlanError
from desktop.core.api.workspace_commands import SwitchMember
from desktop.ui.actions import Actions
from desktop.ui.dispatch import Dispatch
from desktop.ui.folder_pane.pane import LEAVING_DAYS, FolderPane
from desktop.ui.late import Late
from desktop.ui.message_list.pane import MessageListPane
from desktop.ui.notices.stack import NoticeStack
from desktop.ui.parts import Now
from desktop.ui.plan.exporting import Exporting
from desktop.ui.plan.leaving_bar import LeavingBar
from desktop.ui.plan.member_switch import MemberSwitch
from desktop.ui.plan.plan_words import waiting_sentence
from desktop.ui.plan.tabs import MEMBERS, USAGE, WHAT_IF
from desktop.ui.preferences import Preferences
from desktop.ui.window.frame import Frame
from desktop.ui.window.top_bar import TopBar
from desktop.ui.words import DAY

if TYPE_CHECKING:
    from desktop.ui.plan.page import PlanPage

COUNT_MS = 3_000
"""While mail comes and goes, what leaves soon is counted no more often."""
_COUNT = "leaving count"


class PlanScreen(QObject):
    shown = Signal()
    """The page has come to the front."""

    def __init__(
        self,
        dispatch: Dispatch,
        preferences: Preferences,
        now: Now,
        actions: Actions,
        notices: NoticeStack,
        frame: Frame,
        folders: FolderPane,
        mails: MessageListPane,
        top_bar: TopBar,
        parent: QWidget,
    ) -> None:
        super().__init__(parent)
        self.dispatch, self._session, self._now = dispatch, dispatch.session, now
        self._actions, self._notices, self._frame = actions, notices, frame
        self._folders, self._mails = folders, mails
        self._pause = QTimer(self, singleShot=True, interval=COUNT_MS)
        self._pause.timeout.connect(self._count)
        self.exporting = Exporting(dispatch, preferences, now)
        self._page = Late(self._make_page)
        self.leaving = LeavingBar(lambda button: self.exporting.make_menu(button, self._leaving_keys))
        self.members = MemberSwitch()
        mails.add_bar(self.leaving)
        top_bar.add_beside_plan(self.members)
        top_bar.plan_wanted.connect(self.show_usage)
        self.exporting.ended.connect(self._tell_export)
        self.leaving.link_wanted.connect(self._link)
        self.leaving.change_wanted.connect(self._look_at_change)
        self.members.member_chosen.connect(self._switch)
        self.members.members_wanted.connect(self.show_members)
        mails.filled.connect(self._show_leaving)
        for name, handler in {
            "plan": self.show_usage,
            "what_if": self.try_plan,
            "members": self.show_members,
            "go_leaving": self.go_leaving,
        }.items():
            actions.on(name, handler)

    @property
    def page(self) -> PlanPage:
        return self._page()

    def _make_page(self) -> PlanPage:
        from desktop.ui.plan.page import PlanPage

        page = PlanPage(self.dispatch, self._now, self.exporting.make_menu)
        page.closed.connect(lambda: self._frame.show_page(None))
        self._frame.add_page(page)
        return page

    # going about

    def show_usage(self) -> None:
        self._show_page(USAGE)

    def show_members(self) -> None:
        self._show_page(MEMBERS)

    def try_plan(self, plan_id: str = "") -> None:
        self._show_page(WHAT_IF)
        self.page.try_plan(plan_id)

    def go_leaving(self) -> None:
        self._frame.show_page(None)
        self._folders.select_leaving()
        self._mails.view.setFocus()

    def _show_page(self, tab: int) -> None:
        self._frame.set_alone(False)
        self._frame.show_page(self.page)
        self.page.open_at(tab)
        self.shown.emit()

    def has_place(self) -> bool:
        """May one more mailbox be connected? If not, the limit is told now and not after everything was typed."""
        plan = self._session.plan()
        if plan.mailboxes_used < plan.mailboxes_allowed:
            return True
        code = Code.PLAN_MAILBOXES if plan.mailboxes_allowed else Code.PLAN_NO_SYNC
        self.dispatch.failed.emit(PlanError(code, plan=plan.plan_name, limit=plan.mailboxes_allowed))
        return False

    # from the core

    def refresh(self) -> None:
        """Members and what leaves soon: the first quick, the second by a worker."""
        self.members.show_members(self._session.workspace.members())
        self._count()

    def hear(self, change: ChangeSet) -> None:
        if change.plan or change.everything or change.accounts:
            self.refresh()
        elif (change.messages or change.mailboxes) and not self._pause.isActive():
            self._pause.start()
        if self._page.made is not None:
            self._page.made.hear(change)

    def close(self) -> None:
        self._pause.stop()
        self.exporting.close_down()

    def _count(self) -> None:
        query = self._folders.leaving_query()
        self.dispatch.read(_COUNT, lambda: len(self._session.list_keys(query)), self._folders.show_leaving)

    # the list of what leaves

    def _show_leaving(self) -> None:
        query = self._mails.query
        shows = query.leaving_within is not None and not query.search
        self.leaving.setVisible(shows)
        if shows:
            self.leaving.show_count(len(self._mails.model.keys))
            now = self._now()
            soon = [
                change
                for change in self._session.workspace.plan_changes()
                if change.waits and change.at <= now + LEAVING_DAYS * DAY
            ]
            self.leaving.show_change(waiting_sentence(soon[0], now) if soon else "")

    def _leaving_keys(self) -> Sequence[int]:
        return self._session.list_keys(self._folders.leaving_query())

    def _link(self) -> None:
        """The window's own action for a task, on what is selected; the first mail when nothing is."""
        if not self._mails.count_selected():
            self._mails.view.setFocus()
            self._mails.view.step(1)
        self._actions.trigger("link_task")

    def _look_at_change(self) -> None:
        waiting = [change for change in self._session.workspace.plan_changes() if change.waits]
        self.try_plan(waiting[0].plan_id if waiting else "")

    # wishes and answers

    def _switch(self, member_key: int) -> None:
        self.dispatch.submit(SwitchMember(member_key), quietly=True)

    def _tell_export(self, sentence: str, button: str, folder: str) -> None:
        if button:
            url = QUrl.fromLocalFile(folder)
            self._notices.offer(sentence, button, lambda: self.exporting.open_url(url))
        else:
            self._notices.tell(sentence)
