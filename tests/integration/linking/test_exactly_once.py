"""One wish, one object, one link a mail: whatever breaks between the key and the answer."""

from __future__ import annotations

from desktop.core.api.linking import LinkKind, LinkState
from tests.integration.linking.conftest import LinkWorld


def test_a_link_is_shown_before_anybody_was_asked_and_made_after(world: LinkWorld):
    receipt = world.link_mail(1)
    (row,) = world.links(1)
    assert (row.state, row.kind, row.link_key, row.backend_name) == (
        LinkState.PENDING,
        LinkKind.TASK,
        receipt.key,
        "Shop",
    )
    assert world.shop.calls == []
    world.run()
    (row,) = world.links(1)
    assert (row.state, row.remote_id, row.title) == (LinkState.OPEN, "1", "Mail 1")
    assert world.shop.calls == ["create"]
    assert world.engine.linking.waiting() == []
