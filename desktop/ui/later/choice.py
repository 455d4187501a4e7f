"""Choosing a moment ahead, until which mail is put off or at which it goes: by name, or by day and time. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial

from PySide6.QtCore import QCoreApplication, QPoint, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QPushButton, QVBoxLayout, QWidget

from desktop.core.api.rows import MessageRow
from desktop.ui import words
from desktop.ui.command_palette import Choice, CommandPalette
from desktop.ui.labels import PlainLabel
from desktop.ui.later.moments import offered
from desktop.ui.links.time_field import TimeField
from desktop.ui.popup import Popup
from desktop.values import dataclass

Chosen = Callable[[int], object]
"""Gets the moment, epoch seconds; 0 is now."""


@dataclass(frozen=True, slots=True)
class Question:
    """`hint` stands in the empty field, `heading` and `button` where day and time are chosen; `follows` is what happens then."""

    hint: str
    heading: str
    button: str
    follows: str
    leaves: int | None = None
    """When the plan takes the first of the mails from this computer."""
    waits_until: int | None = None
    """They wait already, and may come back now."""


def putting_off(rows: Sequence[MessageRow]) -> Question:
    """`rows` are the mails, or some of many."""
    translate = QCoreApplication.translate
    return Question(
        translate("Later", "Put off until…"),
        translate("Later", "Put off until"),
        translate("Later", "Put off"),
        translate("Later", "It waits in Later, and comes back unread where it was."),
        min((row.expires_at for row in rows if row.expires_at is not None), default=None),
        max((row.snoozed_until for row in rows if row.snoozed_until is not None), default=None),
    )


def sending() -> Question:
    translate = QCoreApplication.translate
    return Question(
        translate("Later", "Send later…"),
        translate("Later", "Send at"),
        translate("Later", "Send then"),
        translate("Later", "It goes at that moment; where Bandeja is closed then, at its next start."),
    )


def choose_moment(window: QWidget, question: Question, now: int, chosen: Chosen) -> None:
    translate = QCoreApplication.translate
    moments = offered(now)
    choices = [
        Choice(moment.name, "later", partial(chosen, moment.at), _aside(moment.at, question.leaves, now))
        for moment in moments
    ]
    if question.waits_until is not None:
        choices.insert(0, Choice(translate("Later", "Back now"), "inbox", partial(chosen, 0)))
    first = question.waits_until if question.waits_until is not None else moments[0].at
    choices.append(
        Choice(
            translate("Later", "Another day and time…"), "event",
            lambda: MomentPopup(window, question, first, now, chosen).show_over(window),
        )
    )  # fmt: skip
    CommandPalette(window, choices, question.hint).show_over(window)


def _aside(at: int, leaves: int | None, now: int) -> str:
    when = words.coming(at, now)
    if leaves is None or leaves > at:
        return when
    warning = QCoreApplication.translate("Later", "leaves this computer on {date}")
    return f"{when} · {warning.format(date=words.day(leaves, now))}"


class MomentPopup(Popup):
    """A day and a time; deletes itself when it closes."""

    def __init__(self, parent: QWidget, question: Question, first: int, now: int, chosen: Chosen) -> None:
        super().__init__(parent)
        self._question, self._now, self._chosen = question, now, chosen
        self.setAccessibleName(question.heading)
        heading = PlainLabel(question.heading, kind="heading")
        self.field = TimeField(question.heading)
        self.field.set_moment(first)
        self.told = PlainLabel(kind="muted")
        self.told.setWordWrap(True)
        self.button = QPushButton(question.button)
        self.button.setProperty("kind", "primary")
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
        self.move(window.mapToGlobal(QPoint((window.width() - self.width()) // 2, 72)))
        self.show()
        self.field.day.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._take()
        else:
            super().keyPressEvent(event)

    def _judge(self) -> None:
        at, leaves = self.field.seconds(), self._question.leaves
        self.button.setEnabled(at > self._now)
        text = self._question.follows
        if at <= self._now:
            text = self.tr("That moment is over. Choose one ahead.")
        elif leaves is not None and leaves <= at:
            text = self.tr(
                "Before that, on {date}, its copy leaves this computer, as the plan says. It stays on your server."
            )
            text = text.format(date=words.day(leaves, self._now))
        self.told.setText(text)

    def _take(self) -> None:
        at = self.field.seconds()
        if at > self._now:
            self.close()
            self._chosen(at)
