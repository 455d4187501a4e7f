"""Another plan, tried without doing it: choose one and a day, see exactly what would happen, then apply it or leave.

What it would do is read by a worker for long work and can be called off; the newest choice alone is answered. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDate, QDateTime, QSignalBlocker, Qt, QTime, QTimer, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import (
    QBoxLayout,
    QButtonGroup,
    QDateEdit,
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QRadioButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from desktop.core.api.workspace import WhatIf
from desktop.core.api.workspace_commands import KeepMailboxes, SetPlan
from desktop.ui import words
from desktop.ui.dispatch import Dispatch
from desktop.ui.i18n import tr
from desktop.ui.notices.progress_line import ProgressLine
from desktop.ui.parts import Now
from desktop.ui.plan.blocks import text_label
from desktop.ui.plan.plan_list import PlanList
from desktop.ui.plan.plan_words import plan_name
from desktop.ui.plan.snapshot import Snapshot
from desktop.ui.plan.what_if_result import WhatIfResult
from desktop.ui.theme import Space

REST_MS = 120
SLOT = "what if"
Keys = Callable[[], Sequence[int]]


class WhatIfPane(QWidget):
    wanted = Signal(object, bool)
    """(SetPlan or KeepMailboxes, whether the plan keeps longer): apply it."""
    failed = Signal(object)

    def __init__(
        self, dispatch: Dispatch, now: Now, make_menu: Callable[[QWidget, Keys], QMenu], parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._now = dispatch, now
        self._shown: Snapshot | None = None
        self.result_: WhatIf | None = None
        self._keeping = False
        self._first = ""
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._ask)
        self.list = PlanList()
        self.list.chosen.connect(lambda _: self._look_again(keeping=False))
        workspace = dispatch.session.workspace
        self.result = WhatIfResult(lambda parent, result: make_menu(parent, lambda: workspace.leaving_keys(result)))
        self.result.choice_changed.connect(lambda: self._look_again(keeping=True))
        self.title = text_label("", "heading")
        self.progress = ProgressLine(self)
        self._reading = text_label(self.tr("Looking at all mail…"), "muted", wrap=False)
        self._cancel = QPushButton(self.tr("Cancel"))
        self._cancel.setProperty("kind", "link")
        self._cancel.clicked.connect(self._call_off)
        self._scroll = QScrollArea()
        self._scroll.setWidgetResizable(True)
        self._scroll.setFrameShape(QFrame.Shape.NoFrame)
        self._scroll.setWidget(self.result)
        self.result.setProperty("kind", "surface")
        self.result.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._lay_out()
        self._show_waiting(waiting=False)

    @property
    def answer(self) -> tuple[QWidget, ...]:
        """What the chosen plan would do, and the button that does it."""
        return self._scroll, self.apply

    # what the page says

    def show_snapshot(self, shown: Snapshot, now: int) -> None:
        before, self._shown = self._shown, shown
        self.list.show_plans(shown.table, shown.plan.plan_id)
        tomorrow = _date(now).addDays(1)
        with QSignalBlocker(self.date):
            self.date.setMinimumDate(tomorrow)
            if before is None or self.date.date() < tomorrow:
                self.date.setDate(tomorrow)
        if not self.list.plan_id():
            self.list.choose(self._first)
        elif before != shown:
            self._look_again(keeping=False)

    def choose(self, plan_id: str) -> None:
        """That plan, or (empty) the one in force; as soon as the table is known."""
        self._first = plan_id
        self.list.choose(plan_id)
        self.list.setFocus()

    def moment(self) -> int | None:
        """None for now, else the first second of the chosen day."""
        return None if self.at_once.isChecked() else int(QDateTime(self.date.date(), QTime(0, 0)).toSecsSinceEpoch())

    def set_working(self, working: bool) -> None:
        """A plan is being applied."""
        self._let_apply(not working and self._can_apply())
        if working:
            self.apply.setText(self.tr("Working…"))
        else:
            self._show_button()

    # reading

    def _look_again(self, *, keeping: bool) -> None:
        self._dispatch.cancel(SLOT)  # an answer to what was chosen before must not stand beside the new choice
        self._keeping = keeping
        self.result_ = None
        self._let_apply(False)
        self._rest.start()

    def _ask(self) -> None:
        plan_id, at = self.list.plan_id(), self.moment()
        if not plan_id:
            return
        keep = self.result.choice.kept() if self._keeping else None
        self._show_waiting(waiting=True)
        workspace = self._dispatch.session.workspace
        self._dispatch.read(SLOT, lambda: workspace.what_if(plan_id, at, keep), self._show, self._fail, long=True)

    def _show(self, result: WhatIf) -> None:
        self._show_waiting(waiting=False)
        if self._shown is None:
            return
        self.result_ = result
        name, present = (plan_name(one.plan_id, one.name) for one in (result.plan, result.present))
        same = result.plan.plan_id == result.present.plan_id
        self.title.setText(
            self.tr("{plan}, the plan in force").format(plan=name)
            if same
            else self.tr("{plan} instead of {present}").format(plan=name, present=present)
        )
        self.result.show_result(result, self._shown, keep_choice=self._keeping)
        if not self._keeping:
            self._scroll.verticalScrollBar().setValue(0)
        self._let_apply(self._can_apply())
        self._show_button()

    def _fail(self, error: Exception) -> None:
        self._show_waiting(waiting=False)
        self.failed.emit(error)

    def _call_off(self) -> None:
        self._rest.stop()
        self._dispatch.cancel(SLOT)
        self._show_waiting(waiting=False)
        self.title.setText(self.tr("Choose a plan to see what it would do"))

    def _show_waiting(self, *, waiting: bool) -> None:
        if waiting:
            self.progress.start()
        else:
            self.progress.stop()
        self._reading.setVisible(waiting)
        self._cancel.setVisible(waiting)

    # applying

    def _can_apply(self) -> bool:
        result = self.result_
        if result is None:
            return False
        if result.plan.plan_id == result.present.plan_id:
            return self.result.choice.changed
        return not result.plan.used

    def _let_apply(self, may: bool) -> None:
        """Or not; then its keyboard goes to the list beside it, where Qt would hand it to whatever comes next."""
        if not may and self.apply.hasFocus():
            self.list.setFocus()
        self.apply.setEnabled(may)

    def _show_button(self) -> None:
        result = self.result_
        if result is None:
            return
        name = plan_name(result.plan.plan_id, result.plan.name)
        at = self.moment()
        self.apply.setVisible(self._can_apply())
        if result.plan.plan_id == result.present.plan_id:
            self.apply.setText(self.tr("Keep these mailboxes"))
        elif at is None:
            self.apply.setText(self.tr("Choose {plan} now").format(plan=name))
        else:
            self.apply.setText(self.tr("Choose {plan} from {date}").format(plan=name, date=words.day(at, self._now())))
        if result.plan.plan_id == result.present.plan_id:
            text = self.tr("This plan is in force. Choose another one to compare.")
        elif result.plan.used:
            text = self.tr("{plan} was begun here before, and it begins only once. Choose another plan.").format(
                plan=name
            )
        elif result.leaving_mails and at is None:
            text = tr(
                "{count} mail(s) leave at once. “Undo” does not bring them back: only a plan that keeps longer does, by fetching them again from your server.",
                "",
                result.leaving_mails,
            ).format(count=words.number(result.leaving_mails))  # fmt: skip
        elif at is not None:
            text = self.tr(
                "Until that day it can be called off. After it, only choosing the plan again takes you back."
            )
        else:
            text = self.tr("“Undo” does not take a plan back: choose {present} again for that.").format(
                present=plan_name(result.present.plan_id, result.present.name)
            )
        self._plainly.setText(text)
        self._fit()

    def _apply(self) -> None:
        result = self.result_
        if result is not None:
            keep = self.result.choice.kept()
            if result.plan.plan_id == result.present.plan_id:
                self.wanted.emit(KeepMailboxes(keep or ()), False)
            else:
                self.wanted.emit(SetPlan(result.plan.plan_id, self.moment(), keep), result.fetch_again_days is not None)

    # putting together

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.setSpacing(Space.S)
        head.addWidget(self.title, 1)
        head.addWidget(self._reading)
        head.addWidget(self._cancel)
        self.at_once, self.later = QRadioButton(self.tr("Now")), QRadioButton(self.tr("From the"))
        self._when = QButtonGroup(self)
        for button in (self.at_once, self.later):
            self._when.addButton(button)
        self.at_once.setChecked(True)
        self.at_once.setAccessibleName(self.tr("Apply the plan now"))
        self.later.setAccessibleName(self.tr("Apply the plan from a day on"))
        self.date = QDateEdit()
        self.date.setCalendarPopup(True)
        self.date.setDisplayFormat(words.date_pattern())
        self.date.setAccessibleName(self.tr("Day from which the plan counts"))
        self.date.setEnabled(False)
        self.later.toggled.connect(self.date.setEnabled)
        self.later.toggled.connect(lambda _: self._look_again(keeping=True))
        self.date.dateChanged.connect(lambda _: self._look_again(keeping=True))
        self.apply = QPushButton()
        self.apply.setProperty("kind", "primary")
        self.apply.setEnabled(False)
        self.apply.hide()
        self.apply.clicked.connect(self._apply)
        self._plainly: QLabel = text_label("", "muted")
        self._moment = QHBoxLayout()
        self._moment.setSpacing(Space.S)
        for widget in (self.at_once, self.later, self.date):
            self._moment.addWidget(widget)
        self._moment.addStretch(1)
        self._foot = QBoxLayout(QBoxLayout.Direction.LeftToRight)
        self._foot.setSpacing(Space.S)
        self._foot.addLayout(self._moment)
        self._foot.addWidget(self.apply, alignment=Qt.AlignmentFlag.AlignRight)
        right = QVBoxLayout()
        right.setSpacing(Space.S)
        right.addLayout(head)
        right.addWidget(self.progress)
        right.addWidget(self._scroll, 1)
        right.addWidget(self._plainly)
        right.addLayout(self._foot)
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, Space.M, 0, Space.S)
        layout.setSpacing(Space.L)
        layout.addWidget(self.list)
        layout.addLayout(right, 1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """The button on a line of its own where it has no room beside the day."""
        room = self.width() - self.list.width() - Space.L
        needed = self._moment.sizeHint().width() + Space.S + self.apply.sizeHint().width()
        across, down = QBoxLayout.Direction.LeftToRight, QBoxLayout.Direction.TopToBottom
        self._foot.setDirection(down if needed > room else across)


def _date(seconds: int) -> QDate:
    return QDateTime.fromSecsSinceEpoch(seconds).date()
