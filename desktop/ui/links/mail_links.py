"""What is known of one mail's links, read together on a worker: its links, the sender's card, and why it was saved or not."""

from __future__ import annotations

from desktop.core.api.desk import ActivityRow, ContactRow
from desktop.core.api.linking import LinkRow
from desktop.core.api.rows import MessageRow
from desktop.core.api.session import MailSession
from desktop.values import dataclass


@dataclass(frozen=True, slots=True)
class MailLinks:
    row: MessageRow
    links: tuple[LinkRow, ...] = ()
    contact: ContactRow | None = None
    reasons: tuple[str, ...] = ()
    """Codes of the CRM rules' log, oldest first."""
    history: tuple[ActivityRow, ...] = ()
    """The mails that were saved to the contact last."""

    @property
    def known(self) -> tuple[object, ...]:
        """What is shown of it."""
        return self.row.location_key, self.links, self.contact, self.reasons, self.history


def load_mail_links(session: MailSession, location_key: int) -> MailLinks | None:
    """None when the mail is not here any more. Worker thread."""
    row = session.rows((location_key,)).get(location_key)
    if row is None:
        return None
    links = session.linking.links((row.message_key,)).get(row.message_key, ())
    contact = session.desk.contact_of(row.sender_address) if row.sender_address else None
    history = session.desk.latest(contact.contact_key) if contact is not None else ()
    return MailLinks(row, links, contact, session.linking.why_saved(location_key), history)
