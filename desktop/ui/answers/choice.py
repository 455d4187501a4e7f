"""Choosing for how long an answer is waited for: some days, a moment of one's own, or not at all. GUI thread only."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from desktop.ui.answers.words import wait_words
from desktop.ui.command_palette import Choice, CommandPalette
from desktop.ui.later.choice import MomentPopup, Question
from desktop.ui.words import DAY

WAITS = (2 * DAY, 3 * DAY, 7 * DAY, 14 * DAY)
USUAL = 3 * DAY
LONGEST = 400 * DAY


def choose_wait(window: QWidget, now: int, chosen: Callable[[int], object], *, waits: bool) -> None:
    """`chosen` gets seconds, 0 for no reminder, which is offered where one `waits`."""
    translate = QCoreApplication.translate
    order = sorted(WAITS, key=lambda seconds: (seconds != USUAL, seconds))
    choices = [Choice(_named(seconds), "bell", partial(chosen, seconds)) for seconds in order]
    question = Question(
        translate("Answers", "Remind me if nobody answers…"),
        translate("Answers", "Remind me at"),
        translate("Answers", "Remind then"),
        translate("Answers", "The mail is brought forward then, unless somebody answers before."),
    )

    def take(at: int) -> None:
        chosen(max(1, min(at - now, LONGEST)))

    choices.append(
        Choice(
            translate("Later", "Another day and time…"), "event",
            lambda: MomentPopup(window, question, now + USUAL, now, take).show_over(window),
        )
    )  # fmt: skip
    if waits:
        choices.append(Choice(translate("Answers", "No reminder"), "close", partial(chosen, 0)))
    CommandPalette(window, choices, question.hint).show_over(window)


def choose_again(window: QWidget, now: int, chosen: Callable[[int], object], *, waits: bool) -> None:
    """The same on a mail that has left: `chosen` gets the moment (epoch seconds), 0 for no reminder."""
    choose_wait(window, now, lambda seconds: chosen(now + seconds if seconds else 0), waits=waits)


def _named(seconds: int) -> str:
    text = wait_words(seconds)
    if seconds == 7 * DAY:
        text = QCoreApplication.translate("Answers", "in a week")
    return text[:1].upper() + text[1:]
