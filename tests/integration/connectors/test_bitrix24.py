"""Bitrix24 keeps the contract, both ways of making objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import Connector, KeepsFiles, MailSnapshot
from tests.integration.connectors.asking import check_sentence, try_to
from tests.integration.connectors.bitrix_world import WITHOUT_CRM, BitrixWorld, bitrix_world
from tests.integration.connectors.http_contract import HttpContract
from tests.integration.connectors.world import LETTER, MOMENT, PICTURE, Fault, make_mail, make_wish


class TestDirect(HttpContract):
    kinds = tuple(LinkKind)

    @pytest.fixture
    def world(self) -> Iterator[BitrixWorld]:
        with bitrix_world("direct") as world:
            yield world


@pytest.mark.slow
class TestPortal(HttpContract):
    """A portal keeps one chat and one activity of a mail: those two have tests of their own in `test_bitrix24_portal`."""

    kinds = (LinkKind.TASK, LinkKind.EVENT)

    @pytest.fixture
    def world(self) -> Iterator[BitrixWorld]:
        with bitrix_world("portal", WITHOUT_CRM) as world:
            yield world

    def test_a_mail_without_anything_can_be_linked(self, world: BitrixWorld, connector: Connector, kind: LinkKind):
        """Not this way: the portal has no copy of it that could be told. The sentence says what to do."""
        bare = MailSnapshot("", "", Person("", ""), (), (), None, MOMENT, "", None, True, "", "")
        with pytest.raises(BandejaError) as caught:
            connector.create(make_wish(kind, world, mails=(bare,)))
        check_sentence(caught.value)
        assert caught.value.code is Code.COPY_MISSING
        assert world.count(kind) == 0
        with closing(world.open(mode="automatic")) as other:
            assert other.create(make_wish(kind, world, mails=(bare,))).remote_id


def _own_folders(world: BitrixWorld) -> list[str]:
    return [row["NAME"] for row in world.portal.drive.values() if row["TYPE"] != "storage"]


@pytest.mark.parametrize("fault", Fault)
def test_the_files_of_a_task_go_whatever_request_fails(fault: Fault):
    """Each request of the deletion fails once; what is left is done by the next try, and nothing of another task goes."""
    with bitrix_world("direct") as world:
        other = make_wish(LinkKind.TASK, world, mails=(make_mail(attachments=(LETTER,)),))
        with closing(world.open()) as connector:
            connector.create(other)
        for number in range(1, 12):
            wish = make_wish(LinkKind.TASK, world, mails=(make_mail(attachments=(PICTURE, LETTER)),))
            with closing(world.open()) as connector:
                made = connector.create(wish)
                connector.delete(LinkKind.TASK, made.remote_id)
            world.fail(number, fault)
            with closing(world.open()) as connector:
                assert isinstance(connector, KeepsFiles)
                try_to(connector.drop_files, LinkKind.TASK, wish.key)
            failed = world.failed()
            with closing(world.open()) as connector:
                assert isinstance(connector, KeepsFiles)
                connector.drop_files(LinkKind.TASK, wish.key)
                connector.drop_files(LinkKind.TASK, wish.key)
            assert sorted(_own_folders(world)) == sorted(["Bandeja", other.key, LETTER.filename])
            if not failed:
                return
        pytest.fail("more requests than it may take")


def test_without_the_right_to_the_drive_a_deletion_need_not_wait_for_it():
    with bitrix_world("direct", WITHOUT_CRM - {"disk"}) as world, closing(world.open()) as connector:
        assert isinstance(connector, KeepsFiles)
        connector.drop_files(LinkKind.TASK, make_wish(LinkKind.TASK, world).key)
        connector.drop_files(LinkKind.CHAT, "x")
