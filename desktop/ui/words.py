"""Numbers, sizes, dates and waits as a person says them, in the language and region that `i18n.load` has set.

Pure apart from the locale and the time zone of the process: whoever calls says what time it is. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QDate, QDateTime, QLocale, Qt

from desktop.ui.i18n import tr

_NARROW_SPACE = "\u202f"
_UNBROKEN_SPACE = "\u00a0"
"""Between a number and its unit: they stay on one line."""
DAY = 86_400


def number(value: int) -> str:
    """1,204 in English; 1204 and 10 000 in Spanish (the academies group with a space, from five digits on)."""
    locale = QLocale()
    if locale.language() == QLocale.Language.Spanish:
        digits = f"{value:,}"
        return digits.replace(",", _NARROW_SPACE) if abs(value) >= 10_000 else digits.replace(",", "")
    return locale.toString(value)


def size(count: int) -> str:
    """Bytes as "820 KB" or "14.3 MB", in steps of 1024 as the plans count them; never "0 KB" for something."""
    if count < 1024:
        return QCoreApplication.translate("Words", "{count} bytes").format(count=count).replace(" ", _UNBROKEN_SPACE)
    value, unit = count / 1024, "KB"
    for larger in ("MB", "GB", "TB"):
        if value < 999.5:
            break
        value, unit = value / 1024, larger
    digits = 0 if value >= 99.95 or unit == "KB" else 1
    return f"{QLocale().toString(value, 'f', digits)}{_UNBROKEN_SPACE}{unit}"


def clock_time(seconds: int) -> str:
    """10:42, or 10:42 AM where the region says so."""
    return QLocale().toString(_local(seconds).time(), QLocale.FormatType.ShortFormat)


def moment(seconds: int, now: int) -> str:
    """The time of a mail as a list shows it: 10:42, Yesterday, Tuesday, 3 Nov, 3 Nov 2025. Empty when there is none."""
    if seconds <= 0:
        return ""
    local, today = _local(seconds), _local(now).date()
    days = local.date().daysTo(today)
    if days == 0:
        return clock_time(seconds)
    if days == 1:
        return QCoreApplication.translate("Words", "Yesterday")
    if 1 < days < 7:
        name = QLocale().dayName(local.date().dayOfWeek(), QLocale.FormatType.LongFormat)
        return name[:1].upper() + name[1:]
    return day(seconds, now)


def day(seconds: int, now: int) -> str:
    """3 Nov, with the year when it is another one."""
    date = _local(seconds).date()
    return _short_date(date, with_year=date.year() != _local(now).date().year())


def coming(seconds: int, now: int) -> str:
    """A moment ahead: 18:00, tomorrow 08:00, 30 Nov 08:00."""
    local = _local(seconds)
    days = _local(now).date().daysTo(local.date())
    if days == 1:
        return QCoreApplication.translate("Words", "tomorrow {time}").format(time=clock_time(seconds))
    return f"{day(seconds, now)} {clock_time(seconds)}" if days else clock_time(seconds)


def iso_day(text: str) -> str:
    """1 Dec 2026, from 2026-12-01; anything else as it is."""
    date = QDate.fromString(text, Qt.DateFormat.ISODate)
    return _short_date(date, with_year=True) if date.isValid() else text


def iso_of(seconds: int) -> str:
    """2026-12-01: the day of that moment here."""
    return _local(seconds).date().toString(Qt.DateFormat.ISODate)


def date_pattern() -> str:
    """Sat Nov 28, 2026, or Sat 28 Nov 2026, as the region has it: for a field in which a day is chosen."""
    return f"ddd {_day_pattern(with_year=True)}"


def moment_long(seconds: int) -> str:
    """Tuesday, 3 November 2026, 10:42: for a tooltip, a header and a screen reader."""
    if seconds <= 0:
        return QCoreApplication.translate("Words", "no date")
    date = QLocale().toString(_local(seconds).date(), QLocale.FormatType.LongFormat)
    return f"{date[:1].upper()}{date[1:]}, {clock_time(seconds)}"


def wait(seconds: float) -> str:
    """How long something will still take, rounded as people do: "a few seconds", "about 3 minutes"."""
    if seconds < 50:
        return QCoreApplication.translate("Words", "less than a minute")
    if seconds < 50 * 60:
        minutes = max(1, round(seconds / 60))
        return tr("about {count} minute(s)", "", minutes).format(count=number(minutes))
    hours = max(1, round(seconds / 3600))
    return tr("about {count} hour(s)", "", hours).format(count=number(hours))


def days_left(expires_at: int, now: int) -> int:
    """Whole days until then, rounded up: 1 means "within 24 hours"; 0 when it is over."""
    return max(0, -((now - expires_at) // DAY))


def _local(seconds: int) -> QDateTime:
    return QDateTime.fromSecsSinceEpoch(seconds)


def _short_date(date: QDate, *, with_year: bool) -> str:
    return QLocale().toString(date, _day_pattern(with_year=with_year)).replace(".", "")


def _day_pattern(*, with_year: bool) -> str:
    month_first = QLocale().dateFormat(QLocale.FormatType.ShortFormat).lstrip().startswith("M")
    pattern = "MMM d" if month_first else "d MMM"
    if with_year:
        pattern += ", yyyy" if month_first else " yyyy"
    return pattern
