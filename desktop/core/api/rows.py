"""What screens and the command line read: one frozen value per row, ready to be shown, without any I/O behind it.

Keys are the store's integers. Times are whole seconds since 1970 UTC. Sizes are bytes.
"""

from __future__ import annotations

from enum import StrEnum

from desktop.core.api.errors import PlanError
from desktop.core.mail.address import Address
from desktop.core.mail.flags import Flag
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.mail.structure import ParsedMessage
from desktop.values import dataclass


class AccountState(StrEnum):
    NEW = "new"
    CONNECTING = "connecting"
    SYNCING = "syncing"
    UP_TO_DATE = "up_to_date"
    OFFLINE = "offline"
    """No network or server away: tried again by itself at `next_try`."""
    NEEDS_PASSWORD = "needs_password"
    ERROR = "error"
    PAUSED = "paused"
    """Suspended by the plan or by the user."""


@dataclass(frozen=True, slots=True)
class AccountRow:
    account_key: int
    address: str
    display_name: str
    position: int
    imap_host: str
    signature: str = ""
    """What a composer puts under mail of this account; "" for none."""
    signature_in_replies: bool = True
    """In answers and forwarded mail as well, above the quote."""
    signature_formatted: str = ""
    """The same as `mail.formatted_signature` packs it; "" where the text says all."""


@dataclass(frozen=True, slots=True)
class MailboxRow:
    mailbox_key: int
    account_key: int
    name: str
    """Full decoded name with the server's delimiter."""
    label: str
    """Its last component."""
    depth: int
    """Levels above it; what the names of all mailboxes on its server begin with ("INBOX.") is none."""
    special_use: SpecialUse
    selectable: bool
    total: int
    unread: int
    held_removals: int = 0
    """Mails that vanished from the server at once and wait for the user's word."""
    watched: bool = False
    """The user is told of new mail in it."""
    delimiter: str | None = None
    """Between the levels of names on its server; None where there are none."""


class BodyState(StrEnum):
    HEADER_ONLY = "header_only"
    COMPLETE = "complete"
    TOO_LARGE = "too_large"
    """Fetched only when opened."""


@dataclass(frozen=True, slots=True)
class LinkBadge:
    kind: str
    """"task", "crm", "chat", "event"."""
    state: str
    """"open", "done", "gone", "pending", …"""
    title: str


@dataclass(frozen=True, slots=True)
class MessageRow:
    """One line of a list. `sender_*` is the first From address, in Sent and Drafts the first To address."""

    location_key: int
    message_key: int
    mailbox_key: int
    account_key: int
    sender_name: str
    sender_address: str
    subject: str
    snippet: str
    internaldate: int
    size: int
    flags: Flag
    has_attachment: bool
    body_state: BodyState
    pending: bool
    """Something the user did to it has not reached the server yet."""
    on_server: bool
    """False: linked mail that is no longer on the server."""
    expires_at: int | None
    """When the plan removes the local copy; None when it never does."""
    held_by: str | None
    """Why it does not leave: "task", "crm_copy_pending", "operation", "draft", … or None."""
    links: tuple[LinkBadge, ...] = ()
    snoozed_until: int | None = None
    """When it comes back from Later; None where it does not wait there, or another program put it there."""
    remind_at: int | None = None
    """Nobody has answered it so far, and it is brought forward then, or was; None where no answer is waited for."""
    outgoing: bool = False
    """`sender_*` says to whom it goes."""

    @property
    def seen(self) -> bool:
        return Flag.SEEN in self.flags

    @property
    def flagged(self) -> bool:
        return Flag.FLAGGED in self.flags

    @property
    def only_there(self) -> bool:
        """Looked at in passing: it is on the server and no part of the copy here (`core.api.server_search`)."""
        return self.location_key < 0


@dataclass(frozen=True, slots=True)
class MessageDetail:
    """One opened mail. `parsed` is None while only the header is here; then `envelope_only` has what is known."""

    row: MessageRow
    mailbox_name: str
    parsed: ParsedMessage | None
    envelope_only: ParsedMessage


class OperationState(StrEnum):
    WAITING = "waiting"
    CLAIMED = "claimed"
    FAILED = "failed"
    """Parked with the server's words; what it did on screen was put back."""


@dataclass(frozen=True, slots=True)
class OperationRow:
    operation_key: int
    account_key: int
    kind: str
    state: OperationState
    subject: str
    """Of the first mail concerned, else the mailbox name."""
    count: int
    target: str
    created_at: int
    not_before: int
    attempts: int
    said: str
    """The server's words of the last failure."""
    special_use: SpecialUse = SpecialUse.NONE
    """Of the mailbox in which it happens."""


class OutboxState(StrEnum):
    WAITING = "waiting"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    UNKNOWN = "unknown"
    """Handed over, no answer: shown, settled by Message-ID against Sent, never resent blindly."""
    HELD = "held"
    """A plan rule holds it (quota, mailbox suspended): `said` has the rule, `not_before` the date."""


@dataclass(frozen=True, slots=True)
class OutboxRow:
    outbox_key: int
    account_key: int
    subject: str
    recipients: tuple[str, ...]
    state: OutboxState
    created_at: int
    not_before: int
    attempts: int
    said: str
    message_id: str
    refusal: PlanError | None = None
    """The plan rule that holds it, to be said in the user's language; `said` has it in English."""
    paused: bool = False
    """The user has paused its account: it waits until the account goes on."""
    freed_at: int | None = None
    """Held, and a planned change of the plan lets it go then, …"""
    freed_by: str = ""
    """… to the plan of this name."""
    send_at: int = 0
    """The moment that its writer chose; 0: none."""


@dataclass(frozen=True, slots=True)
class AwaitedRow:
    """A mail that waits for an answer. `location_key` is None where no copy of it is shown here."""

    reminder_key: int
    account_key: int
    location_key: int | None
    message_id: str
    subject: str
    people: tuple[Address, ...]
    """To and Cc, the first of them."""
    sent_at: int | None
    """None: it has not left yet, …"""
    due_at: int | None
    """… so that it is not known when it is brought forward."""
    told: bool
    """It has been brought forward, and nobody has answered since."""
    wait: int
    """Seconds from the sending on."""


@dataclass(frozen=True, slots=True)
class DraftRow:
    draft_key: int
    account_key: int
    subject: str
    to: str
    snippet: str
    updated_at: int


@dataclass(frozen=True, slots=True)
class SweepDecision:
    """What a sweep does with one mail. `reason`: "expired"; or why it stays: "within_period", "plan_keeps_everything", or
    what holds it, as in `MessageRow.held_by`."""

    location_key: int
    message_id: str
    mailbox: str
    internaldate: int
    size: int
    removed: bool
    reason: str
    account: str = ""
    """The address of the account that the mailbox is of."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """The plan in force and what has been used. None as a limit means unlimited."""

    plan_id: str
    plan_name: str
    storage_days: int | None
    import_days: int | None
    mailboxes_allowed: int
    mailboxes_used: int
    shared_allowed: int | None
    sends_per_month: int
    sent_this_month: int
    month_resets_at: int
    attachments_bytes: int
    sweep_held: str | None
    """Why the sweep waits (an implausible clock), or None."""
    shared_used: int = 0
    """Mailboxes of the workspace that at least one other member sees; `mailboxes_used` are the current member's own."""
