"""What goes to the guests of an event, before it goes: from whom, to whom, a note, and whether the event's text goes along.

Invariant: nothing is sent before the button is pressed. GUI thread.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtWidgets import QCheckBox, QComboBox, QLineEdit, QWidget

from desktop.core.api.desk import EventDetail, Guest
from desktop.core.api.invitations import SendInvitation
from desktop.core.api.rows import AccountRow
from desktop.ui.desk import meeting_words as wording
from desktop.ui.desk.calendar_days import span_words
from desktop.ui.desk.form import DeskForm
from desktop.ui.dispatch import Dispatch
from desktop.ui.labels import PlainLabel
from desktop.ui.message_list.chips import clean

LONGEST_NOTE = 500
_WIDTH = 460


class InviteForm(DeskForm):
    def __init__(
        self,
        dispatch: Dispatch,
        event: EventDetail,
        guests: Sequence[Guest],
        accounts: Sequence[AccountRow],
        sent: Callable[[int], object],
        parent: QWidget,
    ) -> None:
        """`accounts` are those that may send it, the likeliest first; `sent(key)` hears the event's key."""
        key = event.row.event_key
        super().__init__(dispatch, key, lambda _mail: sent(key), parent, keep=self.tr("Send"))
        self._event, self._accounts = event, list(accounts)
        first = wording.knows_nothing(event)
        self.setWindowTitle(self.tr("Invite the guests") if first else self.tr("Tell the guests what has changed"))
        self.sender_box = QComboBox()
        for one in self._accounts:
            self.sender_box.addItem(clean(one.address), one.account_key)
        self.note = QLineEdit()
        self.note.setMaxLength(LONGEST_NOTE)
        self.note.setPlaceholderText(self.tr("A line to the guests, sent along"))
        self.with_text = QCheckBox(self.tr("The event's text goes along"))
        # What was made of a mail has somebody else's words in it.
        self.with_text.setChecked(bool(event.text.strip()) and not event.mails)
        what = f"{clean(event.row.title)[:200]}\n{span_words(event.row)}"
        rows: list[tuple[str, QWidget]] = [
            (self.tr("What"), _words(what)),
            (self.tr("Guests"), _words(wording.names_of(guests))),
        ]
        if len(self._accounts) > 1:
            rows.append((self.tr("From"), self.sender_box))
        rows.append((self.tr("Note"), self.note))
        if event.text.strip():
            rows.append(("", self.with_text))
        self.lay_out(rows, _WIDTH)
        self.note.setFocus()

    def command(self) -> SendInvitation | None:
        account = next((one for one in self._accounts if one.account_key == self.sender_box.currentData()), None)
        if account is None:
            self.bar.tell("warning", self.tr("There is no mailbox here that could send it."))
            return None
        name = account.display_name or account.address
        return SendInvitation(
            self._event.row.event_key,
            account.account_key,
            self.note.text().strip(),
            self.with_text.isChecked() and bool(self._event.text.strip()),
            wording.mail_words(self._event, name),
            wording.farewell_words(self._event, name),
        )


def _words(text: str) -> PlainLabel:
    label = PlainLabel(text)
    label.setWordWrap(True)
    return label
