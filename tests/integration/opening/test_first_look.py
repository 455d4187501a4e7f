"""The first look answers as the engine does, by the statements that SQLAlchemy compiles for it, or leaves the answer to it."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import event, insert

from desktop.core.accounts.credentials import MemoryCredentials
from desktop.core.api.queries import Filter, ListView, SortField
from desktop.core.clock import ManualClock
from desktop.core.engine import Engine
from desktop.core.mail.flags import Flag, FlagSet
from desktop.core.mail.mailbox import SpecialUse
from desktop.core.opening.first_look import FirstLook, NoAnswer, take_first_look
from desktop.core.profile import load_catalogue, local_zone, open_profile
from desktop.core.store import accounts, first_rows, mailboxes, members, plan_changes, schema
from desktop.core.store.file import FILE_NAME, SCHEMA_VERSION, marker_of
from desktop.core.store.lock import ProfileLock
from desktop.core.store.mailboxes import Listed
from desktop.core.store.migrations import STEPS
from tests.fakes.cache import NOW, Cache, mail, settings

Sent = list[tuple[str, tuple[Any, ...]]]


def open_engine(directory: Path) -> Engine:
    return open_profile(directory, clock=ManualClock(NOW), credentials=MemoryCredentials(), threads=False)


def fill(directory: Path) -> None:
    """Mail of two accounts, one of them a colleague's; mails that are hidden, flagged, held, linked and sent."""
    cache = Cache(directory)
    later = [Listed("Later", "/", SpecialUse.LATER, True)]
    cache.keys |= cache.store.writer.run("b", lambda uow: mailboxes.merge_listed(uow, cache.account_key, later))
    for number in range(130):
        named = f"References: <m{number // 7 * 7}@example.org>\r\n" if number % 7 < 3 else ""
        named = f"In-Reply-To: <m{number - 1}@example.org>\r\n" if number % 7 == 2 else named
        cache.put(
            "INBOX", mail(number, extra=named), number + 1, received=NOW - number * 60, flags=FlagSet(Flag(number % 4))
        )
    cache.put("Sent", mail(200), 1)
    cache.put("Drafts", mail(201), 1)
    cache.put("Work", mail(202), 1, received=NOW + 500)
    cache.put("Later", mail(203), 1)
    write = cache.store.writer.run
    second = write("a", lambda uow: accounts.add_account(uow, settings("eva@example.org"), "other"))
    listed = [
        Listed(name, ".", use, True) for name, use in (("INBOX", SpecialUse.INBOX), ("INBOX.A.B", SpecialUse.NONE))
    ]
    write("m", lambda uow: mailboxes.merge_listed(uow, second, listed))
    key = cache.scalar("SELECT min(message_key) FROM message")

    def link(uow: Any) -> None:
        for kind, state in (("task", "open"), ("crm", "pending"), ("event", "gone")):
            uow.connection.execute(
                insert(schema.link).values(
                    message_key=key,
                    kind=kind,
                    backend="local",
                    remote_id="7",
                    title=f"{kind}!",
                    state=state,
                    created_at=NOW,
                )
            )
        uow.connection.exec_driver_sql("UPDATE location SET hidden = 1 WHERE location_key = 3")
        uow.connection.exec_driver_sql(
            "INSERT INTO snooze (account_key, message_key, mailbox_key, until, back_to) SELECT 1, message_key, "
            "mailbox_key, 1795000999, 1 FROM location WHERE location_key = 134"
        )

    write("l", link)
    cache.store.close()
    open_engine(directory).close()  # its plan begins


def share_with_colleague(directory: Path, *, looks: bool) -> None:
    engine = open_engine(directory)
    write = engine.store.writer.run
    other = write("c", lambda uow: members.add_member(uow, "Zoe"))
    write("s", lambda uow: members.set_shares(uow, 1, [other]))
    if looks:
        write("w", lambda uow: members.set_current(uow, other))
    engine.close()


@pytest.fixture(scope="module")
def filled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("filled") / "profile"
    fill(directory)
    return directory


@pytest.fixture(scope="module", params=["alone", "owner", "colleague"])
def profile(request: pytest.FixtureRequest, filled: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = Path(shutil.copytree(filled, tmp_path_factory.mktemp("first") / "profile"))
    if request.param != "alone":
        share_with_colleague(directory, looks=request.param == "colleague")
    return directory


class Recorder:
    def __init__(self, connection: Any, sent: Sent) -> None:
        self._connection, self._sent = connection, sent

    def execute(self, statement: str, values: Any = ()) -> Any:
        self._sent.append((statement, tuple(values)))
        return self._connection.execute(statement, values)

    def close(self) -> None:
        self._connection.close()


@pytest.fixture(scope="module")
def opened(profile: Path) -> Iterator[tuple[FirstLook, Engine, Sent, Sent]]:
    engine = open_engine(profile)
    ours: Sent = []
    theirs: Sent = []
    connect = first_rows.connect_to_read
    patch = pytest.MonkeyPatch()
    patch.setattr(first_rows, "connect_to_read", lambda *place: Recorder(connect(*place), ours))
    event.listen(
        engine.store._readers, "before_cursor_execute",
        lambda _c, _k, statement, values, _x, _m: theirs.append((statement, tuple(values))),
    )  # fmt: skip
    rows = first_rows.open_first_rows(profile)
    assert rows is not None
    look = FirstLook(rows, None, load_catalogue(), local_zone(), ManualClock(NOW).now)  # type: ignore[arg-type]
    yield look, engine, ours, theirs
    patch.undo()
    look.close()
    engine.close()


@pytest.fixture
def both(opened: tuple[FirstLook, Engine, Sent, Sent]) -> tuple[FirstLook, Engine, Sent, Sent]:
    for sent in opened[2:]:
        sent.clear()
    return opened


def inbox(session: Any) -> ListView:
    return ListView(mailbox_key=next(row.mailbox_key for row in session.mailboxes() if row.total > 100))


QUESTIONS: dict[str, Callable[[Any], Any]] = {
    "accounts": lambda session: session.accounts(),
    "mailboxes": lambda session: session.mailboxes(),
    "plan": lambda session: session.plan(),
    "first": lambda session: session.first_keys(inbox(session), 100),
    "list": lambda session: session.list_keys(inbox(session)),
    "first of all inboxes": lambda session: session.first_keys(ListView(special_use=SpecialUse.INBOX)),
    "list of all inboxes": lambda session: session.list_keys(ListView(special_use=SpecialUse.INBOX)),
    "first conversations": lambda session: session.first_groups(inbox(session), 100),
    "all conversations": lambda session: session.list_groups(inbox(session)),
    "first conversations of all inboxes": lambda session: session.first_groups(ListView(special_use=SpecialUse.INBOX)),
    "conversations of all inboxes": lambda session: session.list_groups(ListView(special_use=SpecialUse.INBOX)),
    "rows": lambda session: session.rows(tuple(range(1, 140))),
    "no rows": lambda session: session.rows(()),
    "rows that are not there": lambda session: session.rows((3, 9_999)),
    "outbox": lambda session: session.outbox(),
    "operations": lambda session: session.operations(),
    "drafts": lambda session: session.drafts(),
    "awaited": lambda session: session.awaited(),
}
OF_PARTS = {"members": "workspace", "plan_changes": "workspace", "offers": "linking"}


@pytest.mark.parametrize("question", [*QUESTIONS, *OF_PARTS])
def test_both_answer_alike_by_the_same_statements(both, question: str):
    look, engine, ours, theirs = both
    if question in QUESTIONS:
        answers = QUESTIONS[question](look), QUESTIONS[question](engine)
    else:
        answers = getattr(look, question)(), getattr(getattr(engine, OF_PARTS[question]), question)()
    assert answers[0] == answers[1]
    assert type(answers[0]) is type(answers[1])
    sent = [one for one in ours if not one[0].startswith("PRAGMA")]
    assert [one for one in sent if one not in theirs] == []
    assert sent or question == "no rows"


def test_what_waits_is_left_to_the_engine(both):
    look, engine, ours, theirs = both
    assert engine.linking.waiting()
    with pytest.raises(NoAnswer):
        look.waiting()
    assert ours[-1] in theirs


@pytest.mark.parametrize(
    "view",
    [
        ListView(mailbox_key=1, search="x"),
        ListView(mailbox_key=1, filter=Filter(unread=True)),
        ListView(mailbox_key=1, sort=SortField.SIZE),
        ListView(mailbox_key=1, descending=False),
        ListView(leaving_within=7, descending=False),
        ListView(special_use=SpecialUse.INBOX, search="x"),
        ListView(),
    ],
)
def test_other_lists_are_left_to_the_engine(both, view: ListView):
    look, *_ = both
    for ask in (look.first_keys, look.list_keys, look.first_groups, look.list_groups):
        with pytest.raises(NoAnswer):
            ask(view)


def test_its_schema_is_todays():
    assert len(STEPS) == SCHEMA_VERSION


# when there is none


@pytest.fixture
def whole(filled: Path, tmp_path: Path) -> Path:
    return Path(shutil.copytree(filled, tmp_path / "profile"))


def is_taken(directory: Path, now: int = NOW) -> bool:
    look = take_first_look(directory, lambda: now)
    if look is None:
        ProfileLock(directory).release()  # nobody holds it
        return False
    with pytest.raises(Exception, match="profile"):
        ProfileLock(directory)
    look.close()
    look.lock.release()
    return True


def run(directory: Path, statement: str) -> None:
    cache = first_rows.load_driver().connect(str(directory / FILE_NAME), isolation_level=None)
    cache.execute(statement)
    cache.close()


def test_a_whole_profile_is_looked_at(whole: Path):
    assert is_taken(whole)
    assert is_taken(whole)


@pytest.mark.parametrize(
    "statement",
    [
        "PRAGMA user_version=1", "DELETE FROM plan_change", "UPDATE account SET member_key = NULL", "DELETE FROM member",
        "DELETE FROM account", "UPDATE plan_change SET plan_id = 'gone'", "UPDATE plan_change SET carried_out = NULL",
        "UPDATE account SET settings = 'x'", "UPDATE account SET settings = '{}'", "DROP TABLE booking",
        "UPDATE plan_change SET reason = 'x'",
    ],
)  # fmt: skip
def test_what_needs_the_engine_first_is_not_looked_at(whole: Path, statement: str):
    run(whole, "PRAGMA foreign_keys=OFF")
    run(whole, statement)
    assert is_taken(whole) == (statement == "DROP TABLE booking")


def test_a_plan_whose_moment_has_come_is_carried_out_first(whole: Path):
    engine = open_engine(whole)
    engine.store.writer.run(
        "p", lambda uow: plan_changes.add_change(uow, "basic", at=NOW + 60, decided_at=NOW, reason="chosen", keep=None)
    )
    engine.close()
    assert is_taken(whole)
    assert not is_taken(whole, NOW + 60)


def test_a_marked_file_is_checked_first(whole: Path):
    marker_of(whole / FILE_NAME).touch()
    assert not is_taken(whole)


@pytest.mark.parametrize("content", [b"", b"no database at all" * 1000, b"SQLite format 3\0" + b"\xff" * 60_000])
def test_a_damaged_file_is_left_to_the_engine(whole: Path, content: bytes):
    (whole / FILE_NAME).write_bytes(content)
    assert not is_taken(whole)


def test_a_new_profile_is_left_to_the_engine(tmp_path: Path):
    assert take_first_look(tmp_path / "nowhere", lambda: NOW) is None
    assert not is_taken(tmp_path)


def test_a_profile_in_use_is_left_to_the_engine(whole: Path):
    lock = ProfileLock(whole)
    assert take_first_look(whole, lambda: NOW) is None
    lock.release()


def test_a_broken_table_of_plans_is_left_to_the_engine(whole: Path):
    (whole / "plans.toml").write_text("what = [")
    assert not is_taken(whole)


def test_a_folder_that_cannot_be_written_is_left_to_the_engine(whole: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(first_rows.os, "access", lambda place, mode: Path(place).name != FILE_NAME)
    assert not is_taken(whole)


def test_damage_that_is_met_later_is_left_to_the_engine(whole: Path):
    look = take_first_look(whole, lambda: NOW)
    assert look is not None
    look.close()
    for ask in (look.accounts, look.mailboxes, look.plan, look.members, lambda: look.rows((1,))):
        with pytest.raises(NoAnswer):
            ask()
    look.lock.release()


def test_what_the_engine_has_written_is_seen(whole: Path):
    look = take_first_look(whole, lambda: NOW)
    assert look is not None
    before = look.rows((1,))
    run(whole, "UPDATE location SET flags = 1 - (flags & 1) WHERE location_key = 1")
    assert look.rows((1,)) != before
    look.close()
    look.lock.release()
