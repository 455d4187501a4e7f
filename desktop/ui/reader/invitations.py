"""The invitation of the mail that is shown: read on a worker after the mail itself, told in its bar, answered when asked to.

Invariant: what the bar shows belongs to the mail that is shown, and a wish is about what the bar shows. GUI thread.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Command
from desktop.core.api.invitations import Answer, AnswerInvitation, Invitation, RecordReply, RemoveTime
from desktop.core.api.link_commands import DeleteEvent, LinkMail, Unlink
from desktop.core.api.linking import LinkKind
from desktop.core.mail.structure import Attachment
from desktop.ui.dispatch import Dispatch
from desktop.ui.reader.attachment_cards import AttachmentStrip
from desktop.ui.reader.invitation_bar import InvitationBar
from desktop.ui.reader.invitation_words import subject_words, text_words
from desktop.ui.reader.loading import LoadedMail

LOW, ROOMY = 540, 620
"""Below these heights of the pane there is no room for all that the bar says, and for files that say the same."""
_SLOT = "invitation"
_TYPES = ("text/calendar", "application/ics", "application/calendar+ics")


class MailInvitation(QObject):
    open_wanted = Signal(object)
    """A LinkRow, or the key of an event in the own desk."""

    def __init__(
        self, dispatch: Dispatch, bar: InvitationBar, strip: AttachmentStrip, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._dispatch, self._session, self.bar, self._strip = dispatch, dispatch.session, bar, strip
        self._key: int | None = None
        self._only_calendars = self._low = self._narrow = self._reading = False
        bar.answered.connect(self.answer)
        bar.add_wanted.connect(self._add)
        bar.show_wanted.connect(self._open)
        bar.remove_wanted.connect(self._remove)
        bar.record_wanted.connect(self._record)

    def show_mail(self, mail: LoadedMail | None) -> None:
        """Another mail is shown, or more of it."""
        key = mail.detail.row.location_key if mail is not None and _has_calendar(mail) else None
        if key is None or key != self._key:
            self._dispatch.cancel(_SLOT)
            self.bar.clear()
        self._key = key
        self._reading = key is not None and self.bar.invitation is None
        self._only_calendars = key is not None and mail is not None and _has_only_calendars(mail)
        self._arrange()
        self._read()

    @property
    def is_reading(self) -> bool:
        """The mail has an invitation that is not told yet."""
        return self._reading

    def set_height(self, height: int) -> None:
        """Of the pane: in a low one the bar says less, and files that say the same as it give way."""
        self._low, self._narrow = height < LOW, height < ROOMY
        self._arrange()

    def _arrange(self) -> None:
        self.bar.set_low(self._low)
        if self._key is not None:
            self._strip.give_way(self._narrow and self._only_calendars and self.bar.invitation is not None)

    def hear(self, change: ChangeSet) -> None:
        """What is known of the meeting may be different."""
        if change.everything or change.desk or change.links or change.outbox or change.mailboxes:
            self._read()

    def answer(self, answer: Answer) -> bool:
        """As if its button were pressed; False when there is nothing to be answered."""
        invitation = self.bar.invitation
        if invitation is None or not invitation.answerable:
            return False
        own = next((one for one in self._session.accounts() if one.account_key == invitation.account_key), None)
        name = (own.display_name or own.address) if own is not None else invitation.me
        command = AnswerInvitation(
            invitation.location_key,
            answer,
            self.bar.note.text().strip(),
            subject_words(answer, invitation),
            text_words(answer, invitation, name),
        )
        self._dispatch.submit(command, then=lambda _receipt: self._forget_note(invitation))
        return True

    def _forget_note(self, answered: Invitation) -> None:
        shown = self.bar.invitation
        if shown is not None and shown.location_key == answered.location_key:
            self.bar.note.clear()
            self.bar.note.hide()
            self._read()

    def _add(self) -> None:
        if self.bar.invitation is not None:
            self._wish(LinkMail(LinkKind.EVENT, (self.bar.invitation.location_key,)))

    def _open(self) -> None:
        invitation = self.bar.invitation
        if invitation is not None:
            self.open_wanted.emit(invitation.event_key if invitation.event_key is not None else invitation.link)

    def _remove(self) -> None:
        invitation = self.bar.invitation
        if invitation is None:
            return
        if invitation.time_at is not None:
            self._wish(RemoveTime(invitation.location_key))
        elif invitation.event_key is not None:
            self._wish(DeleteEvent(invitation.event_key))
        elif invitation.link is not None:
            self._wish(Unlink(invitation.link.link_key, delete_object=True))

    def _record(self) -> None:
        if self.bar.invitation is not None:
            self._wish(RecordReply(self.bar.invitation.location_key))

    def _wish(self, command: Command) -> None:
        self._dispatch.submit(command, then=lambda _receipt: self._read())

    def _read(self) -> None:
        key = self._key
        if key is not None:
            self._dispatch.read(
                _SLOT, lambda: self._session.invitations.load(key), self._show, lambda _error: self._show(None)
            )

    def _show(self, invitation: Invitation | None) -> None:
        self._reading = False
        if invitation is None:
            self.bar.clear()
        elif invitation != self.bar.invitation:
            self.bar.show_invitation(invitation)
        self._arrange()


def _has_calendar(mail: LoadedMail) -> bool:
    return mail.detail.parsed is not None and any(_is_calendar(one) for one in mail.detail.parsed.attachments)


def _has_only_calendars(mail: LoadedMail) -> bool:
    return all(_is_calendar(one) for one in mail.message.attachments if not one.inline)


def _is_calendar(attachment: Attachment) -> bool:
    return attachment.content_type in _TYPES or attachment.filename.lower().endswith(".ics")
