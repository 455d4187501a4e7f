"""What is said about a file: what it is, why it is not shown, and what a card or an event in it says. Pure but for the language in
force; foreign words are put in as they are, visible and bounded, and shown as plain text. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from desktop.core.api.desk import EventDetail, Guest
from desktop.core.api.previews import ContactCard, FileKind, Preview, Unfit
from desktop.ui import words
from desktop.ui.desk.calendar_days import span_words
from desktop.ui.desk.series_words import series_words
from desktop.ui.i18n import QT_TRANSLATE_NOOP
from desktop.ui.message_list.chips import clean
from desktop.ui.reader.invitation_words import STATES
from desktop.ui.reader.invitation_words import say as say_of_invitation

Row = tuple[str, str]
Sheet = tuple[str, tuple[Row, ...]]
"""A title, and what is told under it: (what it is, text)."""
LONGEST = 4_000
_KINDS = {
    FileKind.PICTURE: QT_TRANSLATE_NOOP("Preview", "Picture"),
    FileKind.PDF: QT_TRANSLATE_NOOP("Preview", "PDF"),
    FileKind.TEXT: QT_TRANSLATE_NOOP("Preview", "Text"),
    FileKind.PAGE: QT_TRANSLATE_NOOP("Preview", "Web page"),
    FileKind.MAIL: QT_TRANSLATE_NOOP("Preview", "Mail"),
    FileKind.CALENDAR: QT_TRANSLATE_NOOP("Preview", "Calendar file"),
    FileKind.CONTACTS: QT_TRANSLATE_NOOP("Preview", "Contact"),
    FileKind.OFFICE: QT_TRANSLATE_NOOP("Preview", "Office document"),
    FileKind.OTHER: QT_TRANSLATE_NOOP("Preview", "File"),
}
_OTHER = QT_TRANSLATE_NOOP("Preview", "Bandeja cannot show this kind of file. Open it with its program or save it.")
_OFFICE = QT_TRANSLATE_NOOP(
    "Preview", "Bandeja does not show office documents: their own program does that best. Open it there or save it."
)
_UNFIT = {
    Unfit.EMPTY: QT_TRANSLATE_NOOP("Preview", "This file is empty."),
    Unfit.TOO_LARGE: QT_TRANSLATE_NOOP(
        "Preview", "This file is too large to be shown here. Open it with its program or save it."
    ),
    Unfit.TOO_MANY_PIXELS: QT_TRANSLATE_NOOP(
        "Preview", "This picture says that it is {width} × {height} pixels, which would take too much memory to show."
    ),
    Unfit.NOT_WHAT_IT_SAYS: QT_TRANSLATE_NOOP(
        "Preview", "This file is not what its name says, so it is not shown. Be careful with it unless you expected it."
    ),
    Unfit.UNREADABLE: QT_TRANSLATE_NOOP(
        "Preview", "This file is damaged or of an unknown form. Open it with its program or save it."
    ),
}
GONE = QT_TRANSLATE_NOOP("Preview", "This file is not here any more: its mail was moved or deleted.")
NO_ENGINE = QT_TRANSLATE_NOOP(
    "Preview",
    "Pictures and PDFs are shown by a part of Bandeja that is missing here. Open it with its program or save it.",
)
CRASHED = QT_TRANSLATE_NOOP(
    "Preview",
    "What shows such files has ended because of this one. Nothing else is lost. Open it with its program only if you trust it.",
)
UNSEEN = QT_TRANSLATE_NOOP(
    "Preview",
    "Nothing of this PDF can be seen yet. If that stays so, it is damaged or locked with a password: open it with its program.",
)
SHORTENED = QT_TRANSLATE_NOOP("Preview", "This is only the beginning. Saving or opening the file gives all of it.")
REFUSED = QT_TRANSLATE_NOOP("Preview", "The formatted version cannot be shown safely, so this is the text.")
_ROWS = {
    "organisation": QT_TRANSLATE_NOOP("Preview", "Organisation"),
    "title": QT_TRANSLATE_NOOP("Preview", "Position"),
    "mail": QT_TRANSLATE_NOOP("Preview", "Mail"),
    "phone": QT_TRANSLATE_NOOP("Preview", "Telephone"),
    "address": QT_TRANSLATE_NOOP("Preview", "Address"),
    "page": QT_TRANSLATE_NOOP("Preview", "Web"),
    "birthday": QT_TRANSLATE_NOOP("Preview", "Birthday"),
    "note": QT_TRANSLATE_NOOP("Preview", "Note"),
}


def say(text: str) -> str:
    return QCoreApplication.translate("Preview", text)


def kind_words(preview: Preview) -> str:
    """Picture, 4,000 × 3,000"""
    kind = say(_KINDS[preview.kind])
    if preview.width and preview.unfit is None:
        return f"{kind}, {words.number(preview.width)} × {words.number(preview.height)}"
    return kind


def refusal_words(preview: Preview) -> str:
    """Why it is not shown; "" when it is."""
    if preview.unfit is not None:
        sentence = say(_UNFIT[preview.unfit])
        if preview.unfit is Unfit.TOO_MANY_PIXELS:
            sentence = sentence.format(width=words.number(preview.width), height=words.number(preview.height))
        return sentence
    if preview.kind is FileKind.OFFICE:
        return say(_OFFICE)
    return say(_OTHER) if preview.kind is FileKind.OTHER else ""


def event_sheet(event: EventDetail) -> Sheet:
    row = event.row
    when = span_words(row)
    if event.series:
        when += f" ({series_words(event.series).lower()})"
    rows = [(say(QT_TRANSLATE_NOOP("Preview", "When")), when)]
    if "cancelled" in event.notes:
        rows.insert(0, ("", say(QT_TRANSLATE_NOOP("Preview", "It was cancelled."))))
    if row.place:
        rows.append((say(QT_TRANSLATE_NOOP("Preview", "Where")), clean(row.place)))
    organisers = [one for one in event.guests if one.organiser]
    others = [one for one in event.guests if not one.organiser]
    for title, people in (
        (QT_TRANSLATE_NOOP("Preview", "Invites"), organisers), (QT_TRANSLATE_NOOP("Preview", "Invited"), others)
    ):  # fmt: skip
        if people:
            rows.append((say(title), "\n".join(_guest(one) for one in people[:30]) + ("\n…" if people[30:] else "")))
    if event.text.strip():
        rows.append((say(QT_TRANSLATE_NOOP("Preview", "Text")), _several(event.text)))
    return clean(row.title) or say(QT_TRANSLATE_NOOP("Preview", "No subject")), tuple(rows)


def contact_sheet(card: ContactCard) -> Sheet:
    rows = tuple((say(_ROWS[kind]), text) for kind, text in card.rows)
    return card.name or say(QT_TRANSLATE_NOOP("Preview", "No name")), rows


def _guest(guest: Guest) -> str:
    name, address = clean(guest.name)[:80], clean(guest.address)[:120]
    state = say_of_invitation(STATES[guest.state]) if guest.state in STATES else ""
    return " · ".join(part for part in (f"{name} <{address}>" if name and address else name or address, state) if part)


def _several(text: str) -> str:
    shown = "\n".join(clean(line) for line in text[: LONGEST + 1].replace("\r\n", "\n").split("\n")).strip()
    return shown[:LONGEST] + "…" if len(text) > LONGEST else shown
