"""What a line of a list says about a mail."""

from __future__ import annotations

import pytest

from desktop.core.mail.mailbox import SpecialUse
from desktop.core.store.list_row import Columns, message_row

COLUMNS = Columns(
    1, 1, 1, 1, SpecialUse.INBOX.value, 1_700_000_000, 0, 0, 1, 0, "Ana", "ana@example.org", "Bob", "bob@example.org",
    "Hola", "", 100, "complete", 1_700_000_000,
)  # fmt: skip


@pytest.mark.parametrize(
    ("use", "recipient", "shown", "outgoing"),
    [
        (SpecialUse.INBOX, "bob@example.org", "ana@example.org", False),
        (SpecialUse.ARCHIVE, "bob@example.org", "ana@example.org", False),
        (SpecialUse.SENT, "bob@example.org", "bob@example.org", True),
        (SpecialUse.DRAFTS, "bob@example.org", "bob@example.org", True),
        (SpecialUse.DRAFTS, "", "ana@example.org", False),
    ],
)
def test_what_was_written_here_says_to_whom_it_goes(use, recipient, shown, outgoing):
    columns = COLUMNS._replace(special_use=use.value, recipient_address=recipient)
    row = message_row(columns, (), lambda received, seen: None, {}, {})
    assert (row.sender_address, row.outgoing) == (shown, outgoing)
