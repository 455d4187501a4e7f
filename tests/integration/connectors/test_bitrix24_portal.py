"""Bitrix24 in what the contract does not ask: objects from the portal's own mail, limits, rights, plans, people and cards."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace

import pytest

from desktop.core.api.errors import BandejaError, Code, ConnectionFailure, ServerRefusal, SetupError
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import FindsPeople, FindsTargets, Presence, Unanswered
from tests.fakes.bitrix_portal import ALL_SCOPES, CODE, Key
from tests.fakes.faulty_proxy import Answer
from tests.integration.connectors.bitrix_world import BitrixWorld, add_mail, bitrix_world, make_contact
from tests.integration.connectors.contract import settle, try_to
from tests.integration.connectors.world import (
    ANA,
    HOUR,
    LETTER,
    MOMENT,
    PICTURE,
    ZOE,
    Fault,
    make_mail,
    make_wish,
)

METHODS = {
    LinkKind.TASK: "mail.message.createtask",
    LinkKind.CRM: "mail.message.createcrmactivity",
    LinkKind.CHAT: "mail.message.createchat",
    LinkKind.EVENT: "mail.message.createcalendarevent",
}


@pytest.fixture
def world() -> Iterator[BitrixWorld]:
    with bitrix_world("portal") as world:
        yield world


@pytest.fixture
def direct() -> Iterator[BitrixWorld]:
    with bitrix_world("direct") as world:
        yield world


# From the portal's own copy of the mail


@pytest.mark.parametrize(("modes", "from_mail"), [("", True), ("US@example.net=direct", False), ("x@y.z=direct", True)])
def test_a_mailbox_can_go_another_way_than_the_others(world: BitrixWorld, modes: str, from_mail: bool):
    with closing(world.open(modes=modes)) as connector:
        made = connector.create(make_wish(LinkKind.TASK))
    assert (world.portal.tasks[made.remote_id]["ufMailMessage"] is not None) is from_mail


@pytest.mark.parametrize("modes", ["portal", "ana@example.org", "ana@example.org=never", "=direct"])
def test_a_way_that_is_none_is_refused_with_its_words(world: BitrixWorld, modes: str):
    with pytest.raises(SetupError, match="must look like"):
        world.open(modes=modes)


@pytest.mark.parametrize("kind", LinkKind)
def test_each_kind_is_made_from_the_mail_that_is_there(world: BitrixWorld, kind: LinkKind):
    wish = make_wish(kind, people=world.people(), due_at=MOMENT + HOUR)
    with closing(world.open()) as connector:
        made = connector.create(wish)
        assert not made.existed
        assert connector.create(wish) == replace(made, existed=True, url=connector.create(wish).url)
    assert METHODS[kind] in world.portal.calls
    assert world.count(kind) == 1
    seen = world.look(kind, made.remote_id)
    if kind is not LinkKind.CRM:
        assert wish.mails[0].mid_url in seen.everything
        assert {"7", "8"} <= seen.people
    assert seen.due_at == (MOMENT + HOUR if kind is LinkKind.TASK else None)
    if kind is LinkKind.EVENT:
        assert (seen.starts_at, seen.ends_at) == (wish.starts_at, wish.ends_at)


@pytest.mark.parametrize("mode", ["portal", "automatic", "direct"])
@pytest.mark.parametrize("fault", Fault)
@pytest.mark.parametrize("kind", LinkKind)
def test_a_fault_at_every_step_leaves_one(kind: LinkKind, fault: Fault, mode: str):
    with bitrix_world(mode) as world:
        for number in range(1, 40):
            subject = f"Oferta {number}"
            add_mail(world.portal, subject, "ana@example.org", MOMENT - HOUR)
            mails = (make_mail(subject=subject, attachments=(LETTER,)),)
            wish = make_wish(kind, mails=mails, title=f"Intento {number}", people=world.people())
            before = world.count(kind)
            world.fail(number, fault)
            with closing(world.open()) as connector:
                error = try_to(connector.create, wish)
            came = world.failed()
            if error is not None and world.count(kind) > before:
                assert isinstance(error, Unanswered)
            made = settle(world, wish, error)
            assert world.count(kind) == before + 1
            seen = world.look(kind, made.remote_id)
            if kind in (LinkKind.TASK, LinkKind.CHAT):
                assert seen.attachments == {LETTER.filename: LETTER.content}
                assert {"7", "8"} <= seen.people
            if not came:
                assert number > 3
                return
        pytest.fail("more requests than a creation needs")


@pytest.mark.parametrize("kind", [LinkKind.CHAT, LinkKind.CRM])
def test_the_portal_keeps_one_chat_and_one_activity_of_a_mail(world: BitrixWorld, kind: LinkKind):
    with closing(world.open()) as connector:
        first = connector.create(make_wish(kind, title="Uno"))
        other = make_wish(kind, title="Dos", text="Segunda pregunta")
        assert connector.find(other) is None
        second = connector.create(other)
        assert (second.remote_id, second.existed) == (first.remote_id, True)
        if kind is LinkKind.CHAT:
            assert "Segunda pregunta" in world.look(kind, first.remote_id).text
        connector.delete(kind, first.remote_id)
        assert connector.presence(kind, first.remote_id) is Presence.GONE


@pytest.mark.parametrize("kind", [LinkKind.TASK, LinkKind.CHAT, LinkKind.CRM])
@pytest.mark.parametrize(
    "changes",
    [{"account": "other@example.net"}, {"account": ""}, {"subject": "Other"}, {"sender": ZOE}, {"date": MOMENT, "received": MOMENT}],
)  # fmt: skip
def test_a_mail_that_is_not_there_goes_the_other_way(kind: LinkKind, changes: dict[str, object]):
    wish = make_wish(kind, mails=(make_mail(**changes),))
    with bitrix_world("automatic") as world:
        with closing(world.open()) as connector:
            connector.create(wish)
        assert METHODS[kind] not in world.portal.calls
        assert world.count(kind) == 1
    with bitrix_world("portal") as world, closing(world.open()) as connector:
        with pytest.raises(ServerRefusal) as caught:
            connector.create(wish)
        assert caught.value.code is Code.COPY_MISSING
        assert not caught.value.permanent
        assert world.count(kind) == 0


def test_a_mail_that_the_portal_fetches_later_is_found_then(world: BitrixWorld):
    world.portal.mails.clear()
    mailbox = world.portal.mailboxes.pop()
    wish = make_wish(LinkKind.TASK)
    with closing(world.open()) as connector:
        assert isinstance(try_to(connector.create, wish), ServerRefusal)
        world.portal.mailboxes.append(mailbox)
        assert isinstance(try_to(connector.create, wish), ServerRefusal)
        add_mail(world.portal, "Re: Oferta", "ana@example.org", MOMENT - HOUR)
        connector.create(wish)
    assert world.portal.calls.count("mail.message.createtask") == 1


def test_two_mails_that_could_be_it_are_none(world: BitrixWorld):
    add_mail(world.portal, "Re: Oferta", "ana@example.org", MOMENT - HOUR + 30)
    with closing(world.open()) as connector, pytest.raises(ServerRefusal):
        connector.create(make_wish(LinkKind.TASK))
    with closing(world.open(mode="automatic")) as connector:
        connector.create(make_wish(LinkKind.TASK))
    assert "mail.message.createtask" not in world.portal.calls


def test_a_key_without_the_mail_right_goes_the_other_way():
    with bitrix_world("automatic", ALL_SCOPES - {"mail"}) as world, closing(world.open()) as connector:
        connector.create(make_wish(LinkKind.TASK))
        assert world.count(LinkKind.TASK) == 1


def test_a_chosen_card_is_not_left_to_the_portal():
    with bitrix_world("automatic") as world, closing(world.open()) as connector:
        world.portal.cards[(4, "30")] = make_contact(30, "", "", "office@example.org")
        made = connector.create(make_wish(LinkKind.CRM, target_id="company:30"))
        row = world.portal.activities[made.remote_id]
        assert (row["OWNER_TYPE_ID"], row["OWNER_ID"]) == ("4", "30")
        assert made.url.endswith("crm/company/details/30/")


# Alone


@pytest.mark.parametrize("incoming", [True, False])
def test_a_mail_in_the_crm_is_never_sent_and_ends_as_done(direct: BitrixWorld, incoming: bool):
    us = Person("Us", "us@example.net")
    sender, to = (ANA, (us,)) if incoming else (us, (ANA,))
    mail = make_mail(incoming=incoming, sender=sender, to=to, cc=(), attachments=(PICTURE, LETTER))
    with closing(direct.open()) as connector:
        made = connector.create(make_wish(LinkKind.CRM, mails=(mail,)))
    row = direct.portal.activities[made.remote_id]
    assert (row["COMPLETED"], row["DIRECTION"]) == ("Y", "1" if incoming else "2")
    assert (row["OWNER_ID"], row["RESPONSIBLE_ID"]) == ("25", "7")
    assert set(row["files"]) == {PICTURE.filename, LETTER.filename}
    assert direct.portal.sent == []


@pytest.mark.parametrize(("new_card", "number"), [("lead", 1), ("contact", 3)])
def test_somebody_unknown_gets_one_card(direct: BitrixWorld, new_card: str, number: int):
    stranger = make_mail(sender=Person("Iván Petrov Ruiz", "ivan@example.com"))
    wish = make_wish(LinkKind.CRM, mails=(stranger,))
    direct.fail(6, Fault.AFTER)  # of crm.item.add
    with closing(direct.open(new_card=new_card)) as connector:
        error = try_to(connector.create, wish)
        assert isinstance(error, Unanswered)
        assert direct.portal.calls[-1] == "crm.item.add"
        connector.create(wish)
        second = make_wish(LinkKind.CRM, mails=(stranger,), title="Otra")
        connector.create(second)
    cards = [row for (kind, _), row in direct.portal.cards.items() if kind == number and row.get("originId")]
    assert len(cards) == 1
    assert cards[0]["fm"][0]["value"] == "ivan@example.com"
    assert (cards[0]["name"], cards[0]["lastName"]) == (("Iván", "Petrov Ruiz") if number == 3 else (None, None))
    assert direct.count(LinkKind.CRM) == 2


def test_a_mail_without_an_address_asks_for_a_card(direct: BitrixWorld):
    nobody = make_mail(sender=Person("", ""), to=(), cc=())
    with closing(direct.open()) as connector, pytest.raises(ServerRefusal) as caught:
        connector.create(make_wish(LinkKind.CRM, mails=(nobody,)))
    assert caught.value.code is Code.CARD_UNKNOWN


def test_a_chat_says_the_mail_and_shows_it_to_whoever_comes(direct: BitrixWorld):
    mail = make_mail(text="Hola [USER=1]jefe[/USER]", html=None)
    with closing(direct.open()) as connector:
        made = connector.create(make_wish(LinkKind.CHAT, text=mail.text, mails=(mail,), people=direct.people()))
    chat = direct.portal.chats[made.remote_id]
    assert chat["users"] == {"1", "7", "8"}
    assert not chat["hidden"], "they see what was said before they came"
    assert len(chat["messages"]) == 1
    assert "[USER" not in chat["messages"][0]["text"]


def test_people_are_found_by_their_address_when_only_that_is_known(direct: BitrixWorld):
    people = (Person("Ana", "ANA.garcia@example.net"), Person("Fuera", "x@elsewhere.org"))
    with closing(direct.open()) as connector:
        task = connector.create(make_wish(LinkKind.TASK, people=people))
        event = connector.create(make_wish(LinkKind.EVENT, people=people))
    assert direct.portal.tasks[task.remote_id]["responsibleId"] == "7"
    seen = direct.look(LinkKind.EVENT, event.remote_id)
    assert seen.people == {"7"}
    assert "→ Fuera <x@elsewhere.org>" in seen.text


def test_people_and_cards_that_are_looked_for(direct: BitrixWorld):
    direct.portal.cards[(4, "30")] = {"id": 30, "title": "García e Hijos", "fm": []}
    direct.portal.cards[(2, "31")] = {"id": 31, "title": "Oferta García", "fm": []}
    with closing(direct.open()) as connector:
        assert isinstance(connector, FindsPeople)
        assert isinstance(connector, FindsTargets)
        people = connector.find_people("garc")
        assert [(p.name, p.person_id, p.inside) for p in people] == [("Ana García", "7", True)]
        assert [p.person_id for p in connector.find_people("zoe@example.net")] == ["8"]
        assert connector.find_people(" \0 ") == []
        by_address = connector.find_targets("ana@example.org")
        assert [(t.target_id, t.label, t.detail) for t in by_address] == [
            ("contact:25", "Ana García", "ana@example.org")
        ]
        assert {t.target_id for t in connector.find_targets("garcía")} == {"contact:25", "company:30", "deal:31"}
        assert connector.find_targets("x") == []


# Limits, rights, plans


def test_more_requests_than_the_portal_allows(direct: BitrixWorld):
    """Thirty tasks at once: our own pace keeps below the limit, and what another program took is waited for."""
    direct.portal.limits.level = 45.0
    with closing(direct.open()) as connector:
        for number in range(30):
            connector.create(make_wish(LinkKind.TASK, title=f"Tarea {number}"))
    assert direct.count(LinkKind.TASK) == 30
    assert direct.portal.limits.refused <= 3
    assert direct.clock.monotonic() > 20


def test_a_portal_that_is_always_busy(direct: BitrixWorld):
    direct.portal.limits.threshold = 0
    with closing(direct.open()) as connector:
        error = try_to(connector.create, make_wish(LinkKind.TASK))
        assert isinstance(error, ConnectionFailure)
        assert not isinstance(error, Unanswered)
        assert error.code is Code.SERVER_BUSY


def test_the_operating_time_of_a_method(direct: BitrixWorld):
    """Held until the portal lets go of the oldest minute, and for that method alone."""
    direct.portal.limits.costs["tasks.task.add"] = 300.0
    with closing(direct.open()) as connector:
        for number in range(2):
            connector.create(make_wish(LinkKind.TASK, title=f"Tarea {number}"))
        wish = make_wish(LinkKind.TASK)
        error = try_to(connector.create, wish)
        assert isinstance(error, ConnectionFailure)
        assert not isinstance(error, Unanswered)
        assert 400 < int(error.parameters["seconds"]) <= 600
        asked = direct.portal.calls.count("tasks.task.add")
        try_to(connector.create, wish)
        assert direct.portal.calls.count("tasks.task.add") == asked, "it is not asked while it is held"
        connector.create(make_wish(LinkKind.CHAT))
        direct.clock.advance(601)
        connector.create(wish)
    assert direct.count(LinkKind.TASK) == 3


@pytest.mark.parametrize("late", [True, False])
def test_after_a_time_out_the_portal_may_still_be_at_it(direct: BitrixWorld, late: bool):
    """That nothing is there yet proves nothing until Bitrix24 would have ended the request."""
    arrived, go_on = threading.Event(), threading.Event()

    def hold(_method: str, path: str) -> Answer | None:
        if not path.endswith("tasks.task.add") or arrived.is_set():
            return None
        arrived.set()
        go_on.wait(60)
        return None if late else (502, {}, b"")

    wish = make_wish(LinkKind.TASK)
    with closing(direct.open_impatient(direct.clock, seconds=2.0)) as connector:
        direct.proxy.answers = hold
        error = try_to(connector.create, wish)
        assert isinstance(error, Unanswered)
        assert error.code is Code.TIMEOUT
        for do in (connector.find, connector.create):
            held = try_to(do, wish)
            assert isinstance(held, ConnectionFailure)
            assert held.code is Code.SERVER_BUSY
        go_on.set()
        if late:
            while not direct.portal.tasks:
                go_on.wait(0)  # the proxy's thread is on its way
            assert connector.find(wish) is not None
        else:
            direct.clock.advance(61)
            assert connector.find(wish) is None
            connector.create(wish)
    assert direct.count(LinkKind.TASK) == 1


def test_what_a_key_may_do():
    with bitrix_world("direct", frozenset({"task", "crm", "user_basic"})) as world, closing(world.open()) as connector:
        probe = connector.probe()
        assert probe.kinds == {LinkKind.TASK, LinkKind.CRM}
        assert "im" in probe.why_not[LinkKind.CHAT]
        assert "calendar" in probe.why_not[LinkKind.EVENT]
        assert probe.account == "Marta Ruiz"
        with pytest.raises(SetupError) as caught:
            connector.create(make_wish(LinkKind.EVENT))
        assert caught.value.code is Code.RIGHTS_MISSING
    with bitrix_world("direct", frozenset({"task"})) as world, closing(world.open()) as connector:
        assert connector.probe().kinds == frozenset()


def test_a_portal_that_stopped_paying(direct: BitrixWorld):
    with closing(direct.open()) as connector:
        made = connector.create(make_wish(LinkKind.TASK))
        direct.portal.commercial = False
        for do in (connector.probe, lambda: connector.create(make_wish(LinkKind.TASK))):
            with pytest.raises(BandejaError) as caught:
                do()
            assert caught.value.code is Code.PAID_PLAN_NEEDED
        assert connector.presence(LinkKind.TASK, made.remote_id) is Presence.UNKNOWN
        direct.portal.commercial = True
        assert connector.presence(LinkKind.TASK, made.remote_id) is Presence.PRESENT


def test_a_key_of_somebody_else_makes_no_double(direct: BitrixWorld):
    """Two people with the same mail and each their own webhook: their tasks are two, and neither is taken for the other."""
    direct.portal.keys["another0key"] = Key("7", ALL_SCOPES)
    wish = make_wish(LinkKind.TASK)
    with closing(direct.open()) as connector:
        connector.create(wish)
    assert direct.portal.keys[CODE].user == "1"
    assert direct.count(LinkKind.TASK) == 1
