"""When a task is due, in words, and under which heading it stands. Pure apart from the language and the time zone."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale

from desktop.core.api.desk import TaskRow
from desktop.ui import words
from desktop.ui.i18n import tr
from desktop.ui.theme import Role


def group_of(row: TaskRow, now: int) -> str:
    """Overdue, today, tomorrow, within a week, later, without a date."""
    translate = QCoreApplication.translate
    if row.done:
        return translate("Tasks", "Done")
    if row.due_at is None:
        return translate("Tasks", "Without a date")
    if row.due_at < now:
        return translate("Tasks", "Overdue")
    days = days_until(row.due_at, now)
    if days == 0:
        return translate("Tasks", "Today")
    if days == 1:
        return translate("Tasks", "Tomorrow")
    return translate("Tasks", "Within a week") if days < 7 else translate("Tasks", "Later")


def due_words(row: TaskRow, now: int) -> str:
    """18:00, Tomorrow, Friday, 3 Nov"""
    if row.due_at is None:
        return ""
    days = days_until(row.due_at, now)
    if days == 0:
        return words.clock_time(row.due_at)
    if days == -1:
        return QCoreApplication.translate("Words", "Yesterday")
    if days == 1:
        return QCoreApplication.translate("Tasks", "Tomorrow")
    if 1 < days < 7:
        name = QLocale().dayName(_date(row.due_at).dayOfWeek(), QLocale.FormatType.LongFormat)
        return name[:1].upper() + name[1:]
    return words.day(row.due_at, now)


def due_ink(row: TaskRow, now: int) -> Role:
    if row.done or row.due_at is None:
        return Role.TEXT_FAINT
    return Role.DANGER if row.due_at < now else Role.WARNING if days_until(row.due_at, now) == 0 else Role.TEXT_MUTED


def detail_words(row: TaskRow) -> str:
    """Julián Soto · 1 of 3 · 2 mails"""
    pieces = [row.assignee]
    if row.items:
        text = QCoreApplication.translate("Tasks", "{done} of {all}")
        pieces.append(text.format(done=words.number(row.items_done), all=words.number(row.items)))
    if row.mails:
        pieces.append(tr("{count} mail(s)", "", row.mails).format(count=words.number(row.mails)))
    return " · ".join(piece for piece in pieces if piece)


def days_until(seconds: int, now: int) -> int:
    return _date(now).daysTo(_date(seconds))


def _date(seconds: int) -> QDate:
    return QDateTime.fromSecsSinceEpoch(seconds).date()
