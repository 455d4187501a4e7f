"""How an event repeats, in words and as the few choices that a form has. Pure but for the language in force. GUI thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, QTimeZone

from desktop.core.api.desk import Series
from desktop.ui import words
from desktop.ui.i18n import QT_TRANSLATE_NOOP, tr

UNITS = {
    "DAILY": QT_TRANSLATE_NOOP("Calendar", "Every day"),
    "WEEKLY": QT_TRANSLATE_NOOP("Calendar", "Every week"),
    "MONTHLY": QT_TRANSLATE_NOOP("Calendar", "Every month"),
    "YEARLY": QT_TRANSLATE_NOOP("Calendar", "Every year"),
}


def rule_parts(rule: str) -> dict[str, str]:
    return dict(part.split("=", 1) for part in rule.split(";") if "=" in part)


def is_simple(rule: str) -> bool:
    """Can the form say it: a unit, and how it ends."""
    return not rule or set(rule_parts(rule)) <= {"FREQ", "COUNT", "UNTIL"}


def until_day(rule: str) -> QDate:
    """The last day here; not valid where there is none."""
    text = rule_parts(rule).get("UNTIL", "")
    if text.endswith("Z"):
        moment = QDateTime.fromString(text[:-1], "yyyyMMddTHHmmss")
        return QDateTime(moment.date(), moment.time(), QTimeZone.utc()).toLocalTime().date()
    return QDate.fromString(text[:8], "yyyyMMdd")


def series_words(series: Series) -> str:
    """Every 2 weeks, 12 times"""
    parts = rule_parts(series.rule)
    pieces = [_every(parts.get("FREQ", ""), int(parts.get("INTERVAL", "1")))]
    day = until_day(series.rule)
    if day.isValid():
        text = QCoreApplication.translate("Calendar", "until {day}")
        pieces.append(text.format(day=QLocale().toString(day, QLocale.FormatType.ShortFormat)))
    elif "COUNT" in parts:
        count = int(parts["COUNT"])
        pieces.append(tr("{count} time(s)", "", count).format(count=words.number(count)))
    return ", ".join(pieces)


def _every(unit: str, interval: int) -> str:
    if unit not in UNITS:
        return QCoreApplication.translate("Calendar", "On several days")
    if interval == 1:
        return QCoreApplication.translate("Calendar", UNITS[unit])
    if unit == "DAILY":
        text = tr("Every {count} day(s)", "", interval)
    elif unit == "WEEKLY":
        text = tr("Every {count} week(s)", "", interval)
    elif unit == "MONTHLY":
        text = tr("Every {count} month(s)", "", interval)
    else:
        text = tr("Every {count} year(s)", "", interval)
    return text.format(count=words.number(interval))
