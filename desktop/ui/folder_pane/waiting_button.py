"""The way to what has not left this computer yet, under the folders; it is there only while there is something.

Invariant: changes that reach their server quickly are never seen here, for a line that comes and goes moves what stands beside
it. GUI thread; how much waits is counted on a worker.
"""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.core.api.linking import LinkState
from desktop.core.api.rows import OperationState, OutboxState
from desktop.core.api.session import MailSession
from desktop.ui import icons, words
from desktop.ui.dispatch import Dispatch
from desktop.ui.theme import Role
from desktop.values import dataclass

PATIENCE_MS = 4_000
_SLOT = "waiting"


@dataclass(frozen=True, slots=True)
class _Count:
    """`slow` is what a person did not just do and forget: mail, drafts, trouble."""

    all: int
    slow: bool
    trouble: bool


class WaitingButton(QToolButton):
    def __init__(self, dispatch: Dispatch, parent: QWidget) -> None:
        super().__init__(parent)
        self._dispatch = dispatch
        self._patience = QTimer(self, singleShot=True, interval=PATIENCE_MS)
        self._patience.timeout.connect(self.show)
        self.setProperty("kind", "waiting")
        self.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.setToolTip(self.tr("Mail to be sent, drafts, and changes that have not reached their server"))
        self.hide()

    @property
    def patient(self) -> bool:
        """Something is on its way, and not for long enough to be told."""
        return self._patience.isActive()

    def refresh(self) -> None:
        session = self._dispatch.session
        self._dispatch.read(_SLOT, lambda: _count(session), self._show)

    def _show(self, count: _Count) -> None:
        text = self.tr("Waiting and drafts · {count}").format(count=words.number(count.all))
        icons.set_icon(self, "warning" if count.trouble else "outbox", Role.WARNING if count.trouble else Role.ICON)
        self.setText(f" {text}")
        self.setAccessibleName(text)
        if count.all and not count.slow and self.isHidden():
            if not self.patient:
                self._patience.start()
        else:
            self._patience.stop()
            self.setVisible(count.all > 0)


def _count(session: MailSession) -> _Count:
    """Worker thread."""
    unsent = [row for row in session.outbox() if row.state is not OutboxState.SENT]
    links, operations, drafts = session.linking.waiting(), session.operations(), session.drafts()
    trouble = (
        any(row.state in (OutboxState.FAILED, OutboxState.UNKNOWN) for row in unsent)
        or any(row.state is OperationState.FAILED for row in operations)
        or any(row.state in (LinkState.FAILED, LinkState.UNSURE) for row in links)
    )
    both = len(unsent) + len(drafts)
    return _Count(both + len(operations) + len(links), both > 0 or trouble, trouble)
