"""A random history around mails that a search finds on the server: wishes about them, sweeps, other clients, new numbers, a line that
breaks and deaths at any step. After every step nothing is here past its time that nothing holds and no wish has brought, a mail of
a task is here whole, and each mail is here once; at the end the server has what was wished.
"""

from __future__ import annotations

import random
from collections.abc import Callable
from pathlib import Path

from desktop.core.api.commands import Archive, Command, Delete, MoveTo, SetFlagged, SetSeen
from desktop.core.api.errors import BandejaError
from desktop.core.api.link_commands import LinkMail
from desktop.core.api.linking import LinkKind
from desktop.core.api.queries import ListView
from tests.fakes.cache import mail
from tests.fakes.world import Killed, World, until_unbroken

DAY = 86_400
DAYS = 30
"""That the Standard plan keeps mail."""
BOXES = ("INBOX", "Work", "Archive")
_HELD = """
    SELECT message.message_id, location.internaldate, location.uid IS NULL AND location.on_server,
        EXISTS (SELECT 1 FROM link WHERE link.message_key = message.message_key AND kind = 'task' AND state <> 'gone'),
        EXISTS (SELECT 1 FROM operation WHERE state IN ('waiting', 'claimed') AND location.location_key IN
            (operation.location_key, operation.result_location_key))
    FROM location JOIN message USING (message_key)
"""
_TWICE = """
    SELECT count(*) FROM message WHERE orphaned_at IS NULL GROUP BY message_id HAVING count(*) > 1
    UNION ALL SELECT count(*) FROM location WHERE uid IS NOT NULL GROUP BY mailbox_key, uid HAVING count(*) > 1
"""


class FoundHistory:
    def __init__(self, seed: int, directory: Path) -> None:
        self.random = random.Random(seed)
        self.world = World(directory, plan="standard")
        self.raw: dict[str, bytes] = {}
        self.wished: set[str] = set()
        self.linked: set[str] = set()
        self.touched: set[str] = set()
        self.starred: dict[str, bool] = {}
        self.may_be_gone: set[str] = set()
        self.found: list[int] = []
        self.log: list[str] = []

    def run(self, steps: int = 14) -> None:
        for _ in range(6):
            self.deliver()
        self.world.sync()
        for _ in range(steps):
            step: Callable[[], None] = self.random.choices(
                (self.deliver, self.search, self.wish, self.die_in_a_wish, self.sync, self.broken_sync, self.die, self.sweep,
                 self.undo, self.other_client, self.renumber, self.pass_time),
                (1, 5, 8, 3, 3, 2, 2, 3, 1, 1, 1, 2),
            )[0]  # fmt: skip
            self.log.append(step.__name__)
            step()
            self.judge()
        self.end()

    # what happens

    def deliver(self) -> None:
        number = len(self.raw)
        token, raw = f"m{number}@example.org", mail(number, subject=f"Obra {number}")
        age = self.random.choice((3600, 40 * DAY, 90 * DAY, 400 * DAY))
        self.world.server.deliver(self.random.choice(BOXES[:2]), raw, self.world.clock.now() - age)
        self.raw[token] = raw

    def search(self) -> None:
        result = self.world.engine.server_search.begin(ListView(search="obra")).done.result(30)
        self.found = [key for key in result.keys if key < 0]

    def wish(self) -> None:
        shown = [key for box in BOXES for key in self.world.shown(box)]
        keys = tuple(self.random.sample(self.found, min(len(self.found), self.random.randrange(3))))
        keys += tuple(self.random.sample(shown, min(len(shown), self.random.randrange(2))))
        tokens = {self.token(key) for key in keys} - {""}
        if not tokens:
            return
        self.wished |= tokens
        value = self.random.random() < 0.6
        kind = self.random.randrange(6)
        if kind < 2:
            self.touched |= {token for token in tokens if token in self.starred and self.starred[token] != value}
            self.carry(SetFlagged(keys, value))
        elif kind == 2:
            self.carry(SetSeen(keys, value))
        elif kind == 3:
            if self.carry(LinkMail(LinkKind.TASK, keys, title="T")):
                self.linked |= tokens
        elif kind == 4:
            self.carry(self.random.choice((Archive(keys), MoveTo(keys, self.world.mailbox_key("Work")))))
        elif not tokens & self.linked and self.carry(Delete(keys, permanent=value)):
            self.may_be_gone |= tokens
        if kind < 2:
            self.starred |= dict.fromkeys(tokens, value)

    def carry(self, command: Command) -> bool:
        """False where the mail has gone meanwhile, which is said."""
        self.may_be_gone |= {self.token(key) for key in command.locations} if isinstance(command, Delete) else set()  # type: ignore[union-attr]
        try:
            self.world.wish(command)
        except BandejaError as error:
            self.log.append(f"({error.code})")
            self.touched |= {self.token(key) for key in command.locations}  # type: ignore[union-attr]
            return False
        return True

    def die_in_a_wish(self) -> None:
        """Before it is stored, or after that and before anybody has heard of it."""
        self.world.death.watch(self.random.choice((0, 0, 1, 1, 3, 5, 9)))
        linked, starred = set(self.linked), dict(self.starred)
        try:
            self.wish()
        except (Killed, BandejaError):
            self.linked, self.starred = linked, starred
            self.touched |= self.wished
        self.world.death.rest()
        self.restart()
        tasks = self.rows("SELECT message_id FROM link JOIN message USING (message_key)")
        self.linked |= {token for (token,) in tasks}

    def die(self) -> None:
        self.world.death.watch(self.random.randrange(50))
        try:
            until_unbroken(self.world.sync)
        except Killed:
            self.log.append(f"({self.world.death.last})")
        self.restart()

    def restart(self) -> None:
        self.world.restart()
        self.found = []

    def sync(self) -> None:
        self.world.mend()
        until_unbroken(self.world.sync)

    def broken_sync(self) -> None:
        self.world.break_line(self.random.randrange(25), before=self.random.random() < 0.5)
        until_unbroken(self.world.sync)
        self.world.mend()

    def sweep(self) -> None:
        """After it nothing is here past its time that nothing holds, whoever brought it. What is held now may be held no more later:
        then it is here until the next one."""
        self.world.engine.sweep(self.world.clock.now())
        self.wished = set()
        self.judge()
        self.wished = {str(token) for token, *_ in self.rows(_HELD)}

    def undo(self) -> None:
        self.world.engine.undo().result(30)
        self.touched |= set(self.raw)
        self.linked = {token for (token,) in self.rows("SELECT message_id FROM link JOIN message USING (message_key)")}

    def other_client(self) -> None:
        box = self.random.choice(BOXES)
        held = self.world.held()[box]
        if held:
            uid = self.random.choice(sorted(held))
            self.touched.add(held[uid][0])
            if self.random.random() < 0.5:
                self.world.server.move(box, [uid], self.random.choice([name for name in BOXES if name != box]))
            else:
                self.world.server.expunge(box, [uid])
                self.may_be_gone.add(held[uid][0])

    def renumber(self) -> None:
        self.world.server.change_uidvalidity(self.random.choice(BOXES), renumber=self.random.random() < 0.5)

    def pass_time(self) -> None:
        self.world.clock.advance(self.random.choice((5, 60, 4000)))

    # what holds

    def token(self, key: int) -> str:
        detail = self.world.engine.message(key)
        return "" if detail is None else detail.envelope_only.envelope.message_id

    def rows(self, statement: str) -> list[tuple[object, ...]]:
        return self.world.engine.store.read(lambda c: [tuple(row) for row in c.exec_driver_sql(statement)])

    def judge(self) -> None:
        past = self.world.clock.now() - DAYS * DAY
        for token, received, waits, task, wanted in self.rows(_HELD):
            assert received >= past or waits or task or wanted or token in self.wished, f"{token} is here past its time"
        assert not self.rows(_TWICE)
        whole = dict(self.rows("SELECT message_id, raw FROM message JOIN body USING (message_key)"))  # type: ignore[arg-type]
        here = {token for token, *_ in self.rows(_HELD)}
        assert self.linked <= here, "a mail of a task has left"
        for token in self.linked & whole.keys():
            assert whole[token] == self.raw[token]

    def end(self) -> None:
        self.world.settle()
        self.world.clock.advance(DAY)
        self.world.sync()
        self.sweep()
        self.judge()
        held, cached = self.world.held(), self.world.cached()
        for name, mails in cached.items():
            for uid, (token, flags, _) in mails.items():
                assert uid in held[name], (name, token)
                assert held[name][uid][:2] == (token, flags), (name, token)
        there = {entry[0]: entry[1] for mails in held.values() for entry in mails.values()}
        assert set(self.raw) - there.keys() <= self.may_be_gone, "a mail is gone that nobody deleted"
        for token, value in self.starred.items():
            if token in there and token not in self.touched:
                assert ("\\Flagged" in there[token]) is value, token
        unwhole = self.rows(
            "SELECT message_id FROM message JOIN link USING (message_key) WHERE body_state <> 'complete'"
        )
        assert not unwhole, "what is linked is whole"
