"""The portal's own copy of a mail: found by mailbox, time, subject and sender, since it tells no Message-ID.

The connector's thread.
"""

from __future__ import annotations

import re
from email.utils import getaddresses

from desktop.core.api.errors import Code, ServerRefusal, SetupError
from desktop.core.connectors.bitrix24.answers import is_id, read_row, read_rows, text_of
from desktop.core.connectors.bitrix24.transport import Portal
from desktop.core.connectors.bitrix24.writing import moment, one_line
from desktop.core.connectors.protocol import MailSnapshot, Wish
from desktop.values import dataclass

_WINDOW = 120
_PAGE = 200
_ADDRESS = re.compile(r"[^\s<>\"',;]+@[^\s<>\"',;]+")


@dataclass(frozen=True, slots=True)
class PortalMessage:
    message_id: str
    subject: str
    date: str


class PortalMail:
    def __init__(self, portal: Portal) -> None:
        self._portal = portal
        self._mailboxes: dict[str, str] = {}
        self._closed = False
        self._found: tuple[str, PortalMessage | None] = ("", None)

    def locate(self, wish: Wish) -> PortalMessage | None:
        """The one message that the wish's first mail is; None when the portal has none or several that could be it."""
        if self._found[0] != wish.key:
            self._found = (wish.key, self._locate(wish.mails[0]) if wish.mails and not self._closed else None)
        return self._found[1]

    def forget(self) -> None:
        """Before each try: within one the answer stays the same, but the portal may have fetched the mail since the last."""
        self._found = ("", None)

    def _locate(self, mail: MailSnapshot) -> PortalMessage | None:
        try:
            mailbox = self._mailbox(mail.account)
            if not mailbox:
                return None
            found: dict[str, PortalMessage] = {}
            for when in dict.fromkeys((mail.date or mail.received, mail.received)):
                asked = {
                    "mailboxId": int(mailbox),
                    "dateFrom": moment(when - _WINDOW, "UTC"),
                    "dateTo": moment(when + _WINDOW, "UTC"),
                    "pagination": {"page": 1, "limit": _PAGE, "offset": 0},
                }
                for row in self._portal.ask_v3("mail.message.list", asked, _read_items):
                    if is_id(text_of(row, "id")) and _is_same(row, mail):
                        message = PortalMessage(text_of(row, "id"), text_of(row, "subject"), text_of(row, "date"))
                        found[message.message_id] = message
        except (ServerRefusal, SetupError) as error:
            if isinstance(error, SetupError) and error.code is not Code.RIGHTS_MISSING:
                raise
            # No mail there for programs: an older portal, or a key without that right. The other way goes on, and nobody
            # asks again before the next start.
            self._closed = isinstance(error, SetupError)
            return None
        return next(iter(found.values())) if len(found) == 1 else None

    def _mailbox(self, address: str) -> str:
        wanted = address.casefold()
        if "@" not in wanted:
            return ""
        if wanted in self._mailboxes:
            return self._mailboxes[wanted]
        asked = {"email": address, "pagination": {"page": 1, "limit": 100, "offset": 0}}
        rows = self._portal.ask_v3("mail.mailbox.list", asked, _read_items)
        ids = [text_of(row, "id") for row in rows if text_of(row, "email").casefold() == wanted]
        found = next(filter(is_id, ids), "")
        if found:
            self._mailboxes[wanted] = found
        return found


def _read_items(value: object) -> list[dict[str, object]]:
    return read_rows(read_row(value).get("items"))


def _is_same(row: dict[str, object], mail: MailSnapshot) -> bool:
    said = {one.casefold() for _, one in getaddresses([text_of(row, "from")[:2000]])}
    said |= {one.casefold() for one in _ADDRESS.findall(text_of(row, "from")[:2000])}
    same_sender = mail.sender.address.casefold() in said or not mail.sender.address
    return same_sender and one_line(text_of(row, "subject")) == one_line(mail.subject)
