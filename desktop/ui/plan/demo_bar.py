"""The bar above the demo: plan, member and day to be moved, sends to be booked, the end of the trial, a tour, a new beginning.

Nothing of it waits on this thread: what was asked for is under way until its Future answers, and the bar says so. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future
from functools import partial
from typing import TypeVar

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, QSize, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QComboBox,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QSizePolicy,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.changes import ChangeSet
from desktop.core.api.demo import DemoControls
from desktop.core.api.workspace_commands import EndTrial, SetPlan, SwitchMember, WorkspaceCommand
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.labels import PlainLabel
from desktop.ui.layouts import widgets_of
from desktop.ui.message_list.chips import clean
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.plan.blocks import text_label
from desktop.ui.plan.plan_words import mails, plan_name
from desktop.ui.theme import Space
from desktop.ui.tips import plain_tip

_Result = TypeVar("_Result")
SENDS = 9_990
LEAPS = (1, 7, 30)
TICK_MS = 30_000
PAINT_MS = 60
NARROW = 860
"""Below this width the member is left to the window's own bar, which names it too."""
WORKING = 40
"""At least so much room is left for what is under way; more of it in a wide window."""


class DemoBar(QFrame):
    tour_wanted = Signal()
    told = Signal(str)
    """What came of it, in a sentence."""

    def __init__(self, dispatch: Dispatch, controls: DemoControls, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._dispatch, self._controls = dispatch, controls
        self._busy = 0
        self.setProperty("kind", "demo")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.plans, self.members = QComboBox(), QComboBox()
        self.plans.setAccessibleName(self.tr("Plan of the demo"))
        self.plans.setToolTip(self.tr("Choose a plan and see at once what it does"))
        self.members.setAccessibleName(self.tr("Member of the demo"))
        self.members.setToolTip(self.tr("Whose mail is shown"))
        for box in (self.plans, self.members):
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(10)
            box.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.plans.activated.connect(self._choose_plan)
        self.members.activated.connect(self._choose_member)
        self.day = QDateEdit()
        self.day.setCalendarPopup(True)
        self.day.setDisplayFormat(words.date_pattern())
        self.day.setKeyboardTracking(False)
        self.day.setAccessibleName(self.tr("Day of the demo"))
        self.day.setToolTip(self.tr("The demo's day: choose a later one and mail leaves as the plan says"))
        self.day.dateChanged.connect(self._choose_day)
        self.leaps = {
            days: self._button(f"+{days}", "", self._leap_name(days), partial(self.leap, days)) for days in LEAPS
        }
        self.trial = self._button(
            self.tr("End trial"), "", self.tr("End the trial now: what happens then?"), self._end_trial
        )
        count = words.number(SENDS)
        self.sends = self._button(
            self.tr("Send {count} mails").format(count=count),
            "send",
            self.tr("Count {count} mails as sent this month, or as many as the limit leaves").format(count=count),
            self.book,
        )
        self.again = self._button(
            self.tr("Start again"), "undo", self.tr("The demo as it was at the beginning"), self._start_again
        )
        self.tour = self._button(
            self.tr("Tour"),
            "eye",
            self.tr("Six steps through what the plan does, in three minutes"),
            self.tour_wanted.emit,
        )
        self.progress = ProgressLine(self)
        self.working = text_label("", "small", wrap=False)
        self._lay_out()
        self._tick = QTimer(self, interval=TICK_MS)
        self._tick.timeout.connect(self._show_day)
        self._tick.start()
        self.refresh()

    @property
    def busy(self) -> bool:
        return self._busy > 0

    # from the core

    def refresh(self) -> None:
        """Plan, members and day as they are (all quick)."""
        session = self._dispatch.session
        plan = session.plan()
        with QSignalBlocker(self.plans):
            self.plans.clear()
            for one in session.workspace.plans():
                self.plans.addItem(plan_name(one.plan_id, one.name), one.plan_id)
            self.plans.setCurrentIndex(self.plans.findData(plan.plan_id))
        with QSignalBlocker(self.members):
            self.members.clear()
            for member in session.workspace.members():
                self.members.addItem(clean(member.name), member.member_key)
                if member.current:
                    self.members.setCurrentIndex(self.members.count() - 1)
        self.trial.setVisible(plan.plan_id == "trial")
        self._enable()
        self._fit()
        self._show_day()

    def hear(self, change: ChangeSet) -> None:
        if change.plan or change.everything:
            self.refresh()

    # what it does

    def leap(self, days: int) -> None:
        """So many days ahead."""
        past = tr("{count} day(s) later", "", days).format(count=words.number(days))
        working = tr("{count} day(s) pass…", "", days).format(count=words.number(days))
        self._follow(self._controls.move_days(days), working, lambda left: self._tell_left(past, left))

    def book(self) -> None:
        """As many sends as the button says, or as the limit leaves."""

        def booked(count: int) -> None:
            if count < SENDS:
                text = self.tr("{mails} counted as sent: with that the month's limit is reached.")
            else:
                text = self.tr("{mails} counted as sent.")
            self.told.emit(text.format(mails=mails(count)))

        self._follow(self._controls.book_sends(SENDS), self.tr("Mails are being counted…"), booked)

    def _choose_plan(self) -> None:
        plan_id = self.plans.currentData()
        if plan_id != self._dispatch.session.plan().plan_id:
            self._wish(SetPlan(plan_id, again=True), self.tr("The plan changes…"))

    def _choose_member(self) -> None:
        self._wish(SwitchMember(self.members.currentData()), self.tr("Another member's mail…"))

    def _end_trial(self) -> None:
        def ended(_: object) -> None:
            plan = self._dispatch.session.plan()
            name = plan_name(plan.plan_id, plan.plan_name)
            self.told.emit(self.tr("The trial is over. The {plan} plan is in force now.").format(plan=name))

        self._follow(self._dispatch.session.submit(EndTrial()), self.tr("The trial ends…"), ended)

    def _choose_day(self, day: QDate) -> None:
        moment = int(QDateTime(day, QTime(12, 0)).toSecsSinceEpoch())
        days = _date(self._controls.now()).daysTo(day)
        if days <= 0:
            self._show_day()
            return
        past = self.tr("It is {date} now").format(date=words.day(moment, moment))
        self._follow(self._controls.move_to(moment), self.tr("Time passes…"), lambda left: self._tell_left(past, left))

    def _start_again(self) -> None:
        self._set_working(self.tr("The demo begins again…"))
        QTimer.singleShot(PAINT_MS, self, self._controls.start_again)  # after the words have been painted

    # inner workings

    def _wish(self, command: WorkspaceCommand, working: str) -> None:
        self._follow(self._dispatch.session.submit(command), working, lambda _: None)

    def _follow(self, future: Future[_Result], working: str, then: Callable[[_Result], object]) -> None:
        self._busy += 1
        self._set_working(working)

        def rest() -> None:
            self._busy -= 1
            if not self._busy:
                self._set_working("")
            self.refresh()

        def done(result: _Result) -> None:
            rest()
            then(result)

        def failed(error: Exception) -> None:
            rest()
            self._dispatch.failed.emit(error)

        self._dispatch.follow(future, done, failed)

    def _tell_left(self, past: str, left: int) -> None:
        if left:
            text = tr("{past}: {count} mail(s) left this computer. On the server nothing has changed.", "", left)
        else:
            text = self.tr("{past}: no mail left this computer.")
        self.told.emit(text.format(past=past, count=words.number(left)))

    def _set_working(self, text: str) -> None:
        self.working.setText(text)
        if text:
            self.progress.start(at_once=True)  # somebody has pressed something
        else:
            self.progress.stop()
        self._enable()

    def _enable(self) -> None:
        """Nothing can be chosen while something is under way, nor before the demo has a member whose mail is there."""
        ready = not self.working.text() and self.members.count() > 0
        for widget in (self.plans, self.members, self.day, self.trial, self.sends, self.again, *self.leaps.values()):
            widget.setEnabled(ready)
        self.tour.setEnabled(self.members.count() > 0)

    def _show_day(self) -> None:
        with QSignalBlocker(self.day):
            today = _date(self._controls.now())
            self.day.setMinimumDate(today)
            self.day.setDate(today)

    def _leap_name(self, days: int) -> str:
        return tr("{count} day(s) ahead", "", days).format(count=words.number(days))

    def _button(self, text: str, icon: str, tip: str, action: Callable[[], object]) -> QToolButton:
        button = QToolButton()
        button.setProperty("kind", "demo")
        button.setText(text)
        button.setToolTip(plain_tip(tip))
        button.setAccessibleName(f"{text}: {tip}" if not text.startswith("+") else tip)
        button.setIconSize(QSize(16, 16))
        if icon:
            icons.set_icon(button, icon)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.clicked.connect(lambda _=False: action())
        return button

    def _lay_out(self) -> None:
        name = PlainLabel(self.tr("Demo"), kind="demo")
        self.working.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._row = row = QHBoxLayout()
        row.setContentsMargins(Space.M, Space.XS, Space.M, Space.XS)
        row.setSpacing(Space.XS)
        row.addWidget(name, 0, Qt.AlignmentFlag.AlignVCenter)
        row.addSpacing(Space.XS)
        row.addWidget(self.plans)
        row.addWidget(self.members)
        row.addSpacing(Space.XS)
        row.addWidget(self.day)
        for button in self.leaps.values():
            row.addWidget(button)
        row.addSpacing(Space.XS)
        row.addWidget(self.sends)
        row.addWidget(self.trial)
        row.addWidget(self.working, 1)
        row.addWidget(self.again)
        row.addWidget(self.tour)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self.progress)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Words on all buttons where there is room for them, else only signs on the longest."""
        long, row = (self.sends, self.again), self._row
        self.members.setVisible(self.width() >= NARROW)
        for button in long:
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        shown = [one for one in widgets_of(row) if one is not self.working and not one.isHidden()]
        needed = sum(one.sizeHint().width() + row.spacing() for one in shown) + 2 * Space.M + WORKING
        if needed > self.width():
            for button in long:
                button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonIconOnly)


def _date(seconds: int) -> QDate:
    return QDateTime.fromSecsSinceEpoch(seconds).date()
