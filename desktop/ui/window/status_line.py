"""The line at the foot of the window: what each account is doing, in a sentence, and how much of the plan is used.

A fetch that lasts over ten seconds also says how long it will still take, reckoned from its own pace. GUI thread only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QToolButton, QWidget

from desktop.core.api.rows import AccountRow, AccountState, PlanRow
from desktop.core.api.status import AccountStatus
from desktop.ui import icons, words
from desktop.ui.folder_pane.names import account_names
from desktop.ui.labels import PlainLabel
from desktop.ui.sentences import plan_sentence, state_sentence
from desktop.ui.theme import Role
from desktop.ui.tips import plain_tip

LONG_SECONDS = 10
TICK_MS = 15_000
NEAR_LIMIT = 0.9
"""From this part of the month's mails on, the count is shown as a warning."""
_URGENCY = (AccountState.NEEDS_PASSWORD, AccountState.ERROR, AccountState.OFFLINE, AccountState.SYNCING)


class StatusLine(QWidget):
    pause_wanted = Signal(int, bool)
    """(account key, paused): stop the account that is fetching, or let the one that the user stopped go on."""

    def __init__(self, now: Callable[[], int], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._now = now
        self._accounts: list[AccountRow] = []
        self._statuses: dict[int, AccountStatus] = {}
        self._paces: dict[tuple[int, str], tuple[int, int]] = {}
        self.setProperty("kind", "window")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(28)
        self._states = PlainLabel(kind="small")
        self._states.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self._plan = PlainLabel(kind="small")
        layout = QHBoxLayout(self)
        layout.setContentsMargins(14, 0, 14, 0)
        layout.setSpacing(16)
        self.pause = QToolButton()
        self.pause.setAutoRaise(True)
        self.pause.setFixedSize(24, 24)
        self._pausable = (0, False)
        self.pause.clicked.connect(lambda: self.pause_wanted.emit(*self._pausable))
        self.pause.hide()
        layout.addWidget(self._states, 1)
        layout.addWidget(self.pause)
        layout.addWidget(self._plan)
        self._timer = QTimer(self)
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._show_states)
        self._timer.start()

    def show_accounts(self, accounts: list[AccountRow], statuses: dict[int, AccountStatus]) -> None:
        self._accounts, self._statuses = accounts, statuses
        self._show_states()

    def show_status(self, status: AccountStatus) -> None:
        self._statuses[status.account_key] = status
        self._show_states()

    def show_plan(self, plan: PlanRow) -> None:
        self._plan.setText(plan_sentence(plan))
        scarce = plan.sent_this_month >= NEAR_LIMIT * plan.sends_per_month
        self._plan.setProperty("kind", "small-warning" if scarce else "small")
        self._plan.style().polish(self._plan)

    def text(self) -> str:
        return self._states.text()

    def _show_states(self) -> None:
        """What needs the user first, then what is going on, then what is at rest."""
        names = account_names(self._accounts)
        shown = [self._statuses[key] for key in names if key in self._statuses]
        shown.sort(key=lambda status: _URGENCY.index(status.state) if status.state in _URGENCY else len(_URGENCY))
        sentences = [f"{names[status.account_key]} {self._sentence(status)}" for status in shown]
        self._states.setText(" · ".join(sentences))
        self._states.setToolTip(plain_tip("\n".join(sentences)))
        self._show_pause(names, shown)

    def _show_pause(self, names: dict[int, str], shown: list[AccountStatus]) -> None:
        """For the account that is fetching; else for one that the user has paused. A plan's pause comes with its reason."""
        syncing = next((one for one in shown if one.state is AccountState.SYNCING), None)
        resting = next((one for one in shown if one.state is AccountState.PAUSED and one.error is None), None)
        about = syncing or resting
        self.pause.setVisible(about is not None)
        if about is None:
            return
        self._pausable = (about.account_key, syncing is not None)
        text = self.tr("Pause {account}") if syncing is not None else self.tr("Let {account} go on")
        text = text.format(account=names[about.account_key])
        if text != self.pause.toolTip():
            icons.set_icon(self.pause, "pause" if syncing is not None else "refresh", Role.ICON_MUTED)
            self.pause.setToolTip(plain_tip(text))
            self.pause.setAccessibleName(text)

    def _sentence(self, status: AccountStatus) -> str:
        text, left = state_sentence(status, self._now()), self._seconds_left(status)
        if left is not None:
            text += self.tr(", {wait} left").format(wait=words.wait(left))
        return text

    def _seconds_left(self, status: AccountStatus) -> float | None:
        """Measured from when this step was first seen; None in its first seconds and for steps without end in sight."""
        step = (status.account_key, status.mailbox)
        if status.state is not AccountState.SYNCING or not status.total:
            self._paces = {key: pace for key, pace in self._paces.items() if key[0] != status.account_key}
            return None
        began, done_then = self._paces.setdefault(step, (self._now(), status.done))
        passed, done = self._now() - began, status.done - done_then
        if passed < LONG_SECONDS or done <= 0:
            return None
        return (status.total - status.done) * passed / done
