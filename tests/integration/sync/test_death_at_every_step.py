"""The program dies before and after every job of the writer, every call to the mail server and every step of sending, one
point at a time; it starts again, goes on, and ends where it would have ended: nothing lost, nothing twice, nothing gone that
nobody deleted. In the manner of isync's tests, which stop at every step of the journal.

The fast lane takes some points of each scenario, beginning at another one each; the long lane takes all.
"""

from __future__ import annotations

import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest

from desktop.core.api.commands import (
    Archive,
    Command,
    CopyTo,
    CreateMailbox,
    Delete,
    DeleteMailbox,
    DiscardDraft,
    DiscardOutbox,
    DraftContent,
    MarkJunk,
    MoveTo,
    RenameMailbox,
    RetryOutbox,
    SaveDraft,
    Send,
    SetFlagged,
    SetSeen,
)
from desktop.core.api.rows import OutboxState
from desktop.core.store import links
from tests.fakes.cache import mail
from tests.fakes.world import Killed, World

STRIDE = 23
DAY = 86_400

Step = Callable[[World], object]


@dataclass(frozen=True)
class Wish:
    """A wish of the user: one job of the writer. It is repeated only when the death came before its commit."""

    make: Callable[[World], Command]

    def __call__(self, world: World) -> object:
        return world.wish(self.make(world))


def undo(world: World) -> object:
    return world.engine.undo().result(30)


def sync(world: World) -> None:
    world.sync()


def send(world: World) -> None:
    world.engine.send_due()


def sweep(world: World) -> None:
    world.engine.sweep(at=world.clock.now())


def passing(seconds: int) -> Step:
    return lambda world: world.clock.advance(seconds)


def at(mailbox: str, number: int) -> Callable[[World], int]:
    """The location key of a mail by its number, in a mailbox as it is shown."""

    def find(world: World) -> int:
        for key in world.shown(mailbox):
            detail = world.engine.message(key)
            if detail is not None and detail.envelope_only.envelope.message_id == f"m{number}@example.org":
                return key
        raise AssertionError(f"mail {number} is not shown in {mailbox}")

    return find


def to(mailbox: str, *mails: Callable[[World], int]) -> Wish:
    return Wish(lambda world: MoveTo(tuple(find(world) for find in mails), world.mailbox_key(mailbox)))


def deliver(world: World, *numbers: int, mailbox: str = "INBOX", age: int = 3600) -> None:
    for number in numbers:
        world.server.deliver(mailbox, mail(number), world.clock.now() - age)


def three_mails(world: World) -> None:
    deliver(world, 1, 2, 3)
    world.sync()


def with_link(world: World) -> None:
    three_mails(world)
    row = next(iter(world.engine.rows([at("INBOX", 1)(world)]).values()))
    world.engine.store.writer.run(
        "link", lambda uow: links.add_link(uow, row.message_key, "task", "local", "1", "Task", "open")
    )


def others_changes(world: World) -> None:
    uids = sorted(world.held()["INBOX"])
    world.server.set_flags("INBOX", uids[:1], ["\\Flagged"])
    world.server.expunge("INBOX", uids[1:2])
    world.server.move("INBOX", uids[2:], "Work")
    deliver(world, 4)


def renumber(world: World) -> None:
    world.server.change_uidvalidity("INBOX", renumber=True)


def without(*capabilities: str) -> Callable[[World], None]:
    def prepare(world: World) -> None:
        world.faults.hide(*capabilities)
        three_mails(world)

    return prepare


def without_archive(world: World) -> None:
    world.server.delete("Archive")
    three_mails(world)


DRAFT = DraftContent(1, to="bob@example.com", subject="Own mail", text="Hola.")


def draft_key(world: World) -> int | None:
    return next((row.draft_key for row in world.engine.drafts()), None)


def letter(world: World) -> Command:
    return Send(
        draft_key(world), DraftContent(1, to="bob@example.com", subject="Own mail", text="Adiós."), undo_seconds=0
    )


@dataclass(frozen=True)
class Scenario:
    prepare: Callable[[World], None]
    steps: tuple[Step, ...]
    sends: bool = False
    files_sent: bool = False


SCENARIOS = {
    "first sync": Scenario(lambda world: deliver(world, 1, 2, 3), (sync,)),
    "what others did": Scenario(three_mails, (others_changes, sync)),
    "a new UIDVALIDITY": Scenario(with_link, (renumber, lambda world: deliver(world, 4), sync)),
    "read, moved, starred there": Scenario(
        three_mails,
        (
            Wish(lambda world: SetSeen((at("INBOX", 1)(world),), True)),
            to("Work", at("INBOX", 1), at("INBOX", 2)),
            Wish(lambda world: SetFlagged((at("Work", 2)(world),), True)),
            passing(20),
            sync,
            passing(20),
            sync,
        ),
    ),
    "moved without MOVE": Scenario(without("MOVE"), (to("Work", at("INBOX", 1), at("INBOX", 2)), passing(20), sync)),
    "moved without MOVE and UIDPLUS": Scenario(
        without("MOVE", "UIDPLUS"), (to("Work", at("INBOX", 1)), passing(20), sync)
    ),
    "deleted, undone, deleted": Scenario(
        three_mails,
        (
            Wish(lambda world: Delete((at("INBOX", 1)(world),))),
            undo,
            Wish(lambda world: Delete((at("INBOX", 2)(world),))),
            passing(20),
            sync,
            undo,
            passing(20),
            sync,
            Wish(lambda world: Delete((at("INBOX", 3)(world),), permanent=True)),
            passing(20),
            sync,
        ),
    ),
    "archived where there is no archive, and copied": Scenario(
        without_archive,
        (
            Wish(lambda world: Archive((at("INBOX", 1)(world),))),
            Wish(lambda world: CopyTo((at("INBOX", 2)(world),), world.mailbox_key("Work"))),
            passing(20),
            sync,
        ),
    ),
    "junk and back": Scenario(
        three_mails,
        (
            Wish(lambda world: MarkJunk((at("INBOX", 1)(world),), True)),
            passing(20),
            sync,
            Wish(lambda world: MarkJunk((at("Junk", 1)(world),), False)),
            passing(20),
            sync,
        ),
    ),
    "folders": Scenario(
        three_mails,
        (
            Wish(lambda world: CreateMailbox(1, "Plans")),
            Wish(lambda world: RenameMailbox(world.mailbox_key("Plans"), "Dreams")),
            to("Dreams", at("INBOX", 1)),
            passing(20),
            sync,
            to("Work", at("Dreams", 1)),
            Wish(lambda world: DeleteMailbox(world.mailbox_key("Dreams"))),
            passing(20),
            sync,
        ),
    ),
    "a draft": Scenario(
        three_mails,
        (
            Wish(lambda world: SaveDraft(draft_key(world), DRAFT)),
            passing(30),
            sync,
            Wish(lambda world: SaveDraft(draft_key(world), DraftContent(1, subject="Own mail", text="Otra."))),
            passing(30),
            sync,
            Wish(lambda world: DiscardDraft(draft_key(world) or 0)),
            passing(30),
            sync,
        ),
    ),
    "a letter": Scenario(
        three_mails,
        (Wish(lambda world: SaveDraft(draft_key(world), DRAFT)), passing(30), sync, Wish(letter), send, passing(5), sync),
        sends=True,
    ),
    "a letter that the provider files": Scenario(
        three_mails, (Wish(letter), send, passing(5), sync), sends=True, files_sent=True
    ),
    "a sweep": Scenario(with_link, (lambda world: deliver(world, 4, age=0), sync, passing(89 * DAY + 82_000), sweep, sync)),
}  # fmt: skip


@dataclass
class Ended:
    """How everything stands, but for UIDs."""

    server: dict[str, list[tuple[str, tuple[str, ...]]]]
    shown: dict[str, list[tuple[str, tuple[str, ...], bool]]]
    waiting: list[tuple[str, str]]
    drafts: list[str]
    outbox: list[OutboxState]
    taken: int


def play(scenario: Scenario, directory: Path, dies_at: int | None) -> tuple[Ended, list[str]]:
    """The end and the names of the points passed until the death."""
    world = World(directory, sends=scenario.sends, files_sent=scenario.files_sent)
    try:
        scenario.prepare(world)
        world.death.watch(dies_at)
        for step in scenario.steps:
            try:
                step(world)
            except Killed:
                committed = world.death.last.startswith("after")
                world.restart()
                if not (committed and (isinstance(step, Wish) or step is undo)):
                    step(world)
        points = world.death.points
        world.death.rest()
        settle(world)
        assert not world.imap.failures
        return ended(world), points
    finally:
        world.close()


def settle(world: World) -> None:
    """Time goes by, and a person decides about a mail of which nobody knows whether it went."""
    for _ in range(4):
        world.clock.advance(60)
        world.engine.send_due()
        world.sync()
        for row in world.engine.outbox():
            if row.state is OutboxState.UNKNOWN:
                went = any(row.message_id.encode() in mail.raw for mail in world.submission.accepted)
                if went:
                    draft = draft_key(world)
                    world.wish(DiscardOutbox(row.outbox_key))
                    draft = draft_key(world)
                    if draft is not None:
                        world.wish(DiscardDraft(draft))
                else:
                    world.wish(RetryOutbox(row.outbox_key, confirmed_not_sent=True))


def ended(world: World) -> Ended:
    def token(message_id: str) -> str:
        return message_id if message_id.endswith("@example.org") and message_id.startswith("m") else "own"

    shown = {}
    for row in world.engine.mailboxes():
        keys = world.shown(row.name)
        rows = world.engine.rows(keys)
        shown[row.name] = sorted(
            (token(detail.envelope_only.envelope.message_id), tuple(sorted(str(rows[key].flags).split("|"))), detail.parsed is not None)
            for key in keys
            if (detail := world.engine.message(key)) is not None
        )  # fmt: skip
        assert row.total == len(keys)
    return Ended(
        server={
            name: sorted((token(entry[0]), tuple(sorted(entry[1]))) for entry in box.values())
            for name, box in world.held().items()
        },
        shown=shown,
        waiting=[(row.kind, str(row.state)) for row in world.engine.operations()],
        drafts=[row.subject for row in world.engine.drafts()],
        outbox=[row.state for row in world.engine.outbox()],
        taken=len(world.submission.accepted),
    )


def check_all(name: str, *, stride: int, first: int) -> None:
    scenario = SCENARIOS[name]
    with tempfile.TemporaryDirectory() as folder:
        wanted, points = play(scenario, Path(folder) / "alive", None)
        assert not wanted.waiting
        assert len(points) >= 8
        for number in range(first % stride, len(points), stride):
            found, passed = play(scenario, Path(folder) / f"dead-{number}", number)
            point = f"{name}: dead at {number} of {len(points)}, {passed[-1] if passed else points[number]}"
            died_unsaid = found.server != wanted.server and _only_sent_copy_missing(found, wanted)
            if not died_unsaid:
                assert found == wanted, point


def _only_sent_copy_missing(found: Ended, wanted: Ended) -> bool:
    """A death between the final dot and the server's answer: the mail went once, its copy in Sent was never made, and the
    person was told. It is the one end that differs."""
    return (
        found.taken == wanted.taken == 1
        and {k: v for k, v in found.server.items() if k not in ("Sent", "Drafts")}
        == {k: v for k, v in wanted.server.items() if k not in ("Sent", "Drafts")}
        and not found.server["Sent"]
        and not found.outbox
        and not found.waiting
    )


@pytest.mark.parametrize(("name", "first"), [(name, number) for number, name in enumerate(SCENARIOS)])
def test_a_death_at_some_steps_changes_nothing(name, first):
    check_all(name, stride=STRIDE, first=first)


@pytest.mark.slow
@pytest.mark.parametrize("name", SCENARIOS)
def test_a_death_at_any_step_changes_nothing(name):
    check_all(name, stride=1, first=0)
