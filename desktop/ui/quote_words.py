"""The words around a quoted mail in the language of the screen. GUI thread, once a catalogue is loaded."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.quote_words import QuoteWords


def quote_words() -> QuoteWords:
    translate = QCoreApplication.translate
    return QuoteWords(
        wrote=translate("QuoteWords", "On {date} at {time}, {name} wrote:"),
        wrote_undated=translate("QuoteWords", "{name} wrote:"),
        date=translate("QuoteWords", "%Y-%m-%d", "a strftime pattern for a date in figures"),
        time=translate("QuoteWords", "%H:%M", "a strftime pattern for a time"),
        forwarded=translate("QuoteWords", "Forwarded message"),
        from_=translate("QuoteWords", "From"),
        sent=translate("QuoteWords", "Date"),
        subject=translate("QuoteWords", "Subject"),
        to=translate("QuoteWords", "To"),
        cc=translate("QuoteWords", "Cc"),
    )
