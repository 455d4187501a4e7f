"""Behind the plan's name: what it allows, what has been used, when it starts anew. Reads only."""

from __future__ import annotations

from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from desktop.core.api.rows import PlanRow
from desktop.ui import words
from desktop.ui.popup import Popup


class PlanPopup(Popup):
    def __init__(self, parent: QWidget, plan: PlanRow, now: int) -> None:
        super().__init__(parent)
        heading = QLabel(self.tr("Plan {name}").format(name=plan.plan_name))
        heading.setProperty("kind", "heading")
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(24)
        self._grid.setVerticalSpacing(8)
        sent = self.tr("{sent} of {allowed}").format(
            sent=words.number(plan.sent_this_month), allowed=words.number(plan.sends_per_month)
        )
        self._add(self.tr("Sent this month"), sent)
        bar = QProgressBar()
        bar.setRange(0, max(1, plan.sends_per_month))
        bar.setValue(min(plan.sent_this_month, plan.sends_per_month))
        bar.setTextVisible(False)
        bar.setAccessibleName(self.tr("Sent this month") + f" {sent}")
        self._grid.addWidget(bar, self._grid.rowCount(), 0, 1, 2)
        self._add(self.tr("Counts anew on"), words.day(plan.month_resets_at, now))
        self._add(self.tr("Mail kept here"), self._days(self.tr("without limit"), plan.storage_days))
        self._add(self.tr("Fetched when an account is added"), self._days(self.tr("all of it"), plan.import_days))
        boxes = self.tr("{used} of {allowed}").format(
            used=words.number(plan.mailboxes_used), allowed=words.number(plan.mailboxes_allowed)
        )
        self._add(self.tr("Accounts"), boxes)
        self._add(self.tr("Attachments in one mail"), words.size(plan.attachments_bytes))
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 16, 20, 18)
        layout.setSpacing(12)
        layout.addWidget(heading)
        layout.addLayout(self._grid)
        if plan.storage_days is not None:
            note = QLabel(self.tr("What is older is removed here only; it stays on your mail server."), wordWrap=True)
            note.setProperty("kind", "muted")
            layout.addWidget(note)
        if plan.sweep_held:
            held = QLabel(
                self.tr("Nothing is removed just now: {reason}").format(reason=plan.sweep_held), wordWrap=True
            )
            held.setTextFormat(Qt.TextFormat.PlainText)
            held.setProperty("kind", "warning")
            layout.addWidget(held)
        self.setFixedWidth(340)

    def show_below(self, button: QWidget) -> None:
        self.adjustSize()
        corner = button.mapToGlobal(QPoint(button.width() - self.width(), button.height() + 4))
        self.move(max(0, corner.x()), corner.y())
        self.show()

    def _add(self, name: str, value: str) -> None:
        row = self._grid.rowCount()
        left, right = QLabel(name, wordWrap=True), QLabel(value, alignment=Qt.AlignmentFlag.AlignRight)
        left.setProperty("kind", "muted")
        self._grid.addWidget(left, row, 0)
        self._grid.addWidget(right, row, 1)
        self._grid.setColumnStretch(0, 1)

    def _days(self, without: str, days: int | None) -> str:
        if days is None:
            return without
        return self.tr("{count} day(s)", "", days).format(count=words.number(days))
