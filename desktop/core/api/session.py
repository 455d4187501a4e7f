"""The door itself: what a screen may ask of the core. `core.engine.Engine` is the one that opens it.

Reading methods use read-only connections of the calling thread and are safe from any thread; those marked *quick* may be
called on the event loop (indexed reads of one screen), all others belong to a worker thread. Writing methods return a
Future at once and never block; listeners are called on core threads, so a screen must hop to its own.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from desktop.core.api.account_settings import AccountSettings
from desktop.core.api.changes import ChangeSet
from desktop.core.api.commands import Command, DraftContent, Receipt
from desktop.core.api.desk import Desk
from desktop.core.api.enrolment import Enrolment
from desktop.core.api.exporting import Exported
from desktop.core.api.invitations import Invitations
from desktop.core.api.linking import Linking
from desktop.core.api.newsletters import Newsletters
from desktop.core.api.pictures import Pictures
from desktop.core.api.queries import ListView
from desktop.core.api.quote_words import QuoteWords
from desktop.core.api.rows import (
    AccountRow,
    AwaitedRow,
    DraftRow,
    MailboxRow,
    MessageDetail,
    MessageRow,
    OperationRow,
    OutboxRow,
    PlanRow,
)
from desktop.core.api.searches import Searches
from desktop.core.api.server_search import ServerSearch
from desktop.core.api.status import AccountStatus, Notice
from desktop.core.api.stopping import Stop
from desktop.core.api.workspace import Workspace
from desktop.core.mail.grouping import Groups

if TYPE_CHECKING:
    from desktop.core.api.conversation import Conversation
    from desktop.core.api.previews import Preview
    from desktop.core.mail.rich_text import RichText
    from desktop.core.mail.template import Template


class MailSession(Protocol):
    @property
    def workspace(self) -> Workspace:
        """Members, shares, and the plan."""
        ...

    @property
    def linking(self) -> Linking:
        """What mails are linked to, and the backends."""
        ...

    @property
    def desk(self) -> Desk:
        """The program's own tasks, contacts, chats and events."""
        ...

    @property
    def invitations(self) -> Invitations:
        """What mails ask one to come to."""
        ...

    @property
    def enrolment(self) -> Enrolment:
        """Accounts beyond their first password."""
        ...

    @property
    def searches(self) -> Searches:
        """Around a search."""
        ...

    @property
    def server_search(self) -> ServerSearch:
        """The search that goes on where the copy here ends. What it finds has keys below 0, which the reading methods take too."""
        ...

    @property
    def newsletters(self) -> Newsletters:
        """The lists that mails came by, and how to leave them."""
        ...

    @property
    def pictures(self) -> Pictures:
        """Pictures of mails that lie on the network."""
        ...

    def ready(self) -> Future[None]:
        """Done as soon as everything may be asked without waiting: from the beginning, but for a door behind which the engine is
        still being made. Before that who must not wait asks a worker. Cancelled where no engine can be made."""
        ...

    # reading
    def accounts(self) -> list[AccountRow]:
        """Quick."""
        ...

    def mailboxes(self) -> list[MailboxRow]:
        """All accounts' mailboxes in folder-pane order. Quick."""
        ...

    def first_keys(self, view: ListView, limit: int = 100) -> list[int]:
        """The first location keys of a view. Quick when sorted by date and not searched."""
        ...

    def list_keys(self, view: ListView, stop: Stop | None = None) -> array[int]:
        """Every location key of a view in order, as array('q'); of a search the newest `queries.MOST_FOUND`. Raises
        stopping.Stopped soon after `stop` is set."""
        ...

    def first_groups(self, view: ListView, limit: int = 100) -> Groups:
        """The conversations of the newest `limit` mails of a view, whole: what `list_groups` begins with. Of views that are
        sorted by date, newest first, and search for nothing. Quick."""
        ...

    def list_groups(self, view: ListView, stop: Stop | None = None) -> Groups:
        """Every mail of a view that is sorted by date and searches for nothing, by conversation. Stops as `list_keys` does."""
        ...

    def rows(self, location_keys: Sequence[int]) -> dict[int, MessageRow]:
        """Rows for the keys that still exist. Quick up to 200 keys."""
        ...

    def find_mail(self, message_id: str) -> int | None:
        """A row of the mail with that Message-ID (no brackets), where the current member sees it; not the Trash if it lies
        elsewhere too. Quick."""
        ...

    def message(self, location_key: int) -> MessageDetail | None:
        """Reads and parses: worker thread."""
        ...

    def conversation(self, location_key: int) -> Conversation | None:
        """What was said before and after that mail, in all folders and accounts that the current member sees, drafts and waiting
        mails too; None when it is gone. Worker thread."""
        ...

    def raw(self, location_key: int) -> bytes | None: ...

    def attachment(self, location_key: int, path: str) -> bytes | None:
        """Decoded bytes of the part at that section path, or at one inside a mail that is a part (as in `Preview.mail`)."""
        ...

    def preview(self, location_key: int, path: str) -> Preview | None:
        """What one sees of the attachment at that path; None when it is not here. Reads and parses: worker thread."""
        ...

    def cid(self, location_key: int, content_id: str) -> tuple[str, bytes] | None:
        """(content type, bytes) of an inline part."""
        ...

    def sanitised_html(self, location_key: int, *, allow_remote: bool = False) -> tuple[str, int] | None:
        """(clean HTML, number of remote things blocked); None when the HTML is absent or too complex."""
        ...

    def export(
        self,
        location_keys: Sequence[int],
        target: Path,
        *,
        one_file: bool,
        told: Callable[[int], None],
        stop: Callable[[], bool],
    ) -> Exported:
        """These mails into an mbox file or a folder of .eml files, byte for byte: worker thread. `told` hears how many were
        looked at; `stop` is asked before each. The same export again goes on where one stopped. Raises ProfileError."""
        ...

    def operations(self) -> list[OperationRow]:
        """Waiting, claimed and failed ones, oldest first. Quick."""
        ...

    def outbox(self) -> list[OutboxRow]:
        """Quick."""
        ...

    def awaited(self) -> list[AwaitedRow]:
        """Sent mail that waits for an answer, what is due first at the top. Quick."""
        ...

    def drafts(self) -> list[DraftRow]:
        """Quick."""
        ...

    def draft(self, draft_key: int) -> DraftContent | None: ...

    def draft_from(self, location_key: int) -> DraftContent:
        """A mail in Drafts to go on writing, with what is known of it here where it was written here. Slow."""
        ...

    def set_quote_words(self, words: QuoteWords) -> None:
        """The language in which `reply` and `forward` introduce a quote."""
        ...

    def reply(self, location_key: int, *, to_all: bool) -> DraftContent:
        """A prefilled answer: recipients, subject, quoted text, thread ids."""
        ...

    def forward(self, location_key: int) -> DraftContent: ...

    def rich_text(self, html: str) -> RichText:
        """What of some HTML can be written here: for what is pasted, and for a quote that is unfolded. Slow."""
        ...

    def templates(self) -> list[Template]:
        """What is written again and again, by name. Quick."""
        ...

    def plan(self) -> PlanRow:
        """Quick."""
        ...

    def known_addresses(self, prefix: str, limit: int = 10) -> list[str]:
        """Addresses seen in mail that start with the text, most recent first, as "Name <addr>". Quick."""
        ...

    def statuses(self) -> dict[int, AccountStatus]:
        """By account key. Quick, in memory."""
        ...

    # writing
    def submit(self, command: Command) -> Future[Receipt]:
        """Store the wish and show it at once; the server follows. Fails with a BandejaError."""
        ...

    def undo(self, undo_key: int | None = None) -> Future[Receipt]:
        """Undo that group, or the last one when None. `done` is "undone", or "nothing" when there is none."""
        ...

    def add_account(self, settings: AccountSettings, password: str) -> Future[int]:
        """Logs in to both servers first; stores nothing when that fails. The new account's key."""
        ...

    def set_password(self, account_key: int, password: str) -> Future[None]: ...

    # steering
    def show_mailbox(self, mailbox_key: int | None) -> None:
        """What the user looks at is synced first."""
        ...

    def open_message(self, location_key: int) -> None:
        """Fetch this body before anything else, when it is not here."""
        ...

    def sync_now(self, account_key: int | None = None) -> None: ...

    # listening
    def subscribe(
        self,
        *,
        changed: Callable[[ChangeSet], None] | None = None,
        status: Callable[[AccountStatus], None] | None = None,
        notice: Callable[[Notice], None] | None = None,
    ) -> Callable[[], None]:
        """The returned function ends the subscription."""
        ...

    def close(self) -> None:
        """Stop all threads; everything stored stays stored. At most a few seconds."""
        ...
