"""What a user can wish for: one frozen value per wish. `MailSession.submit` turns each into stored work and a Receipt.

`locations` are location keys as of `MessageRow`. Nothing here has happened yet, and nothing here blocks.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.core.api.invitations import InvitationCommand
from desktop.core.api.link_commands import LinkCommand
from desktop.core.api.newsletters import NewsletterCommand
from desktop.core.api.template_commands import TemplateCommand
from desktop.core.api.workspace_commands import WorkspaceCommand
from desktop.values import dataclass

if TYPE_CHECKING:  # a start without a mail being written needs none of it
    from desktop.core.mail.rich_text import RichText


@dataclass(frozen=True, slots=True)
class SetSeen:
    locations: tuple[int, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class SetFlagged:
    locations: tuple[int, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class MarkAllSeen:
    mailbox_key: int


@dataclass(frozen=True, slots=True)
class MoveTo:
    locations: tuple[int, ...]
    mailbox_key: int


@dataclass(frozen=True, slots=True)
class CopyTo:
    locations: tuple[int, ...]
    mailbox_key: int


@dataclass(frozen=True, slots=True)
class Archive:
    """Into the account's Archive; created on the server when there is none."""

    locations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class MarkJunk:
    """True: $Junk and into Junk. False: $NotJunk and into INBOX."""

    locations: tuple[int, ...]
    value: bool


@dataclass(frozen=True, slots=True)
class Delete:
    """Into Trash; in Trash, with `permanent`, or without a Trash: gone from the server too (plan rules, reading 3)."""

    locations: tuple[int, ...]
    permanent: bool = False


@dataclass(frozen=True, slots=True)
class Snooze:
    """Out of sight until that moment (epoch seconds): into the account's Later, made on the server when there is none, and
    back to where it was, unread. A moment that is over means now: what waits in Later comes back."""

    locations: tuple[int, ...]
    until: int


@dataclass(frozen=True, slots=True)
class Remind:
    """Bring these sent mails forward at that moment (epoch seconds) unless somebody answers before; 0: wait no more. `reminders`
    are keys as of `AwaitedRow`: such a mail may have no copy here."""

    locations: tuple[int, ...]
    at: int
    reminders: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class CreateMailbox:
    account_key: int
    name: str


@dataclass(frozen=True, slots=True)
class RenameMailbox:
    mailbox_key: int
    new_name: str


@dataclass(frozen=True, slots=True)
class DeleteMailbox:
    mailbox_key: int


@dataclass(frozen=True, slots=True)
class DraftAttachment:
    """`content` is whole; the composer has already checked the plan's 14.3 MB. With a `content_id` (no brackets) it is a picture of
    the formatted text or of the quote, and goes only with a mail whose HTML names it."""

    filename: str
    content_type: str
    content: bytes
    content_id: str = ""


@dataclass(frozen=True, slots=True)
class DraftContent:
    """What a composer holds. Address fields are as typed; `in_reply_to` and `references` without brackets."""

    account_key: int
    to: str = ""
    cc: str = ""
    bcc: str = ""
    subject: str = ""
    text: str = ""
    attachments: tuple[DraftAttachment, ...] = ()
    in_reply_to: tuple[str, ...] = ()
    references: tuple[str, ...] = ()
    answers_location: int | None = None
    """The mail this answers (gets \\Answered when sent) …"""
    forwards_location: int | None = None
    """… or forwards ($Forwarded)."""
    signature: str | None = ""
    """The account's signature as it was put into `text`; "" while there is none, None once the writer has changed it."""
    remind_after: int = 0
    """Bring it forward when nobody has answered so many seconds after it has left; 0: do not."""
    formatted: RichText = ()
    """What `text` begins with (`rich_text.to_text` of it), with its formatting; () while nothing is formatted."""
    copy_at: int | None = None
    """The mail in Drafts that this was read from (a location key), whose place it takes with the first save."""
    quoted_html: str = ""
    """The quote that `text` ends with, as the HTML that is sent for it; "" for a quote that is text alone."""


@dataclass(frozen=True, slots=True)
class SaveDraft:
    """`draft_key` None makes a new draft; its key comes back in `Receipt.key`."""

    draft_key: int | None
    content: DraftContent


@dataclass(frozen=True, slots=True)
class DiscardDraft:
    draft_key: int


@dataclass(frozen=True, slots=True)
class Send:
    """Into the outbox; `undo_seconds` it can be taken back as an unchanged draft. `at`: not before that moment (epoch seconds);
    nothing but the writer makes it go earlier."""

    draft_key: int | None
    content: DraftContent
    undo_seconds: int = 10
    at: int = 0


@dataclass(frozen=True, slots=True)
class SendRaw:
    """A ready message (RFC 5322) into the outbox; Bcc is stripped from the bytes and kept as recipients."""

    account_key: int
    raw: bytes
    recipients: tuple[str, ...]
    at: int = 0
    """As of `Send`; the mail's own Date stays."""
    remind_after: int = 0
    """As of `DraftContent`."""


@dataclass(frozen=True, slots=True)
class EditOutbox:
    """Take a waiting or failed mail back as a draft; the draft's key comes back in `Receipt.key`."""

    outbox_key: int


@dataclass(frozen=True, slots=True)
class RetryOutbox:
    """Try a failed mail again; an unknown one only with `confirmed_not_sent`."""

    outbox_key: int
    confirmed_not_sent: bool = False


@dataclass(frozen=True, slots=True)
class DiscardOutbox:
    outbox_key: int


@dataclass(frozen=True, slots=True)
class CancelOperation:
    operation_key: int


@dataclass(frozen=True, slots=True)
class RetryOperation:
    operation_key: int


@dataclass(frozen=True, slots=True)
class AcceptRemovals:
    """Yes, those mails were really removed on the server: let them go here too."""

    mailbox_key: int


@dataclass(frozen=True, slots=True)
class WatchMailbox:
    """Tell of new mail in it, or do not: INBOX is watched until somebody says otherwise, others are not."""

    mailbox_key: int
    watched: bool


@dataclass(frozen=True, slots=True)
class RemoveAccount:
    account_key: int


Command = (
    SetSeen
    | SetFlagged
    | MarkAllSeen
    | MoveTo
    | CopyTo
    | Archive
    | MarkJunk
    | Delete
    | Snooze
    | Remind
    | CreateMailbox
    | RenameMailbox
    | DeleteMailbox
    | SaveDraft
    | DiscardDraft
    | Send
    | SendRaw
    | EditOutbox
    | RetryOutbox
    | DiscardOutbox
    | CancelOperation
    | RetryOperation
    | AcceptRemovals
    | WatchMailbox
    | RemoveAccount
    | WorkspaceCommand
    | LinkCommand
    | InvitationCommand
    | NewsletterCommand
    | TemplateCommand
)


@dataclass(frozen=True, slots=True)
class Receipt:
    """What was stored. `undo_key` is None when there is nothing to undo. `done` names the sentence of the undo bar
    ("moved", "archived", "deleted", "flagged", "sent", …), `target` fills it (a mailbox label)."""

    done: str
    count: int
    undo_key: int | None = None
    target: str = ""
    key: int | None = None
