"""A random history of a user, other clients, servers that can more or less, the network, time, and deaths at any durable step;
at the end cache and server agree, nothing waits, nothing the user did is lost, and nothing is gone that nobody deleted.
A history that fails can be played again from its seed.
"""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from pathlib import Path

from desktop.core.api.commands import Archive, CopyTo, Delete, MarkJunk, MoveTo, SetFlagged, SetSeen, Snooze
from desktop.core.demo.mail_server.faults import Manner
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.retention import sweep
from desktop.core.store import links, snoozes
from tests.fakes.cache import mail
from tests.fakes.dovecot import Dovecot
from tests.fakes.other_program import OtherProgram
from tests.fakes.real_server import RealServer
from tests.fakes.world import Killed, World, until_unbroken

BOXES = ("INBOX", "Work", "Archive", "Trash")
DAY = 86_400
STEPS = 12
COURIER = (
    "QRESYNC",
    "CONDSTORE",
    "MOVE",
    "LIST-STATUS",
    "LIST-EXTENDED",
    "SPECIAL-USE",
    "ESEARCH",
    "LITERAL+",
    "LITERAL-",
)
SERVERS = ((), (), ("MOVE",), ("QRESYNC",), ("QRESYNC", "CONDSTORE"), COURIER, ("UIDPLUS", "MOVE"))
"""What a server cannot do."""


@dataclass
class Story:
    """What happened, for the oracle."""

    next_mail: int = 0
    tokens: dict[str, bytes] = field(default_factory=dict)
    may_be_gone: set[str] = field(default_factory=set)
    """Message-IDs that the user deleted for good or another client expunged."""
    linked: set[str] = field(default_factory=set)
    touched_elsewhere: set[str] = field(default_factory=set)
    wanted: dict[str, dict[str, bool]] = field(default_factory=dict)
    """Message-ID -> flag -> value, for mails that only the user touched."""
    log: list[str] = field(default_factory=list)


class History:
    """On the embedded server, or `on` a real one, which cannot be told to forget answers or to lack extensions."""

    def __init__(self, seed: int, directory: Path, on: RealServer | Dovecot | None = None) -> None:
        self.random = random.Random(seed)
        self.is_real = on is not None
        self.world = World(directory, on=on)
        self.lacks = self.random.choice(SERVERS)
        if isinstance(self.world.server, OtherProgram):
            self.lacks = () if self.world.server.says_uidplus else ("UIDPLUS",)
        self.lack()
        self.story = Story()

    def lack(self) -> None:
        self.world.faults.hide(*self.lacks)
        if self.lacks is COURIER:
            self.world.faults.behave(Manner.NO_UIDNEXT, Manner.NO_APPEND_TO_EXAMINED)

    def run(self) -> None:
        for _ in range(self.random.randrange(3, 9)):
            self.deliver()
        self.world.sync()
        for _ in range(STEPS):
            step = self.random.choices(
                (self.deliver, self.other_client, self.user, self.undo, self.sync, self.broken_sync, self.forgetful_sync,
                 self.die, self.restart, self.renumber, self.pass_time, self.sweep, self.link, self.bring_back),
                (3, 3, 10, 3, 4, 3, 2, 3, 1, 1, 2, 1, 1, 1),
            )[0]  # fmt: skip
            self.story.log.append(step.__name__)
            step()
        self.check()

    def deliver(self) -> None:
        for _ in range(self.random.randrange(1, 4)):
            number = self.story.next_mail
            self.story.next_mail += 1
            raw = mail(number)
            age = self.random.choice((0, 0, 3600, 5 * DAY, 40 * DAY))
            box = self.random.choice(("INBOX", "INBOX", "Work"))
            flags = ("\\Seen",) if self.random.random() < 0.3 else ()
            self.world.server.deliver(box, raw, self.world.clock.now() - age, flags)
            self.story.tokens[f"m{number}@example.org"] = raw

    def other_client(self) -> None:
        box = self.random.choice(BOXES)
        held = self.world.held()[box]
        if not held:
            return
        uid = self.random.choice(sorted(held))
        token = held[uid][0]
        self.story.touched_elsewhere.add(token)
        match self.random.randrange(4):
            case 0 | 1 as flags:
                self.world.server.set_flags(box, [uid], ["\\Seen", "\\Flagged"] if flags == 0 else [])
            case 2:
                self.world.server.move(box, [uid], self.random.choice([name for name in BOXES if name != box]))
            case 3:
                self.world.server.expunge(box, [uid])
                self.story.may_be_gone.add(token)

    def user(self) -> None:
        box = self.random.choice((*BOXES, *self.later()))
        keys = self.world.shown(box)
        if not keys:
            return
        chosen = tuple(self.random.sample(keys, self.random.randrange(1, min(3, len(keys)) + 1)))
        tokens = self.tokens_of(chosen)
        value = self.random.random() < 0.5
        match self.random.randrange(9):
            case 0 | 1:
                self.world.wish(SetSeen(chosen, value))
                self.want(tokens, "\\Seen", value)
            case 2:
                self.world.wish(SetFlagged(chosen, value))
                self.want(tokens, "\\Flagged", value)
            case 3:
                target = self.random.choice(BOXES)
                if target != "Trash" or not tokens & self.story.linked:  # what a task holds is not thrown away
                    self.world.wish(MoveTo(chosen, self.world.mailbox_key(target)))
            case 4:
                self.world.wish(Archive(chosen))
            case 5:
                self.world.wish(CopyTo(chosen, self.world.mailbox_key("Work")))
                self.story.touched_elsewhere.update(tokens)  # two of them now: flags are no longer one value
            case 6:
                if not tokens & self.story.linked:
                    permanent = self.random.random() < 0.4
                    if permanent or box == "Trash":
                        self.story.may_be_gone.update(tokens)
                    self.world.wish(Delete(chosen, permanent=permanent))
            case 7:
                self.world.wish(MarkJunk(chosen, value))
            case 8:
                self.world.wish(Snooze(chosen, self.world.clock.now() + self.random.choice((0, 10, 3600, DAY))))
                self.story.touched_elsewhere.update(tokens)  # it comes back unread

    def later(self) -> list[str]:
        return [row.name for row in self.world.engine.mailboxes() if row.special_use is SpecialUse.LATER]

    def bring_back(self) -> None:
        self.world.engine.bring_back()

    def undo(self) -> None:
        self.world.engine.undo().result(30)
        self.story.wanted.clear()  # which flags that brought back is the unit tests' business

    def sync(self) -> None:
        self.world.mend()
        until_unbroken(self.world.sync)

    def broken_sync(self) -> None:
        self.world.break_line(self.random.randrange(0, 25), before=self.random.random() < 0.5)
        until_unbroken(self.world.sync)
        self.world.mend()

    def forgetful_sync(self) -> None:
        """The server leaves out some answers and says OK."""
        if self.is_real:
            return
        self.world.faults.omit_fetch(lambda uid: uid % 5 == 2)
        until_unbroken(self.world.sync)
        self.world.faults.reset()
        self.lack()

    def die(self) -> None:
        """While it synchronises, before or after any durable step."""
        self.world.death.watch(self.random.randrange(0, 60))
        try:
            until_unbroken(self.world.sync)
        except Killed:
            self.story.log.append(f"({self.world.death.last})")
        self.world.restart()

    def restart(self) -> None:
        self.world.restart()

    def renumber(self) -> None:
        self.world.server.change_uidvalidity(self.random.choice(BOXES), renumber=self.random.random() < 0.5)

    def pass_time(self) -> None:
        self.world.clock.advance(self.random.choice((1, 5, 60, 4000, DAY)))

    def sweep(self) -> None:
        engine = self.world.engine
        sweep.run(engine.store, engine.catalogue.find("professional"), engine.clock.now())

    def link(self) -> None:
        keys = self.world.shown("INBOX")
        if not keys:
            return
        row = self.world.engine.rows(keys[:1])[keys[0]]
        self.story.linked |= self.tokens_of((keys[0],))
        self.world.engine.store.writer.run(
            "link", lambda uow: links.add_link(uow, row.message_key, "task", "local", "1", "Task", "open")
        )

    def tokens_of(self, keys: tuple[int, ...]) -> set[str]:
        details = [self.world.engine.message(key) for key in keys]
        return {detail.envelope_only.envelope.message_id for detail in details if detail is not None}

    def want(self, tokens: set[str], flag: str, value: bool) -> None:
        for token in tokens:
            self.story.wanted.setdefault(token, {})[flag] = value

    def check(self) -> None:
        self.world.clock.advance(2 * DAY)
        for _ in range(2):  # the second is for a moment that another computer chose, of which the passes have told
            self.world.engine.bring_back()
            self.world.settle()
        assert self.world.engine.store.read(snoozes.load_next) is None, "a moment that has come is forgotten"
        self.world.clock.advance(DAY)  # what a server left out is found by the daily comparison
        self.world.sync()
        held, cached = self.world.held(), self.world.cached()
        if "UIDPLUS" in self.lacks:  # what the user deleted for good stays there, marked
            held = {
                name: {uid: entry for uid, entry in mails.items() if uid in cached[name] or "\\Deleted" not in entry[1]}
                for name, mails in held.items()
            }
        for name, mails in held.items():
            believed = cached.get(name, {})
            assert {uid: entry[0] for uid, entry in believed.items()} == {
                uid: entry[0] for uid, entry in mails.items()
            }, name
            for uid, (token, flags, raw) in mails.items():
                assert believed[uid][1] == flags, (name, uid, token)
                assert believed[uid][2] == raw, (name, uid, token)
        there = {entry[0] for mails in held.values() for entry in mails.values()}
        assert set(self.story.tokens) - there <= self.story.may_be_gone, "a mail is gone that nobody deleted"
        for token, flags in self.story.wanted.items():
            if token in there and token not in self.story.touched_elsewhere:
                shown = next(e[1] for mails in held.values() for e in mails.values() if e[0] == token)
                assert {flag: flag in shown for flag in flags} == flags, token
        kept = self.world.engine.store.read(
            lambda c: set(
                c.exec_driver_sql("SELECT message_id FROM message JOIN location USING (message_key)").scalars()
            )
        )
        assert self.story.linked <= kept, "linked mail is lost"
        assert not [row for row in self.world.engine.operations() if row.state != "failed"]
        waiting = "SELECT count(*) FROM location WHERE pending OR hidden OR (uid IS NULL AND on_server)"
        assert self.world.engine.store.read(lambda c: c.exec_driver_sql(waiting).scalar_one()) == 0
        self.world.sync()
        assert not {"fetch_headers", "fetch_bodies", "store_flags", "move", "expunge"} & set(self.world.calls)
