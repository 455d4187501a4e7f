"""The page of the plan, where list and reader stand: its use, another plan tried, members, and what was.

All is read by a worker into one snapshot, again whenever something of it has changed while the page is on the screen; wishes
go to the core and are answered here, in a bar at the top. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QMenu,
    QScrollArea,
    QStackedWidget,
    QTabBar,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Receipt
from desktop.core.api.workspace_commands import (
    CancelPlanChange,
    FetchAgain,
    KeepMailboxes,
    RemoveMember,
    RenameMember,
    SetPlan,
    ShareMailbox,
    WorkspaceCommand,
)
from desktop.ui import icons, words
from desktop.ui.bar import Bar
from desktop.ui.dispatch import Dispatch
from desktop.ui.parts import Now
from desktop.ui.plan.blocks import text_label
from desktop.ui.plan.history_pane import HistoryPane
from desktop.ui.plan.members_pane import MembersPane
from desktop.ui.plan.plan_words import days, plan_name
from desktop.ui.plan.snapshot import Snapshot, load_snapshot
from desktop.ui.plan.tabs import WHAT_IF
from desktop.ui.plan.usage_pane import UsagePane
from desktop.ui.plan.what_if_pane import WhatIfPane
from desktop.ui.sentences import error_sentence
from desktop.ui.theme import Space

Keys = Callable[[], Sequence[int]]
_UNDOABLE = (ShareMailbox, RenameMember, RemoveMember)
"""Of these a bar says that they were done, with the way back; what else is done here is seen at its place."""


class PlanPage(QWidget):
    closed = Signal()

    def __init__(
        self, dispatch: Dispatch, now: Now, make_menu: Callable[[QWidget, Keys], QMenu], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._now = dispatch, now
        self._shown: Snapshot | None = None
        self.setProperty("kind", "surface")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setWindowTitle(self.tr("Plan and limits"))
        self.heading = text_label("", "subject", wrap=False)
        close = QToolButton()
        close.setToolTip(self.tr("Back to the mails (Esc)"))
        close.setAccessibleName(self.tr("Back to the mails"))
        icons.set_icon(close, "close")
        close.clicked.connect(self.closed)
        head = QHBoxLayout()
        head.addWidget(self.heading, 1)
        head.addWidget(close)
        self.tabs = QTabBar()
        self.tabs.setExpanding(False)
        self.tabs.setDrawBase(False)
        self.tabs.setAccessibleName(self.tr("Parts of this page"))
        for text in (self.tr("Usage"), self.tr("Another plan"), self.tr("Members"), self.tr("History")):
            self.tabs.addTab(text)
        self.bar = Bar()
        self.usage, self.members, self.history = UsagePane(), MembersPane(), HistoryPane()
        self.what_if = WhatIfPane(dispatch, now, make_menu)
        self._stack = QStackedWidget()
        for pane in (_scrolled(self.usage), self.what_if, _scrolled(self.members), _scrolled(self.history)):
            self._stack.addWidget(pane)
        line = QFrame()
        line.setProperty("kind", "line")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(Space.XL, Space.L, Space.L, 0)
        layout.setSpacing(0)
        layout.addLayout(head)
        layout.addSpacing(Space.XS)
        layout.addWidget(self.tabs)
        layout.addWidget(line)
        layout.addSpacing(Space.S)
        layout.addWidget(self.bar)
        layout.addWidget(self._stack, 1)
        self.tabs.currentChanged.connect(self._stack.setCurrentIndex)
        self.usage.what_if_wanted.connect(self.try_plan)
        self.usage.call_off_wanted.connect(lambda key: self._wish(CancelPlanChange(key)))
        self.usage.fetch_again_wanted.connect(self._fetch_again)
        self.members.wanted.connect(self._wish)
        self.what_if.wanted.connect(self._set_plan)
        self.what_if.failed.connect(self._tell_failure)

    @property
    def shown(self) -> Snapshot | None:
        return self._shown

    def open_at(self, tab: int) -> None:
        self.bar.hide()
        self.tabs.setCurrentIndex(tab)
        self.refresh()
        self.tabs.setFocus()

    def try_plan(self, plan_id: str = "") -> None:
        """The preview of that plan, or of the one in force."""
        self.tabs.setCurrentIndex(WHAT_IF)
        self.what_if.choose(plan_id)

    def refresh(self) -> None:
        session = self._dispatch.session
        self._dispatch.read("plan page", lambda: load_snapshot(session), self._show)

    def hear(self, change: ChangeSet) -> None:
        if self.isVisible() and (change.plan or change.outbox or change.everything or change.accounts):
            self.refresh()

    def _show(self, shown: Snapshot) -> None:
        now = self._now()
        self._shown = shown
        name = plan_name(shown.plan.plan_id, shown.plan.plan_name)
        self.heading.setText(self.tr("{name} plan").format(name=name))
        for pane in (self.usage, self.what_if, self.members, self.history):
            pane.show_snapshot(shown, now)

    # wishes

    def _wish(self, command: WorkspaceCommand) -> None:
        self.bar.hide()
        quietly = not isinstance(command, _UNDOABLE)
        self._dispatch.submit(command, quietly=quietly, then=lambda _: self.refresh(), failed=self._tell_failure)

    def _set_plan(self, command: SetPlan | KeepMailboxes, longer: bool) -> None:
        self.bar.hide()
        self.what_if.set_working(True)

        def done(receipt: Receipt) -> None:
            self.what_if.set_working(False)
            self._tell_set(command, longer)
            self.refresh()

        def failed(error: Exception) -> None:
            self.what_if.set_working(False)
            self._tell_failure(error)

        self._dispatch.submit(command, quietly=True, then=done, failed=failed)

    def _tell_set(self, command: SetPlan | KeepMailboxes, longer: bool) -> None:
        if isinstance(command, KeepMailboxes):
            self.bar.tell("success", self.tr("These mailboxes stay; the others stop."), closable=True)
            return
        limits = (
            next((one for one in self._shown.table if one.plan_id == command.plan_id), None) if self._shown else None
        )
        if limits is None:
            return
        name = plan_name(limits.plan_id, limits.name)
        if command.at is not None:
            text = self.tr("From {date} the plan is {plan}. Until then it can be called off under “Usage”.")
            sentence = text.format(date=words.day(command.at, self._now()), plan=name)
            self.bar.tell("success", sentence, closable=True)
            return
        sentence = self.tr("The plan is {plan} now.").format(plan=name)
        if longer and limits.storage_days is not None:
            label = self.tr("Fetch again, up to {days}").format(days=days(limits.storage_days))
            self.bar.tell("success", sentence, (label, self._fetch_again), closable=True)
        else:
            self.bar.tell("success", sentence, closable=True)

    def _fetch_again(self) -> None:
        def done(receipt: Receipt) -> None:
            text = self.tr(
                "What has left is fetched again from your server, the newest first. The line below says how far it is."
            )
            self.bar.tell("success", text, closable=True)

        self._dispatch.submit(FetchAgain(), quietly=True, then=done, failed=self._tell_failure)

    def _tell_failure(self, error: Exception) -> None:
        self.bar.tell("danger", error_sentence(error), closable=True)


def _scrolled(pane: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    pane.setProperty("kind", "surface")
    pane.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
    area.setWidget(pane)
    return area
