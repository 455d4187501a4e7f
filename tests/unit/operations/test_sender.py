"""The outbox's steps, one by one: what is stored before each byte leaves, what follows from each answer,
who waits and how long."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from desktop.core.api.errors import AuthenticationError, Code, ConnectionFailure, PlanError, ProfileError, ProtocolError
from desktop.core.api.status import Notice
from desktop.core.operations.sender import Quota, Sender
from desktop.core.smtp.gateway import Accepted, Refused, Submission, UnknownOutcome
from desktop.core.store import accounts, outbox
from tests.fakes.cache import NOW, Cache, mail, settings

LOST = ConnectionFailure(Code.CONNECTION_LOST, host="localhost")
WRONG = AuthenticationError(Code.WRONG_PASSWORD, host="localhost")
REFUSAL = PlanError(Code.PLAN_NO_SYNC, plan="Free")
ROW = "SELECT o.state, o.attempts, l.state FROM outbox o LEFT JOIN ledger l ON l.outbox_key = o.outbox_key"


class Post:
    """A sender, a server that answers as told (accepting at the end of its list), and what both have done."""

    def __init__(self, directory: Path) -> None:
        self.cache = Cache(directory)
        self.answers: list[Submission | Exception] = []
        self.seen: list[tuple[int, str, tuple[str, ...], bytes]] = []
        self.states: list[tuple[object, ...]] = []
        self.notices: list[Notice] = []
        self.jobs: list[tuple[str, bool]] = []
        self.quota = Quota("2026-11", 100, NOW + 900_000, "Basic", "2026-12-01")
        self.files_sent = False
        self.meanwhile: Callable[[], None] = lambda: None
        self.sender = Sender(
            self.cache.store, self.cache.clock, connect=self._connect, quota=self._ask,
            files_sent=lambda account_key: self.files_sent, notify=self.notices.append,
        )  # fmt: skip
        self._run = self.cache.store.writer.run
        self.cache.store.writer.run = self._recorded  # type: ignore[method-assign]
        self.full_disk_at = ""

    def _recorded(self, name, function, **how):
        if name == self.full_disk_at:
            raise ProfileError(Code.DISK_FULL, path="profile")
        self.jobs.append((name, how.get("durable", False)))
        return self._run(name, function, **how)

    def _ask(self, connection: object, account_key: int) -> Quota:
        return self.quota

    def _connect(self, account_key: int) -> Post:
        self.account_key = account_key
        return self

    def submit(self, envelope_from: str, recipients: Sequence[str], raw: bytes, *, before_data_end) -> Submission:
        self.seen.append((self.account_key, envelope_from, tuple(recipients), raw))
        self.states.append(self.under_way())
        self.meanwhile()
        answer = self.answers.pop(0) if self.answers else Accepted("250 taken")
        if isinstance(answer, Exception):
            raise answer
        before_data_end()
        self.states.append(self.under_way())
        return answer

    def put(self, *, account_key: int | None = None, number: int = 1, **more: int) -> int:
        return self._run(
            "put",
            lambda uow: outbox.add_outbox(
                uow, account_key=account_key or self.cache.account_key, message_id=f"m{number}@example.org",
                subject="Oferta", envelope_from="ana@example.org", recipients=["bob@example.com", "eva@example.com"],
                raw=mail(number), **{"not_before": NOW, **more},
            ),
        )  # fmt: skip

    def row(self, key: int) -> tuple[object, ...]:
        """(state, attempts, in the month as)"""
        return tuple(self.cache.store.read(lambda c: c.exec_driver_sql(f"{ROW} WHERE o.outbox_key = ?", (key,)).one()))

    def under_way(self) -> tuple[object, ...]:
        """The same of the one mail that is being sent."""
        where = "WHERE o.state IN ('sending', 'handed_over')"
        return tuple(self.cache.store.read(lambda c: c.exec_driver_sql(f"{ROW} {where}").one()))

    def column(self, name: str, key: int) -> object:
        sql = f"SELECT {name} FROM outbox WHERE outbox_key = ?"
        return self.cache.store.read(lambda c: c.exec_driver_sql(sql, (key,)).scalar_one())

    def another_account(self) -> int:
        return self._run("a", lambda uow: accounts.add_account(uow, settings("eva@example.org"), "another"))

    def told(self) -> list[tuple[str, dict[str, str]]]:
        return [(one.kind, dict(one.parameters)) for one in self.notices]


@pytest.fixture
def post(tmp_path: Path) -> Iterator[Post]:
    made = Post(tmp_path / "profile")
    yield made
    made.cache.store.close()


def test_each_step_is_stored_before_the_next_byte_leaves(post: Post):
    key = post.put()
    assert post.sender.send_due() == 1
    assert post.seen == [(post.cache.account_key, "ana@example.org", ("bob@example.com", "eva@example.com"), mail(1))]
    assert post.states == [("sending", 0, "reserved"), ("handed_over", 0, "reserved")]
    assert post.row(key) == ("sent", 0, "confirmed")
    assert (post.column("raw", key), post.column("said", key)) == (b"", "250 taken")
    assert [name for name, _ in post.jobs] == ["reserve send", "handed_over", "sent"]
    assert all(durable for _, durable in post.jobs), "a power cut forgets none of them"
    assert post.notices == []


@pytest.mark.parametrize("files_sent", [False, True])
def test_a_copy_is_filed_where_the_provider_files_none(post: Post, files_sent: bool):
    post.files_sent = files_sent
    post.put()
    post.sender.send_due()
    kinds = "SELECT count(*) FROM operation WHERE kind = 'append'"
    assert post.cache.scalar(kinds) == (0 if files_sent else 1)
    assert post.cache.total("Sent") == ((0, 0) if files_sent else (1, 0))


def test_what_the_server_said_is_kept_and_who_it_refused_is_told(post: Post):
    post.answers = [Accepted("250 taken", (("eva@example.com", 550, "unknown"), ("x@example.com", 551, "moved")))]
    key = post.put()
    assert post.sender.send_due() == 1
    said = "eva@example.com: unknown; x@example.com: moved"
    assert post.column("said", key) == said
    assert post.told() == [("recipients_refused", {"said": said, "subject": "Oferta"})]
    assert post.notices[0].account_key == post.cache.account_key


def test_a_refusal_for_good_gives_the_place_back(post: Post):
    post.answers = [Refused(550, "no such user", permanent=True)]
    key = post.put()
    assert post.sender.send_due() == 0
    assert post.row(key) == ("failed", 1, None)
    assert post.column("said", key) == "550 no such user"
    assert post.told() == [("send_failed", {"subject": "Oferta", "said": "550 no such user"})]
    assert post.notices[0].account_key == post.cache.account_key
    assert all(durable for _, durable in post.jobs)


def test_a_refusal_for_now_waits_and_keeps_its_place(post: Post, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("random.random", lambda: 0.5)
    key = post.put()
    for attempts, wait in ((1, 5), (2, 10), (3, 20)):
        post.answers = [Refused(451, "greylisted", permanent=False)]
        assert post.sender.send_due() == 0
        assert post.row(key) == ("waiting", attempts, "reserved")
        assert post.column("not_before", key) == post.cache.clock.now() + wait
        assert post.column("said", key) == "451 greylisted"
        post.cache.clock.advance(wait)
    assert post.notices == []
    assert all(durable for _, durable in post.jobs)


def test_an_unknown_outcome_keeps_its_place_and_is_told(post: Post):
    post.answers = [UnknownOutcome("the line broke")]
    key = post.put()
    assert post.sender.send_due() == 0
    assert post.row(key) == ("unknown", 1, "unknown")
    assert post.column("said", key) == "the line broke"
    (notice,) = post.notices
    assert (notice.kind, notice.account_key) == ("send_unknown", post.cache.account_key)
    assert notice.error is not None
    assert (notice.error.code, notice.error.parameters) == (Code.UNKNOWN_OUTCOME, {"subject": "Oferta"})
    assert all(durable for _, durable in post.jobs)


def test_a_refused_login_rests_the_account_for_a_quarter_of_an_hour(post: Post):
    other = post.another_account()
    first, second = post.put(), post.put(number=2)
    post.put(number=3, account_key=other)
    post.answers = [WRONG]
    assert post.sender.send_due() == 1
    assert [account for account, *_ in post.seen] == [post.cache.account_key, other]
    assert post.row(first) == ("waiting", 1, "reserved")
    assert post.row(second) == ("waiting", 0, None)
    assert post.column("said", first) == WRONG.sentence()
    (notice,) = post.notices
    assert (notice.kind, notice.account_key, notice.error) == ("send_failed", post.cache.account_key, WRONG)
    assert dict(notice.parameters) == {"subject": "Oferta", "said": WRONG.sentence()}
    post.cache.clock.advance(899)
    assert post.sender.send_due() == 0
    post.cache.clock.advance(1)
    assert post.sender.send_due() == 2


def test_a_new_password_is_tried_at_once(post: Post):
    post.put()
    post.put(number=2)
    post.answers = [WRONG]
    post.sender.send_due()
    post.sender.rested(post.cache.account_key)
    assert post.sender._wake.is_set()
    assert post.sender.send_due() == 1, "the first waits for its next try"
    post.sender.rested(999)


def test_two_lost_lines_in_a_row_rest_the_account_for_ten_seconds(post: Post):
    keys = [post.put(number=number) for number in range(1, 5)]
    post.answers = [LOST, Accepted("250"), LOST, LOST]
    assert post.sender.send_due() == 1
    assert len(post.seen) == 4, "one that went in between begins the count anew"
    keys.append(post.put(number=5))
    assert post.sender.send_due() == 0
    assert len(post.seen) == 4
    assert [post.row(key)[1] for key in keys] == [1, 0, 1, 1, 0]
    post.cache.clock.advance(9)
    post.sender.send_due()
    assert len(post.seen) == 4
    post.cache.clock.advance(1)
    post.answers = [LOST]
    post.sender.send_due()
    assert len(post.seen) == 5, "the line is still lost: one try more, and rest again"
    assert post.notices == []


def test_what_is_no_lost_line_is_not_counted_as_one(post: Post):
    for number in range(1, 4):
        post.put(number=number)
    post.answers = [ProtocolError(Code.SERVER_CONFUSED, host="localhost")] * 3
    assert post.sender.send_due() == 0
    assert len(post.seen) == 3
    assert [post.row(key) for key in (1, 2, 3)] == [("waiting", 1, "reserved")] * 3


def test_what_the_plan_refuses_is_held_until_the_month_turns(post: Post):
    post.quota = Quota("2026-11", 1, NOW + 900_000, "Basic", "2026-12-01")
    post.put()
    held = post.put(number=2)
    assert post.sender.send_due() == 1
    assert post.row(held) == ("held", 0, None)
    assert post.column("not_before", held) == NOW + 900_000
    why = PlanError(Code.PLAN_SENDS, plan="Basic", limit=1, date="2026-12-01")
    assert post.column("said", held) == why.sentence()
    refusal = json.loads(str(post.column("refusal", held)))
    assert refusal == {"code": "plan_sends", "parameters": {"plan": "Basic", "limit": "1", "date": "2026-12-01"}}
    assert post.notices == []
    post.cache.clock.advance(900_000)
    post.quota = Quota("2026-12", 1, NOW + 3_000_000)
    assert post.sender.send_due() == 1
    assert (post.row(held), post.column("refusal", held)) == (("sent", 0, "confirmed"), None)


def test_an_account_that_does_not_send_at_all_takes_no_place(post: Post):
    post.quota = Quota("2026-11", 100, NOW + 900_000, refusal=REFUSAL)
    key = post.put()
    assert post.sender.send_due() == 0
    assert (post.row(key), post.column("said", key)) == (("held", 0, None), REFUSAL.sentence())


def test_a_paused_account_sends_nothing_though_it_was_paused_a_moment_ago(post: Post):
    key = post.put()
    post.put(number=2)
    pause = "UPDATE account SET paused = 1"
    post.meanwhile = lambda: post._run("pause", lambda uow: uow.connection.exec_driver_sql(pause) and None)
    assert post.sender.send_due() == 1
    assert len(post.seen) == 1
    assert post.row(key) == ("sent", 0, "confirmed")


@pytest.mark.parametrize("state", ["failed", "unknown", "sent", "replaced"])
def test_what_was_decided_while_it_was_its_turn_does_not_go(post: Post, state: str):
    post.put()
    second = post.put(number=2)
    post.meanwhile = lambda: post._run("decide", lambda uow: outbox.set_outbox_state(uow, second, state))
    assert post.sender.send_due() == 1
    assert post.row(second) == (state, 0, None)


def test_what_was_taken_out_while_it_was_its_turn_does_not_go(post: Post):
    post.put()
    second = post.put(number=2)
    post.meanwhile = lambda: post._run("drop", lambda uow: outbox.drop_outbox(uow, second))
    assert post.sender.send_due() == 1
    assert len(post.seen) == 1


def test_a_program_that_ends_begins_no_other_mail(post: Post):
    post.put()
    second = post.put(number=2)
    post.meanwhile = post.sender.stop
    assert post.sender.send_due() == 1
    assert post.row(second) == ("waiting", 0, None)


@pytest.mark.parametrize(("late", "told"), [(0, 0), (900, 0), (901, 1)])
def test_what_was_to_go_at_a_moment_and_went_later_is_told(post: Post, late: int, told: int):
    post.put(send_at=NOW - late)
    post.put(number=2)
    assert post.sender.send_due() == 2
    assert post.told() == [("sent_late", {"subject": "Oferta", "at": str(NOW - late)})] * told
    assert [one.account_key for one in post.notices] == [post.cache.account_key] * told


def test_of_one_account_only_its_own_are_tried(post: Post):
    other = post.another_account()
    post.put()
    post.put(number=2, account_key=other)
    assert post.sender.send_due(other) == 1
    assert [account for account, *_ in post.seen] == [other]


def test_it_looks_again_when_the_next_is_due_and_an_hour_later_at_most(post: Post):
    assert post.sender.turn() == 3600
    other = post.another_account()
    post.put(not_before=NOW + 100)
    assert post.sender.turn() == 100
    post.put(number=2, account_key=other)
    post.answers = [WRONG]
    assert post.sender.turn() == 100, "an account that rests does not hold up another"
    post.cache.clock.advance(100)
    assert post.sender.turn() == 800
    assert len(post.seen) == 2
    post.put(number=3, not_before=NOW + 100, send_at=NOW + 100)
    post.sender._stopping = True
    assert post.sender.turn() == 0.5, "due, and not sent: never at once again"


def test_what_a_fault_left_in_the_middle_is_settled_before_the_next_look(post: Post):
    """Before the dot it may go again; after it nobody knows."""
    before, after = post.put(), post.put(number=2)
    post._run("x", lambda uow: outbox.set_outbox_state(uow, before, "sending"))
    post._run("x", lambda uow: outbox.reserve(uow, after, "2026-11", 9))
    post._run("x", lambda uow: outbox.set_outbox_state(uow, after, "handed_over"))
    assert post.sender.send_due() == 1
    assert (post.row(before), post.row(after)) == (("sent", 0, "confirmed"), ("unknown", 0, "unknown"))
    assert post.jobs[0] == ("settle sending", True)
    post.sender.send_due()
    assert [name for name, _ in post.jobs].count("settle sending") == 1, "nothing is written where nothing was left"


@pytest.mark.parametrize("answer", [Accepted("250"), Refused(550, "no", permanent=True), UnknownOutcome("cut")])
def test_an_answer_that_could_not_be_written_is_remembered(post: Post, answer: Submission):
    name = {Accepted: "sent", Refused: "send failed", UnknownOutcome: "unknown"}[type(answer)]
    key = post.put()
    post.answers, post.full_disk_at = [answer], name
    for _ in range(3):
        with pytest.raises(ProfileError):
            post.sender.send_due()
        assert post.row(key)[0] == "handed_over"
    post.full_disk_at = ""
    post.put(number=2)
    assert post.sender.send_due() == 1
    assert len(post.seen) == 2, "the server was asked once for each"
    assert post.row(key)[0] == {"sent": "sent", "send failed": "failed", "unknown": "unknown"}[name]
    assert len(post.notices) == (0 if name == "sent" else 1)
