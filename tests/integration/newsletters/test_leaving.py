"""Leaving a newsletter on a real store: what is offered, what is remembered, what can be undone, and that nothing goes by itself."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from desktop.core.accounts.lookup import Unanswered
from desktop.core.api.commands import Command, Receipt
from desktop.core.api.discovery import Outcome
from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.newsletters import Step, Unsubscribe, Way
from desktop.core.api.rows import OutboxState
from desktop.core.mime.parse_message import parse_message
from desktop.core.newsletters.service import NewslettersService
from desktop.core.operations.service import OperationsService
from desktop.core.store import outbox
from tests.fakes.cache import NOW, Cache, mail

URL = "https://news.example.com/u/1"
FIELDS = (
    "Authentication-Results: mx.example.org; dkim=pass header.d=example.com\r\n"
    "DKIM-Signature: d=example.com; h=from:list-unsubscribe:list-unsubscribe-post\r\n"
    "List-Id: Ofertas <ofertas.example.com>\r\n"
    f"List-Unsubscribe: <{URL}>, <mailto:leave@example.com?subject=fuera&bcc=x@example.com>\r\n"
    "List-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n"
)


class Place:
    def __init__(self, directory: Path) -> None:
        self.cache = Cache(directory)
        self.posted: list[str] = []
        self.answer: Callable[[], int] = lambda: 200
        self.open()

    def open(self) -> None:
        self.newsletters = NewslettersService(self.cache.store, self.cache.clock, self._post)
        self.service = OperationsService(
            self.cache.store, self.cache.clock.now, lambda: 1 << 24, more=self.newsletters.prepared()
        )

    def close(self) -> None:
        self.newsletters.close()
        self.service.close()
        self.cache.store.close()

    def put(self, number: int, mailbox: str = "INBOX", fields: str = FIELDS) -> int:
        return self.cache.put(mailbox, mail(number, extra=fields), number)

    def wish(self, command: Command) -> Receipt:
        return self.service.submit(command).result(10)

    def _post(self, url: str) -> int:
        self.posted.append(url)
        return self.answer()


@pytest.fixture
def place(tmp_path: Path) -> Iterator[Place]:
    made = Place(tmp_path / "profile")
    yield made
    made.close()


def test_a_newsletter_offers_its_ways_and_nothing_is_asked(place: Place):
    found = place.newsletters.load(place.put(1))
    assert found is not None
    assert (found.name, found.left_at) == ("Ofertas", None)
    assert found.steps == (
        Step(Way.ONE_CLICK, "news.example.com"), Step(Way.MAIL, "leave@example.com"),
        Step(Way.PAGE, "news.example.com", URL),
    )  # fmt: skip
    assert place.newsletters.load(place.put(2, fields="")) is None
    assert place.newsletters.load(9_999_999) is None
    assert place.posted == []


def test_one_click_is_remembered_for_the_whole_list_over_a_restart(place: Place):
    first, second = place.put(1), place.put(2)
    place.newsletters.unsubscribe(first).result(10)
    assert place.posted == [URL]
    place.newsletters.close()
    place.service.close()
    place.cache.reopen()
    place.open()
    found = place.newsletters.load(second)
    assert found is not None
    assert (found.left_at, found.left_by) == (NOW, Way.ONE_CLICK)
    place.cache.clock.advance(60)
    place.newsletters.unsubscribe(second).result(10)
    again = place.newsletters.load(first)
    assert again is not None
    assert again.left_at == NOW + 60


def _unanswered() -> int:
    raise Unanswered(Outcome.NOT_FOUND, "no address")


@pytest.mark.parametrize(
    ("answer", "code"),
    [(_unanswered, Code.LIST_UNREACHED), (lambda: 302, Code.LIST_REFUSED), (lambda: 500, Code.LIST_REFUSED)],
)
def test_what_was_not_taken_is_not_remembered(place: Place, answer: Callable[[], int], code: Code):
    key, place.answer = place.put(1), answer
    with pytest.raises(BandejaError) as raised:
        place.newsletters.unsubscribe(key).result(10)
    assert raised.value.code is code
    assert raised.value.parameters["host"] == "news.example.com"
    found = place.newsletters.load(key)
    assert found is not None
    assert found.left_at is None


def test_a_mail_to_leave_waits_in_the_outbox_and_can_be_undone(place: Place):
    key = place.put(1)
    receipt = place.wish(Unsubscribe(key, Way.MAIL))
    assert (receipt.done, receipt.target) == ("list_mail_sent", "Ofertas")
    [row] = place.cache.store.read(outbox.load_rows)
    assert (row.state, row.recipients, row.not_before) == (OutboxState.WAITING, ("leave@example.com",), NOW + 10)
    queued = place.cache.store.read(lambda connection: outbox.load_queued(connection, row.outbox_key))
    assert queued is not None
    sent = parse_message(queued.raw)
    assert (sent.envelope.subject, sent.text, str(sent.envelope.from_[0])) == (
        "fuera",
        "unsubscribe",
        "ana@example.org",
    )
    assert b"x@example.com" not in queued.raw
    found = place.newsletters.load(key)
    assert found is not None
    assert found.left_by is Way.MAIL
    assert place.service.undo(receipt.undo_key).result(10).done == "undone"
    assert place.cache.store.read(outbox.load_rows) == []
    found = place.newsletters.load(key)
    assert found is not None
    assert found.left_at is None
    assert place.posted == []


def test_a_page_that_was_opened_is_remembered_as_that(place: Place):
    key = place.put(1)
    assert place.wish(Unsubscribe(key, Way.PAGE)).done == "list_page_opened"
    found = place.newsletters.load(key)
    assert found is not None
    assert found.left_by is Way.PAGE


def test_junk_is_never_answered(place: Place):
    key = place.put(1, "Junk")
    assert place.newsletters.load(key) is None
    with pytest.raises(BandejaError):
        place.newsletters.unsubscribe(key).result(10)
    with pytest.raises(BandejaError):
        place.wish(Unsubscribe(key, Way.MAIL))
    assert place.posted == []


def test_a_way_that_is_not_offered_is_refused(place: Place):
    only_page = place.put(1, fields="List-Unsubscribe: <https://a.example/>\r\n")
    for way in (Way.MAIL, Way.ONE_CLICK):
        with pytest.raises(BandejaError) as raised:
            place.wish(Unsubscribe(only_page, way))
        assert raised.value.code is Code.BAD_INPUT
    with pytest.raises(BandejaError):
        place.wish(Unsubscribe(place.put(2), Way.ONE_CLICK))
    assert place.posted == []
