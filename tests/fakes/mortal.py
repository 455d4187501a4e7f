"""The program as a process of its own that works without end until it is killed: reads, marks, moves, deletes, sends, sweeps,
keeps templates, and wishes something about old mail that it finds on the server.

Before each wish it writes to its diary what it is about to do, and after the wish was stored that it was. Run as
`python -m tests.fakes.mortal PROFILE DIARY IMAP_PORT SMTP_PORT SEED [finish]`; with `finish` it makes no new wishes, lets
everything that waits have its turn, and ends by itself.
"""

from __future__ import annotations

import itertools
import os
import random
import sys
import threading
from pathlib import Path

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.account_settings import AccountSettings, Security, ServerSettings
from desktop.core.api.commands import (
    Archive,
    Command,
    Delete,
    DraftContent,
    MoveTo,
    SaveDraft,
    Send,
    SetFlagged,
    SetSeen,
    Snooze,
)
from desktop.core.api.errors import BandejaError
from desktop.core.api.queries import ListView
from desktop.core.api.status import Notice
from desktop.core.api.template_commands import SaveTemplate
from desktop.core.clock import SystemClock
from desktop.core.engine import Engine
from desktop.core.mail.template import from_lines
from desktop.core.profile import load_catalogue, real_connections


class Mortal:
    def __init__(self, profile: Path, diary: Path, imap_port: int, smtp_port: int, seed: int) -> None:
        self.random = random.Random(seed)
        self.seed = seed
        self.diary = os.open(diary, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        clock = SystemClock()
        self.engine = Engine(
            profile, connections=real_connections(clock), credentials=MemoryCredentials(), catalogue=load_catalogue(),
            clock=clock,
        )  # fmt: skip
        self.engine.subscribe(notice=self.hear)
        rows = self.engine.accounts()
        if rows:
            self.account = rows[0].account_key
            self.engine.logins.lend(self.account, "secret")
            self.engine.set_password(self.account, "secret").result(30)
        else:
            servers = [ServerSettings("127.0.0.1", port, Security.PLAIN, "ana") for port in (imap_port, smtp_port)]
            self.account = self.engine.add_account(
                AccountSettings("ana@example.org", "Ana", *servers), "secret"
            ).result(30)

    def write(self, *words: str) -> None:
        os.write(self.diary, (" ".join(words) + "\n").encode())

    def hear(self, notice: Notice) -> None:
        if notice.kind == "no_answer":
            self.write("told", "no_answer", dict(notice.parameters)["message_id"])

    def work(self) -> None:
        self.write("begin", str(self.seed))
        for number in itertools.count():
            keys = self.keys(self.random.choice(("INBOX", "INBOX", "Work")))
            if not keys:
                threading.Event().wait(0.02)
                continue
            self.step(number, self.random.choice(keys))
            self.engine.hasten(self.account)
            if number % 5 == 0:
                self.bring()
            if number % 7 == 0:
                self.engine.sweep(at=SystemClock().now())

    def step(self, number: int, key: int) -> None:
        detail = self.engine.message(key)
        if detail is None:
            return
        token = detail.envelope_only.envelope.message_id
        kind = self.random.choice(
            ("seen", "flagged", "move", "archive", "delete", "undo", "send", "draft", "snooze", "template")
        )
        match kind:
            case "seen":
                self.wish("seen", token, SetSeen((key,), True))
            case "flagged":
                self.wish("flagged", token, SetFlagged((key,), True))
            case "move":
                self.wish("move", token, MoveTo((key,), self.box(self.random.choice(("Work", "INBOX")))))
            case "archive":
                self.wish("archive", token, Archive((key,)))
            case "snooze":
                soon = SystemClock().now() + self.random.choice((0, 1, 2))
                self.wish("snooze", token, Snooze((key,), soon))
            case "delete":
                self.wish("delete", token, Delete((key,), permanent=True))
            case "undo":
                self.write("undo", "-")
                self.engine.undo().result(30)
            case "send":
                letter = f"letter-{self.seed}-{number}"
                content = DraftContent(self.account, to="bob@example.com", subject=letter, text="Hola.", remind_after=1)
                self.wish("send", letter, Send(None, content, undo_seconds=0))
            case "draft":
                draft = f"draft-{self.seed}-{number}"
                self.wish("draft", draft, SaveDraft(None, DraftContent(self.account, subject=draft, text="Hola.")))

            case "template":
                name = f"template-{self.seed}-{number}"
                self.wish("template", name, SaveTemplate(name, from_lines("Hola, {name}.")))

    def bring(self) -> None:
        """A star for an old mail that is on the server alone, unless it was brought before."""
        found = self.engine.server_search.begin(ListView(search="subject:antiguo")).done.result(30).keys
        if found:
            key = self.random.choice(list(found))
            row = self.engine.rows([key])[key]
            self.wish("bring", row.subject.replace(" ", "-"), SetFlagged((key,), True))

    def wish(self, kind: str, token: str, command: Command) -> None:
        self.write("wish", kind, token)
        try:
            receipt = self.engine.submit(command).result(30)
        except BandejaError as error:
            self.write("refused", kind, token, type(error).__name__)
            return
        self.write("stored" if receipt.count else "nothing", kind, token)

    def finish(self) -> None:
        for _ in range(600):
            self.engine.hasten(self.account)
            self.engine.sync_now()
            waiting = [row for row in self.engine.operations() if row.state != "failed"]
            unsent = [row for row in self.engine.outbox() if row.state in ("waiting", "sending")]
            if not waiting and not unsent:
                break
            threading.Event().wait(0.05)
        for row in self.engine.outbox():
            self.write("outbox", str(row.state), row.subject)
        for draft in self.engine.drafts():
            self.write("kept", "draft", draft.subject)
        self.engine.worker_for(self.account).run_until_done()
        self.engine.close()
        self.write("end", "-")

    def keys(self, name: str) -> list[int]:
        return list(self.engine.list_keys(ListView(mailbox_key=self.box(name)))) if self.box(name) else []

    def box(self, name: str) -> int:
        return next((row.mailbox_key for row in self.engine.mailboxes() if row.name == name), 0)


if __name__ == "__main__":
    profile, diary, imap, smtp, seed, *more = sys.argv[1:]
    mortal = Mortal(Path(profile), Path(diary), int(imap), int(smtp), int(seed))
    mortal.finish() if more else mortal.work()
