"""The one suite that every backend has to pass: the real servers, the program's own desk, plug-ins, and the fakes.

    class TestRadicale(HttpContract):
        kinds = (LinkKind.TASK, LinkKind.EVENT)

        @pytest.fixture
        def world(self, radicale): ...

`ConnectorContract` is for all, `RemoteContract` for those behind a network (lost answers, revoked access), `HttpContract` in
`http_contract` for those that speak HTTP through the faulty proxy. Each test of `kind` runs for every kind of the class.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from typing import ClassVar

import pytest

from desktop.core.api.errors import BandejaError, ConnectionFailure
from desktop.core.api.linking import CrmTarget, LinkKind, Person
from desktop.core.connectors.protocol import (
    CarriesMails,
    Connector,
    DropsHalves,
    DropsMails,
    FindsPeople,
    FindsTargets,
    Made,
    MailSnapshot,
    Presence,
    Unanswered,
)
from tests.integration.connectors.asking import (
    ask,
    check_cannot_tell,
    check_refused,
    check_sentence,
    check_temporary,
    settle,
    try_to,
)
from tests.integration.connectors.world import (
    HOUR,
    LETTER,
    MADRID,
    MOMENT,
    PICTURE,
    Fault,
    Part,
    RemoteWorld,
    World,
    make_mail,
    make_wish,
)

HOSTILE_TITLES = (
    "",
    " ",
    "Ñandú – 訪問 🦩 مرحبا",
    "a\r\nBEGIN:VALARM\r\nX: y",
    "zero\0width\u200bbell\x07escape\x1b[31m",
    "right\u202eto\u2066left",
    "</title><script>alert(1)</script>&amp;",
    "../../../etc/passwd",
    'C:\\con\\"quoted"; DROP TABLE task;--',
    "%s {0} ${x} \\n \\, ; , :",
    "lone \udcff surrogate \ufffe",
    "x" * 5000,
    "🦩" * 700,
)
HOSTILE_IDS = ("", " ", "0", "../../x", "https://other.invalid/x", "a\r\nb", "\0", "x" * 5000, "ñ%2f..%2f?q#f")
LONG_TEXT = "\r\n".join(f"{number}. Línea larga con acentos y 漢字 {'x' * 60}" for number in range(2500))
MOST_REQUESTS = 40
"""More than any backend may need for one object."""
DAY = 24 * HOUR
MADRID_DAY = 1_793_487_600
"""2026-11-01 00:00 in Madrid, 23:00 UTC of the day before."""


def _carries(connector: Connector, kind: LinkKind, remote_id: str) -> bool:
    if not isinstance(connector, CarriesMails):
        return False
    try:
        connector.add_mails(kind, remote_id, make_wish(kind, text="", mails=(), target_id=""))
    except NotImplementedError:
        return False
    except BandejaError:
        pass  # of a fault that was asked for
    return True


class ConnectorContract:
    kinds: ClassVar[tuple[LinkKind, ...]]

    @pytest.fixture
    def world(self) -> World:
        raise NotImplementedError

    @pytest.fixture
    def connector(self, world: World) -> Iterator[Connector]:
        with closing(world.open()) as connector:
            yield connector

    def test_it_says_what_it_can_do(self, connector: Connector):
        probe = connector.probe()
        assert probe.kinds == frozenset(self.kinds)
        assert all(sentence.strip() for sentence in probe.why_not.values())
        assert not set(probe.why_not) & probe.kinds

    def test_asking_makes_nothing(self, world: World, connector: Connector, kind: LinkKind):
        connector.probe()
        found = ask(connector, make_wish(kind, world))
        assert found is None or isinstance(found, NotImplementedError)
        assert world.count(kind) == 0

    def test_a_wish_is_one_object_with_everything_in_it(self, world: World, connector: Connector, kind: LinkKind):
        wish = make_wish(kind, world)
        made = connector.create(wish)
        assert made.remote_id
        assert made.title
        assert not made.existed
        assert made.url == "" or made.url.startswith(("https://", "http://127.0.0.1", "http://localhost"))
        assert world.count(kind) == 1
        seen = world.look(kind, made.remote_id)
        kept = world.keeps[kind]
        assert Part.TITLE in kept
        assert wish.title in seen.title
        if Part.TEXT in kept:
            assert "adjunto la oferta." in seen.text
        if Part.LINK in kept:
            assert wish.mails[0].mid_url in seen.everything

    def test_the_same_wish_again_is_the_same_object(self, world: World, connector: Connector, kind: LinkKind):
        wish = make_wish(kind, world)
        made = connector.create(wish)
        again = connector.create(wish)
        assert (again.remote_id, again.existed) == (made.remote_id, True)
        with closing(world.open()) as after_a_restart:
            assert after_a_restart.create(wish).remote_id == made.remote_id
        assert world.count(kind) == 1

    def test_what_was_made_is_found_again(self, world: World, connector: Connector, kind: LinkKind):
        wish, other = make_wish(kind, world), make_wish(kind, world)
        made = connector.create(wish)
        with closing(world.open()) as after_a_restart:
            found = ask(after_a_restart, wish)
            if isinstance(found, NotImplementedError):
                return  # the queue then asks a person
            assert found is not None
            assert (found.remote_id, found.existed) == (made.remote_id, True)
            assert ask(after_a_restart, other) is None

    def test_two_wishes_of_one_mail_are_told_apart(self, world: World, connector: Connector, kind: LinkKind):
        """Two tasks of one mail are two; a second chat or CRM record of it may be the first one, and says so."""
        first = connector.create(make_wish(kind, world, title="Uno"))
        second = connector.create(make_wish(kind, world, title="Dos"))
        if kind in (LinkKind.TASK, LinkKind.EVENT):
            assert not second.existed
        assert second.existed == (second.remote_id == first.remote_id)
        assert world.count(kind) == (1 if second.existed else 2)

    def test_a_long_text_arrives_or_is_cut_at_its_end(self, world: World, connector: Connector, kind: LinkKind):
        made = connector.create(make_wish(kind, world, text=LONG_TEXT))
        if Part.TEXT in world.keeps[kind]:
            text = world.look(kind, made.remote_id).text
            assert "0. Línea larga con acentos y 漢字" in text
            assert "200. Línea larga con acentos y 漢字" in text

    def test_several_mails_make_one_object(self, world: World, connector: Connector, kind: LinkKind):
        mails = (make_mail(), make_mail(message_id="b@example.org", incoming=False), make_mail(message_id=""))
        made = connector.create(make_wish(kind, world, mails=mails))
        assert world.count(kind) == 1
        if Part.LINK in world.keeps[kind]:
            everything = world.look(kind, made.remote_id).everything
            assert mails[0].mid_url in everything
            assert mails[1].mid_url in everything

    def test_further_mails_are_named_at_an_object_and_change_nothing_else(
        self, world: World, connector: Connector, kind: LinkKind
    ):
        made = connector.create(make_wish(kind, world))
        if not _carries(connector, kind, made.remote_id):
            return
        assert isinstance(connector, CarriesMails)
        before = world.look(kind, made.remote_id)
        mails = (
            make_mail(message_id="further@x.org", subject="a\r\nEND:VTODO\r\nX: [b]y[/b] 訪問", text="", html=None),
            make_mail(message_id="", subject="", sender=Person("", ""), text="", html=None),
        )
        wish = make_wish(kind, text="", mails=mails, target_id="")
        for _ in range(2):
            connector.add_mails(kind, made.remote_id, wish)
        after = world.look(kind, made.remote_id)
        assert after.everything.count(mails[0].mid_url) == 1
        assert (after.title, after.due_at, after.starts_at) == (before.title, before.due_at, before.starts_at)
        assert before.text.strip()[:20] in after.text
        assert (world.count(kind), connector.presence(kind, made.remote_id)) == (1, Presence.PRESENT)
        world.remove(kind, made.remote_id)
        error = try_to(connector.add_mails, kind, made.remote_id, make_wish(kind, text="", mails=mails, target_id=""))
        assert isinstance(error, BandejaError)
        assert not error.temporary

    def test_what_was_named_is_taken_away_and_nothing_else(self, world: World, connector: Connector, kind: LinkKind):
        made = connector.create(make_wish(kind, world))
        if not _carries(connector, kind, made.remote_id) or not isinstance(connector, DropsMails):
            return
        assert isinstance(connector, CarriesMails)
        going, staying = (
            make_wish(kind, text="", mails=(make_mail(message_id=f"{name}@x.org", subject=f"{name}: b;c", text="", html=None),))
            for name in ("going", "staying")
        )  # fmt: skip
        connector.add_mails(kind, made.remote_id, going)
        connector.add_mails(kind, made.remote_id, staying)
        before = world.look(kind, made.remote_id)
        for _ in range(2):
            connector.drop_mails(kind, made.remote_id, going.key)
        after = world.look(kind, made.remote_id)
        assert going.mails[0].mid_url in before.everything
        assert going.mails[0].mid_url not in after.everything
        assert going.key not in after.everything
        assert after.everything.count(staying.mails[0].mid_url) == 1
        assert (after.title, after.due_at, after.starts_at) == (before.title, before.due_at, before.starts_at)
        assert connector.presence(kind, made.remote_id) == Presence.PRESENT
        world.remove(kind, made.remote_id)
        connector.drop_mails(kind, made.remote_id, staying.key)

    def test_a_mail_without_anything_can_be_linked(self, world: World, connector: Connector, kind: LinkKind):
        bare = MailSnapshot("", "", Person("", ""), (), (), None, MOMENT, "", None, True, "", "")
        if kind == LinkKind.CRM and not world.target():
            bare = replace(bare, sender=Person("", "nobody@example.org"))
        made = connector.create(make_wish(kind, world, title="", text="", mails=(bare,)))
        assert made.remote_id
        assert made.title.strip()

    @pytest.mark.parametrize("title", HOSTILE_TITLES, ids=lambda title: repr(title[:12]))
    def test_a_hostile_title_stays_a_title(self, world: World, connector: Connector, kind: LinkKind, title: str):
        """Made and found again, or refused for good in a sentence; never a second object, never another meaning."""
        wish = make_wish(kind, world, title=title, text=title, place=title)
        try:
            made = connector.create(wish)
        except BandejaError as error:
            check_sentence(error)
            assert world.count(kind) == 0
            return
        assert connector.create(wish).remote_id == made.remote_id
        assert world.count(kind) == 1
        shown = world.look(kind, made.remote_id).title
        assert not {character for character in shown if character < " "}
        assert (title.strip()[:1] or shown[:1]) in shown

    def test_attachments_travel_with_their_names(self, world: World, connector: Connector, kind: LinkKind):
        if Part.ATTACHMENTS not in world.keeps[kind]:
            return
        made = connector.create(make_wish(kind, world, mails=(make_mail(attachments=(PICTURE, LETTER)),)))
        attachments = world.look(kind, made.remote_id).attachments
        assert attachments[PICTURE.filename] == PICTURE.content
        assert attachments[LETTER.filename] == LETTER.content

    def test_hostile_attachments_change_nothing_else(self, world: World, connector: Connector, kind: LinkKind):
        names = ("", "../../x", "a\r\nb: c", "nul\0", "x" * 400, 'q"uote;.pdf', "con", "\udcff")
        hostile = tuple(
            replace(LETTER, filename=name, content_type=kind_of)
            for name, kind_of in zip(names, ("", "no type", "a/b\r\nX: y", "text/html; x=\0") * 2, strict=True)
        )
        empty = replace(LETTER, content=b"")
        wish = make_wish(kind, world, mails=(make_mail(attachments=(*hostile, empty)),))
        try:
            connector.create(wish)
        except BandejaError as error:
            check_sentence(error)
        assert world.count(kind) <= 1

    def test_people_are_those_of_the_wish(self, world: World, connector: Connector, kind: LinkKind):
        if Part.PEOPLE not in world.keeps[kind]:
            return
        alone = connector.create(make_wish(kind, world, mails=(make_mail(message_id="alone@example.org"),)))
        people = world.people()
        named = connector.create(make_wish(kind, world, people=people))
        expected = frozenset(person.person_id or person.address for person in people)
        assert not expected & world.look(kind, alone.remote_id).people, "nobody is named who was not chosen"
        assert expected <= world.look(kind, named.remote_id).people

    @pytest.mark.parametrize("zone", [MADRID, "UTC", "America/St_Johns", "Asia/Kathmandu", "Mars/Olympus", ""])
    def test_times_are_the_same_moment_in_every_zone(
        self, world: World, connector: Connector, kind: LinkKind, zone: str
    ):
        wish = make_wish(kind, world, zone=zone, due_at=MOMENT + DAY)
        seen = world.look(kind, connector.create(wish).remote_id)
        if Part.DUE in world.keeps[kind]:
            assert seen.due_at == MOMENT + DAY
        if Part.TIMES in world.keeps[kind]:
            assert (seen.starts_at, seen.ends_at) == (wish.starts_at, wish.ends_at)
            assert not seen.all_day

    @pytest.mark.parametrize("moment", [1_792_886_400, 1_792_890_000, 1_806_197_400], ids=["first", "second", "spring"])
    def test_times_around_a_change_of_the_clocks(self, world: World, connector: Connector, kind: LinkKind, moment: int):
        """02:00 comes twice on 2026-10-25 in Madrid; on 2027-03-28 it is 03:30 an hour after 01:30."""
        wish = make_wish(kind, world, due_at=moment, starts_at=moment, ends_at=moment + HOUR)
        seen = world.look(kind, connector.create(wish).remote_id)
        if Part.DUE in world.keeps[kind]:
            assert seen.due_at == moment
        if Part.TIMES in world.keeps[kind]:
            assert (seen.starts_at, seen.ends_at) == (moment, moment + HOUR)

    def test_a_whole_day_is_that_day_where_the_user_is(self, world: World, connector: Connector, kind: LinkKind):
        if Part.ALL_DAY not in world.keeps[kind]:
            return
        wish = make_wish(kind, world, starts_at=MADRID_DAY, ends_at=MADRID_DAY + DAY, all_day=True)
        seen = world.look(kind, connector.create(wish).remote_id)
        assert seen.all_day
        assert (seen.starts_at, seen.ends_at) == (MADRID_DAY, MADRID_DAY + DAY)

    def test_where_it_is(self, world: World, connector: Connector, kind: LinkKind):
        if Part.PLACE in world.keeps[kind]:
            made = connector.create(make_wish(kind, world, place="Sala 3; planta 2, Murcia"))
            assert world.look(kind, made.remote_id).place == "Sala 3; planta 2, Murcia"

    def test_it_is_there_until_it_is_done_or_gone(self, world: World, connector: Connector, kind: LinkKind):
        made = connector.create(make_wish(kind, world))
        assert connector.presence(kind, made.remote_id) == Presence.PRESENT
        if kind in world.finishes:
            world.finish(kind, made.remote_id)
            assert connector.presence(kind, made.remote_id) == Presence.DONE
        world.remove(kind, made.remote_id)
        assert connector.presence(kind, made.remote_id) == Presence.GONE

    @pytest.mark.parametrize("remote_id", HOSTILE_IDS, ids=lambda remote_id: repr(remote_id[:12]))
    def test_what_was_never_there_is_not_present(self, connector: Connector, kind: LinkKind, remote_id: str):
        assert connector.presence(kind, remote_id) in (Presence.GONE, Presence.UNKNOWN)

    def test_deleting_takes_that_object_alone(self, world: World, connector: Connector, kind: LinkKind):
        kept = connector.create(make_wish(kind, world, mails=(make_mail(message_id="kept@example.org"),)))
        made = connector.create(make_wish(kind, world))
        before = world.count(kind)
        connector.delete(kind, made.remote_id)
        assert world.count(kind) == before - 1
        assert connector.presence(kind, made.remote_id) == Presence.GONE
        connector.delete(kind, made.remote_id)
        assert connector.presence(kind, kept.remote_id) == Presence.PRESENT

    @pytest.mark.parametrize("remote_id", HOSTILE_IDS, ids=lambda remote_id: repr(remote_id[:12]))
    def test_deleting_what_was_never_there_takes_nothing(
        self, world: World, connector: Connector, kind: LinkKind, remote_id: str
    ):
        made = connector.create(make_wish(kind, world))
        try:
            connector.delete(kind, remote_id)
        except BandejaError as error:
            check_sentence(error)
        assert world.count(kind) == 1
        assert connector.presence(kind, made.remote_id) == Presence.PRESENT

    @pytest.mark.parametrize("text", ["ana", "", "  ", "ñ" * 3000, "%' OR 1=1 --", "\0\r\n"])
    def test_people_and_cards_are_looked_for(self, connector: Connector, text: str):
        found: list[Person | CrmTarget] = []
        try:
            if isinstance(connector, FindsPeople):
                found += connector.find_people(text)
            if isinstance(connector, FindsTargets):
                found += connector.find_targets(text)
        except BandejaError as error:
            check_sentence(error)
        assert len(found) <= 200
        for one in found:
            assert one.person_id or one.address if isinstance(one, Person) else one.target_id and one.label

    def test_it_can_be_closed_twice(self, world: World):
        connector = world.open()
        connector.close()
        connector.close()

    def test_its_secrets_are_not_in_its_name(self, world: World, connector: Connector):
        assert "secret" not in repr(connector).lower() or "•••" in repr(connector)


class RemoteContract(ConnectorContract):
    @pytest.mark.parametrize("fault", Fault)
    def test_a_fault_at_every_request_makes_no_second_object(self, world: RemoteWorld, kind: LinkKind, fault: Fault):
        """The line is cut at the first request of a creation, then at the second, …; each time the program has died too."""
        for number in range(1, MOST_REQUESTS):
            wish = make_wish(kind, world, title=f"Intento {number}", mails=(make_mail(message_id=f"{number}@x.org"),))
            before = world.count(kind)
            world.fail(number, fault)
            with closing(world.open()) as connector:
                error = try_to(connector.create, wish)
            if not world.failed():
                assert error is None
                assert number > 1, "a creation that asks nobody"
                return
            assert error is None or isinstance(error, ConnectionFailure), error
            made = settle(world, wish, error)
            assert world.count(kind) == before + 1
            assert wish.title in world.look(kind, made.remote_id).title
            if Part.TEXT in world.keeps[kind]:
                assert "adjunto la oferta." in world.look(kind, made.remote_id).text
        pytest.fail(f"more than {MOST_REQUESTS} requests for one object")

    @pytest.mark.parametrize("fault", Fault)
    def test_a_wish_that_is_taken_back_leaves_no_half_of_it(self, world: RemoteWorld, kind: LinkKind, fault: Fault):
        """The line is cut at the first request, then at the second, …; then the user does not want it any more."""
        before = world.count(kind)
        for number in range(1, MOST_REQUESTS):
            mails = tuple(make_mail(message_id=f"{number}-{one}@x.org", attachments=(LETTER,)) for one in range(3))
            wish = make_wish(kind, world, mails=mails)
            world.fail(number, fault)
            with closing(world.open()) as connector:
                try_to(connector.create, wish)
            whole = not world.failed()
            with closing(world.open()) as connector:
                found = ask(connector, wish)
                if isinstance(found, Made):
                    connector.delete(kind, found.remote_id)
                elif isinstance(connector, DropsHalves):
                    connector.drop_half(wish)
                    connector.drop_half(wish)
            assert world.count(kind) == before, number
            if whole:
                return
        pytest.fail(f"more than {MOST_REQUESTS} requests for one object")

    @pytest.mark.parametrize("fault", Fault)
    def test_further_mails_are_named_once_whatever_request_fails(
        self, world: RemoteWorld, kind: LinkKind, fault: Fault
    ):
        with closing(world.open()) as connector:
            made = connector.create(make_wish(kind, world))
        for number in range(1, MOST_REQUESTS):
            mail = make_mail(message_id=f"further-{number}@x.org", subject=f"Más {number}", text="", html=None)
            wish = make_wish(kind, text="", mails=(mail,), target_id="")
            world.fail(number, fault)
            with closing(world.open()) as connector:
                if not _carries(connector, kind, made.remote_id):
                    world.failed()
                    return
                assert isinstance(connector, CarriesMails)
                error = try_to(connector.add_mails, kind, made.remote_id, wish)
            failed = world.failed()
            with closing(world.open()) as connector:
                assert isinstance(connector, CarriesMails)
                connector.add_mails(kind, made.remote_id, wish)
            assert world.look(kind, made.remote_id).everything.count(mail.mid_url) == 1
            if not failed:
                assert error is None
                return
            assert error is None or isinstance(error, ConnectionFailure), error
        pytest.fail(f"more than {MOST_REQUESTS} requests to name a mail")

    @pytest.mark.parametrize("fault", Fault)
    def test_what_was_named_is_taken_away_whatever_request_fails(
        self, world: RemoteWorld, kind: LinkKind, fault: Fault
    ):
        with closing(world.open()) as connector:
            made = connector.create(make_wish(kind, world))
            if not _carries(connector, kind, made.remote_id) or not isinstance(connector, DropsMails):
                return
        for number in range(1, MOST_REQUESTS):
            mail = make_mail(message_id=f"further-{number}@x.org", subject=f"Más {number}", text="", html=None)
            wish = make_wish(kind, text="", mails=(mail,), target_id="")
            with closing(world.open()) as connector:
                connector.add_mails(kind, made.remote_id, wish)
            world.fail(number, fault)
            with closing(world.open()) as connector:
                error = try_to(connector.drop_mails, kind, made.remote_id, wish.key)
            failed = world.failed()
            with closing(world.open()) as connector:
                connector.drop_mails(kind, made.remote_id, wish.key)
            assert mail.mid_url not in world.look(kind, made.remote_id).everything
            if not failed:
                assert error is None
                return
            assert error is None or isinstance(error, ConnectionFailure), error
        pytest.fail(f"more than {MOST_REQUESTS} requests to take a mail away")

    def test_a_lost_answer_to_the_last_request_is_told_as_such(self, world: RemoteWorld, kind: LinkKind):
        """Who says ConnectionFailure for something that was done would have the queue make it again without looking."""
        for number in range(1, MOST_REQUESTS):
            wish = make_wish(kind, world, mails=(make_mail(message_id=f"{number}@x.org"),))
            before = world.count(kind)
            world.fail(number, Fault.AFTER)
            with closing(world.open()) as connector:
                error = try_to(connector.create, wish)
            if not world.failed():
                return
            if error is not None and world.count(kind) > before:
                assert isinstance(error, Unanswered), error

    def test_away_is_never_gone(self, world: RemoteWorld, kind: LinkKind):
        with closing(world.open()) as connector:
            made = connector.create(make_wish(kind, world))
            world.go_away()
            assert connector.presence(kind, made.remote_id) == Presence.UNKNOWN
            check_temporary(try_to(connector.delete, kind, made.remote_id))
            check_temporary(try_to(connector.create, make_wish(kind, target_id="")))
            check_temporary(try_to(connector.probe))
            check_cannot_tell(connector, make_wish(kind, target_id=""))
        with closing(world.open()) as late_starter:
            assert late_starter.presence(kind, made.remote_id) == Presence.UNKNOWN
            error = try_to(late_starter.create, make_wish(kind, target_id=""))
            assert not isinstance(error, Unanswered), "nobody was asked"
            check_temporary(error)
        world.come_back()
        assert world.count(kind) == 1
        with closing(world.open()) as connector:
            assert connector.presence(kind, made.remote_id) == Presence.PRESENT

    def test_the_same_connector_goes_on_when_the_server_is_back(self, world: RemoteWorld, kind: LinkKind):
        with closing(world.open()) as connector:
            world.go_away()
            check_temporary(try_to(connector.probe))
            world.come_back()
            assert kind in connector.probe().kinds
            connector.create(make_wish(kind, world))
        assert world.count(kind) == 1

    def test_refused_is_never_gone(self, world: RemoteWorld, kind: LinkKind):
        with closing(world.open()) as connector:
            made = connector.create(make_wish(kind, world))
            wish = make_wish(kind, world)
            world.revoke()
            check_refused(connector, kind, made, wish)
        with closing(world.open()) as after_a_restart:
            check_refused(after_a_restart, kind, made, wish)
        world.allow()
        assert world.count(kind) == 1
        with closing(world.open()) as connector:
            assert connector.presence(kind, made.remote_id) == Presence.PRESENT

    def test_after_a_cancel_nothing_is_asked_any_more(self, world: RemoteWorld, kind: LinkKind):
        with closing(world.open()) as connector:
            connector.cancel()
            error = try_to(connector.create, make_wish(kind, target_id=""))
            assert isinstance(error, ConnectionFailure)
            assert not isinstance(error, Unanswered)
            assert connector.presence(kind, "1") == Presence.UNKNOWN
        assert world.count(kind) == 0

    def test_two_at_once_make_one(self, world: RemoteWorld, kind: LinkKind):
        """Two devices, or a try that was thought dead: the same wish at the same time."""
        wish = make_wish(kind, world)
        made: list[Made] = []
        errors: list[Exception] = []
        start = threading.Barrier(2)

        def run() -> None:
            with closing(world.open()) as connector:
                start.wait(30)
                try:
                    made.append(connector.create(wish))
                except BandejaError as error:
                    errors.append(error)

        threads = [threading.Thread(target=run) for _ in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        made.append(settle(world, wish, errors[0] if errors else None))
        assert len({one.remote_id for one in made}) == 1
        assert world.count(kind) == 1
