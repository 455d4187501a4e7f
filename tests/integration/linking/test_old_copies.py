"""An older copy of a profile is put back: what waits in it may have been made since, and is looked for before its first try.

The backend forgives nothing: a second `create` is a second object.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.core.api.errors import Code, ServerRefusal
from desktop.core.api.link_commands import LinkMail, RetryLink
from desktop.core.api.linking import LinkKind, LinkState
from tests.fakes.shop import HOST
from tests.integration.linking.conftest import LinkWorld

REFUSED = ServerRefusal(Code.SERVER_REFUSED, host=HOST, said="no such project")


@pytest.mark.parametrize("kind", list(LinkKind))
def test_what_was_made_after_the_copy_is_not_made_again(world: LinkWorld, tmp_path: Path, kind: LinkKind):
    world.link_mail(1, kind=kind)
    world.copy_to(tmp_path / "copy")
    world.run()
    assert world.shop.made == 1
    world.put_back(tmp_path / "copy")
    assert world.links(1)[0].state is LinkState.PENDING
    world.run_all(1)
    assert world.shop.made == 1
    assert (world.links(1)[0].state, world.links(1)[0].remote_id) == (LinkState.OPEN, "1")


def test_what_was_not_made_after_the_copy_is_made_once(world: LinkWorld, tmp_path: Path):
    world.link_mail(1)
    world.copy_to(tmp_path / "copy")
    world.put_back(tmp_path / "copy")
    world.run_all(1)
    assert world.shop.made == 1


def test_what_was_refused_before_the_copy_and_made_after_it_is_not_made_by_trying_again(
    world: LinkWorld, tmp_path: Path
):
    world.shop.script = [REFUSED]
    world.link_mail(1)
    world.run()
    world.copy_to(tmp_path / "copy")
    world.wish(RetryLink(world.links(1)[0].link_key))
    world.run()
    world.put_back(tmp_path / "copy")
    world.wish(RetryLink(world.links(1)[0].link_key))
    world.run_all(1)
    assert world.shop.made == 1


def test_what_was_taken_back_after_the_copy_is_deleted_there_again_and_nothing_else(world: LinkWorld, tmp_path: Path):
    world.link_mail(2)
    world.run()
    receipt = world.link_mail(1)
    world.copy_to(tmp_path / "copy")
    world.run()
    world.put_back(tmp_path / "copy")
    world.undo(receipt.undo_key)
    world.run_all(1)
    assert [wish.title for wish in world.shop.objects.values()] == ["Mail 2"]
    assert world.links(1) == ()


def test_what_a_rule_made_after_the_copy_is_found_again(world: LinkWorld, tmp_path: Path):
    """The copy knows nothing of it: the mail came later, and is judged a second time."""
    world.copy_to(tmp_path / "copy")
    for _ in range(2):
        world.wish(LinkMail(LinkKind.CRM, (world.key(1),), by_rule=True))
        world.wish(LinkMail(LinkKind.CRM, (world.key(2),), by_rule=True))
        world.run_all(1)
        assert world.shop.made == 2
        world.put_back(tmp_path / "copy")


def test_a_rule_may_wish_again_for_what_a_wish_of_the_same_key_is_known_of(world: LinkWorld):
    receipt = world.wish(LinkMail(LinkKind.CRM, (world.key(1),), by_rule=True))
    world.run()
    world.undo(receipt.undo_key)
    assert world.wish(LinkMail(LinkKind.CRM, (world.key(1),), by_rule=True)).count == 1
    world.run_all(1)
    assert len(world.shop.objects) == 1


def test_a_backend_that_cannot_tell_is_given_what_was_never_tried(tmp_path: Path):
    """As far as this profile knows nothing was: it would wait for ever otherwise."""
    world = LinkWorld(tmp_path / "profile", finds=False)
    world.link_mail(1)
    world.restart()
    world.run()
    assert world.shop.made == 1
    world.close()
