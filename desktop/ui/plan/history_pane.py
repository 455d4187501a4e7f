"""What was: every change of plan, and every sweep with how much it took. Read-only."""

from __future__ import annotations

from PySide6.QtWidgets import QVBoxLayout, QWidget

from desktop.ui import words
from desktop.ui.layouts import empty
from desktop.ui.plan.blocks import card, table, text_label
from desktop.ui.plan.plan_words import days, plan_name, reason_words
from desktop.ui.plan.snapshot import Snapshot
from desktop.ui.theme import Space


class HistoryPane(QWidget):
    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, Space.M, Space.S, Space.M)
        self._column.setSpacing(Space.M)

    def show_snapshot(self, shown: Snapshot, now: int) -> None:
        empty(self._column)
        changes, inside = card()
        inside.addWidget(text_label(self.tr("Changes of the plan"), "strong"))
        inside.addSpacing(Space.XS)
        changed = [
            (
                plan_name(change.plan_id, change.plan_name),
                self.tr("waits for its day") if change.waits else reason_words(change),
                words.day(change.at, now),
            )
            for change in shown.changes
        ]
        heads = (self.tr("Plan"), self.tr("Why"), self.tr("Since"))
        inside.addWidget(table(changed, heads=heads, right=(2,)))
        self._column.addWidget(changes)
        sweeps, inside = card()
        inside.addWidget(text_label(self.tr("What has left this computer"), "strong"))
        if shown.sweeps:
            inside.addSpacing(Space.XS)
            rows = [
                (
                    words.moment_long(sweep.at),
                    self.tr("{plan}, {days}").format(
                        plan=plan_name(sweep.plan_id, sweep.plan_name),
                        days=days(sweep.storage_days) if sweep.storage_days is not None else self.tr("nothing kept"),
                    ),
                    words.number(sweep.removed),
                    words.size(sweep.bytes),
                )
                for sweep in shown.sweeps
            ]
            what = (self.tr("When"), self.tr("Plan"), self.tr("Mails"), self.tr("Size"))
            inside.addWidget(table(rows, heads=what, right=(2, 3)))
        else:
            inside.addWidget(text_label(self.tr("Nothing yet: no mail has reached the end of its time here."), "muted"))
        self._column.addWidget(sweeps)
        self._column.addStretch(1)
