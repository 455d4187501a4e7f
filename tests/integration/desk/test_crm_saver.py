"""Saving mail to the CRM by rules: each mail is judged once, whatever dies, and the log says why."""

from __future__ import annotations

import pytest

from desktop.core.api.commands import Receipt
from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ProfileError
from desktop.core.api.link_commands import AnswerOffers, LinkMail, SaveContact, SetCrmRules
from desktop.core.api.linking import LinkKind
from desktop.core.linking.crm_saver import CrmSaver
from desktop.core.operations import crm_guard
from desktop.core.store import bodies, crm_offers, crm_rules, links, locations, undo_groups
from desktop.core.store.writer import UnitOfWork
from tests.fakes.cache import NOW, mail
from tests.fakes.desk import DeskCache, cache

__all__ = ["cache"]


class Queue:
    """Stands for the queue of links: one link a wish."""

    def __init__(self) -> None:
        self.failure: BaseException | None = None

    def prepare(self, command: LinkMail):
        if self.failure is not None:
            raise self.failure

        def job(uow: UnitOfWork) -> Receipt:
            (place,) = command.locations
            key = bodies.load_message_key(uow.connection, place)
            group = undo_groups.add_group(uow, "linked", 1)
            links.add_link(uow, key, command.kind.value, "desk", "", "x", "pending")
            return Receipt("linked", 1, group)

        return job


def nobody_asked(addresses) -> None:
    """The own desk is the CRM."""


@pytest.fixture
def queue() -> Queue:
    return Queue()


@pytest.fixture
def saver(cache: DeskCache, queue: Queue) -> CrmSaver:
    return CrmSaver(cache.store, cache.clock, queue.prepare, nobody_asked, cache.notices.append)


def rule(cache: DeskCache, mode: str = "all", *, never: tuple[str, ...] = (), unknown: str = "contact") -> None:
    cache.wish(SetCrmRules(((cache.account_key, mode),), never, unknown))


def why(cache: DeskCache, place: int) -> tuple[str, ...]:
    key = cache.message_key(place)
    return cache.store.read(lambda connection: crm_rules.load_why(connection, key))


def saved(cache: DeskCache) -> int:
    return cache.scalar("SELECT count(*) FROM link WHERE kind = 'crm'")


def test_without_a_rule_nothing_waits(cache: DeskCache, saver: CrmSaver):
    place = cache.put("INBOX", mail(1), 1)
    assert cache.scalar("SELECT count(*) FROM crm_waiting") == 0
    assert saver.judge_waiting() == 0
    assert why(cache, place) == ("off:",)


def test_mail_that_comes_after_the_rule_is_saved_and_older_mail_is_not(cache: DeskCache, saver: CrmSaver):
    before = cache.put("INBOX", mail(1), 1, received=NOW - 86_400)
    rule(cache)
    old = cache.put("INBOX", mail(2), 2, received=NOW - 7200)
    new = cache.put("INBOX", mail(3), 3, received=NOW + 60)
    assert why(cache, new) == ("waits:",)
    assert saver.judge_waiting() == 1
    assert [why(cache, place) for place in (before, old, new)] == [
        ("before:",), ("before:",), ("contact:bob3@example.com",),
    ]  # fmt: skip
    assert saved(cache) == 1
    assert saver.judge_waiting() == 0


def test_rules_are_read_back_as_they_were_set(cache: DeskCache):
    rule(cache, "replies", never=("@x.example", "#Privé", " @x.example "), unknown="nothing")
    rules = cache.desk.crm_rules()
    assert rules.auto_save == ((cache.account_key, "replies"),)
    assert rules.never == ("@x.example", "#Privé")
    assert rules.unknown_sender == "nothing"
    for command in (
        SetCrmRules(((1, "always"),), (), "ask"),
        SetCrmRules((), ("nonsense",), "ask"),
        SetCrmRules((), (), "maybe"),
    ):
        with pytest.raises(BandejaError):
            cache.wish(command)


def test_only_what_somebody_changed_in_the_rules_that_were_shown_is_changed(cache: DeskCache):
    rule(cache, "replies", never=("@x.example",), unknown="ask")
    shown = cache.desk.crm_rules()
    rule(cache, "all", never=("@x.example", "tom@y.example"), unknown="nothing")
    cache.wish(SetCrmRules(shown.auto_save, ("#Private",), shown.unknown_sender, shown))
    now = cache.desk.crm_rules()
    assert (dict(now.auto_save)[cache.account_key], now.never, now.unknown_sender) == (
        "all", ("tom@y.example", "#Private"), "nothing",
    )  # fmt: skip
    cache.wish(SetCrmRules(((cache.account_key, "off"),), shown.never, "contact", shown))
    now = cache.desk.crm_rules()
    assert (dict(now.auto_save)[cache.account_key], now.unknown_sender) == ("off", "contact")


def test_a_mail_is_judged_once_however_often_it_comes(cache: DeskCache, saver: CrmSaver):
    rule(cache)
    place = cache.put("INBOX", mail(1), 1, received=NOW + 60)
    saver.judge_waiting()
    cache.put("Work", b"Received: by list\r\n" + mail(1), 9, received=NOW + 70)
    assert cache.scalar("SELECT count(*) FROM crm_waiting") == 1
    assert saver.judge_waiting() == 0
    assert saved(cache) == 1
    assert why(cache, place) == ("contact:bob1@example.com",)


def test_a_death_before_the_judgement_leaves_the_mail_waiting(cache: DeskCache, queue: Queue, saver: CrmSaver):
    rule(cache)
    cache.put("INBOX", mail(1), 1, received=NOW + 60)
    queue.failure = ProfileError(Code.DISK_FULL, path="x")
    with pytest.raises(ProfileError):
        saver.judge_waiting()
    cache.reopen()
    queue.failure = None
    again = CrmSaver(cache.store, cache.clock, queue.prepare, nobody_asked, cache.notices.append)
    assert again.judge_waiting() == 1
    assert saved(cache) == 1


def test_a_wish_that_fails_in_its_transaction_takes_the_judgement_with_it(cache: DeskCache, saver: CrmSaver):
    rule(cache)
    cache.put("INBOX", mail(1), 1, received=NOW + 60)

    def dying(command: LinkMail):
        def job(uow: UnitOfWork) -> Receipt:
            raise SystemError("the program is dead")

        return job

    with pytest.raises(SystemError):
        CrmSaver(cache.store, cache.clock, dying, nobody_asked, cache.notices.append).judge_waiting()
    assert cache.scalar("SELECT count(*) FROM crm_log") == 0
    assert saver.judge_waiting() == 1


def test_a_mail_that_the_queue_refuses_is_logged_and_not_tried_for_ever(
    cache: DeskCache, queue: Queue, saver: CrmSaver
):
    rule(cache)
    place = cache.put("INBOX", mail(1), 1, received=NOW + 60)
    queue.failure = BandejaError(Code.BAD_INPUT, what="x", why="y")
    assert saver.judge_waiting() == 0
    assert why(cache, place) == ("refused:bad_input",)
    assert cache.scalar("SELECT count(*) FROM crm_waiting") == 0


def test_a_mail_that_stumbles_does_not_hold_up_those_after_it(cache: DeskCache, queue: Queue):
    rule(cache)
    bad = cache.put("INBOX", mail(1), 1, received=NOW + 60)
    good = cache.put("INBOX", mail(2), 2, received=NOW + 120)

    def prepare(command: LinkMail):
        if command.locations == (bad,):
            raise ValueError("it cannot be read")
        return queue.prepare(command)

    assert CrmSaver(cache.store, cache.clock, prepare, nobody_asked, cache.notices.append).judge_waiting() == 1
    assert (why(cache, bad), why(cache, good)) == (("refused:internal",), ("contact:bob2@example.com",))


def test_what_was_forbidden_meanwhile_does_not_slip_through(cache: DeskCache, queue: Queue):
    rule(cache)
    place = cache.put("INBOX", mail(1), 1, received=NOW + 60)

    def prepare(command: LinkMail):
        rule(cache, never=("@example.com",))
        return queue.prepare(command)

    assert CrmSaver(cache.store, cache.clock, prepare, nobody_asked, cache.notices.append).judge_waiting() == 0
    assert why(cache, place) == ("never:@example.com",)
    assert saved(cache) == 0


def test_replies_to_what_was_saved_are_saved(cache: DeskCache, saver: CrmSaver):
    cache.wish(SaveContact(None, "Bob", ("bob1@example.com",)))
    cache.link(LinkKind.CRM, cache.put("INBOX", mail(1), 1))
    rule(cache, "replies")
    answer = mail(2, extra="In-Reply-To: <m1@example.org>\r\n")
    answering = cache.put("INBOX", answer, 2, received=NOW + 60)
    other = cache.put("INBOX", mail(3), 3, received=NOW + 60)
    assert saver.judge_waiting() == 1
    assert why(cache, other) == ("no_reply:",)
    assert why(cache, answering) == ("contact:bob2@example.com",)


def test_strangers_are_asked_about_once_for_all(cache: DeskCache, saver: CrmSaver):
    rule(cache, unknown="ask")
    places = [cache.put("INBOX", mail(number), number + 1, received=NOW + 60) for number in range(3)]
    assert saver.judge_waiting() == 0
    (notice,) = cache.notices
    assert notice.kind == "crm_ask"
    mails = tuple(("mail", f"{place} bob{number}@example.com") for number, place in enumerate(places))
    assert notice.parameters == (("count", "3"), *mails)


def test_offers_are_kept_until_they_are_answered(cache: DeskCache, saver: CrmSaver):
    rule(cache, unknown="ask")
    places = [cache.put("INBOX", mail(number), number, received=NOW + 60) for number in range(1, 6)]
    saver.judge_waiting()
    offers = lambda: cache.store.read(crm_offers.load_offers)  # noqa: E731
    assert offers() == [(place, f"bob{number}@example.com") for number, place in enumerate(places, 1)]
    cache.reopen()
    assert len(offers()) == 5
    cache.wish(AnswerOffers(("BOB1@example.com",)))
    cache.wish(SaveContact(None, "Bob", ("bob2@example.com",)))
    cache.wish(SetCrmRules((), ("bob3@example.com",), "ask"))
    cache.link(LinkKind.CRM, places[3])
    assert offers() == [(places[4], "bob5@example.com")]
    cache.store.writer.run("gone", lambda uow: locations.drop_locations(uow, [places[4]], keep_linked=False))
    assert offers() == []


def test_offers_are_not_kept_without_end(cache: DeskCache):
    def add(uow: UnitOfWork) -> None:
        for number in range(crm_offers.MOST + 5):
            crm_offers.add_offer(uow, cache.account_key, f"<m{number}@x.org>", "a@x.org")

    cache.store.writer.run("many", add)
    assert cache.scalar("SELECT count(*) FROM crm_offer") == crm_offers.MOST
    cache.clock.advance(crm_offers.KEPT_SECONDS + 60)
    cache.store.writer.run("one", lambda uow: crm_offers.add_offer(uow, cache.account_key, "00ff", "b@x.org"))
    assert cache.scalar("SELECT count(*) FROM crm_offer") == 1
    assert cache.store.read(crm_offers.load_offers) == []


def test_junk_and_drafts_are_not_saved(cache: DeskCache, saver: CrmSaver):
    rule(cache)
    junk = cache.put("Junk", mail(1), 1, received=NOW + 60)
    draft = cache.put("Drafts", mail(2), 2, received=NOW + 60)
    assert saver.judge_waiting() == 0
    assert why(cache, junk) == ("junk:Junk",)
    assert why(cache, draft) != ("draft:Drafts",)


def test_an_automatic_wish_is_not_what_the_next_undo_takes_back(cache: DeskCache, saver: CrmSaver):
    rule(cache)
    cache.put("INBOX", mail(1), 1, received=NOW + 60)
    saver.judge_waiting()
    assert cache.undo().done == "nothing"


def test_a_person_cannot_save_what_the_never_list_names(cache: DeskCache, queue: Queue):
    place = cache.put("INBOX", mail(1, subject="Secreto"), 1)
    rule(cache, "off", never=("bob1@example.com",))
    guarded = crm_guard.guard(queue.prepare)
    with pytest.raises(BandejaError) as refused:
        cache.store.writer.run("link", guarded(LinkMail(LinkKind.CRM, (place,))))
    assert refused.value.code == Code.NEVER_SAVED
    assert "Secreto" in refused.value.sentence()
    assert saved(cache) == 0
    rule(cache, "off")
    cache.store.writer.run("link", guarded(LinkMail(LinkKind.CRM, (place,))))
    assert why(cache, place) == ("by_hand:",)
    cache.store.writer.run("link", crm_guard.guard(queue.prepare)(LinkMail(LinkKind.TASK, (place,))))
    assert saved(cache) == 1


def test_a_mailbox_that_was_off_for_a_while_does_not_judge_what_came_then(cache: DeskCache, saver: CrmSaver):
    rule(cache)
    rule(cache, "off")
    cache.clock.advance(3600)
    rule(cache)
    meanwhile = cache.put("INBOX", mail(1), 1, received=NOW + 600)
    assert saver.judge_waiting() == 0
    assert why(cache, meanwhile) == ("before:",)


def test_another_crm_is_asked_whom_it_knows_and_waited_for(cache: DeskCache, queue: Queue):
    rule(cache, unknown="nothing")
    places = [cache.put("INBOX", mail(number), number + 1, received=NOW + 60) for number in range(2)]
    answers: list[bool | BandejaError] = [ConnectionFailure(Code.CONNECTION_LOST, host="crm"), False, True]
    asked: list[tuple[str, ...]] = []

    def knows(addresses) -> bool:
        asked.append(tuple(addresses))
        answer = answers.pop(0)
        if isinstance(answer, BandejaError):
            raise answer
        return answer

    saver = CrmSaver(cache.store, cache.clock, queue.prepare, knows, cache.notices.append)
    with pytest.raises(ConnectionFailure):
        saver.judge_waiting()
    assert saver.judge_waiting() == 1
    assert [why(cache, place) for place in places] == [("unknown:bob0@example.com",), ("saved:all",)]
    assert asked == [("bob0@example.com",)] * 2 + [("bob1@example.com",)]
