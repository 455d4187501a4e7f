"""Choosing until when mail is put off: the moments by name, or a day and a time. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.rows import MessageRow
from desktop.ui import words
from desktop.ui.command_palette import Choice, CommandPalette
from desktop.ui.labels import PlainLabel
from desktop.ui.later.moments import offered
from desktop.ui.links.time_field import TimeField
from desktop.ui.popup import Popup

Chosen = Callable[[int], object]
"""Gets the moment, epoch seconds; 0 is now."""


def choose_moment(window: QWidget, rows: Sequence[MessageRow], now: int, chosen: Chosen) -> None:
    """`rows` are the mails, or some of many: by them it is told which moments come after the plan takes the copy."""
    translate = QCoreApplication.translate
    leaves = min((row.expires_at for row in rows if row.expires_at is not None), default=None)
    choices = [
        Choice(moment.name, "later", partial(chosen, moment.at), _aside(moment.at, leaves, now))
        for moment in offered(now)
    ]
    waiting = [row.snoozed_until for row in rows if row.snoozed_until is not None]
    if waiting:
        choices.insert(0, Choice(translate("Later", "Back now"), "inbox", partial(chosen, 0)))
    first = max(waiting, default=offered(now)[0].at)
    choices.append(
        Choice(
            translate("Later", "Another day and time…"), "event",
            lambda: MomentPopup(window, first, leaves, now, chosen).show_over(window),
        )
    )  # fmt: skip
    CommandPalette(window, choices, translate("Later", "Put off until…")).show_over(window)


def _aside(at: int, leaves: int | None, now: int) -> str:
    when = words.coming(at, now)
    return f"{when} · {_warning(leaves, now)}" if leaves is not None and leaves <= at else when


def _warning(leaves: int, now: int) -> str:
    text = QCoreApplication.translate("Later", "leaves this computer on {date}")
    return text.format(date=words.day(leaves, now))


class MomentPopup(Popup):
    """A day and a time; deletes itself when it closes."""

    def __init__(self, parent: QWidget, first: int, leaves: int | None, now: int, chosen: Chosen) -> None:
        super().__init__(parent)
        self._leaves, self._now, self._chosen = leaves, now, chosen
        heading = PlainLabel(self.tr("Put off until"))
        heading.setProperty("kind", "heading")
        self.field = TimeField(self.tr("Put off until"))
        self.field.set_moment(first)
        self.told = PlainLabel()
        self.told.setProperty("kind", "muted")
        self.told.setWordWrap(True)
        self.button = QPushButton(self.tr("Put off"))
        self.button.setProperty("kind", "primary")
        self.button.setDefault(True)
        row = QHBoxLayout()
        row.addWidget(self.field, 1)
        row.addWidget(self.button)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(16, 12, 16, 16)
        layout.addWidget(heading)
        layout.addLayout(row)
        layout.addWidget(self.told)
        self.field.changed.connect(self._judge)
        self.button.clicked.connect(self._take)
        self._judge()

    def show_over(self, window: QWidget) -> None:
        self.adjustSize()
        corner = window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 72))
        self.move(corner)
        self.show()
        self.field.day.setFocus()

    def _judge(self) -> None:
        at = self.field.seconds()
        self.button.setEnabled(at > self._now)
        if at <= self._now:
            text = self.tr("That moment is over. Choose one ahead.")
        elif self._leaves is not None and self._leaves <= at:
            text = self.tr(
                "Before that, on {date}, its copy leaves this computer, as the plan says. It stays on your server."
            )
            text = text.format(date=words.day(self._leaves, self._now))
        else:
            text = self.tr("It waits in Later, and comes back unread where it was.")
        self.told.setText(text)

    def _take(self) -> None:
        at = self.field.seconds()
        if at > self._now:
            self.close()
            self._chosen(at)
