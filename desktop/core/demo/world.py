"""The demo world: the embedded servers with the authored mailboxes in them, and new mail arriving while one watches.

Everything is on loopback and in memory: no network, no account, no password to type. Mail sent to an address of the demo
arrives there; mail to anybody else is taken and kept, so nothing ever leaves the computer.
"""

from __future__ import annotations

import secrets
import threading

from desktop.core.clock import Clock
from desktop.core.demo.authored import build_mails, load_accounts, next_arrival
from desktop.core.demo.mail_server.mailstore import MailStore
from desktop.core.demo.mail_server.server import ImapServer
from desktop.core.demo.mail_server.smtp import SubmissionServer
from desktop.core.mail.mailbox import SpecialUse
from desktop.values import dataclass

FIRST_ARRIVAL_SECONDS = 25
ARRIVAL_SECONDS = 60
_ATTRIBUTES = {
    SpecialUse.DRAFTS: "\\Drafts",
    SpecialUse.SENT: "\\Sent",
    SpecialUse.ARCHIVE: "\\Archive",
    SpecialUse.JUNK: "\\Junk",
    SpecialUse.TRASH: "\\Trash",
}


@dataclass(frozen=True, slots=True)
class DemoLogin:
    """What a client needs to know of one demo account; the password is made anew at every start."""

    address: str
    name: str
    password: str
    imap_port: int
    smtp_port: int
    signature: str = ""


class DemoWorld:
    """`start` returns when the servers answer; `stop` ends them and the arrivals."""

    def __init__(self, clock: Clock) -> None:
        self._clock = clock
        self.mailstore = MailStore(clock, first_uidvalidity=clock.now())
        self._passwords = {account.address: secrets.token_urlsafe(12) for account in load_accounts()}
        self._imap = ImapServer(self.mailstore)
        self._smtp = SubmissionServer(self._passwords, on_message=self._deliver_sent)
        self._stop = threading.Event()
        self._arrived = 0
        self._thread = threading.Thread(target=self._arrive, name="demo-arrivals", daemon=True)

    def start(self) -> tuple[DemoLogin, ...]:
        """Fill the mailboxes with mail dated relative to the clock, and open the ports."""
        accounts = load_accounts()
        for account in accounts:
            made = self.mailstore.add_account(account.address, self._passwords[account.address], special_use={})
            for mailbox in account.mailboxes:
                if mailbox.name != "INBOX":
                    made.create(mailbox.name, special_use=_ATTRIBUTES.get(mailbox.special_use))
        for mail in build_mails(self._clock.now()):
            self.mailstore.account(mail.account).deliver(mail.mailbox, mail.raw, mail.internaldate, mail.flags)
        imap_port, smtp_port = self._imap.start(), self._smtp.start()
        self._thread.start()
        return tuple(
            DemoLogin(
                account.address, account.name, self._passwords[account.address], imap_port, smtp_port, account.signature
            )
            for account in accounts
        )  # fmt: skip

    def arrive_now(self) -> None:
        """One more mail in somebody's INBOX."""
        mail = next_arrival(self._arrived, self._clock.now())
        self._arrived += 1
        self.mailstore.account(mail.account).deliver(mail.mailbox, mail.raw, mail.internaldate, mail.flags)

    def stop(self) -> None:
        self._stop.set()
        if self._thread.is_alive():
            self._thread.join(2)
        self._smtp.stop()
        self._imap.stop()

    def _arrive(self) -> None:
        wait = FIRST_ARRIVAL_SECONDS
        while not self._clock.wait(self._stop, wait):
            self.arrive_now()
            wait = ARRIVAL_SECONDS

    def _deliver_sent(self, envelope_from: str, recipients: tuple[str, ...], raw: bytes) -> None:
        for recipient in recipients:
            account = self.mailstore.find_account(recipient.lower())
            if account is not None:
                account.deliver("INBOX", raw)
