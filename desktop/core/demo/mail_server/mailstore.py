"""All mail of the embedded server, in memory: accounts, their mailboxes, and the control that tests and the demo have.

One lock guards everything; the methods here take it themselves and may be called from any thread. Sessions, which live in
the server's thread, take it around each short piece of work. Wall time comes from the clock that was given.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator, Sequence
from itertools import count

from desktop.core.clock import Clock, SystemClock
from desktop.core.demo.mail_server.content import Content
from desktop.core.demo.mail_server.mailbox import FlagChange, Mailbox, MailboxSnapshot
from desktop.core.demo.mail_server.names import canonical_name, is_valid_name
from desktop.core.demo.mail_server.wire import Refused, canonical_flag

USUAL_MAILBOXES = {"Sent": "\\Sent", "Archive": "\\Archive", "Trash": "\\Trash", "Drafts": "\\Drafts", "Junk": "\\Junk"}
MAX_MAILBOXES = 10_000


class MailStore:
    """With a `personal_prefix`, such as "INBOX.", every mailbox but the inbox has a name that begins so (RFC 2342)."""

    def __init__(
        self,
        clock: Clock | None = None,
        *,
        delimiter: str = "/",
        personal_prefix: str = "",
        first_uidvalidity: int = 1_000,
    ) -> None:
        self.clock = clock or SystemClock()
        self.delimiter = delimiter
        self.personal_prefix = personal_prefix
        self.lock = threading.RLock()
        self._uidvalidities = count(first_uidvalidity)
        self._accounts: dict[str, Account] = {}

    def add_account(
        self, user: str, password: str, *, token: str | None = None, special_use: dict[str, str] | None = None
    ) -> Account:
        """A new account with INBOX and the mailboxes of `special_use` (name -> attribute; None: the usual English ones).

        `token` is what XOAUTH2 takes; None refuses XOAUTH2.
        """
        with self.lock:
            account = Account(self, user, password, token)
            account.create("INBOX")
            for name, attribute in (USUAL_MAILBOXES if special_use is None else special_use).items():
                account.create(self.personal_prefix + name, special_use=attribute)
                account.subscribed.add(self.personal_prefix + name)
            self._accounts[user] = account
            return account

    def account(self, user: str) -> Account:
        """Raises KeyError."""
        return self._accounts[user]

    def find_account(self, user: str) -> Account | None:
        return self._accounts.get(user)

    def new_uidvalidity(self) -> int:
        return next(self._uidvalidities)


class Account:
    """One user's mailboxes. Unknown mailboxes raise KeyError in control methods, Refused for sessions."""

    def __init__(self, store: MailStore, user: str, password: str, token: str | None) -> None:
        self.user = user
        self.password = password
        self.token = token
        self.mailboxes: dict[str, Mailbox | None] = {}
        """None is a name that only holds others (\\Noselect)."""
        self.special_use: dict[str, str] = {}
        self.subscribed: set[str] = {"INBOX"}
        self._store = store
        self._lock = store.lock

    # -- control, for tests and the demo ------------------------------------------------------------------------------

    def deliver(self, mailbox: str, raw: bytes, internaldate: int | None = None, flags: Iterable[str] = ()) -> int:
        """Add one mail and tell everyone who has the mailbox open; its UID. `internaldate` None is now."""
        return self.deliver_many(mailbox, [(raw, internaldate, tuple(flags))])[0]

    def deliver_many(self, mailbox: str, mails: Iterable[tuple[bytes, int | None, Iterable[str]]]) -> list[int]:
        """Add (raw, internaldate, flags) in this order; their UIDs."""
        now = self._store.clock.now()
        made = [
            (Content(raw), now if internaldate is None else internaldate, list(map(canonical_flag, flags)))
            for raw, internaldate, flags in mails
        ]
        with self._lock:
            return self._mailbox(mailbox).append(made)

    def set_flags(
        self, mailbox: str, uids: Iterable[int], flags: Iterable[str], change: FlagChange = FlagChange.REPLACE
    ) -> None:
        with self._lock:
            box = self._mailbox(mailbox)
            found = [message for uid in uids if (message := box.find(uid)) is not None]
            box.change_flags(found, change, map(canonical_flag, flags))

    def expunge(self, mailbox: str, uids: Iterable[int]) -> list[int]:
        """Remove these mails for good; the UIDs that were there."""
        with self._lock:
            return self._mailbox(mailbox).expunge(uids)

    def move(self, mailbox: str, uids: Iterable[int], target: str) -> dict[int, int]:
        """Move mails as another client would; old UID -> new UID."""
        with self._lock:
            pairs = self._copy(self._mailbox(mailbox), uids, self._mailbox(target))
            self._mailbox(mailbox).expunge(pairs)
            return pairs

    def copy(self, mailbox: str, uids: Iterable[int], target: str) -> dict[int, int]:
        with self._lock:
            return self._copy(self._mailbox(mailbox), uids, self._mailbox(target))

    @staticmethod
    def _copy(source: Mailbox, uids: Iterable[int], target: Mailbox) -> dict[int, int]:
        found = [message for uid in sorted(set(uids)) if (message := source.find(uid)) is not None]
        new = target.append((message.content, message.internaldate, message.flags) for message in found)
        return dict(zip((message.uid for message in found), new, strict=True))

    def change_uidvalidity(self, mailbox: str, *, renumber: bool = False) -> int:
        """Give the mailbox a new UIDVALIDITY, with the same UIDs or with new ones; sessions that have it open are cut."""
        with self._lock:
            name = canonical_name(mailbox)
            before = self._mailbox(name)
            after = before.successor(self._store.new_uidvalidity(), renumber=renumber)
            self.mailboxes[name] = after
            before.end("Mailbox was rebuilt, UIDVALIDITY changed")
            return after.uidvalidity

    def snapshot(self) -> dict[str, MailboxSnapshot]:
        """Everything the server holds, by mailbox name."""
        with self._lock:
            return {name: box.snapshot(name) for name, box in self.mailboxes.items() if box is not None}

    def _mailbox(self, name: str) -> Mailbox:
        box = self.mailboxes[canonical_name(name)]
        if box is None:
            raise KeyError(name)
        return box

    # -- what sessions ask for; the RFC's rules of CREATE, DELETE and RENAME --------------------------------------------

    def open(self, name: str, *, hint: str = "") -> Mailbox:
        """The mailbox, or Refused. `hint` goes before the refusal: [TRYCREATE] where that would help."""
        with self._lock:
            box = self.mailboxes.get(canonical_name(name))
            if box is None:
                known = name in self.mailboxes
                raise Refused(
                    "Mailbox holds only other mailboxes" if known else f"{hint or '[NONEXISTENT] '}No such mailbox"
                )
            return box

    def children(self, name: str) -> Iterator[str]:
        prefix = name + self._store.delimiter
        return (other for other in self.mailboxes if other.startswith(prefix))

    def create(self, name: str, *, special_use: str | None = None) -> None:
        """Also makes the names above it, as names that only hold others."""
        with self._lock:
            delimiter = self._store.delimiter
            wanted = canonical_name(name.removesuffix(delimiter))
            if not is_valid_name(wanted, delimiter):
                raise Refused("[CANNOT] Not a name for a mailbox")
            if wanted != "INBOX" and not wanted.startswith(self._store.personal_prefix):
                raise Refused("[CANNOT] Invalid mailbox name")
            if self.mailboxes.get(wanted) is not None:
                raise Refused("[ALREADYEXISTS] Mailbox exists")
            self._make_room(wanted)
            self.mailboxes[wanted] = Mailbox(self._store.new_uidvalidity())
            if special_use is not None:
                self.special_use[wanted] = special_use

    def _make_room(self, name: str) -> None:
        """The names above this one."""
        levels = name.split(self._store.delimiter)
        if len(self.mailboxes) + len(levels) > MAX_MAILBOXES:
            raise Refused("[LIMIT] Too many mailboxes")
        for depth in range(1, len(levels)):
            self.mailboxes.setdefault(canonical_name(self._store.delimiter.join(levels[:depth])), None)

    def delete(self, name: str) -> None:
        """A mailbox with others below it stays as a name that only holds them."""
        with self._lock:
            name = canonical_name(name)
            if name == "INBOX":
                raise Refused("[CANNOT] INBOX cannot be deleted")
            if name not in self.mailboxes:
                raise Refused("[NONEXISTENT] No such mailbox")
            box = self.mailboxes[name]
            has_children = any(self.children(name))
            if box is None and has_children:
                raise Refused("[HASCHILDREN] Mailbox holds other mailboxes")
            self.special_use.pop(name, None)
            if has_children:
                self.mailboxes[name] = None
            else:
                del self.mailboxes[name]
                self._drop_empty_parents(name)
            if box is not None:
                box.end("Mailbox was deleted")

    def _drop_empty_parents(self, name: str) -> None:
        parent = name.rpartition(self._store.delimiter)[0]
        if parent and self.mailboxes.get(parent, self) is None and not any(self.children(parent)):
            del self.mailboxes[parent]
            self._drop_empty_parents(parent)

    def rename(self, name: str, new_name: str) -> None:
        """Mailboxes below move along. Renaming INBOX moves its mails away and leaves it empty (RFC 3501, section 6.3.5)."""
        with self._lock:
            delimiter = self._store.delimiter
            name, new_name = canonical_name(name), canonical_name(new_name.removesuffix(delimiter))
            if name not in self.mailboxes:
                raise Refused("[NONEXISTENT] No such mailbox")
            if not is_valid_name(new_name, delimiter) or new_name.startswith(name + delimiter):
                raise Refused("[CANNOT] Not a name for this mailbox")
            if new_name in self.mailboxes:
                raise Refused("[ALREADYEXISTS] Mailbox exists")
            if name == "INBOX":
                self.create(new_name)
                self.move(name, list(self._mailbox(name).uids), new_name)
                return
            self._make_room(new_name)
            for old in [name, *self.children(name)]:
                new = new_name + old[len(name) :]
                self.mailboxes[new] = self.mailboxes.pop(old)
                if old in self.special_use:
                    self.special_use[new] = self.special_use.pop(old)
            self._drop_empty_parents(name)

    def add_mails(self, name: str, mails: Sequence[tuple[Content, int | None, Iterable[str]]]) -> tuple[int, list[int]]:
        """APPEND: (UIDVALIDITY, new UIDs)."""
        now = self._store.clock.now()
        with self._lock:
            box = self.open(name, hint="[TRYCREATE] ")
            return box.uidvalidity, box.append(
                (content, now if date is None else date, flags) for content, date, flags in mails
            )
