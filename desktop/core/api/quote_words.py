"""The words around a quoted mail, in the user's language: the core quotes, the screen speaks. Pure."""

from __future__ import annotations

from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class QuoteWords:
    """`wrote` has {date}, {time} and {name}; `wrote_undated` has {name}; `date` and `time` are strftime patterns."""

    wrote: str = "On {date} at {time}, {name} wrote:"
    wrote_undated: str = "{name} wrote:"
    date: str = "%Y-%m-%d"
    time: str = "%H:%M"
    forwarded: str = "Forwarded message"
    from_: str = "From"
    sent: str = "Date"
    subject: str = "Subject"
    to: str = "To"
    cc: str = "Cc"
