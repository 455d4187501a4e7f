"""Bitrix24 keeps the contract, both ways of making objects."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest

from desktop.core.api.errors import BandejaError, Code
from desktop.core.api.linking import LinkKind, Person
from desktop.core.connectors.protocol import Connector, MailSnapshot
from tests.integration.connectors.bitrix_world import WITHOUT_CRM, BitrixWorld, bitrix_world
from tests.integration.connectors.contract import check_sentence
from tests.integration.connectors.http_contract import HttpContract
from tests.integration.connectors.world import MOMENT, make_wish


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
